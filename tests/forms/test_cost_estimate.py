from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from builders import QUOC_KHANH_2023, UNITS, a_batch, a_dossier, a_plan, a_team, a_visit, a_window
from office import Office, page_sizes, page_texts, typed

from app.domain.dates import Half, LooseTime
from app.domain.estimates import CostEstimate, cost_estimates
from app.domain.plans import Budget, BudgetSource
from app.domain.teams import Seat
from app.forms.cost_estimate import render_cost_estimate

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier

_BUDGET = Budget(
    rate=80_000, sources=(BudgetSource(agency="so-noi-vu", text="nguồn kinh phí A"),), appraised_by="so-tu-phap"
)
_VISITS = (
    a_visit("so-y-te", window=a_window(date(2023, 8, 31), date(2023, 9, 5))),
    a_visit("so-tu-phap", window=a_window(date(2023, 9, 11), closes=Half.MORNING)),
    a_visit("ubnd-huyen-b", window=a_window(date(2023, 9, 12), date(2023, 9, 15))),
)


def _estimated(**plan: Any) -> tuple[CostEstimate, PlanDossier]:
    units = tuple(replace(unit, superior="UBND tỉnh A") if unit.key == "so-noi-vu" else unit for unit in UNITS)
    dossier = a_dossier(a_plan(**{"budget": _BUDGET, "visits": _VISITS, **plan}), units=units)
    (estimate,) = cost_estimates(dossier, QUOC_KHANH_2023)
    return estimate, dossier


def _rendered(draft_line: str | None = None, **plan: Any) -> bytes:
    return render_cost_estimate(*_estimated(**plan), draft_line)


def _opened(data: bytes):
    return openpyxl.load_workbook(BytesIO(data))["Dự toán"]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return Office(tmp_path_factory.mktemp("office"))


