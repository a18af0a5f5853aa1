"""Lời văn của quyết định: căn cứ, các điều, nơi nhận and người ký, as printed, else drawn up from the facts.

The standing wording is in templates/documents/decision/decision.toml. Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần
I, II.6.a (each căn cứ ends with ";", the last with "."), II.7, II.9.d, and the forms M1.2, M1.3 of Phụ lục III.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.documents.acts import issuer_words
from app.documents.agencies import full_name, head_of_unit, is_committee, unit_symbol
from app.documents.layout import article
from app.documents.numbering import with_stops
from app.documents.plan_text import plan_facts
from app.documents.promulgation import END
from app.documents.signatures import Signer
from app.documents.text import BLANK
from app.documents.wording import Wording
from app.domain.acts import ActForm
from app.domain.marks import unmarked
from app.domain.vietnamese import long_date, lower_first

if TYPE_CHECKING:
    from app.documents.page import Block
    from app.domain.acts import Article, LegalBasis
    from app.domain.dossiers import PlanDossier

_PAPER = "decision/decision"
_SUBMISSION_SYMBOL = "TTr"
_EFFECT = "hiệu lực"
_REPLACING = re.compile(r" và thay thế .*?(?=\.(?:\s|$|/)|;|$)", re.DOTALL)


def legal_bases(dossier: PlanDossier) -> tuple[str, ...]:
    """Return the căn cứ and, of a decision, the đề nghị, as printed; those drawn up new end as the decree asks.

    A decision without any known căn cứ gets a line for the drafter to write one.
    """
    plan, decision = dossier.plan, dossier.plan.decision
    lines = [basis.text or _basis(basis) for basis in decision.legal_bases]
    if plan.act != ActForm.PLAN_ALONE:
        lines = lines or [Wording(_PAPER, {}).text("open_basis")]
        lines += [_submission(dossier)] if decision.submission else []
    is_printed = decision.articles or plan.text.clauses
    return tuple(lines) if is_printed else with_stops(lines)


def articles(dossier: PlanDossier, *, is_adjustment: bool = False) -> tuple[Block, ...]:
    """Return the điều, numbered in order; those of an adjustment name the act that it does away with."""
    printed = dossier.plan.decision.articles
    if printed:
        told = _with_replaced(dossier, printed) if is_adjustment else printed
        return tuple(article(one.number, one.text) for one in told)
    new = _new_articles(dossier, is_adjustment=is_adjustment)
    return tuple(article(_article_number(place), text) for place, text in enumerate(new, 1))


def recipients(dossier: PlanDossier) -> tuple[str, ...]:
    """Return the lines of Nơi nhận without their dash: as the plan gives them, else who is always on the list."""
    plan = dossier.plan
    if plan.decision.recipients:
        return tuple(line.removeprefix("- ") for line in plan.decision.recipients)
    facts = plan_facts(dossier)
    wording = Wording(_PAPER, facts)
    lines = []
    if plan.act != ActForm.PLAN_ALONE:
        place = len(plan.decision.articles or _new_articles(dossier))
        lines.append(Wording(_PAPER, {"place": place}).text("as_article"))
    if facts["is_committee"]:
        lines.append(wording.text("leaders"))
    if plan.act == ActForm.PLAN_ALONE:
        lines += [Wording(_PAPER, {"name": lead["name"]}).text("lead_recipient") for lead in facts["leads"]]
        lines.append(wording.text("inspected"))
    drafter = dossier.directory.unit(plan.lead_agencies[0]).symbol if plan.lead_agencies else ""
    lines.append(Wording(_PAPER, {"drafter": drafter or ""}).text("kept"))
    return tuple(map(unmarked, lines))


def signer(dossier: PlanDossier) -> Signer:
    """Return who signs the act; while nobody is named, the office of the issuer with the name left to be written."""
    decision = dossier.plan.decision
    named = decision.signatory
    lines = (*named.capacity.split("\n"), named.title) if named else ()
    if named and named.name:
        return Signer(capacity=tuple(filter(None, lines)), name=named.name)
    body = dossier.directory.unit(decision.body)
    head = head_of_unit(body)
    if named:
        return Signer(capacity=tuple(filter(None, lines)), note=head.note)
    office = issuer_words(dossier).removesuffix(full_name(body, dossier.province)).strip().upper()
    return Signer(capacity=(office,) if office else head.capacity, note=head.note)


def lead_heads(dossier: PlanDossier) -> str:
    """Return the heads of the lead agencies as a text names them: "Giám đốc Sở Nội vụ; Giám đốc Sở …"."""
    return "; ".join(_head(dossier, key) for key in dossier.plan.lead_agencies)


def _basis(basis: LegalBasis) -> str:
    facts = {
        "kind": basis.kind,
        "name": basis.name,
        "lower_name": lower_first(basis.name),
        "number": basis.number,
        "day": basis.day,
        "issuer": basis.issuer,
    }
    return Wording(_PAPER, facts).text("basis")


def _submission(dossier: PlanDossier) -> str:
    submission = dossier.plan.decision.submission
    if submission is None or submission.text:
        return submission.text if submission else ""
    agency = dossier.directory.unit(submission.agency)
    facts = {
        "proposer": _head(dossier, submission.agency),
        "number": submission.number or f"{BLANK}/{unit_symbol(agency, _SUBMISSION_SYMBOL)}",
        "day": long_date(submission.day) if submission.day else f"ngày{BLANK}tháng{BLANK}năm {dossier.plan.year}",
    }
    return Wording(_PAPER, facts).text("submission")


def _new_articles(dossier: PlanDossier, *, is_adjustment: bool = False) -> tuple[str, ...]:
    plan = dossier.plan
    facts: dict[str, Any] = {
        **plan_facts(dossier),
        "has_plan": bool(plan.text.clauses),
        "replaces": _replaced(dossier, is_adjustment=is_adjustment),
        "heads": lead_heads(dossier),
    }
    wording = Wording(_PAPER, facts)
    opening = "setting_up" if plan.act == ActForm.DECISION_SETTING_UP_TEAM else "approving"
    return tuple(block.text for name in (opening, "effect") for block in wording.text_blocks(name))


def _replaced(dossier: PlanDossier, *, is_adjustment: bool) -> str:
    """Return the act that is replaced as a text cites it; an adjustment replaces one of its own issuer."""
    act = dossier.plan.decision.replaces
    if act is None:
        return ""
    issuer = act.issuer or (issuer_words(dossier) if is_adjustment else "")
    facts = {"number": act.number, "day": act.day, "issuer": issuer, "subject": lower_first(act.subject)}
    return unmarked(Wording(_PAPER, facts).text("replaced"))


def _with_replaced(dossier: PlanDossier, printed: tuple[Article, ...]) -> tuple[Article, ...]:
    """Return printed articles that say which act ceases, in the stead of the one that ceased when they were printed."""
    act = dossier.plan.decision.replaces
    if act is None or any(act.number in one.text for one in printed):
        return printed
    place = next((n for n, one in enumerate(printed) if _EFFECT in one.text), max(len(printed) - 2, 0))
    text, replaced = printed[place].text, _replaced(dossier, is_adjustment=True)
    changed = _REPLACING.sub(f" và thay thế {replaced}", text, count=1)
    if changed == text:
        ending = END if text.endswith(END) else "."
        said = Wording(_PAPER, {"replaced": replaced}).text("replacing").rstrip(".")
        changed = f"{text.removesuffix(END).rstrip('. ')}. {said}{ending}"
    return (*printed[:place], replace(printed[place], text=changed), *printed[place + 1 :])


def _head(dossier: PlanDossier, agency: str) -> str:
    """Return the head of an agency as a text names them: "Giám đốc Sở Nội vụ"."""
    unit = dossier.directory.unit(agency)
    return unmarked(Wording(_PAPER, {"name": unit.name, "is_committee": is_committee(unit)}).text("head"))


def _article_number(place: int) -> str:
    return Wording(_PAPER, {"place": place}).text("article")
