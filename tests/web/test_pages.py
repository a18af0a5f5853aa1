"""Every page of the seeded site: well-formed, reachable, and the same on both databases."""

import re
import unicodedata
from collections import Counter
from itertools import pairwise
from urllib.parse import urlsplit

from web.seeded import FOUNDING, PLANS, TWO_TEAMS, Sample, links, planners_route, words

from app.db.store import open_reader
from app.domain.draws.frames import pools_of
from app.web.audiences import Audience
from app.web.route_table import ROUTES

BASE = f"/ke-hoach/{FOUNDING}"
OF_A_PLAN = ("", "/lich", "/lich/ban-in", "/dot-xuat", "/van-ban", "/doan")


PLANNING = {Audience.PLANNERS}
COUNTING = {f"{BASE}{page}" for page in ("/de-xuat", "/doi-tuong", "/thiet-lap")}
"""Pages for planners alone that say how many errors there are; forms for one item have their eyes on that."""


IN_OTHER_STATES = {
    f"/ke-hoach/{{plan_key}}/{page}"
    for page in (
        "rut-ve", "dieu-chinh/bo", "phien-ban/so-sanh", "de-xuat/{proposal_id}",
        "de-xuat/{proposal_id}/phuong-an/{number}", "chon-xa/nhieu-noi/day-so",
        *(f"chon-xa/{{unit_key}}/{step}" for step in ("bo", "chot", "day-so", "thay", "huy", "dua-vao-ke-hoach")),
    )
}  # fmt: skip
"""Pages to which links lead only of a plan that is submitted, adjusted, proposed another schedule, or being drawn."""


def is_page(method, route):
    return method == "GET" and not route.startswith("/api/") and not route.endswith((".docx", "{path:path}"))


def new_plans():
    """The pages on which a plan is begun."""
    return {route for (method, route) in ROUTES if is_page(method, route) and route.startswith("/ke-hoach/moi")}


def unit_addresses(site):
    """The pages of every unit that a plan inspects or asks to inspect itself."""
    with open_reader(site.engine) as store:
        dossiers = [store.plans.dossier(key) for key in PLANS]
    return {
        f"/ke-hoach/{dossier.plan.key}/don-vi/{unit}"
        for dossier in dossiers
        for unit in [*(v.unit for v in dossier.plan.visits), *(u.key for u in dossier.self_inspecting_units())]
    }


def draw_addresses(site):
    """The pages of every place at which a plan draws, and of all of them, where it has any."""
    with open_reader(site.engine) as store:
        pools = {key: pools_of(store.plans.dossier(key)) for key in PLANS}
    drawing = {plan: [pool.key for pool in each] for plan, each in pools.items() if each}
    assert len(drawing[FOUNDING]) == 5
    return {f"/ke-hoach/{plan}/chon-xa{at}" for plan, keys in drawing.items() for at in ("", *(f"/{k}" for k in keys))}


# Reachable


def test_every_page_of_every_plan_is_reached_by_links_from_the_list_of_plans(site):
    of_plans = {f"/ke-hoach/{plan}{page}" for plan in PLANS for page in OF_A_PLAN}
    found = set(site.pages())
    shown = {page for page in found if page.startswith("/ke-hoach") and planners_route(page) is None}
    assert shown - new_plans() == {"/ke-hoach"} | of_plans | unit_addresses(site) | draw_addresses(site)
    assert new_plans() <= shown
    others = {"/" + page.split("/")[1] for page in found} - {"/ke-hoach"}
    assert others == {"/tro-giup", "/kha-nang-tiep-can", "/tai-khoan", "/quan-tri", "/lich-dang-ky", "/viec-cua-toi"}


def test_every_page_for_planners_is_reached_by_links_from_some_plan(site, released_site):
    found = {planners_route(page) for each in (site, released_site) for page in each.pages()} - {None}
    pages = {route for (method, route), audience in ROUTES.items() if is_page(method, route) and audience in PLANNING}
    assert pages - found == IN_OTHER_STATES


def test_the_start_leads_a_planner_to_the_newest_plan(site):
    answer = site.get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/ke-hoach/{TWO_TEAMS}")


