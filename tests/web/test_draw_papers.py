"""The papers of a draw, downloaded: minutes and notice once there is a result, by those who read the plan."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from docx import Document
from lxml import html
from web.seeded import FOUNDING, Site, fill, release_founding_plan, words

from app.db.store import open_store
from app.domain.draws.draws import Randomness
from app.domain.people import Actor
from app.services.draws import WantedDraw, annul_draw, enter_seed, open_draw, replace_unit, run_draw

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "ubnd-huyen-phu-rieng"
BASE = f"/ke-hoach/{FOUNDING}/chon-xa/{HOST}/"
MINUTES, NOTICE = "1/bien-ban.docx", "1/thong-bao-ket-qua.docx"
AT = datetime(2023, 7, 10, 1, 30, tzinfo=UTC)
BY = Actor(name="Nguyễn Văn A")
WANTED = WantedDraw(count=2, randomness=Randomness(text="Gieo xúc xắc tại phiên chọn"))
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site whose founding plan is issued; at one district the draw is done, at another only committed to."""
    url = f"sqlite:///{tmp_path_factory.mktemp('drawn') / 'kiemtra.db'}"
    fill(url)
    release_founding_plan(url)
    site = Site(url)
    with open_store(site.engine) as store:
        code = open_draw(store, FOUNDING, HOST, WANTED, by=BY, at=AT).code
        witnesses = ("Trưởng đoàn", "Đại diện UBND huyện Phú Riềng")
        enter_seed(store, code, "4071 2936 8850", source="Xúc xắc", witnesses=witnesses, by=BY, at=AT)
        run_draw(store, code, by=BY, at=AT)
        open_draw(store, FOUNDING, "ubnd-thi-xa-binh-long", WANTED, by=BY, at=AT)
    yield site
    site.close()


def texts(answer) -> list[str]:
    body = Document(io.BytesIO(answer.content)).element.body
    return ["".join(paragraph.itertext()) for paragraph in body.iter("{*}p")]


def test_the_minutes_cite_the_decision_as_issued_and_carry_the_public_address(drawn: Site):
    answer = drawn.get(BASE + MINUTES)
    assert (answer.status_code, answer.headers["content-type"]) == (200, WORD)
    assert (
        'filename="bien-ban-chon-ngau-nhien-ubnd-huyen-phu-rieng-lan-1.docx"' in answer.headers["content-disposition"]
    )
    found = " ".join(texts(answer))
    assert "Căn cứ Quyết định số 1234/QĐ-UBND ngày 05 tháng 7 năm 2023" in found
    assert f"http://127.0.0.1/cong-khai/chon-xa/{FOUNDING}.{HOST}.1" in found.replace("xa/ ", "xa/")


def test_the_notice_is_that_of_an_issued_plan(drawn: Site):
    answer = drawn.get(BASE + NOTICE)
    assert (answer.status_code, answer.headers["content-type"]) == (200, WORD)
    assert "UBND huyện Phú Riềng" in " ".join(texts(answer))
    assert drawn.client.head(BASE + NOTICE).status_code == 200


@pytest.mark.parametrize("path", [MINUTES, NOTICE])
def test_there_is_no_paper_before_the_result_and_of_no_other_draw(drawn: Site, path: str):
    base = f"/ke-hoach/{FOUNDING}/chon-xa/"
    early = drawn.client.get(f"{base}ubnd-thi-xa-binh-long/{path}")
    assert (early.status_code, "chưa có kết quả nên chưa có biên bản và thông báo" in early.text) == (409, True)
    assert drawn.client.get(f"{base}so-cong-thuong/{path}").status_code == 409
    assert drawn.client.get(f"{base}{HOST}/{path.replace('1', '2', 1)}").status_code == 404
    assert drawn.client.get(f"{base}khong-co/{path}").status_code == 404


@pytest.mark.parametrize(("login", "status"), [("viewer", 200), ("leader", 200), ("unit", 403), ("member", 403)])
def test_only_who_reads_the_plan_has_its_papers(drawn: Site, login: str, status: int):
    client = drawn.signed_in_as(login)
    assert [client.get(BASE + path).status_code for path in (MINUTES, NOTICE)] == [status, status]


