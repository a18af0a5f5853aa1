"""Every line that is said of draws and sealed checks is in their table of words, and none waits in vain."""

from __future__ import annotations

import re
import tomllib

import pytest

from app import ROOT, TEMPLATES
from app.domain.draws.draws import DrawPhase
from app.domain.public_ledgers import LedgerEvent

WORDS = tomllib.loads((TEMPLATES / "sentences" / "draws.toml").read_text(encoding="utf-8"))
SOURCES = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "app").rglob("*.py")))
CHOSEN = {
    *(f"phase.{phase}" for phase in DrawPhase),
    *(f"event.{event}" for event in LedgerEvent),
    *(f"show.{kind}" for kind in ("without", "with")),
    *(f"sealed.{step}" for step in ("is_sealed", "is_open", "is_annulled")),
}


def test_every_line_that_is_said_has_words():
    said = set(re.findall(r'draw_sentence\(\s*"([a-z_.]+)"', SOURCES))
    assert len(said) > 20
    assert (said | CHOSEN) - set(WORDS) == set()


def test_no_words_wait_in_vain():
    assert [code for code in WORDS if f'"{code}"' not in SOURCES and code not in CHOSEN] == []


@pytest.mark.parametrize("code", WORDS)
def test_each_line_names_its_blanks_plainly(code: str):
    blanks = re.findall(r"\{([^}]*)\}", WORDS[code])
    assert [blank for blank in blanks if not re.fullmatch(r"[a-z]+", blank)] == []
