import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
import recurring_ical_events
from builders import QUOC_KHANH_2023, a_batch, a_dossier, a_plan, a_visit, a_window, before
from calendars.founding import DAYS_OFF, NAM, WINDOWS, the_founding_dossier
from calendars.peer import read_back, write_with_icalendar
from hypothesis import given
from hypothesis import strategies as st

from app.calendars.writing import LONGEST_LINE, escaped, folded, write_calendar
from app.domain.dates import Half
from app.domain.deadlines import Deadline, Relation
from app.domain.feed_entries import EntryKind, EntryStatus, FeedEntry
from app.domain.feed_grants import FeedKind
from app.domain.feed_ledgers import first_ledger
from app.domain.feeds import Feed, person_feed, plan_feed, unit_feed
from app.domain.plans import PlanState

GOLDEN = Path(__file__).parent / "golden"
CHANGED_AT = datetime(2023, 6, 29, tzinfo=UTC)
BASE_URL = "https://kiemtra.example.vn"


def an_entry(**fields):
    defaults = {
        "plan": "tinh-a-2023",
        "unit": "so-y-te",
        "kind": EntryKind.WINDOW,
        "number": 1,
        "time": a_window(date(2023, 8, 1), date(2023, 8, 4)),
        "status": EntryStatus.CONFIRMED,
        "sequence": 1,
        "changed_at": CHANGED_AT,
        "page": "so-y-te",
        "facts": {"unit": "Sở Y tế", "plan": "Kế hoạch"},
    }
    return FeedEntry(**{**defaults, **fields})


def a_feed(*entries, **facts):
    facts = {"kind": "Kiểm tra", "year": "2023", "plan": "Kế hoạch"} | facts
    return Feed(kind=FeedKind.PLAN, changed_at=CHANGED_AT, entries=entries, facts=facts)


def founding(**fields):
    return first_ledger(the_founding_dossier(**fields), DAYS_OFF)


def first(dossier):
    return first_ledger(dossier, QUOC_KHANH_2023)


def unfolded(content):
    return content.replace(b"\r\n ", b"").decode().split("\r\n")


def events_of(content):
    return icalendar.Calendar.from_ical(content).walk("VEVENT")


def the_event(**fields):
    (event,) = events_of(write_calendar(a_feed(an_entry(**fields))))
    return event


# The whole, byte for byte


def test_the_calendar_of_a_unit_is_written_byte_for_byte_as_agreed():
    content = write_calendar(unit_feed(founding(), "ubnd-huyen-phu-rieng"))
    assert content == (GOLDEN / "ubnd-huyen-phu-rieng.ics").read_bytes()


def test_the_calendar_of_an_issued_plan_with_links_is_written_byte_for_byte_as_agreed():
    content = write_calendar(person_feed(founding(state=PlanState.ISSUED), NAM), f"{BASE_URL}/")
    assert content == (GOLDEN / "huynh-thi-be-nam.ics").read_bytes()


def test_equal_data_gives_equal_bytes():
    assert len({write_calendar(plan_feed(founding())) for _ in range(2)}) == 1


def test_a_feed_without_entries_still_holds_its_time_zone():
    calendar = icalendar.Calendar.from_ical(write_calendar(a_feed()))
    assert [component.name for component in calendar.subcomponents] == ["VTIMEZONE"]


def test_the_calendar_carries_neither_a_method_nor_an_identity_of_its_own():
    properties = icalendar.Calendar.from_ical(write_calendar(a_feed(an_entry()))).keys()
    assert set(properties) == {
        "VERSION", "PRODID", "CALSCALE", "NAME", "X-WR-CALNAME", "DESCRIPTION", "X-WR-CALDESC", "X-WR-TIMEZONE",
        "COLOR", "X-APPLE-CALENDAR-COLOR", "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "LAST-MODIFIED",
    }  # fmt: skip


# Read back by other programs


def test_readers_see_every_window_on_its_own_days():
    content = write_calendar(plan_feed(founding()))
    calendar = icalendar.Calendar.from_ical(content)
    seen = {
        (event.start, event.end - timedelta(days=1))
        for event in recurring_ical_events.of(calendar).between(date(2023, 1, 1), date(2024, 1, 1))
        if event["CATEGORIES"].cats == ["Đợt kiểm tra"]
    }
    assert seen == {(first, last) for _, _, first, last in WINDOWS}


