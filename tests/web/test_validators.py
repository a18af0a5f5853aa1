from datetime import UTC, datetime

import pytest

from app.web.validators import accepts_gzip, conditions_of, is_unchanged

CHANGED = datetime(2023, 6, 29, 0, 0, 2, tzinfo=UTC)
DATE = "Thu, 29 Jun 2023 00:00:02 GMT"


@pytest.mark.parametrize(
    ("if_none_match", "expected"),
    [
        ('W/"2-ab"', True),
        ('"2-ab"', True),
        ('"x", W/"y" , W/"2-ab"', True),
        ("*", True),
        (" * ", True),
        ('"x"', False),
        ('W/"2-abc"', False),
        ('"a,2-ab"', False),
        ("2-ab", False),
        ("", False),
    ],
)
def test_tags_are_compared_weakly_one_by_one(if_none_match, expected):
    assert is_unchanged('W/"2-ab"', CHANGED, if_none_match, None) is expected


@pytest.mark.parametrize(
    ("if_modified_since", "expected"),
    [
        (DATE, True),
        ("Thu, 29 Jun 2023 00:00:01 GMT", False),
        ("Fri, 01 Jan 2100 00:00:00 GMT", False),
        ("hôm qua", False),
        ("", False),
        (None, False),
    ],
)
def test_only_the_date_that_was_given_counts(if_modified_since, expected):
    assert is_unchanged('W/"2-ab"', CHANGED, None, if_modified_since) is expected


def test_a_tag_stands_above_a_date():
    assert is_unchanged('W/"2-ab"', CHANGED, '"x"', DATE) is False


@pytest.mark.parametrize(
    ("accept_encoding", "expected"),
    [
        ("gzip", True),
        ("GZIP", True),
        ("br, gzip;q=0.5", True),
        ("deflate, *", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("*, gzip;q=0", False),
        ("*;q=0", False),
        ("identity", False),
        ("gzipped", False),
        ("", False),
        (None, False),
    ],
)
def test_gzip_is_for_those_who_offer_it(accept_encoding, expected):
    assert accepts_gzip(accept_encoding) is expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([], {}),
        ([(b"host", b"x"), (b"if-match", b'"a"')], {}),
        ([(b"if-none-match", b'"a"'), (b"host", b"x")], {b"if-none-match": b'"a"'}),
        ([(b"if-none-match", b'"a"'), (b"if-none-match", b'"b"')], {b"if-none-match": b'"a", "b"'}),
        (
            [(b"accept-encoding", b"br"), (b"if-modified-since", b"x"), (b"accept-encoding", b"gzip")],
            {b"accept-encoding": b"br, gzip", b"if-modified-since": b"x"},
        ),
    ],
)
def test_the_conditions_of_a_request_are_found_and_lines_of_one_name_joined(headers, expected):
    assert conditions_of(headers) == expected
