from dataclasses import replace
from datetime import date

import pytest
from builders import PEOPLE, a_batch, a_dossier, a_plan, a_team, a_visit, a_window

from app.domain.errors import NotFound
from app.domain.forms import (
    BranchRows,
    Form,
    FormKind,
    FormRow,
    RowKind,
)
from app.domain.outlines import Outline, OutlineItem, OutlineKind
from app.domain.people import Person
from app.domain.plans import DrawRule, PlanState, SelfInspectionRule
from app.domain.teams import Role, Seat


def test_a_person_is_written_as_the_annex_prints_them():
    printed = replace(PEOPLE[0], key="in-san", printed="Ông M - GĐ Sở Nội vụ")
    dossier = a_dossier(people=(*PEOPLE, printed))
    assert dossier.person_line("in-san") == "Ông M - GĐ Sở Nội vụ"
    assert dossier.person_line("ong-m") == "Ông M - Giám đốc Sở Nội vụ"


def test_the_division_stands_before_the_agency():
    person = Person(
        key="x", name="X", honorific="Bà", position="Trưởng phòng", division="Phòng Pháp chế", agency="so-tu-phap"
    )
    assert a_dossier(people=(person,)).person_line("x") == "Bà X - Trưởng phòng Phòng Pháp chế, Sở Tư pháp"


def test_an_office_without_a_person_stands_as_printed():
    seat = Seat(key="x", office="Đại diện Văn phòng", agency="so-tu-phap")
    assert (a_dossier().seat_line(seat), a_dossier().seat_agency(seat)) == ("Đại diện Văn phòng", "so-tu-phap")


def test_the_printed_name_of_a_unit_is_kept_beside_its_official_one():
    dossier = a_dossier()
    assert dossier.printed_unit_name(a_visit(printed_name="Sở Y Tế")) == "Sở Y Tế"
    assert dossier.printed_unit_name(a_visit()) == "Sở Y tế"


def test_a_visit_led_by_somebody_else_overrides_the_batch():
    visit = a_visit(head="ba-n", lead_agency="so-tttt")
    plan = a_plan(visits=(visit,))
    assert (plan.head_of(visit), plan.lead_agency_of(visit)) == ("ba-n", "so-tttt")
    assert a_dossier(plan).visits_of_person("ba-n") == ((visit, Role.HEAD),)


def test_everybody_has_the_role_they_hold_in_each_visit():
    plan = a_plan(batches=(a_batch(standing_deputy="ba-n"),))
    dossier = a_dossier(plan)
    assert [role for _, role in dossier.visits_of_person("ong-m")] == [Role.HEAD]
    assert [role for _, role in dossier.visits_of_person("ba-n")] == [Role.STANDING_DEPUTY]
    assert [role for _, role in dossier.visits_of_person("ong-p")] == [Role.MEMBER]
    assert dossier.visits_of_person("nguoi-la") == ()


def test_a_replacement_for_one_visit_stands_in_the_members_stead_there_alone():
    seats = (
        Seat(key="ong-p", person="ong-p"),
        Seat(key="thay", office="Người thay", substitutes="ong-p", units=("so-y-te",)),
    )
    plan = a_plan(teams=(a_team(*seats),), visits=(a_visit(), a_visit("ubnd-huyen-b")))
    dossier = a_dossier(plan)
    assert [seat.key for seat in dossier.members_on(plan.visits[0])] == ["thay"]
    assert [seat.key for seat in dossier.members_on(plan.visits[1])] == ["ong-p"]


def test_a_substitute_for_some_of_the_days_serves_beside_the_member():
    seats = (
        Seat(key="ong-p", person="ong-p"),
        Seat(key="thay", office="Người thay", substitutes="ong-p", since=date(2023, 8, 3)),
    )
    plan = a_plan(teams=(a_team(*seats),))
    assert [seat.key for seat in a_dossier(plan).members_on(plan.visits[0])] == ["ong-p", "thay"]


def test_seats_that_begin_or_end_outside_a_visit_do_not_serve_in_it():
    seats = (Seat(key="a", office="A", until=date(2023, 7, 31)), Seat(key="b", office="B", since=date(2023, 8, 5)))
    plan = a_plan(teams=(a_team(*seats),))
    assert a_dossier(plan).members_on(plan.visits[0]) == ()


def test_substitutes_wait_for_a_visit_that_is_not_firm():
    seats = (Seat(key="ong-p", person="ong-p"), Seat(key="thay", office="Người thay", substitutes="ong-p"))
    plan = a_plan(teams=(a_team(*seats),), visits=(a_visit(window=None),))
    assert [seat.key for seat in a_dossier(plan).members_on(plan.visits[0])] == ["ong-p"]


def test_named_people_are_listed_once_in_the_plans_order():
    plan = a_plan(batches=(a_batch(), a_batch("dot-2", head="ba-n", deputies=("ong-m",))))
    assert [person.key for person in a_dossier(plan).named_people()] == ["ong-m", "ba-n", "ong-p"]


def test_bodies_of_the_rule_that_are_not_inspected_inspect_themselves():
    rule = SelfInspectionRule(kinds=("cơ quan chuyên môn",), levels=("huyen",))
    plan = a_plan(self_inspection=rule)
    assert [unit.key for unit in a_dossier(plan).self_inspecting_units()] == [
        "so-noi-vu",
        "so-tttt",
        "so-tu-phap",
        "ubnd-huyen-b",
    ]
    assert a_dossier(a_plan()).self_inspecting_units() == ()


