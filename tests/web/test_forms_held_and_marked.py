"""What is kept of a form whose session has ended, the token that each form carries, and where one may go on to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from app.web.form_tokens import FIELD, comes_from_here, is_token, token_for
from app.web.held_forms import PREFIX, HeldForm, held, held_again, is_own_form, is_own_path

FIELDS = st.lists(st.tuples(st.text(min_size=1, max_size=8).filter(lambda n: n != FIELD), st.text(max_size=20)))


@given(FIELDS.filter(bool))
def test_what_was_typed_comes_through_signing_in_letter_for_letter(fields):
    form = held("/dang-xuat", [(FIELD, "abc"), *fields])
    carried = [("ten-dang-nhap", "a"), *((PREFIX + name, value) for name, value in form.fields)]
    assert held_again(form.path, carried) == HeldForm(path="/dang-xuat", fields=tuple(fields))


@pytest.mark.parametrize(
    "path", ["/khong-co", "//xau.example/dang-xuat", "https://xau.example/dang-xuat", "", "/ke-hoach"]
)
def test_nothing_is_kept_for_a_path_that_takes_no_form(path):
    assert not is_own_form(path)
    assert held_again(path, [(PREFIX + "a", "b")]) is None


@pytest.mark.parametrize(
    ("path", "is_own"),
    [
        ("/", True),
        ("/ke-hoach/a?b=c", True),
        ("", False),
        ("ke-hoach", False),
        ("//xau.example", False),
        ("/\\xau.example", False),
        ("https://xau.example/", False),
        ("javascript:alert(1)", False),
        ("/\t/xau.example", False),
        ("/a\nLocation: x", False),
    ],
)
def test_a_path_to_go_on_to_never_leads_away(path, is_own):
    assert is_own_path(path) is is_own


@given(st.text(min_size=1), st.text(min_size=1))
def test_the_token_of_one_visitor_is_not_that_of_another(one, other):
    assert is_token(token_for("s" * 32, one), token_for("s" * 32, other)) is (one == other)
    assert not is_token(token_for("s" * 32, one), token_for("t" * 32, one))


@pytest.mark.parametrize(
    ("headers", "is_here"),
    [
        ({}, True),
        ({"host": "a.vn", "origin": "https://a.vn"}, True),
        ({"host": "a.vn:8000", "origin": "http://a.vn:8000"}, True),
        ({"host": "a.vn", "origin": "https://b.vn"}, False),
        ({"host": "a.vn", "origin": "null"}, False),
        ({"host": "a.vn", "origin": "null", "sec-fetch-site": "same-origin"}, True),
        ({"host": "a.vn", "origin": "null", "sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site", "host": "a.vn", "origin": "https://a.vn"}, False),
    ],
)
def test_a_browser_that_says_that_it_comes_from_elsewhere_is_believed(headers, is_here):
    assert comes_from_here(Headers(headers)) is is_here
