"""Trang soạn đoàn: the page of the team for those who draw it up, the forms of its parts, and two people at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.domain.dates import TIME_ZONE
from app.domain.dossiers import PlanDossier
from app.domain.errors import InvalidInput, NotFound, Refused, StaleVersion
from app.domain.plans import PlanState
from app.domain.releases import check_editable
from app.services.editing import last_step, undo_step
from app.services.releases import problems_to_accept
from app.services.sentences import refusal_sentence
from app.services.team_editing import TeamEditing, mark_of_part, part_of
from app.web.busy_views import busy_view
from app.web.edit_forms import MARK, TypedForm, conflict_lines, typed_form
from app.web.errors import Unsaved, status_of
from app.web.form_faults import NO_FAULTS, Field, FormFaults, form_faults
from app.web.pages import plan_page
from app.web.route_table import READ
from app.web.team_views import team_view

if TYPE_CHECKING:
    from datetime import datetime

    from fastapi import Request
    from starlette.datastructures import FormData

    from app.db.store import Store
    from app.services.seeing import SeenPlan
    from app.web.visitors import Visitor

DONE, ABOUT = "xong", "muc"
"""The queries that say what was just done, a key of the messages in the template, and to what."""
STEP, PLACE, BUSY = "buoc", "noi", "lich-ban"
"""The fields that say which change is undone and on which page that was asked for, and the page of the days off."""
_LONGEST_NUMBER = 9
WAY = "huong"
"""The field, and the query, that say which button of order was pressed."""
STEPS = {"len": -1, "xuong": 1}
"""What each of them does: a place up, a place down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartForm:
    """Biểu mẫu của một phần: which template shows it, where it goes, and how it is read.

    `kind` and `key` name the part as `part_of` does; `key` is None for a new one. `lines` gives the form in words,
    `filled` the form of the part as it is now. `choices` are what the template offers.
    """

    template: str
    path: str
    new_path: str
    kind: str
    key: str | None
    name: str
    fields: Mapping[str, Field]
    filled: Callable[[PlanDossier], TypedForm]
    lines: Callable[[PlanDossier, TypedForm], list[tuple[str, str]]]
    choices: Callable[[PlanDossier, TypedForm], dict[str, Any]]
    place: str = "doan"


