"""What holds for the whole app: when it starts, what every answer carries, and what it tells machines."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import APIRouter
from sqlalchemy import text
from starlette.responses import Response
from web.seeded import FILES, FOUNDING, NOW, Site, fill, settings_of

from app.db.engine import create_engine
from app.domain.accounts import Account, Session
from app.domain.errors import Refused
from app.main import create_app
from app.services.accounts import SignedIn
from app.services.sentences import refusal_sentence
from app.web.audiences import Audience
from app.web.cookies import Cookies
from app.web.deps import MOST_FIELDS
from app.web.route_table import ROUTES, methods_and_paths
from app.web.routes import system
from app.web.security import HEADERS, MOST_ADDRESS, MOST_BODY

BASE = f"/ke-hoach/{FOUNDING}"
EVERY_KIND = {
    "/": 303,
    "/ke-hoach": 200,
    BASE: 200,
    f"{BASE}/van-ban/bo-van-ban.zip": 200,
    f"{BASE}{FILES}van-ban/quyet-dinh.docx": 200,
    "/static/ui.css": 200,
    "/healthz": 200,
    "/robots.txt": 200,
    "/khong-co": 404,
    "/static/khong-co": 404,
    "/ke-hoach/": 307,
    f"/lich/{'a' * 32}.ics": 404,
}


@pytest.fixture
def own_url(bare_url):
    """A seeded database of each kind that a test may spoil."""
    fill(bare_url)
    return bare_url


def set_revision(url, revision):
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    engine.dispose()


# Every answer


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_every_answer_carries_the_headers_that_protect_it(site, method):
    for address in EVERY_KIND:
        answer = site.client.request(method, address)
        for name, value in HEADERS.items():
            assert answer.headers.get_list(name) == [value], (method, address, answer.status_code)


@pytest.mark.parametrize(("address", "status"), EVERY_KIND.items())
def test_an_answer_has_the_status_that_its_kind_asks_for(site, address, status):
    assert site.client.get(address).status_code == status


def test_a_fault_carries_the_headers_too(seeded_url, monkeypatch):
    site = Site(seeded_url)
    monkeypatch.setitem(ROUTES, ("GET", "/hong"), Audience.EVERYONE)
    site.app.get("/hong")(lambda: 1 / 0)
    answer = site.client.get("/hong")
    site.close()
    assert (answer.status_code, {name: answer.headers[name] for name in HEADERS}) == (500, HEADERS)


def test_the_policy_lets_a_page_load_only_what_this_site_sends():
    policy = dict(part.split(" ", 1) for part in HEADERS["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert set(policy.values()) == {"'none'", "'self'"}


def test_no_answer_sets_a_cookie(site):
    assert [address for address in EVERY_KIND if "set-cookie" in site.client.get(address).headers] == []


# Static files


def test_a_file_whose_address_names_its_content_is_kept_for_long_and_others_are_asked_for_again(site):
    kept = "public, max-age=31536000, immutable"
    font = "/static/source-sans-3-5.3.0-latin-wght-normal.woff2"
    (style,) = site.tree("/ke-hoach").xpath("//link[@rel='stylesheet']/@href")
    answers = {
        address: site.client.get(address).headers["cache-control"] for address in (font, style, "/static/ui.css")
    }
    assert answers == {font: kept, style: kept, "/static/ui.css": "no-cache"}


def test_a_static_file_that_a_browser_has_is_not_sent_again(site):
    first = site.client.get("/static/ui.css")
    again = site.client.get("/static/ui.css", headers={"if-none-match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


# For machines


def test_the_pages_are_kept_out_of_search_engines_and_the_feeds_are_not_barred(site):
    answer = site.client.get("/robots.txt")
    assert (answer.headers["content-type"], answer.text) == (
        "text/plain; charset=utf-8",
        "User-agent: *\nDisallow: /ke-hoach\n",
    )


def test_a_site_whose_database_is_at_head_is_healthy(site):
    assert (site.client.get("/healthz").json(), site.client.head("/healthz").status_code) == ({"status": "ok"}, 200)


@pytest.mark.parametrize("revision", ["0001", "9999"])
def test_a_database_behind_or_ahead_of_the_program_is_not_healthy(own_url, revision):
    site = Site(own_url)
    set_revision(own_url, revision)
    answer = site.client.get("/healthz")
    site.close()
    assert (answer.status_code, answer.json()) == (503, {"status": "unavailable"})


@pytest.mark.parametrize("bare_url", ["sqlite"], indirect=True)
def test_a_database_that_was_taken_away_is_not_healthy(own_url):
    site = Site(own_url)
    file = Path(own_url.removeprefix("sqlite:///"))
    file.rename(file.with_suffix(".away"))
    away = site.client.get("/healthz").status_code
    file.with_suffix(".away").rename(file)
    back = site.client.get("/healthz").status_code
    site.close()
    assert (away, back) == (503, 200)


@pytest.mark.parametrize("bare_url", ["sqlite"], indirect=True)
def test_a_database_that_is_no_database_is_not_healthy_and_its_pages_answer_503(own_url):
    site = Site(own_url)
    site.engine.dispose()
    path = Path(own_url.removeprefix("sqlite:///"))
    for file in path.parent.glob(f"{path.name}*"):
        os.truncate(file, 0)
    path.write_bytes(b"not a database" * 1000)
    statuses = [site.client.get(address).status_code for address in ("/healthz", "/ke-hoach")]
    site.close()
    assert statuses == [503, 503]


# Start


def test_the_app_does_not_start_over_an_empty_database(bare_url):
    with pytest.raises(Refused) as refused:
        create_app(settings_of(bare_url))
    assert refused.value.code == "database.not_initialised"
    assert refusal_sentence(refused.value).endswith("Chạy lệnh: kiemtra init.")


@pytest.mark.parametrize(("revision", "code"), [("0001", "database.not_initialised"), ("9999", "database.newer")])
def test_the_app_does_not_start_over_a_database_of_another_version(own_url, revision, code):
    set_revision(own_url, revision)
    with pytest.raises(Refused) as refused:
        create_app(settings_of(own_url))
    assert refused.value.code == code


def test_the_app_does_not_start_with_a_route_that_is_not_in_the_table(seeded_url, monkeypatch):
    router = APIRouter()
    router.get("/quen")(lambda: None)
    monkeypatch.setattr(system, "router", router)
    with pytest.raises(Refused) as refused:
        create_app(settings_of(seeded_url))
    missing = "GET /healthz, GET /quen, GET /robots.txt"
    assert (refused.value.code, refused.value.facts()) == ("routes.unmarked", {"paths": missing})
    assert missing in refusal_sentence(refused.value)


def test_a_route_is_found_in_a_router_inside_a_router():
    inner, outer = APIRouter(), APIRouter()
    inner.get("/trong")(lambda: None)
    outer.post("/ngoai")(lambda: None)
    outer.include_router(inner)
    assert methods_and_paths(outer.routes) == {("GET", "/trong"), ("POST", "/ngoai")}


def test_only_what_names_no_plan_is_for_everyone():
    for_everyone = {path for (_, path), who in ROUTES.items() if who in {Audience.EVERYONE, Audience.MACHINES}}
    assert {path for path in for_everyone if "plan_key" in path or "unit_key" in path} == set()


# Other names, large requests


@pytest.mark.parametrize("host", ["xau.example", "xau.example:8000", "", "127.0.0.1.xau.example", "[::2]"])
def test_a_request_under_another_name_is_refused(site, host):
    assert site.client.get("/healthz", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:80", "LOCALHOST", "[::1]:8000"])
def test_a_request_under_a_name_of_this_machine_is_answered(site, host):
    assert site.client.get("/healthz", headers={"host": host}).status_code == 200


def test_the_public_name_is_one_of_the_names(seeded_url):
    settings = settings_of(seeded_url).model_copy(update={"base_url": "https://kiemtra.example:8443/"})
    assert settings.hosts == {"127.0.0.1", "localhost", "[::1]", "kiemtra.example"}


def test_behind_https_the_cookie_is_secure_and_bound_to_the_host(seeded_url):
    settings = settings_of(seeded_url).model_copy(update={"base_url": "https://kiemtra.example"})
    answer, cookies = Response(), Cookies.of(settings)
    session = Session(id=1, account=1, started_at=NOW, ends_at=NOW + timedelta(hours=10), device="")
    account, secret = Account(login="a", name="A"), "s"
    cookies.set_session(answer, SignedIn(account=account, session=session, secret=secret))
    name, *properties = answer.headers["set-cookie"].split("; ")
    assert name == "__Host-phien=s"
    assert set(properties) == {"HttpOnly", "Path=/", "SameSite=lax", "Secure", "Max-Age=36000"}


@pytest.mark.parametrize("path", ["/dang-nhap", "/api/session"])
def test_a_body_that_is_too_large_is_refused_before_it_is_read(site, path):
    assert site.client.post(path, content=b"a" * (MOST_BODY + 1)).status_code == 413


def test_a_body_that_grows_too_large_is_refused_though_it_was_not_announced(site):
    pieces = (b"a=" + b"b" * 65_536 for _ in range(6))
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert site.client.post("/dang-nhap", content=pieces, headers=headers).status_code == 413


def test_an_address_that_is_too_long_is_refused(site):
    assert site.client.get("/tro-giup?a=" + "b" * MOST_ADDRESS).status_code == 414


def test_a_form_with_too_many_fields_is_refused(site):
    data = {f"o{number}": "" for number in range(MOST_FIELDS + 1)}
    assert site.client.post("/dang-nhap", data=data).status_code == 400
