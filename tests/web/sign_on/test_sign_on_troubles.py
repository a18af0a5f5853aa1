"""When the provider is in trouble, and what is written of it."""

import logging
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from lxml import html
from web.sign_on.entrances import RIGHT, SIGN_ON, Entrance, back, left, query_of, refused, signed_on
from web.sign_on.providers import CLIENT_ID, CLIENT_SECRET, HOST, CraftedProvider

from app.web import identity_provider

# When the provider is in trouble


def test_a_provider_that_is_down_is_said_to_be(url):
    with socket.create_server((HOST, 0)) as taken:
        issuer = f"http://{HOST}:{taken.getsockname()[1]}"
    entrance = Entrance(url, issuer)
    answer = entrance.browser().get(f"{SIGN_ON}?tiep=/tro-giup")
    assert refused(answer, 502, "sign_on.unavailable")
    assert html.document_fromstring(answer.text).xpath("//input[@name='tiep']/@value") == ["/tro-giup"]
    entrance.close()


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/keys", "/userinfo"])
def test_a_provider_that_is_slow_is_given_up_in_time(entrance, provider, path):
    entrance.invited()
    entrance.provider_with(seconds=0.4)
    provider.seconds = {path: 30}
    provider.claims = {"email": None}
    begun = time.monotonic()
    browser = entrance.browser()
    answer = browser.get(SIGN_ON) if path.startswith("/.well") else signed_on(entrance, provider, browser)
    assert refused(answer, 502, "sign_on.unavailable")
    assert time.monotonic() - begun < 5


def test_a_provider_that_answers_drop_by_drop_is_given_up_in_time(url):
    def drip(listening, over):
        connection, _ = listening.accept()
        with connection:
            connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")
            while not over:
                time.sleep(0.05)
                try:
                    connection.sendall(b"{")
                except OSError:
                    return

    over = []
    with socket.create_server((HOST, 0)) as listening, ThreadPoolExecutor(1) as pool:
        entrance = Entrance(url, f"http://{HOST}:{listening.getsockname()[1]}")
        entrance.provider_with(seconds=0.5)
        pool.submit(drip, listening, over)
        begun = time.monotonic()
        assert refused(entrance.browser().get(SIGN_ON), 502, "sign_on.unavailable")
        assert time.monotonic() - begun < 5
        over.append(True)
    entrance.close()


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/keys", "/userinfo"])
@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b'"x"', b"null", b"{" + b" " * 300_000 + b"}", b"\xff\xfe"])
def test_an_answer_that_is_none_or_too_large_is_the_providers_trouble(entrance, provider, path, content):
    entrance.invited()
    provider.raw, provider.claims = {path: content}, {"email": None}
    browser = entrance.browser()
    answer = browser.get(SIGN_ON) if path.startswith("/.well") else signed_on(entrance, provider, browser)
    assert refused(answer, 502, "sign_on.unavailable")


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/keys", "/userinfo"])
@pytest.mark.parametrize("status", [302, 307, 404, 500])
def test_a_provider_that_sends_elsewhere_or_fails_is_not_followed(entrance, provider, path, status):
    entrance.invited()
    provider.raw, provider.statuses, provider.claims = {path: b"x"}, {path: status}, {"email": None}
    browser = entrance.browser()
    answer = browser.get(SIGN_ON) if path.startswith("/.well") else signed_on(entrance, provider, browser)
    assert refused(answer, 502, "sign_on.unavailable")
    assert "/elsewhere" not in provider.paths_asked()


@pytest.mark.parametrize(
    "description",
    [
        {"issuer": "https://khac.example"},
        {"issuer": None},
        {"token_endpoint": "http://khac.example/token"},
        {"authorization_endpoint": "http://khac.example/authorize"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": None},
        {"userinfo_endpoint": "http://khac.example/userinfo"},
        {"token_endpoint": 7},
    ],
    ids=str,
)
def test_a_description_that_leads_over_an_open_line_or_is_another_providers_is_not_believed(
    entrance, provider, description
):
    provider.description = description
    assert refused(entrance.browser().get(SIGN_ON), 502, "sign_on.unavailable")


def test_a_provider_that_knows_no_basic_authentication_is_given_the_secret_in_the_form(entrance, provider):
    entrance.invited()
    provider.description = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert signed_on(entrance, provider).status_code == 303
    ((_, form, headers),) = [each for each in provider.asked if each[0] == "/token"]
    assert (form["client_id"], form["client_secret"]) == (CLIENT_ID, CLIENT_SECRET)
    assert "authorization" not in headers


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [("invalid_grant", 401, "sign_on.not_proven"), ("invalid_client", 502, "sign_on.unavailable")],
)
def test_a_code_that_is_refused_is_told_from_a_service_that_is(entrance, provider, error, status, code):
    provider.raw, provider.statuses = {"/token": b'{"error": "%s"}' % error.encode()}, {"/token": 400}
    assert refused(signed_on(entrance, provider), status, code)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        ("access_denied", 401, "sign_on.declined"),
        ("login_required", 401, "sign_on.declined"),
        ("server_error", 502, "sign_on.unavailable"),
        ("temporarily_unavailable", 502, "sign_on.unavailable"),
        ("<script>", 502, "sign_on.unavailable"),
    ],
)
def test_an_error_that_the_browser_brings_back_is_told_in_our_words(entrance, error, status, code):
    browser = entrance.browser()
    asked = query_of(left(browser))
    answer = back(browser, asked, error=error, error_description="<b>nguyên văn</b>")
    assert refused(answer, status, code)
    assert "nguyên văn" not in answer.text
    assert html.document_fromstring(answer.text).xpath("//input[@name='tiep']/@value") == ["/tro-giup"]
    assert refused(back(browser, asked, error=error), 400, "sign_on.not_begun_here")


