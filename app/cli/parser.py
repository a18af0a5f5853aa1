"""Cú pháp lệnh: every command with its arguments, and help in Vietnamese."""

from __future__ import annotations

import argparse
import re
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from app.cli import accounts, audit, draws, feeds, plans, proposals, releases, sealed, system
from app.cli.console import put, say
from app.domain.dates import TIME_ZONE
from app.domain.vietnamese import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.settings import Settings

    Command = Callable[[argparse.Namespace, Settings], int]

_WRONG_USE = 2
_LAST_PORT = 65535
_ISO_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", re.ASCII)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


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
    """Return the parser of the whole command line; each command sets `run` and `is_standalone`: without settings."""
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

    _add_propose_command(commands)

    release = _command(commands, "release", "ban hành một kế hoạch thành bản không đổi", releases.release)
    release.add_argument("plan", metavar="KẾ_HOẠCH", help="khóa của kế hoạch")
    release.add_argument("--number", metavar="SỐ", required=True, help="số văn bản ban hành, ví dụ 1234")
    release.add_argument("--date", metavar="NGÀY", type=_day, required=True, help="ngày ký, viết năm-tháng-ngày")
    release.add_argument("--by", metavar="NGƯỜI", required=True, help="người của cơ quan chủ trì chịu trách nhiệm")
    release.add_argument(
        "--waive", metavar="MÃ=LÝ_DO", type=_reason, action="append", default=[], help="lý do chấp nhận một vấn đề"
    )

    adjust = _command(commands, "adjust", "mở hoặc bổ sung điều chỉnh một kế hoạch đã ban hành", releases.adjust)
    adjust.add_argument("plan", metavar="KẾ_HOẠCH", help="khóa của kế hoạch")
    adjust.add_argument("--request", metavar="TỆP", type=_path, required=True, help="tệp yêu cầu .toml hoặc .json")

    _add_feed_commands(commands)
    _add_draw_commands(commands)
    _add_sealed_commands(commands)
    _add_user_commands(commands)

    log = commands.add_parser("audit", help="kiểm tra nhật ký thay đổi")
    log_commands = log.add_subparsers(title="lệnh", metavar="LỆNH", required=True, parser_class=_Parser)
    verify = _command(log_commands, "verify", "kiểm tra nhật ký có nguyên vẹn không", audit.verify)
    verify.add_argument("--expect", metavar="MÃ", help="mã của dòng cuối đã ghi lần trước, phải còn trong nhật ký")

    _add_serve_command(commands)

    backup = _command(commands, "backup", "sao lưu toàn bộ cơ sở dữ liệu", system.backup)
    backup.add_argument("file", metavar="TỆP", type=_path, help="tệp sao lưu sẽ tạo")
    restore = _command(commands, "restore", "khôi phục cơ sở dữ liệu từ bản sao lưu", system.restore)
    restore.add_argument("file", metavar="TỆP", type=_path, help="tệp sao lưu")
    return parser


def _command(commands: Any, name: str, summary: str, run: Command) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=f"{summary.capitalize()}.")
    parser.set_defaults(run=run, is_standalone=False)
    return parser


def _add_propose_command(commands: Any) -> None:
    propose = _command(commands, "propose", "đề xuất các phương án lịch cho một kế hoạch", proposals.propose)
    propose.add_argument("plan", metavar="KẾ_HOẠCH", help="khóa của kế hoạch")
    propose.add_argument(
        "--request", metavar="TỆP", type=_path, help="tệp yêu cầu .toml hoặc .json; bỏ trống thì sửa lỗi, dời ít nhất"
    )
    propose.add_argument("--json", action="store_true", help="in dạng JSON")


def _add_feed_commands(commands: Any) -> None:
    feed = commands.add_parser("feed", help="cấp, thu hồi địa chỉ lịch")
    feed_commands = feed.add_subparsers(title="lệnh", metavar="LỆNH", required=True, parser_class=_Parser)
    issue = _command(feed_commands, "issue", "cấp một địa chỉ lịch", feeds.issue)
    issue.add_argument("plan", metavar="KẾ_HOẠCH", help="khóa của kế hoạch")
    issue.add_argument("--person", metavar="NGƯỜI", help="lịch của một người trong đoàn")
    issue.add_argument("--unit", metavar="ĐƠN_VỊ", help="lịch của một đơn vị được kiểm tra")
    issue.add_argument("--name", metavar="TÊN", type=clean, required=True, help='tên để nhận ra, ví dụ "điện thoại"')
    revoke = _command(feed_commands, "revoke", "thu hồi một địa chỉ lịch", feeds.revoke)
    revoke.add_argument("secret", metavar="MÃ", help="mã bí mật trong địa chỉ lịch")


