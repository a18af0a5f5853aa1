"""Chọn ngẫu nhiên nhiều nơi: one step of several draws at once, all of them or none (chọn phân tầng)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.draws.suggestions import suggestions_of
from app.domain.errors import Fault, InvalidInput
from app.services.coverage import targets_to_choose
from app.services.draws import commit_draw, enter_seed, propose_draw, run_draw

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier
    from app.domain.draws.draws import CommuneDraw
    from app.domain.draws.frames import DrawPool
    from app.domain.draws.suggestions import Suggestion
    from app.domain.people import Actor
    from app.services.draws import WantedDraw


def propose_draws(
    store: Store, plan_key: str, units: Iterable[str], wanted: WantedDraw, *, by: Actor, at: datetime
) -> tuple[CommuneDraw, ...]:
    """Keep a whole list at each of these places, with the same number to draw; raise as `propose_draw`."""
    chosen = _chosen(units)
    return tuple(propose_draw(store, plan_key, unit, wanted, by=by, at=at) for unit in chosen)


def commit_draws(store: Store, seen: Mapping[str, str], *, by: Actor, at: datetime) -> tuple[CommuneDraw, ...]:
    """Freeze and publish several lists; `seen` are codes with the hash of each ledger. Raise as `commit_draw`."""
    return tuple(commit_draw(store, code, seen=seen[code], by=by, at=at) for code in _chosen(seen))


def enter_seeds(
    store: Store,
    seen: Mapping[str, str],
    typed: str,
    *,
    source: str,
    witnesses: Iterable[str],
    by: Actor,
    at: datetime,
) -> tuple[CommuneDraw, ...]:
    """Enter one public seed for several draws: each is drawn by its own commitment, so none says how another falls.

    `seen` as `commit_draws` takes it. Raise as `enter_seed`.
    """
    present = tuple(witnesses)
    return tuple(
        enter_seed(store, code, typed, source=source, witnesses=present, seen=seen[code], by=by, at=at)
        for code in _chosen(seen)
    )


def run_draws(store: Store, seen: Mapping[str, str], *, by: Actor, at: datetime) -> tuple[CommuneDraw, ...]:
    """Draw at several places; `seen` as `commit_draws` takes it. Raise as `run_draw`."""
    return tuple(run_draw(store, code, seen=seen[code], by=by, at=at) for code in _chosen(seen))


def suggested_exclusions(
    store: Store, dossier: PlanDossier, pool: DrawPool, *, years: int, today: date
) -> tuple[Suggestion, ...]:
    """Return whom a draw from that pool may leave out by what issued plans and the directory tell."""
    histories = {line.unit.key: line.history for line in targets_to_choose(store, dossier, today).lines}
    last = pool.day.replace(month=12, day=31)
    return suggestions_of(pool, dossier.units, histories, years=years, last=last)


def _chosen(names: Iterable[str]) -> tuple[str, ...]:
    """Return what was chosen, each once; raise InvalidInput where nothing was."""
    found = tuple(dict.fromkeys(names))
    if not found:
        raise InvalidInput([Fault(place="draws", code="draw.none_chosen")])
    return found
