"""Lưới ô của một biểu: which address every row and column has once its sheet begins its table at a certain row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.forms import ColumnKind, RowKind
from app.forms.books import letters
from app.forms.layout import PlannedRow, Role, Track, header, planned_rows, tracks

if TYPE_CHECKING:
    from app.domain.forms import FittedForm
    from app.forms.layout import PlacedCell

CHOICE_MARK = " - "
"""Stands between the printed number of a choice and its label."""

WITHOUT_FIGURES = frozenset({RowKind.SECTION, RowKind.HEADING, RowKind.GROUP})


class Grid:
    """Lưới ô: rows are counted from 0 as places in the table, columns from 0 as tracks of the sheet.

    `head_lines` are the rows of the sheet above the printed head; the two labels stand over counts and their shares.
    Raises ValueError `form.header_width` when the printed head is not as wide as the form has columns.
    """

    def __init__(self, fitted: FittedForm, *, head_lines: int, count_label: str, share_label: str) -> None:
        self.form = fitted.form
        self.tracks: tuple[Track, ...] = tracks(fitted.form)
        self.rows: tuple[PlannedRow, ...] = planned_rows(fitted)
        self.header: tuple[PlacedCell, ...] = header(fitted.form, count_label, share_label)
        self.head_row = head_lines
        self.head_depth = max(cell.row + cell.rows for cell in self.header)
        self.first_row = self.head_row + self.head_depth
        self.end_row = self.first_row + len(self.rows)
        self.row_of = {row.code: place for place, row in enumerate(self.rows)}
        self.figures = tuple(place for place, track in enumerate(self.tracks) if track.role == Role.FIGURE)
        self.shared = tuple(
            place for place in self.figures if self.tracks[place].column.kind == ColumnKind.COUNT_AND_SHARE
        )
        self.absent = frozenset(row.code for row in self.rows if not row.applies or row.row.kind in WITHOUT_FIGURES)
        """Codes without a figure here: rows that do not apply to the unit, and headings."""
        self.wordy = frozenset(column.key for column in fitted.form.columns if column.kind == ColumnKind.TEXT)
        """Keys of the columns that hold words, never a figure."""
        self._letters = [letters(place) for place in range(len(self.tracks))]
        self._track_of = {self.tracks[place].column.key: place for place in self.figures}

    @property
    def width_mm(self) -> float:
        """The width of the table on paper."""
        return sum(track.width_mm for track in self.tracks)

    def row_at(self, place: int) -> int:
        """Return the sheet's row, from 0, of a place in the table."""
        return self.first_row + place

    def address(self, place: int, track: int) -> str:
        """Return the address of a cell of the table ("D12")."""
        return f"{self._letters[track]}{self.first_row + place + 1}"

    def fixed(self, place: int, track: int) -> str:
        """Return the address that stays the same wherever a formula is read ("$D$12")."""
        return f"${self._letters[track]}${self.first_row + place + 1}"

    def table(self, *, rows_below: int) -> str:
        """Return the range from the sheet's first cell to the table's last, and so many rows below it."""
        return f"A1:{self._letters[-1]}{self.end_row + rows_below}"

    def term(self, code: str, address: str) -> str:
        """Return what stands for a row's figure in a formula: its cell, of a choice the number before the label."""
        if self.rows[self.row_of[code]].row.kind == RowKind.CHOICE:
            return f'VALUE(LEFT({address},FIND("{CHOICE_MARK}",{address})-1))'
        return address

    def track_of(self, key: str) -> int:
        """Return the track of the figures of a form's column; raise KeyError for a column that holds none."""
        return self._track_of[key]
