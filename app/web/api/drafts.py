"""API: cả kế hoạch như đang soạn, đọc ra và ghi lại bằng một tệp kế hoạch."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from app.domain.plan_steps import mark_of
from app.services.drafts import draft_file, replace_draft
from app.services.editing import last_step
from app.web.deps import Key, NowDep, StoreDep, VisitorDep

router = APIRouter(prefix="/api/plans/{plan_key}/draft", tags=["Soạn thảo"])


class DraftShape(BaseModel):
    """Kế hoạch như đang soạn: nội dung tệp kế hoạch, dấu của nội dung, bước có thể hoàn tác."""

    content: dict[str, Any] = Field(description="Tệp kế hoạch dạng JSON; lược đồ ghi ở README.")
    mark: str = Field(description="Dấu của nội dung này; gửi lại khi ghi để không ghi đè sửa đổi của người khác.")
    step: int | None = Field(description="Số của bước có thể hoàn tác, null khi không có.")


class DraftRequest(BaseModel):
    """Nội dung ghi lại: cả tệp kế hoạch, và dấu của bản đã đọc."""

    content: dict[str, Any]
    mark: str = Field(max_length=64)


@router.get("")
def read_draft(plan_key: Key, store: StoreDep) -> DraftShape:
    """Kế hoạch như đang soạn."""
    return _shape(store, plan_key)


@router.put("")
def write_draft(plan_key: Key, given: DraftRequest, store: StoreDep, visitor: VisitorDep, now: NowDep) -> DraftShape:
    """Ghi lại cả dự thảo."""
    replace_draft(store, plan_key, given.content, mark=given.mark, by=visitor.actor, at=now)
    return _shape(store, plan_key)


def _shape(store: StoreDep, plan_key: str) -> DraftShape:
    dossier, step = store.plans.dossier(plan_key), last_step(store, plan_key)
    return DraftShape(
        content=draft_file(dossier),
        mark=mark_of((dossier.plan, dossier.people)),
        step=step.number if step is not None else None,
    )
