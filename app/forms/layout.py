"""Bố cục của biểu: which row and column of a sheet each part of a form takes.

A sheet has the printed columns in their order. A column of counts with shares takes two columns of the sheet, "Số
phiếu" and "%" under its printed head, so that the count can be typed and the share computed. Rows that a unit may
repeat are given in reserve, and the totals below add all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

from app.domain.forms import ColumnKind, FormColumn, FormKind, FormRow, RowKind
from app.forms.books import LANDSCAPE_MM, PORTRAIT_MM

if TYPE_CHECKING:
    from app.domain.forms import FittedForm, FittedRow, Form

ENTRIES_OF_A_GROUP = 20
ENTRIES_WHERE_GROUPS_ARE_MANY = 10
MANY_GROUPS = 5
"""From so many groups on, each gets fewer rows in reserve, lest a form of branches prints on dozens of pages."""

_NUMBER_MM, _UNIT_MM, _NOTE_MM = 14, 27, 24
_VALUE_MM = 27
_GRID_NUMBER_MM, _GRID_LABEL_MM = 11, 38
_FIGURE_MM = 20


class Role(StrEnum):
    """Vai trò của một cột trên trang tính."""

    NUMBER = "number"
    LABEL = "label"
    UNIT = "unit"
    FIGURE = "figure"
    SHARE = "share"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """Cột của trang tính: the form's column that stands there, and which part of it. A share follows its count."""

    column: FormColumn
    role: Role
    width_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedCell:
    """Ô tiêu đề đã định chỗ: counted in rows and columns of the sheet from the head's upper left corner."""

    text: str
    row: int
    track: int
    rows: int = 1
    tracks: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRow:
    """Dòng của trang tính: a row of the form, or one of its repetitions held in reserve.

    `code` is the row's, with "+1", "+2" … for repetitions of the last printed entry of its group; `adds` are the runs
    of rows (first, last; counted from the first row of the table) that a total row adds up.
    """

    code: str
    row: FormRow
    number: str
    applies: bool = True
    is_spare: bool = False
    adds: tuple[tuple[int, int], ...] = ()


def tracks(form: Form) -> tuple[Track, ...]:
    """Return the columns of the sheet, their widths filling the paper between its margins."""
    parts = _parts(form)
    room = PORTRAIT_MM if form.is_upright else LANDSCAPE_MM
    if form.kind == FormKind.INDICATORS:
        fixed: dict[Role, float] = {
            Role.NUMBER: _NUMBER_MM,
            Role.UNIT: _UNIT_MM,
            Role.FIGURE: _VALUE_MM,
            Role.SHARE: _NUMBER_MM,
        }
    else:
        figures = sum(role in {Role.FIGURE, Role.SHARE} for _, role in parts)
        texts = sum(role == Role.TEXT for _, role in parts) * _NOTE_MM + _GRID_NUMBER_MM
        each = min((room - texts - _GRID_LABEL_MM) / max(figures, 1), _FIGURE_MM)
        fixed = {Role.NUMBER: _GRID_NUMBER_MM, Role.UNIT: _UNIT_MM, Role.FIGURE: each, Role.SHARE: each}
    fixed[Role.TEXT] = _NOTE_MM
    taken = sum(fixed.get(role, 0) for _, role in parts)
    label = max(room - taken, _GRID_LABEL_MM)
    return tuple(Track(column=column, role=role, width_mm=fixed.get(role, label)) for column, role in parts)


