"""The log as an official reads it: in words, page by page, and whether it is whole."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from app.db.store import open_reader, open_store
from app.domain.audit import MOST_BREAKS_NAMED, RESTORED, ROWS_OF_A_PAGE
from app.domain.errors import Refused
from app.domain.people import Actor
from app.services.audit import audit_page, verification_lines, verify_log
from app.services.sentences import action_names

if TYPE_CHECKING:
    from sqlalchemy import Engine

START = datetime(2023, 7, 1, 2, 30, tzinfo=UTC)
AN, ROOT = Actor(name="an"), Actor(name="root", is_command_line=True)


def note(engine: Engine, *actions: str, subject: str = "tinh-a", by: Actor = AN, start: datetime = START) -> None:
    with open_store(engine) as store:
        for number, action in enumerate(actions):
            store.audit.note(action, subject, after=f"{number}", by=by, at=start + timedelta(hours=number))


def lines(engine: Engine, noted: str | None = None) -> list[str]:
    with open_reader(engine) as store:
        return list(verification_lines(verify_log(store, noted)))


def last_hash(engine: Engine) -> str:
    with open_reader(engine) as store:
        return store.audit.last_hash()


def spoil(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement))


def test_a_row_is_told_in_words(engine: Engine):
    note(engine, "plan.add", by=ROOT)
    note(engine, "feed.issue", start=START + timedelta(days=1))
    with open_reader(engine) as store:
        page = audit_page(store)
    assert [(row.moment, row.actor, row.action, row.entry.subject) for row in page.rows] == [
        ("09 giờ 30 phút, ngày 02/7/2023", "an", "Cấp địa chỉ lịch", "tinh-a"),
        ("09 giờ 30 phút, ngày 01/7/2023", "dòng lệnh (root)", "Thêm kế hoạch", "tinh-a"),
    ]
    assert page.older is None


def test_who_had_not_signed_in_is_told_as_such(engine: Engine):
    note(engine, "session.refused", by=Actor(name=""))
    with open_reader(engine) as store:
        assert [row.actor for row in audit_page(store).rows] == ["người chưa đăng nhập"]


def test_an_action_that_the_program_knows_no_more_is_told_by_its_code(engine: Engine):
    note(engine, "fax.send")
    with open_reader(engine) as store:
        assert [row.action for row in audit_page(store).rows] == ["fax.send"]


def test_pages_go_back_to_the_first_row(engine: Engine):
    note(engine, *["plan.add"] * (2 * ROWS_OF_A_PAGE))
    with open_reader(engine) as store:
        first = audit_page(store)
        assert first.older == first.rows[-1].entry.id
        second = audit_page(store, before=first.older)
    assert (len(first.rows), len(second.rows), second.older) == (ROWS_OF_A_PAGE, ROWS_OF_A_PAGE, None)
    assert [row.entry.after for row in (*first.rows, *second.rows)] == [f"{n}" for n in range(99, -1, -1)]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"action": "feed"}, ["feed.revoke", "feed.issue"]),
        ({"action": "feed."}, ["feed.revoke", "feed.issue"]),
        ({"action": "feed.issue"}, ["feed.issue"]),
        ({"action": "fee"}, []),
        ({"action": "không có"}, []),
        ({"actor": "  an "}, ["form.add", "feed.revoke", "feed.issue", "plan.add"]),
        ({"actor": "AN"}, []),
        ({"subject": "tinh-a", "actor": "an", "action": "plan"}, ["plan.add"]),
        ({"subject": "tinh-b"}, []),
        ({"first": date(2023, 7, 2)}, []),
        ({"last": date(2023, 7, 1), "first": date(2023, 7, 1), "action": "form"}, ["form.add"]),
        ({"first": date(2023, 7, 2), "last": date(2023, 7, 1)}, []),
    ],
)  # fmt: skip
def test_a_page_shows_what_was_asked_for(engine: Engine, asked: dict[str, str], expected: list[str]):
    note(engine, "plan.add", "feed.issue", "feed.revoke", "form.add")
    with open_reader(engine) as store:
        assert [row.entry.action for row in audit_page(store, **asked).rows] == expected  # type: ignore[arg-type]  # some of its arguments


def test_a_log_without_rows_is_whole(engine: Engine):
    assert lines(engine) == ["Nhật ký chưa có dòng nào."]
    assert lines(engine, "0" * 64)[1] == "Mã ghi lần trước là mã của nhật ký chưa có dòng nào."


def test_a_whole_log_is_told_with_its_last_row(engine: Engine):
    note(engine, "plan.add", "feed.issue")
    assert lines(engine) == [
        "Nhật ký nguyên vẹn: đã kiểm tra 2 dòng, dòng nào cũng nối đúng dòng trước và khớp mã băm của mình.",
        (
            "Dòng cuối: số 2, 10 giờ 30 phút, ngày 01/7/2023. Chép mã của dòng cuối dưới đây ra giấy; lần sau đối "
            "chiếu bằng lệnh kiemtra audit verify --expect MÃ."
        ),
    ]


def test_a_hash_noted_before_is_found_however_it_is_copied(engine: Engine):
    note(engine, "plan.add")
    noted = last_hash(engine)
    note(engine, "feed.issue")
    copied = " ".join(noted[start : start + 4] for start in range(0, 64, 4)).upper()
    assert (
        lines(engine, f" {copied}\n")[1]
        == "Mã ghi lần trước còn trong nhật ký: dòng số 1, 09 giờ 30 phút, ngày 01/7/2023."
    )


def test_each_row_that_does_not_fit_is_named_with_what_was_done_to_it(engine: Engine):
    note(engine, "plan.add", "feed.issue", "form.add", "feed.revoke", by=ROOT)
    note(engine, "days_off.add", subject="")
    spoil(engine, "UPDATE audit SET actor = 'ai đó' WHERE id = 2")
    spoil(engine, "DELETE FROM audit WHERE id = 4")
    found = lines(engine)
    assert found == [
        "Nhật ký không còn nguyên vẹn: đã kiểm tra 4 dòng, có 2 dòng không khớp.",
        (
            "- Dòng số 2, 10 giờ 30 phút, ngày 01/7/2023, dòng lệnh (ai đó), cấp địa chỉ lịch “tinh-a”: nội dung "
            "không khớp mã băm của dòng, tức là dòng này đã bị sửa sau khi ghi."
        ),
        (
            "- Dòng số 5, 09 giờ 30 phút, ngày 01/7/2023, an, thêm ngày nghỉ, ngày làm bù: không nối tiếp dòng "
            "ngay trước, tức là giữa hai dòng có dòng bị xóa, chèn thêm hoặc đổi chỗ."
        ),
        "Giữ nguyên cơ sở dữ liệu, báo người quản trị và đối chiếu với các bản sao lưu.",
        "Dòng cuối: số 5, 09 giờ 30 phút, ngày 01/7/2023; mã của dòng cuối:",
    ]


def test_many_rows_that_do_not_fit_are_counted_and_the_first_named(engine: Engine):
    note(engine, *["plan.add"] * (MOST_BREAKS_NAMED + 7))
    spoil(engine, "UPDATE audit SET after = 'x'")
    found = lines(engine)
    assert sum(line.startswith("- Dòng số ") for line in found) == MOST_BREAKS_NAMED
    assert "- và 7 dòng khác." in found


def test_an_end_that_was_cut_off_is_told_where_its_hash_was_noted(engine: Engine):
    note(engine, "plan.add", "feed.issue")
    noted = last_hash(engine)
    spoil(engine, "DELETE FROM audit WHERE id = 2")
    assert next(line[:50] for line in lines(engine)).startswith("Nhật ký nguyên vẹn: đã kiểm tra 1 dòng")
    found = lines(engine, noted)
    assert found[1].startswith("Mã ghi lần trước không còn trong nhật ký.")
    assert found[2].startswith("Giữ nguyên cơ sở dữ liệu")


def test_a_restore_is_named_as_a_reason_for_a_hash_that_is_not_there(engine: Engine):
    note(engine, "plan.add", RESTORED)
    assert not any("khôi phục" in line for line in lines(engine))
    found = lines(engine, "a" * 64)
    assert found[2].startswith("Dòng số 2 ghi một lần khôi phục từ bản sao lưu, 10 giờ 30 phút, ngày 01/7/2023:")


def test_a_time_that_cannot_be_read_is_told_as_such(sqlite_engine: Engine):
    note(sqlite_engine, "plan.add")
    spoil(sqlite_engine, "UPDATE audit SET at = 'hôm qua'")
    assert lines(sqlite_engine)[1].startswith(
        "- Dòng số 1, thời điểm không đọc được, an, thêm kế hoạch “tinh-a”: nội dung"
    )


@pytest.mark.parametrize("typed", ["", "abc", "g" * 64, "a" * 63, "a" * 65, "١" * 64])
def test_what_is_no_hash_is_refused(engine: Engine, typed: str):
    with open_reader(engine) as store, pytest.raises(Refused) as refusal:
        verify_log(store, typed)
    assert (refusal.value.code, refusal.value.facts()) == ("audit.hash_unreadable", {"found": typed})


def test_every_action_opens_with_a_capital_letter_and_ends_without_a_stop():
    assert [name for name in action_names().values() if not re.fullmatch(r"[A-ZĐ].*[^.\s]", name)] == []
