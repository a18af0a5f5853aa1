"""Units drawn of a cluster or class beside the targets of the plan, and put among them."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from builders import QUOC_KHANH_2023, UNITS, a_batch, a_dossier, a_plan, a_visit, a_window
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import LooseTime
from app.domain.draws.drawn_pools import drawn_pools, standing_of
from app.domain.draws.draws import CommuneDraw, DrawPhase, Randomness, draw_code
from app.domain.draws.frames import frame_of, pool_of
from app.domain.draws.steps import annulled, committed, drawn, replaced, seeded
from app.domain.draws.targets import TargetRequest, with_drawn_targets
from app.domain.errors import Fault, InvalidInput, Refused
from app.domain.plans import DrawCluster, DrawRule
from app.domain.rules import check_plan
from app.domain.units import Unit
from app.domain.visits import Quota, Visit

AT = datetime(2023, 7, 10, 2, tzinfo=UTC)
COMMUNES = tuple(
    Unit(key=f"ubnd-xa-{n}", name=f"UBND xã {n}", kind="xã", level="xa", code=f"{n:05}", area=f"Xã {n}",
         parent="ubnd-tinh-a")
    for n in range(101, 107)
)  # fmt: skip
"""Their keys are not their codes: a list to draw from holds codes, a plan holds keys."""
CLUSTER = DrawCluster(key="cum-1", name="Cụm 1", units=tuple(unit.key for unit in COMMUNES))
RULE = DrawRule(from_level="xa", least=1, most=3, clusters=(CLUSTER,))
QUOTA = Quota(
    key="nhom", wording="03 sở", batch="dot-1", count=3, level="tinh", kinds=("cơ quan chuyên môn",),
    loose=LooseTime(wording="quý IV"),
)  # fmt: skip


def a_drawing_plan(**fields):
    batches = (a_batch(), a_batch("dot-2"))
    plan = a_plan(**{"batches": batches, "draw": RULE, "quotas": (QUOTA,), **fields})
    return a_dossier(plan, units=(*UNITS, *COMMUNES))


def a_draw(dossier, key="cum-1", count=2, seed="123456", attempt=1, included=()) -> CommuneDraw:
    """Return a draw of the plan that was carried through."""
    pool = pool_of(dossier, key)
    frame = frame_of(pool, count, without=(), included=included)
    draw = CommuneDraw(
        code=draw_code(dossier.plan.key, key, attempt), plan=dossier.plan.key, plan_title="", unit=key,
        unit_name=pool.name, kind=pool.kind, attempt=attempt, previous=None, day=pool.day, least=pool.least,
        most=pool.most, count=count, frame=frame.units, included=frame.included,
        randomness=Randomness(text="Gieo xúc xắc"),
    )  # fmt: skip
    return drawn(seeded(committed(draw, AT), seed, source="phiên", witnesses=(), at=AT), AT)


def with_draws(dossier, *draws):
    return replace(dossier, drawn=drawn_pools(draws))


def key_of(code: str) -> str:
    return next((unit.key for unit in COMMUNES if unit.code == code), code)


def put(dossier, request=TargetRequest(), key="cum-1", issued=()):  # noqa: B008 — a frozen value
    pool = next(pool for pool in dossier.drawn if pool.key == key)
    return with_drawn_targets(dossier, pool, request, issued)


def codes_found(dossier):
    return [problem.code for problem in check_plan(dossier, QUOC_KHANH_2023) if problem.code.startswith("draw.")]


# What is drawn beside what is planned


def test_nothing_is_drawn_before_the_draw():
    dossier = a_drawing_plan()
    draw = a_draw(dossier)
    for steps in (0, 1, 2):
        assert drawn_pools([replace(draw, ledger=draw.ledger[:steps])]) == ()
    assert codes_found(dossier) == ["draw.pending"]


def test_what_was_drawn_is_missing_from_the_plan_until_it_is_put_there():
    dossier = a_drawing_plan()
    draw = a_draw(dossier)
    found = with_draws(dossier, draw)
    (pool,) = found.drawn
    keys = tuple(map(key_of, draw.drawn))
    assert (standing_of(found, pool).missing, standing_of(found, pool).present) == (keys, ())
    assert codes_found(found) == ["draw.not_in_plan"]
    made = put(found)
    assert (standing_of(made, pool).missing, standing_of(made, pool).present) == ((), keys)
    assert codes_found(made) == []


def test_the_problem_names_the_cluster_and_the_units():
    dossier = a_drawing_plan()
    draw = a_draw(dossier, count=1)
    (problem,) = (each for each in check_plan(with_draws(dossier, draw), QUOC_KHANH_2023) if "not_in" in each.code)
    name = f"UBND xã {int(draw.drawn[0])}"
    assert (problem.subjects, problem.facts) == (("cum-1",), {"unit": "Cụm 1", "units": name})


def test_a_unit_put_in_beforehand_comes_first():
    dossier = a_drawing_plan()
    draw = a_draw(dossier, included=(("00104", "bắt buộc"),))
    made = put(with_draws(dossier, draw))
    assert [visit.unit for visit in made.plan.visits] == ["so-y-te", "ubnd-xa-104", *map(key_of, draw.drawn)]


def test_a_cluster_with_a_unit_that_is_no_more_is_told():
    dossier = a_drawing_plan()
    ended = replace(COMMUNES[0], until=date(2022, 12, 31))
    found = replace(dossier, units=(*UNITS, ended, *COMMUNES[1:]))
    (problem,) = (each for each in check_plan(found, QUOC_KHANH_2023) if each.code == "draw.unit_gone")
    assert (problem.subjects, problem.dates) == (("cum-1",), (date(2023, 8, 1),))
    assert problem.facts == {"unit": "Cụm 1", "units": "UBND xã 101", "day": "01/8/2023"}


# Into the plan


def test_units_of_a_cluster_are_targets_without_days_in_the_batch_asked_for_else_in_the_last():
    dossier = a_drawing_plan()
    found = with_draws(dossier, a_draw(dossier))
    keys = [key_of(code) for code in found.drawn[0].chosen]
    for batch, home in ((None, "dot-2"), ("dot-1", "dot-1")):
        made = put(found, TargetRequest(batch=batch))
        assert made.plan.visits == (*dossier.plan.visits, *(Visit(unit=key, batch=home) for key in keys))


def test_units_of_a_class_take_its_batch_and_time_and_the_class_goes():
    dossier = a_drawing_plan()
    found = with_draws(dossier, a_draw(dossier, "nhom", count=3))
    made = put(found, key="nhom")
    assert made.plan.quotas == ()
    assert made.plan.visits[1:] == tuple(
        Visit(unit=key, batch="dot-1", loose=QUOTA.loose) for key in found.drawn[0].chosen
    )


def test_what_is_left_of_a_class_is_worded_anew():
    dossier = a_drawing_plan()
    found = with_draws(dossier, a_draw(dossier, "nhom", count=2))
    with pytest.raises(InvalidInput) as caught:
        put(found, key="nhom")
    assert caught.value.faults == (Fault(place="rest", code="draw.rest_missing", found="01"),)
    made = put(found, TargetRequest(rest=" 01  sở "), key="nhom")
    assert made.plan.quotas == (replace(QUOTA, count=1, wording="01 sở"),)


def test_a_reserve_target_that_was_drawn_is_firm():
    reserve = a_visit("ubnd-xa-101", window=None, is_reserve=True)
    dossier = a_drawing_plan(visits=(a_visit(), reserve))
    rest = tuple((unit.code, "đã kiểm tra") for unit in COMMUNES if unit.key != "ubnd-xa-101")
    pool = pool_of(dossier, "cum-1")
    draw = replace(a_draw(dossier, count=1), frame=frame_of(pool, 1, without=rest, included=()).units)
    made = put(with_draws(dossier, draw))
    assert made.plan.visits == (a_visit(), replace(reserve, is_reserve=False))


def test_a_plan_that_agrees_with_the_result_has_nothing_put_in():
    dossier = a_drawing_plan()
    made = put(with_draws(dossier, a_draw(dossier)))
    with pytest.raises(Refused) as caught:
        put(made)
    assert (caught.value.code, caught.value.facts()) == ("draw.is_in_plan", {"unit": "Cụm 1"})


# After replacement and annulment


def a_plan_with_days(dossier, unit):
    window = a_window(date(2023, 8, 14), date(2023, 8, 15))
    visits = tuple(
        replace(each, batch="dot-1", window=window) if each.unit == unit else each for each in dossier.plan.visits
    )
    return replace(dossier, plan=replace(dossier.plan, visits=visits)), window


def test_the_unit_that_comes_in_takes_batch_and_days_of_the_one_that_goes():
    dossier = a_drawing_plan()
    draw = a_draw(dossier)
    planned, window = a_plan_with_days(put(with_draws(dossier, draw)), key_of(draw.drawn[0]))
    later = replaced(draw, draw.drawn[0], "ngập lụt", AT)
    found = with_draws(planned, later)
    assert codes_found(found) == ["draw.not_in_plan", "draw.no_longer_drawn"]
    out, into = key_of(draw.drawn[0]), key_of(draw.alternates[0])
    made = put(found, TargetRequest(withdrawn=(out,)))
    visits = {visit.unit: visit for visit in made.plan.visits}
    assert out not in visits
    assert (visits[into].batch, visits[into].window) == ("dot-1", window)
    assert codes_found(made) == []


def test_a_unit_replaced_before_it_came_into_the_plan_never_does():
    dossier = a_drawing_plan()
    draw = a_draw(dossier, count=1)
    later = replaced(replaced(draw, draw.drawn[0], "ngập lụt", AT), draw.alternates[0], "sạt lở", AT)
    made = put(with_draws(dossier, later))
    assert [visit.unit for visit in made.plan.visits] == ["so-y-te", key_of(draw.alternates[1])]


def test_what_is_kept_though_no_longer_drawn_stays_and_is_told():
    dossier = a_drawing_plan()
    draw = a_draw(dossier)
    planned = put(with_draws(dossier, draw))
    found = with_draws(planned, replaced(draw, draw.drawn[0], "ngập lụt", AT))
    made = put(found)
    assert {key_of(draw.drawn[0]), key_of(draw.alternates[0])} <= {visit.unit for visit in made.plan.visits}
    assert codes_found(made) == ["draw.no_longer_drawn"]


def test_only_what_is_no_longer_drawn_may_be_withdrawn_so():
    dossier = a_drawing_plan()
    found = with_draws(dossier, a_draw(dossier))
    with pytest.raises(InvalidInput) as caught:
        put(found, TargetRequest(withdrawn=("so-y-te",)))
    assert caught.value.faults == (Fault(place="withdrawn", code="draw.not_gone", found="so-y-te"),)


def test_after_an_annulment_the_cluster_is_drawn_of_again_and_the_units_of_the_second_draw_come_in():
    dossier = a_drawing_plan()
    first = a_draw(dossier)
    planned = put(with_draws(dossier, first))
    over = annulled(first, reason="sai danh sách", signatory="Trưởng đoàn", at=AT)
    found = with_draws(planned, over)
    keys = tuple(map(key_of, first.drawn))
    assert codes_found(found) == ["draw.no_longer_drawn", "draw.pending"]
    empty = put(found, TargetRequest(withdrawn=keys))
    assert [visit.unit for visit in empty.plan.visits] == ["so-y-te"]
    second = a_draw(dossier, seed="654321", attempt=2)
    made = put(with_draws(empty, over, second))
    assert [visit.unit for visit in made.plan.visits[1:]] == list(map(key_of, second.drawn))
    assert codes_found(made) == []


@pytest.mark.parametrize("count", [2, 3])
def test_after_an_annulment_as_many_of_the_class_are_to_be_named_again(count):
    dossier = a_drawing_plan()
    draw = a_draw(dossier, "nhom", count=count)
    planned = put(with_draws(dossier, draw), TargetRequest(rest="01 sở"), key="nhom")
    over = annulled(draw, reason="sai danh sách", signatory="Trưởng đoàn", at=AT)
    made = put(with_draws(planned, over), TargetRequest(withdrawn=draw.drawn), key="nhom")
    assert made.plan.quotas == (QUOTA,)
    assert made.plan.visits == dossier.plan.visits


@given(st.integers(1, 3), st.lists(st.booleans(), max_size=3), st.booleans())
def test_plan_and_result_agree_however_often_units_were_replaced_in_between(count, steps, is_annulled):
    dossier = a_drawing_plan()
    draw = a_draw(dossier, count=count)
    state = with_draws(dossier, draw)
    for in_between in steps:
        if in_between:
            state = agreed(state)
        if draw.next_alternate is not None:
            draw = replaced(draw, draw.standing[-1], "ngập lụt", AT)
            state = with_draws(state, draw)
    if is_annulled:
        draw = annulled(draw, reason="sai", signatory="Trưởng đoàn", at=AT)
        state = with_draws(state, draw)
    state = agreed(state)
    targets = [visit.unit for visit in state.plan.visits[1:]]
    assert sorted(targets) == sorted(key_of(code) for code in draw.chosen)
    assert (draw.chosen == ()) == (draw.phase == DrawPhase.ANNULLED)


def agreed(state):
    """Return the plan with the result put in, and out of it what is no longer drawn."""
    (pool,) = state.drawn
    standing = standing_of(state, pool)
    if not standing.missing and not standing.gone:
        return state
    return put(state, TargetRequest(withdrawn=standing.gone))
