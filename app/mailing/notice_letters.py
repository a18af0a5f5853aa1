"""Thư báo thay đổi: tells whoever is affected by a release that a notice is there, and what it says.

Wording: templates/mail/change-notice.txt, and reminder.txt for who has not confirmed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from app.mailing.letters import message_of, one_line

if TYPE_CHECKING:
    from email.message import EmailMessage


class NoticeLetterKind(StrEnum):
    """Loại thư; the value names the file of its wording."""

    NOTICE = "change-notice"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLetter:
    """Thư báo thay đổi gửi một địa chỉ: `recipient` is the unit or person it is about, `lines` what changes.

    `notice` is the number of the notice; `link` leads to it. Times are in UTC.
    """

    kind: NoticeLetterKind
    notice: int
    name: str
    email: str
    recipient: str
    plan_title: str
    act: str
    lines: tuple[str, ...]
    addition: str
    link: str
    at: datetime


def composed_notice(letter: NoticeLetter, sender: str) -> EmailMessage:
    """Return the letter as it is sent, from `sender`; the same letter is the same message. Raises WrongAddress."""
    values = {
        "recipient": one_line(letter.recipient),
        "plan_title": one_line(letter.plan_title),
        "act": one_line(letter.act),
        "lines": [one_line(line) for line in letter.lines],
        "addition": letter.addition,
        "link": letter.link,
    }
    mark = f"{letter.kind}|{letter.notice}|{letter.email}|{letter.at.isoformat()}"
    return message_of(letter.kind, values, name=letter.name, email=letter.email, sender=sender, at=letter.at, mark=mark)
