"""Heads, titles, texts and signatures: their words in order, their sizes, and the rules under them."""

import io
from datetime import date

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm

from app.documents import layout
from app.documents.letterhead import MOTTO, NATION, Letterhead, date_line, letterhead, number_line
from app.documents.metrics import Face, width_mm
from app.documents.page import Orientation, Paper
from app.documents.signatures import Signer, recipient_list, signature, signatures

DAY = date(2023, 6, 29)
HEAD = Letterhead(
    governing_body="UBND TỈNH BÌNH PHƯỚC",
    issuing_body="SỞ NỘI VỤ",
    number_line=number_line("TTr-SNV"),
    date_line=date_line("Bình Phước", 2023),
)


def made(*blocks):
    return Document(io.BytesIO(Paper().add(*blocks).to_bytes(changed_on=DAY, title="x")))


def made_from(block):
    (paragraph,) = made(block).paragraphs
    return paragraph


def from_styles(paragraph, kind, name):
    """A property of a paragraph as it is seen: its own, or the nearest one of its styles."""
    at = paragraph
    while at is not None:
        value = getattr(getattr(at, kind), name) if kind != "font" or at is not paragraph else None
        if value is not None:
            return value
        at = paragraph.style if at is paragraph else at.base_style
    return None


def seen(paragraph):
    """(size, bold, italic) of all of a paragraph's words; runs override styles."""
    found = {
        tuple(
            getattr(run.font, name) if getattr(run.font, name) is not None else from_styles(paragraph, "font", name)
            for name in ("bold", "italic")
        )
        for run in paragraph.runs
    }
    ((bold, italic),) = found
    size = from_styles(paragraph, "font", "size")
    return (14 if size is None else size.pt, bool(bold), bool(italic))


def rule_mm(paragraph, room_mm):
    """The length of the line that a paragraph draws, None for a paragraph with words or without a line."""
    if paragraph.text or paragraph._p.find(f".//{qn('w:pBdr')}") is None:
        return None
    form = paragraph.paragraph_format
    assert form.left_indent == form.right_indent
    return room_mm - Mm(0).mm - form.left_indent.mm - form.right_indent.mm


def words(cell):
    return [p.text for p in cell.paragraphs if p.text]


def test_the_head_stands_in_two_columns_with_number_and_date_on_one_row():
    (head,) = made(letterhead(HEAD)).tables
    assert [[words(cell) for cell in row.cells] for row in head.rows] == [
        [["UBND TỈNH BÌNH PHƯỚC", "SỞ NỘI VỤ"], [NATION, MOTTO]],
        [["Số:      /TTr-SNV"], ["Bình Phước, ngày      tháng      năm 2023"]],
    ]


def test_the_lines_of_the_head_have_the_decrees_sizes():
    (head,) = made(letterhead(HEAD)).tables
    lines = [p for row in head.rows for cell in row.cells for p in cell.paragraphs if p.text]
    assert [seen(p) for p in lines] == [
        (13, False, False),
        (13, True, False),
        (13, True, False),
        (14, True, False),
        (13, False, False),
        (14, False, True),
    ]
    assert {from_styles(p, "paragraph_format", "alignment") for p in lines} == {WD_ALIGN_PARAGRAPH.CENTER}


def test_the_rule_under_the_tieu_ngu_is_as_long_as_its_words():
    (head,) = made(letterhead(HEAD)).tables
    (length,) = [rule for p in head.cell(0, 1).paragraphs if (rule := rule_mm(p, 101)) is not None]
    assert length == pytest.approx(width_mm(MOTTO, 14, Face.BOLD), abs=0.1)


