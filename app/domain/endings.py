"""Trình, rút, kết thúc, thay thế: what becomes of a plan by a paper that is not its own decision.

Each function takes what was recorded of the paper and gives the plan as it stands then.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.acts import CitedAct, Decision, Submission
from app.domain.errors import Fault, InvalidInput
from app.domain.plans import Ending, PlanState
from app.domain.releases import check_submitted, check_transition
from app.domain.vietnamese import clean, short_date, two_digits

if TYPE_CHECKING:
    from datetime import date

    from app.domain.dossiers import PlanDossier

NUMBER, DAY = "number", "day"
"""The places of the faults of a paper's number and day."""
REPORT_KIND = "BC"
_SUBMISSION_KIND = "TTr"
_LONGEST_NUMBER = 60
_NUMBER = re.compile(r"(?P<number>[0-9]{1,6})(?:\s*/\s*(?P<symbol>[^\W\d_][^\s/]*(?:/[^\s/]+)*))?")


def submitted_dossier(dossier: PlanDossier, number: str, day: date, today: date) -> PlanDossier:
    """Trình: return the draft as put before its signatory by the paper of that number and day.

    `number` is "1319" or "1319/TTr-SNV". The line of the decision that names the paper follows it. Raise Refused where
    the plan is not a draft, InvalidInput at `number` and `day`.
    """
    plan = dossier.plan
    check_transition(plan.state, PlanState.SUBMITTED, plan.key)
    submission = plan.decision.submission or Submission(agency=plan.planning_agencies[0])
    unit = dossier.directory.get(submission.agency)
    symbol = "-".join(part for part in (_SUBMISSION_KIND, unit.symbol if unit is not None else None) if part)
    registered, faults = _registered(number, symbol)
    faults += _day_faults(day, today)
    _raise(faults)
    asked = replace(submission, number=registered, day=day, text=_renamed(submission, registered, day))
    return _standing(dossier, PlanState.SUBMITTED, today, decision=replace(plan.decision, submission=asked))


def withdrawn_dossier(dossier: PlanDossier, today: date) -> PlanDossier:
    """Rút về dự thảo: return a submitted plan as a draft; what was recorded of its submission stays. Raise Refused."""
    check_submitted(dossier.plan)
    return _standing(dossier, PlanState.DRAFT, today)


def closed_dossier(dossier: PlanDossier, number: str, day: date, today: date) -> PlanDossier:
    """Kết thúc: return an issued plan as closed by the report of its đoàn, filed under that number and day.

    The đoàn dissolves of itself when it has reported. Raise Refused where the plan is not issued, InvalidInput at
    `number` and `day`.
    """
    plan = dossier.plan
    check_transition(plan.state, PlanState.CLOSED, plan.key)
    registered, faults = _registered(number, "")
    _raise([*faults, *_day_faults(day, today, plan.decision)])
    paper = CitedAct(number=registered, day=day)
    return _standing(dossier, PlanState.CLOSED, today, ending=Ending(day=day, paper=paper))


def replaced_dossier(dossier: PlanDossier, act: CitedAct, today: date) -> PlanDossier:
    """Thay thế: return an issued plan as done away with by another act; what had not taken place by then is called off.

    Raise Refused where the plan is not issued, InvalidInput at `number` and `day`.
    """
    plan = dossier.plan
    check_transition(plan.state, PlanState.REPLACED, plan.key)
    registered, faults = _registered(act.number, "")
    own = f"{plan.decision.number}/{plan.decision.symbol}"
    if not faults and plan.decision.number is not None and registered.casefold() == own.casefold():
        faults.append(Fault(place=NUMBER, code="paper_number.own", found=registered))
    if act.day is None:
        raise InvalidInput([*faults, Fault(place=DAY, code="day.empty")])
    _raise([*faults, *_day_faults(act.day, today, plan.decision)])
    paper = CitedAct(number=registered, day=act.day, issuer=clean(act.issuer), subject=clean(act.subject))
    return _standing(dossier, PlanState.REPLACED, today, ending=Ending(day=act.day, paper=paper))


def _registered(typed: str, symbol: str) -> tuple[str, list[Fault]]:
    """Return the number of a paper with its symbol ("1319/TTr-SNV"), or what is wrong with what was typed.

    A number of less than two digits gets a zero (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.3); `symbol` is what an office
    that typed the number alone means by it, "" where that is not known.
    """
    text = clean(typed)
    if not text:
        return "", [Fault(place=NUMBER, code="paper_number.empty")]
    found = _NUMBER.fullmatch(text)
    if found is None or int(found["number"]) == 0 or len(text) > _LONGEST_NUMBER:
        return "", [Fault(place=NUMBER, code="paper_number.unreadable", found=text[:_LONGEST_NUMBER])]
    if found["symbol"] is None and not symbol:
        return "", [Fault(place=NUMBER, code="paper_number.no_symbol", found=text)]
    return f"{two_digits(int(found['number']))}/{found['symbol'] or symbol}", []


def _day_faults(day: date, today: date, decision: Decision | None = None) -> list[Fault]:
    """Return what is wrong with the day of a paper: it is not yet there, or it is older than what it follows."""
    if day > today:
        return [Fault(place=DAY, code="day.to_come", found=short_date(day), wanted=short_date(today))]
    if decision is not None and decision.day is not None and day < decision.day:
        return [Fault(place=DAY, code="day.before_decision", found=short_date(day), wanted=short_date(decision.day))]
    return []


def _raise(faults: list[Fault]) -> None:
    if faults:
        raise InvalidInput(faults)


def _renamed(submission: Submission, number: str, day: date) -> str:
    """Return the decision's line on its submission with the number and day that it has now."""
    text = submission.text
    for before, now in ((submission.number, number), (submission.day and short_date(submission.day), short_date(day))):
        if before:
            text = text.replace(before, now)
    return text


def _standing(
    dossier: PlanDossier,
    state: PlanState,
    today: date,
    *,
    decision: Decision | None = None,
    ending: Ending | None = None,
) -> PlanDossier:
    plan = dossier.plan
    own = replace(plan, state=state, changed_on=today, decision=decision or plan.decision, ending=ending or plan.ending)
    return replace(dossier, plan=own)
