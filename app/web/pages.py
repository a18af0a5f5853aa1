"""Trang: what every page carries around its own content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain.access import can_change_plan, can_read_plan, can_send_notices
from app.domain.problems import Severity
from app.domain.vietnamese import listed, lower_first, two_digits
from app.services.sentences import site_sentence, state_words
from app.web.cookies import Cookies
from app.web.draw_views import draws_anything
from app.web.form_tokens import FIELD
from app.web.templating import render

if TYPE_CHECKING:
    from datetime import date

    from fastapi import Request
    from starlette.responses import HTMLResponse

    from app.domain.access import Standing
    from app.domain.dossiers import PlanDossier
    from app.domain.plans import Plan
    from app.services.checking import WordedProblem
    from app.services.seeing import SeenPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Dòng chữ chung: whose service it is, as the layout shows it."""

    province_line: str
    lead_agency: str
    managing_line: str
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NavigationItem:
    """Chức năng chính trên thanh điều hướng."""

    href: str
    label: str
    is_current: bool
    count: str = ""


def page(
    request: Request, template: str, *, status: int = 200, site: Site | None = None, **values: Any
) -> HTMLResponse:
    """Return a page that belongs to no plan; `site` says whose service it is where a plan at hand does."""
    if site is None:
        agency = site_sentence("no_plan_agency")
        line = site_sentence("no_plan_province_line")
        site = Site(province_line=line, lead_agency=agency, managing_line=agency, contact=agency)
    return _page(request, template, status=status, site=site, **{"navigation": (), **values})


def plan_page(
    request: Request,
    template: str,
    seen: SeenPlan,
    current: str,
    today: date,
    *,
    problems: tuple[WordedProblem, ...] = (),
    status: int = 200,
    **values: Any,
) -> HTMLResponse:
    """Return a page of a plan as of that day, `current` naming its place in the navigation."""
    dossier = seen.dossier
    return _page(
        request,
        template,
        status=status,
        site=site_of(dossier),
        navigation=_navigation(dossier.plan, current, problems, seen.standing),
        dossier=dossier,
        plan=dossier.plan,
        standing=seen.standing,
        release=seen.release,
        state=state_words(dossier.plan.state),
        today=today,
        base=f"/ke-hoach/{dossier.plan.key}",
        **values,
    )


def _page(request: Request, template: str, *, status: int, **values: Any) -> HTMLResponse:
    """Return a page with what its forms need: a new guest gets the mark of the token where there is a form."""
    visitor = getattr(request.state, "visitor", None)
    answer = render(template, status=status, visitor=visitor, **values)
    if getattr(visitor, "account", None) is not None:
        # Asked for again each time: what one account saw is not shown to the next at the same machine.
        answer.headers["Cache-Control"] = "private, no-cache"
    guest = getattr(request.state, "new_guest", None)
    if guest is not None and FIELD.encode() in answer.body:
        Cookies.of(request.app.state.settings).set_guest(answer, guest)
    return answer


def site_of(dossier: PlanDossier) -> Site:
    """Return whose service it is: the plan's lead agencies, or the committee of its province when it names none."""
    committee = dossier.unit_name(dossier.province.committee).replace("Ủy ban nhân dân", "UBND")
    province_line = site_sentence("province_line", committee=committee)
    leads = [dossier.unit_name(key) for key in dossier.plan.lead_agencies]
    if not leads:
        return Site(
            province_line=province_line,
            lead_agency=committee,
            managing_line=committee,
            contact=committee,
        )
    facts = {
        "agency": leads[0],
        "province": lower_first(dossier.province.full_name),
        "partners": listed(leads[1:]),
    }
    return Site(
        province_line=province_line,
        lead_agency=leads[0],
        managing_line=site_sentence("managing_line_with_partners" if leads[1:] else "managing_line", **facts),
        contact=site_sentence("contact", **facts),
    )


def _navigation(
    plan: Plan, current: str, problems: tuple[WordedProblem, ...], standing: Standing
) -> tuple[NavigationItem, ...]:
    """Return the main functions of the plan that are open to this visitor; a unit has one page and needs none."""
    errors = sum(1 for worded in problems if worded.problem.severity == Severity.ERROR)
    base = f"/ke-hoach/{plan.key}"
    places: list[tuple[str, str, str, str]] = []
    if standing.is_member:
        places.append(("viec-cua-toi", "/viec-cua-toi", "Việc của tôi", ""))
    if can_read_plan(standing):
        places += [
            ("tong-quan", base, "Tổng quan", ""),
            ("lich", f"{base}/lich", "Lịch kiểm tra", two_digits(errors) if errors else ""),
            ("van-ban", f"{base}/van-ban", "Văn bản", ""),
            ("doan", f"{base}/doan", "Đoàn kiểm tra", ""),
        ]
        if draws_anything(plan):
            places.append(("chon-xa", f"{base}/chon-xa", "Chọn ngẫu nhiên", ""))
        if can_change_plan(standing):
            places.append(("phien-ban", f"{base}/phien-ban", "Phiên bản", ""))
        if standing.is_planner:
            places.append(("noi-dung", f"{base}/noi-dung", "Nội dung", ""))
        if can_send_notices(standing):
            places.append(("thong-bao", f"{base}/thong-bao", "Thông báo", ""))
    elif standing.is_member:
        places += [
            ("lich-cua-toi", "/viec-cua-toi/lich", "Lịch", ""),
            ("tai-lieu", "/viec-cua-toi/tai-lieu", "Tài liệu", ""),
        ]
    return tuple(
        NavigationItem(href=href, label=label, is_current=name == current, count=count)
        for name, href, label, count in places
    )
