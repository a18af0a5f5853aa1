"""Hỏi máy chủ bên ngoài: HTTP with one limit of time and one of size for all that is asked in one go."""

from __future__ import annotations

import time
from io import BytesIO
from typing import TYPE_CHECKING, Any

from requests import RequestException, Timeout
from requests.adapters import HTTPAdapter

if TYPE_CHECKING:
    from requests import PreparedRequest, Response, Session

MOST_OCTETS = 256 * 1024
"""Octets of an answer: descriptions, keys and tokens of a sign-on are far smaller."""
_PIECE = 16 * 1024


class BoundedAdapter(HTTPAdapter):
    """Bộ gửi có giới hạn: every answer is read whole, in time and up to `MOST_OCTETS`, or ends in a RequestException.

    `seconds` is for all requests that the adapter sends; no request is sent twice.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(max_retries=0)
        self._ends = time.monotonic() + seconds

    def send(self, request: PreparedRequest, *_ignored: Any, **settings: Any) -> Response:
        """Send and read the whole answer; raise RequestException when it takes too long or is too large."""
        answer = super().send(request, **settings | {"stream": True, "timeout": self._left()})
        try:
            content = self._read(answer.raw)
        finally:
            answer.raw.close()
        answer.raw = BytesIO(content)
        return answer

    def _read(self, raw: Any) -> bytes:
        content = bytearray()
        # What has arrived, little as it may be, so that the time is looked at in between.
        while piece := raw.read1(_PIECE, decode_content=True):
            content += piece
            if len(content) > MOST_OCTETS:
                raise RequestException("too large")
            self._left()
        return bytes(content)

    def _left(self) -> float:
        left = self._ends - time.monotonic()
        if left <= 0:
            raise Timeout("too late")
        return left


def bounded(session: Session, seconds: float) -> None:
    """Bind all requests of a session to the limits."""
    adapter = BoundedAdapter(seconds)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
