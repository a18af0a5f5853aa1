"""Phụ lục biểu mẫu trên giấy: a form as a table with its head of several levels, and the notes under it.

The same definitions make the workbook. Which way a form lies: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, I.2 (a sheet
may lie across for the sake of its tables).
"""

from __future__ import annotations

from enum import Enum, auto
from operator import attrgetter
from typing import TYPE_CHECKING

from app.documents.layout import paragraph
from app.documents.page import Orientation
from app.documents.tables import Cell, Column, table
from app.domain.forms import ColumnKind, FittedForm, FittedRow, FormKind, RowKind
from app.domain.marks import unmarked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from app.documents.page import Block
    from app.documents.tables import Align
    from app.domain.forms import Form, FormRow

_NARROWEST_LABEL_MM, _WIDEST_FIGURE_MM = 40, 23
_GRID_ROW_MM = 7
"""The least height of a row that is filled in by hand."""


class _Part(Enum):
    """What a column shows of each row."""

    NUMBER = auto()
    LABEL = auto()
    UNIT = auto()
    FIGURE = auto()
    NOTE = auto()


_ALIGN: dict[_Part, Align] = {
    _Part.NUMBER: "center",
    _Part.LABEL: "left",
    _Part.UNIT: "center",
    _Part.FIGURE: "center",
    _Part.NOTE: "left",
}
_INDICATOR_WIDTHS_MM: dict[_Part, float] = {_Part.NUMBER: 14, _Part.UNIT: 31, _Part.FIGURE: 18, _Part.NOTE: 21}
_GRID_WIDTHS_MM: dict[_Part, float] = {_Part.NUMBER: 12, _Part.LABEL: 46, _Part.NOTE: 22}


def whole_form(form: Form) -> FittedForm:
    """Return the form as promulgated, before it is fitted to a unit: every row, all of them applying."""
    return FittedForm(form=form, rows=tuple(FittedRow(row=row, applies=True) for row in form.rows))


def form_orientation(form: Form) -> Orientation:
    """Return how the sheet of the form lies: indicators stand upright, wide grids lie across."""
    return Orientation.PORTRAIT if form.is_upright else Orientation.LANDSCAPE


def form_table(fitted: FittedForm, *, not_applying: str = "") -> Block:
    """Return the table of the form, blank where the unit writes, as wide as its sheet.

    `not_applying` stands in the first figure of each row that does not apply to the unit ("Không áp dụng"). Raises
    ValueError where the printed head is not as wide as the form has columns.
    """
    form = fitted.form
    parts = _parts(form)
    return table(
        _columns(form, parts),
        header=[
            [Cell(text=cell.text, rowspan=cell.rowspan, colspan=cell.colspan) for cell in row] for row in form.header
        ],
        rows=list(_rows(form, parts, fitted.rows, not_applying)),
        bold_rows=[place for place, shown in enumerate(fitted.rows) if shown.row.kind == RowKind.SECTION],
        row_height_mm=_GRID_ROW_MM if form.kind == FormKind.GRID else 0,
    )


def form_notes(form: Form) -> tuple[Block, ...]:
    """Return the printed lines under the table."""
    return tuple(paragraph(note) for note in form.notes)


def _parts(form: Form) -> list[_Part]:
    """Return what each column shows: number, label and (indicators only) unit lead, figures and notes follow."""
    leading = (
        [_Part.NUMBER, _Part.LABEL, _Part.UNIT] if form.kind == FormKind.INDICATORS else [_Part.NUMBER, _Part.LABEL]
    )
    texts = next((at for at, column in enumerate(form.columns) if column.kind != ColumnKind.TEXT), len(form.columns))
    leading = leading[:texts] if texts > 1 else [_Part.LABEL][:texts]
    return leading + [
        _Part.NOTE if column.kind == ColumnKind.TEXT else _Part.FIGURE for column in form.columns[len(leading) :]
    ]


def _columns(form: Form, parts: list[_Part]) -> list[Column]:
    """Return the columns, filling the sheet: figures of a grid share what is left, labels take the rest."""
    room = form_orientation(form).value
    widths = dict(_INDICATOR_WIDTHS_MM if form.kind == FormKind.INDICATORS else _GRID_WIDTHS_MM)

    def left_for(part: _Part) -> float:
        others = sum(widths.get(other, 0) for other in parts if other != part)
        return (room - others) / max(parts.count(part), 1)

    if form.kind == FormKind.GRID:
        widths[_Part.FIGURE] = min(left_for(_Part.FIGURE), _WIDEST_FIGURE_MM)
    widths[_Part.LABEL] = max(left_for(_Part.LABEL), _NARROWEST_LABEL_MM)
    return [Column(widths[part], _ALIGN[part]) for part in parts]


def _rows(form: Form, parts: list[_Part], rows: Sequence[FittedRow], not_applying: str) -> Iterator[list[Cell | str]]:
    getters = [_TEXTS[part] for part in parts]
    first_figure = parts.index(_Part.FIGURE) if _Part.FIGURE in parts else None
    for shown in rows:
        row = shown.row
        texts = [text_of(row) for text_of in getters]
        if row.shows_placeholders:
            texts = [text or column.placeholder for text, column in zip(texts, form.columns, strict=True)]
        if not shown.applies and first_figure is not None:
            texts[first_figure] = not_applying
        if row.kind == RowKind.TOTAL and not row.number and parts[0] == _Part.NUMBER:
            yield [Cell(text=row.name, colspan=2, align="center"), *texts[2:]]
        else:
            yield [*texts]


def unit_text(row: FormRow) -> str:
    """Return the printed measure; the values of a choice stand on a line each, where they are what is printed."""
    if not row.choices:
        return row.unit
    lines = [f"{choice.label} = {choice.value}" for choice in row.choices]
    return "\n".join(lines) if " ".join(lines) == " ".join(unmarked(row.unit).split()) else row.unit


def _nothing(_: FormRow) -> str:
    return ""


_TEXTS: dict[_Part, Callable[[FormRow], str]] = {
    _Part.NUMBER: attrgetter("number"),
    _Part.LABEL: attrgetter("name"),
    _Part.UNIT: unit_text,
    _Part.FIGURE: _nothing,
    _Part.NOTE: attrgetter("note"),
}
