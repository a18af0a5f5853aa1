"""A record's file is read as it stands, to the last sign, or refused where two programs could read it in two ways."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from domain.draw_records import draw_record, sealed_check
from hypothesis import given
from hypothesis import strategies as st

from app.domain.draws.verifying import verify_record
from app.domain.errors import InvalidInput
from app.planfiles.draw_records import read_public_record
from app.services.sentences import fault_sentence

if TYPE_CHECKING:
    from collections.abc import Callable

RECORDS = {
    "draw": draw_record(),
    "list": draw_record(1),
    "sealed": sealed_check(),
    "closed": sealed_check(is_open=False),
}


def written(values: Any) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode()


def refusal(data: bytes) -> list[tuple[str, str, str]]:
    with pytest.raises(InvalidInput) as refused:
        read_public_record(data, "ho-so.json")
    return [(fault.place, fault.code, fault.found) for fault in refused.value.faults]


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("write", [written, lambda values: json.dumps(values, indent=4).encode("utf-8-sig")])
def test_a_record_is_read_as_it_was_written(name: str, write: Callable[[Any], bytes]):
    assert read_public_record(write(RECORDS[name]), "ho-so.json") == RECORDS[name]


def test_nothing_in_it_is_cleaned_because_every_sign_is_hashed():
    record = {**RECORDS["draw"], "source": unicodedata.normalize("NFD", "  Phiên   chọn \t")}
    assert read_public_record(written(record), "ho-so.json") == record


def test_half_of_a_pair_of_signs_is_read_and_found():
    record = {**RECORDS["draw"], "source": "\ud800"}
    read = read_public_record(json.dumps(record).encode(), "ho-so.json")
    assert [(fault.place, fault.code) for fault in verify_record(read)] == [("source", "record.sign_unknown")]


@pytest.mark.parametrize(
    ("data", "faults"),
    [
        (b"", [("ho-so.json (dòng 1, cột 1)", "file.syntax", "")]),
        (b'{\n"id": }', [("ho-so.json (dòng 2, cột 7)", "file.syntax", '"id": }')]),
        (b"\x1b[2J", [("ho-so.json (dòng 1, cột 1)", "file.syntax", "�[2J")]),
        (b'{"id":\n"\xff"}', [("ho-so.json (dòng 2, byte 9)", "file.not_utf8", "0xFF")]),
        (b"[]", [("ho-so.json", "type.wrong", "[…]")]),
        (b"null", [("ho-so.json", "type.wrong", "")]),
        (b"{}", [("ho-so.json", "record.not_one", "")]),
        (b'{"plan": {"key": "a"}}', [("ho-so.json", "record.not_one", "")]),
        (b'{"a": 1, "a": 1, "b": {"c": 1, "c": 2}}', [("ho-so.json", "key.twice", k) for k in ("c", "a")]),
        (b'{"a": -Infinity}', [("ho-so.json", "record.number_unreadable", "-Infinity")]),
        (b'{"a": ' + b"1" * 5000 + b"}", [("ho-so.json", "number.too_long", "")]),
        (b'{"a":' * 100_000, [("ho-so.json", "record.too_deep", "")]),
        (b" " * 5_000_001, [("ho-so.json", "record.too_big", "5.000.001")]),
    ],
    ids=["nothing", "syntax", "escape", "not UTF-8", "list", "null", "empty", "plan", "twice", "infinite", "long",
         "deep", "big"],
)  # fmt: skip
def test_what_cannot_be_read_in_one_way_alone_is_refused(data: bytes, faults: list[tuple[str, str, str]]):
    assert refusal(data) == faults


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_whatever_stands_in_a_file_is_refused_with_a_sentence(data: bytes):
    with pytest.raises(InvalidInput) as refused:
        read_public_record(data, "ho-so.json")
    assert all(fault_sentence(fault).startswith("ho-so.json") for fault in refused.value.faults)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(name=st.sampled_from(sorted(RECORDS)), parts=st.data())
def test_whatever_stands_in_the_parts_of_a_record_is_told_in_sentences(name: str, parts: st.DataObject):
    changed = parts.draw(st.dictionaries(st.sampled_from(sorted(RECORDS[name])), VALUES, min_size=1, max_size=4))
    faults = verify_record({**RECORDS[name], **changed})
    assert all(fault_sentence(fault).isprintable() for fault in faults)


def test_a_record_of_ten_thousand_communes_is_small_enough():
    frame = [{"code": f"{number:05}", "name": "Xã Thị trấn Đường Mười Bốn"} for number in range(10_000)]
    tickets = [{"code": unit["code"], "ticket": "f" * 64} for unit in frame]
    codes = [unit["code"] for unit in frame]
    text = "".join(f"{unit['code']}\t{unit['name']}\n" for unit in frame)
    ledger = [{"at": "", "event": "draw", "data": {"alternates": codes}, "prev": "", "hash": ""}]
    large = {"frame": frame, "frame_text": text, "tickets": tickets, "alternates": codes, "ledger": ledger}
    record = {**RECORDS["draw"], **large}
    data = json.dumps(record, ensure_ascii=False, indent=2).encode()
    assert read_public_record(data, "ho-so.json") == record
