"""Thay đổi của kế hoạch: what differs between two states of one plan, in words, as the log and the screens tell it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain.dossiers import PlanDossier
from app.domain.errata import texts
from app.domain.errors import NotFound
from app.domain.plans import PlanState
from app.domain.schedules import UNDETERMINED, time_words
from app.domain.teams import Role, Seat
from app.domain.vietnamese import listed, lower_first, short_date
from app.domain.visits import Manner, Mode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.domain.acts import Decision
    from app.domain.people import Person
    from app.domain.teams import Batch
    from app.domain.visits import Visit

    Words = Callable[[Any, PlanDossier], str]

_UNSET = lower_first(UNDETERMINED)
_STATES = {
    PlanState.DRAFT: "dự thảo",
    PlanState.SUBMITTED: "đã trình",
    PlanState.ISSUED: "đã ban hành",
    PlanState.REPLACED: "đã được thay thế",
    PlanState.CLOSED: "đã kết thúc",
}
_ROLES = {
    Role.HEAD: "Trưởng đoàn",
    Role.DEPUTY: "Phó Trưởng đoàn",
    Role.STANDING_DEPUTY: "Phó Trưởng đoàn thường trực",
    Role.SECRETARY: "thư ký",
    Role.MEMBER: "thành viên",
    Role.EXPERT: "chuyên gia",
}
_MANNERS = {Manner.FULL: "toàn diện", Manner.THEMATIC: "chuyên đề", Manner.UNANNOUNCED: "đột xuất"}
_MODES = {Mode.ON_THE_SPOT: "tại chỗ", Mode.ONLINE: "trực tuyến", Mode.ON_REPORTS: "qua báo cáo"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Thay đổi: `subject` is what changed ("Sở Công Thương, thời gian"); "" before what is new, after what is gone."""

    subject: str
    before: str
    after: str


