"""Một lượt phục vụ: starts the app, has it send one feed and one page, and prints which of some modules are loaded.

Run as a process of its own: `python -m bench.served MODULE…`; the last line printed is a JSON list.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import sys
from typing import TYPE_CHECKING, Any

from app.db.engine import create_engine
from app.db.store import open_store
from app.main import create_app
from app.services.feeds import issue_feed
from app.settings import load_settings
from bench.setting import PLAN, WRITTEN_BY
from bench.visitors import cookies, planner_of, signed_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI


async def answered(app: FastAPI, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, bytes]:
    """Return status and body of a GET, asked for as a server would; nothing of a client is loaded."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    sent_along = [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "headers": [(b"host", b"127.0.0.1"), *sent_along], "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8000), "state": {},
    }  # fmt: skip
    await app(scope, receive, send)  # type: ignore[arg-type]  # the shapes of ASGI, written out
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


def main(modules: list[str]) -> None:
    """Serve a feed and a page of the founding plan, and print the modules that are loaded then."""
    settings = load_settings()
    engine = create_engine(settings.database_url)
    with open_store(engine) as store:
        plan = store.plans.dossier(PLAN).plan
        secret = issue_feed(store, plan.key, name="bench", random_bytes=secrets.token_bytes, **WRITTEN_BY)
        session = signed_in(store, f"bench-{secret[:8]}", planner_of(plan), settings.now())
    app = create_app(settings)
    for path, expected in ((f"/lich/{secret}.ics", b"BEGIN:VCALENDAR"), (f"/ke-hoach/{plan.key}", b"<!doctype html>")):
        status, body = asyncio.run(answered(app, path, cookies(session)))
        if status != 200 or not body.lower().startswith(expected.lower()):
            raise RuntimeError(f"{path}: {status}")
    print(json.dumps([name for name in modules if name in sys.modules]))


if __name__ == "__main__":
    main(sys.argv[1:])