@pytest.mark.parametrize(
    ("day", "categories"),
    [
        (date(2023, 7, 29), ["Hạn báo cáo"] * 3),
        (date(2023, 7, 30), []),
        (date(2023, 8, 16), ["Bốc thăm", "Đợt kiểm tra"]),
        (date(2023, 8, 31), ["Đợt kiểm tra"]),
        (date(2023, 11, 29), ["Hạn tự kiểm tra", "Đợt kiểm tra"]),
        (date(2023, 12, 1), []),
    ],
)
def test_readers_see_on_a_day_what_falls_on_it(day, categories):
    content = write_calendar(plan_feed(founding()))
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(content)).at(day)
    assert sorted(event["CATEGORIES"].cats[0] for event in found) == categories


@pytest.mark.parametrize("base_url", ["", BASE_URL])
def test_the_lines_read_back_as_those_of_the_icalendar_library(base_url):
    feed = plan_feed(founding())
    assert read_back(write_calendar(feed, base_url)) == read_back(write_with_icalendar(feed, base_url))


# icalendar 7.3 writes the two characters \N of a text as a line break; a text of ours keeps them.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=300).filter(lambda text: "\\N" not in text)
windows = st.tuples(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 60), st.booleans(), st.booleans())


@st.composite
def entries(draw):
    first, days, late, early = draw(windows)
    opens, closes = Half.AFTERNOON if late else Half.MORNING, Half.MORNING if early else Half.AFTERNOON
    last = first + timedelta(days=max(days, 1 if late and early else 0))
    facts = draw(st.dictionaries(st.sampled_from(["unit", "place", "head", "deputies", "plan", "team"]), texts))
    return an_entry(
        unit=draw(st.text("abc", min_size=1)),
        number=draw(st.integers(1, 9)),
        time=a_window(first, last, opens=opens, closes=closes),
        status=draw(st.sampled_from(EntryStatus)),
        facts={"unit": "Sở Y tế"} | facts,
    )


@given(found=st.lists(entries(), max_size=4), name=texts, base_url=st.sampled_from(["", BASE_URL]))
def test_whatever_the_texts_the_lines_read_back_as_those_of_the_icalendar_library(found, name, base_url):
    feed = a_feed(*found, kind=name, plan=name)
    assert read_back(write_calendar(feed, base_url)) == read_back(write_with_icalendar(feed, base_url))


# Lines


@given(texts)
def test_a_folded_line_keeps_its_octets_and_no_piece_is_too_long(text):
    line = f"DESCRIPTION:{escaped(text)}"
    content = folded(line)
    assert content.endswith(b"\r\n")
    assert content[:-2].replace(b"\r\n ", b"") == line.encode()
    assert max(len(piece) for piece in content.split(b"\r\n")) <= LONGEST_LINE


@given(st.text("ệ\\;,\nễa", max_size=300))
def test_a_fold_cuts_neither_a_character_nor_an_escaped_pair(text):
    pieces = folded(f"X:{escaped(text)}")[:-2].split(b"\r\n ")
    assert "".join(piece.decode() for piece in pieces) == f"X:{escaped(text)}"
    assert all((len(piece) - len(piece.rstrip(b"\\"))) % 2 == 0 for piece in pieces)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_an_escaped_text_reads_back_as_it_was(text):
    unescaped = re.sub(r"\\(.)", lambda pair: "\n" if pair[1] == "n" else pair[1], escaped(text))
    assert unescaped == text


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_text_is_written_in_nfc_without_control_characters_on_tidy_lines(text):
    content = write_calendar(a_feed(an_entry(facts={"unit": "Sở Y tế", "head": text, "place": text, "plan": text})))
    assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]", content)
    event = events_of(content)[0]
    for line in (str(event.get("LOCATION", "")), *str(event.get("DESCRIPTION", "")).split("\n")):
        assert line == " ".join(line.split())


