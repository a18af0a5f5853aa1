"""Kho danh mục kế hoạch: lists of plans in small pieces, so that the plans not shown cost nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import String, and_, exists, false, func, or_, select, type_coerce

from app.db import rows
from app.db.tables.acts import DecisionRow
from app.db.tables.draws import CommuneDrawRow
from app.db.tables.plans import PlanRow, SelfInspectionRuleRow
from app.db.tables.releases import ReleaseRow
from app.db.tables.teams import PersonRow
from app.db.tables.visits import VisitRow
from app.domain.accounts import AccountRole
from app.domain.listed_plans import ListedPlan
from app.domain.plans import PlanState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.domain.accounts import RoleGrant

_PLAN = rows.table_of(PlanRow)
_DECISION = rows.table_of(DecisionRow)
_RELEASE = rows.table_of(ReleaseRow)
_PERSON = rows.table_of(PersonRow)
_VISIT = rows.table_of(VisitRow)
_DRAW = rows.table_of(CommuneDrawRow)
_SELF_INSPECTION = rows.table_of(SelfInspectionRuleRow)

_LATEST = select(func.max(_RELEASE.c.number)).where(_RELEASE.c.plan_id == _PLAN.c.id).correlate(_PLAN).scalar_subquery()
_BEING_CHANGED = _PLAN.c.state.in_([PlanState.DRAFT.value, PlanState.SUBMITTED.value])

_NONE = "[]"
"""How a column of strings that holds none is written."""


class PlanListStore:
    """Danh mục kế hoạch của người có vai trò."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def concerning(self, grants: Sequence[RoleGrant], *, offset: int, limit: int) -> tuple[ListedPlan, ...]:
        """Return plans with which one of these roles may have to do, the newest year and plan first.

        Those that a planner draws up and those of a viewer's province are exact. For a person or a unit it is a choice
        by what is stored in columns: none is missed, and whether one of them concerns them is for its release to say.
        """
        own = _any_of([_draws_up(grant) for grant in grants if grant.role == AccountRole.PLANNER])
        viewed = _any_of([_is_issued_in(grant) for grant in grants if grant.role == AccountRole.VIEWER])
        named = [_may_name(grant) for grant in grants if grant.person is not None or grant.unit is not None]
        columns = (
            *(_PLAN.c[name] for name in ("key", "kind", "title", "province", "year", "state")),
            *(_RELEASE.c[name] for name in ("number", "decision_number", "decision_day")),
            own.label("is_own"),
            viewed.label("is_viewed"),
        )
        provinces = {grant.province for grant in grants if grant.province is not None}
        of_one = [_PLAN.c.province == provinces.pop()] if len(provinces) == 1 else []
        found = self._session.execute(
            select(*columns)
            .select_from(_PLAN)
            .outerjoin(_RELEASE, and_(_RELEASE.c.plan_id == _PLAN.c.id, _RELEASE.c.number == _LATEST))
            .where(or_(own, viewed, *named), *of_one)
            .order_by(_PLAN.c.year.desc(), _PLAN.c.id.desc())
            .offset(offset)
            .limit(limit)
        )
        return tuple(
            ListedPlan(
                key=row.key,
                kind=row.kind,
                title=row.title,
                province=row.province,
                year=row.year,
                state=PlanState(row.state),
                release=row.number,
                decision=row.decision_number or "",
                decision_day=row.decision_day,
                is_own=bool(row.is_own),
                is_viewed=bool(row.is_viewed),
            )
            for row in found
        )


def _any_of(conditions: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    return or_(false(), *conditions)


def _draws_up(grant: RoleGrant) -> ColumnElement[bool]:
    """Say in SQL whether the agency of a planner is among those that `Plan.planning_agencies` gives."""
    asks = func.coalesce(_DECISION.c.submission_agency, _DECISION.c.body) == grant.agency
    names_none = type_coerce(_PLAN.c.lead_agencies, String) == _NONE
    instead = and_(names_none, exists().where(_DECISION.c.plan_id == _PLAN.c.id, asks))
    return and_(_is_of(grant.province), or_(_names(_PLAN.c.lead_agencies, grant.agency or ""), instead))


def _is_of(province: str | None) -> ColumnElement[bool]:
    """Say in SQL whether a plan is of the province, so that no index is asked for it.

    Nearly all plans are of one province: they are gone through in the order of the list until there are enough.
    """
    return func.coalesce(_PLAN.c.province, "") == province


def _is_issued_in(grant: RoleGrant) -> ColumnElement[bool]:
    return and_(_is_of(grant.province), _RELEASE.c.number.is_not(None))


def _may_name(grant: RoleGrant) -> ColumnElement[bool]:
    """Say in SQL whether a plan that was issued may name the person or unit of a role.

    While a plan is changed, its columns may no longer name somebody whom its release still does. A unit is drawn from a
    list that has it.
    """
    if grant.person is not None:
        named = [exists().where(_PERSON.c.plan_id == _PLAN.c.id, _PERSON.c.key == grant.person)]
    else:
        unit = grant.unit or ""
        named = [
            exists().where(_VISIT.c.plan_id == _PLAN.c.id, or_(_VISIT.c.unit == unit, _names(_VISIT.c.communes, unit))),
            exists().where(_SELF_INSPECTION.c.plan_id == _PLAN.c.id),
            exists().where(
                _DRAW.c.plan == _PLAN.c.key, or_(_names(_DRAW.c.frame, unit), _names(_DRAW.c.included, unit))
            ),
        ]
    return and_(_is_issued_in(grant), or_(_BEING_CHANGED, *named))


def _names(column: Any, key: str) -> ColumnElement[bool]:
    """Say whether a column of strings holds the key, as it stands in the JSON text: between quotation marks."""
    return type_coerce(column, String).contains(f'"{key}"', autoescape=True)
