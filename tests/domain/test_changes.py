"""What differs between two states of a plan, in words that an officer reads in the log."""

from __future__ import annotations

import dataclasses
import types
import typing
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from builders import PEOPLE, a_batch, a_dossier, a_plan, a_team, a_visit, a_window, before, with_plan
from hypothesis import given, settings
from strategies import plan_dossiers

from app.domain.acts import Article, Clause, ClauseKind, Decision, PlanText, Submission
from app.domain.change_kinds import KINDS, SILENT
from app.domain.changes import Change, OutdatedText, changes_between, outdated_texts
from app.domain.dates import LooseTime
from app.domain.dossiers import PlanDossier
from app.domain.forms import Form, FormKind
from app.domain.people import Absence, Person
from app.domain.plan_differences import PARTS
from app.domain.plans import Budget, BudgetSource, DrawCluster, DrawRule, Plan, PlanState, SelfInspectionRule, Standards
from app.domain.teams import Role, Seat
from app.domain.visits import Manner, Mode

if TYPE_CHECKING:
    from app.domain.change_words import Kind

DOSSIER = a_dossier(a_plan(decision=Decision(symbol="QĐ-UBND", body="ubnd-tinh-a")))
N_LINE = "Bà N - Phó Giám đốc Sở Thông tin và Truyền thông"
DUE = date(2023, 7, 9)
FIRM = "từ ngày 01/8/2023 đến hết ngày 04/8/2023"


def told(dossier: PlanDossier) -> list[tuple[str, str, str]]:
    return [(change.subject, change.before, change.after) for change in changes_between(DOSSIER, dossier)]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"window": a_window(date(2023, 8, 2))}, ("Sở Y tế, thời gian", FIRM, "ngày 02/8/2023")),
        ({"window": None}, ("Sở Y tế, thời gian", FIRM, "chưa xác định")),
        ({"loose": LooseTime(wording="Quý III")}, ("Sở Y tế, thời gian", FIRM, f"{FIRM} (Quý III)")),
        ({"head": "ba-n"}, ("Sở Y tế, Trưởng đoàn", "chưa xác định", N_LINE)),
        ({"lead_agency": "so-tttt"}, ("Sở Y tế, cơ quan chủ trì", "chưa xác định", "Sở Thông tin và Truyền thông")),
        ({"report_deadline": before(DUE)}, ("Sở Y tế, hạn báo cáo", "chưa xác định", "trước ngày 09/7/2023")),
        ({"place": "Chi cục"}, ("Sở Y tế, địa điểm", "chưa xác định", "Chi cục")),
        ({"manner": Manner.UNANNOUNCED}, ("Sở Y tế, hình thức", "toàn diện", "đột xuất")),
        ({"mode": Mode.ONLINE}, ("Sở Y tế, cách kiểm tra", "tại chỗ", "trực tuyến")),
        ({"scope": ("I", "II")}, ("Sở Y tế, nội dung", "chưa xác định", "I, II")),
        ({"printed_name": "Sở y tế"}, ("Sở Y tế, tên in ở phụ lục", "chưa xác định", "Sở y tế")),
        ({"is_reserve": True}, ("Sở Y tế, dự phòng", "không", "có")),
        ({"communes": ("00001",)}, ("Sở Y tế, đơn vị cấp dưới được chọn", "chưa xác định", "UBND xã C")),
    ],
)  # fmt: skip
def test_each_change_of_a_visit_is_told_before_and_after(fields: dict[str, Any], words: tuple[str, str, str]):
    assert told(with_plan(DOSSIER, visits=(a_visit(**fields),))) == [words]


def test_a_visit_that_is_gone_is_told_by_its_time_and_so_is_a_new_one():
    visits = (a_visit("ubnd-huyen-b", number=2), a_visit("so-la", window=None))
    assert told(with_plan(DOSSIER, visits=visits)) == [
        ("Sở Y tế", FIRM, ""),
        ("UBND huyện B, lần 2", "", FIRM),
        ("so-la", "", "chưa xác định"),
    ]


def test_a_visit_that_changes_over_is_told_by_the_names_of_its_batches():
    two = with_plan(DOSSIER, batches=(a_batch(), a_batch("dot-2")))
    changed = with_plan(two, visits=(a_visit(batch="dot-2"),))
    assert changes_between(two, changed) == (Change(subject="Sở Y tế, đợt", before="Đợt 1", after="Đợt 2"),)
    lost = with_plan(two, visits=(a_visit(batch="dot-3"),))
    assert changes_between(two, lost) == (Change(subject="Sở Y tế, đợt", before="Đợt 1", after="dot-3"),)


