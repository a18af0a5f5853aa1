"""Asking for a schedule as an officer does: the form of wishes sent, and the search waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.filling import form_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    from httpx2 import Response
    from starlette.testclient import TestClient
    from web.seeded import Site

WAIT = 90.0


def searched(site: Site, client: TestClient, asked: Response) -> Response:
    """Wait until the search that an answer leads to is over, and return the page of its proposal."""
    assert asked.status_code == 303, asked.text
    site.app.state.searches.wait(WAIT)
    return client.get(asked.headers["location"])


def wished(client: TestClient, shown: Response, address: str, typed: Mapping[str, str]) -> Response:
    """Fill in a form of wishes, whose boxes to tick share a name, and send it."""
    form = form_on(shown, address)
    unknown = typed.keys() - form.fields.keys()
    assert not unknown, unknown
    kept = [(name, value) for name, value in form.form_values() if name not in typed]
    data: dict[str, list[str]] = {}
    for name, value in [*kept, *typed.items()]:
        data.setdefault(name, []).append(value)
    return client.post(address, data=data)