def changes_between(old: PlanDossier, new: PlanDossier) -> tuple[Change, ...]:
    """Return what differs between two states of a plan: its standing, people, team, batches, visits, then its texts.

    What a text of the plan says is told whole; outlines, forms, rules and budget are not compared.
    """
    return (
        *_own_changes(old, new),
        *(change for kind in _KINDS for change in _changes(kind, old, new)),
        *_text_changes(old, new),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OutdatedText:
    """Lời văn chưa theo kịp: a text of the act, by its address, that still says what is no longer so."""

    place: str
    words: str


def outdated_texts(old: PlanDossier, new: PlanDossier) -> tuple[OutdatedText, ...]:
    """Return where the act as it is now still names a day, unit or leader that the plan did away with.

    The text of a plan is kept as written: what is changed in its data is for people to change in its words.
    """
    gone = tuple(dict.fromkeys(words for words in _told_in_texts(old) if words not in set(_told_in_texts(new))))
    return tuple(
        OutdatedText(place=place, words=words)
        for place, text in _act_texts(new).items()
        for words in gone
        if words in text
    )


def _told_in_texts(dossier: PlanDossier) -> Iterator[str]:
    """Yield the words by which the text of an act may name days, units and leaders of the plan."""
    plan = dossier.plan
    rule = plan.self_inspection
    deadlines = [*(batch.report_deadline for batch in plan.batches), *(visit.report_deadline for visit in plan.visits)]
    for deadline in (*deadlines, rule.deadline if rule is not None else None):
        if deadline is not None and deadline.day is not None:
            yield short_date(deadline.day)
    for visit in plan.visits:
        yield from (name for name in (_unit(dossier, visit.unit), visit.printed_name) if name)
        if visit.window is not None:
            yield from (short_date(visit.window.first), short_date(visit.window.last))
    leaders = {key for batch in plan.batches for key in (batch.head, *batch.deputies) if key is not None}
    yield from (person.name for person in dossier.people if person.key in leaders)


def _own_changes(old: PlanDossier, new: PlanDossier) -> Iterator[Change]:
    if old.plan.state != new.plan.state:
        yield Change(subject="Tình trạng", before=_STATES[old.plan.state], after=_STATES[new.plan.state])
    before, after = (_decision_words(dossier.plan.decision) for dossier in (old, new))
    if before != after:
        yield Change(subject="Số, ngày ban hành", before=before, after=after)
    asked = [_submission_words(dossier.plan.decision) for dossier in (old, new)]
    if asked[0] != asked[1]:
        yield Change(subject="Tờ trình", before=asked[0], after=asked[1])
    due = [_self_inspection_words(dossier) for dossier in (old, new)]
    if due[0] != due[1]:
        yield Change(subject="Hạn báo cáo tự kiểm tra", before=due[0], after=due[1])


def _changes(kind: _Kind, old: PlanDossier, new: PlanDossier) -> Iterator[Change]:
    """Yield the changes of the things of one kind; what is new or gone is told by its first aspect."""
    before, after = kind.things(old), kind.things(new)
    (_, first), *_ = kind.aspects
    for key, was in before.items():
        if key not in after:
            yield Change(subject=kind.name(was, old), before=first(was, old) or _UNSET, after="")
            continue
        now = after[key]
        for label, words in kind.aspects:
            told = words(was, old), words(now, new)
            if told[0] != told[1]:
                subject = ", ".join(part for part in (kind.name(now, new), label) if part)
                yield Change(subject=subject, before=told[0] or _UNSET, after=told[1] or _UNSET)
    for key, thing in after.items():
        if key not in before:
            yield Change(subject=kind.name(thing, new), before="", after=first(thing, new) or _UNSET)


def _text_changes(old: PlanDossier, new: PlanDossier) -> Iterator[Change]:
    before, after = (_act_texts(dossier) for dossier in (old, new))
    for place in dict.fromkeys((*before, *after)):
        if before.get(place, "") != after.get(place, ""):
            yield Change(subject=f"Lời văn {place}", before=before.get(place, ""), after=after.get(place, ""))


def _act_texts(dossier: PlanDossier) -> dict[str, str]:
    return {place: text for place, text in texts(dossier).items() if place.startswith(("decision.", "plan."))}


@dataclass(frozen=True, slots=True)
class _Kind:
    """What is compared of one kind: its things by what tells them apart, a thing's name, and what may change of it."""

    things: Callable[[PlanDossier], dict[Hashable, Any]]
    name: Words
    aspects: tuple[tuple[str, Words], ...]


def _visit_name(visit: Visit, dossier: PlanDossier) -> str:
    again = f", lần {visit.number}" if visit.number > 1 else ""
    return f"{_unit(dossier, visit.unit)}{again}"


def _unit(dossier: PlanDossier, key: str) -> str:
    found = dossier.directory.get(key)
    return found.name if found is not None else key


def _line(dossier: PlanDossier, key: str | None) -> str:
    """Return the line of a person, their key where the plan has lost them."""
    if key is None:
        return ""
    try:
        return dossier.person_line(key)
    except NotFound:
        return key


def _decision_words(decision: Decision) -> str:
    number = f"số {decision.number}/{decision.symbol}" if decision.number else f"chưa có số ({decision.symbol})"
    return f"{number}, {f'ngày {short_date(decision.day)}' if decision.day else 'chưa có ngày'}"


def _submission_words(decision: Decision) -> str:
    asked = decision.submission
    if asked is None:
        return _UNSET
    day = f"ngày {short_date(asked.day)}" if asked.day else "chưa có ngày"
    return f"{f'số {asked.number}' if asked.number else 'chưa có số'}, {day}"


def _self_inspection_words(dossier: PlanDossier) -> str:
    rule = dossier.plan.self_inspection
    return rule.deadline.words() if rule is not None and rule.deadline is not None else _UNSET


def _person_words(person: Person, dossier: PlanDossier) -> str:
    return person.printed or f"{person.position}, {_unit(dossier, person.agency)}"


def _holder(seat: Seat, dossier: PlanDossier) -> str:
    words = _line(dossier, seat.person) or seat.office or ""
    return f"{words} (thay {seat.substitutes})" if seat.substitutes else words


def _serving(seat: Seat, dossier: PlanDossier) -> str:
    since = f"từ ngày {short_date(seat.since)}" if seat.since else ""
    until = f"đến hết ngày {short_date(seat.until)}" if seat.until else ""
    units = f"tại {listed(_unit(dossier, key) for key in seat.units)}" if seat.units else ""
    return " ".join(part for part in (since, until, units) if part)


def _batch_of(visit: Visit, dossier: PlanDossier) -> str:
    return next((batch.name for batch in dossier.plan.batches if batch.key == visit.batch), visit.batch)


def _deputies(batch: Batch, dossier: PlanDossier) -> str:
    lines = [
        f"{_line(dossier, key)} (thường trực)" if key == batch.standing_deputy else _line(dossier, key)
        for key in batch.deputies
    ]
    return "; ".join(lines)


def _due(thing: Batch | Visit, _dossier: PlanDossier) -> str:
    return thing.report_deadline.words() if thing.report_deadline is not None else ""


def _agency(thing: Batch | Visit, dossier: PlanDossier) -> str:
    return _unit(dossier, thing.lead_agency) if thing.lead_agency else ""


def _names(keys: Iterable[str], dossier: PlanDossier) -> str:
    return listed(_unit(dossier, key) for key in keys)


def _time(visit: Visit, _dossier: PlanDossier) -> str:
    wording = f" ({visit.loose.wording})" if visit.window is not None and visit.loose is not None else ""
    return f"{lower_first(time_words(visit))}{wording}"


_PEOPLE = _Kind(
    things=lambda dossier: {person.key: person for person in dossier.people},
    name=lambda person, _: f"{person.honorific} {person.name}".strip(),
    aspects=(("", _person_words),),
)
_SEATS = _Kind(
    things=lambda dossier: {(team.key, seat.key): seat for team in dossier.plan.teams for seat in team.seats},
    name=lambda seat, _: f"Thành viên {seat.key}",
    aspects=(
        ("", _holder),
        ("vai trò", lambda seat, _: _ROLES[seat.role]),
        ("cơ quan cử", lambda seat, dossier: _unit(dossier, seat.agency) if seat.agency else ""),
        ("lĩnh vực", lambda seat, _: ", ".join(seat.fields)),
        ("thời gian, nơi tham gia", _serving),
    ),
)
_BATCHES = _Kind(
    things=lambda dossier: {batch.key: batch for batch in dossier.plan.batches},
    name=lambda batch, _: str(batch.name),
    aspects=(
        ("Trưởng đoàn", lambda batch, dossier: _line(dossier, batch.head)),
        ("Phó Trưởng đoàn", _deputies),
        ("cơ quan chủ trì", _agency),
        ("hạn báo cáo", _due),
    ),
)
_VISITS = _Kind(
    things=lambda dossier: {(visit.unit, visit.number): visit for visit in dossier.plan.visits},
    name=_visit_name,
    aspects=(
        ("thời gian", _time),
        ("đợt", _batch_of),
        ("Trưởng đoàn", lambda visit, dossier: _line(dossier, visit.head)),
        ("cơ quan chủ trì", _agency),
        ("hạn báo cáo", _due),
        ("địa điểm", lambda visit, _: visit.place or ""),
        ("hình thức", lambda visit, _: _MANNERS[visit.manner]),
        ("cách kiểm tra", lambda visit, _: _MODES[visit.mode]),
        ("nội dung", lambda visit, _: ", ".join(visit.scope)),
        ("tên in ở phụ lục", lambda visit, _: visit.printed_name or ""),
        ("dự phòng", lambda visit, _: "có" if visit.is_reserve else "không"),
        ("đơn vị cấp dưới được chọn", lambda visit, dossier: _names(visit.communes, dossier)),
    ),
)
_KINDS = (_PEOPLE, _SEATS, _BATCHES, _VISITS)