def header(form: Form, count_label: str, share_label: str) -> tuple[PlacedCell, ...]:
    """Return the head's cells; counts with shares get a last row with these two labels under their printed head.

    Raises ValueError `form.header_width` when the printed head is not as wide as the form has columns.
    """
    starts = _starts(form)
    depth = len(form.header)
    has_shares = any(column.kind == ColumnKind.COUNT_AND_SHARE for column in form.columns)
    placed: list[PlacedCell] = []
    taken: set[tuple[int, int]] = set()
    for at, cells in enumerate(form.header):
        place = 0
        for cell in cells:
            while (at, place) in taken:
                place += 1
            end = place + cell.colspan
            if end > len(form.columns):
                raise ValueError("form.header_width")
            taken |= {(row, column) for row in range(at, at + cell.rowspan) for column in range(place, end)}
            is_leaf = at + cell.rowspan == depth
            shared = is_leaf and any(c.kind == ColumnKind.COUNT_AND_SHARE for c in form.columns[place:end])
            placed.append(
                PlacedCell(
                    text=cell.text,
                    row=at,
                    track=starts[place],
                    rows=cell.rowspan + (1 if has_shares and is_leaf and not shared else 0),
                    tracks=starts[end] - starts[place],
                )
            )
            place = end
    if len(taken) != depth * len(form.columns):
        raise ValueError("form.header_width")
    for column, start in zip(form.columns, starts, strict=False):
        if column.kind == ColumnKind.COUNT_AND_SHARE:
            placed.append(PlacedCell(text=count_label, row=depth, track=start))
            placed.append(PlacedCell(text=share_label, row=depth, track=start + 1))
    return tuple(placed)


def planned_rows(fitted: FittedForm) -> tuple[PlannedRow, ...]:
    """Return the rows of the table: those of the form, with entries in reserve and what each total adds up."""
    runs = [(is_run, list(rows)) for is_run, rows in groupby(fitted.rows, _is_open_entry)]
    many = sum(is_run for is_run, _ in runs) >= MANY_GROUPS
    least = ENTRIES_WHERE_GROUPS_ARE_MANY if many else ENTRIES_OF_A_GROUP
    planned: list[PlannedRow] = []
    group: list[tuple[int, int]] = []
    for is_run, rows in runs:
        if is_run:
            group.append((len(planned), len(planned) + max(least, len(rows)) - 1))
            planned.extend(_entries(rows, least))
            continue
        for fitted_row in rows:
            if fitted_row.row.kind in {RowKind.GROUP, RowKind.SECTION}:
                group = []
            adds = tuple(group) if fitted_row.row.kind == RowKind.TOTAL else ()
            planned.append(
                PlannedRow(
                    code=fitted_row.row.code,
                    row=fitted_row.row,
                    number=fitted_row.row.number,
                    applies=fitted_row.applies,
                    adds=adds,
                )
            )
    return tuple(planned)


def _is_open_entry(fitted_row: FittedRow) -> bool:
    return fitted_row.row.kind == RowKind.ENTRY and fitted_row.applies


def _entries(rows: list[FittedRow], least: int) -> list[PlannedRow]:
    planned = [
        PlannedRow(code=fitted_row.row.code, row=fitted_row.row, number=str(place))
        for place, fitted_row in enumerate(rows, 1)
    ]
    last = rows[-1].row
    spare = (
        PlannedRow(code=f"{last.code}+{place - len(rows)}", row=last, number=str(place), is_spare=True)
        for place in range(len(rows) + 1, least + 1)
    )
    return [*planned, *spare]


def _parts(form: Form) -> list[tuple[FormColumn, Role]]:
    """Return the sheet's columns: number, label and (indicators only) unit lead, the figures and notes follow."""
    leading = [Role.NUMBER, Role.LABEL, Role.UNIT] if form.kind == FormKind.INDICATORS else [Role.NUMBER, Role.LABEL]
    texts = 0
    for column in form.columns:
        if column.kind != ColumnKind.TEXT:
            break
        texts += 1
    roles = leading[:texts] if texts > 1 else [Role.LABEL][:texts]
    parts: list[tuple[FormColumn, Role]] = []
    for place, column in enumerate(form.columns):
        if place < len(roles):
            parts.append((column, roles[place]))
        elif column.kind == ColumnKind.TEXT:
            parts.append((column, Role.TEXT))
        else:
            parts.append((column, Role.FIGURE))
            if column.kind == ColumnKind.COUNT_AND_SHARE:
                parts.append((column, Role.SHARE))
    return parts


def _starts(form: Form) -> list[int]:
    """Return the sheet's column where each column of the form begins, and where the last one ends."""
    starts = [0]
    for column in form.columns:
        starts.append(starts[-1] + (2 if column.kind == ColumnKind.COUNT_AND_SHARE else 1))
    return starts
