"""Two versions of a plan side by side on paper, part by part."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

from builders_small import lines_of
from docx import Document

from app.documents.comparison import ComparedVersion, render_comparison
from app.domain.changes import changes_between
from app.domain.dates import Window
from app.domain.plans import PlanState
from app.domain.releases import issued_dossier


def versions(founding):
    old = issued_dossier(founding, "1234", date(2023, 7, 5))
    first, second, *others = old.plan.visits
    moved = replace(first, window=Window(first=date(2023, 8, 2), last=date(2023, 8, 8)))
    plan = replace(old.plan, visits=(moved, second, *others[:-1]), state=PlanState.DRAFT)
    return old, replace(old, plan=plan)


def rendered(founding, draft_line="Dự thảo · k · 00000000"):
    old, new = versions(founding)
    compared = (
        ComparedVersion(name="Bản ban hành số 1", dossier=old),
        ComparedVersion(name="Bản dự thảo", dossier=new),
    )
    return render_comparison(*compared, changes_between(old, new), draft_line)


def rows_of(content):
    (table,) = [each for each in Document(BytesIO(content)).tables if each.rows[0].cells[0].text == "STT"]
    return [tuple(cell.text for cell in row.cells) for row in table.rows]


def test_what_differs_stands_under_the_heading_of_its_part(founding):
    rows = rows_of(rendered(founding))
    assert rows[0] == ("STT", "Nội dung", "Bản ban hành số 1", "Bản dự thảo")
    assert [row[0] for row in rows[1:] if row[0] == row[1]] == [
        "Tình trạng, văn bản ban hành (01)",
        "Đối tượng, thời gian kiểm tra (02)",
    ]
    assert [row for row in rows[1:] if row[0] != row[1]] == [
        ("1", "Tình trạng", "đã ban hành", "dự thảo"),
        ("2", "UBND huyện Lộc Ninh", "từ ngày 16/11/2023 đến hết ngày 30/11/2023", "-"),
        (
            "3",
            "Sở Công Thương, thời gian",
            "từ ngày 01/8/2023 đến hết ngày 08/8/2023",
            "từ ngày 02/8/2023 đến hết ngày 08/8/2023",
        ),
    ]


def test_it_goes_along_with_the_submission_and_bears_no_number_of_its_own(founding):
    lines = lines_of(rendered(founding))
    assert "(Kèm theo Tờ trình số 1319/TTr-SNV ngày 29 tháng 6 năm 2023 của Sở Nội vụ)" in lines
    assert [line for line in lines if line.startswith("Số:")] == []
    assert lines[-1] == "./."


def test_two_versions_that_are_alike_have_no_table(founding):
    old, _ = versions(founding)
    same = ComparedVersion(name="Bản ban hành số 1", dossier=old)
    lines = lines_of(render_comparison(same, same, (), None))
    assert "Hai bản có nội dung giống nhau./." in lines


def test_the_same_versions_give_the_same_bytes(founding):
    assert rendered(founding) == rendered(founding)


def test_a_plan_without_a_submission_leaves_its_number_and_day_to_be_written(founding):
    decision = replace(founding.plan.decision, submission=None)
    bare = replace(founding, plan=replace(founding.plan, decision=decision))
    same = ComparedVersion(name="Bản dự thảo", dossier=bare)
    lines = lines_of(render_comparison(same, same, (), None))
    (reference,) = [line for line in lines if line.startswith("(Kèm theo Tờ trình số")]
    assert " ".join(reference.split()) == "(Kèm theo Tờ trình số /TTr-SNV ngày tháng năm 2023 của Sở Nội vụ)"
