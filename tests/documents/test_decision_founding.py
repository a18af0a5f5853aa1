"""The founding plan's decision is the official text, word for word, on the sheets that the decree asks for."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx.oxml.ns import qn
from docx_reading import all_texts, head_rows, rows_of, sheets, stretches, widths_mm

from app.documents.decision import render_decision
from app.domain.errata import corrected

OFFICIAL = (Path(__file__).parent.parent / "golden" / "binh-phuoc-2023.md").read_text(encoding="utf-8")
HEAD = "ỦY BAN NHÂN DÂN TỈNH BÌNH PHƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc"
REFERENCE = "(Kèm theo Quyết định số /QĐ-UBND ngày tháng năm 2023 của Chủ tịch Ủy ban nhân dân tỉnh Bình Phước)"
PARTS = ["quyết định", "kế hoạch", "phụ lục", "đề cương", "phụ lục 1", "phụ lục 2", "phụ lục 3", "phụ lục 5"]


def official_blocks():
    """Every paragraph and cell of the official text, in order, without the marks of its mark-up."""
    text = re.sub(r"<!--.*?-->", "", OFFICIAL, flags=re.DOTALL)
    blocks = []
    for piece in re.split(r"\n\s*\n", text):
        cells = re.findall(r"<t[dh](?: [^>]*)?>(.*?)</t[dh]>", piece, flags=re.DOTALL)
        if cells:
            blocks += cells
        elif piece.lstrip().startswith("- "):
            blocks += piece.strip().split("\n")
        elif piece.strip() != "---":
            blocks.append(piece)
    plain = (re.sub(r"^#+ |\*|</?i>", "", re.sub(r"<br>", " ", block.strip())) for block in blocks)
    return [" ".join(block.split()) for block in plain if block.strip()]


def with_what_the_decree_adds(blocks):
    """The official text with the heads and reference lines that the decree asks for and the print lacks."""
    titles = (
        "ĐỐI TƯỢNG, THỜI GIAN VÀ THÀNH PHẦN ĐOÀN KIỂM TRA",
        "Báo cáo phục vụ Đoàn kiểm tra công tác cải cách hành chính và công tác chuyển đổi số",
        "THỐNG KÊ SỐ LIỆU VỀ KẾT QUẢ THỰC HIỆN CÔNG TÁC CCHC TẠI CÁC CƠ QUAN, ĐƠN VỊ, ĐỊA PHƯƠNG",
    )
    made = [HEAD]
    for block in blocks:
        if block in {"KẾ HOẠCH", "ĐỀ CƯƠNG"}:
            made.append(HEAD)
        made.append(block)
        if block in titles or (block.startswith("KẾT QUẢ ") and block.isupper()):
            made.append(REFERENCE)
    return made


def test_the_document_is_the_official_text_word_for_word_with_heads_and_references_alone_added(founding_decision):
    expected = " ".join(with_what_the_decree_adds(official_blocks())).split()
    assert " ".join(all_texts(founding_decision)).split() == expected
    assert len(" ".join(official_blocks()).split()) == 5906


def test_every_paragraph_and_cell_of_the_official_text_is_a_text_of_the_document_in_order(founding_decision):
    """A line of the print may be set in two cells (head, numbered text) or share a paragraph with the next."""
    drawn = " ¶ ".join(all_texts(founding_decision))
    drawn = drawn.replace("/QĐ-UBND ¶ Bình Phước", "/QĐ-UBND Bình Phước").replace("TỊCH ¶ PHÓ", "TỊCH PHÓ")
    drawn = drawn.replace("NAM ¶ Độc", "NAM Độc").replace("QĐ-UBND Ngày", "QĐ-UBND ¶ Ngày")
    at = 0
    for block in official_blocks():
        found = f"¶ {drawn} ¶".find(f"¶ {block} ¶", at)
        assert found >= 0, block
        at = found + len(block)


def test_the_parts_stand_in_the_order_of_publication_each_counting_its_pages_from_1(founding_decision):
    found = sheets(founding_decision)
    assert [sheet.is_across for sheet in found] == [False, False, True, False, False, True, True, True]
    assert [(sheet.counts_from, sheet.hides_first) for sheet in found] == [("1", True)] * len(PARTS)
    heads = [next(text for text in sheet.texts if text.lower() in PARTS) for sheet in found]
    assert [head.lower() for head in heads] == PARTS


def test_heads_of_tables_repeat_with_all_their_levels(founding_decision):
    tables = [table for sheet in sheets(founding_decision) for table in sheet.tables]
    assert [head_rows(table) for table in tables] == [2, 2, 3, 3, 2]
    assert [round(sum(widths_mm(table))) for table in tables] == [252, 165, 252, 252, 252]


def test_the_head_of_phu_luc_3_has_three_levels(founding_decision):
    (table,) = sheets(founding_decision)[6].tables
    assert [[(cell.text, cell.columns) for cell in row if cell.merge != "continue"] for row in rows_of(table)[:3]] == [
        [
            ("STT", 1),
            ("Lĩnh vực giải quyết", 1),
            ("Số lượng hồ sơ tiếp nhận", 4),
            ("Số lượng hồ sơ đã giải quyết", 3),
            ("Số lượng hồ sơ đang giải quyết", 3),
            ("Ghi chú", 1),
        ],
        [
            ("Tổng số", 1),
            ("Trong kỳ", 3),
            ("Tổng số", 1),
            ("Trước hạn và Đúng hạn", 1),
            ("Quá hạn", 1),
            ("Tổng số", 1),
            ("Trong hạn", 1),
            ("Quá hạn", 1),
        ],
        [("Trực tuyến", 1), ("Từ kỳ trước", 1), ("Trực tiếp, dịch vụ bưu chính", 1)],
    ]


def test_heads_and_deputies_are_merged_over_their_batch_and_members_over_all_visits(founding_decision):
    (table,) = sheets(founding_decision)[2].tables
    *visits, note = rows_of(table)[2:]
    runs = [[index for index, row in enumerate(visits) if row[column].merge == "restart"] for column in (3, 4, 5)]
    assert runs == [[0, 3, 6, 8], [0, 3, 6, 8], [0]]
    assert {len(row) for row in visits} == {6}
    assert [row[3].text[:11] for row in visits if row[3].text] == ["Bà Huỳnh Th", "Ông Nguyễn "] * 2
    assert [cell.columns for cell in note] == [6]


def test_bold_and_italic_words_are_those_of_the_print(founding_decision, founding):
    marked = re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)|<i>(.*?)</i>", OFFICIAL)
    assert stretches(founding_decision, "i") == [" ".join((star or tag).split()) for star, tag in marked]
    dates = [f"{day}/2023" for day in ("30/7", "30/8", "30/9", "30/10")]
    articles = [article.number for article in founding.plan.decision.articles]
    assert stretches(founding_decision, "b")[:7] == [*articles, *dates]


def test_the_roman_rows_of_phu_luc_1_are_bold_and_no_others(founding_decision):
    (table,) = sheets(founding_decision)[4].tables
    bold = [row for row in table.findall(qn("w:tr"))[2:] if row.find(f".//{qn('w:b')}") is not None]
    assert [" ".join(node.text for node in row.iter(qn("w:t")))[:3] for row in bold] == [
        "I C", "II ", "III", "IV ", "V C", "VI ", "VII",
    ]  # fmt: skip


def test_nothing_is_added_at_the_end_of_a_printed_part(founding_decision):
    ends = [sheet.texts[-1] for sheet in sheets(founding_decision)]
    assert [end.endswith("./.") for end in ends] == [False, True, False, True, False, False, False, False]


def test_number_and_date_fill_every_blank_once_the_decision_has_them(founding):
    decision = replace(founding.plan.decision, number="7", day=date(2023, 7, 3))
    content = render_decision(replace(founding, plan=replace(founding.plan, decision=decision)), None)
    texts = all_texts(content)
    assert texts[3:5] == ["Số: 07/QĐ-UBND", "Bình Phước, ngày 03 tháng 7 năm 2023"]
    filled = REFERENCE.replace("số /", "số 07/").replace("ngày tháng", "ngày 03 tháng 7")
    assert [text for text in texts if "èm theo Quyết định số" in text] == [filled] * 7


def test_a_printed_reference_that_names_the_number_stays(founding):
    reference = ("(Ban hành kèm theo Quyết định số 07/QĐ-UBND", "ngày 03/7/2023)")
    plan = replace(
        founding.plan,
        decision=replace(founding.plan.decision, number="07", day=date(2023, 7, 3)),
        text=replace(founding.plan.text, reference=reference),
    )
    assert " ".join(reference) in all_texts(render_decision(replace(founding, plan=plan), None))


@pytest.mark.parametrize(
    ("printed", "reading"),
    [
        ("công tác thành niên", "công tác thanh niên"),
        ("cải cách chính", "cải cách hành chính"),
        ("lưu vt,", "lưu: vt,"),
        ("doanh ngành", "doanh nghiệp"),
    ],
)
def test_corrections_stand_in_the_document_in_the_place_of_the_print(founding, founding_decision, printed, reading):
    as_printed = "\n".join(all_texts(founding_decision)).lower()
    mended = "\n".join(all_texts(render_decision(corrected(founding), None))).lower()
    assert (as_printed.count(printed) > 0, mended.count(printed)) == (True, 0)
    assert mended.count(reading) == as_printed.count(reading) + as_printed.count(printed)


def test_equal_plans_give_equal_bytes(founding, founding_decision):
    assert render_decision(replace(founding), None) == founding_decision
