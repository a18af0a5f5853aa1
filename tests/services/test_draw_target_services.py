"""A province of two tiers draws from clusters and classes, and what was drawn becomes part of its plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from builders import with_plan
from documents.docx_reading import all_texts
from draw_steps import COMMUNES, DRAWING, DRAWN_AT, LATER, OTHER, draw_one, open_one
from issuing import AT, BY, PLAN, issue, put

from app import ROOT
from app.db.store import open_store
from app.domain.dates import Window
from app.domain.draws.draws import Randomness, RandomnessKind
from app.domain.draws.frames import pools_of
from app.domain.draws.targets import TargetRequest
from app.domain.errors import InvalidInput, NotFound, Refused, StaleVersion
from app.domain.plans import DrawCluster, DrawRule, PlanState
from app.domain.visits import Quota
from app.services.draw_targets import add_drawn_targets, drawn_targets
from app.services.draws import WantedDraw, annul_draw, enter_seed, open_draw, replace_unit, run_draw
from app.services.editing import edit_plan, last_step, undo_step
from app.services.emission import file_set
from app.services.plan_exchange import export_plan, import_plan
from app.services.releases import problems_of_plan, release_dossier

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier
    from app.domain.draws.draws import CommuneDraw

TWO_TIERS = "dong-nai-2025-cum"
FILE = ROOT / "tests" / "plans" / f"{TWO_TIERS}.toml"
NOW = datetime(2025, 9, 25, 1, 30, tzinfo=UTC)
CLUSTERS, DEPARTMENTS = ("cum-loc-ninh", "cum-bien-hoa", "cum-cam-my"), "co-quan-chuyen-mon"
CLUSTER, QUOTA = "cum-g", "so"
WITH_CLUSTER = replace(
    with_plan(
        DRAWING,
        draw=DrawRule(
            from_level="xa",
            least=1,
            most=2,
            clusters=(
                DrawCluster(key=CLUSTER, name="Cụm G", units=tuple(u.key for u in COMMUNES if u.parent == OTHER)),
            ),
        ),
        quotas=(
            Quota(key=QUOTA, wording="02 sở", batch="dot-1", count=2, level="tinh", kinds=("cơ quan chuyên môn",)),
        ),
    ),
    units=DRAWING.units,
)


def drawn_of(store: Store, plan: str, key: str, count: int = 2, at: datetime = NOW) -> CommuneDraw:
    """Carry a draw through."""
    wanted = WantedDraw(count=count, randomness=Randomness(text="Gieo xúc xắc", kind=RandomnessKind.DICE))
    code = open_draw(store, plan, key, wanted, by=BY, at=at).code
    enter_seed(store, code, "4071 2936 8850", source="Phiên chọn", witnesses=("Trưởng đoàn",), by=BY, at=at)
    return run_draw(store, code, by=BY, at=at)


def put_in(store: Store, key: str, plan: str = PLAN, at: datetime = LATER, **fields: Any) -> PlanDossier:
    request = TargetRequest(**{name: fields.pop(name) for name in ("batch", "withdrawn", "rest") if name in fields})
    return add_drawn_targets(store, plan, key, request, by=BY, at=at, **fields)


def draw_problems(store: Store, plan: str = PLAN, at: datetime = LATER) -> list[tuple[str, str]]:
    found = problems_of_plan(store, plan, at.date())
    return [(each.problem.code, each.problem.subjects[0]) for each in found if each.problem.code.startswith("draw.")]


def with_days(dossier: PlanDossier) -> PlanDossier:
    """Give a day to each visit that has none, one after the other."""
    days = iter(date(2025, 10, 13) + timedelta(days=number) for number in range(28))
    visits = tuple(
        replace(visit, window=Window(first=day, last=day)) if visit.window is None and (day := next(days)) else visit
        for visit in dossier.plan.visits
    )
    return with_plan(dossier, visits=visits)


@pytest.fixture
def two_tiers(engine: Engine) -> Engine:
    with open_store(engine) as store:
        import_plan(store, FILE.read_bytes(), FILE.name, by=BY, at=NOW)
    return engine


@pytest.fixture
def clustered(engine: Engine) -> Engine:
    with open_store(engine) as store:
        put(store, WITH_CLUSTER)
    return engine


# The whole way of a province without a level between it and its communes


def test_the_act_of_a_plan_with_clusters_names_them_and_what_is_drawn_of_them(two_tiers: Engine):
    with open_store(two_tiers) as store:
        dossier = store.plans.dossier(TWO_TIERS)
        files = {file.path: file for file in file_set(dossier, store.days_off.calendar()).files}
    told = (
        "Cụm Lộc Ninh gồm xã Lộc Ninh, xã Lộc Tấn, xã Lộc Thạnh, xã Lộc Quang, xã Lộc Thành và xã Lộc Hưng; Cụm Biên "
        "Hòa gồm phường Trảng Dài, phường Hố Nai, phường Tam Hiệp, phường Long Bình, phường Trấn Biên và phường Biên "
        "Hòa; Cụm Cẩm Mỹ gồm xã Xuân Quế, xã Cẩm Mỹ, xã Xuân Đường, xã Xuân Đông và xã Sông Ray."
    )
    rule = "chọn ngẫu nhiên từ 01 đến 02 đơn vị cấp xã để kiểm tra:"
    decision, submission = (all_texts(files[f"van-ban/{name}.docx"].make()) for name in ("quyet-dinh", "to-trinh"))
    assert f"Lưu ý: Từ mỗi cụm sau đây, Đoàn kiểm tra {rule} {told}" in decision
    assert f"Từ mỗi cụm sau đây {rule} {told}" in submission


def test_a_province_of_two_tiers_draws_from_its_clusters_and_inspects_what_was_drawn(two_tiers: Engine):
    chosen = []
    with open_store(two_tiers) as store:
        assert [pool.key for pool in pools_of(store.plans.dossier(TWO_TIERS))] == [*CLUSTERS, DEPARTMENTS]
        assert draw_problems(store, TWO_TIERS) == [("draw.pending", key) for key in CLUSTERS]
        for key in CLUSTERS:
            chosen += drawn_of(store, TWO_TIERS, key).chosen
    with open_store(two_tiers) as store:
        assert draw_problems(store, TWO_TIERS) == [("draw.not_in_plan", key) for key in sorted(CLUSTERS)]
        for key in CLUSTERS:
            put_in(store, key, TWO_TIERS, NOW)
        dossier = store.plans.dossier(TWO_TIERS)
        assert [visit.unit for visit in dossier.plan.visits] == ["so-y-te", *chosen]
        assert draw_problems(store, TWO_TIERS) == []
        edit_plan(store, TWO_TIERS, with_days, words="Ghi ngày", by=BY, at=NOW)
        files = file_set(store.plans.dossier(TWO_TIERS), store.days_off.calendar()).files
    of_units = {(file.unit, file.kind) for file in files if file.unit in chosen}
    assert of_units == {(unit, kind) for unit in chosen for kind in ("unit-notice", "calendar")}


def test_a_class_is_drawn_of_and_its_units_stand_in_its_stead(two_tiers: Engine):
    with open_store(two_tiers) as store:
        draw = drawn_of(store, TWO_TIERS, DEPARTMENTS)
        dossier = put_in(store, DEPARTMENTS, TWO_TIERS, NOW)
    assert dossier.plan.quotas == ()
    assert [(visit.unit, visit.loose.wording) for visit in dossier.plan.visits if visit.loose] == [
        (unit, "tháng 10/2025") for unit in draw.chosen
    ]


def test_the_file_of_the_plan_carries_its_clusters_but_no_result(two_tiers: Engine):
    with open_store(two_tiers) as store:
        before = export_plan(store, TWO_TIERS)
        drawn_of(store, TWO_TIERS, CLUSTERS[0])
        assert export_plan(store, TWO_TIERS) == before


# Into a draft, into what was issued


def test_the_step_can_be_undone_and_the_result_stays(clustered: Engine):
    with open_store(clustered) as store:
        drawn_of(store, PLAN, CLUSTER, at=AT)
        put_in(store, CLUSTER)
        step = last_step(store, PLAN)
        assert step is not None
        assert step.words == "Đưa kết quả chọn ngẫu nhiên vào kế hoạch: Cụm G"
        undo_step(store, PLAN, step.number, by=BY, at=LATER)
        assert store.plans.dossier(PLAN).plan.visits == WITH_CLUSTER.plan.visits
        assert draw_problems(store) == [("draw.not_in_plan", CLUSTER)]


def test_of_an_issued_plan_an_adjustment_is_opened_and_what_was_issued_stays(clustered: Engine):
    with open_store(clustered) as store:
        issue(store)
        draw = drawn_of(store, PLAN, CLUSTER, at=AT)
        issued = release_dossier(store, PLAN)
        draft = put_in(store, CLUSTER, reason="Đưa kết quả chọn vào kế hoạch")
        assert (draft.plan.state, draft.plan.decision.reason) == (PlanState.DRAFT, "Đưa kết quả chọn vào kế hoạch")
        assert [visit.unit for visit in draft.plan.visits[-2:]] == list(draw.chosen)
        assert release_dossier(store, PLAN) == issued


def test_without_a_reason_an_issued_plan_stays_as_it_is(clustered: Engine):
    with open_store(clustered) as store:
        issue(store)
        drawn_of(store, PLAN, CLUSTER, at=AT)
    with pytest.raises(InvalidInput) as caught, open_store(clustered) as store:
        put_in(store, CLUSTER)
    assert [fault.place for fault in caught.value.faults] == ["reason"]
    with open_store(clustered) as store:
        assert store.plans.dossier(PLAN).plan.state == PlanState.ISSUED


def test_a_fault_of_the_request_opens_no_adjustment(clustered: Engine):
    with open_store(clustered) as store:
        issue(store)
        drawn_of(store, PLAN, QUOTA, 1, at=AT)
        with pytest.raises(InvalidInput) as caught:
            put_in(store, QUOTA, reason="Đưa kết quả chọn vào kế hoạch")
        assert [fault.code for fault in caught.value.faults] == ["draw.rest_missing"]
        assert store.plans.dossier(PLAN).plan.state == PlanState.ISSUED


def test_a_plan_that_waits_for_its_signature_takes_nothing_in(clustered: Engine):
    with open_store(clustered) as store:
        drawn_of(store, PLAN, CLUSTER, at=AT)
        plan = replace(store.plans.dossier(PLAN).plan, state=PlanState.SUBMITTED)
        store.plans.rewrite(replace(store.plans.dossier(PLAN), plan=plan), action="plan.submit", by=BY, at=AT)
        with pytest.raises(Refused):
            put_in(store, CLUSTER)


# What is refused


def test_nothing_comes_in_before_the_draw(clustered: Engine):
    with open_store(clustered) as store:
        open_one(store, CLUSTER)
        for key, name in ((CLUSTER, "Cụm G"), (QUOTA, "02 sở")):
            with pytest.raises(Refused) as caught:
                put_in(store, key)
            assert (caught.value.code, caught.value.facts()) == ("draw.nothing_drawn", {"unit": name})


def test_a_place_that_the_plan_does_not_have_is_not_found(clustered: Engine):
    with open_store(clustered) as store, pytest.raises(NotFound):
        put_in(store, "cum-khac")


def test_what_was_drawn_below_a_visited_unit_needs_no_putting_in(clustered: Engine):
    with open_store(clustered) as store:
        plan = replace(store.plans.dossier(PLAN).plan, draw=DRAWING.plan.draw)
        store.plans.rewrite(replace(store.plans.dossier(PLAN), plan=plan), action="plan.edit", by=BY, at=AT)
        draw = draw_one(store)
        assert store.plans.dossier(PLAN).plan.visit(draw.unit).communes == draw.chosen
        with pytest.raises(Refused) as caught:
            drawn_targets(store.plans.dossier(PLAN), draw.unit)
        assert (caught.value.code, caught.value.facts()) == ("draw.in_plan_by_itself", {"unit": "UBND huyện B"})


def test_somebody_who_saw_an_older_result_is_told(clustered: Engine):
    with open_store(clustered) as store:
        draw = drawn_of(store, PLAN, CLUSTER, at=AT)
        seen = drawn_targets(store.plans.dossier(PLAN), CLUSTER).mark
        replace_unit(store, draw.code, draw.standing[0], "ngập lụt", by=BY, at=DRAWN_AT)
        with pytest.raises(StaleVersion):
            put_in(store, CLUSTER, seen=seen)
        now = drawn_targets(store.plans.dossier(PLAN), CLUSTER).mark
        assert put_in(store, CLUSTER, seen=now).plan.visits != WITH_CLUSTER.plan.visits


def test_after_an_annulment_what_came_in_is_told_until_it_goes(clustered: Engine):
    with open_store(clustered) as store:
        draw = drawn_of(store, PLAN, CLUSTER, at=AT)
        put_in(store, CLUSTER)
        annul_draw(store, draw.code, reason="Sai danh sách", signatory="Trưởng đoàn", by=BY, at=LATER)
        assert draw_problems(store) == [("draw.no_longer_drawn", CLUSTER), ("draw.pending", CLUSTER)]
        put_in(store, CLUSTER, withdrawn=draw.chosen, at=LATER + timedelta(hours=1))
        assert draw_problems(store) == [("draw.pending", CLUSTER)]
