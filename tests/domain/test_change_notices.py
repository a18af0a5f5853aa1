"""Each recipient's notices chain from what they were last told to what stands; nobody else gets one, nobody two."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from builders import a_batch, a_dossier, a_plan, a_team, a_visit, a_window, before, with_plan
from hypothesis import given
from hypothesis import strategies as st

from app.domain.change_notices import (
    ChangeNotice,
    NoticeChange,
    Recipient,
    RecipientKind,
    can_remind,
    check_can_acknowledge,
    check_sendable,
    drafts_after,
    known_facts,
    notice_changes,
    recipients_of,
)
from app.domain.errors import Refused
from app.domain.plans import Mandate, SelfInspectionRule
from app.domain.teams import Seat
from app.domain.visits import Manner

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier

AUGUST = a_window(date(2023, 8, 1), date(2023, 8, 4))
SEPTEMBER = a_window(date(2023, 9, 5), date(2023, 9, 8))
FIRST = a_dossier(
    a_plan(
        teams=(a_team(Seat(key="ong-p", person="ong-p", fields=("the-che",))),),
        batches=(a_batch(), a_batch("dot-2", head="ba-n", deputies=("ong-m",), lead_agency="so-tttt")),
        visits=(a_visit(), a_visit("ubnd-huyen-b", batch="dot-2", window=SEPTEMBER, communes=("00001",))),
        self_inspection=SelfInspectionRule(kinds=("cơ quan chuyên môn",), deadline=before(date(2023, 11, 30))),
        mandates=(Mandate(field="the-che", name="Cải cách thể chế", agency="so-tu-phap"),),
    )
)


def unit(key: str) -> Recipient:
    return Recipient(kind=RecipientKind.UNIT, key=key)


def person(key: str) -> Recipient:
    return Recipient(kind=RecipientKind.PERSON, key=key)


def told(dossier: PlanDossier, recipient: Recipient) -> dict[tuple[str, str], str]:
    return {(fact.item, fact.aspect): fact.words for fact in known_facts(dossier, recipient)}


def after(second: PlanDossier, **sent: int) -> dict[str, list[tuple[str, str, str]]]:
    """Return what each recipient is told of a second release, by key; `sent` is unused in the first one's stead."""
    drafts = drafts_after({1: FIRST, 2: second}, 2, {unit(key): release for key, release in sent.items()})
    return {
        draft.recipient.key: [(change.subject, change.before, change.after) for change in draft.changes]
        for draft in drafts
    }


def with_visit(dossier: PlanDossier, place: int, **fields: object) -> PlanDossier:
    visits = list(dossier.plan.visits)
    visits[place] = replace(visits[place], **fields)  # type: ignore[arg-type]  # whatever the test wants of it
    return with_plan(dossier, visits=tuple(visits))


# What each is to know


def test_a_unit_knows_when_who_and_until_when_of_its_visit():
    assert told(FIRST, unit("so-y-te")) == {
        ("visit.so-y-te.1", ""): "từ ngày 01/8/2023 đến hết ngày 04/8/2023",
        ("visit.so-y-te.1", "head"): "Ông M - Giám đốc Sở Nội vụ",
        ("visit.so-y-te.1", "deputies"): "Bà N - Phó Giám đốc Sở Thông tin và Truyền thông",
        ("visit.so-y-te.1", "report"): "trước ngày 21/7/2023",
        ("visit.so-y-te.1", "lead_agency"): "Sở Nội vụ",
        ("visit.so-y-te.1", "place"): "trụ sở Sở Y tế",
        ("visit.so-y-te.1", "manner"): "toàn diện, tại chỗ",
        ("visit.so-y-te.1", "scope"): "toàn bộ đề cương",
        ("visit.so-y-te.1", "drawn"): "chưa xác định",
    }


def test_a_drawn_unit_knows_of_the_session_and_a_self_inspecting_one_of_its_report():
    assert told(FIRST, unit("00001")) == {("session.ubnd-huyen-b.1", ""): "từ ngày 05/9/2023 đến hết ngày 08/9/2023"}
    assert told(FIRST, unit("so-tu-phap")) == {("self-inspection", ""): "trước ngày 30/11/2023"}


