"""The dates, bodies and people of an official plan of 2023, as far as its calendar needs them."""

from datetime import date
from typing import Any

from app.domain.acts import Decision
from app.domain.dates import DayOff, DayOffKind, Window, WorkCalendar
from app.domain.deadlines import Deadline, Relation
from app.domain.dossiers import PlanDossier
from app.domain.people import Person
from app.domain.plans import DrawRule, Plan, SelfInspectionRule
from app.domain.teams import Batch, Role, Seat, Team
from app.domain.units import Level, Province, Unit
from app.domain.visits import Visit

DAYS_OFF = WorkCalendar(
    (
        DayOff(day=date(2023, 9, 1), name="Quốc khánh (ngày liền kề)", kind=DayOffKind.PUBLIC_HOLIDAY),
        DayOff(day=date(2023, 9, 2), name="Quốc khánh", kind=DayOffKind.PUBLIC_HOLIDAY),
        DayOff(day=date(2023, 9, 4), name="Nghỉ bù Quốc khánh", kind=DayOffKind.COMPENSATORY_DAY_OFF),
    )
)

PROVINCE = Province(
    key="binh-phuoc",
    name="Bình Phước",
    full_name="Tỉnh Bình Phước",
    committee="ubnd-tinh-binh-phuoc",
    place="Bình Phước",
    levels=(
        Level(key="tinh", rank=1, name="cấp tỉnh", bodies="các sở, ban, ngành tỉnh"),
        Level(key="huyen", rank=2, name="cấp huyện", bodies="UBND các huyện, thị xã, thành phố"),
        Level(key="xa", rank=3, name="cấp xã", bodies="UBND các xã, phường, thị trấn"),
    ),
)

_DEPARTMENTS = (
    ("so-noi-vu", "Sở Nội vụ"),
    ("so-thong-tin-va-truyen-thong", "Sở Thông tin và Truyền thông"),
    ("so-tu-phap", "Sở Tư pháp"),
    ("so-tai-chinh", "Sở Tài chính"),
    ("van-phong-ubnd-tinh", "Văn phòng UBND tỉnh"),
    ("so-cong-thuong", "Sở Công Thương"),
    ("so-tai-nguyen-va-moi-truong", "Sở Tài nguyên và Môi trường"),
    ("so-ke-hoach-va-dau-tu", "Sở Kế hoạch và Đầu tư"),
    ("so-lao-dong-thuong-binh-va-xa-hoi", "Sở Lao động - Thương binh và Xã hội"),
)
_DISTRICTS = (
    ("ubnd-huyen-phu-rieng", "UBND huyện Phú Riềng", "Huyện Phú Riềng"),
    ("ubnd-huyen-bu-dang", "UBND huyện Bù Đăng", "Huyện Bù Đăng"),
    ("ubnd-thi-xa-binh-long", "UBND thị xã Bình Long", "Thị xã Bình Long"),
    ("ubnd-thanh-pho-dong-xoai", "UBND thành phố Đồng Xoài", "Thành phố Đồng Xoài"),
    ("ubnd-huyen-loc-ninh", "UBND huyện Lộc Ninh", "Huyện Lộc Ninh"),
    ("ubnd-huyen-dong-phu", "UBND huyện Đồng Phú", "Huyện Đồng Phú"),
)

UNITS = (
    Unit(
        key="ubnd-tinh-binh-phuoc",
        name="UBND tỉnh Bình Phước",
        kind="tỉnh",
        level="tinh",
        area="Tỉnh Bình Phước",
    ),
    *(Unit(key=key, name=name, kind="cơ quan chuyên môn", level="tinh") for key, name in _DEPARTMENTS),
    Unit(key="bao-hiem-xa-hoi-tinh", name="Bảo hiểm xã hội tỉnh", kind="cơ quan ngành dọc", level="tinh"),
    *(Unit(key=key, name=name, kind="huyện", level="huyen", area=area) for key, name, area in _DISTRICTS),
    Unit(key="25252", name="UBND xã Bù Nho", kind="xã", level="xa", area="Xã Bù Nho", parent="ubnd-huyen-phu-rieng"),
    Unit(key="25255", name="UBND xã Long Hà", kind="xã", level="xa", area="Xã Long Hà", parent="ubnd-huyen-phu-rieng"),
)

NAM, QUANG = "huynh-thi-be-nam", "nguyen-minh-quang"
PEOPLE = (
    Person(key=NAM, name="Huỳnh Thị Bé Năm", honorific="Bà", position="Phó Giám đốc", agency="so-noi-vu"),
    Person(
        key=QUANG,
        name="Nguyễn Minh Quang",
        honorific="Ông",
        position="Giám đốc",
        agency="so-thong-tin-va-truyen-thong",
    ),
    Person(
        key="ngo-quoc-huy", name="Ngô Quốc Huy", honorific="Ông", position="Trưởng phòng Pháp chế", agency="so-tu-phap"
    ),
    Person(
        key="ngo-quang-thanh",
        name="Ngô Quang Thanh",
        honorific="Ông",
        position="Phó Chánh văn phòng",
        agency="so-tai-chinh",
    ),
)


