"""Danh sách vấn đề cho chương trình khác đọc: problems as the JSON of `check` and `propose` writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.services.checking import WordedProblem


def plain_problems(problems: Iterable[WordedProblem]) -> list[dict[str, object]]:
    """Return problems as plain values: code, level, subjects, dates and the message."""
    return [
        {
            "code": worded.problem.code,
            "level": worded.problem.severity,
            "subjects": list(worded.problem.subjects),
            "dates": [day.isoformat() for day in worded.problem.dates],
            "message": worded.message,
        }
        for worded in problems
    ]
