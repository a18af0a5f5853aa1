"""Locks without addresses, an import without warnings, one version of everything."""

import os
import re
import subprocess
import sys
import tomllib

import pytest

from app import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = ("requirements.lock", "tests/requirements.lock", "bench/requirements.lock")
PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[a-z0-9,_-]+\])?==([^\s;\\]+)", re.MULTILINE)


def lock(name):
    return (ROOT / name).read_text(encoding="utf-8")


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(name):
    return {normal(package): version for package, version in PIN.findall(lock(name))}


def wanted(requirements):
    return {normal(re.match(r"[A-Za-z0-9_.-]+", requirement)[0]) for requirement in requirements}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_versions_and_hashes_and_no_address(name):
    text = lock(name)
    assert re.findall(r"https?:|file:|git\+| @ |--index-url|--extra-index-url|--find-links|-e ", text) == []
    entries = re.split(r"\n(?=\S)", text.strip())
    assert [
        entry.partition("\n")[0] for entry in entries if "--hash=sha256:" not in entry and not entry.startswith("#")
    ] == []


def test_every_dependency_is_locked():
    extras = PROJECT["optional-dependencies"]
    assert wanted(PROJECT["dependencies"] + extras["build"]) - set(pins(LOCKS[0])) == set()
    assert wanted(extras["dev"]) - set(pins(LOCKS[1])) == set()
    assert wanted(extras["bench"]) - set(pins(LOCKS[2])) == set()


def test_the_locks_agree_on_every_version():
    run, test, bench = (pins(name) for name in LOCKS)
    for more in (test, bench):
        assert {
            name: (version, more[name]) for name, version in run.items() if more.get(name, version) != version
        } == {}


def test_the_server_installs_no_tool_of_the_tests():
    assert wanted(PROJECT["optional-dependencies"]["dev"]) & set(pins(LOCKS[0])) <= wanted(PROJECT["dependencies"])


@pytest.mark.parametrize("module", ["app.main", "app.cli"])
def test_the_program_loads_without_a_warning(module):
    command = [sys.executable, "-W", "error", "-X", "dev", "-c", f"import {module}"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("COV_", "COVERAGE_"))}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
