"""Các lệnh về ban hành: release, adjust."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.console import put, read_input, say
from app.cli.session import actor, now, reading_store, writing_store
from app.domain.errors import Refused
from app.services.adjusting import adjust_plan
from app.services.frozen_files import issue_plan
from app.services.sentences import outcome_sentence

if TYPE_CHECKING:
    from argparse import Namespace

    from app.settings import Settings


def release(arguments: Namespace, settings: Settings) -> int:
    """Issue a plan as drawn up, and print the number of its release last."""
    reasons: dict[str, str] = {}
    for code, reason in arguments.waive:
        if code in reasons:
            raise Refused("release.reason_twice", rule=code)
        reasons[code] = reason
    with reading_store(settings) as store:
        issued = issue_plan(
            store,
            lambda: writing_store(settings),
            arguments.plan,
            number=arguments.number,
            day=arguments.date,
            by_person=arguments.by,
            reasons=reasons,
            by=actor(),
            at=now(settings),
            base_url=settings.base_url,
        )
    facts = {"plan": issued.plan, "release": f"{issued.number}", "number": issued.decision_number}
    say(outcome_sentence("release.issued", **facts, reasons=f"{len(issued.waivers)}"))
    put(f"{issued.number}")
    return 0


def adjust(arguments: Namespace, settings: Settings) -> int:
    """Change an issued plan by a request file, as a draft on top of its release, and print the plan's key last."""
    data = read_input(arguments.request)
    with writing_store(settings) as store:
        result = adjust_plan(store, arguments.plan, data, arguments.request.name, by=actor(), at=now(settings))
    for change in result.changes:
        if not change.before:
            say(outcome_sentence("adjust.new", subject=change.subject, after=change.after))
        elif not change.after:
            say(outcome_sentence("adjust.gone", subject=change.subject, before=change.before))
        else:
            say(outcome_sentence("adjust.changed", subject=change.subject, before=change.before, after=change.after))
    for text in result.outdated:
        say(outcome_sentence("adjust.outdated", place=text.place, words=text.words))
    facts = {"plan": result.plan, "release": f"{result.release}"}
    say(outcome_sentence("adjust.open" if result.is_open else "adjust.closed", **facts))
    put(result.plan)
    return 0
