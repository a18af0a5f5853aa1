"""Tải lịch theo dõi: GET and HEAD of /lich/{secret}.ics, for the calendar programs that come back all day.

The bytes of a feed are kept in memory until its revision moves; the revision is read from the database each time. A
program that already has them gets 304. Whatever fails gets 503: a program replaces what it shows by what it is sent, so
that a feed is sent whole or not at all.
"""

from __future__ import annotations

import gzip
import logging
import math
import re
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.routing import Route

from app.calendars.wording import calendar_wording
from app.db.store import open_reader, open_store
from app.domain.errors import Gone, NotFound
from app.services.feeds import feed_bytes, feed_state, secret_hash
from app.web.access import audience
from app.web.rate_limits import RateLimit
from app.web.validators import accepts_gzip, is_unchanged

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import Receive, Scope, Send

    from app.services.feeds import FeedBytes, FeedState
    from app.settings import Settings

MISSES_PER_MINUTE = 10
"""How many unknown secrets one address may try in a minute; live ones are never counted by address."""
KEPT_BYTES = 32 * 1024 * 1024
"""Memory for the feeds that are kept: about a thousand of a founding plan's size, packed and plain."""
RETRY_SECONDS = 60
"""When a program may come back after a failure of ours."""

_SECRET = re.compile(r"[a-z2-7]{32}")
_METHODS = ("GET", "HEAD")
_COMMON = {
    "cache-control": "private, no-cache",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
}
_LOG = logging.getLogger("kiemtra.feeds")

RawHeaders = list[tuple[bytes, bytes]]


class StoredFeeds:
    """Lịch trong kho: what the endpoint asks of the database, each call in a transaction of its own.

    `engine` is SQLAlchemy's, `base_url` the public address of the service, `now` the clock for the notes of fetches.
    """

    def __init__(self, engine: Any, base_url: str, now: Callable[[], datetime]) -> None:
        self._engine, self._base_url, self._now = engine, base_url, now

    def state(self, secret: str) -> FeedState:
        """Return what stands behind a secret; raise NotFound."""
        with open_reader(self._engine) as store:
            return feed_state(store, secret)

    def content(self, state: FeedState) -> FeedBytes:
        """Return the calendar of an address; raise Gone."""
        with open_reader(self._engine) as store:
            return feed_bytes(store, state, self._base_url)

    def note_fetch(self, state: FeedState) -> None:
        """Note that the address was fetched; nothing is written while the last note is fresh."""
        at = self._now()
        if state.grant.fetch_is_worth_noting(at):
            with open_store(self._engine) as store:
                store.feeds.note_fetch(state.grant.id, at)


@dataclass(frozen=True, slots=True)
class _Answer:
    """Một lời đáp: status, headers and body."""

    status: int
    headers: RawHeaders
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class _Kept:
    """Lịch đã làm sẵn: a feed of one revision, ready to be sent plain, packed, or as unchanged."""

    revision: int
    etag: str
    last_modified: datetime
    plain: _Answer
    packed: _Answer
    unchanged: _Answer

    @property
    def size(self) -> int:
        """Octets of both bodies."""
        return len(self.plain.body) + len(self.packed.body)


class _KeptFeeds:
    """Bộ nhớ lịch: the last revision of each feed, those asked for longest ago dropped beyond a number of octets."""

    def __init__(self, most_bytes: int) -> None:
        self._most, self._size = most_bytes, 0
        self._feeds: OrderedDict[int, _Kept] = OrderedDict()

    def get(self, state: FeedState) -> _Kept | None:
        """Return the feed when it is kept in this revision."""
        kept = self._feeds.get(state.grant.id)
        if kept is None or kept.revision != state.revision:
            return None
        self._feeds.move_to_end(state.grant.id)
        return kept

    def put(self, state: FeedState, kept: _Kept) -> None:
        """Keep a feed in the stead of its earlier revision."""
        former = self._feeds.pop(state.grant.id, None)
        self._size += kept.size - (former.size if former is not None else 0)
        self._feeds[state.grant.id] = kept
        while self._size > self._most:
            self._size -= self._feeds.popitem(last=False)[1].size


