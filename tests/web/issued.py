"""Small sites with plans of the tests' own making, issued, and the accounts that a test needs on them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from lxml import html
from web.people import open_account
from web.seeded import BY, NOW, Site, words

from app.db.engine import create_engine
from app.db.migrating import migrate
from app.db.store import open_store
from app.domain.accounts import AccountRole, RoleGrant
from app.services.adjusting import adjust_plan
from app.services.releases import begin_history, problems_of_plan, release_plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.html import HtmlElement
    from sqlalchemy import Engine
    from starlette.testclient import TestClient

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier

PROVINCE = "tinh-a"


def a_grant(role: AccountRole, **subject: str) -> RoleGrant:
    """Return a role in the province of the builders' plans."""
    return RoleGrant(role=role, province=PROVINCE, **subject)


PLANNER = a_grant(AccountRole.PLANNER, agency="so-noi-vu")
VIEWER = a_grant(AccountRole.VIEWER)
LEADER = a_grant(AccountRole.LEADER, agency="so-noi-vu", person="ong-m")
MEMBER = a_grant(AccountRole.MEMBER, agency="so-tu-phap", person="ong-p")


def of_unit(unit: str) -> RoleGrant:
    return a_grant(AccountRole.UNIT, unit=unit)


def keep(store: Store, dossier: PlanDossier) -> None:
    """Take a plan in, with its history and calendars if it was issued."""
    if dossier.province.key not in {province.key for province in store.provinces.all()}:
        store.provinces.add(dossier.province, **BY)
    store.directory.add(dossier.province.key, dossier.units, **BY)
    store.plans.add(dossier, **BY)
    begin_history(store, dossier.plan.key, **BY)


@contextmanager
def small_site(url: str, *dossiers: PlanDossier, **accounts: tuple[RoleGrant, ...]) -> Iterator[Site]:
    """Give a site with these plans and accounts, the first of which is the eye on it."""
    engine = create_engine(url)
    migrate(engine)
    with open_store(engine) as store:
        for dossier in dossiers:
            keep(store, dossier)
        for login, grants in accounts.items():
            open_account(store, login, grants)
    engine.dispose()
    site = Site(url, login=next(iter(accounts)))
    yield site
    site.close()


def file_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'kiemtra.db'}"


def adjust(engine: Engine, plan: str, request: str) -> None:
    """Change an issued plan as a draft on top of its release."""
    with open_store(engine) as store:
        adjust_plan(store, plan, request.encode(), "dieu-chinh.toml", by=BY["by"], at=NOW)


def issue(engine: Engine, plan: str, number: str, person: str) -> None:
    """Issue a draft, each of its open problems accepted."""
    with open_store(engine) as store:
        problems = problems_of_plan(store, plan, NOW.date())
        release_plan(
            store,
            plan,
            number=number,
            day=NOW.date(),
            by_person=person,
            reasons={each.problem.code: "Lý do." for each in problems if each.problem.severity != "info"},
            by=BY["by"],
            at=NOW,
        )


def tree(client: TestClient, address: str, status: int = 200) -> HtmlElement:
    """Return a page as that browser gets it."""
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return html.document_fromstring(answer.content.decode())


def main_of(page: HtmlElement) -> str:
    """Return the words of a page's main part, blanks folded."""
    return words(page.get_element_by_id("noi-dung"))


def facts(page: HtmlElement, heading: str) -> dict[str, str]:
    """Return the terms and values of the section with that id of its heading."""
    rows = page.xpath("//section[@aria-labelledby=$id]//dl[@class='rows' or @class='rows gap-above']/div", id=heading)
    return {words(row.find("dt")): words(row.find("dd")) for row in rows}


def downloads(page: HtmlElement) -> list[str]:
    """Return the names of the files that a page offers."""
    return [words(link) for link in page.xpath("//a[@class='dl-name']")]
