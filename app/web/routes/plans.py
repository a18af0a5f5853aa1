"""Các trang của kế hoạch: list, overview, schedule, the annex as printed, the team."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse, RedirectResponse

from app.domain.annex import annex_teams
from app.domain.assignments import proposed_assignments
from app.domain.problems import Severity
from app.domain.vietnamese import listed, short_date, two_digits
from app.services.overview import Overview, overview_of
from app.services.sentences import state_words
from app.web.access import audience
from app.web.deps import ReaderDep, TodayDep
from app.web.pages import page, plan_page
from app.web.timeline import timeline
from app.web.views import Fact, Lead, Problem, View, problem_views, visit_views

router = APIRouter()


@router.get("/")
@audience("this machine")
def home() -> RedirectResponse:
    """Send to the list of plans."""
    return RedirectResponse("/ke-hoach", status_code=303)


@router.get("/ke-hoach")
@audience("this machine")
def plan_list(store: ReaderDep) -> HTMLResponse:
    """List the plans, the newest year first."""
    summaries = sorted(store.plans.summaries(), key=lambda s: (-s.year, s.key))
    return page("pages/plans/list.html", plans=[(s, state_words(s.state)) for s in summaries])


@router.get("/ke-hoach/{plan_key}")
@audience("this machine")
def plan_overview(plan_key: str, store: ReaderDep, today: TodayDep) -> HTMLResponse:
    """Show the overview: facts, timeline, problems, what comes next, the set of papers."""
    overview = overview_of(store, plan_key, today)
    plan = overview.dossier.plan
    drawing = timeline(overview.dossier, overview.calendar, today, plan.lead_agencies, overview.faulty_units)
    return plan_page(
        "pages/plans/overview.html",
        overview.dossier,
        "tong-quan",
        overview.problems,
        overview=overview,
        state=state_words(plan.state),
        facts=_facts(overview),
        timeline=drawing,
        leads=_leads(overview),
        visits=visit_views(overview),
        groups=_groups(overview),
        today=today,
    )


@router.get("/ke-hoach/{plan_key}/lich")
@audience("this machine")
def schedule(plan_key: str, store: ReaderDep, today: TodayDep) -> HTMLResponse:
    """Show the schedule as a table, each row with its problems."""
    overview = overview_of(store, plan_key, today)
    return plan_page(
        "pages/plans/schedule.html",
        overview.dossier,
        "lich",
        overview.problems,
        rows=visit_views(overview),
        quotas=overview.dossier.plan.quotas,
        leads=_leads(overview),
        switch=_switch(plan_key, "bang"),
        groups=_groups(overview),
    )


@router.get("/ke-hoach/{plan_key}/lich/ban-in")
@audience("this machine")
def annex_as_printed(plan_key: str, store: ReaderDep, today: TodayDep) -> HTMLResponse:
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
        teams=annex_teams(dossier),
        authority=committee.removesuffix(f" {area[:1].lower()}{area[1:]}").upper(),
        place=area.upper(),
        switch=_switch(plan_key, "ban-in"),
        today=short_date(today),
    )


@router.get("/ke-hoach/{plan_key}/doan")
@audience("this machine")
def team(plan_key: str, store: ReaderDep, today: TodayDep) -> HTMLResponse:
    """Show heads, deputies, members, and the fields proposed for them."""
    overview = overview_of(store, plan_key, today)
    dossier = overview.dossier
    batches = [
        (
            batch,
            dossier.person_line(batch.head) if batch.head else None,
            [dossier.person_line(key) for key in batch.deputies],
            dossier.unit_name(batch.lead_agency) if batch.lead_agency else None,
            listed(dossier.unit_name(v.unit) for v in dossier.plan.visits if v.batch == batch.key),
        )
        for batch in dossier.plan.batches
    ]
    teams = [
        (each, [(seat, dossier.seat_line(seat)) for seat in each.seats], proposed_assignments(dossier, each))
        for each in dossier.plan.teams
    ]
    return plan_page(
        "pages/plans/team.html",
        dossier,
        "doan",
        overview.problems,
        batches=batches,
        teams=teams,
        seat_line=dossier.seat_line,
    )


def _facts(overview: Overview) -> list[Fact]:
    by_level = ", ".join(f"{two_digits(entry.count)} đơn vị {entry.level}" for entry in overview.targets_by_level)
    span = overview.dossier.plan.span()
    period = f"{short_date(span.first)} - {short_date(span.last)}" if span else "chưa xác định"
    return [
        Fact(term="Đối tượng kiểm tra", value=f"{two_digits(overview.targets)}{f' ({by_level})' if by_level else ''}"),
        Fact(term="Thời gian", value=period),
        Fact(term="Số ngày làm việc", value=str(overview.working_days)),
        Fact(
            term="Đoàn kiểm tra",
            value=f"{two_digits(overview.leaders)} lãnh đạo, {two_digits(overview.members)} thành viên",
        ),
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
