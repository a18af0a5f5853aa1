"""Lời văn của kế hoạch: the numbered text as printed, else drawn up from the standing wording and the plan's facts.

The standing wording is in templates/documents/decision/plan.toml. Source of its parts: the plans that provinces
publish; of its numbering: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, II.6.c, II.6.đ and V.6.b.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.documents.acts import act_facts
from app.documents.agencies import is_committee, short_name, team_words
from app.documents.draw_rules import draw_values
from app.documents.layout import clause_heading, paragraph, section_heading
from app.documents.numbering import Numbers
from app.documents.promulgation import annex_label, ended, has_annex
from app.documents.wording import Marked, TextBlock, Wording, drawn
from app.domain.acts import ClauseKind
from app.domain.clauses import coded
from app.domain.outlines import OutlineKind
from app.domain.programmes import heading_name
from app.domain.schedules import UNDETERMINED
from app.domain.vietnamese import capital_first, grouped, listed, lower_first
from app.domain.visits import Manner, Visit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.documents.page import Block
    from app.domain.acts import Clause, PlanText
    from app.domain.dossiers import PlanDossier
    from app.domain.plans import Plan
    from app.domain.visits import Quota

_PLAN_WORD = "Kế hoạch "
_CLAUSE_KINDS = {
    ("section", True): ClauseKind.PART,
    ("clause", True): ClauseKind.SECTION,
    ("paragraph", True): ClauseKind.ITEM,
    ("paragraph", False): ClauseKind.PARAGRAPH,
}
"""What a block of the standing wording becomes when it is written down, by its kind and whether it has a number."""


def plan_subject(dossier: PlanDossier) -> str:
    """Return the trích yếu of the plan: its printed lines, else its title without the word for its kind."""
    plan = dossier.plan
    return "\n".join(plan.text.title) or capital_first(plan.title.removeprefix(_PLAN_WORD))


def plan_body(dossier: PlanDossier) -> tuple[Block, ...]:
    """Return the plan from its preamble to its closing paragraph."""
    text = dossier.plan.text
    if not text.clauses:
        return tuple(drawn(block) for block in drawn_up_text(dossier))
    blocks = [paragraph(line) for line in text.preamble]
    blocks += [_clause(clause) for clause in text.clauses]
    blocks += [paragraph(text.closing)] if text.closing else []
    return tuple(blocks)


def _clause(clause: Clause) -> Block:
    number = clause.number or ""
    match clause.kind:
        case ClauseKind.PART:
            return section_heading(number, clause.text)
        case ClauseKind.SECTION:
            return clause_heading(number, clause.text)
        case _:
            return paragraph(clause.text, number=number)


def drawn_up_text(dossier: PlanDossier) -> tuple[TextBlock, ...]:
    """Return the plan drawn up new, from its preamble to its closing paragraph: parts numbered as they come."""
    text, facts = dossier.plan.text, plan_facts(dossier)
    values = {**facts, **Numbers().as_values()}
    wording = Wording("decision/plan", values)
    preamble = tuple(TextBlock(kind="paragraph", text=line) for line in text.preamble)
    blocks = [*(preamble or wording.text_blocks("preamble")), *wording.text_blocks("matter")]
    for lead in facts["leads"]:
        blocks += Wording("decision/plan", {**values, "lead": lead}).text_blocks("lead")
    blocks += wording.text_blocks("units")
    if text.closing:
        blocks.append(TextBlock(kind="paragraph", text=ended(text.closing)))
    else:
        blocks += wording.text_blocks("closing")
    return tuple(blocks)


def text_as_drawn_up(dossier: PlanDossier) -> PlanText:
    """Return the plan's text with what is drawn up new written down as preamble, clauses and closing paragraph.

    From then on it is kept as written, whatever the plan's data say.
    """
    blocks = drawn_up_text(dossier)
    begins = next((place for place, block in enumerate(blocks) if block.kind == "section"), len(blocks))
    pieces = [(_CLAUSE_KINDS[block.kind, bool(block.number)], block.number, block.text) for block in blocks[begins:-1]]
    return replace(
        dossier.plan.text,
        preamble=tuple(block.text for block in blocks[:begins]),
        clauses=coded(pieces),
        closing=blocks[-1].text,
    )


def plan_facts(dossier: PlanDossier) -> dict[str, Any]:
    """Return the plan's facts as the standing wording of plan and decision asks for them."""
    plan = dossier.plan
    words = team_words(plan.teams[0].name if plan.teams else "")
    body = dossier.directory.unit(plan.decision.body)
    return {
        **act_facts(dossier),
        "team": words["team"],
        "team_head": words["team_head"],
        "team_deputy": words["team_deputy"],
        "teams": listed(team.name for team in plan.teams),
        "short_body": short_name(body, dossier.province),
        "is_committee": is_committee(body),
        "undetermined": UNDETERMINED,
        "period": plan.period.wording if plan.period else "",
        "contents": contents(dossier),
        "has_targets": bool(plan.visits or plan.quotas),
        "annex": annex_label(dossier) if has_annex(dossier) else "",
        "outline": dossier.outline is not None,
        "forms": bool(dossier.plan_forms),
        "draw": draw_values(dossier),
        "modes": sorted({visit.mode.value for visit in plan.visits}),
        "is_announced": all(visit.manner != Manner.UNANNOUNCED for visit in plan.visits),
        "seals": listed(map(dossier.unit_name, plan.seals)),
        "dissolution": Marked(plan.dissolution),
        "sources": [
            {"agency": dossier.unit_name(source.agency), "text": Marked(source.text)}
            for source in (plan.budget.sources if plan.budget else ())
        ],
        "rate": grouped(plan.budget.rate) if plan.budget else "",
        "appraiser": dossier.unit_name(plan.budget.appraised_by) if plan.budget and plan.budget.appraised_by else "",
        "leads": _leads(dossier),
        "deadlines": _deadlines(dossier),
        "self_inspection": _self_inspection(dossier),
    }


