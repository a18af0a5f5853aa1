"""Cuộc kiểm tra và đối tượng theo số lượng giữa dòng và giá trị."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.db import rows
from app.db.tables.visits import QuotaRow, VisitRow
from app.db.times import (
    deadline_fields,
    deadline_of,
    loose_time_fields,
    loose_time_of,
    window_fields,
    window_of,
)
from app.domain.visits import Manner, Mode, Quota, Visit

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.db.rows import Rows


def read_visits(session: Session, plan_id: int) -> tuple[Visit, ...]:
    """Return the visits of a plan."""
    return tuple(
        Visit(
            unit=row.unit,
            batch=row.batch,
            number=row.number,
            window=window_of(row),
            loose=loose_time_of(row),
            printed_name=row.printed_name,
            place=row.place,
            manner=Manner(row.manner),
            mode=Mode(row.mode),
            scope=row.scope,
            lead_agency=row.lead_agency,
            head=row.head,
            report_deadline=deadline_of(row),
            is_reserve=row.is_reserve,
            communes=row.communes,
        )
        for row in rows.of_plan(session, VisitRow, plan_id)
    )


def visit_rows(plan_id: int, visits: tuple[Visit, ...]) -> Rows:
    """Return the rows of the visits of a plan."""
    visits_of_plan = [
        VisitRow(
            plan_id=plan_id,
            unit=visit.unit,
            number=visit.number,
            position=position,
            batch=visit.batch,
            printed_name=visit.printed_name,
            place=visit.place,
            manner=visit.manner,
            mode=visit.mode,
            scope=visit.scope,
            lead_agency=visit.lead_agency,
            head=visit.head,
            is_reserve=visit.is_reserve,
            communes=visit.communes,
            **window_fields(visit.window),
            **loose_time_fields(visit.loose),
            **deadline_fields(visit.report_deadline),
        )
        for position, visit in enumerate(visits)
    ]
    return ((VisitRow, visits_of_plan),)


def read_quotas(session: Session, plan_id: int) -> tuple[Quota, ...]:
    """Return the targets of a plan that are given by number."""
    return tuple(
        Quota(
            key=row.key,
            wording=row.wording,
            batch=row.batch,
            count=row.count,
            share_percent=row.share_percent,
            level=row.level,
            kinds=row.kinds,
            loose=loose_time_of(row),
        )
        for row in rows.of_plan(session, QuotaRow, plan_id)
    )


def quota_rows(plan_id: int, quotas: tuple[Quota, ...]) -> Rows:
    """Return the rows of the targets of a plan that are given by number."""
    wanted = [
        QuotaRow(
            plan_id=plan_id,
            key=quota.key,
            position=position,
            wording=quota.wording,
            batch=quota.batch,
            count=quota.count,
            share_percent=quota.share_percent,
            level=quota.level,
            kinds=quota.kinds,
            **loose_time_fields(quota.loose),
        )
        for position, quota in enumerate(quotas)
    ]
    return ((QuotaRow, wanted),)
