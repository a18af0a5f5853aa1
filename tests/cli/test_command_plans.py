"""`kiemtra plans` and `kiemtra check`: what people read, what programs read, and the exit status."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING

from cli.running import PLAN

from app import ROOT
from app.domain.problems import SEVERITIES

if TYPE_CHECKING:
    from cli.running import CommandLine

KIND = "Kiểm tra cải cách hành chính và chuyển đổi số"
ISSUED = ROOT / "tests" / "plans" / "tra-vinh-2023-cong-vu.toml"


def test_plans_are_listed_for_people_in_vietnamese(kiemtra: CommandLine):
    assert kiemtra.must("plans").lines == [f"{PLAN}\t2023\tDự thảo, chờ ký ban hành\t{KIND}"]


def test_plans_are_listed_for_programs_as_json(kiemtra: CommandLine):
    kiemtra.must("import", ISSUED)
    found = {plan["key"]: plan for plan in json.loads(kiemtra.must("plans", "--json").out)["plans"]}
    assert found == {
        PLAN: {"key": PLAN, "kind": KIND, "year": 2023, "state": "draft", "release": None},
        "tra-vinh-2023-cong-vu": {
            "key": "tra-vinh-2023-cong-vu",
            "kind": "Kiểm tra công vụ",
            "year": 2023,
            "state": "issued",
            "release": 1,
        },
    }


def test_check_as_json_gives_every_problem_in_the_shape_agreed(kiemtra: CommandLine):
    done = kiemtra("check", PLAN, "--json")
    found = json.loads(done.out)
    assert (done.status, done.err) == (1, "")
    assert (list(found), found["plan"], found["release"]) == (["plan", "release", "problems"], PLAN, None)
    first = found["problems"][0]
    assert {key: first[key] for key in ("code", "level", "subjects", "dates")} == {
        "code": "window.starts_on_day_off",
        "level": "error",
        "subjects": ["so-ke-hoach-va-dau-tu"],
        "dates": ["2023-09-01"],
    }
    for problem in found["problems"]:
        assert list(problem) == ["code", "level", "subjects", "dates", "message"]
        assert problem["level"] == SEVERITIES[problem["code"]]
        assert unicodedata.is_normalized("NFC", problem["message"])


def test_check_for_people_counts_the_problems_of_each_level(kiemtra: CommandLine):
    done = kiemtra("check", PLAN)
    assert done.status == 1
    assert [line for line in done.lines if line[0] not in "- "] == ["Phải sửa: 1", "Cảnh báo: 5", "Lưu ý: 47"]
    statements = [line for line in done.lines if line.startswith("- ")]
    remedies = [line for line in done.lines if line.startswith("  ")]
    assert (len(statements), len(remedies)) == (53, 53)
    assert [line for line in remedies if not line.endswith("]")] == []


def test_check_ends_with_0_when_there_is_no_error_and_no_warning(kiemtra: CommandLine):
    kiemtra.must("import", ISSUED)
    done = kiemtra("check", ISSUED.stem)
    assert (done.status, done.lines, done.err) == (0, ["Không có vấn đề nào."], "")
    empty = {"plan": ISSUED.stem, "release": 1, "problems": []}
    assert json.loads(kiemtra.must("check", ISSUED.stem, "--json").out) == empty


def test_a_plan_that_is_not_there_is_refused(kiemtra: CommandLine):
    told = "Không có kế hoạch “khong-co”. Xem các kế hoạch hiện có bằng lệnh kiemtra plans."
    for words in (["check", "khong-co"], ["check", "khong-co", "--json"], ["export", "khong-co"]):
        assert kiemtra.refused(*words) == told
