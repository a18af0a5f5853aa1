from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from builders import QUOC_KHANH_2023, UNITS, a_batch, a_dossier, a_plan, a_team, a_visit, a_window, before
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import Half
from app.domain.deadlines import Deadline, Relation
from app.domain.errors import NotFound
from app.domain.feed_entries import EntryKind, EntryStatus
from app.domain.feed_grants import FeedKind
from app.domain.feed_ledgers import first_ledger
from app.domain.feeds import person_feed, plan_feed, unit_feed
from app.domain.plans import DrawRule, PlanState, SelfInspectionRule
from app.domain.teams import Role, Seat
from app.domain.units import Unit
from app.domain.visits import Manner, Mode

DRAW = DrawRule(at_level="huyen", from_level="xa", least=1, most=3)
SELF_INSPECTION = SelfInspectionRule(
    kinds=("cơ quan chuyên môn",), deadline=before(date(2023, 11, 30)), to="ubnd-tinh-a", via="so-noi-vu"
)
AUGUST = a_window(date(2023, 8, 1), date(2023, 8, 4))
SECOND_COMMUNE = Unit(key="00002", name="UBND xã D", kind="xã", level="xa", area="Xã D", parent="ubnd-huyen-b")


def first(dossier):
    return first_ledger(dossier, QUOC_KHANH_2023)


def the_plan_feed(**fields):
    return plan_feed(first(a_dossier(a_plan(**fields))))


def kinds_and_days(feed):
    return [(entry.kind, entry.unit, entry.time.first, entry.time.last) for entry in feed.entries]


def only(feed, kind):
    (entry,) = [entry for entry in feed.entries if entry.kind == kind]
    return entry


def test_a_visit_gives_its_window_and_the_last_day_of_its_report():
    feed = the_plan_feed()
    assert kinds_and_days(feed) == [
        (EntryKind.REPORT, "so-y-te", date(2023, 7, 20), date(2023, 7, 20)),
        (EntryKind.WINDOW, "so-y-te", date(2023, 8, 1), date(2023, 8, 4)),
    ]


def test_a_deadline_that_is_not_strict_is_shown_on_the_day_it_names():
    due = Deadline(relation=Relation.NO_LATER_THAN, day=date(2023, 7, 21))
    feed = the_plan_feed(batches=(a_batch(report_deadline=due),))
    assert only(feed, EntryKind.REPORT).time == a_window(date(2023, 7, 21))


def test_a_report_without_a_deadline_gives_no_item():
    assert kinds_and_days(the_plan_feed(batches=(a_batch(report_deadline=None),))) == [
        (EntryKind.WINDOW, "so-y-te", date(2023, 8, 1), date(2023, 8, 4))
    ]


@pytest.mark.parametrize("fields", [{"window": None}, {"is_reserve": True}])
def test_a_visit_that_is_not_firm_or_a_reserve_has_no_items(fields):
    assert the_plan_feed(visits=(a_visit(**fields),)).entries == ()


def test_the_identity_of_an_item_is_the_uuid_of_its_plan_unit_kind_and_number():
    feed = the_plan_feed()
    assert [(entry.kind, entry.uid) for entry in feed.entries] == [
        (EntryKind.REPORT, "d3d51c17-b6a3-582e-968c-8dfe94b059fa"),
        (EntryKind.WINDOW, "596eb2f5-87ca-594c-9b17-c9a936682191"),
    ]


def test_a_second_visit_of_a_unit_is_another_item():
    again = a_visit(number=2, window=a_window(date(2023, 10, 2), date(2023, 10, 3)))
    uids = [entry.uid for entry in the_plan_feed(visits=(a_visit(), again)).entries]
    assert len(set(uids)) == len(uids) == 4


