"""Kiểm định chi bình phương: whether draws treat all units alike, without any library for statistics."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Results = Sequence[tuple[str, ...]]
    """What each draw gave, in the order in which it was drawn; all gave as many."""

_PRECISE = 1e-15
_MOST_TERMS = 10_000


@dataclass(frozen=True, slots=True)
class ChiSquare:
    """Thống kê chi bình phương and its degrees of freedom."""

    value: float
    degrees: int


def first_drawn(codes: Sequence[str], results: Results) -> ChiSquare:
    """Return how far the numbers of times that each unit came first are from equal."""
    return _from_equal(codes, Counter(result[0] for result in results), len(results))


def sets_drawn(codes: Sequence[str], results: Results) -> ChiSquare:
    """Return how far the numbers of times that each set of units was drawn are from equal."""
    sets = [frozenset(chosen) for chosen in combinations(codes, len(results[0]))]
    return _from_equal(sets, Counter(map(frozenset, results)), len(results))


def inclusion(codes: Sequence[str], results: Results) -> ChiSquare:
    """Return how far the numbers of times that each unit was drawn at all are from equal.

    One draw takes no unit twice: the numbers vary less than those of independent events, and the sum is put right.
    """
    drawn, all_units = len(results[0]), len(codes)
    share = drawn / all_units
    counted = Counter(code for result in results for code in result)
    variance = len(results) * share * (1 - share)
    squares = sum((counted[code] - len(results) * share) ** 2 for code in codes)
    return ChiSquare(squares / variance * (all_units - 1) / all_units, all_units - 1)


def p_value(statistic: ChiSquare) -> float:
    """Return the chance of a statistic as large as this or larger where all units are treated alike."""
    return _upper_gamma(statistic.degrees / 2, statistic.value / 2)


def _from_equal(cells: Iterable[object], counted: Counter[object], events: int) -> ChiSquare:
    kept = list(cells)
    expected = events / len(kept)
    return ChiSquare(sum((counted[cell] - expected) ** 2 for cell in kept) / expected, len(kept) - 1)


def _upper_gamma(shape: float, x: float) -> float:
    """Return the regularised upper incomplete gamma function: a series below the mean, a continued fraction above."""
    if x <= 0:
        return 1.0
    weight = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1:
        term = total = 1 / shape
        for step in range(1, _MOST_TERMS):
            term *= x / (shape + step)
            total += term
            if term < total * _PRECISE:
                break
        return 1 - weight * total
    # Lentz's method, going from the front of the fraction to where nothing changes any more.
    b = x + 1 - shape
    c, d = math.inf, 1 / b
    value = d
    for step in range(1, _MOST_TERMS):
        a = step * (shape - step)
        b += 2
        d = 1 / (a * d + b)
        c = b + a / c
        change = c * d
        value *= change
        if abs(change - 1) < _PRECISE:
            break
    return weight * value
