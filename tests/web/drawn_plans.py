"""What the tests of drawing up ask of a site: the plan as it is stored, and a form that is sent without its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.seeded import FOUNDING

from app.db.store import open_reader

if TYPE_CHECKING:
    from httpx2 import Response
    from starlette.testclient import TestClient
    from web.seeded import Site

    from app.domain.plans import Plan

BASE = f"/ke-hoach/{FOUNDING}"


def plan_of(site: Site, key: str = FOUNDING) -> Plan:
    with open_reader(site.engine) as store:
        return store.plans.dossier(key).plan


def is_there(site: Site, key: str) -> bool:
    with open_reader(site.engine) as store:
        found: bool = store.plans.exists(key)
        return found


def posted(site: Site, client: TestClient, path: str, **fields: object) -> Response:
    """Send fields with the right token."""
    return client.post(path, data={"ma-bieu-mau": site.token(client), **fields})
