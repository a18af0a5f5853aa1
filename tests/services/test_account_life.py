"""The life of accounts: whatever is done to them, by whomever, in whatever order, what must never be never is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from db.storing import undone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from services.account_steps import (
    ADMINISTRATOR,
    BY,
    GRANTS,
    LEADER,
    MORNING,
    OTHER_PASSWORD,
    OTHER_PLANNER,
    PASSWORD,
    PLANNER,
    UNIT,
    VIEWER,
    Randomness,
    invited,
    quick_passwords,
    signed_in,
    with_plan,
)

from app.domain.accounts import AccountRole
from app.domain.errors import DomainError
from app.services.accounts import (
    change_password,
    disable_account,
    enable_account,
    end_session,
    end_sessions,
    give_role,
    session_of,
    sessions_of,
    take_back_role,
)
from app.services.invitations import accept_invitation, invitation_behind, new_link, set_up_secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from app.db.store import Store
    from app.domain.accounts import Account, RoleGrant

FIRST = {"nguoi-a": (ADMINISTRATOR,), "nguoi-b": (PLANNER,), "nguoi-c": (LEADER, UNIT), "nguoi-d": (VIEWER,)}
whose = st.sampled_from(sorted(FIRST))
givers = st.one_of(st.none(), whose)
either_password = st.sampled_from([PASSWORD, OTHER_PASSWORD])
any_of_them = st.integers(0, 10_000)


def gives(giver: Account | None, grant: RoleGrant) -> bool:
    """Say whether the giver may give that role: of `GRANTS`, written out; None is the command line."""
    own = [replace(held, id=0) for held in giver.grants] if giver else []
    if giver is None or ADMINISTRATOR in own:
        return True
    not_by = {PLANNER: {ADMINISTRATOR, OTHER_PLANNER}, OTHER_PLANNER: {ADMINISTRATOR, PLANNER}}
    return any(replace(grant, id=0) not in refused for planner, refused in not_by.items() if planner in own)


def manages(manager: Account | None, account: Account) -> bool:
    """Say whether whoever has the account can do nothing that the manager could not give."""
    if gives(manager, ADMINISTRATOR):
        return True
    return account.grants != () and all(gives(manager, held) for held in account.grants)


class Life(RuleBasedStateMachine):
    """Accounts beside a model of them: the password of each, who is closed, which secrets open something until when."""

    engine: ClassVar[Engine]

    def __init__(self) -> None:
        super().__init__()
        self.opened = undone(self.engine)
        self.store: Store = self.opened.__enter__()
        self.random_bytes, self.passwords, self.at = Randomness("life"), quick_passwords(), MORNING
        self.kept: dict[str, str] = {}
        self.closed: set[str] = set()
        self.sessions: dict[str, tuple[str, datetime]] = {}
        self.links: dict[str, tuple[str, datetime]] = {}
        self.secrets: list[str] = []
        self.had_administrator = False

    def teardown(self) -> None:
        self.check(self.secrets)
        self.opened.__exit__(None, None, None)

    def account(self, login: str) -> Account:
        found = self.store.accounts.by_login(login)
        assert found is not None
        return found

    def giver(self, login: str | None) -> Account | None:
        """Return who acts: somebody who is signed in, and so not closed; None is the command line."""
        return None if login is None or login in self.closed else self.account(login)

    def everything(self) -> tuple[Account, ...]:
        return self.store.accounts.listed(None, before=None, most=9)

    def succeeds(self, step: Callable[..., object], *words: object, **fields: Any) -> bool:
        """Do a step and say whether it was done; one that is refused leaves all accounts as they were."""
        before = self.everything()
        try:
            step(self.store, *words, by=BY, at=self.at, **fields)
        except DomainError:
            assert self.everything() == before
            return False
        return True

    def administrators(self) -> list[str]:
        """Return who administers and can sign in."""
        ready = [each for each in self.everything() if each.login in self.kept and each.login not in self.closed]
        return [each.login for each in ready if each.holds(AccountRole.ADMINISTRATOR)]

    def is_last_administrator(self, account: Account) -> bool:
        return self.administrators() == [account.login]

    def drop(self, secrets: dict[str, tuple[str, datetime]], login: str, but: str = "") -> None:
        for secret in [secret for secret, (owner, _) in secrets.items() if owner == login and secret != but]:
            del secrets[secret]

    def drop_over(self) -> None:
        for secrets in (self.sessions, self.links):
            for secret in [secret for secret, (_, until) in secrets.items() if until <= self.at]:
                del secrets[secret]

    @initialize(ready=st.sets(whose))
    def four_people_are_invited(self, ready: set[str]) -> None:
        for number, (login, grants) in enumerate(FIRST.items()):
            link = invited(self.store, login, *grants, random_bytes=self.random_bytes)
            self.links[link.secret] = (login, link.expires_at)
            self.secrets.append(link.secret)
            if login in ready:
                self.somebody_uses_a_link(number, PASSWORD)

    @rule(minutes=st.integers(1, 2000))
    def time_goes_by(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)
        self.drop_over()

    @precondition(lambda self: self.sessions or self.links)
    @rule()
    def the_end_of_something_comes(self) -> None:
        self.at = min(until for secrets in (self.sessions, self.links) for _, until in secrets.values())
        self.drop_over()

    @rule(number=any_of_them, password=either_password)
    def somebody_uses_a_link(self, number: int, password: str) -> None:
        secret = self.secrets[number % len(self.secrets)]
        if secret not in self.links:
            with pytest.raises(DomainError):
                accept_invitation(self.store, secret, password, at=self.at, passwords=self.passwords)
            return
        login, _ = self.links[secret]
        accept_invitation(self.store, secret, password, at=self.at, passwords=self.passwords)
        self.kept[login] = password
        self.drop(self.links, login)
        self.drop(self.sessions, login)

    @rule(giver=givers, login=whose)
    def a_new_link_is_made(self, giver: str | None, login: str) -> None:
        who, account, made = self.giver(giver), self.account(login), []
        step = lambda *words, **fields: made.append(new_link(*words, **fields, random_bytes=self.random_bytes))  # noqa: E731 — keeps what it returns
        may = login not in self.closed and manages(who, account)
        assert self.succeeds(step, who, account.id) == may
        for link in made:
            self.drop(self.links, login)
            self.links[link.secret] = (login, link.expires_at)
            self.secrets.append(link.secret)

    @rule(login=whose, password=either_password, hours=st.integers(1, 24))
    def somebody_signs_in(self, login: str, password: str, hours: int) -> None:
        fields = {"at": self.at, "session_hours": hours, "random_bytes": self.random_bytes}
        if login in self.closed or self.kept.get(login) != password:
            with pytest.raises(DomainError):
                signed_in(self.store, login, password, **fields)
            return
        begun = signed_in(self.store, login, password, **fields)
        self.sessions[begun.secret] = (login, begun.session.ends_at)
        self.secrets.append(begun.secret)

    @precondition(lambda self: self.sessions)
    @rule(number=any_of_them)
    def a_session_is_ended(self, number: int) -> None:
        secret = sorted(self.sessions)[number % len(self.sessions)]
        found = session_of(self.store, secret, self.at)
        assert found is not None
        end_session(self.store, found[0], found[1].id, by=BY, at=self.at)
        del self.sessions[secret]

    @rule(login=whose)
    def all_sessions_of_somebody_end(self, login: str) -> None:
        own = [secret for secret, (owner, _) in self.sessions.items() if owner == login]
        assert end_sessions(self.store, self.account(login), by=BY, at=self.at) == len(own)
        self.drop(self.sessions, login)

    @precondition(lambda self: self.sessions)
    @rule(number=any_of_them, old=either_password, new=either_password)
    def somebody_changes_the_password(self, number: int, old: str, new: str) -> None:
        secret = sorted(self.sessions)[number % len(self.sessions)]
        login = self.sessions[secret][0]
        here = session_of(self.store, secret, self.at)
        assert here is not None
        fields = {"session": here[1].id, "passwords": self.passwords}
        assert self.succeeds(change_password, here[0], old, new, **fields) == (self.kept[login] == old)
        if self.kept[login] == old:
            self.kept[login] = new
            self.drop(self.links, login)
            self.drop(self.sessions, login, but=secret)

    @rule(giver=givers, login=whose, grant=st.sampled_from(GRANTS))
    def a_role_is_given(self, giver: str | None, login: str, grant) -> None:
        who, account = self.giver(giver), self.account(login)
        holds = any(replace(held, id=0) == grant for held in account.grants)
        done = self.succeeds(give_role, who, account.id, grant)
        assert not done or gives(who, grant)
        assert done or holds or who is not None
        assert [replace(held, id=0) for held in self.account(login).grants].count(grant) == (done or holds)

    @rule(giver=givers, login=whose, number=any_of_them)
    def a_role_is_taken_back(self, giver: str | None, login: str, number: int) -> None:
        who, account = self.giver(giver), self.account(login)
        if not account.grants:
            return
        grant = account.grants[number % len(account.grants)]
        done = self.succeeds(take_back_role, who, grant.id)
        is_kept = grant.role == AccountRole.ADMINISTRATOR and self.is_last_administrator(account)
        assert done == (gives(who, grant) and not is_kept)
        assert (grant in self.account(login).grants) != done

    @rule(giver=givers, login=whose)
    def an_account_is_closed(self, giver: str | None, login: str) -> None:
        who, account = self.giver(giver), self.account(login)
        may = manages(who, account) and (who is None or who.login != login)
        done = self.succeeds(disable_account, who, account.id)
        assert done == (may and (login in self.closed or not self.is_last_administrator(account)))
        if done:
            self.closed.add(login)
            self.drop(self.sessions, login)
            self.drop(self.links, login)

    @rule(giver=givers, login=whose)
    def an_account_is_opened_again(self, giver: str | None, login: str) -> None:
        who, account = self.giver(giver), self.account(login)
        done = self.succeeds(enable_account, who, account.id)
        assert done == manages(who, account)
        if done:
            self.closed.discard(login)

    @invariant()
    def a_secret_opens_what_it_is_for_as_long_as_it_is_to_and_nothing_else(self) -> None:
        over = [secret for secret in self.secrets if secret not in self.sessions and secret not in self.links]
        self.check([*self.sessions, *self.links, *over[-2:]])

    def check(self, secrets: list[str]) -> None:
        """Compare what secrets open with what the model says."""
        for secret in secrets:
            session, link = session_of(self.store, secret, self.at), invitation_behind(self.store, secret, self.at)
            assert (session[0].login if session else None) == self.sessions.get(secret, (None,))[0]
            owner = self.store.accounts.get(link.account).login if link and link.account else None
            assert owner == self.links.get(secret, (None,))[0]

    @invariant()
    def an_account_that_is_closed_has_no_session_and_no_link(self) -> None:
        for account in self.everything():
            assert account.is_disabled == (account.login in self.closed)
            running = sessions_of(self.store, account, self.at)
            assert len(running) == [owner for owner, _ in self.sessions.values()].count(account.login)
            assert not (account.is_disabled and (running or self.store.invitations.open_of(account.id, self.at)))

    @invariant()
    def an_account_has_one_open_link_at_most(self) -> None:
        assert max(Counter(owner for owner, _ in self.links.values()).values(), default=0) <= 1

    @invariant()
    def once_an_administrator_can_sign_in_there_always_is_one(self) -> None:
        found = self.administrators() != []
        assert found or not self.had_administrator
        self.had_administrator = found

    @invariant()
    def the_first_account_is_to_be_had_only_while_nobody_can_sign_in(self) -> None:
        nobody = not any(each.can_sign_in and not each.is_disabled for each in self.everything())
        secret = set_up_secret(self.store, "0" * 32, by=BY, at=self.at, random_bytes=self.random_bytes)
        assert (secret is not None) == nobody


def test_whatever_is_done_to_accounts_what_must_never_be_never_is(engine: Engine):
    class LifeHere(Life):
        pass

    LifeHere.engine = with_plan(engine)
    examples = 30 if engine.dialect.name == "sqlite" else 8
    run_state_machine_as_test(LifeHere, settings=settings(max_examples=examples, stateful_step_count=50, deadline=None))
