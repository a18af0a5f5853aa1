"""What a plan states as a whole, section by section: read, changed, refused."""

from dataclasses import replace
from datetime import date

import pytest
from builders import ALTERNATING, a_dossier, a_plan, before
from hypothesis import HealthCheck, given, settings
from strategies.plans import plan_dossiers

from app.domain.acts import ActForm, Decision, Remark, Signatory
from app.domain.draws.clusters import MOST_CLUSTERS
from app.domain.errors import Fault, InvalidInput, NotFound
from app.domain.plan_facts import (
    ClosingFacts,
    GeneralFacts,
    PaperFacts,
    Section,
    facts_of,
    with_facts,
    without_remark,
)
from app.domain.plans import Budget, BudgetSource, DrawCluster, DrawRule, Period, SelfInspectionRule, Standards
from app.domain.teams import Alternation
from app.domain.visits import Quota

GENERAL = GeneralFacts(
    title="Kế hoạch mới",
    kind="Kiểm tra công vụ",
    subjects=("công vụ",),
    act=ActForm.PLAN_ALONE,
    lead_agencies=("so-tttt", "so-noi-vu"),
    period=Period(wording="trong năm 2023", first=date(2023, 1, 1)),
)
STATED = {
    Section.GENERAL: GENERAL,
    Section.PAPER: PaperFacts(
        symbol="QĐ-BCĐ", body="so-noi-vu", issuer="BAN", recipients=("Lưu.",), signatory=Signatory(title="T", name="N")
    ),
    Section.STANDARDS: Standards(reading_days=3, notice_days=7, working_days={"huyen": 5}),
    Section.ALTERNATION: ALTERNATING,
    Section.DRAW: DrawRule(at_level="huyen", from_level="xa", least=1, most=3, text="Chọn."),
    Section.SELF_INSPECTION: SelfInspectionRule(
        kinds=("huyện",), levels=("xa",), deadline=before(date(2023, 11, 30)), to="so-noi-vu"
    ),
    Section.BUDGET: Budget(
        rate=100_000, sources=(BudgetSource(agency="so-noi-vu", text="dự toán"),), counts_leaders=False
    ),
    Section.CLOSING: ClosingFacts(dissolution="Giải thể.", seals=("so-noi-vu",)),
}
RULES = [Section.ALTERNATION, Section.DRAW, Section.SELF_INSPECTION, Section.BUDGET]


def faults_of(section, facts):
    with pytest.raises(InvalidInput) as caught:
        with_facts(a_dossier(), section, facts)
    return list(caught.value.faults)


@pytest.mark.parametrize("section", Section)
def test_a_section_states_what_it_was_given(section):
    made = with_facts(a_dossier(), section, STATED[section])
    assert facts_of(made.plan, section) == STATED[section]


@pytest.mark.parametrize("section", Section)
def test_a_section_changes_nothing_of_the_others(section):
    before_it, after = a_dossier(), with_facts(a_dossier(), section, STATED[section])
    others = [other for other in Section if other != section]
    assert [facts_of(after.plan, other) for other in others] == [facts_of(before_it.plan, other) for other in others]


@pytest.mark.parametrize("section", RULES)
def test_a_rule_can_be_taken_away(section):
    stated = with_facts(a_dossier(), section, STATED[section])
    assert facts_of(with_facts(stated, section, None).plan, section) is None


@pytest.mark.parametrize("section", [section for section in Section if section not in RULES])
def test_what_every_plan_has_cannot_be_taken_away(section):
    with pytest.raises(NotFound):
        with_facts(a_dossier(), section, None)


def test_a_section_takes_nothing_that_another_states():
    with pytest.raises(NotFound):
        with_facts(a_dossier(), Section.DRAW, GENERAL)


def test_number_and_day_of_the_decision_stay_when_its_head_changes():
    made = with_facts(a_dossier(), Section.PAPER, STATED[Section.PAPER]).plan.decision
    assert (made.number, made.day, made.symbol) == ("1", date(2023, 7, 1), "QĐ-BCĐ")


