"""Thiết lập kế hoạch: what a plan states besides its visits and teams, section by section, each changed as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from typing import Any

from app.domain.acts import ActForm, Signatory
from app.domain.dossiers import PlanDossier
from app.domain.draws.clusters import cluster_faults
from app.domain.errors import Fault, InvalidInput, NotFound
from app.domain.new_plans import (
    LONGEST_LINE,
    LONGEST_TITLE,
    agency_faults,
    line_faults,
    subject_faults,
)
from app.domain.plans import Budget, DrawRule, Period, Plan, SelfInspectionRule, Standards
from app.domain.teams import Alternation
from app.domain.vietnamese import clean, short_date

LONGEST_TEXT = 4000
MOST_RECIPIENTS = 40
MOST_READING_DAYS, MOST_NOTICE_DAYS, MOST_WORKING_DAYS = 60, 60, 250
MOST_DRAWN = 99
HIGHEST_RATE = 100_000_000
"""Đồng: far above any rate that a plan of this kind has paid."""


class Section(StrEnum):
    """Phần của trang thiết lập: each has its own form and its own mark; the value stands in its address."""

    GENERAL = "chung"
    PAPER = "van-ban"
    STANDARDS = "muc-toi-thieu"
    ALTERNATION = "luan-phien"
    DRAW = "chon-ngau-nhien"
    SELF_INSPECTION = "tu-kiem-tra"
    BUDGET = "kinh-phi"
    CLOSING = "ket-thuc-doan"


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneralFacts:
    """Thông tin chung của kế hoạch."""

    title: str
    kind: str
    subjects: tuple[str, ...]
    act: ActForm
    lead_agencies: tuple[str, ...]
    period: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """Đầu và cuối văn bản: symbol, body, issuer, recipients and signatory of the act."""

    symbol: str
    body: str
    issuer: str = ""
    recipients: tuple[str, ...] = ()
    signatory: Signatory | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingFacts:
    """Con dấu và giải thể: whose seals the đoàn uses, and the line by which it dissolves."""

    dissolution: str = ""
    seals: tuple[str, ...] = ()


Facts = GeneralFacts | PaperFacts | Standards | Alternation | DrawRule | SelfInspectionRule | Budget | ClosingFacts
"""Nội dung của một phần; None stands for a rule that the plan does not have."""


def facts_of(plan: Plan, section: Section) -> Facts | None:
    """Return what the plan states in a section; None for a rule that it does not have."""
    return _PARTS[section].stated(plan)


def with_facts(dossier: PlanDossier, section: Section, facts: Facts | None) -> PlanDossier:
    """Return the plan with a section that states this; None takes a rule away.

    Raise InvalidInput with faults at the names of the fields of what is stated, NotFound for a section that says
    something else or cannot be left out.
    """
    part = _PARTS[section]
    if (facts is None and not part.is_rule) or (facts is not None and not isinstance(facts, part.kind)):
        raise NotFound("section", section.value)
    facts = _cleaned(facts)
    faults = tuple(part.faults(dossier, facts)) if facts is not None else ()
    if faults:
        raise InvalidInput(faults)
    return replace(dossier, plan=part.stating(dossier.plan, facts))


def _cleaned(value: Any) -> Any:
    """Return what is stated with every text in it as it is kept: composed, without blanks around and control signs."""
    if isinstance(value, str):
        return value if isinstance(value, StrEnum) else clean(value)
    if isinstance(value, tuple):
        return tuple(_cleaned(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _cleaned(getattr(value, each.name)) for each in fields(value)})
    return value


def without_remark(dossier: PlanDossier, key: str) -> PlanDossier:
    """Return the plan without a remark that was dealt with; raise NotFound where it has none such."""
    left = tuple(remark for remark in dossier.plan.remarks if remark.key != key)
    if len(left) == len(dossier.plan.remarks):
        raise NotFound("remark", key)
    return replace(dossier, plan=replace(dossier.plan, remarks=left))


def _general(plan: Plan) -> GeneralFacts:
    return GeneralFacts(
        title=plan.title,
        kind=plan.kind,
        subjects=plan.subjects,
        act=plan.act,
        lead_agencies=plan.lead_agencies,
        period=plan.period,
    )


def _with_general(plan: Plan, facts: GeneralFacts) -> Plan:
    return replace(
        plan,
        title=facts.title,
        kind=facts.kind,
        subjects=tuple(dict.fromkeys(facts.subjects)),
        act=facts.act,
        lead_agencies=facts.lead_agencies,
        period=facts.period,
    )


def _paper(plan: Plan) -> PaperFacts:
    decision = plan.decision
    return PaperFacts(
        symbol=decision.symbol,
        body=decision.body,
        issuer=decision.issuer,
        recipients=decision.recipients,
        signatory=decision.signatory,
    )


def _with_paper(plan: Plan, facts: PaperFacts) -> Plan:
    decision = replace(
        plan.decision,
        symbol=facts.symbol,
        body=facts.body,
        issuer=facts.issuer,
        recipients=facts.recipients,
        signatory=facts.signatory,
    )
    return replace(plan, decision=decision)


def _general_faults(dossier: PlanDossier, facts: GeneralFacts) -> Iterator[Fault]:
    yield from line_faults("title", facts.title, LONGEST_TITLE)
    yield from line_faults("kind", facts.kind)
    yield from subject_faults(facts.subjects)
    yield from agency_faults("lead_agencies", facts.lead_agencies, dossier.units)
    period = facts.period
    if period is None:
        return
    yield from line_faults("wording", period.wording, LONGEST_TITLE)
    if period.first is not None and period.last is not None and period.last < period.first:
        found, wanted = short_date(period.last), short_date(period.first)
        yield Fault(place="last", code="day.order", found=found, wanted=wanted)


def _paper_faults(dossier: PlanDossier, facts: PaperFacts) -> Iterator[Fault]:
    yield from line_faults("symbol", facts.symbol)
    yield from agency_faults("body", (facts.body,), dossier.units)
    yield from line_faults("issuer", facts.issuer, is_needed=False)
    if len(facts.recipients) > MOST_RECIPIENTS:
        found = f"{len(facts.recipients)}"
        yield Fault(place="recipients", code="form.too_many", found=found, wanted=f"{MOST_RECIPIENTS}")
    for line in facts.recipients:
        yield from line_faults("recipients", line, LONGEST_TITLE)
    signatory = facts.signatory
    if signatory is None:
        return
    yield from line_faults("title_of_signatory", signatory.title)
    yield from line_faults("capacity", signatory.capacity, is_needed=False)
    yield from line_faults("name", signatory.name, is_needed=False)


def _standard_faults(dossier: PlanDossier, facts: Standards) -> Iterator[Fault]:
    yield from _number_faults("reading_days", facts.reading_days, 0, MOST_READING_DAYS)
    yield from _number_faults("notice_days", facts.notice_days, 0, MOST_NOTICE_DAYS)
    known = {level.key for level in dossier.province.levels}
    for level, least in facts.working_days.items():
        if level not in known:
            yield Fault(place="working_days", code="level.unknown", found=level)
        yield from _number_faults(f"working_days.{level}", least, 1, MOST_WORKING_DAYS)


def _draw_faults(dossier: PlanDossier, facts: DrawRule) -> Iterator[Fault]:
    ranks = {level.key: level.rank for level in dossier.province.levels}
    for place, level in (("at_level", facts.at_level), ("from_level", facts.from_level)):
        if level is not None and level not in ranks:
            yield Fault(place=place, code="level.unknown", found=level)
    at, below = ranks.get(facts.at_level or ""), ranks.get(facts.from_level)
    if at is not None and below is not None and below <= at:
        yield Fault(place="from_level", code="draw.not_below")
    if facts.at_level is None and not facts.clusters:
        yield Fault(place="at_level", code="draw.level_missing")
    yield from _number_faults("least", facts.least, 0, MOST_DRAWN)
    yield from _number_faults("most", facts.most, 1, MOST_DRAWN)
    if facts.least > facts.most:
        yield Fault(place="most", code="draw.most_below_least", found=f"{facts.most}", wanted=f"{facts.least}")
    yield from _cluster_faults(dossier, facts)
    yield from line_faults("text", facts.text, LONGEST_TEXT, is_needed=False)


def _cluster_faults(dossier: PlanDossier, facts: DrawRule) -> Iterator[Fault]:
    """Yield what is wrong with the clusters, at "clusters.N.name" and "clusters.N.units", N from 0; units by name."""
    names = {unit.key: unit.name for unit in (*dossier.units, *dossier.directory.units)}
    levels: dict[str, set[str]] = {}
    for unit in dossier.units:
        levels.setdefault(unit.key, set()).add(unit.level)
    for position, cluster in enumerate(facts.clusters):
        yield from line_faults(f"clusters.{position}.name", cluster.name)
        if cluster.units:
            unique = tuple(dict.fromkeys(cluster.units))
            yield from agency_faults(f"clusters.{position}.units", unique, dossier.units)
    taken = {*levels, *(quota.key for quota in dossier.plan.quotas)}
    level_names = {level.key: level.name for level in dossier.province.levels}
    for fault in cluster_faults(facts.clusters, level=facts.from_level, levels=levels, taken=taken):
        part = "units" if fault.unit is not None or fault.code == "cluster.empty" else "name"
        found = fault.found if fault.unit is None else names.get(fault.found, fault.found)
        wanted = level_names.get(fault.wanted, "") if fault.code == "cluster.level_wrong" else fault.wanted
        yield Fault(place=f"clusters.{fault.cluster}.{part}", code=fault.code, found=found, wanted=wanted)


def _self_inspection_faults(dossier: PlanDossier, facts: SelfInspectionRule) -> Iterator[Fault]:
    if not facts.kinds and not facts.levels:
        yield Fault(place="kinds", code="self_inspection.nobody")
    known = {level.key for level in dossier.province.levels}
    for level in facts.levels:
        if level not in known:
            yield Fault(place="levels", code="level.unknown", found=level)
    for kind in facts.kinds:
        yield from line_faults("kinds", kind, LONGEST_LINE)
    for place, key in (("to", facts.to), ("via", facts.via)):
        if key is not None:
            yield from agency_faults(place, (key,), dossier.units)
    yield from line_faults("text", facts.text, LONGEST_TEXT, is_needed=False)


def _budget_faults(dossier: PlanDossier, facts: Budget) -> Iterator[Fault]:
    yield from _number_faults("rate", facts.rate, 0, HIGHEST_RATE)
    for source in facts.sources:
        yield from agency_faults("sources", (source.agency,), dossier.units)
        yield from line_faults("sources", source.text, LONGEST_TITLE)
    if facts.appraised_by is not None:
        yield from agency_faults("appraised_by", (facts.appraised_by,), dossier.units)
    yield from line_faults("text", facts.text, LONGEST_TEXT, is_needed=False)


def _number_faults(place: str, number: int, least: int, most: int) -> Iterator[Fault]:
    if not least <= number <= most:
        yield Fault(place=place, code="number.out_of_range", found=f"{number}", wanted=f"{least}, {most}")


def _alternation_faults(dossier: PlanDossier, facts: Alternation) -> Iterator[Fault]:
    yield from agency_faults("agencies", facts.agencies, dossier.units)
    if len(facts.agencies) == 1:
        yield Fault(place="agencies", code="alternation.one_agency")


def _closing_faults(dossier: PlanDossier, facts: ClosingFacts) -> Iterator[Fault]:
    yield from line_faults("dissolution", facts.dissolution, LONGEST_TEXT, is_needed=False)
    if facts.seals:
        yield from agency_faults("seals", facts.seals, dossier.units)


@dataclass(frozen=True, slots=True)
class _Part:
    """What a section is made of: the class of what it states, how it is read and put, and what may be wrong with it.

    `is_rule` says that a plan may be without it.
    """

    kind: type
    stated: Callable[[Plan], Facts | None]
    stating: Callable[[Plan, Any], Plan]
    faults: Callable[[PlanDossier, Any], Iterator[Fault]]
    is_rule: bool = False


_PARTS: dict[Section, _Part] = {
    Section.GENERAL: _Part(GeneralFacts, _general, _with_general, _general_faults),
    Section.PAPER: _Part(PaperFacts, _paper, _with_paper, _paper_faults),
    Section.STANDARDS: _Part(
        Standards,
        lambda plan: plan.standards,
        lambda plan, facts: replace(plan, standards=facts),
        _standard_faults,
    ),
    Section.ALTERNATION: _Part(
        Alternation,
        lambda plan: plan.alternation,
        lambda plan, facts: replace(plan, alternation=facts),
        _alternation_faults,
        is_rule=True,
    ),
    Section.DRAW: _Part(
        DrawRule, lambda plan: plan.draw, lambda plan, facts: replace(plan, draw=facts), _draw_faults, is_rule=True
    ),
    Section.SELF_INSPECTION: _Part(
        SelfInspectionRule,
        lambda plan: plan.self_inspection,
        lambda plan, facts: replace(plan, self_inspection=facts),
        _self_inspection_faults,
        is_rule=True,
    ),
    Section.BUDGET: _Part(
        Budget, lambda plan: plan.budget, lambda plan, facts: replace(plan, budget=facts), _budget_faults, is_rule=True
    ),
    Section.CLOSING: _Part(
        ClosingFacts,
        lambda plan: ClosingFacts(dissolution=plan.dissolution, seals=plan.seals),
        lambda plan, facts: replace(plan, dissolution=facts.dissolution, seals=facts.seals),
        _closing_faults,
    ),
}
