"""No hash of a password or secret in anything that a command writes: files, screen, or the log of changes."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from cli.running import PLAN, CommandLine, contents, rows
from everything import SECRETS, add_secrets

from app.db.engine import create_engine

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS: dict[str, tuple[str, ...]] = {
    "export": ("export", PLAN),
    "export as JSON": ("export", PLAN, "--json"),
    "plans": ("plans", "--json"),
    "check": ("check", PLAN, "--json"),
    "audit verify": ("audit", "verify"),
    "an account that is there": ("user", "add", "an", "--name", "Ân", "--role", "viewer", "--province", "binh-phuoc"),
    "a link for an account": ("user", "link", "binh"),
    "an account closed": ("user", "disable", "an"),
    "an address revoked that is none": ("feed", "revoke", "a" * 32),
}


@pytest.fixture
def filled(kiemtra: CommandLine) -> CommandLine:
    """A seeded database with accounts, sessions, links and addresses."""
    engine = create_engine(kiemtra.database_url)
    add_secrets(engine)
    engine.dispose()
    return kiemtra


def found_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def unpacked(content: bytes) -> str:
    """Return the text of a file, of a Word or Excel file that of all its parts."""
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def test_the_secrets_are_in_the_database(filled: CommandLine):
    assert found_in(repr(rows(filled))) == list(SECRETS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_writes_no_secret_to_the_screen(filled: CommandLine, name: str):
    done = filled(*COMMANDS[name])
    assert done.status in {0, 1, 2}
    assert "Cách dùng" not in done.err
    assert found_in(done.out + done.err) == []


def test_an_emitted_set_with_its_manifest_holds_no_secret(filled: CommandLine, tmp_path: Path):
    filled.must("emit", PLAN, "--out", tmp_path / "out")
    files = contents(tmp_path / "out")
    assert "MANIFEST.json" in files
    assert len(files) > 50
    assert {path for path, content in files.items() if found_in(unpacked(content))} == set()


def test_the_log_of_changes_holds_no_secret(filled: CommandLine, tmp_path: Path):
    filled("user", "add", "moi", "--name", "Người mới", "--role", "viewer", "--province", "binh-phuoc")
    filled("user", "disable", "an")
    secret = filled.must("feed", "issue", PLAN, "--name", "điện thoại").out.strip().split("/")[-1].removesuffix(".ics")
    filled.must("feed", "revoke", secret)
    filled.must("backup", tmp_path / "b.db")
    filled.must("restore", tmp_path / "b.db")
    found = rows(filled)
    hashes = {
        value
        for table in ("account", "session", "invitation", "feed")
        for row in found[table]
        for value in row
        if isinstance(value, str) and (len(value) == 64 or value.startswith("$argon2"))
    }
    assert len(hashes) > len(SECRETS)
    log = repr(found["audit"])
    assert [value for value in (*hashes, secret) if value in log] == []
