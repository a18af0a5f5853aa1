"""One seeded database and one emitted set for all tests of the command line; each test works on a copy."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from cli.drawing import ON, STEPS
from cli.running import PLAN, CommandLine, on_copy_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def _seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("seeded") / "kiemtra.db"
    CommandLine(f"sqlite:///{path}").must("init")
    return path


@pytest.fixture(scope="session")
def drawings(_seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A database for each step of one draw, from "new" to "annulled"; tests work on copies."""
    found = {"new": _seeded}
    for step, words in STEPS.items():
        folder = tmp_path_factory.mktemp(step)
        on_copy_of(found[list(found)[-1]], folder).must("draw", *words, KIEMTRA_TODAY=ON)
        found[step] = folder / "kiemtra.db"
    return found


@pytest.fixture(scope="session")
def _emitted_once(_seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("emitted") / "out"
    CommandLine(f"sqlite:///{_seeded}").must("emit", PLAN, "--out", folder)
    return folder


@pytest.fixture
def kiemtra(_seeded: Path, tmp_path: Path) -> CommandLine:
    """The command line over a database that holds the seed."""
    return on_copy_of(_seeded, tmp_path)


@pytest.fixture
def emitted(_emitted_once: Path, tmp_path: Path) -> Path:
    """A folder that holds the founding plan's set as the command wrote it."""
    return shutil.copytree(_emitted_once, tmp_path / "out")
