import re
from datetime import date

import pytest
from calendars.founding import DAYS_OFF, NAM, the_founding_dossier
from services.feed_stores import COMMAND_LINE, NOON, PLAN, counted_bytes, fill, issued

from app.calendars.writing import write_calendar
from app.db.store import open_reader, open_store
from app.domain.dates import DayOff, DayOffKind
from app.domain.errors import Gone, NotFound, Refused
from app.domain.feed_grants import FeedKind
from app.domain.feed_ledgers import first_ledger
from app.domain.feeds import FeedOptions, person_feed, plan_feed, public_feed, unit_feed
from app.domain.people import Actor
from app.domain.plans import PlanState
from app.services.feeds import feed_bytes_for, feed_state, revoke_feed, secret_hash
from app.services.ledger_upkeep import add_days_off

SOMEBODY = Actor(name="ba-n")


@pytest.fixture
def stored(engine):
    return fill(engine)


@pytest.fixture
def random_bytes():
    return counted_bytes()


def served(engine, secret, base_url=""):
    with open_reader(engine) as store:
        return feed_bytes_for(store, secret, base_url)


def test_a_secret_has_160_random_bits_in_letters_and_digits_alone(stored):
    asked = []

    def random_bytes(count):
        asked.append(count)
        return bytes(range(count))

    secret = issued(stored, random_bytes=random_bytes)
    assert asked == [20]
    assert re.fullmatch("[a-z2-7]{32}", secret)


def test_only_the_hash_of_a_secret_is_kept(sqlite_engine, random_bytes, tmp_path):
    secret = issued(fill(sqlite_engine), random_bytes=random_bytes)
    sqlite_engine.dispose()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert (secret.encode() in kept, secret_hash(secret).encode() in kept) == (False, True)


def test_the_bytes_behind_an_address_are_those_of_the_file(stored, random_bytes):
    ledger = first_ledger(the_founding_dossier(), DAYS_OFF)
    for fields, feed in (
        ({}, plan_feed(ledger)),
        ({"unit": "so-cong-thuong"}, unit_feed(ledger, "so-cong-thuong")),
        ({"person": NAM}, person_feed(ledger, NAM)),
    ):
        secret = issued(stored, random_bytes=random_bytes, **fields)
        assert served(stored, secret).content == write_calendar(feed)
        assert served(stored, secret, "https://kiemtra.example.vn").content == write_calendar(
            feed, "https://kiemtra.example.vn"
        )


def test_what_an_address_stands_for_is_kept_with_it(stored, random_bytes):
    secret = issued(stored, random_bytes=random_bytes, unit="so-cong-thuong", name="  máy bàn ")
    with open_reader(stored) as store:
        grant = feed_state(store, secret).grant
    assert (grant.plan, grant.kind, grant.subject, grant.name, grant.shows_draft, grant.issued_at) == (
        PLAN,
        FeedKind.UNIT,
        "so-cong-thuong",
        "máy bàn",
        True,
        NOON,
    )


def test_the_file_name_is_made_of_keys(stored, random_bytes):
    secrets = [issued(stored, random_bytes=random_bytes), issued(stored, random_bytes=random_bytes, person=NAM)]
    assert [served(stored, secret).file_name for secret in secrets] == [
        "binh-phuoc-2023.ics",
        "binh-phuoc-2023-huynh-thi-be-nam.ics",
    ]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"person": NAM, "unit": "so-cong-thuong"}, "feed.one_subject"),
        ({"name": "  "}, "feed.name_empty"),
    ],
)
def test_an_address_that_is_not_clear_is_refused(stored, random_bytes, fields, code):
    with pytest.raises(Refused) as caught:
        issued(stored, random_bytes=random_bytes, **fields)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"plan": "khong-co"}, "plan"),
        ({"unit": "ubnd-tinh-binh-phuoc"}, "visit"),
        ({"person": "khong-co"}, "person"),
    ],
)
def test_an_address_to_what_the_plan_does_not_have_is_not_given_out(stored, random_bytes, fields, kind):
    with pytest.raises(NotFound) as caught:
        issued(stored, random_bytes=random_bytes, **fields)
    assert caught.value.kind == kind


