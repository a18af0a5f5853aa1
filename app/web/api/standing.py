"""API: đường đi của kế hoạch, lý do chấp nhận vấn đề, các bản và chỗ khác nhau giữa hai bản."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from app.domain.acts import CitedAct
from app.domain.reasons import fact_of
from app.services.plan_standing import (
    close_plan,
    reason_book,
    replace_plan,
    submit_plan,
    withdraw_plan,
    write_reason,
)
from app.services.versions import compared
from app.web.api.plan_shapes import ReleaseShape
from app.web.deps import Key, NowDep, SeenDep, StoreDep, TodayDep, VisitorDep

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier
    from app.domain.releases import FrozenFile, Release, Waiver
    from app.services.plan_standing import ReasonBook, ReasonedProblem

router = APIRouter(prefix="/api/plans/{plan_key}", tags=["Đường đi của kế hoạch"])


class PaperRequest(BaseModel):
    """Số, ngày của một văn bản."""

    number: str = Field(max_length=100, examples=["1319/TTr-SNV"])
    day: date
    version: int | None = Field(default=None, description="Lần sửa của kế hoạch đã xem; để trống thì lấy hiện tại.")


class ActRequest(PaperRequest):
    """Văn bản thay thế kế hoạch."""

    issuer: str = Field(default="", max_length=300)
    subject: str = Field(default="", max_length=1000)


class StandingShape(BaseModel):
    """Tình trạng của kế hoạch sau việc vừa làm."""

    state: str
    number: str | None
    day: date | None


class ReasonRequest(BaseModel):
    """Lý do chấp nhận một vấn đề; `about` là khóa của vấn đề như GET trả về; lý do trống thì bỏ lý do đã ghi."""

    code: str = Field(max_length=100)
    about: str = Field(max_length=2000)
    reason: str = Field(max_length=5000)


class ReasonShape(BaseModel):
    """Vấn đề cần lý do, và lý do đã ghi."""

    code: str
    about: str
    level: str
    statement: str
    reason: str | None
    actor: str | None
    at: datetime | None

    @classmethod
    def of(cls, problem: ReasonedProblem) -> ReasonShape:
        """Return the shape of a problem with its reason."""
        code, about = fact_of(problem.worded.problem)
        written = problem.reason
        return cls(
            code=code,
            about=about,
            level=problem.worded.problem.severity.value,
            statement=problem.worded.statement,
            reason=written.reason if written else None,
            actor=written.actor if written else None,
            at=written.at if written else None,
        )


class UnneededReason(BaseModel):
    """Lý do không còn cần: vấn đề đã hết."""

    code: str
    about: str
    reason: str


class ReasonShapes(BaseModel):
    """Sổ lý do của kế hoạch đang soạn."""

    problems: list[ReasonShape]
    unneeded: list[UnneededReason]

    @classmethod
    def of(cls, book: ReasonBook) -> ReasonShapes:
        """Return the shape of the book of reasons."""
        gone = [UnneededReason(code=each.code, about=each.about, reason=each.reason) for each in book.unneeded]
        return cls(problems=[ReasonShape.of(each) for each in book.problems], unneeded=gone)


class WaiverShape(BaseModel):
    """Vấn đề đã chấp nhận khi ban hành."""

    code: str
    level: str
    statement: str
    reason: str
    person: str

    @classmethod
    def of(cls, waiver: Waiver) -> WaiverShape:
        """Return the shape of an accepted problem."""
        return cls(
            code=waiver.code,
            level=waiver.severity.value,
            statement=waiver.statement,
            reason=waiver.reason,
            person=waiver.person,
        )


class FrozenFileShape(BaseModel):
    """Tệp giữ cùng bản ban hành."""

    path: str
    kind: str
    sha256: str
    unit: str | None
    is_kept: bool = Field(description="Tệp lịch chỉ giữ mã băm.")

    @classmethod
    def of(cls, file: FrozenFile) -> FrozenFileShape:
        """Return the shape of a frozen file."""
        return cls(path=file.path, kind=file.kind, sha256=file.sha256, unit=file.unit, is_kept=file.content is not None)


class ReleaseDetails(ReleaseShape):
    """Bản ban hành cùng lý do chấp nhận và tệp."""

    issued_by: str | None
    waivers: list[WaiverShape]
    files: list[FrozenFileShape]

    @classmethod
    def with_files(cls, release: Release, files: tuple[FrozenFile, ...]) -> ReleaseDetails:
        """Return the shape of a release with its files."""
        return cls(
            **ReleaseShape.of(release).model_dump(),
            issued_by=release.issued_by,
            waivers=[WaiverShape.of(waiver) for waiver in release.waivers],
            files=[FrozenFileShape.of(file) for file in files],
        )


class ChangeShape(BaseModel):
    """Một chỗ khác; `before` trống là mới có, `after` trống là bỏ."""

    part: str
    subject: str
    before: str
    after: str


class DifferenceShape(BaseModel):
    """Khác nhau giữa hai bản."""

    old: str
    new: str
    changes: list[ChangeShape]


Number = Annotated[int, Path(ge=1, le=10_000)]
VersionName = Annotated[str, Query(max_length=10, description="Số của bản ban hành, hoặc du-thao.")]


@router.get("/releases/{number}")
def one_release(plan_key: Key, number: Number, store: StoreDep, _seen: SeenDep) -> ReleaseDetails:
    """Một bản ban hành, lý do chấp nhận vấn đề và tệp của nó."""
    return ReleaseDetails.with_files(store.releases.get(plan_key, number), store.releases.files(plan_key, number))


@router.get("/differences")
def differences(
    plan_key: Key,
    store: StoreDep,
    _seen: SeenDep,
    old: Annotated[VersionName, Query(alias="from")],
    new: Annotated[VersionName, Query(alias="to")],
) -> DifferenceShape:
    """Khác nhau giữa hai bản bất kỳ của kế hoạch."""
    found = compared(store, plan_key, old, new)
    changes = [
        ChangeShape(part=each.part.value, subject=each.subject, before=each.before, after=each.after)
        for each in found.changes
    ]
    return DifferenceShape(old=found.old.name, new=found.new.name, changes=changes)


@router.post("/submission", status_code=201)
def submit(plan_key: Key, given: PaperRequest, store: StoreDep, visitor: VisitorDep, now: NowDep) -> StandingShape:
    """Trình kế hoạch."""
    after = submit_plan(
        store, plan_key, number=given.number, day=given.day, by=visitor.actor, at=now, version=given.version
    )
    asked = after.plan.decision.submission
    return StandingShape(
        state=after.plan.state.value, number=asked.number if asked else None, day=asked.day if asked else None
    )


@router.delete("/submission")
def withdraw(plan_key: Key, store: StoreDep, visitor: VisitorDep, now: NowDep) -> StandingShape:
    """Rút kế hoạch đã trình về dự thảo."""
    after = withdraw_plan(store, plan_key, by=visitor.actor, at=now)
    return StandingShape(state=after.plan.state.value, number=None, day=None)


@router.get("/reasons")
def list_reasons(store: StoreDep, seen: SeenDep, today: TodayDep) -> ReasonShapes:
    """Các vấn đề cần lý do và lý do đã ghi."""
    return ReasonShapes.of(reason_book(store, seen.dossier, today))


@router.put("/reasons")
def put_reason(
    given: ReasonRequest, store: StoreDep, seen: SeenDep, visitor: VisitorDep, now: NowDep, today: TodayDep
) -> ReasonShapes:
    """Ghi lý do chấp nhận một vấn đề."""
    book = reason_book(store, seen.dossier, today)
    write_reason(store, book, (given.code, given.about), given.reason, by=visitor.actor, at=now)
    return ReasonShapes.of(reason_book(store, seen.dossier, today))


@router.post("/closing", status_code=201)
def close(plan_key: Key, given: PaperRequest, store: StoreDep, visitor: VisitorDep, now: NowDep) -> StandingShape:
    """Kết thúc kế hoạch bằng báo cáo của đoàn."""
    after = close_plan(
        store, plan_key, number=given.number, day=given.day, by=visitor.actor, at=now, version=given.version
    )
    return _ended(after)


@router.post("/replacement", status_code=201)
def replace(plan_key: Key, given: ActRequest, store: StoreDep, visitor: VisitorDep, now: NowDep) -> StandingShape:
    """Ghi văn bản thay thế kế hoạch."""
    act = CitedAct(number=given.number, day=given.day, issuer=given.issuer, subject=given.subject)
    return _ended(replace_plan(store, plan_key, act, by=visitor.actor, at=now, version=given.version))


def _ended(after: PlanDossier) -> StandingShape:
    ending = after.plan.ending
    return StandingShape(
        state=after.plan.state.value,
        number=ending.paper.number if ending else None,
        day=ending.day if ending else None,
    )
