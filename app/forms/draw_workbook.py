"""Bảng tính tự kiểm chứng: a draw as a workbook that recomputes every ticket and the order by formulas alone.

Change the seed, and tickets and order follow. The hashed text begins with the commitment, 64 characters and so just one
block of SHA-256: it is worked once for all units, the rest of the text for each in a column of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain.draws.tickets import tickets_in_order
from app.forms.books import (
    HEAD_SIZE,
    INPUT_FILL,
    LANDSCAPE_MM,
    SIZE,
    TEXT_FORMAT,
    Book,
    protect,
    set_up_page,
    set_widths,
    write_across,
    write_joined,
)
from app.forms.draw_hash_sheets import HashPlan, write_hashing, write_seed
from app.forms.measures import lines_needed, row_height
from app.forms.wording import Wording

if TYPE_CHECKING:
    from app.domain.draws.draws import CommuneDraw

MOST_UNITS = 120
"""Units of a list that is still given as a workbook: each takes some hundred formulas."""
_LAST_OF_PLANE = 0xFFFF
_WIDTHS_MM = (11, 19, 44, 62, 62, 14, 22, 18)
_NUMBER, _CODE, _NAME, _MESSAGE, _TICKET, _RANK, _FATE, _PUBLISHED = range(8)
_FIRST_UNIT = 10
"""Row, from 0, of the first unit."""
_COMMITMENT, _COUNT, _SEED = 3, 4, 5
"""Rows of the three facts above the table."""
_MONO = "Courier New"
_SMALL = 9
_SIGNS_OF_A_LINE = 32
"""Signs of that face and size that the cell of the hashed text holds side by side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookFormulas:
    """Công thức của đơn vị đầu tiên, as the sheet of results has them."""

    row: int
    message: str
    rank: str


def fits_workbook(draw: CommuneDraw) -> bool:
    """Say whether a draw can be given as a workbook: its list is not too long, its seed of letters that sheets know."""
    return len(draw.frame) <= MOST_UNITS and all(ord(sign) <= _LAST_OF_PLANE for sign in draw.seed or "")


def first_formulas(units: int) -> WorkbookFormulas:
    """Return the two formulas of the first unit's row that a reader should know, for a list of so many units."""
    row = _FIRST_UNIT + 1
    return WorkbookFormulas(row=row, message=_message_formula(row), rank=_rank_formula(row, units))


def render_draw_workbook(draw: CommuneDraw) -> bytes:
    """Return the .xlsx of a draw at whatever step it is. Equal draws give equal bytes."""
    wording = Wording("draw-workbook/sheet", {"code": draw.code, "unit_name": draw.unit_name})
    book = Book(
        title=wording.text("file_title"), changed_on=draw.day, facts={"kiemtra.draw": draw.code, "kiemtra.method": "1"}
    )
    return _Workbook(book, wording, draw).to_bytes()


def _message_formula(row: int) -> str:
    return f'=$D${_COMMITMENT + 1}&"|"&$D${_SEED + 1}&"|"&B{row}'


def _rank_formula(row: int, units: int) -> str:
    tickets = f"$E${_FIRST_UNIT + 1}:$E${_FIRST_UNIT + units}"
    return f'=IF(E{row}="","",SUMPRODUCT(--({tickets}<E{row}))+1)'


