"""Ô nhập: what a cell to fill in accepts, and the box that says so in Vietnamese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.domain.forms import RowKind
from app.domain.marks import unmarked
from app.forms.form_grid import CHOICE_MARK

if TYPE_CHECKING:
    from app.domain.forms import FormRow
    from app.forms.register import Register
    from app.forms.wording import Wording
    from app.forms.xlsx import Sheet

_LONGEST_MESSAGE = 255
_GUARDS: dict[str, dict[str, Any]] = {
    RowKind.COUNT: {"validate": "integer", "criteria": ">=", "value": 0},
    RowKind.MONEY: {"validate": "decimal", "criteria": ">=", "value": 0},
    RowKind.PERCENT: {
        "validate": "decimal",
        "criteria": "between",
        "minimum": 0,
        "maximum": 100,
        # A fall against a base year may turn out a rise, so the box asks and does not forbid.
        "error_type": "warning",
    },
}


class Inputs:
    """Ô nhập của một trang: collected by row and column of the sheet as they are written, guarded at the end."""

    def __init__(self, sheet: Sheet, register: Register, wording: Wording) -> None:
        self._sheet, self._register, self._wording = sheet, register, wording
        self._cells: dict[str, list[tuple[int, int]]] = {}

    def add(self, at: int, column: int, row: FormRow, kind: str) -> None:
        """Add a figure to be typed, of a row's kind."""
        if kind == RowKind.CHOICE:
            labels = [f"{choice.value}{CHOICE_MARK}{choice.label}" for choice in row.choices]
            source = {"validate": "list", "source": f"={self._register.labels(labels)}"}
            self._guard(at, column, source | self._message(kind))
        elif kind == RowKind.PERCENT and row.inputs:
            hint = self._hint("percent_hint", inputs="; ".join(row.inputs))
            self._guard(at, column, _GUARDS[kind] | self._message(kind) | hint)
        elif kind in _GUARDS:
            self._cells.setdefault(kind, []).append((at, column))

    def hint_entry(self, at: int, column: int, printed: str) -> None:
        """Show what the form prints where the unit writes the name of an entry."""
        self._guard(at, column, {"validate": "any"} | self._hint("entry_hint", printed=unmarked(printed)))

    def hint_explanation(self, at: int) -> None:
        """Say what the free box under the notes is for."""
        self._guard(at, 0, {"validate": "any"} | self._hint("explanation_hint"))

    def guard(self) -> None:
        """Put the common rules on their cells, one rule a kind, and the cursor on the first of them."""
        for kind, cells in self._cells.items():
            first, *others = _areas(cells)
            rule = _GUARDS[kind] | self._message(kind)
            self._sheet.data_validation(*first, rule | {"other_cells": [list(area) for area in others]})
        if self._cells:
            row, column = min(min(cells) for cells in self._cells.values())
            self._sheet.set_selection(row, column, row, column)

    def _guard(self, at: int, column: int, rule: dict[str, Any]) -> None:
        self._sheet.data_validation(at, column, at, column, rule)

    def _message(self, kind: str) -> dict[str, str]:
        text = self._wording.text
        return {"error_title": text(f"{kind}_title"), "error_message": text(f"{kind}_message")}

    def _hint(self, text_name: str, **values: str) -> dict[str, str]:
        message = self._wording.text(text_name, **values)
        if len(message) > _LONGEST_MESSAGE:
            message = f"{message[: _LONGEST_MESSAGE - 1]}…"
        return {"input_title": self._wording.text(f"{text_name}_title"), "input_message": message}


def _areas(cells: list[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """Return the cells as upright areas (first row, column, last row, column), unbroken ones joined."""
    areas: list[tuple[int, int, int, int]] = []
    for column, row in sorted((column, row) for row, column in cells):
        if areas and areas[-1][1] == column and areas[-1][2] == row - 1:
            areas[-1] = (areas[-1][0], column, row, column)
        else:
            areas.append((row, column, row, column))
    return areas
