"""Lập kế hoạch: a new draft from nothing, from another year's plan, or from a file, by whoever plans for its agency."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from app.domain.access import can_draw_up, check_can_begin_plans
from app.domain.accounts import AccountRole
from app.domain.acts import ActForm, Decision, Remark
from app.domain.dates import TIME_ZONE, WorkCalendar
from app.domain.errors import Fault, InvalidInput, NotFound, Refused
from app.domain.naming import carried
from app.domain.new_plans import (
    NewPlan,
    blank_draft,
    committee_on,
    foreign_levels,
    key_faults,
    proposed_decision,
    proposed_key,
    proposed_kind,
    proposed_title,
)
from app.domain.plan_copies import copied_plan
from app.domain.plans import PlanState
from app.domain.units import Province, Unit, directory_on
from app.domain.vietnamese import listed
from app.planfiles.reading import dossier_of, open_plan_file
from app.planfiles.references import Holdings
from app.planfiles.writing import write_json
from app.services.plan_exchange import import_plan, planned_in_file
from app.services.projected_days_off import ensure_days_off, projected_days_off, years_of
from app.services.releases import begin_history
from app.services.sentences import outcome_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from app.db.store import Store
    from app.domain.accounts import Account
    from app.domain.changes import OutdatedText
    from app.domain.dossiers import PlanDossier
    from app.domain.listed_plans import ListedPlan
    from app.domain.people import Actor
    from app.domain.plan_copies import CopiedPlan, CopyNote, CopyRequest
    from app.domain.plans import Plan
    from app.services.plan_exchange import ImportResult

Made = TypeVar("Made")

MOST_SOURCES = 60
"""The newest own plans from which another may be drawn up on a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningSeat:
    """Nơi lập kế hoạch: a province for which the account plans, and the agencies it plans for there."""

    province: Province
    agencies: tuple[Unit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineVersion:
    """Phiên bản đề cương: an outline with the forms that a plan of the province used with it; "" for none."""

    outline: str
    forms: tuple[str, ...]
    words: str


def planning_seats(store: Store, account: Account, day: date) -> tuple[PlanningSeat, ...]:
    """Return where the account may begin plans, its agencies as they are on that day, or nearest to it.

    Raise NotAllowed where it plans for none. An agency that the directory never had is left out, and a province without
    any left.
    """
    check_can_begin_plans(account)
    by_province: dict[str, list[str]] = {}
    for grant in account.grants:
        if grant.role == AccountRole.PLANNER and grant.province is not None and grant.agency is not None:
            by_province.setdefault(grant.province, []).append(grant.agency)
    found = []
    for key, agencies in by_province.items():
        directory = directory_on(store.directory.units(key), day, dict.fromkeys(agencies, day))
        units = tuple(unit for agency in agencies if (unit := directory.get(agency)) is not None)
        if units:
            found.append(PlanningSeat(province=store.provinces.get(key), agencies=units))
    return tuple(found)


def own_plans(store: Store, account: Account) -> tuple[ListedPlan, ...]:
    """Return the newest plans that the account draws up, from which it may draw up another."""
    grants = tuple(grant for grant in account.grants if grant.role == AccountRole.PLANNER)
    return store.plan_lists.concerning(grants, offset=0, limit=MOST_SOURCES)


def outline_versions(store: Store, account: Account, province: Province) -> tuple[OutlineVersion, ...]:
    """Return the outlines, each with its forms, that own plans use and that suit the levels of the province."""
    found: dict[tuple[str, tuple[str, ...]], OutlineVersion] = {}
    for listed_plan in own_plans(store, account):
        dossier = store.plans.dossier(listed_plan.key)
        outline, forms = dossier.outline, dossier.plan_forms
        if outline is None or foreign_levels(outline, forms, province):
            continue
        keys = (outline.key, tuple(form.key for form in forms))
        count = f", {len(forms)} phụ lục biểu mẫu" if forms else ""
        words = f"{outline.version or outline.key}{count} (dùng ở kế hoạch {listed_plan.key})"
        found.setdefault(keys, OutlineVersion(outline=outline.key, forms=keys[1], words=words))
    return tuple(found.values())


def free_key(store: Store, province: Province, year: int) -> str:
    """Return the key proposed for a new plan of that year: one that no plan has."""
    taken = {summary.key for summary in store.plans.summaries()}
    return proposed_key(province, year, taken)


def decision_to_propose(store: Store, province: Province, year: int, act: ActForm, day: date) -> Decision:
    """Return the head of the act proposed for a new plan of the province: that of its last one of this form.

    One that was issued while the committee had another name is no example.
    Raise Refused `province.ended` where the province has no committee on that day.
    """
    units = store.directory.units(province.key)
    committee = committee_on(units, province, day)
    if committee is None:
        raise Refused("province.ended", province=province.full_name, year=f"{year}")
    earlier = None
    for summary in store.plans.summaries():
        if summary.province == province.key:
            dossier = store.plans.dossier(summary.key)
            if dossier.plan.act == act and dossier.unit_name(province.committee) == committee.name:
                earlier = dossier.plan.decision
                break
    return proposed_decision(committee, province, act, earlier)


def proposed_plan(
    store: Store,
    province_key: str,
    year: int,
    *,
    lead_agencies: tuple[str, ...],
    subjects: tuple[str, ...],
    act: ActForm,
    key: str | None = None,
    title: str | None = None,
    kind: str | None = None,
    outline: str | None = None,
    forms: tuple[str, ...] = (),
) -> NewPlan:
    """Return a new plan as it is proposed where nothing else was said.

    Raise NotFound for an unknown province, Refused `province.ended` where it has no committee at the end of the year.
    """
    province = store.provinces.get(province_key)
    day = date(year, 12, 31)
    decision = decision_to_propose(store, province, year, act, day)
    area = directory_on(store.directory.units(province_key), day).unit(decision.body).area or province.full_name
    return NewPlan(
        key=key if key is not None else free_key(store, province, year),
        year=year,
        kind=kind if kind is not None else proposed_kind(subjects),
        title=title if title is not None else proposed_title(subjects, year, area),
        subjects=subjects,
        act=act,
        lead_agencies=lead_agencies,
        decision=decision,
        outline=outline,
        forms=forms,
    )


def begin_plan(
    store: Store, account: Account, new: NewPlan, province_key: str, *, by: Actor, at: datetime
) -> PlanDossier:
    """Begin a plan from nothing and return its draft.

    Raise NotFound for an unknown province, InvalidInput with faults at the fields of `NewPlan` (`plan.key_taken` at
    `key`, `agency.not_own` at `lead_agencies`).
    """
    check_can_begin_plans(account)
    province = store.provinces.get(province_key)
    outlines = store.plans.outlines([new.outline] if new.outline is not None else [])
    forms = store.plans.forms(new.forms)
    units = store.directory.units(province_key)
    dossier = _with_free_key(store, new.key, lambda: blank_draft(new, province, units, outlines, forms, _today(at)))
    _check_own(account, dossier)
    _add(store, dossier, by=by, at=at)
    return dossier


def copy_proposed(store: Store, account: Account, source: str, request: CopyRequest, *, today: date) -> CopiedPlan:
    """Return what a copy of a plan as another year's would be; nothing is written.

    Raise NotFound for a plan that is not the account's to draw up, InvalidInput with faults at `key`, `year`, `title`,
    `start`.
    """
    dossier = _own_dossier(store, account, source)
    calendar = calendar_over(store, dossier.plan.year, request.year)
    found = _with_free_key(store, request.key, lambda: copied_plan(dossier, request, calendar, today))
    _check_own(account, found.dossier)
    return found


def copy_plan(
    store: Store, account: Account, source: str, request: CopyRequest, *, by: Actor, at: datetime
) -> PlanDossier:
    """Draw up a plan from another year's and return its draft; what there is to look at stands in its remarks.

    Raise as `copy_proposed`.
    """
    found = copy_proposed(store, account, source, request, today=_today(at))
    remarks = (*map(_remark, found.notes), *_outdated_remarks(found.outdated))
    dossier = replace(found.dossier, plan=replace(found.dossier.plan, remarks=remarks))
    _add(store, dossier, by=by, at=at)
    return dossier


def import_draft(
    store: Store, account: Account, data: bytes, filename: str, *, by: Actor, at: datetime, dry_run: bool
) -> ImportResult:
    """Take in a draft from a file, whose lead agency is the account's own; with `dry_run` nothing is written.

    Raise as `import_plan`; Refused `import.not_own` for a plan of others, `import.not_draft` for one that is issued.
    """
    check_can_begin_plans(account)
    plan = planned_in_file(store, data, filename)
    if not can_draw_up(account, plan):
        agencies = ", ".join(plan.planning_agencies)
        raise Refused("import.not_own", province=plan.province, agencies=agencies)
    if plan.state != PlanState.DRAFT:
        raise Refused("import.not_draft", key=plan.key)
    faults = tuple(key_faults(plan.key))
    if faults:
        raise InvalidInput([replace(fault, place="plan.key") for fault in faults])
    return import_plan(store, data, filename, by=by, at=at, dry_run=dry_run)


def calendar_over(store: Store, *years: int) -> WorkCalendar:
    """Return the table of days off with the years from the first to the last of these, projected where it ends."""
    entries = store.days_off.entries()
    known = {entry.day.year for entry in entries}
    reach = range(min(years) - 1, max(years) + 2)
    missing = [year for year in reach if year not in known]
    return WorkCalendar((*entries, *(entry for year in missing for entry in projected_days_off(year))))


def note_sentence(note: CopyNote) -> str:
    """Return what is to be looked at in a copy, in words."""
    return outcome_sentence(note.code, **note.facts)


def place_words(place: str) -> str:
    """Return where a text of the act stands, by its address in `app.domain.errata`, in words."""
    paper, _, rest = place.partition(".")
    part, _, number = rest.partition(".")
    if part == "clause":
        is_number = number.endswith(".number")
        code = "copy.place.number" if is_number else "copy.place.clause"
        return outcome_sentence(code, place=number.removesuffix(".number") if is_number else number)
    return outcome_sentence(f"copy.place.{paper}", place=outcome_sentence(f"copy.part.{part}", number=number))


def _remark(note: CopyNote) -> Remark:
    return Remark(key=note.key, where=outcome_sentence(f"{note.code}.where", **note.facts), text=note_sentence(note))


def _outdated_remarks(outdated: Iterable[OutdatedText]) -> tuple[Remark, ...]:
    """Return a remark for each text that still names what is no longer so."""
    by_place: dict[str, list[str]] = {}
    for each in outdated:
        by_place.setdefault(each.place, []).append(each.words)
    return tuple(
        Remark(
            key=f"loi-van-{place}",
            where=place_words(place),
            text=outcome_sentence("copy.outdated", words=listed(f"“{each}”" for each in words)),
        )
        for place, words in by_place.items()
    )


def _own_dossier(store: Store, account: Account, key: str) -> PlanDossier:
    """Return a plan that the account draws up; raise NotFound for any other."""
    dossier = store.plans.dossier(key)
    if not can_draw_up(account, dossier.plan):
        raise NotFound("plan", key)
    return dossier


def _check_own(account: Account, dossier: PlanDossier) -> None:
    if not can_draw_up(account, dossier.plan):
        names = listed(dossier.unit_name(key) for key in dossier.plan.planning_agencies)
        raise InvalidInput([Fault(place="lead_agencies", code="agency.not_own", found=names)])


def _with_free_key(store: Store, key: str, make: Callable[[], Made]) -> Made:
    """Return what is made under a key that no plan has; raise InvalidInput with all that is wrong of both."""
    faults = [Fault(place="key", code="plan.key_taken", found=key)] if store.plans.exists(key) else []
    try:
        made = make()
    except InvalidInput as error:
        raise InvalidInput([*error.faults, *faults]) from error
    if faults:
        raise InvalidInput(faults)
    return made


def _add(store: Store, dossier: PlanDossier, *, by: Actor, at: datetime) -> None:
    """Add a draft that can be read back from its own file; raise InvalidInput where it cannot."""
    plan: Plan = dossier.plan
    dossier_of(open_plan_file(write_json(carried(dossier)), f"{plan.key}.json"), Holdings())
    ensure_days_off(store, years_of(plan), by=by, at=at)
    store.plans.add(dossier, by=by, at=at)
    begin_history(store, plan.key, by=by, at=at)


def _today(at: datetime) -> date:
    return at.astimezone(TIME_ZONE).date()
