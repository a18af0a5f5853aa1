import tomllib
from dataclasses import replace
from datetime import date
from string import Formatter

import pytest
from builders import QUOC_KHANH_2023, UNITS, a_batch, a_dossier, a_plan, a_visit, a_window, before

from app import TEMPLATES
from app.calendars.wording import calendar_wording
from app.domain.feed_grants import FeedKind
from app.domain.feeds import EntryKind, person_feed, plan_feed
from app.domain.plans import DrawRule, PlanState, SelfInspectionRule
from app.domain.teams import Role
from app.domain.visits import Manner, Mode

WORDING = tomllib.loads((TEMPLATES / "sentences" / "calendar.toml").read_text(encoding="utf-8"))
SUNDAY = before(date(2023, 7, 31))


def test_every_code_that_an_entry_may_carry_has_its_words():
    assert WORDING["words"].keys() == {"state", "role", "manner", "mode"}
    assert WORDING["words"]["state"].keys() == set(PlanState)
    assert WORDING["words"]["role"].keys() == set(Role)
    assert WORDING["words"]["manner"].keys() == set(Manner) - {Manner.FULL}
    assert WORDING["words"]["mode"].keys() == set(Mode) - {Mode.ON_THE_SPOT}


def test_every_kind_has_its_wording_and_a_category_of_the_fixed_list():
    assert {kind: WORDING["entries"][kind]["category"] for kind in EntryKind} == {
        EntryKind.WINDOW: "Đợt kiểm tra",
        EntryKind.REPORT: "Hạn báo cáo",
        EntryKind.SELF_INSPECTION: "Hạn tự kiểm tra",
        EntryKind.DRAW: "Bốc thăm",
        EntryKind.COMMUNE: "Làm việc tại xã",
    }
    assert WORDING["entries"].keys() == set(EntryKind)
    assert WORDING["feeds"].keys() == set(FeedKind)


def rich_entries():
    """Entries that between them know every fact."""
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
        state=PlanState.REPLACED,
    )
    for found in (plan, replace(plan, state=PlanState.DRAFT)):
        dossier = a_dossier(found, units=UNITS)
        yield from plan_feed(dossier, QUOC_KHANH_2023).entries
        yield from person_feed(dossier, "ong-m", QUOC_KHANH_2023).entries


@pytest.mark.parametrize("kind", EntryKind)
def test_every_line_of_the_wording_names_facts_that_entries_of_its_kind_know(kind):
    known = [entry.facts.keys() for entry in rich_entries() if entry.kind == kind]
    wording = WORDING["entries"][kind]
    for text in (wording["title"], wording.get("location", ""), *wording["lines"]):
        names = {name for _, name, _, _ in Formatter().parse(text) if name}
        assert any(names <= facts for facts in known), text


@pytest.mark.parametrize("kind", FeedKind)
def test_every_feed_is_named_described_and_coloured(kind):
    feed = replace(plan_feed(a_dossier(), QUOC_KHANH_2023), kind=kind)
    text = calendar_wording().feed_text(replace(feed, facts=feed.facts | {"whose": "Sở Y tế"}))
    assert (
        text.name
        == {
            FeedKind.PLAN: "Kiểm tra cải cách hành chính 2023",
            FeedKind.UNIT: "Sở Y tế - Kiểm tra cải cách hành chính 2023",
            FeedKind.PERSON: "Sở Y tế - Kiểm tra cải cách hành chính 2023",
        }[kind]
    )
    assert text.description.split("\n")[-1] == "Dự thảo: kế hoạch chưa ban hành, ngày có thể thay đổi."
    assert (text.colour, len(text.apple_colour)) == (WORDING["feeds"][kind]["colour"], 7)
