"""Calendars of others: which days their events take, and that nothing in them does harm."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calendars.reading import MOST_EVENTS, MOST_OCTETS, is_calendar, read_events
from app.domain.errors import InvalidInput

ZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:Paris",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0200",
    "END:STANDARD",
    "END:VTIMEZONE",
)


def a_calendar(*events, zone=()):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Thanh tra//VI", *zone]
    for number, event in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:{number}@thanh-tra", "DTSTAMP:20230101T000000Z", *event, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def an_event(*lines, title="Thanh tra Sở Y tế"):
    return (f"SUMMARY:{title}", *lines)


def days(*events, **given):
    return [(line.first, line.last) for line in read_events(a_calendar(*events, **given), 2023, "tep")]


def refused(content):
    with pytest.raises(InvalidInput) as caught:
        read_events(content, 2023, "tep")
    (fault,) = caught.value.faults
    assert fault.place == "tep"
    return fault.code


def test_a_whole_day_event_ends_the_day_before_its_end():
    whole = an_event("DTSTART;VALUE=DATE:20230801", "DTEND;VALUE=DATE:20230805")
    assert days(whole) == [("2023-08-01", "2023-08-04")]


def test_a_whole_day_event_without_an_end_takes_its_day():
    assert days(an_event("DTSTART;VALUE=DATE:20230801")) == [("2023-08-01", "2023-08-01")]
    assert days(an_event("DTSTART;VALUE=DATE:20230801", "DURATION:P3D")) == [("2023-08-01", "2023-08-03")]


def test_an_event_with_hours_takes_every_day_it_touches_in_vietnam():
    assert days(an_event("DTSTART:20230801T010000Z", "DTEND:20230801T170000Z")) == [("2023-08-01", "2023-08-01")]
    assert days(an_event("DTSTART:20230801T180000Z", "DTEND:20230802T190000Z")) == [("2023-08-02", "2023-08-03")]
    assert days(an_event("DTSTART:20230801T080000", "DTEND:20230801T170000")) == [("2023-08-01", "2023-08-01")]


def test_an_event_in_another_zone_is_turned_into_vietnamese_days():
    named = an_event("DTSTART;TZID=America/New_York:20230801T180000", "DTEND;TZID=America/New_York:20230801T190000")
    assert days(named) == [("2023-08-02", "2023-08-02")]
    own = an_event("DTSTART;TZID=Paris:20230801T200000", "DTEND;TZID=Paris:20230801T210000")
    assert days(own, zone=ZONE) == [("2023-08-02", "2023-08-02")]


def test_the_unit_is_looked_for_in_title_place_and_whoever_is_invited():
    (line,) = read_events(
        a_calendar(
            an_event(
                "DTSTART;VALUE=DATE:20230801",
                "LOCATION:Trụ sở UBND huyện B",
                "ATTENDEE;CN=Văn phòng Sở Tư pháp:mailto:a@b.example",
                title="Kiểm tra công vụ",
            )
        ),
        2023,
        "tep",
    )
    assert line.unit == "Kiểm tra công vụ / Trụ sở UBND huyện B / Văn phòng Sở Tư pháp"
    assert line.place == "sự kiện 1 “Kiểm tra công vụ”"


def test_a_cancelled_event_takes_no_days():
    assert days(an_event("DTSTART;VALUE=DATE:20230801", "STATUS:CANCELLED")) == []


def test_an_event_turned_round_or_without_a_beginning_is_left_to_be_told():
    turned = an_event("DTSTART;VALUE=DATE:20230805", "DTEND;VALUE=DATE:20230801")
    assert days(turned, an_event()) == [("2023-08-05", "2023-07-31"), ("", "")]


# Lặp lại


def test_a_rule_is_followed_as_often_as_it_says():
    assert days(an_event("DTSTART;VALUE=DATE:20230801", "RRULE:FREQ=WEEKLY;COUNT=3")) == [
        ("2023-08-01", "2023-08-01"),
        ("2023-08-08", "2023-08-08"),
        ("2023-08-15", "2023-08-15"),
    ]
    until = an_event("DTSTART:20230801T010000Z", "DTEND:20230801T020000Z", "RRULE:FREQ=DAILY;UNTIL=20230803T010000Z")
    assert [first for first, _ in days(until)] == ["2023-08-01", "2023-08-02", "2023-08-03"]


def test_a_rule_without_end_is_followed_to_the_end_of_the_year():
    weekly = days(an_event("DTSTART;VALUE=DATE:20221227", "RRULE:FREQ=WEEKLY;BYDAY=TU"))
    assert (len(weekly), weekly[0], weekly[-1]) == (
        52,
        ("2023-01-03", "2023-01-03"),
        ("2023-12-26", "2023-12-26"),
    )


def test_times_left_out_and_times_that_were_moved_are_not_taken_twice():
    weekly = (
        "UID:a",
        "SUMMARY:Họp",
        "DTSTART;VALUE=DATE:20230801",
        "RRULE:FREQ=WEEKLY;COUNT=3",
        "EXDATE;VALUE=DATE:20230808",
    )
    moved = ("UID:a", "SUMMARY:Họp", "RECURRENCE-ID;VALUE=DATE:20230815", "DTSTART;VALUE=DATE:20230816")
    text = "\r\n".join(
        [
            "BEGIN:VCALENDAR",
            "BEGIN:VEVENT",
            *weekly,
            "END:VEVENT",
            "BEGIN:VEVENT",
            *moved,
            "END:VEVENT",
            "END:VCALENDAR",
        ]
    )
    found = [line.first for line in read_events(text.encode(), 2023, "tep")]
    assert found == ["2023-08-01", "2023-08-16"]


def test_further_dates_are_taken_too():
    assert days(an_event("DTSTART;VALUE=DATE:20230801", "RDATE;VALUE=DATE:20230901,20231001")) == [
        ("2023-08-01", "2023-08-01"),
        ("2023-09-01", "2023-09-01"),
        ("2023-10-01", "2023-10-01"),
    ]


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=HOURLY;COUNT=5", "FREQ=NONSENSE", "FREQ=DAILY;INTERVAL=0", "BYDAY=MO"]
)
def test_a_rule_that_is_not_followed_is_told_and_holds_nobody_up(rule):
    begun = time.monotonic()
    try:
        found = [last for _, last in days(an_event("DTSTART;VALUE=DATE:20230801", f"RRULE:{rule}"))]
    except InvalidInput as error:
        found = [fault.code for fault in error.faults]
    assert found in ([""], ["calendar.unreadable"])
    assert time.monotonic() - begun < 5


def test_rules_that_never_come_true_hold_nobody_up():
    never = an_event("DTSTART;VALUE=DATE:20130101", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31;COUNT=9")
    begun = time.monotonic()
    assert days(*[never] * 100) == []
    assert time.monotonic() - begun < 10


# Tệp xấu


def test_a_calendar_is_known_by_how_it_begins():
    assert is_calendar(a_calendar())
    assert is_calendar(b"\xef\xbb\xbf\r\nbegin:vcalendar\r\n")
    assert not is_calendar(b"PK\x03\x04")
    assert not is_calendar(b"")


def test_a_calendar_that_is_too_large_or_no_calendar_is_refused():
    assert refused(b"BEGIN:VCALENDAR" + b" " * MOST_OCTETS) == "calendar.too_big"
    assert refused(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + b"\xff\xfe\x00") == "calendar.unreadable"
    many = a_calendar(*[("SUMMARY:x",)] * (MOST_EVENTS + 1))
    assert refused(many) == "calendar.too_many"
    assert refused(a_calendar(*[an_event("DTSTART;VALUE=DATE:20230101", "RRULE:FREQ=DAILY")] * 12)) == (
        "calendar.too_many"
    )


def test_an_empty_calendar_has_no_lines():
    assert read_events(a_calendar(), 2023, "tep") == []


SAMPLE = a_calendar(
    an_event("DTSTART;VALUE=DATE:20230801", "DTEND;VALUE=DATE:20230805", "RRULE:FREQ=MONTHLY;COUNT=3;BYDAY=1TU"),
    an_event("DTSTART;TZID=Paris:20230801T200000", "DURATION:PT2H", "EXDATE;TZID=Paris:20230802T200000"),
    zone=ZONE,
)


def readable(content):
    try:
        found = [line.place for line in read_events(content, 2023, "tep")]
    except InvalidInput as error:
        found = [fault.code for fault in error.faults][:1]
    assert all(found)


@given(st.integers(0, 10_000), st.integers(1, 15))
def test_a_calendar_with_octets_overwritten_is_read_or_refused(seed, count):
    chance = random.Random(seed)  # noqa: S311 — it breaks files and guards nothing
    broken = bytearray(SAMPLE)
    for _ in range(count):
        broken[chance.randrange(len(broken))] = chance.choice(b":;=,TZ09-\n A\xff\x00")
    readable(bytes(broken))


LINES = st.sampled_from(
    [
        "DTSTART:20230801T010000Z", "DTSTART;VALUE=DATE:20230801", "DTSTART:20230230", "DTSTART:x",
        "DTSTART:99991231T235959Z",
        "DTEND;VALUE=DATE:20230803", "DTEND:20230803T000000", "DTEND:00010101T000000Z", "DURATION:P9999D",
        "DURATION:-P1D",
        "DURATION:x", "RRULE:FREQ=YEARLY", "RRULE:FREQ=DAILY;COUNT=999999", "RRULE:", "RRULE:FREQ=WEEKLY;UNTIL=x",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=99", "RDATE:20230901T000000Z", "RDATE;VALUE=PERIOD:20230901T000000Z/P3D",
        "EXDATE:x", "RECURRENCE-ID:20230801T010000Z", "RECURRENCE-ID:x", "ATTENDEE:mailto:a@b", "ATTENDEE;CN=A;CN=B:x",
        "SUMMARY:a", "SUMMARY:b", "LOCATION:", "STATUS:CONFIRMED", "BEGIN:VALARM", "END:VALARM", "BEGIN:VEVENT",
    ]
)  # fmt: skip


@given(st.lists(st.lists(LINES, max_size=6), max_size=4))
def test_whatever_an_event_says_is_read_or_refused(events):
    readable(a_calendar(*events))