def test_changes_of_a_batch_are_told():
    batch = a_batch(
        head="ba-n", deputies=("ong-m", "ong-p"), standing_deputy="ong-p", lead_agency=None, report_deadline=None
    )
    assert told(with_plan(DOSSIER, batches=(batch,))) == [
        ("Đợt 1, Trưởng đoàn", "Ông M - Giám đốc Sở Nội vụ", N_LINE),
        (
            "Đợt 1, Phó Trưởng đoàn",
            N_LINE,
            "Ông M - Giám đốc Sở Nội vụ; Ông P - Chuyên viên Sở Tư pháp (thường trực)",
        ),
        ("Đợt 1, cơ quan chủ trì", "Sở Nội vụ", "chưa xác định"),
        ("Đợt 1, hạn báo cáo", "trước ngày 21/7/2023", "chưa xác định"),
    ]
    assert told(with_plan(DOSSIER, batches=(), visits=())) == [
        ("Sở Y tế", FIRM, ""),
        ("Đợt 1", "Ông M - Giám đốc Sở Nội vụ", ""),
    ]


def test_changes_of_a_seat_are_told():
    seat = Seat(
        key="ong-p", role=Role.SECRETARY, office="Đại diện Sở Y tế", agency="so-y-te", fields=("the-che",),
        since=date(2023, 8, 1), until=date(2023, 8, 9), units=("so-y-te", "ubnd-huyen-b"),
    )  # fmt: skip
    new = Seat(key="thay", person="ba-n", substitutes="ong-p")
    lost = Seat(key="mat", person="ong-la")
    assert told(with_plan(DOSSIER, teams=(a_team(seat, new, lost),))) == [
        ("Thành viên ong-p", "Ông P - Chuyên viên Sở Tư pháp", "Đại diện Sở Y tế"),
        ("Thành viên ong-p, vai trò", "thành viên", "thư ký"),
        ("Thành viên ong-p, cơ quan cử", "chưa xác định", "Sở Y tế"),
        ("Thành viên ong-p, lĩnh vực", "chưa xác định", "the-che"),
        (
            "Thành viên ong-p, thời gian, nơi tham gia",
            "chưa xác định",
            "từ ngày 01/8/2023 đến hết ngày 09/8/2023 tại Sở Y tế và UBND huyện B",
        ),
        ("Thành viên thay", "", "Bà N - Phó Giám đốc Sở Thông tin và Truyền thông (thay ong-p)"),
        ("Thành viên mat", "", "ong-la"),
    ]


def test_people_who_come_and_change_are_told():
    people = (
        replace(PEOPLE[0], position="Phó Giám đốc"),
        *PEOPLE[1:],
        Person(key="q", name="Q", honorific="", position="", agency="so-y-te", printed="Q, Sở Y tế"),
    )
    assert told(replace(DOSSIER, people=people)) == [
        ("Ông M", "Giám đốc, Sở Nội vụ", "Phó Giám đốc, Sở Nội vụ"),
        ("Q", "", "Q, Sở Y tế"),
    ]


def test_the_standing_number_day_and_papers_of_a_plan_are_told():
    paper = Submission(agency="so-noi-vu", number="9/TTr-SNV", day=date(2023, 6, 29))
    decision = Decision(
        symbol="QĐ-UBND", body="ubnd-tinh-a", number="12", day=date(2023, 7, 5), submission=paper,
        articles=(Article(number="Điều 1.", text="Phê duyệt."),),
    )  # fmt: skip
    rule = SelfInspectionRule(deadline=before(date(2023, 11, 30)))
    issued = with_plan(DOSSIER, state=PlanState.ISSUED, decision=decision, self_inspection=rule)
    assert told(issued) == [
        ("Tình trạng", "dự thảo", "đã ban hành"),
        ("Số, ngày ban hành", "chưa có số (QĐ-UBND), chưa có ngày", "văn bản số 12/QĐ-UBND, ngày 05/7/2023"),
        ("Tờ trình, số, ngày", "chưa xác định", "văn bản số 9/TTr-SNV, ngày 29/6/2023"),
        ("Tờ trình, cơ quan trình", "chưa xác định", "Sở Nội vụ"),
        ("Tự kiểm tra, hạn báo cáo", "chưa xác định", "trước ngày 30/11/2023"),
        ("Lời văn Điều 1", "", "Phê duyệt."),
    ]
    bare = with_plan(issued, decision=replace(decision, submission=Submission(agency="so-noi-vu")))
    assert changes_between(issued, bare) == (
        Change(
            subject="Tờ trình, số, ngày",
            before="văn bản số 9/TTr-SNV, ngày 29/6/2023",
            after="chưa có số, chưa có ngày",
        ),
    )