def test_only_units_of_the_level_wait_for_a_draw():
    plan = a_plan(draw=DrawRule(at_level="huyen", from_level="xa", least=1, most=3))
    dossier = a_dossier(plan)
    assert dossier.awaits_draw(a_visit("ubnd-huyen-b"))
    assert not dossier.awaits_draw(a_visit("so-y-te"))
    assert not dossier.awaits_draw(a_visit("ubnd-huyen-b", communes=("00001",)))
    assert not a_dossier().awaits_draw(a_visit("ubnd-huyen-b"))


def test_a_plan_sees_the_directory_of_its_first_day_or_of_the_end_of_its_year():
    assert a_plan().directory_day() == date(2023, 8, 1)
    assert a_plan(visits=(a_visit(window=None),)).directory_day() == date(2023, 12, 31)


def test_the_span_runs_from_the_first_window_to_the_last():
    plan = a_plan(visits=(a_visit(window=a_window(date(2023, 9, 5), date(2023, 9, 8))), a_visit("ubnd-huyen-b")))
    assert plan.span() == a_window(date(2023, 8, 1), date(2023, 9, 8))
    assert [visit.unit for visit in plan.firm_visits()] == ["ubnd-huyen-b", "so-y-te"]
    assert a_plan(visits=()).span() is None


@pytest.mark.parametrize("look_up", ["batch", "team", "visit"])
def test_what_a_plan_does_not_have_is_not_found(look_up):
    with pytest.raises(NotFound):
        getattr(a_plan(), look_up)("khong-co")


def test_a_person_that_is_not_in_the_dossier_is_not_found():
    with pytest.raises(NotFound):
        a_dossier().person("khong-co")


def test_papers_are_official_once_the_plan_is_issued():
    assert not a_plan().is_issued
    assert a_plan(state=PlanState.ISSUED).is_issued


ITEMS = (
    OutlineItem(code="I", kind=OutlineKind.PART, number="I.", text="CHỈ ĐẠO"),
    OutlineItem(code="I.1", kind=OutlineKind.ITEM, number="1.", text="Tỉnh", levels=("tinh",)),
    OutlineItem(code="I.2", kind=OutlineKind.ITEM, number="2.", text="Huyện", levels=("huyen",)),
    OutlineItem(code="II", kind=OutlineKind.PART, number="II.", text="KẾT QUẢ"),
    OutlineItem(code="II.1", kind=OutlineKind.ITEM, number="1.", text="x", not_for_kinds=("cơ quan chuyên môn",)),
    OutlineItem(code="II.10", kind=OutlineKind.ITEM, number="10.", text="x"),
)


def fitted(**visit):
    plan = a_plan(visits=(a_visit(**visit),), outline="de-cuong")
    outline = Outline(key="de-cuong", version="1", title=(), items=ITEMS)
    return [(f.item.code, f.applies) for f in a_dossier(plan, outlines=(outline,)).fitted_outline(plan.visits[0])]


def test_the_outline_is_fitted_to_the_level_and_marks_what_does_not_apply():
    assert fitted() == [("I", True), ("I.1", True), ("II", True), ("II.1", False), ("II.10", True)]


def test_a_thematic_visit_gets_its_scope_with_the_headings_above_it():
    assert fitted(scope=("II.1",)) == [("II", True), ("II.1", False)]
    assert fitted(scope=("I",)) == [("I", True), ("I.1", True)]


def test_a_plan_without_an_outline_fits_nothing():
    assert a_dossier().fitted_outline(a_visit()) == ()


ENTRY = FormRow(code="1", kind=RowKind.ENTRY, name="Lĩnh vực ...", number="1")
TOTAL = FormRow(code="T", kind=RowKind.TOTAL, name="Tổng")


def a_form(key, **fields):
    defaults = {"version": "1", "number": "1", "heading": "Phụ lục 1", "title": (), "kind": FormKind.GRID}
    return Form(key=key, header=(), columns=(), rows=(ENTRY, TOTAL), **{**defaults, **fields})


def test_a_unit_gets_the_forms_of_its_level_in_the_plans_order():
    forms = (a_form("huyen", levels=("huyen",)), a_form("chung"), a_form("tinh", levels=("tinh",)))
    plan = a_plan(forms=("tinh", "huyen", "chung"))
    dossier = a_dossier(plan, forms=forms)
    assert [fitted.form.key for fitted in dossier.fitted_forms(a_visit())] == ["tinh", "chung"]
    assert [fitted.form.key for fitted in dossier.fitted_forms(a_visit("ubnd-huyen-b"))] == ["huyen", "chung"]


def test_a_unit_with_branches_gets_a_group_of_rows_for_each_of_them():
    branch = BranchRows(unit="so-y-te", level="huyen", label="Chi nhánh {area}")
    dossier = a_dossier(a_plan(forms=("f",)), forms=(a_form("f", branch_rows=(branch,)),))
    (form,) = dossier.fitted_forms(a_visit())
    assert [(row.row.kind, row.row.name) for row in form.rows] == [
        (RowKind.ENTRY, "Lĩnh vực ..."),
        (RowKind.TOTAL, "Tổng"),
        (RowKind.GROUP, "Chi nhánh huyện B"),
        (RowKind.ENTRY, "Lĩnh vực ..."),
        (RowKind.TOTAL, "Tổng"),
    ]
    (other,) = dossier.fitted_forms(a_visit("ubnd-huyen-b"))
    assert len(other.rows) == 2
