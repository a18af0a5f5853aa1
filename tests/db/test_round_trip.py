"""What goes into the store comes back equal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from strategies import plan_dossiers

from app.db.store import Store, open_store

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.domain.dossiers import PlanDossier


class _Enough(Exception):
    """Ends an example without keeping what it wrote."""


def put(store: Store, dossier: PlanDossier, written_by: dict[str, Any]) -> None:
    store.provinces.add(dossier.province, **written_by)
    store.directory.add(dossier.province.key, dossier.units, **written_by)
    store.plans.add(dossier, **written_by)


@settings(max_examples=60)
@given(plan_dossiers())
def test_a_dossier_read_back_equals_the_one_written(
    engine: Engine, written_by: dict[str, Any], dossier: PlanDossier
):
    try:
        with open_store(engine) as store:
            put(store, dossier, written_by)
            assert store.plans.dossier(dossier.plan.key) == dossier
            raise _Enough
    except _Enough:
        pass