def test_an_unknown_secret_is_not_found_and_not_told_back(stored):
    with pytest.raises(NotFound) as caught:
        served(stored, "khong-co")
    assert "khong-co" not in str(caught.value)


def test_a_withdrawn_address_is_gone_and_others_are_not(stored, random_bytes):
    phone, desk = (issued(stored, random_bytes=random_bytes, name=name) for name in ("điện thoại", "máy bàn"))
    for _ in range(2):
        with open_store(stored) as store:
            revoke_feed(store, phone, by=COMMAND_LINE, at=NOON)
    with pytest.raises(Gone):
        served(stored, phone)
    assert served(stored, desk).content


def test_withdrawing_an_unknown_address_is_refused(stored):
    with open_store(stored) as store, pytest.raises(Refused) as caught:
        revoke_feed(store, "khong-co", by=COMMAND_LINE, at=NOON)
    assert caught.value.code == "feed.unknown"


@pytest.mark.parametrize(("state", "expected"), [(PlanState.DRAFT, 0), (PlanState.ISSUED, 26)])
def test_an_address_that_may_not_show_drafts_is_empty_until_the_plan_is_issued(engine, random_bytes, state, expected):
    fill(engine, state=state)
    secret = issued(engine, random_bytes=random_bytes, by=SOMEBODY)
    assert served(engine, secret).content.count(b"BEGIN:VEVENT") == expected


def test_an_address_dies_with_the_role_of_its_person(stored, random_bytes):
    secret = issued(stored, random_bytes=random_bytes)
    with open_store(stored) as store:
        store.feeds.issue(
            PLAN,
            FeedKind.PERSON,
            "khong-con-trong-doan",
            secret_hash=secret_hash("x"),
            name="x",
            shows_draft=True,
            by=COMMAND_LINE,
            at=NOON,
        )
    assert served(stored, secret).content
    with pytest.raises(Gone):
        served(stored, "x")


def test_the_validators_change_with_the_content_and_only_then(stored, random_bytes):
    secret = issued(stored, random_bytes=random_bytes)
    first, again = served(stored, secret), served(stored, secret)
    assert first == again
    assert re.fullmatch(r'W/"\d+-[0-9a-f]{16}"', first.etag)
    assert first.last_modified.date() == date(2023, 6, 29)
    tet = DayOff(day=date(2023, 8, 2), name="Nghỉ", kind=DayOffKind.PUBLIC_HOLIDAY)
    with open_store(stored) as store:
        add_days_off(store, [tet], by=COMMAND_LINE, at=NOON)
    changed = served(stored, secret)
    assert changed.etag != first.etag
    assert changed.last_modified == NOON


def test_a_change_that_an_address_does_not_show_leaves_its_bytes_and_their_time(stored, random_bytes):
    secret = issued(stored, random_bytes=random_bytes, unit="bao-hiem-xa-hoi-tinh")
    first = served(stored, secret)
    tet = DayOff(day=date(2023, 8, 2), name="Nghỉ", kind=DayOffKind.PUBLIC_HOLIDAY)
    with open_store(stored) as store:
        add_days_off(store, [tet], by=COMMAND_LINE, at=NOON)
    again = served(stored, secret)
    assert (again.content, again.last_modified) == (first.content, first.last_modified)


def test_the_calendar_for_everybody_is_served_once_the_plan_is_issued(engine, random_bytes):
    fill(engine, state=PlanState.ISSUED)
    secret = issued(engine, random_bytes=random_bytes, is_public=True)
    feed = public_feed(first_ledger(the_founding_dossier(state=PlanState.ISSUED), DAYS_OFF))
    assert served(engine, secret).content == write_calendar(feed)
    assert len(feed.entries) == 26


def test_an_address_that_reminds_and_rings_serves_both(stored, random_bytes):
    secret = issued(stored, random_bytes=random_bytes, reminds=True, alarms=True)
    options = FeedOptions(reminds=True, rings_from=NOON.date())
    feed = plan_feed(first_ledger(the_founding_dossier(), DAYS_OFF), options)
    assert served(stored, secret).content == write_calendar(feed)