class _Workbook:
    """Sổ tự kiểm chứng: the sheet of results, that of the seed's octets, that of the hashing."""

    def __init__(self, book: Book, wording: Wording, draw: CommuneDraw) -> None:
        self._book, self._wording, self._draw = book, wording, draw
        self._codes = [unit.code for unit in draw.frame]
        self._seed = draw.seed or ""
        in_order = tickets_in_order(draw.commitment, self._seed, self._codes) if self._seed else ()
        self._tickets, self._order = dict(in_order), [code for code, _ in in_order]
        self._result = book.sheet(wording.text("result_sheet"))
        self._octets = book.sheet(wording.text("seed_sheet"))
        self._hashing = book.sheet(wording.text("hash_sheet"))
        result = f"'{wording.text('result_sheet')}'!"
        self._plan = HashPlan(
            seed=self._seed,
            codes=tuple(self._codes),
            commitment=draw.commitment,
            seed_cell=f"{result}$D${_SEED + 1}",
            commitment_cell=f"{result}$D${_COMMITMENT + 1}",
            code_cells=tuple(f"{result}$B${_FIRST_UNIT + 1 + place}" for place in range(len(self._codes))),
            octets=f"'{wording.text('seed_sheet')}'!",
        )

    def to_bytes(self) -> bytes:
        self._write_results()
        write_seed(self._book, self._octets, self._wording, self._plan)
        write_hashing(self._book, self._hashing, self._wording, self._plan)
        for sheet in (self._result, self._octets, self._hashing):
            protect(sheet)
        return self._book.to_bytes()

    def _text(self, name: str, **facts: object) -> str:
        return self._wording.text(name, **facts)

    def _style(self, **properties: Any) -> Any:
        return self._book.cell_style(**properties)

    def _mono(self, **properties: Any) -> Any:
        return self._style(font_name=_MONO, font_size=_SMALL, **properties)

    def _write_results(self) -> None:
        sheet, draw = self._result, self._draw
        set_widths(sheet, _WIDTHS_MM)
        set_up_page(sheet, upright=False, draft_line=None)
        centred = {"align": "center", "valign": "vcenter", "text_wrap": True}
        self._across(0, self._text("title"), HEAD_SIZE, bold=True, **centred)
        self._across(1, self._text("subject", plan_title=draw.plan_title), SIZE, **centred)
        self._write_fact(2, "code_label", draw.code)
        self._write_fact(_COMMITMENT, "commitment_label", draw.commitment)
        self._write_fact(_COUNT, "count_label", draw.count)
        self._write_fact(_SEED, "seed_label", self._seed, locked=False, bg_color=INPUT_FILL)
        told = {"input_title": self._text("seed_title"), "input_message": self._text("seed_message")}
        sheet.data_validation(_SEED, _MESSAGE, _SEED, _MESSAGE, {"validate": "any"} | told)
        self._across(6, self._text("hint", sheet=self._text("hash_sheet")), SIZE, text_wrap=True, valign="vcenter")
        self._write_warning(7)
        self._write_head(_FIRST_UNIT - 1)
        for place, unit in enumerate(draw.frame):
            self._write_unit(place, unit.code, unit.name)
        self._write_order(_FIRST_UNIT + len(self._codes) + 1)
        sheet.repeat_rows(_FIRST_UNIT - 1, _FIRST_UNIT - 1)

    def _across(self, row: int, text: str, size: int, **properties: Any) -> None:
        style, last = self._book.style(font_size=size, **properties), len(_WIDTHS_MM) - 1
        write_across(self._result, row, (0, last), text, style, room_mm=LANDSCAPE_MM, size=size)

    def _write_fact(self, row: int, label: str, value: str | int, **properties: Any) -> None:
        sheet, bold = self._result, self._style(bold=True)
        write_joined(sheet, (row, _NUMBER, row, _NAME), self._text(label), bold)
        number_format = "0" if isinstance(value, int) else TEXT_FORMAT
        style = self._mono(num_format=number_format, align="left", **properties)
        sheet.merge_range(row, _MESSAGE, row, len(_WIDTHS_MM) - 1, "", style)
        if isinstance(value, int):
            sheet.write_number(row, _MESSAGE, value, style)
        elif value:
            sheet.write_string(row, _MESSAGE, value, style)

    def _write_warning(self, row: int) -> None:
        """Write what is told where there is no seed, or one longer than the sheets have room for."""
        none, too_long = self._text("no_seed"), self._text("too_long", most=self._plan.most_seed)
        properties = {"text_wrap": True, "valign": "vcenter", "bold": True}
        self._across(row, too_long, SIZE, **properties)
        size = self._plan.seed_size
        formula = f'=IF({size}=0,"{none}",IF({size}>{self._plan.most_seed},"{too_long}",""))'
        style = self._book.style(font_size=SIZE, **properties)
        self._result.write_formula(row, 0, formula, style, "" if self._seed else none)

    def _write_head(self, row: int) -> None:
        heads = ("number", "code", "name", "message", "ticket", "rank", "fate", "published")
        style = self._style(bold=True, align="center")
        texts = [self._text(f"{head}_head") for head in heads]
        for column, text in enumerate(texts):
            self._result.write_string(row, column, text, style)
        lines = [lines_needed(text, width, size=SIZE, bold=True) for text, width in zip(texts, _WIDTHS_MM, strict=True)]
        self._result.set_row(row, row_height(max(lines), size=SIZE))

    def _write_unit(self, place: int, code: str, name: str) -> None:
        sheet, at = self._result, _FIRST_UNIT + place
        row = at + 1
        centred, count = self._style(align="center"), f"$D${_COUNT + 1}"
        sheet.write_number(at, _NUMBER, place + 1, centred)
        sheet.write_string(at, _CODE, code, self._style(num_format=TEXT_FORMAT))
        sheet.write_string(at, _NAME, name, self._style())
        message = f"{self._draw.commitment}|{self._seed}|{code}"
        sheet.write_formula(at, _MESSAGE, _message_formula(row), self._mono(), message)
        size, most = self._plan.seed_size, self._plan.most_seed
        hashed = f"'{self._text('hash_sheet')}'!{self._plan.hash_cell(place)}"
        ticket = f'=IF(OR({size}=0,{size}>{most}),"",{hashed})'
        sheet.write_formula(at, _TICKET, ticket, self._mono(), self._tickets.get(code, ""))
        rank = self._order.index(code) + 1 if self._order else 0
        sheet.write_formula(at, _RANK, _rank_formula(row, len(self._codes)), centred, rank or "")
        alternate = self._text("alternate")
        fate = f'=IF(F{row}="","",IF(F{row}<={count},"{self._text("drawn")}","{alternate}"&(F{row}-{count})))'
        sheet.write_formula(at, _FATE, fate, centred, self._fate(rank))
        if self._draw.tickets:
            compared = f'=IF(E{row}="{self._tickets[code]}","{self._text("fits")}","{self._text("differs")}")'
            sheet.write_formula(at, _PUBLISHED, compared, centred, self._text("fits"))
        else:
            sheet.write_blank(at, _PUBLISHED, None, centred)
        # What has no blank is broken by sheets wherever the cell ends.
        lines = -(-len(message) // _SIGNS_OF_A_LINE)
        named = row_height(lines_needed(name, _WIDTHS_MM[_NAME], size=SIZE), size=SIZE)
        sheet.set_row(at, max(named, row_height(lines, size=_SMALL)))

    def _fate(self, rank: int) -> str:
        if not rank:
            return ""
        count = self._draw.count
        return self._text("drawn") if rank <= count else f"{self._text('alternate')}{rank - count}"

    def _write_order(self, at: int) -> None:
        """Write the units again in the order of their tickets."""
        sheet, names = self._result, {unit.code: unit.name for unit in self._draw.frame}
        first, last = _FIRST_UNIT + 1, _FIRST_UNIT + len(self._codes)
        self._across(at, self._text("ordered"), SIZE, bold=True, valign="vcenter")
        for rank in range(1, len(self._codes) + 1):
            row = at + rank
            code = self._order[rank - 1] if self._order else ""
            values = {"B": code, "C": names.get(code, ""), "E": self._tickets.get(code, "")}
            sheet.write_number(row, _NUMBER, rank, self._style(align="center"))
            sheet.merge_range(row, _MESSAGE, row, _TICKET, "", self._mono())
            for (source, value), column in zip(values.items(), (_CODE, _NAME, _MESSAGE), strict=True):
                found = f"INDEX(${source}${first}:${source}${last},MATCH({rank},$F${first}:$F${last},0))"
                style = self._mono() if column == _MESSAGE else self._style()
                sheet.write_formula(row, column, f'=IFERROR({found},"")', style, value)
