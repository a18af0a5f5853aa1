"""Every method of every store that changes data says who does it and when, and leaves its row in the log."""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from types import FunctionType
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy
from builders import PROVINCE, UNITS, a_dossier, with_plan
from sqlalchemy.orm import Session
from storing import content, put

from app.db.engine import create_engine
from app.db.store import Store, open_reader, open_store
from app.domain.accounts import AccountRole, RoleGrant
from app.domain.audit import AuditEntry, check_chain
from app.domain.change_notices import NoticeDraft, Recipient, RecipientKind
from app.domain.dates import DayOff, DayOffKind, Window
from app.domain.draws.draws import CommuneDraw, FrameUnit, PoolKind, Randomness
from app.domain.draws.sealed import SealedCheck, SealedChoice, revealed, sealed
from app.domain.draws.steps import annulled, committed
from app.domain.feed_grants import FeedKind
from app.domain.feed_ledgers import FeedLedger, LedgerKind
from app.domain.people import Actor
from app.domain.plans import PlanState
from app.domain.problems import Severity
from app.domain.proposals import ProposalKind, ProposalState
from app.domain.releases import FrozenFile, Waiver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

    from app.domain.accounts import Account

WITHOUT_RECORD = {
    "FeedStore.note_fetch": "a fetch changes nothing that anybody answers for, and comes every hour",
    "AccountStore.keep_hash": "the same password, hashed anew",
    "SessionStore.forget": "what long-ended sessions did stands in the log",
}
SAYING_ALL = {
    "AccountStore.set_password", "AccountStore.disable", "AccountStore.enable", "InvitationStore.make",
    "InvitationStore.use", "InvitationStore.withdraw_open",
}  # fmt: skip
"""Changes of which the action says all there is to say: a secret has no words, and what was open is closed."""
WRITING = {sqlalchemy.insert, sqlalchemy.update, sqlalchemy.delete}


# The stores as they are written


@dataclass(frozen=True)
class Reached:
    """What a method comes to, itself or through what it calls in `app.db`."""

    writes: bool
    notes: bool


def methods() -> Iterator[tuple[str, object, FunctionType]]:
    """Yield the public methods of every part of the store."""
    with Session(create_engine("sqlite://")) as session:
        parts = list(vars(Store(session)).values())
    assert len(parts) > 10
    for part in parts:
        for name, method in inspect.getmembers(type(part), inspect.isfunction):
            if not name.startswith("_"):
                yield f"{type(part).__name__}.{name}", part, method


def reached(part: object, method: FunctionType) -> Reached:
    """Follow every name in the method that stands for something in `app.db` or for a statement that writes."""
    waiting: list[tuple[object, FunctionType]] = [(part, method)]
    seen: set[FunctionType] = set()
    writes, notes = False, False
    while waiting:
        owner, function = waiting.pop()
        if function in seen:
            continue
        seen.add(function)
        for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
            if isinstance(node, ast.Attribute) and ast.unparse(node) == "self._audit.note":
                notes = True
            its_owner, found = meant(node, function, owner)
            if found in WRITING:
                writes = True
            elif isinstance(found, FunctionType) and found.__module__.startswith("app.db"):
                waiting.append((its_owner, found))
    return Reached(writes=writes, notes=notes)


def meant(node: ast.AST, function: FunctionType, owner: object) -> tuple[object, Any]:
    """Return what a name, or an attribute of a module, of `self` or of a part of `self`, stands for, and whose it is.

    None stands for what is not known.
    """
    names = vars(sys.modules[function.__module__])
    found, whose = None, owner
    if isinstance(node, ast.Name):
        found = names.get(node.id)
    elif isinstance(node, ast.Attribute):
        match node.value:
            case ast.Name(id="self"):
                found = getattr(type(owner), node.attr, None)
            case ast.Name(id=name) if inspect.ismodule(names.get(name)):
                found = getattr(names[name], node.attr, None)
            case ast.Attribute(value=ast.Name(id="self"), attr=name) if name != "_audit":
                whose = getattr(owner, name, None)
                found = getattr(type(whose), node.attr, None) if type(whose).__module__.startswith("app.db") else None
    return whose, found if getattr(type(found), "__hash__", None) else None


def changing() -> set[str]:
    return {name for name, part, method in methods() if reached(part, method).writes} - {"AuditLog.note"}


