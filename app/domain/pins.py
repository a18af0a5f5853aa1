"""Cuộc kiểm tra giữ nguyên: visits of an issued release that no adjustment moves any more, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.dates import Window
from app.domain.schedule_requests import visit_name
from app.domain.vietnamese import short_date, two_digits
from app.domain.visits import Visit

if TYPE_CHECKING:
    from datetime import date

    from app.domain.dates import WorkCalendar
    from app.domain.dossiers import PlanDossier
    from app.domain.plans import Plan


class PinReason(StrEnum):
    """Lý do giữ nguyên."""

    DONE = "done"
    RUNNING = "running"
    NOTICE_PERIOD = "notice_period"
    """Its window opens within so many working days that the unit counts on it (`Standards.notice_days`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """Cuộc kiểm tra giữ nguyên: the visit as it was issued, and why it stays; `notice_days` are those of the plan."""

    visit: Visit
    window: Window
    reason: PinReason
    notice_days: int

    @property
    def key(self) -> tuple[str, int]:
        """Unit and running number of the visit."""
        return self.visit.unit, self.visit.number

    @property
    def name(self) -> str:
        """The name by which requests for a schedule know the visit."""
        return visit_name(self.visit)

    def words(self) -> str:
        """Return why it stays: "đã kiểm tra xong ngày 08/8/2023"."""
        if self.reason == PinReason.DONE:
            return f"đã kiểm tra xong ngày {short_date(self.window.last)}"
        if self.reason == PinReason.RUNNING:
            return f"đang kiểm tra, đến hết ngày {short_date(self.window.last)}"
        return (
            f"bắt đầu ngày {short_date(self.window.first)}, "
            f"còn không quá {two_digits(self.notice_days)} ngày làm việc nữa"
        )


def pins_of(issued: Plan, today: date, calendar: WorkCalendar) -> tuple[Pin, ...]:
    """Return the visits of an issued plan that stay where they are, by first day.

    A visit stays when its last day is over, when it has begun, and when today lies within the plan's notice period,
    that many working days before its first day. Reserve targets and visits that are not firm are never among them.
    """
    notice = issued.standards.notice_days
    found = []
    for visit in issued.firm_visits():
        window = visit.window
        reason = None if window is None else _reason(window, notice, today, calendar)
        if window is not None and reason is not None:
            found.append(Pin(visit=visit, window=window, reason=reason, notice_days=notice))
    return tuple(found)


def _reason(window: Window, notice: int, today: date, calendar: WorkCalendar) -> PinReason | None:
    if window.last < today:
        return PinReason.DONE
    if window.first <= today:
        return PinReason.RUNNING
    return PinReason.NOTICE_PERIOD if today >= calendar.shifted(window.first, -notice) else None


def first_free_day(today: date, notice_days: int, calendar: WorkCalendar) -> date:
    """Return the first working day on which a visit may begin so that its unit is told as long before as the plan says.

    It is the first one for which a visit issued so would not be pinned today.
    """
    return calendar.shifted(today, notice_days + 1)


def moved_pins(
    draft: PlanDossier, issued: PlanDossier, today: date, calendar: WorkCalendar
) -> tuple[tuple[Pin, Visit | None], ...]:
    """Return the pinned visits that a draft on top of a release moves, each with what the draft makes of it.

    None stands for a visit that is over or has begun and is not in the draft any more; one within the notice period
    may be withdrawn, since a unit may be dissolved.
    """
    present = {(visit.unit, visit.number): visit for visit in draft.plan.visits}
    found: list[tuple[Pin, Visit | None]] = []
    for pin in pins_of(issued.plan, today, calendar):
        visit = present.get(pin.key)
        if visit is None and pin.reason == PinReason.NOTICE_PERIOD:
            continue
        if visit is None or visit.window != pin.window:
            found.append((pin, visit))
    return tuple(found)
