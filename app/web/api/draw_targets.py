"""API: kết quả chọn ở cụm, nhóm đối tượng theo số lượng, vào kế hoạch."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from app.domain.draws.targets import LONGEST_WORDING, TargetRequest
from app.services.adjusting import MOST_REASON
from app.services.draw_targets import DrawnTargets, add_drawn_targets, drawn_targets
from app.web.api.new_plans import ChosenShape
from app.web.deps import Key, NowDep, SeenDep, StoreDep, VisitorDep

router = APIRouter(prefix="/api/plans/{plan_key}/draws/{unit_key}/targets", tags=["Chọn ngẫu nhiên"])

_MOST_UNITS = 1000
UnitKey = Annotated[str, Field(min_length=1, max_length=120)]


class DrawnTargetsShape(BaseModel):
    """Kết quả chọn so với kế hoạch: đơn vị còn thiếu, đã có, còn thừa (khóa trong danh bạ).

    `still_unnamed` là số đơn vị của nhóm còn chưa nêu tên sau khi đưa kết quả vào.
    """

    draw: str
    missing: list[str]
    present: list[str]
    gone: list[str]
    still_unnamed: int
    opens_adjustment: bool
    mark: str

    @classmethod
    def of(cls, found: DrawnTargets) -> DrawnTargetsShape:
        """Return the shape of a result beside the plan."""
        return cls(
            draw=found.pool.draw,
            missing=list(found.standing.missing),
            present=list(found.standing.present),
            gone=list(found.standing.gone),
            still_unnamed=found.still_unnamed,
            opens_adjustment=found.opens_adjustment,
            mark=found.mark,
        )


class TargetsStep(BaseModel):
    """Đưa kết quả vào kế hoạch: `seen` là dấu (mark) đã xem; kế hoạch đã ban hành thì cần lý do điều chỉnh."""

    batch: Annotated[str, Field(max_length=120)] | None = None
    withdrawn: list[UnitKey] = Field(default_factory=list, max_length=_MOST_UNITS)
    rest: Annotated[str, Field(max_length=LONGEST_WORDING)] = ""
    reason: Annotated[str, Field(max_length=MOST_REASON)] = ""
    seen: Annotated[str, Field(max_length=40)] | None = None


@router.get("")
def show_drawn_targets(unit_key: Key, seen: SeenDep) -> DrawnTargetsShape:
    """Kết quả chọn so với kế hoạch."""
    return DrawnTargetsShape.of(drawn_targets(seen.dossier, unit_key))


@router.post("")
def put_drawn_targets(
    plan_key: Key, unit_key: Key, given: TargetsStep, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> ChosenShape:
    """Đưa kết quả chọn vào kế hoạch."""
    asked = TargetRequest(batch=given.batch, withdrawn=tuple(given.withdrawn), rest=given.rest)
    after = add_drawn_targets(
        store, plan_key, unit_key, asked, reason=given.reason, seen=given.seen, by=visitor.actor, at=now
    )
    return ChosenShape.of(after)
