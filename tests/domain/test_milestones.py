from datetime import date

from builders import QUOC_KHANH_2023, a_batch, a_dossier, a_plan, a_visit, a_window, before

from app.domain.milestones import MilestoneKind, milestones, working_days_left
from app.domain.plans import DrawRule, SelfInspectionRule


def found(plan):
    return [(m.day, m.kind, m.units) for m in milestones(a_dossier(plan), QUOC_KHANH_2023)]


def test_milestones_stand_in_the_order_of_their_days():
    plan = a_plan(
        batches=(a_batch(report_deadline=before(date(2023, 7, 30))),),
        visits=(
            a_visit("ubnd-huyen-b", window=a_window(date(2023, 9, 1), date(2023, 9, 8))),
            a_visit(),
            a_visit("so-tu-phap", window=None),
            a_visit("so-noi-vu", is_reserve=True),
        ),
        draw=DrawRule(at_level="huyen", from_level="xa", least=1, most=3),
        self_inspection=SelfInspectionRule(deadline=before(date(2023, 11, 30))),
    )
    assert found(plan) == [
        (date(2023, 7, 28), MilestoneKind.REPORTS_DUE, ("ubnd-huyen-b", "so-y-te", "so-tu-phap")),
        (date(2023, 8, 1), MilestoneKind.VISIT_STARTS, ("so-y-te",)),
        (date(2023, 8, 31), MilestoneKind.DRAW, ("ubnd-huyen-b",)),
        (date(2023, 9, 5), MilestoneKind.VISIT_STARTS, ("ubnd-huyen-b",)),
        (date(2023, 11, 29), MilestoneKind.SELF_INSPECTION_DUE, ()),
    ]


def test_a_plan_without_firm_days_has_no_milestones():
    assert found(a_plan(batches=(a_batch(report_deadline=None),), visits=(a_visit(window=None),))) == []


def test_today_does_not_count_among_the_working_days_left():
    assert working_days_left(date(2023, 7, 27), date(2023, 7, 31), QUOC_KHANH_2023) == 2
    assert working_days_left(date(2023, 7, 31), date(2023, 7, 31), QUOC_KHANH_2023) == 0
    assert working_days_left(date(2023, 8, 31), date(2023, 9, 5), QUOC_KHANH_2023) == 1
