"""A letter leaves once what it speaks of is kept, and a mail server in trouble loses nothing."""

import hashlib
import socket
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI, Request
from mailing.mail_servers import HOST, REFUSED, Mailbox, mail_server
from pydantic import SecretStr
from sqlalchemy import text
from starlette.responses import JSONResponse
from starlette.testclient import TestClient

from app.db.store import open_reader
from app.domain.errors import Refused
from app.domain.people import Actor
from app.mailing.letters import LetterKind
from app.services.invitations import invite
from app.services.sentences import refusal_sentence
from app.settings import Settings
from app.web.deps import StoreDep
from app.web.letters import answer_after_letter

AT = datetime(2026, 11, 21, 1, 30, tzinfo=UTC)
BY = Actor(name="ước")
LINKS = "https://kiemtra.example/loi-moi/"


class Office:
    """One form that opens an account and mails its link, in the service's own transaction."""

    def __init__(self, engine, port, email="nguyet@so.example"):
        self.engine = engine
        self.is_broken = False
        self.answers = []
        app = FastAPI()
        app.state.engine = engine
        app.state.settings = Settings(
            secret_key=SecretStr("k" * 64),
            base_url="https://kiemtra.example",
            smtp_host=HOST if port else "",
            smtp_port=port or 25,
            smtp_security="none",
            smtp_from="Sở Nội vụ <kiemtra@noivu.example>",
        )

        @app.post("/moi")
        def asked(request: Request, store: StoreDep):
            made = invite(
                store,
                None,
                login="nguyet",
                name="Ngô Thị Ánh Nguyệt",
                email=email,
                grants=(),
                by=BY,
                at=AT,
                random_bytes=lambda count: hashlib.shake_256(b"moi").digest(count),
            )
            if self.is_broken:
                self._break(store)
            link = LINKS + made.secret

            def answer(delivery):
                self.answers.append(delivery)
                shown = {} if delivery.is_sent else {"link": link}
                return JSONResponse({"email": delivery.email, "trouble": delivery.trouble} | shown, status_code=201)

            return answer_after_letter(
                request,
                LetterKind.INVITATION,
                made.account,
                link,
                made_by="Trần Văn Ước",
                made_at=AT,
                expires_at=made.expires_at,
                answer=answer,
            )

        self.client = TestClient(app, raise_server_exceptions=False)

    def _break(self, store):
        """Let the commit fail: a row that refers to nothing, which the database is told to look at only then."""
        session = store.accounts._session
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        session.execute(text("UPDATE invitation SET account_id = 4711"))

    def invited(self):
        return self.client.post("/moi")

    def logins(self):
        with open_reader(self.engine) as store:
            account = store.accounts.by_login("nguyet")
        return [] if account is None else [account.login]


def test_a_letter_leaves_when_all_can_see_what_it_speaks_of_and_before_the_page_is_made(engine):
    seen = []
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        office = Office(engine, port)
        mailbox.on_arrival = lambda: seen.append((office.logins(), list(office.answers)))
        answer = office.invited()
    assert seen == [(["nguyet"], [])]
    assert (answer.status_code, answer.json()) == (201, {"email": "nguyet@so.example", "trouble": ""})
    (letter,) = mailbox.letters
    (line,) = [line for line in letter.get_content().splitlines() if line.startswith(LINKS)]
    assert len(line) > len(LINKS) + 20


def test_no_letter_speaks_of_what_was_not_kept(sqlite_engine):
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        office = Office(sqlite_engine, port)
        office.is_broken = True
        assert office.invited().status_code == 500
        sqlite_engine.dispose()  # the connection on which the commit failed is not used again
        assert (mailbox.letters, office.answers, office.logins()) == ([], [], [])
        office.is_broken = False
        assert office.invited().status_code == 201
    assert len(mailbox.letters) == 1


def down():
    with socket.create_server((HOST, 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


def sentence(code, **details):
    return refusal_sentence(Refused(code, **details))


@pytest.mark.parametrize(
    ("port", "email", "trouble"),
    [
        (down, "nguyet@so.example", sentence("letter.not_sent", email="nguyet@so.example")),
        (None, "nguyet@so.example", sentence("letter.no_server")),
        (down, None, sentence("letter.no_address")),
        (down, "nguyet..@so.example", sentence("letter.wrong_address", email="nguyet..@so.example")),
    ],
    ids=["down", "none", "no address", "wrong address"],
)
def test_an_invitation_that_cannot_be_mailed_stays_and_the_page_has_its_link(
    sqlite_engine, caplog, port, email, trouble
):
    office = Office(sqlite_engine, port and port(), email)
    answer = office.invited()
    shown = answer.json()
    assert (answer.status_code, shown["email"], shown["trouble"]) == (201, email or "", trouble)
    assert shown["link"].startswith(LINKS)
    assert office.logins() == ["nguyet"]
    assert shown["link"].removeprefix(LINKS) not in caplog.text
    assert "so.example" not in caplog.text


def test_an_address_that_the_server_refuses_is_named_and_the_page_has_the_link(sqlite_engine, caplog):
    with mail_server(Mailbox()) as port:
        answer = Office(sqlite_engine, port, REFUSED).invited()
    assert answer.json()["trouble"] == sentence("letter.refused_address", email=REFUSED)
    assert answer.json()["link"].startswith(LINKS)
    assert [record.getMessage() for record in caplog.records if record.name == "kiemtra"] == [
        "letter not sent: SMTPRecipientsRefused 550"
    ]
