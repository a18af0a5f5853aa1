"""The pictures of the help pages, taken from the service as each role sees it, and compared with those that are shown.

With KIEMTRA_TAKE_PICTURES=1 the pictures and their words are written anew; without it the words on the pages must be
those of the pictures, so that no picture shows what is no longer there.
"""

import hashlib
import json
import os
import re
import struct

import pytest
from browser.conftest import pages, running
from web.seeded import FOUNDING

from app import ROOT

FOLDER = ROOT / "app" / "web" / "static" / "help"
WORDS = FOLDER / "pictures.json"
TAKING = os.environ.get("KIEMTRA_TAKE_PICTURES") == "1"
BASE = f"/ke-hoach/{FOUNDING}"
WIDE, PHONE = (1170, 780), (390, 700)
PICTURES = {
    "tong-quan": ("planner", BASE, WIDE),
    "lich-kiem-tra": ("planner", f"{BASE}/lich", WIDE),
    "chon-xa": ("planner", f"{BASE}/chon-xa", WIDE),
    "van-ban": ("planner", f"{BASE}/van-ban", WIDE),
    "nguoi-dung": ("planner", "/quan-tri/tai-khoan", WIDE),
    "viec-cua-toi": ("member", "/viec-cua-toi", PHONE),
    "don-vi": ("unit", f"{BASE}/don-vi/so-cong-thuong", PHONE),
    "tu-kiem-tra": ("self-inspecting", f"{BASE}/don-vi/so-y-te", WIDE),
    "lich-dang-ky": ("viewer", "/lich-dang-ky", WIDE),
    "nhat-ky": ("administrator", "/quan-tri/nhat-ky", WIDE),
}


@pytest.fixture(scope="module")
def pictured(browser, tmp_path_factory):
    """A service of its own, in which nobody else has done anything."""
    assert browser.is_connected()
    with running(tmp_path_factory.mktemp("pictured"), is_released=True) as served:
        yield served


def shown_words(page) -> str:
    """Return the hash of the words on the page, without what grows with visits: rows, numbers and hash of the log."""
    has_log = page.evaluate("[...document.querySelectorAll('.log tbody')].map(rows => rows.remove()).length")
    words = re.sub(r"[0-9a-f]{64}|\d+ [KM]B|\d{2} giờ \d{2}( phút)?", "", " ".join(page.inner_text("body").split()))
    words = re.sub(r"\d", "", words) if has_log else words
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def size_of(picture: bytes) -> tuple[int, int]:
    """Return width and height of a PNG (its first chunk)."""
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_of_the_help_shows_what_the_page_says_today(browser, pictured, name):
    who, path, (width, height) = PICTURES[name]
    kept = json.loads(WORDS.read_text(encoding="utf-8")) if WORDS.exists() else {}
    with pages(browser, pictured) as page_as:
        page = page_as(who, width=width, height=height)
        page.goto(path)
        page.evaluate("document.fonts.ready.then(() => null)")
        picture, found = page.screenshot(animations="disabled"), shown_words(page)
    if TAKING:
        (FOLDER / f"{name}.png").write_bytes(picture)
        WORDS.write_text(json.dumps(kept | {name: found}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        return
    assert (kept.get(name), size_of((FOLDER / f"{name}.png").read_bytes())) == (found, (width, height)), (
        "KIEMTRA_TAKE_PICTURES=1"
    )


def test_each_picture_that_is_kept_is_one_of_those_taken():
    assert {path.stem for path in FOLDER.glob("*.png")} == set(PICTURES)
    assert set(json.loads(WORDS.read_text(encoding="utf-8"))) == set(PICTURES)
