"""What the provider and the browser are told, what binds them to each other, and where it leads."""

import base64
import hashlib
import time
from urllib.parse import urlencode

import pytest
from lxml import html
from pydantic import SecretStr
from starlette.testclient import TestClient
from web.sign_on.entrances import (
    RETURN,
    RIGHT,
    SECRET,
    SIGN_ON,
    Entrance,
    back,
    left,
    now,
    query_of,
    refused,
    signed_on,
)
from web.sign_on.providers import CLIENT_ID, CLIENT_SECRET

from app.main import create_app
from app.settings import Settings

# What the provider and the browser are told


def test_the_provider_is_asked_for_a_code_with_state_nonce_and_the_challenge_of_a_verifier(entrance, provider):
    browser = entrance.browser()
    address = left(browser)
    asked = query_of(address)
    assert address.startswith(f"{provider.issuer}/authorize?")
    assert {name: value for name, value in asked.items() if name not in {"state", "nonce", "code_challenge"}} == {
        "response_type": "code",
        "client_id": CLIENT_ID,
        "redirect_uri": "http://127.0.0.1/dang-nhap/sso/ve",
        "scope": "openid email",
        "code_challenge_method": "S256",
    }
    provider.nonce = asked["nonce"]
    back(browser, asked, **RIGHT)
    ((_, form, headers),) = [each for each in provider.asked if each[0] == "/token"]
    challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).decode().rstrip("=")
    assert challenge == asked["code_challenge"]
    assert form == {
        "grant_type": "authorization_code",
        "code": "ma-mot-lan",
        "redirect_uri": asked["redirect_uri"],
        "code_verifier": form["code_verifier"],
    }
    assert headers["authorization"] == f"Basic {base64.b64encode(f'{CLIENT_ID}:{CLIENT_SECRET}'.encode()).decode()}"


def test_each_sign_on_has_a_state_a_nonce_and_a_verifier_of_its_own(entrance):
    browser = entrance.browser()
    asked = [query_of(left(browser)) for _ in range(2)]
    values = [each[name] for each in asked for name in ("state", "nonce", "code_challenge")]
    assert len(set(values)) == 6


def test_the_browser_keeps_neither_state_nor_nonce_nor_verifier(entrance, provider):
    browser = entrance.browser()
    asked = query_of(left(browser))
    kept = browser.cookies["kiemtra-dang-nhap"]
    content = base64.urlsafe_b64decode(kept.partition(".")[0]).decode()
    provider.nonce = asked["nonce"]
    back(browser, asked, **RIGHT)
    ((_, form, _),) = [each for each in provider.asked if each[0] == "/token"]
    for secret in (asked["state"], asked["nonce"], form["code_verifier"]):
        assert secret not in kept
        assert secret not in content


def test_the_cookie_of_a_sign_on_is_short_lived_and_out_of_reach_of_scripts_and_of_other_hosts(url, provider):
    made = {}
    for base_url in ("", "https://kiemtra.example"):
        entrance = Entrance(url, provider.issuer, base_url)
        answer = entrance.browser(base_url or "http://127.0.0.1").get(SIGN_ON)
        name, _, rest = answer.headers["set-cookie"].partition("=")
        made[name] = (rest.partition("; ")[2], query_of(answer.headers["location"])["redirect_uri"])
        entrance.close()
    assert made == {
        "kiemtra-dang-nhap": (
            "HttpOnly; Max-Age=600; Path=/; SameSite=lax",
            "http://127.0.0.1/dang-nhap/sso/ve",
        ),
        "__Host-dang-nhap": (
            "HttpOnly; Max-Age=600; Path=/; SameSite=lax; Secure",
            "https://kiemtra.example/dang-nhap/sso/ve",
        ),
    }


def test_no_copy_is_kept_of_an_answer_whose_address_holds_a_code(entrance, provider):
    entrance.invited()
    browser = entrance.browser()
    leaving = browser.get(SIGN_ON)
    answers = [leaving, signed_on(entrance, provider, browser), browser.get(f"{RETURN}?code=x&state=y")]
    assert [answer.headers["cache-control"] for answer in answers] == ["no-store"] * 3
    assert [answer.headers["referrer-policy"] for answer in answers] == ["no-referrer"] * 3


