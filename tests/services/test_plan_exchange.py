"""A plan goes out as a file and comes in again, of whatever province, year and kind, whole or not at all."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from app import SEED
from app.db.store import open_store
from app.db.tables import METADATA
from app.domain.errors import InvalidInput, NotFound, Refused
from app.domain.naming import carried
from app.services.plan_exchange import export_plan, import_plan
from app.services.seeding import load_seed, read_seed

if TYPE_CHECKING:
    from sqlalchemy import Engine

PLANS = Path(__file__).parent.parent / "plans"
FILES = sorted(path.name for path in PLANS.glob("*.toml"))
TRA_VINH = (PLANS / "tra-vinh-2023-cong-vu.toml").read_bytes()


def rows_in(engine: Engine) -> int:
    with engine.connect() as connection:
        return sum(len(connection.execute(table.select()).all()) for table in METADATA.sorted_tables)


def test_the_plans_of_other_provinces_years_and_kinds_are_there():
    assert FILES == [
        "dong-nai-2025-cum.toml",
        "dong-nai-2025-hai-to.toml",
        "tien-giang-2020-phan-cap.toml",
        "tra-vinh-2023-cong-vu.toml",
    ]


@pytest.mark.parametrize("form", ["toml", "json"])
@pytest.mark.parametrize("file", FILES)
def test_a_plan_taken_in_goes_out_and_comes_in_elsewhere_equal(
    engine: Engine, written_by: dict[str, Any], file: str, form: str
):
    with open_store(engine) as store:
        key = import_plan(store, (PLANS / file).read_bytes(), file, **written_by).plan
        first, sent = store.plans.dossier(key), export_plan(store, key, form)
    with engine.begin() as connection:
        for table in reversed(METADATA.sorted_tables):
            connection.execute(table.delete())
    with open_store(engine) as store:
        import_plan(store, sent, f"{key}.{form}", **written_by)
        assert store.plans.dossier(key) == carried(first)
        assert export_plan(store, key, form) == sent


def test_the_founding_plan_goes_out_and_comes_in_elsewhere_equal(
    sqlite_engine: Engine, postgres_engine: Engine, written_by: dict[str, Any]
):
    with open_store(sqlite_engine) as store:
        load_seed(store, SEED, **written_by)
        first, sent = store.plans.dossier("binh-phuoc-2023"), export_plan(store, "binh-phuoc-2023")
    with open_store(postgres_engine) as store:
        result = import_plan(store, sent, "binh-phuoc-2023.toml", **written_by)
        assert store.plans.dossier("binh-phuoc-2023") == carried(first)
        assert export_plan(store, "binh-phuoc-2023") == sent
    assert (result.outcome, result.visits, result.units) == ("import.added", 10, len(carried(first).units))


def test_the_file_carries_every_body_that_the_founding_plan_may_need():
    carries = carried(next(dossier for dossier in read_seed(SEED).plans))
    levels = [unit.level for unit in carries.units]
    assert {level: levels.count(level) for level in ("tinh", "huyen", "xa")} == {"tinh": 22, "huyen": 11, "xa": 56}
    assert carries.self_inspecting_units() == next(d for d in read_seed(SEED).plans).self_inspecting_units()


def test_the_same_file_twice_writes_nothing_the_second_time(engine: Engine, written_by: dict[str, Any]):
    with open_store(engine) as store:
        assert import_plan(store, TRA_VINH, "a.toml", **written_by).outcome == "import.added"
    before = rows_in(engine)
    with open_store(engine) as store:
        result = import_plan(store, TRA_VINH, "a.toml", **written_by)
    assert rows_in(engine) == before
    assert result.sentence == "Kế hoạch “tra-vinh-2023-cong-vu” đã có và giống hệt tệp. Không ghi gì."


def test_a_trial_checks_everything_and_writes_nothing(engine: Engine, written_by: dict[str, Any]):
    with open_store(engine) as store:
        result = import_plan(store, TRA_VINH, "a.toml", dry_run=True, **written_by)
    assert rows_in(engine) == 0
    assert (result.plan, result.outcome, result.visits, result.units) == (
        "tra-vinh-2023-cong-vu", "import.would_add", 7, 12,
    )  # fmt: skip


def test_another_plan_under_a_known_key_is_refused(engine: Engine, written_by: dict[str, Any]):
    other = TRA_VINH.replace("6 tháng đầu năm 2023".encode(), "quý II năm 2023".encode())
    with open_store(engine) as store:
        import_plan(store, TRA_VINH, "a.toml", **written_by)
    before = rows_in(engine)
    with open_store(engine) as store, pytest.raises(Refused) as refused:
        import_plan(store, other, "a.toml", **written_by)
    assert (refused.value.code, refused.value.details) == ("plan.exists", {"key": "tra-vinh-2023-cong-vu"})
    assert rows_in(engine) == before


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("province.differs", 'place = "Bình Phước"', 'place = "Đồng Xoài"'),
        ("outline.differs", 'text = "KIẾN NGHỊ, ĐỀ XUẤT"', 'text = "KIẾN NGHỊ"'),
        ("form.differs", 'name = "Rà soát VBQPPL"', 'name = "Rà soát văn bản"'),
    ],
)
@pytest.mark.parametrize("dry_run", [True, False])
def test_what_the_store_knows_otherwise_is_refused(
    engine: Engine, written_by: dict[str, Any], code: str, before: str, after: str, dry_run: bool
):
    with open_store(engine) as store:
        load_seed(store, SEED, **written_by)
        sent = export_plan(store, "binh-phuoc-2023").decode()
    changed = sent.replace('key = "binh-phuoc-2023"', 'key = "binh-phuoc-2023-b"', 1).replace(before, after)
    rows = rows_in(engine)
    with open_store(engine) as store, pytest.raises(Refused) as refused:
        import_plan(store, changed.encode(), "a.toml", dry_run=dry_run, **written_by)
    assert refused.value.code == code
    assert rows_in(engine) == rows


def test_a_second_plan_uses_the_outline_forms_and_units_that_are_there(engine: Engine, written_by: dict[str, Any]):
    with open_store(engine) as store:
        load_seed(store, SEED, **written_by)
        first = store.plans.dossier("binh-phuoc-2023")
        sent = (SEED / "plans" / "binh-phuoc-2023.toml").read_text(encoding="utf-8")
        cut = sent[: sent.index("[[outlines]]")].replace('key = "binh-phuoc-2023"', 'key = "binh-phuoc-2024"', 1)
        result = import_plan(store, cut.encode(), "b.toml", **written_by)
        second = store.plans.dossier("binh-phuoc-2024")
    assert (result.units, second) == (0, replace(first, plan=replace(first.plan, key="binh-phuoc-2024")))


def test_a_faulty_file_leaves_no_row(engine: Engine, written_by: dict[str, Any]):
    faulty = TRA_VINH.replace(b'unit = "so-cong-thuong"', b'unit = "so-y-te"')
    with open_store(engine) as store, pytest.raises(InvalidInput):
        import_plan(store, faulty, "a.toml", **written_by)
    assert rows_in(engine) == 0


def test_decomposed_text_is_stored_composed(engine: Engine, written_by: dict[str, Any]):
    decomposed = unicodedata.normalize("NFD", TRA_VINH.decode()).encode()
    with open_store(engine) as store:
        import_plan(store, decomposed, "a.toml", **written_by)
    with open_store(engine) as store:
        assert import_plan(store, TRA_VINH, "a.toml", **written_by).outcome == "import.unchanged"


def test_a_plan_that_is_not_there_cannot_go_out(engine: Engine):
    with open_store(engine) as store, pytest.raises(NotFound):
        export_plan(store, "khong-co")