@pytest.mark.parametrize(
    ("names_itself", "named", "status"), [(False, None, 303), (True, None, 401), (False, "x", 401)]
)
def test_the_issuer_that_an_answer_names_is_ours_and_named_where_it_is_promised(
    entrance, provider, names_itself, named, status
):
    entrance.invited()
    provider.description = {"authorization_response_iss_parameter_supported": names_itself}
    assert signed_on(entrance, provider, **({"iss": named} if named else {})).status_code == status
    assert signed_on(entrance, provider, iss=provider.issuer).status_code == 303


def test_more_people_than_may_wait_for_a_slow_provider_are_asked_to_come_again(entrance, provider):
    provider.seconds = {"/.well-known/openid-configuration": 30}
    entrance.provider_with(seconds=1.5)
    with ThreadPoolExecutor(identity_provider.MOST_AT_ONCE + 1) as pool:
        browsers = [entrance.browser() for _ in range(identity_provider.MOST_AT_ONCE + 1)]
        statuses = sorted(pool.map(lambda browser: browser.get(SIGN_ON).status_code, browsers))
    assert statuses == [502] * identity_provider.MOST_AT_ONCE + [503]
    provider.seconds = {}
    assert entrance.browser().get(SIGN_ON).status_code == 303


def test_returns_are_throttled_with_the_seconds_to_wait(entrance, provider):
    provider.claims = {"nonce": "khac"}
    browser = entrance.browser()
    asked = query_of(left(browser))
    kept = browser.cookies["kiemtra-dang-nhap"]
    statuses = []
    for _ in range(11):
        browser.cookies.set("kiemtra-dang-nhap", kept, domain="127.0.0.1")
        answer = back(browser, asked, **RIGHT)
        statuses.append(answer.status_code)
    assert statuses == [401] * 10 + [429]
    assert 0 < int(answer.headers["retry-after"]) <= 60
    assert provider.paths_asked().count("/token") == 10


def test_nobody_waits_to_write_while_the_provider_is_waited_for(entrance, provider):
    entrance.provider_with(seconds=1.5)
    provider.seconds = {"/token": 30}
    browser = entrance.browser()
    asked = query_of(left(browser))
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(back, browser, asked, **RIGHT)
        while "/token" not in provider.paths_asked():
            time.sleep(0.01)
        begun = time.monotonic()
        entrance.invited("khac", "khac@so.example")
        assert time.monotonic() - begun < 1.2
        assert not waiting.done()
        provider.seconds = {}
        assert waiting.result().status_code == 502


# What is written of it


def test_nothing_of_a_token_or_a_code_or_a_secret_is_written_into_a_log_or_a_page(entrance, provider, caplog):
    entrance.invited()
    tokens = []

    def remembered(header, claims):
        tokens.append(CraftedProvider.token(provider, header, claims))
        return tokens[-1]

    provider.token = remembered
    caplog.set_level(logging.DEBUG)
    texts = []
    for changes in ({}, {"nonce": "khac"}, {"email_verified": False}, {"sub": 7}, {"exp": 1000}):
        provider.claims = changes
        answer = signed_on(entrance, provider)
        texts += [answer.text, str({name: value for name, value in answer.headers.items() if name != "set-cookie"})]
    provider.raw, provider.statuses = {"/token": b'{"error": "ma-mot-lan"}'}, {"/token": 400}
    texts.append(signed_on(entrance, provider).text)
    ours = [record.getMessage() for record in caplog.records if record.name == "kiemtra"]
    assert ours == [
        "single sign-on: id token: InvalidClaimError",
        "single sign-on: id token: InvalidClaimError",
        "single sign-on: id token: ExpiredTokenError",
        "single sign-on: token endpoint: an unknown error",
    ]
    written = "\n".join([*texts, *(record.getMessage() for record in caplog.records if record.name != "httpx2")])
    for secret in (*tokens, *(piece for token in tokens for piece in token.split(".")), "ma-truy-cap", CLIENT_SECRET):
        assert secret not in written
    assert "ma-mot-lan" not in written
