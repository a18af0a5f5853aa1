"""What a plan's calendars make of its changes: identities kept, numbers that only grow, signs that stay."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from builders import QUOC_KHANH_2023, UNITS, a_batch, a_dossier, a_plan, a_team, a_visit, a_window, before
from domain.feed_histories import JULY_3, JUNE_20, NEXT_DAY, entry_of, issued, plan_entry, told

from app.domain.dates import DayOff, DayOffKind, LooseTime, WorkCalendar
from app.domain.errors import NotFound
from app.domain.feed_entries import CancelReason, Change, EntryKind, EntryStatus
from app.domain.feed_grants import FeedKind
from app.domain.feed_ledgers import FeedLedger, first_ledger, fold, without_items
from app.domain.feeds import FeedOptions, person_feed, plan_feed, public_feed, unit_feed
from app.domain.plans import DrawRule, PlanState, SelfInspectionRule
from app.domain.teams import Role, Seat
from app.domain.visits import Manner

DRAW = DrawRule(at_level="huyen", from_level="xa", least=1, most=3)
LATER = a_window(date(2023, 8, 8), date(2023, 8, 11))
MOVED = a_visit(window=LATER)
MEMBER_P = Seat(key="ong-p", role=Role.MEMBER, person="ong-p")
NO_VISIT = issued(visits=(a_visit("so-tu-phap"),))
BOTH = issued(visits=(a_visit(), a_visit("so-tu-phap")))


def changes(entry):
    return {change.fact: (change.was, change.now) for change in entry.changes}


# The first time


@pytest.mark.parametrize("state", PlanState)
def test_what_is_shown_first_is_dated_by_the_plans_own_last_change(state):
    ledger = told(a_dossier(a_plan(state=state)))
    midnight = datetime(2023, 6, 29, tzinfo=UTC)
    assert {ledger.changed_at, ledger.facts_changed_at, *(item.entry.changed_at for item in ledger.items)} == {midnight}
    assert ledger == first_ledger(a_dossier(a_plan(state=state)), QUOC_KHANH_2023)


def test_a_plan_changed_on_a_day_that_is_not_over_is_dated_by_the_moment_it_is_shown():
    at = datetime(2023, 6, 28, 23, 15, tzinfo=UTC)
    assert fold(FeedLedger(), a_dossier(), QUOC_KHANH_2023, at).changed_at == at


@pytest.mark.parametrize(("state", "number"), [(PlanState.DRAFT, 0), (PlanState.SUBMITTED, 0), (PlanState.ISSUED, 1)])
def test_an_item_added_later_begins_with_the_number_of_its_standing(state, number):
    ledger = told(issued(visits=(a_visit("so-tu-phap"),), state=state), replace_state(BOTH, state))
    entry = plan_entry(ledger, EntryKind.WINDOW, "so-y-te")
    assert (entry.sequence, entry.changed_at, entry.created_at, entry.changes) == (number, JULY_3, JULY_3, ())


def replace_state(dossier, state):
    return replace(dossier, plan=replace(dossier.plan, state=state))


# Nothing changed


def test_a_plan_that_did_not_change_gives_the_same_ledger():
    ledger = told(BOTH, NO_VISIT, BOTH)
    assert fold(ledger, BOTH, QUOC_KHANH_2023, JULY_3 + 9 * NEXT_DAY) is ledger


def test_a_change_that_no_calendar_shows_changes_nothing():
    ledger = told(issued())
    unseen = issued(source="Công báo", seals=("so-noi-vu",), changed_on=date(2023, 7, 2))
    assert fold(ledger, unseen, QUOC_KHANH_2023, JULY_3) is ledger


def test_what_others_changed_leaves_an_item_as_it_was():
    first = plan_entry(told(BOTH), EntryKind.WINDOW, "so-tu-phap")
    assert plan_entry(told(BOTH, NO_VISIT), EntryKind.WINDOW, "so-tu-phap") == first


def test_an_issued_plan_that_is_closed_looks_as_before():
    assert told(issued(), issued(state=PlanState.CLOSED)) == told(issued())


# Moved and otherwise changed


def test_a_visit_that_moves_keeps_its_identity_and_tells_from_what_to_what():
    before_it, after = (
        plan_entry(told(*all_), EntryKind.WINDOW) for all_ in ((issued(),), (issued(), issued(visits=(MOVED,))))
    )
    assert (after.uid, after.created_at) == (before_it.uid, before_it.changed_at)
    assert (before_it.sequence, after.sequence, after.changed_at, after.status) == (1, 2, JULY_3, EntryStatus.CONFIRMED)
    assert after.changes == (
        Change(
            fact="time",
            was="ngày 01/8/2023 đến hết ngày 04/8/2023",
            now="ngày 08/8/2023 đến hết ngày 11/8/2023",
        ),
    )


def test_a_deadline_that_moves_tells_its_words():
    moved = issued(batches=(a_batch(report_deadline=before(date(2023, 7, 26))),))
    ledger = told(issued(), moved)
    entry = plan_entry(ledger, EntryKind.REPORT)
    assert (entry.sequence, entry.time) == (2, a_window(date(2023, 7, 25)))
    assert changes(entry) == {"deadline": ("trước ngày 21/7/2023", "trước ngày 26/7/2023")}
    assert changes(plan_entry(ledger, EntryKind.WINDOW)) == changes(entry)
    reminder = entry_of(plan_feed(ledger, FeedOptions(reminds=True)), EntryKind.REPORT_REMINDER)
    assert changes(reminder)["time"] == ("ngày 17/7/2023", "ngày 20/7/2023")


def test_a_new_head_is_told_in_the_window_and_nowhere_else():
    ledger = told(issued(), issued(batches=(a_batch(head="ba-n", deputies=("ong-m",)),)))
    assert changes(plan_entry(ledger, EntryKind.WINDOW)) == {
        "head": ("Ông M - Giám đốc Sở Nội vụ", "Bà N - Phó Giám đốc Sở Thông tin và Truyền thông"),
        "deputies": ("Bà N - Phó Giám đốc Sở Thông tin và Truyền thông", "Ông M - Giám đốc Sở Nội vụ"),
    }
    assert plan_entry(ledger, EntryKind.REPORT).sequence == 1


def test_only_the_last_change_is_told():
    ledger = told(issued(), issued(visits=(MOVED,)), issued(visits=(replace(MOVED, head="ba-n"),)))
    entry = plan_entry(ledger, EntryKind.WINDOW)
    assert (entry.sequence, set(changes(entry))) == (3, {"head", "deputies"})


def test_days_off_announced_later_change_what_they_touch_and_nothing_else():
    holiday = WorkCalendar(
        (*QUOC_KHANH_2023.table, DayOff(day=date(2023, 8, 2), name="x", kind=DayOffKind.PUBLIC_HOLIDAY))
    )
    ledger = fold(told(issued()), issued(), holiday, JULY_3)
    assert changes(plan_entry(ledger, EntryKind.WINDOW)) == {"working_days": ("04", "03")}
    assert plan_entry(ledger, EntryKind.REPORT).sequence == 1


def test_a_draft_that_is_issued_is_one_step_and_says_so():
    ledger = told(replace_state(issued(), PlanState.DRAFT), issued())
    for item in ledger.items:
        assert (item.entry.sequence, item.entry.status) == (1, EntryStatus.CONFIRMED)
        assert changes(item.entry) == {"status": ("TENTATIVE", "CONFIRMED")}


def test_a_draft_that_is_submitted_says_so():
    draft, submitted = (replace_state(issued(), state) for state in (PlanState.DRAFT, PlanState.SUBMITTED))
    entry = plan_entry(told(draft, submitted), EntryKind.WINDOW)
    assert (entry.sequence, changes(entry)) == (1, {"state": ("draft", "submitted")})


# Taken back, and back again


@pytest.mark.parametrize(
    ("after", "reason"),
    [
        (NO_VISIT, CancelReason.WITHDRAWN),
        (issued(visits=(a_visit(is_reserve=True), a_visit("so-tu-phap"))), CancelReason.WITHDRAWN),
        (issued(visits=(a_visit(window=None), a_visit("so-tu-phap"))), CancelReason.UNDATED),
        (
            issued(visits=(a_visit(window=None, loose=LooseTime(wording="Quý IV")), a_visit("so-tu-phap"))),
            CancelReason.UNDATED,
        ),
    ],
)
def test_what_is_taken_back_stays_as_a_sign_that_says_since_when_and_why(after, reason):
    entry = plan_entry(told(BOTH, after), EntryKind.WINDOW, "so-y-te")
    former = plan_entry(told(BOTH), EntryKind.WINDOW, "so-y-te")
    assert (entry.uid, entry.time, entry.status, entry.sequence) == (
        former.uid, former.time, EntryStatus.CANCELLED, 2,
    )  # fmt: skip
    assert (entry.facts["cancelled_on"], entry.facts["cancelled_why"], entry.changes) == ("03/7/2023", reason, ())


def test_a_draft_item_that_is_taken_back_has_a_number_above_nought_and_no_word_of_a_draft():
    ledger = told(replace_state(BOTH, PlanState.DRAFT), replace_state(NO_VISIT, PlanState.DRAFT))
    entry = plan_entry(ledger, EntryKind.WINDOW, "so-y-te")
    assert (entry.sequence, "state" in entry.facts) == (1, False)


def test_a_visit_that_returns_is_the_same_item():
    ledger = told(BOTH, NO_VISIT, BOTH)
    entry = plan_entry(ledger, EntryKind.WINDOW, "so-y-te")
    assert (entry.uid, entry.status, entry.sequence) == (
        plan_entry(told(BOTH), EntryKind.WINDOW, "so-y-te").uid, EntryStatus.CONFIRMED, 3,
    )  # fmt: skip
    assert changes(entry) == {"status": ("CANCELLED", "CONFIRMED")}
    assert "cancelled_on" not in entry.facts


def test_a_plan_that_is_replaced_takes_back_what_had_not_ended_and_stays_so():
    replaced = issued(state=PlanState.REPLACED, changed_on=date(2023, 7, 25))
    again = issued(state=PlanState.REPLACED, changed_on=date(2023, 7, 28))
    ledger = told(issued(), replaced, again)
    report, window = plan_entry(ledger, EntryKind.REPORT), plan_entry(ledger, EntryKind.WINDOW)
    assert (report.status, report.sequence) == (EntryStatus.CONFIRMED, 1)
    assert (window.status, window.sequence, window.facts["cancelled_on"]) == (EntryStatus.CANCELLED, 2, "25/7/2023")
    assert window.facts["cancelled_why"] == CancelReason.REPLACED


def test_a_sign_leaves_sixty_days_after_its_end_and_only_by_a_later_change():
    ended = date(2023, 8, 4)
    for day, stays in ((ended + timedelta(days=60), True), (ended + timedelta(days=61), False)):
        ledger = told(BOTH, NO_VISIT)
        noon = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=5)
        later = fold(ledger, NO_VISIT, QUOC_KHANH_2023, noon)
        kinds = {entry.kind for entry in plan_feed(later).entries if entry.unit == "so-y-te"}
        assert (EntryKind.WINDOW in kinds) is stays
        assert (later is ledger) is False  # the sign of the report, due before, has left by then


def test_a_sign_of_what_was_long_over_stays_sixty_days_from_its_cancelling():
    october = datetime(2023, 10, 20, 3, tzinfo=UTC)
    ledger = fold(told(BOTH), NO_VISIT, QUOC_KHANH_2023, october)
    for days, stays in ((60, True), (61, False)):
        later = fold(ledger, NO_VISIT, QUOC_KHANH_2023, october + timedelta(days=days))
        assert ("so-y-te" in {entry.unit for entry in plan_feed(later).entries}) is stays


def test_what_left_the_calendar_returns_with_its_identity_and_a_higher_number():
    year_later = JULY_3 + timedelta(days=365)
    ledger = fold(told(BOTH, NO_VISIT), NO_VISIT, QUOC_KHANH_2023, year_later)
    assert "so-y-te" not in {entry.unit for entry in plan_feed(ledger).entries}
    back = plan_entry(fold(ledger, BOTH, QUOC_KHANH_2023, year_later + NEXT_DAY), EntryKind.WINDOW, "so-y-te")
    assert (back.sequence, back.status) == (3, EntryStatus.CONFIRMED)


def test_the_time_of_a_calendar_moves_on_when_a_sign_leaves_it():
    ledger = told(BOTH, NO_VISIT)
    later = fold(ledger, NO_VISIT, QUOC_KHANH_2023, JULY_3 + timedelta(days=365))
    assert unit_feed(ledger, "so-y-te").changed_at < plan_feed(later).changed_at
    assert unit_feed(later, "so-tu-phap").changed_at == unit_feed(ledger, "so-tu-phap").changed_at


# People and units


def test_a_person_who_is_dropped_sees_a_sign_and_the_visit_goes_on_for_all_others():
    without_p = issued(teams=(a_team(Seat(key="x", office="Đại diện")),))
    ledger = told(issued(), without_p)
    sign = entry_of(person_feed(ledger, "ong-p"), EntryKind.WINDOW)
    assert (sign.status, sign.sequence, sign.facts["cancelled_why"]) == (
        EntryStatus.CANCELLED, 2, CancelReason.OFF_DUTY,
    )  # fmt: skip
    assert plan_feed(ledger) == plan_feed(told(issued()))
    assert person_feed(ledger, "ong-m") == person_feed(told(issued()), "ong-m")


def test_somebody_who_was_dropped_is_not_told_how_the_visit_goes_on():
    without_p = issued(teams=(a_team(Seat(key="x", office="Đại diện")),))
    dropped = told(issued(), without_p)
    after = told(
        issued(), without_p, replace(without_p, plan=replace(without_p.plan, visits=(MOVED,))), issued(visits=())
    )
    assert person_feed(after, "ong-p") == person_feed(dropped, "ong-p")


def test_somebody_who_was_dropped_and_returns_sees_the_same_item_under_a_higher_number():
    without_p = issued(teams=(a_team(Seat(key="x", office="Đại diện")),), visits=(MOVED,))
    back = issued(visits=(MOVED,))
    ledger = told(issued(), without_p, back)
    entry = entry_of(person_feed(ledger, "ong-p"), EntryKind.WINDOW)
    assert (entry.status, entry.sequence, entry.time) == (EntryStatus.CONFIRMED, 3, LATER)
    assert plan_entry(ledger, EntryKind.WINDOW).sequence == 2


def test_when_nothing_is_left_to_show_somebody_who_is_no_longer_named_the_calendar_ends():
    without_p = issued(teams=(a_team(Seat(key="x", office="Đại diện")),))
    ledger = fold(told(issued(), without_p), without_p, QUOC_KHANH_2023, JULY_3 + timedelta(days=365))
    with pytest.raises(NotFound):
        person_feed(ledger, "ong-p")


def test_a_new_role_is_told_to_its_person_alone():
    secretary = issued(teams=(a_team(replace(MEMBER_P, role=Role.SECRETARY)),))
    ledger = told(issued(teams=(a_team(MEMBER_P),)), secretary)
    entry = entry_of(person_feed(ledger, "ong-p"), EntryKind.WINDOW)
    assert (entry.sequence, changes(entry)) == (2, {"role": ("member", "secretary")})
    assert plan_entry(ledger, EntryKind.WINDOW).sequence == 1


def test_somebody_who_comes_later_sees_the_visit_as_new_on_that_day():
    earlier = issued(teams=(a_team(Seat(key="x", office="Đại diện")),))
    ledger = told(earlier, replace(earlier, plan=replace(earlier.plan, visits=(MOVED,))), issued(visits=(MOVED,)))
    feed = person_feed(ledger, "ong-p")
    entry = entry_of(feed, EntryKind.WINDOW)
    assert (entry.sequence, entry.changed_at, entry.created_at, entry.changes) == (
        2, JULY_3 + NEXT_DAY, JULY_3 + NEXT_DAY, (),
    )  # fmt: skip
    assert feed.changed_at == JULY_3 + NEXT_DAY


def test_a_visit_that_becomes_unannounced_is_taken_from_the_unit_and_the_public_and_goes_on_for_the_team():
    unannounced = issued(visits=(a_visit(manner=Manner.UNANNOUNCED),))
    ledger = told(issued(), unannounced, issued(visits=(replace(MOVED, manner=Manner.UNANNOUNCED),)))
    for feed in (unit_feed(ledger, "so-y-te"), public_feed(ledger)):
        assert {(e.status, e.time != LATER, e.facts["cancelled_why"]) for e in feed.entries} == {
            (EntryStatus.CANCELLED, True, CancelReason.LEFT_OUT)
        }
        assert "đột xuất" not in str(feed)
        assert "unannounced" not in str(feed)
    assert entry_of(person_feed(ledger, "ong-p"), EntryKind.WINDOW).time == LATER


def test_a_new_head_changes_nothing_for_the_public():
    ledger = told(issued(), issued(batches=(a_batch(head="ba-n", deputies=()),)))
    assert public_feed(ledger).entries == public_feed(told(issued())).entries
    moved = told(issued(), issued(batches=(a_batch(head="ba-n"),)), issued(visits=(MOVED,)))
    entry = entry_of(public_feed(moved), EntryKind.WINDOW)
    assert (set(changes(entry)), entry.sequence) == ({"time"}, 3)


def test_a_unit_that_is_to_be_visited_no_longer_owes_a_report_on_itself():
    rule = SelfInspectionRule(kinds=("cơ quan chuyên môn",), deadline=before(date(2023, 11, 30)))
    ledger = told(issued(self_inspection=rule), issued(self_inspection=rule, visits=(a_visit(), a_visit("so-tu-phap"))))
    sign = entry_of(unit_feed(ledger, "so-tu-phap"), EntryKind.SELF_INSPECTION)
    assert (sign.status, sign.facts["cancelled_why"]) == (EntryStatus.CANCELLED, CancelReason.LEFT_OUT)
    assert entry_of(unit_feed(ledger, "so-noi-vu"), EntryKind.SELF_INSPECTION).facts["count"] == "02"


def test_the_name_of_a_calendar_that_changes_moves_its_time_on():
    ledger = told(issued(), issued(title="Kế hoạch kiểm tra năm 2023 (điều chỉnh)"))
    assert ledger.facts_changed_at == JULY_3
    renamed = replace(
        issued(), units=tuple(replace(u, name="Sở Y tế và Dân số") if u.key == "so-y-te" else u for u in UNITS)
    )
    assert told(issued(), renamed).facts_changed_at == JULY_3


# The draw


def drawn(*communes, **fields):
    return issued(visits=(a_visit("ubnd-huyen-b", communes=communes, **fields),), draw=DRAW)


def test_a_draw_that_took_place_stays_on_its_day_and_says_what_came_out():
    august = datetime(2023, 8, 1, 1, tzinfo=UTC)
    ledger = told(drawn(), drawn("00001"), start=august)
    entry = plan_entry(ledger, EntryKind.DRAW)
    assert (entry.status, entry.sequence, entry.time) == (EntryStatus.CONFIRMED, 2, a_window(date(2023, 7, 31)))
    assert (entry.facts["drawn"], "day" in entry.facts) == ("xã C", False)
    assert set(changes(entry)) == {"drawn"}
    assert changes(plan_entry(ledger, EntryKind.WINDOW)) == {"communes": ("", "xã C")}
    assert plan_entry(ledger, EntryKind.COMMUNE).sequence == 1


def test_a_draw_that_took_place_does_not_move_with_the_visit():
    august = datetime(2023, 8, 1, 1, tzinfo=UTC)
    ledger = told(drawn(), drawn("00001"), drawn("00001", window=LATER), start=august)
    assert plan_entry(ledger, EntryKind.DRAW).time == a_window(date(2023, 7, 31))
    assert plan_entry(ledger, EntryKind.WINDOW).time == LATER


def test_a_draw_before_its_day_is_taken_from_that_day_for_good():
    ledger = told(drawn(), drawn("00001"), drawn("00001"))
    late = fold(ledger, drawn("00001"), QUOC_KHANH_2023, datetime(2023, 8, 2, tzinfo=UTC))
    for found in (ledger, late):
        entry = plan_entry(found, EntryKind.DRAW)
        assert (entry.status, entry.facts["cancelled_why"]) == (EntryStatus.CANCELLED, CancelReason.DRAWN)


def test_a_draw_that_is_annulled_is_proposed_again():
    ledger = told(drawn(), drawn("00001"), drawn())
    entry = plan_entry(ledger, EntryKind.DRAW)
    assert (entry.status, entry.sequence, entry.facts["day"]) == (EntryStatus.CONFIRMED, 3, "Thứ Hai, ngày 31/7/2023")
    session = plan_entry(ledger, EntryKind.COMMUNE)
    assert (session.status, session.facts["cancelled_why"]) == (EntryStatus.CANCELLED, CancelReason.WITHDRAWN)


def test_a_plan_first_shown_after_its_draw_shows_no_draw():
    assert EntryKind.DRAW not in {item.entry.kind for item in told(drawn("00001")).items}


# Times, and what is not issued


def test_moments_only_go_forward_also_where_the_clock_goes_back():
    ledger = told(issued(), issued(visits=(MOVED,)))
    back = fold(ledger, issued(), QUOC_KHANH_2023, JUNE_20)
    assert (back.changed_at, plan_entry(back, EntryKind.WINDOW).changed_at) == (JULY_3 + timedelta(seconds=1),) * 2
    assert plan_entry(back, EntryKind.WINDOW).sequence == 3


def test_moments_are_kept_in_whole_seconds():
    ledger = fold(told(issued()), issued(visits=(MOVED,)), QUOC_KHANH_2023, JULY_3 + timedelta(microseconds=1))
    assert ledger.changed_at == JULY_3


def test_the_calendars_of_what_is_not_issued_show_nothing_and_go_on_from_there():
    draft = replace_state(issued(), PlanState.DRAFT)
    nothing = without_items(told(draft))
    assert (plan_feed(nothing).entries, unit_feed(nothing, "so-y-te").entries) == ((), ())
    ledger = fold(nothing, issued(), QUOC_KHANH_2023, JULY_3)
    assert {(e.sequence, e.changed_at, e.changes) for e in plan_feed(ledger).entries} == {(1, JULY_3, ())}
    assert plan_feed(ledger).changed_at > plan_feed(nothing).changed_at
    assert (FeedKind.UNIT, "so-y-te") in ledger.parties
