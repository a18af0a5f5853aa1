"""Tải lịch theo dõi: GET and HEAD of /lich/{secret}.ics, for the calendar programs that come back all day.

The bytes of a feed are kept in memory until what stands behind its address changes, which is read from the database
each time. A program that already has them gets 304. Whatever fails gets 503: a program replaces what it shows by what
it is sent, so that a feed is sent whole or not at all.

`FeedsFirst` stands around the app and answers what is kept before anything else is asked; whatever is not kept, not
found, too much or wrong goes on to the ordinary route.
"""

from __future__ import annotations

import logging
import math
import re
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from app.calendars.wording import calendar_wording
from app.db.hot_feeds import HotFeeds
from app.db.store import open_reader, open_store
from app.domain.errors import Gone, NotFound
from app.domain.feed_grants import FETCH_NOTED_EVERY
from app.services.feeds import feed_bytes_for, secret_hash
from app.web.kept_feeds import COMMON, Answer, KeptFeeds, kept_feed, raw
from app.web.rate_limits import RateLimit
from app.web.security import HEADERS
from app.web.validators import conditions_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.applications import Starlette
    from starlette.types import ASGIApp, Receive, Scope, Send

    from app.db.hot_feeds import FeedGlance
    from app.services.feeds import FeedBytes
    from app.settings import Settings
    from app.web.kept_feeds import KeptFeed, RawHeaders

MISSES_PER_MINUTE = 10
"""How many unknown secrets one address may try in a minute; live ones are never counted by address."""
KEPT_BYTES = 32 * 1024 * 1024
"""Memory for the feeds that are kept: about a thousand of a founding plan's size, packed and plain."""
RETRY_SECONDS = 60
"""When a program may come back after a failure of ours."""

_SECRET = re.compile(r"[a-z2-7]{32}")
_ADDRESS = re.compile(rf"/lich/({_SECRET.pattern})\.ics")
_METHODS = ("GET", "HEAD")
_ROUTE = "feed"
_AROUND = raw({name: value for name, value in HEADERS.items() if name.lower() not in COMMON})
"""What the app's other pieces would have added to an answer that goes out before them."""
_LOG = logging.getLogger("kiemtra.feeds")


