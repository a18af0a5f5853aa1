"""The team of a draft as its planners draw it up: batches, teams, members, people, and two planners at once."""

from dataclasses import replace
from datetime import date

import pytest
from builders import ALTERNATING, a_batch, a_dossier, a_plan, a_visit
from web.choosing import sent
from web.filling import form_on, main_words, page_of, told_wrong
from web.issued import PLANNER, VIEWER, file_url, small_site
from web.seeded import BY

from app.db.store import open_reader, open_store
from app.domain.plans import Mandate, PlanState
from app.domain.teams import Role, Seat

PLAN = "tinh-a-2023"
TEAM = f"/ke-hoach/{PLAN}/doan"
BATCH = f"{TEAM}/dot/dot-1"
DRAFT = a_dossier(
    a_plan(
        batches=(a_batch(), a_batch("dot-2", deputies=())),
        visits=(a_visit(),),
        alternation=ALTERNATING,
        mandates=(Mandate(field="the-che", name="cải cách thể chế", agency="so-tu-phap"),),
    )
)


@pytest.fixture
def drawn(tmp_path):
    with small_site(file_url(tmp_path), DRAFT, **{"can-bo": (PLANNER,), "hai": (PLANNER,)}) as site:
        yield site


def now(site):
    with open_reader(site.engine) as store:
        return store.plans.dossier(PLAN)


def saved(site, path, typed, action=None):
    """Fill in the form of a page, have it kept, and return the page that it leads to."""
    answer = sent(site.client, site.client.get(path), action or path, typed)
    assert answer.status_code == 303, main_words(answer)
    return site.client.get(answer.headers["location"])


def refused(site, path, typed, status=422):
    answer = sent(site.client, site.client.get(path), path, typed)
    assert answer.status_code == status, answer.headers
    return answer


def pressed(site, action, client=None, way=None, shown=None):
    """Press a button on the page of the team, as it is or as it was shown before."""
    client = client or site.client
    shown = shown or client.get(TEAM)
    forms = page_of(shown).xpath("//main//form[@action=$action]", action=action)
    (form,) = [form for form in forms if way is None or form.fields.get("huong") == way]
    return client.post(action, data=dict(form.fields))


# Đợt


def test_a_batch_is_changed_and_the_page_says_so(drawn):
    shown = saved(drawn, BATCH, {"ten": "Đợt một", "han": "chậm nhất 05 ngày làm việc trước ngày bắt đầu kiểm tra"})
    batch = now(drawn).plan.batches[0]
    assert batch.name == "Đợt một"
    assert batch.report_deadline.words() == "chậm nhất 05 ngày làm việc trước ngày bắt đầu kiểm tra"
    assert "Đã lưu đợt." in main_words(shown)
    assert "Thay đổi gần nhất: sửa Đợt một." in main_words(shown)


def test_a_batch_that_is_saved_as_it_is_stays_as_it_is(drawn):
    saved(drawn, BATCH, {})
    assert now(drawn).plan == DRAFT.plan


def test_a_new_batch_offers_the_next_name_and_stands_last(drawn):
    saved(drawn, f"{TEAM}/dot/moi", {"truong-doan": "ba-n", "co-quan": "so-tttt"})
    batch = now(drawn).plan.batches[-1]
    assert (batch.key, batch.name, batch.head, batch.lead_agency) == ("dot-3", "Đợt 3", "ba-n", "so-tttt")


def test_a_batch_without_units_is_deleted_and_one_with_units_has_no_button_for_it(drawn):
    assert page_of(drawn.client.get(TEAM)).xpath("//form[@action=$a]", a=f"{BATCH}/xoa") == []
    assert pressed(drawn, f"{TEAM}/dot/dot-2/xoa").status_code == 303
    assert [batch.key for batch in now(drawn).plan.batches] == ["dot-1"]


