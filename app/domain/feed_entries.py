"""Mục lịch: one item of a plan as a calendar shows it, and what was changed in it last.

An item keeps its identity for life, whatever happens to its date, title or people.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from app.domain.dates import TIME_ZONE, Half, Window
from app.domain.schedules import window_words
from app.domain.vietnamese import short_date

NAMESPACE = UUID("a33bc6fe-2b3e-42be-80d0-b374f6b42c93")
"""Không gian tên của mã định danh: constant for ever, so that an item has one UID in every installation and feed."""


class EntryKind(StrEnum):
    """Loại mục lịch. The values are part of each item's identity and never change."""

    WINDOW = "window"
    """Đợt kiểm tra: the days of a visit."""
    REPORT = "report"
    """Hạn báo cáo: the last day on which the unit's report is in time."""
    SELF_INSPECTION = "self-inspection"
    """Hạn tự kiểm tra: the last day for the reports of the bodies that inspect themselves."""
    DRAW = "draw"
    """Bốc thăm: the day proposed for choosing the units of a lower level."""
    COMMUNE = "commune"
    """Làm việc tại xã: the half-day that the programme gives a drawn unit."""
    REPORT_REMINDER = "report-reminder"
    """Nhắc hạn báo cáo: a day some working days before the report is due."""
    SELF_INSPECTION_REMINDER = "self-inspection-reminder"
    """Nhắc hạn tự kiểm tra."""
    SEALED = "sealed"
    """Đoàn công tác: the days of an unannounced check, whose unit is told once it is opened."""


DEADLINES = frozenset({EntryKind.REPORT, EntryKind.SELF_INSPECTION})
"""Các loại mục là thời hạn: each stands on its last day in time."""
REMINDERS = {
    EntryKind.REPORT: EntryKind.REPORT_REMINDER,
    EntryKind.SELF_INSPECTION: EntryKind.SELF_INSPECTION_REMINDER,
}
"""Mục nhắc của từng loại thời hạn."""