def test_the_page_for_signing_in_names_the_provider_and_leads_to_it(entrance):
    tree = html.document_fromstring(entrance.browser().get("/dang-nhap").text)
    (link,) = tree.xpath("//a[starts-with(@href, '/dang-nhap/sso')]")
    assert " ".join(link.text_content().split()) == "Đăng nhập qua Cổng tỉnh"


def test_a_service_without_a_provider_has_no_such_paths_and_no_such_button(url):
    app = create_app(Settings(environment="development", database_url=url, secret_key=SecretStr(SECRET)), now)
    browser = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
    assert [browser.get(path).status_code for path in (SIGN_ON, RETURN)] == [404, 404]
    assert "/dang-nhap/sso" not in browser.get("/dang-nhap").text
    app.state.engine.dispose()


def test_to_ask_for_the_headers_of_a_return_uses_nothing_up(entrance, provider):
    browser = entrance.browser()
    asked = query_of(left(browser))
    assert browser.head(f"{RETURN}?state={asked['state']}&code=x").status_code == 405
    assert "/token" not in provider.paths_asked()


# Where it leads


@pytest.mark.parametrize(
    "onward",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "evil.example",
        "/a" + "b" * 1000,
        "",
    ],
)
def test_nobody_is_led_elsewhere_after_signing_on(entrance, provider, onward):
    entrance.invited()
    answer = signed_on(entrance, provider, onward=onward)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_path_of_the_service_is_led_to_after_signing_on(entrance, provider):
    entrance.invited()
    onward = "/ke-hoach/binh-phuoc-2023/don-vi/so-cong-thuong?muc=1&x=ký"
    answer = signed_on(entrance, provider, onward=onward)
    assert (answer.status_code, answer.headers["location"].startswith("/ke-hoach/")) == (303, True)


def test_what_the_browser_was_given_cannot_be_changed(entrance, provider):
    entrance.invited()
    browser = entrance.browser()
    asked = query_of(left(browser))
    kept = browser.cookies["kiemtra-dang-nhap"]
    payload, _, signature = kept.partition(".")
    forged = base64.urlsafe_b64decode(payload).replace(b"/tro-giup", b"//evil.ex")
    for value in (
        f"{base64.urlsafe_b64encode(forged).decode()}.{signature}",
        payload,
        f"{payload}.",
        f".{signature}",
        f"{payload}.{'0' * 64}",
        "",
    ):
        browser.cookies.set("kiemtra-dang-nhap", value, domain="127.0.0.1")
        assert refused(back(browser, asked, **RIGHT), 400, "sign_on.not_begun_here")
    assert "/token" not in provider.paths_asked()


@pytest.mark.parametrize("state", [None, "", "0" * 64, "ơ"])
def test_a_return_with_another_state_is_refused_and_uses_nothing_up(entrance, provider, state):
    entrance.invited()
    browser = entrance.browser()
    asked = query_of(left(browser))
    provider.nonce = asked["nonce"]
    query = RIGHT if state is None else RIGHT | {"state": state}
    assert refused(browser.get(f"{RETURN}?{urlencode(query)}"), 400, "sign_on.not_begun_here")
    assert "/token" not in provider.paths_asked()
    assert back(browser, asked, **RIGHT).status_code == 303


def test_a_sign_on_that_took_too_long_is_over(entrance, provider, monkeypatch):
    entrance.invited()
    browser = entrance.browser()
    asked = query_of(left(browser))
    provider.nonce = asked["nonce"]
    kept, later = browser.cookies["kiemtra-dang-nhap"], time.time() + 601
    monkeypatch.setattr("app.web.routes.single_sign_on.time.time", lambda: later)
    browser.cookies.clear()
    browser.cookies.set("kiemtra-dang-nhap", kept, domain="127.0.0.1")  # by a browser that keeps it too long
    assert refused(back(browser, asked, **RIGHT), 400, "sign_on.not_begun_here")
    assert "/token" not in provider.paths_asked()
