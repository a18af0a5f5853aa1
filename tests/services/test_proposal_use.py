"""A request put to the planner, from what is stored of it to the option that is used; on both databases."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from builders import a_window
from issuing import AT, BY, DRAFT, PLAN, issue, put

from app.db.store import open_reader, open_store
from app.domain.errors import InvalidInput, NotFound, Refused, StaleVersion
from app.domain.happenings import DaysOffDecreed, PersonAway, UnitAdded, UnitWithdrawn
from app.domain.plans import PlanState
from app.domain.proposals import Proposal, ProposalKind, ProposalState
from app.domain.schedule_options import OptionKind, PlacedVisit, ScheduleAnswer, ScheduleOption
from app.domain.schedule_requests import Aim, Length, ScheduleRequest
from app.planfiles.schedule_requests import read_answer, write_answer
from app.services.editing import undo_step
from app.services.proposal_use import (
    answer_of,
    ask_again,
    ask_for_replan,
    ask_for_schedule,
    asked_of,
    check_usable,
    option_of,
    outcome,
    searched,
    use_option,
)

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.db.store import Store
    from app.domain.dates import Window

STAMP = {"by": BY, "at": AT}
TODAY = date(2023, 7, 6)
LATER = AT + timedelta(days=1)
ILL = PersonAway(person="ong-m", window=a_window(date(2023, 8, 1), date(2023, 8, 4)), reason="nghỉ ốm")


@pytest.fixture
def ready(engine: Engine) -> Engine:
    with open_store(engine) as store:
        put(store)
    return engine


@pytest.fixture
def issued(ready: Engine) -> Engine:
    with open_store(ready) as store:
        issue(store)
    return ready


def an_option(store: Store, **windows: Window) -> ScheduleOption:
    """Return an option that gives these units (with underscores) other days, all others theirs."""
    plan = store.plans.dossier(PLAN).plan
    moved = {unit.replace("_", "-"): window for unit, window in windows.items()}
    return ScheduleOption(
        kind=OptionKind.LEAST_MOVED,
        visits=tuple(
            PlacedVisit(
                unit=visit.unit,
                window=moved.get(visit.unit, visit.window),
                former=visit.window,
                batch=visit.batch,
                team=plan.team_of(visit).key,
            )
            for visit in plan.firm_visits()
            if visit.window is not None
        ),
    )


def answered(store: Store, proposal: Proposal, *options: ScheduleOption) -> Proposal:
    """Keep an answer as a search would."""
    answer = write_answer(ScheduleAnswer(options=options))
    store.proposals.finish(PLAN, proposal.id, state=ProposalState.FOUND, answer=answer, words="x", **STAMP)
    return store.proposals.get(PLAN, proposal.id)


def test_what_was_asked_is_kept_as_it_was_asked(ready: Engine):
    request = ScheduleRequest(aim=Aim.FRESH, options=2, lengths=(Length(level="tinh", least=3),))
    with open_store(ready) as store:
        proposal = ask_for_schedule(store, PLAN, request, today=TODAY, **STAMP)
        asked = asked_of(proposal)
        assert (proposal.kind, proposal.state, proposal.answer) == (
            ProposalKind.SCHEDULE,
            ProposalState.SEARCHING,
            None,
        )
        assert (asked.request, asked.dossier.plan, asked.calendar) == (
            request,
            store.plans.dossier(PLAN).plan,
            store.days_off.calendar(),
        )
        assert (asked.words, answer_of(proposal)) == ("Xếp lịch mới", None)


def test_a_request_that_does_not_fit_the_plan_is_refused_before_anything_is_searched_for(ready: Engine):
    request = ScheduleRequest(fixed=("khong-co",), lengths=(Length(level="lang", least=3),))
    with open_store(ready) as store:
        with pytest.raises(InvalidInput) as caught:
            ask_for_schedule(store, PLAN, request, today=TODAY, **STAMP)
        assert [fault.place for fault in caught.value.faults] == ["fixed[1]", "lengths[1].level"]
        assert store.proposals.latest(PLAN, limit=1) == ()


def test_the_answer_of_the_real_search_is_one_that_the_rules_find_no_error_in(ready: Engine):
    faulty = replace(
        DRAFT.plan,
        visits=(
            replace(DRAFT.plan.visits[0], window=a_window(date(2023, 7, 29), date(2023, 8, 2))),
            DRAFT.plan.visits[1],
        ),
    )
    with open_store(ready) as store:
        store.plans.rewrite(replace(DRAFT, plan=faulty), action="plan.edit", **STAMP)
        proposal = ask_for_schedule(store, PLAN, ScheduleRequest(), today=TODAY, **STAMP)
    answer = searched(proposal.asked.encode()).decode()
    assert outcome(answer)[0] == ProposalState.FOUND
    first = read_answer(answer).options[0]
    assert [(visit.unit, visit.window.first) for visit in first.visits if visit.is_moved] == [
        ("so-y-te", date(2023, 7, 28))
    ]
    assert (first.moved, first.days_moved, first.proven) == (1, 1, True)


def test_an_option_becomes_the_schedule_in_one_step_that_is_undone_whole(ready: Engine):
    window = a_window(date(2023, 8, 2), date(2023, 8, 7))
    with open_store(ready) as store:
        before = store.plans.dossier(PLAN).plan.visits
        proposal = ask_for_schedule(store, PLAN, ScheduleRequest(), today=TODAY, **STAMP)
        answered(store, proposal, an_option(store, so_y_te=window))
        after = use_option(store, PLAN, proposal.id, 1, by=BY, at=LATER)
        assert after.plan.visit("so-y-te").window == window
        assert [visit for visit in after.plan.visits if visit.unit != "so-y-te"] == list(before[1:])
        step = store.steps.last(PLAN)
        assert step is not None
        undo_step(store, PLAN, step.number, by=BY, at=LATER)
        assert store.plans.dossier(PLAN).plan.visits == before


def test_an_option_is_not_used_on_a_plan_that_changed_since(ready: Engine):
    window = a_window(date(2023, 8, 2), date(2023, 8, 7))
    with open_store(ready) as store:
        proposal = ask_for_schedule(store, PLAN, ScheduleRequest(), today=TODAY, **STAMP)
        answered(store, proposal, an_option(store, so_y_te=window), an_option(store))
        use_option(store, PLAN, proposal.id, 1, by=BY, at=LATER)
        with pytest.raises(StaleVersion):
            use_option(store, PLAN, proposal.id, 2, by=BY, at=LATER)
        again = ask_again(store, PLAN, proposal.id, today=TODAY, **STAMP)
        assert asked_of(again).dossier.plan.visit("so-y-te").window == window
        check_usable(store, again)


def test_an_option_that_leaves_an_error_is_refused_whatever_it_claims(ready: Engine):
    saturday = a_window(date(2023, 7, 29), date(2023, 8, 2))
    with open_store(ready) as store:
        proposal = ask_for_schedule(store, PLAN, ScheduleRequest(), today=TODAY, **STAMP)
        answered(store, proposal, an_option(store, so_y_te=saturday))
        with pytest.raises(Refused) as caught:
            use_option(store, PLAN, proposal.id, 1, by=BY, at=LATER)
        assert (caught.value.code, caught.value.facts()) == ("proposal.not_better", {"count": "01"})


def test_an_option_that_is_not_there_is_not_found(ready: Engine):
    with open_store(ready) as store:
        proposal = ask_for_schedule(store, PLAN, ScheduleRequest(), today=TODAY, **STAMP)
        for number in (0, 1, 2):
            with pytest.raises(NotFound):
                option_of(proposal, number)
        found = answered(store, proposal, an_option(store))
        assert option_of(found, 1) == an_option(store)


def test_a_schedule_is_asked_for_only_while_the_plan_is_drawn_up(issued: Engine):
    with open_store(issued) as store, pytest.raises(Refused) as caught:
        ask_for_schedule(store, PLAN, ScheduleRequest(), today=TODAY, **STAMP)
    assert caught.value.code == "plan.is_issued"


def test_what_happened_is_asked_about_against_what_was_issued(issued: Engine):
    with open_store(issued) as store:
        proposal = ask_for_replan(store, PLAN, ILL, today=TODAY, **STAMP)
        asked = asked_of(proposal)
    assert (proposal.kind, asked.happening, asked.request.aim) == (ProposalKind.REPLAN, ILL, Aim.REPLAN)
    assert [absence.person for absence in asked.dossier.plan.absences] == ["ong-m"]
    # The sixth working day after 6/7/2023: five days of notice lie between.
    assert (asked.request.not_before, asked.request.fixed) == (date(2023, 7, 14), ())
    assert asked.words == "Ông M vắng mặt từ ngày 01/8/2023 đến hết ngày 04/8/2023 (nghỉ ốm)"


def test_what_is_done_running_or_near_is_asked_to_stay(issued: Engine):
    with open_store(issued) as store:
        proposal = ask_for_replan(store, PLAN, ILL, today=date(2023, 7, 28), **STAMP)
    assert asked_of(proposal).request.fixed == ("so-y-te",)


def test_a_unit_that_is_added_is_asked_for_with_its_length(issued: Engine):
    added = UnitAdded(unit="so-tu-phap", batch="dot-1", reason="theo đề nghị")
    with open_store(issued) as store:
        proposal = ask_for_replan(store, PLAN, added, working_days=3, today=TODAY, **STAMP)
        again = ask_again(store, PLAN, proposal.id, today=TODAY, **STAMP)
    request = asked_of(proposal).request
    assert (request.units, request.lengths) == (("so-tu-phap",), (Length(unit="so-tu-phap", least=3),))
    assert json.loads(again.asked) == json.loads(proposal.asked)


def test_nothing_is_asked_about_days_that_are_over(issued: Engine):
    with open_store(issued) as store, pytest.raises(InvalidInput) as caught:
        ask_for_replan(store, PLAN, ILL, today=date(2023, 8, 5), **STAMP)
    assert [(fault.place, fault.code) for fault in caught.value.faults] == [("days", "happening.over")]


def test_nothing_has_to_be_adjusted_in_a_plan_that_was_never_issued(ready: Engine):
    with open_store(ready) as store, pytest.raises(Refused) as caught:
        ask_for_replan(store, PLAN, ILL, today=TODAY, **STAMP)
    assert caught.value.code == "replan.no_release"


def test_using_an_option_for_an_issued_plan_opens_an_adjustment_with_what_happened_in_it(issued: Engine):
    window = a_window(date(2023, 8, 7), date(2023, 8, 10))
    with open_store(issued) as store:
        proposal = ask_for_replan(store, PLAN, ILL, today=TODAY, **STAMP)
        answered(store, proposal, an_option(store, so_y_te=window))
        draft = use_option(store, PLAN, proposal.id, 1, by=BY, at=LATER)
        assert (draft.plan.state, draft.plan.visit("so-y-te").window) == (PlanState.DRAFT, window)
        assert [absence.person for absence in draft.plan.absences] == ["ong-m"]
        actions = [entry.action for entry in store.audit.entries()]
        assert {"plan.adjust", "proposal.ask", "proposal.answer", "plan.step"} <= set(actions)


def test_an_option_is_refused_once_a_visit_that_it_moves_has_come_near(issued: Engine):
    window = a_window(date(2023, 8, 7), date(2023, 8, 10))
    with open_store(issued) as store:
        proposal = ask_for_replan(store, PLAN, ILL, today=TODAY, **STAMP)
        answered(store, proposal, an_option(store, so_y_te=window))
        with pytest.raises(Refused) as caught:
            use_option(store, PLAN, proposal.id, 1, by=BY, at=AT + timedelta(days=24))
    assert caught.value.code == "proposal.not_better"


def test_days_off_that_were_decreed_come_in_with_the_option_and_not_before(issued: Engine):
    decreed = DaysOffDecreed(window=a_window(date(2023, 8, 4)), name="Nghỉ bù")
    with open_store(issued) as store:
        proposal = ask_for_replan(store, PLAN, decreed, today=TODAY, **STAMP)
        assert asked_of(proposal).calendar.is_working_day(date(2023, 8, 4)) is False
        assert store.days_off.calendar().is_working_day(date(2023, 8, 4)) is True
        answered(store, proposal, an_option(store, so_y_te=a_window(date(2023, 8, 1), date(2023, 8, 7))))
        use_option(store, PLAN, proposal.id, 1, by=BY, at=LATER)
        assert store.days_off.calendar().is_working_day(date(2023, 8, 4)) is False


def test_a_withdrawn_unit_is_out_of_the_plan_once_the_option_is_used(issued: Engine):
    with open_store(issued) as store:
        withdrawn = UnitWithdrawn(unit="ubnd-huyen-b", reason="giải thể")
        proposal = ask_for_replan(store, PLAN, withdrawn, today=TODAY, **STAMP)
        option = an_option(store)
        kept = replace(option, visits=tuple(visit for visit in option.visits if visit.unit != "ubnd-huyen-b"))
        answered(store, proposal, kept)
        draft = use_option(store, PLAN, proposal.id, 1, by=BY, at=LATER)
        assert [visit.unit for visit in draft.plan.visits] == ["so-y-te"]
    with open_reader(issued) as store:
        assert store.plans.dossier(PLAN).plan.state == PlanState.DRAFT
