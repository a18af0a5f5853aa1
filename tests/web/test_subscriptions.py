"""Own addresses of calendars: offered to each what is theirs, shown once, renewed and withdrawn by their owner."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from builders import a_dossier, a_plan
from lxml import html
from web.issued import MEMBER, PLANNER, VIEWER, file_url, of_unit, small_site, tree
from web.people import ROLES
from web.seeded import FOUNDING, NOW, words

from app.db.store import open_store
from app.domain.people import Actor
from app.domain.plans import PlanState
from app.services.accounts import take_back_role
from app.web.form_tokens import FIELD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.testclient import TestClient
    from web.seeded import Site

PAGE = "/lich-dang-ky"
PLAN = "tinh-a-2023"
ADDRESS = re.compile(r"https?://[^\s\"<]+/lich/([a-z2-7]{32})\.ics")
OFFERED = {
    "planner": ["Toàn kế hoạch", "Toàn kế hoạch, cả bản đang soạn chưa ban hành", "Lịch công khai, không có tên người"],
    "leader": ["Việc của tôi (Bà Huỳnh Thị Bé Năm)", "Toàn kế hoạch"],
    "member": ["Việc của tôi (Ông Trịnh Quang Hạnh)"],
    "unit": ["Lịch của Sở Công Thương"],
    "self-inspecting": ["Lịch của Sở Y tế"],
    "viewer": ["Toàn kế hoạch"],
    "administrator": [],
    "stranger": [],
    "without-role": [],
}
"""What each role of the founding plan is offered."""


def issued(**fields):
    return a_dossier(a_plan(state=PlanState.ISSUED, **fields))


@pytest.fixture
def site(tmp_path) -> Iterator[Site]:
    accounts = {
        "planner": (PLANNER,),
        "member": (MEMBER,),
        "unit": (of_unit("so-y-te"),),
        "viewer": (VIEWER,),
    }
    with small_site(file_url(tmp_path), issued(), **accounts) as made:
        yield made


def offered(page) -> list[str]:
    return [words(label) for label in page.xpath("//fieldset[@id='lich']//label")]


def sent(client: TestClient, address: str, **fields: str):
    token = tree(client, PAGE).xpath(f"//input[@name='{FIELD}']/@value")[0]
    return client.post(address, data={FIELD: token, **fields})


def made(client: TestClient, calendar: str, **fields: str) -> str:
    """Make an address and return its secret."""
    answer = sent(client, PAGE, lich=calendar, ten="điện thoại", **fields)
    assert answer.status_code == 200
    found = ADDRESS.search(answer.text)
    assert found is not None
    return found[1]


def names(client: TestClient) -> list[str]:
    return [words(heading) for heading in tree(client, PAGE).xpath("//div[@class='feed']/h3")]


def numbers(client: TestClient) -> list[str]:
    hrefs = tree(client, PAGE).xpath("//div[@class='feed']//a[contains(@href, '/thu-hoi')]/@href")
    return [href.split("/")[2] for href in hrefs]


def calendar(site: Site, secret: str):
    return site.guest().get(f"/lich/{secret}.ics")


# What is offered


@pytest.mark.parametrize("who", OFFERED)
def test_each_role_is_offered_the_calendars_that_are_theirs(released_site, who):
    page = tree(released_site.signed_in_as(who), PAGE)
    assert offered(page) == OFFERED[who]
    assert bool(page.xpath("//form[@action='/lich-dang-ky']")) is bool(OFFERED[who])


def test_every_role_reaches_the_page(released_site):
    assert {who: released_site.signed_in_as(who).get(PAGE).status_code for who in ROLES} == dict.fromkeys(ROLES, 200)


def test_the_only_calendar_is_chosen_and_so_is_one_that_a_page_leads_to(released_site):
    def chosen(who, address):
        return tree(released_site.signed_in_as(who), address).xpath("//input[@name='lich'][@checked]/@value")

    own = f"{FOUNDING}.unit.so-cong-thuong"
    assert chosen("unit", PAGE) == [own]
    assert chosen("leader", PAGE) == []
    assert chosen("leader", f"{PAGE}?lich={FOUNDING}.plan") == [f"{FOUNDING}.plan"]
    assert chosen("unit", f"{PAGE}?lich={FOUNDING}.unit.so-y-te") == []


def test_a_draft_is_offered_to_its_planners_alone(tmp_path):
    accounts = {"planner": (PLANNER,), "viewer": (VIEWER,)}
    with small_site(file_url(tmp_path), a_dossier(a_plan()), **accounts) as site:
        assert offered(site.tree(PAGE)) == ["Toàn kế hoạch, cả bản đang soạn chưa ban hành"]
        assert offered(tree(site.signed_in_as("viewer"), PAGE)) == []


def test_neither_reminders_nor_alarms_are_asked_for_unless_chosen(released_site):
    page = tree(released_site.signed_in_as("unit"), PAGE)
    assert page.xpath("//input[@type='checkbox'][@checked]") == []
    assert "Google và Outlook bỏ qua chuông của lịch đăng ký" in words(page)


# Made


def test_a_new_address_is_shown_once_with_the_link_that_programs_open_first(site):
    client = site.signed_in_as("unit")
    answer = sent(client, PAGE, lich=f"{PLAN}.unit.so-y-te", ten="  điện   thoại ")
    page = html.document_fromstring(answer.text)
    secret = ADDRESS.search(answer.text)[1]
    links = page.xpath("//main//a[@class='btn primary']/@href")
    assert links == [f"webcal://127.0.0.1/lich/{secret}.ics"]
    assert page.xpath("//button/@data-copy") == [f"http://127.0.0.1/lich/{secret}.ics"]
    assert words(page.find(".//h1")) == "Địa chỉ lịch “điện thoại”"
    assert [words(term) for term in page.iter("dt")] == [
        "Google Lịch",
        "Outlook",
        "iPhone, iPad, máy Mac",
        "Thunderbird",
        "Nextcloud",
    ]
    assert (answer.headers["cache-control"], answer.headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert secret not in client.get(PAGE).text


def test_the_secret_is_kept_nowhere(site):
    secret = made(site.signed_in_as("unit"), f"{PLAN}.unit.so-y-te")
    assert calendar(site, secret).status_code == 200
    with site.engine.connect() as connection:
        tables = [row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [row for table in tables for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"')]  # noqa: S608 — names of our own tables
    assert [row for row in rows if secret in str(row)] == []


def test_an_address_shows_the_calendar_that_was_chosen(site):
    found = {}
    for who, code in (("unit", "unit.so-y-te"), ("member", "person.ong-p"), ("viewer", "plan"), ("planner", "public")):
        text = calendar(site, made(site.signed_in_as(who), f"{PLAN}.{code}")).text
        found[who] = ("Vai trò: Thành viên." in text, "Ông M" in text)
    assert found == {"unit": (False, True), "member": (True, True), "viewer": (False, True), "planner": (False, False)}


def test_reminders_and_alarms_come_when_they_are_asked_for(site):
    client = site.signed_in_as("unit")
    found = {}
    for asked in ({}, {"nhac": "co"}, {"chuong": "co"}):
        text = calendar(site, made(client, f"{PLAN}.unit.so-y-te", **asked)).text
        found[tuple(asked)] = ("SUMMARY:Nhắc" in text, "BEGIN:VALARM" in text)
    assert found == {(): (False, False), ("nhac",): (True, False), ("chuong",): (False, True)}


def test_the_list_says_what_each_address_shows_and_when_it_was_fetched(site):
    client = site.signed_in_as("unit")
    secret = made(client, f"{PLAN}.unit.so-y-te", nhac="co")
    rows = [words(row.find("dd")) for row in tree(client, PAGE).xpath("//div[@class='feed']//dl/div")]
    assert rows == [
        "Lịch của Sở Y tế, có sự kiện nhắc Kế hoạch kiểm tra năm 2023",
        "12 giờ 00 phút, ngày 10/7/2023",
        "Chưa chương trình nào tải",
    ]
    calendar(site, secret)
    assert "Chưa chương trình nào tải" not in words(tree(client, PAGE))


# Refused


def test_what_was_typed_stays_when_something_is_missing(site):
    client = site.signed_in_as("planner")
    answer = sent(client, PAGE, lich=f"{PLAN}.plan", ten=" ", nhac="co")
    page = html.document_fromstring(answer.text)
    assert answer.status_code == 422
    assert words(page.find(".//title")).startswith("Lỗi: ")
    assert page.xpath("//*[@role='alert']//a/@href") == ["#ten"]
    assert page.xpath("//input[@checked]/@value") == [f"{PLAN}.plan", "co"]
    assert page.xpath("//input[@id='ten']/@aria-invalid") == ["true"]
    assert names(client) == []


def test_a_name_that_is_too_long_is_refused_and_kept(site):
    client = site.signed_in_as("unit")
    answer = sent(client, PAGE, lich=f"{PLAN}.unit.so-y-te", ten="x" * 81)
    page = html.document_fromstring(answer.text)
    assert (answer.status_code, page.xpath("//input[@id='ten']/@value")) == (422, ["x" * 81])
    assert names(client) == []


@pytest.mark.parametrize("wanted", ["", f"{PLAN}.unit.so-noi-vu", f"{PLAN}.plan", f"{PLAN}.draft", "x", "x.plan"])
def test_a_calendar_that_is_not_theirs_is_not_given(site, wanted):
    client = site.signed_in_as("unit")
    answer = sent(client, PAGE, lich=wanted, ten="điện thoại")
    page = html.document_fromstring(answer.text)
    assert (answer.status_code, page.xpath("//*[@role='alert']//a/@href")) == (422, ["#lich"])
    assert names(client) == []


# Renewed and withdrawn


def test_a_renewed_address_is_another_and_the_old_one_stops(site):
    client = site.signed_in_as("unit")
    old = made(client, f"{PLAN}.unit.so-y-te")
    (number,) = numbers(client)
    assert "Địa chỉ cũ thôi hoạt động ngay." in words(tree(client, f"{PAGE}/{number}/doi"))
    answer = sent(client, f"{PAGE}/{number}/doi")
    new = ADDRESS.search(answer.text)[1]
    assert answer.headers["cache-control"] == "no-store"
    assert [calendar(site, secret).status_code for secret in (old, new)] == [410, 200]
    assert names(client) == ["điện thoại"]


def test_an_address_is_withdrawn_only_after_a_question_and_alone(site):
    client = site.signed_in_as("unit")
    first, second = (made(client, f"{PLAN}.unit.so-y-te") for _ in range(2))
    newest = numbers(client)[0]
    assert words(tree(client, f"{PAGE}/{newest}/thu-hoi").find(".//h1")) == "Thu hồi địa chỉ lịch “điện thoại”"
    assert calendar(site, second).status_code == 200
    answer = sent(client, f"{PAGE}/{newest}/thu-hoi")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?da-thu-hoi=1")
    assert "Đã thu hồi địa chỉ" in words(tree(client, answer.headers["location"]))
    assert [calendar(site, secret).status_code for secret in (first, second)] == [200, 410]


def test_an_address_of_somebody_else_is_not_there(site):
    owner, other = site.signed_in_as("unit"), site.signed_in_as("viewer")
    secret = made(owner, f"{PLAN}.unit.so-y-te")
    (number,) = numbers(owner)
    token = tree(other, PAGE).xpath(f"//input[@name='{FIELD}']/@value")[0]
    statuses = [other.get(f"{PAGE}/{number}/{what}").status_code for what in ("doi", "thu-hoi")]
    statuses += [other.post(f"{PAGE}/{number}/{what}", data={FIELD: token}).status_code for what in ("doi", "thu-hoi")]
    assert statuses == [404] * 4
    assert calendar(site, secret).status_code == 200


@pytest.mark.parametrize("number", ["0", "x", "999999", "99999999999999999999"])
def test_a_number_that_is_nobodys_leads_nowhere(site, number):
    client = site.signed_in_as("unit")
    assert [client.get(f"{PAGE}/{number}/{what}").status_code for what in ("doi", "thu-hoi")] == [404, 404]


def test_an_address_ends_with_the_role_that_supports_it(site):
    client = site.signed_in_as("viewer")
    secret = made(client, f"{PLAN}.plan")
    with open_store(site.engine) as store:
        account = store.accounts.by_login("viewer")
        take_back_role(store, None, account.grants[0].id, by=Actor(name="kiểm thử"), at=NOW)
    assert calendar(site, secret).status_code == 410
    assert (names(client), offered(tree(client, PAGE))) == ([], [])


# The public address


def test_the_public_address_is_shown_again_to_planners_and_to_nobody_else(site):
    planner = site.signed_in_as("planner")
    before = [
        tree(planner, f"/ke-hoach/{PLAN}{page}").xpath("//*[@id='h-lich-cong-khai']") for page in ("", "/van-ban")
    ]
    secret = made(planner, f"{PLAN}.public")
    shown = [
        tree(planner, f"/ke-hoach/{PLAN}{page}").xpath("//button[@data-copy]/@data-copy") for page in ("", "/van-ban")
    ]
    assert (before, shown) == ([[], []], [[f"http://127.0.0.1/lich/{secret}.ics"]] * 2)
    viewer = site.signed_in_as("viewer")
    assert [secret in viewer.get(f"/ke-hoach/{PLAN}{page}").text for page in ("", "/van-ban")] == [False, False]


def test_a_second_public_address_is_another_and_a_withdrawn_one_is_not_shown(site):
    planner = site.signed_in_as("planner")
    secrets = [made(planner, f"{PLAN}.public") for _ in range(2)]
    assert len(set(secrets)) == 2

    def shown():
        return tree(planner, f"/ke-hoach/{PLAN}").xpath("//button[@data-copy]/@data-copy")

    assert shown() == [f"http://127.0.0.1/lich/{secrets[1]}.ics"]
    sent(planner, f"{PAGE}/{numbers(planner)[0]}/thu-hoi")
    assert shown() == [f"http://127.0.0.1/lich/{secrets[0]}.ics"]
    answer = sent(planner, f"{PAGE}/{numbers(planner)[0]}/doi")
    renewed = ADDRESS.search(answer.text)[1]
    assert (shown(), renewed in secrets) == ([f"http://127.0.0.1/lich/{renewed}.ics"], False)


# Both databases


def test_an_address_lives_and_ends_the_same_on_both_databases(bare_url):
    with small_site(bare_url, issued(), unit=(of_unit("so-y-te"),)) as site:
        client = site.signed_in_as("unit")
        secret = made(client, f"{PLAN}.unit.so-y-te", nhac="co")
        answers = [calendar(site, secret).status_code]
        renewed = ADDRESS.search(sent(client, f"{PAGE}/{numbers(client)[0]}/doi").text)[1]
        answers += [calendar(site, each).status_code for each in (secret, renewed)]
        sent(client, f"{PAGE}/{numbers(client)[0]}/thu-hoi")
        answers.append(calendar(site, renewed).status_code)
    assert answers == [200, 410, 200, 410]
