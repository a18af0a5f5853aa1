from builders import PEOPLE, a_dossier, a_plan, a_team

from app.domain.assignments import proposed_assignments
from app.domain.people import Person
from app.domain.plans import Mandate
from app.domain.teams import Seat

MANDATES = (
    Mandate(field="the-che", name="Cải cách thể chế", agency="so-tu-phap"),
    Mandate(field="bo-may", name="Cải cách tổ chức bộ máy", agency="so-noi-vu"),
    Mandate(field="cong-vu", name="Cải cách chế độ công vụ", agency="so-noi-vu"),
    Mandate(field="y-te", name="Y tế", agency="so-y-te"),
)


def proposal(*seats):
    people = PEOPLE + tuple(
        Person(key=f"nv-{n}", name=str(n), honorific="Ông", position="Chuyên viên", agency="so-noi-vu")
        for n in range(4)
    )
    plan = a_plan(teams=(a_team(*seats),), mandates=MANDATES)
    return {
        assignment.mandate.field: [seat.key for seat in assignment.seats]
        for assignment in proposed_assignments(a_dossier(plan, people=people), plan.teams[0])
    }


def a_seat(key, **fields):
    return Seat(key=key, person=key, **fields)


def test_a_field_goes_to_the_members_of_the_agency_that_answers_for_it():
    assert proposal(a_seat("ong-p"), a_seat("nv-0"), a_seat("nv-1")) == {
        "the-che": ["ong-p"],
        "bo-may": ["nv-0"],
        "cong-vu": ["nv-1"],
        "y-te": [],
    }


def test_one_member_answers_for_all_fields_of_the_agency():
    found = proposal(a_seat("nv-0"))
    assert (found["bo-may"], found["cong-vu"]) == (["nv-0"], ["nv-0"])


def test_several_members_are_shared_out_in_turn():
    found = proposal(*(a_seat(f"nv-{n}") for n in range(4)))
    assert (found["bo-may"], found["cong-vu"]) == (["nv-0", "nv-2"], ["nv-1", "nv-3"])


def test_a_seat_that_names_its_field_is_taken_at_its_word():
    found = proposal(a_seat("ong-p", fields=("y-te",)), a_seat("nv-0"))
    assert (found["y-te"], found["the-che"]) == (["ong-p"], [])


def test_an_office_without_a_person_takes_part_by_its_agency():
    assert proposal(Seat(key="dai-dien", office="Đại diện", agency="so-y-te"))["y-te"] == ["dai-dien"]
