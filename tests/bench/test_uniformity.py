"""Bias is found where there is some, and the chances are those of the tables."""

import math
import random

import pytest

from app.domain.draws.tickets import tickets_in_order
from bench.draws import COMMITMENT, judged
from bench.uniformity import ChiSquare, first_drawn, inclusion, p_value, sets_drawn

CODES = [f"{number:05}" for number in range(10)]


@pytest.mark.parametrize(
    ("value", "degrees", "chance"),
    [
        (0, 9, 1.0),
        (3.841458820694124, 1, 0.05),
        (6.634896601021213, 1, 0.01),
        (16.918977604620448, 9, 0.05),
        (27.877164871256568, 9, 0.001),
        (145.46073515, 119, 0.05),
        (2, 2, math.exp(-1)),
        (100, 2, math.exp(-50)),
        (0.5, 2, math.exp(-0.25)),
    ],
)
def test_chances_are_those_of_the_tables(value: float, degrees: int, chance: float):
    assert p_value(ChiSquare(value, degrees)) == pytest.approx(chance, rel=1e-6)


@pytest.mark.parametrize("degrees", [1, 2, 9, 119])
def test_a_larger_statistic_is_the_less_likely(degrees: int):
    chances = [p_value(ChiSquare(value / 2, degrees)) for value in range(400)]
    assert chances == sorted(chances, reverse=True)
    assert all(0 <= chance <= 1 for chance in chances)


def test_equal_numbers_are_no_distance_apart():
    results = [tuple(CODES[(first + step) % 10] for step in range(3)) for first in range(10)]
    assert first_drawn(CODES, results) == ChiSquare(0, 9)
    assert inclusion(CODES, results).value == pytest.approx(0)


def test_the_distance_is_that_of_the_formula():
    results = [("00000", "00001")] * 6 + [("00001", "00002")] * 3
    three = CODES[:3]
    assert first_drawn(three, results) == ChiSquare((9 + 0 + 9) / 3, 2)
    assert sets_drawn(three, results) == ChiSquare((9 + 0 + 9) / 3, 2)
    # Expected 6 each; the variance of one number is 9 * 2/3 * 1/3 = 2, and two thirds of the sum count.
    assert inclusion(three, results).value == pytest.approx((0 + 9 + 9) / 2 * 2 / 3)


def test_draws_by_chance_pass_and_the_share_that_does_not_is_as_it_should_be():
    chances = []
    for number in range(60):
        chance = random.Random(number)  # noqa: S311 — the same draws in every run
        results = [tuple(chance.sample(CODES, 3)) for _ in range(600)]
        chances += [p_value(test(CODES, results)) for test in (first_drawn, sets_drawn, inclusion)]
    assert sum(each < 0.05 for each in chances) / len(chances) == pytest.approx(0.05, abs=0.04)
    assert sum(chances) / len(chances) == pytest.approx(0.5, abs=0.06)


@pytest.mark.parametrize(
    ("bias", "found_by"),
    [
        ("first comes first", {"the first drawn", "sets drawn", "inclusion"}),
        ("neighbours together", {"sets drawn"}),
        ("order within the drawn", {"the first drawn"}),
    ],
)
def test_bias_is_found(bias: str, found_by: set[str]):
    chance = random.Random(3)  # noqa: S311 — the same draws in every run
    orders = []
    for _ in range(6000):
        drawn = chance.sample(CODES, 10)
        if bias == "first comes first" and chance.random() < 0.1:
            drawn.sort()
        elif bias == "neighbours together":
            place = chance.randrange(10)
            drawn = [CODES[(place + step) % 10] for step in (*chance.sample(range(3), 3), *range(3, 10))]
        elif bias == "order within the drawn":
            drawn = [*sorted(drawn[:3]), *drawn[3:]]
        orders.append([(code, "") for code in drawn])
    found = judged(CODES, 3, orders)
    assert {name for name, statistic in found.items() if p_value(statistic) < 0.001} == found_by


def test_tickets_treat_all_alike():
    found = judged(CODES, 3, (tickets_in_order(COMMITMENT, f"{number:06}", CODES) for number in range(4000)))
    assert min(map(p_value, found.values())) > 0.001
