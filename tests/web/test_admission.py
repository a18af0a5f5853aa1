"""Every route as every role: who is let in, who is sent to sign in, who is told that there is nothing."""

import re
from datetime import timedelta

import pytest
from lxml import html
from web.people import PASSWORD, ROLES, session_of
from web.seeded import FOUNDING, NOW, Site, words

from app.web.audiences import Audience
from app.web.route_table import ROUTES

GUEST = "guest"
EVERYBODY = {*ROLES}
READERS = {"planner", "co-planner", "leader", "viewer"}
PARTIES = READERS | {"member", "unit", "other-unit", "self-inspecting"}
ADMITTED = {
    Audience.MACHINES: EVERYBODY | {GUEST},
    Audience.EVERYONE: EVERYBODY | {GUEST},
    Audience.SECRET_HOLDERS: EVERYBODY | {GUEST},
    Audience.SIGNED_IN: EVERYBODY,
    Audience.ADMINISTRATORS: {"administrator"},
    Audience.INVITERS: {"administrator", "planner", "co-planner"},
    Audience.ANY_PLANNER: {"planner", "co-planner"},
    Audience.PLANNERS: {"planner", "co-planner"},
    Audience.PLAN_LEADERS: {"planner", "co-planner", "leader"},
    Audience.PLAN_READERS: READERS,
    Audience.UNIT_READERS: READERS | {"member", "unit"},
    Audience.PARTIES: PARTIES,
}
"""Written by hand: which of the accounts of `web.people` each audience means in the founding plan."""
PARTS = {
    "plan_key": FOUNDING,
    "unit_key": "so-cong-thuong",
    "proposal_id": "1",
    "notice_id": "1",
    "number": "1",
    "visit": "so-cong-thuong",
    "path:path": "van-ban/quyet-dinh.docx",
    "section": "chung",
    "slug": "doan",
    "code": "I",
    "form_key": "phu-luc-1",
    "secret": "a" * 32,
}
"""What stands for the variable parts of an address; numbers of things that are not there, for the rest."""


def address(template: str) -> str:
    return re.sub(r"{([^}]+)}", lambda part: PARTS.get(part[1], "999999"), template)


SIGNING_IN = {("POST", "/dang-nhap"), ("POST", "/api/session")}
"""Their own answer to an empty form is that of a guest who is refused."""
SIGNING_OUT = {("POST", "/dang-xuat"), ("DELETE", "/api/session")}
"""Asked for last: they end what the others need."""


def sent(client, method: str, template: str, token: str):
    """Send an empty form or an empty object with the right token, or ask for a page."""
    if template.startswith("/api"):
        body = {} if method == "POST" else None
        return client.request(method, address(template), json=body, headers={"x-csrf-token": token})
    return client.request(method, address(template), data={"ma-bieu-mau": token} if method == "POST" else None)


def was_refused(answer, audience: Audience) -> bool:
    """Say whether somebody was turned away; who is to know nothing of a plan is told that there is none."""
    knows_nothing = audience in {
        Audience.PLANNERS,
        Audience.PLAN_LEADERS,
        Audience.PLAN_READERS,
        Audience.UNIT_READERS,
        Audience.PARTIES,
    }
    to_sign_in = answer.status_code == 303 and answer.headers["location"].startswith("/dang-nhap?")
    return to_sign_in or answer.status_code in {401, 403} or (knows_nothing and answer.status_code == 404)


@pytest.mark.parametrize("who", [GUEST, *ROLES])
def test_every_route_lets_in_whom_the_table_names_and_nobody_else(released_site: Site, who: str):
    client = released_site.guest() if who == GUEST else released_site.signed_in_as(who)
    token = released_site.token(client)
    wrong = {}
    for route, audience in sorted(ROUTES.items(), key=lambda item: item[0] in SIGNING_OUT):
        if route in SIGNING_OUT and who != GUEST:
            client = released_site.signed_in_as(who)
            token = released_site.token(client)
        answer = sent(client, *route, token)
        is_wrong = was_refused(answer, audience) is (who in ADMITTED[audience]) and route not in SIGNING_IN
        if is_wrong or answer.status_code >= 500:
            wrong[route] = answer.status_code
    assert wrong == {}


def test_a_guest_is_led_to_sign_in_and_back(released_site: Site):
    answer = released_site.guest().get(f"/ke-hoach/{FOUNDING}/lich?a=b")
    wanted = f"/dang-nhap?tiep=%2Fke-hoach%2F{FOUNDING}%2Flich%3Fa%3Db"
    assert (answer.status_code, answer.headers["location"]) == (303, wanted)


def test_a_page_for_others_says_for_whom_it_is_and_which_account_is_in_use(released_site: Site):
    answer = released_site.signed_in_as("unit").get(f"/ke-hoach/{FOUNDING}")
    text = words(html.document_fromstring(answer.text).get_element_by_id("noi-dung"))
    assert answer.status_code == 403
    assert "Trang này dành cho cán bộ lập kế hoạch" in text
    assert "Đầu mối Sở Công Thương (unit)" in text


