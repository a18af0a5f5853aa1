"""API: đề xuất lịch, xử lý tình huống phát sinh."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response

from app.domain.dates import Window
from app.domain.errors import Fault, InvalidInput
from app.domain.happenings import DaysOffDecreed, PersonAway, PlaceClosed, UnitAdded, UnitWithdrawn
from app.domain.proposals import ProposalKind, ProposalState
from app.planfiles.schedule_requests import read_schedule_request
from app.services.checking import worded
from app.services.proposal_jobs import is_lost
from app.services.proposal_use import (
    answer_of,
    ask_for_replan,
    ask_for_schedule,
    asked_words,
    use_option,
)
from app.services.sentences import schedule_sentence
from app.web.api.plan_shapes import ProblemShape
from app.web.deps import Key, NowDep, SeenDep, StoreDep, TodayDep, VisitorDep
from app.web.searches import answer_and_search, searches_of

if TYPE_CHECKING:
    from app.domain.happenings import Happening
    from app.domain.proposals import Proposal
    from app.domain.schedule_options import PlacedVisit, ScheduleOption

router = APIRouter(prefix="/api/plans/{plan_key}", tags=["Đề xuất lịch"])

ProposalId = Annotated[int, Path(ge=1, le=2**31 - 1)]
_ACCEPTED = 202


class ScheduleWishes(BaseModel):
    """Yêu cầu đề xuất lịch: nội dung tệp yêu cầu, dạng TOML, như lệnh kiemtra propose nhận."""

    request: str = Field(min_length=1, max_length=200_000, examples=['aim = "mend"'])


class HappeningShape(BaseModel):
    """Tình huống phát sinh: loại, và những trường mà loại đó cần."""

    kind: Literal["person_away", "place_closed", "unit_withdrawn", "unit_added", "days_off_decreed"]
    reason: str = Field(min_length=1, max_length=300, description="Lý do; với ngày nghỉ là tên ngày nghỉ.")
    person: str = Field(default="", max_length=100, description="Khóa của người vắng mặt.")
    place: str = Field(default="", max_length=100, description="Khóa của đơn vị hoặc địa bàn không làm việc được.")
    unit: str = Field(default="", max_length=100, description="Khóa của đơn vị rút ra hoặc thêm vào.")
    number: int = Field(default=1, ge=1, le=9, description="Lần kiểm tra của đơn vị rút ra.")
    batch: str = Field(default="", max_length=100, description="Khóa của đợt nhận đơn vị thêm vào.")
    working_days: int | None = Field(default=None, ge=1, le=60, description="Số ngày làm việc của đơn vị thêm vào.")
    first: date | None = None
    last: date | None = None

    def happening(self) -> Happening:
        """Return what happened; raise InvalidInput where days are missing or turned round."""
        match self.kind:
            case "person_away":
                return PersonAway(person=self.person, window=self._window(), reason=self.reason)
            case "place_closed":
                return PlaceClosed(place=self.place, window=self._window(), reason=self.reason)
            case "unit_withdrawn":
                return UnitWithdrawn(unit=self.unit, number=self.number, reason=self.reason)
            case "unit_added":
                return UnitAdded(unit=self.unit, batch=self.batch, reason=self.reason)
            case "days_off_decreed":
                return DaysOffDecreed(window=self._window(), name=self.reason)

    def _window(self) -> Window:
        if self.first is None or self.last is None:
            raise InvalidInput([Fault(place="first" if self.first is None else "last", code="day.empty")])
        if self.last < self.first:
            found, wanted = self.last.isoformat(), self.first.isoformat()
            raise InvalidInput([Fault(place="last", code="day.order", found=found, wanted=wanted)])
        return Window(first=self.first, last=self.last)


class PlacedShape(BaseModel):
    """Một cuộc trong phương án; `former_start` là ngày bắt đầu hiện có, null nếu chưa có."""

    unit: str
    number: int
    start: date
    end: date
    team: str
    head_agency: str | None
    former_start: date | None
    former_end: date | None

    @classmethod
    def of(cls, placed: PlacedVisit) -> PlacedShape:
        """Return the shape of a visit in an option."""
        former = placed.former
        return cls(
            unit=placed.unit,
            number=placed.number,
            start=placed.window.first,
            end=placed.window.last,
            team=placed.team,
            head_agency=placed.head_agency,
            former_start=former.first if former is not None else None,
            former_end=former.last if former is not None else None,
        )


class OptionShape(BaseModel):
    """Phương án lịch."""

    kind: str
    visits: list[PlacedShape]
    moved: int
    days_moved: int
    proven: bool
    cut_short: bool
    costs: list[str]
    problems: list[ProblemShape]

    @classmethod
    def of(cls, option: ScheduleOption) -> OptionShape:
        """Return the shape of an option."""
        return cls(
            kind=option.kind.value,
            visits=[PlacedShape.of(each) for each in option.visits],
            moved=option.moved,
            days_moved=option.days_moved,
            proven=option.proven,
            cut_short=option.cut_short,
            costs=[schedule_sentence(cost) for cost in option.costs],
            problems=[ProblemShape.of(each) for each in worded(option.problems)],
        )


class ProposalShape(BaseModel):
    """Đề xuất: tình trạng, và trả lời khi đã có; `version` là lần sửa của kế hoạch lúc yêu cầu."""

    id: int
    kind: ProposalKind
    state: ProposalState
    version: int
    asked: str
    asked_at: datetime
    options: list[OptionShape]
    clashes: list[str]
    notes: list[str]

    @classmethod
    def of(cls, proposal: Proposal, now: datetime) -> ProposalShape:
        """Return the shape of a proposal at that moment."""
        answer = answer_of(proposal)
        return cls(
            id=proposal.id,
            kind=proposal.kind,
            state=ProposalState.FAILED if is_lost(proposal, now) else proposal.state,
            version=proposal.version,
            asked=asked_words(proposal),
            asked_at=proposal.asked_at,
            options=[OptionShape.of(option) for option in answer.options] if answer else [],
            clashes=[schedule_sentence(clash) for clash in answer.clashes] if answer else [],
            notes=[schedule_sentence(note) for note in answer.notes] if answer else [],
        )


class OptionChoice(BaseModel):
    """Phương án được dùng, đếm từ 1."""

    option: int = Field(ge=1, le=9)


class UsedShape(BaseModel):
    """Kế hoạch sau khi dùng phương án."""

    plan: str
    version: int


@router.post("/proposals", status_code=_ACCEPTED, response_model=ProposalShape)
def ask_schedule(
    request: Request,
    plan_key: Key,
    given: ScheduleWishes,
    store: StoreDep,
    _seen: SeenDep,
    visitor: VisitorDep,
    today: TodayDep,
    now: NowDep,
) -> Response:
    """Yêu cầu đề xuất lịch cho dự thảo; trả lời có sau, ở địa chỉ của đề xuất."""
    file = read_schedule_request(given.request.encode(), "request.toml")
    searches_of(request).check_room()
    try:
        proposal = ask_for_schedule(store, plan_key, file.request, today=today, by=visitor.actor, at=now)
    except InvalidInput as error:
        raise InvalidInput(file.located(error.faults)) from error
    return _accepted(request, proposal, visitor, now)


@router.post("/replanning", status_code=_ACCEPTED, response_model=ProposalShape)
def ask_replanning(
    request: Request,
    plan_key: Key,
    given: HappeningShape,
    store: StoreDep,
    _seen: SeenDep,
    visitor: VisitorDep,
    today: TodayDep,
    now: NowDep,
) -> Response:
    """Nêu tình huống phát sinh của kế hoạch đã ban hành, tìm cách điều chỉnh ít xáo trộn nhất."""
    happening = given.happening()
    searches_of(request).check_room()
    proposal = ask_for_replan(
        store, plan_key, happening, working_days=given.working_days, today=today, by=visitor.actor, at=now
    )
    return _accepted(request, proposal, visitor, now)


@router.get("/proposals/{proposal_id}")
def show_proposal(
    plan_key: Key, proposal_id: ProposalId, store: StoreDep, _seen: SeenDep, now: NowDep
) -> ProposalShape:
    """Một đề xuất: đang tìm, hay đã có trả lời."""
    return ProposalShape.of(store.proposals.get(plan_key, proposal_id), now)


@router.post("/proposals/{proposal_id}/application")
def use_proposal(
    plan_key: Key,
    proposal_id: ProposalId,
    given: OptionChoice,
    store: StoreDep,
    _seen: SeenDep,
    visitor: VisitorDep,
    now: NowDep,
) -> UsedShape:
    """Dùng một phương án làm lịch của dự thảo; kế hoạch đang ban hành thì mở một điều chỉnh."""
    use_option(store, plan_key, proposal_id, given.option, by=visitor.actor, at=now)
    return UsedShape(plan=plan_key, version=store.plans.version(plan_key))


def _accepted(request: Request, proposal: Proposal, visitor: VisitorDep, now: datetime) -> Response:
    content = ProposalShape.of(proposal, now).model_dump(mode="json")
    return answer_and_search(request, proposal, visitor.actor, JSONResponse(content, status_code=_ACCEPTED))
