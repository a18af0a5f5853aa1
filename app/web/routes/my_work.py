"""Việc của tôi: the visits of whoever is in a team, their dates, their papers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from app.db.store import Store
from app.domain.dates import WorkCalendar
from app.domain.errors import NotFound
from app.domain.feed_grants import FeedKind
from app.services.change_notices import received_notices
from app.services.my_work import MyVisit, MyWork, my_work
from app.services.plan_news import news_for
from app.services.seeing import SeenPlan
from app.web.day_strip import DayStrip
from app.web.deps import FilesDep, FilesOf, NowDep, StoreDep, TodayDep, VisitorDep
from app.web.pages import Site, page, site_of
from app.web.route_table import READ
from app.web.sealed_views import own_check_lines
from app.web.set_files import PlanFiles
from app.web.views import View
from app.web.work_views import (
    DATES,
    PAPERS,
    WORK,
    VisitCard,
    months,
    own_calendars,
    paper_groups,
    plan_papers,
    strip_around,
    visit_card,
    work_tabs,
)

router = APIRouter()

_NEXT_SHOWN = 3
"""How many of the visits to come stand open on the page, with their papers; the others are folded."""
_PLANS_SHOWN = 3
"""Of how many plans the common papers and the news are shown; the others are a tab away."""


@router.api_route(WORK, methods=READ)
def work_page(
    request: Request, store: StoreDep, visitor: VisitorDep, files_of: FilesDep, today: TodayDep, now: NowDep
) -> HTMLResponse:
    """Show the visit under way, those to come, and what falls to oneself at each."""
    account, calendar = visitor.signed_in, store.days_off.calendar()
    work = my_work(store, account, today)
    shelf: dict[str, PlanFiles] = {}

    def files(seen: SeenPlan) -> PlanFiles:
        key = seen.dossier.plan.key
        if key not in shelf:
            shelf[key] = _files(store, files_of, seen, calendar)
        return shelf[key]

    def card(mine: MyVisit, strip: DayStrip | None = None) -> VisitCard:
        return visit_card(mine, calendar, today, files(mine.seen), strip=strip)

    def short_card(mine: MyVisit) -> VisitCard:
        return visit_card(mine, calendar, today, None)

    coming = [entry.mine for entry in work.coming]
    return page(
        request,
        "pages/work/work.html",
        site=_site(work),
        navigation=work_tabs("viec", account),
        today=today,
        has_plans=bool(work.plans),
        names_plans=len(work.plans) > 1,
        current=[card(entry.mine, strip_around(work, calendar, today)) for entry in work.current],
        coming=[card(mine) for mine in coming[:_NEXT_SHOWN]],
        later=[short_card(mine) for mine in coming[_NEXT_SHOWN:]],
        not_firm=[short_card(mine) for mine in work.not_firm],
        past=[short_card(entry.mine) for entry in work.past],
        papers=[(seen, plan_papers(files(seen), seen)) for seen in work.at_hand[:_PLANS_SHOWN]],
        calendars=own_calendars(work),
        checks=own_check_lines(work.plans, now),
        received=received_notices(store, account),
        news=[
            news
            for seen in work.plans[:_PLANS_SHOWN]
            for person in sorted(seen.standing.persons)
            for news in news_for(store, seen.dossier.plan.key, (FeedKind.PERSON, person), today)
        ],
    )


@router.api_route(DATES, methods=READ)
def dates_page(request: Request, store: StoreDep, visitor: VisitorDep, today: TodayDep) -> HTMLResponse:
    """Show the dates of the own visits by month, and how to have them in a calendar."""
    account = visitor.signed_in
    work = my_work(store, account, today)
    found, this_month = months(work, store.days_off.calendar()), (today.year, today.month)
    return page(
        request,
        "pages/work/dates.html",
        site=_site(work),
        navigation=work_tabs("lich", account),
        today=today,
        months=[month for month in found if (month.year, month.month) >= this_month],
        earlier=[month for month in found if (month.year, month.month) < this_month],
        calendars=own_calendars(work),
    )


@router.api_route(PAPERS, methods=READ)
def papers_page(
    request: Request,
    store: StoreDep,
    visitor: VisitorDep,
    files_of: FilesDep,
    today: TodayDep,
    wanted: Annotated[str, Query(alias="ke-hoach", max_length=200)] = "",
) -> HTMLResponse:
    """Show every paper that a member needs of one plan, the one at hand unless another is asked for."""
    account, calendar = visitor.signed_in, store.days_off.calendar()
    work = my_work(store, account, today)
    seen = _wanted(work, wanted)
    visits = [mine for mine in work.visits if mine.seen is seen]
    return page(
        request,
        "pages/work/papers.html",
        site=_site(work),
        navigation=work_tabs("tai-lieu", account),
        seen=seen,
        plans=_choice(work, seen),
        groups=paper_groups(_files(store, files_of, seen, calendar), seen, visits) if seen is not None else [],
    )


def _site(work: MyWork) -> Site | None:
    """Return whose service it is by the newest plan; None without one."""
    return site_of(work.plans[0].dossier) if work.plans else None


def _files(store: Store, files_of: FilesOf, seen: SeenPlan, calendar: WorkCalendar) -> PlanFiles:
    return files_of(seen, calendar, store.plans.version(seen.dossier.plan.key))


def _wanted(work: MyWork, key: str) -> SeenPlan | None:
    """Return the plan of that key, the first at hand without one; raise NotFound for one that is not theirs."""
    if not key:
        return next(iter(work.at_hand), None)
    for seen in work.plans:
        if seen.dossier.plan.key == key:
            return seen
    raise NotFound("plan", key)


def _choice(work: MyWork, current: SeenPlan | None) -> list[View]:
    """Return the choice among several plans; empty where there is none to make."""
    if len(work.plans) < 2:  # noqa: PLR2004 — one plan leaves no choice
        return []
    return [
        View(
            href=f"{PAPERS}?ke-hoach={seen.dossier.plan.key}",
            label=f"{seen.dossier.plan.kind} {seen.dossier.plan.year}",
            is_current=seen is current,
        )
        for seen in work.plans
    ]
