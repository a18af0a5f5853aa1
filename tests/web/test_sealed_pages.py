"""Pages of unannounced checks: sealed by planners, opened by them or the leaders at the hour, read by readers."""

from __future__ import annotations

import hashlib
import subprocess
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from builders import a_batch, a_dossier, a_plan, a_team
from web.filling import main_words, page_of, sent, told_wrong
from web.issued import LEADER, MEMBER, PLANNER, VIEWER, file_url, of_unit, small_site

from app.db.store import open_reader
from app.domain.accounts import AccountRole, RoleGrant
from app.domain.plans import PlanState
from app.domain.teams import Seat
from app.services.sealed_checks import check_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx2 import Response
    from starlette.testclient import TestClient
    from web.seeded import Site

PLAN = "tinh-a-2023"
CHECKS = f"/ke-hoach/{PLAN}/dot-xuat"
NEW, FIRST = f"{CHECKS}/moi", f"{CHECKS}/1"
API = f"/api/plans/{PLAN}/sealed-checks"
HIDDEN, HIDDEN_NAME = "so-tu-phap", "Sở Tư pháp"
TYPED = {
    "dot": "dot-1",
    "don-vi": HIDDEN,
    "tu-ngay": "16/8/2023",
    "den-ngay": "17/8/2023",
    "ngay-mo": "16/8/2023",
    "gio-mo": "7 giờ 30",
}
JSON = {
    "batch": "dot-1",
    "unit": HIDDEN,
    "first": "2023-08-16",
    "last": "2023-08-17",
    "opens_at": "2023-08-16T07:30:00+07:00",
}
OPENS = datetime(2023, 8, 16, 0, 30, tzinfo=UTC)


