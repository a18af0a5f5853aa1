"""Điều chỉnh ít xáo trộn nhất: what happened to an issued plan becomes a request that moves as little as may be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from app.domain.dates import WorkCalendar
from app.domain.dossiers import PlanDossier
from app.domain.errors import Fault, InvalidInput, Refused
from app.domain.happenings import (
    DAYS,
    DaysOffDecreed,
    PersonAway,
    PlaceClosed,
    UnitAdded,
    after,
    days_off_by,
    happening_words,
)
from app.domain.pins import Pin, first_free_day, pins_of
from app.domain.plans import PlanState
from app.domain.releases import check_editable
from app.domain.schedule_requests import Aim, Length, ScheduleRequest, visit_name
from app.domain.vietnamese import short_date
from app.services.releases import latest_release, release_dossier

if TYPE_CHECKING:
    from app.db.store import Store
    from app.domain.happenings import Happening


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedPlan:
    """Kế hoạch đã ban hành đang xét: as it stands now, as it was issued last, and what of it stays where it is.

    `dossier` is what was issued, or the draft of an adjustment on top of it. `free_from` is the first day to which a
    visit may be moved so that its unit is told in time.
    """

    dossier: PlanDossier
    issued: PlanDossier
    pins: tuple[Pin, ...]
    calendar: WorkCalendar
    today: date

    @property
    def free_from(self) -> date:
        """The first day to which a visit may be moved."""
        return first_free_day(self.today, self.issued.plan.standards.notice_days, self.calendar)

    @property
    def is_open(self) -> bool:
        """Say whether an adjustment is being drawn up already."""
        return self.dossier.plan.state == PlanState.DRAFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Replanning:
    """Yêu cầu điều chỉnh: the plan with what happened in it, the days off of then, and what is asked of the search."""

    dossier: PlanDossier
    calendar: WorkCalendar
    request: ScheduleRequest


def issued_plan(store: Store, plan_key: str, today: date) -> IssuedPlan:
    """Return an issued plan as it stands; raise NotFound, Refused `replan.no_release` where nothing was issued.

    Refused `plan.is_closed` and the like where the plan is no longer changed.
    """
    dossier = store.plans.dossier(plan_key)
    if latest_release(store, plan_key) is None:
        raise Refused("replan.no_release", key=plan_key)
    if dossier.plan.state != PlanState.ISSUED:
        check_editable(dossier.plan)
    issued, calendar = release_dossier(store, plan_key), store.days_off.calendar()
    pins = pins_of(issued.plan, today, calendar)
    return IssuedPlan(dossier=dossier, issued=issued, pins=pins, calendar=calendar, today=today)


def pins_of_plan(store: Store, plan_key: str, today: date) -> tuple[Pin, ...]:
    """Return the visits of a plan that stay where they are; none where nothing of it was issued."""
    if latest_release(store, plan_key) is None:
        return ()
    return pins_of(release_dossier(store, plan_key).plan, today, store.days_off.calendar())


def replanning(found: IssuedPlan, happening: Happening, *, working_days: int | None = None) -> Replanning:
    """Return what is asked of the search when that happened; `working_days` is the length of a unit that is added.

    Raise InvalidInput where the happening does not concern the plan as it stands.
    """
    if isinstance(happening, PersonAway | PlaceClosed | DaysOffDecreed) and happening.window.last < found.today:
        over, present = short_date(happening.window.last), short_date(found.today)
        raise InvalidInput([Fault(place=DAYS, code="happening.over", found=over, wanted=present)])
    changed = after(found.dossier, happening, found.pins)
    known = {entry.day for entry in found.calendar.table}
    new = tuple(entry for entry in days_off_by(happening) if entry.day not in known)
    added = (happening.unit,) if isinstance(happening, UnitAdded) else ()
    present_visits = {visit_name(visit) for visit in changed.plan.visits}
    request = ScheduleRequest(
        aim=Aim.REPLAN,
        note=happening_words(changed, happening),
        not_before=found.free_from,
        units=added,
        fixed=tuple(pin.name for pin in found.pins if pin.name in present_visits),
        lengths=tuple(Length(unit=unit, least=working_days) for unit in added if working_days is not None),
    )
    return Replanning(
        dossier=changed, calendar=replace(found.calendar, table=(*found.calendar.table, *new)), request=request
    )
