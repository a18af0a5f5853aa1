"""No hash of a password, session, link or address stands in any answer, whoever asks for whatever."""

import pytest
from sqlalchemy import select
from web.people import ROLES
from web.seeded import FOUNDING, Site
from web.test_admission import address

from app.db.tables import METADATA
from app.web.route_table import ROUTES

COLUMNS = {
    "account": ("password_hash",),
    "session": ("secret_hash",),
    "invitation": ("secret_hash", "nonce"),
    "feed": ("secret_hash",),
    "sealed_check": ("nonce",),
}
MORE = (
    "/khong-co",
    "/lich/x.ics",
    "/loi-moi/x",
    f"/ke-hoach/{FOUNDING}/don-vi/khong-co",
    "/quan-tri/nhat-ky?vi%E1%BB%87c=x",
)
"""Addresses of nothing: pages of errors."""


def hashes(site: Site) -> set[str]:
    with site.engine.connect() as connection:
        return {
            value
            for name, columns in COLUMNS.items()
            for row in connection.execute(select(*(METADATA.tables[name].c[column] for column in columns)))
            for value in row
            if value
        }


@pytest.mark.parametrize("who", ["guest", *ROLES])
def test_no_answer_holds_a_hash_of_a_secret(released_site: Site, who: str):
    client = released_site.guest() if who == "guest" else released_site.signed_in_as(who)
    asked = [address(template) for method, template in ROUTES if method == "GET"]
    answers = {path: client.get(path) for path in (*asked, *MORE)}
    kept = hashes(released_site)
    assert len(kept) > 2 * len(ROLES)
    assert {answer.status_code for answer in answers.values()} >= {200, 404}
    told = {path: f"{answer.headers!r} {answer.text}" for path, answer in answers.items()}
    assert {path for path, text in told.items() if any(value in text for value in kept)} == set()
