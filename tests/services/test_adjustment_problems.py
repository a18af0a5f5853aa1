"""What the rules find of a draft on top of a release: what is near stays where it was issued."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from builders import QUOC_KHANH_2023, a_window
from issuing import DRAFT

from app.domain.problems import Severity
from app.services.checking import adjustment_problems, problems_of

MOVED = replace(
    DRAFT,
    plan=replace(
        DRAFT.plan,
        visits=(
            replace(DRAFT.plan.visits[0], window=a_window(date(2023, 8, 2), date(2023, 8, 7))),
            DRAFT.plan.visits[1],
        ),
    ),
)
NEAR, FAR = date(2023, 7, 26), date(2023, 7, 7)


def test_a_visit_moved_by_hand_inside_the_notice_period_is_an_error_with_a_sentence_and_a_way_to_mend_it():
    found = adjustment_problems(MOVED, DRAFT, NEAR, QUOC_KHANH_2023)
    (pinned,) = [each for each in found if each.problem.code == "visit.pinned_moved"]
    assert pinned.problem.severity == Severity.ERROR
    assert pinned.message == (
        "Sở Y tế: bắt đầu ngày 01/8/2023, còn không quá 05 ngày làm việc nữa; bản ban hành ghi từ ngày 01/8/2023 đến "
        "hết ngày 04/8/2023, dự thảo ghi từ ngày 02/8/2023 đến hết ngày 07/8/2023. Để thời gian như đã ban hành; nếu "
        "buộc phải dời thì lãnh đạo cơ quan chủ trì ghi lý do."
    )
    assert found[0] == pinned


def test_long_before_the_visit_and_without_anything_issued_there_is_no_such_problem():
    plain = problems_of(MOVED, QUOC_KHANH_2023)
    assert adjustment_problems(MOVED, DRAFT, FAR, QUOC_KHANH_2023) == plain
    assert adjustment_problems(MOVED, None, NEAR, QUOC_KHANH_2023) == plain
