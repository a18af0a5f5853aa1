"""Files that the pages offer: the very bytes that `kiemtra emit` writes, under names that every browser keeps."""

import io
import json
import re
import zipfile
from urllib.parse import quote, unquote

import pytest
from web.seeded import FILES, FOUNDING, NO_FIRM_DATES, PLANS, TWO_TEAMS

from app.db.store import open_reader
from app.services.emission import file_set
from app.services.output_folder import MANIFEST, write_file_set
from app.web.downloads import file_response
from app.web.set_files import MadeFiles

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar; charset=utf-8",
    "zip": "application/zip",
}
ZIP = f"/ke-hoach/{FOUNDING}/van-ban/bo-van-ban.zip"


@pytest.fixture(scope="module")
def emitted(site, tmp_path_factory):
    """The folder that `emit` writes, for each plan."""
    folders = {}
    for key in PLANS:
        with open_reader(site.engine) as store:
            files = file_set(store.plans.dossier(key), store.days_off.calendar())
        folders[key] = tmp_path_factory.mktemp(key)
        write_file_set(files, folders[key], progress=lambda *_: None)
    return folders


def listed(folder):
    return [entry["path"] for entry in json.loads((folder / MANIFEST).read_bytes())["files"]]


def saved_as(answer):
    """The ASCII name and the full name under which a browser saves an answer."""
    found = re.fullmatch(
        r"attachment; filename=\"([a-z0-9.-]+)\"; filename\*=UTF-8''([A-Za-z0-9%._-]+)",
        answer.headers["content-disposition"],
    )
    return found[1], unquote(found[2])


# One file


@pytest.mark.parametrize("key", PLANS)
def test_every_file_of_a_set_is_served_as_it_is_emitted(site, emitted, key):
    wrong = {
        path: answer.status_code
        for path in listed(emitted[key])
        if (answer := site.get(f"/ke-hoach/{key}{FILES}{path}")).content != (emitted[key] / path).read_bytes()
    }
    assert wrong == {}


@pytest.mark.parametrize("key", PLANS)
def test_the_page_of_papers_offers_every_file_of_the_set_and_no_other(site, emitted, key):
    offered = site.tree(f"/ke-hoach/{key}/van-ban").xpath("//ul[contains(@class, 'dls')]//a/@href")
    assert sorted(link.partition(FILES)[2] for link in offered) == sorted(listed(emitted[key]))


def test_every_file_says_its_type_and_is_not_kept_by_others(site, emitted):
    for path in listed(emitted[FOUNDING]):
        headers = site.get(f"/ke-hoach/{FOUNDING}{FILES}{path}").headers
        assert headers["content-type"] == TYPES[path.rpartition(".")[2]]
        assert (headers["cache-control"], headers["x-content-type-options"]) == ("private, no-cache", "nosniff")


@pytest.mark.parametrize(
    ("path", "ascii_name", "full_name"),
    [
        (
            "don-vi/so-cong-thuong/bao-cao.docx",
            "de-cuong-bao-cao-kem-phu-luc-so-cong-thuong.docx",
            "Đề cương báo cáo kèm phụ lục - Sở Công Thương.docx",
        ),
        ("van-ban/to-trinh.docx", "to-trinh-binh-phuoc-2023.docx", "Tờ trình - binh-phuoc-2023.docx"),
        (
            "van-ban/du-toan-so-noi-vu.xlsx",
            "du-toan-kinh-phi-so-noi-vu-binh-phuoc-2023.xlsx",
            "Dự toán kinh phí - Sở Nội vụ - binh-phuoc-2023.xlsx",
        ),
        (
            "lich/thanh-vien/huynh-thi-be-nam.ics",
            "lich-huynh-thi-be-nam-binh-phuoc-2023.ics",
            "Lịch - Huỳnh Thị Bé Năm - binh-phuoc-2023.ics",
        ),
        (
            "tu-kiem-tra/so-noi-vu/bao-cao.docx",
            "mau-bao-cao-tu-kiem-tra-so-noi-vu.docx",
            "Mẫu báo cáo tự kiểm tra - Sở Nội vụ.docx",
        ),
    ],
)
def test_a_file_is_saved_under_its_official_name_with_and_without_diacritics(site, path, ascii_name, full_name):
    assert saved_as(site.get(f"/ke-hoach/{FOUNDING}{FILES}{path}")) == (ascii_name, full_name)


