"""Biểu mẫu một dòng lịch: the fields of a row, what they hold at first, and the row that was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.dates import Half, LooseTime, Window
from app.domain.deadlines import CountedIn, Deadline, Event, Relation
from app.domain.errors import Fault, InvalidInput
from app.domain.leadership import leadership_of_batch
from app.domain.row_edits import ScheduleRow
from app.domain.schedules import UNDETERMINED
from app.domain.typed_dates import typed_day, typed_span
from app.domain.vietnamese import clean, lower_first, short_date
from app.web.form_faults import Field

if TYPE_CHECKING:
    from datetime import date

    from app.domain.dossiers import PlanDossier

MARK = "dau"
"""The field with the mark of the row that the form was filled over."""
PLACE = "noi"
"""The field that says where the form stands: `TABLE` under its row, else on a page of its own."""
TABLE = "bang"
FIELDS = {
    "window.first": Field(name="tu-ngay", label="Từ ngày"),
    "window.opens": Field(name="buoi-dau", label="Buổi bắt đầu"),
    "window.last": Field(name="den-ngay", label="Đến hết ngày"),
    "window.closes": Field(name="buoi-cuoi", label="Buổi kết thúc"),
    "batch": Field(name="dot", label="Đợt"),
    "head": Field(name="truong-doan", label="Trưởng đoàn"),
    "report_deadline": Field(name="han", label="Hạn gửi báo cáo"),
    "report_deadline.day": Field(name="han-ngay", label="Ngày của hạn"),
    "report_deadline.count": Field(name="han-so", label="Số ngày làm việc"),
    "place": Field(name="dia-diem", label="Địa điểm"),
    "loose.wording": Field(name="du-kien", label="Thời gian dự kiến"),
    "loose.earliest": Field(name="du-kien-tu", label="Sớm nhất"),
    "loose.latest": Field(name="du-kien-den", label="Muộn nhất"),
    "loose.working_days": Field(name="du-kien-so", label="Số ngày làm việc dự kiến"),
}
"""The fields of the form by the place that a fault names, in the order of the page."""
HALVES = (("sang", "Sáng"), ("chieu", "Chiều"))

_HALF = {"sang": Half.MORNING, "chieu": Half.AFTERNOON}
_WORD = {half: word for word, half in _HALF.items()}
_LONGEST_TEXT = 300
_MOST_DAYS = 366
_OF_BATCH, _BEFORE, _NO_LATER, _AHEAD, _KEPT = "", "truoc", "cham-nhat", "truoc-kiem-tra", "giu"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowForm:
    """Các ô của một dòng: what each holds, by its name, and what the fields to choose from offer."""

    values: Mapping[str, str]
    batches: tuple[tuple[str, str], ...]
    heads: tuple[tuple[str, str], ...]
    deadlines: tuple[tuple[str, str], ...]

    def value(self, place: str) -> str:
        """Return what the field of that place holds."""
        return self.values.get(FIELDS[place].name, "")

    def words(self, place: str) -> str:
        """Return the same as it is read: of a field to choose from the words of the choice."""
        value = self.value(place)
        options = {
            "batch": self.batches,
            "head": self.heads,
            "report_deadline": self.deadlines,
            "window.opens": HALVES,
            "window.closes": HALVES,
        }
        return dict(options.get(place, ())).get(value, value)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The fields as hidden ones, to be sent again as they were typed."""
        return [(field.name, self.values.get(field.name, "")) for field in FIELDS.values()]


def row_form(dossier: PlanDossier, row: ScheduleRow, typed: Mapping[str, str] | None = None) -> RowForm:
    """Return the form of a row: as it stands in the plan, or with what was typed."""
    plan = dossier.plan
    batch = next((each for each in plan.batches if each.key == row.batch), None)
    present = leadership_of_batch(dossier, batch).head if batch is not None else None
    of_batch = present or UNDETERMINED.lower()
    due = batch.report_deadline if batch is not None else None
    deadlines = [
        (_OF_BATCH, f"Theo đợt: {due.words() if due is not None else lower_first(UNDETERMINED)}"),
        (_BEFORE, "Trước ngày"),
        (_NO_LATER, "Chậm nhất ngày"),
        (_AHEAD, "Chậm nhất số ngày làm việc trước ngày bắt đầu kiểm tra"),
    ]
    if row.report_deadline is not None and _deadline_values(row.report_deadline)["report_deadline"] == _KEPT:
        deadlines.append((_KEPT, f"Giữ như đang có: {row.report_deadline.words()}"))
    return RowForm(
        values=typed if typed is not None else values_of(row),
        batches=tuple((each.key, each.name) for each in plan.batches),
        heads=(
            ("", f"Theo đợt: {of_batch}"),
            *((person.key, dossier.person_line(person.key)) for person in dossier.people),
        ),
        deadlines=tuple(deadlines),
    )


def values_of(row: ScheduleRow) -> dict[str, str]:
    """Return what the fields of the form hold for a row, by their names."""
    window, loose = row.window, row.loose
    by_place = {
        "window.first": _day(window.first if window else None),
        "window.opens": _WORD[window.opens if window else Half.MORNING],
        "window.last": _day(window.last if window else None),
        "window.closes": _WORD[window.closes if window else Half.AFTERNOON],
        "batch": row.batch,
        "head": row.head or "",
        "place": row.place or "",
        "loose.wording": loose.wording if loose else "",
        "loose.earliest": _day(loose.earliest if loose else None),
        "loose.latest": _day(loose.latest if loose else None),
        "loose.working_days": f"{loose.working_days}" if loose and loose.working_days else "",
        **_deadline_values(row.report_deadline),
    }
    return {field.name: by_place[place] for place, field in FIELDS.items()}


