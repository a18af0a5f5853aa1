"""Before the app: what is kept goes out first, as the app itself would have sent it, and never longer than it may."""

import http.client
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from cli.running import CommandLine
from services.feed_stores import COMMAND_LINE, NOON, PLAN
from starlette.testclient import TestClient
from web.people import ROLES, open_account
from web.seeded import LOOPBACK, fill, release_founding_plan, settings_of
from web.serving import serving

from app.db.backup import backup, restore
from app.db.store import open_store
from app.domain.accounts import AccountRole
from app.domain.people import Actor
from app.main import create_app
from app.services.accounts import disable_account, take_back_role
from app.services.feeds import issue_feed, revoke_feed
from app.web.feed_endpoint import FeedsFirst, StoredFeeds, feeds_first
from app.web.security import HEADERS

OWN = {name.lower() for name in HEADERS} - {"referrer-policy", "x-content-type-options"}


@dataclass
class Service:
    """The app as it is served, and the app alone, over one database."""

    app: object
    served: FeedsFirst

    @property
    def engine(self):
        return self.app.state.engine

    def client(self, app):
        return TestClient(app, base_url=LOOPBACK, headers={"accept-encoding": "identity"})

    def get(self, address, **headers):
        return self.client(self.served).get(address, headers=headers)


@pytest.fixture(scope="module")
def released_file(tmp_path_factory):
    """A database with the founding plan issued and an account for each role."""
    path = tmp_path_factory.mktemp("released") / "kiemtra.db"
    fill(f"sqlite:///{path}")
    release_founding_plan(f"sqlite:///{path}")
    return path


@pytest.fixture
def file(released_file, tmp_path):
    return shutil.copyfile(released_file, tmp_path / "kiemtra.db")


@pytest.fixture
def service(file):
    app = create_app(settings_of(f"sqlite:///{file}"))
    yield Service(app, feeds_first(app))
    app.state.engine.dispose()


@pytest.fixture
def made(monkeypatch):
    """The secrets of the calendars that are made, in their order."""
    found, original = [], StoredFeeds.content
    monkeypatch.setattr(StoredFeeds, "content", lambda self, secret: found.append(secret) or original(self, secret))
    return found


def issued(engine, login=None, **fields):
    with open_store(engine) as store:
        account = store.accounts.by_login(login) if login else None
        by = Actor(name=login) if login else COMMAND_LINE
        return issue_feed(store, PLAN, name="x", account=account, by=by, at=NOON, random_bytes=bytes, **fields)


def path(secret):
    return f"/lich/{secret}.ics"


async def broken(scope, _receive, _send):
    raise AssertionError(scope["path"])


# First


def test_a_feed_that_is_kept_goes_out_without_the_app(service):
    address = path(issued(service.engine))
    whole = service.get(address)
    alone = FeedsFirst(broken, service.served._endpoint)
    again = service.client(alone).get(address)
    unchanged = service.client(alone).get(address, headers={"if-none-match": whole.headers["etag"]})
    assert (again.status_code, again.content, unchanged.status_code) == (200, whole.content, 304)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("headers", [{}, {"accept-encoding": "gzip"}, {"if-none-match": "*"}])
def test_what_goes_out_first_is_what_the_app_sends(service, method, headers):
    address = path(issued(service.engine))
    service.get(address)
    by_app = service.client(service.app).request(method, address, headers=headers)
    first = service.client(FeedsFirst(broken, service.served._endpoint)).request(method, address, headers=headers)
    assert (first.status_code, first.content) == (by_app.status_code, by_app.content)
    left_out = OWN if first.status_code == 304 else set()
    assert dict(first.headers) == {name: value for name, value in by_app.headers.items() if name not in left_out}


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", path("b" * 32), 404),
        ("GET", path("A" * 32), 404),
        ("GET", path("b" * 31), 404),
        ("POST", path("a" * 32), 405),
        ("GET", f"/lich/{'a' * 32}", 404),
        ("GET", f"/x/lich/{'a' * 32}.ics", 404),
        ("GET", "/healthz", 200),
    ],
)
def test_everything_else_is_answered_by_the_app(service, method, address, status):
    assert path(issued(service.engine)) == path("a" * 32)
    service.get(path("a" * 32))
    by_app, served = (service.client(app).request(method, address) for app in (service.app, service.served))
    assert (served.status_code, served.content) == (by_app.status_code, by_app.content)
    assert served.status_code == status