def test_deleting_a_batch_that_got_a_unit_meanwhile_is_refused_with_the_reason(drawn):
    client = drawn.client
    form = dict(page_of(client.get(TEAM)).xpath("//form[@action=$a]", a=f"{TEAM}/dot/dot-2/xoa")[0].fields)
    answer = client.post(f"{BATCH}/xoa", data=form)
    assert answer.status_code == 409
    assert "vừa có người khác sửa" in main_words(answer)


def test_batches_move_by_buttons_which_keep_the_key_on_the_moved_row(drawn):
    answer = pressed(drawn, f"{TEAM}/dot/dot-2/thu-tu", way="len")
    shown = drawn.client.get(answer.headers["location"])
    assert [batch.key for batch in now(drawn).plan.batches] == ["dot-2", "dot-1"]
    assert "Đã đưa Đợt 2 lên vị trí 1." in main_words(shown)
    (focused,) = page_of(shown).xpath("//button[@autofocus]")
    assert " ".join(focused.text_content().split()) == "Đưa xuống Đợt 2"


def test_a_head_who_is_deputy_is_told_beside_the_field_and_nothing_typed_is_lost(drawn):
    answer = refused(drawn, BATCH, {"ten": "Tên khác", "truong-doan": "ba-n"})
    assert told_wrong(answer) == {
        "truong-doan": "Trưởng đoàn: “Bà N - Phó Giám đốc Sở Thông tin và Truyền thông” vừa là Trưởng đoàn vừa là "
        "Phó Trưởng đoàn của đợt. Chọn Trưởng đoàn khác, hoặc bỏ người này khỏi các Phó Trưởng đoàn."
    }
    assert form_on(answer, BATCH).fields["ten"] == "Tên khác"
    assert now(drawn).plan == DRAFT.plan


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("30/7/2023", "chưa rõ ngày 30/7/2023 có còn trong hạn không"),
        ("trước ngày 31/6/2023", "Tháng này có 30 ngày"),
        ("sớm", "“sớm” không đọc được như một thời hạn"),
    ],
)
def test_a_deadline_that_cannot_be_read_is_told_beside_its_field(drawn, typed, words):
    answer = refused(drawn, BATCH, {"han": typed})
    assert list(told_wrong(answer)) == ["han"]
    assert words in told_wrong(answer)["han"]
    assert form_on(answer, BATCH).fields["han"] == typed


def test_several_deputies_are_kept_in_the_order_they_had(drawn):
    answer = sent(drawn.client, drawn.client.get(BATCH), BATCH, {"pho": ["ong-p", "ba-n"], "thuong-truc": "ong-p"})
    assert answer.status_code == 303
    batch = now(drawn).plan.batches[0]
    assert (batch.deputies, batch.standing_deputy) == (("ba-n", "ong-p"), "ong-p")


def test_alternating_sets_heads_and_deputies_and_can_be_undone(drawn):
    answer = pressed(drawn, f"{TEAM}/luan-phien")
    assert [(batch.head, batch.deputies) for batch in now(drawn).plan.batches] == [
        ("ong-m", ("ba-n",)),
        ("ba-n", ("ong-m",)),
    ]
    shown = drawn.client.get(answer.headers["location"])
    assert "Đã xếp lại Trưởng đoàn" in main_words(shown)
    assert pressed(drawn, f"{TEAM}/hoan-tac", shown=shown).status_code == 303
    assert now(drawn).plan.batches == DRAFT.plan.batches
    again = drawn.client.post(f"{TEAM}/hoan-tac", data=dict(form_on(shown, f"{TEAM}/hoan-tac").fields))
    assert again.status_code == 409
    assert "Không hoàn tác được" in main_words(again)


def test_alternating_where_an_agency_has_nobody_is_refused_with_its_name(tmp_path):
    stated = replace(ALTERNATING, agencies=("so-noi-vu", "so-y-te"))
    dossier = replace(DRAFT, plan=replace(DRAFT.plan, alternation=stated))
    with small_site(file_url(tmp_path), dossier, **{"can-bo": (PLANNER,)}) as site:
        answer = pressed(site, f"{TEAM}/luan-phien")
        assert answer.status_code == 409
        assert "Sở Y tế không có ai đang giữ chức" in main_words(answer)


