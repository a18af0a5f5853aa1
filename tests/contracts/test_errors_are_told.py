"""Every error has a status and a sentence, and no sentence waits in vain."""

import ast
import re
import string
import tomllib

from contracts.source_tree import calls, place, texts, trees

from app import TEMPLATES
from app.domain import access
from app.domain.errors import DomainError, InvalidInput, NotAllowed, NotFound, Refused
from app.services.sentences import audience_sentence
from app.web.errors import STATUS

SENTENCES = tomllib.loads((TEMPLATES / "sentences" / "refusals.toml").read_text(encoding="utf-8"))
FAULTS = tomllib.loads((TEMPLATES / "sentences" / "faults.toml").read_text(encoding="utf-8"))
"""What is wrong in something put in, of which the codes read alike and the sentences stand apart."""
OTHER_NAMES = {"backup.db", "database.restore"}
"""A file and an entry of the record of changes, which read like codes and are none."""
BY_KIND = ("not_found.", "stale_version.")
"""How the sentences begin of which the error names the kind at run time."""
CODE = re.compile(r"[a-z_]+\.[a-z_]+")


def errors(parent=DomainError):
    """Every class of error of the business."""
    return {child for direct in parent.__subclasses__() for child in (direct, *errors(direct))}


def blanks(sentence):
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def first_texts(call):
    """The constant that a call opens with, both ends of a choice, nothing for what is only known at run time."""
    if not call.args:
        return []
    options = [call.args[0].body, call.args[0].orelse] if isinstance(call.args[0], ast.IfExp) else [call.args[0]]
    return [option.value for option in options if isinstance(option, ast.Constant)]


def kinds_of(error):
    """Every kind of thing that the program names in errors of that class."""
    return {kind for tree in trees().values() for call in calls(tree, error.__name__) for kind in first_texts(call)}


def refusals():
    """Every Refused(...) that the program makes, with where it stands."""
    return [(path, tree, call) for path, tree in trees().items() for call in calls(tree, "Refused")]


def test_every_error_of_the_business_has_a_status():
    assert set(STATUS) == errors()
    assert {type_: 400 <= status < 500 for type_, status in STATUS.items()} == dict.fromkeys(STATUS, True)


def test_every_error_of_the_business_has_a_sentence():
    named_elsewhere = {Refused, InvalidInput, NotAllowed}
    assert {error.code for error in errors() - named_elsewhere} <= set(SENTENCES)


def test_every_audience_that_may_be_named_in_a_refusal_has_words():
    named = {
        kind for tree in trees().values() for call in calls(tree, NotAllowed.__name__) for kind in first_texts(call)
    }
    constants = {access.PLAN_READERS, access.PLANNERS, access.ADMINISTRATORS}
    assert {audience_sentence(audience) != "" for audience in named | constants} == {True}


def test_every_refusal_has_a_sentence():
    codes = {code for _, _, call in refusals() for code in first_texts(call)}
    assert codes - set(SENTENCES) == set()


def test_every_code_that_is_chosen_at_run_time_has_a_sentence():
    families = {code.partition(".")[0] for code in SENTENCES if CODE.fullmatch(code)}
    chosen = {
        text.value: place(path, text)
        for path, tree, call in refusals()
        if not first_texts(call) and path.stem not in {"errors", "sentences"}
        for text in texts(tree)
        if CODE.fullmatch(text.value) and text.value.partition(".")[0] in families and text.value not in FAULTS
    }
    assert {code: where for code, where in chosen.items() if code not in {*SENTENCES, *OTHER_NAMES}} == {}


def test_every_refusal_gives_its_sentence_what_it_names():
    lacking = {
        place(path, call): names
        for path, _, call in refusals()
        for code in first_texts(call)
        if (names := blanks(SENTENCES.get(code, "")) - {word.arg for word in call.keywords})
    }
    assert lacking == {}


def test_everything_that_may_be_missing_has_a_sentence_of_its_own():
    told = {code.partition(".")[2] for code in SENTENCES if code.startswith("not_found.")}
    assert kinds_of(NotFound) == told


def test_every_sentence_about_one_kind_of_thing_changed_meanwhile_is_used():
    grown = {kind for tree in trees().values() for call in calls(tree, "grow") for kind in first_texts(call)}
    told = {code.partition(".")[2] for code in SENTENCES if code.startswith("stale_version.")}
    assert told == grown
    assert grown != set()


def test_no_sentence_of_a_refusal_waits_in_vain():
    used = {text.value for tree in trees().values() for text in texts(tree)}
    own = {error.code for error in errors()}
    assert {code for code in SENTENCES if code not in used | own and not code.startswith(BY_KIND)} == set()


def test_every_sentence_ends_and_names_no_blank_that_is_not_a_plain_name():
    assert {code for code, sentence in SENTENCES.items() if not sentence.endswith((".", ").", "?"))} == set()
    assert {
        code for code, sentence in SENTENCES.items() if not all(name.isidentifier() for name in blanks(sentence))
    } == set()
