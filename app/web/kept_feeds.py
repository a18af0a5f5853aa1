"""Lịch giữ trong bộ nhớ: calendars made once for each state of their data, ready to be sent."""

from __future__ import annotations

import gzip
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING

from app.db.hot_feeds import FeedGlance
from app.web.validators import ACCEPT_ENCODING, IF_MODIFIED_SINCE, IF_NONE_MATCH, accepts_gzip, is_unchanged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.services.feeds import FeedBytes

RawHeaders = list[tuple[bytes, bytes]]

COMMON = {
    "cache-control": "private, no-cache",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
}
"""Đầu mục của mọi lời đáp dưới địa chỉ lịch: the address is a secret, whatever stands behind it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Một lời đáp: status, headers and body."""

    status: int
    headers: RawHeaders
    body: bytes = b""


@dataclass(slots=True, kw_only=True)
class KeptFeed:
    """Lịch đã làm sẵn cho một trạng thái của dữ liệu: plain, packed, or the word that nothing changed.

    `note_after` is the second of the endpoint's clock after which it is worth a look whether a fetch is to be noted.
    """

    glance: FeedGlance
    etag: str
    last_modified: datetime
    plain: Answer
    packed: Answer
    unchanged: Answer
    note_after: float = float("-inf")

    @property
    def size(self) -> int:
        """Octets of both bodies."""
        return len(self.plain.body) + len(self.packed.body)

    def answer(self, conditions: dict[bytes, bytes]) -> Answer:
        """Return what a program gets that says what it already has and can read (`conditions_of` its headers)."""
        if not conditions:
            return self.plain
        if_none_match, if_modified_since = _text(conditions, IF_NONE_MATCH), _text(conditions, IF_MODIFIED_SINCE)
        if is_unchanged(self.etag, self.last_modified, if_none_match, if_modified_since):
            return self.unchanged
        return self.packed if accepts_gzip(_text(conditions, ACCEPT_ENCODING)) else self.plain


class KeptFeeds:
    """Bộ nhớ lịch: the last state of each feed, those asked for longest ago dropped beyond a number of octets."""

    def __init__(self, most_bytes: int) -> None:
        self._most, self._size = most_bytes, 0
        self._feeds: OrderedDict[int, KeptFeed] = OrderedDict()

    def get(self, glance: FeedGlance) -> KeptFeed | None:
        """Return the feed when it is kept as it is now."""
        kept = self._feeds.get(glance.feed)
        if kept is None or kept.glance != glance:
            return None
        self._feeds.move_to_end(glance.feed)
        return kept

    def put(self, kept: KeptFeed) -> None:
        """Keep a feed in the stead of its earlier state."""
        former = self._feeds.pop(kept.glance.feed, None)
        self._size += kept.size - (former.size if former is not None else 0)
        self._feeds[kept.glance.feed] = kept
        while self._size > self._most:
            self._size -= self._feeds.popitem(last=False)[1].size


def kept_feed(glance: FeedGlance, made: FeedBytes) -> KeptFeed:
    """Return a calendar with all its answers written out."""
    validators = {
        **COMMON,
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
    return KeptFeed(
        glance=glance,
        etag=made.etag,
        last_modified=made.last_modified,
        plain=Answer(200, raw(whole | {"content-length": str(len(made.content))}), made.content),
        packed=Answer(200, raw(whole | {"content-encoding": "gzip", "content-length": str(len(packed))}), packed),
        unchanged=Answer(304, raw(validators)),
    )


def _text(conditions: dict[bytes, bytes], name: bytes) -> str | None:
    value = conditions.get(name)
    return None if value is None else value.decode("latin-1")


def raw(headers: Mapping[str, str]) -> RawHeaders:
    """Return headers as ASGI sends them."""
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
