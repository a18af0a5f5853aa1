"""Steps that the tests of accounts share: a province with a plan, accounts with quick passwords, and what is stored."""

from __future__ import annotations

import hashlib
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from builders import a_dossier
from sqlalchemy import select

from app.db.store import open_reader, open_store
from app.db.tables import METADATA
from app.domain.accounts import AccountRole, RoleGrant
from app.domain.errors import Refused
from app.domain.people import Actor
from app.services.accounts import sign_in
from app.services.invitations import accept_invitation, accept_set_up, invite, set_up_secret
from app.services.passwords import Passwords

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from app.db.store import Store
    from app.domain.accounts import Account
    from app.domain.errors import InvalidInput
    from app.services.accounts import SignedIn
    from app.services.invitations import Invited

MORNING = datetime(2023, 7, 1, 2, 30, tzinfo=UTC)
BY = Actor(name="Nguyễn Văn A")
PASSWORD = "đò dọc sông Bé chiều nay"  # noqa: S105 — of accounts that only tests have
OTHER_PASSWORD = "hoa cà phê trắng đồi"  # noqa: S105 — of accounts that only tests have

SERVER_SECRET = "0123456789abcdef0123456789abcdef"  # noqa: S105 — of a server that only tests have

ADMINISTRATOR = RoleGrant(role=AccountRole.ADMINISTRATOR)
PLANNER = RoleGrant(role=AccountRole.PLANNER, province="tinh-a", agency="so-noi-vu")
OTHER_PLANNER = RoleGrant(role=AccountRole.PLANNER, province="tinh-a", agency="so-tttt")
LEADER = RoleGrant(role=AccountRole.LEADER, province="tinh-a", agency="so-noi-vu", person="ong-m")
MEMBER = RoleGrant(role=AccountRole.MEMBER, province="tinh-a", agency="so-tu-phap", person="ong-p")
UNIT = RoleGrant(role=AccountRole.UNIT, province="tinh-a", unit="so-y-te")
VIEWER = RoleGrant(role=AccountRole.VIEWER, province="tinh-a")
GRANTS = (ADMINISTRATOR, PLANNER, OTHER_PLANNER, LEADER, MEMBER, UNIT, VIEWER)


def quick_passwords() -> Passwords:
    """Hashing for which a test does not wait."""
    return Passwords(time_cost=1, memory_cost=8, parallelism=1)


def with_plan(engine: Engine) -> Engine:
    """Put a province, its units and a plan into a migrated, empty database."""
    dossier, written_by = a_dossier(), {"by": BY, "at": MORNING}
    with open_store(engine) as store:
        store.provinces.add(dossier.province, **written_by)
        store.directory.add(dossier.province.key, dossier.units, **written_by)
        store.plans.add(dossier, **written_by)
    return engine


class Randomness:
    """Bytes that are other ones at each call and the same in each run; what was given out is remembered."""

    def __init__(self, seed: str = "") -> None:
        self.seed, self.given = seed, []

    def __call__(self, count: int) -> bytes:
        self.given.append(hashlib.shake_256(f"{self.seed} {len(self.given)}".encode()).digest(count))
        return self.given[-1]


def invited(store: Store, login: str, *grants: RoleGrant, inviter: Account | None = None, **fields: Any) -> Invited:
    asked: dict[str, Any] = {"name": f"Người {login}", "email": None, "by": BY, "at": MORNING, **fields}
    random_bytes = asked.pop("random_bytes", Randomness(login))
    return invite(store, inviter, login=login, grants=grants, random_bytes=random_bytes, **asked)


def opened(store: Store, login: str, *grants: RoleGrant, password: str = PASSWORD, **fields: Any) -> Account:
    """Make an account and set its password by its link."""
    link = invited(store, login, *grants, **fields)
    return accept_invitation(store, link.secret, password, at=fields.get("at", MORNING), passwords=quick_passwords())


def signed_in(store: Store, login: str, password: str = PASSWORD, **fields: Any) -> SignedIn:
    asked: dict[str, Any] = {"device": "Máy bàn", "at": MORNING, "session_hours": 10, **fields}
    asked.setdefault("random_bytes", Randomness(f"{login} {asked['at']}"))
    asked.setdefault("passwords", quick_passwords())
    return sign_in(store, login, password, **asked)


def noted(engine: Engine) -> list[tuple[str, ...]]:
    """Return what the log says of accounts: action, subject, before, after, by whom."""
    audit = METADATA.tables["audit"]
    with engine.connect() as connection:
        found = connection.execute(select(audit).order_by(audit.c.id)).all()
    about = {"account", "role", "session", "invitation"}
    return [
        (row.action, row.subject, row.before, row.after, row.actor)
        for row in found
        if row.action.partition(".")[0] in about
    ]


def account_named(engine: Engine, login: str) -> Account:
    with open_reader(engine) as store:
        found = store.accounts.by_login(login)
    assert found is not None
    return found


def accepts(store: Store, secret: str, password: str = PASSWORD, **fields: Any) -> Account:
    asked = {"at": MORNING, "passwords": quick_passwords(), **fields}
    return accept_invitation(store, secret, password, **asked)


def sets_up(store: Store, secret: str, **fields: Any) -> Account:
    asked = {"login": "quan-tri", "name": "Trần Thị B", "password": PASSWORD, "at": MORNING, **fields}
    return accept_set_up(store, secret, **{"passwords": quick_passwords(), **asked})


def set_up(store: Store, seed: str = "set-up", **fields: Any) -> str | None:
    asked = {"by": BY, "at": MORNING, "random_bytes": Randomness(seed), **fields}
    return set_up_secret(store, asked.pop("server_secret", SERVER_SECRET), **asked)


def places(error: InvalidInput) -> list[tuple[str, str]]:
    return [(fault.place, fault.code) for fault in error.faults]


def at_once(engine: Engine, *steps: Callable[[Store], object]) -> list[str]:
    """Do each step in a thread and a transaction of its own, all begun together; return how each ended, sorted."""
    ended: list[str] = []
    start = threading.Barrier(len(steps))

    def run(step: Callable[[Store], object]) -> None:
        start.wait()
        try:
            with open_store(engine) as store:
                step(store)
            ended.append("done")
        except Refused as error:
            ended.append(error.code)

    threads = [threading.Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ended)
