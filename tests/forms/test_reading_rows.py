"""Workbooks of others: what is read of them, and that nothing in them does harm."""

import io
import random
import zipfile
from datetime import date, datetime

import pytest
from forms.sent_books import HEAD, SHEET, a_book, with_part
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from app.forms.reading_rows import MOST_OCTETS, MOST_ROWS, MOST_UNPACKED, read_rows

GOOD = a_book(HEAD, (1, "Sở Y tế", date(2023, 8, 1), datetime(2023, 8, 4, 7, 30)))  # noqa: DTZ001 — a cell has no zone


def refused(content):
    with pytest.raises(InvalidInput) as caught:
        read_rows(content, "tep")
    (fault,) = caught.value.faults
    assert fault.place == "tep"
    return fault.code


def rows_of(content):
    return [sheet.rows for sheet in read_rows(content, "tep").sheets]


def test_cells_are_read_as_text_and_dates_as_days():
    assert rows_of(GOOD) == [(HEAD, ("1", "Sở Y tế", "2023-08-01", "2023-08-04"))]


def test_a_merged_cell_stands_in_each_cell_it_took_the_place_of():
    content = a_book(
        ("Đơn vị", "Thời gian", ""),
        ("Sở Y tế", "a", "b"),
        ("", "c", "d"),
        draw=lambda _, sheet: (sheet.merge_range("B1:C1", "Thời gian"), sheet.merge_range("A2:A3", "Sở Y tế")),
    )
    assert rows_of(content) == [(("Đơn vị", "Thời gian", "Thời gian"), ("Sở Y tế", "a", "b"), ("Sở Y tế", "c", "d"))]


def test_blank_rows_keep_the_numbers_of_the_others():
    def draw(_book, sheet):
        sheet.write(4, 1, "cuối")

    assert rows_of(a_book(("đầu",), draw=draw)) == [(("đầu", ""), ("", ""), ("", ""), ("", ""), ("", "cuối"))]


def test_a_formula_gives_the_value_kept_with_it_and_is_not_worked_out():
    content = a_book(draw=lambda _, sheet: sheet.write_formula(0, 0, "=1+1", None, "giá trị cũ"))
    assert rows_of(content) == [(("giá trị cũ",),)]


def test_hidden_sheets_are_named_and_not_read():
    def draw(book, _sheet):
        for name in ("Ẩn", "Giấu kỹ"):
            hidden = book.add_worksheet(name)
            hidden.write(0, 0, "riêng")
            hidden.hide() if name == "Ẩn" else hidden.very_hidden()

    found = read_rows(a_book(HEAD, draw=draw), "tep")
    assert ([sheet.name for sheet in found.sheets], found.hidden) == (["KH"], ("Ẩn", "Giấu kỹ"))


def test_macros_and_pictures_never_come_in():
    with_macros = with_part(GOOD, "xl/vbaProject.bin", lambda _: b"\xd0\xcf\x11\xe0 macro")
    with_media = with_part(with_macros, "xl/media/image1.png", lambda _: b"x" * 1000)
    assert rows_of(with_media) == rows_of(GOOD)


# Tệp xấu


