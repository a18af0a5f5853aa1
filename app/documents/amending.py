"""Quyết định sửa đổi, bổ sung: what an adjustment changes of the plan that was issued, with the table old to new.

A Quyết định of three điều (what is amended; effect, and that all else stays; who carries it out), or, where the plan
was issued alone, a Kế hoạch of three numbered points. Its phụ lục, landscape, sets what was issued beside what it
becomes.
Wording: templates/documents/amending/amending.toml. Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, and the forms
M1.2, M2.1 of Phụ lục III; the decree has no form of its own for an act that amends.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.documents.acts import act_facts, day_words
from app.documents.agencies import team_words
from app.documents.decision_text import lead_heads, legal_bases, recipients, signer
from app.documents.layout import (
    appendix_title,
    article,
    end_mark,
    issuer,
    legal_basis,
    operative_formula,
    paragraph,
    title,
)
from app.documents.letterhead import letterhead
from app.documents.numbering import Numbers, with_stops
from app.documents.page import Orientation, Paper
from app.documents.plan_text import plan_facts
from app.documents.promulgation import END, Promulgation
from app.documents.signatures import signature
from app.documents.tables import Column, table
from app.documents.titles import in_lines
from app.documents.wording import Wording
from app.domain.acts import ActForm
from app.domain.amending import act_in_force, content_changes
from app.domain.change_words import ChangePart
from app.domain.marks import plain, unmarked
from app.domain.vietnamese import capital_first, lower_first

if TYPE_CHECKING:
    from app.documents.page import Block
    from app.domain.changes import Change
    from app.domain.dossiers import PlanDossier

_PAPER = "amending/amending"
_MOST_POINTS = 12
"""More than these are left to the phụ lục: Điều 1 stays on one page."""
_LONG_POINT = 260
"""Letters; a longer point is left to the phụ lục."""
_ARTICLES = 3
_CARRIED_OUT = "chịu trách nhiệm thi hành"
_COLUMNS = (Column(12, "center"), Column(64), Column(88), Column(88))


def render_amending(dossier: PlanDossier, issued: PlanDossier, draft_line: str | None) -> bytes:
    """Return quyet-dinh-sua-doi.docx: the act that makes of `issued`, the release below, what the dossier says.

    `draft_line`: what every page of a draft carries at its foot, None for an issued act.
    """
    changes = content_changes(issued, dossier)
    values = _values(dossier, issued, changes)
    wording, common = Wording(_PAPER, values), Promulgation(_alone(dossier))
    is_plan_alone = dossier.plan.act == ActForm.PLAN_ALONE
    paper = Paper(draft_line=draft_line)
    subject = unmarked(wording.text("subject"))
    paper.add(
        letterhead(common.issuing_head),
        title(wording.text("kind"), in_lines(subject, paper.width_mm)),
    )
    if is_plan_alone:
        paper.add(*map(legal_basis, bases(dossier, issued, with_proposal=True)))
    else:
        line = dossier.plan.decision.issuer or common.attached_head.issuing_body.replace("\n", " ")
        paper.add(issuer(plain(line)), *map(legal_basis, bases(dossier, issued, with_proposal=True)))
        paper.add(operative_formula(common.wording.text("operative")))
    paper.add(*_matter(dossier, issued, wording, values), signature(signer(dossier), _recipients(dossier)))
    paper.start_part(Orientation.LANDSCAPE)
    room = paper.width_mm
    paper.add(
        appendix_title(
            wording.text("appendix"),
            in_lines(unmarked(wording.text("annex_title")), room),
            reference=common.reference(room),
            room_mm=room,
        ),
        comparison_table(changes),
        end_mark(END),
    )
    return paper.to_bytes(changed_on=dossier.plan.changed_on, title=subject)


def comparison_table(changes: tuple[Change, ...]) -> Block:
    """Return the table of a landscape phụ lục that sets what was issued beside what it becomes."""
    wording = Wording(_PAPER, {})
    header = [wording.text(f"column_{name}") for name in ("order", "subject", "before", "after")]
    rows = [
        [
            str(place),
            plain(capital_first(change.subject)),
            plain(capital_first(change.before)) or wording.text("none_before"),
            plain(capital_first(change.after)) or wording.text("none_after"),
        ]
        for place, change in enumerate(changes, 1)
    ]
    return table(_COLUMNS, header=[header], rows=rows, size=13, whole_rows=False, valign="top")


def amended_words(dossier: PlanDossier) -> str:
    """Return the act that carries a plan by kind, number and day: "Quyết định số 1234/QĐ-UBND ngày 05 tháng 7 …"."""
    act, kind = act_in_force(dossier.plan.decision), act_facts(dossier)["act_kind"]
    return f"{kind} số {act.number} {day_words(dossier, act)}" if act is not None else kind


def _alone(dossier: PlanDossier) -> PlanDossier:
    """Return the plan with its decision as an act of its own number, not as part of the act that it amends."""
    decision = replace(dossier.plan.decision, amends=())
    return replace(dossier, plan=replace(dossier.plan, decision=decision))


def _values(dossier: PlanDossier, issued: PlanDossier, changes: tuple[Change, ...]) -> dict[str, Any]:
    plan, facts = dossier.plan, plan_facts(dossier)
    below = act_facts(issued)
    is_plan_alone, is_team_decision = plan.act == ActForm.PLAN_ALONE, plan.act == ActForm.DECISION_SETTING_UP_TEAM
    amended = amended_words(issued)
    names = {team.name for team in plan.teams}
    return {
        **below,
        **Numbers().as_values(),
        "amended": amended,
        "amended_full": f"{amended} của {below['issuer']}",
        "amended_title": amended if is_plan_alone or is_team_decision else plan.title,
        "own": f"{below['act_kind']} này",
        "is_plan_alone": is_plan_alone,
        "is_team_decision": is_team_decision,
        "is_committee": facts["is_committee"],
        "heads": lead_heads(dossier),
        "team": team_words(min(names, default=""))["team"],
        "points": [told_change(change) for change in changes],
        "count": len(changes),
        "are_all_named": len(changes) <= _MOST_POINTS,
    }


def told_change(change: Change) -> dict[str, Any]:
    """Return a change as a sentence asks for it: `subject`, `before`, `after`, and whether it `is_long` for a line."""
    is_text = change.part == ChangePart.TEXTS
    before, after = (_quoted(words) if is_text else lower_first(words).rstrip(".;") for words in _both(change))
    is_long = len(before) + len(after) > _LONG_POINT or "\n" in before + after
    return {"subject": capital_first(change.subject), "before": before, "after": after, "is_long": is_long}


def _both(change: Change) -> tuple[str, str]:
    return change.before, change.after


def _quoted(words: str) -> str:
    return f"“{words}”" if words else ""


def bases(dossier: PlanDossier, issued: PlanDossier, *, with_proposal: bool) -> tuple[str, ...]:
    """Return the căn cứ of an adjustment: those of the plan's act, the act adjusted, then the đề nghị if asked for."""
    lines = list(legal_bases(dossier))
    has_proposal = dossier.plan.act != ActForm.PLAN_ALONE and dossier.plan.decision.submission is not None
    proposal = [lines.pop()] if has_proposal else []
    lines.append(Wording(_PAPER, {"act": act_facts(issued)["act"]}).text("basis"))
    return with_stops([*lines, *(proposal if with_proposal else ())])


