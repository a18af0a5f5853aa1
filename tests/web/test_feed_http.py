import gzip
import hashlib
import logging
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

import icalendar
import pytest
from calendars.founding import DAYS_OFF, NAM, the_founding_dossier
from services.feed_stores import COMMAND_LINE, NOON, counted_bytes, fill, issued
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.testclient import TestClient

from app.calendars.writing import write_calendar
from app.db.store import open_reader, open_store
from app.domain.dates import DayOff, DayOffKind
from app.domain.feed_grants import FeedKind
from app.domain.feed_ledgers import first_ledger
from app.domain.feeds import person_feed, plan_feed
from app.services.feeds import feed_state, revoke_feed, secret_hash
from app.services.ledger_upkeep import add_days_off, begin_ledgers
from app.settings import Settings
from app.web.audiences import Audience
from app.web.feed_endpoint import FeedEndpoint, FeedsFirst, StoredFeeds, feed_routes
from app.web.route_table import audience_of, methods_and_paths
from app.web.security import CONTENT_SECURITY_POLICY, SecurityHeaders

UNKNOWN = "a" * 32
PRIVATE = {
    "cache-control": "private, no-cache",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
}
OF_THE_APP = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(), microphone=()",
}


class Clock:
    """Seconds and the hour, moved by hand."""

    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds

    def now(self):
        return NOON + timedelta(seconds=self.seconds)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def stored(engine):
    fill(engine)
    with open_store(engine) as store:
        begin_ledgers(store, by=COMMAND_LINE, at=NOON)
    return engine


@pytest.fixture
def secret(stored):
    return issued(stored, random_bytes=counted_bytes())


@pytest.fixture(params=["sent first", "by the route"])
def a_client(request, stored, clock):
    """Make clients of a service whose feeds are sent before all else when they are kept, or always by their route."""

    def made(*, requests_per_minute=1000, **fields):
        feeds = StoredFeeds(stored, "", clock.now)
        endpoint = FeedEndpoint(feeds, requests_per_minute=requests_per_minute, clock=clock, **fields)
        route = Route("/lich/{secret}.ics", endpoint)
        app = Starlette(routes=[route], middleware=[Middleware(SecurityHeaders)])
        served = FeedsFirst(app, endpoint) if request.param == "sent first" else app
        return TestClient(served, client=("10.0.0.1", 50000), headers={"accept-encoding": "identity"})

    return made


@pytest.fixture
def client(a_client):
    return a_client()


def path(secret):
    return f"/lich/{secret}.ics"


def change_days_off(engine, day):
    with open_store(engine) as store:
        add_days_off(store, [DayOff(day=day, name="Nghỉ", kind=DayOffKind.PUBLIC_HOLIDAY)], by=COMMAND_LINE, at=NOON)


def revoke(engine, secret):
    with open_store(engine) as store:
        revoke_feed(store, secret, by=COMMAND_LINE, at=NOON)


# The feed


def test_a_feed_is_sent_whole_with_the_headers_that_programs_need(stored, client, secret):
    answer = client.get(path(secret))
    feed = plan_feed(first_ledger(the_founding_dossier(), DAYS_OFF))
    content = write_calendar(feed)
    assert (answer.status_code, answer.content) == (200, content)
    fingerprint = hashlib.sha256(content).hexdigest()[:16]
    with open_reader(stored) as store:
        revision = feed_state(store, secret).revision
    assert dict(answer.headers) == PRIVATE | OF_THE_APP | {
        "etag": f'W/"{revision}-{fingerprint}"',
        "last-modified": format_datetime(feed.changed_at, usegmt=True),
        "vary": "Accept-Encoding",
        "content-type": "text/calendar; charset=utf-8",
        "content-disposition": 'inline; filename="binh-phuoc-2023.ics"',
        "content-length": str(len(content)),
    }


def test_the_app_serves_the_feed_under_its_address_for_whoever_holds_the_secret(stored):
    settings = Settings(base_url="https://kiemtra.example.vn")
    (route,) = feed_routes(stored, settings)
    ((method, template),) = methods_and_paths([route])
    assert audience_of(method, template) == Audience.SECRET_HOLDERS
    secret = issued(stored, random_bytes=counted_bytes(), person=NAM)
    answer = TestClient(Starlette(routes=[route])).get(path(secret))
    feed = person_feed(first_ledger(the_founding_dossier(), DAYS_OFF), NAM)
    assert answer.content == write_calendar(feed, "https://kiemtra.example.vn")


def test_head_answers_as_get_without_a_body(client, secret):
    got, head = client.get(path(secret)), client.head(path(secret))
    assert (head.status_code, head.content, dict(head.headers)) == (200, b"", dict(got.headers))


def test_two_fetches_of_an_unchanged_feed_are_equal(client, secret):
    first, second = client.get(path(secret)), client.get(path(secret))
    assert (first.content, dict(first.headers)) == (second.content, dict(second.headers))


