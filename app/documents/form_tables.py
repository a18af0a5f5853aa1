"""Phụ lục biểu mẫu trên giấy: a form as a table with its head of several levels, and the notes under it.

The same definitions make the workbook. Which way a form lies: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, I.2 (a sheet
may lie across for the sake of its tables).
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from app.documents.layout import paragraph
from app.documents.page import Orientation
from app.documents.tables import Cell, Column, table
from app.documents.text import unmarked
from app.domain.forms import ColumnKind, FittedForm, FittedRow, FormKind, RowKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.documents.page import Block
    from app.documents.tables import Align
    from app.domain.forms import Form, FormColumn, FormRow

_MOST_COLUMNS_UPRIGHT = 6
_NARROWEST_LABEL_MM = 40
_INDICATOR_MM = 20
_GRID_ROW_MM = 8
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
_INDICATOR_WIDTHS_MM = {_Part.NUMBER: 15, _Part.UNIT: 32, _Part.FIGURE: _INDICATOR_MM, _Part.NOTE: 23}
_GRID_WIDTHS_MM = {_Part.NUMBER: 12, _Part.LABEL: 46, _Part.NOTE: 22}


def whole_form(form: Form) -> FittedForm:
    """Return the form as promulgated, before it is fitted to a unit: every row, all of them applying."""
    return FittedForm(form=form, rows=tuple(FittedRow(row=row, applies=True) for row in form.rows))


def form_orientation(form: Form) -> Orientation:
    """Return how the sheet of the form lies: indicators stand upright, wide grids lie across."""
    upright = form.kind == FormKind.INDICATORS or len(form.columns) <= _MOST_COLUMNS_UPRIGHT
    return Orientation.PORTRAIT if upright else Orientation.LANDSCAPE


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
        rows=[_row(form, parts, shown, not_applying) for shown in fitted.rows],
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
    """Return the columns, filling the sheet: labels take what is left upright, figures what is left across."""
    room = form_orientation(form).value
    fixed = dict(_INDICATOR_WIDTHS_MM if form.kind == FormKind.INDICATORS else _GRID_WIDTHS_MM)
    taken: float = sum(fixed.get(part, 0) for part in parts)
    widths: dict[_Part, float] = {**fixed}
    if form.kind == FormKind.INDICATORS:
        widths[_Part.LABEL] = max((room - taken) / max(parts.count(_Part.LABEL), 1), _NARROWEST_LABEL_MM)
    else:
        widths[_Part.FIGURE] = (room - taken) / max(parts.count(_Part.FIGURE), 1)
    return [Column(widths[part], _ALIGN[part]) for part in parts]


def _row(form: Form, parts: list[_Part], shown: FittedRow, not_applying: str) -> list[Cell | str]:
    row = shown.row
    cells: list[Cell | str] = []
    columns = iter(zip(parts, form.columns, strict=True))
    if row.kind == RowKind.TOTAL and not row.number and _Part.NUMBER in parts:
        next(columns)
        next(columns)
        cells.append(Cell(text=row.name, colspan=2, align="center"))
    marks = iter([] if shown.applies else [not_applying])
    cells.extend(_texts(row, columns, marks))
    return cells


def _texts(row: FormRow, columns: Iterator[tuple[_Part, FormColumn]], marks: Iterator[str]) -> Iterator[str]:
    for part, column in columns:
        match part:
            case _Part.NUMBER:
                yield row.number
            case _Part.LABEL:
                yield row.name
            case _Part.UNIT:
                yield unit_text(row)
            case _Part.NOTE:
                yield row.note
            case _Part.FIGURE:
                yield next(marks, column.placeholder if row.shows_placeholders else "")


def unit_text(row: FormRow) -> str:
    """Return the printed measure; the values of a choice stand on a line each, where they are what is printed."""
    lines = [f"{choice.label} = {choice.value}" for choice in row.choices]
    return "\n".join(lines) if lines and " ".join(lines) == " ".join(unmarked(row.unit).split()) else row.unit
