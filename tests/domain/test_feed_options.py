"""What a subscriber may choose: to be reminded, to be rung; and the calendar for everybody."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from builders import QUOC_KHANH_2023, a_batch, a_dossier, a_plan, a_visit, a_window, before
from hypothesis import given
from hypothesis import strategies as st

from app.calendars.wording import calendar_wording
from app.domain.dates import Half
from app.domain.feed_entries import DEADLINES, REMINDERS, EntryKind, EntryStatus
from app.domain.feed_grants import FeedKind
from app.domain.feed_ledgers import FeedLedger, first_ledger
from app.domain.feeds import FeedOptions, person_feed, plan_feed, public_feed, unit_feed
from app.domain.plans import DrawRule, PlanState, SelfInspectionRule
from app.domain.visits import Manner

DRAW = DrawRule(at_level="huyen", from_level="xa", least=1, most=3)
SELF_INSPECTION = SelfInspectionRule(
    kinds=("cơ quan chuyên môn",), deadline=before(date(2023, 11, 30)), to="ubnd-tinh-a", via="so-noi-vu"
)


def first(dossier):
    return first_ledger(dossier, QUOC_KHANH_2023)


def drawn_dossier():
    visit = a_visit("ubnd-huyen-b", communes=("00001",))
    return a_dossier(a_plan(visits=(visit,), draw=DRAW, self_inspection=SELF_INSPECTION))


def only(feed, kind):
    (entry,) = [entry for entry in feed.entries if entry.kind == kind]
    return entry


def reminders(feed):
    return [(e.kind, e.unit, e.time.first) for e in feed.entries if e.kind in REMINDERS.values()]


def test_a_calendar_that_reminds_has_a_day_three_working_days_before_each_deadline():
    dossier = a_dossier(a_plan(self_inspection=SELF_INSPECTION))
    plain, reminding = plan_feed(first(dossier)), plan_feed(first(dossier), FeedOptions(reminds=True))
    assert reminders(reminding) == [
        (EntryKind.REPORT_REMINDER, "so-y-te", date(2023, 7, 17)),
        (EntryKind.SELF_INSPECTION_REMINDER, "", date(2023, 11, 24)),
    ]
    assert plain.entries == tuple(e for e in reminding.entries if e.kind not in REMINDERS.values())


def test_a_deadline_on_a_day_off_is_remembered_before_the_working_day_that_is_advised():
    batch = a_batch(report_deadline=before(date(2023, 7, 31)))
    feed = plan_feed(first(a_dossier(a_plan(batches=(batch,)))), FeedOptions(reminds=True))
    assert only(feed, EntryKind.REPORT).time == a_window(date(2023, 7, 30))
    assert reminders(feed) == [(EntryKind.REPORT_REMINDER, "so-y-te", date(2023, 7, 25))]


def test_units_and_people_are_reminded_of_their_own_deadlines():
    ledger = first(a_dossier(a_plan(visits=(a_visit(), a_visit("so-tu-phap")), self_inspection=SELF_INSPECTION)))
    options = FeedOptions(reminds=True)
    assert reminders(unit_feed(ledger, "so-tu-phap", options)) == [
        (EntryKind.REPORT_REMINDER, "so-tu-phap", date(2023, 7, 17))
    ]
    assert {unit for _, unit, _ in reminders(person_feed(ledger, "ong-p", options))} == {"so-y-te", "so-tu-phap"}
    assert reminders(unit_feed(ledger, "so-noi-vu", options)) == [
        (EntryKind.SELF_INSPECTION_REMINDER, "", date(2023, 11, 24))
    ]


def test_nothing_rings_unless_it_is_asked_for():
    assert {entry.rings for entry in plan_feed(first(a_dossier())).entries} == {()}


def test_alarms_ring_at_nine_on_earlier_days_and_twice_for_a_deadline():
    dossier = drawn_dossier()
    feed = plan_feed(first(dossier), FeedOptions(reminds=True, rings_from=date(2023, 6, 30)))
    day_before, three_days_before = timedelta(hours=15), timedelta(days=2, hours=15)
    assert {entry.kind: entry.rings for entry in feed.entries} == {
        EntryKind.REPORT: (three_days_before, day_before),
        EntryKind.SELF_INSPECTION: (three_days_before, day_before),
        EntryKind.WINDOW: (day_before,),
        EntryKind.COMMUNE: (timedelta(minutes=30),),
        EntryKind.REPORT_REMINDER: (),
        EntryKind.SELF_INSPECTION_REMINDER: (),
    }


def test_what_ended_before_the_calendar_was_asked_for_does_not_ring():
    ledger = first(a_dossier())
    for day, ringing in ((20, {EntryKind.REPORT, EntryKind.WINDOW}), (21, {EntryKind.WINDOW})):
        feed = plan_feed(ledger, FeedOptions(rings_from=date(2023, 7, day)))
        assert {entry.kind for entry in feed.entries if entry.rings} == ringing


def test_what_was_over_when_the_plan_was_last_told_does_not_ring():
    feed = plan_feed(first(a_dossier(a_plan(changed_on=date(2023, 7, 25)))), FeedOptions(rings_from=date(2023, 1, 1)))
    assert {entry.kind for entry in feed.entries if entry.rings} == {EntryKind.WINDOW}


def test_what_is_taken_back_does_not_ring():
    plan = a_plan(state=PlanState.REPLACED, changed_on=date(2023, 7, 1))
    feed = plan_feed(first(a_dossier(plan)), FeedOptions(rings_from=date(2023, 1, 1)))
    assert {(entry.status, entry.rings) for entry in feed.entries} == {(EntryStatus.CANCELLED, ())}


@given(opens=st.sampled_from(Half), start=st.dates(date(2023, 1, 1), date(2023, 12, 1)), days=st.integers(0, 9))
def test_every_alarm_rings_between_six_and_twenty_and_there_are_two_at_most(opens, start, days):
    window = a_window(start, start + timedelta(days=days), opens=opens)
    feed = plan_feed(first(a_dossier(a_plan(visits=(a_visit(window=window),)))), FeedOptions(rings_from=date.min))
    for entry in feed.entries:
        starts = datetime.combine(entry.time.first, calendar_wording().hours[opens][0] if entry.is_timed else time())
        assert len(entry.rings) <= 2
        assert all(6 <= (starts - ahead).hour <= 20 for ahead in entry.rings)


def test_the_calendar_for_everybody_names_nobody():
    plan = a_plan(self_inspection=SELF_INSPECTION, visits=(a_visit(), a_visit("ubnd-huyen-b")), draw=DRAW)
    ledger = first(a_dossier(plan))
    whole, public = plan_feed(ledger), public_feed(ledger)
    assert (public.kind, public.facts) == (FeedKind.PUBLIC, whole.facts)
    assert public.entries == tuple(
        replace(entry, facts={name: words for name, words in entry.facts.items() if name not in {"head", "deputies"}})
        for entry in whole.entries
    )
    assert "Ông M" in str(whole)
    for name in ("Ông M", "Bà N", "Ông P"):
        assert name not in str(public)


def test_the_calendar_for_everybody_does_not_tell_of_an_unannounced_visit():
    plan = a_plan(visits=(a_visit(manner=Manner.UNANNOUNCED), a_visit("so-tu-phap")))
    ledger = first(a_dossier(plan))
    assert {entry.unit for entry in public_feed(ledger).entries} == {"so-tu-phap"}
    assert {entry.unit for entry in person_feed(ledger, "ong-p").entries} == {"so-y-te", "so-tu-phap"}


def test_two_deadlines_have_each_a_reminder_of_its_own_kind():
    assert REMINDERS.keys() == DEADLINES
    assert not set(REMINDERS.values()) & DEADLINES


def test_a_ledger_in_which_nothing_was_written_gives_no_feed():
    with pytest.raises(ValueError, match=r"feed\.nothing_recorded"):
        plan_feed(FeedLedger())
