"""Ngày nghỉ dự kiến: days off of years that the official table does not reach yet, from the `holidays` package.

They go into the one table of days off, marked as projected, so that every rule, page, document and feed asks one place;
an official announcement taken in later for those years stands beside them in the seed and is entered before use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.dates import DayOff, DayOffKind
from app.services.ledger_upkeep import add_days_off

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from app.db.store import Store
    from app.domain.people import Actor
    from app.domain.plans import Plan

_COUNTRY, _LANGUAGE = "VN", "vi"


def years_of(plan: Plan) -> range:
    """Return the years that the plan touches: its own and those of its windows, with the one before for deadlines."""
    span = plan.span()
    years = [plan.year, *([span.first.year, span.last.year] if span is not None else [])]
    return range(min(years) - 1, max(years) + 1)


def ensure_days_off(store: Store, years: Iterable[int], *, by: Actor, at: datetime) -> int:
    """Project the days off of those years of which the table has none, and return how many days were added."""
    known = {entry.day.year for entry in store.days_off.entries()}
    missing = [year for year in years if year not in known]
    if not missing:
        return 0
    return add_days_off(store, [entry for year in missing for entry in projected_days_off(year)], by=by, at=at)


def projected_days_off(year: int) -> tuple[DayOff, ...]:
    """Return the days off of a year by the package's rules, by day, all marked as projected."""
    from holidays import country_holidays  # noqa: PLC0415 — needed only when a plan reaches past the official table

    all_days = country_holidays(_COUNTRY, years=year, language=_LANGUAGE)
    statutory = country_holidays(_COUNTRY, years=year, language=_LANGUAGE, observed=False)
    return tuple(
        DayOff(
            day=day,
            name=name,
            kind=DayOffKind.PUBLIC_HOLIDAY if day in statutory else DayOffKind.COMPENSATORY_DAY_OFF,
            certainty="projected",
            note="dự kiến theo quy tắc chung, chưa có thông báo chính thức",
        )
        for day, name in sorted(all_days.items())
    )
