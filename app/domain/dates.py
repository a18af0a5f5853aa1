"""Ngày, khoảng thời gian kiểm tra và lịch làm việc.

The one module that computes calendar facts, so that screens, rules, documents and feeds can never disagree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TIME_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""Giờ Việt Nam: a constant of the country, not a setting."""
ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_LONGEST_RUN_OF_DAYS_OFF = 60


class Half(StrEnum):
    """Buổi: a half of a day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


HalfDay = tuple[date, Half]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Từ ngày … đến hết ngày …: the days of a visit, both ends in.

    Without `opens` and `closes` it takes both halves of each of its days; a half-day visit names them.
    """

    first: date
    last: date
    opens: Half = Half.MORNING
    closes: Half = Half.AFTERNOON

    def __post_init__(self) -> None:
        """Raise ValueError where the window would end before it starts."""
        if (self.last, self.closes == Half.AFTERNOON) < (self.first, self.opens == Half.AFTERNOON):
            raise ValueError("window.ends_before_start")

    def days(self) -> Iterator[date]:
        """Yield every calendar day of the window, in order."""
        return days_between(self.first, self.last)

    def half_days(self) -> Iterator[HalfDay]:
        """Yield every half-day of the window, in order."""
        for day in self.days():
            if self._takes_morning(day):
                yield day, Half.MORNING
            if self._takes_afternoon(day):
                yield day, Half.AFTERNOON

    def _takes_morning(self, day: date) -> bool:
        """Say whether the window takes the morning of one of its days."""
        return self.opens == Half.MORNING or day != self.first

    def _takes_afternoon(self, day: date) -> bool:
        """Say whether the window takes the afternoon of one of its days."""
        return self.closes == Half.AFTERNOON or day != self.last

    @property
    def is_whole_days(self) -> bool:
        """Say whether the window takes both halves of all its days."""
        return self.opens == Half.MORNING and self.closes == Half.AFTERNOON

    def shared_days(self, other: Window) -> tuple[date, ...]:
        """Return the days of which both windows claim the same half, in order."""
        shared = days_between(max(self.first, other.first), min(self.last, other.last))
        return tuple(
            day
            for day in shared
            if (self._takes_morning(day) and other._takes_morning(day))
            or (self._takes_afternoon(day) and other._takes_afternoon(day))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LooseTime:
    """Thời gian chưa chốt ngày: a month, a quarter, "từ ngày ký đến 31/12", or a number of working days.

    `wording` is what the plan says; `earliest` and `latest` bound it where the words do; `working_days` is its length.
    """

    wording: str
    earliest: date | None = None
    latest: date | None = None
    working_days: int | None = None


class DayOffKind(StrEnum):
    """Loại ngày: why a day differs from the plain week."""

    PUBLIC_HOLIDAY = "public_holiday"
    COMPENSATORY_DAY_OFF = "compensatory_day_off"
    SWAPPED_WORKING_SATURDAY = "swapped_working_saturday"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOff:
    """Ngày nghỉ lễ, nghỉ bù, hoặc ngày thứ Bảy làm bù: one line of the official table (Bộ luật Lao động, Điều 112)."""

    day: date
    name: str
    kind: DayOffKind
    swapped_with: date | None = None
    certainty: str = "source"
    note: str = ""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Lịch làm việc: Monday to Friday less days off, plus the Saturdays worked in exchange."""

    table: tuple[DayOff, ...] = ()
    _by_day: dict[date, DayOff] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Index the table by day."""
        self._by_day.update({entry.day: entry for entry in self.table})

    def entry(self, day: date) -> DayOff | None:
        """Return what the table says of the day, None for a plain day of the week."""
        return self._by_day.get(day)

    def is_working_day(self, day: date) -> bool:
        """Say whether offices work on that day."""
        entry = self._by_day.get(day)
        if entry is not None:
            return entry.kind == DayOffKind.SWAPPED_WORKING_SATURDAY
        return day.weekday() < _SATURDAY

    def name_of_day_off(self, day: date) -> str | None:
        """Return the holiday's name, "Thứ Bảy" or "Chủ Nhật" in the table's stead, None for a working day."""
        if self.is_working_day(day):
            return None
        entry = self._by_day.get(day)
        return entry.name if entry is not None else ("Thứ Bảy" if day.weekday() == _SATURDAY else "Chủ Nhật")

    def working_days(self, first: date, last: date) -> tuple[date, ...]:
        """Return the working days from first to last, both ends in; none when last is before first."""
        return tuple(day for day in days_between(first, last) if self.is_working_day(day))

    def last_working_day(self, day: date) -> date:
        """Return the day itself when offices work on it, else the last working day before it."""
        return self._nearest(day, -ONE_DAY)

    def next_working_day(self, day: date) -> date:
        """Return the day itself when offices work on it, else the first working day after it."""
        return self._nearest(day, ONE_DAY)

    def _nearest(self, day: date, step: timedelta) -> date:
        for _ in range(_LONGEST_RUN_OF_DAYS_OFF):
            if self.is_working_day(day):
                return day
            day += step
        raise ValueError("calendar.no_working_day")

    def shifted(self, day: date, working_days: int) -> date:
        """Return the day that many working days after (before when negative) the given one, which is not counted."""
        step = ONE_DAY if working_days > 0 else -ONE_DAY
        for _ in range(abs(working_days)):
            day = self._nearest(day + step, step)
        return day


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield the days from first to last, both ends in; none when last is before first."""
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


def runs(days: Iterable[date]) -> tuple[tuple[date, date], ...]:
    """Return the days, in order, as unbroken runs of calendar days (first, last)."""
    ordered = sorted(set(days))
    if not ordered:
        return ()
    starts = [ordered[0]] + [b for a, b in pairwise(ordered) if b - a > ONE_DAY]
    ends = [a for a, b in pairwise(ordered) if b - a > ONE_DAY] + [ordered[-1]]
    return tuple(zip(starts, ends, strict=True))
