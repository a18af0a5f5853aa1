"""Các lệnh về chọn ngẫu nhiên đơn vị cấp xã: draw open, seed, run, replace, annul, show, verify, list."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from app.cli.console import put, read_input, say
from app.cli.session import actor, now, reading_store, writing_store
from app.domain.draws.draws import Randomness, RandomnessKind
from app.domain.draws.public_addresses import draw_path
from app.domain.draws.record_shapes import RecordKind, record_kind, shown
from app.domain.draws.records import record_of
from app.domain.draws.verifying import chosen_of, verify_record
from app.domain.public_ledgers import LedgerEvent, told_moment
from app.planfiles.draw_records import read_public_record
from app.services.draws import WantedDraw, annul_draw, enter_seed, open_draw, replace_unit, run_draw
from app.services.sentences import draw_sentence, fault_sentence

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Mapping

    from app.domain.draws.draws import CommuneDraw
    from app.settings import Settings

_FOUND = 1


def open_one(arguments: Namespace, settings: Settings) -> int:
    """Freeze and publish a list with what is drawn of it, and print the draw's id last."""
    if arguments.randomness is None:
        randomness = Randomness(text=draw_sentence("randomness.usual"), kind=RandomnessKind.DICE)
    else:
        randomness = Randomness(text=arguments.randomness)
    wanted = WantedDraw(
        count=arguments.count,
        randomness=randomness,
        without=tuple(arguments.without),
        included=tuple(getattr(arguments, "with")),
    )
    with writing_store(settings) as store:
        draw = open_draw(store, arguments.plan, arguments.unit, wanted, by=actor(), at=now(settings))
    counts = {"count": f"{draw.count}", "frame": f"{len(draw.frame)}"}
    say(draw_sentence("done.committed", **counts, unit=draw.unit_name, commitment=draw.commitment))
    say(draw_sentence("done.randomness", randomness=draw.randomness.text))
    if draw.attempt > 1:
        say(draw_sentence("done.again", attempt=f"{draw.attempt}", unit=draw.unit_name))
    say(draw_sentence("done.public", address=f"{settings.base_url}{draw_path(draw.code)}"))
    put(draw.code)
    return 0


def seed(arguments: Namespace, settings: Settings) -> int:
    """Enter the public randomness of a draw, once, and print it as it is hashed."""
    with writing_store(settings) as store:
        draw = enter_seed(
            store,
            arguments.id,
            arguments.seed,
            source=arguments.source,
            witnesses=arguments.witness,
            by=actor(),
            at=now(settings),
        )
    say(draw_sentence("done.seeded", id=draw.code))
    put(draw.seed or "")
    return 0


def run(arguments: Namespace, settings: Settings) -> int:
    """Draw, once, and print what is inspected: a line of code and name for each unit."""
    with writing_store(settings) as store:
        draw = run_draw(store, arguments.id, by=actor(), at=now(settings))
    say(draw_sentence("done.drawn", count=f"{draw.count}", frame=f"{len(draw.frame)}", unit=draw.unit_name))
    _put_chosen(draw)
    return 0


def replace(arguments: Namespace, settings: Settings) -> int:
    """Let the next alternate take the place of a unit, and print what is inspected now."""
    with writing_store(settings) as store:
        draw = replace_unit(store, arguments.id, arguments.code, arguments.reason, by=actor(), at=now(settings))
    say(draw_sentence("done.replaced", out=draw.name_of(arguments.code)))
    _put_chosen(draw)
    return 0


def annul(arguments: Namespace, settings: Settings) -> int:
    """Annul a draw for everybody to see."""
    with writing_store(settings) as store:
        draw = annul_draw(
            store,
            arguments.id,
            reason=arguments.reason,
            signatory=arguments.signatory,
            by=actor(),
            at=now(settings),
        )
    say(draw_sentence("done.annulled", id=draw.code, unit=draw.unit_name))
    put(draw.code)
    return 0


def show(arguments: Namespace, settings: Settings) -> int:
    """Print a draw: its public record as JSON, or what is said of it."""
    with reading_store(settings) as store:
        draw = store.draws.get(arguments.id)
    if arguments.json:
        put(json.dumps(record_of(draw), ensure_ascii=False, indent=2))
    else:
        put("\n".join(_lines(draw)))
    return 0