@pytest.mark.parametrize("body", ["SỞ NỘI VỤ", "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "ỦY BAN NHÂN DÂN\nTỈNH *A*"])
def test_the_rule_under_the_issuing_body_is_a_third_to_a_half_of_its_longest_line(body):
    (head,) = made(letterhead(Letterhead(issuing_body=body))).tables
    (length,) = [rule for p in head.cell(0, 0).paragraphs if (rule := rule_mm(p, 64)) is not None]
    lines = {"SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI": "SỞ LAO ĐỘNG - THƯƠNG"}.get(body, body).split("\n")
    assert 1 / 3 <= length / max(width_mm(line, 13, Face.BOLD) for line in lines) <= 1 / 2


def test_a_document_issued_with_another_has_neither_number_nor_date():
    (head,) = made(letterhead(Letterhead(issuing_body="ỦY BAN NHÂN DÂN\nTỈNH BÌNH PHƯỚC"))).tables
    assert [[words(cell) for cell in row.cells] for row in head.rows] == [
        [["ỦY BAN NHÂN DÂN\nTỈNH BÌNH PHƯỚC"], [NATION, MOTTO]]
    ]


def test_a_head_fits_a_landscape_sheet():
    paper = Paper().start_part(Orientation.LANDSCAPE).add(letterhead(HEAD, room_mm=layout.LANDSCAPE_MM))
    (head,) = Document(io.BytesIO(paper.to_bytes(changed_on=DAY, title="x"))).tables
    assert [round(column.width.mm) for column in head.columns] == [126, 126]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (number_line("QĐ-UBND"), "Số: /QĐ-UBND"),
        (number_line("QĐ-UBND", 5), "Số: 05/QĐ-UBND"),
        (number_line("TTr-SNV", 1319), "Số: 1319/TTr-SNV"),
        (date_line("Bình Phước", 2023), "Bình Phước, ngày tháng năm 2023"),
        (date_line("Bình Phước", 2023, date(2023, 1, 5)), "Bình Phước, ngày 05 tháng 01 năm 2023"),
        (date_line("Bình Phước", 2023, date(2023, 6, 29)), "Bình Phước, ngày 29 tháng 6 năm 2023"),
    ],
)
def test_number_and_date_are_written_or_left_blank(line, expected):
    assert " ".join(line.split()) == expected


def test_a_title_has_its_kind_its_subject_and_a_rule():
    kind, subject, rule = made(layout.title("QUYẾT ĐỊNH", "Về việc\nkiểm tra năm 2023")).paragraphs
    assert [(p.text, seen(p)) for p in (kind, subject)] == [
        ("QUYẾT ĐỊNH", (14, True, False)),
        ("Về việc\nkiểm tra năm 2023", (14, True, False)),
    ]
    assert rule_mm(rule, 165) == pytest.approx(0.4 * width_mm("kiểm tra năm 2023", 14, Face.BOLD), abs=0.1)


def test_the_rule_of_a_document_issued_with_another_stands_under_its_reference():
    reference = "(Kèm theo Quyết định số      /QĐ-UBND)"
    *lines, rule = made(layout.title("KẾ HOẠCH", "Kiểm tra", reference=reference)).paragraphs
    assert [(p.text, seen(p)) for p in lines] == [
        ("KẾ HOẠCH", (14, True, False)),
        ("Kiểm tra", (14, True, False)),
        (reference, (14, False, True)),
    ]
    squeezed = " ".join(reference.split())
    assert rule_mm(rule, 165) == pytest.approx(0.4 * width_mm(squeezed, 14, Face.ITALIC), abs=0.1)


def test_a_title_without_a_subject_has_its_rule_under_the_kind():
    kind, rule = made(layout.title("BIÊN BẢN")).paragraphs
    assert kind.text == "BIÊN BẢN"
    assert rule_mm(rule, 165) == pytest.approx(0.4 * width_mm("BIÊN BẢN", 14, Face.BOLD), abs=0.1)


