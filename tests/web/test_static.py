"""The files a browser fetches, and the templates that ask for them: whole, licensed, and nothing from elsewhere."""

import re
import unicodedata
from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import Environment, nodes
from lxml import etree, html

from app.web import templating

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "app" / "web" / "static"
TEMPLATES = ROOT / "templates" / "web"

VENDORED = (STATIC / "VENDORED.txt").read_text(encoding="utf-8")
STYLE = (STATIC / "ui.css").read_text(encoding="utf-8")
WORDINGS = {
    path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html")
}

SITE = SimpleNamespace(
    province_line="UBND tỉnh Mẫu",
    lead_agency="Sở Nội vụ",
    managing_line="Sở Nội vụ tỉnh Mẫu",
    contact="Sở Nội vụ",
)
VISITOR = SimpleNamespace(
    account=SimpleNamespace(name="Sở Công Thương, cán bộ đầu mối", login="so-cong-thuong"),
    token="0" * 64,
    manages_accounts=False,
    administers=False,
)
# What each error page takes besides the layout's own values.
ERROR_PAGES = {
    "400": {},
    "403": {"audience": "cán bộ lập kế hoạch"},
    "404": {},
    "405": {},
    "409": {"sentences": ["Chưa lưu: mục vừa có người khác sửa."]},
    "410": {},
    "413": {},
    "414": {},
    "422": {"sentences": ["plan.year: thiếu giá trị."]},
    "429": {"wait": "30 giây"},
    "500": {"reference": "7F3A-21"},
    "503": {},
}


@pytest.fixture(scope="module")
def environment() -> Environment:
    return templating.environment()


def entries() -> list[dict[str, str]]:
    """VENDORED.txt, one mapping for each file it describes."""
    blocks = [block for block in VENDORED.split("\n\n") if block.startswith("file: ")]
    return [dict(line.split(": ", 1) for line in block.strip().splitlines()) for block in blocks]


def symbols() -> set[str]:
    """The icons that the sprite holds."""
    sprite = etree.parse(STATIC / "icons.svg")
    return {symbol.get("id") for symbol in sprite.iter("{http://www.w3.org/2000/svg}symbol")}


def named_icons(environment: Environment) -> set[str]:
    """Every icon that a template names: in a call of a macro with an icon, or in a table of icons (`…_icons`)."""
    taking = {"icon": 0, "link_button": 2, "submit_button": 1}
    found: set[str] = set()
    for wording in WORDINGS.values():
        tree = environment.parse(wording)
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in taking:
                arguments = call.args[taking[call.node.name] :][:1]
                arguments += [keyword.value for keyword in call.kwargs if keyword.key == "icon_name"]
                found |= {
                    argument.value
                    for argument in arguments
                    if isinstance(argument, nodes.Const) and argument.value is not None
                }
        for assignment in tree.find_all(nodes.Assign):
            if isinstance(assignment.target, nodes.Name) and assignment.target.name.endswith("_icons"):
                found |= {constant.value for pair in assignment.node.find_all(nodes.Pair) for constant in [pair.value]}
    return found


def letters_drawn() -> set[int]:
    """The code points for which the sheet loads one of our fonts."""
    drawn: set[int] = set()
    for ranges in re.findall(r"unicode-range:([^;]+);", STYLE):
        for item in ranges.split(","):
            first, _, last = item.strip().removeprefix("U+").partition("-")
            drawn |= set(range(int(first, 16), int(last or first, 16) + 1))
    return drawn


def test_each_file_with_a_version_in_its_name_is_listed_as_vendored():
    with_version = {path.name for path in STATIC.iterdir() if re.search(r"\d+\.\d+\.\d+", path.name)}
    assert with_version | {"icons.svg"} == {entry["file"] for entry in entries()}


def test_each_vendored_file_says_package_licence_and_origin_and_carries_its_version():
    for entry in entries():
        assert list(entry) == ["file", "package", "licence", "from"]
        assert (STATIC / entry["file"]).is_file()
        name, version = entry["package"].rsplit(" ", 1)
        assert entry["file"] == "icons.svg" or f"-{version}" in entry["file"], name


@pytest.mark.parametrize(
    ("licence", "sentence"),
    [
        (
            "0BSD",
            "Permission to use, copy, modify, and/or distribute this software for\nany purpose with or without fee",
        ),
        ("OFL-1.1", "SIL OPEN FONT LICENSE Version 1.1"),
        ("ISC", "ISC License\n\nCopyright (c) 2026 Lucide Icons and Contributors"),
        ("MIT", "Copyright (c) 2013-present Cole Bemis"),
    ],
)
def test_the_text_of_each_licence_stands_next_to_the_files(licence, sentence):
    assert any(licence in entry["licence"] for entry in entries())
    assert sentence in (STATIC / "LICENSES.txt").read_text(encoding="utf-8")


