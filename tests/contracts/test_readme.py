"""README is true: its tables, names and paths are those of the program."""

import inspect
import pkgutil
import re
import tomllib
from importlib import import_module
from itertools import chain

import pytest
from pydantic import SecretStr

import app.domain
from app import ROOT
from app.cli.parser import build_parser
from app.domain.releases import state_diagram
from app.settings import Settings

README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def section(title):
    """The text of a section of README, without its heading."""
    return README.split(f"\n## {title}\n", 1)[1].partition("\n## ")[0]


def table(title):
    """The rows of the first table of a section, without its head."""
    lines = [line for line in section(title).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))] for line in lines[2:]]


def code(cell):
    return re.findall(r"`([^`]+)`", cell)


def domain_names():
    """Every public name that a module of the core defines."""
    found = {}
    for module in pkgutil.walk_packages(app.domain.__path__, "app.domain."):
        public = {name: value for name, value in vars(import_module(module.name)).items() if not name.startswith("_")}
        found |= {name: value for name, value in public.items() if getattr(value, "__module__", None) == module.name}
    return found


# Settings


def written_default(name, default):
    """A default as README writes it."""
    if name == "secret_key":
        return "made once into `var/secret`"
    if isinstance(default, SecretStr):
        default = default.get_secret_value()
    if default is None:
        return "the clock, Vietnamese time"
    if default == "":
        return "empty"
    return f"`{str(default).replace(str(ROOT), '…')}`"


def test_the_table_of_settings_names_every_setting_with_its_default():
    fields = Settings.model_fields
    assert {code(row[0])[0]: row[1] for row in table("Settings")} == {
        f"KIEMTRA_{name.upper()}": written_default(name, field.default) for name, field in fields.items()
    }


def test_every_setting_says_what_it_is_for_in_vietnamese_beside_its_field():
    source = inspect.getsource(Settings)
    assert [
        name for name in Settings.model_fields if not re.search(rf'    {name}: [^\n]+\n    """[^"]+"""', source)
    ] == []


# Words


def test_every_official_term_of_the_glossary_opens_the_docstring_of_its_name():
    names = domain_names()
    wrong = {}
    for term, cell in table("Glossary"):
        for name in code(cell):
            opening = (inspect.getdoc(names[name]) or "").lower() if name in names else None
            if opening is None or not opening.startswith(tuple(term.lower().split(", "))):
                wrong[name] = (term, opening)
    assert wrong == {}


def test_the_glossary_has_one_name_for_each_term():
    rows = table("Glossary")
    assert len({row[0] for row in rows}) == len({code(row[1])[0] for row in rows}) == len(rows) > 10


# Commands


def test_every_make_target_that_readme_names_is_there_and_every_target_is_named_or_plain():
    named = set(re.findall(r"`make ([a-z]+)`", README))
    (phony,) = re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    assert named <= set(phony.split()) == targets
    assert targets - named <= {"clean"}


def commands(parser, before=""):
    """Every command that a parser knows, with those below it written out."""
    groups = [action for action in parser._actions if hasattr(action, "choices") and isinstance(action.choices, dict)]
    if not groups:
        return {before}
    return {
        found
        for group in groups
        for name, below in group.choices.items()
        for found in commands(below, f"{before} {name}")
    }


def test_every_command_is_named_and_every_named_command_exists():
    named = {
        " " + " ".join(words)
        for row in table("The command line")
        for text in code(row[0])
        if (words := [word for word in text.split()[1:] if re.fullmatch(r"[a-z]+", word)])
    }
    assert named == commands(build_parser())


# Paths


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:app|templates|tests|seed|migrations|bench)/[\w./-]*)", README)))
)
def test_every_path_that_readme_names_is_there(path):
    assert (ROOT / path).exists()


def test_the_tree_names_every_part_of_the_program():
    tree = section("The tree").split("```")[1]
    top, _, rest = tree.strip().partition("\nmigrations/")
    parts = set(re.findall(r"^  ([a-z]+)/ ", top, re.MULTILINE))
    assert parts == {path.parent.name for path in (ROOT / "app").glob("*/__init__.py")}
    assert {"migrations", *re.findall(r"^([a-z]+)/", rest, re.MULTILINE)} == {
        "migrations",
        "templates",
        "seed",
        "tests",
        "bench",
    }


# Dependencies


def package(requirement):
    return re.match(r"[A-Za-z0-9_.-]+", requirement)[0].lower()


def test_every_dependency_is_named_with_its_reason():
    rows = table("Dependencies")
    assert [row for row in rows if len(row) != 2 or not row[1]] == []
    words = set(re.findall(r"[A-Za-z0-9_-]+", " ".join(row[0] for row in rows).lower()))
    requirements = chain(PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
    wanted = {package(requirement) for requirement in requirements}
    told = {name for name in wanted if name in words or name.removeprefix("pytest-") in words}
    stubs = {name for name in wanted if name.startswith("types-") or name.endswith("-stubs")}
    assert wanted - told - stubs == set()


def test_readme_holds_no_blank_that_was_to_be_filled():
    assert re.findall(r"\b[A-Z]{3,}_[A-Z_]+\b(?<!`)", re.sub(r"`[^`]*`", "", README)) == []
    assert re.findall(r"TODO|FIXME|XXX|lorem", README, re.IGNORECASE) == []


def test_the_picture_of_a_plans_way_is_made_from_the_table_of_its_states():
    assert state_diagram() in README
