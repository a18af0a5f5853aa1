"""Các lệnh về nhật ký: audit verify."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.console import put
from app.cli.session import reading_store
from app.services.audit import verification_lines, verify_log

if TYPE_CHECKING:
    from argparse import Namespace

    from app.settings import Settings

_FOUND = 1


def verify(arguments: Namespace, settings: Settings) -> int:
    """Say whether the log is whole and what does not fit, and print the hash of its last row last; 1 when broken."""
    with reading_store(settings) as store:
        check = verify_log(store, arguments.expect)
    for line in verification_lines(check):
        put(line)
    put(check.last_hash)
    return 0 if check.is_whole else _FOUND
