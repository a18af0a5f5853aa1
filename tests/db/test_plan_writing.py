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

    from app.db.plans import PlanStore
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

WRITES: dict[str, tuple[Any, Callable[[PlanDossier], PlanDossier]]] = {
    "set_decision": (DECISION, lambda d: with_plan(d, decision=DECISION)),
    "set_text": (TEXT, lambda d: with_plan(d, text=TEXT)),
    "set_people": ((*PEOPLE, NEWCOMER), lambda d: replace(d, people=(*PEOPLE, NEWCOMER))),
    "set_teams": (TEAMS, lambda d: with_plan(d, teams=TEAMS)),
    "set_batches": ((BATCH, a_batch("dot-2")), lambda d: with_plan(d, batches=(BATCH, a_batch("dot-2")))),
    "set_visits": (VISITS, lambda d: with_plan(d, visits=VISITS)),
    "set_self_inspection": (RULE, lambda d: with_plan(d, self_inspection=RULE)),
}


def records(engine: Engine) -> list[tuple[str, str, str, str]]:
    """Return action, subject, before and after of every row of the record."""
    return [(row[4], row[5], row[6], row[7]) for row in content(engine)["audit"]]


@pytest.mark.parametrize("name", WRITES)
def test_a_write_changes_its_part_counts_up_and_is_told(filled: Engine, written_by: dict[str, Any], name: str):
    value, changed = WRITES[name]
    told = len(records(filled))
    with open_store(filled) as store:
        getattr(store.plans, name)(PLAN, value, version=1, **written_by)
        assert (store.plans.dossier(PLAN), store.plans.version(PLAN)) == (changed(a_dossier()), 2)
        getattr(store.plans, name)(PLAN, value, version=2, **written_by)
        assert store.plans.version(PLAN) == 2
    new = records(filled)[told:]
    assert {(action, subject) for action, subject, _, _ in new} == {(f"plan.{name.removeprefix('set_')}", PLAN)}
    assert [row for row in new if not (row[2] or row[3])] == []


@pytest.mark.parametrize("name", WRITES)
def test_a_write_over_a_newer_version_is_refused_and_changes_nothing(
    filled: Engine, written_by: dict[str, Any], name: str
):
    with open_store(filled) as store:
        store.plans.set_state(PLAN, PlanState.ISSUED, changed_on=date(2023, 7, 5), **written_by)
    rows = content(filled)
    with pytest.raises(StaleVersion) as stale, open_store(filled) as store:
        getattr(store.plans, name)(PLAN, WRITES[name][0], version=1, **written_by)
    assert stale.value.facts() == {"kind": "plan", "key": PLAN}
    with pytest.raises(NotFound), open_store(filled) as store:
        getattr(store.plans, name)("la", WRITES[name][0], **written_by)
    assert content(filled) == rows


def test_where_a_plan_stands_is_written_with_the_day_of_its_change(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        store.plans.set_state(PLAN, PlanState.ISSUED, changed_on=date(2023, 7, 5), version=1, **written_by)
    with open_reader(filled) as store:
        assert store.plans.dossier(PLAN) == with_plan(a_dossier(), state=PlanState.ISSUED, changed_on=date(2023, 7, 5))
        assert store.plans.version(PLAN) == 2
    assert records(filled)[-1] == ("plan.state", PLAN, "Tình trạng: dự thảo", "Tình trạng: đã ban hành")


def test_each_changed_visit_has_a_row_of_its_own_in_the_record(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        store.plans.set_visits(PLAN, VISITS[:2], **written_by)
    assert records(filled)[-2:] == [
        (
            "plan.visits",
            PLAN,
            "Sở Y tế, thời gian: từ ngày 01/8/2023 đến hết ngày 04/8/2023",
            "Sở Y tế, thời gian: ngày 02/8/2023",
        ),
        ("plan.visits", PLAN, "", "UBND huyện B: từ ngày 01/8/2023 đến hết ngày 04/8/2023"),
    ]


def test_what_has_no_words_has_a_row_without_words(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        store.plans.set_people(PLAN, PEOPLE[::-1], **written_by)
        assert store.plans.dossier(PLAN).people == PEOPLE[::-1]
    assert records(filled)[-1] == ("plan.people", PLAN, "", "")


def test_a_rule_on_self_inspection_may_come_and_go(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        store.plans.set_self_inspection(PLAN, RULE, **written_by)
        store.plans.set_self_inspection(PLAN, None, **written_by)
        assert store.plans.dossier(PLAN) == a_dossier()


@pytest.mark.parametrize(
    "write",
    [
        lambda plans, by: plans.set_visits(PLAN, (a_visit(batch="dot-9"),), **by),
        lambda plans, by: plans.set_visits(PLAN, (a_visit(), a_visit()), **by),
        lambda plans, by: plans.set_batches(PLAN, (), **by),
        lambda plans, by: plans.set_people(PLAN, PEOPLE[1:], **by),
    ],
)
def test_a_write_that_would_leave_the_plan_in_pieces_is_refused_whole(
    filled: Engine, written_by: dict[str, Any], write: Callable[[PlanStore, dict[str, Any]], None]
):
    rows = content(filled)
    with open_store(filled) as store:
        with pytest.raises(Refused) as refusal:
            write(store.plans, written_by)
        assert refusal.value.code == "plan.inconsistent"
        assert store.plans.dossier(PLAN) == a_dossier()
    assert content(filled) == rows


@settings(max_examples=10)
@given(data=st.data())
def test_any_plan_may_be_turned_into_any_other_part_by_part(engine: Engine, written_by: dict[str, Any], data: Any):
    """Visits go first and come last: what they name has to be there."""
    one, other = data.draw(plan_dossiers()), data.draw(plan_dossiers())
    plan = replace(other.plan, key=one.plan.key, province=one.plan.province, quotas=(), absences=())
    with undone(engine) as store:
        put(store, with_plan(one, quotas=(), absences=()), written_by)
        plans, key = store.plans, one.plan.key
        plans.set_visits(key, (), **written_by)
        plans.set_batches(key, (), **written_by)
        plans.set_teams(key, (), **written_by)
        plans.set_people(key, other.people, **written_by)
        plans.set_teams(key, plan.teams, **written_by)
        plans.set_batches(key, plan.batches, **written_by)
        plans.set_visits(key, plan.visits, **written_by)
        plans.set_decision(key, plan.decision, **written_by)
        plans.set_text(key, plan.text, **written_by)
        plans.set_self_inspection(key, plan.self_inspection, **written_by)
        plans.set_state(key, plan.state, changed_on=plan.changed_on, **written_by)
        found = plans.dossier(key)
    names = ("visits", "batches", "teams", "decision", "text", "self_inspection", "state", "changed_on")
    assert {name: getattr(found.plan, name) for name in names} == {name: getattr(plan, name) for name in names}
    assert found.people == other.people


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
        store.plans.set_visits(PLAN, (), **written_by)
        assert first.plan.visits == (a_visit(),)
        assert store.plans.dossier(PLAN).plan.visits == ()
        assert store.plans.dossier(PLAN).units[-1].key == "so-moi"
