"""The same use cases for programs: asked, read, used; what happened, stated."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from web.asking import WAIT
from web.issued import PLANNER, file_url, issue, small_site
from web.proposed import FAULTY, PLAN, SOUND

from app.db.store import open_reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx2 import Response
    from web.seeded import Site

BASE = f"/api/plans/{PLAN}"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with small_site(file_url(tmp_path), FAULTY, **{"can-bo": (PLANNER,)}) as made:
        yield made


@pytest.fixture
def issued_site(tmp_path: Path) -> Iterator[Site]:
    with small_site(file_url(tmp_path), SOUND, **{"can-bo": (PLANNER,)}) as made:
        issue(made.engine, PLAN, "1", "ong-m")
        yield made


def send(site: Site, path: str, body: dict[str, object]) -> Response:
    return site.client.post(f"{BASE}{path}", json=body, headers={"x-csrf-token": site.token(site.client)})


def test_a_program_asks_reads_and_uses_a_schedule(site: Site):
    asked = send(site, "/proposals", {"request": 'aim = "mend"\noptions = 1\n'})
    assert (asked.status_code, asked.json()["state"]) == (202, "searching")
    number = asked.json()["id"]
    site.app.state.searches.wait(WAIT)
    found = site.client.get(f"{BASE}/proposals/{number}").json()
    assert (found["state"], found["clashes"], found["asked"]) == ("found", [], "Sửa lỗi của lịch hiện có")
    (option,) = found["options"]
    assert (option["moved"], option["days_moved"], option["proven"]) == (1, 1, True)
    assert option["visits"][0] == {
        "unit": "so-y-te",
        "number": 1,
        "start": "2023-07-28",
        "end": "2023-08-01",
        "team": "doan",
        "head_agency": "so-noi-vu",
        "former_start": "2023-07-29",
        "former_end": "2023-08-02",
    }
    used = send(site, f"/proposals/{number}/application", {"option": 1})
    assert (used.status_code, used.json()["plan"]) == (200, PLAN)
    with open_reader(site.engine) as store:
        window = store.plans.dossier(PLAN).plan.visit("so-y-te").window
        assert used.json()["version"] == store.plans.version(PLAN)
    assert window is not None
    assert window.first == date(2023, 7, 28)
    again = send(site, f"/proposals/{number}/application", {"option": 1})
    assert (again.status_code, again.json()["code"]) == (409, "stale_version")


@pytest.mark.parametrize(
    ("request_text", "place"),
    [
        ('aim = "mend', "request.toml"),
        ('fixed = ["khong-co"]', "fixed[1] (dòng 1)"),
        ("span = {first = 2023-09-30, last = 2023-09-01}", "span"),
        ("nguyen-vong = 1", "nguyen-vong"),
    ],
)
def test_a_request_with_a_fault_is_told_where(site: Site, request_text: str, place: str):
    answer = send(site, "/proposals", {"request": request_text})
    assert answer.status_code == 422
    assert place in answer.json()["detail"]


def test_a_program_states_what_happened(issued_site: Site):
    site = issued_site
    body = {"kind": "person_away", "person": "ong-m", "first": "2023-07-31", "last": "2023-08-02", "reason": "ốm"}
    asked = send(site, "/replanning", body)
    assert (asked.status_code, asked.json()["kind"]) == (202, "replan")
    site.app.state.searches.wait(WAIT)
    found = site.client.get(f"{BASE}/proposals/{asked.json()['id']}").json()
    assert found["asked"] == "Ông M vắng mặt từ ngày 31/7/2023 đến hết ngày 02/8/2023 (ốm)"
    assert found["options"][0]["moved"] == 1


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"kind": "person_away", "person": "ong-m"}, "first: chưa ghi ngày."),
        (
            {"kind": "place_closed", "place": "so-y-te", "first": "2023-08-02", "last": "2023-08-01"},
            "last: ngày cuối (2023-08-01) trước ngày đầu (2023-08-02).",
        ),
        ({"kind": "unit_withdrawn", "unit": "khong-co"}, "unit: chưa chọn đơn vị của kế hoạch."),
        (
            {"kind": "days_off_decreed", "first": "2023-07-01", "last": "2023-07-02"},
            "days: những ngày này đã qua (đến hết 02/7/2023).",
        ),
        ({"kind": "unit_added", "unit": "so-tu-phap", "batch": "dot-1"}, "lengths: "),
    ],
)
def test_a_happening_with_a_fault_is_told_where(issued_site: Site, body: dict[str, object], told: str):
    answer = send(issued_site, "/replanning", {**body, "reason": "x"})
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(told)
