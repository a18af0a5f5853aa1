"""Phép đo: cases timed in turn, so that a machine that slows down slows them all, and what a line of the table says."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Ratio:
    """Tỉ số: the median of the rounds' ratios and their quartiles; all three are equal after a single round."""

    middle: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Dòng của bảng: what was measured and what it should be.

    `measured` is None when the tool of the row is not installed, `target` when the figure is only to be known;
    `at_least` says which side of `target` is the good one; `unit` follows a figure that is no ratio; `absolute` are the
    figures behind it, for the machine of the day.
    """

    row: str
    what: str
    measured: Ratio | None
    target: float | None
    at_least: bool = False
    unit: str = ""
    absolute: str = ""

    @property
    def verdict(self) -> str:
        """Return "met", "not met", "reported" or "not measured"."""
        if self.measured is None:
            return "not measured"
        if self.target is None:
            return "reported"
        is_met = self.measured.middle >= self.target if self.at_least else self.measured.middle <= self.target
        return "met" if is_met else "not met"


def in_turn(cases: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Return the seconds that each case took in each round; every case runs once before the first."""
    for case in cases.values():
        case()
    taken: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(rounds):
        for name, case in cases.items():
            began = perf_counter()
            case()
            taken[name].append(perf_counter() - began)
    return taken


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Ratio:
    """Return ours over theirs, round by round."""
    of_rounds = [one / other for one, other in zip(ours, theirs, strict=True)]
    if len(of_rounds) == 1:
        return Ratio(of_rounds[0], of_rounds[0], of_rounds[0])
    low, _, high = quantiles(of_rounds, n=4)
    return Ratio(median(of_rounds), low, high)


def figure(value: float) -> Ratio:
    """Return a figure that was measured once."""
    return Ratio(value, value, value)


def milliseconds(*cases: Sequence[float]) -> str:
    """Return the medians of cases: "4.31 ms / 1.34 ms"."""
    return " / ".join(f"{_figure(median(case) * 1000)} ms" for case in cases)


def told(lines: Sequence[Line]) -> str:
    """Return the table of the run."""
    heads = ("row", "what", "measured [quartiles]", "target", "", "in this run")
    cells = [heads, *(_cells(line) for line in lines)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    drawn = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    return "\n".join([drawn[0], "-" * max(map(len, drawn)), *drawn[1:]])


def _cells(line: Line) -> tuple[str, ...]:
    found = line.measured
    measured = ""
    if found is not None:
        measured = f"{_figure(found.middle)}{line.unit}"
        if found.low != found.high:
            measured += f" [{_figure(found.low)} .. {_figure(found.high)}]"
    bound = "" if line.target is None else f"{_figure(line.target)}{line.unit}"
    target = f"{'>=' if line.at_least else '<='} {bound}" if bound else ""
    return line.row, line.what, measured, target, line.verdict, line.absolute


def _figure(value: float) -> str:
    """Return a figure to three digits, large ones whole."""
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    return f"{value:.{max(0, 2 - math.floor(math.log10(abs(value))))}f}"
