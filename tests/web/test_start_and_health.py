"""What holds for the whole app: when it starts, what every answer carries, and what it tells machines."""

import os
from pathlib import Path

import pytest
from fastapi import APIRouter
from sqlalchemy import text
from starlette.testclient import TestClient
from web.seeded import FILES, FOUNDING, Site, fill, settings_of

from app.db.engine import create_engine
from app.domain.errors import Refused
from app.main import create_app
from app.services.sentences import refusal_sentence
from app.web.access import READ, audience, audience_of, every_route, refuse_unmarked
from app.web.routes import help_pages
from app.web.security import HEADERS

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


def test_a_fault_carries_the_headers_too(seeded_url):
    app = create_app(settings_of(seeded_url))
    app.get("/hong")(lambda: 1 / 0)
    answer = TestClient(app).get("/hong")
    app.state.engine.dispose()
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


def test_the_app_does_not_start_with_a_route_that_does_not_say_who_may_use_it(seeded_url, monkeypatch):
    router = APIRouter()
    router.get("/quen")(lambda: None)
    monkeypatch.setattr(help_pages, "router", router)
    with pytest.raises(Refused) as refused:
        create_app(settings_of(seeded_url))
    assert (refused.value.code, refused.value.facts()) == ("routes.unmarked", {"paths": "/quen"})
    assert "/quen" in refusal_sentence(refused.value)


def test_an_unmarked_route_is_found_in_a_router_inside_a_router():
    inner, outer = APIRouter(), APIRouter()
    inner.get("/trong")(lambda: None)
    outer.get("/ngoai")(audience("everyone")(lambda: None))
    outer.include_router(inner, prefix="/sau")
    with pytest.raises(Refused) as refused:
        refuse_unmarked(outer.routes)
    assert "trong" in refused.value.details["paths"]
    assert "ngoai" not in refused.value.details["paths"]


def test_every_route_names_its_audience_and_only_pages_without_a_plan_are_for_everyone(site):
    audiences = {route.path: audience_of(route) for route in every_route(site.app.router.routes)}
    everyone = {"/tro-giup", "/kha-nang-tiep-can", "/healthz", "/robots.txt", "/lich/{secret}.ics", "/static"}
    assert {path for path, who in audiences.items() if who == "everyone"} == everyone
    assert {who for path, who in audiences.items() if path not in everyone} == {"this machine"}


def test_every_page_answers_get_and_head_alone(site):
    pages = [
        route for route in every_route(site.app.router.routes) if route.path not in {"/lich/{secret}.ics", "/static"}
    ]
    assert {tuple(sorted(route.methods)) for route in pages} == {tuple(READ)}
