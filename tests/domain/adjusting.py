"""A plan to be changed, and what becomes of it, for the tests of adjustments."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from builders import a_batch, a_dossier, a_plan, a_team, a_visit, a_window, before

from app.domain.acts import Article, Clause, ClauseKind, Decision, PlanText
from app.domain.adjusting import apply_adjustment
from app.domain.adjustments import (
    Adjustment,
)
from app.domain.dates import LooseTime
from app.domain.errors import InvalidInput
from app.domain.people import Person
from app.domain.plans import Plan, SelfInspectionRule
from app.domain.teams import Role, Seat

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier

AUGUST = a_window(date(2023, 8, 1), date(2023, 8, 4))
SEPTEMBER = a_window(date(2023, 9, 5), date(2023, 9, 8))
LATER = LooseTime(wording="Quý IV năm 2023")
NEWCOMER = Person(key="ba-q", name="Q", honorific="Bà", position="Chuyên viên", agency="so-noi-vu")
SEATS = (
    Seat(key="ong-p", person="ong-p", role=Role.SECRETARY, fields=("the-che",)),
    Seat(key="van-phong", office="Đại diện Văn phòng", agency="so-tu-phap"),
)
PLAN = a_plan(
    decision=Decision(
        symbol="QĐ-UBND", body="ubnd-tinh-a", articles=(Article(number="Điều 1.", text="Phê duyệt kế hoạch."),)
    ),
    text=PlanText(
        title=("Kiểm tra", "năm 2023"),
        clauses=(Clause(code="I.1", kind=ClauseKind.ITEM, text="Báo cáo trước ngày 21/7/2023."),),
    ),
    teams=(a_team(*SEATS),),
    batches=(a_batch(), a_batch("dot-2", head="ba-n", deputies=("ong-m",), lead_agency="so-tttt")),
    visits=(a_visit(), a_visit("so-tu-phap"), a_visit("ubnd-huyen-b", batch="dot-2")),
    self_inspection=SelfInspectionRule(deadline=before(date(2023, 11, 30))),
)
DOSSIER = a_dossier(PLAN)


def adjusted(dossier: PlanDossier = DOSSIER, issued: Any = (), **changes: Any) -> Plan:
    return apply_adjustment(dossier, Adjustment(**changes), issued).plan


def faults(dossier: PlanDossier = DOSSIER, issued: Any = (), **changes: Any) -> list[tuple[str, ...]]:
    """Return place and code of every fault of a request, with what was found and wanted where that is told."""
    with pytest.raises(InvalidInput) as refusal:
        apply_adjustment(dossier, Adjustment(**changes), issued)
    return [
        (fault.place, fault.code, *(part for part in (fault.found, fault.wanted) if part))
        for fault in refusal.value.faults
    ]


def units(plan: Plan) -> list[str]:
    return [visit.unit for visit in plan.visits]
