"""One account and what is done about it: roles, links, locking; each told before, and refused with the reason."""

from dataclasses import replace
from datetime import date

import pytest
from builders import PEOPLE, UNITS, a_dossier, a_plan, a_visit
from web.account_sites import copied_site, filled
from web.filling import form_on, main_words, page_of, sent, told_wrong
from web.issued import LEADER, MEMBER, PLANNER
from web.people import Randomness
from web.people_sites import ACCOUNTS, DOSSIERS, INVITE, LIST, account, held, link_on, number
from web.seeded import NOW, words

from app.db.store import open_store
from app.domain.accounts import AccountRole
from app.domain.people import Actor
from app.domain.plans import PlanState
from app.services.accounts import take_back_role
from app.services.feeds import issue_feed


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("people"), DOSSIERS, ACCOUNTS)


@pytest.fixture
def site(template, tmp_path):
    with copied_site(template, tmp_path, "can-bo") as made:
        yield made


def refused_sentence(answer):
    """Return why an act was refused, as the top of the page says it."""
    return words(page_of(answer).xpath("//*[@data-error-summary]//li")[0])


def test_a_new_link_withdraws_the_one_before(site):
    path = f"{LIST}/{number(site, 'thanh-vien')}/lien-ket"
    question = site.client.get(path)
    assert "Mật khẩu đang dùng vẫn dùng được cho đến khi mật khẩu mới được đặt" in main_words(question)
    first = link_on(sent(site.client, question, path))
    second = link_on(sent(site.client, question, path))
    assert [site.guest().get(link).status_code for link in (first, second)] == [410, 200]


def test_a_role_is_given_and_giving_it_again_is_told(site):
    path = f"{LIST}/{number(site, 'don-vi')}/vai-tro/moi"
    step = sent(site.client, site.client.get(path), path, {"vai-tro": "leader"})
    given = sent(site.client, step, path, {"gan-voi": "ba-n"})
    assert (given.status_code, given.headers["location"]) == (303, f"{LIST}/{number(site, 'don-vi')}?xong=giao")
    text = main_words(site.client.get(given.headers["location"]))
    assert "Đã giao vai trò" in text
    assert "Trưởng đoàn, Phó Trưởng đoàn Bà N, Sở Thông tin và Truyền thông Tỉnh A" in text
    again = sent(site.client, step, path, {"gan-voi": "ba-n"})
    assert again.status_code == 422
    assert list(told_wrong(again)) == ["gan-voi"]
    assert form_on(again, path).fields["gan-voi"] == "ba-n"
    assert len(account(site, "don-vi").grants) == 2


def test_a_role_without_a_subject_given_twice_is_told_too(site):
    path = f"{LIST}/{number(site, 'don-vi')}/vai-tro/moi"
    step = sent(site.client, site.client.get(path), path, {"vai-tro": "viewer"})
    assert [sent(site.client, step, path).status_code for _ in range(2)] == [303, 422]


def test_a_role_is_taken_back_after_its_consequences_were_said(site):
    grant = held(site, "thanh-vien", AccountRole.MEMBER)
    path = f"{LIST}/{number(site, 'thanh-vien')}/vai-tro/{grant}/thu-hoi"
    member = site.signed_in_as("thanh-vien")
    assert member.get("/viec-cua-toi").status_code == 200
    admin = site.signed_in_as("quan-tri")
    question = admin.get(path)
    assert "Thành viên đoàn: Ông P, Sở Tư pháp" in main_words(question)
    assert "Địa chỉ lịch nào không còn vai trò cho phép thì ngừng ngay" in main_words(question)
    done = sent(admin, question, path)
    assert done.headers["location"] == f"{LIST}/{number(site, 'thanh-vien')}?xong=thu-hoi"
    assert "Đã thu hồi vai trò" in main_words(admin.get(done.headers["location"]))
    assert account(site, "thanh-vien").grants == ()
    again = sent(admin, question, path)
    assert again.status_code == 409
    assert refused_sentence(again).startswith("Không có vai trò này, hoặc vai trò đã được thu hồi.")
    assert "Chưa có vai trò nào" in main_words(again)
    assert admin.get(path).status_code == 409


