import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime
from string import Formatter

import pytest
from builders import QUOC_KHANH_2023, UNITS, a_batch, a_dossier, a_plan, a_visit, a_window, before
from domain.feed_histories import plan_entry, told
from sealing import a_sealed_check, opened, with_checks

from app import TEMPLATES
from app.calendars.wording import calendar_wording
from app.domain.feed_entries import _TOLD, CancelReason, EntryKind, EntryStatus
from app.domain.feed_grants import FeedKind
from app.domain.feed_ledgers import first_ledger
from app.domain.feeds import FeedOptions, person_feed, plan_feed
from app.domain.plans import DrawRule, PlanState, SelfInspectionRule
from app.domain.teams import Role
from app.domain.visits import Manner, Mode

WORDING = tomllib.loads((TEMPLATES / "sentences" / "calendar.toml").read_text(encoding="utf-8"))
SUNDAY = before(date(2023, 7, 31))
AUGUST = "từ ngày 01/8/2023 đến hết ngày 04/8/2023"
REMINDING = FeedOptions(reminds=True)


def test_every_code_that_an_entry_may_carry_has_its_words():
    words = WORDING["words"]
    assert words.keys() == {"state", "role", "manner", "mode", "cancelled_why"}
    assert words["state"].keys() == {PlanState.DRAFT, PlanState.SUBMITTED}
    assert words["role"].keys() == set(Role)
    assert words["manner"].keys() == set(Manner) - {Manner.FULL}
    assert words["mode"].keys() == set(Mode) - {Mode.ON_THE_SPOT}
    assert words["cancelled_why"].keys() == set(CancelReason)


def test_every_kind_has_its_wording_and_a_category_of_the_fixed_list():
    assert {kind: WORDING["entries"][kind]["category"] for kind in EntryKind} == {
        EntryKind.WINDOW: "Đợt kiểm tra",
        EntryKind.REPORT: "Hạn báo cáo",
        EntryKind.SELF_INSPECTION: "Hạn tự kiểm tra",
        EntryKind.DRAW: "Bốc thăm",
        EntryKind.COMMUNE: "Làm việc tại xã",
        EntryKind.REPORT_REMINDER: "Nhắc hạn",
        EntryKind.SELF_INSPECTION_REMINDER: "Nhắc hạn",
        EntryKind.SEALED: "Đoàn công tác",
    }
    assert WORDING["entries"].keys() == set(EntryKind)
    assert WORDING["feeds"].keys() == set(FeedKind)


def rich_entries():
    """Entries that between them know every fact, some of them revised and some taken back."""
    inspection = SelfInspectionRule(kinds=("cơ quan chuyên môn",), deadline=SUNDAY, to="ubnd-tinh-a", via="so-noi-vu")
    rule = DrawRule(at_level="huyen", from_level="xa", least=1, most=3)
    august = a_window(date(2023, 8, 1), date(2023, 8, 9))
    plan = a_plan(
        batches=(a_batch(report_deadline=SUNDAY),),
        visits=(
            a_visit("ubnd-huyen-b"),
            a_visit("ubnd-huyen-b", number=2, communes=("00001",), window=august),
            a_visit("so-y-te", manner=Manner.THEMATIC, mode=Mode.ONLINE),
        ),
        draw=rule,
        self_inspection=inspection,
        state=PlanState.DRAFT,
        changed_on=date(2023, 6, 20),
    )
    drawn = replace(plan, visits=(replace(plan.visits[0], communes=("00001",)), *plan.visits[1:]))
    moved = replace(
        plan, visits=tuple(replace(v, window=a_window(date(2023, 9, 5), date(2023, 9, 8))) for v in plan.visits)
    )
    later = replace(plan, self_inspection=replace(inspection, deadline=before(date(2023, 10, 30))))
    led = replace(plan, batches=(a_batch(report_deadline=before(date(2023, 7, 3)), head="ba-n", deputies=("ong-p",)),))
    august_1 = datetime(2023, 8, 1, 3, tzinfo=UTC)
    check = a_sealed_check()
    for after in (plan, drawn, moved, later, led, replace(plan, state=PlanState.REPLACED), replace(plan, visits=())):
        follows = opened(check) if after == moved else check
        ledger = told(
            with_checks(a_dossier(plan, units=UNITS), check),
            with_checks(a_dossier(after, units=UNITS), follows),
            start=august_1,
        )
        for feed in (plan_feed(ledger, REMINDING), person_feed(ledger, "ong-m", REMINDING)):
            yield from feed.entries


