"""What a file may look like, and files that cannot be read at all."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_plan_file import SMALL, as_json, faults_in, read, small_tree

from app.domain.errors import InvalidInput
from app.domain.units import Level, Unit
from app.planfiles.reading import open_plan_file
from app.planfiles.references import Holdings
from app.services.sentences import fault_sentence


def test_both_forms_give_the_same_dossier():
    assert read(SMALL) == read(as_json(small_tree()), "ke-hoach.json")


def test_the_end_of_the_name_may_be_in_capitals():
    assert read(SMALL, "KE-HOACH.TOML") == read(SMALL)


def test_decomposed_text_is_taken_and_composed():
    decomposed = unicodedata.normalize("NFD", SMALL)
    assert decomposed != SMALL
    assert read(decomposed) == read(SMALL)


def test_blanks_are_folded_and_a_leading_dash_stays():
    dossier = read(SMALL.replace('text = "Số để trống."', 'text = "  - Số   để trống.\\u00a0"'))
    assert dossier.plan.remarks[0].text == "- Số để trống."


def test_lines_of_a_text_stay_lines():
    dossier = read(SMALL.replace('text = "Số để trống."', 'text = """\n- một\n- hai"""'))
    assert dossier.plan.remarks[0].text == "- một\n- hai"


def test_a_byte_order_mark_and_lines_ended_by_windows_are_taken():
    assert read(("\ufeff" + SMALL.replace("\n", "\r\n")).encode()) == read(SMALL)


def test_a_date_may_stand_as_a_date_or_in_quotes():
    assert read(SMALL.replace("changed_on = 2023-06-29", 'changed_on = "2023-06-29"')) == read(SMALL)


def test_what_the_directory_holds_may_be_left_out_of_the_file():
    whole = read(SMALL)
    cut = SMALL[: SMALL.index("[[outlines]]")]
    held = Holdings(province=whole.province, units=whole.units, outlines=whole.outlines, forms=whole.forms)
    assert read(cut, held=held) == whole
    assert {fault.code for fault in faults_in(cut)} == {
        "province.unknown",
        "level.unknown",
        "unit.unknown",
        "outline.unknown",
        "form.unknown",
    }


def test_of_a_unit_the_directory_has_its_own_version_stands():
    ours = Unit(key="so-noi-vu", name="Sở Nội vụ tỉnh A", kind="cơ quan chuyên môn", level="tinh")
    dossier = read(SMALL, held=Holdings(units=(ours,)))
    assert [unit.name for unit in dossier.units if unit.key == "so-noi-vu"] == ["Sở Nội vụ tỉnh A"]


def test_a_unit_of_the_same_key_at_another_time_is_another_unit():
    earlier = Unit(key="so-noi-vu", name="Ban Tổ chức", kind="ban", level="tinh", until=date(2003, 12, 31))
    later = SMALL.replace('key = "so-noi-vu"\nname', 'key = "so-noi-vu"\nsince = 2004-01-01\nname')
    dossier = read(later, held=Holdings(units=(earlier,)))
    assert [unit.name for unit in dossier.units if unit.key == "so-noi-vu"] == ["Ban Tổ chức", "Sở Nội vụ"]
    assert dossier.unit_name("so-noi-vu") == "Sở Nội vụ"


def test_levels_that_the_directory_holds_count():
    whole = read(SMALL)
    village = Level(key="thon", rank=4, name="cấp thôn", bodies="các thôn")
    held = Holdings(province=replace(whole.province, levels=(*whole.province.levels, village)))
    assert faults_in(SMALL.replace('from_level = "xa"', 'from_level = "thon"'), held=held) == ()


UNREADABLE = [
    ("file.unknown_kind", "ke-hoach.xlsx", b""),
    ("file.too_big", "x.toml", b"#" * 5_000_001),
    ("file.not_utf8", "x.toml", 'schema = 1\ntitle = "Kế hoạch"'.encode("utf-16")),
    ("file.syntax", "x.toml", b'schema = 1\n[plan\nkey = "a"'),
    ("file.syntax", "x.toml", b'title = "'),
    ("file.syntax", "x.json", b'{"schema": 1,}'),
    ("file.syntax", "x.json", b""),
    ("file.too_deep", "x.toml", b"a = " + b"[" * 100_000),
    ("file.too_deep", "x.toml", b"a" + b".a" * 100_000 + b" = 1"),
    ("file.too_deep", "x.toml", b"a = " + b"[" * 40 + b"]" * 40),
    ("file.too_deep", "x.json", b"[" * 100_000),
    ("file.too_deep", "x.json", b'{"a":' * 40 + b"1" + b"}" * 40),
    ("number.too_long", "x.toml", b"a = 1" + b"0" * 5_000),
    ("number.too_long", "x.json", b'{"a": 1' + b"0" * 5_000 + b"}"),
    ("type.wrong", "x.json", b"[]"),
    ("key.twice", "x.json", b'{"schema": 1, "schema": 1}'),
    ("date.too_many_invalid", "x.toml", b"".join(b"a%d = 2023-02-31\n" % n for n in range(201))),
]


@pytest.mark.parametrize(
    ("code", "name", "data"), UNREADABLE, ids=[f"{code} {index}" for index, (code, *_) in enumerate(UNREADABLE)]
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(code: str, name: str, data: bytes):
    faults = faults_in(data, name)
    assert code in {fault.code for fault in faults}
    assert all(fault_sentence(fault) for fault in faults)


def test_a_fault_of_syntax_names_line_and_column_and_shows_the_line():
    (fault,) = faults_in('schema = 1\n[plan\nkey = "a"')
    assert fault_sentence(fault) == (
        "ke-hoach.toml (dòng 2, cột 6): viết sai cú pháp TOML, gần “[plan”. "
        "Kiểm tra dấu nháy, dấu ngoặc, dấu phẩy và dấu = ở dòng này và dòng ngay trước."
    )


def test_a_byte_that_is_not_utf8_is_named_by_line_and_position():
    (fault,) = faults_in(b'schema = 1\ntitle = "K\xe9"')
    assert (fault.place, fault.found) == ("ke-hoach.toml (dòng 2, byte 22)", "0xE9")


def test_a_file_says_what_it_names_before_it_is_compared():
    file = open_plan_file(SMALL.encode(), "x.toml")
    assert (file.province, file.outlines, file.forms) == ("tinh-a", ("de-cuong-2023",), ("phu-luc-1", "phu-luc-2"))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["plan", "units", "key", "visits", "window", "forms", "rows"]), inner, max_size=4
        )
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(["schema", "plan", "people", "outlines", "forms", "province", "units"]), _JSON))
def test_whatever_a_file_holds_the_answer_is_a_list_of_faults(tree: dict[str, object]):
    with pytest.raises(InvalidInput) as refused:
        read(json.dumps(tree).encode(), "x.json")
    assert all(fault_sentence(fault) for fault in refused.value.faults)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode), st.sampled_from(["x.toml", "x.json"]))
def test_whatever_bytes_come_the_answer_is_a_list_of_faults(data: bytes, name: str):
    assert faults_in(data, name)
