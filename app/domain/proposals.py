"""Đề xuất lịch: a request put to the planner, from asking to answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ProposalKind(StrEnum):
    """Loại đề xuất: a schedule for a draft, or the least change of an issued plan after something happened."""

    SCHEDULE = "schedule"
    REPLAN = "replan"


class ProposalState(StrEnum):
    """Tình trạng đề xuất."""

    SEARCHING = "searching"
    FOUND = "found"
    CLASHING = "clashing"
    """No schedule fulfils all wishes; the answer names those that clash."""
    FAILED = "failed"
    """The search was cut off by its limits, or its process ended, before it had any answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Đề xuất: `asked` and `answer` are JSON; `version` is the version of the plan that was asked about.

    `answer` is None while the search goes on.
    """

    id: int
    plan: str
    version: int
    kind: ProposalKind
    state: ProposalState
    asked: str
    answer: str | None
    asked_at: datetime
    actor: str
    finished_at: datetime | None
