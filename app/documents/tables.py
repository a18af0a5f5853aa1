"""Bảng, biểu: tables with heads of several levels, merged cells and heads that repeat on every page.

The decree sets no size for the text of a table; 12 or 13 points is practice, less in a wide form on a landscape sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from app.documents.layout import styled
from app.documents.page import Block, twips
from app.documents.styles import LARGEST_CELL, SMALLEST_CELL
from app.documents.text import runs

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

Align = Literal["left", "center", "right", "both"]
VerticalAlign = Literal["top", "center"]

_CELL_CLOSE = "</w:p></w:tc>"
_NO_ALIGN = ""
_ONLY_TEXT = {str}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Ô: its marked text, how many rows and columns it takes, and what differs from its column.

    A cell that takes several rows stands in the first of them; the rows below leave its place out. In the body of a
    table its text starts at the top unless `valign` says otherwise: a page break cuts a long text that is centred.
    """

    text: str = ""
    rowspan: int = 1
    colspan: int = 1
    bold: bool = False
    italic: bool = False
    align: Align | None = None
    valign: VerticalAlign | None = None


Row: TypeAlias = "Sequence[Cell | str]"


@dataclass(frozen=True, slots=True)
class Column:
    """Cột: its width in millimetres and how its cells stand."""

    width_mm: float
    align: Align = "left"


def table(
    columns: Sequence[Column],
    *,
    header: Sequence[Row] = (),
    rows: Sequence[Row],
    size: int = 12,
    bold_rows: Collection[int] = (),
    whole_rows: bool = True,
    row_height_mm: float = 0,
    valign: VerticalAlign = "center",
) -> Block:
    """Return a bordered table of fixed widths, in the middle of the sheet.

    `header` rows are bold, centred and repeat on every page. `bold_rows`: places (from 0) of bold rows. `whole_rows`:
    no row breaks over two pages. `row_height_mm`: the least height of a row, for a form filled in by hand. `size`: 8 to
    14 points. Raises ValueError, naming the row, when the cells do not fill the columns exactly.
    """
    if not SMALLEST_CELL <= size <= LARGEST_CELL:
        raise ValueError(f"Cỡ chữ trong bảng từ {SMALLEST_CELL} đến {LARGEST_CELL}, không phải {size}.")
    widths = [twips(column.width_mm) for column in columns]
    split = "<w:cantSplit/>" if whole_rows else ""
    height = f'<w:trHeight w:val="{twips(row_height_mm)}" w:hRule="atLeast"/>' if row_height_mm else ""
    properties = f"<w:trPr>{split}{height}</w:trPr>" if split or height else ""
    head = _Grid(widths, f"Head{size}", [_NO_ALIGN] * len(widths), "center", merged="center")
    body = _Grid(widths, f"Cell{size}", [_alignment(column.align) for column in columns], valign, merged="top")
    opening = (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Frame"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>'
    )
    drawn = [
        opening,
        *(f'<w:gridCol w:w="{width}"/>' for width in widths),
        "</w:tblGrid>",
        *head.drawn(header, "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>", where="đầu bảng"),
        *body.drawn(rows, f"<w:tr>{properties}", where="thân bảng", bold_rows=frozenset(bold_rows)),
        "</w:tbl>",
        styled("AfterTable", ""),
    ]
    return Block("".join(drawn), width_mm=sum(column.width_mm for column in columns))


def _alignment(align: Align) -> str:
    return "" if align == "left" else f'<w:jc w:val="{align}"/>'


