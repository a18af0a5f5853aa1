"""Whichever backups of a plan come back, in whichever order: every subscriber ends with what the plan says now."""

from dataclasses import replace
from datetime import timedelta

from builders import QUOC_KHANH_2023, a_visit, a_window
from domain.feed_histories import JULY_3, issued, told
from domain.test_feed_subscribers import FIRST, NOON, STEPS, Subscriber, feeds_of, version
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.feed_entries import EntryKind
from app.domain.feed_ledgers import FeedLedger, first_ledger, fold
from app.domain.ledger_joining import joined

numbers = st.integers(0, 2**9)
steps = st.tuples(st.sampled_from(STEPS), numbers, numbers, numbers)
pauses = st.sampled_from([timedelta(0), timedelta(seconds=1), timedelta(days=9), timedelta(days=70)])
changes = st.tuples(st.just("change"), st.lists(steps, min_size=1, max_size=3), pauses)
events = st.lists(
    changes | st.tuples(st.just("back up"), st.none(), pauses) | st.tuples(st.just("restore"), numbers, pauses),
    max_size=14,
)


def stepped(dossier, taken):
    plan = dossier.plan
    for step, *chances in taken:
        plan = step(plan, *chances)
    return replace(dossier, plan=plan)


def folded(ledger, dossier, at):
    return fold(ledger, dossier, QUOC_KHANH_2023, at)


class AnySubscriber:
    """A program that takes what is newer and keeps all else, whichever installation it was sent from."""

    def __init__(self):
        self.kept = {}

    def receive(self, feed):
        for entry in feed.entries:
            former = self.kept.get(entry.uid)
            assert former is None or entry.sequence >= former.sequence
            if former is None or version(entry) > version(former):
                self.kept[entry.uid] = entry

    shown = Subscriber.shown


def ends_as_planned(subscribers, dossier):
    as_planned = feeds_of(first_ledger(dossier, QUOC_KHANH_2023))
    for whose, subscriber in subscribers.items():
        planned = AnySubscriber()
        if whose in as_planned:
            planned.receive(as_planned[whose])
        # A draw that took place stays on its day; the plan itself does not say on which.
        assert subscriber.shown(but={EntryKind.DRAW}) == planned.shown(but={EntryKind.DRAW}), whose


def send(subscribers, ledger, kind):
    for whose, feed in feeds_of(ledger).items():
        subscribers.setdefault(whose, kind()).receive(feed)


@settings(max_examples=60)
@given(events)
def test_whatever_is_restored_every_subscriber_ends_with_what_the_plan_says(history):
    subscribers, at, dossier = {}, NOON, FIRST
    ledger = folded(FeedLedger(), dossier, at)
    backups = [(ledger, dossier)]
    send(subscribers, ledger, Subscriber)
    for what, detail, pause in history:
        at += pause
        if what == "back up":
            backups.append((ledger, dossier))
            continue
        if what == "change":
            dossier = stepped(dossier, detail)
        else:
            former, dossier = backups[detail % len(backups)]
            # What is there now knows all that the backup knows: it was carried forward from it.
            assert joined(ledger, former) == ledger
        ledger = folded(ledger, dossier, at)
        send(subscribers, ledger, Subscriber)
    ends_as_planned(subscribers, dossier)


@settings(max_examples=60)
@given(st.lists(steps, max_size=4), st.lists(steps, max_size=4), st.lists(steps, max_size=2), pauses)
def test_two_ledgers_that_went_their_own_ways_go_on_as_one(ours, theirs, after, pause):
    start = folded(FeedLedger(), FIRST, NOON)
    subscribers, ledgers = {}, []
    for way in (ours, theirs):
        ledger, at = start, NOON
        for step in way:
            at += timedelta(days=1)
            dossier = stepped(FIRST, [step])
            ledger = folded(ledger, dossier, at)
            send(subscribers.setdefault(len(ledgers), {}), ledger, AnySubscriber)
        ledgers.append(ledger)
    both = joined(*ledgers)
    for ledger in ledgers:
        for whose, feed in feeds_of(ledger).items():
            numbers_of_both = {entry.uid: entry.sequence for entry in feeds_of(both)[whose].entries}
            # Cancelled entries leave a calendar in time; those shown never go back.
            assert all(numbers_of_both.get(entry.uid, entry.sequence) >= entry.sequence for entry in feed.entries)
    dossier = stepped(FIRST, after)
    ledger = folded(both, dossier, NOON + timedelta(days=30) + pause)
    for each in subscribers.values():
        send(each, ledger, AnySubscriber)
        ends_as_planned(each, dossier)


def test_a_ledger_joined_with_itself_or_with_one_without_items_stays_as_it_is():
    ledger = told(issued(), issued(visits=(a_visit(window=a_window(JULY_3.date())),)))
    assert joined(ledger, ledger) == ledger
    assert joined(ledger, FeedLedger()) == joined(FeedLedger(), ledger) == ledger


def test_where_both_showed_other_things_under_one_number_the_number_is_the_next():
    first, one, other = (
        issued(visits=(a_visit(window=a_window(JULY_3.date() + timedelta(days=n))),)) for n in range(3)
    )
    ours, theirs = told(first, one), told(first, other, start=JULY_3 + timedelta(hours=1))
    (own,) = [item.entry for item in ours.items if item.entry.kind == EntryKind.WINDOW]
    (known,) = [item.entry for item in theirs.items if item.entry.kind == EntryKind.WINDOW]
    (both,) = [item.entry for item in joined(ours, theirs).items if item.entry.kind == EntryKind.WINDOW]
    assert own.sequence == known.sequence
    assert (both.time, both.sequence) == (known.time, known.sequence + 1)
