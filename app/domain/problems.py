"""Vấn đề do quy tắc tìm ra: what the rules of a plan report, as facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Severity(StrEnum):
    """Mức: an error blocks a release, a warning needs a written reason, an info needs nothing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


SEVERITIES: dict[str, Severity] = {
    "window.starts_on_day_off": Severity.ERROR,
    "window.ends_on_day_off": Severity.WARNING,
    "window.overlap": Severity.ERROR,
    "visit.pinned_moved": Severity.ERROR,
    "window.few_working_days": Severity.WARNING,
    "window.idle_working_days": Severity.INFO,
    "handover.no_buffer": Severity.INFO,
    "deadline.after_window_start": Severity.ERROR,
    "deadline.last_day_off": Severity.WARNING,
    "deadline.day_off": Severity.INFO,
    "deadline.too_few_reading_days": Severity.WARNING,
    "alternation.same_head_agency": Severity.ERROR,
    "alternation.deputy_same_agency": Severity.ERROR,
    "alternation.lead_agency_mismatch": Severity.ERROR,
    "member.unnamed": Severity.WARNING,
    "member.own_agency": Severity.WARNING,
    "person.unavailable": Severity.ERROR,
    "unit.unavailable": Severity.WARNING,
    "self_inspection.before_last_window_ends": Severity.INFO,
    "draw.unit_gone": Severity.WARNING,
    "draw.not_in_plan": Severity.WARNING,
    "draw.no_longer_drawn": Severity.WARNING,
    "appendix.number_missing": Severity.WARNING,
    "decision.number_blank": Severity.INFO,
    "decision.date_blank": Severity.INFO,
    "draw.pending": Severity.INFO,
    "text.misprint": Severity.INFO,
    "text.numbering": Severity.INFO,
}
"""Every code a rule may report, with its level, in the order in which problems are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Vấn đề: one fact found by a rule.

    `subjects` are keys of what it is about, `dates` the days in question, `facts` the words that its sentence names.
    """

    code: str
    subjects: tuple[str, ...] = ()
    dates: tuple[date, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """The level of this problem's code."""
        return SEVERITIES[self.code]
