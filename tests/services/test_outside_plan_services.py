"""A plan of another body: read by what it holds, carried from trial to confirmation, its good rows taken."""

from dataclasses import replace
from datetime import date

import pytest
from builders import a_dossier, a_plan, a_window
from calendars.test_reading_events import a_calendar, an_event
from forms.sent_books import HEAD, a_book
from hypothesis import given
from hypothesis import strategies as st

from app.db.store import open_reader, open_store
from app.domain.errors import InvalidInput, Refused
from app.domain.outside_plans import MOST_LINES, OutsideLine
from app.domain.people import Absence
from app.domain.plans import PlanState
from app.services.outside_plans import packed_lines, read_outside_file, take_outside_plan, unpacked_lines

PLAN = "tinh-a-2023"
REASON = "Thanh tra của Thanh tra tỉnh"
AUGUST = OutsideLine(place="dòng 2", unit="Sở Y tế", first="01/8/2023", last="04/8/2023")
UNKNOWN = OutsideLine(place="dòng 3", unit="Sở Ytế", first="01/9/2023", last="01/9/2023")
BUSY = Absence(window=a_window(date(2023, 8, 1), date(2023, 8, 4)), reason=REASON, unit="so-y-te")


def refused(content):
    with pytest.raises(InvalidInput) as caught:
        read_outside_file(content, 2023, "tep")
    return [fault.code for fault in caught.value.faults]


def test_a_file_is_read_by_what_it_holds():
    book = read_outside_file(a_book(HEAD, (1, "Sở Y tế", date(2023, 8, 1), "04/8/2023")), 2023, "tep")
    assert book.lines == (
        OutsideLine(place="trang “KH”, dòng 2", unit="Sở Y tế", first="2023-08-01", last="04/8/2023"),
    )
    calendar = read_outside_file(a_calendar(an_event("DTSTART;VALUE=DATE:20230801")), 2023, "tep")
    assert [(line.first, line.last) for line in calendar.lines] == [("2023-08-01", "2023-08-01")]


def test_sheets_left_unread_are_named():
    def draw(book, _sheet):
        book.add_worksheet("Ghi chú").write(0, 0, "không có bảng")
        book.add_worksheet("Ẩn").hide()

    found = read_outside_file(a_book(HEAD, (1, "Sở Y tế", "01/8/2023", "04/8/2023"), draw=draw), 2023, "tep")
    assert (len(found.lines), found.unread, found.hidden) == (1, ("Ghi chú",), ("Ẩn",))


def test_a_file_from_which_nothing_can_be_taken_is_refused_with_the_reason():
    assert refused(b"") == ["book.empty"]
    assert refused(b"%PDF-1.7") == ["outside.unknown_kind"]
    assert refused(a_book(("Tên", "Số"))) == ["outside.no_columns"]
    assert refused(a_book(HEAD)) == ["outside.no_lines"]
    assert refused(a_calendar()) == ["outside.no_lines"]
    rows = [(n, "Sở Y tế", "01/8/2023", "04/8/2023") for n in range(MOST_LINES + 1)]
    assert refused(a_book(HEAD, *rows)) == ["outside.too_many_lines"]


LINES = st.builds(
    OutsideLine,
    place=st.text(max_size=30),
    unit=st.text(max_size=60),
    first=st.text(max_size=20),
    last=st.text(max_size=20),
)


@given(st.lists(LINES, max_size=10))
def test_lines_come_back_from_the_form_as_they_went_in(lines):
    lines = [replace(line, unit=line.unit.encode(errors="ignore").decode()) for line in lines]
    assert unpacked_lines(packed_lines(lines), "tep") == tuple(lines)


@given(st.text(max_size=80) | st.binary(max_size=40).map(lambda octets: octets.hex()))
def test_whatever_else_a_form_carries_is_told_as_not_whole(packed):
    with pytest.raises(InvalidInput) as caught:
        unpacked_lines(packed, "tep")
    assert [fault.code for fault in caught.value.faults] == ["outside.not_carried"]


def test_lines_that_were_touched_or_are_too_many_are_told_as_not_whole():
    packed = packed_lines([AUGUST])
    other = packed_lines([UNKNOWN])
    many = packed_lines([AUGUST] * (MOST_LINES + 1))
    for broken in (packed[:-4], other.partition(".")[0] + "." + packed.partition(".")[2], many):
        with pytest.raises(InvalidInput):
            unpacked_lines(broken, "tep")


def test_good_rows_alone_are_taken_and_only_once(engine, written_by):
    keep(engine, written_by)
    with open_store(engine) as store:
        assert take_outside_plan(store, PLAN, [AUGUST, UNKNOWN], REASON, **written_by) == 1
        assert take_outside_plan(store, PLAN, [AUGUST, UNKNOWN], REASON, **written_by) == 0
        assert take_outside_plan(store, PLAN, [UNKNOWN], REASON, chosen={0: "so-y-te"}, wanted={0}, **written_by) == 1
    with open_reader(engine) as store:
        later = replace(BUSY, window=a_window(date(2023, 9, 1)))
        assert store.plans.dossier(PLAN).plan.absences == (BUSY, later)


def test_nothing_is_taken_into_a_plan_that_is_issued(engine, written_by):
    keep(engine, written_by, PlanState.ISSUED)
    with pytest.raises(Refused) as caught, open_store(engine) as store:
        take_outside_plan(store, PLAN, [AUGUST], REASON, **written_by)
    assert caught.value.code == "plan.is_issued"


def keep(engine, written_by, state=PlanState.DRAFT):
    dossier = a_dossier(a_plan(state=state))
    with open_store(engine) as store:
        store.provinces.add(dossier.province, **written_by)
        store.directory.add(dossier.province.key, dossier.units, **written_by)
        store.plans.add(dossier, **written_by)
