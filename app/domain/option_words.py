"""Lời về phương án lịch: what an option costs and how two of them differ, as facts; wording stands in the templates."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from app.domain.problems import Severity
from app.domain.schedule_options import OptionKind, Statement
from app.domain.schedules import window_words
from app.domain.vietnamese import listed, short_date, two_digits

if TYPE_CHECKING:
    from app.domain.dates import Window
    from app.domain.dossiers import PlanDossier
    from app.domain.schedule_options import PlacedVisit, ScheduleOption

_OF_TIME = {
    "window.ends_on_day_off",
    "window.few_working_days",
    "deadline.too_few_reading_days",
    "unit.unavailable",
}
"""Warnings that other dates of a visit can do away with."""
_MOST_NAMED = 6


def cost_statements(
    dossier: PlanDossier, option: ScheduleOption, *, lacking: int = 0, fewest_moved: bool = False
) -> tuple[Statement, ...]:
    """Return what an option costs; `lacking` are the working days that its visits lack to what was wanted.

    `fewest_moved` says that fewer visits cannot be moved, though it is not proven that they move the fewest days.
    """
    found = [_moved(dossier, option)]
    if fewest_moved:
        found.append(Statement(code="cost.fewest_moved", facts={"count": two_digits(option.moved)}))
    if option.placed:
        found.append(Statement(code="cost.placed", facts={"count": two_digits(option.placed)}))
    if lacking:
        found.append(Statement(code="cost.lacking", facts={"days": two_digits(lacking)}))
    warnings = [each for each in option.problems if each.severity == Severity.WARNING and each.code in _OF_TIME]
    code = "cost.warnings" if warnings else "cost.no_warnings"
    found.append(Statement(code=code, facts={"count": two_digits(len(warnings))}))
    handovers = sum(each.code == "handover.no_buffer" for each in option.problems)
    if handovers:
        found.append(Statement(code="cost.handovers", facts={"count": two_digits(handovers)}))
    errors = sum(each.severity == Severity.ERROR for each in option.problems)
    if errors:
        found.append(Statement(code="cost.settled", facts={"count": two_digits(errors)}))
    crossed = _crossed_batches(dossier, option)
    if crossed:
        found.append(Statement(code="cost.order", facts={"batches": listed(crossed)}))
    if option.visits:
        last = max(visit.window.last for visit in option.visits)
        found.append(Statement(code="cost.last_day", facts={"day": short_date(last)}))
    return tuple(found)


def _moved(dossier: PlanDossier, option: ScheduleOption) -> Statement:
    moved = [visit for visit in option.visits if visit.is_moved]
    if not moved:
        return Statement(code="cost.none_moved")
    return Statement(
        code="cost.moved",
        facts={
            "count": two_digits(len(moved)),
            "days": two_digits(option.days_moved),
            "units": _names(dossier, moved),
        },
    )


def proof_statement(option: ScheduleOption) -> Statement:
    """Return what is proven of an option: that nothing better exists in what it puts first, or what is not known."""
    if option.proven and option.kind == OptionKind.LEAST_MOVED and not option.moved and not option.placed:
        return Statement(code="proof.least_moved.none")
    if option.proven:
        return Statement(
            code=f"proof.{option.kind}",
            facts={"moved": two_digits(option.moved), "days": two_digits(option.days_moved)},
        )
    return Statement(code="proof.cut_short" if option.cut_short else "proof.not_proven")


def difference_statements(dossier: PlanDossier, option: ScheduleOption, other: ScheduleOption) -> tuple[Statement, ...]:
    """Return how the second option differs from the first: what it costs more or less, and which visits differ."""
    found = []
    more = other.moved - option.moved
    if more:
        found.append(_more_or_fewer("difference.moved", more))
    if other.days_moved != option.days_moved:
        found.append(_more_or_fewer("difference.days", other.days_moved - option.days_moved))
    here = {(visit.unit, visit.number): visit for visit in option.visits}
    elsewhere = [
        visit
        for visit in other.visits
        if (visit.unit, visit.number) not in here or here[visit.unit, visit.number].window != visit.window
    ]
    for visit in elsewhere[:_MOST_NAMED]:
        former = here.get((visit.unit, visit.number))
        found.append(
            Statement(
                code="difference.window",
                facts={
                    "unit": dossier.unit_name(visit.unit),
                    "here": window_words(former.window) if former is not None else "",
                    "there": window_words(visit.window),
                },
            )
        )
    if len(elsewhere) > _MOST_NAMED:
        found.append(Statement(code="difference.others", facts={"count": two_digits(len(elsewhere) - _MOST_NAMED)}))
    return tuple(found)


def _more_or_fewer(code: str, more: int) -> Statement:
    return Statement(code=f"{code}.{'more' if more > 0 else 'fewer'}", facts={"count": two_digits(abs(more))})


def _crossed_batches(dossier: PlanDossier, option: ScheduleOption) -> list[str]:
    """Return the pairs of batches of a team that stood one after the other and no longer do: "Đợt 2 với Đợt 3"."""
    if option.batches:
        return []
    now: dict[str, list[Window]] = {}
    then: dict[str, list[Window]] = {}
    for visit in option.visits:
        now.setdefault(visit.batch, []).append(visit.window)
        if visit.former is not None:
            then.setdefault(visit.batch, []).append(visit.former)
    return [
        f"{one.name} với {other.name}"
        for one, other in combinations(dossier.plan.batches, 2)
        if one.team == other.team
        and _stand_in_order(then.get(one.key, []), then.get(other.key, []))
        and not _stand_in_order(now.get(one.key, []), now.get(other.key, []))
    ]


def _stand_in_order(some: list[Window], others: list[Window]) -> bool:
    """Say whether every window of the one batch begins no later than every window of the other."""
    return not some or not others or max(each.first for each in some) <= min(each.first for each in others)


def _names(dossier: PlanDossier, visits: list[PlacedVisit]) -> str:
    if len(visits) > _MOST_NAMED:
        return f"{listed(dossier.unit_name(visit.unit) for visit in visits[:_MOST_NAMED])} …"
    return listed(dossier.unit_name(visit.unit) for visit in visits)
