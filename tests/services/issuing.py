"""Steps that the tests of releases share: a small plan that may be issued, issued with whatever reasons it needs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from builders import PEOPLE, a_batch, a_dossier, a_plan, a_team, a_visit, a_window, before

from app.domain.acts import Clause, ClauseKind, Decision, PlanText, Submission
from app.domain.dates import TIME_ZONE
from app.domain.people import Actor
from app.domain.plans import SelfInspectionRule
from app.domain.releases import issued_dossier
from app.domain.teams import Seat
from app.services.releases import begin_history, problems_to_accept, release_plan

if TYPE_CHECKING:
    from app.db.store import Store
    from app.domain.dossiers import PlanDossier
    from app.domain.releases import Release

PLAN = "tinh-a-2023"
BY = Actor(name="Nguyễn Văn A")
AT = datetime(2023, 7, 6, 2, 30, tzinfo=UTC)
"""9:30 in the morning of 6/7/2023 in Vietnam."""
DAY = date(2023, 7, 5)
DRAFT = a_dossier(
    a_plan(
        decision=Decision(
            symbol="QĐ-UBND",
            body="ubnd-tinh-a",
            submission=Submission(agency="so-noi-vu", number="9/TTr-SNV", day=date(2023, 6, 29)),
        ),
        text=PlanText(
            clauses=(Clause(code="I.1", kind=ClauseKind.ITEM, text="Sở Y tế báo cáo trước ngày 21/7/2023."),)
        ),
        teams=(a_team(Seat(key="ong-p", person="ong-p"), Seat(key="van-phong", office="Đại diện Văn phòng")),),
        batches=(a_batch(deputies=()), a_batch("dot-2", deputies=(), report_deadline=before(date(2023, 8, 25)))),
        visits=(
            a_visit(),
            a_visit("ubnd-huyen-b", batch="dot-2", window=a_window(date(2023, 9, 5), date(2023, 9, 8))),
        ),
        self_inspection=SelfInspectionRule(kinds=("cơ quan chuyên môn",), deadline=before(date(2023, 11, 30))),
    ),
    people=PEOPLE,
)
"""A draft with one warning: nobody is named for one of its seats."""


def put(store: Store, dossier: PlanDossier = DRAFT) -> None:
    """Store a plan with its province and units, its calendars begun."""
    store.provinces.add(dossier.province, by=BY, at=AT)
    store.directory.add(dossier.province.key, dossier.units, by=BY, at=AT)
    store.plans.add(dossier, by=BY, at=AT)
    begin_history(store, dossier.plan.key, by=BY, at=AT)


def reasons_for(
    store: Store, plan: str = PLAN, number: str = "1", day: date = DAY, at: datetime = AT
) -> dict[str, str]:
    """Return a reason for every problem that the plan has when it is issued so at that moment."""
    issued = issued_dossier(store.plans.dossier(plan), number, day)
    problems = problems_to_accept(store, issued, store.days_off.calendar(), at.astimezone(TIME_ZONE).date())
    return {p.problem.code: f"chấp nhận {p.problem.code}" for p in problems if p.problem.severity != "info"}


def issue(store: Store, number: str = "1234", day: date = DAY, *, plan: str = PLAN, **fields: Any) -> Release:
    """Issue the plan with a reason for everything that needs one."""
    defaults: dict[str, Any] = {
        "by_person": "ong-m",
        "reasons": reasons_for(store, plan, number, day, fields.get("at", AT)),
        "by": BY,
        "at": AT,
    }
    return release_plan(store, plan, number=number, day=day, **{**defaults, **fields})
