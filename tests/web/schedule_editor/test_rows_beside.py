"""Rows over a release, on a page of their own, and by program."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from web.filling import main_words, page_of, sent
from web.people import open_account
from web.schedule_editor.row_steps import (
    FLAWED,
    NAME,
    OTHER,
    ROW,
    TABLE,
    days,
    followed,
    saved,
    visit,
    visits,
)
from web.seeded import FOUNDING, words

from app.db.store import open_store
from app.domain.accounts import AccountRole, RoleGrant
from app.domain.people import Actor
from app.domain.plans import PlanState
from app.services.adjusting import adjust_plan

# Over a release


def adjusted(site):
    """Open an adjustment of the issued plan that moves one visit."""
    request = f"""reason = "kiểm thử"
[[moves]]
unit = "{FLAWED}"
window = {{ first = 2023-09-05, last = 2023-09-08 }}
"""
    with open_store(site.engine) as store:
        adjust_plan(
            store, FOUNDING, request.encode(), "request.toml", by=Actor(name="kiểm thử"), at=site.app.state.clock()
        )
        assert store.plans.dossier(FOUNDING).plan.state == PlanState.DRAFT


def test_what_differs_from_the_last_release_stands_on_yellow_with_what_was_issued(issued_site):
    adjusted(issued_site)
    page = page_of(issued_site.client.get(TABLE))
    row = page.get_element_by_id(f"dong-{FLAWED}")
    assert [words(mark) for mark in row.find_class("chg")] == ["05/9/2023"]
    assert "bản 1: 01/9/2023" in words(row)
    assert [row.get("id") for row in page.xpath("//tbody/tr[.//*[@class='chg']]")] == [f"dong-{FLAWED}"]
    assert "Đang soạn bản 2, trên bản 1 đã ban hành." in main_words(issued_site.client.get(TABLE))


def test_what_the_draft_lost_and_what_is_new_in_it_is_named(issued_site):
    adjusted(issued_site)
    sent(issued_site.client, issued_site.client.get(f"{TABLE}/{OTHER}/bo"), f"{TABLE}/{OTHER}/bo")
    assert "Đã bỏ so với bản 1 : Sở Công Thương." in main_words(issued_site.client.get(TABLE))


# The page of one row


def test_a_row_has_a_page_of_its_own_that_works_like_the_open_row(site):
    start = site.client.get(ROW)
    assert words(page_of(start).xpath("//h1")[0]) == NAME
    page = followed(site, sent(site.client, start, ROW, {"tu-ngay": "05092023"}))
    assert f"Đã lưu {NAME}." in main_words(page)
    assert days(site)[:10] == "05/09/2023"


@pytest.mark.parametrize("key", ["khong-co", "so-y-te", "so-cong-thuong~2", "So-Cong-Thuong"])
def test_a_page_of_a_row_that_is_not_there_is_not_found(site, key):
    assert site.client.get(f"{TABLE}/{key}").status_code == 404


def test_every_row_leads_to_its_form_under_the_line_and_on_its_own_page(site):
    page = page_of(site.client.get(TABLE))
    links = page.xpath("//main//tbody//a[contains(@class, 'icb')]/@href")
    assert len(links) == 2 * len(visits(site))
    assert {site.client.get(re.sub(r"#.*", "", link)).status_code for link in links} == {200}


# By program


def api(site, method, path, body=None, mark=None):
    headers = {"x-csrf-token": site.token(site.client)} | ({"if-match": mark} if mark else {})
    return site.client.request(method, f"/api/plans/{FOUNDING}{path}", json=body, headers=headers)


def test_a_program_changes_a_row_over_its_mark(either_site):
    site = either_site
    shown = api(site, "GET", f"/visits/{FLAWED}")
    mark, content = shown.headers["etag"], shown.json()["content"]
    content["window"] |= {"first": "2023-09-05"}
    changed = api(site, "PUT", f"/visits/{FLAWED}", content, mark)
    assert (changed.status_code, changed.json()["content"]) == (200, content)
    assert days(site)[:10] == "05/09/2023"
    stale = api(site, "PUT", f"/visits/{FLAWED}", content | {"place": "Tầng 2"}, mark)
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_version")
    assert api(site, "PUT", f"/visits/{FLAWED}", content).status_code == 422


def test_a_program_checks_mends_orders_undoes_and_removes(site):
    before = visits(site)
    shown = api(site, "GET", f"/visits/{FLAWED}").json()
    check = api(site, "POST", f"/visits/{FLAWED}/check", shown["content"]).json()
    assert (check["errors"], check["problems"][0]["code"]) == (1, "window.starts_on_day_off")
    mend = check["mends"][0]
    assert mend["moves"][0]["after"]["first"] == "2023-09-05"
    mended = api(site, "POST", f"/visits/{FLAWED}/mends/{mend['code']}", shown["content"], shown["mark"])
    assert (mended.status_code, days(site)[:10]) == (200, "05/09/2023")
    assert api(site, "POST", f"/visits/{OTHER}/order", {"places": 2}).json() == {"place": 3}
    gone = api(site, "DELETE", f"/visits/{FLAWED}", mark=mended.json()["mark"])
    assert (gone.status_code, len(visits(site))) == (204, len(before) - 1)
    for _ in range(3):
        step = api(site, "GET", "/steps").json()["last"]
        assert api(site, "POST", "/undo", {"step": step["step"]}).json() == step
    assert visits(site) == before
    assert api(site, "GET", "/steps").json() == {"last": None}


def test_a_program_is_told_what_is_wrong_with_the_days_it_sends(site):
    shown = api(site, "GET", f"/visits/{FLAWED}").json()
    content = shown["content"] | {
        "window": {"first": "2023-09-08", "last": "2023-09-01"},
        "report_deadline": {"relation": "within"},
        "loose": {"wording": "Tháng 9", "earliest": "2023-09-30", "latest": "2023-09-01"},
    }
    answer = api(site, "PUT", f"/visits/{FLAWED}", content, shown["mark"])
    assert (answer.status_code, len(answer.json()["detail"].splitlines())) == (422, 3)


def test_rows_of_a_unit_visited_twice_are_told_apart(site):
    with open_store(site.engine) as store:
        dossier = store.plans.dossier(FOUNDING)
        second = replace(visit(site, OTHER), number=2, place="Lần hai")
        plan = replace(dossier.plan, visits=(*dossier.plan.visits, second))
        store.plans.rewrite(
            replace(dossier, plan=plan), action="plan.edit", by=Actor(name="t"), at=site.app.state.clock()
        )
    assert saved(site, {"dia-diem": "Tầng 5"}, f"{OTHER}~2").status_code == 303
    assert [each.place for each in visits(site) if each.unit == OTHER] == [None, "Tầng 5"]


def test_an_account_that_plans_for_another_province_finds_no_row(site):
    with open_store(site.engine) as store:
        open_account(store, "noi-khac", (RoleGrant(role=AccountRole.PLANNER, province="dong-nai", agency="so-noi-vu"),))
    assert site.signed_in_as("noi-khac").get(ROW).status_code == 404
