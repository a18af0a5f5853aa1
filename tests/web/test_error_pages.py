"""Answers to what goes wrong: the right status, a page in plain words, and nothing of the inside of the program."""

import logging
import re
from typing import Annotated

import pytest
from fastapi import Depends
from lxml import html
from starlette.responses import StreamingResponse
from web.seeded import FILES, FOUNDING, LOOPBACK, Site, words

from app.domain.errors import Fault, Gone, InvalidInput, NotFound, Refused, StaleVersion
from app.services.sentences import fault_sentence, refusal_sentence
from app.web.audiences import Audience
from app.web.route_table import ROUTES

BASE = f"/ke-hoach/{FOUNDING}"
METHODS = ("POST", "PUT", "PATCH", "DELETE")
FAULT = Fault(place="plan.year", code="key.missing")


def heading(answer):
    return words(html.document_fromstring(answer.text).find(".//h1"))


@pytest.fixture
def own_site(seeded_url, monkeypatch):
    """A site to which a test adds routes, for everyone."""
    made = Site(seeded_url)
    for path in ("/hong", "/so", "/ghi"):
        monkeypatch.setitem(ROUTES, ("GET", path), Audience.EVERYONE)
    yield made
    made.close()


@pytest.fixture
def app(own_site):
    return own_site.app


@pytest.fixture
def client(own_site):
    return own_site.client


def raising(app, error, path="/hong"):
    """Give the app a route that fails so."""

    @app.get(path)
    def fail():
        raise error


# Not found


@pytest.mark.parametrize(
    "address",
    [
        "/khong-co",
        "/ke-hoach/khong-co",
        "/ke-hoach/khong-co/lich",
        "/ke-hoach/khong-co/lich/ban-in",
        "/ke-hoach/khong-co/van-ban",
        "/ke-hoach/khong-co/van-ban/bo-van-ban.zip",
        "/ke-hoach/khong-co/doan",
        "/ke-hoach/khong-co/don-vi/so-noi-vu",
        f"{BASE}/khong-co",
        f"{BASE}/don-vi/khong-co",
        f"{BASE}/don-vi/ubnd-tinh-binh-phuoc",
        f"{BASE}{FILES}khong-co.docx",
        "/ke-hoach/%00",
        "/ke-hoach/%F0%9F%98%80",
        "/ke-hoach/' OR 1=1 --",
        "/ke-hoach/<script>alert(1)</script>",
        f"/{'a' * 4000}",
        f"/ke-hoach/{'a' * 4000}",
        f"{BASE}{FILES}{'a/' * 1900}a.docx",
        "/static/khong-co.css",
        "/static/../main.py",
        "/static/%2e%2e/%2e%2e/main.py",
        "/lich/khong-co",
        "/docs",
        "/redoc",
        "/openapi.json",
    ],
)
def test_what_is_not_there_is_answered_by_a_page_that_leads_back(site, address):
    answer = site.client.get(address)
    tree = html.document_fromstring(answer.text)
    assert (answer.status_code, heading(answer)) == (404, "Không tìm thấy trang")
    assert tree.xpath("//main//a/@href") == ["/ke-hoach"]
    assert "khong-co" not in answer.text
    assert len(answer.content) < 5000


def test_a_key_that_a_database_could_stumble_over_is_not_found_on_postgresql_either(postgres_site):
    keys = ("%00", "%F0%9F%98%80", "%FF", "' OR 1=1 --", "a" * 4000)
    pages = [f"/ke-hoach/{key}" for key in keys] + [f"{BASE}/don-vi/{key}" for key in keys]
    assert [postgres_site.client.get(page).status_code for page in pages] == [404] * 10


def test_an_address_with_a_slash_too_many_leads_to_the_page(site):
    answer = site.client.get(f"{BASE}/lich/")
    assert (answer.status_code, answer.headers["location"]) == (307, f"{LOOPBACK}{BASE}/lich")


# Wrong method


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/ke-hoach",
        BASE,
        f"{BASE}/lich",
        f"{BASE}/van-ban",
        f"{BASE}/van-ban/bo-van-ban.zip",
        f"{BASE}{FILES}van-ban/quyet-dinh.docx",
        f"{BASE}/doan",
        f"{BASE}/don-vi/so-noi-vu",
        "/tro-giup",
        "/kha-nang-tiep-can",
        "/healthz",
        "/robots.txt",
    ],
)
def test_a_page_that_only_shows_takes_no_other_method(site, method, address):
    answer = site.client.request(method, address)
    assert (answer.status_code, sorted(answer.headers["allow"].split(", "))) == (405, ["GET", "HEAD"])
    assert heading(answer) == "Trang này không nhận thao tác vừa gửi"


def test_a_static_file_takes_no_other_method(site):
    answer = site.client.post("/static/ui.css")
    assert (answer.status_code, heading(answer)) == (405, "Trang này không nhận thao tác vừa gửi")


def test_a_feed_takes_no_other_method_and_says_so_to_programs(site):
    answer = site.client.post(f"/lich/{'a' * 32}.ics")
    assert (answer.status_code, answer.headers["content-type"]) == (405, "text/plain; charset=utf-8")


# What the business refuses


