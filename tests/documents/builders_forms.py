"""An outline and forms with one of everything that a fitted report shows: hints, marks, grids, branches."""

from dataclasses import replace
from typing import Any

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
        an_item(
            "II.5.a.2", "-", "Kiến nghị sau kiểm toán (nếu có).", OutlineKind.BULLET, field="tai-chinh", if_any=True,
        ),
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
            code="II.2", kind=RowKind.COUNT, number="2", unit="Người", name="Số cán bộ, công chức được xét chuyển",
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
            HeaderCell(text=text) for text in ("Tổng số", "Trực tuyến", "Từ kỳ trước", "Tổng số", "Đúng hạn", "Quá hạn")
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
