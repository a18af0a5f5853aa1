"""One file of each kind as pages: all of them printed by LibreOffice in one go."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from docx import Document
from docx.oxml.ns import qn
from emitted.plans import FOUNDING, NAMED_UNITS
from forms.office import page_sizes, page_texts
from programs import require_program

if TYPE_CHECKING:
    from pathlib import Path

A_DEPARTMENT, A_DISTRICT = "so-cong-thuong", "ubnd-huyen-phu-rieng"
PAGES = {
    (FOUNDING, "van-ban/quyet-dinh.docx"): 18,
    (FOUNDING, "van-ban/to-trinh.docx"): 3,
    (FOUNDING, "van-ban/phan-cong.docx"): 2,
    (FOUNDING, "van-ban/du-toan-so-noi-vu.xlsx"): 1,
    (FOUNDING, f"don-vi/{A_DEPARTMENT}/thong-bao.docx"): 3,
    (FOUNDING, f"don-vi/{A_DEPARTMENT}/bao-cao.docx"): 16,
    (FOUNDING, f"don-vi/{A_DEPARTMENT}/phu-luc.xlsx"): 8,
    (FOUNDING, f"don-vi/{A_DISTRICT}/bao-cao.docx"): 17,
    (FOUNDING, f"don-vi/{A_DISTRICT}/phu-luc.xlsx"): 12,
    (FOUNDING, "tu-kiem-tra/so-y-te/bao-cao.docx"): 3,
    (NAMED_UNITS, "van-ban/ke-hoach.docx"): 3,
}
"""Pages of a file of each kind, printed with Tinos, whose letters are as wide as those of Times New Roman."""
FOOT = re.compile(r"Dự thảo · \S+ · [0-9a-f]{8}")
UPRIGHT, ACROSS = (210, 297), (297, 210)
WORDS_OF_THE_DECISION = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "QUYẾT ĐỊNH",
    "KẾ HOẠCH",
    "ĐỐI TƯỢNG, THỜI GIAN VÀ THÀNH PHẦN ĐOÀN KIỂM TRA",
    "Bà Huỳnh Thị Bé Năm",
    "ĐỀ CƯƠNG",
    "KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH TẠI CÁC SỞ, BAN, NGÀNH TỈNH",
    "Rất không hài lòng",
)
"""Words in the order of publication, which fonts without all Vietnamese letters would tear apart."""


def require_font(name: str) -> None:
    """Skip the test, or fail it where CI=true promises the font, on a machine without it: its pages would differ."""
    if subprocess.run([require_program("fc-list"), name], check=True, capture_output=True).stdout:
        return
    sentence = f"needs the font {name}, which is not installed on this machine"
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture(scope="module")
def printed(sets: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """The files of PAGES as PDF."""
    program = require_program("soffice")
    require_font("Tinos")
    folder = tmp_path_factory.mktemp("printed")
    names = {file: f"{number:02d}-{file[1].replace('/', '-')}" for number, file in enumerate(PAGES)}
    for (key, path), name in names.items():
        shutil.copyfile(sets[key] / path, folder / name)
    subprocess.run(
        [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(folder), *(str(folder / name) for name in names.values())],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return {file: (folder / name).with_suffix(".pdf") for file, name in names.items()}


def test_each_kind_of_file_takes_as_many_pages_as_counted(printed: dict[tuple[str, str], Path]):
    assert {file: len(page_sizes(pdf)) for file, pdf in printed.items()} == PAGES


def test_no_page_is_empty(printed: dict[tuple[str, str], Path]):
    empty = [
        (file, number)
        for file, pdf in printed.items()
        for number, text in enumerate(page_texts(pdf), 1)
        if len(FOOT.sub("", text).strip(" 0123456789")) < 20
    ]
    assert empty == []


def test_every_page_is_a4(printed: dict[tuple[str, str], Path]):
    assert {size for pdf in printed.values() for size in page_sizes(pdf)} == {UPRIGHT, ACROSS}
    sizes = page_sizes(printed[FOUNDING, "van-ban/quyet-dinh.docx"])
    assert (sizes[0], ACROSS in sizes, sizes[-1]) == (UPRIGHT, True, ACROSS)


def test_the_decision_prints_its_parts_in_order_with_all_its_vietnamese_letters(
    printed: dict[tuple[str, str], Path], sets: dict[str, Path]
):
    text = " ".join(page_texts(printed[FOUNDING, "van-ban/quyet-dinh.docx"]))
    places = [0]
    for words in WORDS_OF_THE_DECISION:
        places.append(text.find(words, places[-1] + 1))
        assert places[-1] != -1, words
    document = Document(str(sets[FOUNDING] / "van-ban" / "quyet-dinh.docx"))
    written = {letter for node in document.element.body.iter(qn("w:t")) for letter in node.text or ""}
    vietnamese = {letter for letter in written if letter.isalpha() and not letter.isascii()}
    assert len(vietnamese) > 60
    assert vietnamese - set(text) == set()
