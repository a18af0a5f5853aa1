"""A small dossier after the official plan of 2023, with one of everything that the papers to units show."""

from datetime import date
from io import BytesIO
from typing import Any

from builders_forms import FORMS, OUTLINE
from docx import Document

from app.domain.acts import CitedAct, Decision, LegalBasis, Signatory, Submission
from app.domain.dates import DayOff, DayOffKind, Window, WorkCalendar
from app.domain.deadlines import Deadline, Relation
from app.domain.dossiers import PlanDossier
from app.domain.people import Person
from app.domain.plans import Budget, BudgetSource, DrawRule, Mandate, Plan, SelfInspectionRule
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
    committee="ubnd-tinh",
    place="Bình Phước",
    levels=(
        Level(key="tinh", rank=1, name="cấp tỉnh", bodies="các sở, ban, ngành tỉnh"),
        Level(key="huyen", rank=2, name="cấp huyện", bodies="UBND các huyện, thị xã, thành phố"),
        Level(key="xa", rank=3, name="cấp xã", bodies="UBND các xã, phường, thị trấn"),
    ),
)


def a_department(key: str, name: str, symbol: str, kind: str = "cơ quan chuyên môn", **fields: Any) -> Unit:
    defaults: dict[str, Any] = {"parent": "ubnd-tinh"}
    return Unit(key=key, name=name, kind=kind, level="tinh", symbol=symbol, **{**defaults, **fields})


def a_committee(key: str, kind: str, name: str, level: str = "huyen", parent: str = "ubnd-tinh") -> Unit:
    return Unit(
        key=key,
        name=f"UBND {kind} {name}",
        kind=kind,
        level=level,
        area=f"{kind.capitalize()} {name}",
        parent=parent,
        symbol="UBND",
    )


UNITS = (
    Unit(
        key="ubnd-tinh", name="UBND tỉnh Bình Phước", kind="tỉnh", level="tinh", area="Tỉnh Bình Phước", symbol="UBND"
    ),
    a_department("so-noi-vu", "Sở Nội vụ", "SNV"),
    a_department("so-tttt", "Sở Thông tin và Truyền thông", "STTTT"),
    a_department("so-tu-phap", "Sở Tư pháp", "STP"),
    a_department("van-phong-ubnd-tinh", "Văn phòng Ủy ban nhân dân tỉnh", "VPUBND"),
    a_department("thanh-tra-tinh", "Thanh tra tỉnh", "TTT"),
    a_department("so-cong-thuong", "Sở Công Thương", "SCT"),
    a_department("so-tnmt", "Sở Tài nguyên và Môi trường", "STNMT"),
    a_department("so-khdt", "Sở Kế hoạch và Đầu tư", "SKHĐT"),
    a_department("so-ldtbxh", "Sở Lao động - Thương binh và Xã hội", "SLĐTBXH"),
    a_department("so-y-te", "Sở Y tế", "SYT"),
    a_department("ban-ql-kkt", "Ban Quản lý Khu kinh tế", "BQLKKT", "cơ quan thuộc UBND tỉnh"),
    a_department(
        "bhxh-tinh",
        "Bảo hiểm xã hội tỉnh",
        "BHXH",
        "ngành dọc",
        parent=None,
        superior="Bảo hiểm xã hội Việt Nam",
    ),
    a_committee("ubnd-huyen-phu-rieng", "huyện", "Phú Riềng"),
    a_committee("ubnd-thi-xa-binh-long", "thị xã", "Bình Long"),
    a_committee("ubnd-thanh-pho-dong-xoai", "thành phố", "Đồng Xoài"),
    a_committee("25252", "xã", "Bù Nho", level="xa", parent="ubnd-huyen-phu-rieng"),
    a_committee("25255", "xã", "Long Hà", level="xa", parent="ubnd-huyen-phu-rieng"),
)

