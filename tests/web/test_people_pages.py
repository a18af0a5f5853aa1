"""The list of people, and inviting: who sees whom, what is offered, what is refused, and how a link is handed over."""

from datetime import timedelta

import pytest
from mailing.mail_servers import HOST, REFUSED, Mailbox, mail_server
from web.account_sites import copied_site, filled, make_quick
from web.filling import form_on, main_words, page_of, sent, spaced, told_wrong
from web.issued import PLANNER, VIEWER, small_site
from web.people import PASSWORD, session_of
from web.people_sites import ACCOUNTS, DOSSIERS, INVITE, LIST, PLAN, account, chosen, held, link_on, number
from web.seeded import NOW

from app.db.store import open_reader
from app.domain.accounts import AccountRole


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("people"), DOSSIERS, ACCOUNTS)


@pytest.fixture
def site(template, tmp_path):
    with copied_site(template, tmp_path, "can-bo") as made:
        yield made


@pytest.fixture(scope="module")
def still_site(template, tmp_path_factory):
    """A site for tests that change nothing."""
    with copied_site(template, tmp_path_factory.mktemp("still"), "can-bo") as made:
        yield made


def logins(answer):
    return [cell.text_content() for cell in page_of(answer).xpath("//tbody//td[@data-label='Tên đăng nhập']")]


# The list


def test_an_administrator_sees_every_account_the_newest_first_with_state_and_roles(still_site):
    answer = still_site.signed_in_as("quan-tri").get(LIST)
    assert logins(answer) == list(reversed(ACCOUNTS))
    rows = {spaced(row[1]): spaced(row) for row in page_of(answer).xpath("//tbody/tr")}
    assert rows["thanh-vien"] == "Vai thanh-vien thanh-vien Thành viên đoàn: Ông P, Sở Tư pháp (tỉnh A) Đang dùng"
    assert rows["hai-vai"] == "Vai hai-vai hai-vai Người xem: Tỉnh A Quản trị Đang dùng"
    assert rows["khong-vai"] == "Vai khong-vai khong-vai Chưa có vai trò Đang dùng"


def test_a_planner_sees_those_whose_roles_are_theirs_to_give_and_nobody_else(still_site):
    assert logins(still_site.client.get(LIST)) == ["hai-vai", "don-vi", "thanh-vien", "can-bo"]


@pytest.mark.parametrize(
    ("typed", "found"), [("thanh vien", ["thanh-vien"]), ("ĐƠN VỊ", ["don-vi"]), ("vai", None), ("không có ai", [])]
)
def test_people_are_found_by_a_part_of_their_names_with_accents_or_without(still_site, typed, found):
    client = still_site.signed_in_as("quan-tri")
    answer = sent(client, client.get(LIST), LIST, {"tim": typed})
    assert logins(answer) == (list(reversed(ACCOUNTS)) if found is None else found)
    assert form_on(answer, LIST).fields["tim"] == typed
    if found == []:
        assert "Không có người dùng nào khớp với “không có ai”." in main_words(answer)


def test_a_long_list_is_read_page_by_page(tmp_path):
    many = {f"nguoi-{index:02}": (VIEWER,) for index in range(60)}
    folder = tmp_path / "many"
    folder.mkdir()
    with copied_site(filled(folder, DOSSIERS[:1], {"can-bo": (PLANNER,), **many}), tmp_path, "can-bo") as site:
        first = site.client.get(LIST)
        (onward,) = page_of(first).xpath("//a[normalize-space()='Trang sau']/@href")
        second = site.client.get(onward)
        assert [*logins(first), *logins(second)] == [*reversed(many), "can-bo"]
        assert page_of(second).xpath("//a[normalize-space()='Trang sau']") == []
        (back,) = page_of(second).xpath("//a[normalize-space()='Trang trước']/@href")
        assert logins(site.client.get(back)) == logins(first)
        assert site.client.get(f"{LIST}?trang=0").status_code == 422


