"""Giới hạn của một lần tìm, by work first and by the clock last."""

from __future__ import annotations

import time
from dataclasses import dataclass

WORK, WORK_AFTER = 1.5, 0.4
"""How much the solver may work for a goal that is to be proven, and for one after those, in its own deterministic
measure (roughly seconds)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Giới hạn: `work` for each goal to be proven and `work_after` for each one after, in the solver's measure.

    `until` is the moment of the monotonic clock at which everything ends.
    """

    work: float = WORK
    work_after: float = WORK_AFTER
    until: float = float("inf")
    seed: int = 1

    @property
    def seconds(self) -> float:
        """The seconds left by the clock."""
        return max(0.0, self.until - time.monotonic())
