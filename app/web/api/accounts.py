"""API: người dùng, vai trò, liên kết một lần, nhật ký."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field

from app.domain.accounts import Account, AccountRole, RoleGrant
from app.services.accounts import accounts_of, disable_account, enable_account, give_role, take_back_role
from app.services.invitations import Invited, invite, new_link
from app.web.deps import NowDep, StoreDep, VisitorDep
from app.web.links import invitation_address

router = APIRouter(prefix="/api/accounts", tags=["Người dùng"])

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
Slug = Annotated[str, Field(pattern="^[a-z0-9-]+$", max_length=100)]


class GrantShape(BaseModel):
    """Vai trò và phần việc gắn với nó."""

    role: AccountRole
    province: Slug | None = None
    agency: Slug | None = None
    person: Slug | None = None
    unit: Slug | None = None

    def grant(self) -> RoleGrant:
        """Return the role as a value."""
        return RoleGrant(role=self.role, province=self.province, agency=self.agency, person=self.person, unit=self.unit)


class HeldGrant(GrantShape):
    """Vai trò đang giữ."""

    id: int


class AccountShape(BaseModel):
    """Tài khoản."""

    id: int
    login: str
    name: str
    email: str | None
    can_sign_in: bool
    disabled_at: datetime | None
    grants: list[HeldGrant]

    @classmethod
    def of(cls, account: Account) -> AccountShape:
        """Return the shape of an account."""
        return cls(
            id=account.id,
            login=account.login,
            name=account.name,
            email=account.email,
            can_sign_in=account.can_sign_in,
            disabled_at=account.disabled_at,
            grants=[
                HeldGrant(id=g.id, role=g.role, province=g.province, agency=g.agency, person=g.person, unit=g.unit)
                for g in account.grants
            ],
        )


class AccountShapes(BaseModel):
    """Các tài khoản, theo tên đăng nhập."""

    accounts: list[AccountShape]


class InvitationRequest(BaseModel):
    """Mời một người."""

    login: str = Field(max_length=200)
    name: str = Field(max_length=200)
    email: str | None = Field(default=None, max_length=200)
    grants: list[GrantShape] = Field(default_factory=list, max_length=20)


class InvitedShape(BaseModel):
    """Đã mời; the link is told this once."""

    account: AccountShape
    link: str
    expires_at: datetime

    @classmethod
    def of(cls, request: Request, invited: Invited) -> InvitedShape:
        """Return the shape of an invitation."""
        return cls(
            account=AccountShape.of(invited.account),
            link=invitation_address(request, invited.secret),
            expires_at=invited.expires_at,
        )


@router.get("")
def list_accounts(
    store: StoreDep,
    visitor: VisitorDep,
    q: Annotated[str, Query(max_length=100)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> AccountShapes:
    """Các tài khoản mà người hỏi quản lý, 20 tài khoản mỗi trang."""
    return AccountShapes(
        accounts=[AccountShape.of(each) for each in accounts_of(store, visitor.signed_in, q, page).accounts]
    )


@router.post("", status_code=201)
def invite_person(
    request: Request, given: InvitationRequest, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> InvitedShape:
    """Mở tài khoản và tạo liên kết một lần."""
    invited = invite(
        store,
        visitor.signed_in,
        login=given.login,
        name=given.name,
        email=given.email,
        grants=[shape.grant() for shape in given.grants],
        by=visitor.actor,
        at=now,
        random_bytes=secrets.token_bytes,
    )
    return InvitedShape.of(request, invited)


@router.post("/{account_id}/link", status_code=201)
def make_link(request: Request, account_id: Number, store: StoreDep, visitor: VisitorDep, now: NowDep) -> InvitedShape:
    """Tạo liên kết mới để đặt mật khẩu; các liên kết cũ hết hiệu lực."""
    invited = new_link(store, visitor.signed_in, account_id, by=visitor.actor, at=now, random_bytes=secrets.token_bytes)
    return InvitedShape.of(request, invited)


@router.post("/{account_id}/grants", status_code=204)
def give(account_id: Number, given: GrantShape, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Response:
    """Giao một vai trò."""
    give_role(store, visitor.signed_in, account_id, given.grant(), by=visitor.actor, at=now)
    return Response(status_code=204)


@router.delete("/grants/{grant_id}", status_code=204)
def take_back(grant_id: Number, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Response:
    """Thôi giao một vai trò."""
    take_back_role(store, visitor.signed_in, grant_id, by=visitor.actor, at=now)
    return Response(status_code=204)


@router.post("/{account_id}/disable", status_code=204)
def disable(account_id: Number, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Response:
    """Khóa tài khoản."""
    disable_account(store, visitor.signed_in, account_id, by=visitor.actor, at=now)
    return Response(status_code=204)


@router.post("/{account_id}/enable", status_code=204)
def enable(account_id: Number, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Response:
    """Mở lại tài khoản."""
    enable_account(store, visitor.signed_in, account_id, by=visitor.actor, at=now)
    return Response(status_code=204)