class TeamDesk:
    """Bàn soạn đoàn trong một lần yêu cầu: makes its pages, and answers what was refused with what was typed."""

    def __init__(
        self,
        request: Request,
        store: Store,
        seen: SeenPlan,
        visitor: Visitor,
        form: FormData,
        now: datetime,
    ) -> None:
        self._request, self._store, self._seen, self._visitor = request, store, seen, visitor
        self._form, self._now = form, now

    @property
    def dossier(self) -> PlanDossier:
        """The plan as the visitor sees it."""
        return self._seen.dossier

    @property
    def base(self) -> str:
        """The path of the plan."""
        return f"/ke-hoach/{self.dossier.plan.key}"

    @property
    def way(self) -> str:
        """The button of order that was pressed."""
        return str(self._form.get(WAY, ""))

    # Trang

    def page(self, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """Return a page of the plan."""
        today = self._now.astimezone(TIME_ZONE).date()
        return plan_page(self._request, template, self._seen, "doan", today, status=status, **values)

    def team_page(self, refusal: str = "", status: int = 200) -> HTMLResponse:
        """Return the page of the team as it is drawn up, with what was just done or refused."""
        calendar = self._store.days_off.calendar()
        today = self._now.astimezone(TIME_ZONE).date()
        problems = problems_to_accept(self._store, self.dossier, calendar, today)
        return self.page(
            "pages/team/edit.html",
            status=status,
            problems=problems,
            view=team_view(self.dossier, calendar, problems),
            refusal=refusal,
            **self._told(refusal),
        )

    def busy_page(self, refusal: str = "", status: int = 200) -> HTMLResponse:
        """Return the page of the days off."""
        return self.page(
            "pages/busy/list.html",
            status=status,
            view=busy_view(self.dossier, self._store.days_off.calendar()),
            refusal=refusal,
            **self._told(refusal),
        )

    def form_page(
        self, part: PartForm, form: TypedForm | None = None, mark: str | None = None, faults: FormFaults = NO_FAULTS
    ) -> HTMLResponse:
        """Return the form of a part: as it is now, or as it was typed. Raise NotFound, Refused for no draft."""
        check_editable(self.dossier.plan)
        if part.key is not None and part_of(self.dossier, part.kind, part.key) is None:
            raise NotFound(part.kind, part.key)
        shown = form if form is not None else part.filled(self.dossier)
        return self.page(
            part.template,
            status=422 if faults.by_field else 200,
            part=part,
            form=shown,
            faults=faults,
            mark=mark if mark is not None else self._mark(part),
            **part.choices(self.dossier, shown),
        )

    # Việc

    def save(self, part: PartForm, do: Callable[[TeamEditing, TypedForm], PlanDossier]) -> PlanDossier:
        """Save the form that was sent; what is wrong with it or changed meanwhile is answered, nothing of it lost."""
        form = typed_form(self._form, [field.name for field in part.fields.values()])
        mark = str(self._form.get(MARK, ""))
        try:
            return do(self._editing(mark if part.key is not None else None), form)
        except InvalidInput as error:
            if any(fault.place not in part.fields for fault in error.faults):
                raise
            faults = form_faults(error, part.fields)
            raise Unsaved(self.form_page(part, form, mark, faults)) from error
        except StaleVersion as error:
            raise Unsaved(self._conflict(part, form)) from error

    def act(
        self, do: Callable[[TeamEditing], PlanDossier], otherwise: Callable[[str, int], HTMLResponse] | None = None
    ) -> PlanDossier:
        """Do what a button says; what is refused, or was changed meanwhile, is told on the page of the button."""
        try:
            return do(self._editing(str(self._form.get(MARK, ""))))
        except (Refused, StaleVersion) as error:
            if error.code.startswith(("plan.", "database.")):
                raise
            raise Unsaved((otherwise or self.team_page)(_sentence(error), status_of(error))) from error

    def undo(self) -> Response:
        """Make the draft again what it was before its last change, whichever page made that."""
        text, place = str(self._form.get(STEP, "")), str(self._form.get(PLACE, ""))
        number = int(text) if text.isdecimal() and len(text) < _LONGEST_NUMBER else 0
        page = self.busy_page if place == BUSY else self.team_page
        try:
            undo_step(self._store, self.dossier.plan.key, number, by=self._visitor.actor, at=self._now)
        except Refused as error:
            if error.code != "step.not_last":
                raise
            raise Unsaved(page(refusal_sentence(error), status_of(error))) from error
        return self.back(BUSY if place == BUSY else "doan", "hoan-tac")

    def back(self, place: str, done: str, about: str = "", anchor: str = "") -> Response:
        """Return the way back to the page of the team, or of the days off, which tells what was done.

        Without an anchor where a button takes the focus: browsers let a fragment go before that.
        """
        query = {DONE: done} | ({ABOUT: about} if about else {}) | ({WAY: self.way} if self.way else {})
        fragment = f"#{anchor}" if anchor else ""
        return RedirectResponse(f"{self.base}/{place}?{urlencode(query)}{fragment}", status_code=303)

    def _editing(self, mark: str | None) -> TeamEditing:
        key = self.dossier.plan.key
        return TeamEditing(self._store, key, seen=mark, by=self._visitor.actor, at=self._now)

    def _told(self, refusal: str) -> dict[str, Any]:
        """Return what was just done, as the query says, and the change that can be undone."""
        query = self._request.query_params if not refusal and self._request.method in READ else {}
        told = {"done": query.get(DONE, ""), "about": query.get(ABOUT, ""), "way": query.get(WAY, "")}
        is_draft = self.dossier.plan.state == PlanState.DRAFT
        return told | {"step": last_step(self._store, self.dossier.plan.key) if is_draft else None}

    def _mark(self, part: PartForm) -> str:
        return mark_of_part(self.dossier, part.kind, part.key) if part.key is not None else ""

    def _conflict(self, part: PartForm, form: TypedForm) -> HTMLResponse:
        """Return both values side by side, and the two ways on; what is gone can be added anew as it was typed."""
        typed = part.lines(self.dossier, form)
        is_gone = part.key is None or part_of(self.dossier, part.kind, part.key) is None
        now = [(label, "") for label, _ in typed] if is_gone else part.lines(self.dossier, part.filled(self.dossier))
        return self.page(
            "pages/team/conflict.html",
            status=409,
            part=part,
            is_gone=is_gone,
            rows=conflict_lines(now, typed),
            path=part.new_path if is_gone else part.path,
            carried=[*form.pairs(), *([] if is_gone else [(MARK, self._mark(part))])],
        )


def _sentence(error: Refused | StaleVersion) -> str:
    """Return why a button did nothing; of what changed meanwhile the page shows how it is now."""
    return refusal_sentence(Refused("team.changed_meanwhile") if isinstance(error, StaleVersion) else error)
