"""An issued plan changes by a draft on top of it; what was issued stays, whatever is asked for in whatever order."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from adjusting_steps import BACK, LATER, MOVED, adjust, asked, everything, records
from builders import UNITS, a_visit, a_window, with_plan
from db.storing import undone
from hypothesis import given, settings
from hypothesis import strategies as st
from issuing import BY, DRAFT, PLAN, issue, put

from app.db.store import open_reader, open_store
from app.domain.changes import Change, OutdatedText
from app.domain.dates import DayOff, DayOffKind
from app.domain.errors import DomainError, InvalidInput, NotFound, Refused, StaleVersion
from app.domain.feed_ledgers import LedgerKind
from app.domain.plans import PlanState
from app.domain.releases import issued_dossier
from app.services import releases as releases_module
from app.services.adjusting import (
    AdjustmentResult,
    adjust_plan,
)
from app.services.feed_ledgers import refresh_ledgers
from app.services.releases import latest_release, release_as_drawn_up, release_calendar, release_dossier

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier


@pytest.fixture
def issued(engine: Engine) -> Engine:
    """A database with a plan that is issued."""
    with open_store(engine) as store:
        put(store)
        issue(store)
    return engine


# Opened


def test_a_request_opens_a_draft_on_top_of_what_is_issued(issued: Engine):
    with open_store(issued) as store:
        result = adjust(store, MOVED)
        draft, release = store.plans.dossier(PLAN), release_dossier(store, PLAN)
        assert release_as_drawn_up(store, draft.plan) is None
        assert [r.number for r in store.releases.list(PLAN)] == [1]
    assert (draft.plan.state, draft.plan.changed_on) == (PlanState.DRAFT, date(2023, 7, 26))
    assert (draft.plan.decision.number, draft.plan.decision.day) == (None, None)
    assert draft.plan.visits == (a_visit(window=a_window(date(2023, 8, 2), date(2023, 8, 4))), DRAFT.plan.visits[1])
    assert release.plan == issued_dossier(DRAFT, "1234", date(2023, 7, 5)).plan
    assert result == AdjustmentResult(
        plan=PLAN,
        release=1,
        changes=(
            Change(
                subject="Sở Y tế, thời gian",
                before="từ ngày 01/8/2023 đến hết ngày 04/8/2023",
                after="từ ngày 02/8/2023 đến hết ngày 04/8/2023",
            ),
        ),
        outdated=(),
        is_open=True,
    )


def test_the_record_tells_every_change_in_words(issued: Engine):
    before = len(records(issued))
    with open_store(issued) as store:
        adjust(store, MOVED | {"reason": "Sở Y tế đề nghị", "leaders": [{"batch": "dot-2", "head": "ba-n"}]})
    assert records(issued)[before:] == [
        ("plan.adjust", "", "Điều chỉnh trên bản ban hành số 1: Sở Y tế đề nghị"),
        ("plan.adjust", "Tình trạng: đã ban hành", "Tình trạng: dự thảo"),
        (
            "plan.adjust",
            "Số, ngày ban hành: văn bản số 1234/QĐ-UBND, ngày 05/7/2023",
            "Số, ngày ban hành: chưa có số (QĐ-UBND), chưa có ngày",
        ),
        (
            "plan.adjust",
            "Tờ trình, số, ngày: văn bản số 9/TTr-SNV, ngày 29/6/2023",
            "Tờ trình, số, ngày: chưa có số, chưa có ngày",
        ),
        ("plan.adjust", "Lý do điều chỉnh: chưa xác định", "Lý do điều chỉnh: Sở Y tế đề nghị"),
        (
            "plan.adjust",
            "Sửa đổi, bổ sung văn bản: chưa xác định",
            "Sửa đổi, bổ sung văn bản: văn bản số 1234/QĐ-UBND ngày 05/7/2023",
        ),
        (
            "plan.adjust",
            "Sở Y tế, thời gian: từ ngày 01/8/2023 đến hết ngày 04/8/2023",
            "Sở Y tế, thời gian: từ ngày 02/8/2023 đến hết ngày 04/8/2023",
        ),
        (
            "plan.adjust",
            "Đợt 2, Trưởng đoàn: Ông M - Giám đốc Sở Nội vụ",
            "Đợt 2, Trưởng đoàn: Bà N - Phó Giám đốc Sở Thông tin và Truyền thông",
        ),
    ]


def test_a_request_may_change_everything_at_once(issued: Engine):
    with open_store(issued) as store:
        adjust(
            store,
            {
                "submission": {"agency": "so-noi-vu", "number": "20/TTr-SNV", "day": "2023-07-25"},
                "people": [
                    {"key": "ba-q", "name": "Q", "honorific": "Bà", "position": "Chuyên viên", "agency": "so-noi-vu"}
                ],
                "withdrawals": [{"unit": "so-y-te"}],
                "additions": [{"unit": "so-tu-phap", "batch": "dot-1"}],
                "seats": [{"seat": "van-phong", "person": "ba-q"}],
                "joinings": [
                    {"seat": {"key": "thay", "person": "ba-n", "substitutes": "ong-p", "since": "2023-09-05"}}
                ],
                "deadlines": [{"self_inspection": True, "deadline": {"relation": "before", "day": "2023-12-15"}}],
                "texts": [{"place": "plan.clause.I.1", "text": "Sở Tư pháp báo cáo trước ngày 21/7/2023."}],
            },
        )
        plan = store.plans.dossier(PLAN).plan
    assert [visit.unit for visit in plan.visits] == ["so-tu-phap", "ubnd-huyen-b"]
    assert [(seat.key, seat.person) for seat in plan.teams[0].seats] == [
        ("ong-p", "ong-p"),
        ("van-phong", "ba-q"),
        ("thay", "ba-n"),
    ]
    assert plan.self_inspection is not None
    assert plan.self_inspection.deadline is not None
    assert plan.self_inspection.deadline.day == date(2023, 12, 15)
    assert plan.text.clauses[0].text == "Sở Tư pháp báo cáo trước ngày 21/7/2023."
    assert plan.decision.submission is not None
    assert plan.decision.submission.number == "20/TTr-SNV"


def test_texts_that_were_left_behind_are_told_until_they_are_mended(issued: Engine):
    due = {"deadlines": [{"batch": "dot-1", "deadline": {"relation": "before", "day": "2023-07-20"}}]}
    with open_store(issued) as store:
        assert adjust(store, due).outdated == (OutdatedText(place="plan.clause.I.1", words="21/7/2023"),)
        assert adjust(store, MOVED).outdated == (OutdatedText(place="plan.clause.I.1", words="21/7/2023"),)
        mended = {"texts": [{"place": "plan.clause.I.1", "text": "Sở Y tế báo cáo trước ngày 20/7/2023."}]}
        assert adjust(store, mended).outdated == ()


def test_further_requests_add_to_the_open_draft(issued: Engine):
    with open_store(issued) as store:
        adjust(store, MOVED)
        second = adjust(store, {"withdrawals": [{"unit": "ubnd-huyen-b"}]})
        plan = store.plans.dossier(PLAN).plan
    assert [change.subject for change in second.changes] == ["UBND huyện B"]
    assert plan.visits == (a_visit(window=a_window(date(2023, 8, 2), date(2023, 8, 4))),)


def test_a_draft_from_which_all_is_taken_back_is_the_plan_as_issued_again(issued: Engine):
    with open_store(issued) as store:
        before = store.plans.dossier(PLAN)
        adjust(store, MOVED | {"withdrawals": [{"unit": "ubnd-huyen-b"}]})
        assert adjust(store, BACK).is_open
        last = adjust(store, {"returns": [{"unit": "ubnd-huyen-b"}]}, LATER + timedelta(days=3))
        assert (last.is_open, [change.subject for change in last.changes]) == (False, ["UBND huyện B"])
        assert store.plans.dossier(PLAN) == before
        assert release_as_drawn_up(store, before.plan) == 1
        with pytest.raises(Refused) as refusal:
            issue(store, "1235")
    assert refusal.value.code == "plan.is_issued"


def test_an_adjustment_is_issued_as_the_next_release_and_the_first_stays(issued: Engine):
    with open_store(issued) as store:
        first = store.releases.content(PLAN, 1)
        adjust(store, MOVED)
        second = issue(store, "1300", date(2023, 7, 26), at=LATER)
        assert (second.number, second.decision_number, latest_release(store, PLAN)) == (2, "1300/QĐ-UBND", second)
        assert store.releases.content(PLAN, 1) == first
        assert release_dossier(store, PLAN).plan.visits[0].window == a_window(date(2023, 8, 2), date(2023, 8, 4))
        assert release_dossier(store, PLAN, 1).plan.visits[0] == a_visit()
        adjust(store, {"withdrawals": [{"unit": "so-y-te"}]}, LATER + timedelta(days=1))
        issue(store, "1301", date(2023, 7, 27), at=LATER + timedelta(days=1))
        returned = adjust(store, {"returns": [{"unit": "so-y-te"}]}, LATER + timedelta(days=2))
        assert returned.release == 3
        assert store.plans.dossier(PLAN).plan.visits[0].window == a_window(date(2023, 8, 2), date(2023, 8, 4))


def test_the_calendars_of_what_is_issued_do_not_move_with_the_draft(issued: Engine):
    with open_store(issued) as store:
        before = {kind: store.ledgers.get(PLAN, kind) for kind in LedgerKind}
        adjust(store, MOVED)
        assert store.ledgers.get(PLAN, LedgerKind.ISSUED) == before[LedgerKind.ISSUED]
        working = store.ledgers.get(PLAN, LedgerKind.WORKING)
        assert working != before[LedgerKind.WORKING]
        issue(store, "1300", date(2023, 7, 26), at=LATER)
        after = store.ledgers.get(PLAN, LedgerKind.ISSUED)
        refresh_ledgers(store, PLAN, issued=release_dossier(store, PLAN), by=BY, at=LATER)
        assert store.ledgers.get(PLAN, LedgerKind.ISSUED) == after
    was = {item.entry.uid: item.entry for item in before[LedgerKind.ISSUED].items}  # type: ignore[union-attr]  # issued
    moved = [item.entry for item in after.items if item.entry.time != was[item.entry.uid].time]  # type: ignore[union-attr]  # issued
    assert [(entry.unit, entry.sequence - was[entry.uid].sequence) for entry in moved] == [("so-y-te", 1)]


def test_days_off_of_a_year_that_the_draft_reaches_first_are_projected(issued: Engine):
    with open_store(issued) as store:
        assert {entry.day.year for entry in store.days_off.entries()} == set()
        adjust(store, {"moves": [{"unit": "so-y-te", "window": {"first": "2025-03-03", "last": "2025-03-05"}}]})
        assert {entry.day.year for entry in store.days_off.entries()} >= {2023, 2024, 2025}


# Refused


def test_a_faulty_request_is_refused_with_every_fault_at_its_line_and_changes_nothing(issued: Engine):
    before = everything(issued)
    text = (
        "[[moves]]\nunit = 'so-y-t'\n[[moves]]\nunit = 'so-y-te'\n"
        "window = { first = 2023-08-02, last = 2023-08-01 }\n[[leaders]]\nbatch = 'dot-1'\nhead = 'ong-m'\n"
    )
    with pytest.raises(InvalidInput) as refusal, open_store(issued) as store:
        adjust_plan(store, PLAN, text.encode(), "yeu-cau.toml", by=BY, at=LATER)
    assert [(fault.place, fault.code, fault.wanted) for fault in refusal.value.faults] == [
        ("moves[2].window (dòng 5)", "window.ends_before_start", ""),
        ("moves[1].unit (dòng 2)", "change.visit_unknown", "so-y-te"),
        ("leaders[1] (dòng 6)", "change.nothing", ""),
    ]
    assert everything(issued) == before


def test_a_file_with_a_fault_of_its_own_alone_is_refused(issued: Engine):
    with pytest.raises(InvalidInput) as refusal, open_store(issued) as store:
        adjust(store, MOVED | {"reasn": "x"})
    assert [(fault.place, fault.code, fault.wanted) for fault in refusal.value.faults] == [
        ("reasn", "key.unknown", "reason")
    ]


def test_what_no_plan_may_say_is_refused_even_if_each_change_is_fair(issued: Engine):
    """A plan file holds keys of at most so many letters; the whole is asked once more before anything is written."""
    before = everything(issued)
    visit = {"unit": "so-tu-phap", "batch": "dot-1", "number": 1}
    with pytest.raises(InvalidInput) as refusal, open_store(issued) as store:
        adjust(store, {"additions": [{**visit, "number": n} for n in range(1, 101)]})
    assert {fault.code for fault in refusal.value.faults} == {"number.out_of_range"}
    assert everything(issued) == before


def test_a_plan_that_was_never_issued_is_not_adjusted(engine: Engine):
    with open_store(engine) as store:
        put(store)
        with pytest.raises(Refused) as refusal:
            adjust(store, MOVED)
        with pytest.raises(NotFound):
            adjust_plan(store, "la", asked(MOVED), "a.json", by=BY, at=LATER)
    assert (refusal.value.code, refusal.value.details) == ("adjust.no_release", {"key": PLAN})


@pytest.mark.parametrize("state", [PlanState.REPLACED, PlanState.CLOSED])
def test_a_plan_whose_time_is_over_is_not_adjusted(engine: Engine, state: PlanState):
    with open_store(engine) as store:
        put(store, with_plan(issued_dossier(DRAFT, "1234", date(2023, 7, 5)), state=state))
        with pytest.raises(Refused) as refusal:
            adjust(store, MOVED)
    assert refusal.value.code == f"plan.is_{state}"


def test_a_plan_that_changed_since_it_was_looked_at_is_not_adjusted(issued: Engine):
    with open_store(issued) as store:
        version = store.plans.version(PLAN)
        adjust(store, MOVED, version=version)
    before = everything(issued)
    with pytest.raises(StaleVersion), open_store(issued) as store:
        adjust(store, BACK, version=version)
    assert everything(issued) == before


# For ever


@st.composite
def operations(draw: st.DrawFn) -> dict[str, Any]:
    """Draw something that may happen to a plan and its surroundings."""
    unit = draw(st.sampled_from([unit.key for unit in UNITS]))
    day = draw(st.dates(date(2023, 7, 10), date(2023, 12, 1)))
    window = {"first": day.isoformat(), "last": (day + timedelta(days=draw(st.integers(0, 9)))).isoformat()}
    person = draw(st.sampled_from(["ong-m", "ba-n", "ong-p"]))
    batch = draw(st.sampled_from(["dot-1", "dot-2"]))
    requests = {
        "move": {"moves": [{"unit": unit, "window": window}]},
        "withdraw": {"withdrawals": [{"unit": unit}]},
        "return": {"returns": [{"unit": unit}]},
        "add": {"additions": [{"unit": unit, "batch": batch, "window": window}]},
        "lead": {"leaders": [{"batch": batch, "head": person, "deputies": []}]},
        "seat": {"seats": [{"seat": "van-phong", "person": person}]},
        "due": {"deadlines": [{"batch": batch, "deadline": {"relation": "before", "day": day.isoformat()}}]},
        "issue": {},
        "day off": {"day": day},
        "unit": {"key": unit},
    }
    kind = draw(st.sampled_from(list(requests)))
    return {"kind": kind, **requests[kind]}


def happen(store: Store, step: int, operation: dict[str, Any]) -> None:
    """Let it happen, or be refused."""
    kind = operation["kind"]
    at = LATER + timedelta(days=step)
    request = {name: value for name, value in operation.items() if name != "kind"}
    with suppress(DomainError), store.plans._session.begin_nested():
        if kind == "issue":
            issue(store, f"{2000 + step}", at.date(), at=at)
        elif kind == "day off":
            entry = DayOff(day=request["day"], name="Nghỉ", kind=DayOffKind.PUBLIC_HOLIDAY)
            store.days_off.add([entry], by=BY, at=at)
        elif kind == "unit":
            former = next(unit for unit in UNITS if unit.key == request["key"])
            new = replace(former, key=f"{former.key}-{step}", name=f"{former.name} ({step})")
            store.directory.add("tinh-a", [new], by=BY, at=at)
        else:
            adjust(store, request, at)


@settings(max_examples=3)
@given(steps=st.lists(operations(), min_size=30, max_size=30))
def test_no_release_changes_through_thirty_things_that_happen(engine: Engine, steps: list[dict[str, Any]]):
    kept: dict[int, tuple[str, PlanDossier, Any]] = {}
    with undone(engine) as store:
        put(store)
        issue(store)
        for step, operation in enumerate(steps):
            happen(store, step, operation)
            releases_module._KEPT = releases_module._KeptContents(4)
            for release in store.releases.list(PLAN):
                number = release.number
                found = (
                    store.releases.content(PLAN, number),
                    release_dossier(store, PLAN, number),
                    (release, release_calendar(store, PLAN, number)),
                )
                assert kept.setdefault(number, found) == found
            plan = store.plans.dossier(PLAN).plan
            latest = release_dossier(store, PLAN)
            assert plan.is_issued == (release_as_drawn_up(store, plan) == len(kept))
            assert (latest.plan == plan) == plan.is_issued


def test_a_reader_adjusts_nothing(issued: Engine):
    with pytest.raises(Refused, match=r"database\.read_only"), open_reader(issued) as store:
        adjust(store, MOVED)
