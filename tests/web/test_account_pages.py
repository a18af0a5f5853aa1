"""One-time links, and one's own account: opened, refused, ended, changed, as a browser without scripts does it."""

from datetime import timedelta

import pytest
from builders import a_dossier, a_plan
from starlette.testclient import TestClient
from web.account_sites import copied_site, filled
from web.filling import form_on, main_words, page_of, sent, spaced, told_wrong
from web.issued import MEMBER, PLANNER, VIEWER, of_unit
from web.people import BY, PASSWORD, QUICK, Randomness, session_of
from web.seeded import LOOPBACK, NOW, settings_of, words

from app.db.store import open_reader, open_store
from app.domain.accounts import INVITATION_LASTS, AccountRole, RoleGrant
from app.domain.plans import PlanState
from app.main import create_app
from app.services.accounts import disable_account, sessions_of
from app.services.invitations import accept_invitation, invite, new_link, set_up_secret
from app.services.passwords import Passwords
from app.web.throttles import TRIES_OF_A_NAME

ADMINISTRATOR = RoleGrant(role=AccountRole.ADMINISTRATOR)
OTHER_PASSWORD = "con chim non trên cành"  # noqa: S105 — of accounts that only tests have
LINK = {"by": BY, "at": NOW}


ACCOUNTS = {
    "can-bo": (PLANNER,),
    "quan-tri": (ADMINISTRATOR,),
    "thanh-vien": (MEMBER, of_unit("so-y-te")),
    "nguoi-xem": (VIEWER,),
    "khong-vai": (),
}


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("accounts"), (a_dossier(a_plan(state=PlanState.ISSUED)),), ACCOUNTS)


@pytest.fixture
def site(template, tmp_path):
    with copied_site(template, tmp_path, "can-bo") as made:
        yield made


def invited(engine, login="moi", at=NOW, name="Lê Thị B"):
    """Open an account by the command line and return the secret of its link."""
    with open_store(engine) as store:
        made = invite(
            store, None, login=login, name=name, email=None, grants=(VIEWER,), by=BY, at=at,
            random_bytes=Randomness.of(f"{login} {at}"),
        )  # fmt: skip
        return made.secret


def linked(engine, login, at=NOW):
    """Make a new link to an account and return its secret."""
    with open_store(engine) as store:
        account = store.accounts.by_login(login)
        made = new_link(store, None, account.id, by=BY, at=at, random_bytes=Randomness.of(f"lại {login} {at}"))
        return made.secret


def sessions(engine, login):
    with open_reader(engine) as store:
        return len(sessions_of(store, store.accounts.by_login(login), NOW))


def log(engine, action):
    with open_reader(engine) as store:
        return [entry.subject for entry in store.audit.entries() if entry.action == action]


# One-time links


