"""Người dùng: the list of accounts, invitations, one account and what may be done about it.

What takes something away stands on a page of its own that says what follows. A one-time link is shown once, in the
answer to the form that made it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.domain.account_details import account_details
from app.domain.errors import InvalidInput, Refused
from app.domain.vietnamese import moment_words
from app.mailing.letters import LetterKind
from app.services.accounts import accounts_of, disable_account, enable_account, managed_account, sessions_of
from app.services.feeds import feeds_of_account
from app.services.invitations import Invited, invite, new_link
from app.web.account_views import account_lines
from app.web.deps import FormDep, NowDep, StoreDep, VisitorDep
from app.web.errors import Unsaved
from app.web.form_faults import Field, FormFaults, form_faults
from app.web.letters import Delivery, answer_after_letter
from app.web.links import invitation_address
from app.web.pages import page
from app.web.person_page import DONE, PEOPLE, AccountId, account_page, refused_here
from app.web.role_forms import ROLE_FIELDS, RoleForm, missed_step, role_form
from app.web.route_table import READ
from app.web.visitors import Visitor

router = APIRouter()

_PERSON = PEOPLE + "/{account_id}"
_NAME = Field(name="ho-ten", label="Họ và tên")
_LOGIN = Field(name="ten-dang-nhap", label="Tên đăng nhập")
_EMAIL = Field(name="thu-dien-tu", label="Thư điện tử")
_FIELDS = {**ROLE_FIELDS, "name": _NAME, "login": _LOGIN, "email": _EMAIL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Người được mời như đã ghi."""

    name: str
    login: str
    email: str

    @classmethod
    def of(cls, form: FormData) -> Typed:
        """Return what was sent."""
        return cls(**{part: str(form.get(field.name, "")) for part, field in _OF_A_PERSON.items()})

    @classmethod
    def proposed(cls, choice: RoleForm) -> Typed:
        """Return what the plan tells of whom the role is for."""
        subject = choice.chosen
        return cls(
            name=subject.name if subject else "", login=subject.key if subject and subject.name else "", email=""
        )


_OF_A_PERSON = {"name": _NAME, "login": _LOGIN, "email": _EMAIL}


@router.api_route(PEOPLE, methods=READ)
def people(
    request: Request,
    store: StoreDep,
    visitor: VisitorDep,
    words: Annotated[str, Query(alias="tim", max_length=100)] = "",
    number: Annotated[int, Query(alias="trang", ge=1, le=10_000)] = 1,
    done: Annotated[str, Query(alias=DONE, max_length=20)] = "",
) -> HTMLResponse:
    """List the accounts that the visitor sees, the newest first."""
    found = accounts_of(store, visitor.signed_in, words, number)
    return page(
        request,
        "pages/accounts/people.html",
        lines=account_lines(store, found.accounts),
        words=words.strip(),
        number=number,
        has_more=found.has_more,
        has_provinces=len({grant.province for each in found.accounts for grant in each.grants if grant.province}) > 1,
        done=done,
    )


@router.api_route(f"{PEOPLE}/moi", methods=READ)
def invitation_form(request: Request, store: StoreDep, visitor: VisitorDep) -> HTMLResponse:
    """Ask for the role first, then for the person, as far as the query does not name them."""
    choice = role_form(store, visitor.signed_in, request.query_params)
    faults = FormFaults(missed_step(choice, request.query_params))
    return _invite_page(request, choice, Typed.proposed(choice), faults)