def test_texts_are_kept_clean():
    made = with_facts(a_dossier(), Section.CLOSING, ClosingFacts(dissolution="  Đoàn  \x00tự giải thể. "))
    assert made.plan.dissolution == "Đoàn tự giải thể."


def test_everything_wrong_with_the_general_facts_is_told_at_once():
    facts = replace(
        GENERAL,
        title=" ",
        kind="",
        subjects=(),
        lead_agencies=(),
        period=Period(wording="", first=date(2023, 2, 1), last=date(2023, 1, 1)),
    )
    assert faults_of(Section.GENERAL, facts) == [
        Fault(place="title", code="form.empty"),
        Fault(place="kind", code="form.empty"),
        Fault(place="subjects", code="plan.no_subject"),
        Fault(place="lead_agencies", code="agency.none"),
        Fault(place="wording", code="form.empty"),
        Fault(place="last", code="day.order", found="01/01/2023", wanted="01/02/2023"),
    ]


def test_everything_wrong_with_the_head_of_the_act_is_told_at_once():
    facts = PaperFacts(symbol="", body="so-la", recipients=("x",) * 41, signatory=Signatory(title="", name="N"))
    assert faults_of(Section.PAPER, facts) == [
        Fault(place="symbol", code="form.empty"),
        Fault(place="body", code="change.unit_unknown", found="so-la"),
        Fault(place="recipients", code="form.too_many", found="41", wanted="40"),
        Fault(place="title_of_signatory", code="form.empty"),
    ]


def test_numbers_beyond_reason_are_refused():
    assert faults_of(
        Section.STANDARDS, Standards(reading_days=-1, notice_days=61, working_days={"huyen": 0, "la": 3})
    ) == [
        Fault(place="reading_days", code="number.out_of_range", found="-1", wanted="0, 60"),
        Fault(place="notice_days", code="number.out_of_range", found="61", wanted="0, 60"),
        Fault(place="working_days.huyen", code="number.out_of_range", found="0", wanted="1, 250"),
        Fault(place="working_days", code="level.unknown", found="la"),
    ]


def test_agencies_alternate_with_others():
    assert faults_of(Section.ALTERNATION, Alternation(agencies=("so-noi-vu",))) == [
        Fault(place="agencies", code="alternation.one_agency")
    ]


def test_units_are_drawn_from_a_lower_level_and_at_most_as_many_as_at_least():
    assert faults_of(Section.DRAW, DrawRule(at_level="xa", from_level="huyen", least=3, most=1)) == [
        Fault(place="from_level", code="draw.not_below"),
        Fault(place="most", code="draw.most_below_least", found="1", wanted="3"),
    ]


CLUSTERED = DrawRule(
    from_level="xa", least=1, most=1, clusters=(DrawCluster(key="cum-1", name="Cụm 1", units=("00001",)),)
)


def test_units_are_drawn_from_clusters_in_the_stead_of_a_level_and_from_nowhere_not_at_all():
    assert with_facts(a_dossier(), Section.DRAW, CLUSTERED).plan.draw == CLUSTERED
    assert faults_of(Section.DRAW, replace(CLUSTERED, clusters=())) == [
        Fault(place="at_level", code="draw.level_missing")
    ]


