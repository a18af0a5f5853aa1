"""Nội dung trang lịch bận: whose days off they are, when, why, and which visits they meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.absences import absences_by_key
from app.domain.dates import Window
from app.domain.errors import Fault, InvalidInput
from app.domain.people import Absence
from app.domain.schedules import span_words, working_days_of
from app.domain.typed_dates import typed_day
from app.domain.vietnamese import capital_first, listed, two_digits
from app.services.team_editing import mark_of_part
from app.web.edit_forms import TypedForm, day_text, fields_by_place, filled_form

if TYPE_CHECKING:
    from app.domain.dates import WorkCalendar
    from app.domain.dossiers import PlanDossier

PERSON, UNIT = "nguoi:", "don-vi:"
"""What stands before a key in the field that says whose days off they are."""
ABSENCE_FIELDS = fields_by_place(
    subject=("cua", "Người hoặc đơn vị"),
    first=("tu-ngay", "Từ ngày"),
    last=("den-ngay", "Đến hết ngày"),
    reason=("ly-do", "Lý do"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BusyView:
    """Một khoảng bận: `meets` names the visits that it falls upon, "" for none."""

    key: str
    who: str
    when: str
    working_days: str
    reason: str
    meets: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BusyPage:
    """Cả trang lịch bận."""

    people: tuple[BusyView, ...]
    units: tuple[BusyView, ...]


def busy_view(dossier: PlanDossier, calendar: WorkCalendar) -> BusyPage:
    """Return the days off of people and of units, each in the order of their first days."""
    ordered = sorted(absences_by_key(dossier.plan).items(), key=lambda item: item[1].window.first)
    views = [(absence, _view(dossier, calendar, key, absence)) for key, absence in ordered]
    return BusyPage(
        people=tuple(view for absence, view in views if absence.person is not None),
        units=tuple(view for absence, view in views if absence.person is None),
    )


def _view(dossier: PlanDossier, calendar: WorkCalendar, key: str, absence: Absence) -> BusyView:
    return BusyView(
        key=key,
        who=subject_words(dossier, absence),
        when=capital_first(span_words(absence.window)),
        working_days=two_digits(len(working_days_of(absence.window, calendar))),
        reason=absence.reason,
        meets=_meets(dossier, absence),
        mark=mark_of_part(dossier, "absence", key),
    )


def subject_words(dossier: PlanDossier, absence: Absence) -> str:
    """Return whose days off they are."""
    if absence.person is not None:
        return dossier.person_line(absence.person)
    return dossier.unit_name(absence.unit) if absence.unit is not None else ""


def _meets(dossier: PlanDossier, absence: Absence) -> str:
    """Return the units whose visits need that person, or are at that unit, on some of these days."""
    if absence.person is not None:
        visits = [visit for visit, _ in dossier.visits_of_person(absence.person)]
    else:
        visits = [visit for visit in dossier.plan.visits if visit.unit == absence.unit]
    return listed(
        dossier.unit_name(visit.unit)
        for visit in visits
        if visit.window is not None and visit.window.shared_days(absence.window)
    )


# Biểu mẫu


def filled_absence(absence: Absence | None) -> TypedForm:
    """Return the form of days off as they stand, an empty one for new ones."""
    if absence is None:
        return filled_form()
    subject = f"{PERSON}{absence.person}" if absence.person is not None else f"{UNIT}{absence.unit}"
    return filled_form(
        cua=subject,
        tu_ngay=day_text(absence.window.first),
        den_ngay=day_text(absence.window.last),
        ly_do=absence.reason,
    )


def read_absence(form: TypedForm, present: Absence | None = None) -> Absence:
    """Return what the form says of days off; a last day left empty is the first one.

    Half-days of the `present` value stay while its days do. Raise InvalidInput with all that cannot be read.
    """
    faults: list[Fault] = []
    days = []
    texts = form.one("tu-ngay"), form.one("den-ngay").strip() or form.one("tu-ngay")
    for text, place in zip(texts, ("first", "last"), strict=True):
        try:
            days.append(typed_day(text, place))
        except InvalidInput as error:
            faults += error.faults if place == "first" or form.one("den-ngay").strip() else ()
    if not faults and days[1] < days[0]:
        faults.append(Fault(place="last", code="day.order", found=texts[1].strip(), wanted=texts[0].strip()))
    subject = form.one("cua")
    if not subject.startswith((PERSON, UNIT)):
        faults.append(Fault(place="subject", code="field.empty", wanted="người hoặc đơn vị"))
    if faults:
        raise InvalidInput(faults)
    window = Window(first=days[0], last=days[1])
    if present is not None and (present.window.first, present.window.last) == (window.first, window.last):
        window = present.window
    return Absence(
        window=window,
        reason=form.one("ly-do"),
        person=subject.removeprefix(PERSON) if subject.startswith(PERSON) else None,
        unit=subject.removeprefix(UNIT) if subject.startswith(UNIT) else None,
    )


def absence_lines(dossier: PlanDossier, form: TypedForm) -> list[tuple[str, str]]:
    """Return the form of days off in words, line by line."""
    subject = form.one("cua")
    people = {f"{PERSON}{person.key}": dossier.person_line(person.key) for person in dossier.people}
    unit = dossier.directory.get(subject.removeprefix(UNIT))
    who = people.get(subject) or (unit.name if unit is not None else subject)
    return [
        ("Người hoặc đơn vị", who),
        ("Từ ngày", form.one("tu-ngay")),
        ("Đến hết ngày", form.one("den-ngay")),
        ("Lý do", form.one("ly-do")),
    ]
