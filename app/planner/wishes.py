"""Yêu cầu và điều kiện có thể mâu thuẫn: each thing that bounds a schedule, so that it can be left out by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.domain.schedule_options import Statement
from app.domain.schedule_requests import Aim, DeadlineBasis, LeadBasis
from app.domain.schedules import window_words
from app.domain.vietnamese import listed, short_date, two_digits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.dossiers import PlanDossier
    from app.domain.people import Absence
    from app.domain.schedule_requests import ScheduleRequest


class Wish(NamedTuple):
    """Điều kiện của lịch: `kind` names its sentence, `key` which one of that kind it is."""

    kind: str
    key: str = ""


SPAN = Wish("span")
NOT_BEFORE = Wish("not_before")
LEAD = Wish("lead")
ORDER = Wish("order")
DEADLINES = Wish("deadlines")
READING = Wish("reading")
SPARE = Wish("spare")
LENGTH, FIXED, ABSENCE, TRAVEL, SHARED, BATCH_DEADLINE = "length", "fixed", "absence", "travel", "shared", "due"

READING_ORDER = (
    "span", "not_before", LENGTH, "lead", "order", "deadlines", BATCH_DEADLINE, "reading", "spare", TRAVEL, FIXED,
    ABSENCE, SHARED,
)  # fmt: skip
"""The kinds of wishes in the order in which clashes are told: what bounds everything first."""


def absence_key(absence: Absence) -> str:
    """Return what names the absences of one person or unit together."""
    return f"person:{absence.person}" if absence.person is not None else f"unit:{absence.unit}"


def statement_of(wish: Wish, dossier: PlanDossier, request: ScheduleRequest, tasks: Iterable[str] = ()) -> Statement:
    """Return the sentence of a wish, with the words it names; `tasks` are the names of the visits that it binds."""
    writer = _WRITERS.get(wish.kind)
    if writer is not None:
        return writer(wish, dossier, request)
    names = listed(dossier.unit_name(name.partition("~")[0]) for name in tasks)
    return Statement(code=f"wish.{wish.kind}", facts={"units": names})


def _span(_wish: Wish, dossier: PlanDossier, request: ScheduleRequest) -> Statement:
    if request.span is None:
        return Statement(code="wish.year", facts={"year": f"{dossier.plan.year}"})
    return Statement(code="wish.span", facts={"window": window_words(request.span)})


def _not_before(_wish: Wish, dossier: PlanDossier, request: ScheduleRequest) -> Statement:
    day = request.not_before
    return Statement(
        code="wish.not_before", facts={"day": short_date(day) if day is not None else f"{dossier.plan.year}"}
    )


def _lead(_wish: Wish, dossier: PlanDossier, request: ScheduleRequest) -> Statement:
    basis = request.lead.basis if request.lead is not None else LeadBasis.BATCH
    count = request.lead.visits_per_batch if request.lead is not None else None
    return Statement(code=f"wish.lead.{basis}", facts={"count": two_digits(count or 0), "plan": dossier.plan.key})


def _deadlines(_wish: Wish, _dossier: PlanDossier, request: ScheduleRequest) -> Statement:
    rule = request.deadline
    basis = rule.basis if rule is not None else DeadlineBasis.DAY_OF_MONTH_BEFORE
    return Statement(code=f"wish.deadline.{basis}", facts={"number": two_digits(rule.number if rule else 0)})


def _batch_deadline(wish: Wish, dossier: PlanDossier, _request: ScheduleRequest) -> Statement:
    batch = dossier.plan.batch(wish.key)
    own = [
        f"riêng {dossier.unit_name(visit.unit)} {visit.report_deadline.words()}"
        for visit in dossier.plan.visits
        if visit.batch == batch.key and visit.report_deadline is not None
    ]
    words = ", ".join([*([batch.report_deadline.words()] if batch.report_deadline is not None else []), *own])
    return Statement(code="wish.due", facts={"batch": batch.name, "deadline": words})


def _reading(_wish: Wish, dossier: PlanDossier, request: ScheduleRequest) -> Statement:
    asked = request.reading_days if request.reading_days is not None else dossier.plan.standards.reading_days
    return Statement(code="wish.reading", facts={"count": two_digits(asked)})


def _spare(_wish: Wish, _dossier: PlanDossier, request: ScheduleRequest) -> Statement:
    return Statement(code="wish.spare", facts={"count": two_digits(request.spare_days)})


def _length(wish: Wish, dossier: PlanDossier, request: ScheduleRequest) -> Statement:
    kind, _, key = wish.key.partition(":")
    if kind == "unit":
        name = dossier.unit_name(key.partition("~")[0])
        least = next((each.least for each in request.lengths if each.unit == key), None)
        code = "wish.length.unit" if least is not None else "wish.length.present"
        return Statement(code=code, facts={"unit": name, "least": two_digits(least or 0)})
    least = next(
        (each.least for each in request.lengths if each.level == key), dossier.plan.standards.working_days.get(key, 0)
    )
    level = next((each.name for each in dossier.province.levels if each.key == key), key)
    return Statement(code="wish.length.level", facts={"level": level, "least": two_digits(least)})


def _fixed(wish: Wish, dossier: PlanDossier, request: ScheduleRequest) -> Statement:
    unit, _, number = wish.key.partition("~")
    window = dossier.plan.visit(unit, int(number or 1)).window
    return Statement(
        code="wish.fixed.issued" if request.aim == Aim.REPLAN else "wish.fixed",
        facts={"unit": dossier.unit_name(unit), "window": window_words(window) if window is not None else ""},
    )


def _absence(wish: Wish, dossier: PlanDossier, request: ScheduleRequest) -> Statement:
    kind, _, key = wish.key.partition(":")
    found = [each for each in (*dossier.plan.absences, *request.absences) if absence_key(each) == wish.key]
    days = listed(
        f"{window_words(each.window)} ({each.reason})" if each.reason else window_words(each.window)
        for each in dict.fromkeys(found)
    )
    if kind == "person":
        who = dossier.person(key)
        return Statement(code="wish.absence.person", facts={"person": f"{who.honorific} {who.name}", "days": days})
    return Statement(code="wish.absence.unit", facts={"unit": dossier.unit_name(key), "days": days})


def _travel(wish: Wish, dossier: PlanDossier, request: ScheduleRequest) -> Statement:
    group = request.travel_groups[int(wish.key)]
    names = listed(dossier.unit_name(name.partition("~")[0]) for name in group.units)
    return Statement(code="wish.travel", facts={"units": names, "name": group.name})


def _shared(wish: Wish, dossier: PlanDossier, _request: ScheduleRequest) -> Statement:
    who = dossier.person(wish.key)
    return Statement(code="wish.shared", facts={"person": f"{who.honorific} {who.name}"})


_WRITERS = {
    "span": _span,
    "not_before": _not_before,
    "lead": _lead,
    "deadlines": _deadlines,
    BATCH_DEADLINE: _batch_deadline,
    "reading": _reading,
    "spare": _spare,
    LENGTH: _length,
    FIXED: _fixed,
    ABSENCE: _absence,
    TRAVEL: _travel,
    SHARED: _shared,
}
