"""The set of a release is made of what was issued; that of a draft goes on from it."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from builders import with_plan
from documents.docx_reading import all_texts
from issuing import AT, BY, DRAFT, PLAN, issue, put
from sqlalchemy import text

from app.db.store import open_reader, open_store
from app.domain.acts import Erratum, ErratumKind
from app.domain.amending import AdjustmentForm
from app.domain.errors import NotFound, Refused
from app.services.adjusting import adjust_plan, open_adjustment
from app.services.emission import file_set, file_set_of_plan, manifest, manifest_entry
from app.services.output_folder import write_file_set
from app.services.releases import release_calendar, release_dossier

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from app.db.store import Store
    from app.services.emission import FileSet

LATER = AT + timedelta(days=20)
MOVE = b'{"moves": [{"unit": "so-y-te", "window": {"first": "2023-08-02", "last": "2023-08-04"}}]}'


def made(files: FileSet) -> dict[str, bytes]:
    return {planned.path: planned.make() for planned in files.files}


def standing(files: FileSet, path: str = "lich/ke-hoach.ics") -> dict[str, tuple[str, int]]:
    """Return status and number of every item of a calendar, by its UID."""
    items = files.file(path).make().decode().replace("\r\n ", "").split("BEGIN:VEVENT")[1:]
    found = [re.search(r"UID:(\S+)", item) for item in items]
    status = [re.search(r"STATUS:(\S+)", item) for item in items]
    numbers = [re.search(r"SEQUENCE:(\d+)", item) for item in items]
    return {u[1]: (s[1], int(n[1])) for u, s, n in zip(found, status, numbers, strict=True) if u and s and n}


def adjusted(store: Store) -> None:
    adjust_plan(store, PLAN, MOVE, "a.json", by=BY, at=LATER)


def test_a_draft_that_was_never_issued_is_emitted_as_it_is_drawn_up(engine: Engine):
    with open_store(engine) as store:
        put(store)
        files = file_set_of_plan(store, PLAN)
        whole = file_set(store.plans.dossier(PLAN), store.days_off.calendar())
    assert (files.release, made(files)) == (None, made(whole))
    assert set(standing(files).values()) == {("TENTATIVE", 0)}


def test_an_issued_plan_is_emitted_as_its_release(engine: Engine):
    with open_store(engine) as store:
        put(store)
        issue(store)
        latest, first = file_set_of_plan(store, PLAN), file_set_of_plan(store, PLAN, release=1)
        whole = file_set(release_dossier(store, PLAN), release_calendar(store, PLAN))
    assert (latest.release, first.release, latest.for_unit("so-y-te").release) == (1, 1, 1)
    assert made(latest) == made(first) == made(whole)
    assert set(standing(latest).values()) == {("CONFIRMED", 1)}


def test_the_manifest_tells_the_release():
    assert json.loads(manifest("kh", [], [], 2))["release"] == 2
    assert json.loads(manifest("kh", [], []))["release"] is None


def test_an_old_release_gives_the_same_bytes_whatever_came_later(engine: Engine):
    with open_store(engine) as store:
        put(store)
        issue(store)
        before = made(file_set_of_plan(store, PLAN))
        adjusted(store)
        issue(store, "1300", date(2023, 7, 26), at=LATER)
    with engine.begin() as connection:
        connection.execute(text("UPDATE unit SET name = name || ' mới'"))
        connection.execute(text("UPDATE person SET name = 'Khác'"))
        connection.execute(text("DELETE FROM day_off"))
    with open_reader(engine) as store:
        assert made(file_set_of_plan(store, PLAN, release=1)) == before
        second = file_set_of_plan(store, PLAN, release=2)
        assert made(file_set_of_plan(store, PLAN)) == made(second)
    assert second.file("van-ban/quyet-dinh.docx").make() != before["van-ban/quyet-dinh.docx"]


def test_items_go_on_under_their_numbers_from_release_to_draft_to_release(engine: Engine):
    with open_store(engine) as store:
        put(store)
        issue(store)
        first = standing(file_set_of_plan(store, PLAN))
        adjusted(store)
        draft = file_set_of_plan(store, PLAN)
        issue(store, "1300", date(2023, 7, 26), at=LATER)
        second = standing(file_set_of_plan(store, PLAN))
    assert draft.release is None
    assert set(standing(draft)) == set(first) == set(second)
    assert {status for status, _ in standing(draft).values()} == {"TENTATIVE"}
    assert {number for _, number in standing(draft).values()} == {2}
    raised = [uid for uid in first if second[uid] != first[uid]]
    # The window that was moved, and the report that names it.
    assert [second[uid] for uid in raised] == [("CONFIRMED", 2)] * 2


def test_readings_may_be_applied_to_a_release_too(engine: Engine):
    erratum = Erratum(
        key="loi-1", kind=ErratumKind.MISPRINT, where="I.1", printed="Sở Y tế", reading="Sở Y-tế",
        places=("plan.clause.I.1",),
    )  # fmt: skip
    with open_store(engine) as store:
        put(store, with_plan(DRAFT, errata=(erratum,)))
        issue(store)
        plain, corrected = file_set_of_plan(store, PLAN), file_set_of_plan(store, PLAN, is_corrected=True)
    path = "van-ban/quyet-dinh.docx"
    assert plain.file(path).make() != corrected.file(path).make()
    assert (corrected.release, plain.file("lich/ke-hoach.ics").make()) == (
        1,
        corrected.file("lich/ke-hoach.ics").make(),
    )


@pytest.mark.parametrize(("key", "release", "kind"), [("la", None, "plan"), ("la", 1, "release"), (PLAN, 1, "release")])
def test_what_was_never_issued_is_not_emitted(engine: Engine, key: str, release: int | None, kind: str):
    with open_store(engine) as store:
        put(store)
        with pytest.raises(NotFound) as lost:
            file_set_of_plan(store, key, release=release)
    assert lost.value.kind == kind


def test_one_unit_alone_does_not_go_into_the_set_of_another_release(engine: Engine, tmp_path: Path):
    with open_store(engine) as store:
        put(store)
        draft = file_set_of_plan(store, PLAN)
        issue(store)
        issued = file_set_of_plan(store, PLAN)
    write_file_set(draft, tmp_path, progress=lambda *_: None)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(Refused) as refusal:
        write_file_set(issued, tmp_path, only_unit="so-y-te", progress=lambda *_: None)
    assert (refusal.value.code, refusal.value.details) == ("folder.other_release", {"path": str(tmp_path)})
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    write_file_set(issued, tmp_path, progress=lambda *_: None)
    assert json.loads((tmp_path / "MANIFEST.json").read_bytes())["release"] == 1
    assert write_file_set(issued, tmp_path, only_unit="so-y-te", progress=lambda *_: None) == []
    write_file_set(draft, tmp_path / "mot", only_unit="so-y-te", progress=lambda *_: None)
    assert json.loads((tmp_path / "mot" / "MANIFEST.json").read_bytes())["release"] is None


# What an adjustment gives


def papers(files: FileSet) -> dict[str, str]:
    return {planned.path: planned.kind for planned in files.files if planned.path.startswith("van-ban/")}


def test_an_amending_release_gives_the_act_that_amends_beside_the_whole_text(engine: Engine):
    with open_store(engine) as store:
        put(store)
        issue(store)
        first = papers(file_set_of_plan(store, PLAN))
        adjusted(store)
        draft = file_set_of_plan(store, PLAN)
        issue(store, "1300", date(2023, 7, 26), at=LATER)
        second = file_set_of_plan(store, PLAN)
        amending = all_texts(second.file("van-ban/quyet-dinh-sua-doi.docx").make())
        whole = all_texts(second.file("van-ban/quyet-dinh.docx").make())
        asked = all_texts(draft.file("van-ban/to-trinh.docx").make())
    assert set(papers(second)) - set(first) == {"van-ban/quyet-dinh-sua-doi.docx"}
    assert papers(second) == papers(draft) == {**first, "van-ban/quyet-dinh-sua-doi.docx": "amending-decision"}
    assert ("Số: 1300/QĐ-UBND" in amending, "Số: 1234/QĐ-UBND" in whole) == (True, True)
    assert "II. NỘI DUNG ĐIỀU CHỈNH" in asked
    assert json.loads(manifest(PLAN, [manifest_entry(second.files[1], b"x")], [], 2))["files"][0]["kind"] == (
        "amending-decision"
    )


def test_a_replacing_release_gives_one_act_of_its_own_number(engine: Engine):
    with open_store(engine) as store:
        put(store)
        issue(store)
        first = papers(file_set_of_plan(store, PLAN))
        open_adjustment(store, PLAN, reason="Bão", form=AdjustmentForm.REPLACING, by=BY, at=LATER)
        adjusted(store)
        issue(store, "1300", date(2023, 7, 26), at=LATER)
        second = file_set_of_plan(store, PLAN)
        whole = all_texts(second.file("van-ban/quyet-dinh.docx").make())
    assert papers(second) == first
    assert "Số: 1300/QĐ-UBND" in whole
    assert "thay thế Quyết định số 1234/QĐ-UBND ngày 05 tháng 7 năm 2023" in " ".join(whole)
