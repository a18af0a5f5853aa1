"""Every emitted file opens in the library that reads its kind, and holds clean Vietnamese."""

from __future__ import annotations

import json
import re
import unicodedata
import warnings
from typing import TYPE_CHECKING

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from emitted.plans import FOUNDING, NAMED_UNITS, NUMBERS_ONLY, TWO_TEAMS
from icalendar import Calendar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PLANS = {FOUNDING: 80, TWO_TEAMS: 44, NAMED_UNITS: 2, NUMBERS_ONLY: 2}
LEFT_OVER = re.compile(r"\{\w*\}|\{\{|\bNone\b|\bnan\b|\bTrue\b|\bFalse\b|—|\u00ad|\ufeff|\ufffd|[^\S\n]$")
"""What wording must never let through: an empty slot, a Python value, an em dash, invisible characters."""


def texts_of_word(path: Path) -> list[str]:
    """Return the paragraphs of the body, tables included, and of every head and foot."""
    document = Document(str(path))
    parts = [document.element.body]
    for section in document.sections:
        parts += [part._element for part in (section.header, section.footer, section.first_page_footer)]
    return [
        "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        for part in parts
        for paragraph in part.iter(qn("w:p"))
    ]


def texts_of_excel(path: Path) -> list[str]:
    book = openpyxl.load_workbook(path)
    cells = [cell.value for sheet in book.worksheets for line in sheet.iter_rows() for cell in line]
    assert [sheet.title for sheet in book.worksheets if sheet.max_row < 1] == []
    return [value for value in cells if isinstance(value, str) and not value.startswith("=")]


def texts_of_calendar(path: Path) -> list[str]:
    content = path.read_bytes()
    calendar = Calendar.from_ical(content)
    assert calendar.errors == []
    assert [event.errors for event in calendar.walk() if event.errors] == []
    return re.sub(r"\r\n[ \t]", "", content.decode()).split("\r\n")


READERS: dict[str, Callable[[Path], list[str]]] = {
    ".docx": texts_of_word,
    ".xlsx": texts_of_excel,
    ".ics": texts_of_calendar,
}


@pytest.mark.parametrize("key", PLANS)
def test_every_file_opens_and_holds_clean_vietnamese(sets: dict[str, Path], key: str):
    listed = json.loads((sets[key] / "MANIFEST.json").read_bytes())["files"]
    assert len(listed) == PLANS[key]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for entry in listed:
            path = sets[key] / entry["path"]
            texts = [text for text in READERS[path.suffix](path) if text]
            assert texts, path
            assert [text for text in texts if not unicodedata.is_normalized("NFC", text)] == [], path
            assert [text for text in texts if LEFT_OVER.search(text.rstrip(" "))] == [], path


def test_every_paper_of_a_draft_says_so_at_its_foot_and_no_issued_one_does(sets: dict[str, Path]):
    for key, is_draft in ((FOUNDING, True), (TWO_TEAMS, True), (NAMED_UNITS, False), (NUMBERS_ONLY, False)):
        papers = sorted(sets[key].rglob("*.docx"))
        marks = {text for path in papers for text in texts_of_word(path) if text.startswith(f"Dự thảo · {key} · ")}
        assert len(marks) == (1 if is_draft else 0)
        told = [path for path in papers if any(text.startswith("Dự thảo ·") for text in texts_of_word(path))]
        assert told == (papers if is_draft else [])
