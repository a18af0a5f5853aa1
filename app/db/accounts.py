"""Kho tài khoản: accounts and the roles that each holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update

from app.db import rows
from app.db.tables.accounts import AccountRow, RoleGrantRow
from app.db.tables.plans import PlanRow
from app.db.tables.teams import PersonRow
from app.domain.accounts import Account, AccountRole, RoleGrant
from app.domain.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

    from app.db.audit import AuditLog
    from app.domain.people import Actor

_ACCOUNT = rows.table_of(AccountRow)
_GRANT = rows.table_of(RoleGrantRow)
_PERSON = rows.table_of(PersonRow)
_PLAN = rows.table_of(PlanRow)
_NUMBERS = range(1, 2**31)
"""What PostgreSQL takes for a number of a row; an address may name any other, and there is no such row."""
_CAN_SIGN_IN = _ACCOUNT.c.password_hash.is_not(None) | _ACCOUNT.c.sso_subject.is_not(None)
_IS_OPEN = _ACCOUNT.c.disabled_at.is_(None)
_HOLDS_NOW = _GRANT.c.ended_at.is_(None)


class AccountStore:
    """Các tài khoản: an account comes with the roles it holds now; the hash of its password is asked for apart."""

    def __init__(self, session: Session, audit: AuditLog) -> None:
        self._session, self._audit = session, audit

    def get(self, account_id: int) -> Account:
        """Return the account of that number; raise NotFound."""
        found = self._one(_ACCOUNT.c.id == account_id) if account_id in _NUMBERS else None
        if found is None:
            raise NotFound("account", str(account_id))
        return found

    def by_login(self, login: str) -> Account | None:
        """Return the account of that login, written as it is kept; None when there is none."""
        return self._one(_ACCOUNT.c.login == login)

    def by_sso_subject(self, subject: str) -> Account | None:
        """Return the account that is bound to that subject of a single sign-on, None when there is none."""
        return self._one(_ACCOUNT.c.sso_subject == subject)

    def by_email(self, email: str) -> tuple[Account, ...]:
        """Return the accounts of that e-mail address, in whatever case its letters are written."""
        return self._several(select(_ACCOUNT).where(func.lower(_ACCOUNT.c.email) == email.lower()))

    def of_grant(self, grant_id: int) -> Account:
        """Return the account that holds the role of that number now; raise NotFound for one ended or unknown."""
        of_role = select(_GRANT.c.account_id).where(_GRANT.c.id == grant_id, _HOLDS_NOW)
        found = self._one(_ACCOUNT.c.id == of_role.scalar_subquery()) if grant_id in _NUMBERS else None
        if found is None:
            raise NotFound("role", str(grant_id))
        return found

    def listed(self, provinces: Collection[str] | None, *, before: int | None, most: int) -> tuple[Account, ...]:
        """Return accounts, the newest first: those older than number `before`, if one is given.

        `provinces` leaves only those that hold a role for one of them; None leaves all.
        """
        query = select(_ACCOUNT).order_by(_ACCOUNT.c.id.desc()).limit(most)
        if provinces is not None:
            query = query.where(
                _ACCOUNT.c.id.in_(select(_GRANT.c.account_id).where(_GRANT.c.province.in_(provinces), _HOLDS_NOW))
            )
        if before is not None:
            query = query.where(_ACCOUNT.c.id < before)
        return self._several(query)

    def of_unit_or_person(
        self, province: str, *, unit: str | None = None, person: str | None = None
    ) -> tuple[Account, ...]:
        """Return the open accounts that hold a role for a unit, or as a person, of a province, the oldest first."""
        is_meant = _GRANT.c.unit == unit if unit is not None else _GRANT.c.person == person
        holders = select(_GRANT.c.account_id).where(_GRANT.c.province == province, is_meant, _HOLDS_NOW)
        return self._several(select(_ACCOUNT).where(_ACCOUNT.c.id.in_(holders), _IS_OPEN).order_by(_ACCOUNT.c.id))

    def any_can_sign_in(self) -> bool:
        """Say whether an account that is open has a password or a single sign-on."""
        ready = select(_ACCOUNT.c.id).where(_CAN_SIGN_IN, _IS_OPEN).limit(1)
        return self._session.execute(ready).first() is not None

    def any_other_administrator(self, account_id: int) -> bool:
        """Say whether an administrator other than that account can sign in."""
        administrators = select(_GRANT.c.account_id).where(
            _GRANT.c.role == AccountRole.ADMINISTRATOR.value, _GRANT.c.account_id != account_id, _HOLDS_NOW
        )
        ready = select(_ACCOUNT.c.id).where(_CAN_SIGN_IN, _IS_OPEN, _ACCOUNT.c.id.in_(administrators)).limit(1)
        return self._session.execute(ready).first() is not None

    def password_hash(self, account_id: int) -> str | None:
        """Return the hash of an account's password, None while it has none."""
        return self._field(account_id, "password_hash")

    def sso_subject(self, account_id: int) -> str | None:
        """Return the subject of the single sign-on that an account is bound to, None while it is bound to none."""
        return self._field(account_id, "sso_subject")

    def agencies_of_person(self, province: str, person: str) -> tuple[str, ...]:
        """Return the agencies that plans of the province name a person in, as the newest plan has it first."""
        found = self._session.execute(
            select(_PERSON.c.agency)
            .join(_PLAN, _PLAN.c.id == _PERSON.c.plan_id)
            .where(_PLAN.c.province == province, _PERSON.c.key == person)
            .order_by(_PLAN.c.year.desc(), _PLAN.c.id.desc())
        )
        return tuple(dict.fromkeys(found.scalars()))

    def add(self, *, login: str, name: str, email: str | None, by: Actor, at: datetime) -> Account:
        """Add an account without a role or a password, and return it."""
        row = AccountRow(
            login=login, name=name, email=email, password_hash=None, sso_subject=None, made_at=at, disabled_at=None
        )
        number = rows.add_one(self._session, row)
        self._audit.note("account.add", login, after=", ".join(filter(None, (name, email))), by=by, at=at)
        return Account(id=number, login=login, name=name, email=email)

    def set_password(self, account: Account, password_hash: str, *, by: Actor, at: datetime) -> None:
        """Keep the hash of a new password."""
        self._set(account, password_hash=password_hash)
        self._audit.note("account.password", account.login, by=by, at=at)

    def keep_hash(self, account: Account, password_hash: str) -> None:
        """Keep another hash of the same password: nothing changes that anybody would ask the log about."""
        self._set(account, password_hash=password_hash)

    def bind_sso(self, account: Account, subject: str, *, by: Actor, at: datetime) -> None:
        """Bind an account to a subject of the single sign-on."""
        self._set(account, sso_subject=subject)
        self._audit.note("account.sso", account.login, after=subject, by=by, at=at)

    def disable(self, account: Account, *, by: Actor, at: datetime) -> None:
        """Close an account."""
        self._set(account, disabled_at=at)
        self._audit.note("account.disable", account.login, by=by, at=at)

    def enable(self, account: Account, *, by: Actor, at: datetime) -> None:
        """Open a closed account again."""
        self._set(account, disabled_at=None)
        self._audit.note("account.enable", account.login, by=by, at=at)

    def give(self, account: Account, grant: RoleGrant, *, by: Actor, at: datetime) -> RoleGrant:
        """Give an account a role, and return it with its number."""
        row = RoleGrantRow(
            account_id=account.id,
            role=grant.role,
            province=grant.province,
            agency=grant.agency,
            person=grant.person,
            unit=grant.unit,
            unit_since=grant.unit_since,
            given_at=at,
            given_by=by.name,
            ended_at=None,
        )
        number = rows.add_one(self._session, row)
        self._audit.note("role.give", account.login, after=_words(grant), by=by, at=at)
        return grant_of(row, number)

    def take_back(self, account: Account, grant: RoleGrant, *, by: Actor, at: datetime) -> None:
        """End a role of an account; its row stays."""
        self._session.execute(update(_GRANT).where(_GRANT.c.id == grant.id).values(ended_at=at))
        self._audit.note("role.take_back", account.login, before=_words(grant), by=by, at=at)

    def _field(self, account_id: int, name: str) -> str | None:
        found: str | None = self._session.execute(select(_ACCOUNT.c[name]).where(_ACCOUNT.c.id == account_id)).scalar()
        return found

    def _set(self, account: Account, **values: object) -> None:
        self._session.execute(update(_ACCOUNT).where(_ACCOUNT.c.id == account.id).values(**values))

    def _one(self, where: ColumnElement[bool]) -> Account | None:
        return next(iter(self._several(select(_ACCOUNT).where(where))), None)

    def _several(self, query: Select[Any]) -> tuple[Account, ...]:
        found = self._session.execute(query).all()
        held: dict[int, list[RoleGrant]] = {}
        query = select(_GRANT).where(_GRANT.c.account_id.in_([row.id for row in found]), _HOLDS_NOW)
        for row in self._session.execute(query.order_by(_GRANT.c.id)) if found else ():
            held.setdefault(row.account_id, []).append(grant_of(row, row.id))
        return tuple(account_of(row, row.id, held.get(row.id, ())) for row in found)


def account_of(row: Row[Any], number: int, grants: Iterable[RoleGrant]) -> Account:
    """Return the account of a row that has the columns of its table, with the roles given."""
    return Account(
        id=number,
        login=row.login,
        name=row.name,
        email=row.email,
        grants=tuple(grants),
        can_sign_in=row.password_hash is not None or row.sso_subject is not None,
        disabled_at=row.disabled_at,
    )


def grant_of(row: Row[Any] | RoleGrantRow, number: int) -> RoleGrant:
    """Return the role of a row that has the columns of its table."""
    return RoleGrant(
        id=number,
        role=AccountRole(row.role),
        province=row.province,
        agency=row.agency,
        person=row.person,
        unit=row.unit,
        unit_since=row.unit_since,
    )


def _words(grant: RoleGrant) -> str:
    since = grant.unit_since.isoformat() if grant.unit_since else None
    return " ".join(filter(None, (grant.role, grant.province, grant.agency, grant.person, grant.unit, since)))
