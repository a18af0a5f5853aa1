"""Unannounced checks in the calendars: the days for the team, no word of the unit to anybody before it is opened."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

import pytest
from builders import QUOC_KHANH_2023, a_batch, a_dossier, a_plan, a_team, a_visit, a_window
from calendars.peer import read_back, write_with_icalendar
from domain.feed_histories import JULY_3, issued, told
from hypothesis import given
from hypothesis import strategies as st
from sealing import CHOICE, OPENS_AT, a_sealed_check, off, opened, with_checks

from app.calendars.wording import calendar_wording
from app.calendars.writing import write_calendar
from app.domain.dates import Half
from app.domain.errors import NotFound
from app.domain.feed_entries import CancelReason, EntryKind, EntryStatus
from app.domain.feed_ledgers import fold
from app.domain.feeds import FeedOptions, person_feed, plan_feed, public_feed, unit_feed
from app.domain.plans import PlanState
from app.domain.teams import Role, Seat

CHECK = a_sealed_check()
EVERYTHING = FeedOptions(reminds=True, rings_from=date(2023, 1, 1))
BEFORE = with_checks(issued(), CHECK)
AFTER = with_checks(issued(), opened(CHECK))
CALLED_OFF = with_checks(issued(), off(CHECK))
BASE_URL = "https://kiemtra.example.vn"


def entries(feed):
    return [entry for entry in feed.entries if entry.kind == EntryKind.SEALED]


def entry(feed):
    (found,) = entries(feed)
    return found


def text(feed):
    return calendar_wording().entry_text(entry(feed))


def test_before_it_is_opened_the_calendar_says_when_and_nothing_of_where():
    told_ = text(plan_feed(told(BEFORE)))
    assert (told_.category, told_.title, told_.location) == ("Đoàn công tác", "Đoàn công tác", "")
    assert told_.description.split("\n") == [
        "Thời gian: từ ngày 16/8/2023 đến hết ngày 17/8/2023.",
        "Nơi đến công bố từ 07 giờ 30 phút, ngày 16/8/2023.",
        "Thuộc Đợt 1 của kế hoạch.",
        "Căn cứ: Kế hoạch kiểm tra năm 2023.",
    ]


def test_no_calendar_holds_the_unit_or_the_nonce_before_it_is_opened():
    hidden = replace(CHOICE, unit="so-tu-phap", unit_name="Sở Tư pháp")
    ledger = told(with_checks(issued(), a_sealed_check(choice=hidden)))
    for feed in (plan_feed(ledger, EVERYTHING), public_feed(ledger, EVERYTHING), person_feed(ledger, "ba-n")):
        content = write_calendar(feed, BASE_URL).replace(b"\r\n ", b"").decode()
        assert "Tư pháp" not in content
        assert "so-tu-phap" not in content
        assert hidden.nonce not in content


def test_the_team_and_whoever_sees_all_of_the_plan_have_it_and_nobody_else():
    ledger = told(BEFORE)
    assert entries(plan_feed(ledger)) != []
    assert entry(person_feed(ledger, "ong-m")).facts["role"] == Role.HEAD
    assert entry(person_feed(ledger, "ba-n")).facts["role"] == Role.DEPUTY
    assert entries(unit_feed(ledger, "so-y-te")) == []
    assert entries(public_feed(ledger)) == []


def test_members_have_it_on_whose_days_they_serve_and_not_those_of_certain_units():
    seats = (
        Seat(key="1", person="ong-p"),
        Seat(key="2", person="ba-n", units=("so-y-te",)),
        Seat(key="3", person="ong-m", until=date(2023, 8, 15)),
    )
    dossier = issued(batches=(a_batch(head=None, deputies=()),), teams=(a_team(*seats),))
    for check in (CHECK, opened(CHECK)):
        ledger = told(with_checks(dossier, check))
        assert entry(person_feed(ledger, "ong-p")).facts["role"] == Role.MEMBER
        assert entries(person_feed(ledger, "ba-n")) == []
        assert entries(person_feed(ledger, "ong-m")) == []


def test_when_it_is_opened_the_same_item_names_the_unit():
    before, after = told(BEFORE), told(BEFORE, AFTER)
    was, now = entry(plan_feed(before)), entry(plan_feed(after))
    assert (now.uid, now.sequence, now.status) == (was.uid, was.sequence + 1, EntryStatus.CONFIRMED)
    told_ = text(plan_feed(after))
    assert (told_.title, told_.location) == ("Kiểm tra đột xuất: Sở Y tế", "Sở Y tế")
    assert told_.description.split("\n") == [
        "Thời gian: từ ngày 16/8/2023 đến hết ngày 17/8/2023.",
        "Thay đổi 03/7/2023: thêm tên đơn vị Sở Y tế.",
        "Thuộc Đợt 1 của kế hoạch.",
        f"Đơn vị đã được niêm phong từ trước; mã niêm phong: {CHECK.commitment}.",
        "Căn cứ: Kế hoạch kiểm tra năm 2023.",
    ]


def test_the_unit_and_the_public_have_it_once_it_is_opened():
    ledger = told(BEFORE, AFTER)
    assert entry(unit_feed(ledger, "so-y-te")).facts["unit"] == "Sở Y tế"
    assert entry(public_feed(ledger)).created_at == JULY_3


def test_a_unit_of_which_the_plan_says_nothing_else_has_a_calendar_once_it_is_opened():
    choice = replace(CHOICE, unit="so-tu-phap", unit_name="Sở Tư pháp")
    check = a_sealed_check(choice=choice)
    closed = told(with_checks(issued(), check))
    with pytest.raises(NotFound):
        unit_feed(closed, "so-tu-phap")
    ledger = told(with_checks(issued(), check), with_checks(issued(), opened(check, choice)))
    assert [each.kind for each in unit_feed(ledger, "so-tu-phap").entries] == [EntryKind.SEALED]


def test_its_identity_is_that_of_plan_and_number_for_life():
    namespace = UUID("a33bc6fe-2b3e-42be-80d0-b374f6b42c93")
    assert entry(plan_feed(told(BEFORE))).uid == str(uuid5(namespace, "tinh-a-2023||sealed|1"))
    second = a_sealed_check(2)
    found = {each.uid for each in entries(plan_feed(told(with_checks(issued(), CHECK, second))))}
    assert found == {str(uuid5(namespace, f"tinh-a-2023||sealed|{number}")) for number in (1, 2)}


def test_what_is_called_off_stays_as_a_sign_and_then_goes_without_its_unit():
    ledger = told(BEFORE, CALLED_OFF)
    sign = entry(plan_feed(ledger))
    assert (sign.status, sign.sequence, sign.facts["cancelled_why"]) == (
        EntryStatus.CANCELLED,
        2,
        CancelReason.CALLED_OFF,
    )
    assert text(plan_feed(ledger)).title == "[HUỶ] Đoàn công tác"
    assert text(plan_feed(ledger)).description.split("\n")[1:3] == [
        "Huỷ từ ngày 03/7/2023: đã hủy, đơn vị không được công bố.",
        "Thuộc Đợt 1 của kế hoạch.",
    ]
    assert text(person_feed(ledger, "ong-m")).title == "[HUỶ] Đoàn công tác"
    assert entries(unit_feed(ledger, "so-y-te")) == []
    later = fold(ledger, CALLED_OFF, QUOC_KHANH_2023, datetime(2023, 10, 17, tzinfo=UTC))
    assert entries(plan_feed(later)) == []


def test_what_was_called_off_before_it_was_shown_is_never_shown():
    assert entries(plan_feed(told(CALLED_OFF))) == []


def test_the_check_of_a_plan_that_is_not_issued_is_tentative_and_of_one_that_is_replaced_taken_back():
    draft = with_checks(a_dossier(a_plan(state=PlanState.DRAFT)), CHECK)
    assert entry(plan_feed(told(draft))).status == EntryStatus.TENTATIVE
    gone = with_checks(issued(state=PlanState.REPLACED, changed_on=date(2023, 7, 1)), CHECK)
    assert entry(plan_feed(told(BEFORE, gone))).status == EntryStatus.CANCELLED


def test_a_check_whose_batch_the_plan_dropped_stays_with_those_who_see_all_of_it():
    gone = with_checks(issued(batches=(a_batch("dot-2"),), visits=()), CHECK)
    ledger = told(BEFORE, gone)
    assert not entry(plan_feed(ledger)).is_cancelled
    assert entry(person_feed(ledger, "ong-m")).is_cancelled


def test_half_a_day_is_shown_by_the_clock_and_rings_shortly_before():
    day = date(2023, 8, 16)
    check = a_sealed_check(window=a_window(day, opens=Half.MORNING, closes=Half.MORNING))
    found = entry(plan_feed(told(with_checks(issued(), check)), EVERYTHING))
    assert (found.is_timed, found.rings) == (True, (timedelta(minutes=30),))


def test_it_links_to_its_public_page():
    content = write_calendar(plan_feed(told(BEFORE)), BASE_URL).replace(b"\r\n ", b"").decode()
    assert f"URL:{BASE_URL}/cong-khai/dot-xuat/tinh-a-2023.dot-xuat.1\r\n" in content


@pytest.mark.parametrize("ledger", [told(BEFORE), told(BEFORE, AFTER), told(BEFORE, CALLED_OFF)])
def test_what_is_written_reads_as_what_the_icalendar_library_writes(ledger):
    feed = plan_feed(ledger, EVERYTHING)
    assert read_back(write_calendar(feed, BASE_URL)) == read_back(write_with_icalendar(feed, BASE_URL))


def test_a_fold_in_which_nothing_changed_changes_no_byte():
    ledger = told(BEFORE)
    later = fold(ledger, BEFORE, QUOC_KHANH_2023, OPENS_AT + timedelta(days=1))
    assert write_calendar(plan_feed(later)) == write_calendar(plan_feed(ledger))


def own_entries(ledger, person):
    """What a person's calendar shows: whoever is named no more has none once the last sign of it is gone."""
    try:
        return person_feed(ledger, person).entries
    except NotFound:
        return ()


