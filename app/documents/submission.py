"""Tờ trình: the paper by which the lead agency puts the plan before the one who signs it.

The agency's own paper; its number and day come from the plan. Wording: templates/documents/submission/submission.toml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.documents.acts import act_facts
from app.documents.agencies import head_of_unit, team_words, unit_letterhead
from app.documents.draw_rules import draw_values
from app.documents.headings import TITLE_MM, plan_content
from app.documents.layout import addressees, legal_basis, title
from app.documents.letterhead import letterhead
from app.documents.numbering import Numbers, with_stops
from app.documents.page import Paper
from app.documents.promulgation import form_label, has_annex
from app.documents.signatures import signature
from app.documents.titles import in_lines
from app.documents.wording import Marked, Wording
from app.domain.acts import ActForm
from app.domain.errors import NotFound
from app.domain.marks import plain, unmarked
from app.domain.schedules import time_words, window_words
from app.domain.teams import LEADING
from app.domain.vietnamese import capital_first, grouped, listed

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier

_PAPER = "TTr"


def render_submission(dossier: PlanDossier, draft_line: str | None) -> bytes:
    """Return the submission as a .docx; `draft_line` is the foot of a draft, None when issued.

    Raises NotFound for a plan that names no submission.
    """
    plan, submission = dossier.plan, dossier.plan.decision.submission
    if submission is None:
        raise NotFound("submission", plan.key)
    agency = dossier.directory.unit(submission.agency)
    values = _values(dossier, agency.name)
    attached = Wording("submission/submission", values).text_blocks("attached")
    values["attached"] = "; ".join(unmarked(block.text) for block in attached)
    wording = Wording("submission/submission", values)
    paper = Paper(draft_line=draft_line)
    head = unit_letterhead(dossier, agency, _PAPER, number=submission.number, day=submission.day)
    paper.add(letterhead(head), title(wording.text("kind"), in_lines(wording.text("subject"), TITLE_MM)))
    paper.add(addressees([plain(values["issuer"])]))
    paper.add(*(legal_basis(line) for line in with_stops(basis.text for basis in plan.decision.legal_bases)))
    for part in ("summary_intro", "reasons", "summary", "proposal", "closing"):
        paper.add(*wording.blocks(part))
    recipients = [unmarked(block.text) for block in wording.text_blocks("recipients")]
    paper.add(signature(head_of_unit(agency), recipients))
    return paper.to_bytes(changed_on=plan.changed_on, title=unmarked(wording.text("document")))


def _values(dossier: PlanDossier, agency: str) -> dict[str, Any]:
    plan = dossier.plan
    names = {team.name for team in plan.teams}
    seats = [
        seat for team in plan.teams for seat in team.seats if seat.role not in LEADING and seat.substitutes is None
    ]
    return {
        **act_facts(dossier),
        **team_words(min(names, default="")),
        **Numbers().as_values(),
        **_target_values(dossier),
        **_time_values(dossier),
        **_self_inspection_values(dossier),
        **_budget_values(dossier),
        "agency": agency,
        "is_plan_alone": plan.act == ActForm.PLAN_ALONE,
        "is_team_decision": plan.act == ActForm.DECISION_SETTING_UP_TEAM,
        "replaced": plan.decision.replaces,
        "contents": with_stops(plan_content(dossier)),
        "team_count": len(plan.teams),
        "batch_count": len(plan.batches),
        "member_count": len(seats),
        "alternating": listed(map(dossier.unit_name, plan.alternation.agencies)) if plan.alternation else "",
        "has_annex": has_annex(dossier),
        "has_outline": dossier.outline is not None,
        "forms": listed(form_label(dossier, form) for form in dossier.plan_forms),
        "other_leads": [name for name in map(dossier.unit_name, plan.lead_agencies) if name != agency],
    }


def _target_values(dossier: PlanDossier) -> dict[str, Any]:
    """Return the targets by level, highest first, and those known by number alone; stops run through both lists."""
    plan, province = dossier.plan, dossier.province
    keys = dict.fromkeys(visit.unit for visit in plan.visits if not visit.is_reserve)
    units = [dossier.directory.unit(key) for key in keys]
    named = {level: [unit.name for unit in units if unit.level == level.key] for level in province.levels}
    present = [(level, names) for level, names in sorted(named.items(), key=lambda entry: entry[0].rank) if names]
    lines = with_stops([*(", ".join(names) for _, names in present), *(quota.wording for quota in plan.quotas)])
    return {
        "target_count": len(units),
        "targets": [
            {"count": len(names), "level": level.name, "names": line}
            for (level, names), line in zip(present, lines, strict=False)
        ],
        "quotas": lines[len(present) :],
        "draw": draw_values(dossier),
    }


def _time_values(dossier: PlanDossier) -> dict[str, Any]:
    plan = dossier.plan
    span = plan.span()
    loose: dict[str, list[str]] = {}
    for visit in plan.visits:
        if visit.window is None and not visit.is_reserve:
            loose.setdefault(time_words(visit), []).append(dossier.unit_name(visit.unit))
    for quota in plan.quotas:
        loose.setdefault(time_words(quota), []).append(quota.wording)
    return {
        "span": capital_first(window_words(span)) if span else "",
        "loose_times": with_stops(f"{capital_first(words)}: {', '.join(names)}" for words, names in loose.items()),
    }


def _self_inspection_values(dossier: PlanDossier) -> dict[str, Any]:
    rule = dossier.plan.self_inspection
    return {
        "self_inspection": rule is not None,
        "self_count": len(dossier.self_inspecting_units()),
        "self_to": dossier.unit_name(rule.to) if rule and rule.to else "",
        "self_via": dossier.unit_name(rule.via) if rule and rule.via else "",
        "self_deadline": rule.deadline.words() if rule and rule.deadline else "",
    }


def _budget_values(dossier: PlanDossier) -> dict[str, Any]:
    budget = dossier.plan.budget
    if budget is None:
        return {"has_budget": False, "sources": (), "rate": "", "appraised_by": ""}
    texts = with_stops(source.text for source in budget.sources)
    return {
        "has_budget": True,
        "sources": [
            {"agency": dossier.unit_name(source.agency), "text": Marked(text)}
            for source, text in zip(budget.sources, texts, strict=True)
        ],
        "rate": grouped(budget.rate),
        "appraised_by": dossier.unit_name(budget.appraised_by) if budget.appraised_by else "",
    }
