"""Đề cương giữa dòng và giá trị."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db import rows
from app.db.tables.outlines import OutlineItemRow, OutlineRow
from app.domain.errors import Refused
from app.domain.outlines import Outline, OutlineItem, OutlineKind
from app.domain.own_versions import VersionLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

_OUTLINE = rows.table_of(OutlineRow)
_ITEM = rows.table_of(OutlineItemRow)


def outlines_of(session: Session, keys: Sequence[str]) -> tuple[Outline, ...]:
    """Return the outlines of these keys in their order; a key that the store lacks gives none."""
    if not keys:
        return ()
    items: dict[str, list[OutlineItemRow]] = {}
    for item in rows.read(session, OutlineItemRow, _ITEM.c.outline.in_(keys), order_by=[_ITEM.c.position]):
        items.setdefault(item.outline, []).append(item)
    found = {
        row.key: _outline(row, items.get(row.key, ()))
        for row in rows.read(session, OutlineRow, _OUTLINE.c.key.in_(keys))
    }
    return tuple(found[key] for key in dict.fromkeys(keys) if key in found)


def outline_versions(session: Session) -> tuple[VersionLine, ...]:
    """Return every outline that there is, as a list shows it, by its key."""
    found = session.execute(select(_OUTLINE.c.key, _OUTLINE.c.version, _OUTLINE.c.title).order_by(_OUTLINE.c.key))
    return tuple(VersionLine(key=row.key, version=row.version, title=" ".join(row.title)) for row in found)


def add_outlines(session: Session, outlines: Iterable[Outline]) -> tuple[Outline, ...]:
    """Add the outlines that the store lacks and return them.

    Raise Refused `outline.differs` where it has one of the same key and other content.
    """
    wanted = {outline.key: outline for outline in outlines}
    known = {outline.key: outline for outline in outlines_of(session, list(wanted))}
    for key, outline in known.items():
        if outline != wanted[key]:
            raise Refused("outline.differs", key=key)
    new = tuple(outline for key, outline in wanted.items() if key not in known)
    rows.add(session, [_outline_row(outline) for outline in new])
    rows.add(
        session,
        [_item_row(outline.key, position, item) for outline in new for position, item in enumerate(outline.items)],
    )
    return new


def _outline(row: OutlineRow, items: Iterable[OutlineItemRow]) -> Outline:
    return Outline(
        key=row.key,
        version=row.version,
        title=row.title,
        items=tuple(_item(item) for item in items),
        heading=row.heading,
        reference=row.reference,
        exemption=row.exemption,
        source=row.source,
    )


def _outline_row(outline: Outline) -> OutlineRow:
    return OutlineRow(
        key=outline.key,
        version=outline.version,
        title=outline.title,
        heading=outline.heading,
        reference=outline.reference,
        exemption=outline.exemption,
        source=outline.source,
    )


def _item(row: OutlineItemRow) -> OutlineItem:
    return OutlineItem(
        code=row.code,
        kind=OutlineKind(row.kind),
        number=row.number,
        text=row.text,
        guidance=row.guidance,
        paragraphs=row.paragraphs,
        if_any=row.if_any,
        field=row.field,
        indicators=row.indicators,
        levels=row.levels,
        kinds=row.kinds,
        not_for_kinds=row.not_for_kinds,
    )


def _item_row(outline: str, position: int, item: OutlineItem) -> OutlineItemRow:
    return OutlineItemRow(
        outline=outline,
        code=item.code,
        position=position,
        kind=item.kind,
        number=item.number,
        text=item.text,
        guidance=item.guidance,
        paragraphs=item.paragraphs,
        if_any=item.if_any,
        field=item.field,
        indicators=item.indicators,
        levels=item.levels,
        kinds=item.kinds,
        not_for_kinds=item.not_for_kinds,
    )
