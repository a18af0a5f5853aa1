"""A request for changes is read with every fault at once, each at its line."""

from __future__ import annotations

from datetime import date

import pytest
from builders import a_window, before

from app.domain.acts import Submission
from app.domain.adjustments import (
    Adjustment,
    DeadlineChange,
    Joining,
    LeaderChange,
    Leaving,
    Move,
    Return,
    SeatChange,
    TextChange,
    Transfer,
    Withdrawal,
)
from app.domain.dates import Half, LooseTime, Window
from app.domain.errors import Fault, InvalidInput
from app.domain.people import Person
from app.domain.teams import Role, Seat
from app.domain.visits import Manner, Visit
from app.planfiles.adjustments import read_adjustment

FULL = """
schema = 1
reason = "Theo đề nghị của Sở Y tế"
submission = { agency = "so-noi-vu", number = "99/TTr-SNV", day = 2023-08-01 }

[[people]]
key = "ba-q"
name = "Nguyễn Thị Q"
honorific = "Bà"
position = "Chuyên viên"
agency = "so-noi-vu"

[[withdrawals]]
unit = "so-y-te"
number = 2

[[returns]]
unit = "so-tu-phap"
window = { first = 2023-09-05, last = 2023-09-06, closes = "morning" }

[[additions]]
unit = "ubnd-huyen-b"
batch = "dot-2"
manner = "unannounced"

[[moves]]
unit = "so-y-te"
loose = { wording = "Quý IV năm 2023" }

[[transfers]]
unit = "so-y-te"
batch = "dot-2"

[[leaders]]
batch = "dot-1"
head = ""
deputies = []

[[leavings]]
seat = "ong-p"

[[joinings]]
team = "doan"
seat = { key = "thay", person = "ba-q", role = "secretary", substitutes = "ong-x", since = 2023-08-01 }

[[seats]]
seat = "van-phong"
person = "ba-q"

[[deadlines]]
self_inspection = true
deadline = { relation = "before", day = 2023-12-01 }

[[texts]]
place = "plan.clause.VII.3.a"
text = "Báo cáo trước ngày 01/12/2023."
"""


def codes(text: str, name: str = "yeu-cau.toml") -> list[tuple[str, str]]:
    return [(fault.place, fault.code) for fault in read_adjustment(text.encode(), name).faults]


def test_every_kind_of_change_is_read():
    file = read_adjustment(FULL.encode(), "yeu-cau.toml")
    assert file.faults == ()
    assert file.request == Adjustment(
        reason="Theo đề nghị của Sở Y tế",
        submission=Submission(agency="so-noi-vu", number="99/TTr-SNV", day=date(2023, 8, 1)),
        people=(Person(key="ba-q", name="Nguyễn Thị Q", honorific="Bà", position="Chuyên viên", agency="so-noi-vu"),),
        withdrawals=(Withdrawal(unit="so-y-te", number=2),),
        returns=(
            Return(
                unit="so-tu-phap",
                window=Window(first=date(2023, 9, 5), last=date(2023, 9, 6), closes=Half.MORNING),
            ),
        ),
        additions=(Visit(unit="ubnd-huyen-b", batch="dot-2", manner=Manner.UNANNOUNCED),),
        moves=(Move(unit="so-y-te", loose=LooseTime(wording="Quý IV năm 2023")),),
        transfers=(Transfer(unit="so-y-te", batch="dot-2"),),
        leaders=(LeaderChange(batch="dot-1", head="", deputies=()),),
        leavings=(Leaving(seat="ong-p"),),
        joinings=(
            Joining(
                team="doan",
                seat=Seat(key="thay", person="ba-q", role=Role.SECRETARY, substitutes="ong-x", since=date(2023, 8, 1)),
            ),
        ),
        seats=(SeatChange(seat="van-phong", person="ba-q"),),
        deadlines=(DeadlineChange(self_inspection=True, deadline=before(date(2023, 12, 1))),),
        texts=(TextChange(place="plan.clause.VII.3.a", text="Báo cáo trước ngày 01/12/2023."),),
    )


def test_json_says_the_same_and_the_schema_may_be_left_out():
    text = '{"moves": [{"unit": "so-y-te", "window": {"first": "2023-08-01", "last": "2023-08-02"}}]}'
    found = read_adjustment(text.encode(), "YEU-CAU.JSON").request
    assert found == Adjustment(moves=(Move(unit="so-y-te", window=a_window(date(2023, 8, 1), date(2023, 8, 2))),))


@pytest.mark.parametrize("name", ["yeu-cau.docx", "yeu-cau", "toml"])
def test_a_file_of_another_kind_is_refused(name: str):
    with pytest.raises(InvalidInput) as refusal:
        read_adjustment(b"", name)
    assert refusal.value.faults == (Fault(place=name, code="file.unknown_kind", wanted=".toml, .json"),)


def test_a_file_that_cannot_be_read_is_refused():
    with pytest.raises(InvalidInput) as refusal:
        read_adjustment(b"moves = [", "yeu-cau.toml")
    assert [fault.code for fault in refusal.value.faults] == ["file.syntax"]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("schema = 2", [("schema (dòng 1)", "schema.unsupported")]),
        ("moves = 5", [("moves (dòng 1)", "type.wrong")]),
        ("doi = 5", [("doi (dòng 1)", "key.unknown")]),
        ("[[moves]]\nwindow = { first = 2023-08-02, last = 2023-08-01 }", [
            ("moves[1] (dòng 1)", "key.missing"), ("moves[1].window (dòng 2)", "window.ends_before_start"),
        ]),
        ("[[moves]]\nunit = 'a'\nwindow = { first = 2023-01-01, last = 2025-01-01 }", [
            ("moves[1].window (dòng 3)", "window.too_long"),
        ]),
        ("[[deadlines]]\nbatch = 'dot-1'\ndeadline = { relation = 'within' }", [
            ("deadlines[1].deadline (dòng 3)", "deadline.incomplete"),
        ]),
        ("[[joinings]]\nseat = { key = 'Ông P', office = 'x' }", [("joinings[1].seat.key (dòng 2)", "key.not_slug")]),
    ],
)  # fmt: skip
def test_a_fault_is_told_at_its_line(text: str, faults: list[tuple[str, str]]):
    assert sorted(codes(text)) == sorted(faults)


PARTLY = """
[[moves]]
unit = 5

[[moves]]
unit = "so-y-te"

[[people]]
key = "ba-q"
"""


def test_what_is_readable_of_a_faulty_file_is_kept_so_that_its_other_faults_are_found_too():
    file = read_adjustment(PARTLY.encode(), "yeu-cau.toml")
    assert {fault.code for fault in file.faults} == {"type.wrong", "key.missing"}
    assert file.request == Adjustment(moves=(Move(unit="so-y-te"),))
    found = [
        Fault(place="moves[1].unit", code="change.visit_unknown", found="so-y-te"),
        Fault(place="leaders[1].head", code="change.person_unknown", found="ba-q"),
        Fault(place="", code="change.none"),
    ]
    assert file.all_faults(found) == (
        *file.faults,
        Fault(place="moves[2].unit (dòng 6)", code="change.visit_unknown", found="so-y-te"),
    )


def test_faults_of_a_readable_file_are_all_told_at_their_lines():
    file = read_adjustment(b"[[leaders]]\nbatch = 'dot-1'\nhead = 'ai'\n", "yeu-cau.toml")
    found = [Fault(place="leaders[1].head", code="change.person_unknown"), Fault(place="", code="change.none")]
    assert [fault.place for fault in file.all_faults(found)] == ["leaders[1].head (dòng 3)", "yeu-cau.toml"]
