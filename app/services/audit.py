"""Nhật ký thay đổi: whether it is whole, and its pages as they are read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.audit import NO_MOMENT, ROWS_OF_A_PAGE, AuditEntry, AuditFilter, ChainCheck, check_chain
from app.domain.errors import Refused
from app.domain.vietnamese import clean, lower_first, moment_words
from app.services.sentences import action_names, actor_words, verification_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from app.db.store import Store

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordedEntry:
    """Dòng nhật ký với lời: when, who and what as they are shown."""

    entry: AuditEntry
    moment: str
    actor: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """Trang nhật ký: its rows, the newest first; `older` is given as `before` for the next page, None on the last."""

    rows: tuple[WordedEntry, ...]
    older: int | None


def verify_log(store: Store, noted: str | None = None) -> ChainCheck:
    """Check the whole log; `noted` is the hash of its last row as an earlier check told it, blanks in it do not count.

    Raise Refused `audit.hash_unreadable` where that is no hash.
    """
    if noted is None:
        return check_chain(store.audit.entries())
    typed = "".join(noted.split()).lower()
    if _HASH.fullmatch(typed) is None:
        raise Refused("audit.hash_unreadable", found=noted)
    return check_chain(store.audit.entries(), typed)


def verification_lines(check: ChainCheck) -> Iterator[str]:
    """Yield what checking the log has found, line by line; the hash of the last row belongs right after them."""
    count = f"{check.checked}"
    if check.broken:
        yield verification_sentence("broken", checked=count, broken=f"{check.broken}")
    else:
        yield verification_sentence("whole" if check.last else "empty", checked=count)
    for found in check.breaks:
        yield verification_sentence(found.mismatch, row=_row_words(found.entry))
    if check.broken > len(check.breaks):
        yield verification_sentence("more", count=f"{check.broken - len(check.breaks)}")
    yield from _noted_lines(check)
    if not check.is_whole:
        yield verification_sentence("remedy")
    if check.last is not None:
        code = "last" if check.is_whole else "last_of_broken"
        yield verification_sentence(code, id=f"{check.last.id}", moment=_moment_words(check.last))


def audit_page(
    store: Store,
    *,
    actor: str = "",
    action: str = "",
    subject: str = "",
    first: date | None = None,
    last: date | None = None,
    before: int | None = None,
) -> LogPage:
    """Return a page of the log: the newest rows that fulfil every condition given, and of them those older than a row.

    `actor` is a name as it stands in the log, `action` the code of an action or of a group of them ("feed.issue",
    "feed"), `subject` the key of what was changed, `first` and `last` days in Vietnamese time, both in.
    """
    wanted = AuditFilter(
        actor=clean(actor) or None,
        actions=_actions(clean(action)),
        subject=clean(subject) or None,
        first=first,
        last=last,
    )
    found = store.audit.page(wanted, before=before, most=ROWS_OF_A_PAGE + 1)
    shown = found[:ROWS_OF_A_PAGE]
    return LogPage(
        rows=tuple(_worded(entry) for entry in shown),
        older=shown[-1].id if len(found) > ROWS_OF_A_PAGE else None,
    )


def _actions(typed: str) -> tuple[str, ...] | None:
    """Return the codes of an action or of a group; None for all."""
    if not typed:
        return None
    group = f"{typed.removesuffix('.')}."
    return tuple(code for code in action_names() if code == typed or code.startswith(group))


def _worded(entry: AuditEntry) -> WordedEntry:
    return WordedEntry(
        entry=entry,
        moment=_moment_words(entry),
        actor=actor_words(entry.actor, is_command_line=entry.is_command_line),
        # A row may be older than the program's list of actions: then its code says what was done.
        action=action_names().get(entry.action, entry.action),
    )


def _row_words(entry: AuditEntry) -> str:
    worded = _worded(entry)
    return verification_sentence(
        "row",
        id=f"{entry.id}",
        moment=worded.moment,
        actor=worded.actor,
        action=lower_first(worded.action),
        subject=f" “{entry.subject}”" if entry.subject else "",
    )


def _moment_words(entry: AuditEntry) -> str:
    return verification_sentence("no_moment") if entry.at == NO_MOMENT else moment_words(entry.at)


def _noted_lines(check: ChainCheck) -> Iterator[str]:
    if check.noted is not None:
        yield verification_sentence("stands", id=f"{check.noted.id}", moment=_moment_words(check.noted))
    elif check.stands:
        yield verification_sentence("stands_from_the_start")
    elif check.stands is False:
        yield verification_sentence("lost")
        if check.restored is not None:
            yield verification_sentence("restored", id=f"{check.restored.id}", moment=_moment_words(check.restored))
