from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.deadlines import CountedIn, Deadline, Event, Relation
from app.domain.errors import InvalidInput
from app.domain.typed_deadlines import typed_deadline

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
FIXED = st.sampled_from([Relation.BEFORE, Relation.NO_LATER_THAN])
COUNTED = st.sampled_from([Relation.WITHIN, Relation.AFTER, Relation.AHEAD_OF])
DEADLINES = st.one_of(
    st.builds(Deadline, relation=FIXED, day=DAYS),
    st.builds(Deadline, relation=FIXED, event=st.sampled_from(Event)),
    st.builds(
        Deadline,
        relation=COUNTED,
        event=st.sampled_from(Event),
        count=st.integers(0, 3650),
        counted_in=st.sampled_from(CountedIn),
    ),
)


def fault(text):
    with pytest.raises(InvalidInput) as caught:
        typed_deadline(text, "han")
    (found,) = caught.value.faults
    assert found.place == "han"
    return found.code


@given(DEADLINES)
def test_what_a_deadline_says_of_itself_is_read_back_as_the_same(deadline):
    assert typed_deadline(deadline.words(), "han") == deadline


@pytest.mark.parametrize(
    "text",
    [
        "Trước ngày 30/7/2023.",
        "trước 30.7.2023",
        "  trước   ngày 30072023 ",
        "trước Chủ Nhật, ngày 30/7/2023",
        "trước ngày 30 tháng 7 năm 2023",
    ],
)
def test_a_strict_day_is_read_in_every_habit(text):
    assert typed_deadline(text, "han") == Deadline(relation=Relation.BEFORE, day=date(2023, 7, 30))


@pytest.mark.parametrize(
    "text",
    ["chậm nhất ngày 30/7/2023", "Chậm nhất là ngày 30/7/2023", "muộn nhất vào 30-7-2023", "đến hết ngày 30/7/2023"],
)
def test_a_day_that_is_still_in_time_is_read_in_every_habit(text):
    assert typed_deadline(text, "han") == Deadline(relation=Relation.NO_LATER_THAN, day=date(2023, 7, 30))


@pytest.mark.parametrize(
    ("text", "relation", "event", "count", "unit"),
    [
        ("ít nhất 5 ngày làm việc trước ngày kiểm tra", "ahead_of", "visit_start", 5, "working_days"),
        ("trước ngày bắt đầu kiểm tra 5 ngày", "ahead_of", "visit_start", 5, "days"),
        ("trước khi đoàn đến ít nhất 03 ngày làm việc", "ahead_of", "visit_start", 3, "working_days"),
        ("trong vòng 10 ngày kể từ ngày ký quyết định", "within", "signing", 10, "days"),
        ("trong thời hạn 05 ngày làm việc, kể từ ngày nhận được thông báo", "within", "receipt", 5, "working_days"),
        ("chậm nhất 07 ngày sau khi kết thúc kiểm tra", "within", "visit_end", 7, "days"),
        ("sau 03 ngày từ ngày kết thúc kiểm tra", "after", "visit_end", 3, "days"),
    ],
)
def test_days_counted_from_an_event_are_read_as_officials_write_them(text, relation, event, count, unit):
    wanted = Deadline(relation=Relation(relation), event=Event(event), count=count, counted_in=CountedIn(unit))
    assert typed_deadline(text, "han") == wanted


def test_an_empty_line_is_no_deadline():
    assert typed_deadline("  ", "han") is None


def test_a_day_alone_is_asked_back_since_it_could_be_meant_either_way():
    assert fault("30/7/2023") == "deadline.no_relation"
    assert fault("ngày 30/7/2023") == "deadline.no_relation"


def test_words_that_are_no_deadline_are_told_as_such():
    assert fault("sớm nhất có thể") == "deadline.unreadable"
    assert fault("trước mùa mưa") == "deadline.unreadable"
    assert fault("trước 5 ngày") == "deadline.unreadable"


def test_a_day_that_does_not_exist_is_told_as_a_day():
    assert fault("trước ngày 31/6/2023") == "day.not_in_month"
    assert fault("trước ngày 30/7") == "day.no_year"
    assert fault("chậm nhất ngày 01/13/2023") == "day.month"


def test_too_many_days_are_refused():
    assert fault("sau 9999 ngày kể từ ngày ký") == "deadline.count"


@given(st.text(max_size=60))
def test_whatever_is_typed_gives_a_deadline_or_one_fault(text):
    try:
        found = [typed_deadline(text, "han")]
    except InvalidInput as error:
        found = list(error.faults)
    assert len(found) == 1
