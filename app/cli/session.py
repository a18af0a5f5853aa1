"""Phiên của dòng lệnh: the store, the hour, the actor and the progress shown, for every command."""

from __future__ import annotations

import getpass
import os
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from app.db.engine import create_engine
from app.db.migrating import is_at_head, refuse_newer
from app.db.store import open_store
from app.domain.errors import Refused
from app.domain.people import Actor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.db.store import Store
    from app.settings import Settings

TIME_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def now(settings: Settings) -> datetime:
    """Return the present moment in UTC, or midday of the day that the settings call today."""
    if settings.today is None:
        return datetime.now(UTC)
    return datetime.combine(settings.today, time(12), TIME_ZONE).astimezone(UTC)


def actor() -> Actor:
    """Return who acts: the system's user, marked as the command line."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = str(os.getuid())
    return Actor(name=name, is_command_line=True)


@contextmanager
def store_of(settings: Settings) -> Iterator[Store]:
    """Open the store in one transaction; raise Refused when the database is not made, not migrated or newer."""
    engine = create_engine(settings.database_url)
    try:
        refuse_newer(engine)
        if not is_at_head(engine):
            raise Refused("database.not_initialised")
        with open_store(engine) as store:
            yield store
    finally:
        engine.dispose()


def show_progress(done: int, total: int, what: str) -> None:
    """Show on standard error how far long work has come: one line that is written over on a terminal."""
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        sys.stderr.write(f"\r\x1b[K{done}/{total} {what}{end}")
    elif done == total or done % 20 == 0:
        sys.stderr.write(f"{done}/{total}\n")
    sys.stderr.flush()
