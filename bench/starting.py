"""Khởi động (C1, C2): what the start of the app costs beside that of its frameworks, and what it must not load."""

from __future__ import annotations

import json
from statistics import median
from typing import TYPE_CHECKING

from bench.measuring import Line, figure, milliseconds, ratio

if TYPE_CHECKING:
    from bench.setting import Setting

_FRAMEWORKS = "import fastapi, sqlmodel, jinja2, uvicorn"
_APP = "import app.main"
_LEFT_OUT = ("docx", "openpyxl", "xlsxwriter", "ortools", "numpy", "pandas", "alembic")


def c1(setting: Setting) -> list[Line]:
    """Measure fresh processes that import the app, or only the frameworks it stands on, from start to end."""
    found = setting.run_in_turn({"ours": ("-c", _APP), "frameworks": ("-c", _FRAMEWORKS)})
    seconds = {name: [one.seconds for one in runs] for name, runs in found.items()}
    memory = {name: [one.megabytes for one in runs] for name, runs in found.items()}
    return [
        Line(
            row="C1",
            what="process that imports the app / fastapi, sqlmodel, jinja2, uvicorn: time",
            measured=ratio(seconds["ours"], seconds["frameworks"]),
            target=1.25,
            absolute=milliseconds(seconds["ours"], seconds["frameworks"]),
        ),
        Line(
            row="C1",
            what="the same: memory",
            measured=ratio(memory["ours"], memory["frameworks"]),
            target=1.25,
            absolute=f"{median(memory['ours']):.0f} MB / {median(memory['frameworks']):.0f} MB",
        ),
    ]


def c2(setting: Setting) -> list[Line]:
    """Count the heavy modules in a process that has started the app and sent one feed and one page."""
    finished = setting.run("-m", "bench.served", *_LEFT_OUT)
    loaded = json.loads(finished.output.splitlines()[-1])
    return [
        Line(
            row="C2",
            what=f"modules loaded by the app, a feed and a page, of: {', '.join(_LEFT_OUT)}",
            measured=figure(len(loaded)),
            target=0,
            absolute=", ".join(loaded),
        )
    ]