def test_a_decomposed_accent_is_composed():
    assert str(the_event(facts={"unit": "So\u031b\u0309 Y te\u0302\u0301"})["SUMMARY"]) == "Kiểm tra: Sở Y tế"


def test_a_line_break_in_a_name_does_not_break_the_title():
    assert str(the_event(facts={"unit": "Sở\r\nY tế"})["SUMMARY"]) == "Kiểm tra: Sở Y tế"


# Times


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 60))
def test_whole_days_end_on_the_day_after_the_last(first, days):
    last = first + timedelta(days=days)
    event = the_event(time=a_window(first, last))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (first, last + timedelta(days=1))
    assert (event["TRANSP"], event["X-MICROSOFT-CDO-BUSYSTATUS"]) == ("TRANSPARENT", "FREE")


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_a_strict_deadline_is_shown_on_the_day_before_and_ends_on_the_day_it_names(day):
    plan = a_plan(batches=(a_batch(report_deadline=before(day)),))
    (event,) = [
        event
        for event in events_of(write_calendar(plan_feed(first(a_dossier(plan)))))
        if event["CATEGORIES"].cats == ["Hạn báo cáo"]
    ]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (day - timedelta(days=1), day)


@pytest.mark.parametrize(
    ("window", "starts", "ends"),
    [
        ({"closes": Half.MORNING}, "20230801T073000", "20230801T113000"),
        ({"opens": Half.AFTERNOON}, "20230801T133000", "20230801T170000"),
    ],
)
def test_a_half_day_is_written_by_the_clock_of_the_zone_and_blocks_it(window, starts, ends):
    lines = unfolded(write_calendar(a_feed(an_entry(time=a_window(date(2023, 8, 1), **window)))))
    assert f"DTSTART;TZID=Asia/Ho_Chi_Minh:{starts}" in lines
    assert f"DTEND;TZID=Asia/Ho_Chi_Minh:{ends}" in lines
    assert [line for line in lines if "TRANSP" in line or "BUSY" in line] == [
        "TRANSP:OPAQUE",
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
    ]


def test_days_that_begin_or_end_in_the_middle_are_shown_whole():
    event = the_event(time=a_window(date(2023, 8, 1), date(2023, 8, 3), opens=Half.AFTERNOON, closes=Half.MORNING))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2023, 8, 1), date(2023, 8, 4))


def test_the_stamp_is_the_time_of_change_in_utc():
    lines = unfolded(write_calendar(a_feed(an_entry())))
    assert [line for line in lines if line.startswith(("DTSTAMP", "LAST-MODIFIED", "SEQUENCE"))] == [
        "LAST-MODIFIED:20230629T000000Z",
        "DTSTAMP:20230629T000000Z",
        "LAST-MODIFIED:20230629T000000Z",
        "SEQUENCE:1",
    ]


# What an item says


def the_descriptions(dossier):
    return {
        str(event["UID"]): str(event["DESCRIPTION"]).split("\n")
        for event in events_of(write_calendar(plan_feed(first(dossier))))
    }


def test_a_window_begins_with_its_time_and_names_the_report_apart():
    plan = a_plan(batches=(a_batch(report_deadline=before(date(2023, 7, 31))),), state=PlanState.ISSUED)
    feed = plan_feed(first(a_dossier(plan)))
    window = next(entry for entry in feed.entries if entry.kind == EntryKind.WINDOW)
    assert the_descriptions(a_dossier(plan))[window.uid] == [
        "Thời gian: từ ngày 01/8/2023 đến hết ngày 04/8/2023 (04 ngày làm việc).",
        "Trưởng đoàn: Ông M - Giám đốc Sở Nội vụ.",
        "Phó Trưởng đoàn: Bà N - Phó Giám đốc Sở Thông tin và Truyền thông.",
        "Cơ quan chủ trì: Sở Nội vụ.",
        "Báo cáo: đơn vị gửi Đoàn kiểm tra trước ngày 31/7/2023; ngày cuối cùng còn hạn là Chủ Nhật, ngày 30/7/2023.",
        "Ngày đó không phải ngày làm việc, nên gửi chậm nhất Thứ Sáu, ngày 28/7/2023.",
        "Căn cứ: Kế hoạch kiểm tra năm 2023.",
    ]


