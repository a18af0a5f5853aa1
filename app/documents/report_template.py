"""Mẫu báo cáo: the report that an inspected unit writes, with its own head, the outline fitted to it, and its phụ lục.

The outline's text is drawn as printed; under each heading stand hints in italics and room to write. Wording:
templates/documents/report-template/report.toml.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.documents.acts import act_facts
from app.documents.agencies import full_name, head_of_unit, team_words, unit_letterhead, unit_symbol
from app.documents.form_tables import form_notes, form_orientation, form_table
from app.documents.headings import TITLE_MM
from app.documents.layout import (
    PORTRAIT_MM,
    addressees,
    appendix_title,
    end_mark,
    fill_in,
    guidance,
    section_heading,
    title,
)
from app.documents.letterhead import letterhead
from app.documents.outline import outline_item
from app.documents.outline_numbers import renumbered
from app.documents.page import Paper
from app.documents.promulgation import form_label, keeps_print
from app.documents.signatures import signature
from app.documents.tables import Column, table
from app.documents.text import BLANK
from app.documents.titles import in_lines
from app.documents.wording import Wording
from app.domain.marks import plain, unmarked
from app.domain.outlines import OutlineKind
from app.domain.schedules import report_due
from app.domain.vietnamese import listed, roman

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.documents.page import Block
    from app.domain.dates import WorkCalendar
    from app.domain.dossiers import PlanDossier
    from app.domain.forms import FittedForm
    from app.domain.outlines import FittedItem, Outline, OutlineItem
    from app.domain.visits import Visit

_PAPER = "BC"
_RECORD_COLUMNS = (Column(12, "center"), Column(56), Column(40), Column(34), Column(23, "center"))
_RECORD_ROWS = 4
_RECORD_ROW_MM = 9
_LINES = {OutlineKind.PART: 4, OutlineKind.SECTION: 3, OutlineKind.ITEM: 3, OutlineKind.BULLET: 2}
"""Dotted lines left under a heading that has nothing below it."""


def render_report_template(dossier: PlanDossier, visit: Visit, calendar: WorkCalendar, draft_line: str | None) -> bytes:
    """Return the report template of the visited unit as a .docx, each phụ lục that applies to it on sheets of its own.

    `draft_line`: the foot of a draft, None when issued.
    """
    plan, outline = dossier.plan, dossier.outline
    unit = dossier.directory.unit(visit.unit)
    values = _values(dossier, visit, calendar)
    wording = Wording("report-template/report", values)
    paper = Paper(draft_line=draft_line)
    paper.add(letterhead(unit_letterhead(dossier, unit, _PAPER)))
    paper.add(
        title(wording.text("kind"), in_lines(wording.text("subject"), TITLE_MM)),
        addressees([wording.text("addressee")]),
    )
    paper.add(*wording.blocks("opening"))
    forms = dossier.fitted_forms(visit)
    labels = _labels(dossier, forms)
    items = dossier.fitted_outline(visit)
    shown = items if keeps_print(dossier) else renumbered(items)
    paper.add(*_items(shown, forms, labels))
    if outline is not None and outline.exemption:
        last = sum(item.kind == OutlineKind.PART for item in outline.items)
        parts = last if keeps_print(dossier) else sum(fitted.item.kind == OutlineKind.PART for fitted in shown)
        paper.add(*_exemption(outline, f"{roman(parts + 1)}.", wording))
    paper.add(*wording.blocks("closing"))
    recipients = [unmarked(block.text) for block in wording.text_blocks("recipients")]
    paper.add(signature(head_of_unit(unit), recipients))
    for fitted in forms:
        _add_form(paper, dossier, fitted, labels[fitted.form.key], values)
    return paper.to_bytes(changed_on=plan.changed_on, title=unmarked(wording.text("document")))


def _values(dossier: PlanDossier, visit: Visit, calendar: WorkCalendar) -> dict[str, Any]:
    plan = dossier.plan
    unit = dossier.directory.unit(visit.unit)
    team = plan.team_of(visit)
    lead = plan.lead_agency_of(visit)
    due, deadline = report_due(plan, visit, calendar), plan.report_deadline_of(visit)
    return {
        **act_facts(dossier),
        **team_words(team.name),
        "team_name": team.name,
        "unit": unit.name,
        "unit_in_full": full_name(unit, dossier.province),
        "lead": dossier.unit_name(lead) if lead else "",
        "deadline": deadline.words() if deadline else "",
        "last_day": due.last_day if due else None,
        "last_working_day": calendar.last_working_day(due.last_day) if due else None,
        "period": plan.period.wording.rstrip(".") if plan.period else "",
        "outline_title": "\n".join(dossier.outline.title) if dossier.outline else "",
        "forms": listed(_labels(dossier, dossier.fitted_forms(visit)).values()),
        "symbol": unit_symbol(unit, _PAPER),
        "blank": BLANK,
    }


def _labels(dossier: PlanDossier, forms: tuple[FittedForm, ...]) -> dict[str, str]:
    """Return the label of each phụ lục of the report by its form: as printed, else numbered through the report."""
    if keeps_print(dossier):
        return {fitted.form.key: form_label(dossier, fitted.form) for fitted in forms}
    ranks = [roman(place) if len(forms) > 1 else "" for place in range(1, len(forms) + 1)]
    said = [unmarked(Wording("report-template/report", {"rank": rank}).text("appendix")) for rank in ranks]
    return {fitted.form.key: label for fitted, label in zip(forms, said, strict=True)}


def _items(items: tuple[FittedItem, ...], forms: tuple[FittedForm, ...], labels: Mapping[str, str]) -> Iterator[Block]:
    """Yield the outline as printed, hints and room to write under each heading that has nothing below it."""
    parents = {fitted.item.code.rpartition(".")[0] for fitted in items}
    for fitted in items:
        item = fitted.item
        yield outline_item(item)[0]
        shown = unmarked(item.text)
        for hint in dict.fromkeys((*item.paragraphs, *item.guidance)):
            if unmarked(hint) not in shown:
                yield guidance(_in_parentheses(hint))
        facts = {"applies": fitted.applies, "if_any": item.if_any, "figures": _figures(item, forms, labels)}
        yield from Wording("report-template/report", facts).blocks("hint")
        if fitted.applies and item.code not in parents:
            yield fill_in(lines=_LINES[item.kind])


def _figures(item: OutlineItem, forms: tuple[FittedForm, ...], labels: Mapping[str, str]) -> str:
    """Return where the figures behind an item stand: "Phụ lục 1, mục I.1 và I.6"; only forms and rows of the unit."""
    places = []
    for fitted in forms:
        own = {shown.row.code for shown in fitted.rows if shown.applies}
        named = [code for key, _, code in (text.partition(":") for text in item.indicators) if key == fitted.form.key]
        codes = [code for code in named if code in own]
        if codes or "" in named:
            places.append(labels[fitted.form.key] + (f", mục {listed(codes)}" if codes else ""))
    return "; ".join(places)


def _in_parentheses(text: str) -> str:
    """Return a hint in parentheses of its own, the end mark of the outline left out."""
    bare = text.strip().removesuffix("./.").strip()
    return bare if bare.startswith("(") and bare.endswith(")") else f"({bare})"


def _exemption(outline: Outline, number: str, wording: Wording) -> Iterator[Block]:
    yield section_heading(number, wording.text("exemption_title"))
    yield guidance(_in_parentheses(outline.exemption))
    names = ("order", "content", "agency", "record", "day")
    yield table(
        _RECORD_COLUMNS,
        header=[[wording.text(f"column_{name}") for name in names]],
        rows=[[str(place), "", "", "", ""] for place in range(1, _RECORD_ROWS + 1)],
        size=13,
        row_height_mm=_RECORD_ROW_MM,
    )
    yield from wording.blocks("after_exemption")


def _add_form(paper: Paper, dossier: PlanDossier, fitted: FittedForm, label: str, values: Mapping[str, Any]) -> None:
    own = form_label(dossier, fitted.form)
    wording = Wording("report-template/report", {**values, "act_label": "" if own == label else own})
    orientation = form_orientation(fitted.form)
    room = TITLE_MM + orientation.value - PORTRAIT_MM
    paper.start_part(orientation)
    paper.add(
        appendix_title(
            plain(label),
            in_lines("\n".join(fitted.form.title), room),
            reference=in_lines(wording.text("reference"), room),
            room_mm=orientation.value,
        ),
        form_table(fitted, not_applying=wording.text("not_applying")),
        *form_notes(fitted.form),
        replace(end_mark(), holds_previous=True),
    )