@router.post(f"{PEOPLE}/moi")
def invite_person(request: Request, form: FormDep, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Response:
    """Open an account and show its one-time link, this once."""
    typed = Typed.of(form)
    choice = role_form(store, visitor.signed_in, _texts(form))
    grant = choice.grant
    if grant is None:
        details = account_details(login=typed.login, name=typed.name, email=typed.email)
        wrong = form_faults(InvalidInput(details.faults), _FIELDS)
        faults = FormFaults({**choice.slip, **wrong.by_field})
        raise Unsaved(_invite_page(request, choice, typed, faults, is_sent=True))
    try:
        invited = invite(
            store,
            visitor.signed_in,
            login=typed.login,
            name=typed.name,
            email=typed.email or None,
            grants=(grant,),
            by=visitor.actor,
            at=now,
            random_bytes=secrets.token_bytes,
        )
    except InvalidInput as error:
        faults = form_faults(error, _FIELDS)
        raise Unsaved(_invite_page(request, choice, typed, faults, is_sent=True)) from error
    return _link_answer(request, visitor, invited, LetterKind.INVITATION, now)


@router.api_route(_PERSON, methods=READ)
def person(
    request: Request,
    account_id: AccountId,
    store: StoreDep,
    visitor: VisitorDep,
    now: NowDep,
    done: Annotated[str, Query(alias=DONE, max_length=20)] = "",
) -> HTMLResponse:
    """Show an account and what may be done about it."""
    return account_page(request, store, visitor, account_id, now, done=done)


@router.api_route(f"{_PERSON}/lien-ket", methods=READ)
def link_question(request: Request, account_id: AccountId, store: StoreDep, visitor: VisitorDep) -> HTMLResponse:
    """Say what follows from a new one-time link, and ask."""
    account = managed_account(store, visitor.signed_in, account_id)
    return page(request, "pages/accounts/new_link.html", account=account)


@router.post(f"{_PERSON}/lien-ket")
def make_link(request: Request, account_id: AccountId, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Response:
    """Make a new one-time link and show it, this once."""
    try:
        invited = new_link(
            store, visitor.signed_in, account_id, by=visitor.actor, at=now, random_bytes=secrets.token_bytes
        )
    except Refused as error:
        raise refused_here(request, store, visitor, account_id, now, error) from error
    kind = LetterKind.NEW_PASSWORD if invited.account.can_sign_in else LetterKind.INVITATION
    return _link_answer(request, visitor, invited, kind, now)


@router.api_route(f"{_PERSON}/khoa", methods=READ)
def lock_question(
    request: Request, account_id: AccountId, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> HTMLResponse:
    """Say what follows from locking an account, and ask."""
    account = managed_account(store, visitor.signed_in, account_id)
    return page(
        request,
        "pages/accounts/lock.html",
        account=account,
        sessions=len(sessions_of(store, account, now)),
        feeds=len(feeds_of_account(store, account)),
    )


@router.post(f"{_PERSON}/khoa")
def lock(request: Request, account_id: AccountId, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Response:
    """Lock an account."""
    try:
        disable_account(store, visitor.signed_in, account_id, by=visitor.actor, at=now)
    except Refused as error:
        raise refused_here(request, store, visitor, account_id, now, error) from error
    return RedirectResponse(f"{PEOPLE}/{account_id}?{DONE}=khoa", status_code=303)


@router.post(f"{_PERSON}/mo-khoa")
def unlock(account_id: AccountId, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Response:
    """Unlock an account."""
    enable_account(store, visitor.signed_in, account_id, by=visitor.actor, at=now)
    return RedirectResponse(f"{PEOPLE}/{account_id}?{DONE}=mo-khoa", status_code=303)


def _texts(form: FormData) -> dict[str, str]:
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _invite_page(
    request: Request, choice: RoleForm, typed: Typed, faults: FormFaults, *, is_sent: bool = False
) -> HTMLResponse:
    """Return the page as far as things are chosen; one that was sent and refused asks for all that is left at once."""
    step = "role" if choice.role is None else "person" if is_sent or choice.grant is not None else "subject"
    return page(
        request,
        "pages/accounts/invite.html",
        status=422 if faults.by_field else 200,
        step=step,
        choice=choice,
        typed=typed,
        faults=faults,
    )


def _link_answer(request: Request, visitor: Visitor, invited: Invited, kind: LetterKind, now: datetime) -> Response:
    """Return the answer that tells the new link once: in a letter where one can be sent, else on the page."""
    account, link = invited.account, invitation_address(request, invited.secret)
    until = moment_words(invited.expires_at)

    def told(delivery: Delivery) -> HTMLResponse:
        answer = page(
            request,
            "pages/accounts/link_made.html",
            account=account,
            is_new=kind == LetterKind.INVITATION,
            link=link,
            until=until,
            delivery=delivery,
        )
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return answer_after_letter(
        request,
        kind,
        account,
        link,
        made_by=visitor.signed_in.name,
        made_at=now,
        expires_at=invited.expires_at,
        answer=told,
    )
