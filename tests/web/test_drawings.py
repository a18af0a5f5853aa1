"""The drawings made on the server: the year's timeline and the day strip, as numbers before they become markup."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from builders import QUOC_KHANH_2023, UNITS, a_batch, a_dossier, a_plan, a_visit, a_window, before

from app.domain.dates import Half, days_between
from app.domain.deadlines import DueDay
from app.domain.schedules import report_due
from app.web.day_strip import day_strip
from app.web.timeline import LEFT, ROW, TOP, WIDTH, timeline
from app.web.views import standing_of, window_label

CALENDAR = QUOC_KHANH_2023
TODAY = date(2023, 7, 10)
LEADS = ("so-noi-vu", "so-tttt")


def drawn(*visits, today=TODAY, faulty=frozenset(), **batch):
    dossier = a_dossier(a_plan(visits=visits, batches=(a_batch(**batch),)))
    return timeline(dossier, CALENDAR, today, LEADS, faulty)


# The timeline


def test_a_plan_without_firm_days_has_no_drawing():
    assert drawn(a_visit(window=None)) is None


def test_bars_stand_by_their_days_and_keep_their_number_in_the_plan():
    late, early = a_visit(window=a_window(date(2023, 9, 11))), a_visit("so-tu-phap", window=a_window(date(2023, 9, 5)))
    bars = drawn(late, early).bars
    assert [(bar.unit, bar.number, bar.y) for bar in bars] == [("so-tu-phap", 2, TOP), ("so-y-te", 1, TOP + ROW)]
    assert bars[0].x < bars[1].x


def test_a_target_in_reserve_is_neither_drawn_nor_numbered():
    reserve = a_visit("so-tu-phap", is_reserve=True)
    assert [(bar.unit, bar.number) for bar in drawn(reserve, a_visit()).bars] == [("so-y-te", 1)]


def test_everything_drawn_lies_within_the_drawing():
    drawing = drawn(
        *(
            a_visit(unit.key, window=a_window(date(2023, 1 + n, 3), date(2023, 2 + n, 28)))
            for n, unit in enumerate(UNITS)
        )
    )
    edges = [band.x + band.width for band in drawing.bands] + [bar.x + bar.width for bar in drawing.bars]
    assert max(edges) <= WIDTH
    assert min(band.x for band in drawing.bands) >= LEFT
    assert drawing.height >= TOP + ROW * len(UNITS)


def test_the_days_of_a_bar_have_the_width_that_their_number_asks_for():
    one, five = drawn(
        a_visit(window=a_window(date(2023, 9, 5))),
        a_visit("so-tu-phap", window=a_window(date(2023, 9, 11), date(2023, 9, 15))),
    ).bars
    assert five.width == pytest.approx(5 * one.width, abs=0.5)


def test_today_is_marked_when_the_drawing_holds_it():
    days = {TODAY: True, date(2023, 8, 2): True, date(2023, 3, 1): False, date(2023, 12, 1): False}
    assert {day: drawn(a_visit(), today=day).today_x is not None for day in days} == days


def test_the_last_day_for_reports_stands_before_its_bar_and_hollow_on_a_day_off():
    working = drawn(a_visit(), report_deadline=before(date(2023, 7, 29))).bars[0]
    sunday = drawn(a_visit(), report_deadline=before(date(2023, 7, 31))).bars[0]
    none = drawn(a_visit(), report_deadline=None).bars[0]
    assert (working.due_x < working.x, working.due_is_day_off) == (True, False)
    assert (sunday.due_x < sunday.x, sunday.due_is_day_off) == (True, True)
    assert (none.due_x, none.due_is_day_off) == (None, False)


def test_a_label_at_the_right_edge_stands_before_its_bar_and_beside_the_last_day_for_reports():
    window = a_window(date(2023, 11, 16), date(2023, 11, 30))
    first = a_visit("so-tu-phap", window=a_window(date(2023, 8, 1)))
    near = drawn(first, a_visit(window=window, report_deadline=before(date(2023, 11, 12)))).bars[1]
    far = drawn(first, a_visit(window=window, report_deadline=before(date(2023, 8, 12)))).bars[1]
    assert (near.label_ends, near.label_x < near.due_x < near.x) == (True, True)
    assert (far.label_ends, far.due_x < far.label_x < far.x) == (True, True)


def test_a_lead_agency_has_its_place_among_those_of_the_plan_and_a_stranger_has_none():
    assert [drawn(a_visit(lead_agency=lead)).bars[0].lead for lead in (*LEADS, "so-y-te")] == [1, 2, 0]


def test_mondays_of_a_long_plan_do_not_run_into_each_other():
    visits = [a_visit(window=a_window(date(2023, 1, 3))), a_visit("so-tu-phap", window=a_window(date(2024, 12, 20)))]
    places = [tick.x for tick in drawn(*visits).mondays]
    assert min(b - a for a, b in pairwise(places)) >= 19


def test_holidays_and_weekends_are_bands_of_their_own_kind():
    drawing = drawn(a_visit(window=a_window(date(2023, 9, 5))))
    assert [band.is_holiday for band in drawing.bands].count(True) == 1


# Windows in few words


@pytest.mark.parametrize(
    ("window", "label"),
    [
        (a_window(date(2023, 8, 1), date(2023, 8, 8)), "01/8 - 08/8"),
        (a_window(date(2023, 10, 6)), "06/10"),
        (a_window(date(2023, 10, 6), closes=Half.MORNING), "sáng 06/10"),
        (a_window(date(2023, 10, 6), opens=Half.AFTERNOON), "chiều 06/10"),
        (
            a_window(date(2023, 10, 8), date(2023, 10, 9), opens=Half.AFTERNOON, closes=Half.MORNING),
            "chiều 08/10 - sáng 09/10",
        ),
        (a_window(date(2023, 10, 8), date(2023, 10, 9), opens=Half.AFTERNOON), "chiều 08/10 - 09/10"),
    ],
)
def test_a_window_is_labelled_in_few_words(window, label):
    assert window_label(window) == label


# How a deadline stands


def test_a_deadline_stands_as_the_day_has_it():
    due = DueDay(last_day=date(2023, 7, 30), stated=date(2023, 7, 31), words="trước ngày 31/7/2023")
    days = {day: standing_of(day, due, date(2023, 7, 28)) for day in days_between(date(2023, 7, 27), date(2023, 7, 31))}
    assert list(days.values()) == ["ahead", "last_working_day", "days_off", "last_day", "late"]
    assert standing_of(TODAY, None, None) is None


# The day strip


def strip(today=TODAY, window=None, deadline=None):
    plan = a_plan(visits=(a_visit(window=window, report_deadline=deadline),), batches=(a_batch(report_deadline=None),))
    due = report_due(plan, plan.visits[0], CALENDAR)
    return day_strip(CALENDAR, today, window, due, 1)


def cells(made):
    return {cell.full.rpartition(" ")[2]: (cell.kind, cell.marks) for cell in made.cells}


def test_a_visit_without_days_or_deadline_has_no_strip():
    assert strip() is None


def test_every_day_of_a_strip_says_in_words_what_its_colour_says():
    made = cells(strip(window=a_window(date(2023, 9, 1), date(2023, 9, 8)), deadline=before(date(2023, 8, 30))))
    assert made["29/8/2023"] == ("deadline", ("Hạn cuối",))
    assert made["01/9/2023"] == ("holiday", ("Nghỉ lễ",))
    assert made["03/9/2023"] == ("weekend", ())
    assert made["05/9/2023"] == ("window", ("Kiểm tra",))
    assert list(made)[-1] == "08/9/2023"


def test_a_deadline_on_a_day_off_marks_that_day_and_the_working_day_before_it():
    made = cells(strip(deadline=before(date(2023, 7, 31))))
    assert {day: marks for day, (_, marks) in made.items() if marks} == {
        "28/7/2023": ("Nên gửi",),
        "30/7/2023": ("Hạn cuối",),
    }


def test_today_is_in_a_strip_when_it_is_near_and_marked_first():
    near = strip(today=date(2023, 7, 24), deadline=before(date(2023, 7, 29)))
    far = strip(today=date(2023, 7, 3), deadline=before(date(2023, 7, 29)))
    assert [(cell.number, cell.marks) for cell in near.cells if cell.is_today] == [("24", ("Hôm nay",))]
    assert [cell for cell in far.cells if cell.is_today] == []
    on_the_day = strip(today=date(2023, 7, 28), deadline=before(date(2023, 7, 29)))
    assert [cell.marks for cell in on_the_day.cells if cell.is_today] == [("Hôm nay", "Hạn cuối")]


def test_a_strip_is_never_longer_than_seventeen_days_and_has_no_gap():
    for days in (0, 5, 20, 100):
        opening = date(2023, 7, 31) + timedelta(days=days)
        made = strip(window=a_window(opening, opening), deadline=before(date(2023, 7, 31)))
        assert len(made.cells) <= 17
        assert made.cells[0].full.rpartition(" ")[2] == "26/7/2023"


def test_a_visit_long_after_its_report_is_left_out_of_the_strip():
    made = strip(window=a_window(date(2023, 9, 5)), deadline=before(date(2023, 7, 29)))
    assert "window" not in {cell.kind for cell in made.cells}
    assert made.label == "Các ngày từ 26/7 đến 31/7/2023"