def test_every_method_that_changes_data_says_who_does_it_and_when_and_notes_it():
    wrong = {}
    for name, part, method in methods():
        asked = inspect.signature(method).parameters
        says_who = {key for key in ("by", "at") if key in asked and asked[key].kind == inspect.Parameter.KEYWORD_ONLY}
        found = reached(part, method)
        if name == "AuditLog.note":
            assert (found.writes, says_who) == (True, {"by", "at"})
        elif name in WITHOUT_RECORD:
            assert (found, "by" in asked) == (Reached(writes=True, notes=False), False)
        elif (says_who == {"by", "at"}, found.notes) != (found.writes, found.writes):
            wrong[name] = (sorted(says_who), found)
    assert wrong == {}


def test_every_exception_is_a_method_of_a_store():
    assert set(WITHOUT_RECORD) <= changing()


# The stores as they work


AT = datetime(2023, 7, 1, 2, 30, tzinfo=UTC)
DAY = timedelta(days=1)
LATER = AT + DAY
BY = Actor(name="Nguyễn Văn A")
STAMP: dict[str, Any] = {"by": BY, "at": LATER}
PLAN = "tinh-a-2023"
HASHES, OTHER_HASHES = ("s", "l", "f"), ("s2", "l2", "f2")
"""Of a session, a link and an address; of those that come."""
PLANNER = RoleGrant(role=AccountRole.PLANNER, province="tinh-a", agency="so-noi-vu")
MEMBER = RoleGrant(role=AccountRole.MEMBER, province="tinh-a", agency="so-tu-phap", person="ong-p")
DOSSIER = a_dossier()


def account(store: Store) -> Account:
    found = store.accounts.by_login("an")
    assert found is not None
    return found


def set_up(store: Store) -> None:
    """Put in a plan, an account with a role, a session, a link and an address."""
    put(store, DOSSIER, {"by": BY, "at": AT})
    store.accounts.add(login="an", name="Ân", email=None, by=BY, at=AT)
    store.accounts.give(account(store), PLANNER, by=BY, at=AT)
    store.accounts.set_password(account(store), "$argon2id$cu", by=BY, at=AT)
    store.sessions.start(account(store), secret_hash=HASHES[0], device="Máy bàn", ends_at=LATER + DAY, by=BY, at=AT)
    store.invitations.make(account(store).id, secret_hash=HASHES[1], nonce="n", expires_at=LATER + DAY, by=BY, at=AT)
    store.feeds.issue(PLAN, FeedKind.PLAN, None, secret_hash=HASHES[2], name="máy", shows_draft=True, by=BY, at=AT)
    for unit in ("ubnd-huyen-b", "ubnd-huyen-c"):
        store.draws.put_proposal(_proposal(unit), by=BY, at=AT)
    store.draws.grow(committed(store.draws.get(COMMITTED), AT), by=BY, at=AT)
    store.sealed_checks.add(_sealed_check(1), CHOICE, by=BY, at=AT)


def _link(store: Store) -> Any:
    return store.invitations.by_secret_hash(HASHES[1])


def _notice(store: Store) -> Any:
    return store.notices.list(PLAN)[0]


COMMITTED_LATER, COMMITTED = "tinh-a-2023.ubnd-huyen-b.1", "tinh-a-2023.ubnd-huyen-c.1"
"""Draws that are there: one is a proposal, the other committed to."""
CHOICE = SealedChoice(unit="so-y-te", unit_name="Sở Y tế", nonce="5e" * 32)


def _proposal(unit: str, **fields: Any) -> CommuneDraw:
    drawn = CommuneDraw(
        code=f"{PLAN}.{unit}.1", plan=PLAN, plan_title="Kế hoạch", unit=unit, unit_name="UBND huyện B",
        kind=PoolKind.UNIT, attempt=1, previous=None, day=date(2023, 7, 1), least=1, most=3, count=1,
        frame=(FrameUnit(code="00001", name="Xã C"),), randomness=Randomness(text="Gieo xúc xắc"),
    )  # fmt: skip
    return replace(drawn, **fields)


def _sealed_check(number: int) -> SealedCheck:
    check = SealedCheck(
        code=f"{PLAN}.dot-xuat.{number}", plan=PLAN, plan_title="Kế hoạch", number=number, batch="dot-1",
        window=Window(first=date(2023, 9, 5), last=date(2023, 9, 6)), opens_at=LATER, commitment="",
    )  # fmt: skip
    return sealed(check, CHOICE, AT)