def test_every_link_leads_somewhere(site):
    sample = Sample()
    all_targets = {link for address, tree in site.pages().items() for link in links(tree, address)}
    targets = [target for target in sorted(all_targets) if sample.takes(target)]
    answers = {target: site.client.head(target).status_code for target in targets}
    assert {target: status for target, status in answers.items() if status != (303 if target == "/" else 200)} == {}


def test_every_link_stays_on_this_site(site):
    assert site.faults(lambda tree: [link for link in tree.xpath("//@href | //@src") if urlsplit(link).netloc]) == {}


def test_every_fragment_names_a_place_of_its_page(site):
    def dangling(tree):
        fragments = [link[1:] for link in tree.xpath("//a/@href") if link.startswith("#")]
        return [fragment for fragment in fragments if not tree.xpath("//*[@id=$id]", id=fragment)]

    assert site.faults(dangling) == {}


def test_every_file_of_a_style_script_or_icon_is_there(site):
    addresses = {
        link
        for tree in site.pages().values()
        for link in tree.xpath("//link/@href | //script/@src | //*[local-name()='use']/@href")
    }
    assert {address: site.client.head(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_a_page_asked_for_by_its_headers_alone_answers_like_the_page(site):
    for address in site.pages():
        head = site.client.head(address)
        assert (head.status_code, dict(head.headers)) == (200, dict(site.client.get(address).headers)), address


# Well-formed


def test_every_page_is_html_in_utf_8_in_vietnamese(site):
    types = {site.get(address).headers["content-type"] for address in site.pages()}
    assert types == {"text/html; charset=utf-8"}
    assert {tree.get("lang") for tree in site.pages().values()} == {"vi"}
    assert {site.get(address).text[:15] for address in site.pages()} == {"<!doctype html>"}


def test_every_page_has_one_heading_of_the_first_level(site):
    assert site.faults(lambda tree: len(tree.findall(".//h1")) != 1 or not words(tree.find(".//h1"))) == {}


def test_no_page_skips_a_level_of_headings(site):
    def skipped(tree):
        levels = [int(heading.tag[1]) for heading in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
        return [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] or levels[:1] != [1]

    assert site.faults(skipped) == {}


def test_the_title_of_each_page_is_its_own(site):
    titles = Counter(words(tree.find(".//title")) for tree in site.pages().values())
    assert [title for title, count in titles.items() if count > 1] == []
    assert [title for title in titles if not title.endswith(" - Kế hoạch kiểm tra CCHC")] == []


def test_every_cell_that_heads_a_table_says_what_it_heads(site):
    def unscoped(tree):
        cells = [
            words(cell) for cell in tree.iter("th") if cell.get("scope") not in {"col", "row", "colgroup", "rowgroup"}
        ]
        return cells + [words(table) for table in tree.iter("table") if not table.xpath("./thead/tr/th[@scope='col']")]

    assert site.faults(unscoped) == {}


def test_every_row_of_a_table_is_as_wide_as_its_head(site):
    def ragged(tree):
        return [words(table)[:60] for table in tree.iter("table") if len(set(widths(table))) != 1]

    assert site.faults(ragged) == {}


def widths(table):
    """The number of columns each row covers, cells merged over rows counted in each of them."""
    pending, found = Counter(), []
    for row in table.iter("tr"):
        start = len(found)
        width = pending[start]
        for cell in row.iterchildren("td", "th"):
            columns, rows = int(cell.get("colspan", 1)), int(cell.get("rowspan", 1))
            width += columns
            for below in range(start + 1, start + rows):
                pending[below] += columns
        found.append(width)
    return found


def test_no_name_of_a_place_stands_twice_on_a_page_and_every_label_names_one(site):
    def wrong(tree):
        places = Counter(tree.xpath("//@id"))
        named = " ".join(tree.xpath("//@aria-labelledby | //@aria-describedby")).split()
        return [place for place, count in places.items() if count > 1] + [name for name in named if name not in places]

    assert site.faults(wrong) == {}


def test_every_region_and_section_has_a_name(site):
    query = "//*[self::section or self::nav or self::aside or @role='region' or @role='group']"
    unnamed = f"{query}[not(@aria-label) and not(@aria-labelledby)]"
    assert site.faults(lambda tree: [words(place)[:60] for place in tree.xpath(unnamed)]) == {}


def test_no_list_or_table_is_empty(site):
    empty = "//*[self::ul or self::ol or self::dl or self::tbody][not(*)]"
    assert site.faults(lambda tree: [place.tag for place in tree.xpath(empty)]) == {}


def test_every_link_and_button_has_words(site):
    def silent(tree):
        drawn = tree.xpath("//a[.//*[local-name()='rect']]")
        return [link.get("href") for link in tree.xpath("//a | //button") if not words(link) and link not in drawn]

    assert site.faults(silent) == {}
    assert site.faults(lambda tree: tree.xpath("//*[local-name()='svg']//a[not(*[local-name()='title'])]/@href")) == {}


def test_no_page_carries_styles_scripts_or_handlers_of_its_own(site):
    def inline(tree):
        return (
            tree.xpath("//style")
            + tree.xpath("//script[not(@src)]")
            + tree.xpath("//@style")
            + tree.xpath("//@*[starts-with(name(), 'on') or starts-with(name(), 'hx-on')]")
            + tree.xpath("//@*[contains(translate(., 'JAVSCRIPT', 'javscript'), 'javascript:')]")
        )

    assert site.faults(inline) == {}


def test_the_text_of_every_page_is_composed_and_free_of_program_words(site):
    slips = re.compile(r"\bNone\b|\bUndefined\b|\{\{|\}\}|\{%|—|\bTrue\b|\bFalse\b|\[\]|&lt;|&amp;")

    def slipped(tree):
        text = tree.text_content()
        return slips.findall(text) + ([] if unicodedata.is_normalized("NFC", text) else ["not composed"])

    assert site.faults(slipped) == {}


def test_the_navigation_marks_where_one_is(site):
    def current(address):
        return [
            words(link)
            for link in site.tree(address).xpath("//nav[@aria-label='Chức năng chính']//a[@aria-current='page']")
        ]

    assert {page: current(f"/ke-hoach/{TWO_TEAMS}{page}") for page in OF_A_PLAN} == {
        "": ["Tổng quan"],
        "/lich": ["Lịch kiểm tra 01 lỗi phải sửa"],
        "/lich/ban-in": ["Lịch kiểm tra 01 lỗi phải sửa"],
        "/dot-xuat": ["Lịch kiểm tra 01 lỗi phải sửa"],
        "/van-ban": ["Văn bản"],
        "/doan": ["Đoàn kiểm tra"],
    }
    assert current(f"{BASE}/don-vi/so-cong-thuong") == []


def test_every_page_of_a_plan_counts_the_errors_of_the_whole_plan(site):
    counts = {
        address: words(badge[0]) if (badge := tree.find_class("nav-count")) else ""
        for address, tree in site.pages().items()
        if address.startswith(BASE) and (planners_route(address) is None or address in COUNTING)
    }
    assert counts.keys() >= COUNTING
    assert set(counts.values()) == {"01 lỗi phải sửa"}


# The same everywhere


def test_every_page_is_the_same_on_postgresql(site, postgres_site):
    # The page of an account counts its sessions, and those of the shared site grow with the tests that sign in there.
    compared = [page for page in site.pages() if not page.startswith("/quan-tri/tai-khoan/2")]
    different = [page for page in compared if postgres_site.get(page).content != site.get(page).content]
    assert different == []


def test_every_route_answers_on_postgresql(postgres_site):
    files = [f"{BASE}/van-ban/tep/don-vi/so-cong-thuong/bao-cao.docx", f"{BASE}/van-ban/bo-van-ban.zip"]
    statuses = {address: postgres_site.get(address).status_code for address in ["/", "/healthz", "/robots.txt", *files]}
    assert statuses == {"/": 303, "/healthz": 200, "/robots.txt": 200, **dict.fromkeys(files, 200)}


def test_a_page_asked_for_again_is_the_same(site):
    assert [page for page in site.pages() if site.client.get(page).content != site.client.get(page).content] == []
