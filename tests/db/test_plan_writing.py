"""The working copy of a plan: each write counts, is told in words, and is refused over a newer version."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from builders import PEOPLE, UNITS, a_batch, a_dossier, a_plan, a_team, a_visit, a_window, before, with_plan
from hypothesis import given, settings
from hypothesis import strategies as st
from storing import content, put, undone
from strategies import plan_dossiers

from app.db.store import open_reader, open_store
from app.domain.acts import Article, Clause, ClauseKind, Decision, LegalBasis, PlanText
from app.domain.errors import NotFound, Refused, StaleVersion
from app.domain.people import Person
from app.domain.plans import PlanState, SelfInspectionRule
from app.domain.teams import Seat

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from app.domain.dossiers import PlanDossier

    Write = Callable[..., None]

PLAN = "tinh-a-2023"
NEWCOMER = Person(key="ba-q", name="Q", honorific="Bà", position="Chuyên viên", agency="so-noi-vu")
BATCH = a_batch(head="ba-n", deputies=("ong-p",), standing_deputy="ong-p", report_deadline=before(date(2023, 7, 10)))
DECISION = Decision(
    symbol="QĐ-UBND", body="ubnd-tinh-a", number="12", day=date(2023, 7, 5),
    legal_bases=(LegalBasis(text="Căn cứ Luật;"),), articles=(Article(number="Điều 1.", text="Phê duyệt."),),
)  # fmt: skip
TEXT = PlanText(title=("Kiểm tra",), clauses=(Clause(code="I", kind=ClauseKind.PART, text="MỤC ĐÍCH"),))
VISITS = (a_visit("ubnd-huyen-b"), a_visit(window=a_window(date(2023, 8, 2))), a_visit("so-tu-phap", number=2))
TEAMS = (
    a_team(Seat(key="ong-p", person="ong-p"), Seat(key="thay", person="ba-n", substitutes="ong-p")),
    a_team(key="to"),
)
RULE = SelfInspectionRule(kinds=("cơ quan chuyên môn",), deadline=before(date(2023, 11, 30)))

ISSUED = with_plan(a_dossier(), state=PlanState.ISSUED, changed_on=date(2023, 7, 5))
WRITES: dict[str, PlanDossier] = {
    "decision": with_plan(a_dossier(), decision=DECISION),
    "text": with_plan(a_dossier(), text=TEXT),
    "people": replace(a_dossier(), people=(*PEOPLE, NEWCOMER)),
    "teams": with_plan(a_dossier(), teams=TEAMS),
    "batches": with_plan(a_dossier(), batches=(BATCH, a_batch("dot-2"))),
    "visits": with_plan(a_dossier(), visits=VISITS),
    "self_inspection": with_plan(a_dossier(), self_inspection=RULE),
    "state": ISSUED,
}


def records(engine: Engine) -> list[tuple[str, str, str, str]]:
    """Return action, subject, before and after of every row of the record."""
    return [(row[4], row[5], row[6], row[7]) for row in content(engine)["audit"]]


@pytest.mark.parametrize("name", WRITES)
def test_a_write_changes_the_plan_counts_up_and_is_told(filled: Engine, written_by: dict[str, Any], name: str):
    told = len(records(filled))
    with open_store(filled) as store:
        store.plans.rewrite(WRITES[name], action="plan.edit", version=1, **written_by)
        assert (store.plans.dossier(PLAN), store.plans.version(PLAN)) == (WRITES[name], 2)
        store.plans.rewrite(WRITES[name], action="plan.edit", version=2, **written_by)
        assert store.plans.version(PLAN) == 2
    new = records(filled)[told:]
    assert {(action, subject) for action, subject, _, _ in new} == {("plan.edit", PLAN)}
    assert [row for row in new if not (row[2] or row[3])] == []


@pytest.mark.parametrize("name", [name for name in WRITES if name != "state"])
def test_a_write_over_a_newer_version_is_refused_and_changes_nothing(
    filled: Engine, written_by: dict[str, Any], name: str
):
    with open_store(filled) as store:
        store.plans.rewrite(ISSUED, action="plan.release", **written_by)
    rows = content(filled)
    with pytest.raises(StaleVersion) as stale, open_store(filled) as store:
        store.plans.rewrite(WRITES[name], action="plan.edit", version=1, **written_by)
    assert stale.value.facts() == {"kind": "plan", "key": PLAN}
    with pytest.raises(NotFound), open_store(filled) as store:
        store.plans.rewrite(with_plan(WRITES[name], key="la"), action="plan.edit", **written_by)
    assert content(filled) == rows


def test_where_a_plan_stands_is_told_in_words(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        store.plans.rewrite(ISSUED, action="plan.release", version=1, **written_by)
    with open_reader(filled) as store:
        assert (store.plans.dossier(PLAN), store.plans.version(PLAN)) == (ISSUED, 2)
    assert records(filled)[-1] == ("plan.release", PLAN, "Tình trạng: dự thảo", "Tình trạng: đã ban hành")


def test_each_changed_visit_has_a_row_of_its_own_in_the_record(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        store.plans.rewrite(with_plan(a_dossier(), visits=VISITS[:2]), action="plan.edit", **written_by)
    told = {
        ("Sở Y tế, thời gian: từ ngày 01/8/2023 đến hết ngày 04/8/2023", "Sở Y tế, thời gian: ngày 02/8/2023"),
        ("", "UBND huyện B: từ ngày 01/8/2023 đến hết ngày 04/8/2023"),
    }
    assert {(before, after) for _, _, before, after in records(filled)[-2:]} == told


def test_a_rule_on_self_inspection_may_come_and_go(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        for dossier in (WRITES["self_inspection"], a_dossier()):
            store.plans.rewrite(dossier, action="plan.edit", **written_by)
            assert store.plans.dossier(PLAN) == dossier


@pytest.mark.parametrize(
    "dossier",
    [
        with_plan(a_dossier(), visits=(a_visit(batch="dot-9"),)),
        with_plan(a_dossier(), visits=(a_visit(), a_visit())),
        with_plan(a_dossier(), batches=()),
        replace(a_dossier(), people=PEOPLE[1:]),
    ],
)
def test_a_write_that_would_leave_the_plan_in_pieces_is_refused_whole(
    filled: Engine, written_by: dict[str, Any], dossier: PlanDossier
):
    rows = content(filled)
    with open_store(filled) as store:
        with pytest.raises(Refused) as refusal:
            store.plans.rewrite(dossier, action="plan.edit", **written_by)
        assert refusal.value.code == "plan.inconsistent"
        assert store.plans.dossier(PLAN) == a_dossier()
    assert content(filled) == rows


@settings(max_examples=20)
@given(data=st.data())
def test_any_plan_may_be_turned_into_any_other(engine: Engine, written_by: dict[str, Any], data: Any):
    """What is taken out may have been named by what goes with it, what comes may name what comes with it."""
    one, other = data.draw(plan_dossiers()), data.draw(plan_dossiers())
    kept = {name: getattr(one.plan, name) for name in ("key", "province", "outline", "forms")}
    plan = replace(other.plan, **kept)
    wanted = replace(one, plan=plan, people=other.people)
    with undone(engine) as store:
        put(store, one, written_by)
        store.plans.rewrite(wanted, action="plan.edit", **written_by)
        found = store.plans.dossier(plan.key)
    assert (found.plan, found.people, found.outline, found.plan_forms) == (
        plan, other.people, wanted.outline, wanted.plan_forms,
    )  # fmt: skip


# One moment, one reading


def test_a_store_that_only_reads_reads_each_plan_once(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        store.plans.add(a_dossier(a_plan(key="khac")), **written_by)
    with open_reader(filled) as store:
        first = store.plans.dossier(PLAN)
        assert store.plans.dossier(PLAN) is first
        assert store.plans.dossier("khac").plan.key == "khac"
        with pytest.raises(NotFound):
            store.plans.dossier("la")
    with open_reader(filled) as store:
        assert (store.plans.dossier(PLAN) is first, store.plans.dossier(PLAN) == first) == (False, True)


def test_a_store_that_writes_reads_what_it_wrote(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        first = store.plans.dossier(PLAN)
        store.directory.add("tinh-a", [replace(UNITS[1], key="so-moi")], **written_by)
        store.plans.rewrite(with_plan(first, visits=()), action="plan.edit", **written_by)
        assert first.plan.visits == (a_visit(),)
        assert store.plans.dossier(PLAN).plan.visits == ()
        assert store.plans.dossier(PLAN).units[-1].key == "so-moi"