NOTICE = NoticeDraft(recipient=Recipient(kind=RecipientKind.UNIT, key="so-y-te"), told=1, changes=())
CHANGES: dict[str, Callable[[Store], object]] = {
    "ProvinceStore.add": lambda s: s.provinces.add(replace(PROVINCE, key="tinh-b"), **STAMP),
    "DirectoryStore.add": lambda s: s.directory.add("tinh-a", [replace(UNITS[1], key="so-moi")], **STAMP),
    "DayOffStore.add": lambda s: s.days_off.add(
        [DayOff(day=date(2023, 9, 1), name="Nghỉ", kind=DayOffKind.PUBLIC_HOLIDAY)], **STAMP
    ),
    "PlanStore.add": lambda s: s.plans.add(replace(DOSSIER, plan=replace(DOSSIER.plan, key="moi")), **STAMP),
    "PlanStore.rewrite": lambda s: s.plans.rewrite(with_plan(DOSSIER, state=PlanState.SUBMITTED), action="a", **STAMP),
    "PlanStepStore.add": lambda s: s.steps.add(PLAN, "Dời Sở Y tế", b"{}", version=2, **STAMP),
    "PlanStepStore.take_back": lambda s: s.steps.take_back(PLAN, 1, version=3, **STAMP),
    "PlanStepStore.clear": lambda s: s.steps.clear(PLAN, **STAMP),
    "ProposalStore.add": lambda s: s.proposals.add(
        PLAN, version=1, kind=ProposalKind.SCHEDULE, asked="{}", words="lập lịch mới", **STAMP
    ),
    "ProposalStore.finish": lambda s: s.proposals.finish(
        PLAN, 1, state=ProposalState.FOUND, answer="{}", words="01 phương án", **STAMP
    ),
    "ReleaseStore.add": lambda s: s.releases.add(
        PLAN, decision_number="1/QĐ-UBND", decision_day=date(2023, 7, 1), issued_by="ong-m", content="{}",
        waivers=[Waiver(code="x", severity=Severity.ERROR, statement="y", reason="z", person="ong-m")], **STAMP,
    ),
    "ChangeNoticeStore.replace_drafts": lambda s: s.notices.replace_drafts(PLAN, 2, [NOTICE], **STAMP),
    "ChangeNoticeStore.set_addition": lambda s: s.notices.set_addition(_notice(s), "Thêm", **STAMP),
    "ChangeNoticeStore.mark_sent": lambda s: s.notices.mark_sent(_notice(s), **STAMP),
    "ChangeNoticeStore.mark_reminded": lambda s: s.notices.mark_reminded(_notice(s), **STAMP),
    "ChangeNoticeStore.mark_acknowledged": lambda s: s.notices.mark_acknowledged(_notice(s), "An", **STAMP),
    "ReleaseStore.add_files": lambda s: s.releases.add_files(
        PLAN, 1, [FrozenFile(path="van-ban/a.docx", kind="decision", sha256="0" * 64, content=b"a")], **STAMP
    ),
    "ReasonStore.put": lambda s: s.reasons.put(PLAN, ("member.unnamed", "van-phong"), "Sẽ cử.", **STAMP),
    "ReasonStore.withdraw": lambda s: s.reasons.withdraw(PLAN, ("member.unnamed", "van-phong"), **STAMP),
    "DrawStore.put_proposal": lambda s: s.draws.put_proposal(_proposal("ubnd-huyen-b", count=2), **STAMP),
    "DrawStore.drop_proposal": lambda s: s.draws.drop_proposal(COMMITTED_LATER, **STAMP),
    "DrawStore.grow": lambda s: s.draws.grow(
        annulled(s.draws.get(COMMITTED), reason="Nhầm", signatory="Chủ tịch", at=LATER), **STAMP
    ),
    "SealedCheckStore.add": lambda s: s.sealed_checks.add(_sealed_check(2), CHOICE, **STAMP),
    "SealedCheckStore.grow": lambda s: s.sealed_checks.grow(
        revealed(s.sealed_checks.of_plan(PLAN)[0], CHOICE, LATER), **STAMP
    ),
    "FeedLedgerStore.put": lambda s: s.ledgers.put(PLAN, LedgerKind.WORKING, FeedLedger(), **STAMP),
    "FeedStore.issue": lambda s: s.feeds.issue(
        PLAN, FeedKind.UNIT, "so-y-te", secret_hash=OTHER_HASHES[2], name="n", shows_draft=False, **STAMP
    ),
    "FeedStore.revoke": lambda s: s.feeds.revoke(HASHES[2], **STAMP),
    "FeedStore.end": lambda s: s.feeds.end(s.feeds.by_secret_hash(HASHES[2]), **STAMP),  # type: ignore[arg-type]  # it is there
    "AccountStore.add": lambda s: s.accounts.add(login="binh", name="Bính", email="b@tinh.example", **STAMP),
    "AccountStore.set_password": lambda s: s.accounts.set_password(account(s), "$argon2id$moi", **STAMP),
    "AccountStore.bind_sso": lambda s: s.accounts.bind_sso(account(s), "dinh-danh", **STAMP),
    "AccountStore.disable": lambda s: s.accounts.disable(account(s), **STAMP),
    "AccountStore.enable": lambda s: s.accounts.enable(account(s), **STAMP),
    "AccountStore.give": lambda s: s.accounts.give(account(s), MEMBER, **STAMP),
    "AccountStore.take_back": lambda s: s.accounts.take_back(account(s), account(s).grants[0], **STAMP),
    "SessionStore.start": lambda s: s.sessions.start(
        account(s), secret_hash=OTHER_HASHES[0], device="Điện thoại", ends_at=LATER, **STAMP
    ),
    "SessionStore.end": lambda s: s.sessions.end(account(s), s.sessions.running(account(s), AT), **STAMP),
    "InvitationStore.make": lambda s: s.invitations.make(
        None, secret_hash=OTHER_HASHES[1], nonce="n2", expires_at=LATER, **STAMP
    ),
    "InvitationStore.use": lambda s: s.invitations.use(_link(s), **STAMP),
    "InvitationStore.withdraw_open": lambda s: s.invitations.withdraw_open(account(s).id, **STAMP),
}  # fmt: skip
BEFOREHAND: dict[str, Callable[[Store], object]] = {
    "ReleaseStore.add_files": lambda s: s.releases.add(
        PLAN,
        decision_number="1/QĐ-UBND",
        decision_day=date(2023, 7, 1),
        issued_by="ong-m",
        content="{}",
        waivers=[],
        by=BY,
        at=AT,
    ),
    "ReasonStore.withdraw": lambda s: s.reasons.put(PLAN, ("member.unnamed", "van-phong"), "Sẽ cử.", by=BY, at=AT),
    "PlanStepStore.take_back": lambda s: s.steps.add(PLAN, "Dời Sở Y tế", b"{}", version=2, by=BY, at=AT),
    "PlanStepStore.clear": lambda s: s.steps.add(PLAN, "Dời Sở Y tế", b"{}", version=2, by=BY, at=AT),
    "ProposalStore.finish": lambda s: s.proposals.add(
        PLAN, version=1, kind=ProposalKind.SCHEDULE, asked="{}", words="lập lịch mới", by=BY, at=AT
    ),
    **dict.fromkeys(
        (f"ChangeNoticeStore.{name}" for name in ("set_addition", "mark_sent", "mark_reminded", "mark_acknowledged")),
        lambda s: s.notices.replace_drafts(PLAN, 1, [NOTICE], by=BY, at=AT),
    ),
    "AccountStore.enable": lambda s: s.accounts.disable(account(s), by=BY, at=AT),
}
NEW = {"add", "issue", "give", "start", "make", "bind_sso", "put", "add_files"}
"""Methods by which something comes that was not there."""


