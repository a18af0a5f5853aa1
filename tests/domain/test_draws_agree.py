"""Ten thousand draws come out as another program makes them, written from the published method alone."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from builders import UNITS, a_dossier, a_plan, a_visit, with_plan
from domain import independent_draw

from app.domain.draws.draws import CommuneDraw, DrawPhase, Randomness, draw_code
from app.domain.draws.frames import DrawPool, frame_of, pool_of
from app.domain.draws.records import record_of
from app.domain.draws.steps import committed, drawn, seeded
from app.domain.plans import DrawRule
from app.domain.units import Unit

CASES, TOGETHER = 10_000, 500
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
SEEDS = "0123456789ABCđộ–| \t\u00a0"
DISTRICTS = ("ubnd-huyen-b", "ubnd-thi-xa-g")


def word(chance: random.Random) -> str:
    name = "".join(chance.choices(LETTERS, k=chance.randint(1, 6))).capitalize()
    return unicodedata.normalize(chance.choice(["NFC", "NFD"]), name)


def directory(chance: random.Random) -> tuple[Unit, ...]:
    """Return two districts of one to forty communes, of which many have the same names."""
    sizes = [chance.choice([1, 2, 3, 10, chance.randint(1, 40)]) for _ in DISTRICTS]
    names = [f"{chance.choice(['Xã', 'Phường', 'Thị trấn'])} {word(chance)} {word(chance)}" for _ in range(max(sizes))]
    codes = chance.sample(range(100_000), sum(sizes))
    found = []
    for parent, size in zip(DISTRICTS, sizes, strict=True):
        for name in chance.sample(names, size):
            code = f"{codes.pop():05}"
            found.append(
                Unit(key=code, code=code, name=f"UBND {name}", area=name, kind="xã", level="xa", parent=parent)
            )
    chance.shuffle(found)
    above = [unit for unit in UNITS if unit.level != "xa"]
    other = replace(UNITS[5], key=DISTRICTS[1], name="UBND thị xã G", area="Thị xã G")
    return (*above, other, *found)


PLAN = with_plan(
    a_dossier(a_plan(visits=(a_visit("ubnd-huyen-b"), a_visit("ubnd-thi-xa-g")))),
    draw=DrawRule(at_level="huyen", from_level="xa", least=1, most=3),
)


def a_case(number: int) -> tuple[dict[str, Any], CommuneDraw]:
    """Return what a draw is made of, and the draw that the program makes of it."""
    chance = random.Random(number)  # noqa: S311 — the same cases in every run
    dossier = replace(PLAN, units=directory(chance))
    unit = chance.choice(DISTRICTS)
    pool = pool_of(dossier, unit)
    codes = chance.sample([member.code for member in pool.members], len(pool.members))
    count = chance.randint(1, min(3, len(codes)))
    spare = codes[count:]
    inside = [(code, word(chance)) for code in spare[: chance.randint(0, 3 - count)]]
    outside = [(code, word(chance)) for code in spare[3:] if chance.random() < 0.2]
    typed = "".join(chance.choices(SEEDS, k=chance.randint(1, 20))) + "935 417"
    began = datetime(2023, 8, 1, tzinfo=UTC) + timedelta(seconds=chance.randint(0, 10**6))
    moments = [began + timedelta(seconds=step * chance.randint(0, 10**5)) for step in range(3)]
    given: dict[str, Any] = {
        "identity": draw_code("tinh-a-2023", unit, 1 + number % 2),
        "plan": "tinh-a-2023",
        "unit": unit,
        "units": [(each.code, each.area) for each in dossier.units if each.parent == unit],
        "without": [(code, unicodedata.normalize("NFC", reason)) for code, reason in outside],
        "included": [(code, unicodedata.normalize("NFC", reason)) for code, reason in inside],
        "count": count,
        "randomness": f"Gieo xúc xắc {number}",
        "typed": typed,
        "source": f"Phiên chọn số {number}",
        "witnesses": [f"Ông “{unicodedata.normalize('NFC', word(chance))}” \\ trưởng đoàn"] * chance.randint(0, 2),
        "attempt": 1 + number % 2,
        "previous": f"{number:064x}" if number % 2 else None,
        "moments": tuple(moment.isoformat() for moment in sorted(moments)),
    }
    return given, carried_through(given, pool, outside, inside, sorted(moments))


def carried_through(
    given: dict[str, Any],
    pool: DrawPool,
    outside: list[tuple[str, str]],
    inside: list[tuple[str, str]],
    moments: list[datetime],
) -> CommuneDraw:
    frame = frame_of(pool, given["count"], without=outside, included=inside)
    draw = CommuneDraw(
        code=given["identity"], plan=given["plan"], plan_title="Kế hoạch", unit=given["unit"], unit_name=pool.name,
        kind=pool.kind, attempt=given["attempt"], previous=given["previous"], day=date(2023, 7, 5), least=pool.least,
        most=pool.most, count=given["count"], frame=frame.units, without=frame.without, included=frame.included,
        randomness=Randomness(text=given["randomness"]),
    )  # fmt: skip
    draw = committed(draw, moments[0])
    draw = seeded(draw, given["typed"], source=given["source"], witnesses=given["witnesses"], at=moments[1])
    return drawn(draw, moments[2])


@pytest.mark.parametrize("first", range(0, CASES, TOGETHER))
def test_every_value_of_the_record_is_what_the_published_method_gives(first: int):
    for number in range(first, first + TOGETHER):
        given, draw = a_case(number)
        assert record_of(draw) == independent_draw.record(**given), number


def test_the_cases_are_of_every_sort():
    sorts = {"one commune": 0, "decomposed": 0, "same name elsewhere": 0, "put in": 0, "left out": 0, "all drawn": 0}
    for number in range(0, CASES, 20):
        given, draw = a_case(number)
        names = [name for _, name in given["units"]]
        elsewhere = {unit.area for unit in directory(random.Random(number)) if unit.parent != given["unit"]}  # noqa: S311 — the same cases
        sorts["one commune"] += len(draw.frame) == 1
        sorts["decomposed"] += any(name != unicodedata.normalize("NFC", name) for name in names)
        sorts["same name elsewhere"] += bool(elsewhere & set(names))
        sorts["put in"] += bool(given["included"])
        sorts["left out"] += bool(given["without"])
        sorts["all drawn"] += not draw.alternates
        assert draw.phase == DrawPhase.DRAWN
    assert min(sorts.values()) > 20
