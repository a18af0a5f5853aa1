"""New plans in the store: begun, copied, taken in from a file; by whom, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from builders import PROVINCE, UNITS, a_dossier, a_plan
from issuing import BY, DRAFT, PLAN, issue, put

from app.db.store import open_reader, open_store
from app.domain.accounts import Account, AccountRole, RoleGrant
from app.domain.acts import ActForm, Remark
from app.domain.errors import Fault, InvalidInput, NotAllowed, NotFound, Refused, StaleVersion
from app.domain.plan_copies import CopyRequest
from app.domain.plan_facts import ClosingFacts, GeneralFacts, Section, facts_of
from app.domain.plan_steps import mark_of
from app.domain.plans import PlanState
from app.domain.units import Succession
from app.planfiles.writing import write_toml
from app.services.coverage import TargetFilter, filtered, targets_to_choose
from app.services.editing import last_step, undo_step
from app.services.emission import file_set_of_plan
from app.services.new_plans import (
    begin_plan,
    copy_plan,
    copy_proposed,
    decision_to_propose,
    free_key,
    import_draft,
    outline_versions,
    own_plans,
    place_words,
    planning_seats,
    proposed_plan,
)
from app.services.plan_exchange import export_plan
from app.services.plan_settings import change_section, settle_remark
from app.services.releases import problems_of_plan
from app.services.target_editing import add_targets, remove_target, visit_of

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.db.store import Store
    from app.domain.new_plans import NewPlan

LATER = datetime(2025, 11, 3, 2, 30, tzinfo=UTC)
TODAY = date(2025, 11, 3)


def an_account(*agencies: str, province: str = "tinh-a", role: AccountRole = AccountRole.PLANNER) -> Account:
    grants = tuple(RoleGrant(role=role, province=province, agency=agency) for agency in agencies)
    return Account(login="can-bo", name="Cán bộ", grants=grants)


OWN = an_account("so-noi-vu")
ASKED = CopyRequest(key="tinh-a-2024", year=2024, title="Kế hoạch năm 2024")


@pytest.fixture
def stored(engine: Engine) -> Engine:
    """A database with one draft of 2023."""
    with open_store(engine) as store:
        put(store)
    return engine


def a_new(store: Store, year: int = 2026, **fields: Any) -> NewPlan:
    defaults: dict[str, Any] = {
        "lead_agencies": ("so-noi-vu",),
        "subjects": ("chuyển đổi số",),
        "act": ActForm.DECISION_APPROVING_PLAN,
    }
    return proposed_plan(store, "tinh-a", year, **{**defaults, **fields})


def begin(store: Store, account: Account = OWN, **fields: Any) -> str:
    dossier = begin_plan(store, account, a_new(store, **fields), "tinh-a", by=BY, at=LATER)
    return dossier.plan.key


def faults_of(act: Any) -> list[Fault]:
    with pytest.raises(InvalidInput) as caught:
        act()
    return list(caught.value.faults)


# From nothing


def test_a_plan_that_was_begun_is_stored_as_it_was_returned_and_works_at_once(stored: Engine):
    with open_store(stored) as store:
        made = begin_plan(store, OWN, a_new(store), "tinh-a", by=BY, at=LATER)
    with open_reader(stored) as store:
        assert store.plans.dossier("tinh-a-2026") == made
        assert [each.problem.code for each in problems_of_plan(store, "tinh-a-2026", date(2026, 1, 5))] == [
            "decision.number_blank",
            "decision.date_blank",
        ]
        files = file_set_of_plan(store, "tinh-a-2026")
        assert [each.path for each in files.files] == ["van-ban/quyet-dinh.docx", "lich/ke-hoach.ics"]
        assert all(each.make() for each in files.files)
        assert {each.path for each in files.omitted} == {
            "van-ban/to-trinh.docx",
            "van-ban/phan-cong.docx",
            "van-ban/du-toan.xlsx",
            "tu-kiem-tra/",
            "lich/thanh-vien/",
        }


def test_a_plan_that_was_begun_goes_out_as_a_file_and_comes_back(stored: Engine):
    with open_store(stored) as store:
        key = begin(store)
        content = export_plan(store, key)
        assert import_draft(store, OWN, content, "ke-hoach.toml", by=BY, at=LATER, dry_run=False).outcome == (
            "import.unchanged"
        )


def test_days_off_of_a_year_that_no_table_reaches_are_projected(stored: Engine):
    with open_store(stored) as store:
        begin(store, year=2031)
        assert {2030, 2031} <= {entry.day.year for entry in store.days_off.entries()}


def test_only_who_plans_for_a_lead_agency_begins_its_plan(stored: Engine):
    with open_store(stored) as store:
        for account in (an_account("so-tttt"), an_account("so-noi-vu", province="tinh-b")):
            assert faults_of(lambda account=account: begin(store, account)) == [
                Fault(place="lead_agencies", code="agency.not_own", found="Sở Nội vụ")
            ]
        with pytest.raises(NotAllowed):
            begin(store, an_account("so-noi-vu", role=AccountRole.VIEWER))
        with pytest.raises(NotAllowed):
            begin(store, replace(OWN, disabled_at=LATER))
        assert [summary.key for summary in store.plans.summaries()] == [PLAN]


def test_a_key_that_is_taken_is_told_and_another_is_proposed(stored: Engine):
    with open_store(stored) as store:
        begin(store)
        assert free_key(store, PROVINCE, 2026) == "tinh-a-2026-2"
        assert faults_of(lambda: begin(store, key="tinh-a-2026")) == [
            Fault(place="key", code="plan.key_taken", found="tinh-a-2026")
        ]


def test_an_unknown_province_is_not_found(stored: Engine):
    with open_store(stored) as store, pytest.raises(NotFound):
        begin_plan(store, OWN, a_new(store), "tinh-la", by=BY, at=LATER)


def test_the_head_of_the_act_follows_the_last_plan_of_the_province(stored: Engine):
    with open_reader(stored) as store:
        found = decision_to_propose(store, PROVINCE, 2026, ActForm.DECISION_APPROVING_PLAN, date(2026, 12, 31))
    assert (found.symbol, found.body, found.number, found.submission) == ("QĐ-UBND", "ubnd-tinh-a", None, None)


def test_the_head_of_the_act_follows_no_plan_of_when_the_committee_had_another_name(engine: Engine):
    ended = replace(UNITS[0], until=date(2025, 6, 30))
    renamed = replace(
        UNITS[0],
        name="Ủy ban nhân dân thành phố A",
        since=date(2025, 7, 1),
        formed_from=(Succession(name="Tỉnh A", unit="ubnd-tinh-a"),),
    )
    with open_store(engine) as store:
        put(store, replace(DRAFT, units=(ended, renamed, *UNITS[1:])))
        found = decision_to_propose(store, PROVINCE, 2026, ActForm.DECISION_APPROVING_PLAN, date(2026, 12, 31))
    assert found.issuer == "CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ"


def test_a_province_without_a_committee_has_no_plans(engine: Engine):
    with open_store(engine) as store:
        put(store, replace(DRAFT, units=tuple(replace(unit, until=date(2025, 6, 30)) for unit in UNITS)))
        with pytest.raises(Refused) as caught:
            a_new(store)
        assert caught.value.code == "province.ended"


def test_seats_are_the_provinces_and_agencies_that_are_still_there(stored: Engine):
    with open_reader(stored) as store:
        account = replace(
            OWN, grants=(*an_account("so-noi-vu", "so-la").grants, *an_account("x", province="tinh-b").grants)
        )
        (seat,) = planning_seats(store, account, TODAY)
        assert (seat.province.key, [unit.key for unit in seat.agencies]) == ("tinh-a", ["so-noi-vu"])
        with pytest.raises(NotAllowed):
            planning_seats(store, an_account("so-noi-vu", role=AccountRole.VIEWER), TODAY)


# From another year's plan


def test_a_copy_is_stored_with_what_there_is_to_look_at(stored: Engine):
    with open_store(stored) as store:
        copy_plan(store, OWN, PLAN, ASKED, by=BY, at=LATER)
    with open_reader(stored) as store:
        plan = store.plans.dossier("tinh-a-2024").plan
    assert (plan.year, plan.state, plan.decision.number) == (2024, PlanState.DRAFT, None)
    assert plan.remarks == (
        Remark(
            key="loi-van-plan.clause.I.1",
            where="Mục I.1 của kế hoạch",
            text="Còn ghi “21/7/2023” của kế hoạch cũ. Sửa lại lời văn.",
        ),
    )


def test_what_is_shown_before_is_what_is_written(stored: Engine):
    with open_store(stored) as store:
        shown = copy_proposed(store, OWN, PLAN, ASKED, today=TODAY).dossier
        made = copy_plan(store, OWN, PLAN, ASKED, by=BY, at=LATER)
    assert replace(made, plan=replace(made.plan, remarks=())) == shown


def test_a_plan_of_others_is_not_there_to_copy(stored: Engine):
    with open_store(stored) as store, pytest.raises(NotFound):
        copy_plan(store, an_account("so-y-te"), PLAN, ASKED, by=BY, at=LATER)


def test_own_plans_are_those_that_may_be_copied(stored: Engine):
    with open_reader(stored) as store:
        assert [each.key for each in own_plans(store, OWN)] == [PLAN]
        assert own_plans(store, an_account("so-y-te")) == ()


def test_an_issued_plan_is_copied_as_well(stored: Engine):
    with open_store(stored) as store:
        issue(store)
        made = copy_plan(store, OWN, PLAN, ASKED, by=BY, at=LATER)
    assert (made.plan.state, made.plan.decision.day) == (PlanState.DRAFT, None)


def test_places_of_texts_are_told_in_words():
    assert [
        place_words(place)
        for place in ("decision.article.2", "plan.preamble.1", "plan.clause.V.number", "plan.closing")
    ] == [
        "Lời văn quyết định: Điều 2",
        "Lời văn kế hoạch: lời dẫn 1",
        "Số thứ tự của mục V",
        "Lời văn kế hoạch: đoạn kết",
    ]


# From a file


def a_file(**fields: Any) -> bytes:
    plan = a_plan(key="tinh-a-2025", year=2025, visits=(), **fields)
    return write_toml(a_dossier(plan))


def test_a_file_is_looked_through_before_anything_is_written(stored: Engine):
    with open_store(stored) as store:
        result = import_draft(store, OWN, a_file(), "k.toml", by=BY, at=LATER, dry_run=True)
        assert (result.outcome, store.plans.exists("tinh-a-2025")) == ("import.would_add", False)
        result = import_draft(store, OWN, a_file(), "k.toml", by=BY, at=LATER, dry_run=False)
        assert (result.outcome, store.plans.exists("tinh-a-2025")) == ("import.added", True)


@pytest.mark.parametrize(
    ("content", "account", "code"),
    [
        (a_file(), an_account("so-y-te"), "import.not_own"),
        (a_file(state=PlanState.ISSUED), OWN, "import.not_draft"),
    ],
)
def test_a_file_of_others_or_of_an_issued_plan_is_refused(stored: Engine, content: bytes, account: Account, code: str):
    with open_store(stored) as store:
        with pytest.raises(Refused) as caught:
            import_draft(store, account, content, "k.toml", by=BY, at=LATER, dry_run=False)
        assert (caught.value.code, store.plans.exists("tinh-a-2025")) == (code, False)


def test_a_file_whose_key_leads_elsewhere_is_refused(stored: Engine):
    content = write_toml(a_dossier(a_plan(key="moi", visits=())))
    with open_store(stored) as store:
        faults = faults_of(lambda: import_draft(store, OWN, content, "k.toml", by=BY, at=LATER, dry_run=True))
    assert faults == [Fault(place="plan.key", code="plan.key_reserved", found="moi")]


def test_every_fault_of_a_file_is_told(stored: Engine):
    content = b"schema = 1\n[plan]\nkey = 'A b'\nprovince = 'tinh-a'\nyear = 'x'\n"
    with open_store(stored) as store:
        faults = faults_of(lambda: import_draft(store, OWN, content, "k.toml", by=BY, at=LATER, dry_run=True))
    assert {"type.wrong", "key.not_slug", "key.missing"} <= {fault.code for fault in faults}


# Targets


def test_units_are_added_as_one_step_that_can_be_undone(stored: Engine):
    with open_store(stored) as store:
        key = begin(store)
        add_targets(store, key, ["so-y-te", "so-tu-phap"], None, by=BY, at=LATER)
        assert [visit.unit for visit in store.plans.dossier(key).plan.visits] == ["so-y-te", "so-tu-phap"]
        step = last_step(store, key)
        assert step is not None
        assert step.words == "Thêm 02 đơn vị vào kế hoạch"
        undo_step(store, key, step.number, by=BY, at=LATER)
        plan = store.plans.dossier(key).plan
        assert (plan.visits, plan.batches) == ((), ())


def test_a_unit_is_taken_out_only_as_it_was_seen(stored: Engine):
    with open_store(stored) as store:
        key = begin(store)
        dossier = add_targets(store, key, ["so-y-te"], None, by=BY, at=LATER)
        with pytest.raises(StaleVersion):
            remove_target(store, key, "so-y-te", 1, "khac", by=BY, at=LATER)
        mark = mark_of(visit_of(dossier, "so-y-te", 1))
        remove_target(store, key, "so-y-te", 1, mark, by=BY, at=LATER)
        assert store.plans.dossier(key).plan.visits == ()


def test_the_targets_of_an_issued_plan_stay(stored: Engine):
    with open_store(stored) as store:
        issue(store)
        with pytest.raises(Refused) as caught:
            add_targets(store, PLAN, ["so-tu-phap"], None, by=BY, at=LATER)
        assert caught.value.code == "plan.is_issued"


def test_only_what_was_issued_counts_as_an_inspection_and_not_the_plan_itself(stored: Engine):
    def history(store: Store, key: str) -> dict[str, list[str]]:
        lines = targets_to_choose(store, store.plans.dossier(key), TODAY).lines
        return {line.unit.key: [each.plan for each in line.history] for line in lines if line.history}

    with open_store(stored) as store:
        key = begin(store)
        assert history(store, key) == {}
        issue(store)
        assert history(store, key) == {"so-y-te": [PLAN], "ubnd-huyen-b": [PLAN]}
        assert history(store, PLAN) == {}


def test_the_directory_is_filtered_by_name_level_kind_and_what_was_never_inspected(stored: Engine):
    with open_store(stored) as store:
        key = begin(store)
        issue(store)
        lines = targets_to_choose(store, store.plans.dossier(key), TODAY).lines

    def found(**wanted: Any) -> list[str]:
        return [line.unit.key for line in filtered(lines, TargetFilter(**wanted))]

    assert len(found()) == len(UNITS) - 1
    assert found(words="tu phap") == ["so-tu-phap"]
    assert found(words="Sở TT&TT") == ["so-tttt"]
    assert found(level="xa") == ["00001"]
    assert found(kind="huyện") == ["ubnd-huyen-b"]
    assert found(level="tinh", only_never=True) == ["so-noi-vu", "so-tttt", "so-tu-phap"]


# Settings


def test_a_section_is_changed_over_what_was_seen_and_refused_over_what_was_not(stored: Engine):
    with open_store(stored) as store:
        mark = mark_of((facts_of(store.plans.dossier(PLAN).plan, Section.CLOSING),))
        facts = ClosingFacts(dissolution="Đoàn tự giải thể.")
        change_section(store, OWN, PLAN, Section.CLOSING, facts, mark=mark, by=BY, at=LATER)
        assert store.plans.dossier(PLAN).plan.dissolution == "Đoàn tự giải thể."
        with pytest.raises(StaleVersion) as caught:
            change_section(store, OWN, PLAN, Section.CLOSING, ClosingFacts(), mark=mark, by=BY, at=LATER)
        assert (caught.value.kind, caught.value.key) == ("section", "ket-thuc-doan")


def test_nobody_takes_the_plan_away_from_themselves(stored: Engine):
    with open_store(stored) as store:
        facts = facts_of(store.plans.dossier(PLAN).plan, Section.GENERAL)
        assert isinstance(facts, GeneralFacts)
        others = replace(facts, subjects=("công vụ",), lead_agencies=("so-tttt",))
        assert faults_of(lambda: change_section(store, OWN, PLAN, Section.GENERAL, others, by=BY, at=LATER)) == [
            Fault(place="lead_agencies", code="agency.not_own", found="Danh sách")
        ]


def test_a_remark_that_was_dealt_with_goes_and_can_come_back(stored: Engine):
    with open_store(stored) as store:
        copy_plan(store, OWN, PLAN, ASKED, by=BY, at=LATER)
        settle_remark(store, "tinh-a-2024", "loi-van-plan.clause.I.1", by=BY, at=LATER)
        assert store.plans.dossier("tinh-a-2024").plan.remarks == ()
        step = last_step(store, "tinh-a-2024")
        assert step is not None
        undo_step(store, "tinh-a-2024", step.number, by=BY, at=LATER)
        assert len(store.plans.dossier("tinh-a-2024").plan.remarks) == 1


def test_outlines_are_offered_that_own_plans_use(stored: Engine):
    with open_store(stored) as store:
        assert outline_versions(store, OWN, PROVINCE) == ()
