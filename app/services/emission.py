"""Phát bộ văn bản: which files a plan gives, and how each is made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from app.calendars.writing import write_calendar
from app.documents.adjustment_submission import render_adjustment_submission
from app.documents.amending import render_amending
from app.documents.assignment_notice import render_assignment_notice
from app.documents.decision import render_decision, render_plan
from app.documents.notice import render_notice
from app.documents.report_template import render_report_template
from app.documents.self_inspection import render_self_inspection
from app.documents.submission import render_submission
from app.domain.acts import ActForm
from app.domain.amending import consolidated
from app.domain.errata import corrected
from app.domain.errors import NotFound
from app.domain.estimates import cost_estimates
from app.domain.feed_ledgers import FeedLedger, first_ledger, fold
from app.domain.feeds import person_feed, plan_feed, unit_feed
from app.domain.naming import carried
from app.domain.visits import Manner
from app.forms.cost_estimate import render_cost_estimate
from app.forms.workbook import WorkbookFacts, render_workbook
from app.planfiles.writing import write_json
from app.services.releases import release_as_drawn_up, release_calendar, release_dossier
from app.services.sentences import draft_line, omission_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.db.store import Store
    from app.domain.dates import WorkCalendar
    from app.domain.dossiers import PlanDossier
    from app.domain.estimates import CostEstimate
    from app.domain.units import Unit
    from app.domain.visits import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFile:
    """Tệp sẽ phát: its path in the set, its kind, the unit or person it is for, and the function that makes it.

    Not `is_announced` is one for a visit of which the unit itself is told nothing.
    """

    path: str
    kind: str
    make: Callable[[], bytes]
    unit: str | None = None
    person: str | None = None
    is_announced: bool = True

    @property
    def recipients(self) -> dict[str, Any]:
        """What the rule of access asks of a file: its kind and for whom it is."""
        return {"kind": self.kind, "unit": self.unit, "person": self.person, "is_announced": self.is_announced}


@dataclass(frozen=True, slots=True, kw_only=True)
class Omission:
    """Tệp không phát: a file whose data the plan does not have, and the reason in words."""

    path: str
    reason: str
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSet:
    """Bộ tệp của một kế hoạch, in the order of publication; `release` is the number of the release it is of."""

    plan: str
    files: tuple[PlannedFile, ...]
    omitted: tuple[Omission, ...]
    release: int | None = None

    def file(self, path: str) -> PlannedFile:
        """Return the file of that path; raise NotFound."""
        for planned in self.files:
            if planned.path == path:
                return planned
        raise NotFound("file", path)

    def for_unit(self, unit: str) -> FileSet:
        """Return the files of one unit alone."""
        return replace(
            self,
            files=tuple(planned for planned in self.files if planned.unit == unit),
            omitted=tuple(omission for omission in self.omitted if omission.unit == unit),
        )


def manifest(
    plan: str, files: list[dict[str, object]], omitted: list[dict[str, object]], release: int | None = None
) -> bytes:
    """Return MANIFEST.json: the plan, its release, every file with its hash, and what was left out and why."""
    content = {"plan": plan, "release": release, "files": files, "omitted": omitted}
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def manifest_entry(planned: PlannedFile, content: bytes) -> dict[str, object]:
    """Return what the manifest says of one file."""
    digest = hashlib.sha256(content).hexdigest()
    return {"path": planned.path, "sha256": digest, "kind": planned.kind, "unit": planned.unit}


def omission_entry(omission: Omission) -> dict[str, object]:
    """Return what the manifest says of a file left out."""
    return {"path": omission.path, "reason": omission.reason, "unit": omission.unit}


def draft_mark(dossier: PlanDossier) -> str | None:
    """Return the first 8 hex digits of the SHA-256 of the plan's data; None for a plan that is issued."""
    if dossier.plan.is_issued:
        return None
    return hashlib.sha256(write_json(carried(dossier))).hexdigest()[:8]


def file_set(
    dossier: PlanDossier,
    calendar: WorkCalendar,
    base_url: str = "",
    *,
    release: int | None = None,
    ledger: FeedLedger | None = None,
    earlier: Sequence[PlanDossier] = (),
) -> FileSet:
    """Return every file of the plan, and what is left out; nothing is made until a file's `make` is called.

    `release` is the number of the release that the dossier is, None for a draft; `ledger` what its calendars show, None
    for a plan whose calendars have shown nothing yet; `earlier` the releases below it, in order: what it adjusts.
    """
    shown = first_ledger(dossier, calendar) if ledger is None else ledger
    planner = _Planner(dossier, calendar, base_url, shown, tuple(earlier))
    return replace(planner.file_set(), release=release)


