"""Ban hành: a plan issued as an immutable release, and what was issued, read back as it was."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from app.domain.dates import TIME_ZONE, WorkCalendar
from app.domain.dossiers import PlanDossier
from app.domain.draws.applied import with_results
from app.domain.errors import NotFound, Refused
from app.domain.plans import PlanState
from app.domain.reasons import GivenReasons
from app.domain.releases import (
    Approver,
    Waiver,
    approver_of,
    check_decision,
    check_transition,
    decision_number,
    issued_dossier,
    leading_people,
    needs_reason,
    open_problems,
)
from app.planfiles.releases import read_release, write_release
from app.services.checking import adjustment_problems
from app.services.feed_ledgers import refresh_ledgers
from app.services.notice_drafts import draft_notices
from app.services.sentences import refusal_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from app.db.store import Store
    from app.domain.people import Actor
    from app.domain.plans import Plan
    from app.domain.releases import OpenProblem, Release
    from app.planfiles.releases import ReleaseContent
    from app.services.checking import WordedProblem

MOST_KEPT = 32
"""How many releases stay in memory as values: a plan as large as the founding one takes a few megabytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRelease:
    """Bản sắp ban hành: the plan as its decision will issue it, and the problems that go along with reasons.

    `version` is that of the plan decided on.
    """

    number: int
    version: int
    issued: PlanDossier
    calendar: WorkCalendar
    waivers: tuple[Waiver, ...]


