"""Các trang tính SHA-256 của sổ tự kiểm chứng: the octets of the seed, and the hash of each unit's text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from app.forms.books import letters, set_up_page
from app.forms.sheet_hashing import BLOCK, FIRST_STATE, ROWS, WORDS, hashed_block, labels
from app.forms.sheet_numbers import Number, constant, joined_bytes

if TYPE_CHECKING:
    from app.forms.books import Book
    from app.forms.wording import Wording
    from app.forms.xlsx import Sheet

_ROOMY_UNITS = 40
"""Up to so many units there is room for a longer seed than was entered."""
_ROOMY_BLOCKS = 2
_PADDING = 9
"""Octets that close the hashed text: one that marks its end, eight for its length."""
_END_MARK = 128
_BAR = ord("|")
_PLACE, _POINT, _LENGTH, _START, _, _OCTET, _VALUE = range(7)
_FIRST_ROW = 3
"""Row, from 0, of the first character and of the first octet."""
_HASH_ROW, _LENGTH_ROW, _BLOCKS_ROW, _TOP = 1, 2, 3, 4
_LABELS, _SHARED, _FIRST_COLUMN = 0, 1, 2
_LABEL_PIXELS, _COLUMN_PIXELS = 250, 110


@dataclass(frozen=True, kw_only=True)
class HashPlan:
    """Cách chia các trang: what is hashed, in which cells it stands, and how much room there is for it.

    `octets` is the name of the seed's sheet as formulas write it.
    """

    seed: str
    codes: tuple[str, ...]
    commitment: str
    seed_cell: str
    commitment_cell: str
    code_cells: tuple[str, ...]
    octets: str

    @cached_property
    def blocks(self) -> int:
        """Blocks of SHA-256 after that of the commitment for which there is room."""
        needed = _blocks(2 + len(self.seed.encode()) + self._longest_code)
        return max(needed, _ROOMY_BLOCKS) if len(self.codes) <= _ROOMY_UNITS else needed

    @property
    def most_seed(self) -> int:
        """Octets of the longest seed for which there is room."""
        return self.blocks * BLOCK - _PADDING - 2 - self._longest_code

    @property
    def seed_size(self) -> str:
        """The cell that holds how many octets the seed has."""
        return f"{self.octets}${letters(_VALUE)}$2"

    def hash_cell(self, place: int) -> str:
        """Return the cell of the hash of a unit, by its place in the list."""
        return f"{letters(_FIRST_COLUMN + place)}${_HASH_ROW + 1}"

    @cached_property
    def _longest_code(self) -> int:
        return max(len(code.encode()) for code in self.codes)


def write_seed(book: Book, sheet: Sheet, wording: Wording, plan: HashPlan) -> None:
    """Write the characters of the seed, and its octets in UTF-8."""
    set_up_page(sheet, upright=True, draft_line=None)
    bold, cell = book.style(bold=True), book.cell_style(align="center")
    sheet.write_string(0, _PLACE, wording.text("characters"), bold)
    sheet.write_string(0, _OCTET, wording.text("bytes"), bold)
    heads = {_PLACE: "place", _POINT: "point", _LENGTH: "length", _START: "start", _OCTET: "byte", _VALUE: "value"}
    for column, head in heads.items():
        sheet.write_string(_FIRST_ROW - 1, column, wording.text(f"{head}_head"), book.cell_style(bold=True))
    sheet.write_string(1, _OCTET, wording.text("total_label"), book.cell_style(bold=True))
    first, last = _FIRST_ROW + 1, _FIRST_ROW + plan.most_seed
    octets = plan.seed.encode()
    # Signs beyond the room count as one octet at least, so that the size tells that there is not room for all.
    beyond = f"MAX(0,LEN({plan.seed_cell})-{plan.most_seed})"
    sheet.write_formula(1, _VALUE, f"=SUM(C{first}:C{last})+{beyond}", cell, len(octets))
    start = 0
    for place in range(plan.most_seed):
        at, row = _FIRST_ROW + place, _FIRST_ROW + place + 1
        sign = plan.seed[place : place + 1]
        point: Any = ord(sign) if sign else ""
        length = len(sign.encode())
        own = f"MID({plan.seed_cell},A{row},1)"
        sheet.write_number(at, _PLACE, place + 1, cell)
        sheet.write_formula(at, _POINT, f'=IF(A{row}<=LEN({plan.seed_cell}),_xlfn.UNICODE({own}),"")', cell, point)
        lengths = f'=IF(B{row}="",0,IF(B{row}<128,1,IF(B{row}<2048,2,IF(B{row}<65536,3,4))))'
        sheet.write_formula(at, _LENGTH, lengths, cell, length)
        sheet.write_formula(at, _START, f"=D{row - 1}+C{row - 1}" if place else "=0", cell, start)
        start += length
        sheet.write_number(at, _OCTET, place, cell)
        value: Any = octets[place] if place < len(octets) else ""
        sheet.write_formula(at, _VALUE, _octet_formula(row, first, last), cell, value)
    sheet.set_column_pixels(_PLACE, _VALUE, _COLUMN_PIXELS)


def write_hashing(book: Book, sheet: Sheet, wording: Wording, plan: HashPlan) -> None:
    """Write the hashing: the block of the commitment once, and for each unit a column with its own blocks."""
    set_up_page(sheet, upright=False, draft_line=None)
    bold = book.style(bold=True)
    sheet.write_string(0, _LABELS, wording.text("steps_head"), bold)
    sheet.write_string(0, _SHARED, wording.text("first_block"), bold)
    for row, name in ((_HASH_ROW, "hash_row"), (_LENGTH_ROW, "length_row"), (_BLOCKS_ROW, "blocks_row")):
        sheet.write_string(row, _LABELS, wording.text(name))
    shared_top = _TOP + plan.blocks * BLOCK
    for place in range(plan.blocks * BLOCK):
        sheet.write_string(_TOP + place, _LABELS, wording.text("byte_row", place=place))
    for block in range(plan.blocks + 1):
        for row, (name, place, letter) in enumerate(labels(), shared_top + block * ROWS):
            sheet.write_string(row, _LABELS, wording.text(name, block=block + 1, place=place, letter=letter))
    state = hashed_block(
        _Column(sheet, _SHARED).put, shared_top, _commitment_words(plan), tuple(map(constant, FIRST_STATE))
    )
    for place, code in enumerate(plan.codes):
        column = _FIRST_COLUMN + place
        sheet.write_string(0, column, code, bold)
        _write_unit(_Column(sheet, column), plan, place, shared_top + ROWS, state)
    sheet.freeze_panes(_TOP, _FIRST_COLUMN)
    sheet.set_column_pixels(_LABELS, _LABELS, _LABEL_PIXELS)
    sheet.set_column_pixels(_SHARED, _FIRST_COLUMN + len(plan.codes) - 1, _COLUMN_PIXELS)


class _Column:
    """Cột của trang tính, into which formulas go with what they come to."""

    def __init__(self, sheet: Sheet, column: int) -> None:
        self._sheet, self._column = sheet, column

    def cell(self, row: int) -> str:
        return f"{letters(self._column)}{row + 1}"

    def put(self, row: int, number: Number) -> Number:
        self._sheet.write_formula(row, self._column, f"={number.text}", None, number.value)
        # The column stands fast, so that a formula of another column may name the cell.
        return Number(text=f"${letters(self._column)}${row + 1}", value=number.value)

    def put_text(self, row: int, formula: str, value: str) -> None:
        self._sheet.write_formula(row, self._column, f"={formula}", None, value)


def _write_unit(column: _Column, plan: HashPlan, place: int, top: int, state: tuple[Number, ...]) -> None:
    """Write the octets that follow the commitment for one unit, their blocks, and the hash."""
    code, cell = plan.codes[place], plan.code_cells[place]
    text = f"|{plan.seed}|{code}".encode()
    blocks = _blocks(len(text))
    length = column.put(_LENGTH_ROW, Number(text=f"2+{plan.seed_size}+LEN({cell})", value=len(text)))
    count = column.put(_BLOCKS_ROW, Number(text=f"INT(({length.text}+{_PADDING - 1})/{BLOCK})+1", value=blocks))
    whole = _padded(text, blocks, plan.blocks)
    octets = [
        column.put(_TOP + at, Number(text=_message_formula(at, plan, cell, length.text, count.text), value=whole[at]))
        for at in range(plan.blocks * BLOCK)
    ]
    ends = []
    for block in range(plan.blocks):
        own = octets[block * BLOCK : (block + 1) * BLOCK]
        words = [joined_bytes(own[at : at + 4]) for at in range(0, BLOCK, 4)]
        state = hashed_block(column.put, top + block * ROWS, words, state)
        ends.append(state)
    chosen = [
        f"DEC2HEX(CHOOSE({count.text},{','.join(end[word].text for end in ends)}),8)"
        for word in range(len(FIRST_STATE))
    ]
    value = "".join(f"{word.value:08x}" for word in ends[blocks - 1])
    column.put_text(_HASH_ROW, f"LOWER({'&'.join(chosen)})", value)


def _commitment_words(plan: HashPlan) -> list[Number]:
    """Return the words of the first block: the 64 characters of the commitment."""
    signs = [
        Number(text=f"CODE(MID({plan.commitment_cell},{place},1))", value=ord(sign))
        for place, sign in enumerate(plan.commitment, 1)
    ]
    return [joined_bytes(signs[at * 4 : at * 4 + 4]) for at in range(WORDS)]


def _octet_formula(row: int, first: int, last: int) -> str:
    """Return the formula of one octet of the seed: its character is the last that begins at or before it."""
    starts = f"$D${first}:$D${last}"
    at = f"MATCH(F{row},{starts},1)"
    point, length = f"INDEX($B${first}:$B${last},{at})", f"INDEX($C${first}:$C${last},{at})"
    within = f"F{row}-INDEX({starts},{at})"
    head = f"CHOOSE({length}-1,192,224,240)+INT({point}/64^({length}-1))"
    following = f"128+MOD(INT({point}/64^({length}-1-({within}))),64)"
    return f'=IF(F{row}>=$G$2,"",IF({length}=1,{point},IF({within}=0,{head},{following})))'


def _message_formula(at: int, plan: HashPlan, code: str, length: str, blocks: str) -> str:
    """Return the formula of the octet `at` after the commitment: bar, seed, bar, code, end mark, noughts, length."""
    if at == 0:
        return str(_BAR)
    size = plan.seed_size
    seed = f"{plan.octets}${letters(_VALUE)}${_FIRST_ROW + at}"
    bits = f"8*({BLOCK}+{length})"
    closing = f"IF({at}={BLOCK}*{blocks}-2,INT({bits}/256),IF({at}={BLOCK}*{blocks}-1,MOD({bits},256),0))"
    rest = f"IF({at}<{length},CODE(MID({code},{at - 1}-{size},1)),IF({at}={length},{_END_MARK},{closing}))"
    bar = f"IF({at}={size}+1,{_BAR},{rest})"
    return f"IF({at}<={size},{seed},{bar})" if at <= plan.most_seed else bar


def _blocks(octets: int) -> int:
    """Return how many blocks a text of so many octets takes with what closes it."""
    return (octets + _PADDING - 1) // BLOCK + 1


def _padded(text: bytes, blocks: int, room: int) -> bytes:
    """Return the octets of a text that follows one block, closed as SHA-256 asks, and noughts up to the room."""
    bits = 8 * (BLOCK + len(text))
    closed = text + bytes([_END_MARK]) + bytes(blocks * BLOCK - len(text) - _PADDING) + bits.to_bytes(8, "big")
    return closed + bytes(room * BLOCK - len(closed))
