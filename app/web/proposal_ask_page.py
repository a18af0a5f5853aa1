"""Trang yêu cầu đề xuất lịch: the form of wishes, and what was asked before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.proposals import ProposalKind, ProposalState
from app.domain.row_edits import targets_in_order
from app.domain.schedule_requests import visit_name
from app.domain.schedules import time_words, window_words
from app.services.proposal_jobs import is_lost
from app.services.proposal_use import asked_words
from app.services.releases import latest_release, problems_to_accept
from app.services.replanning import pins_of_plan
from app.web.form_faults import NO_FAULTS, FormFaults
from app.web.pages import plan_page
from app.web.proposal_forms import visited_levels
from app.web.proposal_pages import asked_by

if TYPE_CHECKING:
    from datetime import date, datetime

    from fastapi import Request
    from starlette.responses import HTMLResponse

    from app.db.store import Store
    from app.domain.proposals import Proposal
    from app.services.seeing import SeenPlan
    from app.web.proposal_forms import Wishes

_SHOWN = 5
_STATES = {
    ProposalState.SEARCHING: ("waiting", "Đang tìm"),
    ProposalState.FOUND: ("done", "Có phương án"),
    ProposalState.CLASHING: ("warning", "Các yêu cầu vướng nhau"),
    ProposalState.FAILED: ("error", "Chưa tìm được"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedLine:
    """Dòng của một yêu cầu đã gửi, as the component `asked_list` takes it."""

    href: str
    title: str
    asked: str
    level: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitChoice:
    """Một cuộc để đánh dấu giữ nguyên: `why` says why it stays anyway, "" where it need not."""

    name: str
    unit: str
    time: str
    why: str


def asked_lines(store: Store, plan_key: str, kind: ProposalKind, now: datetime) -> list[AskedLine]:
    """Return the last proposals of a kind, the newest first."""
    found = [each for each in store.proposals.latest(plan_key, limit=4 * _SHOWN) if each.kind == kind][:_SHOWN]
    return [_asked_line(proposal, now) for proposal in found]


def ask_page(
    request: Request,
    store: Store,
    seen: SeenPlan,
    today: date,
    now: datetime,
    wishes: Wishes,
    *,
    faults: FormFaults = NO_FAULTS,
    trouble: str = "",
) -> HTMLResponse:
    """Return the form of wishes, filled in so; `trouble` says why no search could be begun."""
    dossier = seen.dossier
    plan, span = dossier.plan, dossier.plan.span()
    why = {pin.name: pin.words() for pin in pins_of_plan(store, plan.key, today)}
    return plan_page(
        request,
        "pages/proposals/ask.html",
        seen,
        "lich",
        today,
        problems=problems_to_accept(store, dossier, store.days_off.calendar(), today),
        status=422 if faults.by_field else 409 if trouble else 200,
        wishes=wishes,
        faults=faults,
        trouble=trouble,
        stands_on_release=latest_release(store, plan.key) is not None,
        levels=visited_levels(dossier),
        teams=plan.teams,
        turns=[(key, dossier.unit_name(key)) for key in plan.lead_agencies],
        visits=[
            VisitChoice(
                name=visit_name(visit),
                unit=dossier.unit_name(visit.unit),
                time=time_words(visit),
                why=why.get(visit_name(visit), ""),
            )
            for visit in targets_in_order(plan)
        ],
        absences=len(plan.absences),
        present=window_words(span) if span is not None else "",
        asked=asked_lines(store, plan.key, ProposalKind.SCHEDULE, now),
    )


def _asked_line(proposal: Proposal, now: datetime) -> AskedLine:
    level, state = _STATES[ProposalState.FAILED if is_lost(proposal, now) else proposal.state]
    return AskedLine(
        href=f"/ke-hoach/{proposal.plan}/de-xuat/{proposal.id}",
        title=f"Số {proposal.id}. {asked_words(proposal)}",
        asked=asked_by(proposal),
        level=level,
        state=state,
    )
