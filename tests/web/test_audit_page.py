"""The log as administrators read it: newest first, filtered, page by page, with the hash of its last row."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from builders import a_dossier, a_plan
from web.account_sites import copied_site, filled
from web.filling import form_on, main_words, page_of, sent, spaced, told_wrong
from web.issued import MEMBER, PLANNER, VIEWER
from web.people import Randomness
from web.seeded import NOW

from app.db.store import open_reader, open_store
from app.domain.accounts import AccountRole, RoleGrant
from app.domain.audit import ROWS_OF_A_PAGE
from app.domain.people import Actor
from app.domain.plans import PlanState
from app.services.accounts import give_role, take_back_role
from app.services.invitations import invite
from app.services.sentences import action_groups, action_names

LOG = "/quan-tri/nhat-ky"
ACCOUNTS = {
    "quan-tri": (RoleGrant(role=AccountRole.ADMINISTRATOR),),
    "can-bo": (PLANNER,),
    "thanh-vien": (MEMBER,),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site in which a role was given on 2/7/2023 and taken back on 3/7/2023, late in the evening."""
    dossiers = (a_dossier(a_plan(state=PlanState.ISSUED)),)
    template = filled(tmp_path_factory.mktemp("filled"), dossiers, ACCOUNTS)
    with copied_site(template, tmp_path_factory.mktemp("log"), "quan-tri") as made:
        with open_store(made.engine) as store:
            planner, member = store.accounts.by_login("can-bo"), store.accounts.by_login("thanh-vien")
            by = Actor(name="can-bo")
            given = NOW - timedelta(days=8)
            changed = give_role(store, planner, member.id, VIEWER, by=by, at=given)
            late = NOW.replace(day=3, hour=16, minute=59)
            take_back_role(store, planner, changed.grants[-1].id, by=by, at=late)
        yield made


def rows(answer):
    """Return the rows that a page shows, cell by cell."""
    return [[spaced(cell) for cell in row] for row in page_of(answer).xpath("//tbody/tr")]


def numbers(answer):
    return [int(row[0]) for row in rows(answer)]


def entries(site):
    with open_reader(site.engine) as store:
        return list(store.audit.entries())


def filtered(site, **typed):
    named = {name.replace("_", "-"): value for name, value in typed.items()}
    return sent(site.client, site.client.get(LOG), LOG, named)


def test_the_rows_stand_the_newest_first_and_say_who_what_and_when(site):
    shown = rows(site.client.get(LOG))
    moments = {entry.id: entry.at for entry in entries(site)}
    order = [moments[int(row[0])] for row in shown]
    assert order == sorted(order, reverse=True)
    told = [row[2:] for row in shown]
    assert ["dòng lệnh (kiểm thử)", "Giao vai trò", "quan-tri", "Sau: Quản trị"] in told


def test_what_was_and_what_became_is_told_in_words(site):
    (taken,) = rows(filtered(site, viec="role.take_back"))
    assert taken[1:] == [
        "23 giờ 59 phút, ngày 03/7/2023", "can-bo", action_names()["role.take_back"], "thanh-vien",
        "Trước: Người xem: tinh-a",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ({"nguoi": "can-bo"}, lambda e: e.actor == "can-bo"),
        ({"doi_tuong": "thanh-vien"}, lambda e: e.subject == "thanh-vien"),
        ({"viec": "role"}, lambda e: e.action.startswith("role.")),
        ({"viec": "role.give"}, lambda e: e.action == "role.give"),
        ({"nguoi": " can-bo ", "viec": "role", "tu_ngay": "3/7/2023"}, lambda e: e.action == "role.take_back"),
        ({"nguoi": "không có ai"}, lambda _: False),
    ],
)
def test_the_rows_are_those_that_were_asked_for(site, typed, wanted):
    answer = filtered(site, **typed)
    assert sorted(numbers(answer)) == [entry.id for entry in entries(site) if wanted(entry)]
    kept = form_on(answer, LOG).fields
    assert {name: kept[name.replace("_", "-")] for name in typed} == {name: v.strip() for name, v in typed.items()}


