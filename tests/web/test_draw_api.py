"""The draw of units by a program: the same steps in the same order, the same refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from web.draw_steps import (
    UNIT,
    own_site,
    the_draw,
)
from web.seeded import FOUNDING, Site, fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import PostgresServer
    from httpx2 import Response


@pytest.fixture
def on_postgresql(postgres_server: PostgresServer) -> Iterator[Site]:
    with postgres_server.database() as url:
        fill(url)
        site = Site(url)
        yield site
        site.close()


@pytest.fixture
def own(seeded_url: str, tmp_path: Path) -> Iterator[Site]:
    with own_site(seeded_url, tmp_path) as site:
        yield site


class Program:
    """A program that is signed in as the planner."""

    def __init__(self, site: Site) -> None:
        self._client, self._headers = site.client, {"x-csrf-token": site.token(site.client)}

    def post(self, path: str, **given: object) -> Response:
        return self._client.post(f"/api/plans/{FOUNDING}/draws{path}", json=given, headers=self._headers)

    def get(self, path: str) -> Response:
        return self._client.get(f"/api/plans/{FOUNDING}/draws{path}", headers={"accept": "application/json"})

    def delete(self, path: str) -> Response:
        return self._client.delete(f"/api/plans/{FOUNDING}/draws{path}", headers=self._headers)


def test_a_program_draws_in_the_same_order(own):
    draw_twice(Program(own))


def test_a_program_draws_on_postgresql_too(on_postgresql):
    draw_twice(Program(on_postgresql))


def draw_twice(api: Program) -> None:
    """Go through every step of a draw, try each too early and twice, annul it, and begin the second."""
    made = api.post(
        "", unit=UNIT, count=2, randomness={"text": "Gieo xúc xắc"}, without=[{"code": "25240", "reason": "Lũ"}]
    )
    assert made.status_code == 201
    assert (made.json()["ledger"], made.json()["without"][0]["name"]) == ([], "Xã Long Bình")
    early = api.post(f"/{UNIT}/seed", seed="407129368850", source="x")
    assert (early.status_code, early.json()["code"]) == (409, "draw.not_committed")
    stale = api.post(f"/{UNIT}/commit", commitment="0" * 64)
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_version")
    frozen = api.post(f"/{UNIT}/commit", commitment=made.json()["commitment"]).json()
    short = api.post(f"/{UNIT}/seed", seed="4", source="x")
    assert (short.status_code, short.json()["code"]) == (422, "invalid_input")
    api.post(f"/{UNIT}/seed", seed="4071 2936 8850", source="Phiên", witnesses=["Trưởng đoàn"])
    behind = api.post(f"/{UNIT}/run", seen=frozen["ledger"][-1]["hash"])
    assert behind.status_code == 409
    record = api.post(f"/{UNIT}/run").json()
    assert (record["seed"], record["seed_typed"], len(record["drawn"])) == ("407129368850", "4071 2936 8850", 2)
    assert record == api.get(f"/{UNIT}").json()
    assert api.post(f"/{UNIT}/run").json()["code"] == "draw.is_drawn"
    replaced = api.post(f"/{UNIT}/replace", unit=record["drawn"][0], reason="Lũ").json()
    assert replaced["ledger"][-1]["data"] == {"out": record["drawn"][0], "in": record["alternates"][0], "reason": "Lũ"}
    api.post(f"/{UNIT}/annul", reason="Sai", signatory="Trưởng đoàn")
    again = api.post("", unit=UNIT, count=1, randomness={"text": "Gieo xúc xắc"}, commit=True).json()
    assert again["ledger"][0]["data"]["attempt"] == 2
    assert api.get(f"/{UNIT}?attempt=1").json()["id"] == record["id"]
    assert api.get(f"/{UNIT}?attempt=3").status_code == 404
    (first, second) = api.get("").json()["draws"]
    assert (first["phase"], second["phase"], second["attempt"]) == ("annulled", "committed", 2)


def test_a_program_takes_away_a_list_that_is_not_frozen_and_no_other(own):
    api = Program(own)
    api.post("", unit=UNIT, count=1, randomness={"text": "Gieo xúc xắc"})
    assert api.delete(f"/{UNIT}").status_code == 204
    assert api.get(f"/{UNIT}").status_code == 404
    api.post("", unit=UNIT, count=1, randomness={"text": "Gieo xúc xắc"}, commit=True)
    refused = api.delete(f"/{UNIT}")
    assert (refused.status_code, refused.json()["code"]) == (409, "draw.is_committed")


def test_a_program_is_told_everything_that_is_wrong_with_a_list(own):
    answer = Program(own).post(
        "",
        unit=UNIT,
        count=9,
        randomness={"text": " "},
        without=[{"code": "99999", "reason": "x"}, {"code": "25240", "reason": ""}, {"code": "25240", "reason": "x"}],
        commit=True,
    )
    assert answer.status_code == 422
    told = answer.json()["detail"]
    for sentence in ("không có đơn vị nào mang mã “99999”", "ghi hai lần", "thiếu lý do"):
        assert sentence in told
    assert the_draw(own) is None
