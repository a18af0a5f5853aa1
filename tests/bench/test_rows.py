"""Every row of the benchmark runs on a small setting; each compares its peer's content with ours before it measures."""

import math
from importlib.util import find_spec

import pytest

from bench.__main__ import ROWS
from bench.papers import decision_of, rendering_with_docxtpl
from bench.setting import Setting
from bench.word_content import content

LINES = {
    "D1": 1, "D2": 1, "D3": 1, "D4": 1, "D5": 2, "X1": 1, "F4": 1, "S1": 3, "S2": 1, "S3": 1, "C1": 2, "C2": 1, "G1": 5,
    "G2": 1, "R2": 6,
}  # fmt: skip
REPORTED = {"K1": 2}
"""Rows without a target."""
BESIDE_A_PEER = {"R1": 6}
"""Rows of which the lines beside a peer are measured where it is installed, which it is for the benchmarks only."""
UNDER_LOAD = {"F1": 2, "F2": 2, "F3": 2, "F5": 2}
"""Rows that ask servers as fast as they answer: what they compare and count is tested in `test_load`."""


@pytest.fixture(scope="module")
def setting(tmp_path_factory):
    made = Setting(
        folder=tmp_path_factory.mktemp("bench"),
        rounds=1,
        process_rounds=1,
        table_rows=(5, 20),
        unit="so-cong-thuong",
        plans=(1, 2, 30),
        page_rounds=1,
        units=(10,),
        seeds=(1,),
        kinds=("replan",),
        search_seconds=1,
        communes=300,
        draws=500,
    )
    yield made
    made.engine.dispose()


def test_the_rows_are_those_that_can_be_measured_so_far():
    assert set(ROWS) == {*LINES, *REPORTED, *BESIDE_A_PEER, *UNDER_LOAD}


@pytest.mark.parametrize("row", sorted(LINES))
def test_a_row_measures_something_sane(setting, row):
    lines = ROWS[row](setting)
    assert len(lines) == LINES[row]
    for line in lines:
        assert line.row == row
        assert line.what
        assert line.verdict in {"met", "not met"}
        assert math.isfinite(line.measured.middle)
        assert line.measured.middle > 0 or row in {"C2", "G2"}


@pytest.mark.parametrize("row", sorted(REPORTED))
def test_a_row_without_a_target_is_reported(setting, row):
    lines = ROWS[row](setting)
    assert [(line.row, line.verdict) for line in lines] == [(row, "reported")] * REPORTED[row]
    assert all(line.measured.middle > 0 for line in lines)


@pytest.mark.parametrize("row", sorted(BESIDE_A_PEER))
def test_a_row_without_its_peer_is_measured_as_far_as_it_can_be(setting, row):
    lines = ROWS[row](setting)
    assert [line.row for line in lines] == [row] * BESIDE_A_PEER[row]
    has_peer = find_spec("consistent_sampler") is not None
    assert [line.measured is not None for line in lines] == [True, has_peer, has_peer] * 2
    assert all(line.measured.middle > 0 for line in lines if line.measured is not None)


@pytest.mark.parametrize("row", sorted(UNDER_LOAD))
def test_a_row_whose_tool_is_absent_is_not_measured(setting, row, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    lines = ROWS[row](setting)
    assert [(line.row, line.verdict) for line in lines] == [(row, "not measured")] * UNDER_LOAD[row]


def test_docxtpl_renders_the_decision_word_for_word(setting):
    ours = decision_of(setting)()
    assert content(rendering_with_docxtpl(ours)()) == content(ours)


def test_a_process_that_fails_is_told(setting):
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        setting.run("-c", "1 / 0")


def test_the_memory_of_a_process_is_its_own(setting):
    bare = setting.run("-S", "-c", "pass").megabytes
    assert bare < 40
    assert setting.run("-S", "-c", "held = b'x' * 60_000_000").megabytes > bare + 50