class StoredFeeds:
    """Lịch trong kho: what the endpoint asks of the database, each call in a transaction of its own.

    `engine` is SQLAlchemy's, `base_url` the public address of the service, `now` the clock for the notes of fetches.
    All but `at_once` may wait and belong in a thread.
    """

    def __init__(self, engine: Any, base_url: str, now: Callable[[], datetime]) -> None:
        self._engine, self._base_url, self._now = engine, base_url, now
        self._hot = HotFeeds(engine)

    def at_once(self, secret: str) -> FeedGlance | None:
        """Return what stands behind a secret, None when there is nothing or it cannot be told without waiting."""
        return self._hot.at_once(secret_hash(secret))

    def glance(self, secret: str) -> FeedGlance:
        """Return what stands behind a secret; raise NotFound."""
        hashed = secret_hash(secret)
        found = self._hot.glance(hashed)
        if found is None:
            raise NotFound("feed", hashed)
        return found

    def content(self, secret: str) -> FeedBytes:
        """Return the calendar of an address; raise NotFound, Gone."""
        with open_reader(self._engine) as store:
            return feed_bytes_for(store, secret, self._base_url)

    def note_fetch(self, secret: str) -> None:
        """Note that the address was fetched; nothing is written while the last note is fresh."""
        at, hashed = self._now(), secret_hash(secret)
        with open_reader(self._engine) as store:
            grant = store.feeds.by_secret_hash(hashed)
        if grant is not None and grant.fetch_is_worth_noting(at):
            with open_store(self._engine) as store:
                store.feeds.note_fetch(grant.id, at)


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
        self._feeds, self._kept, self._clock = feeds, KeptFeeds(kept_bytes), clock
        self._requests = RateLimit(requests_per_minute, clock)
        self._misses = RateLimit(misses_per_minute, clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 — the shape of ASGI
        """Answer one request."""
        secret = scope["path_params"]["secret"]
        answer, kept = await self._answer(scope, secret)
        await _send(answer, answer.headers, scope, send)
        if kept is not None and self.is_to_note(kept):
            await self.note(kept, secret)

    def ready(self, scope: Scope) -> tuple[Answer, KeptFeed, str] | None:
        """Return what a request gets, the feed and the secret, when the feed is kept as it is now and may be had.

        It waits for nothing. Whatever else there may be, None included, is answered by calling the endpoint.
        """
        found = _ADDRESS.fullmatch(scope["path"])
        if found is None or scope["method"] not in _METHODS:
            return None
        secret = found[1]
        glance = self._feeds.at_once(secret)
        if glance is None or glance.is_ended:
            return None
        kept = self._kept.get(glance)
        if kept is None or self._requests.wait(glance.feed):
            return None
        return kept.answer(conditions_of(scope["headers"])), kept, secret

    def is_to_note(self, kept: KeptFeed) -> bool:
        """Say whether a fetch of the feed is to be noted now: its first, and then one an hour."""
        now = self._clock()
        if now < kept.note_after:
            return False
        kept.note_after = now + FETCH_NOTED_EVERY.total_seconds()
        return True

    async def note(self, kept: KeptFeed, secret: str) -> None:
        """Note a fetch; to be called when the answer is out, so that nobody waits for it."""
        try:
            await run_in_threadpool(self._feeds.note_fetch, secret)
        except Exception:  # noqa: BLE001 — the feed is out: a note that fails must not look like a failure of it
            _LOG.exception("fetch of feed number %d not noted", kept.glance.feed)

    async def _answer(self, scope: Scope, secret: str) -> tuple[Answer, KeptFeed | None]:
        """Return the answer, and the feed that was fetched with it."""
        if scope["method"] not in _METHODS:
            return _told(405, "method_not_allowed", allow=", ".join(_METHODS)), None
        try:
            return await self._found(scope, secret)
        except NotFound:
            wait = self._misses.wait(_address(scope))
            return _busy(wait) if wait else _told(404, "not_found"), None
        except Gone:
            return _told(410, "gone"), None
        except Exception:  # noqa: BLE001 — whatever went wrong, a subscriber keeps what it has only when we say 503
            _LOG.exception("feed %s failed", secret_hash(secret)[:8])
            return _told(503, "unavailable", retry_after=str(RETRY_SECONDS)), None

    async def _found(self, scope: Scope, secret: str) -> tuple[Answer, KeptFeed | None]:
        if not _SECRET.fullmatch(secret):
            raise NotFound("feed", "")
        glance = await run_in_threadpool(self._feeds.glance, secret)
        wait = self._requests.wait(glance.feed)
        if wait:
            return _busy(wait), None
        if glance.is_ended:
            raise Gone
        kept = self._kept.get(glance)
        if kept is None:
            # Made from what is there now, and kept as what was there before: what changed between is seen next time.
            kept = await run_in_threadpool(self._made, glance, secret)
            self._kept.put(kept)
        return kept.answer(conditions_of(scope["headers"])), kept

    def _made(self, glance: FeedGlance, secret: str) -> KeptFeed:
        return kept_feed(glance, self._feeds.content(secret))


class FeedsFirst:
    """Phần ASGI ngoài cùng của máy chủ: a feed that is kept goes out before routing, sessions and the app's own pieces.

    Its answers are those of the route. The headers that the pieces around the route would have added stand in each that
    has a body; 304 repeats what a program needs to go on with its own (RFC 9110, 15.4.5).
    """

    def __init__(self, app: ASGIApp, endpoint: FeedEndpoint) -> None:
        self._app, self._endpoint = app, endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, or pass it on."""
        ready = self._endpoint.ready(scope) if scope["type"] == "http" else None
        if ready is None:
            await self._app(scope, receive, send)
            return
        answer, kept, secret = ready
        await _send(answer, answer.headers + _AROUND if answer.body else answer.headers, scope, send)
        if self._endpoint.is_to_note(kept):
            await self._endpoint.note(kept, secret)


def feed_routes(engine: Any, settings: Settings) -> list[Route]:
    """Return the route of the feeds, for the app's list. It takes every method, so that 405 is answered here too."""
    feeds = StoredFeeds(engine, settings.base_url, lambda: datetime.now(UTC))
    endpoint = FeedEndpoint(feeds, requests_per_minute=settings.feed_requests_per_minute)
    return [Route("/lich/{secret}.ics", endpoint, name=_ROUTE)]


def feeds_first(app: Starlette) -> FeedsFirst:
    """Return what a server is to serve: the app, and before it the feeds that its route keeps."""
    endpoints: list[Any] = [route.endpoint for route in app.routes if isinstance(route, Route) and route.name == _ROUTE]
    return FeedsFirst(app, *endpoints)


async def _send(answer: Answer, headers: RawHeaders, scope: Scope, send: Send) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else answer.body})


def _told(status: int, answer: str, **headers: str) -> Answer:
    """Return a small answer in words."""
    body = (calendar_wording().answers[answer] + "\n").encode()
    own = {"content-type": "text/plain; charset=utf-8", "content-length": str(len(body))}
    return Answer(status, raw(COMMON | own | {name.replace("_", "-"): value for name, value in headers.items()}), body)


def _busy(wait: float) -> Answer:
    return _told(429, "too_many_requests", retry_after=str(math.ceil(wait)))


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return client[0] if client else ""