@given(
    start=st.dates(date(2023, 1, 1), date(2023, 12, 1)),
    days=st.integers(0, 20),
    state=st.sampled_from(PlanState),
    changed_on=st.dates(date(2023, 1, 1), date(2023, 12, 31)),
    head=st.sampled_from(["ong-m", "ba-n", None]),
)
def test_an_item_keeps_its_identity_whatever_happens_to_it(start, days, state, changed_on, head):
    moved = the_plan_feed(
        visits=(a_visit(window=a_window(start, start + timedelta(days=days)), head=head),),
        state=state,
        changed_on=changed_on,
    )
    assert {entry.kind: entry.uid for entry in moved.entries} == {
        entry.kind: entry.uid for entry in the_plan_feed().entries
    }
    assert all(UUID(entry.uid).version == 5 for entry in moved.entries)


def test_the_same_item_is_the_same_in_the_feeds_of_the_plan_the_unit_and_a_person():
    dossier = a_dossier(a_plan(self_inspection=SELF_INSPECTION))
    whole = {entry.uid: entry for entry in plan_feed(first(dossier)).entries}
    for feed in (
        unit_feed(first(dossier), "so-y-te"),
        unit_feed(first(dossier), "so-tu-phap"),
        person_feed(first(dossier), "ong-p"),
    ):
        for entry in feed.entries:
            facts = {name: words for name, words in entry.facts.items() if name != "role"}
            assert replace(entry, facts=facts) == whole[entry.uid]


def test_entries_stand_by_start_whole_days_first_then_morning_then_afternoon():
    day = date(2023, 8, 1)
    feed = the_plan_feed(
        batches=(a_batch(report_deadline=None),),
        visits=(
            a_visit("so-y-te", window=a_window(day, opens=Half.AFTERNOON)),
            a_visit("so-tu-phap", window=a_window(day, closes=Half.MORNING)),
            a_visit("so-noi-vu", window=a_window(day)),
            a_visit("so-tttt", window=a_window(day - timedelta(days=1))),
        ),
    )
    assert [entry.unit for entry in feed.entries] == ["so-tttt", "so-noi-vu", "so-tu-phap", "so-y-te"]


def test_entries_of_one_start_stand_by_identity():
    feed = the_plan_feed(visits=tuple(a_visit(key) for key in ("so-y-te", "so-tu-phap", "so-tttt")))
    starts = [(entry.time.first, entry.uid) for entry in feed.entries]
    assert starts == sorted(starts)


def test_the_draw_is_proposed_for_the_last_working_day_before_the_window_opens():
    window = a_window(date(2023, 9, 5), date(2023, 9, 8))
    feed = the_plan_feed(visits=(a_visit("ubnd-huyen-b", window=window),), draw=DRAW)
    draw = only(feed, EntryKind.DRAW)
    assert draw.time == a_window(date(2023, 8, 31))
    assert draw.facts["day"] == "Thứ Năm, ngày 31/8/2023"
    assert (draw.facts["draw_count"], draw.facts["draw_level"]) == ("01 đến 03", "cấp xã")


def test_a_unit_of_another_level_draws_nothing():
    assert [entry.kind for entry in the_plan_feed(draw=DRAW).entries] == [EntryKind.REPORT, EntryKind.WINDOW]


def test_a_draw_of_a_fixed_number_names_it_once():
    visits = (a_visit("ubnd-huyen-b"),)
    feed = the_plan_feed(visits=visits, draw=replace(DRAW, least=2, most=2))
    assert only(feed, EntryKind.DRAW).facts["draw_count"] == "02"


def a_drawn_dossier(*communes, window=AUGUST, **fields):
    visit = a_visit("ubnd-huyen-b", communes=communes, window=window)
    return a_dossier(a_plan(visits=(visit,), draw=DRAW, **fields), units=(*UNITS, SECOND_COMMUNE))


def test_drawn_communes_have_a_half_day_each_and_the_draw_is_over():
    feed = plan_feed(first(a_drawn_dossier("00002", "00001")))
    assert EntryKind.DRAW not in {entry.kind for entry in feed.entries}
    sessions = [(e.unit, e.time) for e in feed.entries if e.kind == EntryKind.COMMUNE]
    assert sessions == [
        ("00002", a_window(date(2023, 8, 3), opens=Half.AFTERNOON)),
        ("00001", a_window(date(2023, 8, 4), closes=Half.MORNING)),
    ]
    assert only(feed, EntryKind.WINDOW).facts["communes"] == "xã D và xã C"


