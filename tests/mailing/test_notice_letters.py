"""Letters of change: what they say, that each goes out once, and that a mail server in trouble loses nothing."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from builders import a_batch, a_dossier, a_plan, a_visit
from mailing.mail_servers import HOST, REFUSED, Mailbox, mail_server
from web.filling import main_words, sent
from web.issued import MEMBER, PLANNER, adjust, file_url, issue, of_unit, small_site
from web.seeded import Site

from app.db.engine import create_engine
from app.db.store import open_store
from app.domain.acts import Decision
from app.domain.plans import PlanState
from app.mailing.letters import WrongAddress
from app.mailing.notice_letters import NoticeLetter, NoticeLetterKind, composed_notice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SENDER = "Sở Nội vụ <kiemtra@noivu.example>"
LETTER = NoticeLetter(
    kind=NoticeLetterKind.NOTICE,
    notice=3,
    name="Ngô Thị A",
    email="a@syt.example",
    recipient="Sở Y tế",
    plan_title="Kế hoạch kiểm tra năm 2023",
    act="Văn bản số 12/QĐ-UBND ngày 10/7/2023",
    lines=("Thời gian kiểm tra: ngày 14/8/2023 (trước là ngày 01/8/2023)", "Trưởng đoàn: Bà N (trước là Ông M)"),
    addition="Mong thông cảm.",
    link="https://kiemtra.example/thong-bao-den/3",
    at=datetime(2023, 7, 10, 5, tzinfo=UTC),
)
PLAN = "tinh-a-2023"
SEND = f"/ke-hoach/{PLAN}/thong-bao/gui"


def text_of(letter: NoticeLetter) -> str:
    return str(composed_notice(letter, SENDER).get_content())


def test_a_letter_says_what_changes_line_by_line_what_was_added_and_where_to_confirm():
    message = composed_notice(LETTER, SENDER)
    assert message["Subject"] == "Thông báo thay đổi: Sở Y tế - Kế hoạch kiểm tra năm 2023"
    assert message["To"] == "Ngô Thị A <a@syt.example>"
    assert text_of(LETTER).split("\n") == [
        "Kính gửi ông/bà Ngô Thị A,",
        "",
        "Văn bản số 12/QĐ-UBND ngày 10/7/2023 thay đổi phần liên quan đến Sở Y tế trong Kế hoạch kiểm tra năm 2023:",
        "",
        "- Thời gian kiểm tra: ngày 14/8/2023 (trước là ngày 01/8/2023)",
        "- Trưởng đoàn: Bà N (trước là Ông M)",
        "",
        "Mong thông cảm.",
        "",
        "Đề nghị mở thông báo và bấm “Xác nhận đã nhận”:",
        "",
        "https://kiemtra.example/thong-bao-den/3",
        "",
        "Thư do phần mềm gửi tự động, không trả lời thư này.",
        "",
    ]


def test_a_reminder_says_that_nobody_has_confirmed():
    reminder = replace(LETTER, kind=NoticeLetterKind.REMINDER, addition="")
    assert composed_notice(reminder, SENDER)["Subject"].startswith("Nhắc xác nhận thông báo thay đổi: Sở Y tế")
    assert "chưa được xác nhận đã nhận" in text_of(reminder)


def test_the_same_letter_is_the_same_message_and_any_other_is_another():
    message = composed_notice(LETTER, SENDER)
    assert bytes(composed_notice(LETTER, SENDER)) == bytes(message)
    others = [replace(LETTER, notice=4), replace(LETTER, email="b@syt.example"),
              replace(LETTER, kind=NoticeLetterKind.REMINDER)]  # fmt: skip
    marks = {message["Message-ID"], *(composed_notice(other, SENDER)["Message-ID"] for other in others)}
    assert len(marks) == 4


def test_a_line_break_in_a_name_stays_out_of_the_header():
    message = composed_notice(replace(LETTER, recipient="Sở Y tế\r\nBcc: x@xau.example"), SENDER)
    assert message["Bcc"] is None
    assert "Sở Y tế Bcc" in message["Subject"]


def test_an_address_that_is_none_is_refused():
    with pytest.raises(WrongAddress):
        composed_notice(replace(LETTER, email="không phải"), SENDER)


# Sent by the service


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with an issued adjustment, whose recipients have addresses; one of them is refused."""
    folder = tmp_path_factory.mktemp("thu")
    plan = a_plan(
        state=PlanState.ISSUED,
        decision=Decision(symbol="QĐ-UBND", body="ubnd-tinh-a", number="7"),
        batches=(a_batch(deputies=()),),
        visits=(a_visit(),),
    )
    accounts = {"planner": (PLANNER,), "unit": (of_unit("so-y-te"),), "member": (MEMBER,)}
    with small_site(file_url(folder), a_dossier(plan), **accounts) as made:
        adjust(made.engine, PLAN, '[[moves]]\nunit = "so-y-te"\nwindow = { first = 2023-08-14, last = 2023-08-16 }\n')
        issue(made.engine, PLAN, "12", "ong-m")
    engine = create_engine(file_url(folder))
    with open_store(engine) as store:
        for login, email in (("unit", "a@syt.example"), ("member", REFUSED)):
            store.accounts._set(store.accounts.by_login(login), email=email)  # type: ignore[arg-type]  # it is there
    engine.dispose()
    return folder / "kiemtra.db"


@pytest.fixture
def site(filled: Path, tmp_path: Path) -> Iterator[Site]:
    shutil.copy(filled, tmp_path / "kiemtra.db")
    made = Site(file_url(tmp_path), login="planner")
    yield made
    made.close()


def mailing_by(site: Site, port: int) -> None:
    fields = {"smtp_host": HOST, "smtp_port": port, "smtp_security": "none", "smtp_from": SENDER}
    settings = type(site.app.state.settings)(**(site.app.state.settings.model_dump() | fields))
    site.app.state.settings = settings


def test_each_is_mailed_once_and_the_page_names_who_got_no_letter(site: Site):
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        mailing_by(site, port)
        question = site.client.get(SEND)
        answer = sent(site.client, question, SEND)
        assert sent(site.client, question, SEND).status_code == 409
    assert mailbox.recipients == [["a@syt.example"]]
    assert "/thong-bao-den/" in mailbox.letters[0].get_content()
    words = main_words(answer)
    assert "Đã gửi 01 thư điện tử." in words
    assert f"Chưa gửi được thư đến: {REFUSED}." in words
    with open_store(site.engine) as store:
        assert [each.is_sent for each in store.notices.list(PLAN)] == [True, True, True]


def test_a_letter_leaves_only_once_the_notice_is_kept(site: Site):
    mailbox = Mailbox()

    def look() -> None:
        with open_store(site.engine) as store:
            seen.append([each.is_sent for each in store.notices.list(PLAN)])

    seen: list[list[bool]] = []
    mailbox.on_arrival = look
    with mail_server(mailbox) as port:
        mailing_by(site, port)
        sent(site.client, site.client.get(SEND), SEND)
    assert seen == [[True, True, True]]


def test_a_mail_server_that_is_down_leaves_the_notices_sent_and_says_whom_to_tell(site: Site):
    with mail_server(Mailbox()) as port:
        pass
    mailing_by(site, port)
    answer = sent(site.client, site.client.get(SEND), SEND)
    assert answer.status_code == 200
    assert "Chưa gửi được thư đến: a@syt.example" in main_words(answer)
    with open_store(site.engine) as store:
        assert [each.is_sent for each in store.notices.list(PLAN)] == [True, True, True]
