"""Trang soạn lịch: the table with a row open under it, a row on a page of its own, and what stands in their stead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.domain.draws.sealed_parties import standing_checks
from app.domain.errors import InvalidInput, NotFound
from app.domain.plans import PlanState
from app.domain.row_edits import key_of_visit, row_of, visit_of_key
from app.domain.vietnamese import moment_words
from app.services.editing import last_step
from app.services.plan_standing import with_reasons
from app.services.row_editing import check_row, checking_of, row_mark
from app.web.form_faults import NO_FAULTS, FormFaults, form_faults
from app.web.pages import plan_page
from app.web.row_checks import NOTHING_READ, Counters, RowCheckView, counters_of, mend_view, row_check_view
from app.web.row_forms import FIELDS, HALVES, MARK, PLACE, TABLE, RowForm, row_form, row_typed
from app.web.row_views import editor_table
from app.web.schedule_parts import leads_of, problem_groups, unit_link, ways_to_look
from app.web.sealed_views import check_lines
from app.web.templating import render

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from fastapi import Request
    from starlette.responses import HTMLResponse

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier
    from app.domain.mends import Mend
    from app.services.checking import WordedProblem
    from app.services.row_editing import Checking, RowCheck
    from app.services.seeing import SeenPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Việc vừa làm: `what` is a key of the messages in the template; a row by key, name and place.

    `is_swapped` where only the part of the page that changed is sent.
    """

    what: str = ""
    key: str = ""
    name: str = ""
    place: str = ""
    is_swapped: bool = False


