"""The page of what a plan states, each section a form with its own mark."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from web.drawn_plans import BASE, plan_of, posted
from web.filling import form_on, page_of, sent, told_wrong
from web.seeded import FOUNDING, TWO_TEAMS

from app.db.store import open_reader
from app.domain.plan_facts import Section
from app.domain.plans import DrawCluster, DrawRule
from app.web.draw_rule_form import draw_rule_values, read_draw_rule
from app.web.section_reading import SectionReading

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


# The clusters to draw from

CLUSTERS = {
    "cap-kiem-tra": "",
    "cum-1-ten": "Cụm Phú Riềng",
    "cum-1-don-vi": "Xã Phú Riềng\nUBND xã Long Hà\n25261",
    "cum-2-ten": "Cụm Bù Đăng",
    "cum-2-don-vi": "thị trấn Đức Phong",
}


def sent_draw(planner: TestClient, typed: Mapping[str, str]) -> Response:
    fields = {f"chon-ngau-nhien-{name}": value for name, value in typed.items()}
    return sent_whole(planner, planner.get(SETTINGS), "chon-ngau-nhien", fields)


def clusters_of(site: Site) -> list[tuple[str, str, tuple[str, ...]]]:
    rule = plan_of(site).draw
    return [(each.key, each.name, each.units) for each in rule.clusters] if rule else []


def test_clusters_are_typed_by_names_or_codes_and_shown_by_names(drawing: Site, planner: TestClient):
    assert sent_draw(planner, CLUSTERS).status_code == 303
    assert clusters_of(drawing) == [
        ("cum-phu-rieng", "Cụm Phú Riềng", ("25264", "25255", "25261")),
        ("cum-bu-dang", "Cụm Bù Đăng", ("25396",)),
    ]
    assert plan_of(drawing).draw.at_level is None
    shown = dict(form_on(planner.get(SETTINGS), f"{SETTINGS}/chon-ngau-nhien").fields)
    assert shown["chon-ngau-nhien-cum-1-don-vi"].strip().splitlines() == ["Xã Phú Riềng", "Xã Long Hà", "Xã Phú Trung"]
    assert (shown["chon-ngau-nhien-cum-2-ten"], shown["chon-ngau-nhien-cum-3-ten"]) == ("Cụm Bù Đăng", "")


def test_a_cluster_keeps_its_key_under_another_name_and_goes_when_it_is_emptied(drawing: Site, planner: TestClient):
    sent_draw(planner, CLUSTERS)
    emptied = {"cum-1-ten": "", "cum-1-don-vi": "", "cum-2-ten": "Cụm phía đông"}
    assert sent_draw(planner, emptied).status_code == 303
    assert clusters_of(drawing) == [("cum-bu-dang", "Cụm phía đông", ("25396",))]
    page = planner.get(SETTINGS)
    assert dict(form_on(page, f"{SETTINGS}/chon-ngau-nhien").fields)["chon-ngau-nhien-cum-1-ten"] == "Cụm phía đông"


def test_two_clusters_of_names_that_give_one_key_have_two(drawing: Site, planner: TestClient):
    typed = {**CLUSTERS, "cum-1-ten": "Cụm Bù Đăng!", "cum-2-ten": "Cụm Bù Đăng"}
    assert sent_draw(planner, typed).status_code == 303
    assert [key for key, *_ in clusters_of(drawing)] == ["cum-bu-dang", "cum-bu-dang-2"]


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        (
            {"cum-1-don-vi": "Xã Phú Riềnk"},
            "cum-1-don-vi",
            (
                "Cụm thứ 1, các đơn vị: danh bạ không có đơn vị “Xã Phú Riềnk”. Có phải là “Xã Phú Riềng”? Ghi tên "
                "đơn vị như trong danh bạ, hoặc mã chính thức của đơn vị."
            ),
        ),
        (
            {"cum-1-don-vi": "Xã Phú Riềng\nUBND xã Phú Riềng"},
            "cum-1-don-vi",
            "Cụm thứ 1, các đơn vị: đơn vị “UBND xã Phú Riềng” ghi hai lần trong cụm. Giữ lại một.",
        ),
        (
            {"cum-2-don-vi": "Xã Phú Riềng"},
            "cum-2-don-vi",
            (
                "Cụm thứ 2, các đơn vị: đơn vị “UBND xã Phú Riềng” đã ở cụm “Cụm Phú Riềng”. Mỗi đơn vị chỉ ở một cụm; "
                "bỏ khỏi một trong hai."
            ),
        ),
        (
            {"cum-2-don-vi": "UBND huyện Bù Đăng"},
            "cum-2-don-vi",
            (
                "Cụm thứ 2, các đơn vị: đơn vị “UBND huyện Bù Đăng” không thuộc cấp được chọn (“cấp xã”). Bỏ đơn vị "
                "này khỏi cụm, hoặc sửa cấp được chọn."
            ),
        ),
        (
            {"cum-2-don-vi": ""},
            "cum-2-don-vi",
            "Cụm thứ 2, các đơn vị: cụm “Cụm Bù Đăng” chưa có đơn vị nào. Ghi các đơn vị của cụm, hoặc bỏ cụm này.",
        ),
        (
            {"cum-2-ten": "Cụm Phú Riềng"},
            "cum-2-ten",
            "Cụm thứ 2, tên: hai cụm cùng tên “Cụm Phú Riềng”. Đặt tên khác cho một trong hai cụm.",
        ),
        ({"cum-2-ten": ""}, "cum-2-ten", "Cụm thứ 2, tên: chưa ghi. Ghi nội dung vào ô này."),
        (
            {"cum-1-ten": "", "cum-1-don-vi": "", "cum-2-ten": "", "cum-2-don-vi": ""},
            "cap-kiem-tra",
            (
                "Cấp được kiểm tra: chưa chọn cấp được kiểm tra, cũng chưa có cụm nào. Chọn cấp của những đơn vị mà "
                "tại đó chọn, hoặc ghi ít nhất một cụm."
            ),
        ),
    ],
)
def test_a_fault_of_a_cluster_stands_beside_it(drawing: Site, planner: TestClient, typed, field, sentence):
    plan = plan_of(drawing)
    answer = sent_draw(planner, {**CLUSTERS, **typed})
    assert (answer.status_code, told_wrong(answer)) == (422, {f"chon-ngau-nhien-{field}": sentence})
    assert plan_of(drawing) == plan


def test_a_fault_stands_beside_its_cluster_where_one_before_it_was_emptied(planner: TestClient):
    typed = {**CLUSTERS, "cum-1-ten": "", "cum-1-don-vi": "", "cum-2-don-vi": "Xã Không Có Thật"}
    answer = sent_draw(planner, typed)
    assert list(told_wrong(answer)) == ["chon-ngau-nhien-cum-1-don-vi"]
    shown = dict(form_on(answer, f"{SETTINGS}/chon-ngau-nhien").fields)
    assert shown["chon-ngau-nhien-cum-1-ten"] == "Cụm Bù Đăng"


def test_a_name_that_two_units_bear_takes_a_code_behind_it(drawing: Site, planner: TestClient):
    with open_reader(drawing.engine) as store:
        communes = [unit for unit in store.plans.dossier(FOUNDING).directory.units if unit.level == "xa"]
    name, both = next(
        (unit.area, [each for each in communes if each.area == unit.area])
        for unit in communes
        if sum(each.area == unit.area for each in communes) > 1
    )
    answer = sent_draw(planner, {**CLUSTERS, "cum-1-don-vi": name})
    listed = ", ".join(f"{name} ({unit.code})" for unit in both)
    assert told_wrong(answer) == {
        "chon-ngau-nhien-cum-1-don-vi": f"Cụm thứ 1, các đơn vị: có nhiều đơn vị tên “{name}”. Ghi thêm mã sau tên, "
        f"trong ngoặc: {listed}."
    }
    assert sent_draw(planner, {**CLUSTERS, "cum-1-don-vi": f"{name} ({both[1].code})"}).status_code == 303
    assert clusters_of(drawing)[0][2] == (both[1].key,)
    shown = dict(form_on(planner.get(SETTINGS), f"{SETTINGS}/chon-ngau-nhien").fields)
    assert shown["chon-ngau-nhien-cum-1-don-vi"].strip() == f"{name} ({both[1].code})"


def test_the_second_of_two_planners_sees_both_clusters_and_no_keys(drawing: Site, planner: TestClient):
    page, path = planner.get(SETTINGS), f"{SETTINGS}/chon-ngau-nhien"
    typed = {**CLUSTERS, "cum-1-don-vi": "Xã Phú Riềng", "cum-2-don-vi": "Thị trấn Đức Phong"}
    fields = {f"chon-ngau-nhien-{name}": value for name, value in typed.items()}
    assert sent(planner, page, path, fields).status_code == 303
    answer = sent(planner, page, path, {**fields, "chon-ngau-nhien-cum-2-ten": "Cụm khác"})
    assert answer.status_code == 409
    assert page_of(answer).xpath("//main//tbody/tr/*/text()") == ["Cụm thứ 2, tên", "Cụm khác", "Cụm Bù Đăng"]
    assert sent(planner, answer, path).status_code == 303
    assert [name for _, name, _ in clusters_of(drawing)] == ["Cụm Phú Riềng", "Cụm khác"]


def test_names_that_differ_in_their_accents_alone_are_told_apart(drawing: Site):
    with open_reader(drawing.engine) as store:
        dossier = store.plans.dossier(TWO_TEAMS)
    units = dossier.directory.units
    (one,), (other,) = ([u for u in units if u.area == name] for name in ("Xã Lộc Thạnh", "Xã Lộc Thành"))
    rule = DrawRule(
        from_level="xa", least=1, most=1, clusters=(DrawCluster(key="c", name="C", units=(one.key, other.key)),)
    )
    shown = draw_rule_values(replace(dossier, plan=replace(dossier.plan, draw=rule)))
    assert shown["cum-1-don-vi"] == "Xã Lộc Thạnh\nXã Lộc Thành"
    reading = SectionReading(shown, {})
    assert read_draw_rule(reading, dossier).clusters[0].units == (one.key, other.key)
    unsure = SectionReading({**shown, "cum-1-don-vi": "xa loc thanh"}, {})
    read_draw_rule(unsure, dossier)
    assert [(fault.code, fault.wanted) for fault in unsure.faults] == [
        ("cluster.line_ambiguous", f"Xã Lộc Thạnh ({one.code}), Xã Lộc Thành ({other.code})")
    ]
