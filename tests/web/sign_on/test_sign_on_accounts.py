"""Whose account it is."""

import pytest
from web.sign_on.entrances import refused, signed_on, who
from web.sign_on.providers import EMAIL, SUBJECT

from app.db.store import open_reader


@pytest.mark.parametrize("verified", [False, None, "true", 1, "yes"])
def test_only_the_value_true_says_that_an_address_is_verified(entrance, provider, verified):
    entrance.invited()
    provider.claims = {"email_verified": verified}
    assert refused(signed_on(entrance, provider), 401, "sign_on.unknown")


@pytest.mark.parametrize(
    "email", ["nguyet@so.example.vn", "la@so.example", "", 7, "ｎguyet@so.example", "nguyet@ſo.example"]
)
def test_another_address_opens_nothing_however_alike_it_looks(entrance, provider, email):
    entrance.invited()
    provider.claims = {"email": email}
    assert refused(signed_on(entrance, provider), 401, "sign_on.unknown")


def test_a_sign_whose_small_letter_is_one_of_ascii_stands_for_no_letter(entrance, provider):
    entrance.invited("khanh", "khanh@so.example")
    kelvin = "\N{KELVIN SIGN}hanh@so.example"
    assert kelvin.lower() == "khanh@so.example"
    provider.claims = {"email": kelvin}
    assert refused(signed_on(entrance, provider), 401, "sign_on.unknown")


def test_an_address_that_two_accounts_share_opens_neither(entrance, provider):
    entrance.invited("nguyet")
    account, _ = entrance.invited("nguyet2", EMAIL.upper())
    assert refused(signed_on(entrance, provider), 401, "sign_on.unknown")
    entrance.disable(account)
    browser = entrance.browser()
    assert signed_on(entrance, provider, browser).status_code == 303
    assert who(browser) == "Người nguyet"


def test_an_account_is_not_handed_to_the_next_holder_of_its_address(entrance, provider):
    entrance.invited()
    assert signed_on(entrance, provider).status_code == 303
    provider.claims = {"sub": "nguoi-moi"}
    browser = entrance.browser()
    assert refused(signed_on(entrance, provider, browser), 401, "sign_on.unknown")
    assert who(browser) is None
    assert entrance.log("account.sso", "session.refused") == [
        ("account.sso", "nguyet", f"{provider.issuer}|{SUBJECT}"),
        ("session.refused", f"{provider.issuer}|nguoi-moi", ""),
    ]


def test_a_closed_account_is_not_opened_by_its_address(entrance, provider):
    account, _ = entrance.invited()
    entrance.disable(account)
    assert refused(signed_on(entrance, provider), 401, "sign_on.unknown")
    with open_reader(entrance.engine) as store:
        assert store.accounts.sso_subject(account) is None


def test_an_address_that_the_token_does_not_tell_is_asked_for(entrance, provider):
    entrance.invited()
    provider.claims = {"email": None, "email_verified": None}
    assert signed_on(entrance, provider).status_code == 303
    ((_, _, headers),) = [each for each in provider.asked if each[0] == "/userinfo"]
    assert headers["authorization"] == "Bearer ma-truy-cap"


@pytest.mark.parametrize(
    ("person", "status", "code"),
    [
        ({"sub": "khac"}, 401, "sign_on.not_proven"),
        ({"sub": None}, 401, "sign_on.not_proven"),
        ({"email_verified": False}, 401, "sign_on.unknown"),
        ({"email": None}, 401, "sign_on.unknown"),
    ],
)
def test_what_is_told_of_another_person_or_of_no_address_opens_nothing(entrance, provider, person, status, code):
    entrance.invited()
    provider.claims, provider.person = {"email": None, "email_verified": None}, person
    assert refused(signed_on(entrance, provider), status, code)


def test_a_provider_without_userinfo_knows_people_by_the_subject_alone(entrance, provider):
    provider.description = {"userinfo_endpoint": None}
    provider.claims = {"email": None, "email_verified": None}
    assert refused(signed_on(entrance, provider), 401, "sign_on.unknown")