def _add_draw_commands(commands: Any) -> None:
    draw = commands.add_parser("draw", help="chọn ngẫu nhiên đơn vị cấp xã")
    below = draw.add_subparsers(title="lệnh", metavar="LỆNH", required=True, parser_class=_Parser)
    opened = _command(below, "open", "chốt và công bố danh sách, số lượng, cách lấy dãy số", draws.open_one)
    opened.add_argument("plan", metavar="KẾ_HOẠCH", help="khóa của kế hoạch")
    opened.add_argument("unit", metavar="ĐƠN_VỊ", help="khóa của đơn vị, cụm hoặc nhóm đối tượng có chọn ngẫu nhiên")
    opened.add_argument("--count", metavar="N", type=int, required=True, help="số đơn vị chọn ngẫu nhiên")
    for name, summary in (("--without", "để ngoài danh sách"), ("--with", "chọn sẵn")):
        opened.add_argument(
            name, metavar="MÃ=LÝ_DO", type=_reason, action="append", default=[], help=f"{summary} một đơn vị, kèm lý do"
        )
    opened.add_argument(
        "--randomness", metavar="CÁCH", type=clean, help="cách lấy dãy số công khai; bỏ trống thì gieo xúc xắc"
    )
    seed = _command(below, "seed", "ghi dãy số công khai của một lần chọn, một lần duy nhất", draws.seed)
    seed.add_argument("id", metavar="LẦN_CHỌN", help="mã của lần chọn")
    seed.add_argument("seed", metavar="DÃY_SỐ", help="dãy số đúng như đã lấy được")
    seed.add_argument("--source", metavar="NGUỒN", type=clean, required=True, help="dãy số lấy từ đâu")
    seed.add_argument(
        "--witness", metavar="NGƯỜI", type=clean, action="append", default=[], help="người chứng kiến: chức vụ, họ tên"
    )
    _draw_command(below, "run", "chọn theo dãy số đã ghi, một lần duy nhất", draws.run)
    replaced = _draw_command(below, "replace", "thay một đơn vị bằng đơn vị dự phòng kế tiếp", draws.replace)
    replaced.add_argument("code", metavar="MÃ", help="mã của đơn vị thôi kiểm tra")
    replaced.add_argument("--reason", metavar="LÝ_DO", type=clean, required=True, help="lý do thay")
    annulled = _draw_command(below, "annul", "hủy công khai một lần chọn", draws.annul)
    annulled.add_argument("--reason", metavar="LÝ_DO", type=clean, required=True, help="lý do hủy")
    annulled.add_argument("--signatory", metavar="NGƯỜI", type=clean, required=True, help="người ký: chức vụ, họ tên")
    shown = _draw_command(below, "show", "xem một lần chọn", draws.show)
    shown.add_argument("--json", action="store_true", help="in hồ sơ công khai dạng JSON")
    verified = _command(below, "verify", "tính lại một hồ sơ công khai, không cần cơ sở dữ liệu", draws.verify)
    verified.set_defaults(is_standalone=True)
    verified.add_argument("file", metavar="TỆP", type=_path, help="tệp .json tải từ trang công khai")
    listed = _command(below, "list", "liệt kê các lần chọn của một kế hoạch", draws.list_draws)
    listed.add_argument("plan", metavar="KẾ_HOẠCH", help="khóa của kế hoạch")
    listed.add_argument("--json", action="store_true", help="in dạng JSON")


def _add_sealed_commands(commands: Any) -> None:
    group = commands.add_parser("sealed", help="kiểm tra đột xuất được niêm phong")
    below = group.add_subparsers(title="lệnh", metavar="LỆNH", required=True, parser_class=_Parser)
    add = _command(below, "add", "niêm phong một cuộc kiểm tra đột xuất; đơn vị đọc từ đầu vào chuẩn", sealed.add)
    add.add_argument("plan", metavar="KẾ_HOẠCH", help="khóa của kế hoạch")
    add.add_argument("--batch", metavar="ĐỢT", required=True, help="khóa của đợt có đoàn đi kiểm tra")
    for name, place, summary in (("--from", "first", "đầu"), ("--to", "last", "cuối")):
        help_text = f"ngày {summary}, viết năm-tháng-ngày"
        add.add_argument(name, dest=place, metavar="NGÀY", type=_day, required=True, help=help_text)
    add.add_argument(
        "--opens", metavar="GIỜ", type=_moment, required=True, help="giờ mở niêm phong, ví dụ 2024-08-01T07:30"
    )
    _sealed_command(below, "open", "mở niêm phong khi đã đến giờ", sealed.open_one)
    annulled = _sealed_command(below, "annul", "hủy công khai một cuộc kiểm tra chưa mở", sealed.annul)
    annulled.add_argument("--reason", metavar="LÝ_DO", type=clean, required=True, help="lý do hủy")
    annulled.add_argument("--signatory", metavar="NGƯỜI", type=clean, required=True, help="người ký: chức vụ, họ tên")
    shown = _sealed_command(below, "show", "xem một cuộc kiểm tra đột xuất", sealed.show)
    shown.add_argument("--json", action="store_true", help="in hồ sơ công khai dạng JSON")
    listed = _command(below, "list", "liệt kê các cuộc kiểm tra đột xuất của một kế hoạch", sealed.list_checks)
    listed.add_argument("plan", metavar="KẾ_HOẠCH", help="khóa của kế hoạch")


