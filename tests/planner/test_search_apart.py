"""The search in a process of its own: its limits, what it says when it ends, and what is never loaded without it."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date

import pytest
from builders import QUOC_KHANH_2023, a_dossier, a_plan, a_visit, a_window

from app.domain.errors import Refused
from app.domain.schedule_requests import Aim, ScheduleRequest
from app.planfiles.schedule_requests import read_answer, read_asked, write_answer, write_asked
from app.planner.answers import answer
from app.planner.child import SearchEnded, run_apart
from app.planner.limits import Limits
from app.services import proposals

TODAY = date(2023, 7, 1)
FLAWED = a_dossier(a_plan(visits=(a_visit(window=a_window(date(2023, 9, 4), date(2023, 9, 6))),)))
WORKER = "app.services.proposal_worker"


@pytest.fixture
def module(tmp_path, monkeypatch):
    """Return a function that makes a module of the program text given and returns its name."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def make(text: str) -> str:
        (tmp_path / "sought.py").write_text(text, encoding="utf-8")
        return "sought"

    return make


def test_the_answer_of_the_process_apart_is_that_of_the_planner():
    asked = write_asked(FLAWED, QUOC_KHANH_2023, ScheduleRequest(), TODAY)
    found = read_answer(proposals.solve(asked).decode())
    assert found == answer(*read_asked(asked), Limits())
    assert [(option.moved, option.days_moved, option.proven) for option in found.options] == [(1, 1, True)]


def test_what_is_asked_and_answered_is_read_back_as_it_was():
    request = ScheduleRequest(aim=Aim.REPLAN, fixed=("so-y-te",), not_before=TODAY, span=a_window(TODAY))
    dossier, calendar, read = read_asked(write_asked(FLAWED, QUOC_KHANH_2023, request, TODAY))
    assert (dossier.plan, calendar, read) == (FLAWED.plan, QUOC_KHANH_2023, request)
    found = answer(FLAWED, QUOC_KHANH_2023, ScheduleRequest(), Limits())
    assert read_answer(write_answer(found)) == found


def test_a_process_that_takes_too_long_is_ended(module, monkeypatch):
    monkeypatch.setattr("app.planner.child._GRACE", 0.0)
    with pytest.raises(SearchEnded):
        run_apart(module("import time; time.sleep(60)"), b"", seconds=1.0, megabytes=500)


def test_a_process_that_takes_too_much_memory_ends_alone():
    dossier, calendar, _ = read_asked(write_asked(FLAWED, QUOC_KHANH_2023, ScheduleRequest(), TODAY))
    asked = write_asked(dossier, calendar, ScheduleRequest(), TODAY)
    with pytest.raises(SearchEnded):
        run_apart(WORKER, asked.encode(), seconds=20.0, megabytes=100)


def test_a_process_that_fails_tells_what_it_said_last(module):
    with pytest.raises(SearchEnded, match="nothing doing"):
        run_apart(module("raise SystemExit('nothing doing')"), b"", seconds=5.0, megabytes=500)


def test_where_both_searches_end_without_an_answer_that_is_refused_with_a_sentence(monkeypatch):
    monkeypatch.setattr(proposals, "MEGABYTES", 100)
    with pytest.raises(Refused, match=r"proposal\.search_failed"):
        proposals.solve(write_asked(FLAWED, QUOC_KHANH_2023, ScheduleRequest(), TODAY))


def test_local_search_alone_answers_too():
    asked = write_asked(FLAWED, QUOC_KHANH_2023, ScheduleRequest(), TODAY)
    found = read_answer(run_apart(WORKER, asked.encode(), seconds=20.0, megabytes=1500, is_exact=False).decode())
    assert [(option.moved, option.days_moved) for option in found.options] == [(1, 1)]


def test_the_solver_is_not_loaded_by_the_pages_nor_by_the_commands():
    program = (
        "import json, sys; import app.main, app.cli, app.services.proposals;"
        "print(json.dumps([name for name in ('ortools', 'numpy', 'pandas') if name in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
