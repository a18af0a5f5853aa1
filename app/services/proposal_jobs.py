"""Việc tìm lịch chạy bên cạnh máy chủ: each search a thread that waits for its child process and keeps the answer.

No transaction is open while a search goes on: what the child needs stands in what was asked, and what it answers is
written in a short transaction of its own. A search whose server was stopped meanwhile never answers; it is taken for
lost once it is older than any search can be.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from threading import BoundedSemaphore, Lock, Thread, current_thread
from time import sleep
from typing import TYPE_CHECKING

from app.domain.errors import Refused
from app.domain.proposals import ProposalState
from app.services.proposals import SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from datetime import datetime

    from app.db.store import Store
    from app.domain.people import Actor
    from app.domain.proposals import Proposal

MOST_AT_ONCE = 2
"""How many searches run at the same time: each keeps a processor busy."""
LOST_AFTER = timedelta(seconds=3 * SECONDS)
"""Longer than any search can last, a second and quicker one after the first included."""
_TRIES, _PAUSE = 5, 2.0
_LOG = logging.getLogger("kiemtra")


def is_lost(proposal: Proposal, now: datetime) -> bool:
    """Say whether a search is still said to go on though none can last that long: its server was stopped."""
    return proposal.state == ProposalState.SEARCHING and now - proposal.asked_at > LOST_AFTER


class Searches:
    """Các việc tìm lịch của một máy chủ: `opened` opens a store that writes, `clock` gives the present moment in UTC.

    `solve` takes what was asked and returns what was found, both JSON; it may raise what it likes. `told` returns the
    state, and the words for the log, of an answer.
    """

    def __init__(
        self,
        opened: Callable[[], AbstractContextManager[Store]],
        clock: Callable[[], datetime],
        solve: Callable[[bytes], bytes],
        told: Callable[[str], tuple[ProposalState, str]],
    ) -> None:
        self._opened, self._clock, self._solve, self._told = opened, clock, solve, told
        self._room, self._lock = BoundedSemaphore(MOST_AT_ONCE), Lock()
        self._running: set[Thread] = set()

    def check_room(self) -> None:
        """Raise Refused `proposal.busy` while as many searches go on as there may be."""
        with self._lock:
            if len(self._running) >= MOST_AT_ONCE:
                raise Refused("proposal.busy", count=f"{MOST_AT_ONCE}")

    def begin(self, proposal: Proposal, by: Actor) -> None:
        """Begin the search for a proposal that is stored and committed, and return at once."""
        thread = Thread(target=self._search, args=(proposal, by), name=f"proposal {proposal.id}", daemon=True)
        with self._lock:
            self._running.add(thread)
        thread.start()

    def wait(self, seconds: float | None = None) -> None:
        """Wait for the searches that go on, each as long as given at most."""
        with self._lock:
            running = tuple(self._running)
        for thread in running:
            thread.join(seconds)

    def _search(self, proposal: Proposal, by: Actor) -> None:
        try:
            with self._room:
                self._keep(proposal, *self._answer(proposal), by)
        finally:
            with self._lock:
                self._running.discard(current_thread())

    def _answer(self, proposal: Proposal) -> tuple[ProposalState, str | None, str]:
        """Return what became of a search: its state, its answer, and the words for the log."""
        try:
            answer = self._solve(proposal.asked.encode()).decode()
            state, words = self._told(answer)
        except Exception:  # noqa: BLE001 — whatever a search dies of, its proposal is answered
            _LOG.exception("proposal %s of %s", proposal.id, proposal.plan)
            return ProposalState.FAILED, None, "không có kết quả"
        return state, answer, words

    def _keep(self, proposal: Proposal, state: ProposalState, answer: str | None, words: str, by: Actor) -> None:
        """Write what a search found; a database that is busy is tried again."""
        for _ in range(_TRIES):
            try:
                with self._opened() as store:
                    store.proposals.finish(
                        proposal.plan, proposal.id, state=state, answer=answer, words=words, by=by, at=self._clock()
                    )
            except Refused as error:
                _LOG.warning("proposal %s of %s not kept: %s", proposal.id, proposal.plan, error.code)
                sleep(_PAUSE)
            else:
                return