def test_two_who_take_back_the_same_role_at_once_are_each_told_what_is_so(site):
    grant = held(site, "hai-vai", AccountRole.VIEWER)
    path = f"{LIST}/{number(site, 'hai-vai')}/vai-tro/{grant}/thu-hoi"
    admin = site.signed_in_as("quan-tri")
    question = admin.get(path)
    with open_store(site.engine) as store:
        take_back_role(store, store.accounts.by_login("can-bo"), grant, by=Actor(name="can-bo"), at=NOW)
    late = sent(admin, question, path)
    assert late.status_code == 409
    assert "Quản trị" in main_words(late)


def test_a_planner_who_takes_back_the_last_role_they_could_give_is_led_to_the_list(site):
    grant = held(site, "thanh-vien", AccountRole.MEMBER)
    path = f"{LIST}/{number(site, 'thanh-vien')}/vai-tro/{grant}/thu-hoi"
    done = sent(site.client, site.client.get(path), path)
    assert done.headers["location"] == f"{LIST}?xong=thu-hoi"
    assert "không còn trong danh sách này" in main_words(site.client.get(done.headers["location"]))


def test_a_planner_who_takes_back_the_own_role_is_warned_and_led_to_the_start(site):
    path = f"{LIST}/{number(site, 'can-bo')}/vai-tro/{held(site, 'can-bo', AccountRole.PLANNER)}/thu-hoi"
    question = site.client.get(path)
    assert "Đây là vai trò của chính tài khoản đang dùng" in main_words(question)
    assert sent(site.client, question, path).headers["location"] == "/"
    assert site.client.get(LIST).status_code == 403


def test_an_account_is_locked_after_its_consequences_were_said_and_opened_again(site):
    member = site.signed_in_as("thanh-vien")
    here = f"{LIST}/{number(site, 'thanh-vien')}"
    question = site.client.get(f"{here}/khoa")
    text = main_words(question)
    assert "01 phiên đang mở kết thúc ngay" in text
    assert "Không có địa chỉ lịch nào đang dùng." in text
    done = sent(site.client, question, f"{here}/khoa")
    assert done.headers["location"] == f"{here}?xong=khoa"
    locked = site.client.get(done.headers["location"])
    assert "Đã khóa tài khoản" in main_words(locked)
    assert "Khóa từ 12 giờ 00 phút, ngày 10/7/2023" in main_words(locked)
    assert member.get("/viec-cua-toi").headers["location"].startswith("/dang-nhap")
    opened = sent(site.client, locked, f"{here}/mo-khoa")
    assert opened.headers["location"] == f"{here}?xong=mo-khoa"
    assert site.signed_in_as("thanh-vien").get("/viec-cua-toi").status_code == 200


def member_feed(site):
    """Give the member an address of their own calendar and return its path."""
    with open_store(site.engine) as store:
        secret = issue_feed(
            store, "tinh-a-2023", person="ong-p", name="điện thoại", account=store.accounts.by_login("thanh-vien"),
            by=Actor(name="thanh-vien"), at=NOW, random_bytes=Randomness.of("lịch"),
        )  # fmt: skip
    return f"/lich/{secret}.ics"


@pytest.mark.parametrize("act", ["khoa", "vai-tro/{}/thu-hoi"])
def test_calendar_addresses_end_with_the_account_and_with_the_role(site, act):
    feed = member_feed(site)
    assert site.guest().get(feed).status_code == 200
    path = f"{LIST}/{number(site, 'thanh-vien')}/{act.format(held(site, 'thanh-vien', AccountRole.MEMBER))}"
    question = site.client.get(path)
    assert ("01 địa chỉ lịch ngừng ngay" in main_words(question)) is (act == "khoa")
    assert sent(site.client, question, path).status_code == 303
    assert site.guest().get(feed).status_code == 410


