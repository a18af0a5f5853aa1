"""Chọn ngẫu nhiên đơn vị cấp xã: each step of a draw, in the order that makes it beyond doubt.

No way of the web, the API or the command line draws other than through these functions: a unit with a draw that was
committed to and not annulled has no second one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from app.domain.dates import TIME_ZONE
from app.domain.draws.draws import CommuneDraw, DrawPhase, PoolKind, Randomness, RandomnessKind, draw_code, one_line
from app.domain.draws.frames import DrawPool, frame_of, pool_of
from app.domain.draws.steps import annulled, committed, drawn, refuse_while_open_to_objections, replaced, seeded
from app.domain.errors import Fault, InvalidInput, NotFound, Refused, StaleVersion
from app.domain.public_ledgers import last_hash, moment_text, told_moment
from app.domain.vietnamese import moment_words
from app.services.feed_ledgers import refresh_ledgers
from app.services.releases import latest_release, release_dossier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier
    from app.domain.people import Actor

LONGEST_RANDOMNESS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedDraw:
    """Điều chọn: how many, from what list, and how the public randomness is to be had.

    `without` and `included` are codes with reasons; `day` is that of the directory, None for the plan's own.
    """

    count: int
    randomness: Randomness
    without: tuple[tuple[str, str], ...] = ()
    included: tuple[tuple[str, str], ...] = ()
    day: date | None = None
    challenge_until: date | None = None


def propose_draw(store: Store, plan_key: str, unit: str, wanted: WantedDraw, *, by: Actor, at: datetime) -> CommuneDraw:
    """Keep a list to draw from, for everybody to see and object to, in the stead of one not yet committed to.

    Raise NotFound; Refused `draw.plan_is_over`, `draw.is_live` where the last draw stands, `draw.named_by_plan` where
    the plan names what was drawn elsewhere, `draw.objections_cut` where objections would be taken for less time than
    was announced, and as `pool_of`; InvalidInput as `frame_of`, and for the randomness.
    """
    draw = _proposed(store, plan_key, unit, wanted, at.astimezone(TIME_ZONE).date())
    store.draws.put_proposal(draw, by=by, at=at)
    return draw


def drop_proposal(store: Store, code: str, *, by: Actor, at: datetime) -> CommuneDraw:
    """Take away a list that is not committed to, and return it.

    Raise NotFound; Refused `draw.is_committed`, `draw.open_to_objections` while they are taken, as announced.
    """
    draw = store.draws.get(code)
    if draw.ledger:
        raise Refused("draw.is_committed", key=code)
    refuse_while_open_to_objections(draw, at.astimezone(TIME_ZONE).date())
    store.draws.drop_proposal(code, by=by, at=at)
    return draw


def commit_draw(store: Store, code: str, *, seen: str | None = None, by: Actor, at: datetime) -> CommuneDraw:
    """Freeze and publish a proposed draw.

    Raise as `committed`; Refused `draw.plan_is_over`, `draw.frame_outdated` where the directory or the plan would give
    another list by now, `ledger.clock_back` for a moment before the last entry of the draw before it.
    """

    def step(draw: CommuneDraw) -> CommuneDraw:
        _check_still_so(store, draw)
        former = former_draw(store, draw)
        if former is not None and moment_text(at) < former.ledger[-1].at:
            raise Refused("ledger.clock_back", now=moment_words(at), last=told_moment(former.ledger[-1].at))
        return committed(draw, at)

    return _step(store, code, step, seen, by, at)


def open_draw(store: Store, plan_key: str, unit: str, wanted: WantedDraw, *, by: Actor, at: datetime) -> CommuneDraw:
    """Propose a draw and commit to it at once; raise as `propose_draw` and `commit_draw`.

    Raise Refused `draw.open_to_objections`, too, while they are taken to the list that would give way.
    """
    last = last_draw(store, plan_key, unit)
    if last is not None:
        refuse_while_open_to_objections(last, at.astimezone(TIME_ZONE).date())
    draw = propose_draw(store, plan_key, unit, wanted, by=by, at=at)
    return commit_draw(store, draw.code, by=by, at=at)


def enter_seed(
    store: Store,
    code: str,
    typed: str,
    *,
    source: str,
    witnesses: Iterable[str],
    seen: str | None = None,
    by: Actor,
    at: datetime,
) -> CommuneDraw:
    """Enter the public randomness of a draw, once; raise as `seeded`."""
    given = tuple(witnesses)
    return _step(store, code, lambda d: seeded(d, typed, source=source, witnesses=given, at=at), seen, by, at)


def run_draw(store: Store, code: str, *, seen: str | None = None, by: Actor, at: datetime) -> CommuneDraw:
    """Draw, once; the units drawn are in the plan from now on. Raise as `drawn`."""
    return _step(store, code, lambda draw: drawn(draw, at), seen, by, at)


def replace_unit(
    store: Store, code: str, out: str, reason: str, *, seen: str | None = None, by: Actor, at: datetime
) -> CommuneDraw:
    """Let the next alternate take the place of a unit that drops out; raise as `replaced`."""
    return _step(store, code, lambda draw: replaced(draw, out, reason, at), seen, by, at)


def annul_draw(
    store: Store, code: str, *, reason: str, signatory: str, seen: str | None = None, by: Actor, at: datetime
) -> CommuneDraw:
    """Annul a draw for everybody to see; the next one at that unit says that it comes after. Raise as `annulled`."""
    return _step(store, code, lambda draw: annulled(draw, reason=reason, signatory=signatory, at=at), seen, by, at)


def draw_pool(store: Store, plan_key: str, unit: str, day: date | None = None) -> DrawPool:
    """Return from what the plan may draw at a unit, cluster or class of targets; raise as `pool_of`."""
    return pool_of(store.plans.dossier(plan_key), unit, day)


def draw_at(store: Store, plan_key: str, unit: str) -> CommuneDraw:
    """Return the last draw at a unit, a proposal included; raise NotFound, and as `pool_of` where none can be."""
    found = last_draw(store, plan_key, unit)
    if found is None:
        draw_pool(store, plan_key, unit)
        raise NotFound("draw", unit)
    return found


def last_draw(store: Store, plan_key: str, unit: str) -> CommuneDraw | None:
    """Return the last draw at a unit, a proposal included; None where there was none."""
    draws = store.draws.of_unit(plan_key, unit)
    return draws[-1] if draws else None


def _proposed(store: Store, plan_key: str, unit: str, wanted: WantedDraw, today: date) -> CommuneDraw:
    dossier = store.plans.dossier(plan_key)
    if dossier.plan.state.is_over:
        raise Refused("draw.plan_is_over", key=plan_key)
    pool = pool_of(dossier, unit, wanted.day)
    last = last_draw(store, plan_key, unit)
    if last is not None and last.is_live:
        raise Refused("draw.is_live", key=last.code, unit=pool.name)
    if last is not None:
        _check_objections_kept(last, wanted, today)
    if pool.kind == PoolKind.UNIT and last is None and _names_communes(dossier, unit):
        raise Refused("draw.named_by_plan", unit=pool.name)
    frame = frame_of(pool, wanted.count, without=wanted.without, included=wanted.included)
    attempt = 1 if last is None else last.attempt + (1 if last.phase == DrawPhase.ANNULLED else 0)
    draw = CommuneDraw(
        code=draw_code(plan_key, unit, attempt),
        plan=plan_key,
        plan_title=dossier.plan.title,
        unit=unit,
        unit_name=pool.name,
        kind=pool.kind,
        attempt=attempt,
        previous=None,
        day=pool.day,
        least=pool.least,
        most=pool.most,
        count=wanted.count,
        frame=frame.units,
        without=frame.without,
        included=frame.included,
        randomness=_checked(wanted.randomness),
        challenge_until=wanted.challenge_until,
    )
    former = former_draw(store, draw)
    return draw if former is None else replace(draw, previous=last_hash(former.ledger))


def _check_objections_kept(last: CommuneDraw, wanted: WantedDraw, today: date) -> None:
    """Raise Refused where a list would give way to one to which objections are taken for a shorter time."""
    announced = last.challenge_until
    if last.phase != DrawPhase.PROPOSED or announced is None or announced < today:
        return
    if wanted.challenge_until is None or wanted.challenge_until < announced:
        raise Refused("draw.objections_cut", day=f"{announced:%d/%m/%Y}")


def former_draw(store: Store, draw: CommuneDraw) -> CommuneDraw | None:
    """Return the draw before it at its unit; None for the first."""
    draws = store.draws.of_unit(draw.plan, draw.unit)
    return next((each for each in draws if each.attempt == draw.attempt - 1), None)


def _check_still_so(store: Store, draw: CommuneDraw) -> None:
    """Raise Refused `draw.frame_outdated` where the same choice would give another list than was proposed."""
    if draw.ledger:
        return
    reasons = [tuple((unit.code, unit.reason) for unit in units) for units in (draw.without, draw.included)]
    try:
        pool = draw_pool(store, draw.plan, draw.unit, draw.day)
        frame = frame_of(pool, draw.count, without=reasons[0], included=reasons[1])
    except (InvalidInput, NotFound) as error:
        raise Refused("draw.frame_outdated", key=draw.code) from error
    if (frame.units, frame.without, frame.included) != (draw.frame, draw.without, draw.included):
        raise Refused("draw.frame_outdated", key=draw.code)


def _names_communes(dossier: PlanDossier, unit: str) -> bool:
    return any(visit.communes for visit in dossier.plan.visits if visit.unit == unit)


def _checked(randomness: Randomness) -> Randomness:
    """Return how the randomness is had with its words on one line; raise InvalidInput."""
    text = one_line(randomness.text)
    faults = []
    if not text:
        faults.append(Fault(place="randomness", code="draw.randomness_missing"))
    elif len(text) > LONGEST_RANDOMNESS or not text.isprintable():
        faults.append(Fault(place="randomness", code="draw.randomness_wrong", wanted=f"{LONGEST_RANDOMNESS}"))
    if randomness.kind == RandomnessKind.PARTS and len(randomness.parties) < 2:  # noqa: PLR2004 — one alone would choose
        faults.append(Fault(place="parties", code="draw.parties_missing"))
    if faults:
        raise InvalidInput(faults)
    return Randomness(text=text, kind=randomness.kind, day=randomness.day, parties=randomness.parties)


def _step(
    store: Store,
    code: str,
    step: Callable[[CommuneDraw], CommuneDraw],
    seen: str | None,
    by: Actor,
    at: datetime,
) -> CommuneDraw:
    """Take one step of a draw and write it down; raise StaleVersion where its ledger is no longer as `seen`."""
    before = store.draws.get(code)
    if seen is not None and seen != last_hash(before.ledger):
        raise StaleVersion("draw", code)
    if store.plans.exists(before.plan) and store.plans.state(before.plan).is_over:
        raise Refused("draw.plan_is_over", key=before.plan)
    after = step(before)
    store.draws.grow(after, by=by, at=at)
    if after.phase in {DrawPhase.DRAWN, DrawPhase.ANNULLED} and store.plans.exists(after.plan):
        issued = release_dossier(store, after.plan) if latest_release(store, after.plan) is not None else None
        refresh_ledgers(store, after.plan, issued=issued, by=by, at=at)
    return after
