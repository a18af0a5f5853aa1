"""Các trang của kế hoạch: list, overview, schedule, the annex as printed, the team."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from app.domain.access import can_read_plan
from app.domain.accounts import AccountRole
from app.domain.annex import annex_teams
from app.domain.assignments import proposed_assignments
from app.domain.dossiers import PlanDossier
from app.domain.leadership import leadership_of_batch
from app.domain.problems import Severity
from app.domain.schedules import UNDETERMINED
from app.domain.teams import Team
from app.domain.vietnamese import listed, short_date, two_digits
from app.domain.visits import Visit
from app.services.checking import problems_of
from app.services.overview import Overview, overview_of
from app.services.seeing import PLANS_A_PAGE, plans_seen_by
from app.services.sentences import state_words
from app.web.deps import SeenDep, SettingsDep, StoreDep, TodayDep, VisitorDep
from app.web.issue_standing import issue_standing
from app.web.pages import page, plan_page
from app.web.route_table import READ
from app.web.subscription_views import plan_subscribe_path, public_address
from app.web.timeline import timeline
from app.web.views import Fact, Lead, Link, Problem, SeatView, View, problem_views, visit_views

router = APIRouter()

_LAST_PAGE = 10_000


@router.api_route("/ke-hoach", methods=READ)
def plan_list(
    request: Request,
    store: StoreDep,
    visitor: VisitorDep,
    number: Annotated[int, Query(alias="trang", ge=1, le=_LAST_PAGE)] = 1,
) -> HTMLResponse:
    """List the plans in which the visitor has a part, the newest year first, a page at a time."""
    start = (number - 1) * PLANS_A_PAGE
    found = plans_seen_by(store, visitor.signed_in, offset=start, limit=PLANS_A_PAGE + 1)
    return page(
        request,
        "pages/plans/list.html",
        plans=[(line, state_words(line.state)) for line in found[:PLANS_A_PAGE]],
        number=number,
        has_more=len(found) > PLANS_A_PAGE,
        may_import=visitor.signed_in.holds(AccountRole.PLANNER),
    )


@router.api_route("/ke-hoach/{plan_key}", methods=READ)
def plan_overview(
    request: Request, store: StoreDep, seen: SeenDep, settings: SettingsDep, today: TodayDep
) -> HTMLResponse:
    """Show the overview: which state is shown, facts, timeline, problems, what comes next, the set of papers."""
    overview = overview_of(seen.dossier, store.days_off.calendar(), today)
    plan = seen.dossier.plan
    issued = issue_standing(store, seen)
    drawing = timeline(overview.dossier, overview.calendar, today, plan.lead_agencies, overview.faulty_units)
    return plan_page(
        request,
        "pages/plans/overview.html",
        seen,
        "tong-quan",
        today,
        problems=overview.problems,
        overview=overview,
        facts=_facts(overview),
        timeline=drawing,
        leads=_leads(overview),
        visits=visit_views(overview),
        groups=_groups(overview),
        issued=issued,
        subscribe=plan_subscribe_path(seen, issued),
        public=public_address(request, store, seen, settings),
    )


@router.api_route("/ke-hoach/{plan_key}/lich", methods=READ)
def schedule(request: Request, store: StoreDep, seen: SeenDep, today: TodayDep) -> HTMLResponse:
    """Show the schedule as a table, each row with its problems."""
    overview = overview_of(seen.dossier, store.days_off.calendar(), today)
    dossier, plan = seen.dossier, seen.dossier.plan
    own = plan.self_inspection
    return plan_page(
        request,
        "pages/plans/schedule.html",
        seen,
        "lich",
        today,
        problems=overview.problems,
        rows=visit_views(overview),
        quotas=plan.quotas,
        reserves=[_unit_link(dossier, visit.unit) for visit in plan.visits if visit.is_reserve],
        self_inspecting=[_unit_link(dossier, unit.key) for unit in dossier.self_inspecting_units()],
        self_inspection_deadline=own.deadline.words() if own is not None and own.deadline is not None else None,
        leads=_leads(overview),
        switch=_switch(dossier.plan.key, "bang"),
        groups=_groups(overview),
    )


@router.api_route("/ke-hoach/{plan_key}/lich/ban-in", methods=READ)
def annex_as_printed(request: Request, store: StoreDep, seen: SeenDep, today: TodayDep) -> HTMLResponse:
    """Show the annex as printed, A4 landscape."""
    dossier = seen.dossier
    committee = dossier.unit_name(dossier.province.committee)
    area = dossier.directory.unit(dossier.province.committee).area or dossier.province.full_name
    return plan_page(
        request,
        "pages/plans/annex.html",
        seen,
        "lich",
        today,
        problems=problems_of(dossier, store.days_off.calendar()),
        teams=annex_teams(dossier),
        authority=committee.removesuffix(f" {area[:1].lower()}{area[1:]}").upper(),
        place=area.upper(),
        switch=_switch(dossier.plan.key, "ban-in") if can_read_plan(seen.standing) else [],
    )


@router.api_route("/ke-hoach/{plan_key}/doan", methods=READ)
def team(request: Request, store: StoreDep, seen: SeenDep, today: TodayDep) -> HTMLResponse:
    """Show heads, deputies, members, and the fields proposed for them."""
    dossier = seen.dossier
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
        request,
        "pages/plans/team.html",
        seen,
        "doan",
        today,
        problems=problems_of(dossier, store.days_off.calendar()),
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
