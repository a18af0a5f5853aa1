"""Hãm số lần thử: how often a name, and an address, may try to sign in or to use a one-time link."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from app.web.rate_limits import RateLimit

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import Request

TRIES_OF_A_NAME = 10
"""Lượt trong một phút cho một tên đăng nhập, whoever tries."""
TRIES_OF_AN_ADDRESS = 30
"""Lượt trong một phút cho một địa chỉ mạng: many people may sit behind one."""


class Throttles:
    """Bộ hãm: kept in the memory of the process; names that do not exist are counted like those that do."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._names = RateLimit(TRIES_OF_A_NAME, clock)
        self._addresses = RateLimit(TRIES_OF_AN_ADDRESS, clock)

    def wait(self, request: Request, name: str) -> int:
        """Take a turn for the name from the address of the request; return the whole seconds to wait, 0 for none."""
        address = request.client.host if request.client else ""
        return math.ceil(max(self._addresses.wait(address), self._names.wait(name.strip().casefold())))
