"""Phương án lịch trên trang: options side by side, old and new for each visit, what is proven and what is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.problems import Severity
from app.domain.row_edits import targets_in_order
from app.domain.schedules import time_words, working_days_of
from app.domain.vietnamese import two_digits
from app.web.views import Tag, window_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.dates import Window, WorkCalendar
    from app.domain.dossiers import PlanDossier
    from app.domain.plans import Plan
    from app.domain.schedule_options import PlacedVisit, ScheduleOption
    from app.domain.visits import Visit
    from app.services.checking import WordedProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionView:
    """Phương án: its number among those offered, what it puts first, what it costs, and how far it is proven."""

    number: int
    kind: str
    summary: str
    costs: tuple[str, ...]
    proof: Tag
    health: Tag
    href: str
    is_followed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """Ô của một phương án: the time and its working days, how it differs in words, and further lines."""

    time: str
    days: str
    note: str
    is_changed: bool
    more: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """Dòng của một cuộc kiểm tra: the time that it has, and the one of each option."""

    number: int
    unit: str
    batch: str
    former: str
    former_days: str
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveView:
    """Một cuộc được dời: from when to when, and by how much in words."""

    unit: str
    former: str
    time: str
    note: str


def proof_level(option: ScheduleOption) -> str:
    """Return the level of the tag that says what is proven of an option."""
    if option.proven:
        return "done"
    return "waiting" if option.cut_short else "warning"


def health_tag(problems: Sequence[WordedProblem]) -> Tag:
    """Return what the rules find of the plan as an option leaves it, in words."""
    count = {level: sum(each.problem.severity == level for each in problems) for level in Severity}
    if count[Severity.ERROR]:
        return Tag(level="error", text=f"Còn {two_digits(count[Severity.ERROR])} lỗi phải sửa")
    if count[Severity.WARNING]:
        return Tag(level="info", text=f"Không còn lỗi, còn {two_digits(count[Severity.WARNING])} cảnh báo")
    return Tag(level="done", text="Không còn lỗi và cảnh báo")


def row_views(dossier: PlanDossier, calendar: WorkCalendar, options: Sequence[ScheduleOption]) -> list[RowView]:
    """Return the visits of a plan in its order, each with its time in every option."""
    batches = {batch.key: batch.name for batch in dossier.plan.batches}
    return [
        RowView(
            number=number,
            unit=dossier.unit_name(visit.unit),
            batch=batches.get(visit.batch, ""),
            former=window_label(visit.window) if visit.window is not None else time_words(visit),
            former_days=_days(visit.window, calendar),
            cells=tuple(_cell(dossier, calendar, visit, option) for option in options),
        )
        for number, visit in enumerate(targets_in_order(dossier.plan), 1)
    ]


def move_views(dossier: PlanDossier, calendar: WorkCalendar, option: ScheduleOption) -> list[MoveView]:
    """Return the visits to which an option gives other days, by their new first day."""
    return [
        MoveView(
            unit=dossier.unit_name(placed.unit),
            former=time_of(placed.former, calendar) or "chưa có ngày",
            time=time_of(placed.window, calendar),
            note=shift_words(placed),
        )
        for placed in option.visits
        if placed.former != placed.window
    ]


def shift_words(placed: PlacedVisit) -> str:
    """Return how the days of a visit change: "muộn hơn 05 ngày", "kéo dài thêm 02 ngày"; "" where they stay."""
    former, window = placed.former, placed.window
    if former is None:
        return "mới xếp ngày"
    if former == window:
        return ""
    shift = (window.first - former.first).days
    if shift:
        return f"{'muộn' if shift > 0 else 'sớm'} hơn {two_digits(abs(shift))} ngày"
    longer = (window.last - former.last).days
    return f"{'kéo dài thêm' if longer > 0 else 'bớt'} {two_digits(abs(longer))} ngày" if longer else "đổi buổi"


def _cell(dossier: PlanDossier, calendar: WorkCalendar, visit: Visit, option: ScheduleOption) -> CellView:
    placed = next((each for each in option.visits if (each.unit, each.number) == (visit.unit, visit.number)), None)
    if placed is None:
        return CellView(time=time_words(visit), days="", note="", is_changed=False, more=())
    names = {batch.key: batch.name for batch in option.batches}
    more = []
    if placed.batch != visit.batch or placed.batch in names:
        more.append(names.get(placed.batch, placed.batch))
    if placed.head_agency is not None and option.batches:
        more.append(f"{dossier.unit_name(placed.head_agency)} chủ trì")
    return CellView(
        time=window_label(placed.window),
        days=_days(placed.window, calendar),
        note=shift_words(placed),
        is_changed=placed.former != placed.window,
        more=tuple(more),
    )


def time_of(window: Window | None, calendar: WorkCalendar) -> str:
    """Return a window with its working days: "01/8 - 08/8 · 06 ngày làm việc"; "" for none."""
    if window is None:
        return ""
    return f"{window_label(window)} · {_days(window, calendar)}"


def is_followed(plan: Plan, option: ScheduleOption) -> bool:
    """Say whether every visit of an option has in the plan the days that the option gives it."""
    windows = {(visit.unit, visit.number): visit.window for visit in plan.visits}
    return all(windows.get((placed.unit, placed.number)) == placed.window for placed in option.visits)


def _days(window: Window | None, calendar: WorkCalendar) -> str:
    return "" if window is None else f"{two_digits(len(working_days_of(window, calendar)))} ngày làm việc"
