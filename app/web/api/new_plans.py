"""API: lập kế hoạch, đối tượng, thiết lập."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from app.domain.acts import ActForm
from app.domain.dossiers import PlanDossier
from app.domain.new_plans import LONGEST_KEY, LONGEST_LINE, LONGEST_TITLE, MOST_SUBJECTS
from app.domain.plan_copies import CopyRequest
from app.domain.plan_facts import ClosingFacts, GeneralFacts, PaperFacts, Section, facts_of
from app.domain.plans import Budget, DrawRule, Plan, SelfInspectionRule, Standards
from app.domain.teams import Alternation
from app.domain.typed_dates import FIRST_YEAR, LAST_YEAR
from app.services.coverage import TargetFilter, TargetLine, filtered, targets_to_choose
from app.services.new_plans import begin_plan, copy_plan, import_draft, proposed_plan
from app.services.plan_exchange import ImportResult
from app.services.plan_settings import change_section
from app.services.target_editing import add_targets, remove_target
from app.web.deps import Key, NowDep, SeenDep, StoreDep, TodayDep, VisitorDep

router = APIRouter(prefix="/api/plans", tags=["Lập kế hoạch"])

_MOST_UNITS = 500
_LONGEST_FILE = 1_000_000


class NewPlanRequest(BaseModel):
    """Kế hoạch lập từ đầu; phần để trống được đề xuất như trên trang."""

    province: str = Field(max_length=LONGEST_KEY, examples=["tinh-a"])
    year: int = Field(ge=FIRST_YEAR, le=LAST_YEAR)
    lead_agencies: list[str] = Field(max_length=20, description="Khóa của các cơ quan chủ trì.")
    subjects: list[str] = Field(max_length=MOST_SUBJECTS, examples=[["cải cách hành chính"]])
    act: ActForm = ActForm.DECISION_APPROVING_PLAN
    key: str | None = Field(default=None, max_length=LONGEST_KEY)
    title: str | None = Field(default=None, max_length=LONGEST_TITLE)
    kind: str | None = Field(default=None, max_length=LONGEST_LINE)
    outline: str | None = Field(default=None, max_length=LONGEST_KEY, description="Khóa của một phiên bản đề cương.")
    forms: list[str] = Field(default_factory=list, max_length=40, description="Khóa của các biểu mẫu đi cùng.")


class CopyPlanRequest(BaseModel):
    """Kế hoạch lập từ kế hoạch năm khác."""

    key: str = Field(max_length=LONGEST_KEY)
    year: int = Field(ge=FIRST_YEAR, le=LAST_YEAR)
    title: str = Field(max_length=LONGEST_TITLE)
    start: date | None = Field(default=None, description="Ngày làm việc bắt đầu cuộc đầu tiên; trống: cùng thứ.")
    keeps_wording: bool = True


class ImportRequest(BaseModel):
    """Tệp kế hoạch đưa vào."""

    filename: str = Field(max_length=LONGEST_LINE, examples=["ke-hoach.toml"])
    content: str = Field(max_length=_LONGEST_FILE)
    dry_run: bool = Field(default=True, description="Chỉ kiểm tra, không ghi.")


class RemarkShape(BaseModel):
    """Chỗ cần xem lại."""

    key: str
    where: str
    text: str


class DraftShape(BaseModel):
    """Dự thảo vừa lập."""

    key: str
    title: str
    year: int
    remarks: list[RemarkShape]

    @classmethod
    def of(cls, dossier: PlanDossier) -> DraftShape:
        """Return the shape of a draft."""
        plan = dossier.plan
        remarks = [RemarkShape(key=each.key, where=each.where, text=each.text) for each in plan.remarks]
        return cls(key=plan.key, title=plan.title, year=plan.year, remarks=remarks)


class ImportShape(BaseModel):
    """Kết quả kiểm tra hoặc đưa vào một tệp."""

    plan: str
    visits: int
    units: int
    outcome: str
    message: str

    @classmethod
    def of(cls, result: ImportResult) -> ImportShape:
        """Return the shape of a result."""
        return cls(
            plan=result.plan,
            visits=result.visits,
            units=result.units,
            outcome=result.outcome,
            message=result.sentence,
        )


class InspectionShape(BaseModel):
    """Một lần kiểm tra đơn vị, hoặc đơn vị cũ đã nhập vào đơn vị này."""

    plan: str
    kind: str
    year: int
    last_day: date
    name: str
    is_done: bool
    is_drawn: bool
    is_part: bool


class TargetShape(BaseModel):
    """Đơn vị của danh bạ để chọn; `open_findings` trống vì kiến nghị chưa được theo dõi."""

    key: str
    name: str
    level: str
    kind: str
    is_target: bool
    history: list[InspectionShape]
    open_findings: int | None = None

    @classmethod
    def of(cls, line: TargetLine) -> TargetShape:
        """Return the shape of a unit to choose."""
        return cls(
            key=line.unit.key,
            name=line.unit.name,
            level=line.unit.level,
            kind=line.unit.kind,
            is_target=line.is_target,
            history=[
                InspectionShape(
                    plan=each.plan,
                    kind=each.kind,
                    year=each.year,
                    last_day=each.last,
                    name=each.name,
                    is_done=each.is_done,
                    is_drawn=each.is_drawn,
                    is_part=each.is_part,
                )
                for each in line.history
            ],
        )


class YearCount(BaseModel):
    """Số đơn vị được kiểm tra trong một năm."""

    year: int
    units: int


class CoverageShape(BaseModel):
    """Độ bao phủ của một cấp (`kind` trống) hoặc một loại đơn vị."""

    level: str
    kind: str
    units: int
    in_plan: int
    by_year: list[YearCount]
    recent: int
    never: int


class TargetShapes(BaseModel):
    """Danh bạ để chọn đối tượng."""

    units: list[TargetShape]
    coverage: list[CoverageShape]


class TargetsRequest(BaseModel):
    """Đơn vị đưa vào kế hoạch; `batch` trống thì vào đợt cuối, chưa có đợt nào thì tạo một đợt."""

    units: list[str] = Field(max_length=_MOST_UNITS)
    batch: str | None = Field(default=None, max_length=LONGEST_KEY)


class ChosenShape(BaseModel):
    """Các đơn vị mà kế hoạch kiểm tra, theo thứ tự của kế hoạch."""

    units: list[str]

    @classmethod
    def of(cls, dossier: PlanDossier) -> ChosenShape:
        """Return the shape of what a plan inspects."""
        return cls(units=[visit.unit for visit in dossier.plan.visits])


class SettingsShape(BaseModel):
    """Thiết lập của kế hoạch; quy định không có thì trống."""

    general: GeneralFacts
    paper: PaperFacts
    standards: Standards
    alternation: Alternation | None
    draw: DrawRule | None
    self_inspection: SelfInspectionRule | None
    budget: Budget | None
    closing: ClosingFacts

    @classmethod
    def of(cls, plan: Plan) -> SettingsShape:
        """Return the shape of what a plan states."""
        return cls(**{section.name.lower(): facts_of(plan, section) for section in Section})


class SettingsRequest(BaseModel):
    """Các phần thiết lập cần đổi; phần không gửi thì giữ nguyên, quy định gửi trống (null) thì bỏ."""

    general: GeneralFacts | None = None
    paper: PaperFacts | None = None
    standards: Standards | None = None
    alternation: Alternation | None = None
    draw: DrawRule | None = None
    self_inspection: SelfInspectionRule | None = None
    budget: Budget | None = None
    closing: ClosingFacts | None = None


@router.post("", status_code=201)
def begin_new_plan(given: NewPlanRequest, store: StoreDep, visitor: VisitorDep, now: NowDep) -> DraftShape:
    """Lập kế hoạch từ đầu."""
    new = proposed_plan(
        store,
        given.province,
        given.year,
        lead_agencies=tuple(given.lead_agencies),
        subjects=tuple(given.subjects),
        act=given.act,
        key=given.key,
        title=given.title,
        kind=given.kind,
        outline=given.outline,
        forms=tuple(given.forms),
    )
    return DraftShape.of(begin_plan(store, visitor.signed_in, new, given.province, by=visitor.actor, at=now))


@router.post("/imports", status_code=201)
def import_new_plan(given: ImportRequest, store: StoreDep, visitor: VisitorDep, now: NowDep) -> ImportShape:
    """Kiểm tra tệp kế hoạch, hoặc đưa vào làm dự thảo."""
    result = import_draft(
        store,
        visitor.signed_in,
        given.content.encode(errors="replace"),
        given.filename,
        by=visitor.actor,
        at=now,
        dry_run=given.dry_run,
    )
    return ImportShape.of(result)


@router.post("/{plan_key}/copies", status_code=201)
def copy_to_new_plan(
    plan_key: Key, given: CopyPlanRequest, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> DraftShape:
    """Lập kế hoạch năm khác từ kế hoạch này."""
    request = CopyRequest(
        key=given.key, year=given.year, title=given.title, start=given.start, keeps_wording=given.keeps_wording
    )
    return DraftShape.of(copy_plan(store, visitor.signed_in, plan_key, request, by=visitor.actor, at=now))


@router.get("/{plan_key}/targets")
def list_targets(
    store: StoreDep,
    seen: SeenDep,
    today: TodayDep,
    words: Annotated[str, Query(max_length=LONGEST_LINE)] = "",
    level: Annotated[str, Query(max_length=LONGEST_KEY)] = "",
    kind: Annotated[str, Query(max_length=LONGEST_LINE)] = "",
    only_never: bool = False,
) -> TargetShapes:
    """Danh bạ để chọn đối tượng, lần kiểm tra gần nhất của từng đơn vị, độ bao phủ."""
    found = targets_to_choose(store, seen.dossier, today)
    wanted = TargetFilter(words=words, level=level, kind=kind, only_never=only_never)
    return TargetShapes(
        units=[TargetShape.of(line) for line in filtered(found.lines, wanted)],
        coverage=[
            CoverageShape(
                level=each.level,
                kind=each.kind,
                units=each.units,
                in_plan=each.in_plan,
                by_year=[YearCount(year=year, units=units) for year, units in each.by_year],
                recent=each.recent,
                never=each.never,
            )
            for each in found.coverage
        ],
    )


@router.post("/{plan_key}/targets")
def add_new_targets(
    plan_key: Key, given: TargetsRequest, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> ChosenShape:
    """Đưa đơn vị vào kế hoạch, chưa có ngày."""
    changed = add_targets(store, plan_key, given.units, given.batch, by=visitor.actor, at=now)
    return ChosenShape.of(changed)


@router.delete("/{plan_key}/targets/{unit_key}")
def remove_one_target(
    plan_key: Key,
    unit_key: Key,
    store: StoreDep,
    visitor: VisitorDep,
    now: NowDep,
    number: Annotated[int, Query(ge=1, le=99)] = 1,
) -> ChosenShape:
    """Bỏ một cuộc kiểm tra khỏi kế hoạch."""
    changed = remove_target(store, plan_key, unit_key, number, None, by=visitor.actor, at=now)
    return ChosenShape.of(changed)


@router.get("/{plan_key}/settings")
def show_settings(seen: SeenDep) -> SettingsShape:
    """Thiết lập của kế hoạch."""
    return SettingsShape.of(seen.dossier.plan)


@router.patch("/{plan_key}/settings")
def change_settings(
    plan_key: Key, given: SettingsRequest, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> SettingsShape:
    """Đổi các phần thiết lập đã gửi."""
    dossier = store.plans.dossier(plan_key)
    for section in Section:
        name = section.name.lower()
        if name in given.model_fields_set:
            facts = getattr(given, name)
            dossier = change_section(store, visitor.signed_in, plan_key, section, facts, by=visitor.actor, at=now)
    return SettingsShape.of(dossier.plan)