def file_set_of_plan(
    store: Store, key: str, *, release: int | None = None, is_corrected: bool = False, base_url: str = ""
) -> FileSet:
    """Return the set of a stored plan: of that release, or without a number of the plan as it is drawn up.

    A plan that stands as issued gives the set of its latest release. The papers of a release are the same bytes for
    ever; its calendars are made of what was issued until then, by the days off of then, and of what was drawn and
    opened. `is_corrected` applies the errata's readings. Raise NotFound for an unknown plan or release.
    """
    issued = store.releases.list(key)
    if release is None:
        release = release_as_drawn_up(store, store.plans.dossier(key).plan)
    if release is not None:
        store.releases.get(key, release)
        issued = issued[:release]
        dossier, calendar = release_dossier(store, key, release), release_calendar(store, key, release)
    else:
        dossier, calendar = store.plans.dossier(key), store.days_off.calendar()
    ledger, dossiers = FeedLedger(), []
    for each in issued:
        own = release_dossier(store, key, each.number), release_calendar(store, key, each.number)
        ledger = fold(ledger, *own, each.issued_at)
        dossiers.append(own[0])
    if release is None and issued:
        ledger = fold(ledger, dossier, calendar, datetime.combine(dossier.plan.changed_on, time.min, UTC))
    laid = file_set(
        corrected(dossier) if is_corrected else dossier,
        calendar,
        base_url,
        release=release,
        ledger=ledger if issued else None,
        earlier=dossiers if release is None else dossiers[:-1],
    )
    if release is None or is_corrected:
        return laid
    from app.services.frozen_files import frozen_or_made  # noqa: PLC0415 — it makes by this module what it freezes

    return frozen_or_made(store, key, release, laid)


