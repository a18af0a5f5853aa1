"""Đề cương báo cáo: the outline as it is promulgated, drawn item by item as it was printed.

Source of the forms: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, II.6.c and V.6.b (I., 1., a) of a text without điều).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.documents.layout import clause_heading, paragraph, section_heading
from app.domain.outlines import OutlineKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.documents.page import Block
    from app.domain.outlines import OutlineItem


def outline_item(item: OutlineItem) -> tuple[Block, ...]:
    """Return the item as printed: its number and text, then its unnumbered paragraphs."""
    match item.kind:
        case OutlineKind.PART:
            first = section_heading(item.number, item.text)
        case OutlineKind.SECTION:
            first = clause_heading(item.number, item.text)
        case _:
            first = paragraph(item.text, number=item.number)
    return (first, *(paragraph(text) for text in item.paragraphs))


def outline_items(items: Iterable[OutlineItem]) -> tuple[Block, ...]:
    """Return the items one after the other, as printed."""
    return tuple(block for item in items for block in outline_item(item))