def test_a_person_knows_each_own_visit_and_role_and_fields():
    assert told(FIRST, person("ong-p")) == {
        ("visit.so-y-te.1", ""): "từ ngày 01/8/2023 đến hết ngày 04/8/2023",
        ("visit.so-y-te.1", "role"): "thành viên",
        ("visit.so-y-te.1", "place"): "trụ sở đơn vị",
        ("visit.so-y-te.1", "mode"): "tại chỗ",
        ("visit.ubnd-huyen-b.1", ""): "từ ngày 05/9/2023 đến hết ngày 08/9/2023",
        ("visit.ubnd-huyen-b.1", "role"): "thành viên",
        ("visit.ubnd-huyen-b.1", "place"): "trụ sở đơn vị",
        ("visit.ubnd-huyen-b.1", "mode"): "tại chỗ",
        ("fields.doan", ""): "cải cách thể chế",
    }


@pytest.mark.parametrize("kept", [{"is_reserve": True}, {"manner": Manner.UNANNOUNCED}])
def test_a_unit_learns_nothing_of_a_visit_in_reserve_or_unannounced(kept: dict[str, object]):
    hidden = with_visit(FIRST, 0, **kept)
    assert (told(hidden, unit("so-y-te")), unit("so-y-te") in recipients_of(hidden)) == ({}, False)


# Who is told


def test_a_visit_that_moves_is_told_to_the_unit_and_to_everybody_on_it_and_to_no_one_else():
    window = a_window(date(2023, 8, 7), date(2023, 8, 9))
    moved = ("từ ngày 01/8/2023 đến hết ngày 04/8/2023", "từ ngày 07/8/2023 đến hết ngày 09/8/2023")
    at = ("Kiểm tra tại Sở Y tế", *moved)
    assert after(with_visit(FIRST, 0, window=window)) == {
        "so-y-te": [("Thời gian kiểm tra", *moved)],
        "ong-m": [at],
        "ba-n": [at],
        "ong-p": [at],
    }


def test_who_is_cancelled_is_told_that_nothing_is_left_and_what_comes_instead():
    gone = ("từ ngày 01/8/2023 đến hết ngày 04/8/2023", "")
    found = after(with_plan(FIRST, visits=FIRST.plan.visits[1:]))
    assert found["so-y-te"] == [
        ("Thời gian kiểm tra", *gone),
        ("Tự kiểm tra, thời hạn gửi báo cáo", "", "trước ngày 30/11/2023"),
    ]
    assert found["ong-p"] == [("Kiểm tra tại Sở Y tế", *gone)]
    assert set(found) == {"so-y-te", "ong-m", "ba-n", "ong-p"}


def test_a_member_who_leaves_is_told_of_every_visit_that_is_theirs_no_more():
    left = after(with_plan(FIRST, teams=(a_team(Seat(key="van-phong", office="Văn phòng")),)))
    assert left == {
        "ong-p": [
            ("Kiểm tra tại Sở Y tế", "từ ngày 01/8/2023 đến hết ngày 04/8/2023", ""),
            ("Kiểm tra tại UBND huyện B", "từ ngày 05/9/2023 đến hết ngày 08/9/2023", ""),
            ("Lĩnh vực được phân công", "cải cách thể chế", ""),
        ]
    }


def test_who_comes_new_is_told_everything_and_was_told_nothing_before():
    batches = FIRST.plan.batches
    visits = (*FIRST.plan.visits, a_visit("so-tu-phap", window=SEPTEMBER))
    second = with_plan(FIRST, visits=visits, self_inspection=None, batches=batches)
    drafts = {draft.recipient: draft for draft in drafts_after({1: FIRST, 2: second}, 2, {})}
    own = drafts[unit("so-tu-phap")]
    assert own.told == 1
    assert own.changes[:2] == (
        NoticeChange(
            item="self-inspection",
            aspect="",
            subject="Tự kiểm tra, thời hạn gửi báo cáo",
            before="trước ngày 30/11/2023",
            after="",
        ),
        NoticeChange(
            item="visit.so-tu-phap.1",
            aspect="",
            subject="Thời gian kiểm tra",
            before="",
            after="từ ngày 05/9/2023 đến hết ngày 08/9/2023",
        ),
    )
    none = drafts_after({1: with_plan(FIRST, self_inspection=None), 2: second}, 2, {})
    assert next(draft.told for draft in none if draft.recipient == unit("so-tu-phap")) is None


