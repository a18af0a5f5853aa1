"""Gửi thư: hands one letter to the mail server of the province, within a limit of time."""

from __future__ import annotations

import smtplib
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from io import BufferedReader
from socket import SocketIO, socket
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from email.message import EmailMessage

    from _typeshed import WriteableBuffer

SEND_SECONDS = 10.0
"""How long whoever waits for the page may wait for the mail server, all in all."""
_FOR_GOOD = 500
"""Answers from here on say that another try is of no use (RFC 5321, 4.2.1)."""


class MailSecurity(StrEnum):
    """Cách bảo vệ đường truyền tới máy chủ thư."""

    STARTTLS = "starttls"
    """Begins in the clear and turns to TLS before anything is said (RFC 3207); a server that cannot is not used."""
    TLS = "tls"
    """TLS from the first byte (RFC 8314, 3.3)."""
    NONE = "none"
    """In the clear, for a server on this machine or in its own network; without a password."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Máy chủ thư: where letters are handed in, as whom, and from which address (`sender`).

    `own_name` is what this machine calls itself in its greeting. A `user` that is empty hands in without a password.
    """

    host: str
    port: int
    security: MailSecurity
    sender: str
    own_name: str
    user: str = ""
    password: str = field(default="", repr=False)


class NotSent(Exception):
    """Thư chưa gửi được: `reason` names the fault for the log; it holds no address, no password, no text.

    `is_refused_address` says that the server takes letters, only none for that recipient, now or later.
    """

    def __init__(self, reason: str, *, is_refused_address: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.is_refused_address = reason, is_refused_address


def send(server: MailServer, message: EmailMessage, *, seconds: float = SEND_SECONDS) -> None:
    """Hand the letter in; when this returns, the server has taken it. Raises NotSent, within about `seconds`."""
    try:
        connection = _connected(server, time.monotonic() + seconds)
        try:
            if server.user:
                connection.login(server.user, server.password)
            connection.send_message(message)
            # The letter is taken: how the server says goodbye changes nothing.
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()
        finally:
            connection.close()
    except smtplib.SMTPRecipientsRefused as error:
        codes = {code for code, _ in error.recipients.values()}
        is_for_good = all(code >= _FOR_GOOD for code in codes)
        raise NotSent(_reason(error, codes), is_refused_address=is_for_good) from None
    except smtplib.SMTPResponseException as error:
        raise NotSent(_reason(error, {error.smtp_code})) from None
    # A password or address beyond ASCII is a UnicodeError in smtplib, an unusable certificate store an OSError.
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        raise NotSent(_reason(error, ())) from None


def _connected(server: MailServer, ends: float) -> smtplib.SMTP:
    """Return a connection that is under TLS where the settings ask for it."""
    if server.security == MailSecurity.TLS:
        context = ssl.create_default_context()
        return _LimitedTls(ends, host=server.host, port=server.port, local_hostname=server.own_name, context=context)
    connection = _Limited(ends, host=server.host, port=server.port, local_hostname=server.own_name)
    if server.security == MailSecurity.STARTTLS:
        try:
            connection.starttls(context=ssl.create_default_context())
        except BaseException:
            connection.close()
            raise
    return connection


class _Limited(smtplib.SMTP):
    """A connection on which all answers together may take until `ends` (of the monotonic clock), not each of them."""

    def __init__(self, ends: float, **settings: Any) -> None:
        self._ends = ends
        super().__init__(timeout=max(ends - time.monotonic(), 0.001), **settings)

    def getreply(self) -> tuple[int, bytes]:
        """Return the next answer, however many pieces it comes in; raise SMTPServerDisconnected when time is over."""
        if self.file is None and self.sock is not None:
            self.file = BufferedReader(_Clocked(self.sock, self._ends))
        return super().getreply()


class _Clocked(SocketIO):
    """What is read from a connection until `ends`: a server that says a little now and then gains no time by it."""

    def __init__(self, connection: socket, ends: float) -> None:
        super().__init__(connection, "r")
        self._connection, self._ends = connection, ends

    def readinto(self, target: WriteableBuffer) -> int | None:
        """Read what there is; raise TimeoutError when the time is over."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        return super().readinto(target)


class _LimitedTls(_Limited, smtplib.SMTP_SSL):
    """The same, under TLS from the first byte."""


def _reason(error: Exception, codes: set[int] | tuple[int, ...]) -> str:
    return " ".join([type(error).__name__, *map(str, sorted(codes))])
