"""What was issued is added once and read for ever."""

from __future__ import annotations

import hashlib
import inspect
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from builders import a_dossier, a_plan
from sqlalchemy import event
from storing import actions, content, put

from app.db.releases import ReleaseStore
from app.db.store import open_reader, open_store
from app.domain.errors import NotFound, Refused
from app.domain.people import Actor
from app.domain.problems import Severity
from app.domain.releases import Release, Waiver

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.db.store import Store

PLAN = "tinh-a-2023"
WAIVERS = (
    Waiver(code="window.overlap", severity=Severity.ERROR, statement="Trùng ngày.", reason="Hai tổ", person="ong-m"),
    Waiver(code="member.unnamed", severity=Severity.WARNING, statement="Chưa có tên.", reason="Sẽ cử", person="ong-m"),
)


def add(store: Store, plan: str = PLAN, **fields: Any) -> Release:
    defaults: dict[str, Any] = {
        "decision_number": "1234/QĐ-UBND",
        "decision_day": date(2023, 7, 5),
        "issued_by": "ong-m",
        "content": '{"kế hoạch": 1}\n',
        "by": Actor(name="Nguyễn Văn A"),
        "at": datetime(2023, 7, 5, 2, 30, tzinfo=UTC),
    }
    return store.releases.add(plan, **{**defaults, **fields})


def test_releases_are_numbered_for_each_plan_and_read_back_as_they_were_added(
    filled: Engine, written_by: dict[str, Any]
):
    with open_store(filled) as store:
        store.plans.add(a_dossier(a_plan(key="khac")), **written_by)
        added = [add(store, waivers=WAIVERS), add(store, content="hai", issued_by=None), add(store, "khac")]
    assert [(release.plan, release.number) for release in added] == [(PLAN, 1), (PLAN, 2), ("khac", 1)]
    assert added[0] == Release(
        plan=PLAN,
        number=1,
        decision_number="1234/QĐ-UBND",
        decision_day=date(2023, 7, 5),
        issued_by="ong-m",
        issued_at=datetime(2023, 7, 5, 2, 30, tzinfo=UTC),
        actor="Nguyễn Văn A",
        sha256=hashlib.sha256('{"kế hoạch": 1}\n'.encode()).hexdigest(),
        waivers=WAIVERS,
    )
    with open_reader(filled) as store:
        assert store.releases.list(PLAN) == (added[0], added[1])
        assert [store.releases.get(PLAN, number) for number in (1, 2)] == added[:2]
        assert [store.releases.latest(key) for key in (PLAN, "khac", "la")] == [added[1], added[2], None]
        assert [store.releases.content(PLAN, number) for number in (1, 2)] == ['{"kế hoạch": 1}\n', "hai"]
        assert store.releases.latest_numbers() == {PLAN: 2, "khac": 1}


def test_what_was_never_issued_is_not_found(filled: Engine):
    with open_reader(filled) as store:
        assert (store.releases.list(PLAN), store.releases.latest(PLAN), store.releases.latest_numbers()) == (
            (),
            None,
            {},
        )
        for ask in (store.releases.get, store.releases.content):
            with pytest.raises(NotFound) as lost:
                ask(PLAN, 1)
            assert lost.value.facts() == {"kind": "release", "key": "1"}
    with open_store(filled) as store, pytest.raises(NotFound) as lost:
        add(store, "la")
    assert lost.value.facts() == {"kind": "plan", "key": "la"}


def test_a_store_of_releases_has_no_way_to_change_or_take_out_a_row(filled: Engine):
    methods = {name for name, _ in inspect.getmembers(ReleaseStore, inspect.isfunction) if not name.startswith("_")}
    reading = {"latest", "latest_of_each", "get", "list", "content", "latest_numbers", "files"}
    assert methods == {*reading, "add", "add_files"}
    statements: list[str] = []
    event.listen(filled, "before_cursor_execute", lambda *seen: statements.append(seen[2]))
    with open_store(filled) as store:
        add(store, waivers=WAIVERS)
        add(store, content="hai")
        store.releases.list(PLAN)
    about = [s.split()[0] for s in statements if "release" in s.lower() or "waiver" in s]
    assert set(about) - {"SELECT", "SAVEPOINT", "RELEASE"} == {"INSERT"}


def test_a_release_leaves_one_row_in_the_record_that_tells_number_day_and_hash(engine: Engine, written_by: Any):
    with open_store(engine) as store:
        put(store, a_dossier(), written_by)
        release = add(store)
        add(store, decision_number="", decision_day=date(2023, 8, 1))
    assert actions(engine)[-2:] == [("release.add", PLAN)] * 2
    told = [(row[6], row[7]) for row in content(engine)["audit"][-2:]]
    assert told[0] == ("", f"Bản ban hành số 1: văn bản số 1234/QĐ-UBND ngày 05/7/2023, sha256 {release.sha256}")
    assert told[1][1].startswith("Bản ban hành số 2: văn bản chưa rõ số ngày 01/8/2023, sha256 ")


def test_a_reader_issues_nothing(filled: Engine):
    with pytest.raises(Refused, match=r"database\.read_only"), open_reader(filled) as store:
        add(store)
