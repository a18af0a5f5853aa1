"""Sổ công khai qua khôi phục: draws, sealed checks and their ledgers stay whatever is restored; a backup only adds.

So no restore takes back a seed that did not suit, and none lets a draw be made a second time in silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from app.db.rows import table_of
from app.db.tables.draws import CommuneDrawRow, PublicEntryRow, SealedCheckRow
from app.domain.draws.sealed import is_as_sealed
from app.domain.draws.steps import is_as_committed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Table

    from app.db.store import Store
    from app.domain.people import Actor

_DRAW = table_of(CommuneDrawRow)
_CHECK = table_of(SealedCheckRow)
_ENTRY = table_of(PublicEntryRow)

PUBLIC_TABLES = frozenset({_DRAW.name, _CHECK.name, _ENTRY.name})
"""The tables of which a restore takes nothing out."""

_PLACES = {_DRAW.name: ("plan", "unit"), _CHECK.name: ("code",)}
"""What tells the draws that follow one another, and the sealed checks, from all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """What a database holds: draws and checks by their codes, the older draw of a unit first; ledgers by theirs."""

    of_table: dict[str, dict[str, dict[str, Any]]]
    ledgers: dict[str, list[dict[str, Any]]]


def join_public(
    connection: Connection, store: Store, backup: Connection, backup_store: Store, *, by: Actor, at: datetime
) -> None:
    """Add to the draws and sealed checks that are there what a backup has more of.

    A ledger of the backup that goes on from the one here is followed; one that contradicts it is left out, with all
    draws that came after it there. What was proposed gives way to what was committed to. A row that no longer is what
    was committed to is put right by one that is. The log names what the backup does not have, and what is left out.
    """
    held, found = _held(connection), _held(backup)
    for table in (_DRAW, _CHECK):
        apart = set()
        for code, row in found.of_table[table.name].items():
            present = held.of_table[table.name].get(code)
            own, new = held.ledgers.get(code, []), found.ledgers.get(code, [])
            place = tuple(row[name] for name in _PLACES[table.name])
            if place in apart or own[: len(new)] != new[: len(own)]:
                apart.add(place)
                if new:
                    store.audit.note("database.ledger_left_out", row["plan"], before=_last(new), by=by, at=at)
                continue
            if present is None:
                connection.execute(insert(table), [row])
            elif new and not own:
                connection.execute(update(table).where(table.c.code == code).values(row))
            elif present != row and _is_mended(table, code, store, backup_store):
                connection.execute(update(table).where(table.c.code == code).values(row))
                store.audit.note("database.commitment_mended", row["plan"], after=_last(own), by=by, at=at)
            if len(new) > len(own):
                connection.execute(insert(_ENTRY), new[len(own) :])
        for code, row in held.of_table[table.name].items():
            _note_kept(store, row["plan"], held.ledgers.get(code, []), found.ledgers.get(code, []), by, at)


def _note_kept(
    store: Store, plan: str, own: list[dict[str, Any]], new: list[dict[str, Any]], by: Actor, at: datetime
) -> None:
    """Note a ledger that a backup does not have, or not as far."""
    if new[: len(own)] != own:
        store.audit.note("database.ledger_kept", plan, after=_last(own), by=by, at=at)


def _last(ledger: list[dict[str, Any]]) -> str:
    """Return in words how far a ledger goes."""
    return f"{ledger[-1]['ledger']}: đến dòng sổ {ledger[-1]['hash']}"


def _held(connection: Connection) -> _Held:
    return _Held(
        of_table={
            _DRAW.name: {row["code"]: row for row in _rows(connection, _DRAW, ("plan", "unit", "attempt"))},
            _CHECK.name: {row["code"]: row for row in _rows(connection, _CHECK, ("plan", "number"))},
        },
        ledgers=_ledgers(_rows(connection, _ENTRY, ("ledger", "number"))),
    )


def _rows(connection: Connection, table: Table, order: Sequence[str]) -> Iterator[dict[str, Any]]:
    for row in connection.execute(select(table).order_by(*(table.c[name] for name in order))).mappings():
        yield dict(row)


def _ledgers(entries: Iterator[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        found.setdefault(entry["ledger"], []).append(entry)
    return found


def _is_mended(table: Table, code: str, store: Store, backup: Store) -> bool:
    """Say whether a draw or check is what was committed to in the backup, and is not here."""
    return _is_whole(backup, table, code) and not _is_whole(store, table, code)


def _is_whole(store: Store, table: Table, code: str) -> bool:
    """Say whether a draw or check is what was committed to."""
    if table is _DRAW:
        return is_as_committed(store.draws.get(code))
    return is_as_sealed(store.sealed_checks.get(code), store.sealed_checks.choice(code))
