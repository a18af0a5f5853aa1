"""Small plans for which schedules are proposed, and a proposal as it stands when it was answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from builders import PEOPLE, a_batch, a_dossier, a_plan, a_visit, a_window, before

from app.domain.acts import Decision
from app.domain.people import Actor
from app.domain.proposals import ProposalState
from app.domain.schedule_options import OptionKind, PlacedVisit, ScheduleAnswer, ScheduleOption, Statement
from app.domain.schedule_requests import ScheduleRequest
from app.planfiles.schedule_requests import write_answer
from app.services.proposal_use import ask_for_schedule

if TYPE_CHECKING:
    from datetime import datetime

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier
    from app.domain.proposals import Proposal

PLAN = "tinh-a-2023"
BASE = f"/ke-hoach/{PLAN}"
FAULTY = a_dossier(
    a_plan(
        decision=Decision(symbol="QĐ-UBND", body="ubnd-tinh-a"),
        batches=(
            a_batch(deputies=()),
            a_batch(
                "dot-2", head="ba-n", deputies=(), lead_agency="so-tttt", report_deadline=before(date(2023, 8, 25))
            ),
        ),
        visits=(
            a_visit(window=a_window(date(2023, 7, 29), date(2023, 8, 2))),
            a_visit("ubnd-huyen-b", batch="dot-2", window=a_window(date(2023, 9, 5), date(2023, 9, 8))),
        ),
    ),
    people=PEOPLE,
)
"""A draft whose first visit begins on a Saturday: moving it to the Friday before is the least that mends it."""
SOUND = replace(
    FAULTY,
    plan=replace(
        FAULTY.plan,
        visits=(
            replace(FAULTY.plan.visits[0], window=a_window(date(2023, 7, 31), date(2023, 8, 2))),
            FAULTY.plan.visits[1],
        ),
    ),
)
"""The same without an error, so that it may be issued."""


def answered(store: Store, dossier: PlanDossier, at: datetime) -> Proposal:
    """Store a proposal for a draft as if it had been searched for: every visit stays where it is."""
    by = Actor(name="can-bo")
    proposal = ask_for_schedule(store, dossier.plan.key, ScheduleRequest(), today=at.date(), by=by, at=at)
    plan = dossier.plan
    visits = tuple(
        PlacedVisit(
            unit=visit.unit,
            number=visit.number,
            window=visit.window,
            former=visit.window,
            batch=visit.batch,
            team=plan.team_of(visit).key,
        )
        for visit in plan.firm_visits()
        if visit.window is not None
    )
    option = ScheduleOption(
        kind=OptionKind.LEAST_MOVED, visits=visits, costs=(Statement(code="cost.none_moved"),), proven=True
    )
    store.proposals.finish(
        plan.key,
        proposal.id,
        state=ProposalState.FOUND,
        answer=write_answer(ScheduleAnswer(options=(option,))),
        words="01 phương án",
        by=by,
        at=at,
    )
    return store.proposals.get(plan.key, proposal.id)
