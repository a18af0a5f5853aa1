"""Trang: what every page carries around its own content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain.problems import Severity
from app.domain.vietnamese import listed, lower_first, two_digits
from app.services.sentences import site_sentence, state_words
from app.web.templating import render

if TYPE_CHECKING:
    from datetime import date

    from starlette.responses import HTMLResponse

    from app.domain.dossiers import PlanDossier
    from app.services.checking import WordedProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Dòng chữ chung: whose service it is, as the layout shows it."""

    province_line: str
    lead_agency: str
    managing_line: str
    contact: str
    notice: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NavigationItem:
    """Chức năng chính trên thanh điều hướng."""

    href: str
    label: str
    is_current: bool
    count: str = ""


def page(template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page that belongs to no plan."""
    agency = site_sentence("no_plan_agency")
    site = Site(
        province_line=site_sentence("no_plan_province_line"),
        lead_agency=agency,
        managing_line=agency,
        contact=agency,
        notice=site_sentence("loopback_notice"),
    )
    return render(template, status=status, site=site, navigation=(), **values)


def plan_page(
    template: str, dossier: PlanDossier, current: str, problems: tuple[WordedProblem, ...], today: date, **values: Any
) -> HTMLResponse:
    """Return a page of a plan as of that day, `current` naming its place in the navigation."""
    return render(
        template,
        site=site_of(dossier),
        navigation=_navigation(dossier.plan.key, current, problems),
        dossier=dossier,
        plan=dossier.plan,
        state=state_words(dossier.plan.state),
        today=today,
        base=f"/ke-hoach/{dossier.plan.key}",
        **values,
    )


def site_of(dossier: PlanDossier) -> Site:
    """Return whose service it is: the plan's lead agencies, or the committee of its province when it names none."""
    committee = dossier.unit_name(dossier.province.committee).replace("Ủy ban nhân dân", "UBND")
    province_line = site_sentence("province_line", committee=committee)
    notice = site_sentence("loopback_notice")
    leads = [dossier.unit_name(key) for key in dossier.plan.lead_agencies]
    if not leads:
        return Site(
            province_line=province_line,
            lead_agency=committee,
            managing_line=committee,
            contact=committee,
            notice=notice,
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
        notice=notice,
    )


def _navigation(key: str, current: str, problems: tuple[WordedProblem, ...]) -> tuple[NavigationItem, ...]:
    errors = sum(1 for worded in problems if worded.problem.severity == Severity.ERROR)
    base = f"/ke-hoach/{key}"
    places = (
        ("tong-quan", base, "Tổng quan", ""),
        ("lich", f"{base}/lich", "Lịch kiểm tra", two_digits(errors) if errors else ""),
        ("van-ban", f"{base}/van-ban", "Văn bản", ""),
        ("doan", f"{base}/doan", "Đoàn kiểm tra", ""),
    )
    return tuple(
        NavigationItem(href=href, label=label, is_current=name == current, count=count)
        for name, href, label, count in places
    )
