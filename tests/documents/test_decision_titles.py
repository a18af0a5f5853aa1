"""Titles too long for one line: broken into even lines, before a joining word where there is one."""

from hypothesis import given
from hypothesis import strategies as st

from app.documents.metrics import Face, width_mm, wrapped_widths_mm
from app.documents.titles import in_lines

WORDS = st.lists(st.text("aăâbcdđeêghKƯN", min_size=1, max_size=12), min_size=1, max_size=40)


def test_a_title_that_fits_stays_on_one_line():
    assert in_lines("Kiểm tra công vụ năm 2023", 165) == "Kiểm tra công vụ năm 2023"


def test_a_long_title_breaks_before_a_joining_word_rather_than_where_the_line_is_full():
    title = "Phê duyệt Kế hoạch kiểm tra cải cách hành chính và chuyển đổi số năm 2023 trên địa bàn tỉnh"
    assert in_lines(title, 165) == (
        "Phê duyệt Kế hoạch kiểm tra cải cách hành chính\nvà chuyển đổi số năm 2023 trên địa bàn tỉnh"
    )


def test_lines_that_are_given_stay_apart():
    assert in_lines("Kiểm tra công vụ\nnăm 2023", 165) == "Kiểm tra công vụ\nnăm 2023"


def test_a_word_wider_than_the_room_is_left_to_the_page():
    title = f"Kiểm tra {'m' * 80} năm 2023"
    assert in_lines(title, 165) == title


@given(WORDS, st.integers(min_value=60, max_value=252))
def test_no_word_is_lost_every_line_fits_and_there_are_no_more_lines_than_needed(words, room):
    title = " ".join(words)
    lines = in_lines(title, room).split("\n")
    assert " ".join(lines) == title
    assert all(width_mm(line, 14, Face.BOLD) <= room for line in lines)
    assert len(lines) == len(wrapped_widths_mm(title, 14, Face.BOLD, room))
