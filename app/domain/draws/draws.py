"""Lần chọn: from the list to draw from to its result, each step an entry of the public ledger and never taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from app.domain.draws.tickets import (
    Ticket,
    commitment_text,
    digest,
    frame_text,
    tickets_in_order,
)
from app.domain.public_ledgers import LedgerEvent, PublicEntry
from app.domain.vietnamese import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def result_of(draws: Sequence[CommuneDraw]) -> tuple[str, ...]:
    """Return the codes chosen at a unit by its draws, of which at most one stands; empty while none does."""
    return next((draw.chosen for draw in draws if draw.chosen), ())


def draw_code(plan: str, unit: str, attempt: int) -> str:
    """Return what names a draw for ever: it stands in the address of its public page, and keys hold no dots."""
    return f"{plan}.{unit}.{attempt}"


def one_line(text: str) -> str:
    """Return a typed text in NFC, without line breaks, needless spaces and signs that do not show on paper."""
    return clean(" ".join(text.split()))


def as_json(unit: ReasonedUnit) -> dict[str, Json]:
    """Return a unit that stands outside the list as the public record writes it."""
    return {"code": unit.code, "name": unit.name, "reason": unit.reason}


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
