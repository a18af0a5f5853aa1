"""Khoảng thời gian, thời gian chưa chốt và thời hạn giữa cột và giá trị."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from app.domain.dates import Half, LooseTime, Window
from app.domain.deadlines import CountedIn, Deadline, Event, Relation

if TYPE_CHECKING:
    from datetime import date

    from app.db.tables.columns import DeadlineColumns, LooseTimeColumns, WindowColumns


class WindowFields(TypedDict):
    """Columns of a window."""

    window_first: date | None
    window_last: date | None
    window_opens: str | None
    window_closes: str | None


class LooseTimeFields(TypedDict):
    """Columns of a loose time."""

    loose_wording: str | None
    loose_earliest: date | None
    loose_latest: date | None
    loose_working_days: int | None


class DeadlineFields(TypedDict):
    """Columns of a deadline."""

    deadline_relation: str | None
    deadline_day: date | None
    deadline_event: str | None
    deadline_count: int | None
    deadline_counted_in: str | None


def window_of(row: WindowColumns) -> Window | None:
    """Return the window that the row holds."""
    if row.window_first is None or row.window_last is None:
        return None
    return Window(
        first=row.window_first,
        last=row.window_last,
        opens=Half(row.window_opens or Half.MORNING),
        closes=Half(row.window_closes or Half.AFTERNOON),
    )


def window_fields(window: Window | None) -> WindowFields:
    """Return the columns of a window."""
    if window is None:
        return WindowFields(window_first=None, window_last=None, window_opens=None, window_closes=None)
    return WindowFields(
        window_first=window.first, window_last=window.last, window_opens=window.opens, window_closes=window.closes
    )


def loose_time_of(row: LooseTimeColumns) -> LooseTime | None:
    """Return the loose time that the row holds."""
    if row.loose_wording is None:
        return None
    return LooseTime(
        wording=row.loose_wording,
        earliest=row.loose_earliest,
        latest=row.loose_latest,
        working_days=row.loose_working_days,
    )


def loose_time_fields(loose: LooseTime | None) -> LooseTimeFields:
    """Return the columns of a loose time."""
    if loose is None:
        return LooseTimeFields(loose_wording=None, loose_earliest=None, loose_latest=None, loose_working_days=None)
    return LooseTimeFields(
        loose_wording=loose.wording,
        loose_earliest=loose.earliest,
        loose_latest=loose.latest,
        loose_working_days=loose.working_days,
    )


def deadline_of(row: DeadlineColumns) -> Deadline | None:
    """Return the deadline that the row holds."""
    if row.deadline_relation is None:
        return None
    return Deadline(
        relation=Relation(row.deadline_relation),
        day=row.deadline_day,
        event=Event(row.deadline_event) if row.deadline_event is not None else None,
        count=row.deadline_count,
        counted_in=CountedIn(row.deadline_counted_in or CountedIn.DAYS),
    )


def deadline_fields(deadline: Deadline | None) -> DeadlineFields:
    """Return the columns of a deadline."""
    if deadline is None:
        return DeadlineFields(
            deadline_relation=None,
            deadline_day=None,
            deadline_event=None,
            deadline_count=None,
            deadline_counted_in=None,
        )
    return DeadlineFields(
        deadline_relation=deadline.relation,
        deadline_day=deadline.day,
        deadline_event=deadline.event,
        deadline_count=deadline.count,
        deadline_counted_in=deadline.counted_in,
    )
