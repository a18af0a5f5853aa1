"""Quy tắc về văn bản: numbers still blank, appendices, the draw, and errata of the print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.acts import ErratumKind
from app.domain.draws.drawn_pools import standing_of
from app.domain.problems import Problem
from app.domain.vietnamese import listed, roman, short_date, two_digits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.domain.dossiers import PlanDossier
    from app.domain.draws.drawn_pools import DrawnPool
    from app.domain.plans import DrawRule
    from app.domain.rules.checked_plan import CheckedPlan


def appendix_number_missing(checked: CheckedPlan) -> Iterator[Problem]:
    """Find gaps in the numbers of the appendices, Arabic or Roman."""
    printed = [form.number for form in checked.dossier.plan_forms]
    is_roman = any(not number.isdigit() for number in printed)
    write = roman if is_roman else str
    numerals = {write(number): number for number in range(1, 100)}
    present = {numerals[number] for number in printed if number in numerals}
    for missing in sorted(set(range(1, max(present, default=0))) - present):
        yield Problem(
            code="appendix.number_missing",
            subjects=(write(missing),),
            facts={"number": write(missing), "present": ", ".join(printed)},
        )


def number_blank(checked: CheckedPlan) -> Iterator[Problem]:
    """Find a decision that has no number yet."""
    decision = checked.dossier.plan.decision
    if decision.number is None:
        yield Problem(code="decision.number_blank", facts={"symbol": decision.symbol})


def date_blank(checked: CheckedPlan) -> Iterator[Problem]:
    """Find a decision that has no date yet."""
    decision = checked.dossier.plan.decision
    if decision.day is None:
        yield Problem(code="decision.date_blank", facts={"symbol": decision.symbol})


def draw_pending(checked: CheckedPlan) -> Iterator[Problem]:
    """Find units at which units of a lower level are to be drawn and are not yet."""
    dossier = checked.dossier
    rule = dossier.plan.draw
    if rule is None:
        return
    for visit in checked.visits:
        if dossier.awaits_draw(visit):
            yield _pending(dossier, rule, visit.unit, dossier.unit_name(visit.unit))


def cluster_draw_pending(checked: CheckedPlan) -> Iterator[Problem]:
    """Find clusters of which units are to be drawn and are not yet."""
    dossier = checked.dossier
    rule = dossier.plan.draw
    drawn = {pool.key for pool in dossier.drawn if pool.chosen}
    for cluster in rule.clusters if rule is not None else ():
        if rule is not None and cluster.key not in drawn:
            yield _pending(dossier, rule, cluster.key, cluster.name)


def cluster_unit_gone(checked: CheckedPlan) -> Iterator[Problem]:
    """Find clusters with units that are not there on the day of the plan's list: nothing can be drawn of these."""
    dossier, rule = checked.dossier, checked.dossier.plan.draw
    day = dossier.plan.directory_day()
    there = {unit.key for unit in dossier.units if unit.exists_on(day)}
    for cluster in rule.clusters if rule is not None else ():
        gone = [key for key in cluster.units if key not in there]
        if gone:
            units = listed(dossier.unit_name(key) for key in gone)
            facts = {"unit": cluster.name, "units": units, "day": short_date(day)}
            yield Problem(code="draw.unit_gone", subjects=(cluster.key,), dates=(day,), facts=facts)


def drawn_not_in_plan(checked: CheckedPlan) -> Iterator[Problem]:
    """Find units drawn of a cluster or class that the plan does not inspect."""
    for pool in checked.dossier.drawn:
        missing = standing_of(checked.dossier, pool).missing
        if missing:
            yield _apart("draw.not_in_plan", checked.dossier, pool, missing)


def no_longer_drawn(checked: CheckedPlan) -> Iterator[Problem]:
    """Find units that the plan inspects because they were drawn, and whose draw was annulled or that were replaced."""
    for pool in checked.dossier.drawn:
        gone = standing_of(checked.dossier, pool).gone
        if gone:
            yield _apart("draw.no_longer_drawn", checked.dossier, pool, gone)


def _pending(dossier: PlanDossier, rule: DrawRule, key: str, name: str) -> Problem:
    return Problem(
        code="draw.pending",
        subjects=(key,),
        facts={
            "unit": name,
            "least": two_digits(rule.least),
            "most": two_digits(rule.most),
            "level": dossier.province.level(rule.from_level).name,
        },
    )


def _apart(code: str, dossier: PlanDossier, pool: DrawnPool, keys: Sequence[str]) -> Problem:
    names = {unit.key: unit.name for unit in dossier.units if unit.exists_on(pool.day)}
    units = listed(names.get(key, key) for key in keys)
    return Problem(code=code, subjects=(pool.key,), facts={"unit": pool.name, "units": units})


def errata(checked: CheckedPlan) -> Iterator[Problem]:
    """Report the recorded errata of the printed text."""
    for erratum in checked.dossier.plan.errata:
        code = "text.misprint" if erratum.kind == ErratumKind.MISPRINT else "text.numbering"
        yield Problem(
            code=code,
            subjects=erratum.places or (erratum.key,),
            facts={
                "where": erratum.where,
                "printed": erratum.printed,
                "reading": erratum.reading or "",
                "note": erratum.note,
            },
        )


OF_VISITS = (draw_pending,)
OF_THE_PLAN = (
    cluster_unit_gone,
    drawn_not_in_plan,
    no_longer_drawn,
    appendix_number_missing,
    number_blank,
    date_blank,
    cluster_draw_pending,
    errata,
)
