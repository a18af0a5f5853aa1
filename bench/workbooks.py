"""Biểu Excel (X1): a unit's workbook of forms beside the same workbook written with openpyxl."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from bench.measuring import Line, in_turn, milliseconds, ratio

if TYPE_CHECKING:
    from bench.setting import Setting

_KIND = "forms"


def x1(setting: Setting) -> list[Line]:
    """Measure openpyxl writing the cells, styles, rules and set-up of a unit's workbook beside ours making it."""
    what = "openpyxl writing the same form workbook / ours"
    if find_spec("openpyxl") is None:
        return [Line(row="X1", what=what, measured=None, target=2.5, at_least=True)]
    from bench.sheet_content import content, write_with_openpyxl  # noqa: PLC0415 — the row goes without openpyxl

    make = next(planned.make for planned in setting.files.files if planned.kind == _KIND)
    book = content(make())
    if content(write_with_openpyxl(book)) != book:
        raise RuntimeError("openpyxl: other content")
    taken = in_turn({"theirs": lambda: write_with_openpyxl(book), "ours": make}, setting.rounds)
    return [
        Line(
            row="X1",
            what=what,
            measured=ratio(taken["theirs"], taken["ours"]),
            target=2.5,
            at_least=True,
            absolute=milliseconds(taken["theirs"], taken["ours"]),
        )
    ]
