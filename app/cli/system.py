"""Các lệnh về hệ thống: init, serve, backup, restore."""

from __future__ import annotations

import socket
from functools import partial
from typing import TYPE_CHECKING

from app import SEED
from app.cli.accounts import link_address, open_set_up
from app.cli.console import put, say
from app.cli.session import actor, now, reading_store
from app.db.backup import backup as write_backup
from app.db.backup import restore as read_backup
from app.db.engine import create_engine
from app.db.migrating import migrate
from app.db.store import open_store
from app.domain.errors import Refused
from app.domain.vietnamese import short_date
from app.services.invitations import needs_set_up
from app.services.restoring import settle_restored
from app.services.seeding import load_seed
from app.services.sentences import outcome_sentence

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
    """Serve the pages and feeds until stopped; while nobody can sign in, print the link to the first account.

    Only this machine is listened to, unless an https server stands before: a password is never to go over an open line.
    """
    if arguments.host not in _LOOPBACK and not settings.base_url.startswith("https://"):
        raise Refused("serve.loopback_only", host=arguments.host)
    from app.main import run_server  # noqa: PLC0415 — the web framework is not loaded for other commands

    _refuse_taken(arguments.host, arguments.port)
    with reading_store(settings) as store:
        is_new = needs_set_up(store)
    secret = open_set_up(settings) if is_new else None
    own = f"http://{_written(arguments.host)}:{arguments.port}"
    reach = "serve.this_machine" if arguments.host in _LOOPBACK else "serve.behind_https"
    say(outcome_sentence(reach, address=f"{own}/", public=settings.base_url))
    if secret is not None:
        say(outcome_sentence("set_up.open"))
        say(link_address(secret, settings.base_url or own))
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
        by, at = actor(), now(settings)
        lost = read_backup(engine, arguments.file, settle=partial(settle_restored, by=by, at=at), by=by, at=at)
    finally:
        engine.dispose()
    for release in lost:
        code = "restore.lost" if release.decision_number else "restore.lost_unnumbered"
        facts = {"plan": release.plan, "release": f"{release.number}", "number": release.decision_number}
        say(outcome_sentence(code, **facts, day=short_date(release.decision_day)))
    say(outcome_sentence("restore.sessions"))
    put(outcome_sentence("restore.done", path=f"{arguments.file}"))
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
