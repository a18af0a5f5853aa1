from __future__ import annotations

import shutil

import pytest
from programs import require_program


def test_a_program_that_is_there_is_given_by_its_path():
    assert require_program("sh") == shutil.which("sh")


def test_a_missing_program_skips_the_test_with_a_reason(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="needs no-such-program"):
        require_program("no-such-program")


def test_a_missing_program_fails_the_test_where_it_was_promised(monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="needs no-such-program"):
        require_program("no-such-program")
