"""Thông báo về bản ban hành: who is told what of a release, measured against what they were last told.

What a recipient is to know of a plan is a handful of facts; a notice says which of them are other than when the
recipient was last told, from what to what. Whoever was told by the first release's own papers was told that release.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.change_words import plain_words, unit_words
from app.domain.dates import TIME_ZONE
from app.domain.errors import Refused
from app.domain.schedules import UNDETERMINED, time_words
from app.domain.vietnamese import listed, lower_first

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.domain.dossiers import PlanDossier
    from app.domain.visits import Visit

FIRST_RELEASE = 1
"""The release of which the papers of the plan itself tell everybody."""
_REMINDED_AGAIN_AFTER = timedelta(days=1)
_UNSET = lower_first(UNDETERMINED)


class RecipientKind(StrEnum):
    """Nơi nhận: a unit that is or was inspected, or a person of the đoàn."""

    UNIT = "unit"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Recipient:
    """Nơi nhận thông báo: `key` is that of the unit or the person."""

    kind: RecipientKind
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFact:
    """Điều nơi nhận biết: `item` tells it from others ("visit.so-y-te.1"), `subject` names it, `words` say how it is.

    `aspect` is "" for that which stands for the whole item: of a visit, when it is.
    """

    item: str
    aspect: str
    subject: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeChange:
    """Thay đổi trong thông báo: from what to what; "" before what is new to the recipient, after what is gone."""

    item: str
    aspect: str
    subject: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeDraft:
    """Dự thảo thông báo: `told` is the release that the recipient was last told of, None for none."""

    recipient: Recipient
    told: int | None
    changes: tuple[NoticeChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeNotice:
    """Thông báo thay đổi gửi một nơi nhận về bản ban hành số `release`.

    `addition` is what the planner added by hand. `sent_by` and `acknowledged_by` are names; who confirms for another
    says how it was told. Times are in UTC.
    """

    id: int
    plan: str
    release: int
    recipient: Recipient
    told: int | None
    changes: tuple[NoticeChange, ...]
    addition: str
    drafted_at: datetime
    sent_at: datetime | None = None
    sent_by: str | None = None
    reminded_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None

    @property
    def is_sent(self) -> bool:
        """Say whether it went out."""
        return self.sent_at is not None

    @property
    def awaits_confirmation(self) -> bool:
        """Say whether it went out and nobody has confirmed yet that it came."""
        return self.is_sent and self.acknowledged_at is None


def known_facts(dossier: PlanDossier, recipient: Recipient) -> tuple[KnownFact, ...]:
    """Return what a recipient is to know of a plan, in plan order; nothing where the plan is none of its business.

    A unit is told nothing of a visit in reserve nor of one that comes unannounced.
    """
    told = _told_to_unit if recipient.kind == RecipientKind.UNIT else _told_to_person
    return tuple(told(dossier, recipient.key))


def is_of_visit(item: str) -> bool:
    """Say whether an item that a recipient knows of is a visit, at the unit itself or at its host."""
    return item.startswith(("visit.", "session."))


def recipients_of(dossier: PlanDossier) -> tuple[Recipient, ...]:
    """Return everybody who is to know something of the plan: units in plan order, then people."""
    plan = dossier.plan
    units = [key for visit in plan.visits if visit.is_announced for key in (visit.unit, *visit.communes)]
    units += [unit.key for unit in dossier.self_inspecting_units()]
    people = [person.key for person in dossier.named_people()]
    return (
        *(Recipient(kind=RecipientKind.UNIT, key=key) for key in dict.fromkeys(units)),
        *(Recipient(kind=RecipientKind.PERSON, key=key) for key in people),
    )


def notice_changes(before: tuple[KnownFact, ...], after: tuple[KnownFact, ...]) -> tuple[NoticeChange, ...]:
    """Return what differs; an item that is gone is told by what stands for the whole of it, a new one by all of it."""
    was = {(fact.item, fact.aspect): fact for fact in before}
    now = {(fact.item, fact.aspect): fact for fact in after}
    items = {fact.item for fact in after}
    found = []
    for key, fact in was.items():
        if fact.item in items:
            words = now[key].words if key in now else _UNSET
            if words != fact.words:
                found.append(_change(now.get(key, fact), fact.words, words))
        elif not fact.aspect:
            found.append(_change(fact, fact.words, ""))
    known = {fact.item for fact in before}
    for key, fact in now.items():
        if key not in was:
            found.append(_change(fact, _UNSET if fact.item in known else "", fact.words))
    return tuple(found)


def drafts_after(
    issued: Mapping[int, PlanDossier], number: int, last_sent: Mapping[Recipient, int]
) -> tuple[NoticeDraft, ...]:
    """Return a notice for everybody whom release `number` tells something other than what they were last told.

    `issued` are the releases up to it; `last_sent` the release of the last notice that went out to each. Nobody gets
    one of the first release: its own papers tell it.
    """
    if number == FIRST_RELEASE:
        return ()
    everybody = dict.fromkeys(
        recipient for dossier in reversed(list(issued.values())) for recipient in recipients_of(dossier)
    )
    found = []
    for recipient in everybody:
        base = last_sent.get(recipient, FIRST_RELEASE)
        before, after = (known_facts(issued[release], recipient) for release in (base, number))
        changes = notice_changes(before, after)
        if changes:
            told = base if before or recipient in last_sent else None
            found.append(NoticeDraft(recipient=recipient, told=told, changes=changes))
    return tuple(found)


def check_sendable(notice: ChangeNotice) -> None:
    """Raise Refused where a notice went out already: nobody gets two of one release."""
    if notice.is_sent:
        raise Refused("notice.is_sent", release=f"{notice.release}")


def check_can_acknowledge(notice: ChangeNotice) -> None:
    """Raise Refused where a notice has not gone out yet, or was confirmed before."""
    if not notice.is_sent:
        raise Refused("notice.not_sent", release=f"{notice.release}")
    if notice.acknowledged_at is not None:
        raise Refused("notice.is_acknowledged", name=notice.acknowledged_by or "")


def can_remind(notice: ChangeNotice, now: datetime) -> bool:
    """Say whether the recipient may be reminded: it has not confirmed, and nothing went out to it on the same day."""
    if not notice.awaits_confirmation:
        return False
    day = now.astimezone(TIME_ZONE).date()
    went_out = [at for at in (notice.sent_at, notice.reminded_at) if at is not None]
    return all(at.astimezone(TIME_ZONE).date() + _REMINDED_AGAIN_AFTER <= day for at in went_out)


def _change(fact: KnownFact, before: str, after: str) -> NoticeChange:
    return NoticeChange(item=fact.item, aspect=fact.aspect, subject=fact.subject, before=before, after=after)


def _told_to_unit(dossier: PlanDossier, unit: str) -> Iterator[KnownFact]:
    for visit in dossier.plan.visits:
        if visit.unit == unit and visit.is_announced:
            yield from _told_of_own_visit(dossier, visit)
        if unit in visit.communes and visit.is_announced:
            host = unit_words(visit.unit, dossier)
            subject = f"Buổi làm việc trong cuộc kiểm tra tại {host}"
            yield KnownFact(item=_item("session", visit), aspect="", subject=subject, words=_time(visit))
    if any(each.key == unit for each in dossier.self_inspecting_units()):
        rule = dossier.plan.self_inspection
        due = rule.deadline.words() if rule is not None and rule.deadline is not None else _UNSET
        yield KnownFact(item="self-inspection", aspect="", subject="Tự kiểm tra, thời hạn gửi báo cáo", words=due)


def _told_of_own_visit(dossier: PlanDossier, visit: Visit) -> Iterator[KnownFact]:
    plan, item = dossier.plan, _item("visit", visit)
    again = f" lần {visit.number}" if visit.number > 1 else ""
    batch, lead = plan.batch(visit.batch), plan.lead_agency_of(visit)
    head, due = plan.head_of(visit), plan.report_deadline_of(visit)
    drawn = listed(unit_words(key, dossier) for key in visit.communes)
    facts = {
        "": (f"Thời gian kiểm tra{again}", _time(visit)),
        "head": ("Trưởng đoàn", dossier.person_line(head) if head else ""),
        "deputies": (
            "Phó Trưởng đoàn",
            "; ".join(dossier.person_line(key) for key in batch.deputies if key != head),
        ),
        "report": ("Thời hạn gửi báo cáo", due.words() if due is not None else ""),
        "lead_agency": ("Cơ quan chuẩn bị cuộc kiểm tra", unit_words(lead, dossier) if lead else ""),
        "place": ("Địa điểm", visit.place or f"trụ sở {unit_words(visit.unit, dossier)}"),
        "manner": ("Hình thức kiểm tra", f"{plain_words(visit.manner, dossier)}, {plain_words(visit.mode, dossier)}"),
        "scope": ("Nội dung kiểm tra", f"các mục {', '.join(visit.scope)}" if visit.scope else "toàn bộ đề cương"),
        "drawn": ("Đơn vị cấp dưới được chọn", drawn),
    }
    for aspect, (subject, words) in facts.items():
        label = subject if not aspect or not again else f"{subject},{again}"
        yield KnownFact(item=item, aspect=aspect, subject=label, words=words or _UNSET)


def _told_to_person(dossier: PlanDossier, person: str) -> Iterator[KnownFact]:
    for visit, role in dossier.visits_of_person(person):
        if visit.is_reserve:
            continue
        again = f" lần {visit.number}" if visit.number > 1 else ""
        subject, item = f"Kiểm tra tại {unit_words(visit.unit, dossier)}{again}", _item("visit", visit)
        yield KnownFact(item=item, aspect="", subject=subject, words=_time(visit))
        yield KnownFact(item=item, aspect="role", subject=f"{subject}, nhiệm vụ", words=plain_words(role, dossier))
        place = visit.place or "trụ sở đơn vị"
        yield KnownFact(item=item, aspect="place", subject=f"{subject}, địa điểm", words=place)
        mode = plain_words(visit.mode, dossier)
        yield KnownFact(item=item, aspect="mode", subject=f"{subject}, cách kiểm tra", words=mode)
    for team in dossier.plan.teams:
        fields = [field for seat in team.seats if seat.person == person for field in seat.fields]
        if fields:
            names = {mandate.field: lower_first(mandate.name) for mandate in dossier.plan.mandates}
            words = "; ".join(names.get(field, field) for field in dict.fromkeys(fields))
            yield KnownFact(item=f"fields.{team.key}", aspect="", subject="Lĩnh vực được phân công", words=words)


def _item(kind: str, visit: Visit) -> str:
    return f"{kind}.{visit.unit}.{visit.number}"


def _time(visit: Visit) -> str:
    return lower_first(time_words(visit))
