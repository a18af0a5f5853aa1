"""Lần chọn: from the list to draw from to its result, each step an entry of the public ledger and never taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, cast

from app.domain.dates import TIME_ZONE
from app.domain.draws.tickets import (
    Ticket,
    commitment_text,
    digest,
    frame_text,
    normalised_seed,
    tickets_in_order,
)
from app.domain.errors import Fault, InvalidInput, Refused
from app.domain.public_ledgers import LedgerEvent, PublicEntry, grown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from app.domain.public_ledgers import Json


class PoolKind(StrEnum):
    """Nơi chọn: of what the list to draw from is made up."""

    UNIT = "unit"
    """Đơn vị cấp dưới của một đơn vị được kiểm tra."""
    CLUSTER = "cluster"
    """Cụm đơn vị mà kế hoạch đặt ra."""
    QUOTA = "quota"
    """Nhóm đối tượng theo số lượng, chưa nêu tên."""


class RandomnessKind(StrEnum):
    """Cách lấy dãy số công khai."""

    DICE = "dice"
    """Gieo xúc xắc tại phiên chọn, trước những người có mặt."""
    LOTTERY = "lottery"
    """Kết quả một kỳ xổ số công bố vào một ngày sau ngày cam kết."""
    PARTS = "parts"
    """Ghép các phần mà mỗi bên ghi kín rồi mở cùng lúc."""
    STATED = "stated"
    """Cách khác, như lời ghi."""


class DrawPhase(StrEnum):
    """Bước mà lần chọn đã đến."""

    PROPOSED = "proposed"
    COMMITTED = "committed"
    SEEDED = "seeded"
    DRAWN = "drawn"
    ANNULLED = "annulled"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameUnit:
    """Đơn vị trong danh sách chọn: its official code and full name, as they are hashed."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonedUnit:
    """Đơn vị để ngoài danh sách chọn, hoặc chọn sẵn, kèm lý do."""

    code: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Randomness:
    """Dãy số công khai được lấy thế nào: `text` is what is committed to, one line.

    `day` is when it will be there at the earliest; `parties` write a part each, in the order in which they are joined.
    """

    text: str
    kind: RandomnessKind = RandomnessKind.STATED
    day: date | None = None
    parties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """Thay một đơn vị đã chọn bằng đơn vị dự phòng kế tiếp."""

    out: str
    into: str
    reason: str
    at: str


