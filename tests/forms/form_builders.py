"""Small forms with calm defaults, and what their workbooks hold when they are opened again."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl

from app.domain.forms import (
    Choice,
    ColumnKind,
    FittedForm,
    FittedRow,
    Form,
    FormCheck,
    FormColumn,
    FormKind,
    FormRow,
    HeaderCell,
    RowKind,
)
from app.forms.workbook import WorkbookFacts, render_workbook

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

INDICATOR_HEAD = (
    (
        HeaderCell(text="STT", rowspan=2),
        HeaderCell(text="Chỉ tiêu thống kê", rowspan=2),
        HeaderCell(text="Kết quả thống kê", colspan=2),
        HeaderCell(text="Ghi chú", rowspan=2),
    ),
    (HeaderCell(text="Đơn vị tính"), HeaderCell(text="Số liệu")),
)
INDICATOR_COLUMNS = (
    FormColumn(key="stt", label="STT", kind=ColumnKind.TEXT),
    FormColumn(key="chi_tieu", label="Chỉ tiêu thống kê", kind=ColumnKind.TEXT),
    FormColumn(key="don_vi_tinh", label="Đơn vị tính", kind=ColumnKind.TEXT),
    FormColumn(key="so_lieu", label="Số liệu"),
    FormColumn(key="ghi_chu", label="Ghi chú", kind=ColumnKind.TEXT),
)
INDICATOR_ROWS = (
    FormRow(code="I", kind=RowKind.SECTION, number="I", name="Chỉ đạo điều hành"),
    FormRow(
        code="I.2", kind=RowKind.PERCENT, number="2", name="Tỷ lệ hoàn thành (*Lũy kế*)", unit="%",
        formula="[I.2.2] / [I.2.1] * 100",
    ),
    FormRow(code="I.2.1", kind=RowKind.COUNT, number="2.1", name="Số nhiệm vụ đề ra", unit="Nhiệm vụ"),
    FormRow(code="I.2.2", kind=RowKind.COUNT, number="2.2", name="Số nhiệm vụ đã hoàn thành", unit="Nhiệm vụ"),
    FormRow(code="I.3", kind=RowKind.HEADING, number="3", name="Khảo sát"),
    FormRow(
        code="I.3.1", kind=RowKind.COUNT, number="3.1", name="Số lượng phiếu", unit="Phiếu", note="Cấp tỉnh, cấp xã",
    ),
    FormRow(
        code="I.3.2", kind=RowKind.CHOICE, number="3.2", name="Hình thức", unit="Trực tuyến = 0 Phát phiếu = 1",
        choices=(Choice(value=0, label="Trực tuyến"), Choice(value=1, label="Phát phiếu, thư")),
    ),
    FormRow(
        code="I.4", kind=RowKind.PERCENT, number="4", name="Tỷ lệ báo cáo qua hệ thống", unit="%",
        inputs=("số báo cáo đã gửi", "tổng số báo cáo phải gửi"),
    ),
    FormRow(code="VI.1", kind=RowKind.MONEY, number="1", name="Kế hoạch được giao", unit="Triệu đồng"),
    FormRow(
        code="VI.2", kind=RowKind.COUNT, number="2", name="Tổng số đơn vị", unit="Đơn vị",
        formula="[VI.2.1] + [VI.2.2]",
    ),
    FormRow(code="VI.2.1", kind=RowKind.COUNT, number="2.1", name="Tự bảo đảm", unit="Đơn vị"),
    FormRow(code="VI.2.2", kind=RowKind.COUNT, number="2.2", name="Nhà nước bảo đảm", unit="Đơn vị"),
)  # fmt: skip

GRID_HEAD = (
    (
        HeaderCell(text="STT", rowspan=3),
        HeaderCell(text="Lĩnh vực giải quyết", rowspan=3),
        HeaderCell(text="Số lượng hồ sơ tiếp nhận", colspan=3),
        HeaderCell(text="Ghi chú", rowspan=3),
    ),
    (HeaderCell(text="Tổng số", rowspan=2), HeaderCell(text="Trong kỳ", colspan=2)),
    (HeaderCell(text="Trực tuyến"), HeaderCell(text="Từ kỳ trước")),
)
GRID_COLUMNS = (
    FormColumn(key="stt", label="STT", kind=ColumnKind.TEXT),
    FormColumn(key="linh_vuc", label="Lĩnh vực giải quyết", kind=ColumnKind.TEXT),
    FormColumn(key="tong", label="Tổng số", sum_of=("truc_tuyen", "ky_truoc")),
    FormColumn(key="truc_tuyen", label="Trực tuyến"),
    FormColumn(key="ky_truoc", label="Từ kỳ trước"),
    FormColumn(key="ghi_chu", label="Ghi chú", kind=ColumnKind.TEXT),
)
SURVEY_HEAD = (
    (
        HeaderCell(text="Stt", rowspan=2),
        HeaderCell(text="Lĩnh vực", rowspan=2),
        HeaderCell(text="Số phiếu", rowspan=2),
        HeaderCell(text="Kết quả khảo sát (số phiếu và %)", colspan=2),
        HeaderCell(text="Ghi chú", rowspan=2),
    ),
    (HeaderCell(text="Hài lòng"), HeaderCell(text="Không hài lòng")),
)
SURVEY_COLUMNS = (
    FormColumn(key="stt", label="Stt", kind=ColumnKind.TEXT),
    FormColumn(key="linh_vuc", label="Lĩnh vực", kind=ColumnKind.TEXT),
    FormColumn(key="phieu", label="Số phiếu"),
    FormColumn(key="hai_long", label="Hài lòng", kind=ColumnKind.COUNT_AND_SHARE),
    FormColumn(key="khong", label="Không hài lòng", kind=ColumnKind.COUNT_AND_SHARE),
    FormColumn(key="ghi_chu", label="Ghi chú", kind=ColumnKind.TEXT),
)


def entries(prefix: str = "", count: int = 2, name: str = "Lĩnh vực ...") -> tuple[FormRow, ...]:
    printed = tuple(
        FormRow(code=f"{prefix}{place}", kind=RowKind.ENTRY, name=name, number=str(place))
        for place in range(1, count + 1)
    )
    return (*printed, FormRow(code=f"{prefix}tong", kind=RowKind.TOTAL, name="Tổng"))


def a_group(code: str, name: str) -> FormRow:
    return FormRow(code=code, kind=RowKind.GROUP, name=name, number=code)


def an_indicator_form(**fields: Any) -> Form:
    defaults: dict[str, Any] = {
        "key": "phu-luc-1", "version": "2023", "number": "1", "heading": "Phụ lục 1",
        "title": ("THỐNG KÊ SỐ LIỆU", "TẠI CÁC CƠ QUAN"), "kind": FormKind.INDICATORS,
        "header": INDICATOR_HEAD, "columns": INDICATOR_COLUMNS, "rows": INDICATOR_ROWS,
        "checks": (
            FormCheck(expression="[I.2.2] <= [I.2.1]", text="I.2.2 không lớn hơn I.2.1"),
            FormCheck(expression="[I.3.1] <= [I.2.1]", text="I.3.1 không lớn hơn I.2.1", is_hard=False),
        ),
    }  # fmt: skip
    return Form(**{**defaults, **fields})


def a_grid_form(**fields: Any) -> Form:
    defaults: dict[str, Any] = {
        "key": "phu-luc-2", "version": "2023", "number": "2", "heading": "Phụ lục 2",
        "title": ("KẾT QUẢ GIẢI QUYẾT",), "kind": FormKind.GRID, "header": GRID_HEAD, "columns": GRID_COLUMNS,
        "rows": entries(), "notes": ("Lưu ý: hồ sơ quá hạn đề nghị giải trình.", "- Riêng đối với chi nhánh."),
        "checks": (FormCheck(expression="[truc_tuyen] <= [ky_truoc]", text="trực tuyến không hơn kỳ trước"),),
    }  # fmt: skip
    return Form(**{**defaults, **fields})


def a_survey_form(**fields: Any) -> Form:
    defaults: dict[str, Any] = {
        "key": "phu-luc-5", "version": "2023", "number": "5", "heading": "Phụ lục 5", "title": ("KHẢO SÁT",),
        "kind": FormKind.GRID, "header": SURVEY_HEAD, "columns": SURVEY_COLUMNS,
        "rows": (a_group("I", "UBND huyện ..."), *entries("I."), a_group("II", "UBND cấp xã"), *entries("II.")),
        "checks": (FormCheck(expression="[hai_long] + [khong] = [phieu]", text="tổng các mức bằng số phiếu"),),
    }  # fmt: skip
    return Form(**{**defaults, **fields})


def fitted(form: Form, without: tuple[str, ...] = ()) -> FittedForm:
    rows = tuple(FittedRow(row=row, applies=row.code not in without) for row in form.rows)
    return FittedForm(form=form, rows=rows)


def facts(**fields: Any) -> WorkbookFacts:
    defaults: dict[str, Any] = {
        "unit_key": "so-cong-thuong", "unit_name": "Sở Công Thương", "plan_key": "tinh-a-2023",
        "plan_title": "Kế hoạch kiểm tra năm 2023", "period": "năm 2023", "deadline": "trước ngày 30/7/2023",
        "lead_agency": "Sở Nội vụ", "changed_on": date(2023, 6, 29),
    }  # fmt: skip
    return WorkbookFacts(**{**defaults, **fields})


def opened(*forms: FittedForm, **fields: Any) -> Workbook:
    return openpyxl.load_workbook(BytesIO(render_workbook(forms, facts(**fields))), rich_text=True)


def cells_by_code(book: Workbook) -> dict[tuple[str, str, str], str]:
    """Return the address of every figure by sheet, row code and column key; shares have "%" after the key."""
    rows, columns = block(book, "sheet", "row"), block(book, "sheet", "column")
    return {
        (row["sheet"], row["code"], column["key"] + ("%" if column["role"] == "share" else "")): (
            f"{column['column']}{row['row']}"
        )
        for row in rows
        for column in columns
        if row["sheet"] == column["sheet"]
    }


def block(book: Workbook, *heads: str) -> list[dict[str, str]]:
    """Return the lines of the block of the hidden sheet whose heads begin with these."""
    sheet = book["_kiemtra"]
    table = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = next(place for place in range(len(table[0])) if tuple(table[0][place : place + len(heads)]) == heads)
    names = []
    for name in table[0][start:]:
        if name is None:
            break
        names.append(name)
    lines = [dict(zip(names, row[start : start + len(names)], strict=True)) for row in table[1:]]
    return [line for line in lines if line[names[0]] is not None]


def text_of(sheet: Worksheet, address: str) -> str:
    return str(sheet[address].value)
