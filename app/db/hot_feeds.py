"""Tra nhanh địa chỉ lịch: the one query that decides how a fetch of a calendar is answered.

Calendar programs come back all day and nearly always have the calendar already. What they get hangs on a handful of
numbers, found by one query through indexes. On a SQLite file it is asked on a connection of its own, which only reads,
is never waited for, and may therefore be asked on the event loop itself: some microseconds, no thread. Each look is a
transaction of its own, so that what another process has committed is seen at once. Other databases (PostgreSQL over a
network, SQLite in memory, which has but one connection) are asked in a thread, over the engine's pool.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, case, event, func, or_, select

from app.db.engine import reading
from app.db.failures import failures_told
from app.db.rows import table_of
from app.db.tables.accounts import AccountRow, RoleGrantRow
from app.db.tables.feeds import FeedRow
from app.db.tables.plans import PlanRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

_FEED, _PLAN = table_of(FeedRow), table_of(PlanRow)
_ACCOUNT, _ROLE = table_of(AccountRow), table_of(RoleGrantRow)
_LOOKED_AT_EVERY = 1.0
"""Seconds after which it is looked again whether the file of the database was replaced by another."""
_LOG = logging.getLogger("kiemtra.feeds")


class FeedGlance(NamedTuple):
    """Tình trạng của một địa chỉ lịch: two equal ones mean that the calendar is still the same, for the same holder.

    `feed` is the number of the address; `is_ended` says that it was withdrawn or its account closed. The rest moves
    with all that decides what it shows: `revision` with the calendars of the plan, `opened` when the file of the
    database is replaced. What its account may see hangs on `version`, which moves with each change and each release of
    the plan, and on `roles`, which moves with each role that the account is given or loses; None without an account.
    """

    feed: int
    is_ended: bool
    revision: int
    version: int
    roles: int | None
    opened: int


_ROLE_CHANGES = (
    # Roles are added and ended, never taken out: the number of both grows with every change.
    select(func.count(_ROLE.c.id) + func.count(_ROLE.c.ended_at))
    .where(_ROLE.c.account_id == _FEED.c.account_id)
    .scalar_subquery()
)
_GLANCE = (
    select(
        _FEED.c.id,
        or_(_FEED.c.revoked_at.is_not(None), _ACCOUNT.c.disabled_at.is_not(None)),
        _PLAN.c.revision,
        _PLAN.c.version,
        case((_FEED.c.account_id.is_not(None), _ROLE_CHANGES)),
    )
    .join(_PLAN, _PLAN.c.id == _FEED.c.plan_id)
    .outerjoin(_ACCOUNT, _ACCOUNT.c.id == _FEED.c.account_id)
    .where(_FEED.c.secret_hash == bindparam("secret_hash"))
)


class HotFeeds:
    """Bộ tra địa chỉ lịch của một cơ sở dữ liệu: `at_once` on the event loop, `glance` in a thread.

    Its connection closes when the engine is disposed of, and opens again when it is needed.
    """

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine, self._clock, self._path = engine, clock, _file_of(engine)
        self._statement = str(_GLANCE.compile(dialect=engine.dialect))
        self._cursor: sqlite3.Cursor | None = None
        self._file: tuple[int, int] | None = None
        self._opened = 0
        self._look_again = 0.0
        event.listen(engine, "engine_disposed", self._close)

    def at_once(self, secret_hash: str) -> FeedGlance | None:
        """Return what stands behind a secret, without waiting for anything.

        None when there is nothing, or when that cannot be told at once: then `glance` tells.
        """
        try:
            cursor = self._cursor
            if cursor is None or self._clock() >= self._look_again:
                if self._path is None:
                    return None
                cursor = self._current(self._path)
            # All rows at once: a row that is still to come would keep the transaction open, and the data old.
            found = cursor.execute(self._statement, (secret_hash,)).fetchall()
        except (sqlite3.Error, OSError) as error:
            _LOG.warning("the feeds' own connection failed: %s", error)
            self._close(self._engine)
            return None
        return FeedGlance._make((*found[0], self._opened)) if found else None

    def glance(self, secret_hash: str) -> FeedGlance | None:
        """Return what stands behind a secret, None for an unknown one; waits, and raises as `open_reader` does."""
        with failures_told(), reading(self._engine).connect() as connection:
            found = connection.execute(_GLANCE, {"secret_hash": secret_hash}).first()
        return None if found is None else FeedGlance._make((*found, self._opened))

    def _current(self, path: Path) -> sqlite3.Cursor:
        """Return a cursor over the file that bears the name of the database now; it is looked at once a second."""
        self._look_again = self._clock() + _LOOKED_AT_EVERY
        found = path.stat()
        file = (found.st_dev, found.st_ino)
        if self._cursor is not None and file == self._file:
            return self._cursor
        if self._cursor is not None:
            # The pool holds on to the file that was replaced too, and calendars must not be made from it.
            self._engine.dispose()
        # Not mode=ro: whoever closes a database last puts its log into the file, which such a connection cannot.
        connection = sqlite3.connect(
            f"{path.as_uri()}?mode=rw", uri=True, timeout=0, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA query_only = ON")
        self._cursor, self._file = connection.cursor(), file
        self._opened += 1
        return self._cursor

    def _close(self, _engine: Engine) -> None:
        if self._cursor is not None:
            self._cursor.connection.close()
            self._cursor = None


def _file_of(engine: Engine) -> Path | None:
    """Return the file of a SQLite database, None for any other database."""
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name == ":memory:" or name.startswith("file:"):
        return None
    return Path(name).absolute()
