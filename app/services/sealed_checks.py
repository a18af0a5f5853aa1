"""Kiểm tra đột xuất được niêm phong: sealed, opened when its time has come, or called off.

No way of the web, the API or the command line learns the unit other than through `open_check`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from app.domain.dates import TIME_ZONE, Window
from app.domain.draws.sealed import (
    NONCE_BYTES,
    SealedCheck,
    SealedChoice,
    called_off,
    revealed,
    sealed,
    sealed_code,
)
from app.domain.errors import Fault, InvalidInput, Refused, StaleVersion
from app.domain.public_ledgers import last_hash
from app.domain.units import directory_on
from app.domain.vietnamese import clean, moment_words, short_date
from app.services.feed_ledgers import refresh_ledgers
from app.services.releases import latest_release, release_dossier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier
    from app.domain.people import Actor
    from app.domain.units import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedCheck:
    """Điều niêm phong: `batch` is the key of the batch that goes, `unit` a key, code or name of the directory.

    `opens_at` is when the unit may be told at the earliest; to the minute is fine, parts of a second are dropped.
    """

    batch: str
    unit: str
    window: Window
    opens_at: datetime


def seal_check(
    store: Store,
    plan_key: str,
    wanted: WantedCheck,
    *,
    random_bytes: Callable[[int], bytes],
    by: Actor,
    at: datetime,
) -> SealedCheck:
    """Commit to an unannounced check before everybody; its team learns of the days, nobody of the unit.

    `random_bytes` gives the nonce. Raise NotFound for an unknown plan, Refused `sealed.plan_is_over`, and InvalidInput
    `sealed.batch_unknown`, `sealed.unit_missing`, `sealed.unit_unknown`, `sealed.unit_several`, `sealed.other_year`,
    `sealed.days_over`, `sealed.opens_in_the_past`, `sealed.opens_after`.
    """
    dossier = store.plans.dossier(plan_key)
    if dossier.plan.state.is_over:
        raise Refused("sealed.plan_is_over", key=plan_key)
    opens_at = wanted.opens_at.replace(microsecond=0)
    units = _units(dossier, wanted)
    faults = [*_faults(dossier, replace(wanted, opens_at=opens_at), at), *_unit_faults(wanted, units)]
    if faults:
        raise InvalidInput(faults)
    number, unit = store.sealed_checks.next_number(plan_key), units[0]
    check = SealedCheck(
        code=sealed_code(plan_key, number),
        plan=plan_key,
        plan_title=dossier.plan.title,
        number=number,
        batch=wanted.batch,
        window=wanted.window,
        opens_at=opens_at,
        commitment="",
    )
    choice = SealedChoice(unit=unit.key, unit_name=unit.name, nonce=random_bytes(NONCE_BYTES).hex())
    check = sealed(check, choice, at)
    store.sealed_checks.add(check, choice, by=by, at=at)
    _refresh(store, plan_key, by=by, at=at)
    return check


def open_check(store: Store, code: str, *, seen: str | None = None, by: Actor, at: datetime) -> SealedCheck:
    """Open a check, for everybody to see and to verify that its unit was fixed beforehand.

    `seen` is the last hash of its ledger as whoever opens it saw it. Raise NotFound; Refused `sealed.too_early`,
    `sealed.is_open`, `sealed.is_annulled`, `sealed.damaged`; StaleVersion where its ledger is no longer as seen.
    """
    check = _as_seen(store, code, seen)
    opened = revealed(check, store.sealed_checks.choice(code), at)
    return _grown(store, opened, by=by, at=at)


def call_off(
    store: Store, code: str, *, reason: str, signatory: str, seen: str | None = None, by: Actor, at: datetime
) -> SealedCheck:
    """Annul a check, for everybody to see; its unit is told to nobody.

    Raise NotFound; Refused `sealed.is_open`, `sealed.is_annulled`; InvalidInput `sealed.reason_missing`,
    `sealed.signatory_missing`; StaleVersion as `open_check`.
    """
    check = _as_seen(store, code, seen)
    return _grown(store, called_off(check, reason=reason, signatory=signatory, at=at), by=by, at=at)


def check_of(store: Store, code: str) -> SealedCheck:
    """Return the check of that code, its unit in it once it is open; raise NotFound."""
    return store.sealed_checks.get(code)


def checks_of_plan(store: Store, plan_key: str) -> tuple[SealedCheck, ...]:
    """Return every check of a plan in the order in which they were sealed, those that were called off among them."""
    return store.sealed_checks.of_plan(plan_key)


def _faults(dossier: PlanDossier, wanted: WantedCheck, at: datetime) -> Iterator[Fault]:
    """Yield what is wrong in the batch, the days and the hour of opening."""
    plan, window = dossier.plan, wanted.window
    if wanted.batch not in {batch.key for batch in plan.batches}:
        named = ", ".join(batch.key for batch in plan.batches)
        yield Fault(place="batch", code="sealed.batch_unknown", found=wanted.batch, wanted=named)
    if {window.first.year, window.last.year} != {plan.year}:
        yield Fault(place="window", code="sealed.other_year", wanted=f"{plan.year}")
    elif window.last < at.astimezone(TIME_ZONE).date():
        yield Fault(place="window", code="sealed.days_over", found=short_date(window.last))
    if wanted.opens_at <= at:
        found, now = moment_words(wanted.opens_at), moment_words(at)
        yield Fault(place="opens_at", code="sealed.opens_in_the_past", found=found, wanted=now)
    elif wanted.opens_at.astimezone(TIME_ZONE).date() > window.last:
        last = short_date(window.last)
        yield Fault(place="opens_at", code="sealed.opens_after", found=moment_words(wanted.opens_at), wanted=last)


def _units(dossier: PlanDossier, wanted: WantedCheck) -> tuple[Unit, ...]:
    """Return the units of the directory, as it is when the team comes, that are meant; by key, code or name."""
    text = clean(wanted.unit).strip()
    if not text:
        return ()
    directory = directory_on(dossier.units, wanted.window.first, {})
    by_code = tuple(unit for unit in directory.units if unit.code == text)
    return by_code or directory.named(text)


def _unit_faults(wanted: WantedCheck, units: tuple[Unit, ...]) -> Iterator[Fault]:
    if not wanted.unit.strip():
        yield Fault(place="unit", code="sealed.unit_missing")
    elif not units:
        yield Fault(place="unit", code="sealed.unit_unknown", found=wanted.unit)
    elif len(units) > 1:
        keys = ", ".join(unit.key for unit in units)
        yield Fault(place="unit", code="sealed.unit_several", found=wanted.unit, wanted=keys)


def _as_seen(store: Store, code: str, seen: str | None) -> SealedCheck:
    check = store.sealed_checks.get(code)
    if seen is not None and seen != last_hash(check.ledger):
        raise StaleVersion("sealed_check", code)
    return check


def _grown(store: Store, check: SealedCheck, *, by: Actor, at: datetime) -> SealedCheck:
    store.sealed_checks.grow(check, by=by, at=at)
    if store.plans.exists(check.plan):
        _refresh(store, check.plan, by=by, at=at)
    return check


def _refresh(store: Store, plan_key: str, *, by: Actor, at: datetime) -> None:
    issued = release_dossier(store, plan_key) if latest_release(store, plan_key) is not None else None
    refresh_ledgers(store, plan_key, issued=issued, by=by, at=at)
