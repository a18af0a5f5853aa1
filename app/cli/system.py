"""Các lệnh về hệ thống: init, serve, backup, restore."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from app import SEED
from app.cli.console import put, say
from app.cli.session import actor, now, reading_store
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
    put(report.sentence)
    return 0


def serve(arguments: Namespace, settings: Settings) -> int:
    """Serve the pages and feeds until stopped."""
    if arguments.host not in _LOOPBACK:
        raise Refused("serve.loopback_only", host=arguments.host)
    from app.main import run_server  # noqa: PLC0415 — the web framework is not loaded for other commands

    _refuse_taken(arguments.host, arguments.port)
    with reading_store(settings):
        pass  # it opens: the database is there and of this version
    say(f"Đang phục vụ tại http://{_written(arguments.host)}:{arguments.port}/ (chỉ từ máy này). Dừng bằng Ctrl+C.")
    run_server(settings, arguments.host, arguments.port)
    return 0


def backup(arguments: Namespace, settings: Settings) -> int:
    """Write the whole database to a new file; safe while serving."""
    engine = create_engine(settings.database_url)
    try:
        write_backup(engine, arguments.file)
    finally:
        engine.dispose()
    put(str(arguments.file))
    return 0


def restore(arguments: Namespace, settings: Settings) -> int:
    """Replace the whole database by a backup, or change nothing."""
    engine = create_engine(settings.database_url)
    try:
        migrate(engine)
        read_backup(engine, arguments.file, by=actor(), at=now(settings))
    finally:
        engine.dispose()
    put(f"Đã khôi phục từ {arguments.file}.")
    return 0


def _refuse_taken(host: str, port: int) -> None:
    """Raise Refused when no server can listen there; the web server itself would only log it, and in English."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise Refused("serve.port_taken", port=str(port)) from error


def _written(host: str) -> str:
    return f"[{host}]" if ":" in host else host