def test_a_new_head_is_told_to_every_unit_of_the_batch():
    second = with_plan(FIRST, batches=(replace(FIRST.plan.batches[0], head="ong-p"), FIRST.plan.batches[1]))
    assert after(second)["so-y-te"] == [("Trưởng đoàn", "Ông M - Giám đốc Sở Nội vụ", "Ông P - Chuyên viên Sở Tư pháp")]


def test_nobody_gets_a_notice_of_the_first_release():
    assert drafts_after({1: FIRST}, 1, {}) == ()


def test_it_is_measured_against_what_was_sent_last_and_not_against_the_release_before():
    second, third = (with_visit(FIRST, 0, window=a_window(date(2023, 8, day))) for day in (7, 8))
    issued = {1: FIRST, 2: second, 3: third}
    unsent = drafts_after(issued, 3, {})
    sent = drafts_after(issued, 3, {unit("so-y-te"): 2})
    assert [(draft.told, draft.changes[0].before) for draft in (unsent[0], sent[0])] == [
        (1, "từ ngày 01/8/2023 đến hết ngày 04/8/2023"),
        (2, "ngày 07/8/2023"),
    ]


def test_who_was_told_nothing_of_a_change_that_was_taken_back_gets_nothing():
    moved = with_visit(FIRST, 0, window=a_window(date(2023, 8, 7)))
    assert drafts_after({1: FIRST, 2: moved, 3: FIRST}, 3, {}) == ()
    told_of_it = drafts_after({1: FIRST, 2: moved, 3: FIRST}, 3, {unit("so-y-te"): 2})
    assert [draft.recipient for draft in told_of_it] == [unit("so-y-te")]


# For ever


def applied(facts: dict[tuple[str, str], str], changes: tuple[NoticeChange, ...]) -> dict[tuple[str, str], str]:
    """Return what somebody knows who knew these facts and reads that notice."""
    known = dict(facts)
    for change in changes:
        key = change.item, change.aspect
        assert facts.get(key, "chưa xác định" if (change.item, "") in facts else "") == change.before
        if change.after:
            known[key] = change.after
        else:
            known = {(item, aspect): words for (item, aspect), words in known.items() if item != change.item}
    return known


@st.composite
def next_dossiers(draw: st.DrawFn, dossier: PlanDossier) -> PlanDossier:
    """Draw what the next release makes of a plan."""
    plan = dossier.plan
    visits = list(plan.visits)
    day = draw(st.dates(date(2023, 8, 1), date(2023, 11, 1)))
    match draw(st.sampled_from(["move", "withdraw", "add", "head", "due", "seat", "same", "loose", "draw"])):
        case "move" if visits:
            at = draw(st.integers(0, len(visits) - 1))
            visits[at] = replace(visits[at], window=a_window(day, day + timedelta(days=draw(st.integers(0, 4)))))
        case "withdraw" if visits:
            del visits[draw(st.integers(0, len(visits) - 1))]
        case "add":
            key = draw(st.sampled_from(["so-y-te", "so-tu-phap", "ubnd-huyen-b", "00001"]))
            number = 1 + max((visit.number for visit in visits if visit.unit == key), default=0)
            visits.append(a_visit(key, number=number, batch=draw(st.sampled_from(["dot-1", "dot-2"]))))
        case "head":
            head = draw(st.sampled_from(["ong-m", "ba-n", "ong-p"]))
            return with_plan(dossier, batches=(replace(plan.batches[0], head=head), *plan.batches[1:]))
        case "due":
            return with_plan(dossier, batches=(replace(plan.batches[0], report_deadline=before(day)), plan.batches[1]))
        case "seat":
            holder = draw(st.sampled_from(["ong-m", "ba-n", "ong-p"]))
            return with_plan(dossier, teams=(a_team(Seat(key="ghe", person=holder, fields=("the-che",))),))
        case "loose" if visits:
            visits[0] = replace(visits[0], window=None)
        case "draw" if visits:
            visits[-1] = replace(visits[-1], communes=() if visits[-1].communes else ("00001",))
    return with_plan(dossier, visits=tuple(visits))


