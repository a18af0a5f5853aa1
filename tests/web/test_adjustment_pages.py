"""An adjustment is opened with a reason, looked at, switched in its form, and dropped, by planners alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import a_batch, a_dossier, a_plan, a_visit
from web.filling import form_on, main_words, page_of, sent
from web.issued import PLANNER, VIEWER, adjust, file_url, small_site, tree

from app.db.store import open_store
from app.domain.acts import Clause, ClauseKind, Decision, PlanText
from app.domain.plans import PlanState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from web.seeded import Site

PLAN = "tinh-a-2023"
PAGE = f"/ke-hoach/{PLAN}/dieu-chinh"
API = f"/api/plans/{PLAN}/adjustment"
DECISION = Decision(symbol="QĐ-UBND", body="ubnd-tinh-a", number="7")
MOVE = '[[moves]]\nunit = "so-y-te"\nwindow = { first = 2023-08-14, last = 2023-08-16 }\n'
DUE = '[[deadlines]]\nbatch = "dot-1"\ndeadline = { relation = "before", day = 2023-07-20 }\n'


def issued(**fields):
    text = PlanText(clauses=(Clause(code="I.1", kind=ClauseKind.ITEM, text="Báo cáo trước ngày 21/7/2023."),))
    defaults = {"state": PlanState.ISSUED, "decision": DECISION, "text": text, "batches": (a_batch(deputies=()),)}
    return a_dossier(a_plan(**{**defaults, "visits": (a_visit(),), **fields}))


@pytest.fixture
def site(tmp_path) -> Iterator[Site]:
    with small_site(file_url(tmp_path), issued(), planner=(PLANNER,), viewer=(VIEWER,)) as made:
        yield made


def opened(site: Site, reason: str = "Bão số 5", form: str = "amending"):
    return sent(site.client, site.client.get(PAGE), PAGE, {"ly-do": reason, "hinh-thuc": form})


def stored(site: Site):
    with open_store(site.engine) as store:
        return store.plans.dossier(PLAN).plan


def test_an_issued_plan_is_opened_with_a_reason_and_a_form(site: Site):
    answer = opened(site, form="replacing")
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    plan = stored(site)
    assert (plan.state, plan.decision.reason) == (PlanState.DRAFT, "Bão số 5")
    assert plan.decision.replaces is not None
    page = site.client.get(PAGE)
    assert "Soạn trên bản ban hành số 1" in main_words(page)
    assert form_on(page, PAGE).fields["hinh-thuc"] == "replacing"
    assert form_on(page, PAGE).fields["ly-do"] == "Bão số 5"


@pytest.mark.parametrize(("reason", "told"), [(" \n", "chưa ghi lý do"), ("a" * 2001, "dài 2001 ký tự")])
def test_without_a_reason_nothing_is_opened_and_what_was_typed_stays(site: Site, reason: str, told: str):
    answer = opened(site, reason, "replacing")
    assert answer.status_code == 422
    page = page_of(answer)
    assert told in " ".join(page.get_element_by_id("ly-do-loi").itertext())
    assert page.xpath("//*[@data-error-summary]//a/@href") == ["#ly-do"]
    assert page.xpath("//title")[0].text.startswith("Lỗi: ")
    form = form_on(answer, PAGE)
    assert (form.fields["ly-do"].strip(), form.fields["hinh-thuc"]) == (reason.strip(), "replacing")
    assert stored(site).state == PlanState.ISSUED


def test_a_form_that_there_is_not_is_taken_as_the_usual_one(site: Site):
    answer = site.client.post(
        PAGE, data={"ma-bieu-mau": site.token(site.client), "ly-do": "Bão", "hinh-thuc": "lạ", "lan-sua": "x"}
    )
    assert answer.status_code == 303
    assert [act.number for act in stored(site).decision.amends] == ["07/QĐ-UBND"]


def test_what_changed_and_which_texts_were_left_behind_is_shown(site: Site):
    opened(site)
    adjust(site.engine, PLAN, MOVE + DUE)
    words = main_words(site.client.get(PAGE))
    assert (
        "Sở Y tế, thời gian Từ ngày 01/8/2023 đến hết ngày 04/8/2023 Từ ngày 14/8/2023 đến hết ngày 16/8/2023" in words
    )
    assert "02 thay đổi" in words
    assert "Khoản 1 Phần I của Kế hoạch: còn ghi “21/7/2023”" in words


def test_reason_and_form_are_switched_while_it_is_drafted(site: Site):
    opened(site)
    page = site.client.get(PAGE)
    assert sent(site.client, page, PAGE, {"ly-do": "Bão lớn", "hinh-thuc": "replacing"}).status_code == 303
    decision = stored(site).decision
    assert (decision.reason, decision.amends) == ("Bão lớn", ())


def test_what_somebody_else_did_meanwhile_is_not_written_over(site: Site):
    page = site.client.get(PAGE)
    opened(site)
    answer = sent(site.client, page, PAGE, {"ly-do": "Khác"})
    assert answer.status_code == 409
    assert stored(site).decision.reason == "Bão số 5"


def test_it_is_dropped_on_a_page_of_its_own(site: Site):
    opened(site)
    adjust(site.engine, PLAN, MOVE)
    question = site.client.get(f"{PAGE}/bo")
    assert "Bỏ 01 thay đổi đã soạn; không lấy lại được." in main_words(question)
    answer = sent(site.client, question, f"{PAGE}/bo")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/ke-hoach/{PLAN}")
    assert stored(site) == issued().plan
    gone = site.client.get(f"{PAGE}/bo")
    assert (gone.status_code, gone.headers["location"]) == (303, PAGE)
    assert sent(site.client, question, f"{PAGE}/bo").status_code == 409


def test_a_plan_that_was_never_issued_says_that_there_is_nothing_to_adjust(tmp_path):
    draft = a_dossier(a_plan(decision=Decision(symbol="QĐ-UBND", body="ubnd-tinh-a")))
    with small_site(file_url(tmp_path), draft, planner=(PLANNER,)) as site:
        page = site.client.get(PAGE)
        assert page.status_code == 200
        assert "Chưa có gì để điều chỉnh" in main_words(page)
        data = {"ma-bieu-mau": site.token(site.client), "ly-do": "Bão"}
        assert site.client.post(PAGE, data=data).status_code == 409


def test_others_do_not_see_that_something_is_being_changed(site: Site):
    opened(site)
    viewer = site.signed_in_as("viewer")
    assert viewer.get(PAGE).status_code == 403
    assert "bản ban hành số 1" in main_words(viewer.get(f"/ke-hoach/{PLAN}"))
    assert "dieu-chinh" not in viewer.get(f"/ke-hoach/{PLAN}").text


def test_the_papers_of_an_adjustment_are_offered_and_downloaded(site: Site):
    opened(site)
    adjust(site.engine, PLAN, MOVE)
    page = tree(site.client, f"/ke-hoach/{PLAN}/van-ban")
    (href,) = page.xpath("//a[contains(@href, 'quyet-dinh-sua-doi.docx')]/@href")
    answer = site.client.get(href)
    assert (answer.status_code, answer.content[:2]) == (200, b"PK")
    files = site.client.get(f"/api/plans/{PLAN}/files").json()["files"]
    assert [file["path"] for file in files if file["kind"] == "amending-decision"] == [
        "van-ban/quyet-dinh-sua-doi.docx"
    ]


# For programs


def test_a_program_opens_changes_reads_and_drops_an_adjustment(site: Site):
    client, headers = site.client, {"x-csrf-token": site.token(site.client)}
    assert client.get(API).json()["code"] == "adjust.none_open"
    opening = client.post(API, json={"reason": "Bão"}, headers=headers)
    assert (opening.status_code, opening.json()) == (
        201,
        {"release": 1, "form": "amending", "reason": "Bão", "changes": [], "outdated": []},
    )
    adjust(site.engine, PLAN, MOVE)
    changed = client.put(API, json={"reason": "Bão lớn", "form": "replacing"}, headers=headers).json()
    assert (changed["form"], changed["reason"], [each["subject"] for each in changed["changes"]]) == (
        "replacing",
        "Bão lớn",
        ["Sở Y tế, thời gian"],
    )
    assert client.get(API).json() == changed
    assert client.delete(API, headers=headers).status_code == 204
    assert stored(site) == issued().plan


@pytest.mark.parametrize(
    ("given", "status"), [({}, 422), ({"reason": " "}, 422), ({"reason": "B", "form": "x"}, 422), ([], 422)]
)
def test_a_program_that_asks_wrongly_is_told_so(site: Site, given, status: int):
    answer = site.client.post(API, json=given, headers={"x-csrf-token": site.token(site.client)})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert stored(site).state == PlanState.ISSUED