class _Planner:
    """Lays out the set of one plan."""

    def __init__(
        self,
        dossier: PlanDossier,
        calendar: WorkCalendar,
        base_url: str,
        ledger: FeedLedger,
        earlier: tuple[PlanDossier, ...],
    ) -> None:
        self._dossier, self._calendar, self._base_url, self._ledger = dossier, calendar, base_url, ledger
        self._plan, self._earlier = dossier.plan, earlier

    @cached_property
    def _line(self) -> str | None:
        mark = draft_mark(self._dossier)
        return None if mark is None else draft_line(plan=self._plan.key, mark=mark)

    def file_set(self) -> FileSet:
        laid = [*self._papers(), *self._estimates(), *self._units(), *self._self_inspections(), *self._calendars()]
        return FileSet(
            plan=self._plan.key,
            files=tuple(item for item in laid if isinstance(item, PlannedFile)),
            omitted=tuple(item for item in laid if isinstance(item, Omission)),
        )

    def _papers(self) -> Iterator[PlannedFile | Omission]:
        dossier = self._whole
        if self._plan.act == ActForm.PLAN_ALONE:
            yield self._omitted("van-ban/quyet-dinh.docx", "plan_alone")
            yield PlannedFile(path="van-ban/ke-hoach.docx", kind="plan", make=lambda: render_plan(dossier, self._line))
        else:
            yield PlannedFile(
                path="van-ban/quyet-dinh.docx",
                kind="decision",
                make=lambda: render_decision(dossier, self._line, is_adjustment=self._is_replacing),
            )
        if self._earlier and self._plan.decision.amends:
            name = "ke-hoach" if self._plan.act == ActForm.PLAN_ALONE else "quyet-dinh"
            yield PlannedFile(
                path=f"van-ban/{name}-sua-doi.docx",
                kind="amending-decision",
                make=lambda: render_amending(self._dossier, self._earlier[-1], self._line),
            )
        yield self._submission()
        if not self._plan.mandates or not self._plan.teams:
            yield self._omitted("van-ban/phan-cong.docx", "no_mandates")
        else:
            yield PlannedFile(
                path="van-ban/phan-cong.docx",
                kind="assignment-notice",
                make=lambda: render_assignment_notice(dossier, self._line),
            )

    @cached_property
    def _whole(self) -> PlanDossier:
        """The plan as one text: an act that was amended has the căn cứ and signature of when it was first issued."""
        whole = [each for each in self._earlier if not each.plan.decision.amends]
        return consolidated(self._dossier, whole[-1]) if whole else self._dossier

    @property
    def _is_replacing(self) -> bool:
        return bool(self._earlier) and not self._plan.decision.amends

    def _submission(self) -> PlannedFile | Omission:
        if self._plan.decision.submission is None:
            return self._omitted("van-ban/to-trinh.docx", "no_submission")
        return PlannedFile(path="van-ban/to-trinh.docx", kind="submission", make=self._render_submission)

    def _render_submission(self) -> bytes:
        if self._earlier:
            return render_adjustment_submission(self._dossier, self._earlier[-1], self._line)
        return render_submission(self._dossier, self._line)

    def _estimates(self) -> Iterator[PlannedFile | Omission]:
        if self._plan.budget is None:
            yield self._omitted("van-ban/du-toan.xlsx", "no_budget")
            return
        for estimate in cost_estimates(self._dossier, self._calendar):
            yield PlannedFile(
                path=f"van-ban/du-toan-{estimate.agency}.xlsx",
                kind="cost-estimate",
                make=partial(self._estimate, estimate),
                unit=None,
            )

    def _units(self) -> Iterator[PlannedFile | Omission]:
        for visit in self._plan.visits:
            if visit.is_reserve:
                yield self._omitted(f"{_folder(visit)}/", "reserve", visit.unit)
            else:
                yield from self._unit(visit)
        for quota in self._plan.quotas:
            yield self._omitted(f"don-vi/{quota.key}/", "not_named", wording=quota.wording)

    def _unit(self, visit: Visit) -> Iterator[PlannedFile | Omission]:
        dossier, calendar = self._dossier, self._calendar
        unit, folder = visit.unit, _folder(visit)
        if visit.window is None:
            yield self._omitted(f"{folder}/thong-bao.docx", "not_firm", unit)
        elif visit.manner == Manner.UNANNOUNCED:
            yield self._omitted(f"{folder}/thong-bao.docx", "unannounced", unit)
        else:
            yield PlannedFile(
                path=f"{folder}/thong-bao.docx",
                kind="unit-notice",
                unit=unit,
                is_announced=visit.is_announced,
                make=lambda: render_notice(dossier, visit, calendar, self._line),
            )
        if dossier.outline is None:
            yield self._omitted(f"{folder}/bao-cao.docx", "no_outline", unit)
        else:
            yield PlannedFile(
                path=f"{folder}/bao-cao.docx",
                kind="report-template",
                unit=unit,
                is_announced=visit.is_announced,
                make=lambda: render_report_template(dossier, visit, calendar, self._line),
            )
        forms = dossier.fitted_forms(visit)
        if not forms:
            yield self._omitted(f"{folder}/phu-luc.xlsx", "no_forms", unit)
        else:
            facts = self._workbook_facts(dossier.directory.unit(unit), visit)
            yield PlannedFile(
                path=f"{folder}/phu-luc.xlsx",
                kind="forms",
                unit=unit,
                is_announced=visit.is_announced,
                make=lambda: render_workbook(forms, facts),
            )
        if visit.number == 1:
            yield self._unit_calendar(unit, folder)

    def _unit_calendar(self, unit: str, folder: str) -> PlannedFile | Omission:
        feed = unit_feed(self._ledger, unit)
        if not feed.entries:
            return self._omitted(f"{folder}/lich.ics", "no_firm_days", unit)
        return PlannedFile(
            path=f"{folder}/lich.ics", kind="calendar", unit=unit, make=partial(write_calendar, feed, self._base_url)
        )

    def _workbook_facts(self, unit: Unit, visit: Visit) -> WorkbookFacts:
        deadline = self._plan.report_deadline_of(visit)
        lead = self._plan.lead_agency_of(visit)
        return WorkbookFacts(
            unit_name=unit.name,
            unit_key=unit.key,
            plan_key=self._plan.key,
            plan_title=self._plan.title,
            period=self._plan.period.wording if self._plan.period else "",
            deadline=deadline.words() if deadline else "",
            lead_agency=self._dossier.unit_name(lead) if lead else "",
            changed_on=self._plan.changed_on,
            draft_line=self._line,
        )

    def _self_inspections(self) -> Iterator[PlannedFile | Omission]:
        if self._plan.self_inspection is None:
            yield self._omitted("tu-kiem-tra/", "no_self_inspection")
        for unit in self._dossier.self_inspecting_units():
            yield PlannedFile(
                path=f"tu-kiem-tra/{unit.key}/bao-cao.docx",
                kind="self-inspection",
                unit=unit.key,
                make=partial(self._self_inspection, unit),
            )

    def _calendars(self) -> Iterator[PlannedFile | Omission]:
        yield PlannedFile(
            path="lich/ke-hoach.ics",
            kind="calendar",
            make=lambda: write_calendar(plan_feed(self._ledger), self._base_url),
        )
        people = self._dossier.named_people()
        if not people:
            yield self._omitted("lich/thanh-vien/", "no_named_people")
        for person in people:
            yield PlannedFile(
                path=f"lich/thanh-vien/{person.key}.ics",
                kind="calendar",
                make=partial(self._person_calendar, person.key),
                person=person.key,
            )

    def _estimate(self, estimate: CostEstimate) -> bytes:
        return render_cost_estimate(estimate, self._dossier, self._line)

    def _self_inspection(self, unit: Unit) -> bytes:
        return render_self_inspection(self._dossier, unit, self._calendar, self._line)

    def _person_calendar(self, key: str) -> bytes:
        return write_calendar(person_feed(self._ledger, key), self._base_url)

    def _omitted(self, path: str, code: str, unit: str | None = None, **details: str) -> Omission:
        return Omission(path=path, reason=omission_sentence(code, **details), unit=unit)


def _folder(visit: Visit) -> str:
    """Return the folder of a visit's files: that of the unit, with the number of any further visit to it."""
    return f"don-vi/{visit.unit}" if visit.number == 1 else f"don-vi/{visit.unit}-{visit.number}"
