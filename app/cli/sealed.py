"""Các lệnh về kiểm tra đột xuất được niêm phong: sealed add, open, annul, show, list."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING

from app.cli.console import ask_line, put, say
from app.cli.session import actor, now, reading_store, writing_store
from app.domain.dates import Window
from app.domain.draws.public_addresses import check_path
from app.domain.draws.sealed import sealed_record
from app.domain.errors import Fault, InvalidInput
from app.domain.public_ledgers import told_moment
from app.domain.vietnamese import moment_words, short_date
from app.services.sealed_checks import WantedCheck, call_off, check_of, checks_of_plan, open_check, seal_check
from app.services.sentences import draw_sentence

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from app.domain.draws.sealed import SealedCheck
    from app.settings import Settings


def add(arguments: Namespace, settings: Settings) -> int:
    """Seal an unannounced check and print its id last.

    The unit is read from standard input: what stands in a command is seen by others in the list of processes and in
    the shell's history. Raise InvalidInput for days the wrong way round.
    """
    first, last = arguments.first, arguments.last
    if last < first:
        found, wanted = short_date(last), short_date(first)
        raise InvalidInput([Fault(place="--to", code="period.ends_before_start", found=found, wanted=wanted)])
    wanted_check = WantedCheck(
        batch=arguments.batch,
        unit=ask_line(draw_sentence("sealed.ask")),
        window=Window(first=first, last=last),
        opens_at=arguments.opens,
    )
    with writing_store(settings) as store:
        check = seal_check(
            store, arguments.plan, wanted_check, random_bytes=secrets.token_bytes, by=actor(), at=now(settings)
        )
    facts = {"id": check.code, "commitment": check.commitment, "opens": moment_words(check.opens_at)}
    say(draw_sentence("sealed.added", **facts))
    say(draw_sentence("done.public", address=f"{settings.base_url}{check_path(check.code)}"))
    put(check.code)
    return 0


def open_one(arguments: Namespace, settings: Settings) -> int:
    """Open a sealed check when its time has come, and print its unit: key and name."""
    with writing_store(settings) as store:
        check = open_check(store, arguments.id, by=actor(), at=now(settings))
    say(draw_sentence("sealed.opened", id=check.code))
    if check.told is not None:
        put(f"{check.told.unit}\t{check.told.unit_name}")
    return 0


def annul(arguments: Namespace, settings: Settings) -> int:
    """Call off a sealed check without telling its unit."""
    with writing_store(settings) as store:
        check = call_off(
            store,
            arguments.id,
            reason=arguments.reason,
            signatory=arguments.signatory,
            by=actor(),
            at=now(settings),
        )
    say(draw_sentence("sealed.annulled", id=check.code))
    put(check.code)
    return 0


def show(arguments: Namespace, settings: Settings) -> int:
    """Print a sealed check: its public record as JSON, or what is said of it."""
    with reading_store(settings) as store:
        check = check_of(store, arguments.id)
    if arguments.json:
        put(json.dumps(sealed_record(check), ensure_ascii=False, indent=2))
    else:
        put("\n".join(_lines(check)))
    return 0


def list_checks(arguments: Namespace, settings: Settings) -> int:
    """Print every sealed check of a plan: id, step, days, hour of opening, and the unit once it is open."""
    with reading_store(settings) as store:
        store.plans.state(arguments.plan)
        checks = checks_of_plan(store, arguments.plan)
    for check in checks:
        told = "" if check.told is None else check.told.unit_name
        opens = moment_words(check.opens_at)
        put("\t".join((check.code, draw_sentence(f"sealed.{_step(check)}"), _days(check), opens, told)))
    return 0


def _lines(check: SealedCheck) -> Iterator[str]:
    step, days = draw_sentence(f"sealed.{_step(check)}"), _days(check)
    yield draw_sentence("sealed.title", number=f"{check.number}", plan=check.plan_title, step=step.lower(), days=days)
    yield draw_sentence("sealed.opens", opens=moment_words(check.opens_at))
    yield draw_sentence("show.commitment", commitment=check.commitment)
    if check.told is not None:
        yield draw_sentence("verify.unit", code=check.told.unit, name=check.told.unit_name)
    for entry in check.ledger:
        event = draw_sentence(f"event.{entry.event}")
        yield draw_sentence("show.entry", moment=told_moment(entry.at), event=event, hash=entry.hash)


def _step(check: SealedCheck) -> str:
    if check.is_open:
        return "is_open"
    return "is_annulled" if check.is_annulled else "is_sealed"


def _days(check: SealedCheck) -> str:
    first, last = short_date(check.window.first), short_date(check.window.last)
    return first if first == last else draw_sentence("sealed.days", first=first, last=last)
