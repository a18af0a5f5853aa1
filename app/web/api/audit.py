"""API: nhật ký thay đổi."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from app.services.audit import audit_page
from app.web.deps import StoreDep

router = APIRouter(prefix="/api/audit", tags=["Nhật ký"])

Words = Annotated[str, Query(max_length=200)]


class AuditShape(BaseModel):
    """Dòng nhật ký."""

    id: int
    at: datetime
    actor: str
    is_command_line: bool
    action: str
    subject: str
    before: str
    after: str
    prev: str
    hash: str


class AuditShapes(BaseModel):
    """Các dòng nhật ký, newest first; `older` goes into `before` for the rows before them, null at the end."""

    rows: list[AuditShape]
    older: int | None


@router.get("")
def read_log(
    store: StoreDep,
    actor: Words = "",
    action: Words = "",
    subject: Words = "",
    first: date | None = None,
    last: date | None = None,
    before: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
) -> AuditShapes:
    """Nhật ký, lọc theo người, việc, đối tượng, ngày."""
    found = audit_page(store, actor=actor, action=action, subject=subject, first=first, last=last, before=before)
    rows = [
        AuditShape(
            id=entry.id,
            at=entry.at,
            actor=entry.actor,
            is_command_line=entry.is_command_line,
            action=entry.action,
            subject=entry.subject,
            before=entry.before,
            after=entry.after,
            prev=entry.prev,
            hash=entry.hash,
        )
        for entry in (worded.entry for worded in found.rows)
    ]
    return AuditShapes(rows=rows, older=found.older)
