"""Lệnh đề xuất lịch: propose."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from app.cli.console import put, read_input, say
from app.cli.problem_lists import plain_problems
from app.cli.session import now, reading_store
from app.domain.dates import TIME_ZONE
from app.domain.errors import Refused
from app.domain.problems import Severity
from app.domain.schedule_options import Statement
from app.domain.schedules import window_words
from app.domain.vietnamese import two_digits
from app.services.proposals import (
    answer_to,
    ask,
    clash_sentences,
    difference_sentences,
    note_sentences,
    option_problems,
    option_sentences,
)
from app.services.sentences import schedule_sentence

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from app.domain.schedule_options import ScheduleAnswer, ScheduleOption
    from app.services.proposals import Asked
    from app.settings import Settings


def propose(arguments: Namespace, settings: Settings) -> int:
    """Print schedule options for a plan, or the wishes that clash; no transaction is open while it searches."""
    data = None if arguments.request is None else read_input(arguments.request)
    filename = "" if arguments.request is None else arguments.request.name
    today = now(settings).astimezone(TIME_ZONE).date()
    with reading_store(settings) as store:
        asked = ask(store, arguments.plan, today, data=data, filename=filename)
    answer = answer_to(asked)
    if not answer.options and not answer.clashes:
        is_empty = any(note.code == "note.no_visits" for note in answer.notes)
        raise Refused("proposal.no_visits" if is_empty else "proposal.nothing_found")
    if arguments.json:
        put(json.dumps(_as_json(answer), ensure_ascii=False, indent=2))
        for sentence in note_sentences(answer):
            say(sentence)
    else:
        put("\n".join(_lines(arguments.plan, asked, answer)))
    return 0


def _as_json(answer: ScheduleAnswer) -> dict[str, object]:
    return {
        "options": [
            {
                "visits": [
                    {
                        "unit": visit.unit,
                        "start": visit.window.first.isoformat(),
                        "end": visit.window.last.isoformat(),
                        "team": visit.team,
                        "head_agency": visit.head_agency,
                    }
                    for visit in option.visits
                ],
                "moved": option.moved,
                "days_moved": option.days_moved,
                "proven": option.proven,
                "problems": plain_problems(option_problems(option)),
            }
            for option in answer.options
        ],
        "clashes": list(clash_sentences(answer)),
    }


def _lines(plan: str, asked: Asked, answer: ScheduleAnswer) -> Iterator[str]:
    if answer.clashes:
        stands = answer.clashes[0].code.startswith("problem.")
        yield _line("standing" if stands else "clashes")
        for sentence in clash_sentences(answer):
            yield f"- {sentence}"
    else:
        yield _line("options", plan=plan, count=two_digits(len(answer.options)))
    for number, option in enumerate(answer.options, 1):
        yield ""
        yield from _option_lines(number, asked, answer, option)
    for sentence in note_sentences(answer):
        yield sentence


def _option_lines(number: int, asked: Asked, answer: ScheduleAnswer, option: ScheduleOption) -> Iterator[str]:
    kind = schedule_sentence(Statement(code=f"kind.{option.kind}"))
    yield _line("option", number=f"{number}", kind=kind)
    for sentence in option_sentences(option):
        yield f"  {sentence}"
    for visit in option.visits:
        unit, after = asked.dossier.unit_name(visit.unit), window_words(visit.window)
        if visit.former is None:
            yield f"  - {_line('placed', unit=unit, after=after)}"
        elif visit.is_moved:
            yield f"  - {_line('from_to', unit=unit, before=window_words(visit.former), after=after)}"
    counts = {level: sum(each.severity == level for each in option.problems) for level in Severity}
    yield "  " + _line(
        "left",
        errors=two_digits(counts[Severity.ERROR]),
        warnings=two_digits(counts[Severity.WARNING]),
        infos=two_digits(counts[Severity.INFO]),
    )
    if option is not answer.options[0]:
        yield f"  {_line('difference')}"
        for sentence in difference_sentences(asked, answer.options[0], option):
            yield f"  - {sentence}"


def _line(name: str, **facts: str) -> str:
    return schedule_sentence(Statement(code=f"line.{name}", facts=facts))
