"""Biên bản chọn ngẫu nhiên: what was done at a draw, with all that is needed to compute it again from the paper.

The decree's form M1.9 (Nghị định 30/2020/NĐ-CP, Phụ lục III). Whatever is hashed stands letter for letter, a hash of 64
digits on one line or on two of 32. When and where the session was held, and who presided, is left to be written.
Wording: templates/documents/draw-minutes/minutes.toml.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.documents.draw_words import day_of, draw_words, name_in_text, names_in_text, public_page
from app.documents.headings import TITLE_MM
from app.documents.layout import PORTRAIT_MM, fill_in, legal_basis, title
from app.documents.letterhead import letterhead
from app.documents.metrics import Face, width_mm
from app.documents.numbering import Numbers, with_stops
from app.documents.page import Block, Paper
from app.documents.qr import qr_png
from app.documents.signatures import Signer, recipient_list, signatures
from app.documents.tables import Cell, Column, table
from app.documents.titles import in_lines
from app.documents.wording import Wording
from app.domain.draws.recomputing import lines_on_paper
from app.domain.marks import plain, unmarked
from app.domain.public_ledgers import LedgerEvent, told_moment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from app.documents.draw_words import DrawPaper
    from app.documents.tables import Row
    from app.domain.draws.draws import CommuneDraw

_WORDING = "draw-minutes/minutes"
_PAPER = "BB"
_SIZE = 12
"""In points: 64 digits of it need 136 mm at most."""
_LISTED = (Column(15, "center"), Column(40, "center"), Column(110))
_LINES = (Column(14, "center"), Column(151))
_HASHES = (Column(26), Column(139))
_TICKETS = (Column(13, "center"), Column(16, "center"), Column(37), Column(70.5), Column(28.5, "center"))
_LEDGER = (Column(14, "center"), Column(38), Column(42), Column(71))
_SHELL = (Column(PORTRAIT_MM),)
_SHELL_MM = PORTRAIT_MM - 6
"""Room for a line of shell: less the margins of its cell, and some for letters that are wider than measured."""
_LINE_DIGITS = 32
_SIDE_BY_SIDE = 2


def render_minutes(paper: DrawPaper, former: str = "") -> bytes:
    """Return the minutes of a draw as a .docx; `former` is why the draw before it was annulled, "" for none.

    They say what was entered after the draw, too. Raise Refused `draw.no_result`.
    """
    draw = paper.draw
    values = _values(paper, former, day_of(paper.result))
    wording = Wording(_WORDING, values)
    sheet = Paper(pictures=(qr_png(paper.address),))
    sheet.add(letterhead(replace(paper.letterhead(_PAPER), date_line="")))
    sheet.add(title(wording.text("kind"), in_lines(unmarked(wording.text("subject")), TITLE_MM)))
    sheet.add(*(legal_basis(block.text) for block in wording.text_blocks("basis")), *wording.blocks("start"))
    sheet.add(*_session(wording, draw))
    for name, drawn, after in _tables(wording, draw):
        sheet.add(*wording.blocks(name), replace(drawn, holds_previous=True), *after)
    sheet.add(*wording.blocks("page"), public_page(sheet, wording.blocks("page_text"), paper.address))
    sheet.add(*wording.blocks("ledger"), replace(_ledger_table(wording, draw), holds_previous=True))
    sheet.add(*wording.blocks("later"))
    sheet.add(*wording.blocks("closing"), *_signed(wording, draw))
    sheet.add(recipient_list([unmarked(block.text) for block in wording.text_blocks("recipients")]))
    return sheet.to_bytes(changed_on=day_of(draw.ledger[-1]), title=unmarked(wording.text("document")))


def _values(paper: DrawPaper, former: str, day: date) -> dict[str, Any]:
    draw = paper.draw
    first, second = _starts(draw)
    return {
        **draw_words(paper),
        **Numbers().as_values(),
        "witnesses": with_stops(draw.witnesses),
        "chosen": names_in_text(draw, draw.drawn),
        "former": former.rstrip("."),
        "on": draw.day,
        "day": day,
        "line_count": len(draw.commitment_text.splitlines()),
        "first": first,
        "second": second,
        "later": with_stops(_later(draw)),
    }


def _starts(draw: CommuneDraw) -> tuple[dict[str, str], dict[str, str] | None]:
    """Return the first two units by their tickets, each with as much of its ticket as tells it from the other."""
    tickets = [ticket for _, ticket in draw.tickets[:2]]
    told = next((place for place, digits in enumerate(zip(*tickets, strict=True), 1) if len(set(digits)) > 1), 1)
    units = [{"name": name_in_text(draw, code), "code": code, "start": own[:told]} for code, own in draw.tickets[:2]]
    return units[0], units[1] if len(units) > 1 else None


def _session(wording: Wording, draw: CommuneDraw) -> list[Block]:
    """Return who was there as it was entered, and lines for what nobody entered."""
    present = wording.blocks("present") if draw.witnesses else (fill_in(wording.text("present_label"), lines=2),)
    return [
        fill_in(wording.text("place_label")),
        *present,
        fill_in(wording.text("chair_label")),
        fill_in(wording.text("secretary_label")),
    ]


def _tables(wording: Wording, draw: CommuneDraw) -> Iterator[tuple[str, Block, tuple[Block, ...]]]:
    """Yield the tables of the minutes, each with the part of the wording that it belongs to and what follows it."""
    yield "frame", _frame_table(wording, draw), wording.blocks("after_frame")
    yield "commitment", _commitment_table(wording, draw), ()
    yield "hashes", _hash_table(wording, draw), ()
    yield "seed", _seed_table(wording, draw), ()
    yield "result", _ticket_table(wording, draw), ()
    yield "shell", _shell_table(draw), ()
    yield "example", _example_table(wording, draw), wording.blocks("after_example")


def _frame_table(wording: Wording, draw: CommuneDraw) -> Block:
    header = [wording.text(f"column_{name}") for name in ("order", "code", "unit")]
    rows = [[str(place), plain(unit.code), plain(unit.name)] for place, unit in enumerate(draw.frame, 1)]
    return table(_LISTED, header=[header], rows=rows, size=_SIZE)


def _commitment_table(wording: Wording, draw: CommuneDraw) -> Block:
    header = [wording.text(f"column_{name}") for name in ("line", "text")]
    rows = [[str(place), plain(line)] for place, line in enumerate(draw.commitment_text.splitlines(), 1)]
    return table(_LINES, header=[header], rows=rows, size=_SIZE, valign="top")


def _hash_table(wording: Wording, draw: CommuneDraw) -> Block:
    rows = [[wording.text("frame_hash"), draw.frame_sha256], [wording.text("commitment"), draw.commitment]]
    return table(_HASHES, rows=rows, size=_SIZE)


def _seed_table(wording: Wording, draw: CommuneDraw) -> Block:
    rows = [[wording.text("typed"), plain(draw.seed_typed or "")], [wording.text("seed"), plain(draw.seed or "")]]
    return table(_HASHES, rows=rows, size=_SIZE)


def _ticket_table(wording: Wording, draw: CommuneDraw) -> Block:
    header = [wording.text(f"column_{name}") for name in ("rank", "code", "unit", "ticket", "result")]
    rows: list[Row] = []
    for rank, (code, ticket) in enumerate(draw.tickets, 1):
        place = Wording(_WORDING, {"place": rank - draw.count})
        result = wording.text("drawn") if rank <= draw.count else place.text("alternate")
        is_drawn = rank <= draw.count
        unit = Cell(text=plain(draw.name_of(code)), bold=is_drawn, valign="center")
        rows.append(
            [str(rank), plain(code), unit, _in_two_lines(ticket), Cell(text=result, bold=is_drawn, valign="center")]
        )
    return table(_TICKETS, header=[header], rows=rows, size=_SIZE)


def _in_two_lines(digits: str) -> str:
    return f"{digits[:_LINE_DIGITS]}\n{digits[_LINE_DIGITS:]}"


def _shell_table(draw: CommuneDraw) -> Block:
    lines = lines_on_paper(draw, lambda line: width_mm(line, _SIZE, Face.REGULAR) <= _SHELL_MM)
    return table(_SHELL, rows=[[plain(line)] for line in lines], size=_SIZE, whole_rows=False, valign="top")


def _example_table(wording: Wording, draw: CommuneDraw) -> Block:
    """Return what is hashed for the unit that came first, broken where nothing else could be taken for a part of it."""
    code, ticket = draw.tickets[0]
    hashed = f"{draw.commitment}|\n{draw.seed}|{code}"
    rows = [[wording.text("hashed"), plain(hashed)], [wording.text("ticket"), ticket]]
    return table(_HASHES, rows=rows, size=_SIZE)


def _ledger_table(wording: Wording, draw: CommuneDraw) -> Block:
    header = [wording.text(f"column_{name}") for name in ("order", "moment", "event", "hash")]
    rows = [
        [str(place), told_moment(entry.at), wording.text(f"event_{entry.event.value}"), _in_two_lines(entry.hash)]
        for place, entry in enumerate(draw.ledger, 1)
    ]
    return table(_LEDGER, header=[header], rows=rows, size=_SIZE)


def _later(draw: CommuneDraw) -> list[str]:
    """Return what was entered after the draw, a line each."""
    lines = []
    for replacement in draw.replacements:
        values = {
            "at": told_moment(replacement.at),
            "into": name_in_text(draw, replacement.into),
            "out": name_in_text(draw, replacement.out),
            "reason": replacement.reason,
        }
        lines += [unmarked(block.text) for block in Wording(_WORDING, values).text_blocks("replacement")]
    annulment = draw.entry(LedgerEvent.ANNUL)
    if annulment is not None:
        values = {"at": told_moment(annulment.at), **{name: str(text) for name, text in annulment.data.items()}}
        lines += [unmarked(block.text) for block in Wording(_WORDING, values).text_blocks("annulment")]
    return lines


def _signed(wording: Wording, draw: CommuneDraw) -> list[Block]:
    """Return the blocks for the signatures: secretary and chair, then all who were there, two side by side."""
    note = wording.text("sign_note")
    name = wording.text("name_to_write")
    chairs = [Signer(capacity=(wording.text(each),), note=note, name=name) for each in ("secretary", "chair")]
    present = [Signer(capacity=(witness.upper(),), note=note, name=name) for witness in draw.witnesses]
    pairs = (present[at : at + _SIDE_BY_SIDE] for at in range(0, len(present), _SIDE_BY_SIDE))
    return [signatures(chairs), *map(signatures, pairs)]
