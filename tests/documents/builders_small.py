"""A small dossier after the official plan of 2023, with one of everything that the papers to units show."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

from docx import Document

from app.domain.acts import CitedAct, Decision, LegalBasis, Signatory, Submission
from app.domain.dates import DayOff, DayOffKind, Window, WorkCalendar
from app.domain.deadlines import Deadline, Relation
from app.domain.dossiers import PlanDossier
from app.domain.forms import (
    BranchRows,
    ColumnKind,
    Form,
    FormColumn,
    FormKind,
    FormRow,
    HeaderCell,
    RowKind,
)
from app.domain.outlines import Outline, OutlineItem, OutlineKind
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


def an_item(code: str, number: str, text: str, kind: OutlineKind = OutlineKind.ITEM, **fields: Any) -> OutlineItem:
    return OutlineItem(code=code, number=number, text=text, kind=kind, **fields)


OUTLINE = Outline(
    key="de-cuong",
    version="1",
    title=("Báo cáo phục vụ Đoàn kiểm tra công tác cải cách hành chính", "và công tác chuyển đổi số"),
    items=(
        an_item("I", "I.", "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH", OutlineKind.PART, field="chi-dao"),
        an_item(
            "I.1", "1.",
            "Kiểm tra các hoạt động chỉ đạo, điều hành (*Ban hành các văn bản, chỉ thị; đối thoại với người dân*).",
            guidance=("Ban hành các văn bản, chỉ thị; đối thoại với người dân",),
            field="chi-dao", indicators=("phu-luc-1:I.1", "phu-luc-1:I.2"),
        ),
        an_item("II", "II.", "KẾT QUẢ THỰC HIỆN CÔNG TÁC CẢI CÁCH HÀNH CHÍNH", OutlineKind.PART),
        an_item("II.1", "1.", "Cải cách thể chế", OutlineKind.SECTION, field="the-che", not_for_kinds=("ngành dọc",)),
        an_item(
            "II.1.a", "a)", "Kết quả xây dựng, ban hành văn bản quy phạm pháp luật.", field="the-che",
            indicators=("phu-luc-1:II.1",), not_for_kinds=("ngành dọc",),
        ),
        an_item("II.2", "2.", "Cải cách thủ tục hành chính (TTHC)", OutlineKind.SECTION, field="tthc"),
        an_item(
            "II.2.a", "a)", "Việc thực hiện cơ chế một cửa, một cửa liên thông, bao gồm:", field="tthc",
            paragraphs=("Công tác lãnh đạo, chỉ đạo; số hồ sơ tiếp nhận, giải quyết đúng hạn, quá hạn.",),
            indicators=("phu-luc-2", "phu-luc-3"),
        ),
        an_item(
            "II.2.b", "b)", "Kết quả khảo sát sự hài lòng (nếu có).", field="tthc", if_any=True,
            indicators=("phu-luc-5",), levels=("huyen",),
        ),
        an_item("II.5", "3.", "Cải cách tài chính công", OutlineKind.SECTION, field="tai-chinh"),
        an_item("II.5.a", "a)", "Kết quả thực hiện các quy định về quản lý tài chính.", field="tai-chinh"),
        an_item("II.5.a.1", "-", "Tiến độ thu ngân sách nhà nước.", OutlineKind.BULLET, field="tai-chinh"),
        an_item("II.5.a.2", "-", "Kiến nghị sau kiểm toán (nếu có).", OutlineKind.BULLET, field="tai-chinh", if_any=True),
        an_item("III", "III.", "ĐÁNH GIÁ CHUNG", OutlineKind.PART),
        an_item("III.1", "1.", "Mặt tích cực"),
        an_item(
            "IV", "IV.", "KIẾN NGHỊ, ĐỀ XUẤT", OutlineKind.PART,
            guidance=("Nêu những kiến nghị, đề xuất cụ thể, rõ ràng.",),
            paragraphs=("Nêu những kiến nghị, đề xuất cụ thể, rõ ràng.",),
        ),
    ),
    exemption=(
        "(Đối với các nội dung đơn vị đã được các cấp có thẩm quyền thanh tra, kiểm tra, đề nghị đơn vị cung cấp biên "
        "bản, kết quả kiểm tra. Đoàn sẽ không kiểm tra lại các nội dung này)./."
    ),
)  # fmt: skip


def a_text(key: str, label: str) -> FormColumn:
    return FormColumn(key=key, label=label, kind=ColumnKind.TEXT)


INDICATORS = Form(
    key="phu-luc-1",
    version="1",
    number="1",
    heading="Phụ lục 1",
    title=("THỐNG KÊ SỐ LIỆU VỀ KẾT QUẢ THỰC HIỆN CÔNG TÁC CCHC", "TẠI CÁC CƠ QUAN, ĐƠN VỊ, ĐỊA PHƯƠNG"),
    kind=FormKind.INDICATORS,
    header=(
        (
            HeaderCell(text="STT", rowspan=2),
            HeaderCell(text="Chỉ tiêu thống kê", rowspan=2),
            HeaderCell(text="Kết quả thống kê", colspan=2),
            HeaderCell(text="Ghi chú", rowspan=2),
        ),
        (HeaderCell(text="Đơn vị tính"), HeaderCell(text="Số liệu")),
    ),
    columns=(
        a_text("stt", "STT"),
        a_text("chi-tieu", "Chỉ tiêu thống kê"),
        a_text("don-vi", "Đơn vị tính"),
        FormColumn(key="so-lieu", label="Số liệu"),
        a_text("ghi-chu", "Ghi chú"),
    ),
    rows=(
        FormRow(code="I", kind=RowKind.SECTION, name="Công tác chỉ đạo điều hành CCHC", number="I"),
        FormRow(
            code="I.1", kind=RowKind.COUNT, number="1", unit="Văn bản",
            name="Số văn bản chỉ đạo CCHC đã ban hành (*Kết luận, chỉ thị*)",
        ),
        FormRow(code="I.2", kind=RowKind.PERCENT, number="2", unit="%", name="Tỷ lệ hoàn thành Kế hoạch CCHC năm"),
        FormRow(code="II", kind=RowKind.SECTION, name="Cải cách thể chế", number="II"),
        FormRow(
            code="II.1", kind=RowKind.COUNT, number="1", unit="Văn bản", name="Tổng số VBQPPL ban hành",
            not_for_kinds=("ngành dọc",),
        ),
        FormRow(
            code="II.2", kind=RowKind.COUNT, number="2", unit="Người", name="Số cán bộ, công chức cấp xã được xét chuyển",
            note="UBND huyện tổng hợp", levels=("huyen",),
        ),
    ),
)  # fmt: skip


def a_grid(key: str, number: str, title: tuple[str, ...], rows: tuple[FormRow, ...], **fields: Any) -> Form:
    header = (
        (
            HeaderCell(text="STT", rowspan=2),
            HeaderCell(text="Lĩnh vực giải quyết", rowspan=2),
            HeaderCell(text="Số lượng hồ sơ tiếp nhận", colspan=3),
            HeaderCell(text="Số lượng hồ sơ đã giải quyết", colspan=3),
            HeaderCell(text="Ghi chú", rowspan=2),
        ),
        tuple(
            HeaderCell(text=text)
            for text in ("Tổng số", "Trực tuyến", "Từ kỳ trước", "Tổng số", "Đúng hạn", "Quá hạn")
        ),
    )
    columns = (
        a_text("stt", "STT"),
        a_text("linh-vuc", "Lĩnh vực giải quyết"),
        *(FormColumn(key=f"c{place}", label=f"Cột {place}") for place in range(1, 7)),
        a_text("ghi-chu", "Ghi chú"),
    )
    return Form(
        key=key, version="1", number=number, heading=f"Phụ lục {number}", title=title, kind=FormKind.GRID,
        header=header, columns=columns, rows=rows, **fields,
    )  # fmt: skip


ENTRIES = (
    FormRow(code="1", kind=RowKind.ENTRY, name="Lĩnh vực ...", number="1"),
    FormRow(code="2", kind=RowKind.ENTRY, name="...", number="2"),
    FormRow(code="tong", kind=RowKind.TOTAL, name="Tổng"),
)

SETTLED_BY_DEPARTMENTS = a_grid(
    "phu-luc-2",
    "2",
    ("KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH TẠI CÁC SỞ, BAN, NGÀNH TỈNH",),
    ENTRIES,
    levels=("tinh",),
    notes=("Lưu ý: Đối với các hồ sơ quá hạn đề nghị giải trình cụ thể lý do.",),
    branch_rows=(
        BranchRows(unit="so-tnmt", level="huyen", label="Chi nhánh Văn phòng Đăng ký đất đai {area}"),
    ),
)  # fmt: skip
SETTLED_BY_DISTRICTS = a_grid(
    "phu-luc-3",
    "3",
    ("KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH", "TẠI UBND CÁC HUYỆN, THỊ XÃ, THÀNH PHỐ"),
    (
        FormRow(code="I", kind=RowKind.GROUP, name="UBND huyện ...", number="I"),
        *(replace(row, code=f"I.{row.code}") for row in ENTRIES),
        FormRow(code="II", kind=RowKind.GROUP, name="UBND xã ...", number="II"),
        *(replace(row, code=f"II.{row.code}") for row in ENTRIES),
    ),
    levels=("huyen",),
)
SATISFACTION = Form(
    key="phu-luc-5",
    version="1",
    number="5",
    heading="Phụ lục 5",
    title=("KẾT QUẢ KHẢO SÁT SỰ HÀI LÒNG CỦA NGƯỜI DÂN, TỔ CHỨC",),
    kind=FormKind.GRID,
    header=(
        (
            HeaderCell(text="Stt", rowspan=2),
            HeaderCell(text="Lĩnh vực", rowspan=2),
            HeaderCell(text="Kết quả khảo sát (số phiếu và %)", colspan=2),
            HeaderCell(text="Ghi chú", rowspan=2),
        ),
        (HeaderCell(text="Hài lòng"), HeaderCell(text="Không hài lòng")),
    ),
    columns=(
        a_text("stt", "Stt"),
        a_text("linh-vuc", "Lĩnh vực"),
        *(
            FormColumn(key=key, label=key, kind=ColumnKind.COUNT_AND_SHARE, placeholder="... phiếu (đạt ...%)")
            for key in ("hai-long", "khong-hai-long")
        ),
        a_text("ghi-chu", "Ghi chú"),
    ),
    rows=(
        FormRow(code="I", kind=RowKind.GROUP, name="Kết quả khảo sát tại UBND huyện, thị xã, thành phố", number="I"),
        FormRow(code="I.1", kind=RowKind.ENTRY, name="Lĩnh vực...", number="1", shows_placeholders=True),
        FormRow(code="I.tong", kind=RowKind.TOTAL, name="Tổng"),
    ),
    notes=("Ghi chú:", "- Kinh phí thực hiện khảo sát (nếu có)."),
    levels=("huyen",),
)
FORMS = (INDICATORS, SETTLED_BY_DEPARTMENTS, SETTLED_BY_DISTRICTS, SATISFACTION)

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
                    text="Kinh phí do lãnh đạo Sở Nội vụ làm Trưởng đoàn được sử dụng từ nguồn đã phân bổ cho Sở Nội vụ.",
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
