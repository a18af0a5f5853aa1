import http.client
import logging
import socket
import subprocess
import sys
import time

import pytest
from services.feed_stores import counted_bytes, fill, issued

from app.services.feeds import secret_hash
from app.web.log_privacy import LOG_CONFIG, HideSecrets, hidden

SECRET = "abcdefghijklmnopqrstuvwxyz234567"  # noqa: S105 — a made-up secret, to be looked for in logs
SHOWN = f"({secret_hash(SECRET)[:8]})"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"GET /lich/{SECRET}.ics HTTP/1.1", f"GET /lich/{SHOWN}.ics HTTP/1.1"),
        (f"/lich/{SECRET}", f"/lich/{SHOWN}"),
        (f"https://a.vn/lich/{SECRET}.ics?x=1", f"https://a.vn/lich/{SHOWN}.ics?x=1"),
        (f"'/lich/{SECRET}.ics/'", f"'/lich/{SHOWN}.ics/'"),
        (f"POST /loi-moi/{SECRET} HTTP/1.1", f"POST /loi-moi/{SHOWN} HTTP/1.1"),
        (f"https://a.vn/loi-moi/{SECRET}?x=1", f"https://a.vn/loi-moi/{SHOWN}?x=1"),
        ("/ke-hoach/binh-phuoc-2023/lich/ban-in", "/ke-hoach/binh-phuoc-2023/lich/ban-in"),
        ("/don-vi/so-cong-thuong/lich.ics", "/don-vi/so-cong-thuong/lich.ics"),
    ],
)
def test_a_secret_in_a_path_is_shown_as_the_beginning_of_its_hash(text, expected):
    assert hidden(text) == expected


def logged(message, *arguments, **fields):
    """Return what a handler with the filter writes."""
    record = logging.getLogger("uvicorn.access").makeRecord(
        "uvicorn.access", logging.INFO, "x.py", 1, message, arguments, fields.pop("exc_info", None)
    )
    record.stack_info = fields.get("stack_info")
    assert HideSecrets().filter(record) is True
    return logging.Formatter().format(record)


def test_the_line_of_an_access_log_keeps_its_form_and_loses_the_secret():
    line = logged('%s - "%s %s HTTP/%s" %d', "127.0.0.1:5", "GET", f"/lich/{SECRET}.ics", "1.1", 200)
    assert line == f'127.0.0.1:5 - "GET /lich/{SHOWN}.ics HTTP/1.1" 200'


def test_messages_named_arguments_and_other_objects_lose_the_secret():
    assert logged(f"tải /lich/{SECRET}.ics") == f"tải /lich/{SHOWN}.ics"
    assert logged("tải %(path)s", {"path": f"/lich/{SECRET}.ics"}) == f"tải /lich/{SHOWN}.ics"
    assert logged("lỗi %s", ValueError(f"/lich/{SECRET}.ics")) == f"lỗi /lich/{SHOWN}.ics"


def test_a_record_without_arguments_loses_the_secret():
    record = logging.makeLogRecord({"msg": f"tải /lich/{SECRET}.ics", "args": None})
    HideSecrets().filter(record)
    assert record.getMessage() == f"tải /lich/{SHOWN}.ics"


def test_a_traceback_and_a_stack_lose_the_secret():
    try:
        raise ValueError(f"/lich/{SECRET}.ics")  # noqa: TRY301 — a traceback is wanted
    except ValueError:
        text = logged("hỏng", exc_info=sys.exc_info(), stack_info=f"at /lich/{SECRET}.ics")
    assert SECRET not in text
    assert text.count(SHOWN) == 2


def test_every_handler_of_the_server_has_the_filter():
    assert {name: handler["filters"] for name, handler in LOG_CONFIG["handlers"].items()} == {
        "default": ["secrets"],
        "access": ["secrets"],
    }
    assert LOG_CONFIG["root"]["handlers"] == ["default"]


SERVER = """
import sys
from datetime import UTC, datetime
import uvicorn
from starlette.applications import Starlette
from app.db.engine import create_engine
from app.settings import Settings
from app.web.feed_endpoint import feed_routes
from app.web.log_privacy import LOG_CONFIG
app = Starlette(routes=feed_routes(create_engine(sys.argv[1]), Settings()))
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_config=LOG_CONFIG)
"""


def test_a_real_server_logs_each_fetch_and_no_secret(sqlite_engine):
    secret = issued(fill(sqlite_engine), random_bytes=counted_bytes())
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(sqlite_engine.url), str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        statuses = [fetched(port, f"/lich/{name}") for name in (f"{secret}.ics", f"{secret}", f"{secret}.ics/x")]
    finally:
        server.terminate()
        log = server.communicate(timeout=20)[0].decode()
    assert statuses == [200, 404, 404]
    assert log.count(f"/lich/({secret_hash(secret)[:8]})") == 3
    assert secret not in log


def fetched(port, path):
    for _ in range(200):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except ConnectionRefusedError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise TimeoutError
