"""API: chọn ngẫu nhiên: danh sách, cam kết, dãy số, kết quả, thay và hủy; hồ sơ công khai của từng lần."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from app.domain.draws.draws import CommuneDraw, DrawPhase, Randomness, RandomnessKind
from app.domain.draws.records import record_of
from app.domain.errors import NotFound, StaleVersion
from app.domain.public_ledgers import last_hash
from app.services.draws import (
    LONGEST_RANDOMNESS,
    WantedDraw,
    annul_draw,
    commit_draw,
    draw_at,
    drop_proposal,
    enter_seed,
    open_draw,
    propose_draw,
    replace_unit,
    run_draw,
)
from app.web.deps import Key, NowDep, SeenDep, StoreDep, VisitorDep

router = APIRouter(prefix="/api/plans/{plan_key}/draws", tags=["Chọn ngẫu nhiên"])

Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Code = Annotated[str, Field(min_length=1, max_length=100)]
Words = Annotated[str, Field(max_length=2000)]
_MOST_UNITS = 20_000


class CodeAndReason(BaseModel):
    """Đơn vị để ngoài danh sách hoặc chọn sẵn, theo mã, kèm lý do."""

    code: Code
    reason: Words


class ReasonedShape(CodeAndReason):
    """Như trên, kèm tên đầy đủ."""

    name: str


class FrameUnitShape(BaseModel):
    """Đơn vị trong danh sách chọn."""

    code: str
    name: str


class TicketShape(BaseModel):
    """Mã SHA-256 của một đơn vị."""

    code: str
    ticket: str


class EntryShape(BaseModel):
    """Dòng của sổ công khai; `hash` là mã băm của `prev`, dấu xuống dòng và JSON của `at`, `data`, `event`."""

    at: str
    event: Literal["commit", "seed", "draw", "replace", "annul", "reveal"]
    data: dict[str, Any]
    prev: str
    hash: str


class DrawRecord(BaseModel):
    """Hồ sơ công khai của một lần chọn, đủ để tính lại; bước chưa đến thì trống."""

    id: str
    plan: str
    unit: str
    count: int
    without: list[ReasonedShape]
    with_: list[ReasonedShape] = Field(alias="with")
    frame: list[FrameUnitShape]
    frame_text: str
    frame_sha256: str
    commitment_text: str
    commitment: str
    seed: str | None
    seed_typed: str | None
    source: str | None
    witnesses: list[str]
    tickets: list[TicketShape]
    drawn: list[str]
    alternates: list[str]
    ledger: list[EntryShape]

    @classmethod
    def of(cls, draw: CommuneDraw) -> DrawRecord:
        """Return the record of a draw."""
        return cls.model_validate(record_of(draw))


class DrawLine(BaseModel):
    """Một lần chọn: đã đến bước nào, kết quả đang đứng; `last_hash` gửi lại trong `seen` khi làm bước tiếp."""

    id: str
    unit: str
    unit_name: str
    attempt: int
    phase: DrawPhase
    count: int
    units: int
    objections_until: date | None
    commitment: str
    last_hash: str
    chosen: list[str]

    @classmethod
    def of(cls, draw: CommuneDraw) -> DrawLine:
        """Return the line of a draw."""
        return cls(
            id=draw.code,
            unit=draw.unit,
            unit_name=draw.unit_name,
            attempt=draw.attempt,
            phase=draw.phase,
            count=draw.count,
            units=len(draw.frame),
            objections_until=draw.challenge_until,
            commitment=draw.commitment,
            last_hash=last_hash(draw.ledger),
            chosen=list(draw.chosen),
        )


class DrawLines(BaseModel):
    """Mọi lần chọn của kế hoạch, kể cả danh sách dự kiến và lần đã hủy."""

    draws: list[DrawLine]


class RandomnessShape(BaseModel):
    """Cách lấy dãy số công khai, công bố nguyên văn."""

    text: str = Field(max_length=LONGEST_RANDOMNESS, examples=["Gieo một xúc xắc sáu mặt 20 lần tại phiên chọn"])
    kind: RandomnessKind = RandomnessKind.STATED
    day: date | None = None
    parties: list[Annotated[str, Field(max_length=300)]] = Field(default_factory=list, max_length=20)


class DrawRequest(BaseModel):
    """Danh sách dự kiến; `commit` thì chốt và công bố luôn."""

    unit: str = Field(pattern="^[a-z0-9-]+$", max_length=200, description="Khóa của đơn vị, cụm hoặc nhóm đối tượng.")
    count: int = Field(ge=-1_000_000, le=1_000_000)
    randomness: RandomnessShape
    without: list[CodeAndReason] = Field(default_factory=list, max_length=_MOST_UNITS)
    with_: list[CodeAndReason] = Field(default_factory=list, max_length=_MOST_UNITS, alias="with")
    directory_day: date | None = None
    objections_until: date | None = None
    commit: bool = False


class Step(BaseModel):
    """Bước tiếp theo; `seen` là mã dòng cuối của sổ đã xem (64 số 0 khi sổ còn trống), để trống thì theo hiện tại."""

    seen: Hash | None = None


class CommitStep(Step):
    """Chốt; `commitment` là mã cam kết đã xem, để trống thì theo hiện tại."""

    commitment: Hash | None = None


class SeedStep(Step):
    """Dãy số như đã gõ, nguồn và những người có mặt."""

    seed: Words
    source: Words
    witnesses: list[Words] = Field(default_factory=list, max_length=100)


class ReplaceStep(Step):
    """Mã của đơn vị được thay và lý do; đơn vị dự phòng kế tiếp vào thay."""

    unit: Code
    reason: Words


class AnnulStep(Step):
    """Lý do hủy và người ký."""

    reason: Words
    signatory: Words


@router.get("")
def list_draws(store: StoreDep, seen: SeenDep) -> DrawLines:
    """Mọi lần chọn của kế hoạch."""
    return DrawLines(draws=[DrawLine.of(draw) for draw in store.draws.of_plan(seen.dossier.plan.key)])


@router.post("", status_code=201)
def put_up(plan_key: Key, given: DrawRequest, store: StoreDep, visitor: VisitorDep, now: NowDep) -> DrawRecord:
    """Lập danh sách dự kiến, hoặc chốt luôn."""
    wanted = WantedDraw(
        count=given.count,
        randomness=Randomness(
            text=given.randomness.text,
            kind=given.randomness.kind,
            day=given.randomness.day,
            parties=tuple(given.randomness.parties),
        ),
        without=tuple((each.code, each.reason) for each in given.without),
        included=tuple((each.code, each.reason) for each in given.with_),
        day=given.directory_day,
        challenge_until=given.objections_until,
    )
    make = open_draw if given.commit else propose_draw
    return DrawRecord.of(make(store, plan_key, given.unit, wanted, by=visitor.actor, at=now))


@router.get("/{unit_key}")
def show_draw(
    plan_key: Key,
    unit_key: Key,
    store: StoreDep,
    attempt: Annotated[int | None, Query(ge=1, le=10_000)] = None,
) -> DrawRecord:
    """Hồ sơ của lần chọn sau cùng tại một nơi, hoặc của lần thứ `attempt`."""
    draw = draw_at(store, plan_key, unit_key)
    if attempt is None or attempt == draw.attempt:
        return DrawRecord.of(draw)
    found = next((each for each in store.draws.of_unit(plan_key, unit_key) if each.attempt == attempt), None)
    if found is None:
        raise NotFound("draw", f"{plan_key}.{unit_key}.{attempt}")
    return DrawRecord.of(found)


@router.delete("/{unit_key}", status_code=204)
def drop(plan_key: Key, unit_key: Key, store: StoreDep, visitor: VisitorDep, now: NowDep) -> None:
    """Bỏ danh sách chưa chốt."""
    drop_proposal(store, draw_at(store, plan_key, unit_key).code, by=visitor.actor, at=now)


@router.post("/{unit_key}/commit")
def commit(
    plan_key: Key, unit_key: Key, given: CommitStep, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> DrawRecord:
    """Chốt và công bố danh sách, số đơn vị, cách lấy dãy số."""
    draw = draw_at(store, plan_key, unit_key)
    if given.commitment not in {None, draw.commitment}:
        raise StaleVersion("draw", draw.code)
    return DrawRecord.of(commit_draw(store, draw.code, seen=given.seen, by=visitor.actor, at=now))


@router.post("/{unit_key}/seed")
def seed(
    plan_key: Key, unit_key: Key, given: SeedStep, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> DrawRecord:
    """Nhập dãy số công khai, một lần."""
    code = draw_at(store, plan_key, unit_key).code
    after = enter_seed(
        store,
        code,
        given.seed,
        source=given.source,
        witnesses=given.witnesses,
        seen=given.seen,
        by=visitor.actor,
        at=now,
    )
    return DrawRecord.of(after)


@router.post("/{unit_key}/run")
def run(plan_key: Key, unit_key: Key, given: Step, store: StoreDep, visitor: VisitorDep, now: NowDep) -> DrawRecord:
    """Chọn, một lần."""
    code = draw_at(store, plan_key, unit_key).code
    return DrawRecord.of(run_draw(store, code, seen=given.seen, by=visitor.actor, at=now))


@router.post("/{unit_key}/replace")
def replace(
    plan_key: Key, unit_key: Key, given: ReplaceStep, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> DrawRecord:
    """Thay một đơn vị bằng đơn vị dự phòng kế tiếp."""
    code = draw_at(store, plan_key, unit_key).code
    after = replace_unit(store, code, given.unit, given.reason, seen=given.seen, by=visitor.actor, at=now)
    return DrawRecord.of(after)


@router.post("/{unit_key}/annul")
def annul(
    plan_key: Key, unit_key: Key, given: AnnulStep, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> DrawRecord:
    """Hủy lần chọn bằng một dòng công khai."""
    code = draw_at(store, plan_key, unit_key).code
    told = {"reason": given.reason, "signatory": given.signatory}
    return DrawRecord.of(annul_draw(store, code, **told, seen=given.seen, by=visitor.actor, at=now))