@dataclass(frozen=True, kw_only=True)
class CommuneDraw:
    """Chọn ngẫu nhiên đơn vị cấp xã: one draw at one unit (cluster, class of targets) of a plan, the `attempt`th there.

    `code` names it for ever ("ke-hoach.don-vi.1"). The names of plan and unit are kept as they were, and the list as
    it was on `day`, so that the record stands by itself. `previous` is the last hash of the draw before at that unit.
    Before the first entry of `ledger` it is a proposal, open to objections until `challenge_until`; afterwards nothing
    but the ledger grows.
    """

    code: str
    plan: str
    plan_title: str
    unit: str
    unit_name: str
    kind: PoolKind
    attempt: int
    previous: str | None
    day: date
    least: int
    most: int
    count: int
    frame: tuple[FrameUnit, ...]
    without: tuple[ReasonedUnit, ...] = ()
    included: tuple[ReasonedUnit, ...] = ()
    randomness: Randomness
    challenge_until: date | None = None
    ledger: tuple[PublicEntry, ...] = ()

    @cached_property
    def phase(self) -> DrawPhase:
        """How far the draw went."""
        events = {entry.event for entry in self.ledger}
        for event, phase in _PHASES:
            if event in events:
                return phase
        return DrawPhase.PROPOSED

    @property
    def is_live(self) -> bool:
        """Say whether it stands in the way of another draw at that unit: whatever is committed to and not annulled."""
        return self.phase not in {DrawPhase.PROPOSED, DrawPhase.ANNULLED}

    @cached_property
    def frame_text(self) -> str:
        """The list as it is hashed."""
        return frame_text((unit.code, unit.name) for unit in self.frame)

    @cached_property
    def frame_sha256(self) -> str:
        """The hash of the list."""
        return digest(self.frame_text)

    @cached_property
    def commitment_text(self) -> str:
        """What is, or will be, committed to."""
        return commitment_text(
            plan=self.plan,
            unit=self.unit,
            frame_sha256=self.frame_sha256,
            count=self.count,
            randomness=self.randomness.text,
        )

    @cached_property
    def commitment(self) -> str:
        """The hash of what is committed to."""
        return digest(self.commitment_text)

    @property
    def seed_entry(self) -> PublicEntry | None:
        """The entry of the seed."""
        return self.entry(LedgerEvent.SEED)

    @property
    def seed(self) -> str | None:
        """The seed as it is hashed; None before it is entered."""
        return None if self.seed_entry is None else str(self.seed_entry.data["seed"])

    @property
    def seed_typed(self) -> str | None:
        """The seed as it was typed."""
        return None if self.seed_entry is None else str(self.seed_entry.data["typed"])

    @property
    def source(self) -> str | None:
        """Where the seed came from."""
        return None if self.seed_entry is None else str(self.seed_entry.data["source"])

    @property
    def witnesses(self) -> tuple[str, ...]:
        """Who was there, as given."""
        return () if self.seed_entry is None else tuple(map(str, _list(self.seed_entry.data["witnesses"])))

    @cached_property
    def tickets(self) -> tuple[Ticket, ...]:
        """Every unit of the list with its ticket, in the order that they give; empty before the draw."""
        if self.seed is None or self.entry(LedgerEvent.DRAW) is None:
            return ()
        return tickets_in_order(self.commitment, self.seed, (unit.code for unit in self.frame))

    @property
    def drawn(self) -> tuple[str, ...]:
        """The codes drawn, in order, as the draw gave them."""
        return tuple(code for code, _ in self.tickets[: self.count])

    @property
    def alternates(self) -> tuple[str, ...]:
        """The codes of all others, in order: whoever comes next takes the place of one that drops out."""
        return tuple(code for code, _ in self.tickets[self.count :])

    @property
    def replacements(self) -> tuple[Replacement, ...]:
        """What was replaced since, in order."""
        found = (entry for entry in self.ledger if entry.event == LedgerEvent.REPLACE)
        return tuple(
            Replacement(out=str(e.data["out"]), into=str(e.data["in"]), reason=str(e.data["reason"]), at=e.at)
            for e in found
        )

    @property
    def standing(self) -> tuple[str, ...]:
        """The codes drawn as they stand after replacements, each in the place of the one that it took over."""
        places = list(self.drawn)
        for replacement in self.replacements:
            places[places.index(replacement.out)] = replacement.into
        return tuple(places)

    @property
    def next_alternate(self) -> str | None:
        """The code that takes the next place that becomes free; None where the list is used up."""
        used = {replacement.into for replacement in self.replacements}
        return next((code for code in self.alternates if code not in used), None)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The codes of all units that are inspected by this draw: those put in beforehand, then those drawn."""
        if self.phase != DrawPhase.DRAWN:
            return ()
        return (*(unit.code for unit in self.included), *self.standing)

    def entry(self, event: LedgerEvent) -> PublicEntry | None:
        """Return the first entry of that kind."""
        return next((entry for entry in self.ledger if entry.event == event), None)

    def name_of(self, code: str) -> str:
        """Return the full name of a unit of the list, or of one left out or put in beforehand."""
        return self._names.get(code, code)

    @cached_property
    def _names(self) -> dict[str, str]:
        outside = {unit.code: unit.name for unit in (*self.without, *self.included)}
        return outside | {unit.code: unit.name for unit in self.frame}


_PHASES = (
    (LedgerEvent.ANNUL, DrawPhase.ANNULLED),
    (LedgerEvent.DRAW, DrawPhase.DRAWN),
    (LedgerEvent.SEED, DrawPhase.SEEDED),
    (LedgerEvent.COMMIT, DrawPhase.COMMITTED),
)


def committed(draw: CommuneDraw, at: datetime) -> CommuneDraw:
    """Return the draw with its list, number and way to the seed frozen.

    Raise Refused `draw.is_committed`, `draw.open_to_objections` while they are still taken, `draw.day_is_past` for a
    lottery of a day that is not to come, `ledger.clock_back`.
    """
    today = at.astimezone(TIME_ZONE).date()
    if draw.ledger:
        raise Refused("draw.is_committed", key=draw.code)
    if draw.challenge_until is not None and today <= draw.challenge_until:
        raise Refused("draw.open_to_objections", day=f"{draw.challenge_until:%d/%m/%Y}")
    randomness = draw.randomness
    if randomness.kind == RandomnessKind.LOTTERY and (randomness.day is None or randomness.day <= today):
        raise Refused("draw.lottery_not_to_come", day=f"{today:%d/%m/%Y}")
    if randomness.day is not None and randomness.day < today:
        raise Refused("draw.day_is_past", day=f"{randomness.day:%d/%m/%Y}")
    data: dict[str, Json] = {
        "commitment": draw.commitment,
        "without": [as_json(unit) for unit in draw.without],
        "with": [as_json(unit) for unit in draw.included],
        "attempt": draw.attempt,
        "previous": draw.previous,
    }
    return _grown(draw, LedgerEvent.COMMIT, data, at)


def seeded(draw: CommuneDraw, typed: str, *, source: str, witnesses: Iterable[str], at: datetime) -> CommuneDraw:
    """Return the draw with its public randomness, entered once; each argument as it was typed.

    Raise Refused `draw.not_committed`, `draw.is_seeded`, `draw.is_annulled`, `draw.seed_before_day`; InvalidInput for
    the seed (`normalised_seed`) and an empty source.
    """
    _check_phase(draw, DrawPhase.COMMITTED, seeding=True)
    today = at.astimezone(TIME_ZONE).date()
    if draw.randomness.day is not None and today < draw.randomness.day:
        raise Refused("draw.seed_before_day", day=f"{draw.randomness.day:%d/%m/%Y}")
    told = one_line(source)
    if not told:
        raise InvalidInput([Fault(place="source", code="draw.source_missing")])
    present: list[Json] = [line for line in map(one_line, witnesses) if line]
    data: dict[str, Json] = {
        "seed": normalised_seed(typed),
        "typed": typed,
        "source": told,
        "witnesses": present,
    }
    return _grown(draw, LedgerEvent.SEED, data, at)


def drawn(draw: CommuneDraw, at: datetime) -> CommuneDraw:
    """Return the draw with its result; raise Refused `draw.not_seeded`, `draw.is_drawn`, `draw.is_annulled`."""
    _check_phase(draw, DrawPhase.SEEDED)
    seed = cast("str", draw.seed)
    order: list[Json] = [
        code for code, _ in tickets_in_order(draw.commitment, seed, (unit.code for unit in draw.frame))
    ]
    return _grown(draw, LedgerEvent.DRAW, {"drawn": order[: draw.count], "alternates": order[draw.count :]}, at)


def replaced(draw: CommuneDraw, out: str, reason: str, at: datetime) -> CommuneDraw:
    """Return the draw with the next alternate in the place of the unit `out`.

    Raise Refused `draw.not_drawn`, `draw.is_annulled`, `draw.no_alternate`; InvalidInput for a unit that was not drawn
    or was replaced already, and for an empty reason.
    """
    _check_phase(draw, DrawPhase.DRAWN)
    faults = []
    if out not in draw.standing:
        faults.append(Fault(place="unit", code="draw.unit_not_drawn", found=out, wanted=", ".join(draw.standing)))
    if not one_line(reason):
        faults.append(Fault(place="reason", code="draw.reason_missing"))
    if faults:
        raise InvalidInput(faults)
    following = draw.next_alternate
    if following is None:
        raise Refused("draw.no_alternate", key=draw.code)
    return _grown(draw, LedgerEvent.REPLACE, {"out": out, "in": following, "reason": one_line(reason)}, at)


def annulled(draw: CommuneDraw, *, reason: str, signatory: str, at: datetime) -> CommuneDraw:
    """Return the draw annulled, for everybody to see; raise Refused `draw.not_committed`, `draw.is_annulled`.

    Raise InvalidInput for an empty reason or signatory.
    """
    if not draw.is_live:
        raise Refused("draw.not_committed" if draw.phase == DrawPhase.PROPOSED else "draw.is_annulled", key=draw.code)
    given = {"reason": one_line(reason), "signatory": one_line(signatory)}
    faults = [Fault(place=place, code=f"draw.{place}_missing") for place, text in given.items() if not text]
    if faults:
        raise InvalidInput(faults)
    return _grown(draw, LedgerEvent.ANNUL, cast("dict[str, Json]", given), at)


def result_of(draws: Sequence[CommuneDraw]) -> tuple[str, ...]:
    """Return the codes chosen at a unit by its draws, of which at most one stands; empty while none does."""
    return next((draw.chosen for draw in draws if draw.chosen), ())


def draw_code(plan: str, unit: str, attempt: int) -> str:
    """Return what names a draw for ever: it stands in the address of its public page, and keys hold no dots."""
    return f"{plan}.{unit}.{attempt}"


def one_line(text: str) -> str:
    """Return a typed text without line breaks and needless spaces."""
    return " ".join(text.split())


def as_json(unit: ReasonedUnit) -> dict[str, Json]:
    """Return a unit that stands outside the list as the public record writes it."""
    return {"code": unit.code, "name": unit.name, "reason": unit.reason}


def _check_phase(draw: CommuneDraw, wanted: DrawPhase, *, seeding: bool = False) -> None:
    """Raise Refused unless the draw is at that step."""
    if draw.phase == wanted:
        return
    if draw.phase == DrawPhase.SEEDED and seeding:
        raise Refused("draw.is_seeded", key=draw.code)
    raise Refused(_OUT_OF_PHASE.get((draw.phase, wanted), _AT[draw.phase]), key=draw.code)


_AT = {
    DrawPhase.PROPOSED: "draw.not_committed",
    DrawPhase.COMMITTED: "draw.not_seeded",
    DrawPhase.SEEDED: "draw.not_drawn",
    DrawPhase.DRAWN: "draw.is_drawn",
    DrawPhase.ANNULLED: "draw.is_annulled",
}
_OUT_OF_PHASE = {
    (DrawPhase.COMMITTED, DrawPhase.DRAWN): "draw.not_drawn",
}


def _grown(draw: CommuneDraw, event: LedgerEvent, data: dict[str, Json], at: datetime) -> CommuneDraw:
    return replace(draw, ledger=grown(draw.ledger, event, data, at))


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