def row_typed(values: Mapping[str, str], present: ScheduleRow) -> ScheduleRow:
    """Return the row that was typed; raise InvalidInput with everything that is wrong, by the places of `FIELDS`.

    A field that was not sent holds what the present row does.
    """
    reading = _Reading({**values_of(present), **values})
    row = ScheduleRow(
        window=reading.window(),
        batch=reading.text("batch"),
        head=reading.text("head") or None,
        report_deadline=reading.deadline(present.report_deadline),
        place=reading.text("place") or None,
        loose=reading.loose(),
    )
    if reading.faults:
        raise InvalidInput(reading.faults)
    return row


class _Reading:
    """Reads the fields one after the other and keeps every fault until the end."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.faults: list[Fault] = []

    def text(self, place: str) -> str:
        text = clean(self._values.get(FIELDS[place].name, ""))
        if len(text) > _LONGEST_TEXT:
            self._fault(place, "text.too_long", f"{len(text)}", f"{_LONGEST_TEXT}")
        return text

    def window(self) -> Window | None:
        first, last = self._span("window.first", "window.last")
        if first is None or last is None:
            given = [self.text(place) for place in ("window.first", "window.last")]
            if any(given) and not all(given):
                self._fault("window.last" if given[0] else "window.first", "day.empty")
            return None
        opens = self._choice("window.opens", _HALF, Half.MORNING)
        closes = self._choice("window.closes", _HALF, Half.AFTERNOON)
        if first == last and (opens, closes) == (Half.AFTERNOON, Half.MORNING):
            self._fault("window.closes", "half.order")
            return None
        return Window(first=first, last=last, opens=opens, closes=closes)

    def deadline(self, present: Deadline | None) -> Deadline | None:
        kind = self.text("report_deadline")
        if kind == _OF_BATCH:
            return None
        if kind in {_BEFORE, _NO_LATER}:
            day = self._day("report_deadline.day")
            relation = Relation.BEFORE if kind == _BEFORE else Relation.NO_LATER_THAN
            return Deadline(relation=relation, day=day) if day is not None else None
        if kind == _AHEAD:
            count = self._count("report_deadline.count", least=0)
            if count is None:
                return None
            return Deadline(
                relation=Relation.AHEAD_OF, event=Event.VISIT_START, count=count, counted_in=CountedIn.WORKING_DAYS
            )
        if kind != _KEPT:
            self._fault("report_deadline", "value.not_allowed", kind, "theo đợt, trước ngày, chậm nhất")
        return present

    def loose(self) -> LooseTime | None:
        wording = self.text("loose.wording")
        earliest, latest = self._span("loose.earliest", "loose.latest")
        count = self._count("loose.working_days", least=1) if self.text("loose.working_days") else None
        if wording:
            return LooseTime(wording=wording, earliest=earliest, latest=latest, working_days=count)
        if any(self.text(place) for place in ("loose.earliest", "loose.latest", "loose.working_days")):
            self._fault("loose.wording", "loose.no_wording")
        return None

    def _span(self, first: str, last: str) -> tuple[date | None, date | None]:
        texts = [self._values.get(FIELDS[place].name, "") for place in (first, last)]
        try:
            return typed_span(texts[0], texts[1], (first, last))
        except InvalidInput as error:
            self.faults += error.faults
            return None, None

    def _day(self, place: str) -> date | None:
        try:
            return typed_day(self._values.get(FIELDS[place].name, ""), place)
        except InvalidInput as error:
            self.faults += error.faults
            return None

    def _count(self, place: str, *, least: int) -> int | None:
        text = self.text(place)
        if text.isdecimal() and text.isascii() and least <= int(text[:9]) <= _MOST_DAYS:
            return int(text)
        self._fault(place, "count.unreadable", text, f"{least} đến {_MOST_DAYS}")
        return None

    def _choice(self, place: str, options: Mapping[str, Half], default: Half) -> Half:
        text = self.text(place)
        if text not in options:
            self._fault(place, "value.not_allowed", text, "sáng, chiều")
        return options.get(text, default)

    def _fault(self, place: str, code: str, found: str = "", wanted: str = "") -> None:
        self.faults.append(Fault(place=place, code=code, found=found, wanted=wanted))


def _deadline_values(deadline: Deadline | None) -> dict[str, str]:
    """Return what the three fields of the deadline hold."""
    kind, day, count = _OF_BATCH, "", ""
    if deadline is not None and deadline.day is not None:
        day = short_date(deadline.day)
        kind = {Relation.BEFORE: _BEFORE, Relation.NO_LATER_THAN: _NO_LATER}.get(deadline.relation, _KEPT)
    elif deadline is not None:
        ahead = (deadline.relation, deadline.event, deadline.counted_in)
        is_ahead = ahead == (Relation.AHEAD_OF, Event.VISIT_START, CountedIn.WORKING_DAYS)
        kind, count = (_AHEAD, f"{deadline.count}") if is_ahead else (_KEPT, "")
    return {"report_deadline": kind, "report_deadline.day": day, "report_deadline.count": count}


def _day(day: date | None) -> str:
    return short_date(day) if day is not None else ""
