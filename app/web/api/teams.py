"""API: đoàn kiểm tra của dự thảo, lịch bận, kế hoạch của cơ quan khác."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, Field

from app.domain.absences import absences_by_key
from app.domain.batch_edits import BatchDetails
from app.domain.dates import Window
from app.domain.dossiers import PlanDossier
from app.domain.errors import Fault, InvalidInput
from app.domain.outside_plans import LONGEST_LINE, MOST_LINES, OutsideLine, Verdict, judged_lines, outside_reason
from app.domain.people import Absence, Person
from app.domain.releases import check_editable
from app.domain.teams import Role, Seat
from app.domain.typed_deadlines import typed_deadline
from app.services.outside_plans import take_outside_plan
from app.services.sentences import fault_sentence
from app.services.team_editing import TeamEditing
from app.web.deps import Key, NowDep, SeenDep, StoreDep, VisitorDep

router = APIRouter(prefix="/api/plans/{plan_key}", tags=["Đoàn kiểm tra"])

AbsenceKey = Annotated[str, Path(pattern="^[a-z0-9-]+$", max_length=200)]
Slug = Annotated[str, Field(pattern="^[a-z0-9-]+$", max_length=120)]
Text = Annotated[str, Field(max_length=500)]
Slugs = Annotated[list[Slug], Field(max_length=100)]


class BatchShape(BaseModel):
    """Đợt; hạn gửi báo cáo ghi bằng lời như trong văn bản."""

    name: Text
    team: Slug
    head: Slug | None = None
    deputies: Slugs = Field(default_factory=list)
    standing_deputy: Slug | None = None
    lead_agency: Slug | None = None
    deadline: Text = Field(default="", examples=["trước ngày 30/7/2026", "sau 03 ngày kể từ ngày ký"])


class TeamShape(BaseModel):
    """Đoàn, tổ."""

    name: Text


class SeatShape(BaseModel):
    """Thành viên: một người, hoặc một chức danh khi chưa có tên; người thay ghi khóa của thành viên được thay."""

    role: Role = Role.MEMBER
    person: Slug | None = None
    office: Text | None = None
    agency: Slug | None = None
    fields: Slugs = Field(default_factory=list)
    substitutes: Slug | None = None
    since: date | None = None
    until: date | None = None
    units: Slugs = Field(default_factory=list)


class PersonShape(BaseModel):
    """Người được nêu tên trong kế hoạch."""

    name: Text
    honorific: Text = "Ông"
    position: Text
    agency: Slug
    division: Text | None = None
    since: date | None = None
    until: date | None = None


class AbsenceShape(BaseModel):
    """Khoảng bận của một người hoặc một đơn vị, cả hai ngày đầu cuối."""

    person: Slug | None = None
    unit: Slug | None = None
    first: date
    last: date
    reason: Text


class KeptAbsence(AbsenceShape):
    """Khoảng bận đã ghi, kèm khóa để sửa hoặc bỏ."""

    key: str


class Absences(BaseModel):
    """Lịch bận theo thứ tự của kế hoạch."""

    busy_days: list[KeptAbsence]


class Kept(BaseModel):
    """Khóa của mục vừa ghi."""

    key: str


class OutsideLineShape(BaseModel):
    """Một dòng kế hoạch của cơ quan khác, ngày ghi theo cách nào cũng được."""

    unit: str = Field(max_length=LONGEST_LINE)
    first: str = Field(max_length=LONGEST_LINE)
    last: str = Field(default="", max_length=LONGEST_LINE)


class OutsideRequest(BaseModel):
    """Kế hoạch của cơ quan khác; `dry_run` là xem thử, chưa lấy dòng nào."""

    body: Text
    kind: Text
    lines: list[OutsideLineShape] = Field(max_length=MOST_LINES)
    dry_run: bool = True


class LineVerdict(BaseModel):
    """Kết luận về một dòng, lời giải thích, các đơn vị gần giống để chọn."""

    verdict: Verdict
    unit: str | None
    told: list[str]
    candidates: list[str]


class OutsideAnswer(BaseModel):
    """Kết luận từng dòng, và số dòng mới đã lấy."""

    lines: list[LineVerdict]
    taken: int


def _editing(store: StoreDep, plan_key: str, visitor: VisitorDep, now: NowDep) -> TeamEditing:
    return TeamEditing(store, plan_key, seen=None, by=visitor.actor, at=now)


def _batch(given: BatchShape) -> BatchDetails:
    values = given.model_dump(exclude={"deadline", "deputies"})
    return BatchDetails(
        **values, deputies=tuple(dict.fromkeys(given.deputies)), deadline=typed_deadline(given.deadline, "deadline")
    )


def _seat(given: SeatShape) -> Seat:
    values = given.model_dump(exclude={"fields", "units"})
    return Seat(key="", **values, fields=tuple(dict.fromkeys(given.fields)), units=tuple(dict.fromkeys(given.units)))


def _absence(given: AbsenceShape) -> Absence:
    if given.last < given.first:
        fault = Fault(place="last", code="day.order", found=given.last.isoformat(), wanted=given.first.isoformat())
        raise InvalidInput([fault])
    if given.person is not None and given.unit is not None:
        raise InvalidInput([Fault(place="subject", code="field.empty", wanted="riêng người hoặc riêng đơn vị")])
    window = Window(first=given.first, last=given.last)
    return Absence(window=window, reason=given.reason, person=given.person, unit=given.unit)


@router.post("/batches", status_code=201)
def add_batch(plan_key: Key, given: BatchShape, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Kept:
    """Thêm một đợt."""
    made = _editing(store, plan_key, visitor, now).save_batch(None, _batch(given))
    return Kept(key=made.plan.batches[-1].key)


@router.put("/batches/{batch_key}")
def change_batch(
    plan_key: Key, batch_key: Key, given: BatchShape, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> Kept:
    """Sửa một đợt."""
    _editing(store, plan_key, visitor, now).save_batch(batch_key, _batch(given))
    return Kept(key=batch_key)


@router.delete("/batches/{batch_key}", status_code=204)
def remove_batch(plan_key: Key, batch_key: Key, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Response:
    """Xóa một đợt chưa có đơn vị."""
    _editing(store, plan_key, visitor, now).remove_batch(batch_key)
    return Response(status_code=204)


@router.post("/alternation", status_code=204)
def alternate(plan_key: Key, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Response:
    """Xếp lại Trưởng đoàn, Phó Trưởng đoàn của các đợt theo luân phiên mà kế hoạch nêu."""
    _editing(store, plan_key, visitor, now).alternate()
    return Response(status_code=204)


@router.post("/teams", status_code=201)
def add_team(plan_key: Key, given: TeamShape, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Kept:
    """Thêm một đoàn, tổ."""
    return Kept(key=_editing(store, plan_key, visitor, now).save_team(None, given.name).plan.teams[-1].key)


@router.post("/teams/{team_key}/seats", status_code=201)
def add_seat(
    plan_key: Key, team_key: Key, given: SeatShape, store: StoreDep, seen: SeenDep, visitor: VisitorDep, now: NowDep
) -> Kept:
    """Thêm một thành viên, hoặc người thay."""
    before = {seat.key for team in seen.dossier.plan.teams for seat in team.seats}
    made = _editing(store, plan_key, visitor, now).save_seat(team_key, None, _seat(given))
    return Kept(key=next(seat.key for seat in made.plan.team(team_key).seats if seat.key not in before))


@router.put("/teams/{team_key}/seats/{seat_key}")
def change_seat(
    plan_key: Key, team_key: Key, seat_key: Key, given: SeatShape, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> Kept:
    """Sửa một thành viên."""
    _editing(store, plan_key, visitor, now).save_seat(team_key, seat_key, _seat(given))
    return Kept(key=seat_key)


@router.delete("/teams/{team_key}/seats/{seat_key}", status_code=204)
def remove_seat(
    plan_key: Key, team_key: Key, seat_key: Key, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> Response:
    """Bỏ một thành viên."""
    _editing(store, plan_key, visitor, now).remove_seat(team_key, seat_key)
    return Response(status_code=204)


@router.post("/people", status_code=201)
def add_person(plan_key: Key, given: PersonShape, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Kept:
    """Thêm một người."""
    made = _editing(store, plan_key, visitor, now).save_person(None, Person(key="", **given.model_dump()))
    return Kept(key=made.people[-1].key)


@router.put("/people/{person_key}")
def change_person(
    plan_key: Key, person_key: Key, given: PersonShape, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> Kept:
    """Sửa một người."""
    _editing(store, plan_key, visitor, now).save_person(person_key, Person(key="", **given.model_dump()))
    return Kept(key=person_key)


@router.delete("/people/{person_key}", status_code=204)
def remove_person(plan_key: Key, person_key: Key, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Response:
    """Bỏ một người chưa được phân việc nào."""
    _editing(store, plan_key, visitor, now).remove_person(person_key)
    return Response(status_code=204)


@router.get("/busy-days")
def list_absences(plan_key: Key, seen: SeenDep) -> Absences:  # noqa: ARG001 — it is the plan seen
    """Lịch bận của người và đơn vị."""
    return Absences(busy_days=[_kept(key, each) for key, each in absences_by_key(seen.dossier.plan).items()])


@router.post("/busy-days", status_code=201)
def add_absence(plan_key: Key, given: AbsenceShape, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Kept:
    """Thêm một khoảng bận."""
    made = _editing(store, plan_key, visitor, now).save_absence(None, _absence(given))
    return Kept(key=list(absences_by_key(made.plan))[-1])


@router.put("/busy-days/{absence_key}", status_code=204)
def change_absence(
    plan_key: Key, absence_key: AbsenceKey, given: AbsenceShape, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> Response:
    """Sửa một khoảng bận; khóa đổi theo ngày đầu."""
    _editing(store, plan_key, visitor, now).save_absence(absence_key, _absence(given))
    return Response(status_code=204)


@router.delete("/busy-days/{absence_key}", status_code=204)
def remove_absence(
    plan_key: Key, absence_key: AbsenceKey, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> Response:
    """Bỏ một khoảng bận."""
    _editing(store, plan_key, visitor, now).remove_absence(absence_key)
    return Response(status_code=204)


@router.post("/outside-plans")
def take_outside(
    plan_key: Key, given: OutsideRequest, store: StoreDep, seen: SeenDep, visitor: VisitorDep, now: NowDep
) -> OutsideAnswer:
    """Xem thử, hoặc lấy các dòng lấy được của kế hoạch của cơ quan khác."""
    check_editable(seen.dossier.plan)
    reason = outside_reason(given.body, given.kind)
    lines = [
        OutsideLine(place=f"dòng {number}", unit=line.unit, first=line.first, last=line.last)
        for number, line in enumerate(given.lines, 1)
    ]
    verdicts = _verdicts(seen.dossier, lines, reason)
    if given.dry_run or not lines:
        return OutsideAnswer(lines=verdicts, taken=0)
    taken = take_outside_plan(store, plan_key, lines, reason, by=visitor.actor, at=now)
    return OutsideAnswer(lines=verdicts, taken=taken)


def _verdicts(dossier: PlanDossier, lines: list[OutsideLine], reason: str) -> list[LineVerdict]:
    return [
        LineVerdict(
            verdict=each.verdict,
            unit=each.unit,
            told=[fault_sentence(fault) for fault in each.faults],
            candidates=list(each.candidates),
        )
        for each in judged_lines(dossier, lines, reason)
    ]


def _kept(key: str, absence: Absence) -> KeptAbsence:
    return KeptAbsence(
        key=key,
        person=absence.person,
        unit=absence.unit,
        first=absence.window.first,
        last=absence.window.last,
        reason=absence.reason,
    )