def test_the_sheet_reads_as_an_official_estimate():
    sheet = _opened(_rendered())
    printed = [[cell.value for cell in row if cell.value is not None] for row in sheet["A1:K26"]]
    assert printed == [
        ["UBND TỈNH A", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["SỞ NỘI VỤ", "Độc lập - Tự do - Hạnh phúc"],
        ["____________", "A, ngày       tháng       năm 2023"],
        ["DỰ TOÁN KINH PHÍ"],
        ["Phục vụ hoạt động kiểm tra theo Kế hoạch kiểm tra năm 2023"],
        ["Kinh phí sử dụng từ nguồn kinh phí A."],
        ["Cơ quan thẩm định: Sở Tư pháp."],
        ["Mức hỗ trợ (đồng/người/ngày)", 80_000],
        ["Tính cả Trưởng đoàn, Phó Trưởng đoàn", "Có"],
        ["Chỉ tính ngày làm việc", "Có"],
        [
            "STT", "Đơn vị được kiểm tra", "Thời gian kiểm tra", "Số ngày", "Số người", "Mức hỗ trợ (đồng)",
            "Thành tiền (đồng)",
        ],
        ["Làm việc", "Theo lịch", "Được tính", "Lãnh đạo Đoàn", "Thành viên", "Được tính"],
        ["1", "Sở Y tế", "Từ ngày 31/8/2023 đến hết ngày 05/9/2023", 2, 6, *_formulas(13)],
        ["2", "Sở Tư pháp", "Buổi sáng ngày 11/9/2023", 0.5, 0.5, *_formulas(14)],
        ["3", "UBND huyện B", "Từ ngày 12/9/2023 đến hết ngày 15/9/2023", 4, 4, *_formulas(15)],
        ["Tổng cộng", "=SUM(K13:K15)"],
        ["Ghi chú:"],
        [
            ('=IF($E$9="Có","- Trưởng đoàn, Phó Trưởng đoàn được tính như thành viên Đoàn kiểm tra.",'
            '"- Chỉ tính thành viên Đoàn kiểm tra, không tính Trưởng đoàn, Phó Trưởng đoàn.")')
        ],
        [
            ('=IF($E$10="Có","- Chỉ tính ngày làm việc trong thời gian kiểm tra; ngày nghỉ hằng tuần, nghỉ lễ, nghỉ bù'
            ' không tính.","- Tính tất cả các ngày trong thời gian kiểm tra, kể cả ngày nghỉ.")')
        ],
        ["- Buổi kiểm tra nửa ngày được tính 0,5 ngày."],
        [],
        ["NGƯỜI LẬP", "THỦ TRƯỞNG ĐƠN VỊ"],
        ["(Ký, ghi rõ họ tên)", "(Ký, ghi rõ họ tên, đóng dấu)"],
        [],
        [],
        [],
    ]  # fmt: skip


def _formulas(row: int) -> list[object]:
    return [
        f'=IF($E$10="Có",D{row},E{row})', 2, 1, f'=H{row}+IF($E$9="Có",G{row},0)', "=$E$8",
        f"=ROUND(F{row}*I{row}*J{row},0)",
    ]  # fmt: skip


def test_only_the_assumptions_are_unlocked():
    sheet = _opened(_rendered())
    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    lines = {f"{column}{row}" for column in "DEGH" for row in (13, 14, 15)}
    assert unlocked == {"E8", "E9", "E10", "F8", "F9", "F10", *lines}
    assert (sheet.protection.sheet, sheet.protection.password) == (True, None)


def test_what_may_be_typed_is_guarded():
    rules = _opened(_rendered()).data_validations.dataValidation
    assert {str(rule.sqref): (rule.type, rule.formula1, rule.errorTitle) for rule in rules} == {
        "E8": ("decimal", "0", "Mức hỗ trợ không hợp lệ"),
        "E9": ("list", '"Có,Không"', "Chọn Có hoặc Không"),
        "E10": ("list", '"Có,Không"', "Chọn Có hoặc Không"),
        "D13:E15": ("decimal", "0", "Số ngày không hợp lệ"),
        "G13:H15": ("whole", "0", "Số người không hợp lệ"),
    }


def test_the_figures_are_in_the_file_before_any_program_computes_them():
    estimate, dossier = _estimated()
    sheet = openpyxl.load_workbook(BytesIO(render_cost_estimate(estimate, dossier, None)), data_only=True)["Dự toán"]
    assert [sheet[f"K{row}"].value for row in (13, 14, 15, 16)] == [480_000, 120_000, 960_000, estimate.total]
    assert sheet["A18"].value == "- Trưởng đoàn, Phó Trưởng đoàn được tính như thành viên Đoàn kiểm tra."


def test_other_choices_of_the_plan_are_shown_as_such():
    budget = Budget(rate=1, counts_leaders=False, counts_working_days_only=False)
    team = a_team(Seat(key="a", office="Trưởng phòng"))
    visits = (*_VISITS, a_visit("so-tttt", window=None, loose=LooseTime(wording="Quý IV")))
    data = _rendered(budget=budget, teams=(team,), visits=visits, batches=(a_batch(head=None),))
    sheet = openpyxl.load_workbook(BytesIO(data), data_only=True)["Dự toán"]
    assert [sheet[f"E{row}"].value for row in (9, 10)] == ["Không", "Không"]
    assert [sheet[f"A{row}"].value for row in range(17, 23)] == [
        "Ghi chú:",
        "- Chỉ tính thành viên Đoàn kiểm tra, không tính Trưởng đoàn, Phó Trưởng đoàn.",
        "- Tính tất cả các ngày trong thời gian kiểm tra, kể cả ngày nghỉ.",
        "- Buổi kiểm tra nửa ngày được tính 0,5 ngày.",
        "- Thành viên mới nêu chức danh, chưa có họ tên, được tính là một người.",
        "- Chưa tính 1 cuộc kiểm tra chưa chốt ngày.",
    ]
    assert [sheet[f"A{row}"].value for row in (6, 7)] == [
        "Nguồn kinh phí: Chưa xác định.",
        "Cơ quan thẩm định: Chưa xác định.",
    ]


def test_equal_estimates_give_equal_bytes_and_name_plan_and_agency():
    assert _rendered("Dự thảo · A · 1a2b3c4d") == _rendered("Dự thảo · A · 1a2b3c4d")
    book = openpyxl.load_workbook(BytesIO(_rendered()))
    assert {name: book.custom_doc_props[name].value for name in book.custom_doc_props.names} == {
        "kiemtra.plan": "tinh-a-2023",
        "kiemtra.agency": "so-noi-vu",
        "kiemtra.changed_on": "2023-06-29",
    }
    assert book.properties.title == "Dự toán kinh phí kiểm tra - Sở Nội vụ"


def test_an_agency_without_a_body_above_it_stands_alone_in_the_head():
    estimate, dossier = _estimated()
    sheet = _opened(render_cost_estimate(estimate, replace(dossier, units=UNITS), None))
    assert [sheet[f"A{row}"].value for row in (1, 2, 3, 4)] == ["SỞ NỘI VỤ", "____________", None, "DỰ TOÁN KINH PHÍ"]


def test_text_that_looks_like_a_formula_stays_text():
    budget = replace(_BUDGET, sources=(BudgetSource(agency="so-noi-vu", text="=1"),))
    visits = (a_visit("so-y-te", printed_name='=HYPERLINK("http://a")'),)
    sheet = _opened(_rendered(budget=budget, visits=visits, title="=1+1"))
    assert (sheet["B13"].value, sheet["B13"].data_type) == ('=HYPERLINK("http://a")', "s")


def test_changed_assumptions_change_every_amount(office):
    changes = {
        "E8": 100_000, "E9": "Không", "E10": "Không", "D13": 99, "E13": 5, "H13": 4, "G14": 7, "H15": 0,
    }  # fmt: skip
    data = typed(_rendered(), {("Dự toán", address): value for address, value in changes.items()})
    sheet = office.recalculated(data, "estimate")["Dự toán"]
    assert [sheet[f"F{row}"].value for row in (13, 14, 15)] == [5, 0.5, 4]
    assert [sheet[f"I{row}"].value for row in (13, 14, 15)] == [4, 1, 0]
    assert [sheet[f"K{row}"].value for row in (13, 14, 15, 16)] == [2_000_000, 50_000, 0, 2_050_000]
    assert sheet["A19"].value == "- Tính tất cả các ngày trong thời gian kiểm tra, kể cả ngày nghỉ."


def test_the_estimate_is_one_upright_page_with_vietnamese_figures(office, tmp_path):
    pdf = tmp_path / "estimate.pdf"
    pdf.write_bytes(office.converted(_rendered("Dự thảo · Kế hoạch · 1a2b3c4d"), "estimate-pdf", "pdf"))
    assert page_sizes(pdf) == [(210, 297)]
    (text,) = page_texts(pdf)
    assert [
        part for part in ("80.000", "480.000", "0,5", "1.560.000", "Dự thảo · Kế hoạch · 1a2b3c4d") if part not in text
    ] == []


def test_an_estimate_of_many_visits_runs_over_pages_with_its_head_repeated(office, tmp_path):
    visits = tuple(a_visit("so-y-te", number=n) for n in range(1, 31))
    pdf = tmp_path / "many.pdf"
    pdf.write_bytes(office.converted(_rendered(visits=visits), "many", "pdf"))
    pages = page_texts(pdf)
    assert [page.count("Đơn vị được kiểm tra") for page in pages] == [1] * len(pages)
    assert len(pages) == 3