NOTHING_DONE = Done()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRow:
    """Dòng đang mở: its form with what is wrong in it, the mark that the form carries, and what is said of it."""

    key: str
    unit: str
    mark: str
    form: RowForm
    faults: FormFaults
    check: RowCheckView
    place: str = TABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Một ô hai người cùng sửa: what stands now and what was typed."""

    label: str
    now: str
    typed: str


class Editor:
    """Soạn lịch của một dự thảo, trong một lần yêu cầu: makes every page and fragment of it."""

    def __init__(self, request: Request, store: Store, seen: SeenPlan, today: date) -> None:
        self._request, self._store, self._seen, self._today = request, store, seen, today
        self.dossier: PlanDossier = seen.dossier
        self.checking: Checking = checking_of(store, seen.dossier.plan.key, today)

    @property
    def is_for_htmx(self) -> bool:
        """Say whether only a piece of the page is asked for."""
        return self._request.headers.get("hx-request") == "true"

    # What was typed

    def open_row(
        self,
        key: str,
        *,
        typed: Mapping[str, str] | None = None,
        faults: FormFaults = NO_FAULTS,
        place: str = TABLE,
    ) -> tuple[OpenRow, RowCheck | None]:
        """Return a row with its form and its check, None where what was typed cannot be read; raise NotFound."""
        present = row_of(visit_of_key(self.dossier.plan, key))
        check: RowCheck | None = None
        said = NOTHING_READ
        try:
            row = row_typed(typed, present) if typed is not None else present
            check = check_row(self.dossier, key, row, self.checking)
            said = row_check_view(check, key, self.checking)
        except InvalidInput as error:
            told = form_faults(error, FIELDS).by_field.values()
            said = replace(NOTHING_READ, faults=tuple(told))
        mark = typed[MARK] if typed is not None and typed.get(MARK) else row_mark(self.dossier, key)
        opened = OpenRow(
            key=key,
            unit=self.dossier.unit_name(visit_of_key(self.dossier.plan, key).unit),
            mark=mark,
            form=row_form(self.dossier, present, typed),
            faults=faults,
            check=said,
            place=place,
        )
        return opened, check

    # Pages

    def table_page(
        self,
        *,
        opened: OpenRow | None = None,
        done: Done = NOTHING_DONE,
        refusal: str = "",
        status: int = 200,
    ) -> HTMLResponse:
        """Return the table, a row open under its line where one is given."""
        problems = self.checking.worded(self.dossier)
        return plan_page(
            self._request,
            "pages/plans/schedule_editor.html",
            self._seen,
            "lich",
            self._today,
            problems=problems,
            status=status,
            groups=problem_groups(
                self.dossier, with_reasons(self._store, self.dossier.plan.key, problems), is_edited=True
            ),
            checks=check_lines(self.dossier, standing_checks(self.dossier)),
            **self._beside(),
            **self._region(problems, opened=opened, done=done, refusal=refusal),
        )

    def table_region(self, *, done: Done) -> HTMLResponse:
        """Return the part of the page that an order button changes, and the counter in the bar."""
        problems = self.checking.worded(self.dossier)
        values = self._region(problems, opened=None, done=done, refusal="")
        values |= {"base": self._base, "plan": self.dossier.plan}
        return render("partials/plans/row_moved.html", visitor=self._request.state.visitor, **self._beside(), **values)

    def row_page(self, opened: OpenRow, *, refusal: str = "", status: int = 200) -> HTMLResponse:
        """Return a row on a page of its own."""
        problems = self.checking.worded(self.dossier)
        return plan_page(
            self._request,
            "pages/plans/schedule_row.html",
            self._seen,
            "lich",
            self._today,
            problems=problems,
            status=status,
            opened=opened,
            refusal=refusal,
            fields=FIELDS,
            halves=HALVES,
            counters=counters_of(self.dossier, problems),
        )

    def check_fragment(self, opened: OpenRow, check: RowCheck | None) -> HTMLResponse:
        """Return what is said of a row and the counters, for a page that is shown already."""
        counters = self._counters_with(check)
        return render(
            "partials/plans/row_checked.html",
            opened=opened,
            base=self._base,
            counters=counters,
        )

    def answer_page(self, opened: OpenRow, *, refusal: str = "", status: int = 200) -> HTMLResponse:
        """Return the row where its form stood: under its line, or on its own page."""
        if opened.place == TABLE:
            return self.table_page(opened=opened, refusal=refusal, status=status)
        return self.row_page(opened, refusal=refusal, status=status)

    def preview_page(self, opened: OpenRow, mend: Mend, mended: PlanDossier) -> HTMLResponse:
        """Return what a mend would change, before it is applied."""
        return plan_page(
            self._request,
            "pages/plans/schedule_mend.html",
            self._seen,
            "lich",
            self._today,
            problems=self.checking.worded(self.dossier),
            opened=opened,
            mend=mend_view(mended, mend),
            hidden=[*opened.form.hidden, (MARK, opened.mark), (PLACE, opened.place)],
        )

    def conflict_page(self, key: str, typed: Mapping[str, str]) -> HTMLResponse:
        """Return both values of a row that somebody else changed meanwhile, or took out."""
        step = last_step(self._store, self.dossier.plan.key)
        values: dict[str, Any] = {"unit": key, "mark": "", "differences": (), "is_gone": True}
        unit, _, _ = key.partition("~")
        found = self.dossier.directory.get(unit)
        values["unit"] = found.name if found is not None else key
        hidden = [(field.name, typed.get(field.name, "")) for field in FIELDS.values()]
        try:
            present = row_of(visit_of_key(self.dossier.plan, key))
        except NotFound:
            values["differences"] = tuple(
                Difference(label=field.label, now="", typed=typed[field.name])
                for field in FIELDS.values()
                if typed.get(field.name)
            )
        else:
            now, mine = row_form(self.dossier, present), row_form(self.dossier, present, typed)
            values |= {"mark": row_mark(self.dossier, key), "is_gone": False}
            values["differences"] = tuple(
                Difference(label=field.label, now=now.words(place), typed=mine.words(place))
                for place, field in FIELDS.items()
                if now.value(place) != mine.value(place)
            )
        return plan_page(
            self._request,
            "pages/plans/schedule_conflict.html",
            self._seen,
            "lich",
            self._today,
            problems=self.checking.worded(self.dossier),
            status=409,
            key=key,
            step=step,
            step_at=moment_words(step.at) if step is not None else "",
            hidden=[*hidden, (MARK, values["mark"]), (PLACE, typed.get(PLACE, ""))],
            place=typed.get(PLACE, ""),
            **values,
        )

    def removal_page(self, key: str) -> HTMLResponse:
        """Ask whether to take a visit out of the plan; raise NotFound."""
        visit = visit_of_key(self.dossier.plan, key)
        return plan_page(
            self._request,
            "pages/plans/schedule_remove.html",
            self._seen,
            "lich",
            self._today,
            problems=self.checking.worded(self.dossier),
            key=key,
            unit=self.dossier.unit_name(visit.unit),
            visit=visit,
            mark=row_mark(self.dossier, key),
        )

    # Pieces

    def done(self, what: str, key: str, place: str, *, is_swapped: bool = False) -> Done:
        """Return what was just done, as an address tells it; nothing where it names no unit of the province."""
        found = self.dossier.directory.get(key.partition("~")[0])
        if what and key and found is None:
            return NOTHING_DONE
        number = place if place.isdecimal() else ""
        return Done(
            what=what, key=key, name=found.name if found is not None else "", place=number, is_swapped=is_swapped
        )

    @property
    def _base(self) -> str:
        return f"/ke-hoach/{self.dossier.plan.key}"

    def _beside(self) -> dict[str, Any]:
        """Return what stands around the table, as on the page for everybody else."""
        dossier, plan = self.dossier, self.dossier.plan
        own = plan.self_inspection
        return {
            "quotas": plan.quotas,
            "reserves": [unit_link(dossier, visit.unit) for visit in plan.visits if visit.is_reserve],
            "self_inspecting": [unit_link(dossier, unit.key) for unit in dossier.self_inspecting_units()],
            "self_inspection_deadline": own.deadline.words() if own is not None and own.deadline is not None else None,
            "leads": leads_of(dossier),
            "switch": ways_to_look(plan.key, "bang"),
            "release_below": self.checking.release,
        }

    def _region(
        self, problems: tuple[WordedProblem, ...], *, opened: OpenRow | None, done: Done, refusal: str
    ) -> dict[str, Any]:
        step = last_step(self._store, self.dossier.plan.key)
        open_key = opened.key if opened is not None else ""
        return {
            "table": editor_table(self.dossier, self.checking.calendar, problems, self.checking.issued, open_key),
            "opened": opened,
            "done": done,
            "refusal": refusal,
            "counters": counters_of(self.dossier, problems),
            "step": step,
            "step_at": moment_words(step.at) if step is not None else "",
            "fields": FIELDS,
            "halves": HALVES,
            "number_below": self.checking.release,
        }

    def _counters_with(self, check: RowCheck | None) -> Counters:
        if check is None:
            return counters_of(self.dossier, self.checking.worded(self.dossier))
        is_unsaved = check.dossier.plan != self.dossier.plan
        return counters_of(check.dossier, check.problems, is_unsaved=is_unsaved)


def is_edited(seen: SeenPlan) -> bool:
    """Say whether the visitor may edit the plan now: a planner of it, while it is a draft."""
    return seen.standing.is_planner and seen.dossier.plan.state == PlanState.DRAFT


def row_key(dossier: PlanDossier, wanted: str) -> str:
    """Return the key of the row that a query names, "" where the plan has none of that name."""
    keys = {key_of_visit(visit) for visit in dossier.plan.visits if not visit.is_reserve}
    return wanted if wanted in keys else ""
