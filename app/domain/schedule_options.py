"""Phương án lịch: a schedule computed for a plan, what it costs, and the plan as the option leaves it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.dates import Window
from app.domain.deadlines import Deadline
from app.domain.problems import Problem
from app.domain.teams import Alternation, Batch

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier
    from app.domain.plans import Plan
    from app.domain.visits import Visit


class OptionKind(StrEnum):
    """Hướng của phương án: what this option puts first."""

    LEAST_MOVED = "least_moved"
    """Dời ít đơn vị nhất."""
    ORDER_KEPT = "order_kept"
    """Dời ít nhất mà giữ thứ tự các đợt."""
    OTHER_UNITS = "other_units"
    """Dời những đơn vị khác."""
    NO_WARNINGS = "no_warnings"
    """Hết cả cảnh báo về thời gian."""
    HANDOVER_DAYS = "handover_days"
    """Có ngày bàn giao mỗi khi đổi Trưởng đoàn."""
    FULL_LENGTHS = "full_lengths"
    """Đủ số ngày mong muốn."""
    EARLY_END = "early_end"
    """Kết thúc sớm nhất."""
    SPARE_DAYS = "spare_days"
    """Có ngày dự phòng sau mỗi cuộc."""


FRESH_KINDS = frozenset({OptionKind.FULL_LENGTHS, OptionKind.EARLY_END, OptionKind.SPARE_DAYS})
"""Directions of a fresh schedule, which moves whatever it likes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Điều cần nói: a code whose sentence stands in templates/sentences/proposals.toml, and the words it names."""

    code: str
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedVisit:
    """Cuộc kiểm tra trong phương án: `former` is the window it has in the plan, None where it had no firm days."""

    unit: str
    number: int = 1
    window: Window
    batch: str
    team: str
    head_agency: str | None = None
    former: Window | None = None
    is_fixed: bool = False

    @property
    def is_moved(self) -> bool:
        """Say whether the visit had firm days and gets others."""
        return self.former is not None and self.former != self.window

    @property
    def days_moved(self) -> int:
        """Return the calendar days between its first day in the plan and the one proposed."""
        return 0 if self.former is None else abs((self.window.first - self.former.first).days)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchDeadline:
    """Hạn báo cáo của một đợt, as the request's rule sets it."""

    batch: str
    deadline: Deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleOption:
    """Phương án lịch: `visits` are all firm ones by first day, those that stay where they are included.

    `batches` are all batches of the plan where the request makes them anew, else empty; `alternation` goes with them.
    `frees_lead` says that nobody takes turns any longer. `costs` say what the option costs, first what it puts first;
    `removed` are the errors of the plan that it does away with, `problems` those of any level that the plan then has.
    `proven` says that nothing better exists in what the option puts first; `cut_short` that the wall clock, not the
    search's own measure, ended it, so that another run may give another option.
    """

    kind: OptionKind
    visits: tuple[PlacedVisit, ...]
    batches: tuple[Batch, ...] = ()
    alternation: Alternation | None = None
    frees_lead: bool = False
    deadlines: tuple[BatchDeadline, ...] = ()
    reorders: bool = False
    costs: tuple[Statement, ...] = ()
    removed: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    proven: bool = False
    cut_short: bool = False

    @property
    def moved(self) -> int:
        """Return how many visits get other days than they have."""
        return sum(visit.is_moved for visit in self.visits)

    @property
    def days_moved(self) -> int:
        """Return the sum of the shifts of first days, in calendar days."""
        return sum(visit.days_moved for visit in self.visits)

    @property
    def placed(self) -> int:
        """Return how many visits get firm days for the first time."""
        return sum(visit.former is None for visit in self.visits)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleAnswer:
    """Trả lời: the options, best first, or the smallest set of wishes that clash; and what is to be said of the search.

    Errors of the plan that no dates can mend clash with every wish: they stand among the clashes as "problem.CODE".
    `is_complete` is False where the search ended by its limits before it had found all it was asked for.
    """

    options: tuple[ScheduleOption, ...] = ()
    clashes: tuple[Statement, ...] = ()
    notes: tuple[Statement, ...] = ()
    is_complete: bool = True


def apply_option(dossier: PlanDossier, option: ScheduleOption) -> PlanDossier:
    """Return the plan with the days, batches and deadlines of the option, and nothing else changed.

    A visit that changes its batch follows it in everything: it loses its own head, lead agency and deadline. Where the
    request sets deadlines, a visit's own gives way to its batch's.
    """
    plan = dossier.plan
    placed = {(visit.unit, visit.number): visit for visit in option.visits}
    deadlines = {each.batch: each.deadline for each in option.deadlines}
    visits = [
        _rescheduled(visit, placed[visit.unit, visit.number], option) if (visit.unit, visit.number) in placed else visit
        for visit in plan.visits
    ]
    batches = tuple(
        replace(batch, report_deadline=deadlines.get(batch.key, batch.report_deadline))
        for batch in option.batches or plan.batches
    )
    if option.reorders:
        visits = _in_order(visits, [batch.key for batch in batches])
    alternation = option.alternation or plan.alternation
    homes = _new_homes(plan, batches)
    changed = replace(
        plan,
        visits=tuple(replace(visit, batch=homes.get(visit.batch, visit.batch)) for visit in visits),
        quotas=tuple(replace(quota, batch=homes.get(quota.batch, quota.batch)) for quota in plan.quotas),
        batches=batches,
        alternation=None if option.frees_lead else alternation,
    )
    return replace(dossier, plan=changed)


def _new_homes(plan: Plan, batches: tuple[Batch, ...]) -> dict[str, str]:
    """Return where what belonged to a batch that is gone belongs now: to the last batch of its team, else of all."""
    present = {batch.key for batch in batches}
    by_team = {batch.team: batch.key for batch in batches}
    gone = [batch for batch in plan.batches if batch.key not in present]
    return {batch.key: by_team.get(batch.team, batches[-1].key) for batch in gone if batches}


def _rescheduled(visit: Visit, placed: PlacedVisit, option: ScheduleOption) -> Visit:
    changed = replace(visit, window=placed.window)
    if option.batches:
        return replace(changed, batch=placed.batch, head=None, lead_agency=None, report_deadline=None)
    if option.deadlines:
        return replace(changed, report_deadline=None)
    return changed


def _in_order(visits: list[Visit], batches: list[str]) -> list[Visit]:
    """Return the visits by batch, in each by first day; those without days keep their places behind."""
    places = {key: place for place, key in enumerate(batches)}
    numbered = list(enumerate(visits))
    numbered.sort(
        key=lambda entry: (
            places.get(entry[1].batch, len(places)),
            entry[1].window is None or entry[1].is_reserve,
            entry[1].window.first.toordinal() if entry[1].window else 0,
            entry[0],
        )
    )
    return [visit for _, visit in numbered]
