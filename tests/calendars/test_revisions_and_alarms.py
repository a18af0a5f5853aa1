"""What is written of an item that changed, was taken back, or rings."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from builders import QUOC_KHANH_2023, a_dossier, a_visit, a_window, before
from calendars.founding import DAYS_OFF, the_founding_dossier
from calendars.peer import read_back, write_with_icalendar
from domain.feed_histories import JULY_3, issued, told
from hypothesis import given
from hypothesis import strategies as st

from app.calendars.writing import write_calendar
from app.domain.dates import Half
from app.domain.feed_entries import EntryKind, EntryStatus
from app.domain.feed_ledgers import first_ledger, fold
from app.domain.feeds import FeedOptions, plan_feed, public_feed, unit_feed
from app.domain.plans import PlanState, SelfInspectionRule

EVERYTHING = FeedOptions(reminds=True, rings_from=date(2023, 1, 1))
MOVED = issued(visits=(a_visit(window=a_window(date(2023, 8, 8), date(2023, 8, 11))),))
REPLACED = issued(state=PlanState.REPLACED, changed_on=date(2023, 7, 1))


def events_of(feed):
    return {str(event["UID"]): event for event in icalendar.Calendar.from_ical(write_calendar(feed)).walk("VEVENT")}


def window_of(ledger, options=EVERYTHING):
    feed = plan_feed(ledger, options)
    (uid,) = [entry.uid for entry in feed.entries if entry.kind == EntryKind.WINDOW]
    return events_of(feed)[uid]


def alarms_of(event):
    return [(str(alarm["ACTION"]), str(alarm["DESCRIPTION"]), alarm["TRIGGER"].dt) for alarm in event.walk("VALARM")]


def test_an_item_that_did_not_change_since_it_was_made_does_not_say_twice_when_that_was():
    assert "CREATED" not in window_of(told(issued()))


def test_an_item_that_changed_says_when_and_when_it_was_made():
    event = window_of(told(issued(), MOVED))
    assert (event["DTSTAMP"].dt, event["LAST-MODIFIED"].dt, event["SEQUENCE"]) == (JULY_3, JULY_3, 2)
    assert event["CREATED"].dt == datetime(2023, 6, 20, tzinfo=UTC)


def test_the_calendar_is_never_older_than_its_newest_item():
    feed = plan_feed(told(issued(), MOVED, issued()), EVERYTHING)
    calendar = icalendar.Calendar.from_ical(write_calendar(feed))
    newest = max(event["LAST-MODIFIED"].dt for event in calendar.walk("VEVENT"))
    assert calendar["LAST-MODIFIED"].dt == newest


def test_a_fold_that_changes_nothing_changes_no_byte():
    dossier = the_founding_dossier(state=PlanState.ISSUED)
    ledger = first_ledger(dossier, DAYS_OFF)
    later = fold(ledger, dossier, DAYS_OFF, JULY_3 + timedelta(days=400))
    assert write_calendar(plan_feed(ledger, EVERYTHING)) == write_calendar(plan_feed(later, EVERYTHING))


def test_a_window_rings_once_at_nine_on_the_day_before():
    assert alarms_of(window_of(told(issued()))) == [("DISPLAY", "Kiểm tra: Sở Y tế", timedelta(hours=-15))]


def test_alarms_are_written_as_plain_durations_before_the_start():
    feed = plan_feed(told(issued()), EVERYTHING)
    lines = write_calendar(feed).decode().split("\r\n")
    assert [line for line in lines if line.startswith("TRIGGER")] == [
        "TRIGGER:-P2DT15H",
        "TRIGGER:-PT15H",
        "TRIGGER:-PT15H",
    ]


def test_a_half_day_rings_half_an_hour_before_it_begins():
    half = issued(visits=(a_visit(window=a_window(date(2023, 8, 1), opens=Half.AFTERNOON)),))
    ((_, _, ahead),) = alarms_of(window_of(told(half)))
    assert ahead == timedelta(minutes=-30)


def test_what_is_cancelled_has_no_alarm_and_blocks_nobody():
    for event in events_of(plan_feed(told(issued(), REPLACED), EVERYTHING)).values():
        assert (event["STATUS"], event["TRANSP"], alarms_of(event)) == ("CANCELLED", "TRANSPARENT", [])
        assert str(event["SUMMARY"]).startswith("[HUỶ] ")


def test_a_calendar_from_which_alarms_go_says_that_it_changed():
    july_24 = datetime(2023, 7, 24, 3, tzinfo=UTC)
    both = issued(visits=(a_visit(), a_visit("so-tu-phap")))
    before_it = told(both)
    after = fold(before_it, issued(visits=(a_visit(), a_visit("so-tu-phap", head="ba-n"))), QUOC_KHANH_2023, july_24)
    ringing, silent = (
        [unit_feed(ledger, "so-y-te", options) for ledger in (before_it, after)]
        for options in (EVERYTHING, FeedOptions())
    )
    assert [[bool(e.rings) for e in feed.entries if e.kind == EntryKind.REPORT] for feed in ringing] == [
        [True],
        [False],
    ]
    assert [feed.changed_at for feed in ringing] == [before_it.changed_at, july_24]
    assert silent[0] == silent[1]


def test_nothing_rings_in_a_calendar_that_did_not_ask_for_it():
    assert b"VALARM" not in write_calendar(plan_feed(told(issued()), FeedOptions(reminds=True)))


def test_a_reminder_is_a_whole_day_that_blocks_nobody_and_does_not_claim_to_be_the_deadline():
    rule = SelfInspectionRule(kinds=("cơ quan chuyên môn",), deadline=before(date(2023, 11, 30)))
    feed = plan_feed(told(issued(self_inspection=rule)), EVERYTHING)
    events = events_of(feed)
    reminders = [events[e.uid] for e in feed.entries if "reminder" in e.kind]
    assert [(str(e["SUMMARY"]), e["DTSTART"].dt, e["DTEND"].dt, str(e["TRANSP"])) for e in reminders] == [
        ("Nhắc: sắp đến hạn báo cáo, Sở Y tế", date(2023, 7, 17), date(2023, 7, 18), "TRANSPARENT"),
        ("Nhắc: sắp đến hạn báo cáo kết quả tự kiểm tra", date(2023, 11, 24), date(2023, 11, 25), "TRANSPARENT"),
    ]
    for event in reminders:
        assert "đây chưa phải ngày hết hạn" in str(event["DESCRIPTION"])


def test_the_calendar_for_everybody_names_no_official_in_any_line():
    ledger = told(issued(), MOVED, issued(visits=(a_visit(head="ba-n"),)))
    content = write_calendar(public_feed(ledger, EVERYTHING)).replace(b"\r\n ", b"").decode()
    assert [line for line in content.split("\r\n") if "Ông " in line or "Bà " in line] == []
    assert "Ông M" in write_calendar(plan_feed(ledger)).replace(b"\r\n ", b"").decode()


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.ISSUED])
@given(shift=st.integers(0, 200), reminds=st.booleans(), rings=st.booleans())
def test_revised_items_and_alarms_read_back_as_those_of_the_icalendar_library(state, shift, reminds, rings):
    visit = a_visit(window=a_window(date(2023, 8, 1) + timedelta(days=shift)))
    first, after = (
        a_dossier(replace(issued(visits=visits).plan, state=state))
        for visits in ((a_visit(),), (visit, a_visit("so-tu-phap")))
    )
    options = FeedOptions(reminds=reminds, rings_from=date(2023, 1, 1) if rings else None)
    feed = plan_feed(told(first, after, first), options)
    assert {e.status for e in feed.entries if e.unit == "so-tu-phap"} == {EntryStatus.CANCELLED}
    assert read_back(write_calendar(feed)) == read_back(write_with_icalendar(feed))
    assert write_calendar(feed) == write_calendar(
        plan_feed(told(first, after, first, calendar=QUOC_KHANH_2023), options)
    )
