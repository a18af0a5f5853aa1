"""Quy tắc số liệu trên trang: figures that break a rule are coloured, and the rule is said beside their row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.forms import FormKind, RowKind
from app.domain.formulas import codes, parse, without
from app.forms.books import ERROR_FILL, WARNING_FILL, write_joined
from app.forms.form_grid import WITHOUT_FIGURES
from app.forms.formulas import broken
from app.forms.register import CheckLine

if TYPE_CHECKING:
    from app.domain.forms import FormCheck
    from app.domain.formulas import Expression
    from app.forms.books import Book
    from app.forms.form_grid import Grid
    from app.forms.register import Register
    from app.forms.wording import Wording
    from app.forms.xlsx import Sheet

CHECK_MM = 90
"""Width of the column of messages, which is not printed."""

_LEVELS = {True: "error", False: "warning"}
_FILLS = {True: ERROR_FILL, False: WARNING_FILL}


class Checks:
    """Quy tắc của một trang, and the column at the right of its table where broken ones are named."""

    def __init__(self, book: Book, sheet: Sheet, grid: Grid, register: Register, wording: Wording) -> None:
        self._book, self._sheet, self._grid, self._register, self._wording = book, sheet, grid, register, wording
        self._column = len(grid.tracks) + 1
        self._said: dict[int, list[str]] = {}

    def mark(self) -> None:
        """Write every rule of the form on the sheet; a rule that needs a row that does not apply is left out."""
        self._write_head()
        for check in self._grid.form.checks:
            expression = parse(check.expression)
            if self._grid.form.kind == FormKind.INDICATORS:
                self._mark_rows(check, expression)
            else:
                self._mark_columns(check, expression)
        style = self._book.style(font_color="#A31515", valign="vcenter", align="left")
        for place, parts in sorted(self._said.items()):
            self._sheet.write_formula(self._grid.row_at(place), self._column, f"=TRIM({'&'.join(parts)})", style, "")

    def _write_head(self) -> None:
        hint = self._book.style(italic=True, valign="top", text_wrap=True, align="left")
        head = self._book.style(bold=True, valign="vcenter", align="left")
        above = self._grid.head_row - 1
        write_joined(self._sheet, (0, self._column, above, self._column), self._wording.text("check_hint"), hint)
        self._sheet.write_string(above + 1, self._column, self._wording.text("check_head"), head)

    def _mark_rows(self, check: FormCheck, expression: Expression) -> None:
        """Mark a rule between rows; it is said at the row that it names first."""
        grid = self._grid
        kept = without(expression, grid.absent)
        if kept is None or not grid.figures:
            return
        places = {code: grid.row_of[code] for code in codes(kept)}
        track = grid.figures[0]
        condition = broken(kept, lambda code: grid.term(code, grid.fixed(places[code], track)))
        self._colour(check, condition, [grid.address(place, track) for place in sorted(places.values())])
        self._say(self._message(check), condition, next(iter(places.values())))

    def _mark_columns(self, check: FormCheck, expression: Expression) -> None:
        """Mark a rule between the columns, in every row of figures but the totals."""
        grid = self._grid
        kept = without(expression, grid.wordy)
        if kept is None:
            return
        tracks = {key: grid.track_of(key) for key in codes(kept)}
        places = [
            place
            for place, row in enumerate(grid.rows)
            if row.applies and row.row.kind not in WITHOUT_FIGURES | {RowKind.TOTAL}
        ]

        def condition(place: int) -> str:
            return broken(kept, lambda key: f"${grid.address(place, tracks[key])}")

        if not places:
            return
        areas = [
            f"{grid.address(first, track)}:{grid.address(last, track)}"
            for first, last in _runs(places)
            for track in tracks.values()
        ]
        self._colour(check, condition(places[0]), areas)
        message = self._message(check)
        for place in places:
            self._say(message, condition(place), place)

    def _colour(self, check: FormCheck, condition: str, areas: list[str]) -> None:
        self._sheet.conditional_format(
            areas[0],
            {
                "type": "formula",
                "criteria": f"={condition}",
                "format": self._book.style(bg_color=_FILLS[check.is_hard]),
                "multi_range": " ".join(areas),
            },
        )

    def _message(self, check: FormCheck) -> str:
        """Return the reference of the sentence shown where the rule is broken."""
        level = _LEVELS[check.is_hard]
        message = self._wording.text(f"check_{level}", rule=check.text)
        return self._register.message(CheckLine(self._sheet.get_name(), check.expression, level, message))

    def _say(self, message: str, condition: str, place: int) -> None:
        self._said.setdefault(place, []).append(f'IF({condition},{message}&" ","")')


def _runs(places: list[int]) -> list[tuple[int, int]]:
    """Return rising places as unbroken runs (first, last)."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
