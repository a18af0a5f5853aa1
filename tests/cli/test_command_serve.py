"""`kiemtra serve`: on this machine only, on a port that is free, until it is told to stop."""

from __future__ import annotations

import signal
import socket
import urllib.request
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from cli.running import wait_for

if TYPE_CHECKING:
    from cli.running import CommandLine


def a_free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port: int = free.getsockname()[1]
        return port


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_it_serves_this_machine_until_it_is_interrupted(kiemtra: CommandLine, host: str):
    port = a_free_port()
    with kiemtra.started("serve", "--host", host, "--port", str(port)) as server:
        wait_for(f"http://{host}:{port}/healthz", server)
        with urllib.request.urlopen(f"http://{host}:{port}/ke-hoach", timeout=20) as page:
            assert "binh-phuoc-2023" in page.read().decode()
        server.send_signal(signal.SIGINT)
        _, err = server.communicate(timeout=60)
    assert server.returncode == 0
    assert err.splitlines()[0] == f"Đang phục vụ tại http://{host}:{port}/ (chỉ từ máy này). Dừng bằng Ctrl+C."
    assert "Traceback" not in err


def test_a_port_that_is_taken_is_refused(kiemtra: CommandLine):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        assert kiemtra.refused("serve", "--port", str(port)) == (
            f"Không mở được cổng {port}: đang có chương trình khác dùng hoặc không được phép mở. Chọn cổng khác, ví dụ "
            "PORT=8001 make run."
        )


def test_other_machines_are_refused_while_there_are_no_accounts(kiemtra: CommandLine):
    assert kiemtra.refused("serve", "--host", "0.0.0.0").startswith(  # noqa: S104 — what is refused
        "Chưa có tài khoản người dùng nên máy chủ chỉ nhận kết nối từ chính máy này (127.0.0.1)"
    )
