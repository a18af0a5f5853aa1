"""Nothing that was withdrawn, ended or used up comes back to life, whichever backups are restored in which order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from builders import a_dossier
from everything import PASSWORD_HASH
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, select, update
from storing import put

from app.db.backup import backup, restore
from app.db.store import open_reader, open_store
from app.db.tables import METADATA
from app.domain.accounts import AccountRole, RoleGrant
from app.domain.audit import check_chain
from app.domain.feed_grants import FeedKind
from app.domain.people import Actor

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.db.store import Store

START = datetime(2023, 7, 1, 2, 30, tzinfo=UTC)
BY = Actor(name="Nguyễn Văn A")
PLAN = "tinh-a-2023"
ACCOUNT, GRANT, SESSION, INVITATION, FEED, CARRIED = (
    METADATA.tables[name] for name in ("account", "role_grant", "session", "invitation", "feed", "carried")
)
ROLES = (
    RoleGrant(role=AccountRole.ADMINISTRATOR),
    RoleGrant(role=AccountRole.PLANNER, province="tinh-a", agency="so-noi-vu"),
    RoleGrant(role=AccountRole.MEMBER, province="tinh-a", agency="so-tu-phap", person="ong-p"),
    RoleGrant(role=AccountRole.UNIT, province="tinh-a", unit="ubnd-huyen-b", unit_since=date(2009, 11, 20)),
)


def put_back(engine: Engine, path: Path, at: datetime) -> None:
    restore(engine, path, settle=lambda _: None, by=BY, at=at)


@dataclass
class World:
    """A database that lives through changes, backups and restores, and what must hold of it ever after."""

    engine: Engine
    folder: Path
    at: datetime = START
    names: count[int] = field(default_factory=count)
    backups: list[Path] = field(default_factory=list)
    closed: set[tuple[str, datetime]] = field(default_factory=set)
    passwords: dict[tuple[str, datetime], str] = field(default_factory=dict)
    ended: set[tuple[str, datetime, str, datetime]] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)
    sessions: set[str] = field(default_factory=set)

    def do(self, what: str, which: int) -> None:
        self.at += timedelta(minutes=7)
        if what == "back up":
            self.backups.append(self.folder / f"{len(self.backups)}.db")
            backup(self.engine, self.backups[-1])
        elif what == "restore":
            self.sessions |= {row.secret_hash for row in self.rows(SESSION)}
            put_back(self.engine, self.backups[which % len(self.backups)], self.at)
        else:
            with open_store(self.engine) as store:
                CHANGES[what](self, store, which)

    def check(self) -> None:
        accounts = {row.id: (row.login, row.made_at) for row in self.rows(ACCOUNT)}
        assert {accounts[row.id] for row in self.rows(ACCOUNT) if row.disabled_at is None} & self.closed == set()
        kept = {accounts[row.id]: row.password_hash for row in self.rows(ACCOUNT)}
        assert kept == {account: self.passwords.get(account) for account in kept}
        held = {(*accounts[row.account_id], row.role, row.given_at) for row in self.rows(GRANT) if row.ended_at is None}
        assert held & self.ended == set()
        feeds = {row.secret_hash for row in self.rows(FEED) if row.revoked_at is None}
        links = {row.secret_hash for row in self.rows(INVITATION) if row.used_at is None and row.withdrawn_at is None}
        assert (feeds | links) & self.withdrawn == set()
        assert {row.secret_hash for row in self.rows(SESSION) if row.ended_at is None} & self.sessions == set()
        with open_reader(self.engine) as store:
            assert check_chain(store.audit.entries()).is_whole

    def rows(self, table: Any) -> Any:
        with self.engine.connect() as connection:
            return connection.execute(select(table).order_by(table.c.id)).all()

    def account(self, store: Store, which: int) -> Any:
        """Return one of the accounts, made if there is none."""
        ids = store.audit._session.execute(select(ACCOUNT.c.id).order_by(ACCOUNT.c.id)).scalars().all()
        return store.accounts.get(ids[which % len(ids)]) if ids else self.new_account(store, which)

    def new_account(self, store: Store, _which: int) -> Any:
        return store.accounts.add(login=f"an-{next(self.names)}", name="Ân", email=None, by=BY, at=self.at)

    def identity(self, store: Store, account: Any) -> tuple[str, datetime]:
        made_at = store.audit._session.execute(select(ACCOUNT.c.made_at).where(ACCOUNT.c.id == account.id)).scalar_one()
        return account.login, made_at

    def set_password(self, store: Store, which: int) -> None:
        account = self.account(store, which)
        self.passwords[self.identity(store, account)] = made = f"{PASSWORD_HASH}{next(self.names)}"
        store.accounts.set_password(account, made, by=BY, at=self.at)

    def close_account(self, store: Store, which: int) -> None:
        account = self.account(store, which)
        store.accounts.disable(account, by=BY, at=self.at)
        self.closed.add(self.identity(store, account))

    def give(self, store: Store, which: int) -> None:
        self.add_plan(store, which)
        account, grant = self.account(store, which), ROLES[which % len(ROLES)]
        if not any(held.role == grant.role for held in account.grants):
            store.accounts.give(account, grant, by=BY, at=self.at)

    def take_back(self, store: Store, which: int) -> None:
        account = self.account(store, which)
        for grant in account.grants[:1]:
            (given_at,) = store.audit._session.execute(select(GRANT.c.given_at).where(GRANT.c.id == grant.id)).one()
            store.accounts.take_back(account, grant, by=BY, at=self.at)
            self.ended.add((*self.identity(store, account), grant.role.value, given_at))

    def sign_in(self, store: Store, which: int) -> None:
        later = self.at + timedelta(hours=8)
        account = self.account(store, which)
        store.sessions.start(account, secret_hash=f"s{next(self.names)}", device="", ends_at=later, by=BY, at=self.at)

    def make_link(self, store: Store, which: int) -> None:
        account = None if which % 3 == 0 else self.account(store, which).id
        later = self.at + timedelta(days=7)
        store.invitations.make(
            account, secret_hash=f"l{next(self.names)}", nonce="n", expires_at=later, by=BY, at=self.at
        )

    def use_link(self, store: Store, which: int) -> None:
        rows = store.audit._session.execute(select(INVITATION.c.secret_hash).order_by(INVITATION.c.id)).scalars().all()
        if rows:
            secret_hash = rows[which % len(rows)]
            store.invitations.use(store.invitations.by_secret_hash(secret_hash), by=BY, at=self.at)
            self.withdrawn.add(secret_hash)

    def withdraw_links(self, store: Store, which: int) -> None:
        account = self.account(store, which)
        open_ones = select(INVITATION.c.secret_hash).where(INVITATION.c.account_id == account.id)
        self.withdrawn |= set(store.audit._session.execute(open_ones).scalars())
        store.invitations.withdraw_open(account.id, by=BY, at=self.at)

    def issue_feed(self, store: Store, _which: int) -> None:
        if store.plans.exists(PLAN):
            store.feeds.issue(
                PLAN, FeedKind.PLAN, None, secret_hash=f"f{next(self.names)}", name="n", shows_draft=True, by=BY,
                at=self.at,
            )  # fmt: skip

    def revoke_feed(self, store: Store, which: int) -> None:
        rows = store.audit._session.execute(select(FEED.c.secret_hash).order_by(FEED.c.id)).scalars().all()
        if rows:
            store.feeds.revoke(rows[which % len(rows)], by=BY, at=self.at)
            self.withdrawn.add(rows[which % len(rows)])

    def add_plan(self, store: Store, _which: int) -> None:
        if not store.plans.exists(PLAN):
            put(store, a_dossier(), {"by": BY, "at": self.at})


CHANGES: dict[str, Callable[[World, Store, int], object]] = {
    "open an account": World.new_account,
    "set a password": World.set_password,
    "close an account": World.close_account,
    "give a role": World.give,
    "take a role back": World.take_back,
    "sign in": World.sign_in,
    "make a link": World.make_link,
    "use a link": World.use_link,
    "withdraw links": World.withdraw_links,
    "issue a calendar": World.issue_feed,
    "revoke a calendar": World.revoke_feed,
    "add the plan": World.add_plan,
}
WAYS = ("back up", "restore")
STEPS = st.tuples(st.sampled_from([*CHANGES, *WAYS * 3]), st.integers(0, 50))
BEFORE_AND_AFTER = {
    "set a password": ["open an account", "set a password"],
    "close an account": ["open an account"],
    "take a role back": ["open an account", "give a role"],
    "use a link": ["open an account", "make a link"],
    "withdraw links": ["open an account", "make a link"],
    "revoke a calendar": ["issue a calendar"],
    "sign in": ["open an account", "sign in"],
}
"""What a restore must not undo, and what is there in the backup."""


@pytest.fixture
def world(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> World:
    return a_world(engine, tmp_path_factory)


def a_world(engine: Engine, folders: pytest.TempPathFactory) -> World:
    """Return an empty database with a backup of it: a restore of that one takes away what later backups bring back."""
    with engine.begin() as connection:
        for table in reversed(METADATA.sorted_tables):
            connection.execute(delete(table))
    world = World(engine=engine, folder=folders.mktemp("backups"))
    world.do("back up", 0)
    world.do("add the plan", 0)
    return world


@pytest.mark.parametrize("ways", [[1], [0, 0, 1, 0, 1]], ids=["at once", "to and fro"])
@pytest.mark.parametrize("what", BEFORE_AND_AFTER)
def test_what_was_withdrawn_after_a_backup_stays_withdrawn_when_it_comes_back(world: World, what: str, ways: list[int]):
    for step in (*BEFORE_AND_AFTER[what], "back up", what):
        world.do(step, 1)
    for way in ways:
        world.do("restore", way)
    world.check()
    rows = [*world.rows(ACCOUNT), *world.rows(FEED)]
    assert len(rows) == 1


@settings(max_examples=10)
@given(history=st.lists(STEPS, min_size=10, max_size=30))
def test_whatever_is_restored_what_was_withdrawn_stays_withdrawn(
    engine: Engine, tmp_path_factory: pytest.TempPathFactory, history: list[tuple[str, int]]
):
    world = a_world(engine, tmp_path_factory)
    for what, which in history:
        world.do(what, which)
        if what == "restore":
            world.check()
    world.check()


def test_a_subject_of_the_sign_on_stays_bound_to_whom_it_was_bound_last(world: World):
    subjects = {}
    with open_store(world.engine) as store:
        first, second = world.new_account(store, 0), world.new_account(store, 1)
        store.accounts.bind_sso(first, "chung", by=BY, at=world.at)
    world.do("back up", 0)
    with world.engine.begin() as connection:
        connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == first.id).values(sso_subject=None))
        connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == second.id).values(sso_subject="chung"))
    world.do("restore", 1)
    with open_reader(world.engine) as store:
        subjects["chung"] = store.accounts.by_sso_subject("chung")
    assert subjects["chung"] is not None
    assert subjects["chung"].login == second.login


def test_another_account_of_the_same_login_is_not_taken_for_the_one_that_was_closed(world: World):
    """Whoever is invited anew after a restore holds an account of their own, which nobody closed."""
    world.do("open an account", 0)
    world.do("close an account", 0)
    world.do("restore", 0)
    with open_store(world.engine) as store:
        again = store.accounts.add(login="an-0", name="Ân", email=None, by=BY, at=world.at)
    world.do("back up", 0)
    world.do("restore", 1)
    with open_reader(world.engine) as store:
        found = store.accounts.by_login("an-0")
    assert found is not None
    assert (again.is_disabled, found.is_disabled) == (False, False)


def test_what_is_kept_aside_goes_when_its_thing_comes_back(world: World):
    for step in ("open an account", "close an account", "issue a calendar", "revoke a calendar", "back up"):
        world.do(step, 0)
    world.do("restore", 0)
    with world.engine.connect() as connection:
        kept = sorted(connection.execute(select(CARRIED.c.kind)).scalars())
    assert kept == ["account", "feed", "numbers"]
    world.do("restore", 1)
    with world.engine.connect() as connection:
        assert connection.execute(select(CARRIED.c.kind)).scalars().all() == ["numbers"]


def test_the_kept_things_go_with_a_backup_into_another_database(world: World, target: Engine):
    for step in ("open an account", "back up", "close an account"):
        world.do(step, 0)
    world.do("restore", 0)
    world.do("back up", 0)
    elsewhere = World(engine=target, folder=world.folder, at=world.at, backups=world.backups, closed=world.closed)
    elsewhere.do("restore", 2)
    elsewhere.do("restore", 1)
    elsewhere.check()
    assert [row.login for row in elsewhere.rows(ACCOUNT)] == ["an-0"]


def test_versions_go_on_from_the_highest_there_ever_was(world: World):
    world.do("back up", 0)
    shown = []
    for way in (1, 0, 1, 1):
        with open_reader(world.engine) as store:
            if store.plans.exists(PLAN):
                shown.append((store.plans.version(PLAN), store.feeds.revision(PLAN)))
        world.do("restore", way)
    with open_reader(world.engine) as store:
        shown.append((store.plans.version(PLAN), store.feeds.revision(PLAN)))
    assert len(shown) == 4
    assert all(before[0] < after[0] and before[1] < after[1] for before, after in pairwise(shown))
