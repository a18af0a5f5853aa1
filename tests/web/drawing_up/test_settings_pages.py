"""The page of what a plan states, each section a form with its own mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from web.drawn_plans import BASE, plan_of, posted
from web.filling import form_on, page_of, sent, told_wrong

from app.domain.plan_facts import Section

if TYPE_CHECKING:
    from collections.abc import Mapping

    from httpx2 import Response
    from starlette.testclient import TestClient
    from web.seeded import Site

SETTINGS = f"{BASE}/thiet-lap"


def sent_whole(client: TestClient, page: Response, section: str, typed: Mapping[str, str] | None = None) -> Response:
    """Fill in the form of a section and send it with everything that is marked in it."""
    form = form_on(page, f"{SETTINGS}/{section}")
    for name, value in (typed or {}).items():
        form.fields[name] = value
    data: dict[str, list[str]] = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value or "")
    return client.post(form.action, data=data)


@pytest.mark.parametrize(
    ("section", "typed", "stated"),
    [
        ("chung", {"ten": "Kế hoạch khác", "noi-dung": "công vụ\n\nnội vụ"}, lambda p: (p.title, p.subjects)),
        (
            "van-ban",
            {"ho-ten": "", "noi-nhan": "Lưu: VT."},
            lambda p: (p.decision.recipients, p.decision.signatory.name),
        ),
        (
            "muc-toi-thieu",
            {"ngay-doc": "3", "toi-thieu-huyen": "5"},
            lambda p: (p.standards.reading_days, p.standards.working_days),
        ),
        ("luan-phien", {"can-cu": "khong"}, lambda p: p.alternation),
        ("chon-ngau-nhien", {"it-nhat": "2"}, lambda p: (p.draw.least, p.draw.most)),
        ("tu-kiem-tra", {"han": "chậm nhất ngày 15.12.2023"}, lambda p: p.self_inspection.deadline.words()),
        ("kinh-phi", {"muc-chi": "120.000"}, lambda p: p.budget.rate),
        ("ket-thuc-doan", {"giai-the": "Đoàn giải thể."}, lambda p: p.dissolution),
    ],
)
def test_each_section_is_changed_by_its_own_form(drawing: Site, planner: TestClient, section, typed, stated):
    expected = {
        "chung": ("Kế hoạch khác", ("công vụ", "nội vụ")),
        "van-ban": (("Lưu: VT.",), ""),
        "muc-toi-thieu": (3, {"huyen": 5}),
        "luan-phien": None,
        "chon-ngau-nhien": (2, 3),
        "tu-kiem-tra": "chậm nhất ngày 15/12/2023",
        "kinh-phi": 120_000,
        "ket-thuc-doan": "Đoàn giải thể.",
    }
    fields = {f"{section}-{name}": value for name, value in typed.items()}
    answer = sent_whole(planner, planner.get(SETTINGS), section, fields)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{SETTINGS}?xong={section}#{section}")
    assert stated(plan_of(drawing)) == expected[section]


def test_a_section_sent_as_it_stands_changes_nothing(drawing: Site, planner: TestClient):
    plan, page = plan_of(drawing), planner.get(SETTINGS)
    for section in Section:
        assert sent_whole(planner, page, section.value).status_code == 303, section
    assert plan_of(drawing) == plan


@pytest.mark.parametrize(
    ("section", "typed", "wrong"),
    [
        ("chung", {"ten": ""}, {"chung-ten": "Tên kế hoạch: chưa ghi. Ghi nội dung vào ô này."}),
        (
            "chung",
            {"thoi-ky-tu": "30/6/2023", "thoi-ky-den": "01/6/2023"},
            {
                "chung-thoi-ky-den": "Thời kỳ, đến ngày: ngày cuối (01/6/2023) trước ngày đầu (30/6/2023)."
                " Sửa một trong hai ngày."
            },
        ),
        (
            "muc-toi-thieu",
            {"ngay-doc": "ba", "toi-thieu-huyen": "999"},
            {
                "muc-toi-thieu-ngay-doc": "Số ngày đọc báo cáo: “ba” không phải một số nguyên."
                " Ghi bằng chữ số, ví dụ 5 hoặc 1.000."
            },
        ),
        (
            "chon-ngau-nhien",
            {"it-nhat": "5"},
            {
                "chon-ngau-nhien-nhieu-nhat": "Số đơn vị nhiều nhất: số nhiều nhất (3) nhỏ hơn số ít nhất (5)."
                " Sửa một trong hai số."
            },
        ),
        ("tu-kiem-tra", {"han": "31/11/2023"}, None),
        (
            "kinh-phi",
            {"muc-chi": "nhiều"},
            {"kinh-phi-muc-chi": "Mức chi: “nhiều” không phải một số nguyên. Ghi bằng chữ số, ví dụ 5 hoặc 1.000."},
        ),
    ],
)
def test_a_fault_stands_beside_its_field_and_nothing_is_lost(drawing: Site, planner: TestClient, section, typed, wrong):
    plan = plan_of(drawing)
    fields = {f"{section}-{name}": value for name, value in typed.items()}
    answer = sent_whole(planner, planner.get(SETTINGS), section, fields)
    assert answer.status_code == 422
    told = told_wrong(answer)
    assert told == wrong or (wrong is None and list(told) == ["tu-kiem-tra-han"])
    shown = dict(form_on(answer, f"{SETTINGS}/{section}").fields)
    assert {name: shown[name] for name in fields} == fields
    assert plan_of(drawing) == plan


def test_the_second_of_two_planners_sees_both_values_and_chooses(drawing: Site, planner: TestClient):
    page, path = planner.get(SETTINGS), f"{SETTINGS}/ket-thuc-doan"
    assert sent(planner, page, path, {"ket-thuc-doan-giai-the": "Bản thứ nhất."}).status_code == 303
    answer = sent(planner, page, path, {"ket-thuc-doan-giai-the": "Bản thứ hai."})
    assert answer.status_code == 409
    cells = page_of(answer).xpath("//main//tbody/tr/*/text()")
    assert cells == ["Giải thể đoàn", "Bản thứ hai.", "Bản thứ nhất."]
    assert plan_of(drawing).dissolution == "Bản thứ nhất."
    assert sent(planner, answer, path).status_code == 303
    assert plan_of(drawing).dissolution == "Bản thứ hai."


def test_other_sections_may_change_in_between(planner: TestClient):
    page = planner.get(SETTINGS)
    assert sent(planner, page, f"{SETTINGS}/ket-thuc-doan", {"ket-thuc-doan-giai-the": "Khác."}).status_code == 303
    assert sent(planner, page, f"{SETTINGS}/chung", {"chung-ten": "Tên khác"}).status_code == 303


def test_an_unknown_section_is_not_there(drawing: Site, planner: TestClient):
    assert posted(drawing, planner, f"{SETTINGS}/khong-co").status_code == 404