def a_founding_batch(number: int, deadline: date, *, led_by: str) -> Batch:
    other = QUANG if led_by == NAM else NAM
    lead = "so-noi-vu" if led_by == NAM else "so-thong-tin-va-truyen-thong"
    due = Deadline(relation=Relation.BEFORE, day=deadline)
    return Batch(
        key=f"dot-{number}",
        name=f"Đợt {number}",
        team="doan",
        head=led_by,
        deputies=(other,),
        lead_agency=lead,
        report_deadline=due,
    )


WINDOWS = (
    ("so-cong-thuong", 1, date(2023, 8, 1), date(2023, 8, 8)),
    ("so-tai-nguyen-va-moi-truong", 1, date(2023, 8, 9), date(2023, 8, 16)),
    ("ubnd-huyen-phu-rieng", 1, date(2023, 8, 17), date(2023, 8, 31)),
    ("so-ke-hoach-va-dau-tu", 2, date(2023, 9, 1), date(2023, 9, 8)),
    ("so-lao-dong-thuong-binh-va-xa-hoi", 2, date(2023, 9, 11), date(2023, 9, 18)),
    ("bao-hiem-xa-hoi-tinh", 2, date(2023, 9, 19), date(2023, 9, 28)),
    ("ubnd-huyen-bu-dang", 3, date(2023, 10, 2), date(2023, 10, 13)),
    ("ubnd-thi-xa-binh-long", 3, date(2023, 10, 16), date(2023, 10, 31)),
    ("ubnd-thanh-pho-dong-xoai", 4, date(2023, 11, 1), date(2023, 11, 15)),
    ("ubnd-huyen-loc-ninh", 4, date(2023, 11, 16), date(2023, 11, 30)),
)


def a_founding_visit(unit: str, batch: int, first: date, last: date, **fields: Any) -> Visit:
    return Visit(unit=unit, batch=f"dot-{batch}", window=Window(first=first, last=last), **fields)


def the_founding_plan(**fields: Any) -> Plan:
    defaults: dict[str, Any] = {
        "key": "binh-phuoc-2023",
        "province": "binh-phuoc",
        "year": 2023,
        "kind": "Kiểm tra cải cách hành chính, chuyển đổi số",
        "title": "Kế hoạch kiểm tra Công tác cải cách hành chính và Công tác chuyển đổi số năm 2023 tỉnh Bình Phước",
        "changed_on": date(2023, 6, 29),
        "lead_agencies": ("so-noi-vu", "so-thong-tin-va-truyen-thong"),
        "decision": Decision(symbol="QĐ-UBND", body="ubnd-tinh-binh-phuoc"),
        "teams": (
            Team(
                key="doan",
                name="Đoàn kiểm tra",
                seats=(
                    Seat(key="ngo-quoc-huy", person="ngo-quoc-huy"),
                    Seat(
                        key="phong-kiem-soat-thu-tuc-hanh-chinh",
                        role=Role.MEMBER,
                        office="Đại diện lãnh đạo Phòng kiểm soát thủ tục hành chính, Văn phòng UBND tỉnh",
                        agency="van-phong-ubnd-tinh",
                    ),
                    Seat(key="ngo-quang-thanh", person="ngo-quang-thanh"),
                ),
            ),
        ),
        "batches": (
            a_founding_batch(1, date(2023, 7, 30), led_by=NAM),
            a_founding_batch(2, date(2023, 8, 30), led_by=QUANG),
            a_founding_batch(3, date(2023, 9, 30), led_by=NAM),
            a_founding_batch(4, date(2023, 10, 30), led_by=QUANG),
        ),
        "visits": tuple(a_founding_visit(*window) for window in WINDOWS),
        "draw": DrawRule(at_level="huyen", from_level="xa", least=1, most=3),
        "self_inspection": SelfInspectionRule(
            kinds=("cơ quan chuyên môn",),
            levels=("huyen",),
            deadline=Deadline(relation=Relation.BEFORE, day=date(2023, 11, 30)),
            to="ubnd-tinh-binh-phuoc",
            via="so-noi-vu",
        ),
    }
    return Plan(**{**defaults, **fields})


def the_founding_dossier(**fields: Any) -> PlanDossier:
    plan = the_founding_plan(**fields)
    return PlanDossier(province=PROVINCE, units=UNITS, people=PEOPLE, outlines=(), forms=(), plan=plan)
