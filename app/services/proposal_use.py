"""Đề xuất lịch từ lúc yêu cầu đến lúc dùng: what is stored of a proposal, and an option made the plan's schedule."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.dates import TIME_ZONE, WorkCalendar
from app.domain.dossiers import PlanDossier
from app.domain.errors import InvalidInput, NotFound, Refused, StaleVersion
from app.domain.happenings import Happening, after, days_off_by
from app.domain.plans import PlanState
from app.domain.problems import Severity
from app.domain.proposals import ProposalKind, ProposalState
from app.domain.releases import check_editable
from app.domain.rules import check_plan
from app.domain.schedule_options import apply_option
from app.domain.schedule_request_checks import request_faults
from app.domain.schedule_requests import Aim, ScheduleRequest
from app.domain.vietnamese import two_digits
from app.planfiles.happenings import happening_from, plain_happening
from app.planfiles.schedule_requests import read_answer, read_asked, write_asked
from app.services.adjusting import open_adjustment
from app.services.checking import adjustment_problems
from app.services.editing import edit_plan
from app.services.ledger_upkeep import add_days_off
from app.services.projected_days_off import ensure_days_off, years_of
from app.services.proposals import solve
from app.services.releases import latest_release, release_dossier
from app.services.replanning import issued_plan, replanning

if TYPE_CHECKING:
    from datetime import date, datetime

    from app.db.store import Store
    from app.domain.people import Actor
    from app.domain.proposals import Proposal
    from app.domain.schedule_options import ScheduleAnswer, ScheduleOption
    from app.services.checking import WordedProblem

_AIMS = {Aim.MEND: "Sửa lỗi của lịch hiện có", Aim.FRESH: "Xếp lịch mới", Aim.REPLAN: "Điều chỉnh lịch"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Điều đã yêu cầu: the plan that was asked about, what happened in it included, its days off, and the wishes.

    `happening` is None for a schedule of a draft; `working_days` is the length of a unit that is added.
    """

    dossier: PlanDossier
    calendar: WorkCalendar
    request: ScheduleRequest
    happening: Happening | None = None
    working_days: int | None = None

    @property
    def words(self) -> str:
        """What was asked, in a line."""
        return self.request.note or _AIMS[self.request.aim]


def ask_for_schedule(
    store: Store, plan_key: str, request: ScheduleRequest, *, today: date, by: Actor, at: datetime
) -> Proposal:
    """Store a request for a schedule of a draft, whose search is to begin after the commit, and return it.

    Raise NotFound for an unknown plan, Refused `plan.is_issued` and the like where the plan is no draft, InvalidInput
    where the request names what the plan does not have.
    """
    dossier = store.plans.dossier(plan_key)
    check_editable(dossier.plan)
    ensure_days_off(store, years_of(dossier.plan), by=by, at=at)
    asked = Asked(dossier=dossier, calendar=store.days_off.calendar(), request=request)
    return _stored(store, plan_key, ProposalKind.SCHEDULE, asked, today=today, by=by, at=at)


def ask_for_replan(
    store: Store,
    plan_key: str,
    happening: Happening,
    *,
    working_days: int | None = None,
    today: date,
    by: Actor,
    at: datetime,
) -> Proposal:
    """Store what happened to an issued plan as a request for the least change of its schedule, and return it.

    `working_days` is the length of a visit that is added. Raise as `issued_plan` and `replanning` do.
    """
    found = replanning(issued_plan(store, plan_key, today), happening, working_days=working_days)
    asked = Asked(
        dossier=found.dossier,
        calendar=found.calendar,
        request=found.request,
        happening=happening,
        working_days=working_days,
    )
    return _stored(store, plan_key, ProposalKind.REPLAN, asked, today=today, by=by, at=at)


def ask_again(store: Store, plan_key: str, number: int, *, today: date, by: Actor, at: datetime) -> Proposal:
    """Store the request of an earlier proposal again, put to the plan as it stands now; raise as it did."""
    earlier = asked_of(store.proposals.get(plan_key, number))
    if earlier.happening is None:
        return ask_for_schedule(store, plan_key, earlier.request, today=today, by=by, at=at)
    return ask_for_replan(
        store, plan_key, earlier.happening, working_days=earlier.working_days, today=today, by=by, at=at
    )


def asked_of(proposal: Proposal) -> Asked:
    """Return what was asked, as it was asked."""
    kept = json.loads(proposal.asked)
    dossier, calendar, request = read_asked(kept["ask"])
    return Asked(
        dossier=dossier,
        calendar=calendar,
        request=request,
        happening=happening_from(kept["happening"]) if kept["happening"] is not None else None,
        working_days=kept["working_days"],
    )


