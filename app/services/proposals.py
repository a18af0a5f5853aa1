"""Đề xuất lịch: a request put to the planner in a process of its own, and its answer."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.dates import WorkCalendar
from app.domain.dossiers import PlanDossier
from app.domain.errors import InvalidInput, Refused
from app.domain.option_words import difference_statements, proof_statement
from app.domain.pins import first_free_day, pins_of
from app.domain.schedule_options import FRESH_KINDS, Statement
from app.domain.schedule_request_checks import request_faults
from app.domain.schedule_requests import ScheduleRequest, visit_name
from app.planfiles.schedule_requests import read_answer, read_schedule_request, write_asked
from app.planner.child import SearchEnded, run_apart
from app.services.checking import worded
from app.services.releases import latest_release, release_dossier
from app.services.sentences import schedule_sentence

if TYPE_CHECKING:
    from datetime import date

    from app.db.store import Store
    from app.domain.schedule_options import ScheduleAnswer, ScheduleOption
    from app.services.checking import WordedProblem

SECONDS = 40.0
"""How long a search may take, by the clock."""
MEGABYTES = 1500
"""How much memory a search may take."""
_QUICK_SECONDS = 20.0
_WORKER = "app.services.proposal_worker"
_LOG = logging.getLogger("kiemtra")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Điều được hỏi: a plan, its days off and the request, all that a search needs once the store is closed again."""

    dossier: PlanDossier
    calendar: WorkCalendar
    request: ScheduleRequest
    text: str


def ask(store: Store, plan_key: str, today: date, *, data: bytes | None = None, filename: str = "") -> Asked:
    """Return what a request file asks of a plan; without one, that its errors are removed moving the fewest visits.

    Of a plan that was issued, the visits that are over, under way or about to begin stay where they are. Raise NotFound
    for an unknown plan, InvalidInput with every fault of the file.
    """
    dossier, calendar = store.plans.dossier(plan_key), store.days_off.calendar()
    if data is None:
        request = _keeping_issued(store, dossier, ScheduleRequest(), today, calendar)
    else:
        file = read_schedule_request(data, filename)
        faults = request_faults(dossier, calendar, file.request)
        if faults:
            raise InvalidInput(file.located(faults))
        request = _keeping_issued(store, dossier, file.request, today, calendar)
    return Asked(
        dossier=dossier, calendar=calendar, request=request, text=write_asked(dossier, calendar, request, today)
    )


def _keeping_issued(
    store: Store, dossier: PlanDossier, request: ScheduleRequest, today: date, calendar: WorkCalendar
) -> ScheduleRequest:
    """Return the request with what was issued and is over, under way or about to begin among the fixed visits."""
    if latest_release(store, dossier.plan.key) is None:
        return request
    issued = release_dossier(store, dossier.plan.key).plan
    dated = {visit_name(visit) for visit in dossier.plan.firm_visits()}
    pinned = tuple(pin.name for pin in pins_of(issued, today, calendar) if pin.name in dated)
    return replace(
        request,
        fixed=tuple(dict.fromkeys((*request.fixed, *pinned))),
        not_before=request.not_before or first_free_day(today, issued.standards.notice_days, calendar),
    )


def solve(asked: str) -> bytes:
    """Return the answer to what `write_asked` wrote, as JSON, found in a process of its own.

    Where exact search dies of its limits, local search alone is asked. Raise Refused `proposal.search_failed` where
    that has no answer either.
    """
    try:
        return run_apart(_WORKER, asked.encode(), seconds=SECONDS, megabytes=MEGABYTES)
    except SearchEnded as ended:
        _LOG.info("exact search ended: %s", ended)
    try:
        return run_apart(_WORKER, asked.encode(), seconds=_QUICK_SECONDS, megabytes=MEGABYTES, is_exact=False)
    except SearchEnded as ended:
        _LOG.info("local search ended: %s", ended)
        raise Refused("proposal.search_failed") from ended


def answer_to(asked: Asked) -> ScheduleAnswer:
    """Return the planner's answer; raise Refused as `solve` does."""
    return read_answer(solve(asked.text).decode())


def option_problems(option: ScheduleOption) -> tuple[WordedProblem, ...]:
    """Return the problems that the plan has once it follows an option, worded."""
    return worded(option.problems)


def option_sentences(option: ScheduleOption) -> tuple[str, ...]:
    """Return what an option costs, which errors it does away with, and what is proven of it."""
    code = "line.removed" if option.kind in FRESH_KINDS else "line.reason"
    removed = tuple(Statement(code=code, facts={"problem": each.statement}) for each in worded(option.removed))
    return tuple(schedule_sentence(each) for each in (*option.costs, *removed, proof_statement(option)))


def difference_sentences(asked: Asked, option: ScheduleOption, other: ScheduleOption) -> tuple[str, ...]:
    """Return how the second option differs from the first."""
    return tuple(schedule_sentence(each) for each in difference_statements(asked.dossier, option, other))


def clash_sentences(answer: ScheduleAnswer) -> tuple[str, ...]:
    """Return the wishes that clash, a sentence each."""
    return tuple(schedule_sentence(statement) for statement in answer.clashes)


def note_sentences(answer: ScheduleAnswer) -> tuple[str, ...]:
    """Return what else is to be said of a search."""
    return tuple(schedule_sentence(statement) for statement in answer.notes)