@given(data=st.data())
def test_notices_chain_whatever_is_released_and_sent(data: st.DataObject):
    issued, sent, known, count = {1: FIRST}, {}, {}, {}
    for number in range(2, 2 + data.draw(st.integers(1, 5))):
        issued[number] = data.draw(next_dossiers(issued[number - 1]))
        drafts = drafts_after(issued, number, sent)
        everybody = {recipient for dossier in issued.values() for recipient in recipients_of(dossier)}
        assert len({draft.recipient for draft in drafts}) == len(drafts)
        by_recipient = {draft.recipient: draft for draft in drafts}
        for recipient in everybody:
            before_it = known.get(recipient, told(FIRST, recipient))
            now = told(issued[number], recipient)
            assert (recipient in by_recipient) == (before_it != now)
            if recipient in by_recipient:
                assert applied(before_it, by_recipient[recipient].changes) == now
        for recipient, draft in by_recipient.items():
            if data.draw(st.booleans()):
                sent[recipient] = number
                known[recipient] = applied(known.get(recipient, told(FIRST, recipient)), draft.changes)
                count[recipient, number] = count.get((recipient, number), 0) + 1
    assert set(count.values()) <= {1}


@given(first=next_dossiers(FIRST), data=st.data())
def test_two_states_differ_in_their_changes_alone(first: PlanDossier, data: st.DataObject):
    second = data.draw(next_dossiers(first))
    for recipient in recipients_of(second):
        facts = [known_facts(dossier, recipient) for dossier in (first, second)]
        assert notice_changes(facts[0], facts[0]) == ()
        assert applied(told(first, recipient), notice_changes(*facts)) == told(second, recipient)


# Sent, reminded, confirmed

AT = datetime(2023, 7, 26, 2, 30, tzinfo=UTC)


def a_notice(**fields: object) -> ChangeNotice:
    defaults: dict[str, object] = {
        "id": 1,
        "plan": "tinh-a-2023",
        "release": 2,
        "recipient": unit("so-y-te"),
        "told": 1,
        "changes": (),
        "addition": "",
        "drafted_at": AT,
    }
    return ChangeNotice(**{**defaults, **fields})  # type: ignore[arg-type]  # as the tests give them


def test_a_notice_is_sent_once():
    check_sendable(a_notice())
    with pytest.raises(Refused) as refusal:
        check_sendable(a_notice(sent_at=AT))
    assert (refusal.value.code, refusal.value.details) == ("notice.is_sent", {"release": "2"})


def test_what_went_out_is_confirmed_once():
    check_can_acknowledge(a_notice(sent_at=AT))
    with pytest.raises(Refused, match=r"notice\.not_sent"):
        check_can_acknowledge(a_notice())
    with pytest.raises(Refused) as refusal:
        check_can_acknowledge(a_notice(sent_at=AT, acknowledged_at=AT, acknowledged_by="An"))
    assert (refusal.value.code, refusal.value.details) == ("notice.is_acknowledged", {"name": "An"})


def test_a_reminder_goes_out_at_most_once_a_day_and_never_on_the_day_of_the_notice():
    next_day = datetime(2023, 7, 26, 17, 0, tzinfo=UTC)
    assert not can_remind(a_notice(), next_day)
    sent = a_notice(sent_at=AT)
    assert (can_remind(sent, AT), can_remind(sent, next_day - timedelta(minutes=1))) == (False, False)
    assert can_remind(sent, next_day)
    reminded = replace(sent, reminded_at=next_day)
    assert [can_remind(reminded, next_day + timedelta(hours=hours)) for hours in (23, 24)] == [False, True]
    assert not can_remind(replace(sent, acknowledged_at=next_day), next_day + timedelta(days=3))
