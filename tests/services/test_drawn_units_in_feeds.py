"""What is drawn stands in the calendars at once, goes with a replacement, and goes for good with an annulment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from icalendar import Calendar
from web.seeded import FOUNDING, fill, release_founding_plan

from app.db.engine import create_engine
from app.db.store import open_store
from app.domain.change_notices import Recipient, RecipientKind, drafts_after, known_facts
from app.domain.draws.draws import Randomness
from app.domain.errors import NotFound
from app.domain.people import Actor
from app.services.draws import WantedDraw, annul_draw, enter_seed, open_draw, replace_unit, run_draw
from app.services.feeds import feed_bytes_for, issue_feed
from app.services.releases import release_dossier

HOST = "ubnd-huyen-phu-rieng"
AT = datetime(2023, 7, 10, 1, 30, tzinfo=UTC)
BY = Actor(name="Nguyễn Văn A")
WANTED = WantedDraw(count=2, randomness=Randomness(text="Gieo xúc xắc tại phiên chọn"))


@pytest.fixture
def engine(tmp_path):
    """A database with the founding plan, issued."""
    url = f"sqlite:///{tmp_path / 'kiemtra.db'}"
    fill(url)
    release_founding_plan(url)
    made = create_engine(url)
    yield made
    made.dispose()


def drawn(store, seed="4071 2936 8850", at=AT):
    code = open_draw(store, FOUNDING, HOST, WANTED, by=BY, at=at).code
    enter_seed(store, code, seed, source="Xúc xắc", witnesses=("Trưởng đoàn",), by=BY, at=at)
    return run_draw(store, code, by=BY, at=at)


class Feeds:
    """Calendars of the plan, each given out once."""

    def __init__(self, engine):
        self._engine, self._secrets, self._next = engine, {}, count(1)

    def events(self, **subject):
        """Summary, first moment, status and number of what a calendar shows, by its UID."""
        key = tuple(subject.items())
        with open_store(self._engine) as store:
            if key not in self._secrets:
                self._secrets[key] = issue_feed(
                    store,
                    FOUNDING,
                    name="Lịch",
                    by=BY,
                    at=AT,
                    random_bytes=lambda size: next(self._next).to_bytes(size, "big"),
                    **subject,
                )
            content = feed_bytes_for(store, self._secrets[key]).content
        return {
            str(event["UID"]): (str(event["SUMMARY"]), event["DTSTART"].dt, str(event["STATUS"]), event["SEQUENCE"])
            for event in Calendar.from_ical(content).walk("VEVENT")
        }


def names(events):
    return sorted((summary, status) for summary, _, status, _ in events.values())


def test_a_commune_has_a_calendar_from_the_draw_on_and_a_replaced_one_loses_its_day(engine):
    feeds = Feeds(engine)
    before = feeds.events(unit=HOST)
    with open_store(engine) as store:
        draw = drawn(store)
    first, second = draw.chosen
    summary = {code: f"Làm việc tại x{draw.name_of(code)[1:]}" for code in (*draw.drawn, *draw.alternates)}
    assert names(feeds.events(unit=first)) == [(summary[first], "CONFIRMED")]
    after = feeds.events(unit=HOST)
    added = {uid: event for uid, event in after.items() if uid not in before}
    assert names(added) == sorted((summary[code], "CONFIRMED") for code in (first, second))
    with open_store(engine) as store:
        replaced = replace_unit(store, draw.code, first, "Ngập lụt", by=BY, at=AT + timedelta(days=1))
    into = replaced.chosen[0]
    assert names(feeds.events(unit=first)) == [(f"[HUỶ] {summary[first]}", "CANCELLED")]
    assert names(feeds.events(unit=into)) == [(summary[into], "CONFIRMED")]
    days = {uid: start for uid, (_, start, _, _) in feeds.events(unit=HOST).items()}
    assert [days[uid] for uid in feeds.events(unit=into)] == [event[1] for event in feeds.events(unit=first).values()]
    (uid,) = feeds.events(unit=second)
    assert feeds.events(unit=second)[uid] == added[uid]


def test_an_annulment_takes_every_day_of_the_drawn_communes_back(engine):
    feeds = Feeds(engine)
    with open_store(engine) as store:
        draw = drawn(store)
    shown = feeds.events(is_public=True)
    with open_store(engine) as store:
        annul_draw(store, draw.code, reason="Sót xã", signatory="Trưởng đoàn", by=BY, at=AT + timedelta(days=1))
    after = feeds.events(is_public=True)
    of_communes = {uid for uid, event in shown.items() if event[0].startswith("Làm việc tại")}
    assert (len(of_communes), {after[uid][2] for uid in of_communes}) == (2, {"CANCELLED"})
    assert {after[uid][3] > shown[uid][3] for uid in of_communes} == {True}


def test_nobody_has_the_calendar_of_a_commune_that_was_not_drawn(engine):
    feeds = Feeds(engine)
    with open_store(engine) as store:
        draw = drawn(store)
    with pytest.raises(NotFound):
        feeds.events(unit=draw.alternates[0])


def test_a_draw_alone_drafts_no_notice_of_change_and_the_drawn_communes_know_of_their_session(engine):
    with open_store(engine) as store:
        draw = drawn(store)
        issued = release_dossier(store, FOUNDING)
    assert drafts_after({1: issued, 2: issued}, 2, {}) == ()
    told = [known_facts(issued, Recipient(kind=RecipientKind.UNIT, key=code)) for code in draw.chosen]
    assert [[fact.subject for fact in facts] for facts in told] == [
        ["Buổi làm việc trong cuộc kiểm tra tại UBND huyện Phú Riềng"]
    ] * 2
    host = known_facts(issued, Recipient(kind=RecipientKind.UNIT, key=HOST))
    (fact,) = [fact for fact in host if fact.aspect == "drawn"]
    assert fact.words == " và ".join(issued.unit_name(code) for code in draw.chosen)
