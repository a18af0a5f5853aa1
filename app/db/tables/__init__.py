"""Các bảng: one class for each table, its name ending in Row; primitives only, and they never leave `app.db`."""

from app.db.tables import (
    accounts,
    acts,
    audit,
    carried,
    days_off,
    directory,
    drafting,
    draws,
    feeds,
    forms,
    outlines,
    plans,
    releases,
    teams,
    visits,
)
from app.db.tables.columns import Row

__all__ = [
    "METADATA",
    "accounts",
    "acts",
    "audit",
    "carried",
    "days_off",
    "directory",
    "drafting",
    "draws",
    "feeds",
    "forms",
    "outlines",
    "plans",
    "releases",
    "teams",
    "visits",
]

METADATA = Row.metadata
"""Every table of the service."""
