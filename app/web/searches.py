"""Tìm lịch sau khi trả lời: a search begins when its request is committed, before the answer goes out.

A route returns while its transaction is still open, and the transaction is committed before the answer is sent (the
store's dependency has the scope "function"): so the thread of the search is begun where the answer is sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from fastapi import Request
    from starlette.types import Receive, Scope, Send

    from app.domain.people import Actor
    from app.domain.proposals import Proposal
    from app.services.proposal_jobs import Searches


def searches_of(request: Request) -> Searches:
    """Return the searches that go on beside this server."""
    searches: Searches = request.app.state.searches
    return searches


def answer_and_search(request: Request, proposal: Proposal, by: Actor, answer: Response) -> Response:
    """Return the answer, with the search for the proposal begun when it is sent."""
    return _AnswerAndSearch(searches_of(request), proposal, by, answer)


class _AnswerAndSearch(Response):
    """The answer that begins a search when it is to be sent."""

    def __init__(self, searches: Searches, proposal: Proposal, by: Actor, answer: Response) -> None:
        super().__init__()
        self._searches, self._proposal, self._by, self._answer = searches, proposal, by, answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Begin the search, which goes on by itself, and send the answer."""
        self._searches.begin(self._proposal, self._by)
        await self._answer(scope, receive, send)
