"""Phát trọn bộ (D5): `kiemtra emit` as a whole process beside python-docx and openpyxl writing the same files."""

from __future__ import annotations

import json
import shutil
from importlib.util import find_spec
from statistics import median
from typing import TYPE_CHECKING

from bench.measuring import Line, figure, ratio
from bench.setting import PLAN
from bench.word_content import content as word_content

if TYPE_CHECKING:
    from pathlib import Path

    from bench.setting import Setting

_WHAT = "python-docx and openpyxl, whole process, the same papers / kiemtra emit"
_MOST_MEGABYTES = 200
_KIEMTRA = "from app.cli import main; raise SystemExit(main())"
"""What the installed command runs."""


def d5(setting: Setting) -> list[Line]:
    """Measure the emitting of the founding plan from start to end, and the most memory it takes.

    The peer gets the content of the papers ready made and leaves out calendars, hashes and the safe moving into place.
    """
    ours, theirs = setting.folder / "ours", setting.folder / "theirs"
    restricted = ("--unit", setting.unit) if setting.unit is not None else ()
    emit = ("-c", _KIEMTRA, "emit", PLAN, "--out", str(ours), *restricted)
    setting.run(*emit)
    peer = _peer(setting, ours, theirs)
    seconds: dict[str, list[float]] = {"ours": [], "theirs": []}
    megabytes: list[float] = []
    # The peer takes most of a minute: a third of the rounds that other processes get.
    for _ in range((setting.process_rounds + 2) // 3):
        shutil.rmtree(ours)
        finished = setting.run(*emit)
        seconds["ours"].append(finished.seconds)
        megabytes.append(finished.megabytes)
        if peer is not None:
            seconds["theirs"].append(setting.run(*peer).seconds)
    if peer is not None:
        _compare(ours, theirs)
    return [
        Line(
            row="D5",
            what=_WHAT,
            measured=ratio(seconds["theirs"], seconds["ours"]) if peer is not None else None,
            target=5,
            at_least=True,
            absolute=" / ".join(f"{median(found):.2f} s" for found in (seconds["theirs"], seconds["ours"]) if found),
        ),
        Line(
            row="D5",
            what="most memory of kiemtra emit",
            measured=figure(max(megabytes)),
            target=_MOST_MEGABYTES,
            unit=" MB",
        ),
    ]


def _peer(setting: Setting, emitted: Path, folder: Path) -> tuple[str, ...] | None:
    """Return the arguments of the process that writes the emitted papers again; None where a library is missing."""
    if find_spec("openpyxl") is None:
        return None
    from bench.sheet_content import content as sheet_content  # noqa: PLC0415 — the row goes without openpyxl

    readers = {".docx": word_content, ".xlsx": sheet_content}
    found = {
        str(path.relative_to(emitted)): readers[path.suffix](path.read_bytes())
        for path in sorted(emitted.rglob("*"))
        if path.suffix in readers
    }
    handed = setting.folder / "content.json"
    handed.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return ("-m", "bench.naive", str(handed), str(folder))


def _compare(ours: Path, theirs: Path) -> None:
    """Raise RuntimeError where the peer's papers hold other text than ours."""
    from bench.sheet_content import content as sheet_content  # noqa: PLC0415 — only beside the peer
    from bench.word_content import texts  # noqa: PLC0415 — the same

    for path in sorted(theirs.rglob("*.docx")):
        mine = (ours / path.relative_to(theirs)).read_bytes()
        if texts(word_content(path.read_bytes())) != texts(word_content(mine)):
            raise RuntimeError(f"python-docx: {path}")
    for path in sorted(theirs.rglob("*.xlsx")):
        mine = (ours / path.relative_to(theirs)).read_bytes()
        if sheet_content(path.read_bytes()) != sheet_content(mine):
            raise RuntimeError(f"openpyxl: {path}")
