"""Thông báo thay đổi: looked through, added to, sent once, confirmed by whoever got them, and who has not yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.access import can_receive_notice, check_can_receive_notice, recipients_of_account
from app.domain.accounts import Account
from app.domain.change_notices import (
    ChangeNotice,
    Recipient,
    RecipientKind,
    can_remind,
    check_can_acknowledge,
    check_sendable,
)
from app.domain.errors import Fault, InvalidInput, NotFound, Refused
from app.domain.vietnamese import clean
from app.services.releases import release_dossier

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier
    from app.domain.people import Actor

_TOO_LONG = {"addition": "notice.addition_too_long", "note": "notice.note_too_long"}
MOST_ADDITION = 2000
"""Letters that a planner may add to a notice."""
MOST_NOTE = 200
"""Letters of the note how somebody else confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressedNotice:
    """Thông báo và nơi nhận: `name` of the unit or person, and the accounts that read it."""

    notice: ChangeNotice
    name: str
    accounts: tuple[Account, ...]

    @property
    def emails(self) -> tuple[str, ...]:
        """The addresses to which it is mailed, each once."""
        return tuple(dict.fromkeys(account.email for account in self.accounts if account.email))


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeBoard:
    """Bảng theo dõi thông báo: what waits to be sent, what waits to be confirmed, what is confirmed."""

    waiting: tuple[AddressedNotice, ...]
    unconfirmed: tuple[AddressedNotice, ...]
    confirmed: tuple[AddressedNotice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedNotice:
    """Thông báo đến: a notice that went out to an account, with the name of its plan and of whom it is for."""

    notice: ChangeNotice
    name: str
    plan_title: str


def notice_board(store: Store, plan_key: str) -> NoticeBoard:
    """Return all notices of a plan by how far they are, the newest release first."""
    every = [_addressed(store, notice) for notice in store.notices.list(plan_key)]
    return NoticeBoard(
        waiting=tuple(each for each in every if not each.notice.is_sent),
        unconfirmed=tuple(each for each in every if each.notice.awaits_confirmation),
        confirmed=tuple(each for each in every if each.notice.acknowledged_at is not None),
    )


def notice_of_plan(store: Store, plan_key: str, notice_id: int) -> AddressedNotice:
    """Return a notice of a plan; raise NotFound for one of another plan, or none."""
    return _addressed(store, _notice_of_plan(store, plan_key, notice_id))


def add_to_notice(store: Store, plan_key: str, notice_id: int, addition: str, *, by: Actor, at: datetime) -> None:
    """Make this what a planner adds to a notice that waits; "" takes it away.

    Raise NotFound, InvalidInput where it is too long, Refused `notice.is_sent`.
    """
    notice = _notice_of_plan(store, plan_key, notice_id)
    check_sendable(notice)
    told = _short_enough("addition", addition, MOST_ADDITION)
    if told != notice.addition:
        store.notices.set_addition(notice, told, by=by, at=at)


def send_notices(
    store: Store, plan_key: str, notice_ids: Sequence[int], *, by: Actor, at: datetime
) -> tuple[AddressedNotice, ...]:
    """Send notices that wait, and return them as they went out: they show on the pages of their recipients from now on.

    Mailing is for whoever asked, once that is kept. Raise Refused `notice.none_to_send` for none, `notice.list_changed`
    where one of them waits no more, `notice.is_sent` where one went out.
    """
    if not notice_ids:
        raise Refused("notice.none_to_send")
    sent = []
    for notice_id in dict.fromkeys(notice_ids):
        try:
            notice = _notice_of_plan(store, plan_key, notice_id)
        except NotFound as error:
            raise Refused("notice.list_changed") from error
        check_sendable(notice)
        store.notices.mark_sent(notice, by=by, at=at)
        sent.append(notice_of_plan(store, plan_key, notice_id))
    return tuple(sent)


def remind(store: Store, plan_key: str, notice_id: int, *, by: Actor, at: datetime) -> AddressedNotice:
    """Remind a recipient who has not confirmed, at most once a day, and return the notice for whoever mails it.

    Raise NotFound, Refused `notice.not_to_remind`.
    """
    notice = _notice_of_plan(store, plan_key, notice_id)
    if not can_remind(notice, at):
        raise Refused("notice.not_to_remind")
    store.notices.mark_reminded(notice, by=by, at=at)
    return notice_of_plan(store, plan_key, notice_id)


def acknowledge_for(store: Store, plan_key: str, notice_id: int, note: str, *, by: Actor, at: datetime) -> None:
    """Write down that a recipient confirmed otherwise than here; `note` says how ("nhận qua điện thoại").

    Raise NotFound, InvalidInput where the note is missing or too long, Refused `notice.not_sent` and the like.
    """
    notice = _notice_of_plan(store, plan_key, notice_id)
    check_can_acknowledge(notice)
    told = _short_enough("note", note, MOST_NOTE)
    if not told:
        raise InvalidInput((Fault(place="note", code="notice.note_missing"),))
    store.notices.mark_acknowledged(notice, f"{by.name} ghi nhận: {told}", by=by, at=at)


def acknowledge(store: Store, account: Account, notice_id: int, *, by: Actor, at: datetime) -> ChangeNotice:
    """Confirm a notice that went out to the account; raise NotFound for one that did not, Refused as it may be."""
    notice = received_notice(store, account, notice_id).notice
    check_can_acknowledge(notice)
    store.notices.mark_acknowledged(notice, account.name, by=by, at=at)
    return notice


def received_notice(store: Store, account: Account, notice_id: int) -> ReceivedNotice:
    """Return a notice that went out to the account; raise NotFound for any other."""
    notice = store.notices.get(notice_id)
    if not notice.is_sent:
        raise NotFound("notice", str(notice_id))
    check_can_receive_notice(account, notice.recipient, told_plans(store, notice))
    return _received(store, notice)


def received_notices(store: Store, account: Account) -> tuple[ReceivedNotice, ...]:
    """Return what went out to the account, the newest first."""
    found = store.notices.sent_to(recipients_of_account(account))
    return tuple(
        _received(store, notice)
        for notice in found
        if can_receive_notice(account, notice.recipient, told_plans(store, notice))
    )


def told_plans(store: Store, notice: ChangeNotice) -> tuple[PlanDossier, ...]:
    """Return the plan as the recipient was last told of it, where it was, and as the notice tells it."""
    numbers = (notice.release,) if notice.told is None else (notice.told, notice.release)
    return tuple(release_dossier(store, notice.plan, number) for number in numbers)


def _addressed(store: Store, notice: ChangeNotice) -> AddressedNotice:
    told = told_plans(store, notice)
    key, is_unit = notice.recipient.key, notice.recipient.kind == RecipientKind.UNIT
    accounts = store.accounts.of_unit_or_person(
        told[-1].plan.province, unit=key if is_unit else None, person=None if is_unit else key
    )
    return AddressedNotice(
        notice=notice,
        name=_name(notice.recipient, told),
        accounts=tuple(each for each in accounts if can_receive_notice(each, notice.recipient, told)),
    )


def _received(store: Store, notice: ChangeNotice) -> ReceivedNotice:
    told = told_plans(store, notice)
    return ReceivedNotice(notice=notice, name=_name(notice.recipient, told), plan_title=told[-1].plan.title)


def _name(recipient: Recipient, told: tuple[PlanDossier, ...]) -> str:
    """Return the name of a recipient, as the newest of the plans that know it has it."""
    for dossier in reversed(told):
        if recipient.kind == RecipientKind.UNIT:
            unit = dossier.directory.get(recipient.key)
            if unit is not None:
                return unit.name
        else:
            person = next((each for each in dossier.people if each.key == recipient.key), None)
            if person is not None:
                return f"{person.honorific} {person.name}".strip()
    return recipient.key


def _notice_of_plan(store: Store, plan_key: str, notice_id: int) -> ChangeNotice:
    notice = store.notices.get(notice_id)
    if notice.plan != plan_key:
        raise NotFound("notice", str(notice_id))
    return notice


def _short_enough(place: str, text: str, most: int) -> str:
    told = clean(text)
    if len(told) > most:
        raise InvalidInput((Fault(place=place, code=_TOO_LONG[place], found=f"{len(told)}", wanted=f"{most}"),))
    return told
