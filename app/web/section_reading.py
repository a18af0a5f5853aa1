"""Đọc biểu mẫu thiết lập: the typed values of one section, and everything that is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.errors import Fault, InvalidInput
from app.domain.plans import Period
from app.domain.typed_dates import typed_span
from app.domain.typed_deadlines import typed_deadline
from app.domain.vietnamese import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.deadlines import Deadline

AGENCY_SLOTS = 4
"""How many agencies a section offers places for: more lead together in no plan that is known."""
APPLIES, NOT = "co", "khong"


class SectionReading:
    """Reads the values of one form and keeps what is wrong with them."""

    def __init__(self, values: Mapping[str, str], lists: Mapping[str, tuple[str, ...]]) -> None:
        self._values, self._lists = values, lists
        self.faults: list[Fault] = []

    def text(self, name: str) -> str:
        """Return what was typed, cleaned."""
        return clean(self._values.get(name, ""))

    def line(self, name: str) -> str:
        """Return what was typed as one line."""
        return " ".join(self.text(name).split())

    def optional(self, name: str) -> str | None:
        """Return what was typed, None for nothing."""
        return self.text(name) or None

    def lines(self, name: str) -> tuple[str, ...]:
        """Return the lines typed, empty ones left out."""
        return tuple(line for line in self.text(name).split("\n") if line)

    def marked(self, name: str) -> tuple[str, ...]:
        """Return the values marked in a list."""
        return self._lists.get(name, ())

    def is_on(self, name: str) -> bool:
        """Say whether a rule or a switch is on."""
        return self.text(name) == APPLIES

    def chosen(self, name: str) -> tuple[str, ...]:
        """Return what was chosen in the numbered places of a list, empty ones left out."""
        found = (self.text(f"{name}-{number}") for number in range(1, AGENCY_SLOTS + 1))
        return tuple(key for key in found if key)

    def number(self, name: str, place: str) -> int:
        """Return the number typed; note what is wrong with it."""
        typed = self.text(name)
        plain = typed.replace(".", "").replace(" ", "")
        if plain.isascii() and plain.isdecimal() and len(plain) <= len("999999999"):
            return int(plain)
        code = "form.not_number" if typed else "form.empty"
        self.faults.append(Fault(place=place, code=code, found=typed))
        return 0

    def deadline(self, name: str, place: str) -> Deadline | None:
        """Return the deadline typed in words; note what is wrong with it."""
        try:
            return typed_deadline(self.text(name), place)
        except InvalidInput as error:
            self.faults += error.faults
            return None

    def period(self) -> Period | None:
        """Return the time under review; note what is wrong with its days."""
        wording, first, last = (self.line(name) for name in ("thoi-ky", "thoi-ky-tu", "thoi-ky-den"))
        if not (wording or first or last):
            return None
        try:
            begins, ends = typed_span(first, last, ("first", "last"))
        except InvalidInput as error:
            self.faults += error.faults
            return None
        return Period(wording=wording, first=begins, last=ends)
