"""Lệnh kiemtra: the command line. Exit status 0 done, 1 problems found, 2 wrong use or refused with a sentence."""

from __future__ import annotations

import gc
import logging
import secrets
import signal
from typing import TYPE_CHECKING

from pydantic import ValidationError

from app.cli.console import say, write_utf8
from app.cli.parser import build_parser
from app.domain.errors import DomainError, Refused
from app.services.sentences import refusal_sentence
from app.settings import load_settings

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

REFUSED = 2
_LOG = logging.getLogger("kiemtra")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; whatever is refused ends in a sentence on standard error."""
    write_utf8()
    # Whoever ends the program from outside gets the same tidy end as with Ctrl+C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    arguments = build_parser().parse_args(argv)
    # What is loaded stays: no search for garbage, the one at the end of the process included, goes through it again.
    gc.freeze()
    try:
        _check_words(arguments)
        return int(arguments.run(arguments, None if arguments.is_standalone else _settings()))
    except DomainError as error:
        say(refusal_sentence(error))
    except KeyboardInterrupt:
        say(refusal_sentence(Refused("interrupted")))
    except Exception:  # noqa: BLE001 — the last line of defence: a reference for the user, the trace for the log
        reference = secrets.token_hex(4)
        _LOG.exception("fault %s", reference)
        say(refusal_sentence(Refused("fault", reference=reference)))
    return REFUSED


def _check_words(arguments: Namespace) -> None:
    """Raise Refused for a word that is no UTF-8; a path may be whatever the system names it."""
    for word in vars(arguments).values():
        if isinstance(word, str) and word.encode(errors="replace").decode() != word:
            raise Refused("input.not_utf8")


def _settings() -> object:
    try:
        return load_settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"KIEMTRA_{'_'.join(str(part) for part in first['loc']).upper()}"
        raise Refused("settings.unreadable", name=name, found=str(first["input"])) from error
