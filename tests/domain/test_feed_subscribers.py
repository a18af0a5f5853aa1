"""Subscribers over the years: however often a plan is issued anew, what they keep ends equal to the plan.

A subscriber here is the worst of programs: it never drops an event by itself. It keeps events by UID and takes another
version of one for its higher SEQUENCE, or for the same SEQUENCE with a later LAST-MODIFIED, and for nothing else.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from builders import PEOPLE, QUOC_KHANH_2023, UNITS, a_dossier, a_plan, a_team, a_visit, a_window, before
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import plan_dossiers

from app.calendars.wording import calendar_wording
from app.calendars.writing import write_calendar
from app.domain.dates import DayOff, DayOffKind, WorkCalendar
from app.domain.errors import NotFound
from app.domain.feed_entries import EntryKind, EntryStatus
from app.domain.feed_ledgers import FeedLedger, first_ledger, fold
from app.domain.feeds import FeedOptions, person_feed, plan_feed, public_feed, unit_feed
from app.domain.people import Person
from app.domain.plans import DrawRule, PlanState, SelfInspectionRule
from app.domain.teams import Role, Seat
from app.domain.units import Unit
from app.domain.visits import Manner, Mode

NOON = datetime(2023, 3, 1, 5, tzinfo=UTC)
REMINDING = FeedOptions(reminds=True)
ALL_PEOPLE = (
    *PEOPLE,
    Person(key="ba-q", name="Q", honorific="Bà", position="Chuyên viên", agency="so-y-te"),
    Person(key="ong-r", name="R", honorific="Ông", position="Trưởng phòng", agency="so-noi-vu"),
)
ALL_UNITS = (
    *UNITS,
    Unit(key="ubnd-huyen-e", name="UBND huyện E", kind="huyện", level="huyen", area="Huyện E", parent="ubnd-tinh-a"),
    Unit(key="00002", name="UBND xã D", kind="xã", level="xa", area="Xã D", parent="ubnd-huyen-b"),
)
VISITED = ("so-y-te", "so-tu-phap", "ubnd-huyen-b", "ubnd-huyen-e", "so-tttt")
KEYS = tuple(person.key for person in ALL_PEOPLE)
FIRST = a_dossier(
    a_plan(
        changed_on=date(2023, 2, 20),
        state=PlanState.ISSUED,
        visits=tuple(
            a_visit(unit, window=a_window(date(2023, 4 + n, 3), date(2023, 4 + n, 7))) for n, unit in enumerate(VISITED)
        ),
        draw=DrawRule(at_level="huyen", from_level="xa", least=1, most=2),
        self_inspection=SelfInspectionRule(kinds=("cơ quan chuyên môn",), deadline=before(date(2023, 11, 30))),
    ),
    units=ALL_UNITS,
    people=ALL_PEOPLE,
)


class Subscriber:
    """A program that keeps what it was sent, by UID."""

    def __init__(self):
        self.kept = {}

    def receive(self, feed):
        uids = [entry.uid for entry in feed.entries]
        assert len(set(uids)) == len(uids)
        for entry in feed.entries:
            assert entry.created_at <= entry.changed_at <= feed.changed_at
            former = self.kept.get(entry.uid)
            if former is None:
                self.kept[entry.uid] = entry
            elif version(entry) > version(former):
                assert entry.sequence > former.sequence
                assert read(entry) != read(former)
                self.kept[entry.uid] = entry
            else:
                # Nothing newer is told: then nothing else may be told either, and no number may fall.
                assert entry == former

    def shown(self, *, but=()):
        """What it shows as going to take place, as a person would read it."""
        alive = [entry for entry in self.kept.values() if entry.status != EntryStatus.CANCELLED]
        return {entry.uid: read(entry) for entry in alive if entry.kind not in but}


def version(entry):
    return entry.sequence, entry.changed_at


def read(entry):
    text = calendar_wording().entry_text(replace(entry, changes=()))
    return entry.time, entry.status, text, entry.page


def feeds_of(ledger):
    """Every calendar of the ledger by whom it is for."""
    asked = {
        "plan": lambda: plan_feed(ledger, REMINDING),
        "public": lambda: public_feed(ledger, REMINDING),
        **{unit.key: (lambda key=unit.key: unit_feed(ledger, key, REMINDING)) for unit in ALL_UNITS},
        **{person: (lambda key=person: person_feed(ledger, key, REMINDING)) for person in KEYS},
    }
    found = {}
    for whose, make in asked.items():
        try:
            found[whose] = make()
        except NotFound:
            continue
    return found


# Steps of a plan: each takes the plan and three numbers, and gives the plan after it.


def _visits(plan, index, change):
    """The plan with one of its visits changed."""
    index %= max(len(plan.visits), 1)
    return replace(plan, visits=tuple(change(v) if n == index else v for n, v in enumerate(plan.visits)))


def moved(plan, one, two, three):
    first = date(2023, 1, 2) + timedelta(days=two % 360)
    window = a_window(first, first + timedelta(days=three % 8))
    return _visits(plan, one, lambda visit: replace(visit, window=window))


def undated(plan, one, _two, _three):
    return _visits(plan, one, lambda visit: replace(visit, window=None))


def withdrawn(plan, one, _two, _three):
    index = one % max(len(plan.visits), 1)
    return replace(plan, visits=(*plan.visits[:index], *plan.visits[index + 1 :]))


def returned(plan, one, two, three):
    gone = [unit for unit in VISITED if unit not in {visit.unit for visit in plan.visits}]
    if not gone:
        return plan
    back = a_visit(gone[one % len(gone)])
    return moved(replace(plan, visits=(*plan.visits, back)), len(plan.visits), two, three)


def reserved(plan, one, _two, _three):
    return _visits(plan, one, lambda visit: replace(visit, is_reserve=not visit.is_reserve))


def disguised(plan, one, two, _three):
    return _visits(plan, one, lambda visit: replace(visit, manner=list(Manner)[two % 3], mode=list(Mode)[two % 2]))


def drawn(plan, one, two, _three):
    communes = ((), ("00001",), ("00002", "00001"))[two % 3]
    return _visits(plan, one, lambda visit: replace(visit, communes=communes if "huyen" in visit.unit else ()))


def led_by(plan, one, two, three):
    head, deputies = KEYS[one % 5], tuple({KEYS[two % 5], KEYS[three % 5]} - {KEYS[one % 5]})
    return replace(plan, batches=(replace(plan.batches[0], head=head, deputies=tuple(sorted(deputies))),))


def led_once_by(plan, one, two, _three):
    return _visits(plan, one, lambda visit: replace(visit, head=(None, *KEYS)[two % 6]))


def staffed(plan, one, two, _three):
    roles = list(Role)[3:]
    members = [
        Seat(key=key, person=key, role=roles[(two + n) % len(roles)]) for n, key in enumerate(KEYS) if one >> n & 1
    ]
    return replace(plan, teams=(a_team(*members, Seat(key="x", office="Đại diện")),))


def reported(plan, one, two, _three):
    due = None if one % 5 == 0 else before(date(2023, 2, 1) + timedelta(days=two % 300))
    return replace(plan, batches=(replace(plan.batches[0], report_deadline=due),))


def self_inspected(plan, one, two, _three):
    due = None if one % 5 == 0 else before(date(2023, 10, 1) + timedelta(days=two % 90))
    return replace(plan, self_inspection=replace(plan.self_inspection, deadline=due))


def titled(plan, one, _two, _three):
    return replace(plan, title=f"Kế hoạch kiểm tra năm 2023, bản {one % 3}")


def drafted(plan, one, _two, _three):
    return replace(plan, state=(PlanState.ISSUED, PlanState.DRAFT, PlanState.SUBMITTED)[one % 3])


STEPS = (
    moved, moved, moved, undated, withdrawn, withdrawn, returned, returned, reserved, disguised, drawn, led_by,
    led_once_by, staffed, reported, self_inspected, titled, drafted,
)  # fmt: skip
numbers = st.integers(0, 2**9)
releases = st.tuples(
    st.lists(st.tuples(st.sampled_from(STEPS), numbers, numbers, numbers), min_size=1, max_size=3),
    st.sampled_from([timedelta(0), timedelta(seconds=1), timedelta(days=1), timedelta(days=9), timedelta(days=70)]),
    st.booleans(),
)


def calendar_with(extra):
    """The work calendar with some more days off."""
    days = [date(2023, 4, 4) + timedelta(days=11 * n) for n in range(extra)]
    return WorkCalendar(
        (*QUOC_KHANH_2023.table, *[DayOff(day=day, name="x", kind=DayOffKind.PUBLIC_HOLIDAY) for day in days])
    )


@settings(max_examples=40)
@given(history=st.lists(releases, max_size=12), is_replaced=st.booleans())
def test_whatever_happens_to_a_plan_every_subscriber_ends_with_what_it_says(history, is_replaced):
    live_through(history, is_replaced=is_replaced)


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(history=st.lists(releases, min_size=100, max_size=100), is_replaced=st.booleans())
def test_after_a_hundred_releases_every_subscriber_ends_with_what_the_plan_says(history, is_replaced):
    live_through(history, is_replaced=is_replaced)


def live_through(history, *, is_replaced):
    subscribers, at, dossier, extra = {}, NOON, FIRST, 0
    ledger = fold(FeedLedger(), dossier, calendar_with(0), at)
    numbers_seen = {}
    for position, (steps, pause, is_holiday) in enumerate([([], timedelta(0), False), *history]):
        plan = dossier.plan
        for step, *chances in steps:
            plan = step(plan, *chances)
        at, extra = at + pause, extra + (is_holiday and extra < 6)
        if is_replaced and position == len(history):
            plan = replace(plan, state=PlanState.REPLACED, changed_on=at.date())
        dossier = replace(dossier, plan=plan)
        ledger = fold(ledger, dossier, calendar_with(extra), at)
        assert fold(ledger, dossier, calendar_with(extra), at) is ledger
        for item in ledger.items:
            assert item.entry.sequence >= numbers_seen.get(item.entry.uid, 0)
            numbers_seen[item.entry.uid] = item.entry.sequence
        for whose, feed in feeds_of(ledger).items():
            subscribers.setdefault(whose, Subscriber()).receive(feed)
    as_planned = feeds_of(first_ledger(dossier, calendar_with(extra)))
    for whose, subscriber in subscribers.items():
        planned = Subscriber()
        if whose in as_planned:
            planned.receive(as_planned[whose])
        # A draw that took place stays on its day; the plan itself does not say on which.
        assert subscriber.shown(but={EntryKind.DRAW}) == planned.shown(but={EntryKind.DRAW}), whose
        for uid, shown in subscriber.shown().items():
            if uid not in planned.shown():
                assert "Đã bốc thăm, chọn " in shown[2].description


@settings(max_examples=25)
@given(plans=st.lists(plan_dossiers(), min_size=1, max_size=4), days=st.integers(0, 400))
def test_any_plan_may_follow_any_other(plans, days):
    ledger, at = FeedLedger(), NOON
    for plan in plans:
        dossier = replace(plan, plan=replace(plan.plan, key="ke-hoach"))
        at += timedelta(days=days)
        ledger = fold(ledger, dossier, WorkCalendar(), at)
        assert fold(ledger, dossier, WorkCalendar(), at) is ledger
        assert write_calendar(plan_feed(ledger, REMINDING)) == write_calendar(plan_feed(ledger, REMINDING))
        assert len({item.entry.uid for item in ledger.items}) == len(ledger.items)
