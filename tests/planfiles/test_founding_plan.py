"""The founding plan as data gives back the official text, word for word, and its facts."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app import SEED
from app.domain.acts import ErratumKind
from app.domain.errata import corrected, texts
from app.domain.forms import FormKind, RowKind
from app.domain.outlines import OutlineKind
from app.domain.schedules import time_words
from app.services.seeding import Seed, read_seed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.dossiers import PlanDossier
    from app.domain.forms import Form, FormRow

OFFICIAL = (Path(__file__).parent.parent / "golden" / "binh-phuoc-2023.md").read_text(encoding="utf-8")


@cache
def seed() -> Seed:
    return read_seed(SEED)


def founding() -> PlanDossier:
    return next(dossier for dossier in seed().plans if dossier.plan.key == "binh-phuoc-2023")


def official_words() -> list[str]:
    """The words of the official text without the marks of its mark-up."""
    text = re.sub(r"<!--.*?-->", " ", OFFICIAL, flags=re.DOTALL)
    text = re.sub(r"^(#+ |---$)", " ", text, flags=re.MULTILINE)
    text = re.sub(r"</?i>", "", text)
    return re.sub(r"</?[a-z][^>]*>", " ", text).replace("*", "").split()


def printed(dossier: PlanDossier) -> Iterator[str]:
    """The texts of the dossier in the order of publication, with the words that every such paper has."""
    plan, decision = dossier.plan, dossier.plan.decision
    yield f"Số: /{decision.symbol} {dossier.province.place}, ngày tháng năm {plan.year}"
    yield from ("QUYẾT ĐỊNH", decision.title, decision.issuer)
    yield from (basis.text for basis in decision.legal_bases)
    assert decision.submission is not None
    yield from (decision.submission.text, "QUYẾT ĐỊNH:")
    yield from (f"{article.number} {article.text}" for article in decision.articles)
    yield "Nơi nhận:"
    yield from (f"- {recipient}" for recipient in decision.recipients)
    assert decision.signatory is not None
    yield from (decision.signatory.capacity, decision.signatory.title, decision.signatory.name)
    yield "KẾ HOẠCH"
    yield from (*plan.text.title, *plan.text.reference, *plan.text.preamble)
    yield from (f"{clause.number or ''} {clause.text}" for clause in plan.text.clauses)
    yield plan.text.closing
    yield from annex(dossier)
    assert dossier.outline is not None
    yield from (dossier.outline.heading, *dossier.outline.title)
    for item in dossier.outline.items:
        yield from (item.number, item.text, *item.paragraphs)
    yield dossier.outline.exemption
    for form in dossier.plan_forms:
        yield from printed_form(form)


def annex(dossier: PlanDossier) -> Iterator[str]:
    plan = dossier.plan
    yield f"ỦY BAN NHÂN DÂN {dossier.province.full_name.upper()}"
    yield "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc PHỤ LỤC"
    yield plan.text.annex_title
    yield "STT Đối tượng kiểm tra Thời gian kiểm tra Thành phần Đoàn kiểm tra Trưởng đoàn Phó Trưởng đoàn Thành viên"
    begun: set[str] = set()
    for order, visit in enumerate(plan.visits, 1):
        yield from (f"{order}", dossier.printed_unit_name(visit), time_words(visit))
        batch = plan.batch(visit.batch)
        if batch.key not in begun:
            yield from (dossier.person_line(key) for key in (batch.head, *batch.deputies) if key)
        if not begun:
            yield from (f"{n}. {dossier.seat_line(seat)}" for n, seat in enumerate(plan.team_of(visit).seats, 1))
        begun.add(batch.key)
    yield plan.text.annex_note


def printed_form(form: Form) -> Iterator[str]:
    yield from (form.heading, *form.title)
    yield from (cell.text for row in form.header for cell in row)
    for row in form.rows:
        yield from printed_row(form, row)
    yield from form.notes


def printed_row(form: Form, row: FormRow) -> Iterator[str]:
    yield from (row.number, row.name)
    if form.kind == FormKind.INDICATORS:
        yield from (row.unit, row.note)
    elif row.shows_placeholders:
        yield from (column.placeholder for column in form.columns)


def test_the_data_give_back_the_official_text_word_for_word():
    words = " ".join(printed(founding())).replace("*", "").split()
    assert len(words) == 5906
    assert words == official_words()


def test_each_printed_row_of_a_grid_fills_the_columns_of_its_header():
    for form in founding().plan_forms:
        width = sum(cell.colspan for cell in form.header[0])
        assert width == len(form.columns)


def test_units_batches_and_windows_are_those_of_the_annex():
    dossier = founding()
    assert [
        (dossier.unit_name(v.unit), v.batch, v.window.first.isoformat(), v.window.last.isoformat())
        for v in dossier.plan.visits
        if v.window
    ] == [
        ("Sở Công Thương", "dot-1", "2023-08-01", "2023-08-08"),
        ("Sở Tài nguyên và Môi trường", "dot-1", "2023-08-09", "2023-08-16"),
        ("UBND huyện Phú Riềng", "dot-1", "2023-08-17", "2023-08-31"),
        ("Sở Kế hoạch và Đầu tư", "dot-2", "2023-09-01", "2023-09-08"),
        ("Sở Lao động - Thương binh và Xã hội", "dot-2", "2023-09-11", "2023-09-18"),
        ("Bảo hiểm xã hội tỉnh", "dot-2", "2023-09-19", "2023-09-28"),
        ("UBND huyện Bù Đăng", "dot-3", "2023-10-02", "2023-10-13"),
        ("UBND thị xã Bình Long", "dot-3", "2023-10-16", "2023-10-31"),
        ("UBND thành phố Đồng Xoài", "dot-4", "2023-11-01", "2023-11-15"),
        ("UBND huyện Lộc Ninh", "dot-4", "2023-11-16", "2023-11-30"),
    ]


def test_heads_deputies_and_deadlines_change_over_from_batch_to_batch():
    plan = founding().plan
    batches = [(b.head, b.deputies, b.lead_agency, b.report_deadline) for b in plan.batches]
    assert [(*leaders, due and due.words()) for *leaders, due in batches] == [
        ("huynh-thi-be-nam", ("nguyen-minh-quang",), "so-noi-vu", "trước ngày 30/7/2023"),
        ("nguyen-minh-quang", ("huynh-thi-be-nam",), "so-thong-tin-va-truyen-thong", "trước ngày 30/8/2023"),
        ("huynh-thi-be-nam", ("nguyen-minh-quang",), "so-noi-vu", "trước ngày 30/9/2023"),
        ("nguyen-minh-quang", ("huynh-thi-be-nam",), "so-thong-tin-va-truyen-thong", "trước ngày 30/10/2023"),
    ]  # fmt: skip


def test_the_team_has_eleven_members_one_of_them_an_office():
    dossier = founding()
    (team,) = dossier.plan.teams
    assert len(team.seats) == 11
    assert [seat.agency for seat in team.seats if seat.person is None] == ["van-phong-uy-ban-nhan-dan-tinh"]
    assert len(dossier.named_people()) == 12


def test_the_outline_has_its_fifty_codes_and_three_bullets():
    outline = founding().outline
    assert outline is not None
    kinds = [item.kind for item in outline.items]
    assert {kind: kinds.count(kind) for kind in OutlineKind} == {
        OutlineKind.PART: 5,
        OutlineKind.SECTION: 6,
        OutlineKind.ITEM: 39,
        OutlineKind.BULLET: 3,
    }
    assert [item.code for item in outline.items if item.if_any] == [
        "II.3.d", "II.4.c", "II.4.e", "II.5.a.3", "II.5.c",
    ]  # fmt: skip


def test_appendix_1_has_123_rows_of_which_13_ratios_are_computed_and_8_are_typed():
    form = founding().plan_forms[0]
    ratios = [row for row in form.rows if row.kind == RowKind.PERCENT]
    assert (len(form.rows), len(ratios)) == (123, 21)
    assert [row.code for row in ratios if row.formula is None] == [
        "IV.1.3", "IV.2.5", "IV.3.4", "VII.3", "VII.5.1", "VII.5.2", "VII.5.3.2", "VII.5.3.3",
    ]  # fmt: skip
    assert all(row.inputs for row in ratios if row.formula is None)


def test_choices_are_those_printed_in_the_unit_of_their_row():
    form = founding().plan_forms[0]
    rows = [row for row in form.rows if row.kind == RowKind.CHOICE]
    assert [row.unit for row in rows] == [
        " ".join(f"{choice.label} = {choice.value}" for choice in row.choices) for row in rows
    ]
    assert [row.code for row in rows] == ["I.5.2", "I.6", "VII.1", "VII.2", "VII.4"]


def test_each_unit_gets_the_appendices_of_its_class():
    dossier = founding()
    assert {
        visit.unit: [fitted.form.number for fitted in dossier.fitted_forms(visit)] for visit in dossier.plan.visits
    } == {
        "so-cong-thuong": ["1", "2"],
        "so-tai-nguyen-va-moi-truong": ["1", "2"],
        "ubnd-huyen-phu-rieng": ["1", "3", "5"],
        "so-ke-hoach-va-dau-tu": ["1", "2"],
        "so-lao-dong-thuong-binh-va-xa-hoi": ["1", "2"],
        "bao-hiem-xa-hoi-tinh": ["1", "2"],
        "ubnd-huyen-bu-dang": ["1", "3", "5"],
        "ubnd-thi-xa-binh-long": ["1", "3", "5"],
        "ubnd-thanh-pho-dong-xoai": ["1", "3", "5"],
        "ubnd-huyen-loc-ninh": ["1", "3", "5"],
    }


def test_the_land_registration_branches_of_every_district_have_their_rows():
    dossier = founding()
    forms = dossier.fitted_forms(dossier.plan.visit("so-tai-nguyen-va-moi-truong"))
    groups = [fitted.row.name for fitted in forms[1].rows if fitted.row.kind == RowKind.GROUP]
    assert groups[:2] == [
        "Chi nhánh Văn phòng Đăng ký đất đai thị xã Phước Long",
        "Chi nhánh Văn phòng Đăng ký đất đai thành phố Đồng Xoài",
    ]
    assert len(groups) == 11


def test_what_a_vertical_agency_cannot_answer_is_marked():
    dossier = founding()
    visit = dossier.plan.visit("bao-hiem-xa-hoi-tinh")
    assert [fitted.item.code for fitted in dossier.fitted_outline(visit) if not fitted.applies] == [
        "II.1.a", "II.1.d", "II.3.d",
    ]  # fmt: skip
    marked = [fitted.row.code for fitted in dossier.fitted_forms(visit)[0].rows if not fitted.applies]
    assert marked == [
        "II", "II.1", "II.2", "II.2.1", "II.2.2", "II.2.2.1", "II.2.2.2", "II.3", "II.3.1", "II.3.2", "II.3.2.1",
        "II.3.2.2", "V.2.3", "VII.5.3", "VII.5.3.2", "VII.5.3.3",
    ]  # fmt: skip


def test_the_bodies_that_inspect_themselves_are_departments_and_districts_less_the_targets():
    dossier = founding()
    units = dossier.self_inspecting_units()
    assert [unit.name for unit in units if unit.level == "huyen"] == [
        "UBND thị xã Phước Long", "UBND huyện Bù Gia Mập", "UBND huyện Bù Đốp", "UBND huyện Hớn Quản",
        "UBND huyện Đồng Phú", "UBND thị xã Chơn Thành",
    ]  # fmt: skip
    assert {unit.kind for unit in units if unit.level == "tinh"} == {"cơ quan chuyên môn", "cơ quan thuộc UBND tỉnh"}
    assert {"so-noi-vu", "so-thong-tin-va-truyen-thong"} < {unit.key for unit in units}
    assert len(units) == 22


def test_every_erratum_stands_at_places_that_hold_its_words():
    found = texts(founding())
    for erratum in founding().plan.errata:
        for place in erratum.places:
            if not (erratum.reading is None and place.endswith(".number")):
                assert erratum.printed in found[place], (erratum.key, place)


def test_the_errata_are_the_26_misprints_and_the_7_faults_of_numbering():
    keys = [e.key for e in founding().plan.errata if e.kind == ErratumKind.MISPRINT]
    assert keys == [f"A{n}" for n in range(1, 27)]
    keys = [e.key for e in founding().plan.errata if e.kind == ErratumKind.NUMBERING]
    assert keys == ["B1a", "B1b", "B2", "B3", "B4", "B5", "B6", "B8"]


@pytest.mark.parametrize(
    ("place", "reading"),
    [
        ("plan.clause.II.0", "các cơ quan, đơn vị, địa phương trong năm 2023"),
        ("decision.title", "Kế hoạch kiểm tra Công tác cải cách hành chính và Công tác chuyển đổi số năm 2023"),
        ("decision.recipient.5", "Lưu: VT, (T126QĐ)."),
        ("decision.legal_basis.3", "năm 2023 trên địa bàn tỉnh;"),
        ("decision.legal_basis.4", "đảm bảo an toàn thông tin trên địa bàn tỉnh năm 2023;"),
        ("plan.clause.VII.2", "Sở Thông tin và Truyền thông"),
        ("plan.clause.VII.3.number", "3."),
        ("plan.clause.VII.4.number", "4."),
        ("person.vu-thi-phuong", "Phó Trưởng phòng Phòng Xây dựng chính quyền, Công tác thanh niên, Cải cách"),
        ("visit.so-lao-dong-thuong-binh-va-xa-hoi", "Sở Lao động - Thương binh và Xã hội"),
        ("form.phu-luc-1.I.4.4.number", "4.4"),
        ("form.phu-luc-1.III.1.4.3.number", "1.4.3"),
        ("form.phu-luc-1.VII", "Xây dựng và phát triển Chính quyền điện tử, Chính quyền số"),
    ],
)
def test_the_corrected_text_reads_as_the_errata_say(place: str, reading: str):
    assert reading not in texts(founding())[place]
    assert reading in texts(corrected(founding()))[place]


def test_a_name_of_an_indicator_loses_only_its_last_full_stop():
    names = {row.code: row.name for row in corrected(founding()).plan_forms[0].rows}
    for row in founding().plan_forms[0].rows:
        assert names[row.code] in {row.name, row.name.removesuffix(".")} or row.code in {"I.4", "I.6", "IV.1.3", "VII"}
    assert not any(name.endswith(".") for name in names.values())


def test_errata_without_a_sure_reading_leave_the_print():
    left = [erratum.key for erratum in corrected(founding()).plan.errata]
    assert left == ["A15", "A18", "A20", "A23", "A24", "B4", "B5", "B6", "B8"]


def test_open_questions_are_kept_beside_the_text():
    keys = [remark.key for remark in founding().plan.remarks]
    assert keys == [f"B{n}" for n in range(9, 19)] + [f"C{n}" for n in range(1, 16)]


def test_there_is_no_appendix_4_and_the_data_say_so():
    dossier = founding()
    assert [form.number for form in dossier.plan_forms] == ["1", "2", "3", "5"]
    assert "Phụ lục 4 không có trong bản in" in dossier.plan.source


def test_money_draw_self_inspection_and_replaced_decision_are_facts():
    plan = founding().plan
    assert plan.budget is not None
    assert plan.draw is not None
    assert plan.self_inspection is not None
    assert plan.self_inspection.deadline is not None
    assert plan.decision.replaces is not None
    assert plan.budget.rate == 80_000
    assert [source.agency for source in plan.budget.sources] == list(plan.lead_agencies)
    assert (plan.draw.at_level, plan.draw.from_level, plan.draw.least, plan.draw.most) == ("huyen", "xa", 1, 3)
    assert plan.self_inspection.deadline.words() == "trước ngày 30/11/2023"
    assert (plan.decision.replaces.number, plan.decision.replaces.day) == ("536/QĐ-UBND", date(2023, 4, 6))
