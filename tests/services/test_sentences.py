"""Every code that the program may give to a user has its sentence, and every sentence its code."""

from __future__ import annotations

import re
import tomllib
from string import Formatter

import pytest

from app import ROOT, TEMPLATES
from app.domain.errors import Fault, InvalidInput, NotFound, Refused
from app.services.sentences import fault_sentence, omission_sentence, outcome_sentence, refusal_sentence

SENTENCES = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in (TEMPLATES / "sentences").glob("*.toml")
}
FAULTS = {code: told for code, told in SENTENCES["faults"].items() if code not in {"sentence", "kinds"}}
SOURCES = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "app").rglob("*.py")))


def test_every_fault_that_has_a_sentence_is_raised_somewhere():
    assert [code for code in FAULTS if f'"{code}"' not in SOURCES] == []


def test_every_fault_that_is_raised_has_a_sentence():
    raised = set(re.findall(r'(?:code=|fault_at\([^"]*|_unreadable\([^"]*)"([a-z_]+\.[a-z_]+)"', SOURCES))
    raised |= set(re.findall(r'self\.fault\([^,]+, "([a-z_]+\.[a-z_]+)"', SOURCES))
    assert len(raised) > 60
    told_elsewhere = {*SENTENCES["problems"], *SENTENCES["proposals"], *SENTENCES["refusals"]}
    assert sorted(raised - set(FAULTS) - told_elsewhere) == []


@pytest.mark.parametrize("code", FAULTS)
def test_each_sentence_says_where_what_and_how_to_mend_it(code: str):
    told = FAULTS[code]
    wanted = "text" if code == "type.wrong" else "gợi ý"
    sentence = fault_sentence(Fault(place="plan.visits[1]", code=code, found="giá trị", wanted=wanted))
    assert sentence.startswith("plan.visits[1]: ")
    assert sentence.endswith((".", "?"))
    assert "{" not in sentence.replace("{area}", "")
    assert set(told) <= {"statement", "remedy", "remedy_with_wanted"}


def test_values_of_the_user_are_shown_and_never_read_as_wording():
    sentence = fault_sentence(Fault(place="plan.title", code="unit.unknown", found="{place.__class__}"))
    assert "“{place.__class__}”" in sentence


def test_a_thing_not_found_is_told_in_the_words_for_its_kind():
    assert refusal_sentence(NotFound("unit", "so-x")) == (
        "Không có đơn vị “so-x” trong danh bạ tại thời điểm của kế hoạch."
    )


def test_a_refusal_names_its_facts():
    assert "“binh-phuoc-2023”" in refusal_sentence(Refused("plan.exists", key="binh-phuoc-2023"))


def test_faulty_input_is_told_one_line_for_each_fault():
    faults = (Fault(place="a", code="text.empty"), Fault(place="b", code="text.empty"))
    assert refusal_sentence(InvalidInput(faults)).split("\n") == [fault_sentence(fault) for fault in faults]


def test_each_reason_for_a_file_left_out_is_a_sentence():
    assert all(omission_sentence(code, wording="03 đơn vị").endswith(".") for code in SENTENCES["omissions"])


def test_each_outcome_is_a_sentence():
    blanks = {name for told in SENTENCES["outcomes"].values() for _, name, _, _ in Formatter().parse(told) if name}
    facts = dict.fromkeys(blanks, "1")
    parts = ("step.", "copy.place.", "copy.part.")
    whole = [code for code in SENTENCES["outcomes"] if not code.startswith(parts) and not code.endswith(".where")]
    assert [code for code in whole if not outcome_sentence(code, **facts).endswith(".")] == []