@pytest.mark.parametrize("who", ["thanh-vien", "don-vi", "khong-vai"])
def test_these_pages_are_for_those_who_invite(still_site, who):
    answer = still_site.signed_in_as(who).get(LIST)
    assert answer.status_code == 403
    assert f"Tài khoản đang dùng: Vai {who}" in main_words(answer)


@pytest.mark.parametrize("page", ["", "/lien-ket", "/khoa", "/vai-tro/moi", "/vai-tro/1/thu-hoi"])
@pytest.mark.parametrize("login", ["doi-tac", "quan-tri", "nguoi-tinh-b", "khong-vai", None])
def test_the_account_of_others_is_not_there_for_a_planner(still_site, page, login):
    target = 999_999 if login is None else number(still_site, login)
    assert still_site.client.get(f"{LIST}/{target}{page}").status_code == 404
    if page:
        token = {"ma-bieu-mau": still_site.token(still_site.client)}
        assert still_site.client.post(f"{LIST}/{target}{page}", data=token).status_code == 404


def test_an_account_with_a_role_of_higher_rank_is_seen_and_not_managed_by_a_planner(still_site):
    path = f"{LIST}/{number(still_site, 'hai-vai')}"
    text = main_words(still_site.client.get(path))
    assert "liên kết và khóa tài khoản do quản trị làm" in text
    assert [still_site.client.get(f"{path}{page}").status_code for page in ("/lien-ket", "/khoa")] == [403, 403]
    hrefs = page_of(still_site.client.get(path)).xpath("//a[contains(@href, 'thu-hoi')]/@href")
    assert hrefs == [f"{path}/vai-tro/{held(still_site, 'hai-vai', AccountRole.VIEWER)}/thu-hoi"]
    higher = held(still_site, "hai-vai", AccountRole.ADMINISTRATOR)
    assert still_site.client.get(f"{path}/vai-tro/{higher}/thu-hoi").status_code == 403


# Inviting


def choices(answer):
    """Return what the page offers to choose from: roles, or whom a role is tied to."""
    page = page_of(answer)
    return page.xpath("//input[@name='vai-tro' and @type='radio']/@value"), [
        option for option in page.xpath("//select[@name='gan-voi']/option/@value") if option
    ]


def test_only_what_the_plan_names_and_the_inviter_may_give_is_offered(still_site):
    roles, _ = choices(still_site.client.get(INVITE))
    assert roles == ["planner", "leader", "member", "unit", "viewer"]
    offered = {role: choices(chosen(still_site.client, role))[1] for role in ("leader", "member", "unit")}
    assert offered == {"leader": ["ong-m", "ba-n"], "member": ["ong-m", "ba-n", "ong-p"], "unit": []}
    # With one unit alone nothing is left to choose.
    assert form_on(chosen(still_site.client, "unit"), INVITE).fields["gan-voi"] == "so-y-te"
    assert form_on(chosen(still_site.client, "planner"), INVITE).fields["gan-voi"] == "so-noi-vu"


def test_an_administrator_may_give_every_role_by_any_plan(still_site):
    client = still_site.signed_in_as("quan-tri")
    opened = client.get(INVITE)
    assert choices(opened)[0] == ["administrator", "planner", "leader", "member", "unit", "viewer"]
    (other,) = page_of(opened).xpath("//details//a/@href")
    assert "của “Kế hoạch tỉnh B”" in main_words(client.get(other))
    assert choices(sent(client, client.get(other), INVITE, {"vai-tro": "planner"}))[1] == ["so-noi-vu", "so-tttt"]


def test_a_step_without_a_choice_is_told_at_its_field(still_site):
    refused = sent(still_site.client, still_site.client.get(INVITE), INVITE)
    assert (refused.status_code, told_wrong(refused)) == (422, {"vai-tro": "Chọn một vai trò."})
    refused = sent(still_site.client, chosen(still_site.client, "member"), INVITE)
    assert refused.status_code == 422
    assert told_wrong(refused) == {"gan-voi": "Chọn người, cơ quan hoặc đơn vị mà vai trò gắn với."}


