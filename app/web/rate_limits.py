"""Giới hạn tần suất: how often something may be asked for."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

_MINUTE = 60.0
_MOST_KEYS = 10_000


class RateLimit:
    """Giới hạn mỗi phút cho từng khóa: a bucket of `per_minute` turns a key, which fills again evenly.

    `clock` gives seconds that never go back. The keys asked for longest ago are forgotten first, so that memory is
    bounded however many come.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self._most, self._a_second, self._clock = float(per_minute), per_minute / _MINUTE, clock
        self._turns: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def wait(self, key: Hashable) -> float:
        """Take a turn and return 0, or return the seconds until there is one."""
        turns, now = self._turns, self._clock()
        left, since = turns.pop(key, (self._most, now))
        left += (now - since) * self._a_second
        if left > self._most:  # noqa: PLR1730 — min() costs more than the rest of the line at each feed
            left = self._most
        is_free = left >= 1
        turns[key] = (left - 1 if is_free else left, now)
        if len(turns) > _MOST_KEYS:
            turns.popitem(last=False)
        return 0.0 if is_free else (1 - left) / self._a_second
