"""The site that the tests of pages look at: the seed, and the plans of other provinces taken in from their files."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from lxml import html
from pydantic import SecretStr
from starlette.testclient import TestClient
from web.people import open_account, open_accounts, session_of, standing_session_of
from web.proposed import answered

from app import ROOT, SEED
from app.db.engine import create_engine
from app.db.migrating import migrate
from app.db.store import open_store
from app.domain.accounts import AccountRole, RoleGrant
from app.domain.change_notices import NoticeChange, NoticeDraft, Recipient, RecipientKind
from app.domain.dates import Window
from app.domain.people import Actor
from app.domain.problems import Severity
from app.main import create_app
from app.services.plan_exchange import import_plan
from app.services.releases import problems_of_plan, release_plan
from app.services.sealed_checks import WantedCheck, seal_check
from app.services.seeding import load_seed
from app.settings import Settings
from app.web.audiences import Audience
from app.web.route_table import ROUTES
from app.web.throttles import Throttles

if TYPE_CHECKING:
    from collections.abc import Callable

    from httpx2 import Response
    from lxml.html import HtmlElement
    from sqlalchemy import Engine

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier

FOUNDING = "binh-phuoc-2023"
TWO_TEAMS = "dong-nai-2025-hai-to"
NO_FIRM_DATES = "tra-vinh-2023-cong-vu"
ONLY_NUMBERS = "tien-giang-2020-phan-cap"
IMPORTED = (TWO_TEAMS, NO_FIRM_DATES, ONLY_NUMBERS)
PLANS = (FOUNDING, *IMPORTED)
EVERY_PLANNER = "can-bo-lap-ke-hoach"
"""The account that draws up every plan of the site."""
EVERY_PLANNER_TODAY = "can-bo-hom-nay"
"""Another of the kind, who signs in where the clock shows another day: old sessions are forgotten then."""

TODAY = date(2023, 7, 10)
NOW = datetime(2023, 7, 10, 5, tzinfo=UTC)
"""Noon of that day in Vietnam: what the clock of a site shows."""
LOOPBACK = "http://127.0.0.1"
BY = {"by": Actor(name="Nguyễn Văn A"), "at": datetime(2023, 7, 1, 2, 30, tzinfo=UTC)}
FILES = "/van-ban/tep/"
SEALED = WantedCheck(
    batch="dot-2",
    unit="so-y-te",
    window=Window(first=date(2023, 8, 24), last=date(2023, 8, 24)),
    opens_at=datetime(2023, 8, 24, 0, 30, tzinfo=UTC),
)


def settings_of(url: str, today: date | None = TODAY) -> Settings:
    """Return settings that the environment of the machine has no say in."""
    return Settings(
        environment="development", database_url=url, secret_key=SecretStr("0" * 64), base_url="", today=today
    )


def fill(url: str) -> None:
    """Make the database at that address and take in the seed and the plans of `tests/plans`."""
    engine = create_engine(url)
    migrate(engine)
    with open_store(engine) as store:
        load_seed(store, SEED, **BY)
        for name in IMPORTED:
            file = ROOT / "tests" / "plans" / f"{name}.toml"
            import_plan(store, file.read_bytes(), file.name, **BY)
        plans = [store.plans.dossier(key).plan for key in PLANS]
        leads = dict.fromkeys((plan.province, plan.planning_agencies[0]) for plan in plans)
        planner = [RoleGrant(role=AccountRole.PLANNER, province=province, agency=lead) for province, lead in leads]
        for login in (EVERY_PLANNER, EVERY_PLANNER_TODAY):
            open_account(store, login, tuple(planner))
    engine.dispose()


def release_founding_plan(url: str) -> None:
    """Issue the founding plan, each of its open problems accepted with a reason, and open an account for each role.

    A schedule was proposed for it before, and not used; a notice waits to go out; an unannounced check is sealed.
    """
    engine = create_engine(url)
    with open_store(engine) as store:
        answered(store, store.plans.dossier(FOUNDING), datetime(2023, 7, 5, 2, 30, tzinfo=UTC))
        problems = problems_of_plan(store, FOUNDING, TODAY)
        release_plan(
            store,
            FOUNDING,
            number="1234/QĐ-UBND",
            day=date(2023, 7, 5),
            by_person="huynh-thi-be-nam",
            reasons={each.problem.code: "Lý do." for each in problems if each.problem.severity != Severity.INFO},
            by=BY["by"],
            at=datetime(2023, 7, 6, 2, 30, tzinfo=UTC),
        )
        change = NoticeChange(item="visit.so-cong-thuong.1", aspect="", subject="Thời gian", before="", after="Tháng 8")
        recipient = Recipient(kind=RecipientKind.UNIT, key="so-cong-thuong")
        store.notices.replace_drafts(
            FOUNDING, 1, [NoticeDraft(recipient=recipient, told=None, changes=(change,))], **BY
        )
        sealed_at = datetime(2023, 7, 6, 3, tzinfo=UTC)
        seal_check(store, FOUNDING, SEALED, random_bytes=lambda size: b"n" * size, by=BY["by"], at=sealed_at)
        open_accounts(store)
    engine.dispose()


def put(store: Store, dossier: PlanDossier) -> None:
    """Add a dossier with its province and units."""
    store.provinces.add(dossier.province, **BY)
    store.directory.add(dossier.province.key, dossier.units, **BY)
    store.plans.add(dossier, **BY)


def copied(dossier: PlanDossier, key: str) -> PlanDossier:
    """Return the same dossier under another key of its plan."""
    return replace(dossier, plan=replace(dossier.plan, key=key))


class Site:
    """One running app and the eye on it of somebody signed in: what was fetched is kept, as nothing of it changes."""

    def __init__(self, url: str, today: date | None = TODAY, login: str | None = None) -> None:
        login = login or (EVERY_PLANNER if today == TODAY else EVERY_PLANNER_TODAY)
        self.app = create_app(settings_of(url, today))
        # A minute passes between two tries to sign in: what holds many of them back is tested by itself.
        self.app.state.throttles = Throttles(count(0, 60).__next__)
        self.engine: Engine = self.app.state.engine
        self.client = self.client_with(standing_session_of(self.engine, login, self.app.state.clock()))
        self._answers: dict[str, Response] = {}
        self._trees: dict[str, HtmlElement] = {}

    def guest(self) -> TestClient:
        """Return a browser that has not been here before."""
        return TestClient(self.app, base_url=LOOPBACK, follow_redirects=False)

    def client_with(self, secret: str) -> TestClient:
        """Return a browser that keeps the secret of a session."""
        client = self.guest()
        client.cookies.set("kiemtra-phien", secret, domain="127.0.0.1")
        return client

    def signed_in_as(self, login: str) -> TestClient:
        """Return a browser in which that account has signed in, in a session of its own."""
        return self.client_with(session_of(self.engine, login, self.app.state.clock()))

    def token(self, client: TestClient) -> str:
        """Return the token of the forms that this browser is shown."""
        tokens: list[str] = []
        for address in ("/tro-giup", "/dang-nhap"):  # a guest is shown a form only where one signs in
            tokens += html.document_fromstring(client.get(address).text).xpath("//input[@name='ma-bieu-mau']/@value")
        return tokens[0]

    def get(self, address: str) -> Response:
        if address not in self._answers:
            self._answers[address] = self.client.get(address)
        return self._answers[address]

    def tree(self, address: str) -> HtmlElement:
        """Return the page as a tree; it must be there."""
        if address not in self._trees:
            answer = self.get(address)
            assert answer.status_code == 200, address
            self._trees[address] = html.document_fromstring(answer.content.decode())
        return self._trees[address]

    def text(self, address: str) -> str:
        """Return the words of a page's main part, blanks folded."""
        return words(self.tree(address).get_element_by_id("noi-dung"))

    def pages(self) -> dict[str, HtmlElement]:
        """Return every page that can be reached from the start by links, files left aside; of those alike a sample."""
        found: dict[str, HtmlElement] = {}
        waiting, sample = ["/ke-hoach"], Sample()
        while waiting:
            address = waiting.pop(0)
            if address in found or address in {"/", "/dang-nhap"} or is_file(address) or not sample.takes(address):
                continue
            found[address] = self.tree(address)
            waiting += links(found[address], address)
        return dict(sorted(found.items()))

    def faults(self, look: Callable[[HtmlElement], object]) -> dict[str, object]:
        """Return what a look at each page finds, for the pages where it finds something."""
        return {address: fault for address, tree in self.pages().items() if (fault := look(tree))}

    def close(self) -> None:
        self.client.close()
        self.engine.dispose()