def test_what_clusters_are_drawn_from_and_of_which_units_they_are_is_told():
    rule = DrawRule(
        at_level="huyen", from_level="xa", least=1, most=2,
        clusters=(
            DrawCluster(key="cum-1", name="Cụm 1", units=("00001", "so-y-te")),
            DrawCluster(key="cum-2", name="Cụm 2", units=("so-tu-phap",)),
        ),
    )  # fmt: skip
    ruled = with_plan(DOSSIER, draw=rule)
    clusters = (
        replace(rule.clusters[0], name="Cụm phía bắc", units=("00001",)),
        replace(rule.clusters[1], key="cum-3"),
    )
    changed = replace(rule, at_level=None, clusters=clusters)
    assert ("Chọn ngẫu nhiên, các cụm", "chưa xác định", "Cụm 1: UBND xã C và Sở Y tế; Cụm 2: Sở Tư pháp") in told(
        ruled
    )
    assert [
        (change.subject, change.before, change.after)
        for change in changes_between(ruled, with_plan(DOSSIER, draw=changed))
    ] == [
        ("Chọn ngẫu nhiên, tại đơn vị", "cấp huyện", "chưa xác định"),
        ("Chọn ngẫu nhiên, cụm 2", "Sở Tư pháp", ""),
        ("Chọn ngẫu nhiên, cụm phía bắc", "UBND xã C và Sở Y tế", "UBND xã C"),
        ("Chọn ngẫu nhiên, cụm phía bắc, tên", "Cụm 1", "Cụm phía bắc"),
        ("Chọn ngẫu nhiên, cụm 2", "", "Sở Tư pháp"),
    ]


def fields_told(path: tuple[str, ...], kind: Kind) -> set[str]:
    return {name for aspect in kind.aspects for name in aspect.fields} | {
        pattern[len(path)] for pattern in (*KINDS, *SILENT) if pattern[: len(path)] == path and len(pattern) > len(path)
    }


def test_every_field_of_every_part_of_a_plan_has_words():
    """A field that somebody adds to a class of the plan is not told until it is given words."""
    assert class_at(("plan",)) is Plan
    lacking = {}
    for path, kind in KINDS.items():
        shape = class_at(path)
        if dataclasses.is_dataclass(shape) and shape in PARTS:
            keys = KEY_FIELDS.get(path, set())
            lacking[path] = {field.name for field in dataclasses.fields(shape)} - fields_told(path, kind) - keys
    assert {path: names for path, names in lacking.items() if names} == {}
    told = {pattern[0] for pattern in (*KINDS, *SILENT)}
    assert {field.name for field in dataclasses.fields(PlanDossier)} == told


KEY_FIELDS = {
    ("people", "*"): {"key"},
    ("plan", "teams", "*"): {"key"},
    ("plan", "teams", "*", "seats", "*"): {"key"},
    ("plan", "batches", "*"): {"key"},
    ("plan", "visits", "*"): {"unit", "number"},
    ("plan", "quotas", "*"): {"key"},
    ("plan", "draw", "clusters", "*"): {"key"},
    ("plan", "budget", "sources", "*"): {"agency"},
    ("plan", "mandates", "*"): {"field"},
    ("plan", "text", "clauses", "*"): {"code"},
    ("plan", "errata", "*"): {"key"},
    ("plan", "remarks", "*"): {"key"},
    ("outlines", "*"): {"key"},
    ("outlines", "*", "items", "*"): {"code"},
    ("forms", "*"): {"key"},
    ("forms", "*", "columns", "*"): {"key"},
    ("forms", "*", "rows", "*"): {"code"},
}
"""What tells a thing from others of its list cannot change: with another key it is another thing."""


def class_at(path: tuple[str, ...]) -> Any:
    """Return the class of what stands at a pattern."""
    shape: Any = PlanDossier
    for step in path:
        shape = typing.get_args(shape)[0] if step == "*" else typing.get_type_hints(shape)[step]
        options = [option for option in typing.get_args(shape) if option is not type(None)]
        if isinstance(shape, types.UnionType):
            (shape,) = options
    return shape


@settings(max_examples=10)
@given(old=plan_dossiers(), new=plan_dossiers())
def test_no_difference_is_left_untold(old: PlanDossier, new: PlanDossier):
    same_day = with_plan(new, changed_on=old.plan.changed_on)
    told = changes_between(old, same_day)
    assert ((old.plan, old.people) != (same_day.plan, same_day.people)) <= bool(told)
    assert [change for change in told if change.before == change.after] == []
    assert [change for change in told if not change.subject] == []


