"""The source of the program as syntax trees, for promises about how it is written."""

from __future__ import annotations

import ast
from functools import cache
from typing import TYPE_CHECKING

from app import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

APP = ROOT / "app"


@cache
def trees() -> dict[Path, ast.Module]:
    """Return every module of the program by its path."""
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(APP.rglob("*.py"))}


def place(path: Path, node: ast.AST) -> str:
    """Return "app/web/deps.py:42"."""
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    """Yield the calls of functions of these names, called by name or as an attribute."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in names:
            yield node


def called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def docstrings(tree: ast.AST) -> set[int]:
    """Return the identities of the nodes that are docstrings, those below an attribute included."""
    found = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        for statement in body if isinstance(body, list) else []:
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                found.add(id(statement.value))
    return found


def texts(tree: ast.AST) -> Iterator[ast.Constant]:
    """Yield every string of a module that is not a docstring."""
    left_out = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out:
            yield node
