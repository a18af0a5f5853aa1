import socket
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from mailing.mail_servers import (
    HOST,
    LATER,
    PASSWORD,
    REFUSED,
    USER,
    Mailbox,
    authenticated,
    babbling_server,
    made_certificate,
    mail_server,
)

from app.mailing.letters import Letter, LetterKind, composed
from app.mailing.sending import MailSecurity, MailServer, NotSent, send

SERVER = MailServer(
    host=HOST,
    port=0,
    security=MailSecurity.NONE,
    sender="Sở Nội vụ <kiemtra@noivu.example>",
    own_name="kiemtra.example",
)
LETTER = Letter(
    kind=LetterKind.INVITATION,
    name="Ngô Thị Ánh Nguyệt",
    email="nguyet@so.example",
    login="nguyet",
    link="https://kiemtra.example/loi-moi/Zk3-abc_DEF",
    made_by="Trần Văn Ước",
    made_at=datetime(2026, 11, 21, 1, 30, tzinfo=UTC),
    expires_at=datetime(2026, 11, 28, 1, 5, tzinfo=UTC),
)


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return made_certificate(tmp_path_factory.mktemp("thu"))


@pytest.fixture
def trusted(certificate, monkeypatch):
    """The certificate, vouched for on this machine as that of a province's own authority would be."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
    return certificate


def sent(server, port, letter=LETTER, **limits):
    send(replace(server, port=port), composed(letter, server.sender), **limits)


def refusal(server, port, letter=LETTER, **limits):
    with pytest.raises(NotSent) as refused:
        sent(server, port, letter, **limits)
    assert refused.value.__cause__ is None
    return refused.value


def test_a_letter_arrives_as_it_was_written(mailbox):
    with mail_server(mailbox) as port:
        sent(SERVER, port)
    wanted = composed(LETTER, SERVER.sender)
    (found,) = mailbox.letters
    assert mailbox.recipients == [["nguyet@so.example"]]
    assert {name: str(found[name]) for name in wanted} == {name: str(wanted[name]) for name in wanted}
    assert found.get_content().replace("\r\n", "\n") == wanted.get_content().replace("\r\n", "\n")


def secured(certificate, **more):
    """The settings of a server that takes letters only under TLS that began in the clear, from who has the password."""
    return {
        "tls_context": certificate.context,
        "require_starttls": True,
        "auth_required": True,
        "authenticator": authenticated,
    } | more


SECURE = replace(SERVER, security=MailSecurity.STARTTLS, user=USER, password=PASSWORD)


def test_a_letter_goes_under_tls_that_began_in_the_clear_with_the_password(mailbox, trusted):
    with mail_server(mailbox, **secured(trusted)) as port:
        sent(SECURE, port)
    assert len(mailbox.letters) == 1


def test_a_letter_goes_under_tls_from_the_first_byte_with_the_password(mailbox, trusted):
    server = replace(SECURE, security=MailSecurity.TLS)
    settings = {"ssl_context": trusted.context, "auth_require_tls": False, "authenticator": authenticated}
    with mail_server(mailbox, **settings) as port:
        sent(server, port)
    assert len(mailbox.letters) == 1


def test_a_wrong_password_sends_nothing(mailbox, trusted):
    with mail_server(mailbox, **secured(trusted)) as port:
        assert refusal(replace(SECURE, password=PASSWORD[1:]), port).reason == "SMTPAuthenticationError 535"
    assert mailbox.letters == []


def test_a_password_that_the_protocol_cannot_carry_sends_nothing(mailbox, trusted):
    with mail_server(mailbox, **secured(trusted)) as port:
        assert refusal(replace(SECURE, password=f"{PASSWORD}ơ"), port).reason == "UnicodeEncodeError"
    assert mailbox.letters == []


def test_a_server_without_tls_is_told_neither_password_nor_letter(mailbox):
    heard = []

    def listening(*arguments):
        heard.append(arguments)
        return authenticated(*arguments)

    with mail_server(mailbox, auth_require_tls=False, authenticator=listening) as port:
        assert refusal(SECURE, port).reason == "SMTPNotSupportedError"
    assert (heard, mailbox.letters, mailbox.recipients) == ([], [], [])


@pytest.mark.parametrize("security", [MailSecurity.STARTTLS, MailSecurity.TLS])
def test_a_server_for_which_nobody_vouches_is_told_neither_password_nor_letter(mailbox, certificate, security):
    settings = {"ssl_context": certificate.context} if security == MailSecurity.TLS else secured(certificate)
    with mail_server(mailbox, **settings) as port:
        assert refusal(replace(SECURE, security=security), port).reason == "SSLCertVerificationError"
    assert mailbox.letters == []


@pytest.mark.parametrize("security", [MailSecurity.STARTTLS, MailSecurity.TLS])
def test_a_certificate_for_another_name_is_not_taken(mailbox, trusted, security):
    settings = {"ssl_context": trusted.context} if security == MailSecurity.TLS else secured(trusted)
    with mail_server(mailbox, **settings) as port:
        server = replace(SECURE, security=security, host="localhost")
        assert refusal(server, port).reason == "SSLCertVerificationError"
    assert mailbox.letters == []


def test_a_server_that_insists_on_tls_takes_nothing_in_the_clear(mailbox, trusted):
    with mail_server(mailbox, **secured(trusted)) as port:
        assert refusal(SERVER, port).reason == "SMTPSenderRefused 530"
    assert mailbox.letters == []


def test_a_mailbox_that_is_not_there_is_told_from_a_server_in_trouble(mailbox):
    with mail_server(mailbox) as port:
        gone = refusal(SERVER, port, replace(LETTER, email=REFUSED))
        later = refusal(SERVER, port, replace(LETTER, email=LATER))
    assert (gone.reason, gone.is_refused_address) == ("SMTPRecipientsRefused 550", True)
    assert (later.reason, later.is_refused_address) == ("SMTPRecipientsRefused 450", False)
    assert mailbox.letters == []


def test_a_letter_whose_text_is_refused_is_not_sent(mailbox):
    mailbox.refuses_text = True
    with mail_server(mailbox) as port:
        refused = refusal(SERVER, port)
    assert (refused.reason, refused.is_refused_address) == ("SMTPDataError 554", False)


def test_a_server_that_is_down_is_a_reason_without_address_or_link():
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
    assert refusal(SERVER, port).reason == "ConnectionRefusedError"


def test_a_server_that_says_nothing_is_given_up_in_time():
    with socket.create_server((HOST, 0)) as silent:
        begun = time.monotonic()
        refused = refusal(SERVER, silent.getsockname()[1], seconds=0.3)
        assert time.monotonic() - begun < 2
    assert refused.reason == "SMTPServerDisconnected"


def test_a_server_that_never_ends_its_answer_is_given_up_in_time():
    with babbling_server(every_second=0.05) as port:
        begun = time.monotonic()
        refused = refusal(SERVER, port, seconds=0.5)
        assert time.monotonic() - begun < 3
    assert refused.reason == "SMTPServerDisconnected"


def test_a_server_does_not_show_its_password():
    assert "thu-va-tho" not in repr(SECURE)
