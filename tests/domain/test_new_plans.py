"""A plan begun from nothing: what is proposed, what comes of it, and what is refused."""

from dataclasses import replace
from datetime import date

import pytest
from builders import PROVINCE, UNITS, a_dossier
from hypothesis import given
from hypothesis import strategies as st

from app.domain.acts import ActForm, Decision, Signatory
from app.domain.dates import WorkCalendar
from app.domain.errors import Fault, InvalidInput
from app.domain.new_plans import (
    NewPlan,
    blank_draft,
    committee_on,
    foreign_levels,
    proposed_decision,
    proposed_key,
    proposed_kind,
    proposed_title,
)
from app.domain.outlines import Outline, OutlineItem, OutlineKind
from app.domain.plans import PlanState
from app.domain.rules import check_plan
from app.domain.targets import FIRST_TEAM
from app.domain.vietnamese import slug

COMMITTEE = UNITS[0]
TODAY = date(2025, 11, 3)
NEW = NewPlan(
    key="tinh-a-2026",
    year=2026,
    kind="Kiểm tra chuyển đổi số",
    title="Kế hoạch kiểm tra năm 2026",
    subjects=("chuyển đổi số",),
    act=ActForm.DECISION_APPROVING_PLAN,
    lead_agencies=("so-noi-vu",),
    decision=Decision(symbol="QĐ-UBND", body="ubnd-tinh-a"),
)


def an_outline(*levels):
    item = OutlineItem(code="I", kind=OutlineKind.PART, number="I", text="Phần", levels=levels)
    return Outline(key="de-cuong", version="2025", title=("Đề cương",), items=(item,))


def drafted(new=NEW, outlines=()):
    return blank_draft(new, PROVINCE, UNITS, outlines, (), TODAY)


def faults_of(new, outlines=()):
    with pytest.raises(InvalidInput) as caught:
        drafted(new, outlines)
    return list(caught.value.faults)


# What is proposed


def test_the_key_is_province_and_year_with_a_number_where_it_is_taken():
    assert proposed_key(PROVINCE, 2026, set()) == "tinh-a-2026"
    assert proposed_key(PROVINCE, 2026, {"tinh-a-2026", "tinh-a-2026-2"}) == "tinh-a-2026-3"


def test_the_title_and_the_kind_tell_what_the_plan_is_about():
    subjects = ("cải cách hành chính", "chuyển đổi số")
    assert proposed_kind(subjects) == "Kiểm tra cải cách hành chính và chuyển đổi số"
    assert proposed_title(subjects, 2026, "Tỉnh A") == (
        "Kế hoạch kiểm tra công tác cải cách hành chính và công tác chuyển đổi số năm 2026 trên địa bàn tỉnh A"
    )


def test_the_head_of_the_act_comes_from_the_committee():
    found = proposed_decision(COMMITTEE, PROVINCE, ActForm.DECISION_APPROVING_PLAN, None)
    signatory = Signatory(title="PHÓ CHỦ TỊCH", capacity="KT. CHỦ TỊCH")
    assert found == Decision(
        symbol="QĐ-UBND", body="ubnd-tinh-a", issuer="CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH", signatory=signatory
    )


def test_a_plan_without_a_decision_is_headed_by_the_committee_itself():
    found = proposed_decision(COMMITTEE, PROVINCE, ActForm.PLAN_ALONE, None)
    assert (found.symbol, found.issuer) == ("KH-UBND", "ỦY BAN NHÂN DÂN TỈNH")


def test_the_last_act_of_the_province_is_followed_but_for_its_signer():
    earlier = Decision(
        symbol="QĐ-BCĐ",
        body="so-noi-vu",
        issuer="BAN CHỈ ĐẠO",
        number="7",
        day=TODAY,
        signatory=Signatory(title="T", name="N"),
    )
    found = proposed_decision(COMMITTEE, PROVINCE, ActForm.DECISION_APPROVING_PLAN, earlier)
    assert found == Decision(symbol="QĐ-BCĐ", body="so-noi-vu", issuer="BAN CHỈ ĐẠO", signatory=Signatory(title="T"))


def test_a_committee_is_found_only_while_it_exists():
    ended = (replace(COMMITTEE, until=date(2025, 6, 30)), *UNITS[1:])
    assert committee_on(ended, PROVINCE, date(2025, 6, 30)) == ended[0]
    assert committee_on(ended, PROVINCE, date(2025, 7, 1)) is None


def test_an_outline_of_levels_that_the_province_lacks_does_not_suit_it():
    assert foreign_levels(an_outline("tinh", "xa"), (), PROVINCE) == ()
    assert foreign_levels(an_outline("quan", "huyen"), (), PROVINCE) == ("quan",)


# What comes of it


def test_a_new_plan_is_a_draft_with_one_team_and_nobody_to_inspect():
    plan = drafted().plan
    assert (plan.key, plan.province, plan.year, plan.state) == ("tinh-a-2026", "tinh-a", 2026, PlanState.DRAFT)
    assert (plan.teams, plan.batches, plan.visits) == ((FIRST_TEAM,), (), ())
    assert (plan.lead_agencies, plan.seals, plan.changed_on) == (("so-noi-vu",), ("so-noi-vu",), TODAY)


def test_a_new_plan_lacks_nothing_but_its_number_and_day():
    assert [problem.code for problem in check_plan(drafted(), WorkCalendar())] == [
        "decision.number_blank",
        "decision.date_blank",
    ]


def test_a_new_plan_takes_the_outline_that_was_chosen():
    outline = an_outline("tinh")
    made = drafted(replace(NEW, outline="de-cuong"), (outline,))
    assert (made.outlines, made.plan.outline) == ((outline,), "de-cuong")


# What is refused


def test_everything_that_is_wrong_is_told_at_once():
    new = replace(
        NEW,
        key="moi",
        year=26,
        title="",
        kind="x" * 201,
        subjects=(),
        lead_agencies=("so-noi-vu", "so-noi-vu", "so-la"),
        decision=Decision(symbol="", body="ubnd-la"),
    )
    assert faults_of(new) == [
        Fault(place="year", code="number.out_of_range", found="26", wanted="1900, 2199"),
        Fault(place="key", code="plan.key_reserved", found="moi"),
        Fault(place="title", code="form.empty"),
        Fault(place="kind", code="form.too_long", found="201", wanted="200"),
        Fault(place="subjects", code="plan.no_subject"),
        Fault(place="lead_agencies", code="agency.twice", found="so-noi-vu"),
        Fault(place="lead_agencies", code="change.unit_unknown", found="so-la"),
        Fault(place="symbol", code="form.empty"),
        Fault(place="body", code="change.unit_unknown", found="ubnd-la"),
    ]


def test_an_outline_that_is_not_there_or_not_for_the_province_is_refused():
    new = replace(NEW, outline="de-cuong")
    assert faults_of(new) == [Fault(place="outline", code="version.unknown", found="de-cuong")]
    assert faults_of(new, (an_outline("quan"),)) == [
        Fault(place="outline", code="version.other_levels", found="de-cuong", wanted="quan")
    ]


@given(st.text(max_size=40))
def test_only_a_slug_is_a_key(key):
    is_slug = bool(key) and slug(key) == key and key != "moi"
    if is_slug:
        assert drafted(replace(NEW, key=key)).plan.key == key
    else:
        assert [fault.place for fault in faults_of(replace(NEW, key=key))] == ["key"]


def test_the_dossier_of_a_new_plan_is_of_the_whole_directory():
    assert drafted().units == a_dossier().units
