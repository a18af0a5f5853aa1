"""The forms and estimates of the founding plan, as the seed holds them."""

from __future__ import annotations

from collections import Counter
from io import BytesIO

import openpyxl
import pytest
from form_builders import block, cells_by_code

from app import SEED
from app.domain.dates import WorkCalendar
from app.domain.estimates import cost_estimates
from app.domain.forms import RowKind
from app.forms.cost_estimate import render_cost_estimate
from app.forms.workbook import WorkbookFacts, render_workbook
from app.services.seeding import read_seed


@pytest.fixture(scope="module")
def seed():
    return read_seed(SEED)


@pytest.fixture(scope="module")
def dossier(seed):
    return next(dossier for dossier in seed.plans if dossier.plan.key == "binh-phuoc-2023")


def _book(dossier, unit: str):
    visit = dossier.plan.visit(unit)
    facts = WorkbookFacts(
        unit_key=unit,
        unit_name=dossier.unit_name(unit),
        plan_key=dossier.plan.key,
        plan_title=dossier.plan.title,
        changed_on=dossier.plan.changed_on,
    )
    return openpyxl.load_workbook(BytesIO(render_workbook(dossier.fitted_forms(visit), facts)))


@pytest.mark.parametrize(
    ("unit", "sheets"),
    [
        ("so-cong-thuong", ["Phụ lục 1", "Phụ lục 2"]),
        ("bao-hiem-xa-hoi-tinh", ["Phụ lục 1", "Phụ lục 2"]),
        ("ubnd-huyen-phu-rieng", ["Phụ lục 1", "Phụ lục 3", "Phụ lục 5"]),
    ],
)
def test_a_unit_gets_exactly_its_forms(dossier, unit, sheets):
    assert _book(dossier, unit).sheetnames == [*sheets, "_kiemtra"]


def test_every_indicator_has_its_printed_line_and_its_cell(dossier):
    book = _book(dossier, "ubnd-huyen-phu-rieng")
    sheet = book["Phụ lục 1"]
    form = next(form for form in dossier.plan_forms if form.key == "phu-luc-1")
    printed = [
        tuple(str(sheet[f"{column}{row}"].value or "") for column in "ABCE") for row in range(7, 7 + len(form.rows))
    ]
    assert printed == [
        (row.number, row.name.replace("*", ""), row.unit.replace("*", ""), row.note) for row in form.rows
    ]
    lines = [line for line in block(book, "sheet", "row") if line["sheet"] == "Phụ lục 1"]
    filled = [row for row in form.rows if row.kind not in {RowKind.SECTION, RowKind.HEADING}]
    assert [line["code"] for line in lines] == [row.code for row in filled]
    assert len(filled) == 98


def test_every_ratio_with_its_parts_in_the_form_is_live(dossier):
    book = _book(dossier, "ubnd-huyen-phu-rieng")
    lines = [line for line in block(book, "sheet", "row") if line["sheet"] == "Phụ lục 1"]
    ratios = Counter(line["part"] for line in lines if line["kind"] == "percent")
    assert ratios == {"computed": 13, "input": 8}
    sheet = book["Phụ lục 1"]
    row = {line["code"]: line["row"] for line in lines}
    assert sheet[f"D{row['I.2']}"].value == (
        f'=IF(COUNT(D{row["I.2.2"]},D{row["I.2.1"]})=2,IFERROR(D{row["I.2.2"]}/D{row["I.2.1"]}*100,""),"")'
    )


def test_the_vertical_agency_sees_what_does_not_apply_marked(dossier):
    lines = block(_book(dossier, "bao-hiem-xa-hoi-tinh"), "sheet", "row")
    marked = {line["code"] for line in lines if line["part"] == "not_applicable"}
    indicators, _ = dossier.fitted_forms(dossier.plan.visit("bao-hiem-xa-hoi-tinh"))
    absent = {fitted.row.code for fitted in indicators.rows if not fitted.applies}
    assert marked == absent & {line["code"] for line in lines}
    assert {"II.1", "VII.5.3.3"} <= marked


def test_the_land_office_branches_of_every_district_have_their_rows(dossier):
    book = _book(dossier, "so-tai-nguyen-va-moi-truong")
    sheet = book["Phụ lục 2"]
    districts = [unit for unit in dossier.directory.units if unit.level == "huyen"]
    names = [str(cell.value) for cell in sheet["B"] if str(cell.value).startswith("Chi nhánh")]
    assert len(names) == len(districts) == 11
    assert names[0].startswith("Chi nhánh Văn phòng Đăng ký đất đai ")
    cells = cells_by_code(book)
    for unit in districts:
        total = sheet[cells["Phụ lục 2", f"{unit.key}.tong", "tn_truc_tuyen"]].value
        first = cells["Phụ lục 2", f"{unit.key}.1", "tn_truc_tuyen"]
        last = cells["Phụ lục 2", f"{unit.key}.4+6", "tn_truc_tuyen"]
        assert total == f'=IF(COUNT({first}:{last})=0,"",SUM({first}:{last}))'


def test_no_formula_of_any_workbook_is_too_long_or_names_a_missing_cell(dossier):
    for visit in dossier.plan.visits:
        book = _book(dossier, visit.unit)
        formulas = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        assert max(map(len, formulas)) < 8192
        assert [formula for formula in formulas if "#" in formula] == []


def test_the_two_lead_agencies_get_an_estimate_of_their_visits(seed, dossier):
    estimates = cost_estimates(dossier, WorkCalendar(seed.days_off))
    assert [(one.agency, [str(line.days) for line in one.lines]) for one in estimates] == [
        ("so-noi-vu", ["6.0", "6.0", "11.0", "10.0", "12.0"]),
        ("so-thong-tin-va-truyen-thong", ["4.0", "6.0", "8.0", "11.0", "11.0"]),
    ]
    assert {line.people for one in estimates for line in one.lines} == {13}
    assert [one.total for one in estimates] == [45 * 13 * 80_000, 40 * 13 * 80_000]
    for one in estimates:
        sheet = openpyxl.load_workbook(BytesIO(render_cost_estimate(one, dossier, None)))["Dự toán"]
        assert sheet["A2"].value == one.agency_name.upper()
