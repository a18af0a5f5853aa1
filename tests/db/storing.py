"""Steps that the tests of the stores share."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.store import Store
from app.db.tables import METADATA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from app.domain.dossiers import PlanDossier


def put(store: Store, dossier: PlanDossier, written_by: dict[str, Any]) -> None:
    """Add a dossier with its province and units."""
    store.provinces.add(dossier.province, **written_by)
    store.directory.add(dossier.province.key, dossier.units, **written_by)
    store.plans.add(dossier, **written_by)


@contextmanager
def undone(engine: Engine) -> Iterator[Store]:
    """Open a store whose writing is undone at the end."""
    with Session(engine) as session:
        yield Store(session)


def content(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table."""
    with engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in METADATA.sorted_tables
        }


def actions(engine: Engine) -> list[tuple[str, str]]:
    """Return what the record of changes says was done, to what, in order."""
    audit = METADATA.tables["audit"]
    with engine.connect() as connection:
        return [(row.action, row.subject) for row in connection.execute(select(audit).order_by(audit.c.id))]
