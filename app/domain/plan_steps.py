"""Bước soạn thảo: a change of a draft that can be undone, and the mark of what a form was filled over."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

MOST_STEPS = 30
"""How many steps of a draft are kept, the last ones."""
_MARK_LENGTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """Bước soạn thảo: what was done ("Dời Sở Công Thương"), by whom, when.

    `version` is that of the plan after it: while the plan has that version, the step can be undone.
    """

    plan: str
    number: int
    version: int
    words: str
    at: datetime
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenItem:
    """Mục đang sửa: a part of a plan as a form showed it. `mark` is `mark_of` what it was then.

    `kind` and `key` name it in a refusal: ("visit", "so-cong-thuong").
    """

    kind: str
    key: str
    mark: str


def mark_of(*values: object) -> str:
    """Return a short mark of values of the domain: equal values have the same, also in another process."""
    return hashlib.sha256(repr(values).encode()).hexdigest()[:_MARK_LENGTH]
