import re
import tomllib

from app import ROOT, TEMPLATES
from app.domain.problems import SEVERITIES

SENTENCES = tomllib.loads((TEMPLATES / "sentences" / "problems.toml").read_text(encoding="utf-8"))


def test_every_code_has_a_sentence_and_every_sentence_a_code():
    assert set(SENTENCES) == set(SEVERITIES)


def test_every_code_is_reported_by_a_rule():
    rules = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "app" / "domain" / "rules").glob("*.py"))
    assert set(re.findall(r'"([a-z_]+\.[a-z_]+)"', rules)) == set(SEVERITIES)


def test_every_problem_says_how_to_mend_it():
    assert [code for code, words in SENTENCES.items() if not words["remedy"].strip()] == []
