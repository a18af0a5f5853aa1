"""Báo cáo tự kiểm tra: the template for a body that is not inspected and must inspect itself.

It follows the fields of the outline and the body's own plan of the year. Wording:
templates/documents/self-inspection/report.toml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.documents.acts import act_facts
from app.documents.agencies import full_name, head_of_unit, shortened, unit_letterhead
from app.documents.headings import TITLE_MM, fields_for
from app.documents.layout import addressees, fill_in, title
from app.documents.letterhead import letterhead
from app.documents.numbering import Numbers
from app.documents.page import Paper
from app.documents.signatures import signature
from app.documents.tables import Column, table
from app.documents.titles import in_lines
from app.documents.wording import Wording
from app.domain.marks import unmarked
from app.domain.schedules import self_inspection_due

if TYPE_CHECKING:
    from app.documents.page import Block
    from app.domain.dates import WorkCalendar
    from app.domain.dossiers import PlanDossier
    from app.domain.units import Unit

_PAPER = "BC"
_TASKS = {"order": 12, "name": 58, "due": 25, "result": 35, "reason": 35}
_FAULTS = {"order": 12, "name": 50, "cause": 38, "remedy": 38, "due": 27}
"""Columns of the two tables and their widths in millimetres."""
_ROWS, _ROW_MM = 4, 9
_FEW_LINES, _LINES = 3, 4


def render_self_inspection(dossier: PlanDossier, unit: Unit, calendar: WorkCalendar, draft_line: str | None) -> bytes:
    """Return the unit's self-inspection template as a .docx; `draft_line`: the foot of a draft, None when issued."""
    wording = Wording("self-inspection/report", values := _values(dossier, unit, calendar))
    paper = Paper(draft_line=draft_line)
    paper.add(letterhead(unit_letterhead(dossier, unit, _PAPER)))
    paper.add(
        title(wording.text("kind"), in_lines(wording.text("subject"), TITLE_MM)),
        addressees([wording.text("addressee")]),
    )
    paper.add(*wording.blocks("opening"))
    paper.add(*wording.blocks("organisation"), fill_in(lines=_LINES))
    paper.add(*wording.blocks("own_plan"), fill_in(wording.text("own_plan"), lines=2))
    paper.add(_empty_table(wording, "task", _TASKS))
    names = fields_for(dossier, unit)
    if names:
        paper.add(*wording.blocks("fields"))
    for name in names:
        paper.add(*Wording("self-inspection/report", {**values, "field": name}).blocks("field"))
        paper.add(fill_in(lines=_FEW_LINES))
    paper.add(*wording.blocks("faults"), _empty_table(wording, "fault", _FAULTS))
    paper.add(*wording.blocks("proposals"), fill_in(lines=_LINES), *wording.blocks("closing"))
    recipients = [unmarked(block.text) for block in wording.text_blocks("recipients")]
    paper.add(signature(head_of_unit(unit), recipients))
    return paper.to_bytes(changed_on=dossier.plan.changed_on, title=unmarked(wording.text("document")))


def _values(dossier: PlanDossier, unit: Unit, calendar: WorkCalendar) -> dict[str, Any]:
    plan, province, directory = dossier.plan, dossier.province, dossier.directory
    rule = plan.self_inspection
    facts = act_facts(dossier)
    to = directory.get(rule.to) if rule else None
    via = directory.get(rule.via) if rule and rule.via != unit.key else None
    due = self_inspection_due(plan, calendar)
    return {
        **facts,
        **Numbers().as_values(),
        "unit": unit.name,
        "unit_in_full": full_name(unit, province),
        "to": full_name(to, province) if to else facts["body"],
        "via": shortened(via.name) if via else "",
        "deadline": rule.deadline.words() if rule and rule.deadline else "",
        "last_day": due.last_day if due else None,
        "last_working_day": calendar.last_working_day(due.last_day) if due else None,
    }


def _empty_table(wording: Wording, name: str, widths: dict[str, int]) -> Block:
    columns = [Column(width, "center" if column == "order" else "left") for column, width in widths.items()]
    header = [[wording.text(f"{name}_{column}") for column in widths]]
    rows = [[str(place), *[""] * (len(widths) - 1)] for place in range(1, _ROWS + 1)]
    return table(columns, header=header, rows=rows, size=13, row_height_mm=_ROW_MM)
