"""The workbook of a draw: LibreOffice computes every ticket by its formulas, whatever seed is typed."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office import Office, page_sizes, typed

from app.domain.draws.draws import CommuneDraw, FrameUnit, PoolKind, Randomness
from app.domain.draws.steps import committed, drawn, seeded
from app.forms.draw_workbook import MOST_UNITS, first_formulas, fits_workbook, render_draw_workbook
from app.forms.sheet_hashing import CONSTANTS, FIRST_STATE, ROWS, hashed_block, labels
from app.forms.sheet_numbers import constant

AT = datetime(2023, 7, 9, 1, 30, tzinfo=UTC)
RESULT, SEED_CELL, FIRST = "Kết quả", "D6", 11


def a_draw(codes=("25243", "25244", "25252", "ubnd-xa-moi", "9"), count=2, seed="4071 2936 8850"):
    frame = tuple(FrameUnit(code=code, name=f"Xã {code}") for code in sorted(codes))
    draw = CommuneDraw(
        code="ke-hoach.don-vi.1",
        plan="ke-hoach",
        plan_title="Kế hoạch kiểm tra",
        unit="don-vi",
        unit_name="UBND huyện A",
        kind=PoolKind.UNIT,
        attempt=1,
        previous=None,
        day=date(2023, 8, 1),
        least=1,
        most=3,
        count=count,
        frame=frame,
        randomness=Randomness(text="Gieo xúc xắc"),
    )
    draw = committed(draw, AT)
    return drawn(seeded(draw, seed, source="Phiên", witnesses=(), at=AT), AT) if seed else draw


def wanted(draw, seed):
    """Tickets by code, and codes in order, worked out by the library of Python."""
    tickets = {u.code: sha256(f"{draw.commitment}|{seed}|{u.code}".encode()).hexdigest() for u in draw.frame}
    return tickets, sorted(tickets, key=tickets.get)


def shown(book, draw):
    """What the sheet of results shows: tickets and ranks by code, the words beside them, the codes in order."""
    sheet, units = book[RESULT], len(draw.frame)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(FIRST, FIRST + units - 1, 1, 8)]
    below = FIRST + units + 2
    order = [sheet.cell(row, 2).value for row in range(below, below + units)]
    tickets, ranks = ({row[1]: row[at] for row in rows} for at in (4, 5))
    return tickets, ranks, [row[6] for row in rows], [row[7] for row in rows], order


def opened(data):
    return openpyxl.load_workbook(BytesIO(data), data_only=True)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return Office(tmp_path_factory.mktemp("office"))


SEEDS = {
    "of-the-draw": "407129368850",
    "as-short-as-may-be": "000000",
    "with-letters": "Sổxố:giảiĐặcbiệt",
    "filling-a-block": "7" * 45,
    "one-block-and-one": "7" * 46,
    "as-long-as-there-is-room": "8" * 106,
}


@pytest.mark.parametrize("name", SEEDS)
def test_every_ticket_and_the_order_follow_the_seed_that_is_typed(office, name):
    draw, seed = a_draw(), SEEDS[name]
    book = office.recalculated(typed(render_draw_workbook(draw), {(RESULT, SEED_CELL): seed}), name)
    tickets, order = wanted(draw, seed)
    own, ranks, fates, compared, in_order = shown(book, draw)
    assert own == tickets
    assert ranks == {code: order.index(code) + 1 for code in order}
    assert in_order == order
    assert fates == [
        "Được chọn" if ranks[unit.code] <= draw.count else f"Dự phòng {ranks[unit.code] - draw.count}"
        for unit in draw.frame
    ]
    assert set(compared) == {"Khớp" if seed == draw.seed else "Khác"}
    assert book[RESULT]["A8"].value in {None, ""}


def test_a_draw_without_a_seed_gives_a_workbook_that_waits_for_it(office):
    draw = a_draw(seed="")
    data = render_draw_workbook(draw)
    assert opened(data)[RESULT]["A8"].value.startswith("Chưa có dãy số")
    assert set(shown(opened(data), draw)[0].values()) == {None}
    book = office.recalculated(typed(data, {(RESULT, SEED_CELL): "123456"}), "waiting")
    tickets, order = wanted(draw, "123456")
    own, _, _, compared, in_order = shown(book, draw)
    assert (own, in_order, set(compared)) == (tickets, order, {None})


def test_a_seed_longer_than_there_is_room_for_gives_a_sentence_and_no_ticket(office):
    draw = a_draw()
    book = office.recalculated(typed(render_draw_workbook(draw), {(RESULT, SEED_CELL): "8" * 107}), "long")
    assert "dài quá 106 byte" in book[RESULT]["A8"].value
    assert {value or None for value in shown(book, draw)[0].values()} == {None}


@pytest.mark.parametrize("seed", ["9" * 120, "ộ" * 200])
def test_there_is_always_room_for_the_seed_of_the_draw(office, seed):
    draw = a_draw(seed=seed)
    book = office.recalculated(typed(render_draw_workbook(draw), {}), f"room-{len(seed)}")
    assert shown(book, draw)[0] == wanted(draw, seed)[0]


def test_a_list_of_one_unit_works_too(office):
    draw = a_draw(codes=("25243",), count=1)
    book = office.recalculated(typed(render_draw_workbook(draw), {}), "one")
    assert shown(book, draw)[:3] == (wanted(draw, draw.seed)[0], {"25243": 1}, ["Được chọn"])


@pytest.mark.parametrize("units", [2, 41, MOST_UNITS])
def test_a_program_that_does_not_compute_shows_the_same(units):
    draw = a_draw(codes=tuple(str(25000 + number) for number in range(units)))
    tickets, order = wanted(draw, draw.seed)
    own, ranks, _, compared, in_order = shown(opened(render_draw_workbook(draw)), draw)
    assert (own, in_order, set(compared)) == (tickets, order, {"Khớp"})
    assert ranks == {code: order.index(code) + 1 for code in order}


def test_what_stands_in_every_cell_of_the_hashing_is_what_libre_office_computes(office):
    data = render_draw_workbook(a_draw(seed="Số 4071 2936"))
    kept, computed = opened(data), office.recalculated(typed(data, {}), "cells")
    for name in ("Dãy số", "Tính SHA-256"):
        pairs = [
            (cell.coordinate, cell.value, other.value)
            for row, own in zip(kept[name].iter_rows(), computed[name].iter_rows(), strict=True)
            for cell, other in zip(row, own, strict=True)
        ]
        assert len(pairs) > 700
        assert [pair for pair in pairs if (pair[1] or 0) != (pair[2] or 0) and {pair[1], pair[2]} != {None, ""}] == []


def test_only_functions_of_excel_2013_are_used_and_no_macro():
    with ZipFile(BytesIO(render_draw_workbook(a_draw()))) as archive:
        names = archive.namelist()
        sheets = "".join(archive.read(name).decode() for name in names if name.startswith("xl/worksheets/sheet"))
    used = set(re.findall(r"([A-Z][A-Z0-9._]*|_xlfn\.[A-Z]+)\(", " ".join(re.findall(r"<f>(.*?)</f>", sheets))))
    plain = {"IF", "OR", "MOD", "INT", "SUM", "LEN", "MID", "CODE", "INDEX", "MATCH", "CHOOSE", "LOWER", "DEC2HEX"}
    plain |= {"SUMPRODUCT", "IFERROR", "MAX"}
    assert used == plain | {"_xlfn.BITAND", "_xlfn.BITXOR", "_xlfn.UNICODE"}
    assert [name for name in names if "vba" in name.lower()] == []


def test_the_seed_is_the_one_cell_that_can_be_changed():
    book = openpyxl.load_workbook(BytesIO(render_draw_workbook(a_draw())))
    free = [
        (sheet.title, cell.coordinate)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked and type(cell).__name__ == "Cell"
    ]
    assert (free, [sheet.protection.sheet for sheet in book]) == ([(RESULT, SEED_CELL)], [True] * 3)


def test_equal_draws_give_equal_bytes():
    def parts(data):
        with ZipFile(BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    assert parts(render_draw_workbook(a_draw())) == parts(render_draw_workbook(a_draw()))


def test_the_formulas_that_the_page_shows_are_those_of_the_sheet():
    draw = a_draw()
    sheet = openpyxl.load_workbook(BytesIO(render_draw_workbook(draw)))[RESULT]
    told = first_formulas(len(draw.frame))
    assert (sheet[f"D{told.row}"].value, sheet[f"F{told.row}"].value) == (told.message, told.rank)


@pytest.mark.parametrize(
    ("draw", "fits"),
    [
        (a_draw(), True),
        (a_draw(seed="123456🎲"), False),
        (replace(a_draw(), frame=tuple(FrameUnit(code=f"{n}", name="X") for n in range(MOST_UNITS + 1))), False),
    ],
)
def test_a_workbook_is_given_where_sheets_can_hold_it(draw, fits):
    assert fits_workbook(draw) is fits


def test_the_results_lie_on_pages_one_wide(office, tmp_path):
    pdf = tmp_path / "book.pdf"
    pdf.write_bytes(office.converted(render_draw_workbook(a_draw()), "paper", "pdf"))
    assert page_sizes(pdf)[0] == (297, 210)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=55))
def test_the_block_written_in_cells_is_sha_256(message):
    padded = message + b"\x80" + bytes(55 - len(message)) + (8 * len(message)).to_bytes(8, "big")
    words = [constant(int.from_bytes(padded[at : at + 4], "big")) for at in range(0, 64, 4)]
    cells = {}

    def put(row, number):
        assert row not in cells
        cells[row] = number.value
        return replace(number, text=f"A{row}")

    state = hashed_block(put, 0, words, tuple(map(constant, FIRST_STATE)))
    assert "".join(f"{word.value:08x}" for word in state) == sha256(message).hexdigest()
    assert sorted(cells) == list(range(ROWS))
    assert len(labels()) == ROWS


def first_primes(count):
    found = []
    number = 2
    while len(found) < count:
        if all(number % prime for prime in found):
            found.append(number)
        number += 1
    return found


def test_the_constants_are_the_roots_that_the_standard_names():
    def root_bits(prime, degree):
        whole = prime << (32 * degree)
        low, high = 0, whole
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if middle**degree <= whole else (low, middle - 1)
        return low % 2**32

    assert tuple(root_bits(prime, 3) for prime in first_primes(64)) == CONSTANTS
    assert tuple(root_bits(prime, 2) for prime in first_primes(8)) == FIRST_STATE