def test_the_app_still_starts_and_stops(service):
    with service.client(service.served) as client:
        assert client.get("/healthz").status_code == 200


# No longer than it may


def test_a_withdrawn_address_is_gone_at_the_next_fetch(service):
    secret = issued(service.engine)
    assert [service.get(path(secret)).status_code for _ in range(2)] == [200, 200]
    with open_store(service.engine) as store:
        revoke_feed(store, secret, by=COMMAND_LINE, at=NOON)
    assert service.get(path(secret)).status_code == 410


def test_the_address_of_a_closed_account_is_gone_at_the_next_fetch(service):
    secret = issued(service.engine, "member", person=ROLES["member"][0].person)
    assert [service.get(path(secret)).status_code for _ in range(2)] == [200, 200]
    with open_store(service.engine) as store:
        account = store.accounts.by_login("member")
        disable_account(store, None, account.id, by=COMMAND_LINE, at=NOON)
    assert service.get(path(secret)).status_code == 410


def test_the_address_of_an_account_that_lost_its_role_is_gone_at_the_next_fetch(service):
    secret = issued(service.engine, "member", person=ROLES["member"][0].person)
    assert [service.get(path(secret)).status_code for _ in range(2)] == [200, 200]
    with open_store(service.engine) as store:
        (grant,) = store.accounts.by_login("member").grants
        take_back_role(store, None, grant.id, by=COMMAND_LINE, at=NOON)
    assert service.get(path(secret)).status_code == 410


def test_what_an_account_may_see_is_decided_anew_when_its_roles_change(service, made):
    with open_store(service.engine) as store:
        open_account(store, "two", (*ROLES["viewer"], *ROLES["administrator"]))
    secret = issued(service.engine, "two")
    for _ in range(2):
        service.get(path(secret))
    with open_store(service.engine) as store:
        grants = store.accounts.by_login("two").grants
        (extra,) = [grant.id for grant in grants if grant.role == AccountRole.ADMINISTRATOR]
        take_back_role(store, None, extra, by=COMMAND_LINE, at=NOON)
    assert service.get(path(secret)).status_code == 200
    assert made == [secret, secret]


def test_a_restored_database_is_served_at_the_next_fetch(service, tmp_path):
    kept = issued(service.engine)
    before = service.get(path(kept))
    backup(service.engine, tmp_path / "backup.db")
    restore(service.engine, tmp_path / "backup.db", settle=lambda _store: None, by=COMMAND_LINE, at=NOON)
    after = service.get(path(kept), **{"if-none-match": before.headers["etag"]})
    assert (after.status_code, after.content) == (200, before.content)
    assert after.headers["etag"] != before.headers["etag"]


# Several processes


def statuses(bases, address):
    found = []
    for base in bases:
        connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=20)
        connection.request("GET", address)
        found.append(connection.getresponse().status)
        connection.close()
    return found


def test_every_server_of_a_database_sees_what_another_process_does(file, tmp_path):
    url = f"sqlite:///{file}"
    with serving(url, tmp_path / "one.log") as one, serving(url, tmp_path / "two.log") as two:
        command = CommandLine(url)
        address = command.must("feed", "issue", PLAN, "--name", "x").out.strip()
        assert [statuses((one, two), address) for _ in range(2)] == [[200, 200]] * 2
        secret = address.removeprefix("/lich/").removesuffix(".ics")
        command.must("feed", "revoke", secret)
        assert statuses((one, two), address) == [410, 410]
    logs = [(tmp_path / name).read_text(encoding="utf-8") for name in ("one.log", "two.log")]
    assert [(secret in log, log.count("/lich/(")) for log in logs] == [(False, 3)] * 2


def test_the_servers_of_a_database_note_a_fetch_once(file, tmp_path):
    url = f"sqlite:///{file}"
    with serving(url, tmp_path / "one.log") as one, serving(url, tmp_path / "two.log") as two:
        address = CommandLine(url).must("feed", "issue", PLAN, "--name", "x").out.strip()
        statuses((one, two, one, two), address)
    with closing(sqlite3.connect(file)) as connection:
        noted = connection.execute("SELECT last_fetched_at FROM feed").fetchall()
    assert len(noted) == 1
    assert noted[0][0] is not None
