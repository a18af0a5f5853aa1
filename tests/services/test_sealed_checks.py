"""Unannounced checks: sealed for everybody to see, the unit told to nobody before its hour, and provable afterwards."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from services.feed_stores import COMMAND_LINE, NOON, PLAN, counted_bytes, fill, issued

from app.db.store import open_reader, open_store
from app.domain.dates import Half, Window
from app.domain.draws.sealed import sealed_record
from app.domain.errors import DomainError, InvalidInput, NotFound, Refused, StaleVersion
from app.domain.plans import PlanState
from app.domain.public_ledgers import last_hash
from app.services.feeds import feed_bytes_for
from app.services.sealed_checks import WantedCheck, call_off, check_of, checks_of_plan, open_check, seal_check

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from app.db.store import Store
    from app.domain.draws.sealed import SealedCheck

BY = {"by": COMMAND_LINE}
OPENS = datetime(2023, 8, 16, 0, 0, tzinfo=UTC)
DAYS = Window(first=date(2023, 8, 16), last=date(2023, 8, 17))
WANTED = WantedCheck(batch="dot-2", unit="so-tu-phap", window=DAYS, opens_at=OPENS)
CODE = f"{PLAN}.dot-xuat.1"


@pytest.fixture
def founded(engine: Engine) -> Engine:
    return fill(engine)


def seal(store: Store, wanted: WantedCheck = WANTED, at: datetime = NOON) -> SealedCheck:
    return seal_check(store, PLAN, wanted, random_bytes=counted_bytes(), at=at, **BY)


def refused(act: Callable[[], Any], kind: type[DomainError] = Refused) -> str:
    with pytest.raises(kind) as told:
        act()
    return told.value.code


def fault(store: Store, wanted: WantedCheck, at: datetime = NOON) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as told:
        seal(store, wanted, at)
    return [(each.place, each.code) for each in told.value.faults]


def test_a_sealed_check_tells_its_days_and_hash_and_not_its_unit(founded: Engine) -> None:
    with open_store(founded) as store:
        made = seal(store)
    with open_reader(founded) as store:
        kept = check_of(store, CODE)
    assert kept == made
    assert (kept.number, kept.batch, kept.window, kept.opens_at, kept.choice) == (1, "dot-2", DAYS, OPENS, None)
    record = sealed_record(kept)
    assert (record["unit"], record["name"], record["nonce"], record["commitment_text"]) == (None, None, None, None)


def test_what_is_opened_hashes_to_what_was_committed_to(founded: Engine) -> None:
    with open_store(founded) as store:
        made = seal(store)
    with open_store(founded) as store:
        opened = open_check(store, CODE, at=OPENS, **BY)
    record = sealed_record(opened)
    text = record["commitment_text"]
    assert isinstance(text, str)
    assert hashlib.sha256(text.encode()).hexdigest() == made.commitment
    assert text == (
        "kiemtra-sealed 1\n"
        f"plan: {PLAN}\n"
        f"check: {CODE}\n"
        "from: 2023-08-16\n"
        "to: 2023-08-17\n"
        "opens: 2023-08-16T00:00:00+00:00\n"
        "unit: so-tu-phap\n"
        "name: Sở Tư pháp\n"
        f"nonce: {'0' * 63}1\n"
    )
    with open_reader(founded) as store:
        assert check_of(store, CODE) == opened


def test_it_opens_at_its_hour_and_not_a_second_before(founded: Engine) -> None:
    with open_store(founded) as store:
        seal(store)
        early = OPENS - timedelta(seconds=1)
        assert refused(lambda: open_check(store, CODE, at=early, **BY)) == "sealed.too_early"
        assert check_of(store, CODE).ledger[1:] == ()
        assert open_check(store, CODE, at=OPENS, **BY).is_open


def test_it_opens_once(founded: Engine) -> None:
    with open_store(founded) as store:
        seal(store)
        open_check(store, CODE, at=OPENS, **BY)
        assert refused(lambda: open_check(store, CODE, at=OPENS, **BY)) == "sealed.is_open"
        assert refused(lambda: call_off(store, CODE, reason="Bão", signatory="GĐ", at=OPENS, **BY)) == "sealed.is_open"


def test_of_two_who_act_at_once_the_second_is_told(founded: Engine) -> None:
    with open_store(founded) as store:
        seen = last_hash(seal(store).ledger)
        call_off(store, CODE, reason="Bão", signatory="Giám đốc", seen=seen, at=NOON, **BY)
        assert refused(lambda: open_check(store, CODE, seen=seen, at=OPENS, **BY), StaleVersion) == "stale_version"
        assert [entry.event for entry in check_of(store, CODE).ledger] == ["commit", "annul"]


def test_what_is_called_off_is_never_told(founded: Engine) -> None:
    with open_store(founded) as store:
        seal(store)
        off = call_off(store, CODE, reason="  Mưa\nlũ ", signatory="Giám đốc Sở Nội vụ", at=NOON, **BY)
        assert dict(off.ledger[-1].data) == {"reason": "Mưa lũ", "signatory": "Giám đốc Sở Nội vụ"}
        assert refused(lambda: open_check(store, CODE, at=OPENS, **BY)) == "sealed.is_annulled"
        assert sealed_record(check_of(store, CODE))["unit"] is None


def test_calling_off_needs_a_reason_and_who_signs(founded: Engine) -> None:
    with open_store(founded) as store:
        seal(store)
        with pytest.raises(InvalidInput) as told:
            call_off(store, CODE, reason=" ", signatory="", at=NOON, **BY)
        assert [each.code for each in told.value.faults] == ["sealed.reason_missing", "sealed.signatory_missing"]


def test_checks_are_numbered_and_stay_in_order(founded: Engine) -> None:
    with open_store(founded) as store:
        seal(store)
        call_off(store, CODE, reason="Bão", signatory="Giám đốc", at=NOON, **BY)
        second = seal(store, replace(WANTED, unit="Sở Tài chính"))
        assert [check.code for check in checks_of_plan(store, PLAN)] == [CODE, second.code]
        assert second.code == f"{PLAN}.dot-xuat.2"
        assert store.sealed_checks.choice(second.code).unit == "so-tai-chinh"


def test_a_unit_is_found_by_key_code_and_name(founded: Engine) -> None:
    with open_store(founded) as store:
        codes = [seal(store, replace(WANTED, unit=text)).code for text in ("25252", "sở  tư pháp", "so-tu-phap")]
        assert [store.sealed_checks.choice(code).unit for code in codes] == ["25252", "so-tu-phap", "so-tu-phap"]


def test_each_fault_is_told_with_its_place(founded: Engine) -> None:
    past = Window(first=date(2023, 6, 1), last=date(2023, 6, 2))
    with open_store(founded) as store:
        assert fault(store, replace(WANTED, batch="x", unit=" ")) == [
            ("batch", "sealed.batch_unknown"),
            ("unit", "sealed.unit_missing"),
        ]
        assert fault(store, replace(WANTED, unit="sao-hoa")) == [("unit", "sealed.unit_unknown")]
        assert fault(store, replace(WANTED, window=past)) == [
            ("window", "sealed.days_over"),
            ("opens_at", "sealed.opens_after"),
        ]
        other = Window(first=date(2024, 8, 1), last=date(2024, 8, 1))
        assert fault(store, replace(WANTED, window=other)) == [("window", "sealed.other_year")]
        assert fault(store, replace(WANTED, opens_at=NOON)) == [("opens_at", "sealed.opens_in_the_past")]
        late = datetime(2023, 8, 17, 17, 0, tzinfo=UTC)
        assert fault(store, replace(WANTED, opens_at=late)) == [("opens_at", "sealed.opens_after")]
        assert checks_of_plan(store, PLAN) == ()


def test_a_check_may_take_half_a_day(founded: Engine) -> None:
    morning = Window(first=DAYS.first, last=DAYS.first, closes=Half.MORNING)
    with open_store(founded) as store:
        seal(store, replace(WANTED, window=morning))
    with open_reader(founded) as store:
        assert check_of(store, CODE).window == morning


def test_a_plan_that_is_over_seals_no_more_and_what_is_sealed_still_opens(founded: Engine) -> None:
    with open_store(founded) as store:
        seal(store)
        dossier = store.plans.dossier(PLAN)
        closed = replace(dossier, plan=replace(dossier.plan, state=PlanState.CLOSED))
        store.plans.rewrite(closed, action="plan.close", at=NOON, **BY)
        assert refused(lambda: seal(store)) == "sealed.plan_is_over"
        assert open_check(store, CODE, at=OPENS, **BY).is_open


def test_an_unknown_plan_or_check_is_not_found(founded: Engine) -> None:
    with open_store(founded) as store:
        assert refused(lambda: check_of(store, CODE), NotFound) == "not_found"
        wrong = {"random_bytes": counted_bytes(), "at": NOON, **BY}
        assert refused(lambda: seal_check(store, "khong-co", WANTED, **wrong), NotFound) == "not_found"


def test_a_choice_changed_in_the_database_does_not_open(founded: Engine) -> None:
    from sqlalchemy import text  # noqa: PLC0415 — who meddles goes past the stores

    with open_store(founded) as store:
        seal(store)
    with founded.begin() as connection:
        connection.execute(text("UPDATE sealed_check SET unit = 'so-tai-chinh', unit_name = 'Sở Tài chính'"))
    with open_store(founded) as store:
        assert refused(lambda: open_check(store, CODE, at=OPENS, **BY)) == "sealed.damaged"


def test_the_log_holds_codes_and_hashes_and_nothing_of_what_is_sealed(founded: Engine) -> None:
    with open_store(founded) as store:
        check = seal(store)
        call_off(store, CODE, reason="Bão", signatory="Giám đốc", at=NOON, **BY)
    with open_reader(founded) as store:
        rows = [row for row in store.audit.entries() if row.action.startswith("sealed.")]
    assert [(row.action, row.subject) for row in rows] == [("sealed.commit", PLAN), ("sealed.annul", PLAN)]
    assert rows[0].after == f"{CODE}: dòng sổ {check.ledger[0].hash}"


def calendar(engine: Engine, secret: str) -> str:
    with open_reader(engine) as store:
        return feed_bytes_for(store, secret).content.replace(b"\r\n ", b"").decode()


def sealed_event(text: str) -> dict[str, str]:
    (event,) = [each for each in text.split("BEGIN:VEVENT\r\n")[1:] if "CATEGORIES:Đoàn công tác" in each]
    return dict(line.split(":", 1) for line in event.split("\r\n") if ":" in line)


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.ISSUED])
def test_the_calendar_of_a_member_follows_each_step_under_one_identity(engine: Engine, state: PlanState) -> None:
    fill(engine, state=state)
    secret = issued(engine, person="huynh-thi-be-nam", random_bytes=counted_bytes(7))
    unit = issued(engine, unit="so-cong-thuong", random_bytes=counted_bytes(8))
    before = calendar(engine, unit)
    with open_store(engine) as store:
        seal(store, replace(WANTED, unit="so-cong-thuong"))
    first = sealed_event(calendar(engine, secret))
    assert calendar(engine, unit) == before
    with open_store(engine) as store:
        open_check(store, CODE, at=OPENS, **BY)
    second = sealed_event(calendar(engine, secret))
    assert (first["SUMMARY"], second["SUMMARY"]) == ("Đoàn công tác", "Kiểm tra đột xuất: Sở Công Thương")
    assert (first["UID"], int(first["SEQUENCE"]) + 1) == (second["UID"], int(second["SEQUENCE"]))
    assert sealed_event(calendar(engine, unit))["UID"] == second["UID"]


def test_a_check_that_is_called_off_leaves_a_sign_in_the_calendars(founded: Engine) -> None:
    secret = issued(founded, random_bytes=counted_bytes(7))
    with open_store(founded) as store:
        seal(store)
        call_off(store, CODE, reason="Bão", signatory="Giám đốc", at=NOON + timedelta(days=1), **BY)
    event = sealed_event(calendar(founded, secret))
    assert (event["SUMMARY"], event["STATUS"]) == ("[HUỶ] Đoàn công tác", "CANCELLED")