def test_what_the_plan_knows_is_filled_in(still_site):
    form = form_on(chosen(still_site.client, "member", "ong-p"), INVITE)
    assert (form.fields["ho-ten"], form.fields["ten-dang-nhap"], form.fields["thu-dien-tu"]) == ("P", "ong-p", "")
    by_query = form_on(still_site.client.get(f"{INVITE}?nguoi=ong-p&ke-hoach={PLAN}"), INVITE)
    assert dict(by_query.fields) == dict(form.fields)
    leading = form_on(still_site.client.get(f"{INVITE}?nguoi=ong-m"), INVITE)
    assert (leading.fields["vai-tro"], leading.fields["gan-voi"]) == ("leader", "ong-m")
    unit = form_on(still_site.client.get(f"{INVITE}?don-vi=so-y-te"), INVITE)
    assert (unit.fields["vai-tro"], unit.fields["ho-ten"]) == ("unit", "Sở Y tế")


@pytest.mark.parametrize("query", ["ke-hoach=tinh-b-2023", "ke-hoach=khong-co"])
def test_a_plan_that_is_not_the_planners_is_not_there(still_site, query):
    assert still_site.client.get(f"{INVITE}?{query}").status_code == 404
    data = {
        "ma-bieu-mau": still_site.token(still_site.client),
        "vai-tro": "viewer",
        "ke-hoach": query.partition("=")[2],
    }
    assert still_site.client.post(INVITE, data=data).status_code == 404


def journey(site):
    """Invite a member, hand the link over, open the account with it, and see the own work."""
    client = site.signed_in_as("can-bo")
    typed = {"ho-ten": "Phạm Văn P", "ten-dang-nhap": "pham.van.p", "thu-dien-tu": ""}
    made = sent(client, chosen(client, "member", "ong-p"), INVITE, typed)
    assert made.status_code == 200
    assert made.headers["cache-control"] == "no-store"
    text = main_words(made)
    assert "Liên kết chỉ hiện một lần này" in text
    assert "Hết hạn 12 giờ 00 phút, ngày 17/7/2023" in text
    path = link_on(made)
    waiting = main_words(client.get(f"{LIST}/{number(site, 'pham.van.p')}"))
    assert "Chờ mở" in waiting
    assert "Do can-bo cấp, dùng được đến 12 giờ 00 phút, ngày 17/7/2023" in waiting
    assert path.rpartition("/")[2] not in waiting
    guest = site.guest()
    assert sent(guest, guest.get(path), path, {"mat-khau": PASSWORD, "mat-khau-lai": PASSWORD}).status_code == 303
    assert guest.get("/").headers["location"] == "/viec-cua-toi"
    assert guest.get("/viec-cua-toi").status_code == 200
    assert "Đang dùng" in main_words(client.get(f"{LIST}/{number(site, 'pham.van.p')}"))
    with open_reader(site.engine) as store:
        told = [(e.actor, e.action, e.subject) for e in store.audit.entries() if e.subject == "pham.van.p"]
    assert told[:2] == [("can-bo", "account.add", "pham.van.p"), ("can-bo", "role.give", "pham.van.p")]


def test_somebody_is_invited_opens_the_account_and_sees_their_work(site):
    journey(site)


def test_the_same_on_the_other_database(postgres_server):
    with postgres_server.database() as url, small_site(url, *DOSSIERS, **ACCOUNTS) as site:
        make_quick(site)
        journey(site)