def test_a_locked_account_gets_no_link(site):
    here = f"{LIST}/{number(site, 'thanh-vien')}"
    link, lock = site.client.get(f"{here}/lien-ket"), site.client.get(f"{here}/khoa")
    sent(site.client, lock, f"{here}/khoa")
    refused = sent(site.client, link, f"{here}/lien-ket")
    assert refused.status_code == 409
    wanted = "Tài khoản “thanh-vien” đã khóa nên không tạo được liên kết. Mở lại tài khoản trước."
    assert refused_sentence(refused) == wanted


def test_nobody_locks_the_own_account_and_the_last_administrator_stays(site):
    admin = site.signed_in_as("quan-tri")
    own = f"{LIST}/{number(site, 'quan-tri')}"
    assert f"{own}/khoa" not in admin.get(own).text
    refused = sent(admin, admin.get(f"{own}/khoa"), f"{own}/khoa")
    assert refused.status_code == 409
    assert refused_sentence(refused).startswith("Không tự khóa được tài khoản của mình.")
    other = f"{LIST}/{number(site, 'hai-vai')}"
    assert sent(admin, admin.get(f"{other}/khoa"), f"{other}/khoa").status_code == 303
    role = f"{own}/vai-tro/{held(site, 'quan-tri', AccountRole.ADMINISTRATOR)}/thu-hoi"
    refused = sent(admin, admin.get(role), role)
    assert refused.status_code == 409
    assert refused_sentence(refused).startswith("Đây là người quản trị duy nhất")
    assert account(site, "quan-tri").holds(AccountRole.ADMINISTRATOR)


def test_the_person_of_a_role_bears_the_name_that_the_newest_plan_gives(tmp_path):
    people = (*PEOPLE[:2], replace(PEOPLE[2], name="Phan P", honorific="Ông"))
    newer = a_dossier(a_plan(key="tinh-a-2024", year=2024, state=PlanState.ISSUED, visits=(a_visit(),)), people=people)
    folder = tmp_path / "newer"
    folder.mkdir()
    accounts = {"can-bo": (PLANNER,), "thanh-vien": (MEMBER, LEADER)}
    with copied_site(filled(folder, (*DOSSIERS[:1], newer), accounts), tmp_path, "can-bo") as site:
        text = main_words(site.client.get(f"{LIST}/{number(site, 'thanh-vien')}"))
        assert "Thành viên đoàn Ông Phan P, Sở Tư pháp Tỉnh A" in text
        assert "Trưởng đoàn, Phó Trưởng đoàn Ông M, Sở Nội vụ Tỉnh A" in text


def test_the_unit_of_a_role_is_the_one_of_its_time(tmp_path):
    old = replace(UNITS[3], name="Sở Y tế cũ", until=date(2023, 3, 31))
    new = replace(UNITS[3], name="Sở Y tế", since=date(2023, 4, 1))
    dossier = a_dossier(a_plan(state=PlanState.ISSUED), units=(*UNITS[:3], old, new, *UNITS[4:]))
    folder = tmp_path / "unit"
    folder.mkdir()
    with copied_site(filled(folder, (dossier,), {"can-bo": (PLANNER,)}), tmp_path, "can-bo") as site:
        typed = {"ho-ten": "Đầu mối", "ten-dang-nhap": "dau-moi"}
        made = sent(site.client, site.client.get(f"{INVITE}?don-vi=so-y-te"), INVITE, typed)
        assert made.status_code == 200
        (grant,) = account(site, "dau-moi").grants
        assert grant.unit_since == date(2023, 4, 1)
        assert "Đầu mối của đơn vị Sở Y tế Tỉnh A" in main_words(site.client.get(f"{LIST}/{number(site, 'dau-moi')}"))