def test_the_order_of_visits_is_told_by_their_names():
    two = with_plan(DOSSIER, visits=(a_visit(), a_visit("ubnd-huyen-b")))
    turned = with_plan(two, visits=two.plan.visits[::-1])
    assert changes_between(two, turned) == (
        Change(subject="Thứ tự các cuộc kiểm tra", before="Sở Y tế; UBND huyện B", after="UBND huyện B; Sở Y tế"),
    )
    between = with_plan(two, visits=(a_visit(), a_visit("so-noi-vu"), a_visit("ubnd-huyen-b")))
    assert [change.subject for change in changes_between(two, between)] == ["Sở Nội vụ"]
    one = with_plan(DOSSIER, lead_agencies=("so-noi-vu", "so-tttt"))
    (change,) = changes_between(one, with_plan(one, lead_agencies=("so-tttt", "so-noi-vu")))
    names = ("Sở Nội vụ", "Sở Thông tin và Truyền thông")
    assert (change.subject, change.before, change.after) == (
        "Thứ tự cơ quan chủ trì", "; ".join(names), "; ".join(names[::-1]),
    )  # fmt: skip


def test_rules_budget_and_days_away_are_told():
    budget = Budget(rate=150_000, sources=(BudgetSource(agency="so-noi-vu", text="Nguồn khoán."),))
    away = Absence(window=a_window(date(2023, 8, 2)), reason="nghỉ phép", person="ong-m")
    new = with_plan(
        DOSSIER, budget=budget, absences=(away,), standards=Standards(reading_days=2, working_days={"tinh": 3})
    )
    assert told(new) == [
        ("Kinh phí, mức hỗ trợ", "chưa xác định", "150.000 đồng/người/ngày"),
        ("Kinh phí, tính cho lãnh đạo đoàn", "chưa xác định", "có"),
        ("Kinh phí, chỉ tính ngày làm việc", "chưa xác định", "có"),
        ("Kinh phí, nguồn", "chưa xác định", "Sở Nội vụ: Nguồn khoán."),
        ("Mức tối thiểu, ngày làm việc để nghiên cứu báo cáo", "1", "2"),
        ("Mức tối thiểu, ngày làm việc của một cuộc", "chưa xác định", "cấp tỉnh: 3"),
        ("Lịch bận của Ông M - Giám đốc Sở Nội vụ", "", "ngày 02/8/2023 (nghỉ phép)"),
    ]


@given(dossier=plan_dossiers())
def test_a_plan_does_not_differ_from_itself(dossier: PlanDossier):
    assert changes_between(dossier, dossier) == ()
    assert outdated_texts(dossier, dossier) == ()


def test_two_forms_of_one_number_are_told_apart_by_their_keys():
    keys = ("phu-luc-a", "phu-luc-b")
    forms = tuple(
        Form(
            key=key, version="1", number="1", heading="PHỤ LỤC 1", title=(), kind=FormKind.INDICATORS, header=(),
            columns=(), rows=(),
        )
        for key in keys
    )  # fmt: skip
    dossier = replace(with_plan(a_dossier(), forms=keys), forms=forms)
    assert changes_between(dossier, dossier) == ()


# Texts that no longer fit


def test_a_text_that_names_what_was_done_away_with_is_found():
    clauses = tuple(
        Clause(code=code, kind=ClauseKind.ITEM, text=text)
        for code, text in (
            ("1", "Sở Y tế báo cáo trước ngày **21/7/2023**."),
            ("2", "Các đơn vị tự kiểm tra, báo cáo trước ngày 30/11/2023."),
            ("3", "Ông M làm Trưởng đoàn."),
            ("4", "UBND huyện B được kiểm tra từ ngày 01/8/2023."),
        )
    )
    old = with_plan(
        DOSSIER,
        text=PlanText(clauses=clauses),
        visits=(a_visit(), a_visit("ubnd-huyen-b", printed_name="UBND huyện b")),
        self_inspection=SelfInspectionRule(deadline=before(date(2023, 11, 30))),
    )
    new = with_plan(
        old,
        batches=(a_batch(report_deadline=before(date(2023, 7, 10))),),
        visits=(a_visit(window=a_window(date(2023, 8, 2))),),
        self_inspection=SelfInspectionRule(),
    )
    assert outdated_texts(old, new) == (
        OutdatedText(place="plan.clause.1", words="21/7/2023"),
        OutdatedText(place="plan.clause.2", words="30/11/2023"),
        OutdatedText(place="plan.clause.4", words="01/8/2023"),
        OutdatedText(place="plan.clause.4", words="UBND huyện B"),
    )


def test_a_text_that_names_a_leader_who_left_is_found_and_one_that_is_mended_is_not():
    text = PlanText(clauses=(Clause(code="1", kind=ClauseKind.ITEM, text="Bà Nguyễn Thị N làm Phó Trưởng đoàn."),))
    people = (PEOPLE[0], replace(PEOPLE[1], name="Nguyễn Thị N"), PEOPLE[2])
    old = replace(with_plan(DOSSIER, text=text), people=people)
    new = with_plan(old, batches=(a_batch(deputies=("ong-p",)),))
    assert outdated_texts(old, new) == (OutdatedText(place="plan.clause.1", words="Nguyễn Thị N"),)
    assert outdated_texts(old, with_plan(new, text=PlanText())) == ()
