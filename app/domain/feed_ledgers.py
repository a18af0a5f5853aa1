"""Sổ lịch: what a plan's calendars have shown, so that what changes keeps its identity and what goes leaves a sign."""

from __future__ import annotations

from enum import StrEnum


class LedgerKind(StrEnum):
    """Loại sổ lịch: of what is issued, or of what is being drawn up."""

    ISSUED = "issued"
    WORKING = "working"