def release_plan(
    store: Store,
    plan_key: str,
    *,
    number: str,
    day: date,
    by_person: str,
    reasons: Mapping[str, str],
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Release:
    """Issue the plan as it is drawn up, under its decision of that number and day, and return the release.

    As `planned_release`, which says what is refused. `version` is that of the plan decided on, None to take it as it
    is; another one raises StaleVersion.
    """
    planned = planned_release(store, plan_key, number=number, day=day, by_person=by_person, reasons=reasons, at=at)
    store.plans.rewrite(planned.issued, action="plan.release", version=version, by=by, at=at)
    store.steps.clear(plan_key, by=by, at=at)
    release = _add_release(
        store, planned.issued, planned.calendar, issued_by=by_person, waivers=planned.waivers, by=by, at=at
    )
    refresh_ledgers(store, plan_key, issued=_content(store, release).dossier, by=by, at=at)
    issued = {each.number: _content(store, each).dossier for each in store.releases.list(plan_key)}
    draft_notices(store, plan_key, issued, by=by, at=at)
    return release


def planned_release(
    store: Store,
    plan_key: str,
    *,
    number: str,
    day: date,
    by_person: str,
    reasons: Mapping[str, str],
    at: datetime,
) -> PlannedRelease:
    """Return what issuing the plan would make of it, and write nothing.

    `number` is "1234" or "1234/QĐ-UBND". `by_person` is the key of a person of the plan from a lead agency; `reasons`
    are written reasons by code of problem, each of which stands for all problems of its code that have no reason of
    their own written down. The rules are asked of the plan as it will be issued.

    Raise NotFound for an unknown plan or person, Refused: `plan.is_issued` and the like where the plan is no draft;
    `release.number_unreadable`, `release.other_symbol`, `release.number_used`; `release.day_to_come`,
    `release.day_before_submission`, `release.day_before_last`; `release.not_of_lead_agency`;
    `release.reason_without_problem`; `release.reasons_missing` with a sentence on each problem and how to accept it.
    """
    dossier = store.plans.dossier(plan_key)
    plan = dossier.plan
    check_transition(plan.state, PlanState.ISSUED, plan_key)
    approver = approver_of(dossier, by_person)
    registered = decision_number(number, plan.decision.symbol)
    earlier = store.releases.list(plan_key)
    today = at.astimezone(TIME_ZONE).date()
    check_decision(registered, day, dossier, earlier, today)
    issued, calendar = issued_dossier(dossier, registered, day), store.days_off.calendar()
    problems = problems_to_accept(store, issued, calendar, today)
    given = given_reasons(store, plan_key, reasons)
    _check_reasons(issued, problems, given, approver)
    return PlannedRelease(
        number=len(earlier) + 1,
        version=store.plans.version(plan_key),
        issued=issued,
        calendar=calendar,
        waivers=_waivers(problems, given, by_person),
    )


def problems_to_accept(
    store: Store, dossier: PlanDossier, calendar: WorkCalendar, today: date
) -> tuple[WordedProblem, ...]:
    """Return the problems of a plan as it would be issued that day, in the order of their levels."""
    key = dossier.plan.key
    before = release_dossier(store, key) if latest_release(store, key) is not None else None
    return adjustment_problems(dossier, before, today, calendar)


def problems_of_plan(store: Store, key: str, today: date) -> tuple[WordedProblem, ...]:
    """Return the problems of the stored plan of that key on that day; raise NotFound."""
    return problems_to_accept(store, store.plans.dossier(key), store.days_off.calendar(), today)


def given_reasons(store: Store, plan_key: str, by_code: Mapping[str, str] | None = None) -> GivenReasons:
    """Return the reasons written down for problems of the plan, and those given for all problems of a code."""
    written = {each.fact: each.reason for each in store.reasons.list(plan_key)}
    return GivenReasons(by_fact=written, by_code=by_code or {})


def begin_history(store: Store, plan_key: str, *, by: Actor, at: datetime) -> None:
    """Write down with what a plan that has just come in begins: its calendars, and, if it was issued, its release.

    Of the release no rule is asked: what was issued before it came in is history.
    """
    dossier = store.plans.dossier(plan_key)
    issued = None
    if dossier.plan.is_issued:
        release = _add_release(store, dossier, store.days_off.calendar(), issued_by=None, by=by, at=at)
        issued = _content(store, release).dossier
    refresh_ledgers(store, plan_key, issued=issued, by=by, at=at)


def latest_release(store: Store, plan_key: str) -> Release | None:
    """Return what was issued last of the plan; None while nothing was, and for an unknown plan."""
    return store.releases.latest(plan_key)


def release_as_drawn_up(store: Store, plan: Plan) -> int | None:
    """Return the number of the release that the plan as it is drawn up is; None for a draft, on top of one or not."""
    latest = store.releases.latest(plan.key) if plan.is_issued else None
    return None if latest is None else latest.number


def release_of(store: Store, plan_key: str, number: int | None = None) -> Release:
    """Return a release of the plan, the last one without a number; raise NotFound, of the plan where it has none."""
    if number is not None:
        return store.releases.get(plan_key, number)
    latest = store.releases.latest(plan_key)
    if latest is None:
        raise NotFound("plan", plan_key)
    return latest


def release_dossier(store: Store, plan_key: str, number: int | None = None) -> PlanDossier:
    """Return the plan as that release (the last one without a number) issued it, whatever the directory says today.

    What was drawn and sealed so far is in it: that amends nothing. Raise NotFound as `release_of`, Refused
    `release.damaged` where what is stored is not what was issued.
    """
    return dossier_of_release(store, release_of(store, plan_key, number))


def dossier_of_release(store: Store, release: Release) -> PlanDossier:
    """Return the plan as a release that was read issued it; raise as `release_dossier`."""
    return with_results(_content(store, release).dossier, store.draw_results(release.plan))


def release_calendar(store: Store, plan_key: str, number: int | None = None) -> WorkCalendar:
    """Return the days off by which that release was issued; raise as `release_dossier`."""
    return _content(store, release_of(store, plan_key, number)).calendar


def _add_release(
    store: Store,
    issued: PlanDossier,
    calendar: WorkCalendar,
    *,
    issued_by: str | None,
    waivers: Sequence[Waiver] = (),
    by: Actor,
    at: datetime,
) -> Release:
    plan, decision = issued.plan, issued.plan.decision
    content = write_release(issued, calendar)
    release = store.releases.add(
        plan.key,
        decision_number=f"{decision.number}/{decision.symbol}" if decision.number is not None else "",
        decision_day=decision.day if decision.day is not None else plan.changed_on,
        issued_by=issued_by,
        content=content,
        waivers=waivers,
        by=by,
        at=at,
    )
    _content(store, release)
    return release


def _check_reasons(
    dossier: PlanDossier, problems: Sequence[WordedProblem], given: GivenReasons, approver: Approver
) -> None:
    """Raise Refused where a reason by code is for nothing, and where a problem is left without one."""
    needing = {worded.problem.code for worded in problems if needs_reason(worded.problem)}
    for code in given.by_code:
        if code not in needing:
            raise Refused("release.reason_without_problem", rule=code, rules=", ".join(sorted(needing)) or "không có")
    still_open = open_problems([worded.problem for worded in problems], given, approver)
    if not still_open:
        return
    statements = {id(worded.problem): worded.statement for worded in problems}
    leaders = ", ".join(leading_people(dossier)) or "không có"
    lines = [_open_words(each, statements[id(each.problem)], leaders) for each in still_open]
    raise Refused(
        "release.reasons_missing", key=dossier.plan.key, count=f"{len(still_open)}", problems="\n".join(lines)
    )


def _open_words(each: OpenProblem, statement: str, leaders: str) -> str:
    """Return what a problem that is still open states, and how it can be accepted."""
    code = each.problem.code
    if each.approver == Approver.PLANNER:
        return refusal_sentence(Refused("release.open_warning", statement=statement, rule=code))
    if each.has_reason:
        return refusal_sentence(Refused("release.open_to_leaders", statement=statement, leaders=leaders))
    return refusal_sentence(Refused("release.open_error", statement=statement, rule=code, leaders=leaders))


def _waivers(problems: Sequence[WordedProblem], given: GivenReasons, by_person: str) -> tuple[Waiver, ...]:
    return tuple(
        Waiver(
            code=worded.problem.code,
            severity=worded.problem.severity,
            statement=worded.statement,
            reason=given.of(worded.problem),
            person=by_person,
        )
        for worded in problems
        if needs_reason(worded.problem)
    )


class _KeptContents:
    """Bản ban hành đang giữ trong bộ nhớ: by the hash of the content, which is the same wherever it is stored."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._kept: OrderedDict[str, ReleaseContent] = OrderedDict()

    def get(self, sha256: str) -> ReleaseContent | None:
        with self._lock:
            if sha256 in self._kept:
                self._kept.move_to_end(sha256)
            return self._kept.get(sha256)

    def put(self, sha256: str, content: ReleaseContent) -> None:
        with self._lock:
            self._kept[sha256] = content
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


_KEPT = _KeptContents(MOST_KEPT)


def _content(store: Store, release: Release) -> ReleaseContent:
    kept = _KEPT.get(release.sha256)
    if kept is not None:
        return kept
    content = store.releases.content(release.plan, release.number)
    if hashlib.sha256(content.encode()).hexdigest() != release.sha256:
        raise Refused("release.damaged", key=release.plan, release=f"{release.number}")
    found = read_release(content, f"{release.plan}, bản ban hành số {release.number}")
    _KEPT.put(release.sha256, found)
    return found
