"""A real provider and the service, from the button to the page, as browsers go through them."""

from lxml import html
from web.sign_on.entrances import Entrance, left, now, own_path, refused, who
from web.sign_on.providers import EMAIL

from app.db.engine import create_engine
from app.db.migrating import migrate
from app.db.store import open_reader
from app.services.invitations import invitation_behind


def test_an_invited_person_signs_on_by_the_verified_address_and_from_then_on_by_the_subject(at_real, real):
    account, secret = at_real.invited()
    real.knows("nguoi-1", email="Nguyet@SO.example", email_verified=True)
    browser = at_real.browser()
    address = left(browser, "/tro-giup?muc=1")
    answer = browser.get(own_path(real.agreed(address, "nguoi-1")))
    assert (answer.status_code, answer.headers["location"]) == (303, "/tro-giup?muc=1")
    assert who(browser) == "Người nguyet"
    with open_reader(at_real.engine) as store:
        assert store.accounts.sso_subject(account) == f"{real.issuer}|nguoi-1"
        assert store.accounts.get(account).can_sign_in
        assert invitation_behind(store, secret, now()) is None

    real.knows("nguoi-1", email="ten-moi@so.example", email_verified=False)
    again = at_real.browser()
    assert again.get(own_path(real.agreed(left(again), "nguoi-1"))).status_code == 303
    assert who(again) == "Người nguyet"
    assert at_real.log("account.sso", "session.start", "session.refused") == [
        ("account.sso", "nguyet", f"{real.issuer}|nguoi-1"),
        ("session.start", "nguyet", "testclient"),
        ("session.start", "nguyet", "testclient"),
    ]


def test_an_address_that_the_provider_has_not_verified_opens_nothing(at_real, real):
    at_real.invited()
    real.knows("nguoi-2", email=EMAIL, email_verified=False)
    browser = at_real.browser()
    answer = browser.get(own_path(real.agreed(left(browser), "nguoi-2")))
    assert refused(answer, 401, "sign_on.unknown")
    assert who(browser) is None
    assert at_real.log("account.sso", "session.start", "session.refused") == [
        ("session.refused", f"{real.issuer}|nguoi-2", "")
    ]


def test_a_person_without_an_account_and_one_whose_account_is_closed_are_told_the_same(at_real, real):
    account, _ = at_real.invited()
    real.knows("nguoi-3", email=EMAIL, email_verified=True)
    real.knows("nguoi-4", email="la@so.example", email_verified=True)
    browser = at_real.browser()
    assert browser.get(own_path(real.agreed(left(browser), "nguoi-3"))).status_code == 303
    at_real.disable(account)
    pages = []
    for subject in ("nguoi-3", "nguoi-4"):
        browser = at_real.browser()
        answer = browser.get(own_path(real.agreed(left(browser), subject)))
        assert refused(answer, 401, "sign_on.unknown")
        pages.append(html.document_fromstring(answer.text).get_element_by_id("noi-dung").text_content())
        assert who(browser) is None
    assert pages[0] == pages[1]


def test_a_return_cannot_be_used_again(at_real, real):
    at_real.invited()
    real.knows("nguoi-5", email=EMAIL, email_verified=True)
    browser = at_real.browser()
    path = own_path(real.agreed(left(browser), "nguoi-5"))
    kept = browser.cookies["kiemtra-dang-nhap"]
    assert browser.get(path).status_code == 303
    assert "kiemtra-dang-nhap" not in browser.cookies
    assert refused(browser.get(path), 400, "sign_on.not_begun_here")
    # Nor where the cookie was kept against its rules: the provider changes a code for a token once.
    thief = at_real.browser()
    thief.cookies.set("kiemtra-dang-nhap", kept, domain="127.0.0.1")
    assert refused(thief.get(path), 401, "sign_on.not_proven")
    assert who(thief) is None


def test_a_return_that_another_browser_began_signs_nobody_in(at_real, real):
    at_real.invited()
    real.knows("nguoi-6", email=EMAIL, email_verified=True)
    path = own_path(real.agreed(left(at_real.browser()), "nguoi-6"))
    victim = at_real.browser()
    assert refused(victim.get(path), 400, "sign_on.not_begun_here")
    left(victim)
    assert refused(victim.get(path), 400, "sign_on.not_begun_here")
    assert who(victim) is None


def test_signing_on_is_kept_by_postgresql_as_well(postgres_server, real):
    real.knows("nguoi-7", email=EMAIL, email_verified=True)
    with postgres_server.database() as url:
        engine = create_engine(url)
        migrate(engine)
        engine.dispose()
        entrance = Entrance(url, real.issuer)
        entrance.invited()
        for _ in range(2):
            browser = entrance.browser()
            assert browser.get(own_path(real.agreed(left(browser), "nguoi-7"))).status_code == 303
            assert who(browser) == "Người nguyet"
        assert [action for action, _, _ in entrance.log("account.sso", "session.start")] == [
            "account.sso",
            "session.start",
            "session.start",
        ]
        entrance.close()
