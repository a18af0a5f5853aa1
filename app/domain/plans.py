"""Kế hoạch kiểm tra: the whole of a year's plan as one value, and the plain questions asked of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.domain.acts import ActForm, CitedAct, Decision, Erratum, PlanText, Remark
from app.domain.dates import Window
from app.domain.deadlines import Deadline
from app.domain.errors import NotFound
from app.domain.people import Absence
from app.domain.teams import Alternation, Batch, Team
from app.domain.visits import Quota, Visit


class PlanState(StrEnum):
    """Tình trạng kế hoạch."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ISSUED = "issued"
    REPLACED = "replaced"
    CLOSED = "closed"

    @property
    def is_over(self) -> bool:
        """Say whether nothing is done under the plan any more."""
        return self in {PlanState.REPLACED, PlanState.CLOSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Thời kỳ kiểm tra: the time under review, apart from the time of the visit."""

    wording: str
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawCluster:
    """Cụm chọn ngẫu nhiên: units from which some are drawn together, where no level lies between them and the province.

    `units` are keys of the directory.
    """

    key: str
    name: str
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawRule:
    """Chọn ngẫu nhiên: at each visited unit of `at_level`, `least` to `most` units of `from_level` are drawn.

    So many are drawn from each of the `clusters`, too; without `at_level` from them alone.
    """

    from_level: str
    least: int
    most: int
    at_level: str | None = None
    text: str = ""
    clusters: tuple[DrawCluster, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfInspectionRule:
    """Tự kiểm tra: bodies of these kinds and levels that are not inspected inspect themselves and report.

    `deadline` is when the report is due, `to` and `via` are unit keys of who receives it and through whom.
    """

    kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    deadline: Deadline | None = None
    to: str | None = None
    via: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetSource:
    """Nguồn kinh phí: what pays for the visits that this agency leads."""

    agency: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Kinh phí: `rate` in đồng per person and day, its sources, and the assumptions the plan leaves open.

    `counts_leaders` says whether head and deputies are counted, `counts_working_days_only` which days are.
    """

    rate: int
    sources: tuple[BudgetSource, ...] = ()
    appraised_by: str | None = None
    counts_leaders: bool = True
    counts_working_days_only: bool = True
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standards:
    """Mức tối thiểu: what the rules ask of the schedule; a missing minimum keeps its rule silent.

    `notice_days` are the working days before a window opens within which a visit that was issued stays where it is.
    """

    reading_days: int = 1
    notice_days: int = 5
    working_days: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Kết thúc hoặc thay thế: the day on which an issued plan came to its end, and the paper that ended it.

    Of a plan that is closed that is the report of the đoàn, which dissolves it; of one that is replaced, the act that
    takes its place.
    """

    day: date
    paper: CitedAct


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """Lĩnh vực: a field of the outline and the agency that answers for it ("cải cách thể chế": Sở Tư pháp)."""

    field: str
    name: str
    agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Kế hoạch kiểm tra: everything the plan of one year states.

    Keys refer to units, people, outlines and forms of the dossier. `changed_on` is the day the data last changed and is
    the only time that emitted files carry. `lead_agencies` are in the plan's own order.
    """

    key: str
    province: str
    year: int
    kind: str
    title: str
    changed_on: date
    subjects: tuple[str, ...] = ()
    act: ActForm = ActForm.DECISION_APPROVING_PLAN
    state: PlanState = PlanState.DRAFT
    lead_agencies: tuple[str, ...] = ()
    period: Period | None = None
    decision: Decision
    text: PlanText = field(default_factory=PlanText)
    teams: tuple[Team, ...] = ()
    alternation: Alternation | None = None
    batches: tuple[Batch, ...] = ()
    visits: tuple[Visit, ...] = ()
    quotas: tuple[Quota, ...] = ()
    draw: DrawRule | None = None
    self_inspection: SelfInspectionRule | None = None
    budget: Budget | None = None
    mandates: tuple[Mandate, ...] = ()
    seals: tuple[str, ...] = ()
    dissolution: str = ""
    outline: str | None = None
    forms: tuple[str, ...] = ()
    standards: Standards = field(default_factory=Standards)
    absences: tuple[Absence, ...] = ()
    errata: tuple[Erratum, ...] = ()
    remarks: tuple[Remark, ...] = ()
    ending: Ending | None = None
    source: str = ""

    @property
    def is_issued(self) -> bool:
        """Say whether the plan has been promulgated, so that its papers carry official content only."""
        return self.state in {PlanState.ISSUED, PlanState.REPLACED, PlanState.CLOSED}

    @property
    def planning_agencies(self) -> tuple[str, ...]:
        """Who draws up the plan: the lead agencies, or, where it names none, who submits it, else who issues it."""
        if self.lead_agencies:
            return self.lead_agencies
        submission = self.decision.submission
        return (submission.agency,) if submission is not None else (self.decision.body,)

    def batch(self, key: str) -> Batch:
        """Return the batch of that key; raise NotFound."""
        for batch in self.batches:
            if batch.key == key:
                return batch
        raise NotFound("batch", key)

    def team(self, key: str) -> Team:
        """Return the team of that key; raise NotFound."""
        for team in self.teams:
            if team.key == key:
                return team
        raise NotFound("team", key)

    def visit(self, unit: str, number: int = 1) -> Visit:
        """Return the unit's visit of that running number; raise NotFound."""
        for visit in self.visits:
            if (visit.unit, visit.number) == (unit, number):
                return visit
        raise NotFound("visit", unit)

    def team_of(self, visit: Visit) -> Team:
        """Return the team that makes the visit."""
        return self.team(self.batch(visit.batch).team)

    def head_of(self, visit: Visit) -> str | None:
        """Return the person who leads the visit: its own head, else the batch's."""
        return visit.head or self.batch(visit.batch).head

    def lead_agency_of(self, visit: Visit) -> str | None:
        """Return the agency that prepares the visit: its own, else the batch's."""
        return visit.lead_agency or self.batch(visit.batch).lead_agency

    def report_deadline_of(self, visit: Visit) -> Deadline | None:
        """Return when the unit's report is due: the visit's own deadline, else the batch's."""
        return visit.report_deadline or self.batch(visit.batch).report_deadline

    def firm_visits(self) -> tuple[Visit, ...]:
        """Return the visits whose days are fixed, reserve targets left out, by first day and plan order."""
        firm = [(visit.window, index, visit) for index, visit in enumerate(self.visits) if not visit.is_reserve]
        dated = [(window.first, window.opens != "morning", index, visit) for window, index, visit in firm if window]
        return tuple(visit for *_, visit in sorted(dated, key=lambda entry: entry[:3]))

    def span(self) -> Window | None:
        """Return the time from the first window's first day to the last window's last day; None when none is firm."""
        windows = [visit.window for visit in self.firm_visits() if visit.window]
        if not windows:
            return None
        return Window(first=min(w.first for w in windows), last=max(w.last for w in windows))

    def directory_day(self) -> date:
        """Return the day as of which the plan sees the directory: its first day, else the end of its year."""
        span = self.span()
        return span.first if span else date(self.year, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSummary:
    """Dòng danh mục kế hoạch: what a list of plans shows of each."""

    key: str
    kind: str
    title: str
    province: str
    year: int
    state: PlanState
    changed_on: date
