"""Đoàn kiểm tra: teams, the seats in them, and the batches that a head leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.deadlines import Deadline


class Role(StrEnum):
    """Vai trò trong đoàn."""

    HEAD = "head"
    DEPUTY = "deputy"
    STANDING_DEPUTY = "standing_deputy"
    SECRETARY = "secretary"
    MEMBER = "member"
    EXPERT = "expert"


LEADING = frozenset({Role.HEAD, Role.STANDING_DEPUTY, Role.DEPUTY})
"""Vai trò lãnh đạo đoàn; secretary, member and expert are the members of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Thành viên đoàn: a place on a team, held by a person or, while nobody is named, by an office.

    `office` is the line as printed of a seat without a person; `agency` the body that fills it. A substitute names the
    seat it stands in for, the days, and the units for which it holds. `fields` are the outline fields proposed for it.
    """

    key: str
    role: Role = Role.MEMBER
    person: str | None = None
    office: str | None = None
    agency: str | None = None
    fields: tuple[str, ...] = ()
    substitutes: str | None = None
    since: date | None = None
    until: date | None = None
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Đoàn, tổ kiểm tra: one of the teams that work under a plan, several of them in parallel where it says so."""

    key: str
    name: str
    seats: tuple[Seat, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Đợt: the units under one head, with one report deadline. `head` and `deputies` are person keys, None unknown.

    `standing_deputy` is the one of the deputies who is Phó Trưởng đoàn thường trực; `lead_agency` prepares the visits.
    """

    key: str
    name: str
    team: str
    head: str | None = None
    deputies: tuple[str, ...] = ()
    standing_deputy: str | None = None
    lead_agency: str | None = None
    report_deadline: Deadline | None = None


class AlternationBasis(StrEnum):
    """Căn cứ luân phiên: what makes the lead change over."""

    BATCH = "batch"
    MONTH = "month"
    COUNT = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternation:
    """Luân phiên: the plan states that head and deputy change over between these agencies."""

    basis: AlternationBasis = AlternationBasis.BATCH
    agencies: tuple[str, ...] = ()
