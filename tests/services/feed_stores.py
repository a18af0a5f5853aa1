"""What tests of served feeds need: a database that holds the founding plan, and addresses given out from it."""

from datetime import UTC, datetime

from calendars.founding import DAYS_OFF, the_founding_dossier

from app.db.store import open_store
from app.domain.people import Actor
from app.services.feeds import issue_feed
from app.services.releases import begin_history

COMMAND_LINE = Actor(name="dòng lệnh: thử", is_command_line=True)
NOON = datetime(2023, 7, 1, 12, tzinfo=UTC)
PLAN = "binh-phuoc-2023"


def fill(engine, **fields):
    """Put the plan and the days off of its year into a migrated, empty database, as an import does."""
    dossier = the_founding_dossier(**fields)
    with open_store(engine) as store:
        store.provinces.add(dossier.province, by=COMMAND_LINE, at=NOON)
        store.directory.add(dossier.province.key, dossier.units, by=COMMAND_LINE, at=NOON)
        store.plans.add(dossier, by=COMMAND_LINE, at=NOON)
        store.days_off.add(DAYS_OFF.table, by=COMMAND_LINE, at=NOON)
        begin_history(store, dossier.plan.key, by=COMMAND_LINE, at=NOON)
    return engine


def counted_bytes(start=0):
    """Randomness for tests: each call gives the next number, so that no two secrets are equal."""
    number = start

    def random_bytes(count):
        nonlocal number
        number += 1
        return number.to_bytes(count)

    return random_bytes


def issued(engine, *, random_bytes, **fields):
    arguments = {"name": "điện thoại", "by": COMMAND_LINE, "at": NOON} | fields
    with open_store(engine) as store:
        return issue_feed(store, arguments.pop("plan", PLAN), random_bytes=random_bytes, **arguments)
