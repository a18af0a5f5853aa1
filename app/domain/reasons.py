"""Lý do chấp nhận vấn đề: written beside a problem while the plan is drawn up, taken along when it is issued."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from app.domain.errors import Fault, InvalidInput
from app.domain.vietnamese import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.problems import Problem

LONGEST_REASON = 1000
"""Characters of a reason: a paragraph of the review list."""

Fact = tuple[str, str]
"""Vấn đề được nêu lý do: its code, and what it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenReason:
    """Lý do đã ghi: why a problem stands, who wrote so and when.

    `about` are the subjects and days of the problem: where one of them changes, it is another problem, and the reason
    written for the first is not taken for it.
    """

    code: str
    about: str
    reason: str
    at: datetime
    actor: str

    @property
    def fact(self) -> Fact:
        """The problem for which it was written."""
        return self.code, self.about


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenReasons:
    """Các lý do khi ban hành: `by_fact` each for one problem, `by_code` each for all problems of its code."""

    by_fact: Mapping[Fact, str] = field(default_factory=dict)
    by_code: Mapping[str, str] = field(default_factory=dict)

    def of(self, problem: Problem) -> str:
        """Return the reason for a problem: its own, else that of its code, "" for none."""
        return clean(self.by_fact.get(fact_of(problem), "")) or clean(self.by_code.get(problem.code, ""))


def fact_of(problem: Problem) -> Fact:
    """Return what a reason for the problem is kept under."""
    return problem.code, ",".join([*problem.subjects, *(day.isoformat() for day in problem.dates)])


def unneeded(written: Iterable[WrittenReason], problems: Iterable[Problem]) -> tuple[WrittenReason, ...]:
    """Return the reasons whose problem is there no more, in their order."""
    present = {fact_of(problem) for problem in problems}
    return tuple(each for each in written if each.fact not in present)


def typed_reason(text: str, place: str) -> str:
    """Return a reason as it is kept, "" for none; raise InvalidInput at that place where it is too long."""
    reason = " ".join(clean(text).split())
    if len(reason) > LONGEST_REASON:
        raise InvalidInput(
            [Fault(place=place, code="text.too_long", found=f"{len(reason)}", wanted=f"{LONGEST_REASON}")]
        )
    return reason
