"""Kho: every store over one open transaction."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.db.accounts import AccountStore
from app.db.audit import AuditLog
from app.db.change_notices import ChangeNoticeStore
from app.db.days_off import DayOffStore
from app.db.directory import DirectoryStore
from app.db.draws import DrawStore
from app.db.engine import begin_writing, reading
from app.db.failures import failures_told
from app.db.feed_ledgers import FeedLedgerStore
from app.db.feeds import FeedStore
from app.db.invitations import InvitationStore
from app.db.named_people import NamedPeopleStore
from app.db.plan_lists import PlanListStore
from app.db.plan_steps import PlanStepStore
from app.db.plans import PlanStore
from app.db.proposals import ProposalStore
from app.db.provinces import ProvinceStore
from app.db.reasons import ReasonStore
from app.db.releases import ReleaseStore
from app.db.sealed_checks import SealedCheckStore
from app.db.sessions import SessionStore
from app.domain.draws.applied import DrawResults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine


class Store:
    """Kho dữ liệu trong một giao dịch: what services are given to work on."""

    def __init__(self, session: Session, *, only_reads: bool = False) -> None:
        self.audit = AuditLog(session)
        self.provinces = ProvinceStore(session, self.audit)
        self.directory = DirectoryStore(session, self.audit)
        self.days_off = DayOffStore(session, self.audit)
        self.draws = DrawStore(session, self.audit)
        self.sealed_checks = SealedCheckStore(session, self.audit)
        self.plans = PlanStore(
            session, self.audit, self.provinces, self.directory, self.draw_results, remembers=only_reads
        )
        self.steps = PlanStepStore(session, self.audit)
        self.proposals = ProposalStore(session, self.audit)
        self.plan_lists = PlanListStore(session)
        self.named_people = NamedPeopleStore(session)
        self.reasons = ReasonStore(session, self.audit)
        self.releases = ReleaseStore(session, self.audit)
        self.notices = ChangeNoticeStore(session, self.audit)
        self.feeds = FeedStore(session, self.audit)
        self.accounts = AccountStore(session, self.audit)
        self.sessions = SessionStore(session, self.audit)
        self.invitations = InvitationStore(session, self.audit)
        self.ledgers = FeedLedgerStore(session, self.audit)
        self._results: dict[str, DrawResults] | None = {} if only_reads else None

    def draw_results(self, plan: str) -> DrawResults:
        """Return what was drawn and sealed of a plan so far; a store that only reads sees one moment and asks once."""
        if self._results is None:
            return self._drawn(plan)
        if plan not in self._results:
            self._results[plan] = self._drawn(plan)
        return self._results[plan]

    def _drawn(self, plan: str) -> DrawResults:
        chosen, pools = self.draws.results(plan)
        return DrawResults(chosen=chosen, sealed=self.sealed_checks.of_plan(plan), pools=pools)


@contextmanager
def open_store(engine: Engine) -> Iterator[Store]:
    """Open a transaction that writes: committed at the end, rolled back on any exception.

    One is open at a time and others wait for it, so a page that only shows something uses `open_reader`. Raise Refused
    `database.busy`, `database.full`, `database.read_only`, `database.unreadable` or `database.unreachable`.
    """
    with failures_told(), Session(engine) as session:
        begin_writing(session.connection())
        yield Store(session)
        session.commit()


@contextmanager
def open_reader(engine: Engine) -> Iterator[Store]:
    """Open a transaction that shows one moment and refuses every write with `database.read_only`."""
    with failures_told(), Session(reading(engine)) as session:
        yield Store(session, only_reads=True)
