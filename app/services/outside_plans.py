"""Kế hoạch của cơ quan khác: a file read into lines, judged as a trial, and the good ones taken into the draft."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING

from app.calendars.reading import is_calendar, read_events
from app.domain.absences import with_absences
from app.domain.errors import Fault, InvalidInput
from app.domain.outside_plans import (
    LONGEST_LINE,
    MOST_LINES,
    OutsideLine,
    absences_of,
    judged_lines,
)
from app.domain.outside_tables import lines_of_table
from app.domain.plan_steps import mark_of
from app.domain.vietnamese import two_digits
from app.forms.reading_rows import is_xlsx, read_rows
from app.services.editing import edit_plan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier
    from app.domain.people import Actor

_MOST_CARRIED = 1_500_000
"""Octets of the lines of one file, unpacked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideFile:
    """Tệp đã đọc: its lines, and the sheets left unread: hidden ones, and those without a heading that names both."""

    lines: tuple[OutsideLine, ...]
    hidden: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def read_outside_file(content: bytes, year: int, place: str) -> OutsideFile:
    """Return the lines of another body's plan, an .xlsx or an .ics by what it holds, whatever its name says.

    Raise InvalidInput with one Fault at that place: those of the readers, `outside.unknown_kind`, `outside.no_columns`
    where no sheet heads a unit and its days, `outside.no_lines`, `outside.too_many_lines`.
    """
    if is_calendar(content):
        found = OutsideFile(lines=tuple(read_events(content, year, place)))
    elif is_xlsx(content) or not content:
        book = read_rows(content, place)
        read = [(sheet.name, lines_of_table(sheet.name, sheet.rows)) for sheet in book.sheets]
        unread = tuple(name for name, lines in read if lines is None)
        if len(unread) == len(read):
            raise InvalidInput([Fault(place=place, code="outside.no_columns")])
        lines = tuple(line for _, lines in read for line in lines or ())
        found = OutsideFile(lines=lines, hidden=book.hidden, unread=unread)
    else:
        raise InvalidInput([Fault(place=place, code="outside.unknown_kind")])
    if not found.lines:
        raise InvalidInput([Fault(place=place, code="outside.no_lines")])
    if len(found.lines) > MOST_LINES:
        count = f"{len(found.lines)}"
        raise InvalidInput([Fault(place=place, code="outside.too_many_lines", found=count, wanted=f"{MOST_LINES}")])
    return found


def take_outside_plan(
    store: Store,
    plan_key: str,
    lines: Sequence[OutsideLine],
    reason: str,
    *,
    chosen: Mapping[int, str] | None = None,
    wanted: set[int] | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Take the good lines into the draft as days on which their units are busy, and return how many were new.

    They are judged anew over the plan as it is now. `chosen` are units by the place of a line, `wanted` the places of
    those that are to be taken, None for all. Raise as `edit_plan`.
    """
    taken = 0

    def change(dossier: PlanDossier) -> PlanDossier:
        nonlocal taken
        judged = judged_lines(dossier, lines, reason, chosen)
        changed = with_absences(dossier, absences_of(judged, reason, wanted))
        taken = len(changed.plan.absences) - len(dossier.plan.absences)
        return changed

    count = two_digits(len(lines) if wanted is None else len(wanted))
    edit_plan(store, plan_key, change, words=f"Lấy {count} dòng kế hoạch của cơ quan khác", by=by, at=at)
    return taken


# Mang theo từ lần xem thử


def packed_lines(lines: Sequence[OutsideLine]) -> str:
    """Return lines as one text that a form carries from the trial to the confirmation, with its mark in front."""
    content = json.dumps([astuple(line) for line in lines], ensure_ascii=False, separators=(",", ":")).encode()
    return f"{mark_of(content)}.{base64.urlsafe_b64encode(zlib.compress(content, 9)).decode()}"


def unpacked_lines(packed: str, place: str) -> tuple[OutsideLine, ...]:
    """Return the lines that a form carries; raise InvalidInput `outside.not_carried` where they are not whole."""
    mark, _, text = packed.partition(".")
    try:
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(base64.urlsafe_b64decode(text.encode()), _MOST_CARRIED)
        rows = json.loads(content) if unpacking.eof and mark_of(content) == mark else None
    except (ValueError, binascii.Error, zlib.error, RecursionError):
        rows = None
    if not isinstance(rows, list) or len(rows) > MOST_LINES or not all(_is_line(row) for row in rows):
        raise InvalidInput([Fault(place=place, code="outside.not_carried")])
    return tuple(OutsideLine(place=at, unit=unit, first=first, last=last) for at, unit, first, last in rows)


def _is_line(row: object) -> bool:
    if not isinstance(row, list) or len(row) != len(fields(OutsideLine)):
        return False
    return all(isinstance(text, str) and len(text) <= LONGEST_LINE for text in row)
