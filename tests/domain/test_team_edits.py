from dataclasses import replace
from datetime import date

import pytest
from builders import PEOPLE, a_batch, a_dossier, a_plan, a_team, a_visit, with_plan

from app.domain.errors import InvalidInput, NotFound, Refused
from app.domain.people import Person
from app.domain.team_edits import (
    moved_seat,
    moved_team,
    places_of_person,
    saved_person,
    saved_seat,
    saved_team,
    without_person,
    without_seat,
    without_team,
)
from app.domain.teams import Role, Seat, Team

NEW = Person(key="", name=" Trần Thị  Q ", honorific="Bà", position="Chuyên viên", agency="so-y-te", division="Phòng A")
OFFICE = Seat(key="", office="Đại diện Sở Y tế", agency="so-y-te")


def told(act):
    with pytest.raises(InvalidInput) as caught:
        act()
    return {(fault.place, fault.code) for fault in caught.value.faults}


def seats(dossier, team="doan"):
    return dossier.plan.team(team).seats


# Người


def test_a_new_person_stands_last_under_the_slug_of_their_name():
    made = saved_person(a_dossier(), None, NEW)
    assert made.people == (*PEOPLE, replace(NEW, key="tran-thi-q", name="Trần Thị Q"))


def test_two_people_of_one_name_in_two_divisions_are_two():
    once = saved_person(a_dossier(), None, NEW)
    twice = saved_person(once, None, replace(NEW, division="Phòng B"))
    assert [person.key for person in twice.people[-2:]] == ["tran-thi-q", "tran-thi-q-2"]


def test_a_person_entered_twice_is_told_at_the_name():
    once = saved_person(a_dossier(), None, NEW)
    assert told(lambda: saved_person(once, None, replace(NEW, name="TRẦN THỊ Q"))) == {("name", "person.alike")}


def test_everything_wrong_with_a_person_is_told_at_once():
    wrong = replace(NEW, name=" ", position="x" * 301, agency="so-la", since=date(2023, 2, 1), until=date(2023, 1, 1))
    assert told(lambda: saved_person(a_dossier(), None, wrong)) == {
        ("name", "field.empty"),
        ("position", "field.too_long"),
        ("agency", "choice.unknown"),
        ("until", "day.order"),
    }


def test_the_printed_line_stays_until_something_in_it_changes():
    printed = replace(PEOPLE[0], printed="Ông M - GĐ Sở Nội vụ")
    dossier = replace(a_dossier(), people=(printed, *PEOPLE[1:]))
    dated = saved_person(dossier, "ong-m", replace(printed, since=date(2023, 1, 1)))
    assert dated.person_line("ong-m") == "Ông M - GĐ Sở Nội vụ"
    promoted = saved_person(dossier, "ong-m", replace(printed, position="Phó Giám đốc"))
    assert promoted.person_line("ong-m") == "Ông M - Phó Giám đốc Sở Nội vụ"


def test_a_person_goes_only_when_nothing_names_them():
    dossier = saved_person(a_dossier(), None, NEW)
    assert without_person(dossier, "tran-thi-q").people == PEOPLE
    with pytest.raises(Refused) as caught:
        without_person(dossier, "ong-m")
    assert (caught.value.code, caught.value.details["places"]) == ("person.is_named", "Trưởng đoàn Đợt 1")


def test_where_a_person_is_named_is_told_once_each():
    visits = (a_visit(head="ong-p"),)
    dossier = a_dossier(a_plan(visits=visits, batches=(a_batch(deputies=("ba-n", "ong-p")),)))
    assert places_of_person(dossier, "ong-p") == (
        "Phó Trưởng đoàn Đợt 1",
        "Trưởng đoàn tại Sở Y tế",
        "thành viên Đoàn kiểm tra",
    )


# Đoàn, tổ


def test_a_team_is_added_renamed_moved_and_taken_out():
    two = saved_team(a_dossier(), None, "Tổ kiểm tra  số 2")
    assert [(team.key, team.name) for team in two.plan.teams] == [
        ("doan", "Đoàn kiểm tra"),
        ("to-kiem-tra-so-2", "Tổ kiểm tra số 2"),
    ]
    assert saved_team(two, "doan", "Tổ 1").plan.team("doan") == replace(a_team(), name="Tổ 1")
    assert [team.key for team in moved_team(two, "to-kiem-tra-so-2", -1).plan.teams] == ["to-kiem-tra-so-2", "doan"]
    assert without_team(two, "to-kiem-tra-so-2") == a_dossier()


def test_a_team_with_batches_stays():
    with pytest.raises(Refused) as caught:
        without_team(a_dossier(), "doan")
    assert (caught.value.code, caught.value.details["batches"]) == ("team.is_used", "Đợt 1")


