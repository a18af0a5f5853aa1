"""Điều giữ qua khôi phục: what was withdrawn, used up or shown stays so, whichever backup is restored.

Things are told apart by what they are, not by the numbers of their rows: an address or a link by the hash of its
secret, an account by its login and the moment it was made, a role by the account, what it is tied to and when it was
given. What the restored data do not hold is kept aside, since a younger backup may bring it back.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Table, delete, func, insert, select, update

from app.db.rows import table_of
from app.db.tables.accounts import AccountRow, InvitationRow, RoleGrantRow, SessionRow
from app.db.tables.carried import CarriedKind, CarriedRow
from app.db.tables.feeds import FeedRow
from app.db.tables.plans import PlanRow
from app.db.tables.releases import FeedLedgerRow
from app.domain.feed_ledgers import LedgerKind
from app.domain.ledger_joining import joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from app.db.store import Store
    from app.domain.people import Actor

    Carried = dict[tuple[CarriedKind, str], dict[str, Any]]
    """What is to be kept, by kind and by what tells a thing from others of its kind."""

_CARRIED = table_of(CarriedRow)
_ACCOUNT = table_of(AccountRow)
_GRANT = table_of(RoleGrantRow)
_INVITATION = table_of(InvitationRow)
_SESSION = table_of(SessionRow)
_FEED = table_of(FeedRow)
_PLAN = table_of(PlanRow)
_LEDGER = table_of(FeedLedgerRow)
_NUMBERS = (CarriedKind.NUMBERS, "")


@dataclass(frozen=True, slots=True)
class _Kind:
    """Một loại: the columns that tell its things apart, and those that must not go back to what they were.

    A moment, once there, stays; of other `newest` columns the value before the restore holds.
    """

    table: Table
    identity: tuple[Column[Any], ...]
    moments: tuple[Column[Any], ...]
    newest: tuple[Column[Any], ...] = ()


_KINDS = {
    CarriedKind.ACCOUNT: _Kind(
        table=_ACCOUNT,
        identity=(_ACCOUNT.c.login, _ACCOUNT.c.made_at),
        moments=(_ACCOUNT.c.disabled_at,),
        newest=(_ACCOUNT.c.password_hash, _ACCOUNT.c.sso_subject),
    ),
    CarriedKind.ROLE: _Kind(
        table=_GRANT,
        identity=(
            _ACCOUNT.c.login,
            _ACCOUNT.c.made_at,
            *(_GRANT.c[name] for name in ("role", "province", "agency", "person", "unit", "unit_since", "given_at")),
        ),
        moments=(_GRANT.c.ended_at,),
    ),
    CarriedKind.INVITATION: _Kind(
        table=_INVITATION,
        identity=(_INVITATION.c.secret_hash,),
        moments=(_INVITATION.c.used_at, _INVITATION.c.withdrawn_at),
    ),
    CarriedKind.FEED: _Kind(table=_FEED, identity=(_FEED.c.secret_hash,), moments=(_FEED.c.revoked_at,)),
}


def to_be_carried(connection: Connection) -> Carried:
    """Return what a restore over these data must not undo, what earlier restores kept aside included."""
    found: Carried = {}
    for kind, of_kind in _KINDS.items():
        for key, row in _things(connection, kind):
            content = {column.name: _plain(row[column.name]) for column in (*of_kind.moments, *of_kind.newest)}
            if any(value is not None for value in content.values()):
                found[kind, key] = content
    ledgers = select(_PLAN.c.key, _LEDGER.c.kind, _LEDGER.c.content).join(_PLAN, _PLAN.c.id == _LEDGER.c.plan_id)
    for plan, ledger, content in connection.execute(ledgers).all():
        found[CarriedKind.LEDGER, _key([plan, ledger])] = {"content": content}
    highest = connection.execute(select(func.max(_PLAN.c.version), func.max(_PLAN.c.revision))).one()
    if highest[0] is not None:
        found[_NUMBERS] = {"version": highest[0], "revision": highest[1]}
    return _together(found, _kept_aside(connection))


def carry_over(connection: Connection, carried: Carried, at: datetime) -> None:
    """Make the restored data agree with what is to be kept, and keep aside what they do not hold; end all sessions.

    Versions and revisions of plans go on from the highest there was, so that nothing made from the replaced data can
    pass for current. Ledgers are all kept aside, until `join_ledgers`.
    """
    aside = _together(carried, _kept_aside(connection))
    connection.execute(delete(_CARRIED))
    connection.execute(update(_SESSION).where(_SESSION.c.ended_at.is_(None)).values(ended_at=at))
    numbers = aside.get(_NUMBERS)
    if numbers is not None:
        connection.execute(update(_PLAN).values({name: _PLAN.c[name] + number for name, number in numbers.items()}))
    bound = [content["sso_subject"] for (kind, _), content in aside.items() if kind == CarriedKind.ACCOUNT]
    connection.execute(
        update(_ACCOUNT).where(_ACCOUNT.c.sso_subject.in_(list(filter(None, bound)))).values(sso_subject=None)
    )
    for kind, of_kind in _KINDS.items():
        for key, row in _things(connection, kind):
            kept = aside.pop((kind, key), None)
            if kept is not None:
                table = of_kind.table
                connection.execute(update(table).where(table.c.id == row["id"]).values(_agreeing(of_kind, row, kept)))
    if aside:
        rows = [{"kind": kind.value, "key": key, "content": content} for (kind, key), content in aside.items()]
        connection.execute(insert(_CARRIED), rows)


def join_ledgers(connection: Connection, store: Store, *, by: Actor, at: datetime) -> None:
    """Let the ledgers of restored plans go on from those that were kept aside, so that no calendar goes back."""
    for row in connection.execute(select(_CARRIED).where(_CARRIED.c.kind == CarriedKind.LEDGER.value)).all():
        plan, kind = json.loads(row.key)
        plan_id = connection.execute(select(_PLAN.c.id).where(_PLAN.c.key == plan)).scalar()
        if plan_id is None:
            continue
        connection.execute(delete(_CARRIED).where(_CARRIED.c.kind == row.kind, _CARRIED.c.key == row.key))
        own = (_LEDGER.c.plan_id == plan_id, _LEDGER.c.kind == kind)
        content, kept = connection.execute(select(_LEDGER.c.content).where(*own)).scalar(), row.content["content"]
        if content == kept:
            continue
        restored = store.ledgers.get(plan, LedgerKind(kind))
        connection.execute(delete(_LEDGER).where(*own))
        connection.execute(insert(_LEDGER).values(plan_id=plan_id, kind=kind, content=kept))
        replaced = store.ledgers.get(plan, LedgerKind(kind))
        if replaced is not None and restored is not None and joined(replaced, restored) != replaced:
            store.ledgers.put(plan, LedgerKind(kind), joined(replaced, restored), by=by, at=at)


def _together(newer: Carried, older: Carried) -> Carried:
    """Return what either says: of one thing what the newer says of it, where that says anything; the higher number."""
    both = dict(older)
    for key, content in newer.items():
        other = older.get(key, {})
        if key == _NUMBERS:
            both[key] = {name: max(number, other.get(name, 0)) for name, number in content.items()}
        else:
            both[key] = {name: other.get(name) if value is None else value for name, value in content.items()}
    return both


def _kept_aside(connection: Connection) -> Carried:
    return {(CarriedKind(row.kind), row.key): row.content for row in connection.execute(select(_CARRIED)).all()}


def _things(connection: Connection, kind: CarriedKind) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what tells each thing of a kind from the others, with the row that holds it."""
    of_kind = _KINDS[kind]
    told_apart = [column.label(f"identity_{position}") for position, column in enumerate(of_kind.identity)]
    statement = select(of_kind.table.c.id, *of_kind.moments, *of_kind.newest, *told_apart)
    if kind == CarriedKind.ROLE:
        statement = statement.join_from(_GRANT, _ACCOUNT)
    for row in connection.execute(statement).mappings().all():
        yield _key([row[column.name] for column in told_apart]), dict(row)


def _agreeing(of_kind: _Kind, row: dict[str, Any], kept: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a restored row as they must be."""
    moments = {column.name: row[column.name] or _moment(kept[column.name]) for column in of_kind.moments}
    newest = {column.name: kept[column.name] or row[column.name] for column in of_kind.newest}
    return moments | newest


def _key(parts: list[Any]) -> str:
    return json.dumps([_plain(part) for part in parts], ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