def _sealed_command(below: Any, name: str, summary: str, run: Command) -> argparse.ArgumentParser:
    parser = _command(below, name, summary, run)
    parser.add_argument("id", metavar="CUỘC", help="mã của cuộc kiểm tra đột xuất")
    return parser


def _draw_command(below: Any, name: str, summary: str, run: Command) -> argparse.ArgumentParser:
    parser = _command(below, name, summary, run)
    parser.add_argument("id", metavar="LẦN_CHỌN", help="mã của lần chọn")
    return parser


def _add_serve_command(commands: Any) -> None:
    serve = _command(commands, "serve", "chạy trang web", system.serve)
    serve.add_argument("--host", default="127.0.0.1", metavar="ĐỊA_CHỈ", help="địa chỉ lắng nghe (mặc định 127.0.0.1)")
    serve.add_argument(
        "--port", type=_port, default=accounts.USUAL_PORT, metavar="CỔNG", help=f"cổng (mặc định {accounts.USUAL_PORT})"
    )


def _add_user_commands(commands: Any) -> None:
    user = commands.add_parser("user", help="tạo, khóa tài khoản, cấp liên kết một lần")
    user_commands = user.add_subparsers(title="lệnh", metavar="LỆNH", required=True, parser_class=_Parser)
    add = _command(user_commands, "add", "tạo một tài khoản và in liên kết một lần", accounts.add)
    add.add_argument("login", metavar="TÊN_ĐĂNG_NHẬP", help="chữ không dấu, số và . _ - @, ví dụ nguyen.van.a")
    add.add_argument("--name", metavar="HỌ_TÊN", required=True, help="họ tên của người dùng")
    add.add_argument(
        "--role",
        metavar="VAI_TRÒ",
        choices=accounts.ROLES,
        required=True,
        help=f"một trong: {', '.join(accounts.ROLES)}",
    )
    add.add_argument("--agency", metavar="CƠ_QUAN", help="cơ quan; bỏ trống thì theo kế hoạch mới nhất")
    add.add_argument("--person", metavar="NGƯỜI", help="người được kế hoạch nêu tên (vai trò leader, member)")
    add.add_argument("--unit", metavar="ĐƠN_VỊ", help="đơn vị (vai trò unit)")
    add.add_argument("--province", metavar="TỈNH", help="tỉnh; bỏ trống khi mọi kế hoạch thuộc một tỉnh")
    add.add_argument("--email", metavar="ĐỊA_CHỈ", help="địa chỉ thư điện tử")
    link = _command(user_commands, "link", "in liên kết một lần mới để đặt mật khẩu", accounts.link)
    link.add_argument(
        "login", metavar="TÊN_ĐĂNG_NHẬP", nargs="?", help="bỏ trống thì in liên kết tạo tài khoản đầu tiên"
    )
    disable = _command(user_commands, "disable", "khóa một tài khoản", accounts.disable)
    disable.add_argument("login", metavar="TÊN_ĐĂNG_NHẬP", help="tên đăng nhập của tài khoản")


def _path(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("đường dẫn để trống")
    return Path(text)


def _day(text: str) -> date:
    try:
        if _ISO_DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"'{text}' không phải một ngày có thật; viết năm-tháng-ngày, ví dụ 2024-08-01")


def _moment(text: str) -> datetime:
    try:
        if _ISO_MOMENT.fullmatch(text):
            return datetime.fromisoformat(text).replace(tzinfo=TIME_ZONE)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"'{text}' không phải một giờ có thật; viết năm-tháng-ngàyTgiờ:phút, giờ Việt Nam")


def _reason(text: str) -> tuple[str, str]:
    code, mark, reason = text.partition("=")
    if not (mark and code.strip() and clean(reason)):
        raise argparse.ArgumentTypeError(f"'{text}' chưa đủ; viết dạng MÃ=\"lý do\"")
    return code.strip(), clean(reason)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= _LAST_PORT):
        raise argparse.ArgumentTypeError(f"cần một số từ 1 đến {_LAST_PORT}, không phải '{text}'")
    return int(text)
