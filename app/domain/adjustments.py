"""Điều chỉnh kế hoạch: what a request for changes may ask for; `app.domain.adjusting` carries it out.

The fields of these values are the keys of a request file, so that its schema cannot drift from the program. A visit is
named by its unit, and by `number` where it is not the unit's first; a batch, team, seat or person by its key.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.acts import Submission
from app.domain.dates import LooseTime, Window
from app.domain.deadlines import Deadline
from app.domain.people import Person
from app.domain.teams import Seat
from app.domain.visits import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Dời thời gian: a visit's new time. Without `window` it is no longer firm, with neither it is undetermined.

    A window alone makes the visit firm and leaves the plan's loose wording as it is.
    """

    unit: str
    number: int = 1
    window: Window | None = None
    loose: LooseTime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """Rút khỏi kế hoạch: a visit that is not made."""

    unit: str
    number: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """Đưa trở lại: a visit withdrawn after it was issued, as it was issued last, or at the new time given."""

    unit: str
    number: int = 1
    window: Window | None = None
    loose: LooseTime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Chuyển đợt: a visit that belongs to another batch from now on, its time left as it is."""

    unit: str
    batch: str
    number: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderChange:
    """Thay lãnh đạo: of a batch, or of one visit by `unit`. What is left out stays; "" means undetermined.

    A visit whose own `head` or `lead_agency` is "" follows its batch again. `deputies` are all of them; deputies and
    standing deputy are those of a batch.
    """

    batch: str | None = None
    unit: str | None = None
    number: int = 1
    head: str | None = None
    deputies: tuple[str, ...] | None = None
    standing_deputy: str | None = None
    lead_agency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatChange:
    """Thay thành viên: who holds a seat from now on. What is left out stays; `person` "" leaves it to its office.

    `team` may be left out where the plan has one.
    """

    seat: str
    team: str | None = None
    person: str | None = None
    office: str | None = None
    agency: str | None = None
    fields: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """Bổ sung thành viên: a new seat of a team; with `substitutes` and days, somebody's substitute."""

    seat: Seat
    team: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Thôi tham gia đoàn: a seat that is no longer kept."""

    seat: str
    team: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineChange:
    """Đổi thời hạn báo cáo: of a batch, of one visit by `unit`, or of the self-inspection.

    Without `deadline` a visit follows its batch again, and a batch has none.
    """

    batch: str | None = None
    unit: str | None = None
    number: int = 1
    self_inspection: bool = False
    deadline: Deadline | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """Sửa lời văn: one text of the act by its address in `app.domain.errata`, such as `plan.clause.VII.3.a`."""

    place: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """Điều chỉnh: everything that one request changes, carried out in the order of these fields.

    `reason` is kept in the log. `submission` is the paper that asks for the adjustment; `people` are those whom the
    plan does not name yet. `additions` are new visits; their running number is given by the program.
    """

    reason: str = ""
    submission: Submission | None = None
    people: tuple[Person, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    returns: tuple[Return, ...] = ()
    additions: tuple[Visit, ...] = ()
    moves: tuple[Move, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    leaders: tuple[LeaderChange, ...] = ()
    leavings: tuple[Leaving, ...] = ()
    joinings: tuple[Joining, ...] = ()
    seats: tuple[SeatChange, ...] = ()
    deadlines: tuple[DeadlineChange, ...] = ()
    texts: tuple[TextChange, ...] = ()