# Hai người cùng sửa


def test_the_second_of_two_planners_sees_both_values_and_may_take_either(drawn):
    other = drawn.signed_in_as("hai")
    mine, theirs = drawn.client.get(BATCH), other.get(BATCH)
    assert sent(other, theirs, BATCH, {"ten": "Đợt của người kia"}).status_code == 303
    answer = sent(drawn.client, mine, BATCH, {"ten": "Đợt của tôi", "han": "trước ngày 01/8/2023"})
    assert answer.status_code == 409
    rows = {row[0]: tuple(row[1:]) for row in table(answer)}
    assert rows["Tên đợt"] == ("Đợt của người kia", "Đợt của tôi")
    assert rows["Hạn gửi báo cáo"] == ("trước ngày 21/7/2023", "trước ngày 01/8/2023")
    assert now(drawn).plan.batches[0].name == "Đợt của người kia"
    assert sent(drawn.client, answer, BATCH).status_code == 303
    batch = now(drawn).plan.batches[0]
    assert (batch.name, batch.report_deadline.day, batch.deputies) == ("Đợt của tôi", date(2023, 8, 1), ("ba-n",))


def test_what_somebody_else_deleted_can_be_added_again_as_it_was_typed(drawn):
    path = f"{TEAM}/dot/dot-2"
    mine = drawn.client.get(path)
    assert pressed(drawn, f"{path}/xoa", client=drawn.signed_in_as("hai")).status_code == 303
    answer = sent(drawn.client, mine, path, {"ten": "Đợt bổ sung"})
    assert answer.status_code == 409
    assert "Bản đang có không còn mục này" in main_words(answer)
    assert sent(drawn.client, answer, f"{TEAM}/dot/moi").status_code == 303
    assert [batch.name for batch in now(drawn).plan.batches] == ["Đợt 1", "Đợt bổ sung"]


def test_two_planners_may_change_two_things_at_once(drawn):
    mine = drawn.client.get(f"{TEAM}/dot/dot-2")
    other = drawn.signed_in_as("hai")
    assert sent(other, other.get(BATCH), BATCH, {"ten": "Đợt một"}).status_code == 303
    assert sent(drawn.client, mine, f"{TEAM}/dot/dot-2", {"ten": "Đợt hai"}).status_code == 303
    assert [batch.name for batch in now(drawn).plan.batches] == ["Đợt một", "Đợt hai"]


def test_a_button_pressed_over_what_somebody_else_changed_does_nothing_and_shows_how_it_is_now(drawn):
    shown = drawn.client.get(TEAM)
    assert pressed(drawn, f"{TEAM}/dot/dot-2/thu-tu", client=drawn.signed_in_as("hai"), way="len").status_code == 303
    answer = pressed(drawn, f"{TEAM}/dot/dot-2/thu-tu", way="len", shown=shown)
    assert answer.status_code == 409
    assert "vừa có người khác sửa" in main_words(answer)
    assert [batch.key for batch in now(drawn).plan.batches] == ["dot-2", "dot-1"]


def table(answer):
    return [
        [" ".join(cell.text_content().split()) for cell in row] for row in page_of(answer).xpath("//main//tbody/tr")
    ]


# Đoàn, tổ, thành viên, người


def test_a_second_team_is_added_and_gets_a_batch_and_a_member(drawn):
    saved(drawn, f"{TEAM}/to/moi", {"ten": "Tổ kiểm tra số 2"})
    saved(drawn, BATCH, {"doan": "to-kiem-tra-so-2"})
    new = f"{TEAM}/to/to-kiem-tra-so-2/thanh-vien/moi"
    saved(drawn, new, {"nguoi": "ong-p", "vai-tro": "secretary"})
    plan = now(drawn).plan
    assert plan.batches[0].team == "to-kiem-tra-so-2"
    assert plan.team("to-kiem-tra-so-2").seats == (Seat(key="ong-p-2", role=Role.SECRETARY, person="ong-p"),)


