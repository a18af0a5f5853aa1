"""Trang đề xuất lịch: the page of each state of a proposal, made from what was asked and answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.changes import changes_between
from app.domain.errors import Refused, StaleVersion
from app.domain.option_words import difference_statements, proof_statement
from app.domain.problems import Severity
from app.domain.proposals import ProposalKind
from app.domain.schedule_options import Statement, apply_option
from app.domain.schedules import time_words
from app.domain.vietnamese import listed, moment_words, two_digits
from app.services.checking import problems_of
from app.services.proposal_use import Asked, answer_of, asked_of, check_usable, option_problems
from app.services.releases import problems_to_accept
from app.services.sentences import refusal_sentence, schedule_sentence
from app.web.pages import plan_page
from app.web.proposal_forms import (
    DEADLINE,
    FIRST,
    FIXED,
    GROUPS,
    LEAD,
    NOT_BEFORE,
    ORDER,
    READING,
    SPARE,
)
from app.web.proposal_views import (
    OptionView,
    health_tag,
    is_followed,
    move_views,
    proof_level,
    row_views,
    time_of,
)
from app.web.views import Tag, problem_views

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import Any

    from fastapi import Request
    from starlette.responses import HTMLResponse

    from app.db.store import Store
    from app.domain.proposals import Proposal
    from app.domain.schedule_options import PlacedVisit, ScheduleOption
    from app.services.checking import WordedProblem
    from app.services.seeing import SeenPlan

_TIME = "thời gian"
"""How the log calls the days of a visit: they stand in a table of their own."""
_OF_A_RULE = "problem."
"""Where the code of a clash begins that is an error of the plan which no dates mend."""
_HEADINGS = {
    Severity.ERROR: "Phải sửa",
    Severity.WARNING: "Cảnh báo còn lại, được trình nếu ghi lý do",
    Severity.INFO: "Lưu ý",
}
_FIELDS = {
    "span": FIRST,
    "year": FIRST,
    "not_before": NOT_BEFORE,
    "length": "h-thoi-luong",
    "lead": LEAD,
    "order": ORDER,
    "deadline": DEADLINE,
    "due": DEADLINE,
    "reading": READING,
    "spare": SPARE,
    "fixed": FIXED,
    "travel": GROUPS,
}
"""Where on the form of wishes each kind of wish is changed."""
_PAGES = {"absence": ("lich-ban", "Mở lịch bận"), "shared": ("doan", "Mở đoàn kiểm tra")}
"""On which page of the plan what is no wish of the form is changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Một điều vướng: its sentence, and where it can be changed."""

    sentence: str
    href: str
    label: str


def searching_page(
    request: Request, store: Store, seen: SeenPlan, today: date, proposal: Proposal, seconds: int
) -> HTMLResponse:
    """Return the page of a search that goes on, which looks again by itself."""
    return _state_page(
        request, "pages/proposals/searching.html", store, seen, today, proposal, asked_of(proposal), seconds=seconds
    )


def failed_page(
    request: Request,
    store: Store,
    seen: SeenPlan,
    today: date,
    proposal: Proposal,
    *,
    is_lost: bool,
    notes: Sequence[str] = (),
) -> HTMLResponse:
    """Return the page of a search that found nothing, neither options nor clashes."""
    asked = asked_of(proposal)
    return _state_page(
        request, "pages/proposals/failed.html", store, seen, today, proposal, asked, is_lost=is_lost, notes=notes
    )


def answer_page_of(request: Request, store: Store, seen: SeenPlan, today: date, proposal: Proposal) -> HTMLResponse:
    """Return what the search found: options side by side, the wishes that clash, or that it found nothing."""
    answer, asked = answer_of(proposal), asked_of(proposal)
    if answer is None or not (answer.options or answer.clashes):
        notes = [schedule_sentence(note) for note in answer.notes] if answer is not None else []
        return failed_page(request, store, seen, today, proposal, is_lost=False, notes=notes)
    notes = [schedule_sentence(note) for note in answer.notes]
    if not answer.options:
        clashes = [_clash(proposal, clash) for clash in answer.clashes]
        is_standing = answer.clashes[0].code.startswith(_OF_A_RULE)
        template = "pages/proposals/standing.html" if is_standing else "pages/proposals/clashing.html"
        return _state_page(request, template, store, seen, today, proposal, asked, clashes=clashes, notes=notes)
    is_stale, may_use = _standing(store, proposal)
    headline, reasons = _why(asked, answer.options[0]) if proposal.kind == ProposalKind.REPLAN else ("", [])
    options = [
        _option_view(store, proposal, asked, option, number, today) for number, option in enumerate(answer.options, 1)
    ]
    return _state_page(
        request,
        "pages/proposals/found.html",
        store,
        seen,
        today,
        proposal,
        asked,
        options=options,
        rows=row_views(asked.dossier, asked.calendar, answer.options),
        differences=[
            (
                f"Phương án {number} so với phương án 1",
                [schedule_sentence(each) for each in difference_statements(asked.dossier, answer.options[0], option)],
            )
            for number, option in enumerate(answer.options[1:], 2)
        ],
        notes=notes,
        headline=headline,
        reasons=reasons,
        is_stale=is_stale,
        may_use=may_use,
    )


def apply_page(
    request: Request, store: Store, seen: SeenPlan, today: date, proposal: Proposal, number: int
) -> HTMLResponse:
    """Return the question whether to use an option, with all that it changes."""
    answer, asked = answer_of(proposal), asked_of(proposal)
    if answer is None:
        raise Refused("proposal.not_found_yet")
    option = answer.options[number - 1]
    problems = option_problems(store, proposal.plan, asked, option, today)
    moved = tuple(f"{asked.dossier.unit_name(visit.unit)}, " for visit in option.visits if visit.former != visit.window)
    changes = [
        change
        for change in changes_between(asked.dossier, apply_option(asked.dossier, option))
        if not (change.subject.startswith(moved) and change.subject.endswith(_TIME))
    ]
    return _state_page(
        request,
        "pages/proposals/apply.html",
        store,
        seen,
        today,
        proposal,
        asked,
        option=_option_view(store, proposal, asked, option, number, today),
        moves=move_views(asked.dossier, asked.calendar, option),
        changes=changes,
        groups=_groups(problems, proposal.plan),
        opens=proposal.kind == ProposalKind.REPLAN and seen.dossier.plan.is_issued,
        happened=asked.words if asked.happening is not None else "",
    )


def stale_page(
    request: Request,
    store: Store,
    seen: SeenPlan,
    today: date,
    proposal: Proposal,
    option: ScheduleOption,
    error: StaleVersion | Refused,
) -> HTMLResponse:
    """Return why an option cannot be used now, what it would have done beside what the plan says, and the ways on."""
    asked, present = asked_of(proposal), store.plans.dossier(proposal.plan).plan
    calendar = store.days_off.calendar()
    visits = {(visit.unit, visit.number): visit for visit in present.visits}
    moved = [placed for placed in option.visits if placed.former != placed.window]
    now = [visits.get((placed.unit, placed.number)) for placed in moved]
    is_changed = isinstance(error, StaleVersion)
    return _state_page(
        request,
        "pages/proposals/stale.html",
        store,
        seen,
        today,
        proposal,
        asked,
        status=409,
        sentence="Kế hoạch đã thay đổi sau khi yêu cầu phương án này" if is_changed else refusal_sentence(error),
        moves=move_views(asked.dossier, asked.calendar, option),
        now=[
            "không kiểm tra" if visit is None else (time_of(visit.window, calendar) or time_words(visit))
            for visit in now
        ],
    )


def again_path(proposal: Proposal) -> str:
    """Return where the wishes of a proposal can be changed."""
    place = "xu-ly" if proposal.kind == ProposalKind.REPLAN else "de-xuat"
    return f"/ke-hoach/{proposal.plan}/{place}?tu={proposal.id}"


def _state_page(
    request: Request,
    template: str,
    store: Store,
    seen: SeenPlan,
    today: date,
    proposal: Proposal,
    asked: Asked,
    **values: Any,
) -> HTMLResponse:
    return plan_page(
        request,
        template,
        seen,
        "lich",
        today,
        problems=problems_to_accept(store, seen.dossier, store.days_off.calendar(), today),
        proposal=proposal,
        title=asked.words,
        asked=asked_by(proposal),
        again=again_path(proposal),
        **values,
    )


def _clash(proposal: Proposal, statement: Statement) -> Clash:
    """Return a wish that clashes with others, and the field of the form, or the page, where it can be changed."""
    sentence, base = schedule_sentence(statement), f"/ke-hoach/{proposal.plan}"
    kind = statement.code.split(".")[1]
    if kind in _PAGES:
        place, label = _PAGES[kind]
        return Clash(sentence=sentence, href=f"{base}/{place}", label=label)
    if kind in _FIELDS and proposal.kind == ProposalKind.SCHEDULE:
        return Clash(sentence=sentence, href=f"{again_path(proposal)}#{_FIELDS[kind]}", label="Sửa yêu cầu này")
    return Clash(sentence=sentence, href="", label="")


def _why(asked: Asked, option: ScheduleOption) -> tuple[str, list[str]]:
    """Return how many units have to be moved after something happened, and why it cannot be fewer."""
    moved = sorted((placed for placed in option.visits if placed.is_moved), key=_former_day)
    if not moved:
        return schedule_sentence(Statement(code="replan.none")), []
    count = two_digits(len(moved))
    code = "replan.proven" if option.proven else "replan.not_proven"
    found = problems_of(asked.dossier, asked.calendar)
    own = {
        placed.unit: worded.statement
        for placed in moved
        for worded in reversed(found)
        if placed.unit in worded.problem.subjects and _asks_to_move(worded)
    }
    reasons = list(dict.fromkeys(own.values()))
    others = [asked.dossier.unit_name(placed.unit) for placed in moved if placed.unit not in own]
    if others:
        room = "replan.room" if option.proven else "replan.room.not_proven"
        reasons.append(schedule_sentence(Statement(code=room, facts={"units": listed(others), "count": count})))
    return schedule_sentence(Statement(code=code, facts={"count": count})), reasons


def _former_day(placed: PlacedVisit) -> int:
    return placed.former.first.toordinal() if placed.former is not None else 0


def _asks_to_move(worded: WordedProblem) -> bool:
    """Say whether a problem is one for which a visit is moved: every error, and a unit that cannot receive the team."""
    return worded.problem.severity == Severity.ERROR or worded.problem.code == "unit.unavailable"


def _standing(store: Store, proposal: Proposal) -> tuple[bool, bool]:
    """Say whether the plan changed since it was asked about, and whether it can be changed so now."""
    try:
        check_usable(store, proposal)
    except StaleVersion:
        return True, False
    except Refused:
        return False, False
    return False, True


def _option_view(
    store: Store, proposal: Proposal, asked: Asked, option: ScheduleOption, number: int, today: date
) -> OptionView:
    costs = [schedule_sentence(cost) for cost in option.costs]
    return OptionView(
        number=number,
        kind=schedule_sentence(Statement(code=f"kind.{option.kind}")),
        summary=costs[0],
        costs=tuple(costs[1:]),
        proof=Tag(level=proof_level(option), text=schedule_sentence(proof_statement(option))),
        health=health_tag(option_problems(store, proposal.plan, asked, option, today)),
        href=f"/ke-hoach/{proposal.plan}/de-xuat/{proposal.id}/phuong-an/{number}",
        is_followed=bool(option.moved or option.placed)
        and is_followed(store.plans.dossier(proposal.plan).plan, option),
    )


def asked_by(proposal: Proposal) -> str:
    """Return when and by whom something was asked."""
    return f"Yêu cầu lúc {moment_words(proposal.asked_at)}, tài khoản {proposal.actor}"


def _groups(problems: Sequence[WordedProblem], plan_key: str) -> list[tuple[str, str, list[object]]]:
    return [
        (
            level,
            _HEADINGS[level],
            list(problem_views([p for p in problems if p.problem.severity == level], plan_key, frozenset())),
        )
        for level in (Severity.ERROR, Severity.WARNING)
    ]