def test_a_phu_luc_has_its_label_its_name_and_its_reference():
    document = made(layout.appendix_title("Phụ lục I", "ĐỐI TƯỢNG", reference="(Kèm theo Quyết định số 5)"))
    assert [(p.text, seen(p)) for p in document.paragraphs if p.text] == [
        ("Phụ lục I", (14, True, False)),
        ("ĐỐI TƯỢNG", (14, True, False)),
        ("(Kèm theo Quyết định số 5)", (14, False, True)),
    ]
    assert [rule is not None for rule in (rule_mm(p, 165) for p in document.paragraphs)].count(True) == 1


def test_a_phu_luc_without_a_reference_has_no_rule():
    document = made(layout.appendix_title("Phụ lục 1"))
    assert [p.text for p in document.paragraphs if p.text] == ["Phụ lục 1"]
    assert {rule_mm(p, 165) for p in document.paragraphs} == {None}


@pytest.mark.parametrize(
    ("block", "text", "style"),
    [
        (layout.issuer("CHỦ TỊCH"), "CHỦ TỊCH", (14, True, False)),
        (layout.legal_basis("Căn cứ Luật;"), "Căn cứ Luật;", (14, False, True)),
        (layout.operative_formula("QUYẾT ĐỊNH:"), "QUYẾT ĐỊNH:", (14, True, False)),
        (layout.section_heading("I.", "MỤC ĐÍCH"), "I. MỤC ĐÍCH", (14, True, False)),
        (layout.clause_heading("1.", "Mục đích"), "1. Mục đích", (14, True, False)),
        (layout.paragraph("Kiểm tra.", number="a)"), "a) Kiểm tra.", (14, False, False)),
        (layout.paragraph("Kiểm tra."), "Kiểm tra.", (14, False, False)),
        (layout.paragraph("sao.", number="(*)"), "(*) sao.", (14, False, False)),
        (layout.centred("Bảng 1"), "Bảng 1", (14, False, False)),
        (layout.guidance("(Nêu kết quả.)"), "(Nêu kết quả.)", (14, False, True)),
        (layout.end_mark(), "./.", (14, False, False)),
        (layout.addressees(["Sở Nội vụ."]), "Kính gửi: Sở Nội vụ.", (14, False, False)),
    ],
)
def test_each_kind_of_line_has_its_words_and_its_style(block, text, style):
    paragraph = made_from(block)
    assert (paragraph.text, seen(paragraph)) == (text, style)


@pytest.mark.parametrize(
    "block",
    [
        layout.legal_basis("x"),
        layout.article("Điều 1.", "x"),
        layout.section_heading("I.", "X"),
        layout.clause_heading("1.", "x"),
        layout.paragraph("x"),
        layout.guidance("x"),
    ],
)
def test_the_running_text_is_justified_indented_and_spaced(block):
    paragraph = made_from(block)
    assert from_styles(paragraph, "paragraph_format", "alignment") == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert round(from_styles(paragraph, "paragraph_format", "first_line_indent").mm, 1) == 12.7
    assert from_styles(paragraph, "paragraph_format", "space_after").pt == 6
    assert 1 <= from_styles(paragraph, "paragraph_format", "line_spacing") <= 1.15


def test_only_the_number_of_an_article_is_bold():
    paragraph = made_from(layout.article("Điều 1.", "Phê duyệt *Kế hoạch*."))
    assert [(run.text, bool(run.bold), bool(run.italic)) for run in paragraph.runs] == [
        ("Điều 1.", True, False),
        (" Phê duyệt ", False, False),
        ("Kế hoạch", False, True),
        (".", False, False),
    ]


def test_several_addressees_stand_below_with_dashes_under_the_colon():
    greeting, first, last = made(layout.addressees(["Sở Nội vụ;", "Sở Tài chính."])).paragraphs
    assert [p.text for p in (greeting, first, last)] == ["Kính gửi:", "- Sở Nội vụ;", "- Sở Tài chính."]
    colon = greeting.paragraph_format.left_indent.mm + width_mm("Kính gửi", 14, Face.REGULAR)
    for paragraph in (first, last):
        form = paragraph.paragraph_format
        assert form.left_indent.mm + form.first_line_indent.mm == pytest.approx(colon, abs=0.1)