def test_a_person_in_two_teams_on_one_day_is_a_problem_of_the_plan_that_keeps_nobody_from_saving(drawn):
    saved(drawn, f"{TEAM}/to/moi", {"ten": "Tổ 2"})
    saved(drawn, f"{TEAM}/dot/dot-2", {"doan": "to-2", "truong-doan": "ong-m"})
    with_both = replace(now(drawn).plan, visits=(a_visit(), a_visit("so-tu-phap", batch="dot-2")))
    with open_store(drawn.engine) as store:
        store.plans.rewrite(replace(now(drawn), plan=with_both), action="plan.edit", **BY)
    assert "không thể tham gia kiểm tra" in main_words(drawn.client.get(TEAM))


def test_a_team_is_renamed_moved_and_deleted(drawn):
    saved(drawn, f"{TEAM}/to/moi", {"ten": "Tổ 2"})
    saved(drawn, f"{TEAM}/to/doan/ten", {"ten": "Tổ 1"})
    assert pressed(drawn, f"{TEAM}/to/to-2/thu-tu", way="len").status_code == 303
    assert [team.name for team in now(drawn).plan.teams] == ["Tổ 2", "Tổ 1"]
    assert pressed(drawn, f"{TEAM}/to/to-2/xoa").status_code == 303
    assert [team.key for team in now(drawn).plan.teams] == ["doan"]


def test_a_substitute_for_some_days_at_some_units_is_added_below_the_member(drawn):
    new = f"{TEAM}/to/doan/thanh-vien/moi"
    shown = drawn.client.get(f"{new}?thay=ong-p")
    assert "Thay cho: Ông P" in main_words(shown)
    answer = sent(
        drawn.client,
        shown,
        new,
        {"nguoi": "ba-n", "tu-ngay": "1/8/2023", "den-ngay": "02082023", "don-vi": ["so-y-te"]},
    )
    assert answer.status_code == 303
    assert now(drawn).plan.teams[0].seats[1] == Seat(
        key="ba-n",
        person="ba-n",
        substitutes="ong-p",
        since=date(2023, 8, 1),
        until=date(2023, 8, 2),
        units=("so-y-te",),
    )
    assert "Thay ông P - Chuyên viên Sở Tư pháp từ ngày 01/8/2023" in main_words(drawn.client.get(TEAM))


def test_a_person_twice_in_a_team_and_turned_days_are_told_beside_their_fields(drawn):
    path = f"{TEAM}/to/doan/thanh-vien/moi"
    assert list(told_wrong(refused(drawn, path, {"nguoi": "ong-p"}))) == ["nguoi"]
    wrong = told_wrong(refused(drawn, path, {"nguoi": "ba-n", "tu-ngay": "31/6/2023", "den-ngay": "mai"}))
    assert list(wrong) == ["tu-ngay", "den-ngay"]
    turned = told_wrong(refused(drawn, path, {"nguoi": "ba-n", "tu-ngay": "02/8/2023", "den-ngay": "01/8/2023"}))
    assert turned == {
        "den-ngay": "Đến hết ngày: ngày cuối (01/8/2023) trước ngày đầu (02/8/2023). Sửa một trong hai ngày."
    }


def test_a_member_gets_fields_is_changed_moved_and_taken_out(drawn):
    path = f"{TEAM}/to/doan/thanh-vien"
    saved(drawn, f"{path}/ong-p", {"linh-vuc": ["the-che"], "vai-tro": "expert"})
    assert now(drawn).plan.teams[0].seats == (Seat(key="ong-p", role=Role.EXPERT, person="ong-p", fields=("the-che",)),)
    saved(drawn, f"{path}/moi", {"chuc-danh": "Đại diện Sở Y tế", "co-quan": "so-y-te"})
    assert pressed(drawn, f"{path}/dai-dien-so-y-te/thu-tu", way="len").status_code == 303
    assert [seat.key for seat in now(drawn).plan.teams[0].seats] == ["dai-dien-so-y-te", "ong-p"]
    assert pressed(drawn, f"{path}/ong-p/xoa").status_code == 303
    assert [seat.key for seat in now(drawn).plan.teams[0].seats] == ["dai-dien-so-y-te"]


