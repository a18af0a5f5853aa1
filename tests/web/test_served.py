"""The running service, spoken to over a socket: what a browser would never send does it no harm."""

import socket
from urllib.parse import urlsplit

import pytest
from web.seeded import FILES, FOUNDING
from web.serving import serving

CLIMBING = {
    "/../../pyproject.toml": 404,
    "/static/../../main.py": 404,
    f"/ke-hoach/{FOUNDING}{FILES}../../../pyproject.toml": 303,
}
"""What a guest is told: below a plan it is to sign in, whatever the path."""
HOST = b"Host: localhost\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return tmp_path_factory.mktemp("served") / "log"


@pytest.fixture(scope="module")
def server(seeded_url, log):
    with serving(seeded_url, log) as address:
        yield address


def said(server, request):
    """The status, head and body with which the server answers raw bytes; 0 when it only closes the connection."""
    with socket.create_connection(("127.0.0.1", urlsplit(server).port), timeout=10) as connection:
        try:
            connection.sendall(request)
            answer = b""
            while piece := connection.recv(65536):
                answer += piece
        except ConnectionError:
            return 0, b"", b""
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]) if head else 0, head, body


@pytest.mark.parametrize(
    "request_line",
    [
        b"GARBAGE\r\n\r\n",
        b"GET /ke-hoach/" + b"a" * 1_000_000 + b" HTTP/1.1\r\n" + HOST,
        b"GET /khong-co HTTP/1.1\r\nX-Long: " + b"a" * 1_000_000 + b"\r\n" + HOST,
        b"GET /ke-hoach/\xff\xfe HTTP/1.1\r\n" + HOST,
        b"GET /ke-hoach\x00 HTTP/1.1\r\n" + HOST,
        b"POST /ke-hoach HTTP/1.1\r\nContent-Length: 99999999999\r\n" + HOST,
    ],
    ids=["no request", "long address", "long header", "no text", "nul", "long body"],
)
def test_a_strange_request_is_refused_and_the_next_is_served(server, request_line):
    assert said(server, request_line)[0] in {0, 400, 404, 405, 413, 414, 431}
    assert said(server, b"GET /healthz HTTP/1.1\r\n" + HOST)[0] == 200


def test_a_page_asked_for_by_its_headers_alone_is_sent_without_a_body(server):
    status, head, body = said(server, b"HEAD /tro-giup HTTP/1.1\r\n" + HOST)
    assert (status, b"content-length" in head.lower(), body) == (200, True, b"")


@pytest.mark.parametrize(("path", "wanted"), CLIMBING.items())
def test_a_path_that_climbs_finds_nothing(server, path, wanted):
    status, _, body = said(server, f"GET {path} HTTP/1.1\r\n".encode() + HOST)
    assert (status, b"[project]" in body, b"create_app" in body) == (wanted, False, False)


def test_an_answer_does_not_name_the_program_that_serves_it(server):
    _, head, _ = said(server, b"GET /tro-giup HTTP/1.1\r\n" + HOST)
    names = {line.partition(b":")[0].lower() for line in head.split(b"\r\n")[1:]}
    assert names & {b"server", b"x-powered-by"} == set()


def test_nothing_that_was_sent_so_far_is_a_fault_in_the_log(server, log):
    assert said(server, b"GET /healthz HTTP/1.1\r\n" + HOST)[0] == 200
    lines = log.read_text(encoding="utf-8")
    assert ("Traceback" in lines, "fault" in lines) == (False, False)
    assert "Đang phục vụ tại http://127.0.0.1:" in lines
