"""Tải về: answers that are files, with names that every browser keeps."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import Response

from app.domain.vietnamese import slug

if TYPE_CHECKING:
    from collections.abc import Iterable

MEDIA_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ics": "text/calendar; charset=utf-8",
    ".zip": "application/zip",
}

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def file_response(content: bytes, name: str) -> Response:
    """Return a download under its name with diacritics, and beside it the ASCII name for old programs (RFC 6266)."""
    stem, dot, kind = name.rpartition(".")
    return Response(
        content,
        media_type=MEDIA_TYPES[f"{dot}{kind}"],
        headers={
            "Content-Disposition": (
                f"attachment; filename=\"{slug(stem) or 'tep'}.{kind}\"; filename*=UTF-8''{quote(name, safe='')}"
            ),
            "Cache-Control": "private, no-cache",
        },
    )


def stored_zip(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip of files (path, content) that are packed already, so that they are stored as they are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path, content in members:
            entry = zipfile.ZipInfo(path, _ZIP_TIME)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()
