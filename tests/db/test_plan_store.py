"""Plans come in whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from builders import PROVINCE, UNITS, a_batch, a_dossier, a_plan, a_team, a_visit, with_plan
from storing import actions, content, put

from app.db.store import open_reader, open_store
from app.domain.errors import NotFound, Refused
from app.domain.forms import ColumnKind, Form, FormColumn, FormKind, FormRow, RowKind
from app.domain.outlines import Outline, OutlineItem, OutlineKind
from app.domain.plans import PlanState, PlanSummary
from app.domain.teams import Seat

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.domain.dossiers import PlanDossier

OUTLINE = Outline(
    key="de-cuong",
    version="1",
    title=("Đề cương",),
    items=tuple(
        OutlineItem(code=code, kind=OutlineKind.PART, number=code, text=f"Phần {code}") for code in ("II", "I", "III")
    ),
)
FORM = Form(
    key="phu-luc-1",
    version="1",
    number="1",
    heading="Phụ lục 1",
    title=("Biểu",),
    kind=FormKind.INDICATORS,
    header=(),
    columns=tuple(FormColumn(key=key, label=key, kind=ColumnKind.COUNT) for key in ("b", "a")),
    rows=tuple(FormRow(code=code, kind=RowKind.COUNT, name=code) for code in ("2", "10", "1")),
)


def _with_papers(dossier: PlanDossier, outline: Outline = OUTLINE, form: Form = FORM) -> PlanDossier:
    plan = replace(dossier.plan, outline=outline.key, forms=(form.key,))
    return replace(dossier, plan=plan, outlines=(outline,), forms=(form,))


def test_a_plan_that_is_not_there_is_not_found(filled: Engine):
    with open_reader(filled) as store:
        assert not store.plans.exists("x")
        for ask in (store.plans.dossier, store.plans.version, store.feeds.revision):
            with pytest.raises(NotFound) as lost:
                ask("x")
            assert lost.value.facts() == {"kind": "plan", "key": "x"}


def test_a_plan_that_is_there_is_not_added_again(filled: Engine, written_by: dict[str, Any]):
    before = content(filled)
    with pytest.raises(Refused) as refusal, open_store(filled) as store:
        store.plans.add(a_dossier(), **written_by)
    assert (refusal.value.code, refusal.value.facts()) == ("plan.exists", {"key": "tinh-a-2023"})
    assert content(filled) == before


def test_a_new_plan_is_at_its_first_version(filled: Engine):
    with open_reader(filled) as store:
        assert store.plans.exists("tinh-a-2023")
        assert store.plans.version("tinh-a-2023") == 1


def test_the_list_shows_the_latest_year_first_and_within_a_year_the_first_that_came(
    filled: Engine, written_by: dict[str, Any]
):
    with open_store(filled) as store:
        for key, year in (("z", 2024), ("y", 2022), ("x", 2024)):
            store.plans.add(a_dossier(a_plan(key=key, year=year)), **written_by)
        summaries = store.plans.summaries()
    assert [(s.key, s.year) for s in summaries] == [("z", 2024), ("x", 2024), ("tinh-a-2023", 2023), ("y", 2022)]
    assert summaries[2] == PlanSummary(
        key="tinh-a-2023",
        kind="Kiểm tra cải cách hành chính",
        title="Kế hoạch kiểm tra năm 2023",
        province="tinh-a",
        year=2023,
        state=PlanState.DRAFT,
        changed_on=date(2023, 6, 29),
    )


def test_visits_keep_their_official_order(engine: Engine, written_by: dict[str, Any]):
    order = ("so-y-te", "so-noi-vu", "ubnd-huyen-b", "so-tu-phap")
    dossier = with_plan(a_dossier(), visits=tuple(a_visit(unit) for unit in order))
    with open_store(engine) as store:
        put(store, dossier, written_by)
    with open_reader(engine) as store:
        assert tuple(visit.unit for visit in store.plans.dossier("tinh-a-2023").plan.visits) == order


def test_an_outline_and_a_form_come_with_the_plan_and_are_kept_once(filled: Engine, written_by: dict[str, Any]):
    first = _with_papers(a_dossier(a_plan(key="mot")))
    with open_store(filled) as store:
        store.plans.add(first, **written_by)
        store.plans.add(_with_papers(a_dossier(a_plan(key="hai"))), **written_by)
    with open_reader(filled) as store:
        assert store.plans.dossier("mot") == first
        assert store.plans.outlines(["x", "de-cuong", "de-cuong"]) == (OUTLINE,)
        assert store.plans.forms(["phu-luc-1", "x"]) == (FORM,)
        assert store.plans.outlines([]) == store.plans.forms([]) == ()
    added = [row for row in actions(filled) if row[0] in {"outline.add", "form.add"}]
    assert added == [("outline.add", "de-cuong"), ("form.add", "phu-luc-1")]


def test_a_plan_may_name_an_outline_and_a_form_that_the_store_has_already(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        store.plans.add(_with_papers(a_dossier(a_plan(key="mot"))), **written_by)
        bare = a_dossier(a_plan(key="hai", outline="de-cuong", forms=("phu-luc-1",)))
        store.plans.add(bare, **written_by)
        assert store.plans.dossier("hai") == replace(bare, outlines=(OUTLINE,), forms=(FORM,))


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"outline": replace(OUTLINE, exemption="khác")}, ("outline.differs", {"key": "de-cuong"})),
        ({"outline": replace(OUTLINE, items=OUTLINE.items[:2])}, ("outline.differs", {"key": "de-cuong"})),
        ({"form": replace(FORM, rows=FORM.rows[::-1])}, ("form.differs", {"key": "phu-luc-1"})),
    ],
)
def test_other_content_under_a_known_key_is_refused(
    filled: Engine, written_by: dict[str, Any], other: dict[str, Any], refusal: tuple[str, dict[str, str]]
):
    with open_store(filled) as store:
        store.plans.add(_with_papers(a_dossier(a_plan(key="mot"))), **written_by)
    before = content(filled)
    with pytest.raises(Refused) as refused, open_store(filled) as store:
        store.plans.add(_with_papers(a_dossier(a_plan(key="hai")), **other), **written_by)
    assert (refused.value.code, refused.value.facts()) == refusal
    assert content(filled) == before


@pytest.mark.parametrize(
    "fields",
    [
        {"province": "tinh-x"},
        {"outline": "de-cuong-x"},
        {"forms": ("phu-luc-x",)},
        {"batches": (a_batch(head="nguoi-x"),)},
        {"batches": (a_batch(deputies=("nguoi-x",)),)},
        {"batches": (a_batch(team="doan-x"),)},
        {"batches": (a_batch(), a_batch())},
        {"visits": (a_visit(batch="dot-x"),)},
        {"visits": (a_visit(), a_visit())},
        {"visits": (a_visit(head="nguoi-x"),)},
        {"teams": (a_team(Seat(key="mot", person="nguoi-x")),)},
        {"teams": (a_team(Seat(key="mot", office="A"), Seat(key="mot", office="B")),)},
        {"title": "\x00"},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_a_plan_that_names_what_is_nowhere_or_one_thing_twice_is_refused_whole(
    postgres_engine: Engine, written_by: dict[str, Any], fields: dict[str, Any]
):
    with open_store(postgres_engine) as store:
        store.provinces.add(PROVINCE, **written_by)
    before = content(postgres_engine)
    with pytest.raises(Refused) as refused, open_store(postgres_engine) as store:
        store.plans.add(a_dossier(a_plan(**fields)), **written_by)
    assert refused.value.code == "plan.inconsistent"
    assert refused.value.facts()["found"]
    assert content(postgres_engine) == before


def test_units_come_in_official_order_and_later_ones_after_them(engine: Engine, written_by: dict[str, Any]):
    with open_store(engine) as store:
        store.provinces.add(PROVINCE, **written_by)
        assert store.directory.add("tinh-a", UNITS[3:], **written_by) == len(UNITS[3:])
        assert store.directory.add("tinh-a", UNITS, **written_by) == 3
        assert store.directory.add("tinh-a", UNITS, **written_by) == 0
        assert store.directory.units("tinh-a") == (*UNITS[3:], *UNITS[:3])
    assert [action for action, _ in actions(engine)] == ["province.add", "directory.add", "directory.add"]


def test_a_code_used_again_after_a_merger_is_another_unit(engine: Engine, written_by: dict[str, Any]):
    commune = UNITS[-1]
    gone = replace(commune, until=date(2024, 12, 31))
    later = replace(commune, name="UBND xã C mới", since=date(2025, 1, 1))
    with open_store(engine) as store:
        store.provinces.add(PROVINCE, **written_by)
        assert store.directory.add("tinh-a", [gone, later], **written_by) == 2
        assert store.directory.add("tinh-a", [later, commune], **written_by) == 0
        assert store.directory.units("tinh-a") == (gone, later)


def test_what_a_plan_shows_in_its_calendars_is_due_anew_when_units_of_its_province_are_added(
    filled: Engine, written_by: dict[str, Any]
):
    other = replace(PROVINCE, key="tinh-b")
    revisions = []
    with open_store(filled) as store:
        store.provinces.add(other, **written_by)
        for change in (
            lambda: None,
            lambda: store.directory.add("tinh-b", UNITS, **written_by),
            lambda: store.directory.add("tinh-a", UNITS, **written_by),
            lambda: store.directory.add("tinh-a", [replace(UNITS[1], key="so-moi")], **written_by),
        ):
            change()
            revisions.append(store.feeds.revision("tinh-a-2023"))
        assert store.plans.version("tinh-a-2023") == 1
    assert revisions == [1, 1, 1, 2]
