"""The problems of a plan on paper, each with why it was accepted, by whom and when."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from builders_small import lines_of
from docx import Document

from app.documents.review_list import ReviewedProblem, ReviewSheet, render_review_list
from app.domain.problems import Severity
from app.domain.releases import issued_dossier

ERROR = ReviewedProblem(
    severity=Severity.ERROR, statement="Bắt đầu vào ngày nghỉ.", reason="Đã thống nhất.", person="Bà A", at="10/7/2023"
)
OPEN = ReviewedProblem(severity=Severity.WARNING, statement="Chưa có *tên*.")
NOTE = ReviewedProblem(severity=Severity.INFO, statement="Chưa bốc thăm.")


def rows_of(sheet):
    content = render_review_list(sheet, None)
    (table,) = [each for each in Document(BytesIO(content)).tables if each.rows[0].cells[0].text == "STT"]
    return [tuple(cell.text for cell in row.cells) for row in table.rows]


def test_each_problem_stands_under_its_level_with_reason_person_and_time(founding):
    rows = rows_of(ReviewSheet(dossier=founding, problems=(ERROR, OPEN, NOTE), day="10/7/2023"))
    assert [row if row[0] != row[1] else row[0] for row in rows[1:]] == [
        "Vấn đề phải sửa, chấp nhận bằng lý do",
        ("1", "Bắt đầu vào ngày nghỉ.", "Đã thống nhất.", "Bà A\n10/7/2023"),
        "Cảnh báo",
        ("2", "Chưa có *tên*.", "Chưa ghi lý do", ""),
        "Lưu ý, không cần lý do",
        ("3", "Chưa bốc thăm.", "Không cần", ""),
    ]


def test_the_list_of_a_release_names_its_act_and_who_approved_it(founding):
    issued = issued_dossier(founding, "1234", date(2023, 7, 5))
    sheet = ReviewSheet(dossier=issued, problems=(ERROR,), day="", release=1, approver="Bà A - Phó Giám đốc")
    lines = lines_of(render_review_list(sheet, None))
    (opening,) = [line for line in lines if line.startswith("Rà soát khi ban hành")]
    assert "Quyết định số 1234/QĐ-UBND ngày 05 tháng 7 năm 2023" in opening
    assert opening.endswith("(bản ban hành số 1), do Bà A - Phó Giám đốc phê duyệt.")
    assert lines[-1] == "./."


def test_a_plan_without_problems_says_so_and_the_same_sheet_gives_the_same_bytes(founding):
    sheet = ReviewSheet(dossier=founding, problems=(), day="10/7/2023")
    made = render_review_list(sheet, "Dự thảo · k · 00000000")
    assert "Không có vấn đề nào./." in lines_of(made)
    assert "Rà soát bản dự thảo ngày 10/7/2023." in lines_of(made)
    assert made == render_review_list(sheet, "Dự thảo · k · 00000000")
