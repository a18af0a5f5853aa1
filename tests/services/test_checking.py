"""Each problem that is found is told in a sentence that says where, what and how to mend it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

import pytest
from emitted.plans import FOUNDING, NAMED_UNITS, NUMBERS_ONLY, TWO_TEAMS, calendar, dossier

from app.db.store import open_reader, open_store
from app.domain.errors import NotFound
from app.domain.problems import Problem, Severity
from app.domain.rules import check_plan
from app.services.checking import WordedProblem, problems_of
from app.services.releases import problems_of_plan

if TYPE_CHECKING:
    from sqlalchemy import Engine

PLANS = (FOUNDING, TWO_TEAMS, NAMED_UNITS, NUMBERS_ONLY)


@pytest.mark.parametrize("key", PLANS)
def test_each_problem_is_worded_in_the_order_in_which_it_is_found(key: str):
    assert [worded.problem for worded in problems_of(dossier(key), calendar())] == list(
        check_plan(dossier(key), calendar())
    )


@pytest.mark.parametrize("key", PLANS)
def test_each_sentence_is_whole_and_in_clean_vietnamese(key: str):
    for worded in problems_of(dossier(key), calendar()):
        message = worded.message
        assert unicodedata.is_normalized("NFC", message)
        assert re.search(r"[{}\n]|  |—|None|\s[.,;]|\.\.", message.replace("…", "")) is None, message
        assert message.endswith((".", "”", ")", "!", "?")) or worded.problem.code.startswith("text."), message
        assert worded.statement[0].isupper() or worded.statement[0].isdigit()


def test_errors_come_before_warnings_and_warnings_before_infos():
    levels = [worded.problem.severity for worded in problems_of(dossier(FOUNDING), calendar())]
    assert [levels.count(level) for level in Severity] == [1, 5, 47]
    assert levels == sorted(levels, key=list(Severity).index)


def test_a_message_is_the_statement_and_the_remedy():
    problem = Problem(code="decision.date_blank")
    both = WordedProblem(problem=problem, statement="Chưa có ngày ký.", remedy="Ghi ngày khi ban hành.")
    assert both.message == "Chưa có ngày ký. Ghi ngày khi ban hành."
    assert WordedProblem(problem=problem, statement="Chưa có ngày ký.", remedy="").message == "Chưa có ngày ký."


def test_the_error_of_the_founding_plan_is_told_in_these_words():
    first = problems_of(dossier(FOUNDING), calendar())[0]
    assert first.statement == (
        "Sở Kế hoạch và Đầu tư: thời gian kiểm tra bắt đầu ngày 01/9/2023 (Thứ Sáu) là ngày nghỉ: Quốc khánh (ngày "
        "liền kề)."
    )
    assert first.remedy == "Dời ngày bắt đầu sang ngày làm việc kế tiếp (05/9/2023) hoặc chọn thời gian khác."


def test_a_stored_plan_is_checked_with_the_stored_days_off(engine: Engine, written_by: dict[str, object]):
    founding = dossier(FOUNDING)
    with open_store(engine) as store:
        store.provinces.add(founding.province, **written_by)
        store.directory.add(founding.province.key, founding.units, **written_by)
        store.plans.add(founding, **written_by)
        store.days_off.add(calendar().table, **written_by)
    with open_reader(engine) as store:
        assert problems_of_plan(store, FOUNDING, date(2023, 7, 10)) == problems_of(founding, calendar())
        with pytest.raises(NotFound):
            problems_of_plan(store, "khong-co", date(2023, 7, 10))
