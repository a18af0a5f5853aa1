"""Cú pháp lệnh: every command with its arguments, and help in Vietnamese."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from app.cli import feeds, plans, system
from app.cli.console import put, say
from app.domain.vietnamese import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.settings import Settings

    Command = Callable[[argparse.Namespace, Settings], int]

_WRONG_USE = 2
_LAST_PORT = 65535


class _Parser(argparse.ArgumentParser):
    """argparse speaking Vietnamese."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=_Formatter, **options)
        self._positionals.title = "tham số"
        self._optionals.title = "tùy chọn"
        self.add_argument("-h", "--help", action="help", help="xem hướng dẫn rồi thoát")

    def error(self, message: str) -> NoReturn:
        """Say in Vietnamese what is wrong with the call, and stop with status 2."""
        say(f"{self.format_usage()}Lệnh chưa đúng: {_translated(message)}\nXem hướng dẫn: {self.prog} --help")
        raise SystemExit(_WRONG_USE)

    def print_help(self, _file: object = None) -> None:
        """Write the help where it does no harm when its reader leaves."""
        put(self.format_help().rstrip("\n"))


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Open the line of use in Vietnamese."""
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)


_PHRASES = (
    ("ignored explicit argument", "không nhận giá trị"),
    ("the following arguments are required:", "thiếu"),
    ("unrecognized arguments:", "không có tham số"),
    ("expected one argument", "cần một giá trị"),
    ("invalid choice:", "không có lựa chọn"),
    ("(choose from", "(chọn trong"),
    ("invalid int value:", "cần một số nguyên, không phải"),
    ("argument ", "tham số "),
    ("one of the arguments", "cần một trong"),
    ("is required", ""),
    ("not allowed with argument", "không dùng cùng"),
)


def _translated(message: str) -> str:
    for english, vietnamese in _PHRASES:
        message = message.replace(english, vietnamese)
    return message


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line; each command sets `run`."""
    parser = _Parser(
        prog="kiemtra", description="Lập và điều hành kế hoạch kiểm tra cải cách hành chính, chuyển đổi số."
    )
    commands = parser.add_subparsers(title="lệnh", metavar="LỆNH", required=True, parser_class=_Parser)

    _command(commands, "init", "tạo hoặc nâng cấp cơ sở dữ liệu, nạp dữ liệu gốc", system.init)

    listing = _command(commands, "plans", "liệt kê các kế hoạch", plans.list_plans)
    listing.add_argument("--json", action="store_true", help="in dạng JSON")

    check = _command(commands, "check", "kiểm tra một kế hoạch theo các quy tắc", plans.check)
    check.add_argument("plan", metavar="KẾ_HOẠCH", help="khóa của kế hoạch")
    check.add_argument("--json", action="store_true", help="in dạng JSON")

    emit = _command(commands, "emit", "phát bộ văn bản, biểu mẫu, lịch của một kế hoạch", plans.emit)
    emit.add_argument("plan", metavar="KẾ_HOẠCH", help="khóa của kế hoạch")
    emit.add_argument("--out", metavar="THƯ_MỤC", type=_path, required=True, help="thư mục nhận tệp")
    emit.add_argument("--unit", metavar="ĐƠN_VỊ", help="chỉ phát tệp của một đơn vị")
    emit.add_argument("--release", metavar="N", type=int, help="phát theo bản ban hành số N")
    emit.add_argument("--corrected", action="store_true", help="dùng cách đọc đã đính chính thay cho chữ in sai")

    export = _command(commands, "export", "xuất một kế hoạch ra màn hình thành tệp đọc được", plans.export)
    export.add_argument("plan", metavar="KẾ_HOẠCH", help="khóa của kế hoạch")
    export.add_argument("--json", action="store_true", help="xuất dạng JSON thay cho TOML")

    imports = _command(commands, "import", "đưa một kế hoạch từ tệp TOML hoặc JSON vào", plans.import_file)
    imports.add_argument("file", metavar="TỆP", type=_path, help="tệp .toml hoặc .json")
    imports.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra tệp, không lưu")

    feed = commands.add_parser("feed", help="cấp, thu hồi địa chỉ lịch")
    feed_commands = feed.add_subparsers(title="lệnh", metavar="LỆNH", required=True, parser_class=_Parser)
    issue = _command(feed_commands, "issue", "cấp một địa chỉ lịch", feeds.issue)
    issue.add_argument("plan", metavar="KẾ_HOẠCH", help="khóa của kế hoạch")
    issue.add_argument("--person", metavar="NGƯỜI", help="lịch của một người trong đoàn")
    issue.add_argument("--unit", metavar="ĐƠN_VỊ", help="lịch của một đơn vị được kiểm tra")
    issue.add_argument("--name", metavar="TÊN", type=clean, required=True, help='tên để nhận ra, ví dụ "điện thoại"')
    revoke = _command(feed_commands, "revoke", "thu hồi một địa chỉ lịch", feeds.revoke)
    revoke.add_argument("secret", metavar="MÃ", help="mã bí mật trong địa chỉ lịch")

    serve = _command(commands, "serve", "chạy trang web", system.serve)
    serve.add_argument("--host", default="127.0.0.1", metavar="ĐỊA_CHỈ", help="địa chỉ lắng nghe (mặc định 127.0.0.1)")
    serve.add_argument("--port", type=_port, default=8000, metavar="CỔNG", help="cổng (mặc định 8000)")

    backup = _command(commands, "backup", "sao lưu toàn bộ cơ sở dữ liệu", system.backup)
    backup.add_argument("file", metavar="TỆP", type=_path, help="tệp sao lưu sẽ tạo")
    restore = _command(commands, "restore", "khôi phục cơ sở dữ liệu từ bản sao lưu", system.restore)
    restore.add_argument("file", metavar="TỆP", type=_path, help="tệp sao lưu")
    return parser


def _command(commands: Any, name: str, summary: str, run: Command) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=f"{summary.capitalize()}.")
    parser.set_defaults(run=run)
    return parser


def _path(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("đường dẫn để trống")
    return Path(text)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= _LAST_PORT):
        raise argparse.ArgumentTypeError(f"cần một số từ 1 đến {_LAST_PORT}, không phải '{text}'")
    return int(text)
