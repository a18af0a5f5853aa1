"""Thời hạn: a date or an expression over an event, computed to a last day in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.dates import ONE_DAY, WorkCalendar
from app.domain.vietnamese import short_date, two_digits

if TYPE_CHECKING:
    from collections.abc import Mapping


class Relation(StrEnum):
    """Quan hệ với mốc: how the last day in time lies to the date or event named."""

    BEFORE = "before"
    """trước ngày X: strict, X itself is too late."""
    NO_LATER_THAN = "no_later_than"
    """chậm nhất ngày X: X is the last day in time."""
    WITHIN = "within"
    """trong thời hạn N ngày kể từ mốc: the event's day is not counted (Bộ luật Dân sự 2015, Điều 147 khoản 2)."""
    AFTER = "after"
    """sau N ngày kể từ mốc: the day that comes N days after the event."""
    AHEAD_OF = "ahead_of"
    """chậm nhất N ngày trước mốc."""


class Event(StrEnum):
    """Mốc: what a deadline may be counted from."""

    SIGNING = "signing"
    VISIT_START = "visit_start"
    VISIT_END = "visit_end"
    RECEIPT = "receipt"


class CountedIn(StrEnum):
    """Đơn vị đếm: calendar days or working days."""

    DAYS = "days"
    WORKING_DAYS = "working_days"


_EVENT_WORDS = {
    Event.SIGNING: "ngày ký",
    Event.VISIT_START: "ngày bắt đầu kiểm tra",
    Event.VISIT_END: "ngày kết thúc kiểm tra",
    Event.RECEIPT: "ngày nhận được văn bản",
}
_UNIT_WORDS = {CountedIn.DAYS: "ngày", CountedIn.WORKING_DAYS: "ngày làm việc"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Thời hạn: `relation` to a fixed `day`, or `count` days or working days from an `event`.

    Raises ValueError `deadline.incomplete` when neither a day nor an event with a count is given.
    """

    relation: Relation
    day: date | None = None
    event: Event | None = None
    count: int | None = None
    counted_in: CountedIn = CountedIn.DAYS

    def __post_init__(self) -> None:
        """Refuse an expression that could never be computed."""
        fixed = self.relation in {Relation.BEFORE, Relation.NO_LATER_THAN}
        if fixed and self.day is None and self.event is None:
            raise ValueError("deadline.incomplete")
        if not fixed and (self.event is None or self.count is None):
            raise ValueError("deadline.incomplete")

    def words(self) -> str:
        """Return the official wording: "trước ngày 30/7/2023", "trong thời hạn 05 ngày làm việc kể từ ngày ký"."""
        if self.relation in {Relation.BEFORE, Relation.NO_LATER_THAN}:
            mark = f"ngày {short_date(self.day)}" if self.day else _EVENT_WORDS[self.event or Event.SIGNING]
            return f"trước {mark}" if self.relation == Relation.BEFORE else f"chậm nhất {mark}"
        length = f"{two_digits(self.count or 0)} {_UNIT_WORDS[self.counted_in]}"
        mark = _EVENT_WORDS[self.event or Event.SIGNING]
        if self.relation == Relation.WITHIN:
            return f"trong thời hạn {length} kể từ {mark}"
        if self.relation == Relation.AFTER:
            return f"sau {length} kể từ {mark}"
        return f"chậm nhất {length} trước {mark}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDay:
    """Ngày đến hạn: a deadline computed. `last_day` is the last day in time, `stated` the day named by a strict one."""

    last_day: date
    stated: date | None
    words: str

    @property
    def is_strict(self) -> bool:
        """Say whether the stated day itself is already too late ("trước ngày")."""
        return self.stated is not None

    @property
    def first_late_day(self) -> date:
        """Return the first day on which a report comes too late (and can be read by the team)."""
        return self.last_day + ONE_DAY


def due_day(deadline: Deadline | None, events: Mapping[Event, date], calendar: WorkCalendar) -> DueDay | None:
    """Return the deadline computed over the dates known of its event; None while one of them is not firm."""
    if deadline is None:
        return None
    mark = deadline.day if deadline.day is not None else events.get(deadline.event or Event.SIGNING)
    if mark is None:
        return None
    if deadline.relation == Relation.BEFORE:
        return DueDay(last_day=mark - ONE_DAY, stated=mark, words=deadline.words())
    if deadline.relation == Relation.NO_LATER_THAN:
        return DueDay(last_day=mark, stated=None, words=deadline.words())
    count = deadline.count or 0
    if deadline.relation == Relation.AHEAD_OF:
        count = -count
    if deadline.counted_in == CountedIn.WORKING_DAYS:
        last = calendar.shifted(mark, count)
    else:
        last = mark + timedelta(days=count)
    return DueDay(last_day=last, stated=None, words=deadline.words())
