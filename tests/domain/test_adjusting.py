"""What a request makes of the visits of a plan, and that any request can be taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from adjusting import AUGUST, DOSSIER, LATER, PLAN, SEPTEMBER, adjusted, faults, units
from builders import a_visit, with_plan
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import plan_dossiers, windows

from app.domain.adjusting import apply_adjustment
from app.domain.adjustments import (
    Adjustment,
    Joining,
    LeaderChange,
    Leaving,
    Move,
    Return,
    Transfer,
    Withdrawal,
)
from app.domain.outlines import Outline, OutlineItem, OutlineKind
from app.domain.teams import Seat

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier

# Visits


def test_a_moved_visit_has_its_new_window_and_nothing_else_changes():
    plan = adjusted(moves=(Move(unit="so-y-te", window=SEPTEMBER),))
    assert plan.visit("so-y-te").window == SEPTEMBER
    assert replace(plan, visits=PLAN.visits) == PLAN
    assert plan.visits[1:] == PLAN.visits[1:]


def test_a_visit_made_firm_keeps_the_loose_wording_of_the_plan():
    loose = with_plan(DOSSIER, visits=(a_visit(window=None, loose=LATER),))
    visit = adjusted(loose, moves=(Move(unit="so-y-te", window=SEPTEMBER),)).visits[0]
    assert (visit.window, visit.loose) == (SEPTEMBER, LATER)


def test_a_visit_may_become_loose_or_undetermined():
    assert adjusted(moves=(Move(unit="so-y-te", loose=LATER),)).visits[0] == a_visit(window=None, loose=LATER)
    assert adjusted(moves=(Move(unit="so-y-te"),)).visits[0] == a_visit(window=None)


def test_a_withdrawn_visit_is_gone_and_returns_as_it_was_issued_where_it_stood():
    without = with_plan(DOSSIER, visits=adjusted(withdrawals=(Withdrawal(unit="so-tu-phap"),)).visits)
    assert units(without.plan) == ["so-y-te", "ubnd-huyen-b"]
    assert adjusted(without, [PLAN.visits], returns=(Return(unit="so-tu-phap"),)) == PLAN


def test_visits_withdrawn_one_after_the_other_return_in_any_order():
    bare = with_plan(DOSSIER, visits=())
    for order in (("ubnd-huyen-b", "so-y-te", "so-tu-phap"), ("so-tu-phap", "ubnd-huyen-b", "so-y-te")):
        assert adjusted(bare, [PLAN.visits], returns=tuple(Return(unit=unit) for unit in order)) == PLAN


def test_a_visit_returns_as_it_was_issued_last():
    moved = adjusted(moves=(Move(unit="so-y-te", window=SEPTEMBER),)).visits
    without = with_plan(DOSSIER, visits=PLAN.visits[1:])
    assert adjusted(without, [moved, PLAN.visits], returns=(Return(unit="so-y-te"),)).visits == moved
    assert adjusted(without, [PLAN.visits[1:], PLAN.visits], returns=(Return(unit="so-y-te"),)).visits == PLAN.visits


def test_a_visit_returns_at_a_new_time_where_one_is_given():
    without = with_plan(DOSSIER, visits=PLAN.visits[1:])
    for returned, window, loose in (
        (Return(unit="so-y-te", window=SEPTEMBER), SEPTEMBER, None),
        (Return(unit="so-y-te", loose=LATER), None, LATER),
    ):
        visit = adjusted(without, [PLAN.visits], returns=(returned,)).visits[0]
        assert (visit.window, visit.loose, visit.batch) == (window, loose, "dot-1")


def test_a_new_visit_stands_last_in_its_batch():
    plan = adjusted(additions=(a_visit("so-noi-vu", window=SEPTEMBER),))
    assert units(plan) == ["so-y-te", "so-tu-phap", "so-noi-vu", "ubnd-huyen-b"]
    for there, batch, expected in (
        (PLAN.visits[:1], "dot-2", ["so-y-te", "so-noi-vu"]),
        (PLAN.visits[2:], "dot-1", ["so-noi-vu", "ubnd-huyen-b"]),
    ):
        few = with_plan(DOSSIER, visits=there)
        assert units(adjusted(few, additions=(a_visit("so-noi-vu", batch=batch),))) == expected


def test_a_second_visit_to_a_unit_gets_the_next_number():
    plan = adjusted(additions=(a_visit(window=SEPTEMBER), a_visit(window=SEPTEMBER, number=3)))
    assert [(visit.unit, visit.number) for visit in plan.visits if visit.unit == "so-y-te"] == [
        ("so-y-te", 1),
        ("so-y-te", 2),
        ("so-y-te", 3),
    ]


def test_a_visit_changes_over_to_another_batch_and_keeps_its_time():
    plan = adjusted(transfers=(Transfer(unit="so-y-te", batch="dot-2"),))
    assert plan.visits[0] == a_visit(batch="dot-2")


def test_faults_of_visits_are_told_at_their_places_all_at_once():
    issued = [(*PLAN.visits, a_visit("so-noi-vu"))]
    assert faults(
        issued=issued,
        withdrawals=(Withdrawal(unit="so-y-t"), Withdrawal(unit="so-y-te", number=2)),
        returns=(Return(unit="so-y-te"), Return(unit="so-noi-v")),
        additions=(
            a_visit(
                "so-la", batch="dot-9", head="nguoi-la", lead_agency="so-la", communes=("00001", "9"), scope=("I",),
                number=4,
            ),
            a_visit("so-noi-vu"),
        ),
        moves=(Move(unit="xyz"), Move(unit="so-tu-phap", window=AUGUST), Move(unit="so-tu-phap")),
        transfers=(Transfer(unit="so-tu-phap", batch="dot-1"), Transfer(unit="xyz", batch="dot-8")),
    ) == [
        ("withdrawals[1].unit", "change.visit_unknown", "so-y-t", "so-y-te"),
        ("withdrawals[2].unit", "change.visit_unknown", "so-y-te, 2", "so-y-te"),
        ("returns[1].unit", "change.not_withdrawn", "so-y-te"),
        ("returns[2].unit", "change.never_issued", "so-noi-v", "so-noi-vu"),
        ("additions[1].unit", "change.unit_unknown", "so-la"),
        ("additions[1].batch", "change.batch_unknown", "dot-9", "dot-2"),
        ("additions[1].head", "change.person_unknown", "nguoi-la"),
        ("additions[1].lead_agency", "change.unit_unknown", "so-la"),
        ("additions[1].communes[2]", "change.unit_unknown", "9"),
        ("additions[1].scope[1]", "outline_item.unknown", "I"),
        ("additions[1].number", "change.number_given", "4", "1"),
        ("additions[2].unit", "change.was_withdrawn", "so-noi-vu"),
        ("moves[1].unit", "change.visit_unknown", "xyz"),
        ("moves[2]", "change.nothing"),
        ("moves[3]", "change.twice", "so-tu-phap"),
        ("transfers[1]", "change.nothing"),
        ("transfers[2].unit", "change.visit_unknown", "xyz"),
        ("transfers[2].batch", "change.batch_unknown", "dot-8", "dot-2"),
    ]  # fmt: skip


def test_a_scope_of_the_outline_is_known():
    items = (OutlineItem(code="I", kind=OutlineKind.PART, number="I", text="Phần I"),)
    outline = Outline(key="de-cuong", version="1", title=("Đề cương",), items=items)
    dossier = replace(with_plan(DOSSIER, outline="de-cuong"), outlines=(outline,))
    assert adjusted(dossier, additions=(a_visit("so-noi-vu", scope=("I",)),)).visit("so-noi-vu").scope == ("I",)


# Any plan


@st.composite
def a_plan_and_what_to_undo(draw: st.DrawFn) -> tuple[PlanDossier, Adjustment, Adjustment]:
    """Draw a plan, a request on some of its visits, batches and teams, and the request that takes it back."""
    dossier = draw(plan_dossiers())
    plan = dossier.plan
    there: dict[str, list[Any]] = {"withdrawals": [], "moves": [], "transfers": [], "leaders": [], "joinings": []}
    back: dict[str, list[Any]] = {"returns": [], "moves": [], "transfers": [], "leaders": [], "leavings": []}
    for visit in plan.visits:
        who = {"unit": visit.unit, "number": visit.number}
        kind = draw(st.sampled_from(["withdrawals", "moves", "nothing"]))
        if kind == "withdrawals":
            there[kind].append(Withdrawal(**who))
            back["returns"].append(Return(**who))
        elif kind == "moves" and visit.window is not None:
            window = draw(windows(plan.year).filter(lambda drawn, own=visit.window: drawn != own))
            there[kind].append(Move(**who, window=window))
            back[kind].append(Move(**who, window=visit.window, loose=visit.loose))
        other = draw(st.sampled_from(plan.batches)).key
        if kind != "withdrawals" and other != visit.batch:
            there["transfers"].append(Transfer(**who, batch=other))
            back["transfers"].append(Transfer(**who, batch=visit.batch))
    for batch in plan.batches:
        change = LeaderChange(batch=batch.key, head="", deputies=(), standing_deputy="")
        if (batch.head, batch.deputies) != (None, ()) and draw(st.booleans()):
            there["leaders"].append(change)
            was = LeaderChange(
                batch=batch.key,
                head=batch.head or "",
                deputies=batch.deputies,
                standing_deputy=batch.standing_deputy or "",
            )
            back["leaders"].append(was)
    for team in plan.teams:
        if draw(st.booleans()):
            there["joinings"].append(Joining(team=team.key, seat=Seat(key="nguoi-moi", office="Cơ quan mới")))
            back["leavings"].append(Leaving(team=team.key, seat="nguoi-moi"))
    make = [Adjustment(**{name: tuple(items) for name, items in each.items()}) for each in (there, back)]
    return dossier, make[0], make[1]


@settings(max_examples=40)
@given(drawn=a_plan_and_what_to_undo())
def test_a_request_and_the_one_that_takes_it_back_leave_any_plan_as_it_was(
    drawn: tuple[PlanDossier, Adjustment, Adjustment],
):
    dossier, request, back = drawn
    if request == Adjustment():
        return
    changed = apply_adjustment(dossier, request)
    assert changed != dossier
    assert apply_adjustment(changed, back, [dossier.plan.visits]) == dossier
