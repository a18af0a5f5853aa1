"""Bước của lần chọn: commitment, seed, draw, replacement, annulment, each an entry more in the ledger of the draw."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from app.domain.dates import TIME_ZONE
from app.domain.draws.draws import CommuneDraw, DrawPhase, RandomnessKind, as_json, one_line
from app.domain.draws.tickets import normalised_seed, tickets_in_order
from app.domain.errors import Fault, InvalidInput, Refused
from app.domain.public_ledgers import LedgerEvent, grown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from app.domain.public_ledgers import Json


def committed(draw: CommuneDraw, at: datetime) -> CommuneDraw:
    """Return the draw with its list, number and way to the seed frozen.

    Raise Refused `draw.is_committed`, `draw.open_to_objections` while they are still taken, `draw.day_is_past` for a
    lottery of a day that is not to come, `ledger.clock_back`.
    """
    today = at.astimezone(TIME_ZONE).date()
    if draw.ledger:
        raise Refused("draw.is_committed", key=draw.code)
    refuse_while_open_to_objections(draw, today)
    randomness = draw.randomness
    if randomness.kind == RandomnessKind.LOTTERY and (randomness.day is None or randomness.day <= today):
        raise Refused("draw.lottery_not_to_come", day=f"{today:%d/%m/%Y}")
    if randomness.day is not None and randomness.day < today:
        raise Refused("draw.day_is_past", day=f"{randomness.day:%d/%m/%Y}")
    return _grown(draw, LedgerEvent.COMMIT, _committed_data(draw), at)


def refuse_while_open_to_objections(draw: CommuneDraw, today: date) -> None:
    """Raise Refused `draw.open_to_objections` for a list to which anybody may still object."""
    if not draw.ledger and draw.challenge_until is not None and today <= draw.challenge_until:
        raise Refused("draw.open_to_objections", day=f"{draw.challenge_until:%d/%m/%Y}")


def seeded(draw: CommuneDraw, typed: str, *, source: str, witnesses: Iterable[str], at: datetime) -> CommuneDraw:
    """Return the draw with its public randomness, entered once; each argument as it was typed.

    Raise Refused `draw.not_committed`, `draw.is_seeded`, `draw.is_annulled`, `draw.seed_before_day`; InvalidInput for
    the seed (`normalised_seed`) and an empty source.
    """
    _check_phase(draw, DrawPhase.COMMITTED, seeding=True)
    today = at.astimezone(TIME_ZONE).date()
    if draw.randomness.day is not None and today < draw.randomness.day:
        raise Refused("draw.seed_before_day", day=f"{draw.randomness.day:%d/%m/%Y}")
    told = one_line(source)
    if not told:
        raise InvalidInput([Fault(place="source", code="draw.source_missing")])
    present: list[Json] = [line for line in map(one_line, witnesses) if line]
    data: dict[str, Json] = {
        "seed": normalised_seed(typed),
        "typed": typed,
        "source": told,
        "witnesses": present,
    }
    return _grown(draw, LedgerEvent.SEED, data, at)


def drawn(draw: CommuneDraw, at: datetime) -> CommuneDraw:
    """Return the draw with its result; raise Refused `draw.not_seeded`, `draw.is_drawn`, `draw.is_annulled`."""
    _check_phase(draw, DrawPhase.SEEDED)
    seed = cast("str", draw.seed)
    order: list[Json] = [
        code for code, _ in tickets_in_order(draw.commitment, seed, (unit.code for unit in draw.frame))
    ]
    return _grown(draw, LedgerEvent.DRAW, {"drawn": order[: draw.count], "alternates": order[draw.count :]}, at)


def replaced(draw: CommuneDraw, out: str, reason: str, at: datetime) -> CommuneDraw:
    """Return the draw with the next alternate in the place of the unit `out`.

    Raise Refused `draw.not_drawn`, `draw.is_annulled`, `draw.no_alternate`; InvalidInput for a unit that was not drawn
    or was replaced already, and for an empty reason.
    """
    _check_phase(draw, DrawPhase.DRAWN)
    faults = []
    if out not in draw.standing:
        faults.append(Fault(place="unit", code="draw.unit_not_drawn", found=out, wanted=", ".join(draw.standing)))
    if not one_line(reason):
        faults.append(Fault(place="reason", code="draw.reason_missing"))
    if faults:
        raise InvalidInput(faults)
    following = draw.next_alternate
    if following is None:
        raise Refused("draw.no_alternate", key=draw.code)
    return _grown(draw, LedgerEvent.REPLACE, {"out": out, "in": following, "reason": one_line(reason)}, at)


def annulled(draw: CommuneDraw, *, reason: str, signatory: str, at: datetime) -> CommuneDraw:
    """Return the draw annulled, for everybody to see; raise Refused `draw.not_committed`, `draw.is_annulled`.

    Raise InvalidInput for an empty reason or signatory.
    """
    if not draw.is_live:
        raise Refused("draw.not_committed" if draw.phase == DrawPhase.PROPOSED else "draw.is_annulled", key=draw.code)
    given = {"reason": one_line(reason), "signatory": one_line(signatory)}
    faults = []
    if not given["reason"]:
        faults.append(Fault(place="reason", code="draw.reason_missing"))
    if not given["signatory"]:
        faults.append(Fault(place="signatory", code="draw.signatory_missing"))
    if faults:
        raise InvalidInput(faults)
    return _grown(draw, LedgerEvent.ANNUL, cast("dict[str, Json]", given), at)


def is_as_committed(draw: CommuneDraw) -> bool:
    """Say whether list, number and what else was committed to are still those of the first entry of the ledger."""
    entry = draw.entry(LedgerEvent.COMMIT)
    return entry is not None and dict(entry.data) == _committed_data(draw)


def _committed_data(draw: CommuneDraw) -> dict[str, Json]:
    return {
        "commitment": draw.commitment,
        "without": [as_json(unit) for unit in draw.without],
        "with": [as_json(unit) for unit in draw.included],
        "attempt": draw.attempt,
        "previous": draw.previous,
    }


def _check_phase(draw: CommuneDraw, wanted: DrawPhase, *, seeding: bool = False) -> None:
    """Raise Refused unless the draw is at that step, and what was committed to as it was (`draw.damaged`)."""
    if draw.phase == wanted:
        if not is_as_committed(draw):
            raise Refused("draw.damaged", key=draw.code)
        return
    if draw.phase == DrawPhase.SEEDED and seeding:
        raise Refused("draw.is_seeded", key=draw.code)
    raise Refused(_OUT_OF_PHASE.get((draw.phase, wanted), _AT[draw.phase]), key=draw.code)


_AT = {
    DrawPhase.PROPOSED: "draw.not_committed",
    DrawPhase.COMMITTED: "draw.not_seeded",
    DrawPhase.SEEDED: "draw.not_drawn",
    DrawPhase.DRAWN: "draw.is_drawn",
    DrawPhase.ANNULLED: "draw.is_annulled",
}


_OUT_OF_PHASE = {
    (DrawPhase.COMMITTED, DrawPhase.DRAWN): "draw.not_drawn",
}


def _grown(draw: CommuneDraw, event: LedgerEvent, data: dict[str, Json], at: datetime) -> CommuneDraw:
    return replace(draw, ledger=grown(draw.ledger, event, data, at))
