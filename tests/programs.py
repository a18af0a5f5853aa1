"""Programs outside Python that some tests drive: needed in CI, skipped with a reason on a machine without them."""

from __future__ import annotations

import os
import shutil

import pytest


def require_program(name: str) -> str:
    """Return the path of a program; without it skip the test, or fail it where CI=true promises that it is there."""
    found = shutil.which(name)
    if found is not None:
        return found
    sentence = f"needs {name}, which is not installed on this machine"
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)