@pytest.mark.parametrize("first", ["2/7/2023", "02.07.2023", "02072023", "Chủ Nhật, ngày 02/7/2023"])
@pytest.mark.parametrize("last", ["3/7/2023", "03-7-2023"])
def test_days_are_typed_in_any_habit_and_both_ends_count_whole(site, first, last):
    answer = filtered(site, viec="role", tu_ngay=first, den_ngay=last)
    assert [row[3] for row in rows(answer)] == [action_names()["role.take_back"], action_names()["role.give"]]
    text = main_words(answer)
    assert "Từ ngày Chủ Nhật, ngày 02/7/2023" in text
    assert "Đến hết ngày Thứ Hai, ngày 03/7/2023" in text
    assert len(rows(filtered(site, viec="role", tu_ngay=first, den_ngay="2/7/2023"))) == 1


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("hôm qua", "31/9/2023", {
            "tu-ngay": "Từ ngày: “hôm qua” không đọc được như một ngày. Ghi ngày, tháng, năm theo thứ tự đó, ví dụ "
            "01/9/2023.",
            "den-ngay": "Đến hết ngày: không có ngày “31/9/2023”. Tháng này có 30 ngày; sửa lại ngày hoặc tháng.",
        }),
        ("3/7/2023", "2/7/2023", {
            "den-ngay": "Đến hết ngày: ngày cuối (2/7/2023) trước ngày đầu (3/7/2023). Sửa một trong hai ngày.",
        }),
    ],
)  # fmt: skip
def test_a_day_that_is_none_is_told_and_what_was_typed_stays(site, first, last, told):
    answer = filtered(site, nguoi="can-bo", tu_ngay=first, den_ngay=last)
    assert (answer.status_code, told_wrong(answer), rows(answer)) == (422, told, [])
    fields = form_on(answer, LOG).fields
    assert (fields["nguoi"], fields["tu-ngay"], fields["den-ngay"]) == ("can-bo", first, last)


def test_every_action_of_the_log_can_be_chosen_alone_or_with_its_group(site):
    page = page_of(site.client.get(LOG))
    options = page.xpath("//select[@name='viec']//option/@value")
    groups = dict.fromkeys(code.partition(".")[0] for code in action_names())
    assert set(options) == {"", *action_names(), *groups}
    assert len(options) == len(set(options))
    assert page.xpath("//optgroup/@label") == [action_groups()[group] for group in groups]


def test_an_action_that_there_is_not_filters_nothing(site):
    answer = site.client.get(f"{LOG}?viec=khong.co")
    assert numbers(answer) == numbers(site.client.get(LOG))


def test_a_long_log_is_read_page_by_page_with_its_filter(long_log):
    seen, answer = [], long_log.client.get(f"{LOG}?viec=account")
    while True:
        seen.append(numbers(answer))
        onward = page_of(answer).xpath("//a[normalize-space()='Xem các dòng cũ hơn']/@href")
        if not onward:
            break
        answer = long_log.client.get(onward[0])
    wanted = [entry.id for entry in entries(long_log) if entry.action.startswith("account.")]
    assert [number for page in seen for number in page] == list(reversed(wanted))
    assert {len(page) for page in seen[:-1]} == {ROWS_OF_A_PAGE}
    (newest,) = page_of(answer).xpath("//a[normalize-space()='Về các dòng mới nhất']/@href")
    assert numbers(long_log.client.get(newest)) == seen[0]


@pytest.fixture(scope="module")
def long_log(tmp_path_factory):
    """A site in whose log there are many invitations."""
    template = filled(tmp_path_factory.mktemp("few"), (a_dossier(),), ACCOUNTS)
    with copied_site(template, tmp_path_factory.mktemp("many"), "quan-tri") as made:
        with open_store(made.engine) as store:
            for index in range(120):
                invite(
                    store, None, login=f"nguoi.{index:03}", name="Người", email=None, grants=(VIEWER,),
                    by=Actor(name="kiểm thử", is_command_line=True), at=NOW - timedelta(minutes=200 - index),
                    random_bytes=Randomness.of(f"{index}"),
                )  # fmt: skip
        yield made


def test_the_hash_of_the_last_row_is_shown_with_how_to_check_it(site):
    text = main_words(site.client.get(f"{LOG}?nguoi={quote('không có ai')}"))
    assert entries(site)[-1].hash in text
    assert "kiemtra audit verify --expect MÃ" in text


@pytest.mark.parametrize("who", ["can-bo", "thanh-vien"])
def test_the_log_is_for_administrators(site, who):
    answer = site.signed_in_as(who).get(LOG)
    assert answer.status_code == 403
    assert "Trang này dành cho người quản trị" in main_words(answer)


@pytest.mark.parametrize("query", ["truoc=0", "truoc=x", "truoc=99999999999", f"nguoi={'x' * 201}"])
def test_a_query_that_no_form_of_the_page_sends_is_told_as_such(site, query):
    assert site.client.get(f"{LOG}?{query}").status_code == 422


def test_text_in_the_log_is_shown_and_never_read_as_markup(site):
    with open_store(site.engine) as store:
        store.audit.note("plan.add", "<b>x</b>", after="<script>", by=Actor(name="<i>"), at=NOW)
    answer = site.client.get(LOG)
    assert rows(answer)[0][2:] == ["<i>", action_names()["plan.add"], "<b>x</b>", "Sau: <script>"]
    assert page_of(answer).xpath("//main//b | //main//i | //main//script") == []
