"""Đề xuất lịch (S1 đến S3): our search beside greedy, local and exact search, each in a process of its own.

Every answer is judged by the rules of plans alone; one that they find an error in counts as none.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from statistics import median
from typing import TYPE_CHECKING

from bench.measuring import Line, Ratio, figure

if TYPE_CHECKING:
    from bench.setting import Setting

KINDS = {
    "replan": "least disturbance",
    "fresh": "new schedule, the batches' own teams",
    "any-team": "new schedule, any team",
}
_ANY_TEAM = "any-team"
_PEERS = ("greedy", "local", "exact", "hinted")
_SMALL = 30
_BRUTE_UNITS, _BRUTE_SECONDS = 6, 60.0
_DAYS_OF_A_VISIT = {"replan": 200, "fresh": 100, "any-team": 100}
"""What one unit of the first goal weighs in units of the second: a visit moved, a day on which the last visit ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Một lần tìm đã đo: `seconds` from the plan to the answer, `whole` of the process; `price` None: no answer."""

    seconds: float
    whole: float
    megabytes: float
    price: tuple[int, ...] | None
    proven: int
    bound: int

    def cost(self, kind: str) -> float:
        """Return what the answer costs as one figure; endless where there is none."""
        return float("inf") if self.price is None else _DAYS_OF_A_VISIT[kind] * self.price[0] + self.price[1]

    @property
    def gap(self) -> float:
        """Return the share by which the first goal may lie above what is possible, none where it is proven."""
        if self.proven or self.price is None or not self.price[0]:
            return 0.0
        return 1 - self.bound / self.price[0]


@cache
def run(setting: Setting, kind: str, units: int, seed: int, solver: str, seconds: float) -> Run:
    """Solve one instance in a process of its own."""
    finished = setting.run("-m", "bench.searched", kind, str(units), str(seed), solver, str(seconds))
    told = json.loads(finished.output.splitlines()[-1])
    return Run(
        seconds=told["building"] + told["seconds"],
        whole=finished.seconds,
        megabytes=finished.megabytes,
        price=tuple(told["price"]) if told["right"] else None,
        proven=told["proven"],
        bound=told["bound"],
    )


def _runs(setting: Setting, kind: str, units: int, solver: str) -> list[Run]:
    return [run(setting, kind, units, seed, solver, setting.search_seconds) for seed in setting.seeds]


def s1(setting: Setting) -> list[Line]:
    """Measure how long a proven least disturbance takes, from the plan to the answer."""
    lines = []
    for units in (each for each in setting.units if each <= _SMALL):
        ours = _runs(setting, "replan", units, "ours")
        proven = [each for each in ours if each.price is not None and each.proven == len(each.price)]
        seconds = [each.seconds for each in ours]
        lines += [
            Line(
                row="S1",
                what=f"replan {units}: share of instances with a proven least disturbance",
                measured=figure(len(proven) / len(ours)),
                target=1,
                at_least=True,
                absolute=f"{len(proven)} of {len(ours)}",
            ),
            Line(
                row="S1",
                what=f"replan {units}: the slowest of them",
                measured=Ratio(max(seconds), min(seconds), max(seconds)),
                target=5,
                unit=" s",
                absolute=f"with starting and ending the process {max(each.whole for each in ours):.2f} s",
            ),
        ]
    return [*lines, _beside_brute_force(setting)]


def _beside_brute_force(setting: Setting) -> Line:
    pairs = [
        (
            run(setting, "replan", _BRUTE_UNITS, seed, "ours", setting.search_seconds),
            run(setting, "replan", _BRUTE_UNITS, seed, "brute", _BRUTE_SECONDS),
        )
        for seed in setting.seeds
    ]
    told = [(ours.price, brute.price) for ours, brute in pairs]
    if any(brute is None for _, brute in told):
        return Line(row="S1", what=f"replan {_BRUTE_UNITS}: equal to brute force", measured=None, target=1)
    return Line(
        row="S1",
        what=f"replan {_BRUTE_UNITS}: share equal to brute force",
        measured=figure(sum(one == other for one, other in told) / len(told)),
        target=1,
        at_least=True,
        absolute=f"search {median(each.seconds for each, _ in pairs):.2f} s, "
        f"brute force {median(each.seconds for _, each in pairs):.2f} s",
    )


def s2(setting: Setting) -> list[Line]:
    """Measure what our answer costs over the best that any of the solvers finds in as long."""
    return [_beside_peers(setting, kind, units) for kind in setting.kinds for units in setting.units]


def _beside_peers(setting: Setting, kind: str, units: int) -> Line:
    ours = _runs(setting, kind, units, "ours")
    peers = {peer: _runs(setting, kind, units, peer) for peer in _PEERS}
    best = [min(each.cost(kind) for each in together) for together in zip(ours, *peers.values(), strict=True)]
    ratios = {name: _over(kind, runs, best) for name, runs in {"ours": ours, **peers}.items()}
    own = ratios.pop("ours")
    others = ", ".join(f"{name} {_told(found)}" for name, found in ratios.items())
    first = median(each.seconds for each in peers["greedy"])
    return Line(
        row="S2",
        what=f"{kind} {units} ({KINDS[kind]}): cost / best found by any, the worst instance",
        measured=Ratio(max(own), min(own), max(own)),
        target=1.0 if kind == "replan" and units <= _SMALL else 1.05,
        absolute=f"{others}; first {first:.2f} s, best {median(each.seconds for each in ours):.2f} s, "
        f"proven {sum(each.proven > 0 for each in ours)} of {len(ours)}, gap {max(each.gap for each in ours):.0%}, "
        f"{max(each.megabytes for each in ours):.0f} MB (greedy {max(each.megabytes for each in peers['greedy']):.0f})",
    )


def _over(kind: str, runs: list[Run], best: list[float]) -> list[float]:
    """Return what each answer costs over the best; endless where there is none, though there is one."""
    return [
        1.0 if each.cost(kind) == least else each.cost(kind) / least for each, least in zip(runs, best, strict=True)
    ]


def _told(ratios: list[float]) -> str:
    found = [each for each in ratios if each != float("inf")]
    if not found:
        return "none"
    lacking = len(ratios) - len(found)
    return f"{median(found):.2f}" + (f" ({lacking} without)" if lacking else "")


def s3(setting: Setting) -> list[Line]:
    """Measure the share of instances that are answered at all.

    Each of them can be by the way it was made; where any team may come, those count that some solver answers.
    """
    by_solver = {
        solver: [
            each.price is not None
            for kind in setting.kinds
            for units in setting.units
            for each in _runs(setting, kind, units, solver)
        ]
        for solver in ("ours", "plain", *_PEERS)
    }
    made = [kind != _ANY_TEAM for kind in setting.kinds for _ in setting.units for _ in setting.seeds]
    solvable = [is_made or any(answers) for is_made, *answers in zip(made, *by_solver.values(), strict=True)]
    shares = {solver: sum(answers) / sum(solvable) for solver, answers in by_solver.items()}
    own = shares.pop("ours")
    return [
        Line(
            row="S3",
            what="share of solvable instances answered, every answer free of errors",
            measured=figure(own),
            target=1,
            at_least=True,
            absolute=", ".join(f"{name} {share:.0%}" for name, share in shares.items()),
        )
    ]