def test_everything_wrong_with_clusters_is_told_at_its_cluster_by_names():
    clusters = (
        DrawCluster(key="cum-1", name="Cụm 1", units=("00001", "00001", "so-la", "so-y-te")),
        DrawCluster(key="cum-1", name=" ", units=("00001",)),
        DrawCluster(key="so-y-te", name="Cụm 1", units=()),
        DrawCluster(key="nhom", name="Cụm 4", units=("so-la",)),
    )
    dossier = a_dossier(a_plan(quotas=(Quota(key="nhom", wording="03 sở", batch="dot-1"),)))
    with pytest.raises(InvalidInput) as caught:
        with_facts(dossier, Section.DRAW, replace(CLUSTERED, clusters=clusters))
    assert sorted(caught.value.faults, key=lambda fault: (fault.place, fault.code, fault.found)) == [
        Fault(place="clusters.0.units", code="change.unit_unknown", found="so-la"),
        Fault(place="clusters.0.units", code="cluster.level_wrong", found="Sở Y tế", wanted="cấp xã"),
        Fault(place="clusters.0.units", code="cluster.unit_twice", found="UBND xã C"),
        Fault(place="clusters.1.name", code="cluster.twice", found="cum-1"),
        Fault(place="clusters.1.name", code="form.empty"),
        Fault(place="clusters.1.units", code="cluster.unit_shared", found="UBND xã C", wanted="Cụm 1"),
        Fault(place="clusters.2.name", code="cluster.key_taken", found="so-y-te"),
        Fault(place="clusters.2.units", code="cluster.empty", found="Cụm 1"),
        Fault(place="clusters.3.name", code="cluster.key_taken", found="nhom"),
        Fault(place="clusters.3.units", code="change.unit_unknown", found="so-la"),
        Fault(place="clusters.3.units", code="cluster.unit_shared", found="so-la", wanted="Cụm 1"),
    ]


def test_more_clusters_than_a_plan_may_have_are_told_once_at_the_first_too_many():
    clusters = tuple(
        DrawCluster(key=f"cum-{number}", name=f"Cụm {number}", units=(f"la-{number}",))
        for number in range(MOST_CLUSTERS + 2)
    )
    found = [f for f in faults_of(Section.DRAW, replace(CLUSTERED, clusters=clusters)) if f.code == "cluster.too_many"]
    assert found == [Fault(place="clusters.40.name", code="cluster.too_many", found="42", wanted="40")]


def test_somebody_inspects_themselves_and_reports_to_bodies_that_are_there():
    assert faults_of(Section.SELF_INSPECTION, SelfInspectionRule(to="so-la")) == [
        Fault(place="kinds", code="self_inspection.nobody"),
        Fault(place="to", code="change.unit_unknown", found="so-la"),
    ]


def test_a_budget_names_bodies_that_are_there_and_a_rate_within_reason():
    facts = Budget(rate=-5, sources=(BudgetSource(agency="so-la", text=""),), appraised_by="so-khac")
    assert faults_of(Section.BUDGET, facts) == [
        Fault(place="rate", code="number.out_of_range", found="-5", wanted="0, 100000000"),
        Fault(place="sources", code="change.unit_unknown", found="so-la"),
        Fault(place="sources", code="form.empty"),
        Fault(place="appraised_by", code="change.unit_unknown", found="so-khac"),
    ]


def test_a_remark_that_was_dealt_with_goes():
    remarks = (Remark(key="a", where="w", text="t"), Remark(key="b", where="w", text="t"))
    made = without_remark(a_dossier(a_plan(remarks=remarks)), "a")
    assert [remark.key for remark in made.plan.remarks] == ["b"]
    with pytest.raises(NotFound):
        without_remark(made, "a")


def test_a_decision_keeps_what_the_section_does_not_state():
    decision = Decision(symbol="QĐ-UBND", body="ubnd-tinh-a", title="Tên", number="3")
    made = with_facts(
        a_dossier(a_plan(decision=decision)), Section.PAPER, PaperFacts(symbol="QĐ-UBND", body="so-noi-vu")
    )
    assert made.plan.decision == replace(decision, body="so-noi-vu")


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=40)
@given(plan_dossiers())
def test_a_section_that_is_stated_again_changes_nothing(dossier):
    for section in Section:
        try:
            again = with_facts(dossier, section, facts_of(dossier.plan, section))
        except (InvalidInput, NotFound):
            continue
        assert with_facts(again, section, facts_of(again.plan, section)) == again
        assert again.plan.visits == dossier.plan.visits
