"""Đường đi của kế hoạch: submitted, withdrawn, closed, replaced; and the reasons written down on the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.dates import TIME_ZONE
from app.domain.endings import closed_dossier, replaced_dossier, submitted_dossier, withdrawn_dossier
from app.domain.errors import NotFound, StaleVersion
from app.domain.plans import Plan, PlanState
from app.domain.reasons import Fact, WrittenReason, fact_of, typed_reason, unneeded
from app.domain.releases import Approver, approver_of, check_transition, needs_reason
from app.services.checking import WordedProblem
from app.services.feed_ledgers import refresh_ledgers
from app.services.releases import latest_release, problems_to_accept, release_dossier
from app.services.sentences import site_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from app.db.store import Store
    from app.domain.acts import CitedAct
    from app.domain.dossiers import PlanDossier
    from app.domain.people import Actor, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonedProblem:
    """Vấn đề cần lý do, and what is written down for it; `reason` is None while nothing is."""

    worded: WordedProblem
    reason: WrittenReason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonBook:
    """Sổ lý do của một kế hoạch đang soạn: what needs a reason, what has one, and reasons whose problem is gone."""

    plan: Plan
    problems: tuple[ReasonedProblem, ...]
    unneeded: tuple[WrittenReason, ...]

    @property
    def written(self) -> dict[Fact, str]:
        """Every reason that is written down."""
        found = [*self.unneeded, *(each.reason for each in self.problems if each.reason is not None)]
        return {each.fact: each.reason for each in found}

    @property
    def open(self) -> tuple[ReasonedProblem, ...]:
        """The problems that nobody has written a reason for."""
        return tuple(each for each in self.problems if each.reason is None)


def reason_book(store: Store, dossier: PlanDossier, today: date) -> ReasonBook:
    """Return what of a plan that is drawn up needs a reason to be issued as it stands that day."""
    found = problems_to_accept(store, dossier, store.days_off.calendar(), today)
    written = store.reasons.list(dossier.plan.key)
    by_fact = {each.fact: each for each in written}
    return ReasonBook(
        plan=dossier.plan,
        problems=tuple(
            ReasonedProblem(worded=worded, reason=by_fact.get(fact_of(worded.problem)))
            for worded in found
            if needs_reason(worded.problem)
        ),
        unneeded=unneeded(written, [worded.problem for worded in found]),
    )


def with_reasons(store: Store, plan_key: str, problems: Iterable[WordedProblem]) -> tuple[WordedProblem, ...]:
    """Return problems of the plan, those with a reason written down told with it in the place of how to mend them."""
    written = {each.fact: each.reason for each in store.reasons.list(plan_key)}
    return tuple(
        replace(each, remedy=site_sentence("reason_written", reason=written[fact]))
        if (fact := fact_of(each.problem)) in written
        else each
        for each in problems
    )


def write_reason(
    store: Store, book: ReasonBook, fact: Fact, reason: str, *, seen: str | None = None, by: Actor, at: datetime
) -> None:
    """Write down why a problem of the book is accepted; an empty reason takes out the one there is.

    `seen` is what the form showed, None to take it as it is. Raise Refused `plan.is_issued` and the like where the plan
    is not being drawn up, NotFound where it has no such problem that needs a reason, StaleVersion where somebody wrote
    another reason meanwhile, InvalidInput at `reason`.
    """
    check_transition(book.plan.state, PlanState.ISSUED, book.plan.key)
    text = typed_reason(reason, "reason")
    before = book.written.get(fact, "")
    if seen is not None and seen != before:
        raise StaleVersion("reason", fact[0])
    if text == before:
        return
    if not text:
        store.reasons.withdraw(book.plan.key, fact, by=by, at=at)
        return
    if fact not in {fact_of(each.worded.problem) for each in book.problems}:
        raise NotFound("problem", fact[0])
    store.reasons.put(book.plan.key, fact, text, by=by, at=at)


def approvers(dossier: PlanDossier) -> tuple[tuple[Person, Approver], ...]:
    """Return the people of the plan who may issue it, those first who may accept its errors too."""
    own = [person for person in dossier.people if person.agency in dossier.plan.planning_agencies]
    found = [(person, approver_of(dossier, person.key)) for person in own]
    return tuple(sorted(found, key=lambda entry: entry[1] != Approver.LEADER))


def submit_plan(
    store: Store, plan_key: str, *, number: str, day: date, by: Actor, at: datetime, version: int | None = None
) -> PlanDossier:
    """Trình: record the submission of a draft; raise as `submitted_dossier`, NotFound, StaleVersion.

    Nothing that the rules find keeps a plan from being submitted.
    """
    today = at.astimezone(TIME_ZONE).date()
    changed = _changed(
        store, plan_key, lambda plan: submitted_dossier(plan, number, day, today), "plan.submit", version, by=by, at=at
    )
    store.steps.clear(plan_key, by=by, at=at)
    return changed


def withdraw_plan(store: Store, plan_key: str, *, by: Actor, at: datetime, version: int | None = None) -> PlanDossier:
    """Rút về dự thảo: open a submitted plan for changes again; raise as `withdrawn_dossier`, NotFound, StaleVersion."""
    today = at.astimezone(TIME_ZONE).date()
    return _changed(
        store, plan_key, lambda plan: withdrawn_dossier(plan, today), "plan.withdraw", version, by=by, at=at
    )


def close_plan(
    store: Store, plan_key: str, *, number: str, day: date, by: Actor, at: datetime, version: int | None = None
) -> PlanDossier:
    """Kết thúc: record the report of the đoàn, which ends the plan; raise as `closed_dossier`, NotFound, StaleVersion.

    What the calendars of its members show stays.
    """
    today = at.astimezone(TIME_ZONE).date()
    return _changed(
        store, plan_key, lambda plan: closed_dossier(plan, number, day, today), "plan.close", version, by=by, at=at
    )


def replace_plan(
    store: Store, plan_key: str, act: CitedAct, *, by: Actor, at: datetime, version: int | None = None
) -> PlanDossier:
    """Thay thế: record the act that does away with the plan; raise as `replaced_dossier`, NotFound, StaleVersion.

    What had not ended is called off in every calendar.
    """
    today = at.astimezone(TIME_ZONE).date()
    return _changed(
        store, plan_key, lambda plan: replaced_dossier(plan, act, today), "plan.replace", version, by=by, at=at
    )


def _changed(
    store: Store,
    plan_key: str,
    change: Callable[[PlanDossier], PlanDossier],
    action: str,
    version: int | None,
    *,
    by: Actor,
    at: datetime,
) -> PlanDossier:
    after = change(store.plans.dossier(plan_key))
    store.plans.rewrite(after, action=action, version=version, by=by, at=at)
    issued = release_dossier(store, plan_key) if latest_release(store, plan_key) is not None else None
    refresh_ledgers(store, plan_key, issued=issued, by=by, at=at)
    return after
