"""API: soạn lịch của dự thảo, từng cuộc kiểm tra một."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Header, Path, Response
from pydantic import BaseModel, Field

from app.domain.dates import Half, LooseTime, Window
from app.domain.deadlines import CountedIn, Deadline, Event, Relation
from app.domain.errors import Fault, InvalidInput
from app.domain.releases import check_editable
from app.domain.row_edits import ScheduleRow, key_of_visit, row_of, visit_of_key
from app.domain.vietnamese import clean, short_date
from app.services.editing import last_step, undo_step
from app.services.row_editing import check_row, checking_of, move_row, remove_row, row_mark, save_mend, save_row
from app.web.admission import KEY
from app.web.api.plan_shapes import ProblemShape
from app.web.deps import Key, NowDep, SeenDep, StoreDep, TodayDep, VisitorDep

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier
    from app.domain.mends import Mend
    from app.domain.plan_steps import PlanStep
    from app.services.row_editing import RowCheck

router = APIRouter(prefix="/api/plans/{plan_key}", tags=["Soạn lịch"])

_VISIT = "/visits/{visit}"
_MOST_DAYS = 366

VisitKey = Annotated[
    str,
    Path(
        pattern=f"^{KEY}(~[0-9]{{1,2}})?$",
        description="Khóa của đơn vị; lần kiểm tra thứ hai của một đơn vị thì thêm ~2.",
    ),
]
Mark = Annotated[
    str,
    Header(alias="If-Match", max_length=40, description="Dấu (mark) của dòng đã xem; dòng đã khác thì trả lời 409."),
]


class WindowContent(BaseModel):
    """Khoảng thời gian, tính cả hai đầu; buổi bắt đầu và buổi kết thúc khi không trọn ngày."""

    first: date
    last: date
    opens: Half = Half.MORNING
    closes: Half = Half.AFTERNOON


class LooseContent(BaseModel):
    """Thời gian chưa chốt ngày."""

    wording: str = Field(min_length=1, max_length=300)
    earliest: date | None = None
    latest: date | None = None
    working_days: int | None = Field(default=None, ge=1, le=_MOST_DAYS)


class DeadlineContent(BaseModel):
    """Thời hạn: một ngày, hoặc số ngày tính từ một mốc."""

    relation: Relation
    day: date | None = None
    event: Event | None = None
    count: int | None = Field(default=None, ge=0, le=_MOST_DAYS)
    counted_in: CountedIn = CountedIn.DAYS


class RowContent(BaseModel):
    """Nội dung một dòng lịch. Trưởng đoàn, hạn báo cáo để trống thì theo đợt."""

    batch: str = Field(max_length=120)
    window: WindowContent | None = None
    loose: LooseContent | None = None
    place: str | None = Field(default=None, max_length=300)
    head: str | None = Field(default=None, max_length=120, description="Khóa của một người trong kế hoạch.")
    report_deadline: DeadlineContent | None = None

    @classmethod
    def of(cls, row: ScheduleRow) -> RowContent:
        """Return the content of a row."""
        return cls(
            batch=row.batch,
            window=WindowContent.model_validate(row.window, from_attributes=True) if row.window else None,
            loose=LooseContent.model_validate(row.loose, from_attributes=True) if row.loose else None,
            place=row.place,
            head=row.head,
            report_deadline=DeadlineContent.model_validate(row.report_deadline, from_attributes=True)
            if row.report_deadline
            else None,
        )

    def row(self) -> ScheduleRow:
        """Return the row; raise InvalidInput with everything that is wrong with its days."""
        faults: list[Fault] = []
        window = deadline = loose = None
        if self.window is not None:
            try:
                window = Window(**self.window.model_dump())
            except ValueError as error:
                faults.append(Fault(place="window", code=str(error)))
        if self.report_deadline is not None:
            try:
                deadline = Deadline(**self.report_deadline.model_dump())
            except ValueError as error:
                faults.append(Fault(place="report_deadline", code=str(error)))
        if self.loose is not None:
            loose = LooseTime(**{**self.loose.model_dump(), "wording": clean(self.loose.wording)})
            if loose.earliest and loose.latest and loose.latest < loose.earliest:
                code, found, wanted = "period.ends_before_start", short_date(loose.latest), short_date(loose.earliest)
                faults.append(Fault(place="loose", code=code, found=found, wanted=wanted))
        if faults:
            raise InvalidInput(faults)
        return ScheduleRow(
            batch=self.batch,
            window=window,
            loose=loose,
            place=clean(self.place or "") or None,
            head=self.head,
            report_deadline=deadline,
        )


class RowShape(BaseModel):
    """Một dòng lịch và dấu của nó; gửi lại dấu ở If-Match khi sửa."""

    key: str
    unit: str
    unit_name: str
    mark: str
    content: RowContent

    @classmethod
    def of(cls, dossier: PlanDossier, key: str) -> RowShape:
        """Return the shape of a row of the plan."""
        visit = visit_of_key(dossier.plan, key)
        return cls(
            key=key_of_visit(visit),
            unit=visit.unit,
            unit_name=dossier.unit_name(visit.unit),
            mark=row_mark(dossier, key),
            content=RowContent.of(row_of(visit)),
        )


class MoveShape(BaseModel):
    """Cuộc phải dời theo một cách sửa."""

    key: str
    before: WindowContent
    after: WindowContent


class MendShape(BaseModel):
    """Cách sửa có sẵn: hết một vấn đề, không thêm lỗi nào."""

    code: str
    kind: str
    problem: str = Field(description="Mã của vấn đề được sửa.")
    moves: list[MoveShape]
    deadline: DeadlineContent | None
    deadline_batch: str | None = Field(description="Đợt có hạn được đổi; null là riêng cuộc này.")

    @classmethod
    def of(cls, mend: Mend) -> MendShape:
        """Return the shape of a mend."""
        moved = mend.deadline
        return cls(
            code=mend.code,
            kind=mend.kind.value,
            problem=mend.problem.code,
            moves=[
                MoveShape(
                    key=key_of_visit(each.visit),
                    before=WindowContent.model_validate(each.before, from_attributes=True),
                    after=WindowContent.model_validate(each.after, from_attributes=True),
                )
                for each in mend.moves
            ],
            deadline=DeadlineContent.model_validate(moved.after, from_attributes=True) if moved is not None else None,
            deadline_batch=moved.batch if moved is not None else None,
        )


class RowCheckShape(BaseModel):
    """Kiểm tra một dòng, chưa ghi gì: vấn đề của dòng, vấn đề gây ra ở nơi khác, các cách sửa."""

    problems: list[ProblemShape]
    elsewhere: list[ProblemShape]
    mends: list[MendShape]
    errors: int = Field(description="Số lỗi phải sửa của cả kế hoạch nếu lưu dòng này.")

    @classmethod
    def of(cls, check: RowCheck) -> RowCheckShape:
        """Return the shape of a check."""
        return cls(
            problems=[ProblemShape.of(each) for each in check.own],
            elsewhere=[ProblemShape.of(each) for each in check.elsewhere],
            mends=[MendShape.of(each) for each in check.mends],
            errors=sum(1 for each in check.problems if each.problem.severity.value == "error"),
        )


class OrderRequest(BaseModel):
    """Đổi thứ tự: số dòng dời xuống, số âm là dời lên."""

    places: int = Field(ge=-1000, le=1000)


class OrderShape(BaseModel):
    """Vị trí mới, đếm từ 1."""

    place: int


class StepRequest(BaseModel):
    """Hoàn tác bước này; chỉ hoàn tác được bước gần nhất."""

    step: int = Field(ge=1, le=2**31 - 1)


class StepShape(BaseModel):
    """Bước soạn thảo gần nhất còn hoàn tác được."""

    step: int
    words: str
    actor: str
    at: datetime

    @classmethod
    def of(cls, step: PlanStep) -> StepShape:
        """Return the shape of a step."""
        return cls(step=step.number, words=step.words, actor=step.actor, at=step.at)


class StepShapes(BaseModel):
    """Bước gần nhất, null khi không có gì để hoàn tác."""

    last: StepShape | None


@router.get(_VISIT)
def show_row(visit: VisitKey, seen: SeenDep, response: Response) -> RowShape:
    """Một dòng lịch, kèm dấu."""
    return _told(response, RowShape.of(seen.dossier, visit))


@router.put(_VISIT)
def change_row(
    visit: VisitKey,
    content: RowContent,
    mark: Mark,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    now: NowDep,
    response: Response,
) -> RowShape:
    """Sửa một dòng lịch của dự thảo."""
    after = save_row(store, seen.dossier, visit, content.row(), mark=_bare(mark), by=visitor.actor, at=now)
    return _told(response, RowShape.of(after, visit))


@router.delete(_VISIT, status_code=204)
def remove_visit(visit: VisitKey, mark: Mark, store: StoreDep, seen: SeenDep, visitor: VisitorDep, now: NowDep) -> None:
    """Bỏ một cuộc kiểm tra khỏi dự thảo."""
    remove_row(store, seen.dossier, visit, mark=_bare(mark), by=visitor.actor, at=now)


@router.post(f"{_VISIT}/check")
def check_content(
    plan_key: Key, visit: VisitKey, content: RowContent, store: StoreDep, seen: SeenDep, today: TodayDep
) -> RowCheckShape:
    """Kiểm tra một dòng, chưa ghi gì."""
    check_editable(seen.dossier.plan)
    return RowCheckShape.of(check_row(seen.dossier, visit, content.row(), checking_of(store, plan_key, today)))


@router.post(f"{_VISIT}/mends/{{mend}}")
def apply_mend(
    plan_key: Key,
    visit: VisitKey,
    mend: Key,
    content: RowContent,
    mark: Mark,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    today: TodayDep,
    now: NowDep,
    response: Response,
) -> RowShape:
    """Sửa một dòng cùng một cách sửa có sẵn, trong một bước."""
    checking = checking_of(store, plan_key, today)
    after = save_mend(
        store, seen.dossier, visit, content.row(), mend, checking, mark=_bare(mark), by=visitor.actor, at=now
    )
    return _told(response, RowShape.of(after, visit))


@router.post(f"{_VISIT}/order")
def change_order(
    visit: VisitKey, asked: OrderRequest, store: StoreDep, seen: SeenDep, visitor: VisitorDep, now: NowDep
) -> OrderShape:
    """Đổi thứ tự một cuộc kiểm tra."""
    return OrderShape(place=move_row(store, seen.dossier, visit, asked.places, by=visitor.actor, at=now))


@router.get("/steps")
def show_last_step(plan_key: Key, store: StoreDep, _seen: SeenDep) -> StepShapes:
    """Bước soạn thảo gần nhất."""
    step = last_step(store, plan_key)
    return StepShapes(last=StepShape.of(step) if step is not None else None)


@router.post("/undo")
def undo(plan_key: Key, asked: StepRequest, store: StoreDep, visitor: VisitorDep, now: NowDep) -> StepShape:
    """Hoàn tác bước soạn thảo gần nhất."""
    return StepShape.of(undo_step(store, plan_key, asked.step, by=visitor.actor, at=now))


def _told(response: Response, shape: RowShape) -> RowShape:
    """Give the mark of a row in the header too (RFC 9110, 8.8.3)."""
    response.headers["ETag"] = f'"{shape.mark}"'
    return shape


def _bare(mark: str) -> str:
    """Return the mark out of a header that quotes it."""
    return mark.strip().removeprefix("W/").strip('"')