def contents(dossier: PlanDossier) -> tuple[str, ...]:
    """Return what the plan inspects: the fields it names, else the headings of its outline that belong to a field."""
    mandates = tuple(capital_first(mandate.name) for mandate in dossier.plan.mandates)
    if mandates or dossier.outline is None:
        return mandates
    headings = [item for item in dossier.outline.items if item.kind in {OutlineKind.PART, OutlineKind.SECTION}]
    parents = {item.code.rpartition(".")[0] for item in headings}
    return tuple(heading_name(dossier, item) for item in headings if item.field and item.code not in parents)


def _leads(dossier: PlanDossier) -> list[dict[str, Any]]:
    """Return the lead agencies in the plan's order, each with the targets whose visits it prepares."""
    plan = dossier.plan
    return [
        {
            "name": dossier.unit_name(agency),
            "targets": listed(_names(dossier, (one for one in _targets(plan) if _lead(plan, one) == agency))),
            "is_first": agency == plan.lead_agencies[0],
        }
        for agency in plan.lead_agencies
    ]


def _deadlines(dossier: PlanDossier) -> list[dict[str, str]]:
    """Return when reports are due, the targets that share a deadline together; none where no deadline is known."""
    plan = dossier.plan
    shared: dict[str, list[Visit | Quota]] = {}
    for target in _targets(plan):
        if isinstance(target, Visit) and target.manner == Manner.UNANNOUNCED:
            continue
        deadline = (
            plan.report_deadline_of(target) if isinstance(target, Visit) else plan.batch(target.batch).report_deadline
        )
        shared.setdefault(deadline.words() if deadline else lower_first(UNDETERMINED), []).append(target)
    if set(shared) <= {lower_first(UNDETERMINED)}:
        return []
    return [{"targets": listed(_names(dossier, targets)), "words": words} for words, targets in shared.items()]


def _targets(plan: Plan) -> tuple[Visit | Quota, ...]:
    """Return whom the plan inspects, reserve targets left out."""
    return (*(visit for visit in plan.visits if not visit.is_reserve), *plan.quotas)


def _lead(plan: Plan, target: Visit | Quota) -> str | None:
    return plan.lead_agency_of(target) if isinstance(target, Visit) else plan.batch(target.batch).lead_agency


def _names(dossier: PlanDossier, targets: Iterable[Visit | Quota]) -> tuple[str, ...]:
    """Return the targets' names, each once."""
    names = (dossier.unit_name(one.unit) if isinstance(one, Visit) else one.wording for one in targets)
    return tuple(dict.fromkeys(names))


def _self_inspection(dossier: PlanDossier) -> dict[str, Any] | None:
    rule = dossier.plan.self_inspection
    if rule is None:
        return None
    return {
        "text": Marked(rule.text),
        "deadline": rule.deadline.words() if rule.deadline else "",
        "to": dossier.unit_name(rule.to) if rule.to else "",
        "via": dossier.unit_name(rule.via) if rule.via else "",
    }
