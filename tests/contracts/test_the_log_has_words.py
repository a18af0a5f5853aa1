"""Every action that the program notes in its log has words, and no words wait in vain."""

from __future__ import annotations

import ast
import tomllib
from importlib import import_module

from contracts.source_tree import calls, place, trees

from app import ROOT, TEMPLATES
from app.domain.public_ledgers import LedgerEvent

WORDS = tomllib.loads((TEMPLATES / "sentences" / "audit.toml").read_text(encoding="utf-8"))

SAYING_ALL = {"account.password", "account.disable", "account.enable", "invitation.make", "invitation.use",
              "invitation.withdraw", "session.refused"}  # fmt: skip
"""Actions that say all there is to say: a secret has no words, and what is open is closed."""

ENTRIES = {"draw.": set(LedgerEvent) - {"reveal"}, "sealed.": {"commit", "reveal", "annul"}}
"""What the ledgers of draws and of sealed checks may say, by the group of the log under which it is noted too."""


def noted(path, tree, action):
    """The codes that the first argument of a note may have: texts, constants, or what callers of a function give."""
    if isinstance(action, ast.Constant):
        return [action.value]
    if isinstance(action, ast.IfExp):
        return [*noted(path, tree, action.body), *noted(path, tree, action.orelse)]
    if isinstance(action, ast.JoinedStr):
        group, event = action.values
        assert ast.unparse(event.value) == "entry.event.value", place(path, action)
        return [f"{group.value}{each}" for each in ENTRIES[group.value]]
    assert isinstance(action, ast.Name), place(path, action)
    constants = vars(import_module(".".join(path.relative_to(ROOT).with_suffix("").parts)))
    return [constants[action.id]] if action.id in constants else given(path, tree, action)


def given(path, tree, parameter):
    """The codes that the function around a note is called with, where the note has its action from a parameter."""
    (function,) = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and parameter in ast.walk(node) and parameter.id in names(node)
    ]
    if parameter.id in [argument.arg for argument in function.args.kwonlyargs]:
        named = [
            (where, each, keyword.value)
            for where, each in trees().items()
            for call in calls(each, function.name)
            for keyword in call.keywords
            if keyword.arg == parameter.id
        ]
    else:
        position = names(function).index(parameter.id)
        named = [(path, tree, call.args[position]) for call in calls(tree, function.name)]
    assert named != [], place(path, parameter)
    return [code for where, each, argument in named for code in noted(where, each, argument)]


def names(function):
    """The parameters of a function as its callers count them, then those that they name."""
    counted = [argument.arg for argument in function.args.args if argument.arg != "self"]
    return [*counted, *(argument.arg for argument in function.args.kwonlyargs)]


def notes():
    """Every note in the log that the program makes, with where it stands and the codes that it may have."""
    return [
        (place(path, call), noted(path, tree, call.args[0]), call)
        for path, tree in trees().items()
        for call in calls(tree, "note")
        if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value).endswith("audit")
    ]


def test_every_action_in_the_log_has_words_and_every_action_with_words_is_noted():
    actions = {code for _, codes, _ in notes() for code in codes}
    assert len(actions) > 9
    assert actions == set(WORDS["action"])


def test_every_group_of_actions_has_words_and_every_group_with_words_has_actions():
    assert {code.partition(".")[0] for code in WORDS["action"]} == set(WORDS["group"])


def test_no_two_actions_and_no_two_groups_are_called_alike():
    for words in (WORDS["action"], WORDS["group"]):
        assert len(set(words.values())) == len(words)


def test_every_sentence_about_the_log_is_asked_for():
    used = {text.value for tree in trees().values() for text in ast.walk(tree) if isinstance(text, ast.Constant)}
    assert {code for code in WORDS["verify"] if code not in used} == set()


def test_every_note_says_who_did_it_and_when_and_what_was_there_before_or_after():
    lacking = {}
    for where, codes, call in notes():
        words = {word.arg for word in call.keywords}
        if not {"by", "at"} <= words or not (words & {"before", "after"} or set(codes) <= SAYING_ALL):
            lacking[where] = codes
    assert lacking == {}
