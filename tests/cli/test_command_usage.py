"""Help and wrong use: Vietnamese to the last word, wrong use ends with status 2."""

from __future__ import annotations

import argparse
import re
import unicodedata
from typing import TYPE_CHECKING

import pytest

from app.cli.parser import build_parser

if TYPE_CHECKING:
    from cli.running import CommandLine

COMMANDS = (
    "init", "plans", "check", "emit", "export", "import", "propose", "release", "adjust", "feed issue", "feed revoke",
    "draw open", "draw seed", "draw run", "draw replace", "draw annul", "draw show", "draw verify", "draw list",
    "sealed add", "sealed open", "sealed annul", "sealed show", "sealed list",
    "user add", "user link", "user disable", "audit verify", "serve", "backup", "restore",
)  # fmt: skip
GROUPS = ("feed", "draw", "sealed", "user", "audit")
ENGLISH = re.compile(
    r"\b(usage|options?|optional|positional|arguments?|this|help message|exit|error|invalid|choose|choice|required"
    r"|expected|ignored|explicit|unrecognized|ambiguous|value|allowed|default|prog)\b",
    re.IGNORECASE,
)
WRONG = {
    "no command": ([], "Lệnh chưa đúng: thiếu LỆNH"),
    "unknown command": (["kiem-tra"], "tham số LỆNH: không có lựa chọn 'kiem-tra'"),
    "shortened command": (["chec", "x"], "tham số LỆNH: không có lựa chọn 'chec'"),
    "no plan": (["check"], "thiếu KẾ_HOẠCH"),
    "one word too many": (["check", "a", "b"], "không có tham số b"),
    "unknown option": (["check", "a", "--xml"], "không có tham số --xml"),
    "shortened option": (["emit", "a", "--out", "x", "--correct"], "không có tham số --correct"),
    "value for a switch": (["check", "a", "--json=x"], "tham số --json: không nhận giá trị 'x'"),
    "option without value": (["emit", "a", "--out"], "tham số --out: cần một giá trị"),
    "no folder": (["emit", "a"], "thiếu --out"),
    "empty folder": (["emit", "a", "--out", ""], "tham số --out: đường dẫn để trống"),
    "empty file": (["import", ""], "tham số TỆP: đường dẫn để trống"),
    "release that is no number": (["emit", "a", "--out", "x", "--release", "hai"], "một số nguyên, không phải 'hai'"),
    "no feed command": (["feed"], "thiếu LỆNH"),
    "feed without name": (["feed", "issue", "a"], "thiếu --name"),
    "draw without a number": (["draw", "open", "a", "b"], "thiếu --count"),
    "number of communes in words": (["draw", "open", "a", "b", "--count", "hai"], "một số nguyên, không phải 'hai'"),
    "left out without a reason": (
        ["draw", "open", "a", "b", "--count", "1", "--without", "25258"],
        "tham số --without: '25258' chưa đủ; viết dạng MÃ=\"lý do\"",
    ),
    "seed in several words": (["draw", "seed", "a", "40", "71", "--source", "x"], "không có tham số 71"),
    "seed without source": (["draw", "seed", "a", "407129"], "thiếu --source"),
    "annulled by nobody": (["draw", "annul", "a", "--reason", "b"], "thiếu --signatory"),
    "nothing to verify": (["draw", "verify"], "thiếu TỆP"),
    "hour that is none": (
        ["sealed", "add", "a", "--batch", "b", "--from", "2024-08-01", "--opens", "2024-08-01T24:30"],
        "tham số --opens: '2024-08-01T24:30' không phải một giờ có thật",
    ),
    "account without role": (["user", "add", "a", "--name", "A"], "thiếu --role"),
    "role that is none": (["user", "add", "a", "--name", "A", "--role", "chu"], "không có lựa chọn 'chu'"),
    "account to close not named": (["user", "disable"], "thiếu TÊN_ĐĂNG_NHẬP"),
    "port that is none": (["serve", "--port", "99999"], "cần một số từ 1 đến 65535, không phải '99999'"),
    "port in words": (["serve", "--port", "tám"], "cần một số từ 1 đến 65535, không phải 'tám'"),
}  # fmt: skip


def parsers() -> dict[str, argparse.ArgumentParser]:
    """Return the parser of every command by the words that call it, "" for the whole."""
    found: dict[str, argparse.ArgumentParser] = {}

    def walk(words: str, parser: argparse.ArgumentParser) -> None:
        found[words] = parser
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                for name, below in action.choices.items():
                    walk(f"{words} {name}".strip(), below)

    walk("", build_parser())
    return found


def test_these_commands_exist_and_no_others():
    assert set(parsers()) - {"", *GROUPS} == set(COMMANDS)


@pytest.mark.parametrize("words", ["", *GROUPS, *COMMANDS])
def test_help_is_vietnamese_and_explains_every_argument(words: str):
    parser = parsers()[words]
    text = parser.format_help()
    assert text.startswith(f"Cách dùng: {' '.join(['kiemtra', *words.split()])} ")
    assert ENGLISH.findall(text.replace("--help", "")) == []
    assert unicodedata.is_normalized("NFC", text)
    assert [a.dest for a in parser._actions if not isinstance(a, argparse._SubParsersAction) and not a.help] == []


@pytest.mark.parametrize("case", WRONG)
def test_wrong_use_is_told_in_vietnamese_with_status_2(case: str, capsys: pytest.CaptureFixture[str]):
    words, told = WRONG[case]
    with pytest.raises(SystemExit) as ended:
        build_parser().parse_args(words)
    out, err = capsys.readouterr()
    assert (ended.value.code, out) == (2, "")
    assert err.startswith("Cách dùng: kiemtra ")
    assert told in err
    assert re.search(r"^Xem hướng dẫn: kiemtra.* --help$", err, re.MULTILINE)
    assert ENGLISH.findall(err.replace("--help", "")) == []


def test_the_command_itself_shows_help_and_refuses_wrong_use(kiemtra: CommandLine):
    shown = kiemtra.must("feed", "issue", "--help")
    assert (shown.out, shown.err) == (f"{parsers()['feed issue'].format_help()}", "")
    wrong = kiemtra("check")
    assert (wrong.status, wrong.out) == (2, "")
    assert wrong.err.splitlines()[-2:] == ["Lệnh chưa đúng: thiếu KẾ_HOẠCH", "Xem hướng dẫn: kiemtra check --help"]