@pytest.mark.parametrize(
    ("error", "status", "title", "sentences"),
    [
        (NotFound("unit", "so-a"), 404, "Không tìm thấy trang", []),
        (Gone(), 410, "Đường dẫn không còn hiệu lực", []),
        (
            Refused("plan.exists", key="k"),
            409,
            "Chưa thực hiện được",
            [refusal_sentence(Refused("plan.exists", key="k"))],
        ),
        (
            StaleVersion("plan", "k"),
            409,
            "Chưa thực hiện được",
            [refusal_sentence(StaleVersion("plan", "k"))],
        ),
        (InvalidInput([FAULT, FAULT]), 422, "Lỗi: dữ liệu gửi lên chưa đúng", [fault_sentence(FAULT)] * 2),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_an_error_of_the_business_has_its_status_and_says_why(app, client, error, status, title, sentences):
    raising(app, error)
    answer = client.get("/hong")
    tree = html.document_fromstring(answer.text)
    assert (answer.status_code, heading(answer)) == (status, title)
    assert [
        words(place) for place in tree.xpath("//main//*[self::p or self::li]") if words(place) in sentences
    ] == sentences


def test_a_malformed_request_is_told_so_without_the_words_of_the_framework(app, client):
    @app.get("/so")
    def number(count: int):
        return count

    answer = client.get("/so?count=<b>ba</b>")
    assert (answer.status_code, heading(answer)) == (422, "Lỗi: dữ liệu gửi lên chưa đúng")
    assert re.findall(r"integer|query|int_parsing|<b>|&lt;b", answer.text) == []


def test_any_other_refusal_of_the_framework_has_a_page_in_vietnamese(app, client):
    from fastapi import HTTPException  # noqa: PLC0415 — only this test

    raising(app, HTTPException(418, detail="I am a teapot", headers={"X-Reason": "tea"}))
    answer = client.get("/hong")
    assert (answer.status_code, heading(answer)) == (418, "Yêu cầu không thực hiện được")
    assert (answer.headers["x-reason"], "teapot" in answer.text) == ("tea", False)


# The database is away


def test_a_database_that_cannot_answer_is_no_fault_of_the_request(app, client, caplog):
    raising(app, Refused("database.unreachable", found="connection to 10.0.0.7 failed"))
    answer = client.get("/hong")
    assert (answer.status_code, heading(answer)) == (503, "Hệ thống tạm thời chưa trả lời được")
    assert (answer.headers["retry-after"], "10.0.0.7" in answer.text) == ("60", False)
    assert ["10.0.0.7" in record.getMessage() for record in caplog.records if record.name == "kiemtra"] == [True]


def test_pages_answer_503_while_a_postgresql_server_is_away_and_200_when_it_is_back(postgres_server):
    from web.seeded import fill  # noqa: PLC0415 — a database of its own, which is taken away

    with postgres_server.database() as url:
        fill(url)
        site = Site(url)
        assert site.client.get("/ke-hoach").status_code == 200
    answers = {
        address: site.client.get(address).status_code for address in ("/ke-hoach", BASE, "/healthz", "/tro-giup")
    }
    answers["guest"] = site.guest().get("/tro-giup").status_code
    site.close()
    assert answers == {"/ke-hoach": 503, BASE: 503, "/healthz": 503, "/tro-giup": 503, "guest": 200}


# Faults of the program


def test_a_fault_is_answered_by_a_reference_that_stands_in_the_log_with_the_trace(app, client, caplog):
    raising(app, ValueError("secret detail"))
    answer = client.get("/hong")
    tree = html.document_fromstring(answer.text)
    reference = words(tree.find_class("mono")[0])
    assert (answer.status_code, heading(answer)) == (500, "Hệ thống đang lỗi")
    assert re.findall(r"Traceback|ValueError|secret detail|\.py", answer.text) == []
    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert (record.name, record.getMessage()) == ("kiemtra", f"fault {reference}")
    assert record.exc_info[0] is ValueError


def test_each_fault_has_a_reference_of_its_own(app, client):
    raising(app, ValueError())
    references = {re.search(r'mono">([0-9a-f]{8})<', client.get("/hong").text)[1] for _ in range(5)}
    assert len(references) == 5


def test_a_fault_after_the_answer_has_begun_breaks_the_connection_off(app, client, caplog):
    def half():
        yield b"half"
        raise ValueError

    app.get("/hong")(lambda: StreamingResponse(half()))
    with pytest.raises(ValueError):  # noqa: PT011 — the server sees the very error and closes the connection
        client.get("/hong")
    assert [record.getMessage()[:5] for record in caplog.records if record.name == "kiemtra"] == ["fault"]


def test_a_fault_of_a_page_is_a_fault_of_no_other(app, client):
    raising(app, ValueError())
    assert [client.get(path).status_code for path in ("/hong", "/ke-hoach", "/hong", BASE)] == [500, 200, 500, 200]


# A transaction ends before the answer is sent


def test_no_page_is_sent_while_its_transaction_is_open(own_site, app):
    open_when_sent = []

    async def probed(scope, receive, send):
        async def watched(message):
            if message["type"] == "http.response.start":
                open_when_sent.append(app.state.engine.pool.checkedout())
            await send(message)

        await app(scope, receive, watched)

    own_site.app = probed
    client = own_site.client_with(own_site.client.cookies["kiemtra-phien"])
    addresses = [BASE, f"{BASE}/van-ban", f"{BASE}/don-vi/so-noi-vu", f"{BASE}/van-ban/bo-van-ban.zip", "/ke-hoach/x"]
    assert [client.get(address).status_code for address in addresses] == [200, 200, 200, 200, 404]
    assert open_when_sent == [0] * 5


def test_what_fails_at_the_end_of_a_transaction_is_answered_as_a_failure(app, client):
    def closing():
        yield "store"
        raise Refused("database.full", found="disk full")

    @app.get("/ghi")
    def write(store: Annotated[str, Depends(closing, scope="function")]):
        return {"done": store}

    assert client.get("/ghi").status_code == 503
