"""A calendar made from what is read for calendars alone equals the one made from the whole plan."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from calendars.founding import DAYS_OFF, PEOPLE, UNITS, the_founding_dossier
from hypothesis import given, settings
from hypothesis import strategies as st
from storing import put, undone
from strategies import days_off, plan_dossiers

from app.domain.dates import WorkCalendar
from app.domain.errors import NotFound
from app.domain.feed_ledgers import first_ledger
from app.domain.feeds import FeedOptions, person_feed, plan_feed, public_feed, unit_feed

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from app.domain.dossiers import PlanDossier
    from app.domain.feeds import Feed


REMINDING = FeedOptions(reminds=True)


def _outcome(make: Callable[[], Feed]) -> Feed | tuple[str, str]:
    """Return the feed, or what is not found."""
    try:
        return make()
    except NotFound as error:
        return error.kind, error.key


def _feeds(dossier: PlanDossier, whole: PlanDossier, calendar: WorkCalendar) -> list[Feed | tuple[str, str]]:
    """Return the feeds of the plan, and of everybody and everything that the whole plan knows."""
    units, people = sorted({unit.key for unit in whole.units}), sorted(person.key for person in whole.people)
    ledger = first_ledger(dossier, calendar)
    return [
        _outcome(partial(plan_feed, ledger, REMINDING)),
        _outcome(partial(public_feed, ledger, REMINDING)),
        *[_outcome(partial(unit_feed, ledger, key, REMINDING)) for key in units],
        *[_outcome(partial(person_feed, ledger, key, REMINDING)) for key in people],
    ]


@settings(max_examples=40)
@given(dossier=plan_dossiers(), off=st.integers(2019, 2027).flatmap(days_off))
def test_the_feeds_of_any_plan_are_the_same_from_the_narrow_reading(
    engine: Engine, written_by: dict[str, Any], dossier: PlanDossier, off: tuple[Any, ...]
):
    calendar = WorkCalendar(off)
    with undone(engine) as store:
        put(store, dossier, written_by)
        narrow = store.plans.calendar_dossier(dossier.plan.key)
    assert _feeds(narrow, dossier, calendar) == _feeds(dossier, dossier, calendar)


def test_the_feeds_of_the_founding_plan_are_the_same_from_the_narrow_reading(
    engine: Engine, written_by: dict[str, Any]
):
    dossier = the_founding_dossier()
    with undone(engine) as store:
        put(store, dossier, written_by)
        narrow = store.plans.calendar_dossier(dossier.plan.key)
    found = _feeds(narrow, dossier, DAYS_OFF)
    assert len(found) == 2 + len(UNITS) + len(PEOPLE)
    assert found == _feeds(dossier, dossier, DAYS_OFF)


def test_units_that_no_calendar_names_or_counts_are_not_read(engine: Engine, written_by: dict[str, Any]):
    dossier = the_founding_dossier()
    with undone(engine) as store:
        put(store, dossier, written_by)
        narrow = store.plans.calendar_dossier(dossier.plan.key)
    left_out = {unit.key for unit in dossier.units} - {unit.key for unit in narrow.units}
    assert left_out == {"25252", "25255"}
    assert (narrow.outlines, narrow.forms) == ((), ())


def test_a_plan_that_is_not_there_has_no_calendar(engine: Engine):
    with undone(engine) as store, pytest.raises(NotFound) as caught:
        store.plans.calendar_dossier("khong-co")
    assert (caught.value.kind, caught.value.key) == ("plan", "khong-co")