@pytest.mark.parametrize("key", PLANS)
def test_no_two_files_of_a_set_are_saved_under_one_name(site, emitted, key):
    names = [saved_as(site.get(f"/ke-hoach/{key}{FILES}{path}")) for path in listed(emitted[key])]
    assert len({ascii_name for ascii_name, _ in names}) == len({full for _, full in names}) == len(names)


@pytest.mark.parametrize(
    ("name", "ascii_name"),
    [
        ('Sở "A"\r\nX-Injected: 1.docx', "so-a-x-injected-1.docx"),
        ("a/b\\c; d=e.docx", "a-b-c-d-e.docx"),
        ("Kế hoạch 1.5.xlsx", "ke-hoach-1-5.xlsx"),
        ("***.ics", "tep.ics"),
    ],
)
def test_a_name_cannot_break_out_of_its_header(name, ascii_name):
    answer = file_response(b"", name)
    assert saved_as(answer) == (ascii_name, name)
    assert not set(quote(name, safe="")) & set('"\r\n/\\; ')


# The whole set


@pytest.mark.parametrize("key", PLANS)
def test_the_whole_set_holds_every_file_of_the_manifest_and_no_other(site, emitted, key):
    answer = site.get(f"/ke-hoach/{key}/van-ban/bo-van-ban.zip")
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.testzip() is None
    paths = listed(emitted[key])
    assert archive.namelist() == [f"{key}/{path}" for path in paths]
    assert [p for p in paths if archive.read(f"{key}/{p}") != (emitted[key] / p).read_bytes()] == []


def test_the_whole_set_is_saved_under_the_plans_title_and_is_the_same_each_time(site):
    answer = site.get(ZIP)
    title = (
        "Kế hoạch kiểm tra Công tác cải cách hành chính và Công tác chuyển đổi số năm 2023 trên địa bàn tỉnh Bình Phước"
    )
    assert saved_as(answer)[1] == f"Bộ văn bản {title}.zip"
    assert answer.headers["content-type"] == TYPES["zip"]
    assert site.client.get(ZIP).content == answer.content


def test_the_files_of_the_whole_set_can_be_read_by_their_owner_after_unpacking(site):
    archive = zipfile.ZipFile(io.BytesIO(site.get(ZIP).content))
    assert {entry.external_attr >> 16 & 0o777 for entry in archive.infolist()} == {0o644}


# What is not there

OUTSIDE = (
    "",
    "khong-co.docx",
    "van-ban",
    "van-ban/",
    "van-ban/quyet-dinh.docx/",
    "van-ban//quyet-dinh.docx",
    "VAN-BAN/QUYET-DINH.DOCX",
    "MANIFEST.json",
    "van-ban/quyet-dinh.docx%00",
    "../../../../etc/passwd",
    "..%2f..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "don-vi/%2e%2e/van-ban/quyet-dinh.docx",
    "don-vi/..%2fvan-ban/quyet-dinh.docx",
    "%2fetc/passwd",
    "..%5c..%5cpyproject.toml",
    "tu-kiem-tra/so-cong-thuong/bao-cao.docx",
)


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_path_outside_the_set_is_not_found(site, path):
    assert site.client.get(f"/ke-hoach/{FOUNDING}{FILES}{path}").status_code == 404


def test_a_file_of_one_plan_is_not_found_under_another(site):
    path = f"{FILES}don-vi/so-cong-thuong/bao-cao.docx"
    keys = (FOUNDING, TWO_TEAMS, NO_FIRM_DATES, "khong-co")
    assert [site.client.get(f"/ke-hoach/{key}{path}").status_code for key in keys] == [200, 404, 404, 404]


# Files kept in memory


def test_a_file_is_made_once_for_each_state_of_its_plan():
    kept, made = MadeFiles(), []

    def make():
        made.append(None)
        return b"x"

    for state in ("1", "1", "2", "1"):
        assert kept.content(state, "a", make) == b"x"
    assert len(made) == 2


def test_files_kept_stay_within_bounds_and_those_used_last_stay():
    kept, made = MadeFiles(most_bytes=250), []

    def of(path):
        return kept.content("1", path, lambda: made.append(path) or bytes(100))

    for path in "abacab":
        of(path)
    assert made == ["a", "b", "c", "b"]


def test_a_file_larger_than_all_room_is_served_and_leaves_nothing_behind():
    kept, made = MadeFiles(most_bytes=10), []
    for path in ("a", "b", "a"):
        assert kept.content("1", path, lambda path=path: made.append(path) or bytes(100)) == bytes(100)
    assert made == ["a", "b", "a"]