def verify(arguments: Namespace, _settings: object) -> int:
    """Say whether a public record fits, without a database, and print the hash to compare it by last; 1 if it does not.

    Raise InvalidInput for a file that is no record.
    """
    record = read_public_record(read_input(arguments.file), arguments.file.name)
    faults = verify_record(record)
    if faults:
        put(draw_sentence("verify.broken", id=shown(record.get("id")), count=f"{len(faults)}"))
        for fault in faults:
            put(f"- {fault_sentence(fault)}")
        return _FOUND
    put("\n".join(_verified_lines(record)))
    return 0


def list_draws(arguments: Namespace, settings: Settings) -> int:
    """Print every draw of a plan: id, step, what it draws from, what it chose; as JSON with codes alone."""
    with reading_store(settings) as store:
        store.plans.state(arguments.plan)
        draws = store.draws.of_plan(arguments.plan)
    if arguments.json:
        rows = [
            {"id": d.code, "unit": d.unit, "attempt": d.attempt, "phase": d.phase.value, "chosen": list(d.chosen)}
            for d in draws
        ]
        put(json.dumps({"plan": arguments.plan, "draws": rows}, ensure_ascii=False, indent=2))
        return 0
    for draw in draws:
        chosen = ", ".join(draw.name_of(code) for code in draw.chosen)
        put(f"{draw.code}\t{draw_sentence(f'phase.{draw.phase}')}\t{draw.unit_name}\t{chosen}")
    return 0


def _put_chosen(draw: CommuneDraw) -> None:
    for code in draw.chosen:
        put(f"{code}\t{draw.name_of(code)}")


def _lines(draw: CommuneDraw) -> Iterator[str]:
    facts = {"unit": draw.unit_name, "plan": draw.plan_title, "phase": draw_sentence(f"phase.{draw.phase}").lower()}
    yield draw_sentence("show.title", attempt=f"{draw.attempt}", **facts)
    counts = {"count": f"{draw.count}", "frame": f"{len(draw.frame)}"}
    yield draw_sentence("show.frame", **counts, hash=draw.frame_sha256)
    for kind, units in (("without", draw.without), ("with", draw.included)):
        for unit in units:
            yield draw_sentence(f"show.{kind}", code=unit.code, name=unit.name, reason=unit.reason)
    yield draw_sentence("done.randomness", randomness=draw.randomness.text)
    if draw.ledger:
        yield draw_sentence("show.commitment", commitment=draw.commitment)
    if draw.seed is not None:
        witnesses = "; ".join(draw.witnesses) or draw_sentence("show.nobody")
        yield draw_sentence("show.seed", seed=draw.seed, source=draw.source or "", witnesses=witnesses)
    for code in draw.chosen:
        yield draw_sentence("show.chosen", code=code, name=draw.name_of(code))
    for entry in draw.ledger:
        event = draw_sentence(f"event.{entry.event}")
        yield draw_sentence("show.entry", moment=told_moment(entry.at), event=event, hash=entry.hash)


def _verified_lines(record: Mapping[str, Any]) -> Iterator[str]:
    ledger, is_sealed = record["ledger"], record_kind(record) == RecordKind.SEALED
    counts = {"id": record["id"], "entries": f"{len(ledger)}"}
    if is_sealed:
        yield draw_sentence("verify.whole_sealed", **counts)
        if record["unit"] is not None:
            yield draw_sentence("verify.unit", code=record["unit"], name=record["name"])
        elif ledger[-1]["event"] == LedgerEvent.ANNUL:
            yield draw_sentence("verify.never_opened")
        else:
            yield draw_sentence("verify.still_sealed")
    else:
        sizes = {"frame": f"{len(record['frame'])}", "tickets": f"{len(record['tickets'])}"}
        yield draw_sentence("verify.whole", **counts, **sizes)
        names = {unit["code"]: unit["name"] for unit in (*record["frame"], *record["with"])}
        for code in chosen_of(record):
            yield draw_sentence("verify.chosen", code=code, name=names[code])
    for entry in ledger:
        event = draw_sentence(f"event.{entry['event']}")
        yield draw_sentence("show.entry", moment=told_moment(entry["at"]), event=event, hash=entry["hash"])
    yield draw_sentence("verify.last" if ledger else "verify.no_entry")
    yield ledger[-1]["hash"] if ledger else record["frame_sha256"]
