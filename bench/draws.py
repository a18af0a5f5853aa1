"""Chọn ngẫu nhiên (R1, R2): the order of a list beside the hashing of its tickets and beside a peer; its uniformity."""

from __future__ import annotations

import hashlib
import random
from importlib.util import find_spec
from typing import TYPE_CHECKING

from app.domain.draws.tickets import tickets_in_order
from bench.measuring import Line, figure, in_turn, milliseconds, ratio
from bench.uniformity import first_drawn, inclusion, p_value, sets_drawn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bench.setting import Setting
    from bench.uniformity import ChiSquare

    Lists = Sequence[Sequence[str]]
    """Lists of codes to draw from, one after the other."""

COMMITMENT = hashlib.sha256(b"kiemtra-draw 1\n").hexdigest()
SEED = "407129368850"
DISTRICTS, COMMUNES, DRAWN = 11, 10, 3
"""A province of eleven districts of ten communes, at each of which three are drawn."""
DRAWN_OF_MANY = 300
_LEAST_CHANCE = 0.001


def r1(setting: Setting) -> list[Line]:
    """Measure the whole order of a list, alternates included, beside SHA-256 of the same tickets and beside the peer.

    The peer, consistent-sampler, orders all units too, as the minutes of a draw have them; how long it takes where it
    stops after those drawn is only told.
    """
    districts = [_codes(district * COMMUNES, COMMUNES) for district in range(DISTRICTS)]
    lines = []
    for name, lists, drawn in (
        (f"{DISTRICTS} x {COMMUNES} communes", districts, DRAWN),
        (f"{setting.communes:,} communes", [_codes(0, setting.communes)], min(DRAWN_OF_MANY, setting.communes)),
    ):
        cases: dict[str, Callable[[], object]] = {
            "ours": lambda lists=lists: _order(lists), "hashing": lambda lists=lists: _hash(lists)
        }  # fmt: skip
        has_peer = find_spec("consistent_sampler") is not None
        if has_peer:
            cases["peer"] = lambda lists=lists: _sample(lists, None)
            cases["peer, drawn alone"] = lambda lists=lists, drawn=drawn: _sample(lists, drawn)
        taken = in_turn(cases, setting.rounds)
        lines.append(
            Line(
                row="R1",
                what=f"order of {name} / SHA-256 of the same tickets",
                measured=ratio(taken["ours"], taken["hashing"]),
                target=2,
                absolute=milliseconds(taken["ours"], taken["hashing"]),
            )
        )
        for what, case, target in (
            (f"consistent-sampler ordering {name} / ours", "peer", 5),
            (f"consistent-sampler drawing {drawn} and no more / ours ordering all", "peer, drawn alone", None),
        ):
            lines.append(
                Line(
                    row="R1",
                    what=what,
                    measured=ratio(taken[case], taken["ours"]) if has_peer else None,
                    target=target,
                    at_least=True,
                    absolute=milliseconds(taken[case], taken["ours"]) if has_peer else "",
                )
            )
    return lines


def r2(setting: Setting) -> list[Line]:
    """Judge by chi-square whether every commune, and every set of three of ten, is drawn as often as any other.

    The seeds are the same in every run: the numbers from 0 on, and numbers of twelve digits by chance.
    """
    codes = _codes(0, COMMUNES)
    chance = random.Random(5)  # noqa: S311 — the same seeds in every run
    kinds = {
        "seeds in sequence": (f"{number:06}" for number in range(setting.draws)),
        "seeds by chance": (f"{chance.randrange(10**12):012}" for _ in range(setting.draws)),
    }
    lines = []
    for kind, seeds in kinds.items():
        found = judged(codes, DRAWN, (tickets_in_order(COMMITMENT, seed, codes) for seed in seeds))
        for name, statistic in found.items():
            lines.append(
                Line(
                    row="R2",
                    what=f"p of {name}, {setting.draws:,} {kind}",
                    measured=figure(p_value(statistic)),
                    target=_LEAST_CHANCE,
                    at_least=True,
                    absolute=f"chi-square {statistic.value:.1f} of {statistic.degrees} degrees",
                )
            )
    return lines


def judged(codes: Sequence[str], drawn: int, orders: Iterable[Iterable[tuple[str, str]]]) -> dict[str, ChiSquare]:
    """Return what tells of the orders in which units were drawn whether all were treated alike."""
    results = [tuple(code for code, _ in order)[:drawn] for order in orders]
    return {
        "the first drawn": first_drawn(codes, results),
        "sets drawn": sets_drawn(codes, results),
        "inclusion": inclusion(codes, results),
    }


def _codes(first: int, count: int) -> list[str]:
    return [f"{number:05}" for number in range(first, first + count)]


def _order(lists: Lists) -> None:
    for codes in lists:
        tickets_in_order(COMMITMENT, SEED, codes)


def _hash(lists: Lists) -> None:
    start = f"{COMMITMENT}|{SEED}|"
    for codes in lists:
        for code in codes:
            hashlib.sha256((start + code).encode()).hexdigest()


def _sample(lists: Lists, drawn: int | None) -> None:
    from consistent_sampler import sampler  # noqa: PLC0415 — the row goes without when it is not installed

    for codes in lists:
        list(sampler(codes, seed=f"{COMMITMENT}|{SEED}", take=len(codes) if drawn is None else drawn))
