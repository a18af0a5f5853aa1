"""Các trang của kế hoạch: list, overview, schedule, the annex as printed, the team."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse, RedirectResponse

from app.domain.annex import annex_teams
from app.domain.assignments import proposed_assignments
from app.domain.dossiers import PlanDossier
from app.domain.leadership import leadership_of_batch
from app.domain.problems import Severity
from app.domain.schedules import UNDETERMINED
from app.domain.teams import Team
from app.domain.vietnamese import listed, short_date, two_digits
from app.domain.visits import Visit
from app.services.overview import Overview, overview_of
from app.services.sentences import state_words
from app.web.access import READ, audience
from app.web.deps import Key, ReaderDep, TodayDep
from app.web.pages import page, plan_page
from app.web.timeline import timeline
from app.web.views import Fact, Lead, Link, Problem, SeatView, View, problem_views, visit_views

router = APIRouter()


@router.api_route("/", methods=READ)
@audience("this machine")
def home() -> RedirectResponse:
    """Send to the list of plans."""
    return RedirectResponse("/ke-hoach", status_code=303)


@router.api_route("/ke-hoach", methods=READ)
@audience("this machine")
def plan_list(store: ReaderDep) -> HTMLResponse:
    """List the plans, the newest year first."""
    summaries = sorted(store.plans.summaries(), key=lambda s: (-s.year, s.key))
    return page("pages/plans/list.html", plans=[(s, state_words(s.state)) for s in summaries])


@router.api_route("/ke-hoach/{plan_key}", methods=READ)
@audience("this machine")
def plan_overview(plan_key: Key, store: ReaderDep, today: TodayDep) -> HTMLResponse:
    """Show the overview: facts, timeline, problems, what comes next, the set of papers."""
    overview = overview_of(store, plan_key, today)
    plan = overview.dossier.plan
    drawing = timeline(overview.dossier, overview.calendar, today, plan.lead_agencies, overview.faulty_units)
    return plan_page(
        "pages/plans/overview.html",
        overview.dossier,
        "tong-quan",
        overview.problems,
        today,
        overview=overview,
        facts=_facts(overview),
        timeline=drawing,
        leads=_leads(overview),
        visits=visit_views(overview),
        groups=_groups(overview),
    )


@router.api_route("/ke-hoach/{plan_key}/lich", methods=READ)
@audience("this machine")
def schedule(plan_key: Key, store: ReaderDep, today: TodayDep) -> HTMLResponse:
    """Show the schedule as a table, each row with its problems."""
    overview = overview_of(store, plan_key, today)
    dossier, plan = overview.dossier, overview.dossier.plan
    own = plan.self_inspection
    return plan_page(
        "pages/plans/schedule.html",
        dossier,
        "lich",
        overview.problems,
        today,
        rows=visit_views(overview),
        quotas=plan.quotas,
        reserves=[_unit_link(dossier, visit.unit) for visit in plan.visits if visit.is_reserve],
        self_inspecting=[_unit_link(dossier, unit.key) for unit in dossier.self_inspecting_units()],
        self_inspection_deadline=own.deadline.words() if own is not None and own.deadline is not None else None,
        leads=_leads(overview),
        switch=_switch(plan_key, "bang"),
        groups=_groups(overview),
    )


@router.api_route("/ke-hoach/{plan_key}/lich/ban-in", methods=READ)
@audience("this machine")
def annex_as_printed(plan_key: Key, store: ReaderDep, today: TodayDep) -> HTMLResponse:
    """Show the annex as printed, A4 landscape."""
    overview = overview_of(store, plan_key, today)
    dossier = overview.dossier
    committee = dossier.unit_name(dossier.province.committee)
    area = dossier.directory.unit(dossier.province.committee).area or dossier.province.full_name
    return plan_page(
        "pages/plans/annex.html",
        dossier,
        "lich",
        overview.problems,
        today,
        teams=annex_teams(dossier),
        authority=committee.removesuffix(f" {area[:1].lower()}{area[1:]}").upper(),
        place=area.upper(),
        switch=_switch(plan_key, "ban-in"),
    )


@router.api_route("/ke-hoach/{plan_key}/doan", methods=READ)
@audience("this machine")
def team(plan_key: Key, store: ReaderDep, today: TodayDep) -> HTMLResponse:
    """Show heads, deputies, members, and the fields proposed for them."""
    overview = overview_of(store, plan_key, today)
    dossier = overview.dossier
    batches = [
        (
            batch,
            leadership_of_batch(dossier, batch),
            dossier.unit_name(batch.lead_agency) if batch.lead_agency else None,
            listed(_unit_in_batch(dossier, visit) for visit in dossier.plan.visits if visit.batch == batch.key),
        )
        for batch in dossier.plan.batches
    ]
    teams = [(each, _seats(dossier, each), proposed_assignments(dossier, each)) for each in dossier.plan.teams]
    return plan_page(
        "pages/plans/team.html",
        dossier,
        "doan",
        overview.problems,
        today,
        batches=batches,
        teams=teams,
        seat_line=dossier.seat_line,
    )


def _unit_link(dossier: PlanDossier, unit: str) -> Link:
    return Link(href=f"/ke-hoach/{dossier.plan.key}/don-vi/{unit}", label=dossier.unit_name(unit))


def _unit_in_batch(dossier: PlanDossier, visit: Visit) -> str:
    return f"{dossier.unit_name(visit.unit)} (dự phòng)" if visit.is_reserve else dossier.unit_name(visit.unit)


def _seats(dossier: PlanDossier, team: Team) -> list[SeatView]:
    lines = {seat.key: dossier.seat_line(seat) for seat in team.seats}
    return [
        SeatView(
            line=lines[seat.key],
            role=seat.role,
            is_named=seat.person is not None,
            instead_of=lines.get(seat.substitutes) if seat.substitutes else None,
            units=listed(dossier.unit_name(unit) for unit in seat.units),
            since=seat.since,
            until=seat.until,
        )
        for seat in team.seats
    ]


def _facts(overview: Overview) -> list[Fact]:
    by_level = ", ".join(f"{two_digits(entry.count)} đơn vị {entry.level}" for entry in overview.targets_by_level)
    span = overview.dossier.plan.span()
    period = f"{short_date(span.first)} - {short_date(span.last)}" if span else UNDETERMINED.lower()
    people = ((overview.leaders, "lãnh đạo"), (overview.members, "thành viên"))
    counts = [f"{two_digits(count)} {who}" for count, who in people if count]
    return [
        Fact(term="Đối tượng kiểm tra", value=f"{two_digits(overview.targets)}{f' ({by_level})' if by_level else ''}"),
        Fact(term="Thời gian", value=period),
        Fact(term="Số ngày làm việc", value=two_digits(overview.working_days) if span else UNDETERMINED.lower()),
        Fact(term="Đoàn kiểm tra", value=", ".join(counts) or UNDETERMINED.lower()),
    ]


def _leads(overview: Overview) -> list[Lead]:
    plan = overview.dossier.plan
    leading = [plan.lead_agency_of(visit) for visit in plan.visits if not visit.is_reserve]
    return [
        Lead(
            number=number,
            legend=f"{overview.dossier.unit_name(key)} chủ trì ({two_digits(leading.count(key))} cuộc)",
        )
        for number, key in enumerate(plan.lead_agencies, 1)
    ]


def _groups(overview: Overview) -> list[tuple[str, str, list[Problem]]]:
    headings = {
        Severity.ERROR: "Phải sửa trước khi trình ký",
        Severity.WARNING: "Cảnh báo, được trình nếu ghi lý do",
        Severity.INFO: "Lưu ý",
    }
    plan = overview.dossier.plan
    units = frozenset(visit.unit for visit in plan.visits)
    return [(level, headings[level], problem_views(overview.of_level(level), plan.key, units)) for level in Severity]


def _switch(plan_key: str, current: str) -> list[View]:
    base = f"/ke-hoach/{plan_key}/lich"
    views = (("bang", base, "Bảng"), ("ban-in", f"{base}/ban-in", "Như bản in"))
    return [View(href=href, label=label, is_current=name == current) for name, href, label in views]
