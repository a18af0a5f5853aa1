"""Các lệnh về tài khoản: user add, user link, user disable."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from app.cli.console import put, say
from app.cli.session import actor, now, writing_store
from app.domain.account_details import login_as_kept
from app.domain.accounts import AccountRole, RoleGrant
from app.domain.errors import InvalidInput, NotFound, Refused
from app.domain.vietnamese import moment_words
from app.services.accounts import disable_account
from app.services.invitations import invite, new_link, set_up_secret
from app.services.role_ties import completed_role
from app.services.sentences import outcome_sentence

if TYPE_CHECKING:
    from argparse import Namespace

    from app.db.store import Store
    from app.domain.accounts import Account
    from app.services.invitations import Invited
    from app.settings import Settings

USUAL_PORT = 8000
ROLES = tuple(role.value for role in AccountRole)
_ARGUMENTS = {
    "login": "TÊN_ĐĂNG_NHẬP",
    "name": "--name",
    "email": "--email",
    "province": "--province",
    "agency": "--agency",
    "person": "--person",
    "unit": "--unit",
}
"""Where on the command line each field of an account is given."""


def add(arguments: Namespace, settings: Settings) -> int:
    """Make an account with one role, and print its one-time link last."""
    given = RoleGrant(
        role=AccountRole(arguments.role),
        province=arguments.province,
        agency=arguments.agency,
        person=arguments.person,
        unit=arguments.unit,
    )
    with writing_store(settings) as store:
        try:
            invited = invite(
                store,
                None,
                login=arguments.login,
                name=arguments.name,
                email=arguments.email,
                grants=(completed_role(store, given),),
                by=actor(),
                at=now(settings),
                random_bytes=secrets.token_bytes,
            )
        except InvalidInput as error:
            # A fault is at a field; on the command line that is an argument.
            placed = [replace(fault, place=_ARGUMENTS[fault.place]) for fault in error.faults]
            raise InvalidInput(placed) from error
    _tell("account.added", invited, settings)
    return 0


def link(arguments: Namespace, settings: Settings) -> int:
    """Print a new one-time link to an account; without a login the link that opens the first account."""
    if arguments.login is None:
        secret = open_set_up(settings)
        if secret is None:
            raise Refused("set_up.done")
        say(outcome_sentence("set_up.open"))
        put(_address(settings, secret))
        return 0
    with writing_store(settings) as store:
        account = _account(store, arguments.login)
        invited = new_link(store, None, account.id, by=actor(), at=now(settings), random_bytes=secrets.token_bytes)
    _tell("account.linked", invited, settings)
    return 0


def disable(arguments: Namespace, settings: Settings) -> int:
    """Close an account."""
    with writing_store(settings) as store:
        account = _account(store, arguments.login)
        disable_account(store, None, account.id, by=actor(), at=now(settings))
    put(outcome_sentence("account.disabled", login=account.login))
    return 0


def open_set_up(settings: Settings) -> str | None:
    """Return the secret of the link that opens the first account; None once somebody can sign in."""
    with writing_store(settings) as store:
        return set_up_secret(
            store,
            settings.secret_key.get_secret_value(),
            by=actor(),
            at=now(settings),
            random_bytes=secrets.token_bytes,
        )


def link_address(secret: str, base_url: str) -> str:
    """Return the address of a one-time link."""
    return f"{base_url.rstrip('/')}/loi-moi/{secret}"


def _account(store: Store, login: str) -> Account:
    found = store.accounts.by_login(login_as_kept(login))
    if found is None:
        raise NotFound("account", login)
    return found


def _tell(outcome: str, invited: Invited, settings: Settings) -> None:
    say(outcome_sentence(outcome, login=invited.account.login, until=moment_words(invited.expires_at)))
    put(_address(settings, invited.secret))


def _address(settings: Settings, secret: str) -> str:
    """Return the address of a link, and say what to mind where no public address is set."""
    if settings.base_url:
        return link_address(secret, settings.base_url)
    say(outcome_sentence("link.of_this_machine", port=str(USUAL_PORT)))
    return link_address(secret, f"http://127.0.0.1:{USUAL_PORT}")
