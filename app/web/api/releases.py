"""API: bản ban hành và điều chỉnh."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from app.db.store import open_store
from app.services.adjusting import adjust_plan
from app.web.api.plan_shapes import ReleaseShape, ReleaseShapes
from app.web.deps import Key, NowDep, SeenDep, SettingsDep, StoreDep, VisitorDep

router = APIRouter(prefix="/api/plans/{plan_key}", tags=["Ban hành"])


class ReleaseRequest(BaseModel):
    """Ban hành: số, ngày quyết định, người ban hành, lý do chấp nhận theo mã vấn đề."""

    number: str = Field(max_length=100, examples=["1234"])
    day: date
    by_person: str = Field(max_length=100, description="Khóa của lãnh đạo cơ quan chủ trì, có tên trong kế hoạch.")
    reasons: dict[str, str] = Field(default_factory=dict, max_length=100)
    version: int | None = Field(default=None, description="Lần sửa của kế hoạch đã xem; để trống thì lấy hiện tại.")


class AdjustmentRequest(BaseModel):
    """Điều chỉnh: nội dung tệp yêu cầu, dạng TOML."""

    request: str = Field(max_length=200_000)
    version: int | None = None


class AdjustmentShape(BaseModel):
    """Kết quả điều chỉnh."""

    release: int = Field(description="Số của bản ban hành nằm dưới bản soạn.")
    is_open: bool
    changes: int


@router.get("/releases")
def list_releases(plan_key: Key, store: StoreDep, _seen: SeenDep) -> ReleaseShapes:
    """Các bản đã ban hành."""
    return ReleaseShapes(releases=[ReleaseShape.of(release) for release in store.releases.list(plan_key)])


@router.post("/releases", status_code=201)
def issue(
    request: Request,
    plan_key: Key,
    given: ReleaseRequest,
    store: StoreDep,
    visitor: VisitorDep,
    settings: SettingsDep,
    now: NowDep,
) -> ReleaseShape:
    """Ban hành kế hoạch; văn bản lập một lần và giữ cùng bản ban hành."""
    from app.services.frozen_files import issue_plan  # noqa: PLC0415 — Word and Excel are loaded for files alone

    released = issue_plan(
        store,
        lambda: open_store(request.app.state.engine),
        plan_key,
        number=given.number,
        day=given.day,
        by_person=given.by_person,
        reasons=given.reasons,
        by=visitor.actor,
        at=now,
        version=given.version,
        base_url=settings.base_url,
    )
    return ReleaseShape.of(released)


@router.post("/adjustments", status_code=201)
def adjust_issued_plan(
    plan_key: Key, given: AdjustmentRequest, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> AdjustmentShape:
    """Mở bản điều chỉnh, hoặc ghi thêm vào bản đang mở."""
    result = adjust_plan(
        store, plan_key, given.request.encode(), "request.toml", by=visitor.actor, at=now, version=given.version
    )
    return AdjustmentShape(release=result.release, is_open=result.is_open, changes=len(result.changes))
