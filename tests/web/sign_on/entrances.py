"""The service with a sign-on over a database of its own, and the steps of a browser through it."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

from lxml import html
from pydantic import SecretStr
from sqlalchemy import text
from starlette.testclient import TestClient
from web.sign_on.providers import CLIENT_ID, CLIENT_SECRET, EMAIL

from app.db.store import open_store
from app.domain.errors import Refused
from app.domain.people import Actor
from app.main import create_app
from app.services.accounts import disable_account
from app.services.invitations import invite
from app.services.sentences import refusal_sentence
from app.settings import Settings
from app.web.identity_provider import IdentityProvider

SIGN_ON, RETURN = "/dang-nhap/sso", "/dang-nhap/sso/ve"
NAME = "Cổng tỉnh"
SECRET = "k" * 64
BY = Actor(name="kiểm thử")
RIGHT = {"code": "ma-mot-lan"}


def now():
    return datetime.now(UTC)


class Entrance:
    """The service with a sign-on, over a database of its own."""

    def __init__(self, url, issuer, base_url=""):
        self.settings = Settings(
            environment="development",
            database_url=url,
            secret_key=SecretStr(SECRET),
            base_url=base_url,
            sso_issuer=issuer,
            sso_client_id=CLIENT_ID,
            sso_client_secret=SecretStr(CLIENT_SECRET),
            sso_name=NAME,
        )
        self.app = create_app(self.settings, now)
        self.engine = self.app.state.engine
        self.issuer = issuer

    def browser(self, base_url="http://127.0.0.1"):
        return TestClient(self.app, base_url=base_url, follow_redirects=False)

    def invited(self, login="nguyet", email=EMAIL):
        """Open an account that nobody has used yet; return its number and the secret of its link."""
        with open_store(self.engine) as store:
            made = invite(
                store,
                None,
                login=login,
                name=f"Người {login}",
                email=email,
                grants=(),
                by=BY,
                at=now(),
                random_bytes=lambda count: hashlib.shake_256(login.encode()).digest(count),
            )
        return made.account.id, made.secret

    def disable(self, account):
        with open_store(self.engine) as store:
            disable_account(store, None, account, by=BY, at=now())

    def provider_with(self, **limits):
        """Let the provider be asked with other limits than in earnest."""
        self.app.state.identity_provider = IdentityProvider(self.issuer, CLIENT_ID, CLIENT_SECRET, **limits)

    def log(self, *actions):
        """The rows of the log of these actions: action, subject, and what was written of it after."""
        query = text("SELECT action, subject, after FROM audit ORDER BY id")
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(query) if row.action in actions]

    def close(self):
        self.engine.dispose()


def query_of(address):
    return dict(parse_qsl(urlsplit(address).query))


def own_path(address):
    """The path and query of an address of the service."""
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc) == ("http", "127.0.0.1")
    return f"{parts.path}?{parts.query}"


def left(browser, onward="/tro-giup"):
    """Leave for the provider; return its address with what it is told."""
    answer = browser.get(f"{SIGN_ON}?{urlencode({'tiep': onward})}")
    assert answer.status_code == 303
    return answer.headers["location"]


def back(browser, asked, **query):
    return browser.get(f"{RETURN}?{urlencode({'state': asked['state'], **query})}")


def signed_on(entrance, provider, browser=None, onward="/tro-giup", **query):
    """Leave, and come back as the crafted provider sends people back; return the answer."""
    browser = browser or entrance.browser()
    asked = query_of(left(browser, onward))
    provider.nonce = asked["nonce"]
    return back(browser, asked, **(RIGHT | query))


def told(answer):
    """The title of a page for signing in, and why it says that it failed."""
    tree = html.document_fromstring(answer.text)
    (why,) = tree.xpath("//div[@role='alert']//li/a/text()")
    return tree.findtext(".//title").partition(" - ")[0], why


def refused(answer, status, code):
    """Check that the answer is the page for signing in with that sentence, and that nobody is signed in by it."""
    assert (answer.status_code, *told(answer)) == (status, "Lỗi: Đăng nhập", refusal_sentence(Refused(code)))
    assert "kiemtra-phien" not in answer.headers.get("set-cookie", "")
    return True


def who(browser):
    """Whom the pages greet, None for a guest."""
    names = html.document_fromstring(browser.get("/tro-giup").text).xpath("//a[@class='who']")
    words = " ".join(names[0].text_content().split())
    return None if words == "Đăng nhập" else words
