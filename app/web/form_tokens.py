"""Mã của biểu mẫu: proof that a form was shown by this service to this very visitor (against forged requests, CSRF)."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from starlette.datastructures import Headers

FIELD = "ma-bieu-mau"
"""The hidden field of each form."""
HEADER = "x-csrf-token"
"""The header that a program sends in its stead."""


def token_for(server_secret: str, visitor_secret: str) -> str:
    """Return the token of a visitor: of a session, or of a guest, by the secret that the cookie holds."""
    return hmac.new(server_secret.encode(), f"form|{visitor_secret}".encode(), hashlib.sha256).hexdigest()


def is_token(found: str, wanted: str) -> bool:
    """Say whether it is that token, in a time that tells nothing of how near it came."""
    return hmac.compare_digest(found.encode(), wanted.encode())


def comes_from_here(headers: Headers) -> bool:
    """Say whether the browser says, as far as it says anything, that the request was made by a page of this host.

    `Origin` and `Sec-Fetch-Site` are set by the browser and no script can change them (Fetch, forbidden headers).
    """
    if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = headers.get("origin")
    if origin == "null" and headers.get("sec-fetch-site") == "same-origin":
        return True  # from a page that tells nobody where it stands, as all of ours do (Referrer-Policy; Fetch, 3.2)
    return origin is None or urlsplit(origin).netloc == headers.get("host")
