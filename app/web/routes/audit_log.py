"""Nhật ký thay đổi: read and filtered by administrators."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from app.domain.errors import InvalidInput
from app.domain.typed_dates import typed_span
from app.domain.vietnamese import weekday_date
from app.services.audit import LogPage, audit_page
from app.web.audit_views import (
    ACTION,
    ACTOR,
    AUDIT,
    BEFORE,
    FIRST,
    LAST,
    SUBJECT,
    TypedFilter,
    action_choices,
    is_action,
    log_lines,
)
from app.web.deps import StoreDep
from app.web.form_faults import NO_FAULTS, Field, form_faults
from app.web.pages import page
from app.web.route_table import READ

router = APIRouter()

_DAYS = {FIRST: Field(name=FIRST, label="Từ ngày"), LAST: Field(name=LAST, label="Đến hết ngày")}
_LONGEST = 200


@router.api_route(AUDIT, methods=READ)
def audit_log(
    request: Request,
    store: StoreDep,
    actor: Annotated[str, Query(alias=ACTOR, max_length=_LONGEST)] = "",
    action: Annotated[str, Query(alias=ACTION, max_length=_LONGEST)] = "",
    subject: Annotated[str, Query(alias=SUBJECT, max_length=_LONGEST)] = "",
    first: Annotated[str, Query(alias=FIRST, max_length=_LONGEST)] = "",
    last: Annotated[str, Query(alias=LAST, max_length=_LONGEST)] = "",
    before: Annotated[int | None, Query(alias=BEFORE, ge=1, le=2**31 - 1)] = None,
) -> HTMLResponse:
    """Show the rows of the log that were asked for, the newest first."""
    typed = TypedFilter(
        actor=actor.strip(),
        action=action if is_action(action) else "",
        subject=subject.strip(),
        first=first.strip(),
        last=last.strip(),
    )
    days: tuple[date | None, date | None] = (None, None)
    faults, found = NO_FAULTS, LogPage(rows=(), older=None)
    try:
        days = typed_span(typed.first, typed.last, (FIRST, LAST))
    except InvalidInput as error:
        faults = form_faults(error, _DAYS)
    else:
        found = audit_page(
            store,
            actor=typed.actor,
            action=typed.action,
            subject=typed.subject,
            first=days[0],
            last=days[1],
            before=before,
        )
    return page(
        request,
        "pages/audit/log.html",
        status=422 if faults.by_field else 200,
        typed=typed,
        first_day=weekday_date(days[0]) if days[0] is not None else "",
        last_day=weekday_date(days[1]) if days[1] is not None else "",
        actions=action_choices(),
        lines=log_lines(found),
        older=typed.path(found.older) if found.older is not None else "",
        newest=typed.path() if before is not None else "",
        last_hash=store.audit.last_hash(),
        faults=faults,
    )