def asked_words(proposal: Proposal) -> str:
    """Return what was asked, in a line: the same as `asked_of` says, without reading the plan that was asked about."""
    words: str = json.loads(proposal.asked)["words"]
    return words


def answer_of(proposal: Proposal) -> ScheduleAnswer | None:
    """Return what the search found; None while it goes on, and where it failed."""
    return None if proposal.answer is None else read_answer(proposal.answer)


def option_of(proposal: Proposal, number: int) -> ScheduleOption:
    """Return an option of a proposal by its number from 1; raise NotFound."""
    answer = answer_of(proposal)
    options = answer.options if answer is not None else ()
    if not 1 <= number <= len(options):
        raise NotFound("schedule_option", f"{number}")
    return options[number - 1]


def searched(asked: bytes) -> bytes:
    """Search in a process of its own for what a proposal asks, and return the answer; both as they are stored."""
    return solve(json.loads(asked)["ask"])


def outcome(answer: str) -> tuple[ProposalState, str]:
    """Return what became of a proposal that was answered so: its state, and the words for the log."""
    found = read_answer(answer)
    if found.options:
        return ProposalState.FOUND, f"{two_digits(len(found.options))} phương án"
    if found.clashes:
        return ProposalState.CLASHING, f"các yêu cầu vướng nhau ({two_digits(len(found.clashes))} điều)"
    return ProposalState.FAILED, "chưa tìm được phương án nào"


def option_problems(
    store: Store, plan_key: str, asked: Asked, option: ScheduleOption, today: date
) -> tuple[WordedProblem, ...]:
    """Return what the rules find of a plan as an option leaves it."""
    issued = release_dossier(store, plan_key) if latest_release(store, plan_key) is not None else None
    return adjustment_problems(apply_option(asked.dossier, option), issued, today, asked.calendar)


def check_usable(store: Store, proposal: Proposal) -> None:
    """Raise StaleVersion where the plan changed since it was asked about, Refused where it is not changed now."""
    plan = store.plans.dossier(proposal.plan).plan
    if store.plans.version(proposal.plan) != proposal.version:
        raise StaleVersion("plan", proposal.plan)
    if proposal.kind == ProposalKind.SCHEDULE or plan.state != PlanState.ISSUED:
        check_editable(plan)


def use_option(
    store: Store, plan_key: str, proposal_number: int, number: int, *, by: Actor, at: datetime
) -> PlanDossier:
    """Make an option the schedule of the plan, as one change that can be undone, and return the draft.

    What happened to an issued plan is taken into it, and an adjustment is opened where none is open; days off that were
    decreed are added for all plans. Raise NotFound, StaleVersion where the plan changed since it was asked about,
    Refused `proposal.not_better` where the rules find an error in the plan as the option leaves it, and as `edit_plan`.
    """
    proposal = store.proposals.get(plan_key, proposal_number)
    option, asked = option_of(proposal, number), asked_of(proposal)
    check_usable(store, proposal)
    problems = option_problems(store, plan_key, asked, option, at.astimezone(TIME_ZONE).date())
    # What was accepted when the plan was issued, at visits that stay, no option can mend.
    settled = check_plan(asked.dossier, asked.calendar) if proposal.kind == ProposalKind.REPLAN else ()
    errors = sum(each.problem.severity == Severity.ERROR and each.problem not in settled for each in problems)
    if errors:
        raise Refused("proposal.not_better", count=two_digits(errors))
    happening = asked.happening
    if happening is not None:
        add_days_off(store, days_off_by(happening), by=by, at=at)
        if store.plans.dossier(plan_key).plan.state == PlanState.ISSUED:
            open_adjustment(store, plan_key, reason=asked.words, by=by, at=at)

    def change(dossier: PlanDossier) -> PlanDossier:
        return apply_option(dossier if happening is None else after(dossier, happening), option)

    words = f"Dùng phương án {number} của đề xuất số {proposal.id}"
    return edit_plan(store, plan_key, change, words=words, by=by, at=at)


def _stored(
    store: Store, plan_key: str, kind: ProposalKind, asked: Asked, *, today: date, by: Actor, at: datetime
) -> Proposal:
    faults = request_faults(asked.dossier, asked.calendar, asked.request)
    if faults:
        raise InvalidInput(faults)
    kept = {
        "ask": write_asked(asked.dossier, asked.calendar, asked.request, today),
        "happening": None if asked.happening is None else plain_happening(asked.happening),
        "working_days": asked.working_days,
        "words": asked.words,
    }
    return store.proposals.add(
        plan_key,
        version=store.plans.version(plan_key),
        kind=kind,
        asked=json.dumps(kept, ensure_ascii=False),
        words=asked.words,
        by=by,
        at=at,
    )
