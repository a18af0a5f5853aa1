"""Thư sau khi lưu: an answer to a form that first hands a letter in, and is made only then, of how that went.

A route returns while its transaction is still open, and the transaction is committed before the answer is sent (the
store's dependency has the scope "function"). The letter goes out where the answer is sent: after the commit, so that
no letter speaks of what was not kept; before the page is made, so that the page says whether it went. Whatever the
mail server does, what was kept stays kept and the page shows the link.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from app.domain.errors import Refused
from app.mailing.letters import Letter, LetterKind, WrongAddress, composed
from app.mailing.notice_letters import composed_notice
from app.mailing.sending import SEND_SECONDS, NotSent, send
from app.services.sentences import refusal_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from fastapi import Request
    from starlette.types import Receive, Scope, Send

    from app.domain.accounts import Account
    from app.mailing.notice_letters import NoticeLetter
    from app.mailing.sending import MailServer

_LOG = logging.getLogger("kiemtra")
_ALL_SECONDS = 60.0
"""How long whoever waits for the page may wait for all letters of one form together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Thư đã đi hay chưa: `trouble` says why not and that the link is to be handed over, "" when it is on its way.

    `email` is where it went or was to go, "" when the account has no address.
    """

    email: str
    trouble: str = ""

    @property
    def is_sent(self) -> bool:
        """Say whether the mail server has taken the letter."""
        return not self.trouble


def answer_after_letter(
    request: Request,
    kind: LetterKind,
    account: Account,
    link: str,
    *,
    made_by: str,
    made_at: datetime,
    expires_at: datetime,
    answer: Callable[[Delivery], Response],
) -> Response:
    """Return the answer to a form that made a one-time link: once all is kept, the link is mailed to its account.

    `link` is the whole address, `made_by` the name of who made it. `answer` is called in a thread, after the
    transaction is closed, with how the sending went: it makes the page from values and may ask no store. A page shows
    the link unless the letter was sent. To be returned from a route that takes its store through `StoreDep`.
    """
    server: MailServer | None = request.app.state.settings.mail_server
    letter = Letter(
        kind=kind,
        name=account.name,
        email=account.email or "",
        login=account.login,
        link=link,
        made_by=made_by,
        made_at=made_at,
        expires_at=expires_at,
    )
    return _AnswerAfterLetter(lambda: answer(_delivered(server, letter)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailed:
    """Kết quả gửi thư cho nhiều người: how many letters went out, and to which addresses none could be sent.

    `has_server` is False where the service sends no mail at all.
    """

    sent: int = 0
    failed: tuple[str, ...] = ()
    has_server: bool = True


def answer_after_notices(
    request: Request, letters: Sequence[NoticeLetter], answer: Callable[[Mailed], Response]
) -> Response:
    """Return the answer to a form that sent notices: once all is kept, each is mailed to its address.

    As `answer_after_letter`: `answer` is called in a thread with how the sending went, and may ask no store.
    """
    server: MailServer | None = request.app.state.settings.mail_server
    return _AnswerAfterLetter(lambda: answer(_mailed(server, letters)))


def _mailed(server: MailServer | None, letters: Sequence[NoticeLetter]) -> Mailed:
    """Hand the letters in, one after the other; nothing that a mail server can do is raised."""
    if server is None:
        return Mailed(has_server=False)
    failed: list[str] = []
    ends = time.monotonic() + _ALL_SECONDS
    for letter in letters:
        left = ends - time.monotonic()
        try:
            if left <= 0:
                raise NotSent("no time left")  # noqa: TRY301 — one way to tell a letter that did not go out
            send(server, composed_notice(letter, server.sender), seconds=min(SEND_SECONDS, left))
        except WrongAddress:
            failed.append(letter.email)
        except NotSent as error:
            _LOG.warning("letter not sent: %s", error.reason)
            failed.append(letter.email)
    return Mailed(sent=len(letters) - len(failed), failed=tuple(failed))


class _AnswerAfterLetter(Response):
    """The answer that is made when it is to be sent."""

    def __init__(self, made: Callable[[], Response]) -> None:
        super().__init__()
        self._made = made

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Make the answer, in a thread since the mail server is waited for, and send it."""
        answer = await run_in_threadpool(self._made)
        await answer(scope, receive, send)


def _delivered(server: MailServer | None, letter: Letter) -> Delivery:
    """Hand the letter in and return how that went; nothing that a mail server can do is raised."""
    if server is None:
        return _trouble(letter, Refused("letter.no_server"))
    if not letter.email:
        return _trouble(letter, Refused("letter.no_address"))
    try:
        send(server, composed(letter, server.sender))
    except WrongAddress:
        return _trouble(letter, Refused("letter.wrong_address", email=letter.email))
    except NotSent as error:
        _LOG.warning("letter not sent: %s", error.reason)
        code = "letter.refused_address" if error.is_refused_address else "letter.not_sent"
        return _trouble(letter, Refused(code, email=letter.email))
    return Delivery(email=letter.email)


def _trouble(letter: Letter, refusal: Refused) -> Delivery:
    return Delivery(email=letter.email, trouble=refusal_sentence(refusal))
