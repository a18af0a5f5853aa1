"""Phần đầu văn bản: Quốc hiệu, Tiêu ngữ, tên cơ quan, số, ký hiệu, địa danh và ngày.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, II.1 to II.4 and the plan of boxes in Mục IV.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.documents.layout import drawn_rule, rule_under, styled
from app.documents.metrics import Face, width_mm
from app.documents.page import Block, Orientation, twips
from app.documents.styles import BODY_NAME_SIZE, MOTTO_SIZE
from app.documents.text import BLANK, runs
from app.domain.marks import plain
from app.domain.vietnamese import long_date, two_digits

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
NATION_COLUMN_MM = 101
"""The Quốc hiệu is 96 mm wide in 13 points and must stand on one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Phần đầu: the bodies at the left, their number, and the place and date at the right.

    `issuing_body` and `governing_body` are in capitals; a line feed breaks a long name. `number_line` and `date_line`
    are whole lines, made by the functions of these names; without them it is the head of a document issued with another
    (forms M1.3).
    """

    issuing_body: str
    governing_body: str = ""
    number_line: str = ""
    date_line: str = ""


def number_line(symbol: str, number: int | None = None) -> str:
    """Số, ký hiệu: "Số: 05/QĐ-UBND", or a blank for the number before it is registered (II.3.c)."""
    return f"Số: {two_digits(number)}/{symbol}" if number is not None else f"Số:{BLANK}/{symbol}"


def date_line(place: str, year: int, signed_on: date | None = None) -> str:
    """Địa danh, ngày tháng năm: "…, ngày 05 tháng 01 năm 2023" (II.4).

    Before signing, the day and the month stay blank and the year is `year`.
    """
    if signed_on is not None:
        return f"{place}, {long_date(signed_on)}"
    return f"{place}, ngày{BLANK}tháng{BLANK}năm {year}"


def letterhead(head: Letterhead, *, room_mm: float = Orientation.PORTRAIT.value) -> Block:
    """Return the head as two columns side by side; `room_mm` is the room between the margins (LANDSCAPE_MM across)."""
    left = room_mm - NATION_COLUMN_MM if room_mm == Orientation.PORTRAIT.value else room_mm / 2
    widths = left, room_mm - left
    bodies = styled("GoverningBody", runs(plain(head.governing_body))) if head.governing_body else ""
    bodies += styled("IssuingBody", runs(plain(head.issuing_body)))
    bodies += rule_under(plain(head.issuing_body), BODY_NAME_SIZE, Face.BOLD, widths[0])
    nation = styled("Nation", runs(NATION)) + styled("Motto", runs(MOTTO))
    nation += drawn_rule(width_mm(MOTTO, MOTTO_SIZE, Face.BOLD), widths[1])
    rows = [(bodies, nation)]
    if head.number_line or head.date_line:
        rows.append((styled("Number", runs(plain(head.number_line))), styled("PlaceDate", runs(plain(head.date_line)))))
    return Block(columns(widths, rows) + styled("Spacer", ""), width_mm=room_mm)


def columns(widths_mm: tuple[float, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Return a table without borders or margins; each cell is the paragraphs given for it, no row breaks over pages."""
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths_mm)
    body = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
            for width, cell in zip(widths_mm, row, strict=True)
        )
        + "</w:tr>"
        for row in rows
    )
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableNormal"/><w:tblW w:w="{sum(map(twips, widths_mm))}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'
    )
