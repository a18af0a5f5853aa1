"""The list of plans: each its own, page by page, as issued for all but planners; where everybody begins."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from builders import a_dossier, a_plan, a_visit
from sqlalchemy import event
from web.issued import LEADER, MEMBER, PLANNER, VIEWER, adjust, file_url, main_of, of_unit, small_site, tree
from web.people import ROLES
from web.seeded import FOUNDING, words

from app.domain.plans import PlanState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

PAGE = "/ke-hoach"
READERS = {"planner", "co-planner", "leader", "viewer"}


def issued(**fields):
    return a_dossier(a_plan(state=PlanState.ISSUED, **fields))


def many(count: int):
    """Issued plans of one year after the other, the last of the newest year."""
    return [
        issued(key=f"ke-hoach-{year}", year=year, title=f"Kế hoạch năm {year}") for year in range(2000, 2000 + count)
    ]


def rows(page):
    return [[words(cell) for cell in row] for row in page.xpath("//tbody/tr")]


def titles(page):
    return [words(link) for link in page.xpath("//tbody/tr/th/a")]


@contextmanager
def queries(engine: Engine) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_):
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


# Who sees what


@pytest.mark.parametrize("who", ROLES)
def test_each_role_lists_the_plans_in_which_it_has_a_part(released_site, who):
    page = tree(released_site.signed_in_as(who), PAGE)
    links = page.xpath("//tbody/tr/th/a/@href")
    own = {
        **{reader: [f"/ke-hoach/{FOUNDING}"] for reader in READERS},
        "member": ["/viec-cua-toi"],
        "unit": [f"/ke-hoach/{FOUNDING}/don-vi/so-cong-thuong"],
        "other-unit": [f"/ke-hoach/{FOUNDING}/don-vi/ubnd-huyen-phu-rieng"],
        "self-inspecting": [f"/ke-hoach/{FOUNDING}/don-vi/so-y-te"],
    }
    assert links == own.get(who, [])
    if who not in own:
        assert "Chưa có kế hoạch nào." in main_of(page)


@pytest.mark.parametrize("who", ROLES)
def test_each_role_begins_where_its_work_is(released_site, who):
    answer = released_site.signed_in_as(who).get("/")
    start = {
        **dict.fromkeys(("planner", "co-planner", "viewer"), f"/ke-hoach/{FOUNDING}"),
        **dict.fromkeys(("leader", "member"), "/viec-cua-toi"),
        "unit": f"/ke-hoach/{FOUNDING}/don-vi/so-cong-thuong",
        "other-unit": f"/ke-hoach/{FOUNDING}/don-vi/ubnd-huyen-phu-rieng",
        "self-inspecting": f"/ke-hoach/{FOUNDING}/don-vi/so-y-te",
        "administrator": "/quan-tri/tai-khoan",
    }
    assert (answer.status_code, answer.headers["location"]) == (303, start.get(who, "/tai-khoan"))


def test_a_guest_begins_by_signing_in(released_site):
    assert released_site.guest().get("/").headers["location"] == "/dang-nhap"


def test_a_planner_who_is_in_a_team_too_begins_with_the_plan(tmp_path):
    with small_site(file_url(tmp_path), issued(), both=(PLANNER, LEADER)) as site:
        assert site.get("/").headers["location"] == "/ke-hoach/tinh-a-2023"


def test_the_list_says_how_a_plan_stands_and_by_what_it_was_issued(released_site):
    (row,) = rows(tree(released_site.signed_in_as("viewer"), PAGE))
    assert (row[0], row[3]) == ("2023", "Đã ban hành Bản ban hành số 1, văn bản số 1234/QĐ-UBND, ngày 05/7/2023")


def test_a_draft_is_listed_for_its_planners_alone(tmp_path):
    accounts = {"planner": (PLANNER,), "viewer": (VIEWER,), "member": (MEMBER,), "unit": (of_unit("so-y-te"),)}
    with small_site(file_url(tmp_path), a_dossier(a_plan()), **accounts) as site:
        found = {who: titles(tree(site.signed_in_as(who), PAGE)) for who in accounts}
        assert found == {who: ["Kế hoạch kiểm tra năm 2023"] if who == "planner" else [] for who in accounts}
        statuses = {who: site.signed_in_as(who).get("/ke-hoach/tinh-a-2023").status_code for who in accounts}
        assert statuses == {who: 200 if who == "planner" else 404 for who in accounts}


def test_a_plan_that_names_no_lead_agency_is_listed_for_whoever_submits_it(tmp_path):
    dossier = a_dossier(a_plan(lead_agencies=(), batches=(replace(a_plan().batches[0], lead_agency=None),)))
    body = replace(PLANNER, agency="ubnd-tinh-a")
    with small_site(file_url(tmp_path), dossier, body=(body,), other=(PLANNER,)) as site:
        assert titles(site.tree(PAGE)) == ["Kế hoạch kiểm tra năm 2023"]
        assert titles(tree(site.signed_in_as("other"), PAGE)) == []


def test_while_a_plan_is_adjusted_only_planners_are_told(tmp_path):
    accounts = {"planner": (PLANNER,), "viewer": (VIEWER,), "leader": (LEADER,)}
    with small_site(file_url(tmp_path), issued(), **accounts) as site:
        clients = {who: site.signed_in_as(who) for who in accounts}
        adjust(
            site.engine,
            "tinh-a-2023",
            '[[moves]]\nunit = "so-y-te"\nwindow = { first = 2023-08-02, last = 2023-08-04 }\n',
        )
        states = {who: rows(tree(client, PAGE))[0][3].partition(" Bản")[0] for who, client in clients.items()}
        assert states == {
            "planner": "Dự thảo, chờ ký ban hành",
            "viewer": "Đã ban hành",
            "leader": "Đã ban hành",
        }
        overviews = {who: main_of(tree(client, "/ke-hoach/tinh-a-2023")) for who, client in clients.items()}
        told = {who: "Đang điều chỉnh trên bản ban hành số 1" in text for who, text in overviews.items()}
        assert told == {"planner": True, "viewer": False, "leader": False}
        assert "Bản đang soạn khác bản đó ở 01 chỗ." in overviews["planner"]
        assert "Đang xem: theo Quyết định số 1/QĐ-UBND, ngày 01/7/2023 (bản ban hành số 1)." in overviews["viewer"]


# Pages


def test_the_list_is_given_twenty_at_a_time_the_newest_first(tmp_path):
    accounts = {"planner": (PLANNER,), "viewer": (VIEWER,), "member": (MEMBER,), "unit": (of_unit("so-y-te"),)}
    with small_site(file_url(tmp_path), *many(45), **accounts) as site:
        for who in accounts:
            client = site.signed_in_as(who)
            pages = [titles(tree(client, f"{PAGE}?trang={number}")) for number in (1, 2, 3)]
            assert [title for page in pages for title in page] == [
                f"Kế hoạch năm {year}" for year in range(2044, 1999, -1)
            ]
            assert [len(page) for page in pages] == [20, 20, 5]
        ways = [
            tree(client, address).xpath("//nav[@aria-label='Các trang của danh sách']//a/@href")
            for address in (PAGE, f"{PAGE}?trang=2", f"{PAGE}?trang=3")
        ]
        assert ways == [["/ke-hoach?trang=2"], ["/ke-hoach", "/ke-hoach?trang=3"], ["/ke-hoach?trang=2"]]
        assert "Trang này không có kế hoạch nào." in main_of(tree(client, f"{PAGE}?trang=4"))


def test_a_list_that_fits_one_page_has_no_pages(released_site):
    page = tree(released_site.signed_in_as("planner"), PAGE)
    assert page.xpath("//nav[@aria-label='Các trang của danh sách']") == []


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999"])
def test_a_page_that_no_list_has_is_refused(released_site, number):
    assert released_site.signed_in_as("planner").get(f"{PAGE}?trang={number}").status_code == 422


def test_the_list_asks_the_database_no_more_for_many_plans_than_for_few(tmp_path):
    counts = {}
    for count in (21, 41):
        folder = tmp_path / str(count)
        folder.mkdir()
        with small_site(file_url(folder), *many(count), planner=(PLANNER,), viewer=(VIEWER,)) as site:
            for who in ("planner", "viewer"):
                client = site.signed_in_as(who)
                client.get(PAGE)
                with queries(site.engine) as seen:
                    client.get(PAGE)
                counts.setdefault(who, []).append(len(seen))
    assert {who: len(set(found)) for who, found in counts.items()} == {"planner": 1, "viewer": 1}
    assert all(found[0] < 12 for found in counts.values())


def test_a_unit_that_the_newest_plans_have_nothing_to_do_with_finds_its_own(tmp_path):
    others = [
        issued(key=f"ke-hoach-{year}", year=year, title=f"Kế hoạch năm {year}", visits=(a_visit("so-tttt"),))
        for year in range(2024, 2069)
    ]
    with small_site(file_url(tmp_path), issued(), *others, unit=(of_unit("so-y-te"),)) as site:
        assert titles(site.tree(PAGE)) == ["Kế hoạch kiểm tra năm 2023"]
        assert site.get("/").headers["location"] == "/ke-hoach/tinh-a-2023/don-vi/so-y-te"


def test_the_list_is_the_same_on_both_databases(bare_url):
    accounts = {"planner": (PLANNER,), "member": (MEMBER,), "unit": (of_unit("so-y-te"),), "viewer": (VIEWER,)}
    draft = a_dossier(a_plan(key="du-thao", year=2030, title="Dự thảo"))
    with small_site(bare_url, *many(2), draft, **accounts) as site:
        found = {who: titles(tree(site.signed_in_as(who), PAGE)) for who in accounts}
    two = ["Kế hoạch năm 2001", "Kế hoạch năm 2000"]
    assert found == {"planner": ["Dự thảo", *two], "member": two, "unit": two, "viewer": two}
