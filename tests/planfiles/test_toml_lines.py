"""A fault of a TOML file names the line on which the faulty thing stands."""

from __future__ import annotations

import tomllib
from typing import Any

from app import SEED
from app.planfiles.toml_lines import lines_of_places

FOUNDING = (SEED / "plans" / "binh-phuoc-2023.toml").read_text(encoding="utf-8")


def value_at(tree: Any, place: tuple[str | int, ...]) -> Any:
    for step in place:
        tree = tree[step]
    return tree


def test_each_key_of_the_founding_plan_is_found_on_the_line_that_holds_it():
    lines, tree = FOUNDING.split("\n"), tomllib.loads(FOUNDING)
    found = lines_of_places(FOUNDING)
    for place, line in found.items():
        value = value_at(tree, place)
        written = lines[line - 1]
        if isinstance(place[-1], str) and not isinstance(value, dict):
            assert f"{place[-1]} = " in written or f".{place[-1]}]]" in written or written == f"[[{place[-1]}]]"
        if isinstance(value, str) and "\n" not in value and value:
            assert value.replace("\\", "\\\\").replace('"', '\\"') in written


def test_every_text_of_the_founding_plan_has_its_line_or_that_of_a_place_above():
    found = lines_of_places(FOUNDING)
    tree = tomllib.loads(FOUNDING)
    assert all(("plan", "visits", n, "unit") in found for n in range(len(tree["plan"]["visits"])))
    assert all(("plan", "errata", n, "places", 0) in found for n in range(len(tree["plan"]["errata"])))
    assert all(("forms", 0, "rows", n, "code") in found for n in range(123))


def test_what_looks_like_a_key_within_a_text_of_several_lines_is_none():
    text = "a = \"\"\"\n[b]\nc = 1\n\"\"\"\nd = '''\ne = 2\n'''\nf = 3\n"
    assert lines_of_places(text) == {("a",): 1, ("d",): 5, ("f",): 8}


def test_tables_within_lists_of_tables_are_counted_for_each():
    text = "[[a]]\n[[a.b]]\nx = 1\n[[a.b]]\nx = 2\n[[a]]\n[[a.b]]\nx = 3\n[a.c]\ny = 4\n"
    found = lines_of_places(text)
    assert [found["a", 0, "b", 0, "x"], found["a", 0, "b", 1, "x"], found["a", 1, "b", 0, "x"]] == [3, 5, 8]
    assert found["a", 1, "c", "y"] == 10