@pytest.mark.parametrize(
    "headers", [{"accept": "text/html"}, {"user-agent": ""}, {"accept": "application/calendar+json"}]
)
def test_every_program_gets_the_same_feed(client, secret, headers):
    assert client.get(path(secret), headers=headers).content == client.get(path(secret)).content


def test_the_feed_is_packed_for_those_who_offer_gzip(client, secret):
    plain = client.get(path(secret))
    with client.stream("GET", path(secret), headers={"accept-encoding": "br, gzip"}) as answer:
        packed = b"".join(answer.iter_raw())
    assert (answer.headers["content-encoding"], answer.headers["content-length"]) == ("gzip", str(len(packed)))
    assert gzip.decompress(packed) == plain.content
    assert (answer.headers["etag"], answer.headers["vary"]) == (plain.headers["etag"], "Accept-Encoding")


# What the program already has


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("written", ["{etag}", '"x", {etag}', "*", "{strong}"])
def test_an_unchanged_feed_is_answered_304_with_its_validators_and_no_body(client, secret, method, written):
    whole = client.get(path(secret))
    etag = whole.headers["etag"]
    if_none_match = written.format(etag=etag, strong=etag.removeprefix("W/"))
    answer = client.request(method, path(secret), headers={"if-none-match": if_none_match})
    assert (answer.status_code, answer.content) == (304, b"")
    assert {name: value for name, value in answer.headers.items() if name not in OF_THE_APP} == PRIVATE | {
        "etag": etag,
        "last-modified": whole.headers["last-modified"],
        "vary": "Accept-Encoding",
    }


def test_several_lines_of_tags_are_one_list(client, secret):
    etag = client.get(path(secret)).headers["etag"]
    headers = [("if-none-match", '"x"'), ("if-none-match", etag)]
    assert client.get(path(secret), headers=headers).status_code == 304


def test_the_date_of_the_feed_is_answered_304(client, secret):
    date_given = client.get(path(secret)).headers["last-modified"]
    assert client.get(path(secret), headers={"if-modified-since": date_given}).status_code == 304


def test_a_tag_stands_above_a_date(client, secret):
    date_given = client.get(path(secret)).headers["last-modified"]
    headers = {"if-none-match": '"other"', "if-modified-since": date_given}
    assert client.get(path(secret), headers=headers).status_code == 200


