"""Sửa các đợt của dự thảo: what a planner makes of batches, who leads them, and the alternation of the lead."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.adjusting import apply_adjustment
from app.domain.adjustments import Adjustment, DeadlineChange, LeaderChange
from app.domain.deadlines import Deadline
from app.domain.errors import Fault, InvalidInput, NotFound, Refused
from app.domain.plan_orders import index_of, moved, new_key
from app.domain.teams import AlternationBasis, Batch
from app.domain.vietnamese import clean, folded_name, listed, two_digits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.dossiers import PlanDossier
    from app.domain.people import Person
    from app.domain.teams import Alternation

LONGEST_NAME = 200

_CODES = {
    "change.head_is_deputy": "batch.head_is_deputy",
    "batch.standing_deputy_apart": "batch.standing_not_chosen",
    "change.person_unknown": "choice.unknown",
    "change.unit_unknown": "choice.unknown",
}
"""Faults of a request file, by what a form says of the same: it names no keys of a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchDetails:
    """Nội dung một đợt như được ghi: all of a batch but its key. The fields are the places of its faults."""

    name: str
    team: str
    head: str | None = None
    deputies: tuple[str, ...] = ()
    standing_deputy: str | None = None
    lead_agency: str | None = None
    deadline: Deadline | None = None


def saved_batch(dossier: PlanDossier, key: str | None, typed: BatchDetails) -> PlanDossier:
    """Return the plan with that batch as it was typed, a new one last for None.

    Raise NotFound for an unknown batch, InvalidInput with every fault, its places the fields of `BatchDetails`.
    """
    plan = dossier.plan
    faults = list(_name_faults(dossier, key, typed))
    name = clean(typed.name)
    if key is None:
        key = new_key(name, {batch.key for batch in plan.batches}, "dot")
        batches = (*plan.batches, Batch(key=key, name=name, team=typed.team))
    else:
        present = plan.batch(key)
        batches = tuple(
            replace(present, name=name, team=typed.team) if each.key == key else each for each in plan.batches
        )
    named = replace(dossier, plan=replace(plan, batches=batches))
    try:
        made = _with_leading(named, key, typed)
    except InvalidInput as error:
        raise InvalidInput([*faults, *(_told(dossier, fault) for fault in error.faults)]) from error
    if faults:
        raise InvalidInput(faults)
    return made


def without_batch(dossier: PlanDossier, key: str) -> PlanDossier:
    """Return the plan without that batch; raise NotFound, Refused `batch.is_used` where units belong to it."""
    plan = dossier.plan
    batch = plan.batch(key)
    count = [each.batch for each in plan.visits].count(key) + [each.batch for each in plan.quotas].count(key)
    if count:
        raise Refused("batch.is_used", batch=batch.name, count=two_digits(count))
    return replace(dossier, plan=replace(plan, batches=tuple(each for each in plan.batches if each.key != key)))


def moved_batch(dossier: PlanDossier, key: str, steps: int) -> PlanDossier:
    """Return the plan with that batch so many places further down (up when negative); raise NotFound."""
    plan = dossier.plan
    index = index_of(plan.batches, lambda batch: batch.key == key)
    if index is None:
        raise NotFound("batch", key)
    return replace(dossier, plan=replace(plan, batches=moved(plan.batches, index, steps)))


# Luân phiên


def alternating_agencies(dossier: PlanDossier) -> tuple[str, ...]:
    """Return the agencies between which the lead changes over; the lead agencies where the plan names none."""
    stated = dossier.plan.alternation
    return () if stated is None else stated.agencies or dossier.plan.lead_agencies


def realternated(dossier: PlanDossier) -> PlanDossier:
    """Return the plan with head, deputies and lead agency of each batch set by the alternation that it states.

    By batch the agencies take turns in the order of a team's batches, from the one that leads the first; by month a
    turn lasts for all batches that begin in one month; by count whoever has led the fewest units leads next. An agency
    is led by whoever of it leads already, most often first; the others' leaders are deputies, and deputies of agencies
    outside the alternation stay. A batch in which a leader is not in office takes the next of that agency.

    Raise Refused `alternation.not_stated`, `alternation.one_agency`, `alternation.no_leader` naming the agency.
    """
    stated, agencies = dossier.plan.alternation, alternating_agencies(dossier)
    if stated is None:
        raise Refused("alternation.not_stated", key=dossier.plan.key)
    if len(set(agencies)) < 2:  # noqa: PLR2004 — between two at least
        raise Refused("alternation.one_agency", key=dossier.plan.key)
    made = {}
    for team in dossier.plan.teams:
        batches = [batch for batch in dossier.plan.batches if batch.team == team.key]
        turns = _turns(dossier, stated, _from_first(dossier, batches, agencies), batches)
        for batch, agency in zip(batches, turns, strict=True):
            made[batch.key] = _led_by(dossier, batch, agency, agencies)
    batches_made = tuple(made[batch.key] for batch in dossier.plan.batches)
    return replace(dossier, plan=replace(dossier.plan, batches=batches_made))


def _from_first(dossier: PlanDossier, batches: list[Batch], agencies: tuple[str, ...]) -> tuple[str, ...]:
    """Return the agencies turned so that the one which leads the first batch comes first."""
    first = batches[0].head if batches else None
    lead = dossier.person(first).agency if first else (batches[0].lead_agency if batches else None)
    start = agencies.index(lead) if lead in agencies else 0
    return (*agencies[start:], *agencies[:start])


