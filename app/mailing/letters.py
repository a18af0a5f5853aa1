"""Thư gửi đi: turns values into letters of plain text. The wording stands in templates/mail, one file a kind.

The first line of a file is the subject and the rest, below an empty line, the text, with Jinja's braces over the
values; a name that the values lack is an error. Whatever stands in a name, it stays in its own line of the header.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import normalize
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app import TEMPLATES
from app.domain.vietnamese import clean, moment_words

if TYPE_CHECKING:
    from collections.abc import Mapping


class LetterKind(StrEnum):
    """Loại thư; the value names the file of its wording."""

    INVITATION = "invitation"
    """Thư mời: the account was just opened."""
    NEW_PASSWORD = "new-password"  # noqa: S105 — the name of a file
    """Thư đặt lại mật khẩu: the account was there before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Thư gửi liên kết một lần: to whom, by whom, and until when `link` may be used. Times are in UTC."""

    kind: LetterKind
    name: str
    email: str
    login: str
    link: str
    made_by: str
    made_at: datetime
    expires_at: datetime


class WrongAddress(Exception):
    """Địa chỉ thư không đúng: no letter can be written to it, or from it."""


def composed(letter: Letter, sender: str) -> EmailMessage:
    """Return the letter as it is sent, from `sender` ("Name <address>" or an address alone).

    Its identifier is made from its content, so that the same letter is the same message, byte for byte. Raises
    WrongAddress.
    """
    values = {
        "login": one_line(letter.login),
        "made_by": one_line(letter.made_by),
        "link": letter.link,
        "address": urlsplit(letter.link).netloc,
        "until": moment_words(letter.expires_at),
    }
    mark = f"{letter.kind}|{letter.made_at.isoformat()}|{letter.link}"
    return message_of(
        letter.kind, values, name=letter.name, email=letter.email, sender=sender, at=letter.made_at, mark=mark
    )


def message_of(
    wording: str, values: Mapping[str, object], *, name: str, email: str, sender: str, at: datetime, mark: str
) -> EmailMessage:
    """Return a message to one address: the wording is a file of templates/mail, filled with the values and the `name`.

    `mark` tells the message from every other one. Raises WrongAddress.
    """
    own = address_of(sender)
    filled = _wording().get_template(f"{wording}.txt").render(values, name=one_line(name))
    subject, _, text = normalize("NFC", filled).partition("\n\n")
    message = EmailMessage(policy=policy.SMTP)
    # First, since it takes away the headers of content; in seven bits, whatever the servers on the way can carry.
    message.set_content(text, charset="utf-8", cte="quoted-printable")
    message["From"] = own
    message["To"] = _address(one_line(name), email)
    message["Subject"] = subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{hashlib.sha256(mark.encode()).hexdigest()[:32]}@{own.domain}>"
    # So that no machine answers it (RFC 3834, 5).
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "vi"
    return message


def address_of(written: str) -> Address:
    """Return the one address that is written as "Name <address>" or alone; raise WrongAddress."""
    try:
        header = policy.SMTP.header_factory("From", normalize("NFC", written))
    except (ValueError, IndexError) as error:
        raise WrongAddress from error
    addresses: tuple[Address, ...] = header.addresses
    if header.defects or len(addresses) != 1:
        raise WrongAddress
    return _usable(addresses[0])


def _address(name: str, email: str) -> Address:
    try:
        return _usable(Address(display_name=name, addr_spec=email))
    except (ValueError, IndexError, HeaderParseError) as error:  # the last two are what its parser gives up with
        raise WrongAddress from error


def _usable(address: Address) -> Address:
    """Return the address; raise WrongAddress when it is not whole, or not one that every mail server can carry."""
    if not address.username or not address.domain or not address.addr_spec.isascii():
        raise WrongAddress
    return address


def one_line(text: str) -> str:
    """Return the text as one line without control characters."""
    return " ".join(clean(text).split())


@cache
def _wording() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES / "mail"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 — plain text
        keep_trailing_newline=True,
    )