def test_the_style_sheet_fetches_only_files_of_this_folder():
    targets = re.findall(r"url\(\s*[\"']?([^\"')]+)", STYLE)
    fetched = {target for target in targets if not target.startswith("#")}
    assert "@import" not in STYLE
    assert fetched == {path.name for path in STATIC.glob("*.woff2")}


def test_each_pattern_that_the_style_sheet_paints_with_is_defined_by_the_timeline():
    painted = set(re.findall(r"url\(#([\w-]+)\)", STYLE))
    assert painted == set(re.findall(r'<pattern id="([\w-]+)"', WORDINGS["components/calendar.html"]))


def test_the_fonts_cover_every_vietnamese_letter():
    vowels = "aăâeêioôơuưy"
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    toned = [unicodedata.normalize("NFC", vowel + tone) for vowel in vowels for tone in tones]
    needed = set("".join(toned) + "bcdđghklmnpqrstvx" + "0123456789“”·…")
    needed |= {letter.upper() for letter in needed}
    assert {letter for letter in needed if ord(letter) not in letters_drawn()} == set()


def test_the_sprite_holds_every_icon_that_a_template_names(environment):
    named = named_icons(environment)
    assert {"octagon-x", "printer", "file-spreadsheet", "list-checks"} <= named
    assert named - symbols() == set()


def test_every_file_a_template_asks_for_exists():
    address = r"/static/([\w.-]+)|\bstatic\([\"']([\w.-]+)"
    asked = {plain or marked for wording in WORDINGS.values() for plain, marked in re.findall(address, wording)}
    assert {"ui.css", "app.js", "icons.svg", "source-sans-3-5.3.0-latin-wght-normal.woff2"} <= asked
    assert {name for name in asked if not (STATIC / name).is_file()} == set()


def test_our_own_script_stays_small():
    assert (STATIC / "app.js").stat().st_size <= 6 * 1024


@pytest.mark.parametrize("name", sorted(WORDINGS))
def test_a_template_carries_no_inline_style_script_or_handler(name):
    inline = r"<style|\bstyle\s*=|\son[a-z]+\s*=|<script(?![^>]*\ssrc=)|javascript:|\bhx-on|hx-vals=[\"']js:"
    assert re.findall(inline, WORDINGS[name], flags=re.IGNORECASE) == []


@pytest.mark.parametrize("name", sorted(WORDINGS))
def test_a_template_is_composed_has_no_em_dash_and_names_no_province(name):
    wording = WORDINGS[name]
    assert unicodedata.is_normalized("NFC", wording)
    assert "—" not in wording
    assert re.findall(r"tỉnh\s+[A-ZĐ]\w*", wording) == []


@pytest.mark.parametrize("status", sorted(ERROR_PAGES))
def test_an_error_page_has_one_heading_that_its_title_repeats(environment, status):
    page = environment.get_template(f"pages/errors/{status}.html")
    document = html.fromstring(page.render(site=SITE, visitor=VISITOR, navigation=(), **ERROR_PAGES[status]))
    heading = [element.text_content() for element in document.iter("h1")]
    assert document.get("lang") == "vi"
    assert [f"{text} - Kế hoạch kiểm tra CCHC" for text in heading] == [document.findtext(".//title")]
    assert document.find(".//nav") is None


def test_every_error_page_has_its_template():
    assert {path.stem for path in (TEMPLATES / "pages" / "errors").iterdir()} == set(ERROR_PAGES)


def test_the_navigation_marks_the_current_page_and_reads_out_the_count_of_errors(environment):
    navigation = [
        SimpleNamespace(href="/ke-hoach/k", label="Tổng quan", is_current=True, count=""),
        SimpleNamespace(href="/ke-hoach/k/lich", label="Lịch kiểm tra", is_current=False, count="02"),
    ]
    page = environment.get_template("pages/errors/404.html").render(site=SITE, visitor=VISITOR, navigation=navigation)
    links = html.fromstring(page).findall(".//nav//a")
    assert [(link.get("href"), link.get("aria-current"), link.text_content()) for link in links] == [
        ("/ke-hoach/k", "page", "Tổng quan"),
        ("/ke-hoach/k/lich", None, "Lịch kiểm tra 02 lỗi phải sửa"),
    ]


def test_text_given_to_the_layout_is_escaped(environment):
    site = SimpleNamespace(**{**vars(SITE), "managing_line": "<b>1 & 2</b>"})
    page = environment.get_template("pages/errors/404.html").render(site=site, visitor=VISITOR, navigation=())
    assert "&lt;b&gt;1 &amp; 2&lt;/b&gt;" in page
