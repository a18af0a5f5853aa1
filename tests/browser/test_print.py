"""Pages on paper: the right format, inside the margins, no word lost."""

import re
import subprocess
from dataclasses import dataclass

import pytest
from browser.served import BASE, FOUNDING, GROUPS, ONLY_NUMBERS, TWO_TEAMS
from lxml import etree
from programs import require_program

MM = 72 / 25.4
PORTRAIT, LANDSCAPE = (210, 297), (297, 210)
TOP, RIGHT, BOTTOM, LEFT = 20, 15, 20, 30
CLOSE = 0.6
"""Millimetres by which a letter's box may stand out of the margins: italics and borders."""


@dataclass
class Sheet:
    """One page of paper: its size in millimetres and its words, each with the box that it fills."""

    size: tuple[int, int]
    words: list[tuple[str, float, float, float, float]]

    def outside(self):
        """The words that stand in the margins."""
        width, height = self.size
        return [
            word
            for word, left, top, right, bottom in self.words
            if left < LEFT - CLOSE
            or right > width - RIGHT + CLOSE
            or top < TOP - CLOSE
            or bottom > height - BOTTOM + CLOSE
        ]


def printed(page, address, folder):
    """The sheets that the browser prints of a page."""
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => null)")
    pdf = folder / "page.pdf"
    page.pdf(path=pdf, prefer_css_page_size=True)
    listed = subprocess.run(
        [require_program("pdftotext"), "-bbox", str(pdf), "-"], check=True, capture_output=True
    ).stdout
    tree = etree.fromstring(listed, etree.HTMLParser(encoding="utf-8"))
    return [
        Sheet(
            size=(round(float(sheet.get("width")) / MM), round(float(sheet.get("height")) / MM)),
            words=[
                (word.text or "", *(float(word.get(side)) / MM for side in ("xmin", "ymin", "xmax", "ymax")))
                for word in sheet.iter("word")
            ],
        )
        for sheet in tree.iter("page")
    ]


def letters(text):
    """The letters and digits of a text, so that line breaks and hyphens do not count."""
    return re.sub(r"[\W_]+", "", text)


def said(sheets):
    return letters("".join(word for sheet in sheets for word, *_ in sheet.words))


@pytest.fixture
def page(page_of):
    return page_of()


def test_the_annex_of_the_founding_plan_is_one_lying_sheet_with_every_word(server, page, tmp_path):
    (sheet,) = printed(page, f"{server}{BASE}/lich/ban-in", tmp_path)
    assert (sheet.size, sheet.outside()) == (LANDSCAPE, [])
    wanted = sorted(letters(word) for word in page.locator(".annex").inner_text().split() if letters(word))
    own = sorted(letters(word) for word, *_ in sheet.words if letters(word))
    numbers = [str(number) for number in range(1, 12)]
    note = [letters(word) for word in page.locator(".print-note").text_content().split() if letters(word)]
    assert own == sorted([*wanted, *numbers, *note])


@pytest.mark.parametrize("plan", [TWO_TEAMS, ONLY_NUMBERS])
def test_the_annex_of_any_plan_lies_on_its_side_within_the_margins(server, page, tmp_path, plan):
    sheets = printed(page, f"{server}/ke-hoach/{plan}/lich/ban-in", tmp_path)
    assert [(sheet.size, sheet.outside()) for sheet in sheets] == [(LANDSCAPE, [])] * len(sheets)
    assert letters("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") in said(sheets)


@pytest.mark.parametrize("address", [address for address in GROUPS[FOUNDING] if "ban-in" not in address])
def test_every_other_page_is_printed_within_the_margins_and_says_what_it_is(server, page, tmp_path, address):
    sheets = printed(page, server + address, tmp_path)
    size = LANDSCAPE if address.endswith("/lich") else PORTRAIT
    assert [(sheet.size, sheet.outside()) for sheet in sheets] == [(size, [])] * len(sheets)
    assert letters(page.locator("h1").inner_text()) in said(sheets)
    assert said(sheets).endswith(letters(page.locator(".print-note").text_content()))


def test_the_overview_on_paper_has_the_table_behind_the_drawing_and_says_that_it_is_a_draft(server, page, tmp_path):
    text = said(printed(page, server + BASE, tmp_path))
    for words in (
        "Từ ngày 16/11/2023 đến hết ngày 30/11/2023",
        "Việc sắp đến hạn",
        "In từ hệ thống, ngày 10/7/2023, dự thảo, chờ ký ban hành. Văn bản chính thức là bản đã ký.",
    ):
        assert letters(words) in text
    for words in ("Tổng quan", "Chưa có tài khoản người dùng", "Trợ giúp", "Tải bộ văn bản"):
        assert letters(words) not in text


def test_notes_are_counted_on_paper_and_not_listed(server, page, tmp_path):
    sheets = printed(page, server + BASE, tmp_path)
    assert letters("Ngoài ra có 47 lưu ý, xem trên màn hình.") in said(sheets)
    assert len(sheets) <= 4


def test_no_row_of_a_table_is_broken_over_two_sheets(server, page, tmp_path):
    sheets = printed(page, f"{server}{BASE}/lich", tmp_path)
    days = [{word for word, *_ in sheet.words if re.fullmatch(r"\d+/\d+/\d{4}", word)} for sheet in sheets]
    rows = page.locator("table.sched tbody tr").all_inner_texts()
    assert len(rows) == 10
    for row in rows:
        time = set(re.findall(r"\d+/\d+/\d{4}", row))
        assert [time <= of_sheet for of_sheet in days].count(True) == 1, row