def test_a_team_needs_a_name_that_no_other_has():
    assert told(lambda: saved_team(a_dossier(), None, " ")) == {("name", "field.empty")}
    assert told(lambda: saved_team(a_dossier(), None, "đoàn kiểm tra")) == {("name", "team.name_used")}
    assert told(lambda: saved_team(a_dossier(), None, "x" * 301)) == {("name", "field.too_long")}


# Thành viên


def test_an_office_may_hold_a_seat_while_nobody_is_named():
    made = saved_seat(a_dossier(), "doan", None, OFFICE)
    assert seats(made)[-1] == replace(OFFICE, key="dai-dien-so-y-te")


def test_a_seat_that_gets_its_person_keeps_its_key_and_place():
    made = saved_seat(a_dossier(), "doan", "ong-p", Seat(key="", role=Role.SECRETARY, person="ba-n"))
    assert seats(made) == (Seat(key="ong-p", role=Role.SECRETARY, person="ba-n"),)


def test_a_substitute_stands_below_whom_they_stand_in_for_with_the_same_role():
    two = a_dossier(
        a_plan(teams=(a_team(Seat(key="a", role=Role.SECRETARY, person="ong-p"), replace(OFFICE, key="b")),))
    )
    typed = Seat(
        key="", person="ba-n", substitutes="a", since=date(2023, 8, 1), until=date(2023, 8, 2), units=("so-y-te",)
    )
    made = saved_seat(two, "doan", None, typed)
    assert seats(made)[1] == replace(typed, key="ba-n", role=Role.SECRETARY)
    assert [seat.key for seat in seats(made)] == ["a", "ba-n", "b"]


def test_a_person_twice_in_a_team_is_told_by_name():
    with pytest.raises(InvalidInput) as caught:
        saved_seat(a_dossier(), "doan", None, Seat(key="", person="ong-p"))
    (fault,) = caught.value.faults
    assert (fault.place, fault.code, fault.found) == ("person", "seat.person_twice", a_dossier().person_line("ong-p"))


def test_nobody_stands_in_for_themselves():
    typed = Seat(key="", person="ong-p", substitutes="ong-p")
    assert told(lambda: saved_seat(a_dossier(), "doan", None, typed)) == {("person", "seat.for_oneself")}


def test_everything_wrong_with_a_seat_is_told_at_once():
    wrong = Seat(
        key="",
        agency="so-la",
        fields=("la",),
        units=("la",),
        substitutes="la",
        since=date(2023, 8, 2),
        until=date(2023, 8, 1),
    )
    assert told(lambda: saved_seat(a_dossier(), "doan", None, wrong)) == {
        ("person", "seat.nobody"),
        ("agency", "choice.unknown"),
        ("fields", "choice.unknown"),
        ("units", "choice.unknown"),
        ("substitutes", "choice.unknown"),
        ("until", "day.order"),
    }
    assert told(lambda: saved_seat(a_dossier(), "doan", None, Seat(key="", person="ai"))) == {
        ("person", "choice.unknown")
    }


def test_a_seat_goes_only_when_nobody_stands_in_for_it():
    dossier = saved_seat(a_dossier(), "doan", None, Seat(key="", person="ba-n", substitutes="ong-p"))
    with pytest.raises(Refused) as caught:
        without_seat(dossier, "doan", "ong-p")
    assert caught.value.code == "seat.has_substitute"
    assert without_seat(dossier, "doan", "ba-n") == a_dossier()


def test_seats_move_within_their_team():
    dossier = saved_seat(a_dossier(), "doan", None, OFFICE)
    assert [seat.key for seat in seats(moved_seat(dossier, "doan", "dai-dien-so-y-te", -1))] == [
        "dai-dien-so-y-te",
        "ong-p",
    ]


def test_what_is_not_there_is_not_found():
    dossier = with_plan(a_dossier(), teams=(a_team(), Team(key="to", name="Tổ")))
    for act in (
        lambda: saved_seat(dossier, "la", None, OFFICE),
        lambda: saved_seat(dossier, "to", "ong-p", OFFICE),
        lambda: without_seat(dossier, "to", "ong-p"),
        lambda: moved_seat(dossier, "to", "ong-p", 1),
        lambda: saved_team(dossier, "la", "Tên"),
        lambda: moved_team(dossier, "la", 1),
        lambda: without_team(dossier, "la"),
        lambda: saved_person(dossier, "la", NEW),
        lambda: without_person(dossier, "la"),
    ):
        with pytest.raises(NotFound):
            act()


def test_the_key_of_a_seat_is_its_own_in_the_whole_plan():
    two = with_plan(a_dossier(), teams=(a_team(), Team(key="to", name="Tổ")))
    made = saved_seat(two, "to", None, Seat(key="", person="ong-p"))
    assert [seat.key for seat in seats(made, "to")] == ["ong-p-2"]
