"""`kiemtra draw verify`: 0 for a record that fits, 1 for one that does not, 2 for what is no record; no database."""

from __future__ import annotations

import json
import os
import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from cli.drawing import DRAW, UNIT, record
from cli.running import KIEMTRA, PLAN, CommandLine, on_copy_of

from app.cli.parser import build_parser
from app.domain.errors import InvalidInput
from app.services.sentences import refusal_sentence

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOWHERE = CommandLine("sqlite:////nowhere/kiemtra.db")


@pytest.fixture(scope="session")
def records(drawings: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The record of one draw as `show --json` printed it after each of its steps."""
    folder = tmp_path_factory.mktemp("records")
    return {step: record(on_copy_of(path, folder / step)) for step, path in drawings.items() if step != "new"}


@pytest.fixture
def written(tmp_path: Path) -> Callable[[object], Path]:
    """Write a record, or whatever stands in its stead, into a file."""

    def write(content: object) -> Path:
        path = tmp_path / "ho-so.json"
        is_raw = isinstance(content, bytes)
        path.write_bytes(content if is_raw else json.dumps(content, ensure_ascii=False).encode())
        return path

    return write


@pytest.mark.parametrize("step", ["opened", "seeded", "drawn", "annulled"])
def test_a_record_fits_after_every_step_and_its_last_hash_stands_last(
    records: dict[str, dict[str, Any]], written: Callable[[object], Path], step: str
):
    done = NOWHERE.must("draw", "verify", written(records[step]))
    assert done.err == ""
    assert done.lines[0].startswith(f"Hồ sơ {DRAW} khớp: đã tính lại mã danh sách của 9 đơn vị, mã cam kết, ")
    assert done.lines[-1] == records[step]["ledger"][-1]["hash"]


def test_it_names_the_communes_that_are_inspected(
    records: dict[str, dict[str, Any]], written: Callable[[object], Path]
):
    lines = NOWHERE.must("draw", "verify", written(records["drawn"])).lines
    names = {unit["code"]: unit["name"] for unit in records["drawn"]["frame"]}
    told = [line for line in lines if line.startswith("Được kiểm tra theo hồ sơ: ")]
    assert told == [f"Được kiểm tra theo hồ sơ: {code} {names[code]}" for code in records["drawn"]["drawn"]]


def test_a_record_whose_replacement_is_checked_names_who_is_inspected_now(
    drawings: dict[str, Path], tmp_path: Path, written: Callable[[object], Path]
):
    kiemtra = on_copy_of(drawings["drawn"], tmp_path)
    drawn, alternates = (record(kiemtra)[name] for name in ("drawn", "alternates"))
    kiemtra.must("draw", "replace", DRAW, drawn[1], "--reason", "Bị cô lập do lũ", KIEMTRA_TODAY="2023-08-17")
    lines = NOWHERE.must("draw", "verify", written(record(kiemtra))).lines
    told = [line.split()[6] for line in lines if line.startswith("Được kiểm tra theo hồ sơ: ")]
    assert told == [drawn[0], alternates[0]]


def test_a_record_of_a_list_that_was_annulled_names_no_commune(
    records: dict[str, dict[str, Any]], written: Callable[[object], Path]
):
    assert "Được kiểm tra" not in NOWHERE.must("draw", "verify", written(records["annulled"])).out


TAMPERED: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a name": (lambda r: r["frame"][0].update(name="Xã Khác"), "- frame_text[1]: "),
    "a code drawn": (lambda r: r["drawn"].reverse(), "- drawn: "),
    "the seed": (lambda r: r.update(seed="407129368851"), "- seed: "),
    "the seed as typed": (lambda r: r.update(seed_typed="4071 2936 8851"), "- seed_typed: "),
    "the number": (lambda r: r.update(count=3), "- commitment_text[5]: dòng này ghi “count: 2”"),
    "a ticket": (lambda r: r["tickets"][3].update(ticket="0" * 64), "- tickets[4].ticket: "),
    "a reason": (lambda r: r["without"][0].update(reason="Bị lũ"), "- without: "),
    "a witness": (lambda r: r["witnesses"].append("Khách"), "- witnesses: "),
    "the hour of an entry": (lambda r: r["ledger"][1].update(at="2023-08-16T05:00:01+00:00"), "- ledger[2].hash: "),
    "an entry taken out": (lambda r: r["ledger"].pop(1), "- ledger[2].prev: "),
    "a part taken out": (lambda r: r.pop("witnesses"), "- record: thiếu phần “witnesses”."),
    "a part put in": (lambda r: r.update(winner="25240"), "- record: phần “winner” không thuộc hồ sơ"),
}


def verified(path: Path) -> int:
    """Run the command in this process, as the parser hands it on, and return its exit status."""
    arguments = build_parser().parse_args(["draw", "verify", str(path)])
    status: int = arguments.run(arguments, None)
    return status


@pytest.mark.parametrize("what", TAMPERED)
def test_a_record_that_was_changed_is_told_and_the_place_is_named(
    records: dict[str, dict[str, Any]],
    written: Callable[[object], Path],
    capfd: pytest.CaptureFixture[str],
    what: str,
):
    change, told = TAMPERED[what]
    changed = json.loads(json.dumps(records["drawn"]))
    change(changed)
    status = verified(written(changed))
    out, err = capfd.readouterr()
    first, *lines = out.splitlines()
    assert (status, err) == (1, "")
    assert re.fullmatch(rf"Hồ sơ {re.escape(DRAW)} không khớp, \d+ chỗ:", first)
    assert [line for line in lines if line.startswith(told)] != []
    assert [line for line in lines if not re.fullmatch(r"- \S+: .+\.", line)] == []


def test_a_record_that_was_changed_ends_with_status_1(
    records: dict[str, dict[str, Any]], written: Callable[[object], Path]
):
    done = NOWHERE("draw", "verify", written({**records["drawn"], "count": 3}))
    assert (done.status, done.err) == (1, "")
    assert done.lines[0] == f"Hồ sơ {DRAW} không khớp, 3 chỗ:"


UNREADABLE: dict[str, tuple[object, str]] = {
    "nothing": (b"", "ho-so.json (dòng 1, cột 1): viết sai cú pháp JSON"),
    "no JSON": (b"{'id': 1}", "viết sai cú pháp JSON"),
    "not UTF-8": (b'{"id": "\xff"}', "tệp không viết bằng mã UTF-8"),
    "a list": ([1], "ho-so.json: giá trị “[…]” không đúng loại."),
    "another table": ({"name": "x"}, "tệp không phải hồ sơ của một lần chọn"),
    "a key twice": (b'{"id": "a", "id": "b"}', "khóa “id” viết hai lần"),
    "no number": (b'{"count": NaN}', "có giá trị “NaN” không phải một số của JSON"),
    "a number without end": (b'{"count": ' + b"9" * 5000 + b"}", "có số nguyên quá dài"),
    "too deep": (b"[" * 100_000, "các phần lồng vào nhau quá sâu"),
    "too big": (b" " * 5_000_001, "tệp quá lớn (5.000.001 byte)"),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_is_no_record_is_told(written: Callable[[object], Path], capfd: pytest.CaptureFixture[str], what: str):
    content, told = UNREADABLE[what]
    with pytest.raises(InvalidInput) as refusal:
        verified(written(content))
    assert told in refusal_sentence(refusal.value)
    assert capfd.readouterr() == ("", "")


def test_what_is_no_record_is_refused_with_status_2(written: Callable[[object], Path]):
    told = NOWHERE.refused("draw", "verify", written({"name": "x"}))
    assert told.startswith("ho-so.json: tệp không phải hồ sơ của một lần chọn")


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path):
    assert "khong-co.json" in NOWHERE.refused("draw", "verify", tmp_path / "khong-co.json")
    assert str(tmp_path) in NOWHERE.refused("draw", "verify", tmp_path)


def test_signs_that_would_act_on_the_screen_are_not_shown(
    records: dict[str, dict[str, Any]], written: Callable[[object], Path]
):
    done = NOWHERE("draw", "verify", written({**records["drawn"], "id": "\x1b[2J\x1b[32mkhớp"}))
    assert (done.status, "\x1b" in done.out) == (1, False)


def test_it_needs_no_setting_either(records: dict[str, dict[str, Any]], written: Callable[[object], Path]):
    environment = {"PATH": os.environ["PATH"], "KIEMTRA_ENVIRONMENT": "production"}
    path = written(records["drawn"])
    done = subprocess.run([KIEMTRA, "draw", "verify", path], env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_draw_of_another_unit_passed_off_as_this_one_is_found(
    records: dict[str, dict[str, Any]], written: Callable[[object], Path]
):
    other = {**records["drawn"], "id": f"{PLAN}.ubnd-huyen-bu-dang.1", "unit": "ubnd-huyen-bu-dang"}
    done = NOWHERE("draw", "verify", written(other))
    assert f"commitment_text[3]: dòng này ghi “unit: {UNIT}”" in done.out
    assert done.status == 1