class _Grid:
    """Lưới ô: lays rows of cells out on the columns and follows the merged ones downwards.

    A plain text is drawn from what its column has in common, so that a long table costs little more than its letters.
    """

    def __init__(
        self, widths: Sequence[int], style: str, aligns: Sequence[str], valign: VerticalAlign, *, merged: VerticalAlign
    ) -> None:
        self._widths = widths
        self._style = style
        self._aligns = aligns
        self._valign = valign
        self._merged_valign = merged

    @cached_property
    def _plain(self) -> list[str]:
        """What opens a cell of each column that is like all others."""
        return [self._open(at, 1, "", self._valign, align) for at, align in enumerate(self._aligns)]

    @cached_property
    def _blank(self) -> list[str]:
        """Such a cell without text."""
        return [f"{opening}{_CELL_CLOSE}" for opening in self._plain]

    def drawn(
        self, rows: Sequence[Row], opening: str, *, where: str, bold_rows: frozenset[int] = frozenset()
    ) -> list[str]:
        """Return the ``w:tr`` elements; `where` names this half of the table in an error."""
        below: dict[int, tuple[int, int, str]] = {}
        drawn = []
        for place, row in enumerate(rows):
            try:
                drawn.append(f"{opening}{self._row(row, below, bold=place in bold_rows)}</w:tr>")
            except _DoesNotFitError as error:
                raise ValueError(f"Hàng {place + 1} của {where} {error}: bảng có {len(self._widths)} cột.") from None
        if below:
            raise ValueError(f"Ô gộp ở cột {min(below) + 1} của {where} kéo quá hàng cuối.")
        return drawn

    def _row(self, row: Row, below: dict[int, tuple[int, int, str]], *, bold: bool) -> str:
        """Draw one row; `below` holds by column the cells merged over it: columns, rows to come, what continues it."""
        if not below and len(row) == len(self._widths) and set(map(type, row)) == _ONLY_TEXT:
            texts, plain, blank = cast("Sequence[str]", row), self._plain, self._blank
            return "".join(
                [
                    f"{plain[at]}{runs(text, bold=bold)}{_CELL_CLOSE}" if text else blank[at]
                    for at, text in enumerate(texts)
                ]
            )
        drawn = []
        at = 0
        waiting = iter(row)
        while at < len(self._widths):
            if at in below:
                span, left, continuing = below[at]
                drawn.append(continuing)
                if left > 1:
                    below[at] = span, left - 1, continuing
                else:
                    del below[at]
                at += span
                continue
            cell = next(waiting, None)
            if cell is None:
                raise _DoesNotFitError("thiếu ô")
            if isinstance(cell, str):
                drawn.append(f"{self._plain[at]}{runs(cell, bold=bold)}{_CELL_CLOSE}")
                at += 1
                continue
            if at + cell.colspan > len(self._widths) or any(
                column in below for column in range(at + 1, at + cell.colspan)
            ):
                raise _DoesNotFitError("thừa ô")
            valign = cell.valign or (self._valign if cell.rowspan == 1 else self._merged_valign)
            align = self._aligns[at] if cell.align is None else _alignment(cell.align)
            merged = '<w:vMerge w:val="restart"/>' if cell.rowspan > 1 else ""
            opening = self._open(at, cell.colspan, merged, valign, align)
            drawn.append(f"{opening}{runs(cell.text, bold=bold or cell.bold, italic=cell.italic)}{_CELL_CLOSE}")
            if cell.rowspan > 1:
                continuing = self._open(at, cell.colspan, "<w:vMerge/>", valign, align) + _CELL_CLOSE
                below[at] = cell.colspan, cell.rowspan - 1, continuing
            at += cell.colspan
        if next(waiting, None) is not None:
            raise _DoesNotFitError("thừa ô")
        return "".join(drawn)

    def _open(self, at: int, span: int, merged: str, valign: VerticalAlign, align: str) -> str:
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{sum(self._widths[at : at + span])}" w:type="dxa"/>'
            + (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "")
            + merged
            + ('<w:vAlign w:val="center"/>' if valign == "center" else "")
            + f'</w:tcPr><w:p><w:pPr><w:pStyle w:val="{self._style}"/>{align}</w:pPr>'
        )


class _DoesNotFitError(ValueError):
    """A row with fewer or more cells than the columns take."""