def _matter(dossier: PlanDossier, issued: PlanDossier, wording: Wording, values: dict[str, Any]) -> list[Block]:
    """Return the three điều; of a plan issued alone, three numbered points."""
    points = wording.blocks("points") if values["are_all_named"] else ()
    annex = wording.blocks("annex") if values["are_all_named"] else ()
    what, effect = (wording.text_blocks(name)[0].text for name in ("what", "effect"))
    if dossier.plan.act == ActForm.PLAN_ALONE:
        numbers = Numbers()
        heads = [
            paragraph(text, number=numbers.part()) for text in (what, effect, wording.text_blocks("bodies")[0].text)
        ]
    else:
        texts = (what, effect, _bodies(issued, wording))
        heads = [
            article(Wording(_PAPER, {"place": place}).text("article"), text) for place, text in enumerate(texts, 1)
        ]
    return [heads[0], *points, *annex, *heads[1:]]


def _bodies(issued: PlanDossier, wording: Wording) -> str:
    """Return who carries the act out: as the act that is amended says it, where it is kept as printed."""
    last = next(reversed(issued.plan.decision.articles), None)
    if last is not None and _CARRIED_OUT in last.text:
        return last.text
    return wording.text_blocks("bodies")[0].text


def _recipients(dossier: PlanDossier) -> tuple[str, ...]:
    """Return the lines of Nơi nhận, "Như Điều …" naming the last điều of this act."""
    return tuple(re.sub(r"^Như Điều [0-9]+", f"Như Điều {_ARTICLES}", line) for line in recipients(dossier))
