"""Các trang của kế hoạch: list, overview, the annex as printed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from app.domain.access import can_change_plan, can_read_plan
from app.domain.accounts import AccountRole
from app.domain.annex import annex_teams
from app.domain.schedules import UNDETERMINED
from app.domain.vietnamese import short_date, two_digits
from app.services.checking import WordedProblem
from app.services.overview import Overview, overview_of
from app.services.plan_standing import with_reasons
from app.services.releases import problems_to_accept
from app.services.seeing import PLANS_A_PAGE, plans_seen_by
from app.services.sentences import state_words
from app.web.deps import SeenDep, SettingsDep, StoreDep, TodayDep, VisitorDep
from app.web.issue_standing import issue_standing
from app.web.next_steps import next_steps
from app.web.pages import page, plan_page
from app.web.route_table import READ
from app.web.schedule_parts import leads_of, problem_groups, ways_to_look
from app.web.subscription_views import plan_subscribe_path, public_address
from app.web.timeline import timeline
from app.web.views import Fact, visit_views

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
    overview = overview_of(store, seen.dossier, today)
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
        leads=leads_of(overview.dossier),
        visits=visit_views(overview),
        groups=problem_groups(overview.dossier, _told(store, seen, overview)),
        issued=issued,
        steps=next_steps(store, seen, today),
        subscribe=plan_subscribe_path(seen, issued),
        public=public_address(request, store, seen, settings),
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
        problems=problems_to_accept(store, dossier, store.days_off.calendar(), today),
        teams=annex_teams(dossier),
        authority=committee.removesuffix(f" {area[:1].lower()}{area[1:]}").upper(),
        place=area.upper(),
        switch=ways_to_look(dossier.plan.key, "ban-in") if can_read_plan(seen.standing) else [],
    )


def _told(store: StoreDep, seen: SeenDep, overview: Overview) -> tuple[WordedProblem, ...]:
    """Return the problems as they are listed: to whoever draws the plan up with the reasons written down."""
    if not can_change_plan(seen.standing):
        return overview.problems
    return with_reasons(store, overview.dossier.plan.key, overview.problems)


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
