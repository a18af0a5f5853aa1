"""API: kiểm tra đột xuất được niêm phong."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import AwareDatetime, BaseModel, Field

from app.domain.access import PLAN_LEADERS
from app.domain.dates import Half, Window
from app.domain.draws.sealed import SealedCheck, sealed_code, sealed_record
from app.domain.draws.sealed_parties import can_open_check
from app.domain.errors import Fault, InvalidInput, NotAllowed
from app.services.sealed_checks import WantedCheck, call_off, check_of, checks_of_plan, open_check, seal_check
from app.web.deps import Key, NowDep, SeenDep, StoreDep, VisitorDep

router = APIRouter(prefix="/api", tags=["Kiểm tra đột xuất"])

_CHECKS = "/plans/{plan_key}/sealed-checks"
_CHECK = _CHECKS + "/{number}"
_LONGEST = 1000
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


class SealedCheckShape(BaseModel):
    """Một cuộc kiểm tra đột xuất; `record` là hồ sơ công khai, đơn vị chỉ có ở đó sau khi mở niêm phong."""

    number: int
    batch: str
    first: date
    last: date
    opens: Half
    closes: Half
    opens_at: datetime
    is_open: bool
    is_annulled: bool
    record: dict[str, Any]

    @classmethod
    def of(cls, check: SealedCheck) -> SealedCheckShape:
        """Return the shape of a check."""
        window = check.window
        return cls(
            number=check.number,
            batch=check.batch,
            first=window.first,
            last=window.last,
            opens=window.opens,
            closes=window.closes,
            opens_at=check.opens_at,
            is_open=check.is_open,
            is_annulled=check.is_annulled,
            record=sealed_record(check),
        )


class SealedCheckShapes(BaseModel):
    """Các cuộc kiểm tra đột xuất của kế hoạch."""

    sealed_checks: list[SealedCheckShape]


class SealedCheckWanted(BaseModel):
    """Cuộc kiểm tra cần niêm phong; `unit` là khóa, mã hoặc tên đơn vị trong danh bạ, `opens_at` là giờ được mở."""

    batch: str = Field(max_length=200, examples=["dot-1"])
    unit: str = Field(max_length=400, examples=["so-cong-thuong"])
    first: date
    last: date
    opens: Half = Half.MORNING
    closes: Half = Half.AFTERNOON
    opens_at: AwareDatetime


class SealedOpening(BaseModel):
    """Mở niêm phong; `seen` là mã dòng cuối của sổ công khai mà người mở đã thấy."""

    seen: str | None = Field(default=None, max_length=64)


class SealedAnnulment(BaseModel):
    """Hủy cuộc kiểm tra; lý do và người ký được công khai."""

    reason: str = Field(max_length=_LONGEST)
    signatory: str = Field(max_length=_LONGEST)
    seen: str | None = Field(default=None, max_length=64)


@router.get(_CHECKS)
def list_sealed_checks(plan_key: Key, store: StoreDep, _seen: SeenDep) -> SealedCheckShapes:
    """Các cuộc kiểm tra đột xuất của kế hoạch, theo thứ tự niêm phong."""
    return SealedCheckShapes(sealed_checks=[SealedCheckShape.of(check) for check in checks_of_plan(store, plan_key)])


@router.post(_CHECKS, status_code=201)
def seal_one(
    plan_key: Key, given: SealedCheckWanted, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> SealedCheckShape:
    """Niêm phong một cuộc kiểm tra: đơn vị được chốt bằng mã băm, không trả lại cho đến khi mở."""
    try:
        window = Window(first=given.first, last=given.last, opens=given.opens, closes=given.closes)
    except ValueError as error:
        fault = Fault(place="last", code="day.order", found=f"{given.last:%d/%m/%Y}", wanted=f"{given.first:%d/%m/%Y}")
        raise InvalidInput([fault]) from error
    wanted = WantedCheck(batch=given.batch, unit=given.unit, window=window, opens_at=given.opens_at)
    made = seal_check(store, plan_key, wanted, random_bytes=secrets.token_bytes, by=visitor.actor, at=now)
    return SealedCheckShape.of(made)


@router.get(_CHECK)
def read_sealed_check(plan_key: Key, number: Number, store: StoreDep, _seen: SeenDep) -> SealedCheckShape:
    """Một cuộc kiểm tra đột xuất."""
    return SealedCheckShape.of(check_of(store, sealed_code(plan_key, number)))


@router.post(_CHECK + "/opening", status_code=201)
def open_one(
    plan_key: Key,
    number: Number,
    given: SealedOpening,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    now: NowDep,
) -> SealedCheckShape:
    """Mở niêm phong khi đã đến giờ: cán bộ lập kế hoạch hoặc lãnh đạo của đợt đi kiểm tra."""
    code = sealed_code(plan_key, number)
    if not can_open_check(seen.standing, seen.dossier, check_of(store, code)):
        raise NotAllowed(PLAN_LEADERS)
    return SealedCheckShape.of(open_check(store, code, seen=given.seen, by=visitor.actor, at=now))


@router.post(_CHECK + "/annulment", status_code=201)
def annul_one(
    plan_key: Key, number: Number, given: SealedAnnulment, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> SealedCheckShape:
    """Hủy một cuộc kiểm tra còn niêm phong; đơn vị không được công bố."""
    code = sealed_code(plan_key, number)
    annulled = call_off(
        store, code, reason=given.reason, signatory=given.signatory, seen=given.seen, by=visitor.actor, at=now
    )
    return SealedCheckShape.of(annulled)
