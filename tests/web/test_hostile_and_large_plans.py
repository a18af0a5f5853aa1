"""Pages of plans that nobody hopes for: names full of markup, and thirty visits instead of one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import PEOPLE, PROVINCE, UNITS, a_batch, a_department, a_dossier, a_plan, a_team, a_visit, a_window
from lxml import html
from sqlalchemy import event
from web.people import open_account
from web.seeded import EVERY_PLANNER, Site, put, words

from app.db.engine import create_engine
from app.db.migrating import migrate
from app.db.store import open_store
from app.domain.accounts import AccountRole, RoleGrant
from app.domain.acts import PlanText
from app.domain.teams import Role, Seat
from app.web.templating import marked

MARKUP = "<script>alert(1)</script> \"hai\" 'một' & <b>đậm</b> {{ 7 * 7 }} {% raw %}"
BASE = "/ke-hoach/tinh-a-2023"
PAGES = (BASE, f"{BASE}/lich", f"{BASE}/lich/ban-in", f"{BASE}/doan", f"{BASE}/don-vi/so-y-te")


def site_of(folder, dossier):
    """A site that holds that plan alone."""
    url = f"sqlite:///{folder / 'kiemtra.db'}"
    engine = create_engine(url)
    migrate(engine)
    with open_store(engine) as store:
        put(store, dossier)
        plan = dossier.plan
        planner = RoleGrant(role=AccountRole.PLANNER, province=plan.province, agency=plan.planning_agencies[0])
        open_account(store, EVERY_PLANNER, (planner,))
    engine.dispose()
    return Site(url)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """Every name and printed text of the plan is markup."""
    name = f"Sở {MARKUP}"
    units = tuple(replace(unit, name=f"{unit.name} {MARKUP}") if unit.key == "so-y-te" else unit for unit in UNITS)
    people = tuple(replace(person, name=MARKUP, position=MARKUP) for person in PEOPLE)
    plan = a_plan(
        title=name,
        kind=MARKUP,
        text=PlanText(annex_note=f"*{MARKUP}*", annex_title=MARKUP),
        batches=(a_batch(name=MARKUP),),
        teams=(replace(a_team(Seat(key="a", role=Role.MEMBER, office=MARKUP)), name=MARKUP),),
        visits=(a_visit(printed_name=MARKUP, place=MARKUP),),
    )
    dossier = a_dossier(plan, units=units, people=people, province=replace(PROVINCE, full_name=f"Tỉnh A {MARKUP}"))
    made = site_of(tmp_path_factory.mktemp("hostile"), dossier)
    yield made
    made.close()


@pytest.mark.parametrize("page", ["/ke-hoach", *PAGES, f"{BASE}/van-ban"])
def test_markup_in_a_name_is_shown_as_text_and_does_nothing(hostile, page):
    tree = hostile.tree(page)
    assert [script.get("src") is not None for script in tree.iter("script")] == [True, True]
    assert "alert(1)" not in "".join(tree.xpath("//@*[not(name()='aria-label')]"))
    assert tree.xpath("//b") == []
    assert MARKUP in " ".join(tree.text_content().split())


def test_markup_in_a_name_stays_inside_its_attribute(hostile):
    labels = hostile.tree(f"{BASE}/van-ban").xpath("//a[contains(., 'alert(1)')]")
    assert [set(link.keys()) <= {"href", "class"} for link in labels] == [True] * len(labels)
    assert len(labels) > 0


def test_a_file_of_a_unit_with_markup_in_its_name_is_saved_under_a_harmless_one(hostile):
    answer = hostile.get(f"{BASE}/van-ban/tep/don-vi/so-y-te/thong-bao.docx")
    header = answer.headers["content-disposition"]
    assert (answer.status_code, header.count('"'), set("<>'&{}") & set(header.replace("UTF-8''", ""))) == (
        200,
        2,
        set(),
    )


# Printed marks


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("*qua Sở*", "<em>qua Sở</em>"),
        ("**Lưu ý**: a", "<strong>Lưu ý</strong>: a"),
        ("a\nb", "a<br>b"),
        ("5 * 3", "5 * 3"),
        ("*a", "*a"),
        ("**", "**"),
        ("<b>*x*</b>", "&lt;b&gt;<em>x</em>&lt;/b&gt;"),
        ("\"&'", "&#34;&amp;&#39;"),
    ],
)
def test_the_marks_of_a_printed_text_become_tags_and_nothing_else_does(printed, shown):
    assert str(marked(printed)) == shown


def test_marks_that_do_not_pair_leave_no_tag_open():
    for printed in ("**a*", "*a**b*", "***a***", "** * **"):
        assert len(html.fragments_fromstring(f"<p>{marked(printed)}</p>")) == 1
        assert str(marked(printed)).count("<em>") == str(marked(printed)).count("</em>")
        assert str(marked(printed)).count("<strong>") == str(marked(printed)).count("</strong>")


# The number of queries


def a_plan_of(count):
    """A dossier with that many visits, each to a unit of its own."""
    units = tuple(a_department(f"so-{number}", f"Sở số {number}") for number in range(count - 1))
    visits = [a_visit()] + [
        a_visit(unit.key, window=a_window(day, day))
        for unit, day in zip(units, (date(2023, 9, 5) + timedelta(days=n) for n in range(count)), strict=False)
    ]
    return a_dossier(a_plan(visits=tuple(visits)), units=(*UNITS, *units))


def queries(site, address):
    """How many statements one answer takes."""
    statements = []

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(site.engine, "before_cursor_execute", note)
    assert site.client.get(address).status_code == 200
    event.remove(site.engine, "before_cursor_execute", note)
    return len(
        [statement for statement in statements if statement.startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))]
    )


def test_a_page_asks_the_database_as_often_for_thirty_visits_as_for_one(tmp_path):
    counts = {}
    for count in (1, 30):
        folder = tmp_path / str(count)
        folder.mkdir()
        site = site_of(folder, a_plan_of(count))
        assert len(site.tree(f"{BASE}/lich").xpath("//section[@aria-label='Bảng lịch kiểm tra']//tbody/tr")) == count
        file = f"{BASE}/van-ban/tep/don-vi/so-y-te/lich.ics"
        counts[count] = {page: queries(site, page) for page in ("/ke-hoach", *PAGES, f"{BASE}/van-ban", file)}
        site.close()
    assert counts[30] == counts[1]
    assert all(0 < count <= 40 for count in counts[1].values())


def test_a_page_of_the_founding_plan_takes_few_queries_and_writes_nothing(site):
    addresses = [address for address in site.pages() if address.startswith("/ke-hoach/")]
    most = max((queries(site, address), address) for address in addresses)
    assert most[0] <= 58, most


def test_a_long_name_is_cut_in_the_drawing_and_whole_in_the_table(tmp_path):
    name = "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh"
    units = tuple(replace(unit, name=name) if unit.key == "so-y-te" else unit for unit in UNITS)
    site = site_of(tmp_path, a_dossier(units=units))
    tree = site.tree(BASE)
    site.close()
    (drawn,) = tree.find_class("tl-unit")
    assert words(drawn) == "Văn phòng Đoàn đại biểu Quốc hội và Hội…"
    assert [words(cell) for cell in tree.xpath("//details//tbody//th")] == [name]
    assert words(tree.xpath("//*[@class='tl']//a/*[local-name()='title']")[0]).startswith(name)
