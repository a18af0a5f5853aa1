"""Người: officials named by a plan, the days they are away, and whoever acts in the system."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.dates import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Ông/Bà: an official named by a plan. `agency` is the key of the body, `division` the phòng inside it.

    `printed` keeps the line as the plan prints it, where the parts would not give it back letter for letter.
    """

    key: str
    name: str
    honorific: str
    position: str
    agency: str
    division: str | None = None
    printed: str | None = None
    since: date | None = None
    until: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Vắng mặt: days on which a person, or a unit, cannot take part in a visit, and why."""

    window: Window
    reason: str
    person: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Người thao tác: who does something, as it stands in the audit row ("dòng lệnh: ten-may")."""

    name: str
    is_command_line: bool = False