def test_what_is_no_workbook_is_told_by_what_it_is():
    assert {
        "empty": refused(b""),
        "text": refused("Đơn vị,Từ ngày\n".encode()),
        "old": refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        "cut": refused(GOOD[: len(GOOD) // 2]),
        "a zip of something else": refused(with_part(_zip({"a.txt": b"x"}), "b.txt", lambda _: b"y")),
        "word": refused(_zip({"word/document.xml": b"<x/>", "[Content_Types].xml": b"<x/>"})),
        "too big": refused(b"PK\x03\x04" + b"\0" * MOST_OCTETS),
    } == {
        "empty": "book.empty",
        "text": "book.unreadable",
        "old": "book.old",
        "cut": "book.unreadable",
        "a zip of something else": "book.unreadable",
        "word": "book.unreadable",
        "too big": "book.too_big",
    }


def _zip(parts):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()


def test_an_archive_that_unpacks_to_far_more_is_not_unpacked():
    bomb = with_part(GOOD, "xl/sharedStrings.xml", lambda _: b" " * (MOST_UNPACKED + 1))
    assert len(bomb) < MOST_OCTETS
    assert refused(bomb) == "book.unpacks_too_big"


def test_many_parts_that_unpack_to_far_more_together_are_not_unpacked():
    bomb = GOOD
    for number in range(2, 6):
        bomb = with_part(bomb, f"xl/worksheets/sheet{number}.xml", lambda _: b" " * (MOST_UNPACKED // 4))
    assert refused(bomb) == "book.unpacks_too_big"


def test_an_archive_of_very_many_parts_is_refused():
    assert refused(_zip({f"{n}.xml": b"" for n in range(2_001)})) == "book.unpacks_too_big"


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_entities_of_a_document_of_its_own_are_refused(part):
    laughs = b'<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>'

    def declared(text):
        head, _, rest = text.partition(b"?>")
        return head + b"?>" + laughs + rest

    assert refused(with_part(GOOD, part, declared)) == "book.unsafe"


def test_a_part_in_another_encoding_is_refused():
    wide = with_part(GOOD, SHEET, lambda text: text.decode().replace("UTF-8", "UTF-16").encode("utf-16"))
    assert refused(wide) == "book.unsafe"


@pytest.mark.parametrize(
    "reference", [b"A1048576", b"XFD1", b"xfd2", b"AAAAAAA1", b"A99999999999999999999", b"IW3", b"ZZZ1"]
)
def test_a_cell_far_outside_is_refused_before_a_sheet_is_laid_out(reference):
    far = with_part(GOOD, SHEET, lambda text: text.replace(b'r="A2"', b'r="' + reference + b'"'))
    assert refused(far) == "book.too_many_rows"


def test_a_row_far_outside_is_refused_too():
    far = with_part(GOOD, SHEET, lambda text: text.replace(b'<row r="2"', b"<row r='1048576'"))
    assert refused(far) == "book.too_many_rows"


def test_a_hundred_thousand_rows_are_refused():
    many = a_book(*[(f"{n}", "Sở Y tế") for n in range(100_000)])
    assert refused(many) in {"book.too_many_rows", "book.unpacks_too_big", "book.too_big"}
    cells = b"".join(b"<row><c><v>1</v></c></row>" for _ in range(100_000))
    assert refused(with_part(GOOD, SHEET, lambda text: text.replace(b"</sheetData>", cells + b"</sheetData>"))) == (
        "book.too_many_rows"
    )


def test_as_many_rows_as_allowed_are_read():
    (rows,) = rows_of(a_book(*[(f"{n}",) for n in range(MOST_ROWS)]))
    assert len(rows) == MOST_ROWS


def test_a_merged_range_larger_than_the_sheet_fills_what_there_is():
    merged = b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    content = with_part(GOOD, SHEET, lambda text: text.replace(b"</sheetData>", b"</sheetData>" + merged))
    (rows,) = rows_of(content)
    assert rows == ((HEAD[0],) * 4,) * 2


def readable(content):
    """Read, or be refused with one fault: nothing else may come of a file."""
    try:
        found = [read_rows(content, "tep")]
    except InvalidInput as error:
        found = list(error.faults)
    assert len(found) == 1


@given(st.binary(max_size=300))
def test_whatever_comes_after_the_mark_of_an_archive_is_read_or_refused(tail):
    readable(b"PK\x03\x04" + tail)


@given(st.integers(0, 10_000), st.integers(1, 40))
def test_a_workbook_with_octets_overwritten_is_read_or_refused(seed, count):
    chance = random.Random(seed)  # noqa: S311 — it breaks files and guards nothing
    broken = bytearray(GOOD)
    for _ in range(count):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    readable(bytes(broken))


@given(st.sampled_from([SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"]), st.integers(0, 10_000))
def test_a_part_with_octets_overwritten_is_read_or_refused(part, seed):
    chance = random.Random(seed)  # noqa: S311 — it breaks files and guards nothing

    def broken(text):
        made = bytearray(text)
        for _ in range(chance.randrange(1, 20)):
            made[chance.randrange(len(made))] = chance.choice(b'<>"/=&;19AZ \x00\xff')
        return bytes(made)

    readable(with_part(GOOD, part, broken))
