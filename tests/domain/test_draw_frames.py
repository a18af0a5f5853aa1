"""From where a plan may draw, and the list that is left: units that are there on the day, by code, named in full."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from builders import UNITS, a_batch, a_dossier, a_plan, a_visit, with_plan
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import Window
from app.domain.draws.draws import PoolKind
from app.domain.draws.frames import DrawPool, frame_of, pool_of, pools_of
from app.domain.errors import InvalidInput, NotFound, Refused
from app.domain.plans import DrawCluster, DrawRule
from app.domain.units import Unit
from app.domain.visits import Quota

DAY = date(2023, 7, 1)
RULE = DrawRule(at_level="huyen", from_level="xa", least=1, most=3)


def commune(code: str, name: str, parent: str = "ubnd-huyen-b", **fields: Any) -> Unit:
    return Unit(key=code, code=code, name=f"UBND {name}", area=name, kind="xã", level="xa", parent=parent, **fields)


ABOVE = tuple(unit for unit in UNITS if unit.level != "xa")
TWICE = (
    commune("00003", unicodedata.normalize("NFD", "Xã Tân Lập")),
    commune("00001", "Xã  Bù\u00a0Nho"),
    commune("00002", "Thị trấn Cũ", until=DAY - timedelta(days=1)),
    commune("00004", "Xã Mới", since=DAY),
    commune("00005", "Xã Sẽ Có", since=DAY + timedelta(days=1)),
    commune("00006", "Xã Sẽ Mất", until=DAY),
    commune("00007", "Xã Tân Lập", parent="ubnd-thi-xa-g"),
)


def dossier(*units: Unit, rule: DrawRule | None = RULE, **fields: Any) -> Any:
    base = a_dossier(a_plan(visits=(a_visit(), a_visit("ubnd-huyen-b"))), units=(*ABOVE, *units))
    return with_plan(base, draw=rule, **fields)


def members(pool: DrawPool) -> list[tuple[str, str]]:
    return [(member.code, member.name) for member in pool.members]


def test_a_unit_has_the_communes_that_it_has_on_the_day_named_as_composed_on_one_line():
    pool = pool_of(dossier(*TWICE), "ubnd-huyen-b", DAY)
    assert sorted(members(pool)) == [
        ("00001", "Xã Bù Nho"), ("00003", "Xã Tân Lập"), ("00004", "Xã Mới"), ("00006", "Xã Sẽ Mất"),
    ]  # fmt: skip
    assert (pool.kind, pool.name, pool.least, pool.most, pool.day) == (PoolKind.UNIT, "UBND huyện B", 1, 3, DAY)
    assert frame_of(pool, 1, without=(), included=()).units == tuple(sorted(pool.members, key=lambda m: m.code))


def test_without_a_day_the_list_is_of_the_first_day_of_the_visit_else_of_the_day_of_the_plan():
    early, late = a_visit(), a_visit("ubnd-huyen-b", window=Window(first=DAY + timedelta(20), last=DAY + timedelta(30)))
    plan = dossier(*TWICE)
    assert pool_of(with_plan(plan, visits=(early, late)), "ubnd-huyen-b").day == DAY + timedelta(20)
    unplaced = with_plan(plan, visits=(early, a_visit("ubnd-huyen-b", window=None)))
    assert pool_of(unplaced, "ubnd-huyen-b").day == unplaced.plan.directory_day()


@pytest.mark.parametrize(
    ("key", "rule", "error"),
    [
        ("ubnd-huyen-b", None, Refused),
        ("so-y-te", RULE, Refused),
        ("so-tu-phap", RULE, NotFound),
        ("cum-1", RULE, NotFound),
        ("ubnd-huyen-b", replace(RULE, at_level=None), Refused),
    ],
)
def test_where_the_plan_draws_nothing_there_is_no_list(key: str, rule: DrawRule | None, error: type[Exception]):
    with pytest.raises(error):
        pool_of(dossier(*TWICE, rule=rule), key, DAY)


def test_a_cluster_has_the_units_that_the_plan_names_and_a_class_those_it_does_not():
    rule = replace(RULE, at_level=None, clusters=(DrawCluster(key="cum-1", name="Cụm 1", units=("00001", "00004")),))
    quota = Quota(key="xa-khac", wording="02 xã", batch="dot-1", count=2, level="xa", kinds=("xã",))
    visits = (a_visit(), a_visit("00003"))
    plan = with_plan(
        dossier(*TWICE, rule=rule), visits=visits, quotas=(quota, replace(quota, key="x", count=None)),
        batches=(a_batch(),),
    )  # fmt: skip
    cluster, class_of = pools_of(plan, DAY)
    assert (cluster.kind, cluster.name, members(cluster)) == (
        PoolKind.CLUSTER, "Cụm 1", [("00001", "Xã Bù Nho"), ("00004", "Xã Mới")],
    )  # fmt: skip
    assert (class_of.kind, class_of.least, class_of.most) == (PoolKind.QUOTA, 1, 2)
    assert [code for code, _ in members(class_of)] == ["00001", "00004", "00006", "00007"]
    with pytest.raises(Refused):
        pool_of(plan, "x", DAY)
    gone = replace(rule, clusters=(DrawCluster(key="cum-1", name="Cụm 1", units=("00002",)),))
    with pytest.raises(InvalidInput):
        pool_of(with_plan(plan, draw=gone), "cum-1", DAY)


def test_two_units_of_one_code_are_not_drawn_from():
    """Their tickets would be the same."""
    twins = (commune("00001", "Xã A"), replace(commune("00002", "Xã B"), code="00001"))
    with pytest.raises(InvalidInput) as refusal:
        frame_of(pool_of(dossier(*twins), "ubnd-huyen-b", DAY), 1, without=(), included=())
    assert [(fault.code, fault.found) for fault in refusal.value.faults] == [("draw.code_shared", "00001")]


@given(
    size=st.integers(1, 12),
    out=st.sets(st.integers(0, 11), max_size=5),
    put_in=st.sets(st.integers(0, 11), max_size=4),
    count=st.integers(-1, 6),
)
def test_a_list_is_made_exactly_where_it_can_be(size: int, out: set[int], put_in: set[int], count: int):
    units = [commune(f"{number:05}", f"Xã {number}") for number in range(size)]
    pool = pool_of(dossier(*units), "ubnd-huyen-b", DAY)
    without, included = ([(f"{number:05}", "vì lẽ") for number in sorted(group)] for group in (out, put_in))
    known = {f"{number:05}" for number in range(size)}
    outside = {code for code, _ in (*without, *included)}
    fits = (
        outside <= known
        and not out & put_in
        and count >= 1
        and count + len(included) <= 3
        and count <= size - len(outside)
    )
    try:
        frame = frame_of(pool, count, without=without, included=included)
    except InvalidInput:
        assert not fits
        return
    assert fits
    assert [unit.code for unit in frame.units] == sorted(known - outside)
    assert [unit.code for unit in frame.without] == [code for code, _ in without]
    assert [unit.code for unit in frame.included] == [code for code, _ in included]