class EntryStatus(StrEnum):
    """Tình trạng mục lịch (RFC 5545, 3.8.1.11): of a draft, of an issued plan, of what a plan has taken back."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


class CancelReason(StrEnum):
    """Lý do huỷ một mục lịch."""

    REPLACED = "replaced"
    """Kế hoạch đã được thay thế."""
    WITHDRAWN = "withdrawn"
    """Không còn trong kế hoạch."""
    UNDATED = "undated"
    """Cuộc kiểm tra còn, ngày chưa xác định lại."""
    DRAWN = "drawn"
    """Đã bốc thăm trước ngày dự kiến."""
    OFF_DUTY = "off_duty"
    """Người được phân công không còn tham gia."""
    LEFT_OUT = "left_out"
    """Không còn trong lịch này, của đơn vị hoặc công khai."""
    CALLED_OFF = "called_off"
    """Đã hủy, không mở niêm phong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Một điểm thay đổi: what the words of a fact were and are; "" where there were or are none.

    `fact` is a fact of the entry, `time` for the days shown, `status` for the standing (an `EntryStatus` then and now).
    """

    fact: str
    was: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """Mục lịch: one item of the plan.

    `plan`, `unit` (empty for an item of the whole plan), `kind` and `number` (the running number of the unit's visits)
    identify it for life. `time` holds the days shown, both ends in; a deadline shows its last day in time. `sequence`
    grows with each change that somebody can see, `changed_at` is when that was and `changes` what it was; `created_at`
    is when the item came into the calendar, None where that is not kept. `page` is the unit on whose page the item
    stands, empty for the plan's own page. `facts` are the words that title, place and description may name; a fact that
    is not known is not there. `rings` says how long before its start a program is to ring, where alarms are asked for.
    """

    plan: str
    unit: str
    kind: EntryKind
    number: int
    time: Window
    status: EntryStatus
    sequence: int
    changed_at: datetime
    created_at: datetime | None = None
    page: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    rings: tuple[timedelta, ...] = ()
    uid: str = field(init=False)
    """The bare UUIDv5 of the item: opaque, naming neither host nor user (RFC 7986, 5.3)."""

    def __post_init__(self) -> None:
        """Reckon the UID from what identifies the item."""
        name = f"{self.plan}|{self.unit}|{self.kind}|{self.number}"
        object.__setattr__(self, "uid", str(uuid5(NAMESPACE, name)))

    @property
    def is_timed(self) -> bool:
        """Say whether it is shown by the clock, as one half of a day; everything else is shown as whole days."""
        return self.time.first == self.time.last and self.time.opens == self.time.closes

    @property
    def is_cancelled(self) -> bool:
        """Say whether the plan has taken it back."""
        return self.status == EntryStatus.CANCELLED

    @property
    def changed_on(self) -> date:
        """The day of the last change, in the country's time."""
        return local_day(self.changed_at)

    def shows_the_same_as(self, other: FeedEntry) -> bool:
        """Say whether nobody could tell the two apart but for the note of their last change."""
        own = (self.time, self.status, self.page, self.facts)
        return own == (other.time, other.status, other.page, other.facts)


def local_day(at: datetime) -> date:
    """Return the day on which a moment falls in the country's time."""
    return at.astimezone(TIME_ZONE).date()


def start_and_uid(entry: FeedEntry) -> tuple[date, int, str]:
    """Return what entries stand in order of: whole days before the halves of that day, then UID."""
    shown = entry.time
    half = 0 if shown.is_whole_days else 1 if shown.opens == Half.MORNING else 2
    return shown.first, half, entry.uid


def revised(before: FeedEntry | None, now: FeedEntry) -> FeedEntry:
    """Return the entry that follows one: the same as before where nobody sees a difference, else a revision of it.

    `now` bears the number that the entry has at least, and the time of the change. The number grows with each revision
    and never falls (RFC 5545, 3.8.7.4). What is cancelled stays as it was until it returns.
    """
    if before is None:
        return now
    if before.shows_the_same_as(now) or (before.is_cancelled and now.is_cancelled):
        return before
    return replace(
        now,
        sequence=max(now.sequence, before.sequence + 1),
        created_at=before.created_at,
        changes=() if now.is_cancelled else _changes(before, now),
    )


_OF_WHAT_IS_TO_COME = frozenset({"state", "opens"})
"""The facts that say nothing any more of an entry that is taken back."""


def cancelled(entry: FeedEntry, reason: CancelReason, at: datetime) -> FeedEntry:
    """Return the sign that stays of an entry that is taken back: since when, and why; one taken back stays as it is."""
    if entry.is_cancelled:
        return entry
    facts = {name: words for name, words in entry.facts.items() if name not in _OF_WHAT_IS_TO_COME}
    facts |= cancelling_facts(local_day(at), reason)
    sequence = entry.sequence + 1
    return replace(
        entry, status=EntryStatus.CANCELLED, sequence=sequence, changed_at=at, facts=facts, changes=(), rings=()
    )


def cancelling_facts(day: date, reason: CancelReason) -> dict[str, str]:
    """Return the facts of an entry that is cancelled since that day."""
    return {"cancelled_on": short_date(day), "cancelled_why": reason}


_TOLD = (
    "unit", "commune", "place", "deadline", "last_day", "advised_day", "ahead", "team", "head", "deputies",
    "lead_agency", "role", "manner", "mode", "communes", "drawn", "draw_count", "draw_level", "receiver", "via",
    "count", "window", "working_days", "plan", "state",
)  # fmt: skip
"""The facts whose change is told, in the order of telling; `day` and `time` are told with the days shown."""
_TOLD_WITH = {
    "place": {"unit", "commune"},
    "last_day": {"deadline", "time"},
    "advised_day": {"deadline", "last_day", "time"},
    "draw_level": {"draw_count", "communes"},
    "draw_count": {"communes"},
    "working_days": {"time"},
    "state": {"status"},
}
"""Facts whose change follows from that of another and is not told beside it."""


def _changes(before: FeedEntry, now: FeedEntry) -> tuple[Change, ...]:
    """Return what somebody who knew the entry is told of its revision."""
    found: dict[str, Change] = {}
    if before.status != now.status:
        found["status"] = Change(fact="status", was=before.status, now=now.status)
    is_due_by_words = now.kind in DEADLINES and before.facts.get("deadline") != now.facts.get("deadline")
    if before.time != now.time and not is_due_by_words:
        was, words = (_after_from(window_words(entry.time)) for entry in (before, now))
        found["time"] = Change(fact="time", was=was, now=words)
    for fact in _TOLD:
        was, words = before.facts.get(fact, ""), now.facts.get(fact, "")
        is_of_time = fact == "window" and now.kind == EntryKind.WINDOW
        if was != words and not is_of_time and not _TOLD_WITH.get(fact, set()) & found.keys():
            found[fact] = Change(fact=fact, was=_after_from(was), now=_after_from(words))
    return tuple(found.values())


def _after_from(words: str) -> str:
    """Return words as they stand after "từ": "ngày 01/8/2023 đến hết ngày 08/8/2023"."""
    return words.removeprefix("từ ")
