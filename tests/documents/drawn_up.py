"""What the tests of acts drawn up new share."""

import re
from pathlib import Path

from docx_reading import all_texts, sheets
from promulgated_dossiers import a_new_dossier

from app.documents.decision import render_decision

PLANS = Path(__file__).parent.parent / "plans"
NUMBERED = re.compile(r"(?P<part>[IVX]+)\.|(?P<clause>\d+)\.|(?P<point>[a-zđ])\)")
END = "./."


def decision_of(**fields):
    return all_texts(render_decision(a_new_dossier(**fields), None))


def plan_sheet(**fields):
    return sheets(render_decision(a_new_dossier(**fields), None))[1].texts


def text_after(texts, start):
    return next(text for text in texts if text.startswith(start)).removeprefix(start).strip()


def parts_of(texts):
    """The texts by the Roman part they stand in."""
    found, part = {}, ""
    for text in texts:
        roman = NUMBERED.match(text)
        part = text if roman and roman["part"] else part
        found.setdefault(part, []).append(text)
    return found
