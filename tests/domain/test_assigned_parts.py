"""Which parts of the outline fall to a member at a visit."""

from dataclasses import replace
from datetime import date

import pytest
from builders import PEOPLE, a_dossier, a_plan, a_team, a_visit

from app.domain.assigned_parts import AssignedPart, assigned_parts
from app.domain.outlines import Outline, OutlineItem, OutlineKind
from app.domain.people import Person
from app.domain.plans import Mandate
from app.domain.teams import Role, Seat

OUTLINE = Outline(
    key="de-cuong",
    version="1",
    title=("ĐỀ CƯƠNG",),
    items=tuple(
        OutlineItem(code=code, kind=kind, number=number, text=text, field=field)
        for code, kind, number, text, field in (
            ("I", OutlineKind.PART, "I.", "CHỈ ĐẠO", "chi-dao"),
            ("II", OutlineKind.PART, "II.", "NỘI DUNG", None),
            ("II.1", OutlineKind.SECTION, "1.", "Cải cách thể chế", "the-che"),
            ("II.2", OutlineKind.SECTION, "2.", "Cải cách bộ máy", "bo-may"),
        )
    ),
)
MANDATES = (
    Mandate(field="chi-dao", name="công tác chỉ đạo", agency="so-noi-vu"),
    Mandate(field="the-che", name="cải cách thể chế", agency="so-tu-phap"),
    Mandate(field="bo-may", name="cải cách bộ máy", agency="so-y-te"),
)
SUBSTITUTE = Person(key="ba-q", name="Q", honorific="Bà", position="Chuyên viên", agency="so-tu-phap")


def a_dossier_with(*seats, visit=None, **fields):
    plan = a_plan(
        teams=(a_team(*seats),), visits=(visit or a_visit(),), mandates=MANDATES, outline="de-cuong", **fields
    )
    return a_dossier(plan, outlines=(OUTLINE,), people=(*PEOPLE, SUBSTITUTE))


def parts(dossier, person, visit=None):
    return [(part.code, part.name) for part in assigned_parts(dossier, visit or dossier.plan.visits[0], person)]


def test_a_member_gets_the_headings_of_the_fields_of_the_own_agency():
    dossier = a_dossier_with(Seat(key="p", person="ong-p"))
    assert parts(dossier, "ong-p") == [("II.1", "Cải cách thể chế")]


def test_a_member_whose_seat_names_fields_gets_those_in_the_order_of_the_outline():
    dossier = a_dossier_with(Seat(key="p", person="ong-p", fields=("bo-may", "chi-dao")))
    assert parts(dossier, "ong-p") == [("I", "Công tác chỉ đạo"), ("II.2", "Cải cách bộ máy")]


def test_whoever_leads_and_whoever_is_not_of_the_visit_get_nothing():
    dossier = a_dossier_with(Seat(key="p", person="ong-p", units=("so-tttt",)))
    assert (parts(dossier, "ong-m"), parts(dossier, "ong-p"), parts(dossier, "ba-q")) == ([], [], [])


def test_a_substitute_takes_over_what_falls_to_the_member_they_stand_in_for():
    seats = (
        Seat(key="p", person="ong-p"),
        Seat(key="q", person="ba-q", substitutes="p", since=date(2023, 8, 1), until=date(2023, 8, 4)),
    )
    dossier = a_dossier_with(*seats)
    assert (parts(dossier, "ong-p"), parts(dossier, "ba-q")) == ([], [("II.1", "Cải cách thể chế")])


def test_a_field_that_the_scope_of_the_visit_leaves_out_falls_to_nobody():
    dossier = a_dossier_with(
        Seat(key="p", person="ong-p", fields=("chi-dao", "the-che")), visit=a_visit(scope=("II.1",))
    )
    assert parts(dossier, "ong-p") == [("II.1", "Cải cách thể chế")]


@pytest.mark.parametrize("role", [Role.MEMBER, Role.SECRETARY, Role.EXPERT])
def test_without_an_outline_the_fields_themselves_are_told(role):
    dossier = a_dossier_with(Seat(key="p", person="ong-p", role=role))
    bare = replace(dossier, outlines=())
    assert assigned_parts(bare, bare.plan.visits[0], "ong-p") == (AssignedPart(code="", name="Cải cách thể chế"),)