def test_what_comes_after_the_draw_is_in_the_papers_of_then(tmp_path):
    url = f"sqlite:///{tmp_path / 'kiemtra.db'}"
    fill(url)
    site = Site(url)
    with open_store(site.engine) as store:
        code = open_draw(store, FOUNDING, HOST, WANTED, by=BY, at=AT).code
        enter_seed(store, code, "4071 2936 8850", source="Xúc xắc", witnesses=(), by=BY, at=AT)
        draw = run_draw(store, code, by=BY, at=AT)
        replace_unit(store, code, draw.drawn[0], "Ngập lụt", by=BY, at=AT + timedelta(days=1))
    told = " ".join(texts(site.client.get(BASE + NOTICE)))
    assert (draw.name_of(draw.alternates[0]) in told, ": Ngập lụt" in told) == (True, True)
    with open_store(site.engine) as store:
        later = AT + timedelta(days=2)
        annul_draw(store, code, reason="Sót một xã", signatory="Trưởng đoàn", by=BY, at=later)
        second = open_draw(store, FOUNDING, HOST, WANTED, by=BY, at=later)
        enter_seed(store, second.code, "555 666 777", source="Xúc xắc", witnesses=(), by=BY, at=later)
        run_draw(store, second.code, by=BY, at=later)
    assert "hủy kết quả chọn, lý do: Sót một xã" in " ".join(texts(site.client.get(BASE + MINUTES)))
    assert "Hủy kết quả chọn ngẫu nhiên" in " ".join(texts(site.client.get(BASE + NOTICE)))
    of_second = [" ".join(texts(site.client.get(BASE + path.replace("1", "2", 1)))) for path in (MINUTES, NOTICE)]
    assert ["lý do: Sót một xã" in told for told in of_second] == [True, True]
    site.close()


def test_the_notice_to_the_unit_asked_for_before_the_draw_is_made_again_after_it(tmp_path):
    url = f"sqlite:///{tmp_path / 'kiemtra.db'}"
    fill(url)
    site = Site(url)
    path = f"/ke-hoach/{FOUNDING}/van-ban/tep/don-vi/{HOST}/thong-bao.docx"
    before = " ".join(texts(site.client.get(path)))
    with open_store(site.engine) as store:
        code = open_draw(store, FOUNDING, HOST, WANTED, by=BY, at=AT).code
        enter_seed(store, code, "4071 2936 8850", source="Xúc xắc", witnesses=(), by=BY, at=AT)
        draw = run_draw(store, code, by=BY, at=AT)
    first, second = (f"x{draw.name_of(each)[1:]}" for each in draw.chosen)
    sentence = f"Đơn vị cấp xã được chọn ngẫu nhiên để kiểm tra: {first} và {second}."
    after = " ".join(texts(site.client.get(path)))
    assert (sentence in before, sentence in after, f"Kiểm tra tại {first}" in after) == (False, True, True)
    site.close()


def test_the_unit_and_a_unit_drawn_below_it_are_led_to_the_public_page(drawn: Site):
    public = f"/cong-khai/chon-xa/{FOUNDING}.{HOST}.1"
    with open_store(drawn.engine) as store:
        codes = store.draws.get(f"{FOUNDING}.{HOST}.1").chosen
    for unit in (HOST, *codes):
        page = drawn.tree(f"/ke-hoach/{FOUNDING}/don-vi/{unit}")
        assert page.xpath(f"//section[@aria-labelledby='h-chon-ngau-nhien']//a[@href='{public}']/text()") == [
            "Danh sách, cam kết, dãy số và kết quả chọn: UBND huyện Phú Riềng"
        ]
    page = drawn.tree(f"/ke-hoach/{FOUNDING}/don-vi/so-cong-thuong")
    assert page.xpath("//section[@aria-labelledby='h-chon-ngau-nhien']") == []


def main_words(answer) -> str:
    return words(html.document_fromstring(answer.text).get_element_by_id("noi-dung"))


def test_the_drawn_units_stand_on_the_schedule_and_on_the_pages_of_the_team(drawn: Site):
    with open_store(drawn.engine) as store:
        draw = store.draws.get(f"{FOUNDING}.{HOST}.1")
    first, second = (f"x{draw.name_of(code)[1:]}" for code in draw.chosen)
    rows = drawn.tree(f"/ke-hoach/{FOUNDING}/lich").xpath(
        "//tr[th/a[contains(@href, 'phu-rieng')]]/th/span[@class='small muted']"
    )
    assert [words(row) for row in rows] == [f"Được chọn: {first} và {second}"]
    head = drawn.signed_in_as("leader")
    work = main_words(head.get("/viec-cua-toi"))
    assert f"Làm việc tại {first}: buổi chiều ngày 30/8/2023 Làm việc tại {second}: buổi sáng ngày 31/8/2023" in work
    dates = main_words(head.get("/viec-cua-toi/lich"))
    assert (f"30/8 Làm việc tại {first} Buổi chiều" in dates, f"31/8 Làm việc tại {second} Buổi sáng" in dates) == (
        True,
        True,
    )


def test_the_programme_of_the_unit_calls_the_drawn_units_by_name(drawn: Site):
    with open_store(drawn.engine) as store:
        draw = store.draws.get(f"{FOUNDING}.{HOST}.1")
    text = drawn.text(f"/ke-hoach/{FOUNDING}/don-vi/{HOST}")
    assert [f"Làm việc tại x{draw.name_of(code)[1:]}" in text for code in draw.chosen] == [True, True]
