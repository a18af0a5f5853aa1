"""What a text with marks becomes: stretches of one style, and the runs of a Word file."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from app.documents.metrics import Face, width_mm, wrapped_widths_mm
from app.documents.text import escaped, legal, runs
from app.domain.marks import Span, plain, spans, unmarked

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORDS = st.text(st.sampled_from("ab cđ\\*(.1ế"), min_size=1).map(str.strip).filter(bool)
STYLES = st.sampled_from([(False, False), (True, False), (False, True)])


def parsed(xml):
    return etree.fromstring(f'<p xmlns:w="{W}">{xml}</p>')


def read_back(xml):
    """Text and style of each run, as a reader of the file sees them."""
    found = []
    for run in parsed(xml):
        properties = run.find(f"{{{W}}}rPr")
        names = set() if properties is None else {etree.QName(child).localname for child in properties}
        text = "".join("\n" if child.tag == f"{{{W}}}br" else child.text for child in run if child.tag != f"{{{W}}}rPr")
        found.append(Span(text, "b" in names, "i" in names))
    return found


def marked(text, bold, italic):
    mark = "**" * bold + "*" * italic
    return f"{mark}{plain(text)}{mark}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Sở Nội vụ", [Span("Sở Nội vụ")]),
        ("(*chuyển đổi số*).", [Span("("), Span("chuyển đổi số", italic=True), Span(").")]),
        ("trước ngày **30/7/2023**.", [Span("trước ngày "), Span("30/7/2023", bold=True), Span(".")]),
        ("***cả hai***", [Span("cả hai", bold=True, italic=True)]),
        ("**đậm *và nghiêng***", [Span("đậm ", bold=True), Span("và nghiêng", bold=True, italic=True)]),
        (r"2\*3", [Span("2*3")]),
        ("2 * 3 * 4", [Span("2 * 3 * 4")]),
        ("ghi chú (*)", [Span("ghi chú (*)")]),
        ("a ** b", [Span("a ** b")]),
        ("****", [Span("****")]),
        (r"C:\tệp", [Span(r"C:\tệp")]),
        (r"\\*nghiêng*", [Span("\\"), Span("nghiêng", italic=True)]),
    ],
)
def test_marks_open_and_close_stretches(text, expected):
    assert spans(text) == expected


@given(st.text())
def test_a_plain_text_carries_no_mark(text):
    assert spans(plain(text)) == ([Span(text)] if text else [])
    assert unmarked(plain(text)) == text


@given(st.lists(st.tuples(WORDS, STYLES), min_size=1))
def test_stretches_written_with_marks_are_read_back(pieces):
    text = " ".join(marked(word, *style) for word, style in pieces)
    letters = [(letter, *style) for word, style in pieces for letter in word if not letter.isspace()]
    assert [(c, s.bold, s.italic) for s in spans(text) for c in s.text if not c.isspace()] == letters
    assert unmarked(text) == " ".join(word for word, _ in pieces)


@given(st.text(st.characters(codec=None), max_size=60))
def test_any_text_gives_well_formed_runs_with_that_text(text):
    assert "".join(span.text for span in read_back(runs(plain(text)))) == legal(text)


@given(st.text(st.characters(codec=None), max_size=60))
def test_a_legal_text_is_nfc_and_stays_as_it_is(text):
    once = legal(text)
    assert unicodedata.is_normalized("NFC", once)
    assert legal(once) == once


@given(st.text(st.characters(codec=None), max_size=60))
def test_an_escaped_text_is_safe_in_an_attribute(text):
    assert etree.fromstring(f'<a b="{escaped(text)}"/>').get("b") == legal(text).replace("\n", " ")


def test_letters_with_loose_accents_are_joined():
    assert runs(unicodedata.normalize("NFD", "Đề cương")) == "<w:r><w:t>Đề cương</w:t></w:r>"


def test_markup_in_a_text_stays_text():
    assert read_back(runs('</w:t></w:r><w:p a="1"/> & <!--')) == [Span('</w:t></w:r><w:p a="1"/> & <!--')]


def test_control_characters_vanish_and_line_ends_are_one():
    assert legal("a\x00\x0bb\r\nc\rd\te\x7f\ud800\ufffe") == "ab\nc\nd e"


def test_a_line_feed_is_a_line_break():
    assert runs("một\nhai") == "<w:r><w:t>một</w:t><w:br/><w:t>hai</w:t></w:r>"


def test_blanks_that_count_are_kept():
    assert runs("Số:      /QĐ") == '<w:r><w:t xml:space="preserve">Số:      /QĐ</w:t></w:r>'
    assert runs(" a") == '<w:r><w:t xml:space="preserve"> a</w:t></w:r>'
    assert runs("a &\n") == "<w:r><w:t>a &amp;</w:t><w:br/></w:r>"


def test_a_style_for_the_whole_text_joins_the_marks():
    assert read_back(runs("a *b*", bold=True)) == [Span("a ", bold=True), Span("b", bold=True, italic=True)]


def test_the_quoc_hieu_is_96_mm_wide_in_13_points():
    assert round(width_mm("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, Face.BOLD)) == 96


def test_a_letter_is_as_wide_with_its_accents():
    assert width_mm("ế", 14, Face.REGULAR) == width_mm("e", 14, Face.REGULAR)


def test_a_text_wraps_at_blanks_and_breaks_at_line_feeds():
    word = width_mm("sở", 14, Face.ITALIC)
    pair = width_mm("sở sở", 14, Face.ITALIC)
    assert wrapped_widths_mm("sở sở sở\nsở", 14, Face.ITALIC, pair) == [pair, word, word]
    assert wrapped_widths_mm("sở sở", 14, Face.ITALIC, word / 2) == [word, word]
