"""The papers of a release are made once and stay as they were, byte for byte."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from builders import with_plan
from issuing import AT, BY, DAY, DRAFT, PLAN, issue, put, reasons_for
from sqlalchemy import text

from app.db.store import open_reader, open_store
from app.domain.errors import Refused, StaleVersion
from app.services import frozen_files
from app.services.emission import file_set_of_plan
from app.services.frozen_files import issue_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from app.db.store import Store
    from app.domain.releases import Release


def issued(engine: Engine, **fields: Any) -> Release:
    with open_reader(engine) as store:
        asked = {"number": "1234", "day": DAY, "by_person": "ong-m", "reasons": reasons_for(store, PLAN, "1234")}
        return issue_plan(store, lambda: open_store(engine), PLAN, by=BY, at=AT, **{**asked, **fields})


@pytest.fixture
def drawn_up(engine: Engine) -> Engine:
    with open_store(engine) as store:
        put(store)
    return engine


def test_every_file_is_kept_with_its_hash_and_calendars_by_their_hash_alone(drawn_up: Engine):
    release = issued(drawn_up)
    with open_reader(drawn_up) as store:
        files = store.releases.files(PLAN, release.number)
        laid = file_set_of_plan(store, PLAN, release=1)
        assert [file.path for file in files] == [planned.path for planned in laid.files]
        for file, planned in zip(files, laid.files, strict=True):
            made = planned.make()
            assert hashlib.sha256(made).hexdigest() == file.sha256, file.path
            assert file.content == (None if file.kind == "calendar" else made)
            assert planned.recipients == {
                "kind": file.kind, "unit": file.unit, "person": file.person, "is_announced": file.is_announced,
            }  # fmt: skip
    assert {file.kind for file in files if file.content is None} == {"calendar"}


def test_a_frozen_paper_stays_though_the_program_would_make_another(drawn_up: Engine, monkeypatch: pytest.MonkeyPatch):
    issued(drawn_up)
    with open_reader(drawn_up) as store:
        before = {planned.path: planned.make() for planned in file_set_of_plan(store, PLAN).files}
        monkeypatch.setattr("app.services.emission.render_decision", lambda *_: b"khac")
        monkeypatch.setattr("app.services.emission.render_submission", lambda *_: b"khac")
        assert {planned.path: planned.make() for planned in file_set_of_plan(store, PLAN).files} == before


def test_a_release_without_frozen_files_gives_those_that_are_made(drawn_up: Engine):
    with open_store(drawn_up) as store:
        issue(store)
        assert store.releases.files(PLAN, 1) == ()
        assert "van-ban/quyet-dinh.docx" in {planned.path for planned in file_set_of_plan(store, PLAN).files}


def test_the_papers_are_made_before_the_transaction_that_writes(drawn_up: Engine, monkeypatch: pytest.MonkeyPatch):
    steps: list[str] = []
    made = frozen_files.made_files

    def noted(*asked: Any) -> Any:
        steps.append("made")
        return made(*asked)

    @contextmanager
    def writing() -> Iterator[Store]:
        steps.append("begun")
        with open_store(drawn_up) as store:
            yield store
        steps.append("written")

    monkeypatch.setattr(frozen_files, "made_files", noted)
    with open_reader(drawn_up) as store:
        reasons = reasons_for(store, PLAN, "1234")
        issue_plan(
            store, writing, PLAN, number="1234", day=DAY, by_person="ong-m", reasons=reasons, by=BY, at=AT
        )  # fmt: skip
    assert steps == ["made", "begun", "written"]


def test_a_plan_that_changes_while_its_papers_are_made_is_not_issued(drawn_up: Engine):
    @contextmanager
    def after_another() -> Iterator[Store]:
        with open_store(drawn_up) as store:
            changed = with_plan(DRAFT, visits=DRAFT.plan.visits[:1])
            store.plans.rewrite(changed, action="plan.edit", by=BY, at=AT)
        with open_store(drawn_up) as store:
            yield store

    with open_reader(drawn_up) as store, pytest.raises(StaleVersion):
        issue_plan(
            store, after_another, PLAN, number="1234", day=DAY, by_person="ong-m",
            reasons=reasons_for(store, PLAN, "1234"), by=BY, at=AT,
        )  # fmt: skip
    with open_reader(drawn_up) as store:
        assert store.releases.list(PLAN) == ()


def test_a_version_that_was_looked_at_and_is_no_more_is_refused(drawn_up: Engine):
    with pytest.raises(StaleVersion):
        issued(drawn_up, version=99)


def test_a_paper_that_somebody_changed_in_the_database_is_not_given_out(drawn_up: Engine):
    issued(drawn_up)
    with drawn_up.begin() as connection:
        connection.execute(
            text("UPDATE release_file SET sha256 = :hash WHERE path = 'van-ban/to-trinh.docx'"), {"hash": "0" * 64}
        )
    with open_reader(drawn_up) as store, pytest.raises(Refused) as refusal:
        file_set_of_plan(store, PLAN)
    assert (refusal.value.code, refusal.value.details["path"]) == ("release.file_damaged", "van-ban/to-trinh.docx")
