"""Quy định chung của kế hoạch giữa dòng và giá trị: draw, self-inspection, budget, mandates, absences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.db import rows
from app.db.tables.plans import (
    AbsenceRow,
    BudgetRow,
    BudgetSourceRow,
    DrawClusterRow,
    DrawRuleRow,
    MandateRow,
    SelfInspectionRuleRow,
)
from app.db.times import deadline_fields, deadline_of
from app.domain.dates import Half, Window
from app.domain.people import Absence
from app.domain.plans import Budget, BudgetSource, DrawCluster, DrawRule, Mandate, SelfInspectionRule

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.db.rows import Rows


def read_draw_rule(session: Session, plan_id: int) -> DrawRule | None:
    """Return how a plan draws units by lot."""
    row = rows.only_of_plan(session, DrawRuleRow, plan_id)
    if row is None:
        return None
    clusters = rows.of_plan(session, DrawClusterRow, plan_id)
    return DrawRule(
        at_level=row.at_level,
        from_level=row.from_level,
        least=row.least,
        most=row.most,
        text=row.text,
        clusters=tuple(DrawCluster(key=each.key, name=each.name, units=each.units) for each in clusters),
    )


def draw_rule_rows(plan_id: int, rule: DrawRule | None) -> Rows:
    """Return the rows of how a plan draws units by lot."""
    found = [] if rule is None else [_draw_rule_row(plan_id, rule)]
    clusters = [
        DrawClusterRow(plan_id=plan_id, key=each.key, position=position, name=each.name, units=each.units)
        for position, each in enumerate(rule.clusters if rule else ())
    ]
    return ((DrawRuleRow, found), (DrawClusterRow, clusters))


def _draw_rule_row(plan_id: int, rule: DrawRule) -> DrawRuleRow:
    return DrawRuleRow(
        plan_id=plan_id,
        at_level=rule.at_level,
        from_level=rule.from_level,
        least=rule.least,
        most=rule.most,
        text=rule.text,
    )


def read_self_inspection(session: Session, plan_id: int) -> SelfInspectionRule | None:
    """Return a plan's rule on self-inspection."""
    row = rows.only_of_plan(session, SelfInspectionRuleRow, plan_id)
    if row is None:
        return None
    return SelfInspectionRule(
        kinds=row.kinds,
        levels=row.levels,
        deadline=deadline_of(row),
        to=row.report_to,
        via=row.report_via,
        text=row.text,
    )


def self_inspection_rows(plan_id: int, rule: SelfInspectionRule | None) -> Rows:
    """Return the rows of a plan's rule on self-inspection."""
    found = [] if rule is None else [_self_inspection_row(plan_id, rule)]
    return ((SelfInspectionRuleRow, found),)


def _self_inspection_row(plan_id: int, rule: SelfInspectionRule) -> SelfInspectionRuleRow:
    return SelfInspectionRuleRow(
        plan_id=plan_id,
        kinds=rule.kinds,
        levels=rule.levels,
        report_to=rule.to,
        report_via=rule.via,
        text=rule.text,
        **deadline_fields(rule.deadline),
    )


def read_budget(session: Session, plan_id: int) -> Budget | None:
    """Return a plan's budget with its sources."""
    row = rows.only_of_plan(session, BudgetRow, plan_id)
    if row is None:
        return None
    return Budget(
        rate=row.rate,
        sources=tuple(
            BudgetSource(agency=source.agency, text=source.text)
            for source in rows.of_plan(session, BudgetSourceRow, plan_id)
        ),
        appraised_by=row.appraised_by,
        counts_leaders=row.counts_leaders,
        counts_working_days_only=row.counts_working_days_only,
        text=row.text,
    )


def budget_rows(plan_id: int, budget: Budget | None) -> Rows:
    """Return the rows of a plan's budget with its sources."""
    found = [] if budget is None else [_budget_row(plan_id, budget)]
    sources = [
        BudgetSourceRow(plan_id=plan_id, position=position, agency=source.agency, text=source.text)
        for position, source in enumerate(budget.sources if budget is not None else ())
    ]
    return ((BudgetRow, found), (BudgetSourceRow, sources))


def _budget_row(plan_id: int, budget: Budget) -> BudgetRow:
    return BudgetRow(
        plan_id=plan_id,
        rate=budget.rate,
        appraised_by=budget.appraised_by,
        counts_leaders=budget.counts_leaders,
        counts_working_days_only=budget.counts_working_days_only,
        text=budget.text,
    )


def read_mandates(session: Session, plan_id: int) -> tuple[Mandate, ...]:
    """Return the fields of a plan's outline and who answers for each."""
    return tuple(
        Mandate(field=row.field, name=row.name, agency=row.agency) for row in rows.of_plan(session, MandateRow, plan_id)
    )


def mandate_rows(plan_id: int, mandates: tuple[Mandate, ...]) -> Rows:
    """Return the rows of the fields of a plan's outline and who answers for each."""
    wanted = [
        MandateRow(plan_id=plan_id, position=position, field=mandate.field, name=mandate.name, agency=mandate.agency)
        for position, mandate in enumerate(mandates)
    ]
    return ((MandateRow, wanted),)


def read_absences(session: Session, plan_id: int) -> tuple[Absence, ...]:
    """Return the days on which people or units cannot take part."""
    return tuple(
        Absence(
            window=Window(
                first=row.window_first,
                last=row.window_last,
                opens=Half(row.window_opens),
                closes=Half(row.window_closes),
            ),
            reason=row.reason,
            person=row.person,
            unit=row.unit,
        )
        for row in rows.of_plan(session, AbsenceRow, plan_id)
    )


def absence_rows(plan_id: int, absences: tuple[Absence, ...]) -> Rows:
    """Return the rows of the days on which people or units cannot take part."""
    wanted = [
        AbsenceRow(
            plan_id=plan_id,
            position=position,
            reason=absence.reason,
            person=absence.person,
            unit=absence.unit,
            window_first=absence.window.first,
            window_last=absence.window.last,
            window_opens=absence.window.opens,
            window_closes=absence.window.closes,
        )
        for position, absence in enumerate(absences)
    ]
    return ((AbsenceRow, wanted),)