def test_a_change_is_seen_at_the_next_fetch(stored, client, secret):
    before = client.get(path(secret))
    change_days_off(stored, date(2023, 8, 2))
    after = client.get(path(secret), headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200
    assert after.content != before.content
    assert after.headers["etag"] != before.headers["etag"]
    again = client.get(path(secret), headers={"if-modified-since": before.headers["last-modified"]})
    assert again.status_code == 200


def note_made(monkeypatch):
    """Return a list to which the secret of each feed is added that is made."""
    made = []
    original = StoredFeeds.content
    monkeypatch.setattr(StoredFeeds, "content", lambda self, secret: made.append(secret) or original(self, secret))
    return made


def test_a_feed_is_made_once_for_each_revision(stored, client, secret, monkeypatch):
    made = note_made(monkeypatch)
    for _ in range(3):
        client.get(path(secret))
    change_days_off(stored, date(2023, 8, 2))
    for _ in range(2):
        client.get(path(secret))
    assert made == [secret, secret]


def test_feeds_asked_for_longest_ago_are_dropped_when_memory_is_full(stored, a_client, monkeypatch):
    random_bytes = counted_bytes()
    secrets = [issued(stored, random_bytes=random_bytes, person=NAM) for _ in range(3)]
    size = len(a_client().get(path(secrets[0])).content)
    made = note_made(monkeypatch)
    client = a_client(kept_bytes=int(size * 2.9))
    for index in (0, 1, 0, 2, 0, 1):
        client.get(path(secrets[index]))
    assert made == [secrets[index] for index in (0, 1, 2, 1)]


# Who gets nothing


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("secret", [UNKNOWN, "x", "A" * 32, "%20", "a" * 5000])
def test_an_unknown_secret_is_answered_404_with_one_small_body(client, method, secret):
    answer = client.request(method, path(secret))
    body = "Không có lịch ở địa chỉ này.\n".encode()
    assert (answer.status_code, answer.content) == (404, body if method == "GET" else b"")
    assert dict(answer.headers) == PRIVATE | OF_THE_APP | {
        "content-type": "text/plain; charset=utf-8",
        "content-length": str(len(body)),
    }


def test_a_revoked_secret_is_answered_410_without_events_even_when_the_feed_was_kept(stored, client, secret):
    etag = client.get(path(secret)).headers["etag"]
    revoke(stored, secret)
    for headers in ({}, {"if-none-match": etag}):
        answer = client.get(path(secret), headers=headers)
        assert (answer.status_code, answer.text) == (410, "Địa chỉ lịch này đã được thu hồi.\n")


def test_a_feed_whose_person_left_the_team_is_answered_410(stored, client):
    hashed = secret_hash("b" * 32)
    with open_store(stored) as store:
        store.feeds.issue(
            "binh-phuoc-2023", FeedKind.PERSON, "ai-do", secret_hash=hashed, name="x", shows_draft=True,
            by=COMMAND_LINE, at=NOON,
        )  # fmt: skip
    assert client.get(path("b" * 32)).status_code == 410


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
@pytest.mark.parametrize("is_known", [True, False])
def test_other_methods_are_answered_405_with_those_that_serve(client, secret, method, is_known):
    answer = client.request(method, path(secret if is_known else UNKNOWN))
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


def test_no_answer_sets_a_cookie(client, secret):
    answers = [client.get(path(secret)), client.get(path(UNKNOWN)), client.post(path(secret))]
    assert not any("set-cookie" in answer.headers for answer in answers)


# Limits


def test_a_secret_asked_for_too_often_is_told_when_to_come_back(a_client, clock, secret):
    client = a_client(requests_per_minute=3)
    assert [client.get(path(secret)).status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = client.get(path(secret))
    assert (answer.headers["retry-after"], answer.text) == ("20", "Địa chỉ lịch được tải quá nhiều lần. Thử lại sau.\n")
    clock.seconds += 20
    assert [client.get(path(secret)).status_code for _ in range(2)] == [200, 429]


def test_one_secrets_limit_is_not_anothers(stored, a_client, secret):
    other = issued(stored, random_bytes=counted_bytes(start=9))
    client = a_client(requests_per_minute=1)
    assert [client.get(path(found)).status_code for found in (secret, other, secret)] == [200, 200, 429]


def test_an_address_that_tries_unknown_secrets_is_held_back_and_its_live_ones_are_not(a_client, secret):
    client = a_client(misses_per_minute=2)
    assert [client.get(path(UNKNOWN)).status_code for _ in range(3)] == [404, 404, 429]
    assert client.get(path(UNKNOWN)).headers["retry-after"] == "30"
    assert client.get(path(secret)).status_code == 200


# Failures


def test_a_failing_generator_is_answered_503_and_the_log_holds_no_secret(client, secret, monkeypatch, caplog):
    def fail(_feed, _base_url):
        raise RuntimeError("hỏng")

    monkeypatch.setattr("app.services.feeds.write_calendar", fail)
    with caplog.at_level(logging.ERROR):
        answer = client.get(path(secret))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
    assert answer.text == "Lịch tạm thời chưa tải được. Thử lại sau.\n"
    assert caplog.messages == [f"feed {secret_hash(secret)[:8]} failed"]
    assert secret not in caplog.text


def test_a_feed_recovers_from_a_failure(client, secret, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr("app.services.feeds.write_calendar", lambda _feed, _base_url: 1 / 0)
        assert client.get(path(secret)).status_code == 503
    assert client.get(path(secret)).status_code == 200


# Notes of fetches


def last_fetch(engine, secret):
    with open_reader(engine) as store:
        return feed_state(store, secret).grant.last_fetched_at


def test_a_fetch_is_noted_at_most_once_an_hour(stored, clock, client, secret):
    noted = []
    for minutes in (0, 59, 60):
        clock.seconds = minutes * 60
        client.get(path(secret))
        noted.append(last_fetch(stored, secret))
    assert noted == [NOON, NOON, NOON + timedelta(hours=1)]


def test_an_answer_that_nothing_changed_counts_as_a_fetch(stored, clock, client, secret):
    etag = client.get(path(secret)).headers["etag"]
    clock.seconds = 7200
    assert client.get(path(secret), headers={"if-none-match": etag}).status_code == 304
    assert last_fetch(stored, secret) == NOON + timedelta(hours=2)


def test_a_fetch_that_cannot_be_noted_is_still_answered(client, secret, monkeypatch, caplog):
    monkeypatch.setattr(StoredFeeds, "note_fetch", lambda _self, _secret: 1 / 0)
    with caplog.at_level(logging.ERROR):
        assert client.get(path(secret)).status_code == 200
    assert caplog.messages == ["fetch of feed number 1 not noted"]


def test_noting_a_fetch_does_not_change_the_feed(stored, clock, client, secret):
    etags = set()
    for hour in range(3):
        clock.seconds = hour * 3600
        etags.add(client.get(path(secret)).headers["etag"])
    assert len(etags) == 1
    assert datetime(2023, 7, 1, 14, tzinfo=UTC) == last_fetch(stored, secret)


def test_what_is_served_can_be_read_by_another_program(client, secret):
    calendar = icalendar.Calendar.from_ical(client.get(path(secret)).content)
    assert len(calendar.walk("VEVENT")) == 26
