"""Dấu của kết quả chọn: what tells apart two states of a plan that differ in what was drawn or opened alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.draws.tickets import digest
from app.domain.public_ledgers import last_hash

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier


def results_mark(dossier: PlanDossier) -> str:
    """Return a mark of what was drawn and sealed so far: other results, another mark (SHA-256, hexadecimal)."""
    communes = [(visit.unit, visit.number, visit.communes) for visit in dossier.plan.visits if visit.communes]
    ledgers = [last_hash(check.ledger) for check in dossier.sealed]
    return digest(repr((communes, dossier.drawn, ledgers)))
