"""What is sealed is told nowhere: two sites that differ in the sealed unit alone answer everything alike.

That finds what a search for a name cannot: a count, an order, a file, a line of the log that depends on the unit.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from web.seeded import BY, FOUNDING, Site, fill, release_founding_plan
from web.test_admission import address

from app.db.store import open_reader, open_store
from app.db.tables import METADATA
from app.domain.dates import Window
from app.services.emission import file_set_of_plan
from app.services.feeds import issue_feed
from app.services.public_feeds import bytes_of_next
from app.services.sealed_checks import WantedCheck, seal_check
from app.web.route_table import ROUTES

if TYPE_CHECKING:
    from collections.abc import Iterator

UNITS = ("so-y-te", "25261")
"""One that inspects itself and has an account of its own (self-inspecting), and a commune of no district visited."""
NONCE = b"\x5a" * 32
OPENS = datetime(2023, 8, 16, 0, 30, tzinfo=UTC)
DAYS = Window(first=date(2023, 8, 16), last=date(2023, 8, 17))
LEADER, MEMBER = "huynh-thi-be-nam", "trinh-quang-hanh"
CODE = f"{FOUNDING}.dot-xuat.2"
BASE = f"/ke-hoach/{FOUNDING}"
MORE = (
    f"{BASE}/dot-xuat/2",
    f"{BASE}/dot-xuat/2/huy",
    f"{BASE}/dot-xuat/3",
    f"{BASE}/don-vi/so-y-te",
    f"{BASE}/don-vi/25261",
    f"/cong-khai/dot-xuat/{CODE}",
    f"/cong-khai/dot-xuat/{CODE}.json",
    f"/api/plans/{FOUNDING}/sealed-checks/2",
    "/quan-tri/nhat-ky?nhom=sealed",
)
_HASH = re.compile(r"\b[0-9a-f]{64}\b|W/\"[^\"]+\"")
_MARK = re.compile(r'(?<=name="dau" value=")[^"]+')


def sealed_site(url: str, unit: str) -> tuple[Site, dict[str, str]]:
    fill(url)
    release_founding_plan(url)
    site = Site(url)
    with open_store(site.engine) as store:
        wanted = WantedCheck(batch="dot-2", unit=unit, window=DAYS, opens_at=OPENS)
        seal_check(store, FOUNDING, wanted, random_bytes=lambda _: NONCE, **BY)
        feeds: dict[str, str] = {}
        for number, given in enumerate(
            ({}, {"person": LEADER}, {"person": MEMBER}, {"unit": "so-y-te"}, {"is_public": True}), 1
        ):
            bytes_of = bytes_of_next(store, FOUNDING, "x" * 32) if "is_public" in given else number.to_bytes
            feeds[str(given)] = issue_feed(store, FOUNDING, name="thử", random_bytes=bytes_of, **given, **BY)
    return site, feeds


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[tuple[Site, dict[str, str]]]]:
    made = [
        sealed_site(f"sqlite:///{tmp_path_factory.mktemp(f'niem-phong-{unit}') / 'kiemtra.db'}", unit) for unit in UNITS
    ]
    yield made
    for site, _ in made:
        site.close()


def plain(text: str) -> str:
    return _MARK.sub("", _HASH.sub("#", text))


@pytest.mark.parametrize("who", ["guest", "planner", "leader", "member", "self-inspecting", "viewer", "administrator"])
def test_every_page_and_answer_is_the_same_whatever_unit_is_sealed(
    sites: list[tuple[Site, dict[str, str]]], who: str
) -> None:
    paths = [address(path) for method, path in ROUTES if method == "GET" and "{secret}" not in path]
    told = []
    for site, _ in sites:
        client = site.guest() if who == "guest" else site.signed_in_as(who)
        token = site.token(client)
        answers = {path: client.get(path) for path in (*paths, *MORE)}
        assert {200, 404} <= {answer.status_code for answer in answers.values()}
        assert {path for path, answer in answers.items() if NONCE.hex() in answer.text} == set()
        told.append(
            {path: (answer.status_code, plain(answer.text.replace(token, ""))) for path, answer in answers.items()}
        )
    first, second = told
    assert {path for path in first if first[path] != second[path]} == set()


def test_every_calendar_is_the_same_whatever_unit_is_sealed(sites: list[tuple[Site, dict[str, str]]]) -> None:
    (one, feeds), (other, same) = sites
    assert feeds == same
    calendars = {
        whose: (one.guest().get(f"/lich/{secret}.ics"), other.guest().get(f"/lich/{secret}.ics"))
        for whose, secret in feeds.items()
    }
    assert {whose: first.content == second.content for whose, (first, second) in calendars.items()} == dict.fromkeys(
        feeds, True
    )
    having = {whose for whose, (first, _) in calendars.items() if "SUMMARY:Đoàn công tác\r\n" in first.text}
    assert having == {str({}), str({"person": LEADER}), str({"person": MEMBER})}


def test_every_file_of_the_set_is_the_same_whatever_unit_is_sealed(sites: list[tuple[Site, dict[str, str]]]) -> None:
    sets = []
    for site, _ in sites:
        with open_reader(site.engine) as store:
            made = file_set_of_plan(store, FOUNDING)
            sets.append({each.path: each.make() for each in made.files})
    first, second = sets
    assert first.keys() == second.keys()
    assert {path for path in first if first[path] != second[path]} == set()


def test_a_mistyped_form_says_nothing_of_what_was_sealed_before(sites: list[tuple[Site, dict[str, str]]]) -> None:
    told = []
    for site, _ in sites:
        client = site.signed_in_as("planner")
        token = site.token(client)
        wrong = {"ma-bieu-mau": token, "tu-ngay": "x", "ngay-mo": "16/8/2023", "gio-mo": "25"}
        early = client.post(f"{BASE}/dot-xuat/2/mo", data={"ma-bieu-mau": token})
        answers = (client.post(f"{BASE}/dot-xuat/moi", data=wrong), early)
        assert [answer.status_code for answer in answers] == [422, 409]
        told.append([plain(answer.text.replace(token, "")) for answer in answers])
    assert told[0] == told[1]


def test_no_table_but_one_knows_the_unit(sites: list[tuple[Site, dict[str, str]]]) -> None:
    of_access = {"session", "account", "invitation", "feed"}
    tables = [table for name, table in METADATA.tables.items() if name not in of_access]
    rows = []
    for site, _ in sites:
        with site.engine.connect() as connection:
            rows.append(
                {
                    table.name: sorted(plain(str(tuple(r))) for r in connection.execute(select(table)))
                    for table in tables
                }
            )
    first, second = rows
    assert {name for name in first if first[name] != second[name]} == {"sealed_check"}