@pytest.mark.parametrize("kind", EntryKind)
def test_every_fact_that_an_entry_carries_is_told_somewhere(kind):
    wording = WORDING["entries"][kind]
    told_of = {name for text in texts_of(wording) for name in names_in(text)}
    assert {name for entry in rich_entries() if entry.kind == kind for name in entry.facts} <= told_of


def texts_of(wording):
    """Every text of a kind: several titles where the first needs facts that are not always known."""
    titles = wording["title"] if isinstance(wording["title"], list) else [wording["title"]]
    return (*titles, wording.get("location", ""), *wording["lines"])


def names_in(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("kind", EntryKind)
def test_every_line_of_the_wording_names_facts_that_entries_of_its_kind_know(kind):
    noted = {"changed_on", "changes"}
    known = [entry.facts.keys() | (noted if entry.changes else set()) for entry in rich_entries() if entry.kind == kind]
    wording = WORDING["entries"][kind]
    for text in texts_of(wording):
        assert any(names_in(text) <= facts for facts in known), text


@pytest.mark.parametrize("kind", FeedKind)
def test_every_feed_is_named_described_and_coloured(kind):
    feed = replace(plan_feed(first_ledger(a_dossier(), QUOC_KHANH_2023)), kind=kind)
    text = calendar_wording().feed_text(replace(feed, facts=feed.facts | {"whose": "Sở Y tế"}))
    assert (
        text.name
        == {
            FeedKind.PLAN: "Kiểm tra cải cách hành chính 2023",
            FeedKind.UNIT: "Sở Y tế - Kiểm tra cải cách hành chính 2023",
            FeedKind.PERSON: "Sở Y tế - Kiểm tra cải cách hành chính 2023",
            FeedKind.PUBLIC: "Kiểm tra cải cách hành chính 2023 (công khai)",
        }[kind]
    )
    assert text.description.split("\n")[-1] == "Dự thảo: kế hoạch chưa ban hành, ngày có thể thay đổi."
    assert (text.colour, len(text.apple_colour)) == (WORDING["feeds"][kind]["colour"], 7)


def description(entry):
    return calendar_wording().entry_text(entry).description.split("\n")


def issued(**fields):
    return a_dossier(a_plan(state=PlanState.ISSUED, changed_on=date(2023, 6, 20), **fields))


@pytest.mark.parametrize(
    ("after", "kind", "line"),
    [
        (
            {"visits": (a_visit(window=a_window(date(2023, 8, 8), date(2023, 8, 11))),)},
            EntryKind.WINDOW,
            "Thay đổi 03/7/2023: từ ngày 01/8/2023 đến hết ngày 04/8/2023 sang ngày 08/8/2023 đến hết ngày 11/8/2023.",
        ),
        (
            {"batches": (a_batch(report_deadline=before(date(2023, 7, 26))),)},
            EntryKind.REPORT,
            "Thay đổi 03/7/2023: hạn báo cáo từ trước ngày 21/7/2023 sang trước ngày 26/7/2023.",
        ),
        (
            {"batches": (a_batch(head="ong-p"),)},
            EntryKind.WINDOW,
            "Thay đổi 03/7/2023: Trưởng đoàn từ Ông M - Giám đốc Sở Nội vụ sang Ông P - Chuyên viên Sở Tư pháp.",
        ),
        (
            {"visits": (a_visit(window=a_window(date(2023, 8, 1), date(2023, 8, 3))),)},
            EntryKind.REPORT,
            "Thay đổi 03/7/2023: cuộc kiểm tra " + AUGUST + " sang ngày 01/8/2023 đến hết ngày 03/8/2023.",
        ),
        (
            {"visits": (a_visit(mode=Mode.ONLINE),)},
            EntryKind.WINDOW,
            "Thay đổi 03/7/2023: bỏ địa điểm Sở Y tế; thêm cách kiểm tra trực tuyến.",
        ),
    ],
)
def test_a_change_is_told_with_its_day_after_the_time(after, kind, line):
    lines = description(plan_entry(told(issued(), issued(**after)), kind))
    assert line in lines[1:3]


@pytest.mark.parametrize(
    ("states", "line"),
    [
        ((PlanState.DRAFT, PlanState.SUBMITTED), "Thay đổi 03/7/2023: dự thảo đã trình."),
        ((PlanState.SUBMITTED, PlanState.DRAFT), "Thay đổi 03/7/2023: dự thảo được đưa về soạn tiếp."),
        ((PlanState.DRAFT, PlanState.ISSUED), "Thay đổi 03/7/2023: kế hoạch được ban hành."),
        ((PlanState.ISSUED, PlanState.DRAFT), "Thay đổi 03/7/2023: kế hoạch đang được điều chỉnh, chưa ban hành lại."),
    ],
)
def test_a_change_of_standing_is_told_in_words(states, line):
    first, then = (a_dossier(replace(issued().plan, state=state)) for state in states)
    assert line in description(plan_entry(told(first, then), EntryKind.WINDOW))


@pytest.mark.parametrize(
    ("state", "line"),
    [
        (PlanState.ISSUED, "Thay đổi 04/7/2023: khôi phục."),
        (PlanState.DRAFT, "Thay đổi 04/7/2023: khôi phục trong dự thảo."),
    ],
)
def test_what_comes_back_says_so(state, line):
    there, gone = (a_dossier(replace(issued(visits=visits).plan, state=state)) for visits in ((a_visit(),), ()))
    assert line in description(plan_entry(told(there, gone, there), EntryKind.WINDOW))


@pytest.mark.parametrize(
    ("after", "line"),
    [
        (issued(visits=()), "Huỷ từ ngày 03/7/2023: không còn trong kế hoạch."),
        (issued(visits=(a_visit(window=None),)), "Huỷ từ ngày 03/7/2023: chưa xác định lại thời gian."),
    ],
)
def test_what_is_taken_back_says_since_when_and_why_and_tells_no_other_change(after, line):
    entry = plan_entry(told(issued(), issued(visits=(a_visit(head="ba-n"),)), after), EntryKind.WINDOW)
    text = calendar_wording().entry_text(entry)
    assert text.title == "[HUỶ] Kiểm tra: Sở Y tế"
    assert line.replace("03/7", "04/7") in text.description.split("\n")
    assert "Thay đổi" not in text.description


def test_a_title_that_reminds_says_so_and_is_not_that_of_the_deadline():
    ledger = first_ledger(issued(self_inspection=SelfInspectionRule(kinds=("x",), deadline=SUNDAY)), QUOC_KHANH_2023)
    titles = [calendar_wording().entry_text(entry).title for entry in plan_feed(ledger, REMINDING).entries]
    assert [title for title in titles if "nhắc" in title.lower()] == [
        "Nhắc: sắp đến hạn báo cáo, Sở Y tế",
        "Nhắc: sắp đến hạn báo cáo kết quả tự kiểm tra",
    ]


@pytest.mark.parametrize("fact", sorted({*_TOLD} - {"state"}))
def test_every_fact_whose_change_is_told_has_its_name(fact):
    assert WORDING["changes"]["names"].keys() == {"time", *_TOLD} - {"state"}
    assert WORDING["changes"]["names"][fact]


def test_every_step_of_standing_has_its_words():
    first = {EntryStatus.TENTATIVE, EntryStatus.CONFIRMED}
    steps = {f"{was}-{now}".lower() for was in EntryStatus for now in first if was != now}
    assert WORDING["changes"]["standing"].keys() == steps | {"draft-submitted", "submitted-draft"}
