"""Every thing of somebody else, asked for by its own address: it is not there."""

import pytest
from web.people import ROLES, session_of
from web.seeded import FOUNDING, NOW, Site

from app.db.store import open_reader, open_store
from app.domain.people import Actor
from app.services.accounts import sessions_of
from app.services.emission import file_set
from app.services.feeds import feeds_of_account, issue_feed
from app.services.releases import release_dossier

BASE = f"/ke-hoach/{FOUNDING}"
API = f"/api/plans/{FOUNDING}"
OWN = {"unit": "so-cong-thuong", "other-unit": "ubnd-huyen-phu-rieng", "self-inspecting": "so-y-te"}


@pytest.fixture(scope="module")
def issued(released_site: Site):
    with open_reader(released_site.engine) as store:
        dossier = release_dossier(store, FOUNDING)
        return dossier, file_set(dossier, store.days_off.calendar())


@pytest.mark.parametrize("who", OWN)
def test_a_unit_reaches_its_own_page_and_that_of_no_other(released_site: Site, issued, who):
    dossier, _ = issued
    client = released_site.signed_in_as(who)
    units = {visit.unit for visit in dossier.plan.visits} | {unit.key for unit in dossier.self_inspecting_units()}
    for prefix in (f"{BASE}/don-vi/", f"{API}/units/"):
        answers = {unit: client.get(prefix + unit).status_code for unit in sorted(units)}
        assert {unit for unit, status in answers.items() if status == 200} == {OWN[who]}
        assert {status for unit, status in answers.items() if unit != OWN[who]} == {404}


@pytest.mark.parametrize("who", OWN)
def test_a_unit_downloads_its_own_files_and_the_decision_and_nothing_else(released_site: Site, issued, who):
    _, files = issued
    client = released_site.signed_in_as(who)
    wanted = {"van-ban/quyet-dinh.docx"} | {each.path for each in files.files if each.unit == OWN[who]}
    for prefix in (f"{BASE}/van-ban/tep/", f"{API}/files/"):
        answers = {each.path: client.head(prefix + each.path).status_code for each in files.files}
        if prefix.startswith("/api"):
            answers = {each.path: client.get(prefix + each.path).status_code for each in files.files}
        assert {path for path, status in answers.items() if status == 200} == wanted
        assert {status for path, status in answers.items() if path not in wanted} == {404}


def test_what_is_listed_for_somebody_is_what_they_may_download(released_site: Site):
    for who in ROLES:
        client = released_site.signed_in_as(who)
        answer = client.get(f"{API}/files")
        if answer.status_code == 404:
            continue
        listed = answer.json()["files"]
        assert {client.get(f"{API}/files/{each['path']}").status_code for each in listed} == {200}, who


def test_the_draft_is_nowhere_shown_to_those_who_do_not_draw_up_the_plan(released_site: Site):
    other = "dong-nai-2025-hai-to"
    for who in ("leader", "member", "unit", "viewer", "stranger", "administrator", "without-role"):
        client = released_site.signed_in_as(who)
        paths = (f"/ke-hoach/{other}", f"/api/plans/{other}", f"/ke-hoach/{other}/van-ban/tep/van-ban/quyet-dinh.docx")
        assert {client.get(path).status_code for path in paths} == {404}, who


def test_the_sessions_and_addresses_of_somebody_else_cannot_be_ended(released_site: Site):
    secret = session_of(released_site.engine, "viewer", NOW)
    with open_store(released_site.engine) as store:
        viewer = store.accounts.by_login("viewer")
        assert viewer is not None
        issue_feed(
            store,
            FOUNDING,
            name="của người xem",
            account=viewer,
            by=Actor(name=viewer.login),
            at=NOW,
            random_bytes=lambda count: b"v" * count,
        )
        sessions, feeds = sessions_of(store, viewer, NOW), feeds_of_account(store, viewer)
    thief = released_site.signed_in_as("unit")
    token = {"ma-bieu-mau": released_site.token(thief)}
    header = {"x-csrf-token": token["ma-bieu-mau"]}
    for session in sessions:
        assert thief.post(f"/tai-khoan/phien/{session.id}/ket-thuc", data=token).status_code == 404
    for feed in feeds:
        assert thief.delete(f"/api/feeds/{feed.id}", headers=header).status_code == 404
        assert thief.post(f"/api/feeds/{feed.id}/renewal", headers=header, json={}).status_code == 404
    assert released_site.client_with(secret).get("/tai-khoan").status_code == 200
    with open_reader(released_site.engine) as store:
        assert feeds_of_account(store, viewer) == feeds