def test_a_person_is_added_changed_and_taken_out(drawn):
    new = {"danh-xung": "Bà", "ho-ten": "Trần Thị Q", "chuc-vu": "Phó Giám đốc", "co-quan": "so-noi-vu"}
    shown = saved(drawn, f"{TEAM}/nguoi/moi", new | {"tu-ngay": "1.1.2023"})
    assert "Bà Trần Thị Q - Phó Giám đốc Sở Nội vụ" in main_words(shown)
    saved(drawn, f"{TEAM}/nguoi/tran-thi-q", {"chuc-vu": "Giám đốc"})
    person = now(drawn).person("tran-thi-q")
    assert (person.position, person.since) == ("Giám đốc", date(2023, 1, 1))
    assert pressed(drawn, f"{TEAM}/nguoi/tran-thi-q/xoa").status_code == 303
    assert now(drawn).people == DRAFT.people


def test_an_empty_person_is_told_field_by_field(drawn):
    assert list(told_wrong(refused(drawn, f"{TEAM}/nguoi/moi", {}))) == ["ho-ten", "chuc-vu", "co-quan"]


def test_a_person_who_is_named_has_no_button_and_is_not_taken_out(drawn):
    assert page_of(drawn.client.get(TEAM)).xpath("//form[@action=$a]", a=f"{TEAM}/nguoi/ong-m/xoa") == []
    token = drawn.token(drawn.client)
    mark = form_on(drawn.client.get(f"{TEAM}/nguoi/ong-m"), f"{TEAM}/nguoi/ong-m").fields["dau"]
    answer = drawn.client.post(f"{TEAM}/nguoi/ong-m/xoa", data={"ma-bieu-mau": token, "dau": mark})
    assert answer.status_code == 409
    assert "Chưa bỏ Ông M: đang là Trưởng đoàn Đợt 1" in main_words(answer)


def test_what_is_not_there_is_not_found(drawn):
    for path in ("dot/la", "to/la/ten", "to/doan/thanh-vien/la", "to/la/thanh-vien/moi", "nguoi/la"):
        assert drawn.client.get(f"{TEAM}/{path}").status_code == 404, path


def test_a_choice_that_no_list_offers_is_told_and_not_kept(drawn):
    answer = refused(drawn, BATCH, {"truong-doan": "ai-do", "doan": "la", "co-quan": "la"})
    assert list(told_wrong(answer)) == ["doan", "truong-doan", "co-quan"]


# Ai được soạn


def test_readers_see_the_team_and_none_of_the_buttons(tmp_path):
    issued = replace(DRAFT, plan=replace(DRAFT.plan, state=PlanState.ISSUED))
    with small_site(file_url(tmp_path), issued, **{"can-bo": (PLANNER,), "xem": (VIEWER,)}) as site:
        for login in ("can-bo", "xem"):
            shown = site.signed_in_as(login).get(TEAM)
            assert page_of(shown).xpath("//main//form") == [], login
            assert "Ông M - Giám đốc Sở Nội vụ" in main_words(shown)
        assert site.client.get(BATCH).status_code == 409
        assert site.signed_in_as("xem").get(BATCH).status_code == 403


def test_a_plan_with_nothing_yet_says_what_comes_here(tmp_path):
    empty = a_dossier(a_plan(teams=(), batches=(), visits=()), people=())
    with small_site(file_url(tmp_path), empty, **{"can-bo": (PLANNER,)}) as site:
        text = main_words(site.client.get(TEAM))
        assert "Chưa có đoàn, tổ nào." in text
        assert "Chưa có đợt nào." in text
        assert "Chưa có ai." in text
        saved(site, f"{TEAM}/to/moi", {"ten": "Đoàn kiểm tra"})
        saved(site, f"{TEAM}/dot/moi", {})
        assert [batch.name for batch in now(site).plan.batches] == ["Đợt 1"]
