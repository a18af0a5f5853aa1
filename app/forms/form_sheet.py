"""Trang của một biểu: head, printed columns and rows, live formulas, and what only the screen shows.

Only cells to fill in are unlocked. A row that the unit does not fill is grey and says so. At the right, outside the
printed area, stands the column that names every rule that the figures of its row break.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.domain.forms import RowKind
from app.domain.formulas import parse, without
from app.forms.books import (
    AMOUNT_FORMAT,
    COUNT_FORMAT,
    HEAD_SIZE,
    INPUT_FILL,
    NOT_APPLICABLE_FILL,
    SIZE,
    TEXT_FORMAT,
    letters,
    set_widths,
    write_across,
    write_joined,
    write_text,
)
from app.forms.form_checks import CHECK_MM, Checks
from app.forms.form_grid import WITHOUT_FIGURES, Grid
from app.forms.form_inputs import Inputs
from app.forms.formulas import computed, share, total
from app.forms.layout import Role
from app.forms.measures import lines_needed, row_height
from app.forms.register import COMPUTED, EXPLANATION, INPUT, NOT_APPLICABLE, ColumnLine, RowLine

if TYPE_CHECKING:
    from app.domain.forms import FittedForm
    from app.domain.formulas import Expression
    from app.forms.books import Book
    from app.forms.layout import PlannedRow
    from app.forms.register import Register
    from app.forms.wording import Wording
    from app.forms.xlsx import Sheet

SHARE_KIND = "share"

_NUMBER_FORMATS: dict[str, str] = {
    RowKind.COUNT: COUNT_FORMAT,
    RowKind.MONEY: AMOUNT_FORMAT,
    RowKind.PERCENT: AMOUNT_FORMAT,
    SHARE_KIND: AMOUNT_FORMAT,
    RowKind.CHOICE: TEXT_FORMAT,
    RowKind.TEXT: TEXT_FORMAT,
}
_FIGURE_ALIGNMENTS: dict[str, str] = {RowKind.CHOICE: "center", RowKind.TEXT: "left"}
_WORD_ALIGNMENTS = {Role.NUMBER: "center", Role.UNIT: "center", Role.LABEL: "left", Role.TEXT: "left"}
_BOLD = {RowKind.SECTION, RowKind.GROUP, RowKind.TOTAL}
_GREY_TEXT = "#595959"
_SPACER_MM = 4
_EXPLANATION_LINES = 5


class FormSheet:
    """Trang tính của một biểu mẫu, written in one pass."""

    def __init__(self, book: Book, register: Register, wording: Wording, fitted: FittedForm, sheet: Sheet) -> None:
        self._book, self._register, self._wording, self._sheet = book, register, wording, sheet
        self._form = fitted.form
        self._head = [(text, True) for text in (self._form.heading, *self._form.title)]
        self._head += [(wording.text(name), False) for name in ("unit_line", "period_line")]
        self._head = [(text, is_title) for text, is_title in self._head if text]
        self._grid = Grid(
            fitted,
            head_lines=len(self._head),
            count_label=wording.text("count_label"),
            share_label=wording.text("share_label"),
        )
        self._inputs = Inputs(sheet, register, wording)
        self._last = len(self._grid.tracks) - 1

    def write(self) -> None:
        """Write the whole sheet."""
        grid = self._grid
        set_widths(self._sheet, [*(track.width_mm for track in grid.tracks), _SPACER_MM, CHECK_MM])
        self._write_head()
        self._write_header()
        self._register_columns()
        for place, row in enumerate(grid.rows):
            self._write_row(place, row)
        end = self._write_notes()
        self._inputs.guard()
        Checks(self._book, self._sheet, grid, self._register, self._wording).mark()
        self._sheet.repeat_rows(grid.head_row, grid.first_row - 1)
        self._sheet.print_area(0, 0, end - 1, self._last)
        frozen = sum(track.role in {Role.NUMBER, Role.LABEL} for track in grid.tracks)
        self._sheet.freeze_panes(grid.first_row, 0 if self._form.is_upright else frozen)
        self._sheet.ignore_errors({"number_stored_as_text": grid.table(rows_below=end - grid.end_row)})

    def _write_head(self) -> None:
        title = self._book.style(bold=True, font_size=HEAD_SIZE, align="center", valign="vcenter", text_wrap=True)
        line = self._book.style(align="left", valign="vcenter", text_wrap=True)
        for at, (text, is_title) in enumerate(self._head):
            style, size = (title, HEAD_SIZE) if is_title else (line, SIZE)
            write_across(self._sheet, at, (0, self._last), text, style, room_mm=self._grid.width_mm, size=size)

    def _write_header(self) -> None:
        grid = self._grid
        style = self._book.cell_style(bold=True, align="center")
        heights = [row_height(1, size=SIZE)] * grid.head_depth
        for cell in sorted(grid.header, key=lambda cell: cell.rows):
            width = sum(track.width_mm for track in grid.tracks[cell.track : cell.track + cell.tracks])
            need = row_height(lines_needed(cell.text, width, size=SIZE, bold=True), size=SIZE)
            lack = need - sum(heights[cell.row : cell.row + cell.rows])
            heights[cell.row + cell.rows - 1] += max(lack, 0)
        for at, height in enumerate(heights, grid.head_row):
            self._sheet.set_row(at, height)
        for cell in grid.header:
            at = grid.head_row + cell.row
            area = (at, cell.track, at + cell.rows - 1, cell.track + cell.tracks - 1)
            write_joined(self._sheet, area, cell.text, style)

    def _write_row(self, place: int, row: PlannedRow) -> None:
        base: dict[str, Any] = {"bold": True} if row.row.kind in _BOLD else {}
        if not row.applies:
            base |= {"bg_color": NOT_APPLICABLE_FILL, "font_color": _GREY_TEXT}
        first = 0
        if row.row.kind == RowKind.TOTAL and not row.number and self._grid.tracks[0].role == Role.NUMBER:
            self._write_joined(place, row, base)
            first = 2
        for track, column in enumerate(self._grid.tracks[first:], first):
            if column.role in {Role.FIGURE, Role.SHARE}:
                self._write_figure(place, row, track, base)
            else:
                self._write_words(place, row, track, base)
        self._fit_height(place, row)
        self._register_row(place, row)

    def _fit_height(self, place: int, row: PlannedRow) -> None:
        """Make the row as high as its printed texts, which wrap in their columns."""
        texts = [(self._printed(row, track), column.width_mm) for track, column in enumerate(self._grid.tracks)]
        bold = row.row.kind in _BOLD
        lines = max(lines_needed(text, width, size=SIZE, bold=bold) for text, width in texts)
        self._sheet.fit_row(self._grid.row_at(place), row_height(lines, size=SIZE))

    def _printed(self, row: PlannedRow, track: int) -> str:
        """Return what a cell of words holds when the form is sent: an entry's name stays blank for the unit."""
        role = self._grid.tracks[track].role
        if role == Role.LABEL:
            return "" if row.row.kind == RowKind.ENTRY and row.applies else row.row.name
        if role == Role.TEXT:
            return "" if any(column.role == role for column in self._grid.tracks[:track]) else row.row.note
        return {Role.NUMBER: row.number, Role.UNIT: row.row.unit}.get(role, "")

    def _write_joined(self, place: int, row: PlannedRow, base: dict[str, Any]) -> None:
        """Write the name of a total over the columns of number and name, as forms print it."""
        at, style = self._grid.row_at(place), self._book.cell_style(align="center", **base)
        write_joined(self._sheet, (at, 0, at, 1), row.row.name, style)

    def _write_words(self, place: int, row: PlannedRow, track: int, base: dict[str, Any]) -> None:
        role, at = self._grid.tracks[track].role, self._grid.row_at(place)
        properties = base | {"align": _WORD_ALIGNMENTS[role]}
        if _takes_words(row, role):
            properties |= {"locked": False, "bg_color": INPUT_FILL, "num_format": TEXT_FORMAT}
        if role == Role.LABEL and row.row.kind == RowKind.ENTRY and row.applies and row.row.name and not row.is_spare:
            self._inputs.hint_entry(at, track, row.row.name)
        write_text(self._book, self._sheet, at, track, self._printed(row, track), **properties)

    def _write_figure(self, place: int, row: PlannedRow, track: int, base: dict[str, Any]) -> None:
        at, kind = self._grid.row_at(place), self._figure_kind(row, track)
        if row.row.kind in WITHOUT_FIGURES:
            self._sheet.write_blank(at, track, None, self._book.cell_style(**base))
            return
        if not row.applies:
            text = self._wording.text("not_applicable") if track == self._grid.figures[0] else ""
            write_text(self._book, self._sheet, at, track, text, align="center", italic=True, **base)
            return
        properties = base | {
            "num_format": _NUMBER_FORMATS[kind],
            "align": _FIGURE_ALIGNMENTS.get(kind, "right"),
        }
        formula = self._formula(place, row, track)
        if formula is None:
            style = self._book.cell_style(**properties, locked=False, bg_color=INPUT_FILL)
            self._sheet.write_blank(at, track, None, style)
            self._inputs.add(at, track, row.row, kind)
        else:
            self._sheet.write_formula(at, track, formula, self._book.cell_style(**properties), "")

    def _figure_kind(self, row: PlannedRow, track: int) -> str:
        if self._grid.tracks[track].role == Role.SHARE:
            return SHARE_KIND
        return RowKind.COUNT if row.row.kind in {RowKind.ENTRY, RowKind.TOTAL} else row.row.kind

    def _formula(self, place: int, row: PlannedRow, track: int) -> str | None:
        """Return the formula of a figure, None for one to be typed."""
        grid = self._grid
        column = grid.tracks[track]
        if column.role == Role.SHARE:
            return share(grid.address(place, track - 1), [grid.address(place, other) for other in grid.shared])
        if row.adds:
            return total([f"{grid.address(first, track)}:{grid.address(last, track)}" for first, last in row.adds])
        expression = self._expression(row)
        if expression is not None:
            return computed(expression, lambda code: grid.term(code, grid.address(grid.row_of[code], track)))
        parts = [grid.address(place, grid.track_of(key)) for key in column.column.sum_of if key not in grid.wordy]
        return total(parts) if parts else None

    def _expression(self, row: PlannedRow) -> Expression | None:
        """Return what computes a row for this unit, None where it is typed."""
        return without(parse(row.row.formula), self._grid.absent) if row.row.formula else None

    def _register_columns(self) -> None:
        """Enter the columns in the hidden sheet."""
        for place, track in enumerate(self._grid.tracks):
            column = track.column
            part = COMPUTED if track.role == Role.SHARE or column.sum_of else INPUT
            line = ColumnLine(self._sheet.get_name(), letters(place), column.key, track.role, column.kind, part)
            self._register.columns.append(line)

    def _register_row(self, place: int, row: PlannedRow) -> None:
        """Enter a row that holds figures, or a name to fill in, in the hidden sheet."""
        kind = row.row.kind
        if kind in WITHOUT_FIGURES and not _takes_words(row, Role.LABEL):
            return
        part = INPUT
        if not row.applies:
            part = NOT_APPLICABLE
        elif row.adds or self._expression(row) is not None:
            part = COMPUTED
        number = str(self._grid.row_at(place) + 1)
        self._register.rows.append(RowLine(self._sheet.get_name(), number, row.code, kind, part))

    def _write_notes(self) -> int:
        """Write the printed lines under the table and a box to answer them; return the row after the last."""
        at, room = self._grid.end_row, self._grid.width_mm
        if not self._form.notes:
            return at
        style = self._book.style(align="left", valign="vcenter", text_wrap=True)
        for note in self._form.notes:
            write_across(self._sheet, at, (0, self._last), note, style, room_mm=room)
            at += 1
        box = {"align": "left", "valign": "top", "locked": False, "bg_color": INPUT_FILL, "num_format": TEXT_FORMAT}
        write_joined(self._sheet, (at, 0, at, self._last), "", self._book.cell_style(**box))
        self._sheet.set_row(at, row_height(_EXPLANATION_LINES, size=SIZE))
        self._inputs.hint_explanation(at)
        self._register.rows.append(RowLine(self._sheet.get_name(), str(at + 1), EXPLANATION, RowKind.TEXT, INPUT))
        return at + 1


def _takes_words(row: PlannedRow, role: Role) -> bool:
    """Say whether the unit writes here: names of entries, of groups printed with dots, notes beside figures."""
    if not row.applies:
        return False
    if role == Role.LABEL:
        has_dots = "..." in row.row.name or "…" in row.row.name
        return row.row.kind == RowKind.ENTRY or (row.row.kind == RowKind.GROUP and has_dots)
    return role == Role.TEXT and row.row.kind not in WITHOUT_FIGURES | {RowKind.TOTAL}