class Clock:
    """The clock of a site, which a test moves."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    teams = (a_team(Seat(key="1", person="ong-p")),)
    batches = (a_batch(deputies=()), a_batch("dot-2", head="ba-n", deputies=()))
    plan = a_plan(state=PlanState.ISSUED, batches=batches, teams=teams)
    other = RoleGrant(role=AccountRole.LEADER, province="tinh-a", agency="so-tttt", person="ba-n")
    member = RoleGrant(role=AccountRole.MEMBER, province="tinh-a", agency="so-tu-phap", person="ong-p")
    accounts: dict[str, Any] = {
        "planner": (PLANNER,),
        "leader": (LEADER,),
        "other-leader": (other,),
        "member": (member,),
        "viewer": (VIEWER,),
        "unit": (of_unit("so-y-te"),),
    }
    assert MEMBER.role == member.role
    with small_site(file_url(tmp_path), a_dossier(plan), **accounts) as made:
        made.app.state.clock = Clock(made.app.state.clock())
        yield made


def at(site: Site, now: datetime) -> None:
    site.app.state.clock.now = now


def sealed(site: Site, **typed: str) -> Response:
    client = site.signed_in_as("planner")
    return sent(client, client.get(NEW), f"{CHECKS}/moi", {**TYPED, **typed})


def opened(site: Site, who: str = "planner") -> Response:
    client = site.signed_in_as(who)
    return sent(client, client.get(FIRST), f"{FIRST}/mo")


def api(site: Site, who: str, method: str, path: str, body: object = None) -> Response:
    client: TestClient = site.signed_in_as(who)
    return client.request(method, path, json=body, headers={"x-csrf-token": site.token(client)})


def test_what_is_sealed_shows_its_days_and_hash_and_not_its_unit(site: Site) -> None:
    answer = sealed(site)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{FIRST}?xong=niem-phong")
    words = main_words(site.signed_in_as("planner").get(answer.headers["location"]))
    with open_reader(site.engine) as store:
        check = check_of(store, f"{PLAN}.dot-xuat.1")
    assert check.commitment in words
    assert "Tên đơn vị được niêm phong đến 07 giờ 30 phút, ngày 16/8/2023." in words
    assert "Chưa đến giờ mở." in words
    assert HIDDEN_NAME not in words.replace("Ông P - Chuyên viên Sở Tư pháp", "")


def test_the_schedule_and_the_list_say_only_that_there_is_a_working_group(site: Site) -> None:
    sealed(site)
    for who in ("leader", "viewer", "planner"):
        client = site.signed_in_as(who)
        for path in (CHECKS, f"/ke-hoach/{PLAN}/lich"):
            rows = page_of(client.get(path)).xpath("//tr[th/a[text()='Đoàn công tác']]")
            told = [[" ".join(cell.text_content().split()) for cell in row] for row in rows]
            days, opens = "Từ ngày 16/8/2023 đến hết ngày 17/8/2023", "07 giờ 30 phút, ngày 16/8/2023"
            assert told == [["1", "Đoàn công tác Đang niêm phong", days, "Đợt 1", opens]]


def test_whoever_goes_finds_it_among_their_own_work_and_dates(site: Site) -> None:
    sealed(site)
    for who, has_it in (("member", True), ("leader", True), ("other-leader", False)):
        client = site.signed_in_as(who)
        for path in ("/viec-cua-toi", "/viec-cua-toi/lich"):
            links = page_of(client.get(path)).xpath("//main//a[contains(@href, '/dot-xuat/')]")
            assert [link.text_content() for link in links] == ["Đoàn công tác"] * has_it, (who, path)
            assert {client.get(link.get("href")).status_code for link in links} <= {200}


def test_all_that_is_wrong_is_told_at_its_field_and_nothing_is_sealed(site: Site) -> None:
    empty = dict.fromkeys(TYPED, "")
    assert told_wrong(sealed(site, **empty)).keys() == {"tu-ngay", "ngay-mo", "gio-mo"}
    late = sealed(site, **{"don-vi": "", "ngay-mo": "18/8/2023"})
    assert told_wrong(late) == {
        "don-vi": "Đơn vị kiểm tra: chưa có đơn vị sẽ kiểm tra. Ghi tên hoặc mã của một đơn vị trong danh bạ.",
        "ngay-mo": "Ngày mở niêm phong: giờ mở niêm phong, 07 giờ 30 phút, ngày 18/8/2023, ở sau ngày kiểm tra cuối "
        "cùng. Chọn giờ mở không muộn hơn ngày 17/8/2023.",
    }
    assert (late.status_code, late.headers["cache-control"]) == (422, "no-store")
    assert told_wrong(sealed(site, buoi="morning")).keys() == {"buoi"}
    assert told_wrong(sealed(site, **{"den-ngay": "15/8/2023"})).keys() == {"den-ngay"}
    assert "Chưa có cuộc kiểm tra đột xuất nào." in main_words(site.signed_in_as("viewer").get(CHECKS))


def test_a_morning_can_be_sealed(site: Site) -> None:
    sealed(site, buoi="morning", **{"den-ngay": ""})
    assert "Buổi sáng ngày 16/8/2023" in main_words(site.signed_in_as("viewer").get(FIRST))


def test_nobody_opens_it_before_its_hour_though_they_send_the_form(site: Site) -> None:
    sealed(site)
    at(site, OPENS - timedelta(seconds=1))
    client = site.signed_in_as("planner")
    assert page_of(client.get(FIRST)).xpath("//form[contains(@action, '/mo')]") == []
    answer = client.post(f"{FIRST}/mo", data={"ma-bieu-mau": site.token(client)})
    assert answer.status_code == 409
    assert "Chưa đến giờ mở niêm phong: 07 giờ 30 phút, ngày 16/8/2023." in main_words(answer)
    assert HIDDEN not in answer.text


@pytest.mark.parametrize("who", ["planner", "leader"])
def test_planners_and_the_leaders_of_the_batch_open_it_at_its_hour(site: Site, who: str) -> None:
    sealed(site)
    at(site, OPENS)
    assert opened(site, who).status_code == 303
    words = main_words(site.signed_in_as("viewer").get(FIRST))
    assert HIDDEN_NAME in words
    assert "unit: so-tu-phap" in words
    for who_goes in ("member", "leader"):
        assert "Kiểm tra đột xuất Sở Tư pháp" in main_words(site.signed_in_as(who_goes).get("/viec-cua-toi"))


def test_no_other_leader_opens_it_nor_reader_nor_member(site: Site) -> None:
    sealed(site)
    at(site, OPENS)
    for who in ("other-leader", "viewer", "member", "unit"):
        client = site.signed_in_as(who)
        answer = client.post(f"{FIRST}/mo", data={"ma-bieu-mau": site.token(client)})
        assert answer.status_code == 403, who
        assert api(site, who, "POST", f"{API}/1/opening", {}).status_code == 403, who
    with open_reader(site.engine) as store:
        assert not check_of(store, f"{PLAN}.dot-xuat.1").is_open


def test_the_line_of_shell_on_the_page_gives_the_hash_that_was_published(site: Site) -> None:
    sealed(site)
    at(site, OPENS)
    opened(site)
    page = page_of(site.signed_in_as("viewer").get(FIRST))
    text, shell = (block.text for block in page.xpath("//pre"))
    with open_reader(site.engine) as store:
        commitment = check_of(store, f"{PLAN}.dot-xuat.1").commitment
    found = subprocess.run(["/bin/sh", "-c", shell], capture_output=True, check=True)
    assert found.stdout.decode().split()[0] == commitment
    assert hashlib.sha256(text.encode()).hexdigest() == commitment


def test_of_two_at_once_the_second_is_told_and_the_ledger_stays(site: Site) -> None:
    sealed(site)
    at(site, OPENS)
    client = site.signed_in_as("leader")
    waiting = client.get(FIRST)
    opened(site)
    answer = sent(client, waiting, f"{FIRST}/mo")
    assert answer.status_code == 409
    assert "vừa có người khác ghi thêm một bước" in main_words(answer)


def test_it_is_called_off_with_a_reason_and_never_told(site: Site) -> None:
    sealed(site)
    client = site.signed_in_as("planner")
    form = client.get(f"{FIRST}/huy")
    assert told_wrong(sent(client, form, f"{FIRST}/huy")).keys() == {"ly-do", "nguoi-ky"}
    assert sent(client, form, f"{FIRST}/huy", {"ly-do": "Mưa lũ", "nguoi-ky": "Giám đốc"}).status_code == 303
    words = main_words(client.get(f"{FIRST}?xong=huy"))
    assert "Lý do: Mưa lũ. Người ký: Giám đốc." in words
    assert "Tên đơn vị không công bố." in words
    at(site, OPENS)
    client = site.signed_in_as("planner")
    assert HIDDEN not in main_words(client.get(FIRST))
    assert "Đoàn công tác" not in main_words(client.get(f"/ke-hoach/{PLAN}/lich"))


def test_the_api_seals_opens_and_calls_off(site: Site) -> None:
    made = api(site, "planner", "POST", API, JSON)
    assert made.status_code == 201
    assert made.json()["record"]["unit"] is None
    assert HIDDEN not in made.text
    early = api(site, "planner", "POST", f"{API}/1/opening", {})
    assert (early.status_code, early.json()["code"]) == (409, "sealed.too_early")
    assert api(site, "planner", "POST", API, JSON).json()["number"] == 2
    off = api(site, "planner", "POST", f"{API}/2/annulment", {"reason": "Bão", "signatory": "Giám đốc"})
    assert (off.status_code, off.json()["is_annulled"], off.json()["record"]["unit"]) == (201, True, None)
    at(site, OPENS)
    opened_ = api(site, "leader", "POST", f"{API}/1/opening", {})
    assert (opened_.status_code, opened_.json()["record"]["unit"]) == (201, HIDDEN)
    listed = api(site, "viewer", "GET", API).json()["sealed_checks"]
    assert [(each["number"], each["is_open"], each["is_annulled"]) for each in listed] == [
        (1, True, False),
        (2, False, True),
    ]


def test_the_api_tells_what_is_wrong(site: Site) -> None:
    turned = api(site, "planner", "POST", API, {**JSON, "first": "2023-08-18"})
    assert (turned.status_code, turned.json()["code"]) == (422, "invalid_input")
    naive = api(site, "planner", "POST", API, {**JSON, "opens_at": "2023-08-16T07:30:00"})
    assert naive.status_code == 422
    assert api(site, "viewer", "POST", API, JSON).status_code == 403
    assert api(site, "viewer", "GET", f"{API}/9").status_code == 404


def test_the_page_of_an_opened_unit_says_so(site: Site) -> None:
    sealed(site, **{"don-vi": "so-y-te"})
    unit = f"/ke-hoach/{PLAN}/don-vi/so-y-te"
    assert "Kiểm tra đột xuất" not in main_words(site.signed_in_as("unit").get(unit))
    at(site, OPENS)
    opened(site)
    assert "Kiểm tra đột xuất Sở Y tế" in main_words(site.signed_in_as("unit").get(unit))


def test_a_plan_that_is_over_offers_no_seal(site: Site) -> None:
    assert date(2023, 8, 16) > date(2023, 7, 10)
    with site.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE plan SET state = 'closed'")
    client = site.signed_in_as("planner")
    assert page_of(client.get(CHECKS)).xpath("//main//a[contains(@href, '/dot-xuat/moi')]") == []
    answer = client.post(f"{CHECKS}/moi", data={"ma-bieu-mau": site.token(client), **TYPED})
    assert answer.status_code == 409
    assert "đã kết thúc hoặc đã được thay thế" in main_words(answer)


def test_files_that_were_made_before_are_made_anew_when_it_is_opened(site: Site) -> None:
    sealed(site)
    (path,) = [
        each["path"]
        for each in api(site, "planner", "GET", f"/api/plans/{PLAN}/files").json()["files"]
        if each["path"].endswith("ong-p.ics")
    ]
    file = f"/ke-hoach/{PLAN}/van-ban/tep/{path}"
    assert "SUMMARY:Đoàn công tác\r\n" in site.signed_in_as("planner").get(file).text
    at(site, OPENS)
    opened(site)
    assert "SUMMARY:Kiểm tra đột xuất: Sở Tư pháp\r\n" in site.signed_in_as("planner").get(file).text
