"""Every template of a page can be loaded, finds what it takes from others, and is used."""

import ast

import pytest
from contracts.source_tree import calls, texts, trees
from jinja2 import nodes

from app import TEMPLATES
from app.web.templating import environment

FOLDER = TEMPLATES / "web"
NAMES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
TAKING = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
KEPT_FOR_ACCOUNTS = {"pages/errors/403.html", "pages/errors/429.html"}


def tree(name):
    return environment().parse((FOLDER / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_a_template_parses_and_everything_it_takes_from_others_is_there(name):
    for node in tree(name).find_all(TAKING):
        assert isinstance(node.template, nodes.Const)
        assert node.template.value in NAMES
        if isinstance(node, nodes.FromImport):
            given = vars(environment().get_template(node.template.value).module)
            names = [entry if isinstance(entry, str) else entry[0] for entry in node.names]
            assert [entry for entry in names if entry not in given] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_template_uses_every_macro_that_it_takes(name):
    parsed = tree(name)
    taken = {
        entry if isinstance(entry, str) else entry[1]
        for node in parsed.find_all(nodes.FromImport)
        for entry in node.names
    }
    used = {node.name for node in parsed.find_all(nodes.Name) if node.ctx == "load"}
    assert taken - used == set()


def test_every_template_is_used():
    taken = {node.template.value for name in NAMES for node in tree(name).find_all(TAKING)}
    rendered = {text.value for module in trees().values() for text in texts(module) if text.value.endswith(".html")}
    assert {name for name in NAMES if name not in taken | rendered and not name.startswith("pages/errors/")} == set()


def test_every_page_that_the_program_renders_has_its_template():
    rendered = {text.value for module in trees().values() for text in texts(module) if text.value.startswith("pages/")}
    assert {name for name in rendered if name.endswith(".html")} - set(NAMES) == set()


def test_every_error_page_answers_a_status_that_the_program_gives():
    from app.web import errors  # noqa: PLC0415 — its private tables are the point

    answered = {*errors._TOLD, errors._ANY_OTHER, 500}
    pages = {name for name in NAMES if name.startswith("pages/errors/")}
    assert pages == {f"pages/errors/{status}.html" for status in answered} | KEPT_FOR_ACCOUNTS


def test_no_template_reaches_past_escaping():
    marks = [
        name
        for name in NAMES
        if "| safe" in (text := (FOLDER / name).read_text(encoding="utf-8")) or "autoescape" in text
    ]
    assert marks == []
    unescaped = {path.name for path, module in trees().items() for _ in calls(module, "Markup")}
    assert unescaped == {"templating.py"}


def test_text_given_to_a_page_is_never_made_into_markup_by_a_route():
    importing = {
        path.name
        for path, module in trees().items()
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and node.module == "markupsafe"
    }
    assert importing == {"templating.py"}
