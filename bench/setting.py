"""Bối cảnh đo: the founding plan in a database of its own, and how long each row may measure."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import ROOT, SEED
from app.db.engine import create_engine
from app.db.migrating import migrate
from app.db.store import open_reader, open_store
from app.domain.people import Actor
from app.services.emission import FileSet, file_set
from app.services.seeding import load_seed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

    from app.domain.dates import WorkCalendar
    from app.domain.dossiers import PlanDossier
    from bench.stored_plans import StoredPlans

PLAN = "binh-phuoc-2023"
WRITTEN_BY: dict[str, Any] = {
    "by": Actor(name="bench", is_command_line=True),
    "at": datetime(2026, 1, 1, tzinfo=UTC),
}
"""Who writes to the databases of a run, and when."""


def fill(address: str) -> None:
    """Make a database that holds the seed."""
    engine = create_engine(address)
    try:
        migrate(engine)
        with open_store(engine) as store:
            load_seed(store, SEED, **WRITTEN_BY)
    finally:
        engine.dispose()


@dataclass(frozen=True, slots=True)
class Finished:
    """Tiến trình đã xong: seconds from start to end, the most memory it held in MB, and what it printed."""

    seconds: float
    megabytes: float
    output: str


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Bối cảnh của một lần đo.

    `folder` takes the database and what processes write. `rounds` are those of a case inside this process,
    `process_rounds` those of whole processes. `table_rows` are the two lengths of D3's table; `unit` restricts whole
    sets to the files of one unit. Servers are asked over each number of `connections`, `load_rounds` times for
    `load_seconds`; pages are asked for among each number of stored `plans`, in `page_rounds` rounds. Schedules are
    searched for plans of each number of `units`, one made from each of `seeds`, for `search_seconds`, of each of
    `kinds`. A long list to draw from has so many `communes`; uniformity is judged by so many `draws`.
    """

    folder: Path
    rounds: int = 25
    process_rounds: int = 9
    table_rows: tuple[int, int] = (150, 600)
    unit: str | None = None
    load_rounds: int = 3
    load_seconds: int = 2
    connections: tuple[int, ...] = (1, 16, 64)
    plans: tuple[int, ...] = (1, 10, 100, 1000)
    page_rounds: int = 15
    units: tuple[int, ...] = (10, 30, 100, 300)
    seeds: tuple[int, ...] = (1, 2, 3)
    kinds: tuple[str, ...] = ("replan", "fresh", "any-team")
    search_seconds: float = 5
    communes: int = 10_598
    draws: int = 100_000

    @cached_property
    def database(self) -> str:
        """The address of a database that holds the seed, made on first use."""
        address = f"sqlite:///{self.folder / 'kiemtra.db'}"
        fill(address)
        return address

    @cached_property
    def stored_plans(self) -> StoredPlans:
        """Databases that hold more and more plans."""
        from bench.stored_plans import StoredPlans  # noqa: PLC0415 — it makes them with what stands above

        return StoredPlans(self)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of processes over that database.

        Compiled modules are kept, as they are at every start but the first; a feed may be asked for without limit.
        """
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return {
            **kept,
            "KIEMTRA_DATABASE_URL": self.database,
            "KIEMTRA_SECRET_KEY": "0" * 64,
            "KIEMTRA_FEED_REQUESTS_PER_MINUTE": str(10**9),
            "PYTHONPATH": str(ROOT),
        }

    @cached_property
    def engine(self) -> Engine:
        """The open database."""
        return create_engine(self.database)

    @cached_property
    def _read(self) -> tuple[PlanDossier, WorkCalendar]:
        with open_reader(self.engine) as store:
            return store.plans.dossier(PLAN), store.days_off.calendar()

    @property
    def dossier(self) -> PlanDossier:
        """The founding plan."""
        return self._read[0]

    @property
    def calendar(self) -> WorkCalendar:
        """The calendar of the seed."""
        return self._read[1]

    @cached_property
    def whole_set(self) -> FileSet:
        """The founding plan's files."""
        return file_set(self.dossier, self.calendar)

    @property
    def files(self) -> FileSet:
        """The founding plan's files, or those of one unit."""
        return self.whole_set.for_unit(self.unit) if self.unit is not None else self.whole_set

    def run(self, *arguments: str) -> Finished:
        """Run Python with these arguments from start to end; raise RuntimeError when it fails.

        The memory is the process's own peak.
        """
        measured = subprocess.run(
            [sys.executable, "-I", "-S", Path(__file__).with_name("process.py"), sys.executable, *arguments],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        seconds, kilobytes, status = measured.stdout.split()
        if status != "0":
            raise RuntimeError(f"{' '.join(arguments)}: {measured.stderr}")
        return Finished(float(seconds), int(kilobytes) / 1024, measured.stderr)

    def run_in_turn(self, cases: dict[str, Sequence[str]]) -> dict[str, list[Finished]]:
        """Run processes in turn, once before the first round so that their modules are compiled."""
        for arguments in cases.values():
            self.run(*arguments)
        finished: dict[str, list[Finished]] = {name: [] for name in cases}
        for _ in range(self.process_rounds):
            for name, arguments in cases.items():
                finished[name].append(self.run(*arguments))
        return finished
