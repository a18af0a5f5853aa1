"""Small values with calm defaults, for tests that need a plan and care about one thing in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from app.domain.acts import Decision
from app.domain.dates import DayOff, DayOffKind, Window, WorkCalendar
from app.domain.deadlines import Deadline, Relation
from app.domain.dossiers import PlanDossier
from app.domain.people import Person
from app.domain.plans import Plan
from app.domain.teams import Alternation, Batch, Role, Seat, Team
from app.domain.units import Level, Province, Unit
from app.domain.visits import Visit

PROVINCE = Province(
    key="tinh-a",
    name="A",
    full_name="Tỉnh A",
    committee="ubnd-tinh-a",
    place="A",
    levels=(
        Level(key="tinh", rank=1, name="cấp tỉnh", bodies="các sở, ban, ngành tỉnh"),
        Level(key="huyen", rank=2, name="cấp huyện", bodies="UBND các huyện"),
        Level(key="xa", rank=3, name="cấp xã", bodies="UBND các xã"),
    ),
)


def a_department(key: str, name: str, **fields: Any) -> Unit:
    return Unit(key=key, name=name, kind="cơ quan chuyên môn", level="tinh", parent="ubnd-tinh-a", **fields)


UNITS = (
    Unit(key="ubnd-tinh-a", name="Ủy ban nhân dân tỉnh A", kind="tỉnh", level="tinh", area="Tỉnh A", symbol="UBND"),
    a_department("so-noi-vu", "Sở Nội vụ", symbol="SNV"),
    a_department("so-tttt", "Sở Thông tin và Truyền thông", symbol="STTTT", aliases=("Sở TT&TT",)),
    a_department("so-y-te", "Sở Y tế", symbol="SYT"),
    a_department("so-tu-phap", "Sở Tư pháp", symbol="STP"),
    Unit(
        key="ubnd-huyen-b", name="UBND huyện B", kind="huyện", level="huyen", area="Huyện B", parent="ubnd-tinh-a",
        symbol="UBND",
    ),
    Unit(key="00001", name="UBND xã C", kind="xã", level="xa", area="Xã C", parent="ubnd-huyen-b", code="00001"),
)  # fmt: skip

PEOPLE = (
    Person(key="ong-m", name="M", honorific="Ông", position="Giám đốc", agency="so-noi-vu"),
    Person(key="ba-n", name="N", honorific="Bà", position="Phó Giám đốc", agency="so-tttt"),
    Person(key="ong-p", name="P", honorific="Ông", position="Chuyên viên", agency="so-tu-phap"),
)

QUOC_KHANH_2023 = WorkCalendar(
    (
        DayOff(day=date(2023, 9, 1), name="Nghỉ Quốc khánh", kind=DayOffKind.PUBLIC_HOLIDAY),
        DayOff(day=date(2023, 9, 2), name="Quốc khánh", kind=DayOffKind.PUBLIC_HOLIDAY),
        DayOff(day=date(2023, 9, 4), name="Nghỉ bù Quốc khánh", kind=DayOffKind.COMPENSATORY_DAY_OFF),
    )
)


def a_window(first: date, last: date | None = None, **fields: Any) -> Window:
    return Window(first=first, last=last or first, **fields)


def before(day: date) -> Deadline:
    return Deadline(relation=Relation.BEFORE, day=day)


def a_batch(key: str = "dot-1", **fields: Any) -> Batch:
    defaults: dict[str, Any] = {
        "name": f"Đợt {key[-1]}",
        "team": "doan",
        "head": "ong-m",
        "deputies": ("ba-n",),
        "lead_agency": "so-noi-vu",
        "report_deadline": before(date(2023, 7, 21)),
    }
    return Batch(key=key, **{**defaults, **fields})


def a_visit(unit: str = "so-y-te", **fields: Any) -> Visit:
    defaults: dict[str, Any] = {"batch": "dot-1", "window": a_window(date(2023, 8, 1), date(2023, 8, 4))}
    return Visit(unit=unit, **{**defaults, **fields})


def a_team(*seats: Seat, key: str = "doan") -> Team:
    return Team(key=key, name="Đoàn kiểm tra", seats=seats or (Seat(key="ong-p", role=Role.MEMBER, person="ong-p"),))


def a_plan(**fields: Any) -> Plan:
    defaults: dict[str, Any] = {
        "key": "tinh-a-2023",
        "province": "tinh-a",
        "year": 2023,
        "kind": "Kiểm tra cải cách hành chính",
        "title": "Kế hoạch kiểm tra năm 2023",
        "changed_on": date(2023, 6, 29),
        "lead_agencies": ("so-noi-vu", "so-tttt"),
        "decision": Decision(symbol="QĐ-UBND", body="ubnd-tinh-a", number="1", day=date(2023, 7, 1)),
        "teams": (a_team(),),
        "batches": (a_batch(),),
        "visits": (a_visit(),),
    }
    return Plan(**{**defaults, **fields})


def a_dossier(plan: Plan | None = None, **fields: Any) -> PlanDossier:
    defaults: dict[str, Any] = {"province": PROVINCE, "units": UNITS, "people": PEOPLE, "outlines": (), "forms": ()}
    return PlanDossier(plan=plan or a_plan(), **{**defaults, **fields})


def with_plan(dossier: PlanDossier, **fields: Any) -> PlanDossier:
    return replace(dossier, plan=replace(dossier.plan, **fields))


ALTERNATING = Alternation(agencies=("so-noi-vu", "so-tttt"))
