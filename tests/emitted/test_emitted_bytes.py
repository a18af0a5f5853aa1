"""Same data, same bytes: whatever the machine's time zone and language, and however Python scatters its hashes."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from cli.running import CommandLine, contents
from emitted.plans import FOUNDING, PLAN_FILES, TWO_TEAMS

if TYPE_CHECKING:
    from pathlib import Path

MACHINES = (
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "KIEMTRA_TODAY": "2023-07-01"},
    {"PYTHONHASHSEED": "2", "TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "KIEMTRA_TODAY": "2026-02-28"},
)


def parts(content: bytes, path: str) -> object:
    """Return what must be the same of a file: the bytes of a calendar, the named parts of a document or workbook."""
    if not path.endswith((".docx", ".xlsx")):
        return content
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return [(part.filename, part.date_time, archive.read(part)) for part in archive.infolist()]


@pytest.fixture(scope="module")
def by_machines(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, dict[str, bytes]]]:
    """The contents of both sets as each of the two machines emits them, each from a database that it made itself."""
    found = []
    for number, machine in enumerate(MACHINES):
        folder = tmp_path_factory.mktemp(f"machine-{number}")
        kiemtra = CommandLine(f"sqlite:///{folder / 'kiemtra.db'}", machine)
        kiemtra.must("init")
        kiemtra.must("import", PLAN_FILES / f"{TWO_TEAMS}.toml")
        for key in (FOUNDING, TWO_TEAMS):
            kiemtra.must("emit", key, "--out", folder / key)
        found.append({key: contents(folder / key) for key in (FOUNDING, TWO_TEAMS)})
    return found


@pytest.mark.parametrize("key", [FOUNDING, TWO_TEAMS])
def test_two_machines_emit_the_same(by_machines: list[dict[str, dict[str, bytes]]], key: str):
    one, other = (machine[key] for machine in by_machines)
    assert list(one) == list(other)
    assert [path for path in one if parts(one[path], path) != parts(other[path], path)] == []
    assert one["MANIFEST.json"] == other["MANIFEST.json"]


def test_the_set_from_the_database_is_the_set_from_the_file(
    by_machines: list[dict[str, dict[str, bytes]]], sets: dict[str, Path]
):
    stored, read = by_machines[0][FOUNDING], contents(sets[FOUNDING])
    assert set(stored) == set(read)
    assert [path for path in read if parts(stored[path], path) != parts(read[path], path)] == []
