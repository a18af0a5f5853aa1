"""What is believed of a provider: every lie that a token can tell."""

import time

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey
from web.sign_on.entrances import refused, signed_on, who
from web.sign_on.providers import CLIENT_ID, CLIENT_SECRET, part

from app.web import identity_provider


def test_a_crafted_provider_that_lies_about_nothing_lets_in(entrance, provider):
    entrance.invited()
    browser = entrance.browser()
    assert signed_on(entrance, provider, browser).status_code == 303
    assert who(browser) == "Người nguyet"


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "khac"},
        {"nonce": None},
        {"aud": "phan-mem-khac"},
        {"aud": ["phan-mem-khac"]},
        {"aud": []},
        {"aud": None},
        {"aud": [CLIENT_ID, "phan-mem-khac"]},
        {"azp": "phan-mem-khac"},
        {"iss": "https://khac.example"},
        {"iss": None},
        {"exp": 1000},
        {"exp": None},
        {"exp": "mai"},
        {"iat": 4_000_000_000},
        {"iat": None},
        {"nbf": 4_000_000_000},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 256},
        {"sub": "a\nb"},
        {"at_hash": "khac"},
    ],
    ids=str,
)
def test_a_token_that_says_something_else_proves_nothing(entrance, provider, claims):
    entrance.invited()
    provider.claims = claims
    browser = entrance.browser()
    assert refused(signed_on(entrance, provider, browser), 401, "sign_on.not_proven")
    assert who(browser) is None
    assert entrance.log("account.sso", "session.start", "session.refused") == []


def test_a_token_for_several_of_which_we_are_the_party_is_ours(entrance, provider):
    entrance.invited()
    provider.claims = {"aud": [CLIENT_ID, "phan-mem-khac"], "azp": CLIENT_ID}
    assert signed_on(entrance, provider).status_code == 303


def unsigned(header, claims):
    return f"{part(header | {'alg': 'none'})}.{part(claims)}."


def signed_with_the_secret(_header, claims):
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(CLIENT_SECRET * 3), algorithms=["HS256"])


def signed_by_a_stranger(header, claims):
    return jwt.encode(header, claims, ECKey.generate_key("P-256"), algorithms=["ES256"])


def signed_and_changed(header, claims):
    head, _, signature = signed_by_a_stranger(header, claims).split(".")
    return f"{head}.{part(claims | {'sub': 'khac'})}.{signature}"


def signed_with_a_key_of_its_own(header, claims):
    key = ECKey.generate_key("P-256")
    return jwt.encode(header | {"jwk": key.as_dict(private=False)}, claims, key, algorithms=["ES256"])


@pytest.mark.parametrize(
    "made",
    [
        unsigned,
        signed_with_the_secret,
        signed_by_a_stranger,
        signed_and_changed,
        signed_with_a_key_of_its_own,
        lambda _header, _claims: "a.b.c",
        lambda _header, _claims: "không phải mã",
        lambda _header, _claims: "",
        lambda _header, _claims: None,
        lambda _header, _claims: 7,
    ],
)
def test_a_token_that_the_provider_did_not_sign_proves_nothing(entrance, provider, made):
    entrance.invited()
    provider.token = made
    browser = entrance.browser()
    assert refused(signed_on(entrance, provider, browser), 401, "sign_on.not_proven")
    assert who(browser) is None


def test_a_secret_among_the_public_keys_signs_nothing(entrance, provider):
    entrance.invited()
    shared = OctKey.import_key({"kty": "oct", "kid": "mot", "k": part({"a": "b" * 40})})
    provider.published = [shared.as_dict(private=True)]
    provider.token = lambda _header, claims: jwt.encode(
        {"alg": "HS256", "kid": "mot"}, claims, shared, algorithms=["HS256"]
    )
    assert refused(signed_on(entrance, provider), 401, "sign_on.not_proven")


@pytest.mark.filterwarnings("ignore:Key size should be >= 2048 bits")
def test_a_token_signed_with_rsa_is_taken_and_one_with_a_short_key_is_not(entrance, provider):
    entrance.invited()
    outcomes = {}
    for bits in (1024, 2048):
        made = rsa.generate_private_key(65537, bits)
        pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        provider.key, provider.header = RSAKey.import_key(pem), {"alg": "RS256"}
        entrance.provider_with()
        outcomes[bits] = signed_on(entrance, provider).status_code
    assert outcomes == {1024: 401, 2048: 303}


def test_a_token_that_names_no_key_is_taken_only_where_one_alone_fits(entrance, provider):
    entrance.invited()
    provider.header = {"alg": "ES256"}
    own, other = provider.key.as_dict(private=False), ECKey.generate_key("P-256", {"kid": "hai"}).as_dict(private=False)
    third = RSAKey.generate_key(2048, {"kid": "ba"}).as_dict(private=False)
    outcomes = []
    for published in ([own], [own, third], [own, other], [own, other | {"use": "enc"}], [{"kty": "la"}, own, "hỏng"]):
        provider.published = published
        entrance.provider_with()
        outcomes.append(signed_on(entrance, provider).status_code)
    assert outcomes == [303, 303, 401, 303, 303]


def test_a_new_key_of_the_provider_is_asked_for_once_it_is_used_but_not_again_and_again(entrance, provider):
    entrance.invited()
    later = [0.0]
    entrance.provider_with(clock=lambda: time.time() + later[0])
    assert signed_on(entrance, provider).status_code == 303
    provider.key = ECKey.generate_key("P-256", {"kid": "hai"})
    provider.header = {"alg": "ES256", "kid": "hai"}
    assert signed_on(entrance, provider).status_code == 401
    assert provider.paths_asked().count("/keys") == 1
    later[0] += identity_provider.RENEWED_SECONDS
    assert signed_on(entrance, provider).status_code == 303
    assert signed_on(entrance, provider).status_code == 303
    assert provider.paths_asked().count("/keys") == 2
    assert provider.paths_asked().count("/.well-known/openid-configuration") == 1
    later[0] += identity_provider.KEPT_SECONDS
    provider.claims = {"exp": int(time.time()) + 10_000}
    assert signed_on(entrance, provider).status_code == 303
    assert provider.paths_asked().count("/keys") == 3
    assert provider.paths_asked().count("/.well-known/openid-configuration") == 2
