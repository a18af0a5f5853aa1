"""Steps that the tests of adjustments share: a request carried out, and what the database then holds."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from issuing import AT, BY, PLAN
from sqlalchemy import select

from app.db.tables import METADATA
from app.services.adjusting import AdjustmentResult, adjust_plan

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

    from app.db.store import Store

LATER = AT + timedelta(days=20)
"""26/7/2023."""
MOVED = {"moves": [{"unit": "so-y-te", "window": {"first": "2023-08-02", "last": "2023-08-04"}}]}
BACK = {"moves": [{"unit": "so-y-te", "window": {"first": "2023-08-01", "last": "2023-08-04"}}]}


def asked(request: dict[str, Any]) -> bytes:
    return json.dumps(request).encode()


def adjust(store: Store, request: dict[str, Any], at: datetime = LATER, **fields: Any) -> AdjustmentResult:
    return adjust_plan(store, PLAN, asked(request), "yeu-cau.json", by=BY, at=at, **fields)


def records(engine: Engine) -> list[tuple[str, str, str]]:
    """Return action, before and after of every row of the record but those of calendars and days off."""
    audit = METADATA.tables["audit"]
    with engine.connect() as connection:
        found = connection.execute(select(audit).order_by(audit.c.id)).all()
    return [
        (row.action, row.before, row.after) for row in found if row.action not in {"feed_ledger.put", "days_off.add"}
    ]


def everything(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        return [
            connection.execute(select(table).order_by(*table.primary_key)).all() for table in METADATA.sorted_tables
        ]
