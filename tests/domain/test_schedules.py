from datetime import date

import pytest
from builders import QUOC_KHANH_2023, a_plan, a_visit, a_window

from app.domain.dates import Half, LooseTime
from app.domain.schedules import draw_day, idle_working_days, span_words, time_words, window_words
from app.domain.visits import Quota

AUG_1, AUG_2 = date(2023, 8, 1), date(2023, 8, 2)


@pytest.mark.parametrize(
    ("window", "words"),
    [
        (a_window(AUG_1, AUG_2), "từ ngày 01/8/2023 đến hết ngày 02/8/2023"),
        (a_window(AUG_1), "ngày 01/8/2023"),
        (a_window(AUG_1, closes=Half.MORNING), "buổi sáng ngày 01/8/2023"),
        (a_window(AUG_1, opens=Half.AFTERNOON), "buổi chiều ngày 01/8/2023"),
        (
            a_window(AUG_1, AUG_2, opens=Half.AFTERNOON, closes=Half.MORNING),
            "từ buổi chiều ngày 01/8/2023 đến hết buổi sáng ngày 02/8/2023",
        ),
    ],
)
def test_windows_are_worded_as_the_annex_prints_them(window, words):
    assert window_words(window) == words


def test_a_time_that_is_not_firm_keeps_the_plans_own_words():
    loose = LooseTime(wording="cuối tháng 5 và đầu tháng 6")
    assert time_words(a_visit(window=None, loose=loose)) == "cuối tháng 5 và đầu tháng 6"
    assert time_words(Quota(key="q", wording="03 đơn vị", batch="dot-1", loose=loose)) == "cuối tháng 5 và đầu tháng 6"


def test_a_time_of_which_nothing_is_said_is_undetermined():
    assert time_words(a_visit(window=None)) == "Chưa xác định"
    assert time_words(a_visit()) == "Từ ngày 01/8/2023 đến hết ngày 04/8/2023"


def test_a_draw_is_held_on_the_last_working_day_before_the_window():
    assert draw_day(a_visit(window=a_window(date(2023, 9, 5))), QUOC_KHANH_2023) == date(2023, 8, 31)
    assert draw_day(a_visit(window=None), QUOC_KHANH_2023) is None


def test_a_plan_without_firm_visits_has_no_idle_days():
    assert idle_working_days(a_plan(visits=()), QUOC_KHANH_2023) == ()


def test_a_calendar_names_both_ends_of_a_window_also_of_one_day():
    assert span_words(a_window(AUG_1)) == "từ ngày 01/8/2023 đến hết ngày 01/8/2023"
    assert span_words(a_window(AUG_1, closes=Half.MORNING)) == "buổi sáng ngày 01/8/2023"
