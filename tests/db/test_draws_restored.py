"""Nothing that was published of a draw goes away by a restore, whichever backups are restored in which order."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from builders import a_dossier, a_plan
from draws_by_step import (
    CHOICE,
    COMMITTED_AT,
    LATER,
    PLAN,
    SOURCE,
    WITNESSES,
    a_draw,
    a_sealed_check,
    after,
    run,
    steps_of,
    with_seed,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, update
from storing import put

from app.db.backup import backup, restore
from app.db.engine import create_engine
from app.db.store import open_reader, open_store
from app.db.tables import METADATA
from app.domain.audit import RESTORED, check_chain
from app.domain.draws.sealed import revealed
from app.domain.draws.steps import annulled, committed, drawn, replaced, seeded
from app.domain.errors import Refused
from app.domain.people import Actor
from app.domain.public_ledgers import PublicEntry

if TYPE_CHECKING:
    from pathlib import Path

    from app.domain.draws.draws import CommuneDraw
    from app.domain.draws.sealed import SealedCheck

BY = Actor(name="Nguyễn Văn A")
CODE = a_draw().code


def keep(engine: Engine, *draws: CommuneDraw) -> None:
    """Store draws as they are, or bring those that are stored there."""
    with open_store(engine) as store:
        held = {draw.code for draw in store.draws.of_plan(PLAN) if draw.ledger}
        for draw in draws:
            if draw.code not in held:
                store.draws.put_proposal(replace(draw, ledger=()), by=BY, at=COMMITTED_AT)
            store.draws.grow(draw, by=BY, at=COMMITTED_AT)


def held(engine: Engine) -> tuple[CommuneDraw, ...]:
    with open_reader(engine) as store:
        return store.draws.of_plan(PLAN)


def put_back(engine: Engine, path: Path, at: datetime = LATER) -> list[tuple[str, str]]:
    """Restore a backup, and return what the log says of it after its own row."""
    restore(engine, path, settle=lambda _: None, by=BY, at=at)
    with open_reader(engine) as store:
        entries = list(store.audit.entries())
    assert check_chain(entries).is_whole
    (last,) = [place for place, entry in enumerate(entries) if entry.action == RESTORED and entry.at == at][-1:]
    assert {(entry.subject, entry.actor) for entry in entries[last + 1 :]} <= {(PLAN, BY.name)}
    return [(entry.action, entry.before + entry.after) for entry in entries[last + 1 :]]


def kept(*things: CommuneDraw | SealedCheck) -> list[tuple[str, str]]:
    return [("database.ledger_kept", f"{each.code}: đến dòng sổ {each.ledger[-1].hash}") for each in things]


def left_out(*things: CommuneDraw | SealedCheck) -> list[tuple[str, str]]:
    return [("database.ledger_left_out", f"{each.code}: đến dòng sổ {each.ledger[-1].hash}") for each in things]


@pytest.fixture
def taken(engine: Engine, tmp_path: Path) -> Path:
    """A backup of an empty database."""
    backup(engine, tmp_path / "taken.db")
    return tmp_path / "taken.db"


@pytest.mark.parametrize("step", range(6))
def test_a_draw_outlives_the_restore_of_a_backup_from_before_it(engine: Engine, taken: Path, step: int):
    draw = steps_of(a_draw())[step]
    keep(engine, draw)
    told = put_back(engine, taken)
    assert held(engine) == (draw,)
    assert told == (kept(draw) if step else [])


@pytest.mark.parametrize(("earlier", "later"), [(0, 3), (3, 0), (1, 2), (5, 3), (3, 4), (4, 4)])
def test_a_draw_stands_where_it_came_furthest_here_or_in_the_backup(
    engine: Engine, tmp_path: Path, target: Engine, earlier: int, later: int
):
    steps = steps_of(a_draw())
    keep(engine, steps[earlier])
    backup(engine, tmp_path / "b.db")
    keep(target, steps[later])
    put_back(target, tmp_path / "b.db")
    assert held(target) == (steps[max(earlier, later)],)


def test_a_plan_that_is_restored_is_read_with_what_was_drawn_since(engine: Engine, tmp_path: Path):
    dossier = a_dossier(a_plan(visits=(replace(a_plan().visits[0], unit="ubnd-huyen-b"),)))
    with open_store(engine) as store:
        put(store, dossier, {"by": BY, "at": COMMITTED_AT})
    backup(engine, tmp_path / "b.db")
    draw = run(a_draw())
    keep(engine, draw)
    put_back(engine, tmp_path / "b.db")
    with open_reader(engine) as store:
        assert [visit.communes for visit in store.plans.dossier(PLAN).plan.visits] == [draw.drawn]


def test_a_ledger_that_contradicts_the_one_here_is_left_out_and_told_with_its_last_hash(
    engine: Engine, tmp_path: Path, target: Engine
):
    """Two databases drew at one unit with other seeds: neither result takes the place of the other."""
    ours, theirs = run(a_draw()), run(a_draw(), "99999999")
    first = annulled(theirs, reason="Nhầm", signatory="Chủ tịch", at=LATER)
    second = run(after(first))
    keep(engine, first, second)
    backup(engine, tmp_path / "b.db")
    keep(target, ours)
    told = put_back(target, tmp_path / "b.db")
    assert held(target) == (ours,)
    assert told == [*left_out(first, second), *kept(ours)]


def test_a_proposal_gives_way_to_what_was_committed_to(engine: Engine, tmp_path: Path, target: Engine):
    keep(engine, run(a_draw(count=1)))
    backup(engine, tmp_path / "b.db")
    keep(target, a_draw(count=3))
    assert put_back(target, tmp_path / "b.db") == []
    assert held(target) == (run(a_draw(count=1)),)


def test_a_list_that_was_changed_in_the_database_is_put_right_by_a_backup(engine: Engine, tmp_path: Path):
    seed = with_seed(a_draw())
    keep(engine, seed)
    backup(engine, tmp_path / "b.db")
    frame = [[unit.code, unit.name] for unit in a_draw().frame[1:]]
    with engine.begin() as connection:
        connection.execute(update(METADATA.tables["commune_draw"]).values(frame=frame))
    with pytest.raises(Refused):
        drawn(held(engine)[0], LATER)
    assert put_back(engine, tmp_path / "b.db") == [
        ("database.commitment_mended", f"{CODE}: đến dòng sổ {seed.ledger[-1].hash}")
    ]
    assert held(engine) == (seed,)


def sealed(engine: Engine) -> tuple[SealedCheck, ...]:
    with open_reader(engine) as store:
        return store.sealed_checks.of_plan(PLAN)


def test_a_sealed_check_outlives_a_restore_and_stays_open(engine: Engine, taken: Path, tmp_path: Path):
    check = a_sealed_check()
    with open_store(engine) as store:
        store.sealed_checks.add(check, CHOICE, by=BY, at=COMMITTED_AT)
    backup(engine, tmp_path / "sealed.db")
    opened = revealed(check, CHOICE, check.opens_at)
    with open_store(engine) as store:
        store.sealed_checks.grow(opened, by=BY, at=LATER)
    for path in (tmp_path / "sealed.db", taken):
        put_back(engine, path)
        assert sealed(engine) == (opened,)
        with open_reader(engine) as store:
            assert store.sealed_checks.choice(check.code) == CHOICE


def test_another_check_of_the_same_number_is_left_out(engine: Engine, tmp_path: Path, target: Engine):
    other = replace(CHOICE, unit="so-tu-phap", unit_name="Sở Tư pháp")
    for place, choice in ((engine, other), (target, CHOICE)):
        with open_store(place) as store:
            store.sealed_checks.add(a_sealed_check(choice=choice), choice, by=BY, at=COMMITTED_AT)
    backup(engine, tmp_path / "b.db")
    told = put_back(target, tmp_path / "b.db")
    assert sealed(target) == (a_sealed_check(),)
    assert told == [*left_out(a_sealed_check(choice=other)), *kept(a_sealed_check())]
    with open_reader(target) as store:
        assert store.sealed_checks.choice(a_sealed_check().code) == CHOICE
    assert [word for word in (other.unit, other.unit_name, CHOICE.unit, CHOICE.unit_name) if word in repr(told)] == []


# Whatever happens in two databases that exchange backups


@dataclass
class World:
    """A database in which officers draw, and what anybody ever saw of its ledgers."""

    engine: Engine
    at: datetime = COMMITTED_AT
    seen: dict[str, tuple[PublicEntry, ...]] = field(default_factory=dict)

    def go_on(self, which: int) -> None:
        """Take the next step of the last draw at a unit, as far as there is one."""
        self.at += timedelta(minutes=7)
        unit = f"u{which % 2}"
        with open_store(self.engine) as store:
            draws = store.draws.of_unit(PLAN, unit)
            if not draws or draws[-1].phase == "annulled":
                new = after(draws[-1]) if draws else a_draw(unit, count=1 + which % 3)
                store.draws.put_proposal(new, by=BY, at=self.at)
                return
            store.draws.grow(self.next_step(draws[-1], which), by=BY, at=self.at)

    def next_step(self, draw: CommuneDraw, which: int) -> CommuneDraw:
        if draw.phase == "proposed":
            return committed(draw, self.at)
        if which % 5 == 4 or (draw.phase == "drawn" and draw.next_alternate is None):
            return annulled(draw, reason=f"Lý do {which}", signatory="Chủ tịch", at=self.at)
        if draw.phase == "committed":
            return seeded(draw, f"{100000 + which}", source=SOURCE, witnesses=WITNESSES, at=self.at)
        if draw.phase == "seeded":
            return drawn(draw, self.at)
        return replaced(draw, draw.standing[which % len(draw.standing)], "Bị lũ", self.at)

    def check(self) -> None:
        """Find that everything that was seen is there, that draws follow one another, and at most one stands."""
        by_unit: dict[str, list[CommuneDraw]] = {}
        for draw in held(self.engine):
            by_unit.setdefault(draw.unit, []).append(draw)
        now = {draw.code: draw.ledger for draws in by_unit.values() for draw in draws if draw.ledger}
        assert {code: now[code][: len(ledger)] for code, ledger in self.seen.items()} == self.seen
        self.seen = now
        for draws in by_unit.values():
            assert [draw.attempt for draw in draws] == list(range(1, len(draws) + 1))
            assert [later.previous for _, later in pairwise(draws)] == [d.ledger[-1].hash for d in draws[:-1]]
            assert [draw.phase for draw in draws[:-1]] == ["annulled"] * (len(draws) - 1)


STEPS = st.tuples(st.sampled_from(["go on"] * 5 + ["back up", "restore"] * 2), st.integers(0, 1), st.integers(0, 40))


@settings(max_examples=25)
@given(history=st.lists(STEPS, min_size=10, max_size=50))
def test_whatever_is_restored_ledgers_only_grow_and_one_draw_stands_at_most(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, history: list[tuple[str, int, int]]
):
    folder = tmp_path_factory.mktemp("worlds")
    template: Path = request.getfixturevalue("_migrated_sqlite")
    worlds = []
    for number in range(2):
        path = folder / f"{number}.db"
        shutil.copyfile(template, path)
        worlds.append(World(engine=create_engine(f"sqlite:///{path}")))
    backups: list[Path] = []
    for what, where, which in history:
        world = worlds[where]
        if what == "go on":
            world.go_on(which)
        elif what == "back up":
            backups.append(folder / f"backup-{len(backups)}.db")
            backup(world.engine, backups[-1])
        elif backups:
            world.at = max(each.at for each in worlds) + timedelta(minutes=1)
            put_back(world.engine, backups[which % len(backups)], world.at)
        world.check()
    for world in worlds:
        world.engine.dispose()
    shutil.rmtree(folder)


def kept_by(engine: Engine) -> dict[str, Any]:
    """Return the rows of the ledgers."""
    with engine.connect() as connection:
        return {row.hash: row for row in connection.execute(METADATA.tables["public_entry"].select())}


def test_a_restore_that_is_refused_leaves_every_ledger_as_it_was(engine: Engine, tmp_path: Path):
    keep(engine, run(a_draw()))
    before = kept_by(engine)
    (tmp_path / "b.db").write_bytes(b"SQLite format 3\x00 nothing more")
    with pytest.raises(Refused):
        put_back(engine, tmp_path / "b.db")
    assert kept_by(engine) == before
