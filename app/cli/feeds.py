"""Các lệnh về địa chỉ lịch: feed issue, feed revoke."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from app.cli.console import put
from app.cli.session import actor, now, writing_store
from app.services.feeds import issue_feed, revoke_feed

if TYPE_CHECKING:
    from argparse import Namespace

    from app.settings import Settings


def issue(arguments: Namespace, settings: Settings) -> int:
    """Issue a feed and print its path as the only line."""
    with writing_store(settings) as store:
        secret = issue_feed(
            store,
            arguments.plan,
            person=arguments.person,
            unit=arguments.unit,
            name=arguments.name,
            by=actor(),
            at=now(settings),
            random_bytes=secrets.token_bytes,
        )
    put(f"/lich/{secret}.ics")
    return 0


def revoke(arguments: Namespace, settings: Settings) -> int:
    """Revoke a feed for good."""
    with writing_store(settings) as store:
        revoke_feed(store, arguments.secret, by=actor(), at=now(settings))
    put("Đã thu hồi địa chỉ lịch.")
    return 0
