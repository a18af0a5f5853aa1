"""Hình dạng JSON của kế hoạch: what the API says of a plan, its visits, its units, its problems, its files."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from app.domain.schedules import report_due, time_words, working_days_of

if TYPE_CHECKING:
    from app.domain.dates import Window, WorkCalendar
    from app.domain.releases import Release
    from app.domain.visits import Visit
    from app.services import seeing
    from app.services.checking import WordedProblem
    from app.services.emission import Omission, PlannedFile
    from app.services.seeing import SeenPlan


class PlanLine(BaseModel):
    """Dòng danh mục kế hoạch."""

    key: str
    title: str
    kind: str
    year: int
    state: str

    @classmethod
    def of(cls, line: seeing.PlanLine) -> PlanLine:
        """Return the line of a plan."""
        return cls(key=line.key, title=line.title, kind=line.kind, year=line.year, state=line.state.value)


class PlanLines(BaseModel):
    """Danh mục kế hoạch, newest year first."""

    plans: list[PlanLine]


class PlanFacts(PlanLine):
    """Kế hoạch; `release` is the number of the release shown, null for one that is being drawn up."""

    release: int | None
    decision_number: str | None
    decision_day: date | None
    lead_agencies: list[str]
    targets: list[str] = Field(description="Khóa của các đơn vị được kiểm tra, theo thứ tự của kế hoạch.")

    @classmethod
    def seen(cls, seen: SeenPlan) -> PlanFacts:
        """Return the facts of a plan as the visitor sees it."""
        plan = seen.dossier.plan
        return cls(
            key=plan.key,
            title=plan.title,
            kind=plan.kind,
            year=plan.year,
            state=plan.state.value,
            release=seen.release,
            decision_number=plan.decision.number,
            decision_day=plan.decision.day,
            lead_agencies=list(plan.lead_agencies),
            targets=list(dict.fromkeys(visit.unit for visit in plan.visits if not visit.is_reserve)),
        )


class WindowShape(BaseModel):
    """Khoảng thời gian: both ends are in; `opens` and `closes` tell the half-days."""

    first: date
    last: date
    opens: str
    closes: str

    @classmethod
    def of(cls, window: Window) -> WindowShape:
        """Return the shape of a window."""
        return cls(first=window.first, last=window.last, opens=window.opens.value, closes=window.closes.value)


class VisitShape(BaseModel):
    """Cuộc kiểm tra; `report_last_day` is the last day on which the unit's report is in time."""

    unit: str
    unit_name: str
    number: int
    batch: str
    time: str = Field(description="Thời gian bằng chữ.")
    window: WindowShape | None
    working_days: int
    lead_agency: str | None
    head: str | None = Field(description="Họ tên, chức vụ của người dẫn đầu.")
    report_deadline: str | None
    report_last_day: date | None
    is_reserve: bool

    @classmethod
    def of(cls, visit: Visit, seen: SeenPlan, calendar: WorkCalendar) -> VisitShape:
        """Return the shape of a visit of the plan."""
        dossier, plan = seen.dossier, seen.dossier.plan
        head, due = plan.head_of(visit), report_due(plan, visit, calendar)
        return cls(
            unit=visit.unit,
            unit_name=dossier.unit_name(visit.unit),
            number=visit.number,
            batch=visit.batch,
            time=time_words(visit),
            window=WindowShape.of(visit.window) if visit.window else None,
            working_days=len(working_days_of(visit.window, calendar)) if visit.window else 0,
            lead_agency=plan.lead_agency_of(visit),
            head=dossier.person_line(head) if head else None,
            report_deadline=due.words if due else None,
            report_last_day=due.last_day if due else None,
            is_reserve=visit.is_reserve,
        )


class VisitShapes(BaseModel):
    """Các cuộc kiểm tra, in the plan's order."""

    visits: list[VisitShape]


class ProblemShape(BaseModel):
    """Vấn đề phát hiện, as `kiemtra check --json` prints it."""

    code: str
    level: str
    subjects: list[str]
    dates: list[date]
    message: str

    @classmethod
    def of(cls, worded: WordedProblem) -> ProblemShape:
        """Return the shape of a problem."""
        return cls(
            code=worded.problem.code,
            level=worded.problem.severity.value,
            subjects=list(worded.problem.subjects),
            dates=list(worded.problem.dates),
            message=worded.message,
        )


class ProblemShapes(BaseModel):
    """Các vấn đề của một kế hoạch, by level."""

    plan: str
    release: int | None
    problems: list[ProblemShape]


class UnitShape(BaseModel):
    """Đơn vị trong một kế hoạch: inspected, drawn, or inspecting itself."""

    key: str
    name: str
    inspects_itself: bool
    deadline: str | None
    last_day: date | None
    last_working_day: date | None
    visits: list[VisitShape]
    files: list[str] = Field(description="Đường dẫn của các tệp dành cho đơn vị, tải ở files/.")


class FileShape(BaseModel):
    """Tệp của bộ văn bản."""

    path: str
    kind: str
    unit: str | None

    @classmethod
    def of(cls, planned: PlannedFile) -> FileShape:
        """Return the shape of a file."""
        return cls(path=planned.path, kind=planned.kind, unit=planned.unit)


class OmissionShape(BaseModel):
    """Tệp không phát và lý do."""

    path: str
    reason: str
    unit: str | None

    @classmethod
    def of(cls, omission: Omission) -> OmissionShape:
        """Return the shape of a file left out."""
        return cls(path=omission.path, reason=omission.reason, unit=omission.unit)


class FileShapes(BaseModel):
    """Bộ văn bản."""

    files: list[FileShape]
    omitted: list[OmissionShape]


class ReleaseShape(BaseModel):
    """Bản ban hành."""

    number: int
    decision_number: str
    decision_day: date
    issued_at: datetime
    sha256: str

    @classmethod
    def of(cls, release: Release) -> ReleaseShape:
        """Return the shape of a release."""
        return cls(
            number=release.number,
            decision_number=release.decision_number,
            decision_day=release.decision_day,
            issued_at=release.issued_at,
            sha256=release.sha256,
        )


class ReleaseShapes(BaseModel):
    """Các bản ban hành, oldest first."""

    releases: list[ReleaseShape]