class Sample:
    """What is looked at of many pages alike: those on which one item of a plan is edited, a few of each kind."""

    MOST = 2

    def __init__(self) -> None:
        self._taken: dict[tuple[str, str], set[str]] = {}

    def takes(self, address: str) -> bool:
        """Say whether a page is looked at: an address taken once is taken again."""
        route = planners_route(address)
        if route is None or route.count("{") == 1:
            return True
        of_kind = self._taken.setdefault((route, address.split("/")[2]), set())
        if len(of_kind) < self.MOST:
            of_kind.add(address)
        return address in of_kind


def planners_route(address: str) -> str | None:
    """Return the route of a page that only the planners of a plan use; None for any other page."""
    parts = address.split("/")
    fitting = [
        route
        for method, route in ROUTES
        if method == "GET"
        and route.count("/") == len(parts) - 1
        and all(part == given or part.startswith("{") for part, given in zip(route.split("/"), parts, strict=True))
    ]
    nearest = min(fitting, key=lambda route: route.count("{"), default="")
    return nearest if ROUTES.get(("GET", nearest)) == Audience.PLANNERS else None


def links(tree: HtmlElement, address: str) -> list[str]:
    """Return the addresses that a page leads to on this site, without their fragments."""
    targets = [urlsplit(urljoin(address, link)) for link in tree.xpath("//a/@href")]
    return [target.path for target in targets if not target.netloc]


def is_file(address: str) -> bool:
    return FILES in address or address.endswith((".zip", ".docx", ".xlsx", ".ics", ".json", ".txt"))


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())
