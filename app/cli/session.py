"""Phiên của dòng lệnh: the store, the hour and the actor, for every command."""

from __future__ import annotations

import getpass
import os
from contextlib import contextmanager
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from app.db.engine import create_engine
from app.db.migrating import is_at_head, refuse_newer
from app.db.store import open_reader, open_store
from app.domain.dates import TIME_ZONE
from app.domain.errors import Refused
from app.domain.people import Actor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.db.store import Store
    from app.settings import Settings


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
def writing_store(settings: Settings) -> Iterator[Store]:
    """Open the store in one transaction that writes; raise Refused as `_ready`."""
    with _ready(settings) as engine, open_store(engine) as store:
        yield store


@contextmanager
def reading_store(settings: Settings) -> Iterator[Store]:
    """Open the store in one transaction that shows one moment and waits for no writer; raise Refused as `_ready`."""
    with _ready(settings) as engine, open_reader(engine) as store:
        yield store


@contextmanager
def _ready(settings: Settings) -> Iterator[Any]:
    """Open the database; raise Refused when it is not made, not migrated or newer."""
    engine = create_engine(settings.database_url)
    try:
        refuse_newer(engine)
        if not is_at_head(engine):
            raise Refused("database.not_initialised")
        yield engine
    finally:
        engine.dispose()