def sign_in_form(tree) -> dict[str, str]:
    form = tree.xpath("//form[@action='/dang-nhap']")[0]
    return dict(form.fields)


def test_what_was_typed_when_the_session_ended_is_sent_after_signing_in(released_site: Site):
    client = released_site.client_with(session_of(released_site.engine, "planner", NOW - timedelta(hours=11)))
    typed = [("ten-dang-nhap", "lạ <b>"), ("ghi-chu", "dòng một\ndòng hai")]
    refused = client.post("/quan-tri/tai-khoan/moi", data=dict(typed))
    assert refused.status_code == 401
    fields = sign_in_form(html.document_fromstring(refused.text))
    begun = client.post("/dang-nhap", data=fields | {"ten-dang-nhap": "planner", "mat-khau": PASSWORD})
    assert begun.status_code == 200
    again = html.document_fromstring(begun.text).xpath("//form[@action='/quan-tri/tai-khoan/moi']")[0]
    sent = {name: value for name, value in again.fields.items() if name != "ma-bieu-mau"}
    assert sent == dict(typed)
    assert again.fields["ma-bieu-mau"] == released_site.token(client)


@pytest.mark.parametrize("onward", ["//xau.example", "https://xau.example/", "/\\xau.example", "javascript:alert(1)"])
def test_signing_in_never_leads_away_from_the_service(released_site: Site, onward: str):
    client = released_site.guest()
    fields = sign_in_form(html.document_fromstring(client.get("/dang-nhap", params={"tiep": onward}).text))
    answer = client.post("/dang-nhap", data=fields | {"ten-dang-nhap": "viewer", "mat-khau": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_form_without_its_token_changes_nothing(released_site: Site):
    client = released_site.signed_in_as("planner")
    assert client.post("/dang-xuat").status_code == 403
    assert client.get(f"/ke-hoach/{FOUNDING}").status_code == 200


def test_a_form_sent_from_another_site_is_refused_though_its_token_be_right(released_site: Site):
    client = released_site.signed_in_as("planner")
    data = {"ma-bieu-mau": released_site.token(client)}
    answer = client.post("/dang-xuat", data=data, headers={"origin": "https://xau.example"})
    assert answer.status_code == 403
    assert client.get(f"/ke-hoach/{FOUNDING}").status_code == 200


def test_a_form_of_this_site_with_an_old_token_is_shown_again_to_be_sent(released_site: Site):
    client = released_site.signed_in_as("planner")
    data = {"ma-bieu-mau": "cũ", "ten": "đã ghi"}
    answer = client.post("/dang-xuat", data=data, headers={"origin": "http://127.0.0.1"})
    assert answer.status_code == 403
    form = html.document_fromstring(answer.text).xpath("//main//form[@action='/dang-xuat']")[0]
    assert dict(form.fields) == {"ma-bieu-mau": released_site.token(client), "ten": "đã ghi"}


def test_signing_out_ends_the_session_for_whoever_kept_the_cookie(released_site: Site):
    client = released_site.signed_in_as("viewer")
    cookies = dict(client.cookies)
    answer = client.post("/dang-xuat", data={"ma-bieu-mau": released_site.token(client)})
    assert (answer.status_code, answer.headers["location"]) == (303, "/dang-nhap")
    kept = released_site.guest()
    kept.cookies.update(cookies)
    assert kept.get("/tai-khoan").status_code == 303
    assert kept.get("/tai-khoan").headers["location"].startswith("/dang-nhap")


def test_the_cookie_of_a_session_is_out_of_reach_of_scripts_and_other_sites(released_site: Site):
    client = released_site.guest()
    fields = sign_in_form(html.document_fromstring(client.get("/dang-nhap").text))
    answer = client.post("/dang-nhap", data=fields | {"ten-dang-nhap": "viewer", "mat-khau": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("kiemtra-phien=")
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= {part.strip() for part in cookie.split(";")}
    assert "Secure" not in cookie  # http, on this machine


def test_wrong_name_and_wrong_password_are_answered_alike_and_cost_one_verification_each(released_site: Site):
    passwords = released_site.app.state.passwords
    answers = []
    for login in ("viewer", "khong-co-ai"):
        client = released_site.guest()
        fields = sign_in_form(html.document_fromstring(client.get("/dang-nhap").text))
        before = passwords.verifications
        answer = client.post("/dang-nhap", data=fields | {"ten-dang-nhap": login, "mat-khau": "sai mật khẩu rồi"})
        assert passwords.verifications == before + 1
        text = re.sub(r'value="[0-9a-f]{64}"', "", answer.text).replace(login, "")
        answers.append((answer.status_code, text))
    assert answers[0] == answers[1]
    assert answers[0][0] == 401
