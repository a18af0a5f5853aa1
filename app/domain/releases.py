"""Bản ban hành: a plan as it was issued, what had to be accepted for it, and the ways from one state to another."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.errors import Refused
from app.domain.plans import PlanState
from app.domain.problems import Problem, Severity
from app.domain.vietnamese import clean, listed, short_date, two_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.domain.dossiers import PlanDossier
    from app.domain.plans import Plan
    from app.domain.reasons import GivenReasons

TRANSITIONS: dict[PlanState, dict[PlanState, str]] = {
    PlanState.DRAFT: {PlanState.SUBMITTED: "Trình", PlanState.ISSUED: "Ban hành, hoặc bỏ điều chỉnh"},
    PlanState.SUBMITTED: {PlanState.DRAFT: "Rút về dự thảo", PlanState.ISSUED: "Ban hành"},
    PlanState.ISSUED: {
        PlanState.DRAFT: "Mở điều chỉnh",
        PlanState.REPLACED: "Thay thế",
        PlanState.CLOSED: "Kết thúc",
    },
    PlanState.REPLACED: {},
    PlanState.CLOSED: {},
}
"""The states into which a plan may go from each, and what takes it there; an adjustment is a draft on a release."""

STATE_NAMES = {
    PlanState.DRAFT: "Dự thảo",
    PlanState.SUBMITTED: "Đã trình",
    PlanState.ISSUED: "Đã ban hành",
    PlanState.REPLACED: "Đã được thay thế",
    PlanState.CLOSED: "Đã kết thúc",
}
"""Tình trạng của kế hoạch, in two or three words."""

_WHERE_IT_STANDS = {
    PlanState.DRAFT: "plan.is_draft",
    PlanState.SUBMITTED: "plan.is_submitted",
    PlanState.ISSUED: "plan.is_issued",
    PlanState.REPLACED: "plan.is_replaced",
    PlanState.CLOSED: "plan.is_closed",
}
_NUMBER = re.compile(r"(?P<number>[0-9]{1,6})(?:\s*/\s*(?P<symbol>\S.*))?", re.DOTALL)


class Approver(StrEnum):
    """Người được quyền nêu lý do: who may accept a problem of a plan that is to be issued."""

    LEADER = "leader"
    """Head or deputy of a batch or visit who comes from a lead agency."""
    PLANNER = "planner"
    """Any person of the plan who comes from a lead agency."""


APPROVERS: dict[Severity, Approver | None] = {
    Severity.ERROR: Approver.LEADER,
    Severity.WARNING: Approver.PLANNER,
    Severity.INFO: None,
}
"""Who accepts a problem of each level, in writing; a note needs nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """Chấp nhận một vấn đề: what the rule stated when the plan was issued, and why that stood; `person` is a key."""

    code: str
    severity: Severity
    statement: str
    reason: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Bản ban hành: a plan as issued under one decision, never changed afterwards; `number` counts from 1 per plan.

    `decision_number` is number and symbol ("1234/QĐ-UBND"), "" for a plan that came in issued without one; its
    `decision_day` is then the day its data last changed, if that is not known either. `issued_by` is the key of a
    person of the plan, None for what came in from a file. `sha256` is that of its content, lower-case hexadecimal.
    """

    plan: str
    number: int
    decision_number: str
    decision_day: date
    issued_by: str | None
    issued_at: datetime
    actor: str
    sha256: str
    waivers: tuple[Waiver, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenFile:
    """Tệp của bản ban hành: a file of its set as it was made when it was issued, with its hash.

    `unit`, `person` and `is_announced` say for whom it is. `content` is None for a calendar: that is made again, from
    what was issued, and its hash tells whether it is the same.
    """

    path: str
    kind: str
    sha256: str
    content: bytes | None
    unit: str | None = None
    person: str | None = None
    is_announced: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenProblem:
    """Vấn đề còn chờ lý do: a problem that keeps a plan from being issued, and who may accept it.

    `has_reason` says that a reason is given, by somebody who may not accept this one.
    """

    problem: Problem
    approver: Approver
    has_reason: bool


def check_transition(state: PlanState, wanted: PlanState, key: str) -> None:
    """Raise Refused where a plan in that state does not go into the other; the sentence says what can be done."""
    if wanted not in TRANSITIONS[state]:
        raise Refused(_WHERE_IT_STANDS[state], key=key)


def state_diagram() -> str:
    """Return the ways of a plan as a Mermaid state diagram; those that come in issued may begin at any state."""
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{name}" as {state.value}' for state, name in STATE_NAMES.items()]
    lines.append(f"    [*] --> {PlanState.DRAFT.value}: Lập kế hoạch")
    for state, ways in TRANSITIONS.items():
        lines += [f"    {state.value} --> {wanted.value}: {act}" for wanted, act in ways.items()]
        if not ways:
            lines.append(f"    {state.value} --> [*]")
    return "\n".join(lines) + "\n"


def check_editable(plan: Plan) -> None:
    """Raise Refused where the plan is not being drawn up; the sentence says what can be done."""
    if plan.state != PlanState.DRAFT:
        raise Refused(_WHERE_IT_STANDS[plan.state], key=plan.key)


def check_submitted(plan: Plan) -> None:
    """Raise Refused where the plan has not been submitted; the sentence says what can be done."""
    if plan.state != PlanState.SUBMITTED:
        raise Refused(_WHERE_IT_STANDS[plan.state], key=plan.key)


def issued_dossier(dossier: PlanDossier, number: str, day: date) -> PlanDossier:
    """Return the plan as its decision of that number and day issues it.

    Signing is the last change of its data, so that the papers issued with the decision carry the decision's day.
    """
    plan = dossier.plan
    decision = replace(plan.decision, number=number, day=day)
    return replace(dossier, plan=replace(plan, state=PlanState.ISSUED, changed_on=day, decision=decision))


def adjusted_draft(dossier: PlanDossier, day: date) -> PlanDossier:
    """Return an issued plan as a draft on top of it, whose own decision has neither number nor date yet."""
    plan = dossier.plan
    decision = replace(plan.decision, number=None, day=None)
    return replace(dossier, plan=replace(plan, state=PlanState.DRAFT, changed_on=day, decision=decision))


def decision_number(typed: str, symbol: str) -> str:
    """Return the number of a decision, of two digits at least, typed as "1234" or "1234/QĐ-UBND".

    Raise Refused `release.number_unreadable` for anything else, and where the symbol is not that of the plan's act.
    """
    found = _NUMBER.fullmatch(clean(typed))
    if found is None or int(found["number"]) == 0:
        raise Refused("release.number_unreadable", found=typed, symbol=symbol)
    if found["symbol"] is not None and _folded(found["symbol"]) != _folded(symbol):
        raise Refused("release.other_symbol", found=found["symbol"], symbol=symbol)
    return two_digits(int(found["number"]))


def check_decision(number: str, day: date, dossier: PlanDossier, earlier: Sequence[Release], today: date) -> None:
    """Raise Refused where a decision of that number and day cannot issue the plan.

    It is not signed before the submission that asks for it nor before the decision that it adjusts, takes effect when
    it is signed and not earlier, and numbers are not used twice in a year (Nghị định 30/2020/NĐ-CP, Điều 15).
    """
    decision = dossier.plan.decision
    submission = decision.submission
    if day > today:
        raise Refused("release.day_to_come", day=short_date(day), today=short_date(today))
    if submission is not None and submission.day is not None and day < submission.day:
        asked = submission.number or ""
        raise Refused(
            "release.day_before_submission", day=short_date(day), number=asked, submitted=short_date(submission.day)
        )
    if earlier and day < earlier[-1].decision_day:
        last = earlier[-1]
        raise Refused(
            "release.day_before_last",
            day=short_date(day),
            release=f"{last.number}",
            issued=short_date(last.decision_day),
        )
    own = f"{number}/{decision.symbol}"
    for release in earlier:
        if (release.decision_number, release.decision_day.year) == (own, day.year):
            raise Refused(
                "release.number_used", number=own, release=f"{release.number}", issued=short_date(release.decision_day)
            )


def leading_people(dossier: PlanDossier) -> tuple[str, ...]:
    """Return the keys of those who lead a batch or a visit and come from a lead agency, once, in plan order."""
    plan = dossier.plan
    keys = [key for batch in plan.batches for key in (batch.head, *batch.deputies) if key is not None]
    keys += [visit.head for visit in plan.visits if visit.head is not None]
    return tuple(key for key in dict.fromkeys(keys) if dossier.person(key).agency in plan.planning_agencies)


def approver_of(dossier: PlanDossier, person: str) -> Approver:
    """Return what a person of the plan may accept; raise NotFound, Refused where they come from no lead agency."""
    found = dossier.person(person)
    if found.agency not in dossier.plan.planning_agencies:
        agencies = listed(dossier.unit_name(key) for key in dossier.plan.planning_agencies)
        raise Refused("release.not_of_lead_agency", person=f"{found.honorific} {found.name}", agencies=agencies)
    return Approver.LEADER if person in leading_people(dossier) else Approver.PLANNER


def needs_reason(problem: Problem) -> bool:
    """Say whether a plan with this problem is issued with a reason in writing alone."""
    return APPROVERS[problem.severity] is not None


def open_problems(
    problems: Iterable[Problem], reasons: GivenReasons, approver: Approver | None
) -> tuple[OpenProblem, ...]:
    """Return the problems that still keep a plan from being issued, in their order.

    `approver` is what whoever issues it may accept, None while that is not known: then nothing is accepted.
    """
    found: list[OpenProblem] = []
    for problem in problems:
        needed = APPROVERS[problem.severity]
        if needed is None:
            continue
        has_reason = bool(reasons.of(problem))
        may_accept = approver in {Approver.LEADER, needed}
        if not (has_reason and may_accept):
            found.append(OpenProblem(problem=problem, approver=needed, has_reason=has_reason))
    return tuple(found)


def _folded(symbol: str) -> str:
    return "".join(clean(symbol).casefold().split())