class FeedEndpoint:
    """Ứng dụng ASGI cho địa chỉ lịch, behind a route whose path parameter is `secret`.

    `clock` gives seconds that never go back, for the limits: `requests_per_minute` for each live secret,
    `misses_per_minute` for each address that tries unknown ones.
    """

    def __init__(
        self,
        feeds: StoredFeeds,
        *,
        requests_per_minute: int,
        misses_per_minute: int = MISSES_PER_MINUTE,
        kept_bytes: int = KEPT_BYTES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._feeds, self._kept = feeds, _KeptFeeds(kept_bytes)
        self._requests = RateLimit(requests_per_minute, clock)
        self._misses = RateLimit(misses_per_minute, clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 — the shape of ASGI
        """Answer one request; the fetch is noted after the answer is out, so that nobody waits for the note."""
        answer, state = await self._answer(scope)
        is_head = scope["method"] == "HEAD"
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await send({"type": "http.response.body", "body": b"" if is_head else answer.body})
        if state is not None:
            await self._note(state)

    async def _answer(self, scope: Scope) -> tuple[_Answer, FeedState | None]:
        """Return the answer, and what is to be noted as fetched."""
        if scope["method"] not in _METHODS:
            return _told(405, "method_not_allowed", allow=", ".join(_METHODS)), None
        secret = scope["path_params"]["secret"]
        try:
            return await self._found(secret, Headers(scope=scope))
        except NotFound:
            wait = self._misses.wait(_address(scope))
            return _busy(wait) if wait else _told(404, "not_found"), None
        except Gone:
            return _told(410, "gone"), None
        except Exception:  # noqa: BLE001 — whatever went wrong, a subscriber keeps what it has only when we say 503
            _LOG.exception("feed %s failed", secret_hash(secret)[:8])
            return _told(503, "unavailable", retry_after=str(RETRY_SECONDS)), None

    async def _found(self, secret: str, headers: Headers) -> tuple[_Answer, FeedState | None]:
        if not _SECRET.fullmatch(secret):
            raise NotFound("feed", "")
        state = await run_in_threadpool(self._feeds.state, secret)
        wait = self._requests.wait(str(state.grant.id))
        if wait:
            return _busy(wait), None
        if state.grant.is_revoked:
            raise Gone
        kept = self._kept.get(state)
        if kept is None:
            kept = await run_in_threadpool(self._made, state)
            self._kept.put(state, kept)
        if is_unchanged(
            kept.etag, kept.last_modified, _joined(headers, "if-none-match"), headers.get("if-modified-since")
        ):
            return kept.unchanged, state
        return kept.packed if accepts_gzip(_joined(headers, "accept-encoding")) else kept.plain, state

    def _made(self, state: FeedState) -> _Kept:
        return _kept(state.revision, self._feeds.content(state))

    async def _note(self, state: FeedState) -> None:
        try:
            await run_in_threadpool(self._feeds.note_fetch, state)
        except Exception:  # noqa: BLE001 — the feed is out: a note that fails must not look like a failure of it
            _LOG.exception("fetch of feed number %d not noted", state.grant.id)


def feed_routes(engine: Any, settings: Settings) -> list[Route]:
    """Return the route of the feeds, for the app's list. It takes every method, so that 405 is answered here too."""
    feeds = StoredFeeds(engine, settings.base_url, lambda: datetime.now(UTC))
    endpoint = FeedEndpoint(feeds, requests_per_minute=settings.feed_requests_per_minute)
    return [Route("/lich/{secret}.ics", audience("everyone")(endpoint), name="feed")]


def _kept(revision: int, made: FeedBytes) -> _Kept:
    validators = {
        **_COMMON,
        "etag": made.etag,
        "last-modified": format_datetime(made.last_modified, usegmt=True),
        "vary": "Accept-Encoding",
    }
    whole = {
        **validators,
        "content-type": "text/calendar; charset=utf-8",
        "content-disposition": f'inline; filename="{made.file_name}"',
    }
    packed = gzip.compress(made.content, mtime=0)
    return _Kept(
        revision=revision,
        etag=made.etag,
        last_modified=made.last_modified,
        plain=_Answer(200, _raw(whole | {"content-length": str(len(made.content))}), made.content),
        packed=_Answer(200, _raw(whole | {"content-encoding": "gzip", "content-length": str(len(packed))}), packed),
        unchanged=_Answer(304, _raw(validators)),
    )


def _told(status: int, answer: str, **headers: str) -> _Answer:
    """Return a small answer in words."""
    body = (calendar_wording().answers[answer] + "\n").encode()
    own = {"content-type": "text/plain; charset=utf-8", "content-length": str(len(body))}
    return _Answer(
        status, _raw(_COMMON | own | {name.replace("_", "-"): value for name, value in headers.items()}), body
    )


def _busy(wait: float) -> _Answer:
    return _told(429, "too_many_requests", retry_after=str(math.ceil(wait)))


def _raw(headers: dict[str, str]) -> RawHeaders:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


def _joined(headers: Headers, name: str) -> str | None:
    """Return all lines of a header as one list, None when it was not sent."""
    return ", ".join(headers.getlist(name)) or None


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return client[0] if client else ""
