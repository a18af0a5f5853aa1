"""A plan is issued whole, by those who may, and what was issued stays as it was whatever comes later."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from builders import PROVINCE, UNITS, a_batch, a_visit, a_window, with_plan
from issuing import AT, BY, DAY, DRAFT, PLAN, issue, put, reasons_for
from sqlalchemy import func, select, text

from app.db.store import open_reader, open_store
from app.db.tables import METADATA
from app.domain.dates import DayOff, DayOffKind, WorkCalendar
from app.domain.deadlines import Deadline, Event, Relation
from app.domain.errors import NotFound, Refused, StaleVersion
from app.domain.feed_ledgers import LedgerKind
from app.domain.naming import carried
from app.domain.plans import PlanState
from app.domain.problems import Severity
from app.domain.releases import Waiver, issued_dossier
from app.domain.rules import check_plan
from app.planfiles.releases import write_release
from app.planfiles.writing import write_toml
from app.services import releases as releases_module
from app.services.plan_exchange import import_plan
from app.services.releases import (
    begin_history,
    latest_release,
    release_as_drawn_up,
    release_calendar,
    release_dossier,
    release_of,
    release_plan,
)
from app.services.sentences import refusal_sentence

if TYPE_CHECKING:
    from sqlalchemy import Engine


ISSUED = issued_dossier(DRAFT, "1234", DAY)
HOLIDAY = DayOff(day=date(2023, 8, 2), name="Nghỉ đột xuất", kind=DayOffKind.PUBLIC_HOLIDAY)


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releases_module, "_KEPT", releases_module._KeptContents(4))


def rows_in(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(METADATA.tables[name])).scalar_one()
            for name in ("release", "waiver", "audit", "feed_ledger")
        }


def refused(engine: Engine, **fields: Any) -> Refused:
    """Return the refusal of a release that leaves nothing behind."""
    before = rows_in(engine)
    with pytest.raises(Refused) as refusal, open_store(engine) as store:
        issue(store, **fields)
    assert rows_in(engine) == before
    return refusal.value


def warnings_of(reasons: dict[str, str]) -> tuple[Waiver, ...]:
    return tuple(
        Waiver(
            code=code,
            severity=Severity.WARNING,
            statement="Thành viên chưa có tên: Đại diện Văn phòng.",
            reason=reason,
            person="ong-m",
        )
        for code, reason in reasons.items()
    )


# Issued


def test_a_plan_is_issued_with_its_number_its_day_and_the_reasons_given(engine: Engine):
    with open_store(engine) as store:
        put(store)
        released = issue(store, reasons={"member.unnamed": "  Sẽ cử trước  20/7 "})
        assert store.plans.dossier(PLAN) == ISSUED
    content = write_release(ISSUED, WorkCalendar())
    assert (released.plan, released.number, released.decision_number, released.decision_day) == (
        PLAN, 1, "1234/QĐ-UBND", DAY,
    )  # fmt: skip
    assert (released.issued_by, released.actor, released.issued_at) == ("ong-m", BY.name, AT)
    assert released.waivers == warnings_of({"member.unnamed": "Sẽ cử trước 20/7"})
    assert released.sha256 == hashlib.sha256(content.encode()).hexdigest()
    with open_reader(engine) as store:
        assert (latest_release(store, PLAN), release_of(store, PLAN), release_of(store, PLAN, 1)) == (released,) * 3
        assert store.releases.content(PLAN, 1) == content
        assert release_dossier(store, PLAN) == carried(ISSUED)
        assert release_as_drawn_up(store, store.plans.dossier(PLAN).plan) == 1


def test_a_release_carries_the_calendars_of_the_plan_forward(engine: Engine):
    with open_store(engine) as store:
        put(store)
        assert store.ledgers.get(PLAN, LedgerKind.ISSUED) is None
        working = store.ledgers.get(PLAN, LedgerKind.WORKING)
        issue(store)
        after = [store.ledgers.get(PLAN, kind) for kind in LedgerKind]
    assert working is not None
    assert {item.entry.status for item in working.items} == {"TENTATIVE"}
    for ledger in after:
        assert ledger is not None
        assert {item.entry.status for item in ledger.items} == {"CONFIRMED"}
        assert {item.entry.uid for item in ledger.items} == {item.entry.uid for item in working.items}


def test_every_step_stands_in_the_record(engine: Engine):
    with open_store(engine) as store:
        put(store)
    with engine.connect() as connection:
        before = connection.execute(text("SELECT count(*) FROM audit")).scalar_one()
    with open_store(engine) as store:
        issue(store)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT action, subject, actor FROM audit ORDER BY id")).all()[before:]
    assert [(row.action, row.subject, row.actor) for row in found if row.action != "feed_ledger.put"] == [
        ("plan.release", PLAN, BY.name),
        ("plan.release", PLAN, BY.name),
        ("release.add", PLAN, BY.name),
    ]


def test_the_rules_are_asked_of_the_plan_as_it_will_be_issued(engine: Engine):
    """That thirty days from signing are too late for a window is known only with the day of signing."""
    late = Deadline(relation=Relation.WITHIN, event=Event.SIGNING, count=30)
    with open_store(engine) as store:
        put(store, with_plan(DRAFT, batches=(a_batch(deputies=(), report_deadline=late), *DRAFT.plan.batches[1:])))
        drawn_up = {p.code for p in check_plan(store.plans.dossier(PLAN), store.days_off.calendar())}
    assert "deadline.after_window_start" not in drawn_up
    assert "decision.number_blank" in drawn_up
    told = refusal_sentence(refused(engine, reasons={"member.unnamed": "sẽ cử"}))
    assert "--waive deadline.after_window_start=" in told
    assert refused(engine, reasons={"decision.number_blank": "x"}).code == "release.reason_without_problem"


# Refused


def test_a_warning_without_a_reason_is_named_with_the_way_to_give_one(engine: Engine):
    with open_store(engine) as store:
        put(store)
    told = refusal_sentence(refused(engine, reasons={}))
    assert told == (
        "Chưa ban hành kế hoạch “tinh-a-2023” và chưa ghi gì: còn 1 vấn đề cần sửa, hoặc cần lý do bằng văn bản để "
        "chấp nhận.\n"
        "- Cảnh báo: Thành viên chưa có tên: Đại diện Văn phòng. Sửa dự thảo, hoặc chấp nhận bằng cách thêm --waive "
        'member.unnamed="lý do".\n'
        "Một lý do dùng cho mọi vấn đề cùng mã."
    )


def test_an_error_is_accepted_by_a_leader_alone(engine: Engine):
    visits = (a_visit(window=a_window(date(2023, 8, 5), date(2023, 8, 8))),)
    with open_store(engine) as store:
        put(store, with_plan(DRAFT, visits=visits, batches=(a_batch(deputies=()),)))
        reasons = reasons_for(store)
    assert set(reasons) == {"window.starts_on_day_off", "member.unnamed"}
    told = refusal_sentence(refused(engine, reasons=reasons, by_person="ba-n"))
    (line,) = told.splitlines()[1:-1]
    assert line == (
        "- Phải sửa: Sở Y tế: thời gian kiểm tra bắt đầu ngày 05/8/2023 (Thứ Bảy) là ngày nghỉ: Thứ Bảy. Đã có lý do, "
        "nhưng chỉ lãnh đạo đoàn thuộc cơ quan chủ trì chấp nhận được: ghi --by một trong: ong-m."
    )
    told = refusal_sentence(refused(engine, reasons={"member.unnamed": "sẽ cử"}))
    (line,) = told.splitlines()[1:-1]
    assert line == (
        "- Phải sửa: Sở Y tế: thời gian kiểm tra bắt đầu ngày 05/8/2023 (Thứ Bảy) là ngày nghỉ: Thứ Bảy. Sửa dự thảo; "
        "hoặc lãnh đạo đoàn thuộc cơ quan chủ trì (--by một trong: ong-m) chấp nhận bằng cách thêm --waive "
        'window.starts_on_day_off="lý do".'
    )
    with open_store(engine) as store:
        released = issue(store)
    assert [waiver.severity for waiver in released.waivers] == [Severity.ERROR, Severity.WARNING]


def test_a_plan_that_nobody_may_accept_says_so(engine: Engine):
    visits = (a_visit(window=a_window(date(2023, 8, 5), date(2023, 8, 8))),)
    with open_store(engine) as store:
        put(store, with_plan(DRAFT, visits=visits, batches=(a_batch(head=None, deputies=()),)))
    assert "ghi --by một trong: không có." in refusal_sentence(refused(engine, by_person="ba-n"))


@pytest.mark.parametrize("code", ["member.unnamd", "decision.number_blank", "window.overlap"])
def test_a_reason_for_what_is_no_problem_is_refused(engine: Engine, code: str):
    with open_store(engine) as store:
        put(store)
    refusal = refused(engine, reasons={"member.unnamed": "sẽ cử", code: "x"})
    assert (refusal.code, refusal.details) == (
        "release.reason_without_problem",
        {"rule": code, "rules": "member.unnamed"},
    )


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"number": "abc", "reasons": {}}, "release.number_unreadable"),
        ({"number": "1/KH-UBND", "reasons": {}}, "release.other_symbol"),
        ({"day": date(2023, 6, 28), "reasons": {}}, "release.day_before_submission"),
        ({"day": date(2023, 7, 7), "reasons": {}}, "release.day_to_come"),
        ({"by_person": "ong-p", "reasons": {}}, "release.not_of_lead_agency"),
    ],
)
def test_what_an_office_would_not_sign_is_refused(engine: Engine, fields: dict[str, Any], code: str):
    with open_store(engine) as store:
        put(store)
    assert refused(engine, **fields).code == code


def test_today_is_the_day_in_vietnam(engine: Engine):
    late = datetime(2023, 7, 5, 17, 30, tzinfo=UTC)
    with open_store(engine) as store:
        put(store)
    assert refused(engine, day=date(2023, 7, 6), at=late - timedelta(minutes=31)).code == "release.day_to_come"
    with open_store(engine) as store:
        assert issue(store, day=date(2023, 7, 6), at=late).decision_day == date(2023, 7, 6)


def test_a_person_or_plan_that_is_not_there_is_not_found(engine: Engine):
    with open_store(engine) as store:
        put(store)
        with pytest.raises(NotFound) as lost:
            issue(store, by_person="ong-la")
        with pytest.raises(NotFound) as lost_too:
            release_plan(store, "la", number="1", day=DAY, by_person="ong-m", reasons={}, by=BY, at=AT)
    assert [lost.value.facts(), lost_too.value.facts()] == [
        {"kind": "person", "key": "ong-la"},
        {"kind": "plan", "key": "la"},
    ]


def test_a_plan_that_changed_since_it_was_looked_at_is_not_issued(engine: Engine):
    with open_store(engine) as store:
        put(store)
        version = store.plans.version(PLAN)
        store.plans.rewrite(with_plan(DRAFT, visits=DRAFT.plan.visits[:1]), action="plan.edit", by=BY, at=AT)
    before = rows_in(engine)
    with pytest.raises(StaleVersion), open_store(engine) as store:
        issue(store, version=version)
    assert rows_in(engine) == before
    with open_store(engine) as store:
        assert issue(store, version=store.plans.version(PLAN)).number == 1


def test_an_issued_plan_is_not_issued_again(engine: Engine):
    with open_store(engine) as store:
        put(store)
        issue(store)
    refusal = refused(engine, number="1235")
    assert (refusal.code, refusal.details) == ("plan.is_issued", {"key": PLAN})


# Never changed


def test_a_release_says_the_same_whatever_the_directory_and_the_days_off_say_later(engine: Engine):
    with open_store(engine) as store:
        put(store)
        issue(store)
        first = release_dossier(store, PLAN), release_calendar(store, PLAN), store.releases.content(PLAN, 1)
    releases_module._KEPT = releases_module._KeptContents(4)
    with open_store(engine) as store:
        store.directory.add(PROVINCE.key, [replace(UNITS[1], key="so-moi", name="Sở mới")], by=BY, at=AT)
        store.days_off.add([HOLIDAY], by=BY, at=AT)
        opened = with_plan(store.plans.dossier(PLAN), state=PlanState.DRAFT, changed_on=date(2023, 7, 9), visits=())
        store.plans.rewrite(opened, action="plan.edit", by=BY, at=AT)
    with engine.begin() as connection:
        connection.execute(text("UPDATE unit SET name = 'Tên khác'"))
    with open_reader(engine) as store:
        assert (release_dossier(store, PLAN), release_calendar(store, PLAN), store.releases.content(PLAN, 1)) == first
        assert release_dossier(store, PLAN, 1).unit_name("so-y-te") == "Sở Y tế"
        assert store.plans.dossier(PLAN).unit_name("so-y-te") == "Tên khác"
        assert release_as_drawn_up(store, store.plans.dossier(PLAN).plan) is None


def test_a_release_that_somebody_changed_in_the_database_is_not_shown(engine: Engine):
    with open_store(engine) as store:
        put(store)
        issue(store)
    with engine.begin() as connection:
        connection.execute(text("UPDATE release SET content = replace(content, 'Sở Y tế', 'Sở Y te')"))
    releases_module._KEPT = releases_module._KeptContents(4)
    with open_reader(engine) as store, pytest.raises(Refused) as refusal:
        release_dossier(store, PLAN)
    assert (refusal.value.code, refusal.value.details) == ("release.damaged", {"key": PLAN, "release": "1"})


def test_what_was_never_issued_is_not_found(engine: Engine):
    with open_store(engine) as store:
        put(store)
        assert (latest_release(store, PLAN), latest_release(store, "la")) == (None, None)
        for ask in (release_of, release_dossier, release_calendar):
            for plan in (PLAN, "la"):
                with pytest.raises(NotFound) as lost:
                    ask(store, plan)
                assert lost.value.facts() == {"kind": "plan", "key": plan}
                with pytest.raises(NotFound) as lost:
                    ask(store, plan, 7)
                assert lost.value.facts() == {"kind": "release", "key": "7"}


def test_a_release_is_read_once_and_only_so_many_are_kept(engine: Engine):
    with open_store(engine) as store:
        put(store)
        issue(store)
    with open_reader(engine) as store:
        first = release_dossier(store, PLAN)
        assert release_dossier(store, PLAN) is first
        content = releases_module._content(store, release_of(store, PLAN))
    kept = releases_module._KeptContents(2)
    kept.put("a", content)
    kept.put("b", content)
    assert kept.get("a") is content
    kept.put("c", content)
    assert [kept.get(sha256) is content for sha256 in ("a", "b", "c")] == [True, False, True]


# Plans that come in


@pytest.mark.parametrize("state", [PlanState.ISSUED, PlanState.REPLACED, PlanState.CLOSED])
def test_a_plan_that_comes_in_issued_is_kept_as_its_first_release(engine: Engine, state: PlanState):
    came = with_plan(ISSUED, state=state)
    with open_store(engine) as store:
        assert import_plan(store, write_toml(came), "kh.toml", by=BY, at=AT).outcome == "import.added"
        release = release_of(store, PLAN)
        assert release_dossier(store, PLAN) == carried(store.plans.dossier(PLAN))
        assert release_dossier(store, PLAN).plan == came.plan
        assert release_calendar(store, PLAN) == store.days_off.calendar()
        assert store.ledgers.get(PLAN, LedgerKind.ISSUED) is not None
    assert (release.number, release.decision_number, release.decision_day) == (1, "1234/QĐ-UBND", DAY)
    assert (release.issued_by, release.issued_at, release.waivers) == (None, AT, ())
    with open_store(engine) as store:
        assert import_plan(store, write_toml(came), "kh.toml", by=BY, at=AT).outcome == "import.unchanged"
        assert store.releases.list(PLAN) == (release,)


def test_a_plan_that_comes_in_issued_without_number_and_day_is_kept_as_of_its_last_change(engine: Engine):
    came = with_plan(DRAFT, state=PlanState.ISSUED)
    with open_store(engine) as store:
        put(store, came)
        release = release_of(store, PLAN)
        assert release_dossier(store, PLAN).plan.decision == DRAFT.plan.decision
    assert (release.decision_number, release.decision_day) == ("", DRAFT.plan.changed_on)


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.SUBMITTED])
def test_a_plan_that_comes_in_as_a_draft_has_no_release(engine: Engine, state: PlanState):
    with open_store(engine) as store:
        put(store, with_plan(DRAFT, state=state))
        assert store.releases.list(PLAN) == ()
        assert [store.ledgers.get(PLAN, kind) is None for kind in LedgerKind] == [True, False]


def test_a_trial_import_leaves_no_release(engine: Engine):
    with open_store(engine) as store:
        import_plan(store, write_toml(ISSUED), "kh.toml", by=BY, at=AT, dry_run=True)
        assert (store.plans.exists(PLAN), store.releases.list(PLAN)) == (False, ())


def test_a_submitted_plan_is_issued_like_a_draft(engine: Engine):
    with open_store(engine) as store:
        put(store, with_plan(DRAFT, state=PlanState.SUBMITTED))
        issue(store)
        assert store.plans.dossier(PLAN) == ISSUED


def test_a_history_is_begun_only_of_a_plan_that_is_there(engine: Engine):
    with open_store(engine) as store, pytest.raises(NotFound):
        begin_history(store, "la", by=BY, at=AT)
