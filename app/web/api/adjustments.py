"""API: điều chỉnh đang soạn: mở, đổi lý do hoặc hình thức, bỏ."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field

from app.domain.amending import AdjustmentForm
from app.domain.errors import Refused
from app.services.adjusting import (
    MOST_REASON,
    OpenAdjustment,
    adjustment_of,
    change_adjustment,
    drop_adjustment,
    open_adjustment,
)
from app.web.deps import Key, NowDep, SeenDep, StoreDep, VisitorDep

router = APIRouter(prefix="/api/plans/{plan_key}/adjustment", tags=["Điều chỉnh"])


class AdjustmentOpening(BaseModel):
    """Lý do và hình thức văn bản của điều chỉnh."""

    reason: str = Field(max_length=MOST_REASON, examples=["Đồng chí Trưởng đoàn đợt 2 điều trị bệnh."])
    form: AdjustmentForm = Field(
        default=AdjustmentForm.AMENDING, description="`amending`: sửa đổi, bổ sung; `replacing`: thay thế."
    )
    version: int | None = Field(default=None, description="Lần sửa của kế hoạch đã xem; để trống thì lấy hiện tại.")


class ChangeShape(BaseModel):
    """Một thay đổi so với bản đã ban hành; `before` trống là mới có, `after` trống là bỏ."""

    subject: str
    before: str
    after: str


class OutdatedTextShape(BaseModel):
    """Lời văn còn ghi điều đã đổi."""

    place: str
    words: str


class OpenAdjustmentShape(BaseModel):
    """Điều chỉnh đang soạn."""

    release: int = Field(description="Số của bản ban hành nằm dưới bản soạn.")
    form: AdjustmentForm
    reason: str
    changes: list[ChangeShape]
    outdated: list[OutdatedTextShape]

    @classmethod
    def of(cls, found: OpenAdjustment) -> OpenAdjustmentShape:
        """Return the shape of an adjustment."""
        return cls(
            release=found.release,
            form=found.form,
            reason=found.reason,
            changes=[
                ChangeShape(subject=change.subject, before=change.before, after=change.after)
                for change in found.changes
            ],
            outdated=[OutdatedTextShape(place=each.place, words=each.words) for each in found.outdated],
        )


@router.get("")
def show_adjustment(plan_key: Key, store: StoreDep, seen: SeenDep) -> OpenAdjustmentShape:
    """Điều chỉnh đang soạn và những gì đã đổi."""
    found = adjustment_of(store, seen.dossier)
    if found is None:
        raise Refused("adjust.none_open", key=plan_key)
    return OpenAdjustmentShape.of(found)


@router.post("", status_code=201)
def open_new_adjustment(
    plan_key: Key, given: AdjustmentOpening, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> OpenAdjustmentShape:
    """Mở điều chỉnh trên bản đã ban hành."""
    open_adjustment(
        store, plan_key, reason=given.reason, form=given.form, by=visitor.actor, at=now, version=given.version
    )
    return _open(store, plan_key)


@router.put("")
def change_open_adjustment(
    plan_key: Key, given: AdjustmentOpening, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> OpenAdjustmentShape:
    """Đổi lý do, hình thức của điều chỉnh đang soạn."""
    change_adjustment(
        store, plan_key, reason=given.reason, form=given.form, by=visitor.actor, at=now, version=given.version
    )
    return _open(store, plan_key)


@router.delete("", status_code=204)
def drop_open_adjustment(
    plan_key: Key, store: StoreDep, visitor: VisitorDep, now: NowDep, version: int | None = None
) -> None:
    """Bỏ điều chỉnh đang soạn; kế hoạch trở lại bản đã ban hành."""
    drop_adjustment(store, plan_key, by=visitor.actor, at=now, version=version)


def _open(store: StoreDep, plan_key: str) -> OpenAdjustmentShape:
    found = adjustment_of(store, store.plans.dossier(plan_key))
    if found is None:
        raise Refused("adjust.none_open", key=plan_key)
    return OpenAdjustmentShape.of(found)
