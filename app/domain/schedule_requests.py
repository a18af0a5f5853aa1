"""Yêu cầu đề xuất lịch: what a planner wishes of a schedule, before any schedule is searched for.

The fields of these values are the keys of a request file, so that its schema cannot drift from the program. A visit is
named by its unit, "so-cong-thuong", or "so-cong-thuong~2" where it is not the unit's first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.dates import Window
from app.domain.people import Absence

if TYPE_CHECKING:
    from app.domain.visits import Visit

MOST_OPTIONS = 3


class Aim(StrEnum):
    """Mục đích: what the search is for."""

    MEND = "mend"
    """Sửa lỗi: remove the errors of the plan moving the fewest visits, then by the fewest days."""
    FRESH = "fresh"
    """Xếp lịch: give every visit that is not fixed its days, whether it has some or not."""
    REPLAN = "replan"
    """Điều chỉnh: give an issued plan, to which something happened, the schedule that disturbs it least."""


class LeadBasis(StrEnum):
    """Căn cứ luân phiên: what makes the lead change over, or that nothing does."""

    BATCH = "batch"
    """The batches of the plan as they are, one after the other."""
    MONTH = "month"
    """A new batch for each month, its leaders taking turns month by month."""
    COUNT = "count"
    """A new batch for every so many visits, its leaders taking turns batch by batch."""
    FREE = "free"
    """The batches of the plan as to who leads whom, in any order: nobody has to take turns."""


class BatchOrder(StrEnum):
    """Thứ tự các đợt: how far the visits of one batch must come before those of the next."""

    KEEP = "keep"
    PREFER = "prefer"
    """Where it costs no visit and no day more."""
    FREE = "free"


class DeadlineBasis(StrEnum):
    """Cách đặt hạn gửi báo cáo."""

    DAY_OF_MONTH_BEFORE = "day_of_month_before"
    """Trước ngày N của tháng trước: of the month before the one in which the batch begins; strict, N is too late."""
    WORKING_DAYS_BEFORE = "working_days_before"
    """Chậm nhất N ngày làm việc trước khi bắt đầu kiểm tra từng đơn vị."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRule:
    """Quy tắc đặt hạn: `number` is the day of the month (its last day where it has fewer), or the days before."""

    basis: DeadlineBasis
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """Thời lượng: the working days of a visit, `least` and where possible `wanted` (at least `least`; None: the same).

    Of every unit of a level, or of one visit by its name, which goes before that of its level.
    """

    least: int
    wanted: int | None = None
    level: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaders:
    """Lãnh đạo đoàn của một cơ quan: who leads and who deputises when it is this agency's turn.

    Without `team`, in every team. Without `head`, the one whom the plan's batches name for that agency.
    """

    agency: str
    team: str | None = None
    head: str | None = None
    deputies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadWish:
    """Yêu cầu luân phiên: `agencies` in the order of their turns, empty for those of the plan.

    `visits_per_batch` belongs to the basis `count`.
    """

    basis: LeadBasis = LeadBasis.BATCH
    agencies: tuple[str, ...] = ()
    visits_per_batch: int | None = None
    leaders: tuple[Leaders, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelGroup:
    """Cụm đi lại: visits that one team makes one right after the other, in any order."""

    units: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRequest:
    """Yêu cầu đề xuất lịch: everything that is wished of a schedule; what is left out is as the plan says.

    `span` bounds the new days of visits; without it the plan's year and whatever it has already. `not_before` is the
    first day to which anything may be moved. `units` are the visits without days that get some; empty: all of them
    for a fresh schedule, none otherwise. `fixed` visits stay where they are. `teams` are those that may work, empty
    for all. `absences` come on top of the plan's own: people, units, and other bodies' plans that cover a unit.
    `batch_order` left out: kept in a fresh schedule, preferred otherwise. `reading_days` left out: as the plan asks.
    `spare_days` are free working days after each visit before the same team's next. `handover_day` wishes a free
    working day wherever the head changes. `options` is how many different schedules are wanted at most. `note` says
    what the request is for, and is kept with it.
    """

    aim: Aim = Aim.MEND
    note: str = ""
    options: int = MOST_OPTIONS
    span: Window | None = None
    not_before: date | None = None
    units: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    lengths: tuple[Length, ...] = ()
    teams: tuple[str, ...] = ()
    lead: LeadWish | None = None
    batch_order: BatchOrder | None = None
    absences: tuple[Absence, ...] = ()
    deadline: DeadlineRule | None = None
    reading_days: int | None = None
    travel_groups: tuple[TravelGroup, ...] = ()
    spare_days: int = 0
    handover_day: bool = True
    seed: int = 1


def visit_name(visit: Visit) -> str:
    """Return the name of a visit in requests and addresses: its unit's key, "key~2" for the unit's second visit."""
    return visit.unit if visit.number == 1 else f"{visit.unit}~{visit.number}"