def test_an_invitation_that_is_refused_keeps_what_was_typed_and_makes_nothing(site):
    typed = {"ho-ten": "", "ten-dang-nhap": "Phạm P", "thu-dien-tu": "không phải thư"}
    refused = sent(site.client, chosen(site.client, "member", "ong-p"), INVITE, typed)
    assert refused.status_code == 422
    assert list(told_wrong(refused)) == ["ho-ten", "ten-dang-nhap", "thu-dien-tu"]
    fields = form_on(refused, INVITE).fields
    assert {name: fields[name] for name in typed} == typed
    assert (fields["vai-tro"], fields["gan-voi"], fields["ke-hoach"]) == ("member", "ong-p", PLAN)
    taken = sent(site.client, refused, INVITE, {"ho-ten": "P", "ten-dang-nhap": "don-vi", "thu-dien-tu": ""})
    assert list(told_wrong(taken)) == ["ten-dang-nhap"]
    assert account(site, "don-vi").name == "Vai don-vi"
    assert sent(site.client, taken, INVITE, {"ten-dang-nhap": "pham.p"}).status_code == 200


@pytest.mark.parametrize(
    ("role", "subject", "field"),
    [
        ("administrator", "", "vai-tro"),
        ("khong-co", "", "vai-tro"),
        ("", "", "vai-tro"),
        ("planner", "so-tttt", "gan-voi"),
        ("member", "khong-co-ai", "gan-voi"),
        ("unit", "ubnd-huyen-b", "gan-voi"),
    ],
)
def test_a_role_that_is_not_the_inviters_to_give_is_refused_however_it_is_sent(still_site, role, subject, field):
    data = {
        "ma-bieu-mau": still_site.token(still_site.client), "vai-tro": role, "gan-voi": subject, "ke-hoach": PLAN,
        "ho-ten": "X", "ten-dang-nhap": "nguoi-la", "thu-dien-tu": "",
    }  # fmt: skip
    answer = still_site.client.post(INVITE, data=data)
    assert answer.status_code == 422
    assert field in told_wrong(answer)
    assert account(still_site, "nguoi-la") is None


def test_what_was_typed_when_the_session_ended_comes_through_signing_in_and_is_sent(site):
    client = site.client_with(session_of(site.engine, "can-bo", NOW - timedelta(hours=9, minutes=59)))
    form = chosen(client, "member", "ong-p")
    site.app.state.clock = lambda: NOW + timedelta(minutes=5)
    typed = {"ho-ten": "Phạm “P” <b>", "ten-dang-nhap": "pham.p", "thu-dien-tu": "p@so.example"}
    asked = sent(client, form, INVITE, typed)
    assert asked.status_code == 401
    assert "Nội dung vừa ghi vẫn còn." in main_words(asked)
    again = sent(client, asked, "/dang-nhap", {"ten-dang-nhap": "can-bo", "mat-khau": PASSWORD})
    assert again.status_code == 200
    made = sent(client, again, INVITE)
    assert made.status_code == 200
    assert link_on(made).startswith("/loi-moi/")
    kept = account(site, "pham.p")
    assert (kept.name, kept.email) == (typed["ho-ten"], typed["thu-dien-tu"])


# Letters


@pytest.mark.parametrize(("address", "is_sent"), [("p@so.example", True), (REFUSED, False)])
def test_a_link_goes_by_letter_where_one_can_be_sent_and_else_is_shown(site, address, is_sent):
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        site.app.state.settings = site.app.state.settings.model_copy(
            update={"smtp_host": HOST, "smtp_port": port, "smtp_security": "none", "smtp_from": "kiemtra@so.example"}
        )
        typed = {"ten-dang-nhap": "pham.p", "thu-dien-tu": address}
        made = sent(site.client, chosen(site.client, "member", "ong-p"), INVITE, typed)
    assert made.status_code == 200
    text = main_words(made)
    assert ("Đã gửi thư có liên kết" in text, "/loi-moi/" in made.text) == (is_sent, not is_sent)
    if is_sent:
        path = mailbox.letters[0].get_content().partition("http://127.0.0.1")[2].split()[0]
    else:
        assert f"Máy chủ thư không nhận địa chỉ {REFUSED}" in text
        path = link_on(made)
    assert site.guest().get(path).status_code == 200
