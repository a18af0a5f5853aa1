"""Settings that name other servers: whole or not at all, and never over an open line."""

import pytest
from pydantic import ValidationError

from app.domain.errors import Refused
from app.mailing.sending import MailSecurity, MailServer
from app.settings import Settings, is_guarded, load_settings

SIGN_ON = {
    "KIEMTRA_SSO_ISSUER": "https://cong.example/realms/tinh",
    "KIEMTRA_SSO_CLIENT_ID": "kiemtra",
    "KIEMTRA_SSO_CLIENT_SECRET": "bi-mat-cua-cong",
    "KIEMTRA_SSO_NAME": "Cổng tỉnh",
}
MAIL = {
    "KIEMTRA_BASE_URL": "https://kiemtra.example",
    "KIEMTRA_SMTP_HOST": "thu.example",
    "KIEMTRA_SMTP_FROM": "Sở Nội vụ <kiemtra@noivu.example>",
    "KIEMTRA_SMTP_USER": "kiemtra",
    "KIEMTRA_SMTP_PASSWORD": "bi-mat-cua-thu",
}


@pytest.fixture
def loaded(monkeypatch):
    """Give what is read from an environment in which these variables stand."""

    def load(values):
        for name in (*SIGN_ON, *MAIL, "KIEMTRA_SMTP_SECURITY", "KIEMTRA_SMTP_PORT"):
            monkeypatch.delenv(name, raising=False)
        for name, value in {"KIEMTRA_SECRET_KEY": "k" * 32, **values}.items():
            monkeypatch.setenv(name, value)
        return load_settings()

    return load


def refusal(loaded, values):
    with pytest.raises(Refused) as refused:
        loaded(values)
    return refused.value.code, refused.value.facts()


def test_without_settings_there_is_neither_a_sign_on_nor_a_mail_server(loaded):
    settings = loaded({})
    assert (settings.sso_name, settings.mail_server) == ("", None)


def test_a_sign_on_and_a_mail_server_that_are_set_whole_are_there(loaded):
    settings = loaded(SIGN_ON | MAIL)
    assert (settings.sso_name, settings.sso_issuer) == ("Cổng tỉnh", "https://cong.example/realms/tinh")
    assert settings.mail_server == MailServer(
        host="thu.example",
        port=587,
        security=MailSecurity.STARTTLS,
        sender="Sở Nội vụ <kiemtra@noivu.example>",
        own_name="kiemtra.example",
        user="kiemtra",
        password="bi-mat-cua-thu",  # noqa: S106 — of a server that there is not
    )


@pytest.mark.parametrize("missing", SIGN_ON)
def test_a_sign_on_that_is_set_in_part_names_what_it_lacks(loaded, missing):
    given = [name for name in SIGN_ON if name != missing]
    assert refusal(loaded, {name: SIGN_ON[name] for name in given}) == (
        "settings.incomplete",
        {"given": ", ".join(given), "names": missing},
    )


@pytest.mark.parametrize(
    ("missing", "given"),
    [
        ("KIEMTRA_BASE_URL", "KIEMTRA_SMTP_HOST, KIEMTRA_SMTP_FROM"),
        ("KIEMTRA_SMTP_HOST", "KIEMTRA_SMTP_FROM"),
        ("KIEMTRA_SMTP_FROM", "KIEMTRA_SMTP_HOST, KIEMTRA_BASE_URL"),
        ("KIEMTRA_SMTP_USER", "KIEMTRA_SMTP_PASSWORD"),
        ("KIEMTRA_SMTP_PASSWORD", "KIEMTRA_SMTP_USER, KIEMTRA_SMTP_HOST"),
    ],
)
def test_a_mail_server_that_is_set_in_part_names_what_it_lacks(loaded, missing, given):
    values = {name: value for name, value in MAIL.items() if name != missing}
    assert refusal(loaded, values) == ("settings.incomplete", {"given": given, "names": missing})


def test_a_mail_server_may_ask_for_no_password(loaded):
    values = {name: value for name, value in MAIL.items() if name not in {"KIEMTRA_SMTP_USER", "KIEMTRA_SMTP_PASSWORD"}}
    server = loaded(values | {"KIEMTRA_SMTP_SECURITY": "none", "KIEMTRA_SMTP_PORT": "25"}).mail_server
    assert (server.user, server.password, server.security, server.port) == ("", "", MailSecurity.NONE, 25)


def test_a_password_for_mail_goes_over_no_open_line(loaded):
    assert refusal(loaded, MAIL | {"KIEMTRA_SMTP_SECURITY": "none"}) == ("settings.smtp_open", {})


@pytest.mark.parametrize("sender", ["Sở Nội vụ", "a@b.example, c@d.example", "sở@noivu.example"])
def test_a_sender_that_is_not_one_address_is_refused(loaded, sender):
    assert refusal(loaded, MAIL | {"KIEMTRA_SMTP_FROM": sender}) == ("settings.smtp_from", {"found": sender})


@pytest.mark.parametrize(
    "issuer", ["http://cong.example", "cong.example", "ftp://cong.example", "https://", "http://[::1"]
)
def test_a_sign_on_is_asked_over_no_open_line(loaded, issuer):
    values = SIGN_ON | {"KIEMTRA_SSO_ISSUER": issuer}
    assert refusal(loaded, values) == ("settings.sso_issuer", {"found": issuer})


@pytest.mark.parametrize(
    "address", ["https://cong.example", "http://127.0.0.1:9400", "http://localhost", "http://[::1]:1"]
)
def test_an_address_is_guarded_by_https_or_by_being_on_this_machine(address):
    assert is_guarded(address)


@pytest.mark.parametrize(("name", "value"), [("SECURITY", "ssl"), ("SECURITY", ""), ("PORT", "0"), ("PORT", "70000")])
def test_a_way_or_a_port_that_there_is_not_is_refused(loaded, name, value):
    with pytest.raises(ValidationError):
        loaded(MAIL | {f"KIEMTRA_SMTP_{name}": value})


def test_no_secret_shows_when_settings_are_printed(loaded):
    settings = loaded(SIGN_ON | MAIL)
    shown = f"{settings!r} {settings} {settings.mail_server!r}"
    assert "bi-mat-cua" not in shown
    assert isinstance(settings, Settings)
