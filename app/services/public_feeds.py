"""Lịch công khai của kế hoạch: the one address of a plan that is meant to be told to everybody.

Of no address more than a hash is kept. The public one is made from the server's own secret and a running number, so
that it can be shown again to whoever puts it on a notice or a web page.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from itertools import count
from typing import TYPE_CHECKING

from app.domain.feed_grants import FeedKind
from app.services.feeds import SECRET_BYTES, secret_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.db.store import Store


def public_secret(store: Store, plan: str, server_secret: str) -> str | None:
    """Return the secret of the plan's public address that was given out last and still shows something; None without.

    One that was given out on the command line, or under another server secret, cannot be shown again and is not found.
    """
    found = None
    for made in _in_turn(server_secret, plan):
        state = store.feeds.state(secret_hash(_written(made)))
        if state is None:
            break
        if state.grant.kind == FeedKind.PUBLIC and not state.is_ended:
            found = _written(made)
    return found


def bytes_of_next(store: Store, plan: str, server_secret: str) -> Callable[[int], bytes]:
    """Return what gives the bytes of the plan's next public address, in the stead of random ones."""
    unused = (made for made in _in_turn(server_secret, plan) if not _is_given_out(store, made))
    made = next(unused)
    return lambda size: made[:size]


def _is_given_out(store: Store, made: bytes) -> bool:
    return store.feeds.state(secret_hash(_written(made))) is not None


def _in_turn(server_secret: str, plan: str) -> Iterator[bytes]:
    for number in count(1):
        told = f"public feed|{plan}|{number}".encode()
        yield hmac.new(server_secret.encode(), told, hashlib.sha256).digest()[:SECRET_BYTES]


def _written(made: bytes) -> str:
    return base64.b32encode(made).decode("ascii").lower()
