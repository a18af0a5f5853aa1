"""Tải về: answers that are files, with names that every browser keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import Response

from app.domain.vietnamese import slug

if TYPE_CHECKING:
    from pathlib import PurePosixPath

MEDIA_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ics": "text/calendar; charset=utf-8",
    ".zip": "application/zip",
}


def file_response(content: bytes, path: PurePosixPath, display_name: str) -> Response:
    """Return a download: ASCII name from the path's slug, display name with its diacritics beside it (RFC 6266)."""
    name = display_name.removesuffix(path.suffix)
    return Response(
        content,
        media_type=MEDIA_TYPES[path.suffix],
        headers={
            "Content-Disposition": (
                f"attachment; filename=\"{slug(name)}{path.suffix}\"; filename*=UTF-8''{quote(name + path.suffix)}"
            ),
            "Cache-Control": "private, no-cache",
        },
    )