STEPS = st.lists(
    st.tuples(st.sampled_from(["wait", "open", "off", "drop the head", "move a visit"]), st.integers(0, 90)), max_size=8
)


@given(STEPS)
def test_through_all_that_befalls_a_check_its_number_grows_and_what_is_called_off_is_never_told(steps):
    """A subscriber keeps the version of the highest number: that is to be the last one in every calendar."""
    checks = {1: CHECK, 2: a_sealed_check(2, choice=replace(CHOICE, unit="so-tu-phap", unit_name="Sở Tư pháp"))}
    dossier, now = issued(), JULY_3
    ledger = told(with_checks(dossier, *checks.values()))
    last = {}
    for step, days in steps:
        now += timedelta(days=days)
        if step == "open" and not checks[1].is_open:
            checks[1] = opened(checks[1])
        elif step == "off" and not checks[2].is_annulled:
            checks[2] = off(checks[2])
        elif step == "drop the head":
            dossier = issued(batches=(a_batch(head="ba-n", deputies=()),))
        elif step == "move a visit":
            dossier = issued(visits=(a_visit(window=a_window(date(2023, 9, 5), date(2023, 9, 8))),))
        ledger = fold(ledger, with_checks(dossier, *checks.values()), QUOC_KHANH_2023, now)
        own = own_entries(ledger, "ong-m")
        for name, shown in (
            ("plan", plan_feed(ledger).entries),
            ("head", own),
            ("public", public_feed(ledger).entries),
        ):
            for each in (each for each in shown if each.kind == EntryKind.SEALED):
                before = last.get((name, each.uid), each)
                assert before == each or before.sequence < each.sequence
                last[name, each.uid] = each
        assert "Sở Tư pháp" not in write_calendar(plan_feed(ledger, EVERYTHING)).replace(b"\r\n ", b"").decode()
        assert (CHECK.commitment in str(ledger)) == checks[1].is_open