@pytest.fixture
def ready(engine: Engine) -> Engine:
    with open_store(engine) as store:
        set_up(store)
    return engine


def test_every_method_that_changes_data_is_tried():
    assert set(CHANGES) == changing() - set(WITHOUT_RECORD)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_leaves_its_row_in_the_log_with_what_was_there_before_and_after(ready: Engine, name: str):
    with open_store(ready) as store:
        BEFOREHAND.get(name, lambda _: None)(store)
    rows, log = content(ready), entries(ready)
    with open_store(ready) as store:
        CHANGES[name](store)
    added = entries(ready)[len(log) :]
    assert added != []
    assert {(entry.actor, entry.at) for entry in added} == {(BY.name, LATER)}
    after = content(ready)
    assert {table for table in rows if rows[table] != after[table]} - {"audit"} != set()
    told = [bool(entry.before) + 2 * bool(entry.after) for entry in added]
    if name in SAYING_ALL:
        assert told == [0]
    elif name.partition(".")[2] in NEW:
        assert set(told) == {2}
    else:
        assert set(told) <= {1, 2, 3}
        assert 0 not in told
    assert check_chain(entries(ready)).is_whole


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_that_is_undone_leaves_no_row(ready: Engine, name: str):
    with open_store(ready) as store:
        BEFOREHAND.get(name, lambda _: None)(store)
    before_it = content(ready)
    with pytest.raises(_UndoneError):
        _change_and_stop(ready, name)
    assert content(ready) == before_it


def _change_and_stop(engine: Engine, name: str) -> None:
    with open_store(engine) as store:
        CHANGES[name](store)
        raise _UndoneError


class _UndoneError(Exception):
    pass


def entries(engine: Engine) -> list[AuditEntry]:
    with open_reader(engine) as store:
        return list(store.audit.entries())
