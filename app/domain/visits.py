"""Cuộc kiểm tra: one unit, one window; and targets that are not yet named."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.dates import LooseTime, Window
from app.domain.deadlines import Deadline


class Manner(StrEnum):
    """Hình thức: full, on one theme, or unannounced."""

    FULL = "full"
    THEMATIC = "thematic"
    UNANNOUNCED = "unannounced"


class Mode(StrEnum):
    """Cách kiểm tra: on the spot, online, or on the reports alone."""

    ON_THE_SPOT = "on_the_spot"
    ONLINE = "online"
    ON_REPORTS = "on_reports"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Cuộc kiểm tra: one unit inspected by one team.

    `unit` and `number` (1 for a unit's first visit, 2 for its second) identify it for life. `window` is firm; `loose`
    is what the plan says while it is not; both None: chưa xác định. `scope` lists outline codes, empty for the whole
    outline. `lead_agency`, `head` and `report_deadline` override those of the batch. `printed_name` keeps the unit's
    name as the annex prints it. `place` is a service point of the unit. `communes` are the drawn units, once drawn.
    """

    unit: str
    batch: str
    number: int = 1
    window: Window | None = None
    loose: LooseTime | None = None
    printed_name: str | None = None
    place: str | None = None
    manner: Manner = Manner.FULL
    mode: Mode = Mode.ON_THE_SPOT
    scope: tuple[str, ...] = ()
    lead_agency: str | None = None
    head: str | None = None
    report_deadline: Deadline | None = None
    is_reserve: bool = False
    communes: tuple[str, ...] = ()

    @property
    def is_announced(self) -> bool:
        """Say whether the unit is told of it: nothing is told of a reserve target, nor of an unannounced visit."""
        return not self.is_reserve and self.manner != Manner.UNANNOUNCED


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """Đối tượng theo số lượng: units of a class that are still to be named ("03 đơn vị cấp tỉnh").

    `count` is how many, `share_percent` the least share of the population where the plan says so; `level` and `kinds`
    bound the class.
    """

    key: str
    wording: str
    batch: str
    count: int | None = None
    share_percent: int | None = None
    level: str | None = None
    kinds: tuple[str, ...] = ()
    loose: LooseTime | None = None
