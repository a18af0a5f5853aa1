"""Thông tin tài khoản: how a login, a name and an e-mail address are written."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from app.domain.errors import Fault
from app.domain.vietnamese import clean

SHORTEST_LOGIN, LONGEST_LOGIN = 3, 64
LONGEST_NAME = 120
LONGEST_EMAIL = 254
"""Bytes of an address that a letter can be sent to (RFC 5321, 4.5.3.1.3, with erratum 1690)."""

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]*")
_NOT_LOGIN = re.compile(r"[^a-z0-9._@-]+")
# Signs with a meaning of their own in the head of a letter are left out, though RFC 5322 lets them be quoted.
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountDetails:
    """Thông tin tài khoản như được lưu, and what is wrong with it: faults at `login`, `name` and `email`."""

    login: str
    name: str
    email: str | None
    faults: tuple[Fault, ...]


def account_details(*, login: str, name: str, email: str | None = None) -> AccountDetails:
    """Return the details as they are kept, however they were typed: composed, trimmed, a login in lower case.

    A login is ASCII, so that it is typed alike on any keyboard; an e-mail address may be one.
    """
    kept_login, kept_name, kept_email = login_as_kept(login), " ".join(clean(name).split()), clean(email or "")
    faults = (*_login_faults(kept_login), *_name_faults(kept_name), *_email_faults(kept_email))
    return AccountDetails(login=kept_login, name=kept_name, email=kept_email or None, faults=faults)


def login_taken(login: str) -> Fault:
    """Return the fault of a login that another account has."""
    return Fault(place="login", code="login.taken", found=login)


def login_as_kept(typed: str) -> str:
    """Return a login as it is kept; what cannot be one is returned too, and is nobody's."""
    return clean(typed).lower()


def is_login(kept: str) -> bool:
    """Say whether an account may have that login."""
    return not _login_faults(kept)


def _login_faults(login: str) -> tuple[Fault, ...]:
    if not login:
        return (Fault(place="login", code="login.empty"),)
    if not _LOGIN.fullmatch(login):
        return (Fault(place="login", code="login.characters", found=login[:LONGEST_LOGIN], wanted=_suggestion(login)),)
    if not SHORTEST_LOGIN <= len(login) <= LONGEST_LOGIN:
        return (Fault(place="login", code="login.length", found=f"{len(login)}"),)
    return ()


def _suggestion(login: str) -> str:
    """Return a login much like what was typed, "" where nothing is left of it: "nguyễn văn a" gives "nguyen.van.a"."""
    plain = "".join(c for c in unicodedata.normalize("NFD", login.replace("đ", "d")) if not unicodedata.combining(c))
    found = _NOT_LOGIN.sub(".", plain)[:LONGEST_LOGIN].strip("._@-")
    return found if is_login(found) else ""


def _name_faults(name: str) -> tuple[Fault, ...]:
    if not name:
        return (Fault(place="name", code="name.empty"),)
    if len(name) > LONGEST_NAME:
        return (Fault(place="name", code="name.too_long", found=f"{len(name)}", wanted=f"{LONGEST_NAME}"),)
    return ()


def _email_faults(email: str) -> tuple[Fault, ...]:
    if email and (len(email) > LONGEST_EMAIL or not _EMAIL.fullmatch(email)):
        return (Fault(place="email", code="email.malformed", found=email[:LONGEST_EMAIL]),)
    return ()
