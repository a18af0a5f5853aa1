"""Vai trò của người dùng: given, and taken back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.domain.access import can_invite
from app.domain.accounts import Account
from app.domain.errors import InvalidInput, NotFound, Refused
from app.services.accounts import check_can_give, give_role, may_see_account, seen_account, take_back_role
from app.services.sentences import refusal_sentence
from app.web.account_views import role_lines
from app.web.deps import FormDep, NowDep, StoreDep, VisitorDep
from app.web.errors import Unsaved
from app.web.form_faults import FormFaults, form_faults
from app.web.pages import page
from app.web.person_page import DONE, PEOPLE, AccountId, refused_here
from app.web.role_forms import ROLE_FIELDS, SUBJECT, RoleForm, missed_step, role_form
from app.web.route_table import READ

router = APIRouter()

_ROLES = PEOPLE + "/{account_id}/vai-tro"

GrantId = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.api_route(f"{_ROLES}/moi", methods=READ)
def role_question(request: Request, account_id: AccountId, store: StoreDep, visitor: VisitorDep) -> HTMLResponse:
    """Ask which role to give to an account."""
    account = seen_account(store, visitor.signed_in, account_id)
    choice = role_form(store, visitor.signed_in, request.query_params)
    return _give_page(request, account, choice, FormFaults(missed_step(choice, request.query_params)))


@router.post(f"{_ROLES}/moi")
def give(
    request: Request, account_id: AccountId, form: FormDep, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> Response:
    """Give a role to an account."""
    account = seen_account(store, visitor.signed_in, account_id)
    values = {name: value for name, value in form.items() if isinstance(value, str)}
    choice = role_form(store, visitor.signed_in, values)
    grant = choice.grant
    if grant is None:
        raise Unsaved(_give_page(request, account, choice, FormFaults(choice.slip)))
    try:
        give_role(store, visitor.signed_in, account_id, grant, by=visitor.actor, at=now)
    except InvalidInput as error:
        raise Unsaved(_give_page(request, account, choice, form_faults(error, ROLE_FIELDS))) from error
    except Refused as error:
        faults = FormFaults({SUBJECT.name: refusal_sentence(error)})
        raise Unsaved(_give_page(request, account, choice, faults)) from error
    return RedirectResponse(f"{PEOPLE}/{account_id}?{DONE}=giao", status_code=303)


@router.api_route(_ROLES + "/{grant_id}/thu-hoi", methods=READ)
def take_back_question(
    request: Request, account_id: AccountId, grant_id: GrantId, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> HTMLResponse:
    """Say what follows from taking a role back, and ask."""
    viewer = visitor.signed_in
    account = seen_account(store, viewer, account_id)
    grant = next((each for each in account.grants if each.id == grant_id), None)
    if grant is None:
        raise refused_here(request, store, visitor, account_id, now, NotFound("role", str(grant_id)))
    check_can_give(viewer, grant)
    return page(
        request,
        "pages/accounts/take_back_role.html",
        account=account,
        role=role_lines(store, (grant,))[0],
        is_own=account.id == viewer.id,
        is_last=len(account.grants) == 1,
    )


@router.post(_ROLES + "/{grant_id}/thu-hoi")
def take_back(
    request: Request, account_id: AccountId, grant_id: GrantId, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> Response:
    """Take a role back."""
    viewer = visitor.signed_in
    held = seen_account(store, viewer, account_id)
    if all(each.id != grant_id for each in held.grants):
        # Taken back a moment ago, or of another account.
        raise refused_here(request, store, visitor, account_id, now, NotFound("role", str(grant_id)))
    try:
        account = take_back_role(store, viewer, grant_id, by=visitor.actor, at=now)
    except Refused as error:
        raise refused_here(request, store, visitor, account_id, now, error) from error
    return RedirectResponse(_after(viewer, account), status_code=303)


def _after(viewer: Account, account: Account) -> str:
    """Return where to go on: to the account, unless what was taken back leaves the viewer no sight of it."""
    now_viewer = account if account.id == viewer.id else viewer
    if not can_invite(now_viewer):
        return "/"
    return (
        f"{PEOPLE}/{account.id}?{DONE}=thu-hoi" if may_see_account(now_viewer, account) else f"{PEOPLE}?{DONE}=thu-hoi"
    )


def _give_page(request: Request, account: Account, choice: RoleForm, faults: FormFaults) -> HTMLResponse:
    status = 422 if faults.by_field else 200
    return page(request, "pages/accounts/give_role.html", status=status, account=account, choice=choice, faults=faults)
