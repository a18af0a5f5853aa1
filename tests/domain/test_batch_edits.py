from dataclasses import replace
from datetime import date

import pytest
from builders import ALTERNATING, PEOPLE, a_batch, a_dossier, a_plan, a_team, a_visit, a_window, before, with_plan
from hypothesis import given
from hypothesis import strategies as st

from app.domain.batch_edits import BatchDetails, moved_batch, realternated, saved_batch, without_batch
from app.domain.dates import WorkCalendar
from app.domain.errors import InvalidInput, NotFound, Refused
from app.domain.people import Person
from app.domain.rules import check_plan
from app.domain.teams import Alternation, AlternationBasis
from app.domain.visits import Quota

DETAILS = BatchDetails(
    name="Đợt 1",
    team="doan",
    head="ong-m",
    deputies=("ba-n",),
    lead_agency="so-noi-vu",
    deadline=before(date(2023, 7, 21)),
)


def faults(dossier, key, details):
    with pytest.raises(InvalidInput) as caught:
        saved_batch(dossier, key, details)
    return {(fault.place, fault.code) for fault in caught.value.faults}


def batches(count, **plan):
    """A plan of so many batches, the first led by the first agency, each a month after the one before."""
    made = tuple(a_batch(f"dot-{n}") for n in range(1, count + 1))
    visits = tuple(
        a_visit(unit, batch=f"dot-{n}", window=a_window(date(2023, 7 + n, 1), date(2023, 7 + n, 4)))
        for n, unit in enumerate(("so-y-te", "so-tu-phap", "ubnd-huyen-b", "so-noi-vu")[:count], 1)
    )
    return a_dossier(a_plan(batches=made, visits=visits, **{"alternation": ALTERNATING, **plan}))


def leads(dossier):
    return [(batch.head, batch.deputies, batch.lead_agency) for batch in dossier.plan.batches]


# Một đợt


def test_a_batch_saved_as_it_is_changes_nothing():
    dossier = a_dossier()
    assert saved_batch(dossier, "dot-1", DETAILS) == dossier


def test_a_batch_takes_what_is_typed_of_it():
    details = replace(DETAILS, name="Đợt một", head=None, deputies=(), lead_agency=None, deadline=None)
    (batch,) = saved_batch(a_dossier(), "dot-1", details).plan.batches
    assert batch == replace(a_batch(), name="Đợt một", head=None, deputies=(), lead_agency=None, report_deadline=None)


def test_a_new_batch_stands_last_under_a_key_of_its_own():
    dossier = a_dossier()
    made = saved_batch(dossier, None, replace(DETAILS, name="Đợt  bổ sung ", standing_deputy="ba-n"))
    assert made.plan.batches == (
        *dossier.plan.batches,
        a_batch("dot-bo-sung", name="Đợt bổ sung", standing_deputy="ba-n"),
    )


def test_the_key_of_a_new_batch_never_is_one_that_is_taken_or_means_a_new_one():
    once = saved_batch(a_dossier(), None, replace(DETAILS, name="Mới"))
    twice = saved_batch(with_plan(once, batches=(a_batch("moi-2", name="Khác"),)), None, replace(DETAILS, name="Mới"))
    assert [batch.key for batch in (*once.plan.batches, *twice.plan.batches)] == ["dot-1", "moi-2", "moi-2", "moi-3"]


def test_a_head_who_is_deputy_is_told_at_the_head_by_name():
    with pytest.raises(InvalidInput) as caught:
        saved_batch(a_dossier(), "dot-1", replace(DETAILS, deputies=("ong-m", "ba-n")))
    (fault,) = caught.value.faults
    assert (fault.place, fault.code, fault.found) == ("head", "batch.head_is_deputy", a_dossier().person_line("ong-m"))


def test_a_standing_deputy_is_one_of_the_deputies():
    assert faults(a_dossier(), "dot-1", replace(DETAILS, standing_deputy="ong-p")) == {
        ("standing_deputy", "batch.standing_not_chosen")
    }


def test_everything_wrong_with_a_batch_is_told_at_once():
    wrong = BatchDetails(name=" ", team="la", head="ai", deputies=("ai-do",), lead_agency="so-la")
    assert faults(a_dossier(), "dot-1", wrong) == {
        ("name", "field.empty"),
        ("team", "choice.unknown"),
        ("head", "choice.unknown"),
        ("deputies", "choice.unknown"),
        ("lead_agency", "choice.unknown"),
    }


def test_two_batches_do_not_bear_one_name():
    assert faults(a_dossier(), None, replace(DETAILS, name="ĐỢT 1")) == {("name", "batch.name_used")}