NAM, QUANG, HUY = "huynh-thi-be-nam", "nguyen-minh-quang", "ngo-quoc-huy"
PEOPLE = (
    Person(key=NAM, name="Huỳnh Thị Bé Năm", honorific="Bà", position="Phó Giám đốc", agency="so-noi-vu"),
    Person(key=QUANG, name="Nguyễn Minh Quang", honorific="Ông", position="Giám đốc", agency="so-tttt"),
    Person(
        key=HUY,
        name="Ngô Quốc Huy",
        honorific="Ông",
        position="Trưởng phòng Pháp chế",
        agency="so-tu-phap",
        printed="Ông Ngô Quốc Huy - Trưởng phòng Pháp chế, Sở Tư pháp",
    ),
    Person(
        key="than-van-hao",
        name="Thân Văn Hào",
        honorific="Ông",
        position="Chuyên viên",
        agency="so-noi-vu",
        division="Phòng Xây dựng chính quyền",
    ),
    Person(
        key="ha-thi-hong-cam", name="Hà Thị Hồng Cẩm", honorific="Bà", position="Chuyên viên", agency="so-tttt",
        division="Phòng Bưu chính - Viễn thông",
    ),
)  # fmt: skip

OFFICE = "Đại diện lãnh đạo Phòng kiểm soát thủ tục hành chính, Văn phòng UBND tỉnh"
TEAM = Team(
    key="doan",
    name="Đoàn kiểm tra",
    seats=(
        Seat(key="than-van-hao", role=Role.SECRETARY, person="than-van-hao"),
        Seat(key=HUY, person=HUY),
        Seat(key="phong-kstthc", office=OFFICE, agency="van-phong-ubnd-tinh"),
        Seat(key="ha-thi-hong-cam", person="ha-thi-hong-cam"),
    ),
)


def before(day: date) -> Deadline:
    return Deadline(relation=Relation.BEFORE, day=day)


BATCHES = (
    Batch(key="dot-1", name="Đợt 1", team="doan", head=NAM, deputies=(QUANG,), lead_agency="so-noi-vu",
          report_deadline=before(date(2023, 7, 30))),
    Batch(key="dot-2", name="Đợt 2", team="doan", head=QUANG, deputies=(NAM,), lead_agency="so-tttt",
          report_deadline=before(date(2023, 8, 30))),
)  # fmt: skip


def a_visit(unit: str, batch: str, first: date | None, last: date | None = None, **fields: Any) -> Visit:
    window = Window(first=first, last=last or first) if first else None
    return Visit(unit=unit, batch=batch, **{"window": window, **fields})


VISITS = (
    a_visit("so-cong-thuong", "dot-1", date(2023, 8, 1), date(2023, 8, 8)),
    a_visit("so-tnmt", "dot-1", date(2023, 8, 9), date(2023, 8, 16)),
    a_visit("ubnd-huyen-phu-rieng", "dot-1", date(2023, 8, 17), date(2023, 8, 31)),
    a_visit("so-khdt", "dot-2", date(2023, 9, 1), date(2023, 9, 8)),
    a_visit("bhxh-tinh", "dot-2", date(2023, 9, 19), date(2023, 9, 28)),
)


MANDATES = (
    Mandate(field="chi-dao", name="chỉ đạo, điều hành", agency="so-noi-vu"),
    Mandate(field="the-che", name="cải cách thể chế", agency="so-tu-phap"),
    Mandate(field="tthc", name="cải cách thủ tục hành chính", agency="van-phong-ubnd-tinh"),
    Mandate(field="tai-chinh", name="cải cách tài chính công", agency="so-y-te"),
    Mandate(field="chinh-quyen-so", name="xây dựng và phát triển Chính quyền điện tử", agency="so-tttt"),
)

