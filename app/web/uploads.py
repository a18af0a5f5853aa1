"""Tệp gửi lên: which pages take a file, how large a request with one may be, and the file that was sent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.datastructures import UploadFile

if TYPE_CHECKING:
    from starlette.datastructures import FormData

TAKING_FILES = frozenset({"/ke-hoach/moi/tu-tep", "/api/plans/imports", "/ke-hoach/{plan_key}/lich-ban/ke-hoach-khac"})
"""Paths, as their routes are written, whose forms may carry one file."""
MOST_UPLOAD = 2 * 1024 * 1024
"""Octets of the body of such a request: the file of a plan of several hundred units is far smaller."""

_PATHS = re.compile("|".join(re.sub(r"\\{[a-z_]+\\}", "[^/]+", re.escape(path)) for path in sorted(TAKING_FILES)))


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """Tệp đã gửi: its name as the browser gives it, and its content."""

    name: str
    content: bytes


def takes_file(path: str) -> bool:
    """Say whether the form of that path may carry a file."""
    return _PATHS.fullmatch(path) is not None


def sent_file(form: FormData, field: str) -> SentFile | None:
    """Return the file of a form; None where none was chosen."""
    found = form.get(field)
    if not isinstance(found, UploadFile) or not found.filename:
        return None
    return SentFile(name=found.filename, content=found.file.read())
