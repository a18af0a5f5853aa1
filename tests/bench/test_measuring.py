import pytest

from bench.measuring import Line, Ratio, figure, in_turn, ratio, told


def a_line(middle=2.0, **fields):
    measured = Ratio(middle, middle, middle) if middle is not None else None
    return Line(**{"row": "D1", "what": "ours / theirs", "measured": measured, "target": 2.0} | fields)


@pytest.mark.parametrize(
    ("middle", "at_least", "verdict"),
    [
        (1.99, False, "met"),
        (2.0, False, "met"),
        (2.01, False, "not met"),
        (2.01, True, "met"),
        (2.0, True, "met"),
        (1.99, True, "not met"),
        (None, False, "not measured"),
        (None, True, "not measured"),
    ],
)
def test_the_verdict_follows_the_median_ratio(middle, at_least, verdict):
    assert a_line(middle, at_least=at_least).verdict == verdict


def test_a_figure_without_a_target_is_reported():
    assert [a_line(2.0, target=None).verdict, a_line(None, target=None).verdict] == ["reported", "not measured"]


def test_cases_run_in_turn_and_once_before_the_first_round():
    ran = []
    taken = in_turn({"a": lambda: ran.append("a"), "b": lambda: ran.append("b")}, 3)
    assert ran == ["a", "b"] * 4
    assert {name: len(seconds) for name, seconds in taken.items()} == {"a": 3, "b": 3}
    assert min(min(seconds) for seconds in taken.values()) >= 0


def test_a_ratio_is_taken_round_by_round():
    assert ratio([1.0, 20.0, 3.0], [1.0, 10.0, 1.0]).middle == 2.0


def test_a_ratio_tells_its_quartiles():
    assert ratio([1.0, 2.0, 3.0, 4.0, 5.0], [1.0] * 5) == Ratio(3.0, 1.5, 4.5)


def test_a_single_round_has_no_spread():
    assert ratio([3.0], [2.0]) == Ratio(1.5, 1.5, 1.5)


def test_the_table_says_for_each_line_what_was_measured_and_what_was_wanted():
    lines = [
        a_line(3.257, target=3.5, absolute="4.31 ms / 1.34 ms"),
        Line(row="D2", what="peer / ours", measured=Ratio(19.51, 19.2, 19.88), target=4, at_least=True),
        Line(row="D5", what="memory", measured=figure(90.6), target=200, unit=" MB"),
        a_line(None, row="X1", target=2.5, at_least=True),
        Line(row="C2", what="modules", measured=figure(0), target=0),
        Line(row="F1", what="elsewhere", measured=figure(0.2), target=None, at_least=True),
    ]
    head, rule, *rest = told(lines).split("\n")
    assert " ".join(head.split()) == "row what measured [quartiles] target in this run"
    assert set(rule) == {"-"}
    assert [" ".join(line.split()) for line in rest] == [
        "D1 ours / theirs 3.26 <= 3.50 met 4.31 ms / 1.34 ms",
        "D2 peer / ours 19.5 [19.2 .. 19.9] >= 4.00 met",
        "D5 memory 90.6 MB <= 200 MB met",
        "X1 ours / theirs >= 2.50 not measured",
        "C2 modules 0 <= 0 met",
        "F1 elsewhere 0.200 reported",
    ]
