"""`kiemtra serve`: for this machine, on a port that is free, until it is told to stop; first with a link to get in."""

from __future__ import annotations

import re
import signal
import socket
import urllib.request
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from cli.running import rows, wait_for
from web.people import open_account

from app.db.engine import create_engine
from app.db.store import open_store
from app.domain.accounts import AccountRole, RoleGrant

if TYPE_CHECKING:
    from cli.running import CommandLine


def a_free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port: int = free.getsockname()[1]
        return port


def served(kiemtra: CommandLine, host: str = "127.0.0.1", **settings: str) -> tuple[int, list[str]]:
    """Serve until the first page was read, interrupt, and return the port and what was told."""
    port = a_free_port()
    reached = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 — where a test serves behind https
    with kiemtra.started("serve", "--host", host, "--port", str(port), **settings) as server:
        wait_for(f"http://{reached}:{port}/healthz", server)
        with urllib.request.urlopen(f"http://{reached}:{port}/dang-nhap", timeout=20) as page:
            assert "Đăng nhập" in page.read().decode()
        server.send_signal(signal.SIGINT)
        _, err = server.communicate(timeout=60)
    assert (server.returncode, "Traceback" in err) == (0, False), err
    return port, err.splitlines()


def open_an_account(kiemtra: CommandLine) -> None:
    engine = create_engine(kiemtra.database_url)
    with open_store(engine) as store:
        open_account(store, "quan-tri", (RoleGrant(role=AccountRole.ADMINISTRATOR),))
    engine.dispose()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_it_serves_this_machine_until_it_is_interrupted(kiemtra: CommandLine, host: str):
    port, told = served(kiemtra, host)
    assert told[0] == f"Đang phục vụ tại http://{host}:{port}/ (chỉ từ máy này). Dừng bằng Ctrl+C."


def test_while_nobody_can_sign_in_it_prints_the_link_to_the_first_account(kiemtra: CommandLine):
    port, told = served(kiemtra)
    assert told[1].startswith("Chưa có ai đăng nhập được. Mở liên kết dưới đây để tạo tài khoản đầu tiên;")
    assert re.fullmatch(rf"http://127\.0\.0\.1:{port}/loi-moi/[a-z2-7]{{32}}", told[2])
    secret = told[2].rpartition("/")[2]
    assert kiemtra.must("user", "link").out.strip().endswith(f"/{secret}")
    _, again = served(kiemtra, KIEMTRA_BASE_URL="https://kiemtra.example")
    assert again[2] == f"https://kiemtra.example/loi-moi/{secret}"


def test_once_somebody_can_sign_in_it_prints_no_link_and_writes_nothing(kiemtra: CommandLine):
    open_an_account(kiemtra)
    before = rows(kiemtra)
    _, told = served(kiemtra)
    assert [line for line in told if "/loi-moi/" in line] == []
    assert rows(kiemtra) == before
    assert kiemtra.refused("user", "link").startswith(
        "Đã có tài khoản đăng nhập được nên không còn liên kết thiết lập."
    )


def test_a_port_that_is_taken_is_refused_and_no_link_is_made(kiemtra: CommandLine):
    before = rows(kiemtra)
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        assert kiemtra.refused("serve", "--port", str(port)) == (
            f"Không mở được cổng {port}: đang có chương trình khác dùng hoặc không được phép mở. Chọn cổng khác, ví dụ "
            "PORT=8001 make run."
        )
    assert rows(kiemtra) == before


@pytest.mark.parametrize("base_url", ["", "http://kiemtra.example"])
def test_other_machines_are_refused_while_nobody_speaks_https_for_it(kiemtra: CommandLine, base_url: str):
    assert kiemtra.refused("serve", "--host", "0.0.0.0", KIEMTRA_BASE_URL=base_url).startswith(  # noqa: S104 — what is refused
        "Chưa đặt KIEMTRA_BASE_URL là một địa chỉ https nên máy chủ chỉ nhận kết nối từ chính máy này (127.0.0.1), "
        "không nhận “0.0.0.0”"
    )


def test_behind_an_https_server_other_machines_are_served(kiemtra: CommandLine):
    port, told = served(kiemtra, "0.0.0.0", KIEMTRA_BASE_URL="https://kiemtra.example")  # noqa: S104 — behind https
    assert told[0] == (
        f"Đang phục vụ tại http://0.0.0.0:{port}/, sau máy chủ https của https://kiemtra.example. Dừng bằng Ctrl+C."
    )
