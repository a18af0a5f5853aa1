"""Soạn đoàn kiểm tra: what planners do to batches, teams, members, people and days off of a draft, each guarded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain import absences, batch_edits, team_edits
from app.domain.errors import NotFound
from app.domain.plan_steps import SeenItem, mark_of
from app.domain.releases import check_editable
from app.domain.vietnamese import short_date
from app.services.editing import ItemGuard, edit_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.db.store import Store
    from app.domain.batch_edits import BatchDetails
    from app.domain.dossiers import PlanDossier
    from app.domain.people import Absence, Actor, Person
    from app.domain.teams import Seat

_PARTS: dict[str, Callable[[PlanDossier, str], object]] = {
    "batch": lambda dossier, key: dossier.plan.batch(key),
    "batches": lambda dossier, _: tuple(batch.key for batch in dossier.plan.batches),
    "leading": lambda dossier, _: (dossier.plan.batches, dossier.people),
    "team": lambda dossier, key: dossier.plan.team(key).name,
    "teams": lambda dossier, _: tuple(team.key for team in dossier.plan.teams),
    "seat": lambda dossier, key: team_edits.seat_of(dossier.plan.team(key.split("/")[0]), key.split("/")[1]),
    "seats": lambda dossier, key: tuple(seat.key for seat in dossier.plan.team(key).seats),
    "person": lambda dossier, key: dossier.person(key),
    "absence": lambda dossier, key: absences.absences_by_key(dossier.plan).get(key),
}
"""The parts of a draft that are guarded one by one; a seat's key is "team/seat", that of a list of all is ""."""


def part_of(dossier: PlanDossier, kind: str, key: str) -> object | None:
    """Return what a part of the draft is now, None where there is no such part."""
    try:
        return _PARTS[kind](dossier, key)
    except NotFound:
        return None


def mark_of_part(dossier: PlanDossier, kind: str, key: str = "") -> str:
    """Return the mark of a part as a form carries it, of nothing where there is no such part."""
    return mark_of(part_of(dossier, kind, key))


class TeamEditing:
    """Một lần soạn đoàn: by whom, when, over what they saw. `seen` is the mark of the part, None for a program's call.

    Every method raises as `edit_plan` and as the function of the domain that it carries out.
    """

    def __init__(self, store: Store, plan_key: str, *, seen: str | None, by: Actor, at: datetime) -> None:
        self._store, self._key, self._seen, self._by, self._at = store, plan_key, seen, by, at

    # Đợt

    def save_batch(self, key: str | None, typed: BatchDetails) -> PlanDossier:
        """Keep a batch as typed, a new one for None."""
        words = f"Sửa {typed.name.strip()}" if key is not None else f"Thêm {typed.name.strip()}"
        return self._edit(lambda dossier: batch_edits.saved_batch(dossier, key, typed), words, "batch", key)

    def remove_batch(self, key: str) -> PlanDossier:
        """Take out a batch to which no unit belongs."""
        words = f"Xóa {self._plan().plan.batch(key).name}"
        return self._edit(lambda dossier: batch_edits.without_batch(dossier, key), words, "batch", key)

    def move_batch(self, key: str, steps: int) -> PlanDossier:
        """Move a batch up or down."""
        words = f"Đổi thứ tự {self._plan().plan.batch(key).name}"
        return self._edit(lambda dossier: batch_edits.moved_batch(dossier, key, steps), words, "batches", "")

    def alternate(self) -> PlanDossier:
        """Set who leads each batch by the alternation that the plan states."""
        return self._edit(batch_edits.realternated, "Luân phiên lại Trưởng đoàn, Phó Trưởng đoàn", "leading", "")

    # Đoàn, tổ

    def save_team(self, key: str | None, name: str) -> PlanDossier:
        """Keep a team under that name, a new one for None."""
        words = f"Đổi tên thành {name.strip()}" if key is not None else f"Thêm {name.strip()}"
        return self._edit(lambda dossier: team_edits.saved_team(dossier, key, name), words, "team", key)

    def remove_team(self, key: str) -> PlanDossier:
        """Take out a team that has no batch."""
        words = f"Xóa {self._plan().plan.team(key).name}"
        return self._edit(lambda dossier: team_edits.without_team(dossier, key), words, "team", key)

    def move_team(self, key: str, steps: int) -> PlanDossier:
        """Move a team up or down."""
        words = f"Đổi thứ tự {self._plan().plan.team(key).name}"
        return self._edit(lambda dossier: team_edits.moved_team(dossier, key, steps), words, "teams", "")

    # Thành viên

    def save_seat(self, team: str, key: str | None, typed: Seat) -> PlanDossier:
        """Keep a seat of a team as typed, a new one for None."""
        words = "Sửa thành viên đoàn" if key is not None else "Thêm thành viên đoàn"
        guarded = f"{team}/{key}" if key is not None else None
        return self._edit(lambda dossier: team_edits.saved_seat(dossier, team, key, typed), words, "seat", guarded)

    def remove_seat(self, team: str, key: str) -> PlanDossier:
        """Take out a seat for which nobody stands in."""
        words = f"Bỏ {self._seat_line(team, key)}"
        return self._edit(lambda dossier: team_edits.without_seat(dossier, team, key), words, "seat", f"{team}/{key}")

    def move_seat(self, team: str, key: str, steps: int) -> PlanDossier:
        """Move a seat up or down."""
        words = f"Đổi thứ tự {self._seat_line(team, key)}"
        return self._edit(lambda dossier: team_edits.moved_seat(dossier, team, key, steps), words, "seats", team)

    def _seat_line(self, team: str, key: str) -> str:
        dossier = self._plan()
        return dossier.seat_line(team_edits.seat_of(dossier.plan.team(team), key))

    # Người

    def save_person(self, key: str | None, typed: Person) -> PlanDossier:
        """Keep a person as typed, a new one for None."""
        name = f"{typed.honorific} {typed.name}".strip()
        words = f"Sửa {name}" if key is not None else f"Thêm {name}"
        return self._edit(lambda dossier: team_edits.saved_person(dossier, key, typed), words, "person", key)

    def remove_person(self, key: str) -> PlanDossier:
        """Take out a person whom nothing of the plan names."""
        words = f"Bỏ {self._plan().person(key).name}"
        return self._edit(lambda dossier: team_edits.without_person(dossier, key), words, "person", key)

    # Lịch bận

    def save_absence(self, key: str | None, typed: Absence) -> PlanDossier:
        """Keep days off as typed, new ones for None."""
        words = f"{'Sửa' if key is not None else 'Thêm'} lịch bận từ ngày {short_date(typed.window.first)}"
        return self._edit(lambda dossier: absences.saved_absence(dossier, key, typed), words, "absence", key)

    def remove_absence(self, key: str) -> PlanDossier:
        """Take out days off."""
        return self._edit(lambda dossier: absences.without_absence(dossier, key), "Bỏ một khoảng bận", "absence", key)

    def _plan(self) -> PlanDossier:
        """Return the draft; raise Refused where the plan is none, before anything of it is looked for."""
        dossier = self._store.plans.dossier(self._key)
        check_editable(dossier.plan)
        return dossier

    def _edit(
        self, change: Callable[[PlanDossier], PlanDossier], words: str, kind: str, key: str | None
    ) -> PlanDossier:
        guard = None
        if self._seen is not None and key is not None:
            seen = SeenItem(kind=kind, key=key, mark=self._seen)
            guard = ItemGuard(seen=seen, now=lambda dossier: part_of(dossier, kind, key))
        return edit_plan(self._store, self._key, change, words=words, guard=guard, by=self._by, at=self._at)
