"""Các lệnh về hệ thống: init, serve, backup, restore."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from app import SEED
from app.cli.session import actor, now
from app.db.backup import backup as write_backup
from app.db.backup import restore as read_backup
from app.db.engine import create_engine
from app.db.migrating import migrate
from app.db.store import open_store
from app.domain.errors import Refused
from app.services.seeding import load_seed

if TYPE_CHECKING:
    from argparse import Namespace

    from app.settings import Settings

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def init(_arguments: Namespace, settings: Settings) -> int:
    """Create or migrate the database and load the seed; a second run changes nothing."""
    engine = create_engine(settings.database_url)
    try:
        migrate(engine)
        with open_store(engine) as store:
            report = load_seed(store, SEED, by=actor(), at=now(settings))
    finally:
        engine.dispose()
    print(report.sentence)
    return 0


def serve(arguments: Namespace, settings: Settings) -> int:
    """Serve the pages and feeds until stopped."""
    if arguments.host not in _LOOPBACK:
        raise Refused("serve.loopback_only", host=arguments.host)
    from app.main import run_server  # noqa: PLC0415 — the web framework is not loaded for other commands

    sys.stderr.write(
        f"Đang phục vụ tại http://{arguments.host}:{arguments.port}/ (chỉ từ máy này). Dừng bằng Ctrl+C.\n"
    )
    run_server(settings, arguments.host, arguments.port)
    return 0


def backup(arguments: Namespace, settings: Settings) -> int:
    """Write the whole database to a new file; safe while serving."""
    engine = create_engine(settings.database_url)
    try:
        write_backup(engine, arguments.file)
    finally:
        engine.dispose()
    print(arguments.file)
    return 0


def restore(arguments: Namespace, settings: Settings) -> int:
    """Replace the whole database by a backup, or change nothing."""
    engine = create_engine(settings.database_url)
    try:
        migrate(engine)
        read_backup(engine, arguments.file, by=actor(), at=now(settings))
    finally:
        engine.dispose()
    print(f"Đã khôi phục từ {arguments.file}.")
    return 0
