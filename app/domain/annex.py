"""Phụ lục đối tượng, thời gian, thành phần đoàn: its rows and merged cells, for paper and screen alike."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from app.domain.leadership import leadership_of_batch, leadership_of_visit
from app.domain.schedules import UNDETERMINED, time_words
from app.domain.teams import LEADING, Role
from app.domain.visits import Visit

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier
    from app.domain.teams import Team
    from app.domain.visits import Quota


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexLeaders:
    """Ô Trưởng đoàn, Phó Trưởng đoàn: their lines, merged over `rows` rows."""

    head: str
    deputies: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexMember:
    """Thành viên trong phụ lục: the line of a person or office, and the role."""

    line: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexRow:
    """Dòng của phụ lục: `number` counts from 1 through the whole annex; `unit` is None for targets by number.

    `leaders` stands in the first row of those that share it and is None in the others.
    """

    number: int
    unit: str | None
    target: str
    time: str
    is_reserve: bool
    leaders: AnnexLeaders | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexTeam:
    """Phần của một đoàn trong phụ lục: its rows, and its members in one cell merged over all of them."""

    name: str
    rows: tuple[AnnexRow, ...]
    members: tuple[AnnexMember, ...]


def annex_teams(dossier: PlanDossier) -> tuple[AnnexTeam, ...]:
    """Return the annex team by team: visits in plan order, then targets by number; teams without any are left out."""
    found: list[AnnexTeam] = []
    for team in dossier.plan.teams:
        everything: list[Visit | Quota] = [*dossier.plan.visits, *dossier.plan.quotas]
        targets = [target for target in everything if dossier.plan.batch(target.batch).team == team.key]
        if targets:
            before = sum(len(earlier.rows) for earlier in found)
            rows = _rows(dossier, targets, before)
            found.append(AnnexTeam(name=team.name, rows=rows, members=_members(dossier, team)))
    return tuple(found)


def _rows(dossier: PlanDossier, targets: list[Visit | Quota], before: int) -> tuple[AnnexRow, ...]:
    rows: list[AnnexRow] = []
    for (_, head, deputies), run in groupby(targets, lambda target: (target.batch, *_leaders(dossier, target))):
        sharing = list(run)
        for place, target in enumerate(sharing):
            leaders = AnnexLeaders(head=head, deputies=deputies, rows=len(sharing)) if place == 0 else None
            rows.append(
                AnnexRow(
                    number=before + len(rows) + 1,
                    unit=target.unit if isinstance(target, Visit) else None,
                    target=_target_words(dossier, target),
                    time=time_words(target),
                    is_reserve=isinstance(target, Visit) and target.is_reserve,
                    leaders=leaders,
                )
            )
    return tuple(rows)


def _leaders(dossier: PlanDossier, target: Visit | Quota) -> tuple[str, tuple[str, ...]]:
    if isinstance(target, Visit):
        leading = leadership_of_visit(dossier, target)
    else:
        leading = leadership_of_batch(dossier, dossier.plan.batch(target.batch))
    return leading.head or UNDETERMINED, leading.deputies or (UNDETERMINED,)


def _members(dossier: PlanDossier, team: Team) -> tuple[AnnexMember, ...]:
    seats = [seat for seat in team.seats if seat.role not in LEADING and seat.substitutes is None]
    members = tuple(AnnexMember(line=dossier.seat_line(seat), role=seat.role) for seat in seats)
    return members or (AnnexMember(line=UNDETERMINED, role=Role.MEMBER),)


def _target_words(dossier: PlanDossier, target: Visit | Quota) -> str:
    if not isinstance(target, Visit):
        return target.wording
    place = f" ({target.place})" if target.place else ""
    return f"{dossier.printed_unit_name(target)}{place}"