def _turns(dossier: PlanDossier, stated: Alternation, agencies: tuple[str, ...], batches: list[Batch]) -> Iterator[str]:
    led: Counter[str] = Counter()
    turn, month = -1, None
    for batch in batches:
        if stated.basis == AlternationBasis.COUNT:
            agency = min(agencies, key=lambda each: (led[each], agencies.index(each)))
            led[agency] += max(1, sum(1 for visit in dossier.plan.visits if visit.batch == batch.key))
            yield agency
            continue
        begins = _month_of(dossier, batch)
        if stated.basis == AlternationBasis.BATCH or begins is None or begins != month:
            turn += 1
        month = begins
        yield agencies[turn % len(agencies)]


def _month_of(dossier: PlanDossier, batch: Batch) -> tuple[int, int] | None:
    """Return year and month of the batch's first day, None while it has none."""
    days = [visit.window.first for visit in dossier.plan.visits if visit.batch == batch.key and visit.window]
    return (min(days).year, min(days).month) if days else None


def _led_by(dossier: PlanDossier, batch: Batch, agency: str, agencies: tuple[str, ...]) -> Batch:
    head = _leader(dossier, batch, agency).key
    others = [_leader(dossier, batch, other).key for other in agencies if other != agency]
    kept = [key for key in batch.deputies if dossier.person(key).agency not in agencies]
    deputies = tuple(dict.fromkeys(key for key in (*others, *kept) if key != head))
    standing = batch.standing_deputy
    if standing is not None and standing not in deputies:
        standing = deputies[0] if deputies else None
    return replace(batch, head=head, deputies=deputies, standing_deputy=standing, lead_agency=agency)


def _leader(dossier: PlanDossier, batch: Batch, agency: str) -> Person:
    """Return who leads for an agency in a batch: of those in office then, the one who leads most often now."""
    leading: Counter[str] = Counter()
    for each in dossier.plan.batches:
        leading.update(key for key in (each.head, *each.deputies) if key)
    own = [person for person in dossier.people if person.agency == agency and _is_in_office(dossier, batch, person)]
    found = sorted(own, key=lambda person: -leading[person.key])
    if not found:
        raise Refused("alternation.no_leader", agency=dossier.unit_name(agency), batch=batch.name)
    return found[0]


def _is_in_office(dossier: PlanDossier, batch: Batch, person: Person) -> bool:
    windows = [visit.window for visit in dossier.plan.visits if visit.batch == batch.key and visit.window]
    return all(
        (person.since is None or person.since <= window.first) and (person.until is None or window.last <= person.until)
        for window in windows
    )


# Ghi một đợt


def _name_faults(dossier: PlanDossier, key: str | None, typed: BatchDetails) -> Iterator[Fault]:
    name = clean(typed.name)
    if not name:
        yield Fault(place="name", code="field.empty", wanted="tên đợt, ví dụ Đợt 1")
    elif len(name) > LONGEST_NAME:
        yield Fault(place="name", code="field.too_long", found=f"{len(name)}", wanted=f"{LONGEST_NAME}")
    elif any(folded_name(each.name) == folded_name(name) for each in dossier.plan.batches if each.key != key):
        yield Fault(place="name", code="batch.name_used", found=name)
    if typed.team not in {team.key for team in dossier.plan.teams}:
        yield Fault(place="team", code="choice.unknown", found=typed.team)


def _with_leading(dossier: PlanDossier, key: str, typed: BatchDetails) -> PlanDossier:
    """Return the plan with who leads the batch and its deadline changed, as a request for an adjustment changes it."""
    batch = dossier.plan.batch(key)
    led = (batch.head, batch.deputies, batch.standing_deputy, batch.lead_agency)
    wanted = (typed.head, typed.deputies, typed.standing_deputy, typed.lead_agency)
    leaders = LeaderChange(
        batch=key,
        head=typed.head or "",
        deputies=typed.deputies,
        standing_deputy=typed.standing_deputy or "",
        lead_agency=typed.lead_agency or "",
    )
    request = Adjustment(
        leaders=(leaders,) if led != wanted else (),
        deadlines=(DeadlineChange(batch=key, deadline=typed.deadline),)
        if batch.report_deadline != typed.deadline
        else (),
    )
    return dossier if request == Adjustment() else apply_adjustment(dossier, request)


def _told(dossier: PlanDossier, fault: Fault) -> Fault:
    """Return a fault of a request as one of the form: at the field, and with the line of a person for their key."""
    people = {person.key for person in dossier.people}
    found = dossier.person_line(fault.found) if fault.found in people else fault.found
    place = fault.place.split(".")[-1].partition("[")[0]
    return replace(fault, place=place, code=_CODES.get(fault.code, fault.code), found=found, wanted="")


def leading_words(dossier: PlanDossier, batch: Batch) -> str:
    """Return who leads a batch in one line: "Bà A - Phó Giám đốc; Phó Trưởng đoàn: Ông B"."""
    head = dossier.person_line(batch.head) if batch.head else ""
    deputies = listed(dossier.person_line(key) for key in batch.deputies)
    return "; ".join(part for part in (head, f"Phó Trưởng đoàn: {deputies}" if deputies else "") if part)
