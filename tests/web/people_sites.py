"""The people whom the tests of their pages look at: one account of each kind, in two provinces."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from builders import PROVINCE, a_dossier, a_plan
from web.filling import page_of, sent
from web.issued import MEMBER, PLANNER, VIEWER, a_grant, of_unit

from app.db.store import open_reader
from app.domain.accounts import AccountRole, RoleGrant
from app.domain.plans import PlanState
from app.web.role_forms import SUBJECT

if TYPE_CHECKING:
    from httpx2 import Response
    from starlette.testclient import TestClient
    from web.seeded import Site

    from app.domain.accounts import Account
    from app.domain.dossiers import PlanDossier

PLAN = "tinh-a-2023"
LIST = "/quan-tri/tai-khoan"
INVITE = f"{LIST}/moi"
ACCOUNTS = {
    "can-bo": (PLANNER,),
    "doi-tac": (a_grant(AccountRole.PLANNER, agency="so-tttt"),),
    "quan-tri": (RoleGrant(role=AccountRole.ADMINISTRATOR),),
    "thanh-vien": (MEMBER,),
    "don-vi": (of_unit("so-y-te"),),
    "hai-vai": (VIEWER, RoleGrant(role=AccountRole.ADMINISTRATOR)),
    "nguoi-tinh-b": (RoleGrant(role=AccountRole.VIEWER, province="tinh-b"),),
    "khong-vai": (),
}


def of_province_b() -> PlanDossier:
    """A plan of another province, with people and units of its own."""
    province = replace(PROVINCE, key="tinh-b", name="B", full_name="Tỉnh B", committee="ubnd-tinh-a")
    plan = a_plan(key="tinh-b-2023", province="tinh-b", title="Kế hoạch tỉnh B", state=PlanState.ISSUED)
    return a_dossier(plan, province=province)


DOSSIERS = (a_dossier(a_plan(state=PlanState.ISSUED)), of_province_b())


def account(site: Site, login: str) -> Account | None:
    with open_reader(site.engine) as store:
        return store.accounts.by_login(login)


def number(site: Site, login: str) -> int:
    found = account(site, login)
    assert found is not None
    return found.id


def held(site: Site, login: str, role: AccountRole) -> int:
    """Return the number of the role that an account holds."""
    found = account(site, login)
    assert found is not None
    return next(grant.id for grant in found.grants if grant.role == role)


def chosen(client: TestClient, role: str, subject: str | None = None) -> Response:
    """Go the steps of choosing a role, and return the form for the person."""
    answer = sent(client, client.get(INVITE), INVITE, {"vai-tro": role})
    return answer if subject is None else sent(client, answer, INVITE, {SUBJECT.name: subject})


def link_on(answer: Response) -> str:
    """Return the path of the one-time link that a page shows."""
    (address,) = page_of(answer).xpath("//button/@data-copy")
    return address.removeprefix("http://127.0.0.1")