def test_kinh_gui_needs_somebody():
    with pytest.raises(ValueError, match="Kính gửi"):
        layout.addressees([])


def test_lines_to_write_on_are_dotted_to_the_right_margin():
    labelled, empty, another = made(layout.fill_in("Số liệu:", lines=3)).paragraphs
    assert [p.text for p in (labelled, empty, another)] == ["Số liệu: \t", "\t", "\t"]
    for paragraph in (labelled, empty, another):
        (stop,) = paragraph.paragraph_format.tab_stops
        assert (round(stop.position.mm), str(stop.alignment), str(stop.leader)) == (165, "RIGHT (2)", "DOTS (1)")


def test_recipients_and_signer_stand_level():
    signer = Signer(capacity=("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), name="Trần Tuyết Minh")
    document = made(layout.paragraph("Hết./."), signature(signer, ["Như Điều 3;", "Lưu: VT, NV."]))
    ((left, right),) = [row.cells for row in document.tables[0].rows]
    assert [(p.text, seen(p)) for p in left.paragraphs] == [
        ("Nơi nhận:", (12, True, True)),
        ("- Như Điều 3;", (11, False, False)),
        ("- Lưu: VT, NV.", (11, False, False)),
    ]
    assert [(p.text, seen(p)) for p in right.paragraphs] == [
        ("KT. CHỦ TỊCH", (14, True, False)),
        ("PHÓ CHỦ TỊCH", (14, True, False)),
        ("Trần Tuyết Minh", (14, True, False)),
    ]
    tops = [from_styles(cell.paragraphs[0], "paragraph_format", "space_before").pt for cell in (left, right)]
    assert tops == [6, 6]
    assert document.paragraphs[0].paragraph_format.keep_with_next


def test_a_signer_not_yet_named_has_a_note_and_room_to_sign():
    signer = Signer(capacity=("TRƯỞNG ĐOÀN",), note="(Ký, ghi rõ họ tên)")
    (_, right) = made(signature(signer, ["Lưu: VT."])).tables[0].rows[0].cells
    assert [p.text for p in right.paragraphs] == ["TRƯỞNG ĐOÀN", "(Ký, ghi rõ họ tên)", ""]
    assert seen(right.paragraphs[1]) == (13, False, True)
    assert from_styles(right.paragraphs[2], "paragraph_format", "space_before").pt == 70


def test_a_bien_ban_has_its_signers_side_by_side_and_its_recipients_below():
    signers = [Signer(capacity=("THƯ KÝ",), name="Lê An"), Signer(capacity=("CHỦ TỌA",), name="Võ Bình")]
    document = made(signatures(signers), recipient_list(["Lưu: VT, Hồ sơ."]))
    rows = [[words(cell) for cell in row.cells] for row in document.tables[0].rows]
    assert rows == [[["THƯ KÝ"], ["CHỦ TỌA"]], [["Lê An"], ["Võ Bình"]]]
    titles = [cell.paragraphs[-1] for cell in document.tables[0].rows[0].cells]
    assert [from_styles(title, "paragraph_format", "keep_with_next") for title in titles] == [True, True]
    assert [p.text for p in document.paragraphs if p.text] == ["Nơi nhận:", "- Lưu: VT, Hồ sơ."]


def test_names_from_data_carry_no_marks():
    (head,) = made(letterhead(Letterhead(issuing_body="SỞ *A* <B>"))).tables
    assert words(head.cell(0, 0)) == ["SỞ *A* <B>"]


def test_headings_make_an_outline_of_the_document():
    document = made(layout.title("KẾ HOẠCH"), layout.section_heading("I.", "A"), layout.clause_heading("1.", "b"))
    levels = [p.style.element.find(f".//{qn('w:outlineLvl')}") for p in document.paragraphs if p.text]
    assert [level.get(qn("w:val")) for level in levels] == ["0", "1", "2"]
