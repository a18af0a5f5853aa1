"""Trang giấy: sheets of A4, their margins and page numbers, and the order of what is drawn on them.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I: khổ giấy, kiểu trình bày, định lề trang (I.1 to I.3), số trang
(I.7), số trang của phụ lục (III.1.đ). The decree gives no margins for a landscape page: it keeps
those of an upright one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Self

from app.documents.package import packed, skeleton
from app.documents.text import escaped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from app.documents.package import Skeleton

SHORT_SIDE_MM, LONG_SIDE_MM = 210, 297
TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 20, 20, 30, 15
_HEADER_MM, _FOOTER_MM = 10, 8
_ROUNDING_MM = 0.05
_EMU_PER_MM = 36_000
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"


def twips(millimetres: float) -> int:
    """Return a length in twentieths of a point, the unit of Word."""
    return round(millimetres * 1440 / 25.4)


class Orientation(Enum):
    """Chiều trang: the value is the width in millimetres between the side margins."""

    PORTRAIT = SHORT_SIDE_MM - LEFT_MM - RIGHT_MM
    LANDSCAPE = LONG_SIDE_MM - LEFT_MM - RIGHT_MM


@dataclass(frozen=True, slots=True)
class Block:
    """Khối: one thing drawn on a sheet, as WordprocessingML that ends with a paragraph.

    `width_mm`: the room it needs between the margins, 0 when it takes what there is.
    `holds_previous`: it must not stand on a page of its own, so the paragraph before it goes with it.
    """

    xml: str
    width_mm: float = 0
    holds_previous: bool = False


class Paper:
    """Văn bản: collects blocks in order and makes the .docx of them.

    `draft_line`: what every page of a draft carries at its foot, in 10 points; an issued document has none.
    `pictures`: images as PNG, drawn where `picture` puts them. The sheet starts upright, its numbers at 1; `start_part`
    begins the next sheet.
    """

    def __init__(self, *, draft_line: str | None = None, pictures: Sequence[bytes] = ()) -> None:
        self._draft_line = draft_line or ""
        self._pictures = tuple(pictures)
        self._skeleton = skeleton(draft=bool(draft_line), pictures=len(self._pictures))
        self._xml: list[str] = []
        self._orientation = Orientation.PORTRAIT
        self._numbered_from_one = True
        self._part_is_empty = True
        self._begun = False

    @property
    def width_mm(self) -> int:
        """The room between the side margins of the sheet now written on."""
        return self._orientation.value

    def start_part(self, orientation: Orientation = Orientation.PORTRAIT, *, restart: bool = True) -> Self:
        """Begin a new sheet: a document, one issued with it, or a phụ lục.

        With `restart` its pages count from 1 and the first one shows no number (I.7, III.1.đ); without it the numbers
        run on, as where a document only turns its paper. Raises ValueError when the part before it is empty.
        """
        if self._part_is_empty and self._begun:
            raise ValueError("Phần trước chưa có nội dung: thêm nội dung rồi mới sang phần mới.")
        if self._begun:
            last = self._xml[-1]
            at = last.rindex("</w:pPr>")
            self._xml[-1:] = (last[:at], self._section(), last[at:])
        self._begun = True
        self._orientation = orientation
        self._numbered_from_one = restart
        self._part_is_empty = True
        return self

    def add(self, *blocks: Block) -> Self:
        """Draw the blocks, in order. Raises ValueError for one wider than the sheet."""
        for block in blocks:
            if block.width_mm > self.width_mm + _ROUNDING_MM:
                raise ValueError(
                    f"Bảng rộng {block.width_mm:.1f} mm, trang chỉ có {self.width_mm} mm giữa hai lề: "
                    "thu hẹp các cột hoặc dùng trang ngang."
                )
            if block.holds_previous and not self._part_is_empty:
                self._hold_last()
            self._xml.append(block.xml)
            self._part_is_empty = False
            self._begun = True
        return self

    def picture(self, place: int, side_mm: float, *, told: str) -> str:
        """Return the run of a square picture; `told` says what it shows to those who do not see it."""
        side = round(side_mm * _EMU_PER_MM)
        name = f'id="{place + 1}" name="Hình {place + 1}"'
        return (
            f'<w:r><w:drawing><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{side}" cy="{side}"/><wp:docPr {name} descr="{escaped(told)}"/>'
            f'<a:graphic xmlns:a="{_A}"><a:graphicData uri="{_PIC}"><pic:pic xmlns:pic="{_PIC}"><pic:nvPicPr>'
            f"<pic:cNvPr {name}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
            f'<a:blip r:embed="{self._skeleton.pictures[place]}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{side}" cy="{side}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing></w:r>"
        )

    def to_bytes(self, *, changed_on: date, title: str) -> bytes:
        """Return the .docx. Equal blocks, day and title give equal bytes.

        `changed_on`: the day the data last changed; `title`: the document's title in its properties.
        Raises ValueError when the last part is empty.
        """
        if self._part_is_empty:
            raise ValueError("Văn bản chưa có nội dung.")
        body = [*self._xml, self._section()]
        return packed(body, title=title, changed_on=changed_on, draft_line=self._draft_line, pictures=self._pictures)

    def _hold_last(self) -> None:
        """Keep the last paragraph on the page of the block that follows; every paragraph names its style first."""
        last = self._xml[-1]
        at = last.rindex("<w:pStyle ")
        at = last.index("/>", at) + 2
        self._xml[-1] = f"{last[:at]}<w:keepNext/>{last[at:]}"

    def _section(self) -> str:
        return _section(self._skeleton, self._orientation, self._numbered_from_one)


@cache
def _section(ids: Skeleton, orientation: Orientation, numbered_from_one: bool) -> str:
    """Return the ``w:sectPr`` of a sheet."""
    references = (
        f'<w:headerReference w:type="default" r:id="{ids.numbered_header}"/>'
        f'<w:headerReference w:type="first" r:id="{ids.first_header}"/>'
    )
    if ids.draft_footer:
        references += (
            f'<w:footerReference w:type="default" r:id="{ids.draft_footer}"/>'
            f'<w:footerReference w:type="first" r:id="{ids.draft_footer}"/>'
        )
    short, long = twips(SHORT_SIDE_MM), twips(LONG_SIDE_MM)
    size = (
        f'<w:pgSz w:w="{short}" w:h="{long}"/>'
        if orientation is Orientation.PORTRAIT
        else f'<w:pgSz w:w="{long}" w:h="{short}" w:orient="landscape"/>'
    )
    return (
        f"<w:sectPr>{references}{size}"
        f'<w:pgMar w:top="{twips(TOP_MM)}" w:right="{twips(RIGHT_MM)}" w:bottom="{twips(BOTTOM_MM)}"'
        f' w:left="{twips(LEFT_MM)}" w:header="{twips(_HEADER_MM)}" w:footer="{twips(_FOOTER_MM)}" w:gutter="0"/>'
        + ('<w:pgNumType w:start="1"/>' if numbered_from_one else "")
        + "<w:cols/>"
        + ("<w:titlePg/>" if numbered_from_one else "")
        + "</w:sectPr>"
    )
