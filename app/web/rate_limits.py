"""Giới hạn tần suất: how often something may be asked for."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_MINUTE = 60.0
_MOST_KEYS = 10_000


class RateLimit:
    """Giới hạn mỗi phút cho từng khóa: a bucket of `per_minute` turns a key, which fills again evenly.

    `clock` gives seconds that never go back. The keys asked for longest ago are forgotten first, so that memory is
    bounded however many come.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self._per_minute, self._clock = per_minute, clock
        self._turns: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, key: str) -> float:
        """Take a turn and return 0, or return the seconds until there is one."""
        now = self._clock()
        left, since = self._turns.pop(key, (float(self._per_minute), now))
        left = min(float(self._per_minute), left + (now - since) * self._per_minute / _MINUTE)
        is_free = left >= 1
        self._turns[key] = (left - 1 if is_free else left, now)
        if len(self._turns) > _MOST_KEYS:
            self._turns.popitem(last=False)
        return 0.0 if is_free else (1 - left) * _MINUTE / self._per_minute