def test_a_link_opens_the_account_signs_in_and_is_then_used_up(site):
    path = f"/loi-moi/{invited(site.engine)}"
    client = site.guest()
    opened = client.get(path)
    assert opened.status_code == 200
    assert words(page_of(opened).xpath("//h1")[0]) == "Mở tài khoản"
    assert "Tài khoản của Lê Thị B" in main_words(opened)
    assert "Dùng được một lần, đến 12 giờ 00 phút, ngày 17/7/2023." in main_words(opened)
    answer = sent(client, opened, path, {"mat-khau": PASSWORD, "mat-khau-lai": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "Lê Thị B" in main_words(client.get("/tai-khoan"))
    assert client.get(path).status_code == 410
    assert log(site.engine, "account.password")[-1] == "moi"


def test_the_page_of_a_link_helps_programs_that_keep_passwords_and_takes_pasting(site):
    form = form_on(site.guest().get(path := f"/loi-moi/{invited(site.engine)}"), path)
    attributes = {
        field.get("id"): (field.get("type"), field.get("autocomplete")) for field in form.xpath(".//input[@id]")
    }
    assert attributes == {
        "ten-dang-nhap": ("text", "username"),
        "mat-khau": ("password", "new-password"),
        "mat-khau-lai": ("password", "new-password"),
    }
    assert form.xpath("string(.//input[@id='ten-dang-nhap']/@value)") == "moi"
    assert form.xpath(".//@onpaste | .//@maxlength | .//@pattern") == []


def test_the_secret_of_a_link_leaves_the_page_for_nowhere_but_its_own_form(site):
    secret = invited(site.engine)
    answer = site.guest().get(f"/loi-moi/{secret}")
    assert answer.text.count(secret) == 1
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] in {"no-referrer", "same-origin"}
    assert [link for link in page_of(answer).xpath("//@href | //@src") if not link.startswith(("/", "#"))] == []


def closed_links(engine):
    """Return the secret of each kind of link that cannot be used."""
    secrets = {"unknown": "a" * 32, "expired": invited(engine, "het-han", NOW - INVITATION_LASTS)}
    secrets["used"] = invited(engine, "da-dung")
    secrets["withdrawn"] = invited(engine, "thay-the")
    linked(engine, "thay-the", NOW + timedelta(seconds=1))
    secrets["of a closed account"] = invited(engine, "bi-khoa")
    with open_store(engine) as store:
        accept_invitation(store, secrets["used"], PASSWORD, at=NOW, passwords=Passwords(**QUICK))
        disable_account(store, None, store.accounts.by_login("bi-khoa").id, **LINK)
    return secrets


def test_every_link_that_cannot_be_used_is_answered_alike_to_the_byte(site):
    shown = {kind: site.guest().get(f"/loi-moi/{secret}") for kind, secret in closed_links(site.engine).items()}
    assert {kind: answer.status_code for kind, answer in shown.items()} == dict.fromkeys(shown, 410)
    assert len({answer.content for answer in shown.values()}) == 1
    assert "đề nghị người đã gửi liên kết cấp liên kết mới" in main_words(shown["unknown"])


@pytest.mark.parametrize("password", [PASSWORD, "ngắn", ""])
def test_a_form_sent_to_such_a_link_is_answered_alike_after_the_same_work(site, password):
    answers, work = {}, {}
    passwords = site.app.state.passwords
    for kind, secret in closed_links(site.engine).items():
        client = site.guest()
        data = {"ma-bieu-mau": site.token(client), "mat-khau": password, "mat-khau-lai": "khác"}
        before = (passwords.hashings, passwords.verifications)
        answers[kind] = client.post(f"/loi-moi/{secret}", data=data)
        work[kind] = (passwords.hashings - before[0], passwords.verifications - before[1])
    assert {kind: answer.status_code for kind, answer in answers.items()} == dict.fromkeys(answers, 410)
    assert len({answer.content for answer in answers.values()}) == 1
    assert set(work.values()) == {(1 if password == PASSWORD else 0, 0)}


@pytest.mark.parametrize(
    ("typed", "again", "fields"),
    [
        ("ngắn", "ngắn", {"mat-khau"}),
        ("", "", {"mat-khau"}),
        (PASSWORD, OTHER_PASSWORD, {"mat-khau-lai"}),
        ("lê thị b 2023", "lê thị b 2023", {"mat-khau"}),
    ],
)
def test_a_password_that_will_not_do_is_told_at_its_field_and_the_link_stays(site, typed, again, fields):
    path = f"/loi-moi/{invited(site.engine)}"
    client = site.guest()
    refused = sent(client, client.get(path), path, {"mat-khau": typed, "mat-khau-lai": again})
    assert refused.status_code == 422
    assert told_wrong(refused).keys() == fields
    assert page_of(refused).xpath("//input[@type='password']/@value") == ["", ""]
    accepted = sent(client, refused, path, {"mat-khau": PASSWORD, "mat-khau-lai": PASSWORD})
    assert accepted.status_code == 303


def test_a_link_to_an_account_in_use_gives_it_a_new_password_and_ends_its_sessions(site):
    client, elsewhere = site.guest(), site.signed_in_as("nguoi-xem")
    path = f"/loi-moi/{linked(site.engine, 'nguoi-xem')}"
    opened = client.get(path)
    assert words(page_of(opened).xpath("//h1")[0]) == "Đặt mật khẩu mới"
    assert elsewhere.get("/tai-khoan").status_code == 200
    sent(client, opened, path, {"mat-khau": OTHER_PASSWORD, "mat-khau-lai": OTHER_PASSWORD})
    assert elsewhere.get("/tai-khoan").headers["location"].startswith("/dang-nhap")
    assert client.get("/tai-khoan").status_code == 200


def test_whoever_opens_the_link_of_another_is_told_so_and_their_own_session_ends(site):
    secret = invited(site.engine)
    client = site.client_with(own := session_of(site.engine, "can-bo", NOW))
    opened = client.get(f"/loi-moi/{secret}")
    assert "Trình duyệt đang đăng nhập bằng tài khoản Vai can-bo (can-bo)" in main_words(opened)
    assert "Liên kết này của người khác" not in main_words(site.guest().get(f"/loi-moi/{secret}"))
    answer = sent(client, opened, f"/loi-moi/{secret}", {"mat-khau": PASSWORD, "mat-khau-lai": PASSWORD})
    assert answer.status_code == 303
    assert "Lê Thị B" in main_words(client.get("/tai-khoan"))
    assert site.client_with(own).get("/tai-khoan").status_code == 303


def test_trying_links_is_slowed_alike_for_those_that_are_and_those_that_are_not(site):
    answers = []
    for secret in ("a" * 32, invited(site.engine)):
        client = site.guest()
        data = {"ma-bieu-mau": site.token(client), "mat-khau": "ngắn", "mat-khau-lai": "ngắn"}
        tries = [client.post(f"/loi-moi/{secret}", data=data) for _ in range(TRIES_OF_A_NAME + 1)]
        assert tries[-2].status_code in {410, 422}
        answers.append(tries[-1])
    assert [answer.status_code for answer in answers] == [429, 429]
    assert answers[0].content == answers[1].content
    assert "Thử lại sau 06 giây." in main_words(answers[0])
    assert answers[0].headers["retry-after"] == "6"


# The first account


@pytest.fixture
def empty_site(sqlite_engine):
    """An app over a database in which nobody has an account, and the path of the link to the first."""
    with open_store(sqlite_engine) as store:
        secret = set_up_secret(store, "0" * 64, **LINK, random_bytes=Randomness.of("đầu tiên"))
    app = create_app(settings_of(str(sqlite_engine.url)), lambda: NOW)
    app.state.passwords = Passwords(**QUICK)
    with TestClient(app, base_url=LOOPBACK, follow_redirects=False) as client:
        yield client, f"/loi-moi/{secret}"


def test_the_first_account_is_opened_by_its_link_and_the_link_is_then_closed(empty_site):
    client, path = empty_site
    opened = client.get(path)
    assert words(page_of(opened).xpath("//h1")[0]) == "Mở tài khoản đầu tiên"
    typed = {"ho-ten": "Trần Văn C", "ten-dang-nhap": "Tran.Van.C", "mat-khau": PASSWORD, "mat-khau-lai": PASSWORD}
    answer = sent(client, opened, path, typed)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    text = main_words(client.get("/tai-khoan"))
    assert "Tên đăng nhập tran.van.c" in text
    assert "Vai trò Quản trị" in text
    client.cookies.clear()
    assert client.get(path).status_code == 410
    assert client.get(path).content == client.get("/loi-moi/" + "a" * 32).content


def test_what_was_typed_for_the_first_account_stays_when_it_is_refused(empty_site):
    client, path = empty_site
    typed = {"ho-ten": "", "ten-dang-nhap": "Trần Văn C", "mat-khau": "ngắn", "mat-khau-lai": "ngắn"}
    refused = sent(client, client.get(path), path, typed)
    assert refused.status_code == 422
    assert list(told_wrong(refused)) == ["ho-ten", "ten-dang-nhap", "mat-khau"]
    differing = sent(client, refused, path, typed | {"mat-khau-lai": "khác"})
    assert list(told_wrong(differing)) == ["ho-ten", "ten-dang-nhap", "mat-khau-lai"]
    fields = form_on(refused, path).fields
    assert (fields["ten-dang-nhap"], fields["mat-khau"], fields["mat-khau-lai"]) == ("Trần Văn C", "", "")


# The own account


def test_one_reads_who_one_is_and_what_one_may_do(site):
    text = main_words(site.signed_in_as("thanh-vien").get("/tai-khoan"))
    assert "Tên đăng nhập thanh-vien" in text
    assert "Thành viên đoàn: Ông P, Sở Tư pháp (tỉnh A)" in text
    assert "Đầu mối của đơn vị: Sở Y tế (tỉnh A)" in text


def test_whoever_has_no_role_is_told_whom_to_ask(site):
    text = main_words(site.signed_in_as("khong-vai").get("/tai-khoan"))
    assert "Chưa có vai trò nào" in text
    assert "Đề nghị cán bộ lập kế hoạch giao vai trò" in text


def test_sessions_are_listed_with_their_times_this_one_first(site):
    client = site.signed_in_as("nguoi-xem")
    site.signed_in_as("nguoi-xem")
    entries = page_of(client.get("/tai-khoan")).find_class("entries")[0].findall("li")
    when = "Trình duyệt thử{} Đăng nhập lúc 12 giờ 00 phút, ngày 10/7/2023; hết hạn lúc 22 giờ 00 phút, ngày 10/7/2023."
    assert spaced(entries[0]) == when.format(" Phiên này")
    assert spaced(entries[1]).startswith(when.format(""))
    assert [len(entry.findall("form")) for entry in entries] == [0, 1]


def test_another_session_is_ended_from_here(site):
    client, elsewhere = site.signed_in_as("nguoi-xem"), site.signed_in_as("nguoi-xem")
    listed = client.get("/tai-khoan")
    (action,) = page_of(listed).xpath("//ul[contains(@class, 'entries')]//form/@action")
    answer = sent(client, listed, action)
    assert (answer.status_code, answer.headers["location"]) == (303, "/tai-khoan?xong=phien")
    assert "Đã kết thúc phiên" in main_words(client.get(answer.headers["location"]))
    assert elsewhere.get("/tai-khoan").status_code == 303
    again = client.post(action, data={"ma-bieu-mau": site.token(client)})
    assert again.status_code == 404
    assert "Chưa kết thúc được phiên" in main_words(again)


def test_all_other_sessions_are_ended_at_once_and_this_one_goes_on(site):
    client = site.signed_in_as("nguoi-xem")
    others = [site.signed_in_as("nguoi-xem") for _ in range(2)]
    listed = client.get("/tai-khoan")
    assert "Kết thúc 02 phiên khác" in main_words(listed)
    answer = sent(client, listed, "/tai-khoan/phien/ket-thuc-khac")
    assert answer.status_code == 303
    assert [other.get("/tai-khoan").status_code for other in others] == [303, 303]
    assert "ket-thuc-khac" not in client.get("/tai-khoan").text


def test_the_session_of_somebody_else_is_not_there_to_be_ended(site):
    own, other = site.signed_in_as("nguoi-xem"), site.signed_in_as("can-bo")
    action, *_ = page_of(other.get("/tai-khoan")).xpath("//ul[contains(@class, 'entries')]//form/@action")
    before = sessions(site.engine, "can-bo")
    answer = own.post(action, data={"ma-bieu-mau": site.token(own)})
    assert (answer.status_code, sessions(site.engine, "can-bo")) == (404, before)


def test_a_new_password_is_kept_and_the_other_sessions_end(site):
    client, elsewhere = site.signed_in_as("nguoi-xem"), site.signed_in_as("nguoi-xem")
    typed = {"mat-khau-cu": PASSWORD, "mat-khau": OTHER_PASSWORD, "mat-khau-lai": OTHER_PASSWORD}
    answer = sent(client, client.get("/tai-khoan"), "/tai-khoan/mat-khau", typed)
    assert (answer.status_code, answer.headers["location"]) == (303, "/tai-khoan?xong=mat-khau")
    assert "Đã đổi mật khẩu" in main_words(client.get(answer.headers["location"]))
    assert elsewhere.get("/tai-khoan").status_code == 303
    fresh = site.guest()
    signing = fresh.get("/dang-nhap")
    wrong = sent(fresh, signing, "/dang-nhap", {"ten-dang-nhap": "nguoi-xem", "mat-khau": PASSWORD})
    right = sent(fresh, signing, "/dang-nhap", {"ten-dang-nhap": "nguoi-xem", "mat-khau": OTHER_PASSWORD})
    assert (wrong.status_code, right.status_code) == (401, 303)


@pytest.mark.parametrize(
    ("old", "new", "again", "field"),
    [
        ("sai mật khẩu rồi", OTHER_PASSWORD, OTHER_PASSWORD, "mat-khau-cu"),
        (PASSWORD, "ngắn", "ngắn", "mat-khau"),
        (PASSWORD, OTHER_PASSWORD, OTHER_PASSWORD + "!", "mat-khau-lai"),
    ],
)
def test_a_change_of_password_that_is_refused_changes_nothing(site, old, new, again, field):
    client, elsewhere = site.signed_in_as("nguoi-xem"), site.signed_in_as("nguoi-xem")
    typed = {"mat-khau-cu": old, "mat-khau": new, "mat-khau-lai": again}
    answer = sent(client, client.get("/tai-khoan"), "/tai-khoan/mat-khau", typed)
    assert answer.status_code == 422
    assert told_wrong(answer).keys() == {field}
    assert page_of(answer).xpath("//input[@type='password']/@value") == ["", "", ""]
    assert elsewhere.get("/tai-khoan").status_code == 200
    assert log(site.engine, "account.password").count("nguoi-xem") == 1


def test_guessing_the_old_password_is_slowed(site):
    client = site.signed_in_as("nguoi-xem")
    data = {
        "ma-bieu-mau": site.token(client), "mat-khau-cu": "sai", "mat-khau": OTHER_PASSWORD,
        "mat-khau-lai": OTHER_PASSWORD,
    }  # fmt: skip
    answers = [client.post("/tai-khoan/mat-khau", data=data) for _ in range(TRIES_OF_A_NAME + 1)]
    assert [answer.status_code for answer in answers] == [*[422] * TRIES_OF_A_NAME, 429]


def test_a_guest_has_no_account_to_look_at(site):
    answer = site.guest().get("/tai-khoan")
    assert (answer.status_code, answer.headers["location"]) == (303, "/dang-nhap?tiep=%2Ftai-khoan")


@pytest.mark.parametrize("number", ["0", "99999999999", "-1", "abc"])
def test_a_session_that_can_be_nobodys_leads_nowhere(site, number):
    client = site.signed_in_as("nguoi-xem")
    answer = client.post(f"/tai-khoan/phien/{number}/ket-thuc", data={"ma-bieu-mau": site.token(client)})
    assert answer.status_code == 404


def test_looking_at_a_link_leaves_no_trace_and_does_not_use_it_up(site):
    path = f"/loi-moi/{invited(site.engine)}"
    with open_reader(site.engine) as store:
        before = store.audit.last_hash()
    assert [site.guest().get(path).status_code for _ in range(3)] == [200, 200, 200]
    assert site.guest().head(path).status_code == 200
    with open_reader(site.engine) as store:
        assert store.audit.last_hash() == before
