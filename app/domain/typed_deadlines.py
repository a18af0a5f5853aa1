"""Thời hạn do người dùng ghi: reads a deadline in the words in which plans write it.

One line takes every kind: "trước ngày 30/7/2023", "chậm nhất ngày 30.7.2023", "chậm nhất 05 ngày làm việc trước ngày
bắt đầu kiểm tra", "trong thời hạn 05 ngày kể từ ngày ký", "sau 03 ngày kể từ ngày kết thúc kiểm tra". What
`Deadline.words` writes is read back as the same deadline. A day alone could be meant strictly or not: it is asked back.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from app.domain.deadlines import CountedIn, Deadline, Event, Relation
from app.domain.errors import Fault, InvalidInput
from app.domain.typed_dates import typed_day
from app.domain.vietnamese import clean

if TYPE_CHECKING:
    from datetime import date

_MOST_DAYS = 3_650
_EVENTS = {
    Event.SIGNING: r"(?:ký(?: ban hành)?(?: quyết định| kế hoạch| văn bản)?)",
    Event.VISIT_START: r"(?:(?:bắt đầu |đoàn )?kiểm tra|đoàn đến)",
    Event.VISIT_END: r"(?:kết thúc(?: cuộc)? kiểm tra|kiểm tra xong)",
    Event.RECEIPT: r"(?:nhận(?: được)?(?: văn bản| thông báo| kế hoạch| quyết định)?)",
}
_EVENT = "(?:ngày )?(?:" + "|".join(f"(?P<{event}>{words})" for event, words in _EVENTS.items()) + ")"
_COUNT = r"(?P<count>[0-9]{1,6}) (?P<unit>ngày làm việc|ngày)"
_LATEST = r"(?:chậm nhất|muộn nhất|không muộn hơn|không chậm hơn|không quá|đến hết|hết)(?: là| vào| đến| trong| hết)*"
_FROM = r"(?:,? ?(?:kể |tính )?(?:từ|sau))"
_COUNTED = (
    (Relation.AHEAD_OF, re.compile(rf"(?:{_LATEST} |ít nhất )?{_COUNT} trước (?:khi )?{_EVENT}")),
    (Relation.AHEAD_OF, re.compile(rf"(?:{_LATEST} )?trước (?:khi )?{_EVENT}(?: ít nhất| chậm nhất)? {_COUNT}")),
    (Relation.WITHIN, re.compile(rf"(?:trong|trong thời hạn|trong vòng|{_LATEST}) {_COUNT}{_FROM} (?:khi )?{_EVENT}")),
    (Relation.AFTER, re.compile(rf"sau {_COUNT}{_FROM} (?:khi )?{_EVENT}")),
)
_FIXED = (
    (Relation.BEFORE, re.compile(r"trước(?: khi)? (?P<rest>.+)")),
    (Relation.NO_LATER_THAN, re.compile(rf"{_LATEST} (?P<rest>.+)")),
)
_EVENT_ALONE = re.compile(_EVENT)


def typed_deadline(text: str, place: str) -> Deadline | None:
    """Return the deadline that was typed, None for an empty line; raise InvalidInput with one Fault at that place.

    Codes: `deadline.no_relation` for a day alone, `deadline.count` for too many days, `deadline.unreadable`, and those
    of `typed_day` for a day that is wrong.
    """
    typed = " ".join(clean(unicodedata.normalize("NFKC", text)).lower().split()).removesuffix(".")
    if not typed:
        return None
    for relation, pattern in _COUNTED:
        matched = pattern.fullmatch(typed)
        if matched is not None:
            return _counted(relation, matched, text, place)
    for relation, pattern in _FIXED:
        matched = pattern.fullmatch(typed)
        if matched is not None:
            event = _EVENT_ALONE.fullmatch(matched["rest"])
            if event is not None:
                return Deadline(relation=relation, event=_event_of(event))
            return Deadline(relation=relation, day=_day(matched["rest"], text, place))
    try:
        day = typed_day(typed.removeprefix("ngày "), place)
    except InvalidInput:
        raise InvalidInput([Fault(place=place, code="deadline.unreadable", found=text.strip())]) from None
    raise InvalidInput([Fault(place=place, code="deadline.no_relation", found=f"{day.day}/{day.month}/{day.year}")])


def _counted(relation: Relation, matched: re.Match[str], text: str, place: str) -> Deadline:
    count = int(matched["count"])
    if count > _MOST_DAYS:
        raise InvalidInput([Fault(place=place, code="deadline.count", found=text.strip(), wanted=f"{_MOST_DAYS}")])
    counted_in = CountedIn.WORKING_DAYS if matched["unit"] == "ngày làm việc" else CountedIn.DAYS
    return Deadline(relation=relation, event=_event_of(matched), count=count, counted_in=counted_in)


def _event_of(matched: re.Match[str]) -> Event:
    return next(event for event in Event if matched[event] is not None)


def _day(rest: str, text: str, place: str) -> date:
    """Return the day of "trước ngày 30/7/2023"; words that name none are told as they stand in the whole line."""
    try:
        return typed_day(rest.removeprefix("ngày "), place)
    except InvalidInput as error:
        if error.faults[0].code == "day.unreadable":
            raise InvalidInput([Fault(place=place, code="deadline.unreadable", found=text.strip())]) from None
        raise
