"""Thông báo kết quả chọn ngẫu nhiên: to a unit, which units below it were drawn and when each is inspected.

It says what stands now, replacements included. A paper of the team: the head of the unit's batch signs it. Wording:
templates/documents/draw-notice/notice.toml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.documents.draw_words import day_of, draw_words, moment_of, name_in_text, names_in_text, public_page
from app.documents.headings import TITLE_MM
from app.documents.layout import legal_basis, title
from app.documents.letterhead import letterhead
from app.documents.numbering import Numbers
from app.documents.page import Paper
from app.documents.qr import qr_png
from app.documents.signatures import signature
from app.documents.tables import Column, table
from app.documents.titles import in_lines
from app.documents.wording import Wording
from app.domain.draws.draws import DrawPhase
from app.domain.marks import plain, unmarked
from app.domain.programmes import commune_slots
from app.domain.public_ledgers import LedgerEvent
from app.domain.schedules import time_words, window_words
from app.domain.vietnamese import lower_first, weekday

if TYPE_CHECKING:
    from app.documents.draw_words import DrawPaper
    from app.documents.page import Block
    from app.domain.dates import WorkCalendar
    from app.domain.draws.draws import CommuneDraw

_WORDING = "draw-notice/notice"
_PAPER = "TB"
_COLUMNS = (Column(13, "center"), Column(45), Column(52), Column(55))


def render_result_notice(paper: DrawPaper, calendar: WorkCalendar, draft_line: str | None, former: str = "") -> bytes:
    """Return the notice of the result of a draw as a .docx; `draft_line`: the foot of a draft, None when issued.

    Of a result that was annulled it says so. `former` is why the draw before it was annulled, "" for none. Raise
    Refused `draw.no_result`.
    """
    draw = paper.draw
    wording = Wording(_WORDING, _values(paper, former))
    sheet = Paper(draft_line=draft_line, pictures=(qr_png(paper.address),))
    sheet.add(letterhead(paper.letterhead(_PAPER)))
    sheet.add(title(wording.text("kind"), in_lines(unmarked(wording.text("subject")), TITLE_MM)))
    sheet.add(*(legal_basis(block.text) for block in wording.text_blocks("basis")), *wording.blocks("opening"))
    if draw.phase == DrawPhase.ANNULLED:
        sheet.add(*wording.blocks("annulled"))
    else:
        sheet.add(*wording.blocks("chosen"), _chosen_table(wording, paper, calendar), *wording.blocks("after_chosen"))
    sheet.add(*wording.blocks("way"), public_page(sheet, wording.blocks("page_text"), paper.address))
    if draw.phase == DrawPhase.DRAWN:
        sheet.add(*wording.blocks("prepare"))
    sheet.add(*wording.blocks("closing"))
    recipients = [unmarked(block.text) for block in wording.text_blocks("recipients")]
    sheet.add(signature(paper.signer(), recipients))
    return sheet.to_bytes(changed_on=day_of(draw.ledger[-1]), title=unmarked(wording.text("document")))


def _values(paper: DrawPaper, former: str) -> dict[str, Any]:
    draw, visit = paper.draw, paper.visit
    annulment = draw.entry(LedgerEvent.ANNUL)
    concerned = [unit.code for unit in draw.included] + list(draw.standing)
    used = {replacement.into for replacement in draw.replacements}
    return {
        **draw_words(paper),
        **Numbers().as_values(),
        "team": paper.team_name(),
        "day": day_of(paper.result),
        "is_annulled": annulment is not None,
        "annulled_at": moment_of(draw, LedgerEvent.ANNUL),
        "reason": str(annulment.data["reason"]).rstrip(".") if annulment is not None else "",
        "signatory": annulment.data["signatory"] if annulment is not None else "",
        "units_named": names_in_text(draw, concerned),
        "window": lower_first(time_words(visit)) if visit is not None and visit.window is not None else "",
        "alternates": names_in_text(draw, (code for code in draw.alternates if code not in used)),
        "former": former.rstrip("."),
        "seed": draw.seed or "",
        "chosen_bodies": [paper.body_of(code) for code in concerned],
        "mark": paper.mark(),
    }


def _chosen_table(wording: Wording, paper: DrawPaper, calendar: WorkCalendar) -> Block:
    header = [wording.text(f"column_{name}") for name in ("order", "unit", "time", "note")]
    times, notes = _times(paper, calendar), _notes(paper.draw)
    rows = [
        [
            str(place),
            plain(paper.draw.name_of(code)),
            plain(times.get(code, "")) or wording.text("no_time"),
            notes.get(code) or wording.text("drawn"),
        ]
        for place, code in enumerate(paper.draw.chosen, 1)
    ]
    return table(_COLUMNS, header=[header], rows=rows, size=13)


def _times(paper: DrawPaper, calendar: WorkCalendar) -> dict[str, str]:
    """Return when each chosen unit is inspected: in a half-day of the visit above it, else in a visit of its own."""
    if paper.visit is not None:
        slots = commune_slots(paper.dossier, paper.visit, calendar)
        return {code: f"{weekday(slot.first)}, {window_words(slot)}" for code, slot in slots}
    own = {paper.code_of(visit.unit): visit for visit in paper.dossier.plan.visits}
    return {code: time_words(own[code]) for code in paper.draw.chosen if code in own}


def _notes(draw: CommuneDraw) -> dict[str, str]:
    """Return why a unit is inspected that was not drawn."""
    told = {
        unit.code: Wording(_WORDING, {"reason": unit.reason.rstrip(".")}).text("included") for unit in draw.included
    }
    for replacement in draw.replacements:
        values = {"out": name_in_text(draw, replacement.out), "reason": replacement.reason.rstrip(".")}
        told[replacement.into] = Wording(_WORDING, values).text("replacement")
    return told
