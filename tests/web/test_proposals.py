"""Asking for a schedule on the pages: wishes, options beside each other, one of them used, whatever goes wrong."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Event
from typing import TYPE_CHECKING

import pytest
from builders import a_visit, a_window, with_plan
from web.asking import WAIT, searched, wished
from web.filling import form_on, main_words, page_of, sent, spaced, told_wrong
from web.issued import PLANNER, VIEWER, file_url, small_site
from web.people import session_of
from web.proposed import BASE, FAULTY, PLAN
from web.seeded import BY, NOW, Site

from app.db.store import open_reader, open_store
from app.domain.adjusting import apply_adjustment
from app.domain.adjustments import Adjustment, Move
from app.domain.proposals import ProposalKind, ProposalState
from app.services.editing import edit_plan
from app.services.proposal_jobs import LOST_AFTER, MOST_AT_ONCE, Searches
from app.services.proposal_use import outcome
from app.services.proposal_use import searched as searched_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from httpx2 import Response

ASK = f"{BASE}/de-xuat"
ACCOUNTS = {"can-bo": (PLANNER,), "can-bo-hai": (PLANNER,), "nguoi-xem": (VIEWER,)}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with small_site(file_url(tmp_path), FAULTY, **ACCOUNTS) as made:
        yield made


def ask(site: Site, **typed: str) -> Response:
    """Fill in the form of wishes, its names written with underscores, and send it."""
    shown = site.client.get(ASK)
    return wished(site.client, shown, ASK, {name.replace("_", "-"): value for name, value in typed.items()})


def windows(site: Site) -> dict[str, tuple[date, date]]:
    with open_reader(site.engine) as store:
        visits = store.plans.dossier(PLAN).plan.visits
    return {visit.unit: (visit.window.first, visit.window.last) for visit in visits}


def waiting(site: Site, may_end: Event) -> None:
    """Let the searches of the site wait until they may end."""

    def solve(asked: bytes) -> bytes:
        assert may_end.wait(WAIT)
        return searched_apart(asked)

    state = site.app.state
    state.searches = Searches(lambda: open_store(site.engine), state.clock, solve, outcome)


MENDED = {"so-y-te": (date(2023, 7, 28), date(2023, 8, 1)), "ubnd-huyen-b": (date(2023, 9, 5), date(2023, 9, 8))}


def test_an_officer_asks_sees_old_and_new_beside_each_other_and_uses_an_option(site: Site):
    found = searched(site, site.client, ask(site))
    page = page_of(found)
    options = [spaced(each) for each in page.xpath("//section[starts-with(@aria-labelledby, 'h-phuong-an')]")]
    assert options[0].startswith(
        "Phương án 1 Dời ít đơn vị nhất Dời 01 đơn vị, tổng cộng 01 ngày: Sở Y tế. Đã chứng minh: không thể dời ít hơn "
        "01 đơn vị, và dời 01 đơn vị thì không thể ít hơn 01 ngày."
    )
    rows = [[spaced(cell) for cell in row.xpath("./*")] for row in page.xpath("//table//tbody/tr")]
    assert [row[:4] for row in rows] == [
        ["1", "Sở Y tế Đợt 1", "29/7 - 02/8 03 ngày làm việc", "28/7 - 01/8 Sớm hơn 01 ngày 03 ngày làm việc"],
        ["2", "UBND huyện B Đợt 2", "05/9 - 08/9 04 ngày làm việc", "05/9 - 08/9 04 ngày làm việc"],
    ]
    marked = [spaced(cell) for cell in page.xpath("//table//td[@class='chg'][@data-label='Phương án 1']")]
    assert marked == ["28/7 - 01/8 Sớm hơn 01 ngày 03 ngày làm việc"]
    address = f"{ASK}/1/phuong-an/1"
    question = site.client.get(address)
    assert "Sở Y tế 29/7 - 02/8 · 03 ngày làm việc 28/7 - 01/8 · 03 ngày làm việc Sớm hơn 01 ngày" in main_words(
        question
    )
    assert "Thay đổi khác" not in main_words(question)
    used = sent(site.client, question, address)
    assert (used.status_code, used.headers["location"]) == (303, f"{BASE}/lich")
    assert windows(site) == MENDED
    assert "Kế hoạch đang theo phương án 1" in main_words(site.client.get(f"{ASK}/1"))


def test_what_an_option_did_is_one_step_that_can_be_undone(site: Site):
    searched(site, site.client, ask(site))
    address = f"{ASK}/1/phuong-an/1"
    sent(site.client, site.client.get(address), address)
    with open_reader(site.engine) as store:
        step = store.steps.last(PLAN)
    assert step is not None
    assert (step.words, step.actor) == ("Dùng phương án 1 của đề xuất số 1", "can-bo")


def test_an_option_is_used_only_by_whoever_was_asked(site: Site):
    searched(site, site.client, ask(site))
    address = f"{ASK}/1/phuong-an/1"
    answer = site.client.post(address, data={"ma-bieu-mau": site.token(site.client)})
    assert (answer.status_code, answer.headers["location"]) == (303, address)
    assert windows(site) != MENDED


def test_asking_is_refused_with_a_sentence_beside_each_field_and_nothing_typed_is_lost(site: Site):
    typed = {
        "tu-ngay": "31/9/2023",
        "den-ngay": "40/13/2023",
        "khong-truoc": "hôm nay",
        "it-nhat-tinh": "7",
        "mong-muon-tinh": "5",
        "it-nhat-huyen": "nhiều",
        "ngay-du-phong": "-1",
        "luan-phien": "count",
        "cach-dat-han": "day_of_month_before",
        "so-ngay-han": "32",
        "ngay-nghien-cuu": "1,5",
        "cum": "Sở Y tế; UBND huyện C\nSở Y tế",
    }
    answer = wished(site.client, site.client.get(ASK), ASK, typed)
    assert answer.status_code == 422
    assert told_wrong(answer) == {
        "tu-ngay": "Từ ngày: không có ngày “31/9/2023”. Tháng này có 30 ngày; sửa lại ngày hoặc tháng.",
        "den-ngay": (
            "Đến hết ngày: không có tháng như trong “40/13/2023”. "
            "Ghi ngày trước, tháng sau, ví dụ 01/9/2023; tháng từ 1 đến 12."
        ),
        "khong-truoc": (
            "Không dời về trước ngày: “hôm nay” không đọc được như một ngày. "
            "Ghi ngày, tháng, năm theo thứ tự đó, ví dụ 01/9/2023."
        ),
        "mong-muon-tinh": (
            "Mong muốn, đơn vị cấp tỉnh: số ngày mong muốn (5) ít hơn số ngày ít nhất (7). Sửa một trong hai số."
        ),
        "it-nhat-huyen": "Ít nhất, đơn vị cấp huyện: không dùng được “nhiều”. Ghi một số nguyên từ 1 đến 60.",
        "ngay-du-phong": "Ngày dự phòng: không dùng được “-1”. Ghi một số nguyên từ 0 đến 60.",
        "so-cuoc-moi-dot": "Số cuộc mỗi đợt: chưa ghi số. Ghi một số nguyên từ 1 đến 50.",
        "so-ngay-han": "Ngày, hoặc số ngày làm việc: không dùng được “32”. Ghi một số nguyên từ 1 đến 31.",
        "ngay-nghien-cuu": "Ngày nghiên cứu báo cáo: không dùng được “1,5”. Ghi một số nguyên từ 0 đến 60.",
        "cum": (
            "Cụm đi lại: kế hoạch không kiểm tra đơn vị “UBND huyện C”. "
            "Có phải là “UBND huyện B”? Ghi tên đơn vị như trong lịch kiểm tra."
        ),
    }
    kept = form_on(answer, ASK).fields
    assert {name: kept[name] for name in typed} == typed
    with open_reader(site.engine) as store:
        assert store.proposals.latest(PLAN, limit=1) == ()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            {"tu_ngay": "30/9/2023", "den_ngay": "1/9/2023"},
            {"den-ngay": "Đến hết ngày: ngày cuối (1/9/2023) trước ngày đầu (30/9/2023). Sửa một trong hai ngày."},
        ),
        (
            {"tu_ngay": "1/9/2023"},
            {"den-ngay": "Đến hết ngày: chưa ghi ngày. Ghi ngày, tháng, năm, ví dụ 01/9/2023."},
        ),
        (
            {"luan_phien": "free", "luot_dau": "so-noi-vu"},
            {
                "luot-dau": (
                    "Cơ quan đến lượt đầu: chỉ chọn được khi lập lại các đợt. "
                    "Chọn luân phiên theo tháng hoặc theo số cuộc, hoặc bỏ lựa chọn này."
                )
            },
        ),
        (
            {"tu_ngay": "1/8/2023", "den_ngay": "30/8/2023", "khong_truoc": "1/9/2023"},
            {
                "khong-truoc": (
                    "Không dời về trước ngày: ngày 01/9/2023 sau ngày cuối của khoảng thời gian được xếp. "
                    "Ghi ngày không sau 30/8/2023, hoặc nới khoảng thời gian."
                )
            },
        ),
        (
            {"tu_ngay": "2/9/2023", "den_ngay": "3/9/2023", "khong_truoc": ""},
            {"tu-ngay": "Từ ngày: khoảng thời gian không có ngày làm việc nào. Nới khoảng thời gian."},
        ),
        (
            {"cum": "Sở Y tế; Sở Y tế"},
            {"cum": "Cụm đi lại: “Sở Y tế” ghi hai lần. Mỗi đơn vị ở một cụm, ghi một lần."},
        ),
    ],
)
def test_what_does_not_go_together_is_told_at_the_field_to_mend(site: Site, typed: dict, told: dict):
    answer = ask(site, **typed)
    assert (answer.status_code, told_wrong(answer)) == (422, told)


def test_dates_are_read_in_every_habit(site: Site):
    ask(site, tu_ngay="01092023", den_ngay="30.11.2023", khong_truoc="2/9/2023")
    site.app.state.searches.wait(WAIT)
    again = form_on(site.client.get(f"{ASK}?tu=1"), ASK).fields
    assert [again[name] for name in ("tu-ngay", "den-ngay", "khong-truoc")] == ["01/9/2023", "30/11/2023", "02/9/2023"]


def test_what_the_planner_finds_wrong_is_told_at_its_field_too(site: Site):
    with open_store(site.engine) as store:
        dossier = with_plan(FAULTY, visits=(*FAULTY.plan.visits, a_visit("so-tu-phap", window=None)))
        store.plans.rewrite(dossier, action="plan.edit", **BY)
    answer = ask(site, muc_dich="fresh", it_nhat_huyen="3")
    assert answer.status_code == 422
    assert told_wrong(answer) == {
        "it-nhat-tinh": (
            "Ít nhất, đơn vị cấp tỉnh: chưa biết kiểm tra Sở Tư pháp bao nhiêu ngày làm việc. "
            "Ghi số ngày ít nhất của cấp này."
        )
    }


def test_wishes_that_clash_are_named_with_the_way_to_each(site: Site):
    asked = ask(site, muc_dich="fresh", tu_ngay="4/9/2023", den_ngay="8/9/2023", it_nhat_tinh="4", it_nhat_huyen="4")
    found = searched(site, site.client, asked)
    page = page_of(found)
    assert spaced(page.xpath("//h1")[0]) == "Các yêu cầu vướng nhau"
    clashes = {
        spaced(row.xpath(".//*[@class='fact']")[0]): row.xpath(".//a/@href")
        for row in page.xpath("//ul[@class='warns']/li")
    }
    span = "Mọi cuộc kiểm tra nằm trong khoảng từ ngày 04/9/2023 đến hết ngày 08/9/2023."
    assert clashes[span] == [f"{ASK}?tu=1#tu-ngay"]
    targets = {link.partition("#")[2] for links in clashes.values() for link in links}
    form = page_of(site.client.get(f"{ASK}?tu=1"))
    assert {target for target in targets if not form.xpath("//*[@id=$id]", id=target)} == set()
    with open_reader(site.engine) as store:
        assert store.proposals.get(PLAN, 1).state == ProposalState.CLASHING


# While it is searched


def test_a_page_that_waits_looks_again_by_itself_and_others_answer_meanwhile(site: Site):
    may_end = Event()
    waiting(site, may_end)
    asked = ask(site)
    address = asked.headers["location"]
    page = page_of(site.client.get(address))
    assert spaced(page.xpath("//h1")[0]) == "Đang tìm phương án"
    assert page.xpath("//noscript/meta[@http-equiv='refresh']/@content") == ["2"]
    (polled,) = page.xpath("//*[@hx-get]")
    assert (polled.get("hx-get"), polled.get("hx-select")) == (address, "#noi-dung")
    assert site.client.get(address, headers={"hx-request": "true"}).status_code == 204
    other = site.signed_in_as("can-bo-hai")
    assert other.get(f"{BASE}/lich").status_code == 200
    with open_store(site.engine) as store:  # nobody holds the lock for writing
        edit_plan(
            store,
            PLAN,
            lambda dossier: apply_adjustment(
                dossier,
                Adjustment(moves=(Move(unit="ubnd-huyen-b", window=a_window(date(2023, 9, 6), date(2023, 9, 8))),)),
            ),
            words="Dời",
            by=BY["by"],
            at=NOW,
        )
    may_end.set()
    site.app.state.searches.wait(WAIT)
    assert site.client.get(address, headers={"hx-request": "true"}).status_code == 200


def test_too_many_searches_at_once_are_refused_with_what_was_typed(site: Site):
    may_end = Event()
    waiting(site, may_end)
    for _ in range(MOST_AT_ONCE):
        assert ask(site).status_code == 303
    answer = ask(site, tu_ngay="1/8/2023", den_ngay="30/11/2023")
    assert answer.status_code == 409
    assert "Đang có 2 việc tìm lịch chạy cùng lúc" in main_words(answer)
    assert form_on(answer, ASK).fields["tu-ngay"] == "1/8/2023"
    may_end.set()
    site.app.state.searches.wait(WAIT)


def test_a_search_that_died_or_was_lost_is_told_and_can_be_asked_again(site: Site, caplog):
    def solve(_: bytes) -> bytes:
        raise MemoryError

    state = site.app.state
    whole, state.searches = state.searches, Searches(lambda: open_store(site.engine), state.clock, solve, outcome)
    died = searched(site, site.client, ask(site))
    assert "hết thời gian hoặc bộ nhớ" in main_words(died)
    assert "MemoryError" in caplog.text
    with open_store(site.engine) as store:
        asked = store.proposals.get(PLAN, 1).asked
        store.proposals.add(
            PLAN, version=1, kind=ProposalKind.SCHEDULE, asked=asked, words="", by=BY["by"], at=NOW - 2 * LOST_AFTER
        )
    lost = site.client.get(f"{ASK}/2")
    assert "máy chủ khởi động lại" in main_words(lost)
    state.searches = whole
    found = searched(site, site.client, sent(site.client, lost, f"{ASK}/2/tim-lai"))
    assert "Phương án 1 Dời ít đơn vị nhất" in main_words(found)


# Two planners at once


def moved_meanwhile(site: Site) -> None:
    with open_store(site.engine) as store:
        move = Move(unit="so-y-te", window=a_window(date(2023, 8, 1), date(2023, 8, 3)))
        edit_plan(
            store,
            PLAN,
            lambda dossier: apply_adjustment(dossier, Adjustment(moves=(move,))),
            words="Dời Sở Y tế",
            by=BY["by"],
            at=NOW + timedelta(minutes=1),
        )


def test_an_option_for_a_plan_that_changed_meanwhile_is_refused_with_both_values_and_a_way_on(site: Site):
    searched(site, site.client, ask(site))
    address = f"{ASK}/1/phuong-an/1"
    question = site.client.get(address)
    moved_meanwhile(site)
    refused = sent(site.client, question, address)
    assert refused.status_code == 409
    words = main_words(refused)
    assert "Kế hoạch đã thay đổi sau khi yêu cầu phương án này" in words
    assert (
        "Sở Y tế 29/7 - 02/8 · 03 ngày làm việc 01/8 - 03/8 · 03 ngày làm việc 28/7 - 01/8 · 03 ngày làm việc" in words
    )
    assert windows(site)["so-y-te"] == (date(2023, 8, 1), date(2023, 8, 3))
    assert site.client.get(address).status_code == 409
    shown = site.client.get(f"{ASK}/1")
    assert "Kế hoạch đã thay đổi sau khi yêu cầu" in main_words(shown)
    again = searched(site, site.client, sent(site.client, refused, f"{ASK}/1/tim-lai"))
    assert "Không dời đơn vị nào." in main_words(again)


# Others


def test_a_plan_that_is_not_being_drawn_up_says_so_and_takes_no_wishes(released_site: Site):
    address = "/ke-hoach/binh-phuoc-2023/de-xuat"
    client = released_site.signed_in_as("planner")
    shown = client.get(address)
    assert "đã ban hành" in main_words(shown)
    assert page_of(shown).xpath("//main//form") == []
    (way_on,) = page_of(shown).xpath("//main//a[contains(@class, 'primary')]/@href")
    assert way_on == "/ke-hoach/binh-phuoc-2023/xu-ly"
    refused = client.post(address, data={"ma-bieu-mau": released_site.token(client), "muc-dich": "mend"})
    assert refused.status_code == 409


def test_the_proposals_of_one_plan_are_not_found_in_another(site: Site, tmp_path: Path):
    searched(site, site.client, ask(site))
    for path in (f"{ASK}/2", f"{ASK}/1/phuong-an/9", "/ke-hoach/khac/de-xuat/1"):
        assert site.client.get(path).status_code == 404
    viewer: Callable[..., Response] = site.client_with(session_of(site.engine, "nguoi-xem", NOW)).get
    assert {viewer(path).status_code for path in (ASK, f"{ASK}/1", f"{ASK}/1/phuong-an/1")} == {404}
    assert tmp_path.exists()


def test_what_was_asked_before_is_listed_and_its_wishes_can_be_changed(site: Site):
    searched(site, site.client, ask(site, tu_ngay="1/7/2023", den_ngay="30/11/2023", cum="Sở Y tế; UBND huyện B"))
    words = main_words(site.client.get(ASK))
    assert "Đã yêu cầu gần đây Số 1. Sửa lỗi của lịch hiện có" in words
    fields = form_on(site.client.get(f"{ASK}?tu=1"), ASK).fields
    assert (fields["tu-ngay"], fields["cum"], fields["muc-dich"]) == ("01/7/2023", "Sở Y tế; UBND huyện B", "mend")
