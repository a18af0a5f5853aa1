"""Yêu cầu có điều kiện: what a client says it already has and can read (RFC 9110, 12.5.3, 13.1)."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

_ENTITY_TAG = re.compile(r'(?:W/)?"([^"]*)"')
IF_NONE_MATCH, IF_MODIFIED_SINCE, ACCEPT_ENCODING = b"if-none-match", b"if-modified-since", b"accept-encoding"
_CONDITIONS = frozenset({IF_NONE_MATCH, IF_MODIFIED_SINCE, ACCEPT_ENCODING})


def conditions_of(headers: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """Return those headers of a request that say what its client has and reads; several lines of one as one list.

    `headers` are as ASGI gives them: names in lower case, nothing decoded.
    """
    found: dict[bytes, bytes] = {}
    for name, value in headers:
        if name in _CONDITIONS:
            found[name] = found[name] + b", " + value if name in found else value
    return found


def is_unchanged(etag: str, last_modified: datetime, if_none_match: str | None, if_modified_since: str | None) -> bool:
    """Say whether the client has this very version, so that 304 answers it.

    If-None-Match (a list or `*`) is compared weakly and stands above If-Modified-Since. A date counts only when it is
    the one we gave: a client that sends the hour of its last download would else miss a change made earlier that day.
    """
    if if_none_match is not None:
        return is_named(etag, if_none_match)
    if if_modified_since is None:
        return False
    try:
        return parsedate_to_datetime(if_modified_since) == last_modified
    except (TypeError, ValueError):
        return False


def is_named(etag: str, if_none_match: str) -> bool:
    """Say whether an If-None-Match (a list or `*`) names this version, compared weakly."""
    if if_none_match == etag:
        return True
    own = _ENTITY_TAG.findall(etag)
    return if_none_match.strip() == "*" or any(tag in own for tag in _ENTITY_TAG.findall(if_none_match))


def accepts_gzip(accept_encoding: str | None) -> bool:
    """Say whether the client reads gzip: named with a weight above 0, or covered by `*` and not refused by name."""
    if not accept_encoding:
        return False
    weights: dict[str, bool] = {}
    for part in accept_encoding.lower().split(","):
        coding, _, parameters = part.partition(";")
        weights[coding.strip()] = not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", parameters)
    return weights.get("gzip", weights.get("*", False))
