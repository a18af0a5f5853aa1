"""Every fault a plan file can have: found at its place, said in a sentence, together with all the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from small_plan_file import SMALL, as_json, faults_in, small_tree

from app.domain.units import Unit
from app.planfiles.references import Holdings
from app.services.sentences import fault_sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    Spoil = Callable[[dict[str, Any]], object]


def put(tree: Any, path: str, value: object) -> None:
    """Set what stands at a path such as `plan.visits.0.unit`, lists counted from 0."""
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in steps:
        tree = tree[step]
    tree[last] = value


def also(tree: Any, path: str, **changes: object) -> None:
    """Add to a list a copy of its last item, changed."""
    for step in path.split("."):
        tree = tree[int(step) if step.isdigit() else step]
    tree.append({**tree[-1], **changes} if isinstance(tree[-1], dict) else tree[-1])


def clusters(tree: Any, *given: tuple[str, object], name: str | None = None) -> None:
    """Let the plan draw from clusters of these keys and units, among two units of the lowest level."""
    for key in ("xa-c", "xa-d"):
        tree["units"].append({"key": key, "name": f"UBND {key}", "kind": "xã", "level": "xa"})
    put(
        tree,
        "plan.draw.clusters",
        [{"key": key, "name": f"Cụm {key}" if name is None else name, "units": units} for key, units in given],
    )


SPOILT: list[tuple[str, str, Spoil]] = [
    ("schema.unsupported", "schema", lambda t: put(t, "schema", 2)),
    ("key.unknown", "plan.visits[1].windw", lambda t: put(t, "plan.visits.0.windw", {})),
    ("key.missing", "plan.visits[1]", lambda t: t["plan"]["visits"][0].pop("batch")),
    ("key.not_slug", "units[2].key", lambda t: put(t, "units.1.key", "../Sở Nội vụ")),
    ("type.wrong", "plan.year", lambda t: put(t, "plan.year", "2023")),
    ("type.wrong", "plan.title", lambda t: put(t, "plan.title", 5)),
    ("type.wrong", "plan.visits[1].communes", lambda t: put(t, "plan.visits.0.communes", "25252")),
    ("type.wrong", "plan.visits[1].is_reserve", lambda t: put(t, "plan.visits.0.is_reserve", "có")),
    ("type.wrong", "plan.decision", lambda t: put(t, "plan.decision", "536/QĐ-UBND")),
    ("type.wrong", "plan.standards.working_days.huyen", lambda t: put(t, "plan.standards.working_days.huyen", 2.5)),
    ("type.wrong", "plan.changed_on", lambda t: put(t, "plan.changed_on", 20230629)),
    ("value.not_allowed", "plan.visits[1].manner", lambda t: put(t, "plan.visits.0.manner", "sometimes")),
    ("text.empty", "units[2].name", lambda t: put(t, "units.1.name", "")),
    ("text.too_long", "plan.title", lambda t: put(t, "plan.title", "a" * 30_001)),
    ("list.too_long", "plan.subjects", lambda t: put(t, "plan.subjects", ["a"] * 10_001)),
    ("number.out_of_range", "plan.year", lambda t: put(t, "plan.year", 12023)),
    ("number.out_of_range", "plan.quotas[1].count", lambda t: put(t, "plan.quotas.0.count", 0)),
    ("date.invalid", "plan.changed_on", lambda t: put(t, "plan.changed_on", "2023-02-31")),
    ("date.invalid", "plan.changed_on", lambda t: put(t, "plan.changed_on", "31/2/2023")),
    ("date.invalid", "plan.changed_on", lambda t: put(t, "plan.changed_on", "1693526400")),
    ("date.out_of_range", "plan.changed_on", lambda t: put(t, "plan.changed_on", "0001-01-01")),
    ("window.ends_before_start", "plan.visits[1].window", lambda t: put(t, "plan.visits.0.window.last", "2023-07-31")),
    (
        "window.ends_before_start",
        "plan.visits[1].window",
        lambda t: put(
            t,
            "plan.visits.0.window",
            {"first": "2023-08-01", "last": "2023-08-01", "opens": "afternoon", "closes": "morning"},
        ),
    ),
    ("window.too_long", "plan.visits[1].window", lambda t: put(t, "plan.visits.0.window.last", "2032-08-08")),
    (
        "period.ends_before_start",
        "plan.period",
        lambda t: put(t, "plan.period", {"wording": "năm 2023", "first": "2023-12-31", "last": "2023-01-01"}),
    ),
    (
        "deadline.incomplete",
        "plan.batches[1].report_deadline",
        lambda t: put(t, "plan.batches.0.report_deadline", {"relation": "within", "event": "signing"}),
    ),
    ("unit.twice", "units[4]", lambda t: also(t, "units")),
    ("level.twice", "province.levels[4].key", lambda t: also(t, "province.levels")),
    ("person.twice", "people[3].key", lambda t: also(t, "people")),
    ("member.twice", "plan.teams[1].seats[3].person", lambda t: also(t, "plan.teams.0.seats", key="x", person="ong-m")),
    ("team.twice", "plan.teams[2].key", lambda t: also(t, "plan.teams", seats=[])),
    ("seat.twice", "plan.teams[1].seats[3].key", lambda t: also(t, "plan.teams.0.seats")),
    ("clause.twice", "plan.text.clauses[2].code", lambda t: also(t, "plan.text.clauses")),
    ("deputy.twice", "plan.batches[1].deputies[2]", lambda t: also(t, "plan.batches.0.deputies")),
    ("batch.twice", "plan.batches[2].key", lambda t: also(t, "plan.batches")),
    ("visit.twice", "plan.visits[2]", lambda t: also(t, "plan.visits", window={})),
    ("quota.twice", "plan.quotas[2].key", lambda t: also(t, "plan.quotas")),
    ("mandate.twice", "plan.mandates[2].field", lambda t: also(t, "plan.mandates")),
    ("erratum.twice", "plan.errata[2].key", lambda t: also(t, "plan.errata")),
    ("remark.twice", "plan.remarks[2].key", lambda t: also(t, "plan.remarks")),
    ("outline.twice", "outlines[2].key", lambda t: also(t, "outlines")),
    ("outline_item.twice", "outlines[1].items[2].code", lambda t: also(t, "outlines.0.items")),
    ("form.twice", "forms[3].key", lambda t: also(t, "forms")),
    ("form.twice", "plan.forms[3]", lambda t: also(t, "plan.forms")),
    ("row.twice", "forms[1].rows[3].code", lambda t: also(t, "forms.0.rows")),
    ("column.twice", "forms[1].columns[3].key", lambda t: also(t, "forms.0.columns")),
    ("province.unknown", "plan.province", lambda t: put(t, "plan.province", "tinh-b")),
    ("level.unknown", "plan.draw.from_level", lambda t: put(t, "plan.draw.from_level", "thon")),
    ("level.unknown", "plan.standards.working_days.thon", lambda t: put(t, "plan.standards.working_days.thon", 1)),
    ("unit.unknown", "plan.visits[1].unit", lambda t: put(t, "plan.visits.0.unit", "so-y-te")),
    ("unit.unknown", "people[1].agency", lambda t: put(t, "people.0.agency", "so-y-te")),
    ("person.unknown", "plan.batches[1].head", lambda t: put(t, "plan.batches.0.head", "ong-x")),
    ("team.unknown", "plan.batches[1].team", lambda t: put(t, "plan.batches.0.team", "to-9")),
    ("batch.unknown", "plan.visits[1].batch", lambda t: put(t, "plan.visits.0.batch", "dot-9")),
    ("batch.unknown", "plan.quotas[1].batch", lambda t: put(t, "plan.quotas.0.batch", "dot-9")),
    ("seat.unknown", "plan.teams[1].seats[1].substitutes", lambda t: put(t, "plan.teams.0.seats.0.substitutes", "x")),
    ("seat.empty", "plan.teams[1].seats[2]", lambda t: t["plan"]["teams"][0]["seats"][1].pop("office")),
    (
        "batch.standing_deputy_apart",
        "plan.batches[1].standing_deputy",
        lambda t: put(t, "plan.batches.0.standing_deputy", "ba-n"),
    ),
    ("outline.unknown", "plan.outline", lambda t: put(t, "plan.outline", "de-cuong-2022")),
    ("outline_item.unknown", "plan.visits[1].scope[1]", lambda t: put(t, "plan.visits.0.scope", ["IX"])),
    ("form.unknown", "plan.forms[1]", lambda t: put(t, "plan.forms.0", "phu-luc-9")),
    ("form.unknown", "outlines[1].items[1].indicators[1]", lambda t: put(t, "outlines.0.items.0.indicators", ["x:I"])),
    ("row.unknown", "outlines[1].items[1].indicators[1]", lambda t: t["forms"][0]["rows"].pop()),
    ("row.unknown", "forms[1].rows[2].formula", lambda t: put(t, "forms.0.rows.1.formula", "[I.9] * 100")),
    ("row.unknown", "forms[1].checks[1].expression", lambda t: put(t, "forms.0.checks.0.expression", "[I.9] >= 0")),
    ("column.unknown", "forms[2].columns[1].sum_of[1]", lambda t: put(t, "forms.1.columns.0.sum_of", ["khac"])),
    ("column.unknown", "forms[2].checks[1].expression", lambda t: put(t, "forms.1.checks.0.expression", "[x] >= 0")),
    ("draw.least_above_most", "plan.draw", lambda t: put(t, "plan.draw.least", 4)),
    ("draw.nowhere", "plan.draw", lambda t: t["plan"]["draw"].pop("at_level")),
    ("draw.nowhere", "plan.draw", lambda t: t["plan"]["draw"].update(clusters=[], at_level=None)),
    ("unit.unknown", "plan.draw.clusters[1].units[1]", lambda t: clusters(t, ("cum-1", ["xa-khac"]))),
    ("cluster.unit_twice", "plan.draw.clusters[1].units[2]", lambda t: clusters(t, ("cum-1", ["xa-c", "xa-c"]))),
    (
        "cluster.unit_shared",
        "plan.draw.clusters[2].units[1]",
        lambda t: clusters(t, ("cum-1", ["xa-c"]), ("cum-2", ["xa-c"])),
    ),
    ("cluster.level_wrong", "plan.draw.clusters[1].units[1]", lambda t: clusters(t, ("cum-1", ["so-noi-vu"]))),
    ("cluster.empty", "plan.draw.clusters[1]", lambda t: clusters(t, ("cum-1", []))),
    ("cluster.twice", "plan.draw.clusters[2]", lambda t: clusters(t, ("cum-1", ["xa-c"]), ("cum-1", ["xa-d"]))),
    (
        "cluster.name_twice",
        "plan.draw.clusters[2]",
        lambda t: clusters(t, ("cum-1", ["xa-c"]), ("cum-2", ["xa-d"]), name="Cụm"),
    ),
    ("cluster.key_taken", "plan.draw.clusters[1]", lambda t: clusters(t, ("xa-c", ["xa-c"]))),
    ("cluster.key_taken", "plan.draw.clusters[1]", lambda t: clusters(t, ("cap-tinh", ["xa-c"]))),
    (
        "cluster.too_many",
        "plan.draw.clusters[41]",
        lambda t: clusters(t, *((f"cum-{number}", ["xa-c"]) for number in range(41))),
    ),
    ("key.not_slug", "plan.draw.clusters[1].key", lambda t: clusters(t, ("Cụm 1", ["xa-c"]))),
    ("text.empty", "plan.draw.clusters[1].name", lambda t: clusters(t, ("cum-1", ["xa-c"]), name="")),
    ("type.wrong", "plan.draw.clusters[1].units", lambda t: clusters(t, ("cum-1", "xa-c"))),
    ("type.wrong", "plan.draw.clusters", lambda t: put(t, "plan.draw.clusters", "xa-c")),
    ("key.missing", "plan.draw.clusters[1]", lambda t: put(t, "plan.draw.clusters", [{"units": ["xa-c"]}])),
    ("quota.key_taken", "plan.quotas[1].key", lambda t: put(t, "plan.quotas.0.key", "so-noi-vu")),
    ("formula.unreadable", "forms[1].rows[2].formula", lambda t: put(t, "forms.0.rows.1.formula", "I.1 / I.1")),
    (
        "label.unreadable",
        "forms[2].branch_rows[1].label",
        lambda t: put(t, "forms.1.branch_rows.0.label", "{area.__class__}"),
    ),
]


@pytest.mark.parametrize(("code", "place", "spoil"), SPOILT, ids=[f"{code} at {place}" for code, place, _ in SPOILT])
def test_a_spoilt_file_is_refused_with_the_fault_at_its_place(code: str, place: str, spoil: Spoil):
    tree = small_tree()
    spoil(tree)
    faults = faults_in(as_json(tree), "ke-hoach.json")
    assert (place, code) in [(fault.place, fault.code) for fault in faults]
    assert all(fault_sentence(fault).startswith(f"{fault.place}: ") for fault in faults)


def test_the_small_file_has_no_fault():
    assert faults_in(SMALL) == faults_in(as_json(small_tree()), "ke-hoach.json") == ()


def test_a_file_may_draw_from_clusters_beside_a_level_or_in_its_stead():
    tree = small_tree()
    clusters(tree, ("cum-1", ["xa-c"]), ("cum-2", ["xa-d"]))
    assert faults_in(as_json(tree), "ke-hoach.json") == ()
    del tree["plan"]["draw"]["at_level"]
    assert faults_in(as_json(tree), "ke-hoach.json") == ()


def test_a_unit_unknown_to_the_file_may_be_of_a_cluster_where_the_directory_holds_it_at_the_level_drawn_from():
    tree, xa = small_tree(), Unit(key="xa-e", name="UBND xã E", kind="xã", level="xa")
    clusters(tree, ("cum-1", ["xa-e"]))
    assert faults_in(as_json(tree), "ke-hoach.json", Holdings(units=(xa,))) == ()
    (fault,) = faults_in(as_json(tree), "ke-hoach.json", Holdings(units=(replace(xa, level="tinh"),)))
    assert fault_sentence(fault) == (
        "plan.draw.clusters[1].units[1]: đơn vị “xa-e” không thuộc cấp được chọn (“xa”). "
        "Bỏ đơn vị này khỏi cụm, hoặc sửa cấp được chọn."
    )


def test_all_faults_come_at_once_each_with_its_line():
    spoilt = (
        SMALL.replace('unit = "ubnd-huyen-b"', 'unit = "ubnd-huyen-c"')
        .replace("last = 2023-08-08", "last = 2023-07-08")
        .replace('office = "Đại diện Sở Tư pháp"', 'person = "ong-m"')
        .replace('head = "ba-n"', 'hed = "ba-n"')
        .replace("year = 2023", 'year = "2023"')
        .replace("day = 2023-07-30", "day = 2023-02-31")
        .replace("changed_on = 2023-06-29", "changed_on = 31/2/2023")
    )
    assert sorted((fault.place, fault.code) for fault in faults_in(spoilt)) == [
        ("plan.batches[1].hed (dòng 42)", "key.unknown"),
        ("plan.batches[1].report_deadline.day (dòng 44)", "date.invalid"),
        ("plan.changed_on (dòng 10)", "date.invalid"),
        ("plan.teams[1].seats[2].person (dòng 36)", "member.twice"),
        ("plan.visits[1].unit (dòng 47)", "unit.unknown"),
        ("plan.visits[1].window (dòng 49)", "window.ends_before_start"),
        ("plan.year (dòng 7)", "type.wrong"),
    ]


def test_a_date_written_as_a_time_is_no_date():
    spoilt = SMALL.replace("changed_on = 2023-06-29", "changed_on = 2023-06-29T08:00:00")
    assert [(fault.code, fault.wanted) for fault in faults_in(spoilt)] == [("type.wrong", "date")]


def test_a_date_is_no_text():
    spoilt = SMALL.replace('title = "Kế hoạch kiểm tra năm 2023"', "title = 2023-06-29")
    assert [(fault.place, fault.code, fault.found) for fault in faults_in(spoilt)] == [
        ("plan.title (dòng 9)", "type.wrong", str(date(2023, 6, 29)))
    ]


def test_an_unknown_key_is_answered_with_the_nearest_that_exists():
    spoilt = SMALL.replace("window = {", "windows = {")
    (fault,) = faults_in(spoilt)
    assert (fault.code, fault.found, fault.wanted) == ("key.unknown", "windows", "window")
    assert fault_sentence(fault) == (
        "plan.visits[1].windows (dòng 49): không có khóa nào tên là “windows”. Có phải là “window”? "
        "Sửa lại tên, hoặc bỏ khóa này."
    )


def test_an_unknown_unit_is_answered_with_the_nearest_that_exists():
    (fault,) = faults_in(SMALL.replace('unit = "ubnd-huyen-b"', 'unit = "ubnd-huyen-bb"'))
    assert (fault.code, fault.wanted) == ("unit.unknown", "ubnd-huyen-b")


def test_a_wrong_kind_of_value_is_answered_with_what_belongs_there():
    (fault,) = faults_in(SMALL.replace("year = 2023", "year = true"))
    assert fault_sentence(fault) == (
        "plan.year (dòng 7): giá trị “true” không đúng loại. Ở đây cần một số nguyên, không đặt trong dấu nháy."
    )


def test_a_value_outside_a_list_of_values_is_answered_with_the_list():
    (fault,) = faults_in(SMALL.replace("unit = ", 'mode = "phone"\nunit = ', 1))
    assert (fault.code, fault.wanted) == ("value.not_allowed", "on_the_spot, online, on_reports")


@pytest.mark.parametrize("spoil", [lambda t: put(t, "plan.title", None), lambda t: put(t, "units", {"key": "x"})])
def test_values_of_another_shape_are_faults_and_no_more(spoil: Spoil):
    tree = small_tree()
    spoil(tree)
    assert {fault.code for fault in faults_in(as_json(tree), "x.json")} >= {"type.wrong"}