def test_a_commune_that_the_directory_lacks_is_named_by_its_code():
    feed = plan_feed(first(a_drawn_dossier("99999")))
    assert only(feed, EntryKind.COMMUNE).facts["commune"] == "99999"


def test_communes_without_a_working_day_to_go_to_have_no_session():
    weekend = a_window(date(2023, 8, 5), date(2023, 8, 6))
    feed = plan_feed(first(a_drawn_dossier("00001", window=weekend)))
    assert [entry.kind for entry in feed.entries] == [EntryKind.REPORT, EntryKind.WINDOW]


def test_a_drawn_commune_sees_its_own_session_and_the_unit_above_it_sees_all():
    dossier = a_drawn_dossier("00001", "00002")
    own = unit_feed(first(dossier), "00001")
    assert [(entry.kind, entry.unit, entry.page) for entry in own.entries] == [
        (EntryKind.COMMUNE, "00001", "ubnd-huyen-b")
    ]
    above = unit_feed(first(dossier), "ubnd-huyen-b")
    assert above.entries == plan_feed(first(dossier)).entries


def test_the_self_inspection_deadline_is_one_item_of_the_plan_for_all_who_owe_a_report():
    dossier = a_dossier(a_plan(self_inspection=SELF_INSPECTION))
    entry = only(plan_feed(first(dossier)), EntryKind.SELF_INSPECTION)
    assert (entry.unit, entry.page, entry.time) == ("", "", a_window(date(2023, 11, 29)))
    assert {name: entry.facts[name] for name in ("receiver", "via", "count", "deadline")} == {
        "receiver": "Ủy ban nhân dân tỉnh A",
        "via": "Sở Nội vụ",
        "count": "03",
        "deadline": "trước ngày 30/11/2023",
    }
    assert unit_feed(first(dossier), "so-tu-phap").entries == (entry,)
    assert entry not in unit_feed(first(dossier), "so-y-te").entries


def test_a_self_inspection_without_a_firm_deadline_gives_no_item():
    feed = the_plan_feed(self_inspection=replace(SELF_INSPECTION, deadline=None))
    assert EntryKind.SELF_INSPECTION not in {entry.kind for entry in feed.entries}


def test_a_unit_feed_holds_that_unit_alone():
    dossier = a_dossier(a_plan(visits=(a_visit("so-y-te"), a_visit("so-tu-phap"))))
    feed = unit_feed(first(dossier), "so-tu-phap")
    assert {entry.unit for entry in feed.entries} == {"so-tu-phap"}
    assert (feed.kind, feed.facts["whose"]) == (FeedKind.UNIT, "Sở Tư pháp")


def test_a_unit_does_not_learn_of_an_unannounced_visit_from_its_feed():
    dossier = a_dossier(a_plan(visits=(a_visit(manner=Manner.UNANNOUNCED),)))
    assert unit_feed(first(dossier), "so-y-te").entries == ()
    assert len(plan_feed(first(dossier)).entries) == 2


def test_a_unit_with_which_the_plan_has_nothing_to_do_has_no_feed():
    with pytest.raises(NotFound) as caught:
        unit_feed(first(a_dossier()), "so-tu-phap")
    assert caught.value.facts() == {"kind": "visit", "key": "so-tu-phap"}


def test_a_person_sees_the_visits_they_take_part_in_with_their_role():
    elsewhere = a_visit("so-tttt", batch="dot-2")
    plan = a_plan(
        batches=(a_batch(), a_batch("dot-2", head="ba-n", deputies=("ong-m",), team="to-2")),
        teams=(a_team(), a_team(Seat(key="x", role=Role.MEMBER, office="Đại diện"), key="to-2")),
        visits=(a_visit(), elsewhere),
    )
    dossier = a_dossier(plan)
    roles = {
        person: [(e.unit, e.facts["role"]) for e in person_feed(first(dossier), person).entries]
        for person in ("ong-m", "ong-p")
    }
    assert sorted(roles["ong-m"]) == [("so-tttt", "deputy")] * 2 + [("so-y-te", "head")] * 2
    assert roles["ong-p"] == [("so-y-te", "member")] * 2
    assert person_feed(first(dossier), "ong-m").facts["whose"] == "Ông M"