def test_an_unknown_batch_is_not_found():
    for act in (
        lambda: saved_batch(a_dossier(), "dot-9", replace(DETAILS, name="Đợt 9")),
        lambda: without_batch(a_dossier(), "dot-9"),
        lambda: moved_batch(a_dossier(), "dot-9", 1),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_batch_goes_only_when_nothing_belongs_to_it():
    dossier = batches(2)
    emptied = with_plan(dossier, visits=dossier.plan.visits[:1])
    assert [batch.key for batch in without_batch(emptied, "dot-2").plan.batches] == ["dot-1"]
    with pytest.raises(Refused) as caught:
        without_batch(dossier, "dot-2")
    assert (caught.value.code, caught.value.details) == ("batch.is_used", {"batch": "Đợt 2", "count": "01"})
    promised = with_plan(emptied, quotas=(Quota(key="q", wording="03 đơn vị", batch="dot-2", count=3),))
    with pytest.raises(Refused):
        without_batch(promised, "dot-2")


@given(st.integers(0, 3), st.integers(-5, 5))
def test_moving_a_batch_keeps_all_others_in_their_order(index, steps):
    dossier = batches(4)
    keys = [batch.key for batch in dossier.plan.batches]
    moved = [batch.key for batch in moved_batch(dossier, keys[index], steps).plan.batches]
    assert moved.index(keys[index]) == max(0, min(3, index + steps))
    assert [key for key in moved if key != keys[index]] == [key for key in keys if key != keys[index]]


# Luân phiên


def test_alternating_by_batch_lets_agencies_take_turns_from_the_one_that_leads_first():
    one, other = ("ong-m", ("ba-n",), "so-noi-vu"), ("ba-n", ("ong-m",), "so-tttt")
    assert leads(realternated(batches(3))) == [one, other, one]
    second_first = batches(3)
    turned = with_plan(second_first, batches=(a_batch(head="ba-n", deputies=()), *second_first.plan.batches[1:]))
    assert leads(realternated(turned)) == [other, one, other]


@given(st.integers(1, 4), st.sampled_from([AlternationBasis.BATCH, AlternationBasis.MONTH]))
def test_what_alternating_makes_breaks_no_rule_of_alternation(count, basis):
    stated = Alternation(basis=basis, agencies=("so-noi-vu", "so-tttt"))
    made = realternated(batches(count, alternation=stated))
    found = [problem.code for problem in check_plan(made, WorkCalendar())]
    assert [code for code in found if code.startswith("alternation.")] == []
    assert realternated(made) == made


def test_alternating_by_month_lets_a_turn_last_for_a_month():
    dossier = batches(3, alternation=Alternation(basis=AlternationBasis.MONTH, agencies=("so-noi-vu", "so-tttt")))
    visits = list(dossier.plan.visits)
    visits[1] = replace(visits[1], window=a_window(date(2023, 8, 20)))
    made = realternated(with_plan(dossier, visits=tuple(visits)))
    assert [lead for *_, lead in leads(made)] == ["so-noi-vu", "so-noi-vu", "so-tttt"]


def test_alternating_by_count_lets_whoever_led_fewest_units_lead_next():
    dossier = batches(3, alternation=Alternation(basis=AlternationBasis.COUNT, agencies=("so-noi-vu", "so-tttt")))
    visits = tuple(
        replace(visit, batch=batch)
        for visit, batch in zip(dossier.plan.visits, ("dot-1", "dot-1", "dot-2"), strict=True)
    )
    made = realternated(with_plan(dossier, visits=visits))
    assert [lead for *_, lead in leads(made)] == ["so-noi-vu", "so-tttt", "so-tttt"]


def test_a_leader_out_of_office_gives_way_to_another_of_the_agency():
    successor = Person(
        key="ba-q", name="Q", honorific="Bà", position="Phó Giám đốc", agency="so-noi-vu", since=date(2023, 10, 1)
    )
    people = (replace(PEOPLE[0], until=date(2023, 9, 30)), *PEOPLE[1:], successor)
    made = realternated(replace(batches(3), people=people))
    assert [head for head, *_ in leads(made)] == ["ong-m", "ba-n", "ba-q"]


def test_deputies_from_outside_the_alternation_and_a_standing_one_stay():
    first = a_batch(deputies=("ba-n", "ong-p"), standing_deputy="ong-p")
    made = realternated(
        with_plan(batches(2), batches=(first, a_batch("dot-2", deputies=("ba-n",), standing_deputy="ba-n")))
    )
    assert [(batch.deputies, batch.standing_deputy) for batch in made.plan.batches] == [
        (("ba-n", "ong-p"), "ong-p"),
        (("ong-m",), "ong-m"),
    ]


def test_each_team_alternates_by_itself():
    teams = (a_team(key="doan"), a_team(key="to-2"))
    made = (a_batch("dot-1"), a_batch("dot-2", team="to-2"), a_batch("dot-3"))
    dossier = a_dossier(a_plan(teams=teams, batches=made, alternation=ALTERNATING))
    assert [lead for *_, lead in leads(realternated(dossier))] == ["so-noi-vu", "so-noi-vu", "so-tttt"]


def test_alternating_is_refused_with_what_is_missing():
    refusals = {}
    cases = {
        "alternation.not_stated": batches(2, alternation=None),
        "alternation.one_agency": batches(2, alternation=Alternation(agencies=("so-noi-vu",))),
        "alternation.no_leader": batches(2, alternation=Alternation(agencies=("so-noi-vu", "so-y-te"))),
    }
    for code, dossier in cases.items():
        with pytest.raises(Refused) as caught:
            realternated(dossier)
        refusals[code] = caught.value.code
    assert refusals == {code: code for code in cases}
