"""Quy tắc về văn bản: numbers still blank, appendices, the draw, and errata of the print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.acts import ErratumKind
from app.domain.problems import Problem
from app.domain.vietnamese import roman, two_digits

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        if not dossier.awaits_draw(visit):
            continue
        yield Problem(
            code="draw.pending",
            subjects=(visit.unit,),
            facts={
                "unit": dossier.unit_name(visit.unit),
                "least": two_digits(rule.least),
                "most": two_digits(rule.most),
                "level": dossier.province.level(rule.from_level).name,
            },
        )


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
OF_THE_PLAN = (appendix_number_missing, number_blank, date_blank, errata)
