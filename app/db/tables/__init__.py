"""Các bảng: one class for each table, its name ending in Row; primitives only, and they never leave `app.db`."""

from app.db.tables import acts, audit, days_off, directory, feeds, forms, outlines, plans, teams, visits
from app.db.tables.columns import Row

__all__ = [
    "METADATA",
    "acts",
    "audit",
    "days_off",
    "directory",
    "feeds",
    "forms",
    "outlines",
    "plans",
    "teams",
    "visits",
]

METADATA = Row.metadata
"""Every table of the service."""
