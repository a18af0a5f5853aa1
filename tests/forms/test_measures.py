from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.documents.metrics import Face, wrapped_widths_mm
from app.forms.measures import inches, lines_needed, pixels, row_height

_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_WORDS = st.text(_LETTERS + _LETTERS.upper() + "0123456789.,;:()/-%", min_size=1, max_size=9)
_TEXTS = st.lists(_WORDS, min_size=1, max_size=40).map(" ".join)


@given(_TEXTS, st.integers(20, 250), st.sampled_from([10, 12, 13, 14]), st.booleans())
def test_no_text_is_given_fewer_lines_than_times_new_roman_takes(text, width_mm, size, bold):
    face = Face.BOLD if bold else Face.REGULAR
    needed = len(wrapped_widths_mm(text, size, face, width_mm - 1.6))
    assert lines_needed(text, width_mm, size=size, bold=bold) >= needed


def test_printed_names_of_indicators_are_given_no_line_too_many():
    name = "Số phòng chuyên môn/cơ quan chuyên môn đã xây dựng vị trí việc làm và được phê duyệt theo quy định"
    assert [lines_needed(name, width, size=12) for width in (40, 73, 165)] == [6, 3, 2]


def test_line_feeds_begin_a_line_and_an_empty_text_takes_one():
    assert lines_needed("a\nb\n\nc", 50, size=12) == 4
    assert lines_needed("", 50, size=12) == 1


def test_a_word_longer_than_its_column_is_broken():
    assert lines_needed("m" * 60, 30, size=12) == 9


def test_lengths_are_turned_into_the_units_of_a_sheet():
    assert (pixels(25.4), inches(25.4)) == (96, 1.0)
    assert (row_height(1, size=12), row_height(3, size=12)) == (17.25, 48.0)