def test_somebody_whom_the_plan_does_not_name_has_no_feed():
    with pytest.raises(NotFound):
        person_feed(first(a_dossier()), "khong-co")


def test_the_window_names_head_deputies_and_lead_agency_as_the_plan_does():
    facts = only(the_plan_feed(), EntryKind.WINDOW).facts
    assert {name: facts[name] for name in ("head", "deputies", "lead_agency", "window", "working_days", "place")} == {
        "head": "Ông M - Giám đốc Sở Nội vụ",
        "deputies": "Bà N - Phó Giám đốc Sở Thông tin và Truyền thông",
        "lead_agency": "Sở Nội vụ",
        "window": "từ ngày 01/8/2023 đến hết ngày 04/8/2023",
        "working_days": "04",
        "place": "Sở Y tế",
    }


def test_what_the_plan_does_not_say_is_not_among_the_facts():
    batch = a_batch(head=None, deputies=(), lead_agency=None, report_deadline=None)
    facts = only(the_plan_feed(batches=(batch,)), EntryKind.WINDOW).facts
    assert facts.keys() == {"unit", "window", "place", "working_days", "plan", "state"}


def test_the_visits_own_head_stands_in_the_stead_of_the_batchs_and_not_among_the_deputies():
    facts = only(the_plan_feed(visits=(a_visit(head="ba-n"),)), EntryKind.WINDOW).facts
    assert facts["head"].startswith("Bà N")
    assert "deputies" not in facts


def test_a_visit_online_has_no_place_and_a_service_point_is_one():
    online = only(the_plan_feed(visits=(a_visit(mode=Mode.ONLINE),)), EntryKind.WINDOW).facts
    assert ("place" in online, online["mode"]) == (False, "online")
    at_point = only(the_plan_feed(visits=(a_visit(place="Bộ phận Một cửa"),)), EntryKind.WINDOW).facts
    assert at_point["place"] == "Bộ phận Một cửa"


def test_a_last_day_that_offices_do_not_work_advises_the_working_day_before_it():
    batch = a_batch(report_deadline=before(date(2023, 7, 31)))
    facts = only(the_plan_feed(batches=(batch,)), EntryKind.REPORT).facts
    assert (facts["last_day"], facts["advised_day"]) == ("Chủ Nhật, ngày 30/7/2023", "Thứ Sáu, ngày 28/7/2023")


@pytest.mark.parametrize(
    ("state", "status", "sequence"),
    [
        (PlanState.DRAFT, EntryStatus.TENTATIVE, 0),
        (PlanState.SUBMITTED, EntryStatus.TENTATIVE, 0),
        (PlanState.ISSUED, EntryStatus.CONFIRMED, 1),
        (PlanState.CLOSED, EntryStatus.CONFIRMED, 1),
    ],
)
def test_a_draft_is_tentative_and_an_issued_plan_confirmed(state, status, sequence):
    assert {(e.status, e.sequence) for e in the_plan_feed(state=state).entries} == {(status, sequence)}


def test_a_plan_that_is_replaced_takes_back_what_had_not_ended():
    feed = the_plan_feed(state=PlanState.REPLACED, changed_on=date(2023, 7, 25))
    report, window = feed.entries
    assert (report.status, report.sequence) == (EntryStatus.CONFIRMED, 1)
    assert (window.status, window.sequence) == (EntryStatus.CANCELLED, 2)
    assert window.facts["cancelled_on"] == "25/7/2023"


def test_the_time_of_change_is_the_start_of_the_day_on_which_the_plan_last_changed():
    feed = the_plan_feed()
    assert {feed.changed_at, *(e.changed_at for e in feed.entries)} == {datetime(2023, 6, 29, tzinfo=UTC)}