def test_a_deadline_states_its_legal_wording_on_a_line_of_its_own():
    due = Deadline(relation=Relation.NO_LATER_THAN, day=date(2023, 7, 21))
    dossier = a_dossier(a_plan(batches=(a_batch(report_deadline=due),)))
    report = plan_feed(first(dossier)).entries[0]
    assert the_descriptions(dossier)[report.uid][:2] == [
        "Thời hạn: chậm nhất ngày 21/7/2023.",
        "Ngày cuối cùng còn hạn: Thứ Sáu, ngày 21/7/2023.",
    ]


def test_the_dates_of_lines_that_state_a_time_are_the_dates_shown():
    for event in events_of(write_calendar(plan_feed(founding()))):
        stated = [line for line in str(event["DESCRIPTION"]).split("\n") if re.match("Thời hạn|Thời gian|Hạn", line)]
        ends = [(kind, date(int(y), int(m), int(d))) for line in stated for kind, d, m, y in
                re.findall(r"(đến hết ngày|trước ngày) (\d+)/(\d+)/(\d+)", line)]  # fmt: skip
        for kind, day in ends:
            assert event["DTEND"].dt == (day + timedelta(days=1) if kind == "đến hết ngày" else day)


def test_a_draft_says_that_it_is_one():
    lines = the_descriptions(a_dossier())
    assert {found[-1] for found in lines.values()} == {"Dự thảo: kế hoạch chưa ban hành, ngày có thể thay đổi."}


def test_a_cancelled_item_says_so_in_its_title_since_when_and_why_and_blocks_nobody():
    half_day = a_visit(window=a_window(date(2023, 8, 1), closes=Half.MORNING))
    plan = a_plan(visits=(half_day,), state=PlanState.REPLACED, changed_on=date(2023, 7, 25))
    (event,) = [e for e in events_of(write_calendar(plan_feed(first(a_dossier(plan))))) if e.end.month == 8]
    assert (event["SUMMARY"], event["STATUS"], event["TRANSP"], event["SEQUENCE"]) == (
        "[HUỶ] Kiểm tra: Sở Y tế", "CANCELLED", "TRANSPARENT", 2,
    )  # fmt: skip
    assert "Huỷ từ ngày 25/7/2023: kế hoạch đã được thay thế." in str(event["DESCRIPTION"]).split("\n")


def test_a_title_is_cut_at_the_length_that_calendars_show():
    title = str(the_event(facts={"unit": "Ban Quản lý " * 20})["SUMMARY"])
    assert len(title) <= 120
    assert title.endswith("…")


def test_each_item_links_to_its_page_when_the_public_address_is_known():
    of_unit, of_plan = (
        an_entry(),
        an_entry(unit="", page="", kind=EntryKind.SELF_INSPECTION, facts={"plan": "Kế hoạch"}),
    )
    first, second = events_of(write_calendar(a_feed(of_unit, of_plan), BASE_URL))
    assert str(first["URL"]) == f"{BASE_URL}/ke-hoach/tinh-a-2023/don-vi/so-y-te"
    assert str(second["URL"]) == f"{BASE_URL}/ke-hoach/tinh-a-2023"
    for event in (first, second):
        assert str(event["DESCRIPTION"]).split("\n")[-1] == str(event["URL"])


def test_without_a_public_address_there_is_no_link():
    assert "URL" not in the_event()


def test_nobody_is_invited_and_nobodys_address_is_given():
    content = write_calendar(plan_feed(founding()))
    assert not re.search(rb"ATTENDEE|ORGANIZER|VALARM|@|RRULE|ATTACH", content)


def test_an_item_keeps_its_identity_when_its_title_and_place_change():
    entry = an_entry()
    renamed = replace(entry, facts={"unit": "Sở Y tế và Dân số"}, time=a_window(date(2023, 9, 5)))
    assert [str(event["UID"]) for event in events_of(write_calendar(a_feed(entry)))] == [
        str(event["UID"]) for event in events_of(write_calendar(a_feed(renamed)))
    ]
