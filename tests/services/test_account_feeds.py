"""Addresses of calendars that belong to accounts: given out, renewed and withdrawn alone, and dying with the role."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import icalendar
import pytest
from builders import a_dossier, a_plan, a_team, a_visit, with_plan
from services.account_steps import ADMINISTRATOR, LEADER, MEMBER, PLANNER, UNIT, VIEWER
from services.feed_stores import COMMAND_LINE, NOON, counted_bytes

from app.db.store import open_reader, open_store
from app.domain.errors import Gone, NotAllowed, NotFound, Refused
from app.domain.feed_grants import FeedGrant, FeedKind
from app.domain.people import Actor
from app.domain.plans import PlanState
from app.domain.teams import Seat
from app.planfiles.releases import write_release
from app.services.feed_ledgers import refresh_ledgers
from app.services.feeds import (
    feed_bytes_for,
    feed_state,
    feeds_of_account,
    issue_feed,
    renew_feed,
    revoke_own_feed,
    secret_hash,
    withdraw_feeds_of_account,
    withdraw_unsupported_feeds,
)
from app.services.releases import begin_history, release_dossier

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.db.store import Store
    from app.domain.accounts import Account, RoleGrant

PLAN = "tinh-a-2023"
SELF = Actor(name="nguoi-dung")
LATER = NOON + timedelta(days=1)


@pytest.fixture
def random_bytes():
    return counted_bytes()


def filled(engine: Engine, **fields: Any) -> Engine:
    dossier = a_dossier(a_plan(**{"state": PlanState.ISSUED, **fields}))
    with open_store(engine) as store:
        store.provinces.add(dossier.province, by=COMMAND_LINE, at=NOON)
        store.directory.add(dossier.province.key, dossier.units, by=COMMAND_LINE, at=NOON)
        store.plans.add(dossier, by=COMMAND_LINE, at=NOON)
        begin_history(store, PLAN, by=COMMAND_LINE, at=NOON)
    return engine


@pytest.fixture
def promulgated(engine: Engine) -> Engine:
    return filled(engine)


@pytest.fixture
def draft(engine: Engine) -> Engine:
    return filled(engine, state=PlanState.DRAFT)


def an_account(store: Store, *grants: RoleGrant, login: str = "nguoi-dung") -> Account:
    made = store.accounts.add(login=login, name="Người dùng", email=None, by=COMMAND_LINE, at=NOON)
    for grant in grants:
        store.accounts.give(made, grant, by=COMMAND_LINE, at=NOON)
    return store.accounts.get(made.id)


def issue(store: Store, account: Account, **fields: Any) -> str:
    asked = {"name": "điện thoại", "by": SELF, "at": NOON, **fields}
    return issue_feed(store, asked.pop("plan", PLAN), account=account, **asked)


def titles(engine: Engine, secret: str) -> list[str]:
    with open_reader(engine) as store:
        content = feed_bytes_for(store, secret).content
    return sorted(str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(content).walk("VEVENT"))


BOTH = ["Hạn báo cáo: Sở Y tế", "Kiểm tra: Sở Y tế"]


@pytest.mark.parametrize(
    ("grant", "subject", "kind"),
    [
        (PLANNER, {}, FeedKind.PLAN),
        (LEADER, {"person": "ong-m"}, FeedKind.PERSON),
        (MEMBER, {"person": "ong-p"}, FeedKind.PERSON),
        (UNIT, {"unit": "so-y-te"}, FeedKind.UNIT),
        (UNIT, {"is_public": True}, FeedKind.PUBLIC),
        (VIEWER, {}, FeedKind.PLAN),
    ],
    ids=["planner", "leader", "member", "unit", "public", "viewer"],
)
def test_each_role_follows_what_is_theirs_as_issued(promulgated, random_bytes, grant, subject, kind):
    with open_store(promulgated) as store:
        account = an_account(store, grant)
        secret = issue(store, account, random_bytes=random_bytes, **subject)
        (held,) = feeds_of_account(store, account)
    assert (held.kind, held.account, held.shows_draft, held.name, held.issued_by) == (
        kind, account.id, False, "điện thoại", "nguoi-dung",
    )  # fmt: skip
    assert titles(promulgated, secret) == BOTH


@pytest.mark.parametrize(
    ("grant", "subject", "refusal"),
    [
        (UNIT, {}, NotAllowed("plan_readers")),
        (UNIT, {"unit": "so-tu-phap"}, NotFound("visit", "so-tu-phap")),
        (UNIT, {"unit": "khong-co"}, NotFound("visit", "khong-co")),
        (UNIT, {"person": "ong-m"}, NotFound("person", "ong-m")),
        (MEMBER, {"person": "ong-m"}, NotFound("person", "ong-m")),
        (MEMBER, {"shows_draft": True}, NotAllowed("planners")),
        (ADMINISTRATOR, {}, NotFound("plan", PLAN)),
        (ADMINISTRATOR, {"is_public": True}, NotFound("plan", PLAN)),
        (PLANNER, {"plan": "khong-co"}, NotFound("plan", "khong-co")),
    ],
)
def test_what_is_not_for_an_account_is_not_given_out(promulgated, random_bytes, grant, subject, refusal):
    with open_store(promulgated) as store:
        account = an_account(store, grant)
        with pytest.raises(type(refusal)) as caught:
            issue(store, account, random_bytes=random_bytes, **subject)
        assert caught.value.facts() == refusal.facts()
        assert feeds_of_account(store, account) == ()


def test_a_plan_that_was_never_issued_is_there_for_its_planners_alone(draft, random_bytes):
    with open_store(draft) as store:
        for number, grant in enumerate((LEADER, MEMBER, UNIT, VIEWER)):
            account = an_account(store, grant, login=f"a{number}")
            subject = {"person": grant.person} if grant.person else {"unit": grant.unit} if grant.unit else {}
            with pytest.raises(NotFound) as caught:
                issue(store, account, random_bytes=random_bytes, **subject)
            assert caught.value.kind == "plan"
        planner = an_account(store, PLANNER)
        plain = issue(store, planner, random_bytes=random_bytes)
        drawn_up = issue(store, planner, random_bytes=random_bytes, shows_draft=True)
    assert (titles(draft, plain), titles(draft, drawn_up)) == ([], BOTH)


def test_the_calendar_for_everybody_never_shows_a_draft(draft, random_bytes):
    with open_store(draft) as store:
        planner = an_account(store, PLANNER)
        theirs = issue(store, planner, random_bytes=random_bytes, is_public=True, shows_draft=True)
        of_command_line = issue_feed(
            store, PLAN, is_public=True, name="cổng", by=COMMAND_LINE, at=NOON, random_bytes=random_bytes
        )
    assert (titles(draft, theirs), titles(draft, of_command_line)) == ([], [])


def test_reminders_and_alarms_are_given_where_they_were_asked_for(promulgated, random_bytes):
    with open_store(promulgated) as store:
        account = an_account(store, MEMBER)
        secret = issue(store, account, random_bytes=random_bytes, person="ong-p", reminds=True, alarms=True)
        plain = issue(store, account, random_bytes=random_bytes, person="ong-p")
        asked = [(feed.reminds, feed.alarms) for feed in feeds_of_account(store, account)]
        content, other = (feed_bytes_for(store, each).content for each in (secret, plain))
    assert asked == [(True, True), (False, False)]
    assert titles(promulgated, secret) == [*BOTH, "Nhắc: sắp đến hạn báo cáo, Sở Y tế"]
    assert (content.count(b"BEGIN:VALARM"), b"VALARM" in other) == (3, False)


def test_what_was_over_when_the_calendar_was_asked_for_does_not_ring(promulgated, random_bytes):
    in_august = NOON + timedelta(days=40)
    with open_store(promulgated) as store:
        account = an_account(store, MEMBER)
        secret = issue(store, account, random_bytes=random_bytes, person="ong-p", alarms=True, at=in_august)
        assert b"VALARM" not in feed_bytes_for(store, secret).content


# Withdrawn, renewed, dead with the role


def test_an_address_is_withdrawn_alone_and_by_its_owner(promulgated, random_bytes):
    with open_store(promulgated) as store:
        account, other = an_account(store, VIEWER), an_account(store, VIEWER, login="nguoi-khac")
        phone, desk = (issue(store, account, random_bytes=random_bytes, name=name) for name in ("a", "b"))
        feed = feed_state(store, phone).grant
        with pytest.raises(NotFound):
            revoke_own_feed(store, other, feed.id, by=SELF, at=LATER)
        revoke_own_feed(store, account, feed.id, by=SELF, at=LATER)
        with pytest.raises(NotFound):
            revoke_own_feed(store, account, feed.id, by=SELF, at=LATER)
        assert [each.name for each in feeds_of_account(store, account)] == ["b"]
    assert titles(promulgated, desk) == BOTH
    with pytest.raises(Gone):
        titles(promulgated, phone)


def test_a_renewed_address_is_the_same_calendar_under_a_new_secret(promulgated, random_bytes):
    with open_store(promulgated) as store:
        account = an_account(store, MEMBER)
        old = issue(store, account, random_bytes=random_bytes, person="ong-p", reminds=True, name="điện thoại")
        (before,) = feeds_of_account(store, account)
        new = renew_feed(store, account, before.id, by=SELF, at=LATER, random_bytes=random_bytes)
        (after,) = feeds_of_account(store, account)
    assert after == replace(before, id=after.id, issued_at=LATER)
    assert (old != new, after.id != before.id) == (True, True)
    assert len(titles(promulgated, new)) == 3
    with pytest.raises(Gone):
        titles(promulgated, old)


def test_the_address_of_somebody_else_is_not_renewed(promulgated, random_bytes):
    with open_store(promulgated) as store:
        account, other = an_account(store, VIEWER), an_account(store, VIEWER, login="nguoi-khac")
        secret = issue(store, account, random_bytes=random_bytes)
        with pytest.raises(NotFound):
            renew_feed(store, other, feed_state(store, secret).grant.id, by=SELF, at=LATER, random_bytes=random_bytes)
    assert titles(promulgated, secret) == BOTH


def test_what_an_account_may_follow_no_more_is_not_renewed(promulgated, random_bytes):
    with open_store(promulgated) as store:
        account = an_account(store, VIEWER)
        issue(store, account, random_bytes=random_bytes)
        (held,) = feeds_of_account(store, account)
        store.accounts.take_back(account, account.grants[0], by=COMMAND_LINE, at=LATER)
        with pytest.raises(NotFound):
            renew_feed(store, store.accounts.get(account.id), held.id, by=SELF, at=LATER, random_bytes=random_bytes)


def test_an_address_dies_with_the_account(promulgated, random_bytes):
    with open_store(promulgated) as store:
        account = an_account(store, VIEWER)
        secret = issue(store, account, random_bytes=random_bytes)
        store.accounts.disable(account, by=COMMAND_LINE, at=LATER)
        assert feed_state(store, secret).is_account_disabled
    with pytest.raises(Gone):
        titles(promulgated, secret)


def test_an_address_dies_with_the_role_at_the_next_fetch(promulgated, random_bytes):
    with open_store(promulgated) as store:
        account = an_account(store, UNIT, MEMBER)
        of_unit = issue(store, account, random_bytes=random_bytes, unit="so-y-te")
        own = issue(store, account, random_bytes=random_bytes, person="ong-p")
        store.accounts.take_back(account, account.grants[1], by=COMMAND_LINE, at=LATER)
    assert titles(promulgated, of_unit) == BOTH
    with pytest.raises(Gone):
        titles(promulgated, own)


def test_a_draft_calendar_dies_with_the_planners_role(promulgated, random_bytes):
    with open_store(promulgated) as store:
        account = an_account(store, PLANNER, VIEWER)
        drawn_up = issue(store, account, random_bytes=random_bytes, shows_draft=True)
        store.accounts.take_back(account, account.grants[0], by=COMMAND_LINE, at=LATER)
    with pytest.raises(Gone):
        titles(promulgated, drawn_up)


def test_all_addresses_of_an_account_are_withdrawn_together(promulgated, random_bytes):
    with open_store(promulgated) as store:
        account = an_account(store, VIEWER)
        secrets = [issue(store, account, random_bytes=random_bytes) for _ in range(2)]
        of_command_line = issue_feed(store, PLAN, name="bảng tin", by=COMMAND_LINE, at=NOON, random_bytes=random_bytes)
        assert withdraw_feeds_of_account(store, account.id, by=COMMAND_LINE, at=LATER) == 2
        assert withdraw_feeds_of_account(store, account.id, by=COMMAND_LINE, at=LATER) == 0
        assert [feed_state(store, secret).grant.revoked_at for secret in secrets] == [LATER, LATER]
    assert titles(promulgated, of_command_line) == BOTH


def test_only_addresses_that_no_role_supports_any_more_are_withdrawn(promulgated, random_bytes):
    with open_store(promulgated) as store:
        account = an_account(store, PLANNER, MEMBER)
        issue(store, account, random_bytes=random_bytes, name="dự thảo", shows_draft=True)
        issue(store, account, random_bytes=random_bytes, name="cả kế hoạch")
        issue(store, account, random_bytes=random_bytes, name="của tôi", person="ong-p")
        issue(store, account, random_bytes=random_bytes, name="đơn vị khác", unit="so-y-te")
        assert withdraw_unsupported_feeds(store, account.id, by=COMMAND_LINE, at=LATER) == 0
        store.accounts.take_back(account, account.grants[0], by=COMMAND_LINE, at=LATER)
        assert withdraw_unsupported_feeds(store, account.id, by=COMMAND_LINE, at=LATER) == 1
        assert [each.name for each in feeds_of_account(store, account)] == ["cả kế hoạch", "của tôi", "đơn vị khác"]


def test_somebody_who_is_dropped_from_the_team_still_sees_that_they_are(promulgated, random_bytes):
    with open_store(promulgated) as store:
        account = an_account(store, MEMBER)
        own = issue(store, account, random_bytes=random_bytes, person="ong-p")
        whole = issue(store, account, random_bytes=random_bytes)
    without_p = a_plan(state=PlanState.ISSUED, teams=(a_team(Seat(key="x", office="Đại diện")),))
    reissue(promulgated, without_p, LATER)
    assert titles(promulgated, own) == [f"[HUỶ] {title}" for title in BOTH]
    with pytest.raises(Gone):
        titles(promulgated, whole)
    reissue(promulgated, without_p, LATER + timedelta(days=365))
    with pytest.raises(Gone):
        titles(promulgated, own)


def reissue(engine: Engine, plan: Any, at: Any) -> None:
    """Issue the plan anew as it is in another content, without asking the rules."""
    with open_store(engine) as store:
        dossier = store.plans.dossier(PLAN)
        other = with_plan(dossier, teams=plan.teams, visits=plan.visits)
        store.plans.rewrite(other, action="plan.edit", by=COMMAND_LINE, at=at)
        content = write_release(replace(dossier, plan=store.plans.dossier(PLAN).plan), store.days_off.calendar())
        store.releases.add(
            PLAN,
            decision_number="2/QĐ",
            decision_day=at.date(),
            issued_by=None,
            content=content,
            by=COMMAND_LINE,
            at=at,
        )
        refresh_ledgers(store, PLAN, issued=release_dossier(store, PLAN), by=COMMAND_LINE, at=at)


def test_a_unit_whose_visit_is_taken_back_sees_that_it_is(promulgated, random_bytes):
    with open_store(promulgated) as store:
        account = an_account(store, UNIT)
        secret = issue(store, account, random_bytes=random_bytes, unit="so-y-te")
    reissue(promulgated, a_plan(state=PlanState.ISSUED, visits=(a_visit("so-tu-phap"),)), LATER)
    assert titles(promulgated, secret) == [f"[HUỶ] {title}" for title in BOTH]


# Names and files


def test_a_name_is_kept_tidy_and_short(promulgated, random_bytes):
    with open_store(promulgated) as store:
        account = an_account(store, VIEWER)
        issue(store, account, random_bytes=random_bytes, name="  máy \u200bbàn\n cơ  quan ")
        assert [each.name for each in feeds_of_account(store, account)] == ["máy bàn cơ quan"]
        for name, code in (("\u200b ", "feed.name_empty"), ("a" * 81, "feed.name_too_long")):
            with pytest.raises(Refused) as caught:
                issue(store, account, random_bytes=random_bytes, name=name)
            assert caught.value.code == code


def test_the_last_fetch_is_shown_to_its_owner(promulgated, random_bytes):
    with open_store(promulgated) as store:
        account = an_account(store, VIEWER)
        issue(store, account, random_bytes=random_bytes)
        (held,) = feeds_of_account(store, account)
        store.feeds.note_fetch(held.id, LATER)
        assert isinstance(held, FeedGrant)
        assert [each.last_fetched_at for each in (held, *feeds_of_account(store, account))] == [None, LATER]


def test_one_query_tells_all_that_stands_behind_an_address(promulgated, random_bytes):
    with open_store(promulgated) as store:
        account = an_account(store, VIEWER)
        secret = issue(store, account, random_bytes=random_bytes)
        state = store.feeds.state(secret_hash(secret))
        assert state is not None
        assert (state.grant.account, state.revision, state.is_account_disabled, state.is_ended) == (
            account.id, store.feeds.revision(PLAN), False, False,
        )  # fmt: skip
        assert store.feeds.state("khong-co") is None
