"""Sign-on providers on loopback: a real one in a process of its own, and one that lies as a test wants it to."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote

import requests
from joserfc import jwt
from joserfc.jwk import ECKey
from web.serving import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOST = "127.0.0.1"
CLIENT_ID, CLIENT_SECRET = "kiemtra", "khoa-cua-phan-mem"
SUBJECT, EMAIL = "b1946ac9", "nguyet@so.example"
_START_SECONDS = 30


class RealProvider:
    """oidc-provider-mock, whose people a test names. Warnings of its own are none of ours: it has its own process."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer

    def knows(self, subject: str, **claims: Any) -> None:
        answer = requests.put(f"{self.issuer}/users/{quote(subject)}", json=claims, timeout=5)
        assert answer.status_code == 204

    def agreed(self, address: str, subject: str) -> str:
        """Say yes as that person on the page at the address, and return where the browser is sent."""
        answer = requests.post(address, data={"sub": subject}, timeout=5, allow_redirects=False)
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]


@contextmanager
def real_provider(log: Path) -> Iterator[RealProvider]:
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--host", HOST, "--port", str(port)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    with log.open("wb") as output:
        process = subprocess.Popen([*command, "--require-nonce", "true"], env=environment, stdout=output, stderr=output)
        try:
            _await(f"http://{HOST}:{port}/.well-known/openid-configuration", process, log)
            yield RealProvider(f"http://{HOST}:{port}")
        finally:
            process.terminate()
            process.wait(timeout=_START_SECONDS)


def _await(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            requests.get(address, timeout=1).raise_for_status()
        except requests.RequestException:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(log.read_text(encoding="utf-8"))


def part(content: dict[str, Any]) -> str:
    """One part of a token as it is written."""
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


@dataclass
class CraftedProvider:
    """A provider that answers rightly but for what a test changes.

    `description`, `claims`, `answer` (of the token endpoint) and `person` (of userinfo) are laid over the right ones,
    None taking a field away; `token` makes the id token of header and claims; `raw`, `seconds`, `statuses` are by path.
    """

    key: ECKey = field(
        default_factory=lambda: ECKey.generate_key("P-256", {"kid": "mot", "use": "sig", "alg": "ES256"})
    )
    published: list[dict[str, Any]] | None = None
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "ES256", "kid": "mot"})
    description: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    answer: dict[str, Any] = field(default_factory=dict)
    person: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, bytes] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], dict[str, str]]] = field(default_factory=list)
    issuer: str = ""
    nonce: str = ""

    def token(self, header: dict[str, Any], claims: dict[str, Any]) -> str:
        return jwt.encode(header, claims, self.key, algorithms=[header["alg"]])

    def paths_asked(self) -> list[str]:
        return [path for path, _, _ in self.asked]

    def answered(self, path: str) -> Any:
        if path == "/.well-known/openid-configuration":
            return laid_over(
                {
                    "issuer": self.issuer,
                    "authorization_endpoint": f"{self.issuer}/authorize",
                    "token_endpoint": f"{self.issuer}/token",
                    "userinfo_endpoint": f"{self.issuer}/userinfo",
                    "jwks_uri": f"{self.issuer}/keys",
                },
                self.description,
            )
        if path == "/keys":
            return {"keys": [self.key.as_dict(private=False)] if self.published is None else self.published}
        if path == "/userinfo":
            return laid_over({"sub": SUBJECT, "email": EMAIL, "email_verified": True}, self.person)
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": SUBJECT,
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
        }
        claims = laid_over(claims | {"email": EMAIL, "email_verified": True}, self.claims)
        right = {"access_token": "ma-truy-cap", "token_type": "Bearer", "expires_in": 300}
        return laid_over(right | {"id_token": self.token(self.header, claims)}, self.answer)


def laid_over(right: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in (right | changes).items() if value is not None}


@contextmanager
def served(provider: CraftedProvider) -> Iterator[CraftedProvider]:
    """Serve the provider, and give it with its issuer filled in."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            self._answer(dict(parse_qsl(body)))

        def _answer(self, form: dict[str, str]) -> None:
            provider.asked.append((self.path, form, {name.lower(): value for name, value in self.headers.items()}))
            over.wait(provider.seconds.get(self.path, 0))
            content = provider.raw.get(self.path)
            if content is None:
                content = json.dumps(provider.answered(self.path)).encode()
            status = provider.statuses.get(self.path, 200)
            self.send_response(status)
            if status in {301, 302, 307}:
                self.send_header("location", f"{provider.issuer}/elsewhere")
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_arguments: Any) -> None:
            """Whoever hung up in the middle of an answer was meant to."""

    with Server((HOST, 0), Handler) as server:
        provider.issuer = f"http://{HOST}:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield provider
        finally:
            over.set()
            server.shutdown()
            thread.join()