DECISION = Decision(
    symbol="QĐ-UBND",
    body="ubnd-tinh",
    issuer="CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH",
    title="Phê duyệt Kế hoạch kiểm tra công tác cải cách hành chính và công tác chuyển đổi số năm 2023",
    legal_bases=(
        LegalBasis(text="Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;"),
        LegalBasis(text="Căn cứ Quyết định số 2398/QĐ-UBND ngày 26/12/2022 của Ủy ban nhân dân tỉnh."),
    ),
    submission=Submission(agency="so-noi-vu", number="1319/TTr-SNV", day=date(2023, 6, 29)),
    replaces=CitedAct(
        number="536/QĐ-UBND",
        day=date(2023, 4, 6),
        issuer="Ủy ban nhân dân tỉnh",
        subject="thành lập Đoàn kiểm tra công tác cải cách hành chính nhà nước năm 2023 trên địa bàn tỉnh",
    ),
    signatory=Signatory(capacity="KT. CHỦ TỊCH", title="PHÓ CHỦ TỊCH", name="Trần Tuyết Minh"),
)


def a_plan(**fields: Any) -> Plan:
    defaults: dict[str, Any] = {
        "key": "binh-phuoc-2023",
        "province": "binh-phuoc",
        "year": 2023,
        "kind": "Kiểm tra cải cách hành chính, chuyển đổi số",
        "title": "Kế hoạch kiểm tra công tác cải cách hành chính và công tác chuyển đổi số năm 2023 tỉnh Bình Phước",
        "changed_on": date(2023, 6, 29),
        "lead_agencies": ("so-noi-vu", "so-tttt"),
        "decision": DECISION,
        "teams": (TEAM,),
        "batches": BATCHES,
        "visits": VISITS,
        "draw": DrawRule(at_level="huyen", from_level="xa", least=1, most=3),
        "self_inspection": SelfInspectionRule(
            kinds=("cơ quan chuyên môn", "cơ quan thuộc UBND tỉnh"),
            levels=("huyen",),
            deadline=before(date(2023, 11, 30)),
            to="ubnd-tinh",
            via="so-noi-vu",
        ),
        "budget": Budget(
            rate=80000,
            sources=(
                BudgetSource(
                    agency="so-noi-vu",
                    text="nguồn kinh phí thực hiện công tác cải cách hành chính đã phân bổ cho Sở Nội vụ",
                ),
            ),
            appraised_by="so-y-te",
        ),
        "mandates": MANDATES,
        "outline": "de-cuong",
        "forms": ("phu-luc-1", "phu-luc-2", "phu-luc-3", "phu-luc-5"),
    }
    return Plan(**{**defaults, **fields})


def a_dossier(plan: Plan | None = None, **fields: Any) -> PlanDossier:
    defaults: dict[str, Any] = {
        "province": PROVINCE,
        "units": UNITS,
        "people": PEOPLE,
        "outlines": (OUTLINE,),
        "forms": FORMS,
    }
    return PlanDossier(plan=plan or a_plan(), **{**defaults, **fields})


def a_bare_plan(**fields: Any) -> Plan:
    """A plan of which next to nothing is known: no outline, forms, people, dates or numbers."""
    defaults: dict[str, Any] = {
        "decision": Decision(symbol="QĐ-UBND", body="ubnd-tinh"),
        "kind": "công vụ",
        "teams": (Team(key="doan", name="Tổ kiểm tra công vụ"),),
        "batches": (Batch(key="dot-1", name="Đợt 1", team="doan"),),
        "visits": (a_visit("so-cong-thuong", "dot-1", None),),
        "draw": None,
        "self_inspection": None,
        "budget": None,
        "mandates": (),
        "outline": None,
        "forms": (),
        "lead_agencies": (),
    }
    return a_plan(**{**defaults, **fields})


def lines_of(content: bytes) -> list[str]:
    """Every line of the paper in the order of the page: paragraphs, and the cells of tables row by row."""
    body = Document(BytesIO(content)).element.body
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    found = []
    for paragraph in body.iter(f"{space}p"):
        text = "".join(
            "\n" if node.tag == f"{space}br" else (node.text or "")
            for node in paragraph.iter(f"{space}t", f"{space}br")
        )
        found.extend(line for line in text.split("\n") if line.strip())
    return found
