"""Small plans drawn up new, with one of everything that an act promulgates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from builders import PEOPLE, PROVINCE, UNITS, a_batch, a_team, a_visit, a_window, before

from app.domain.acts import ActForm, CitedAct, Decision, LegalBasis, Submission
from app.domain.dossiers import PlanDossier
from app.domain.forms import ColumnKind, Form, FormColumn, FormKind, FormRow, HeaderCell, RowKind
from app.domain.outlines import Outline, OutlineItem, OutlineKind
from app.domain.plans import Budget, BudgetSource, DrawRule, Mandate, Period, Plan, SelfInspectionRule
from app.domain.teams import Role, Seat
from app.domain.units import Unit

OUTLINE = Outline(
    key="de-cuong",
    version="1",
    title=("Báo cáo phục vụ kiểm tra",),
    items=(
        OutlineItem(code="I", kind=OutlineKind.PART, number="I.", text="CHỈ ĐẠO, ĐIỀU HÀNH", field="chi-dao"),
        OutlineItem(code="I.1", kind=OutlineKind.ITEM, number="1.", text="Kế hoạch (*nêu số*).", paragraphs=("Thêm.",)),
        OutlineItem(code="II", kind=OutlineKind.PART, number="II.", text="KẾT QUẢ"),
        OutlineItem(code="II.1", kind=OutlineKind.SECTION, number="1.", text="Thể chế", field="the-che"),
        OutlineItem(code="II.1.a", kind=OutlineKind.ITEM, number="a)", text="Văn bản."),
        OutlineItem(code="II.1.a.1", kind=OutlineKind.BULLET, number="-", text="Rà soát."),
    ),
    exemption="(Nội dung đã kiểm tra thì không kiểm tra lại).",
)


def some_indicators(**fields: Any) -> Form:
    defaults: dict[str, Any] = {
        "key": "bieu-1",
        "version": "1",
        "number": "1",
        "heading": "Biểu 1",
        "title": ("THỐNG KÊ",),
        "kind": FormKind.INDICATORS,
        "header": (tuple(HeaderCell(text=text) for text in ("STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú")),),
        "columns": (
            FormColumn(key="stt", label="STT", kind=ColumnKind.TEXT),
            FormColumn(key="ten", label="Chỉ tiêu", kind=ColumnKind.TEXT),
            FormColumn(key="don-vi", label="Đơn vị tính", kind=ColumnKind.TEXT),
            FormColumn(key="so", label="Số liệu"),
            FormColumn(key="ghi-chu", label="Ghi chú", kind=ColumnKind.TEXT),
        ),
        "rows": (
            FormRow(code="I", kind=RowKind.SECTION, number="I", name="Chỉ đạo"),
            FormRow(code="I.1", kind=RowKind.COUNT, number="1", name="Số (*lũy kế*)", unit="Văn bản", note="Cả cấp xã"),
        ),
    }
    return Form(**{**defaults, **fields})


def a_grid(*, figures: int = 5, **fields: Any) -> Form:
    names = [f"Cột {place}" for place in range(1, figures + 1)]
    defaults: dict[str, Any] = {
        "key": "bieu-2",
        "version": "1",
        "number": "2",
        "heading": "Biểu 2",
        "title": ("KẾT QUẢ",),
        "kind": FormKind.GRID,
        "header": (
            (
                HeaderCell(text="STT", rowspan=2),
                HeaderCell(text="Lĩnh vực", rowspan=2),
                HeaderCell(text="Hồ sơ", colspan=figures),
                HeaderCell(text="Ghi chú", rowspan=2),
            ),
            tuple(HeaderCell(text=name) for name in names),
        ),
        "columns": (
            FormColumn(key="stt", label="STT", kind=ColumnKind.TEXT),
            FormColumn(key="linh-vuc", label="Lĩnh vực", kind=ColumnKind.TEXT),
            *(FormColumn(key=name, label=name, placeholder="... (...%)") for name in names),
            FormColumn(key="ghi-chu", label="Ghi chú", kind=ColumnKind.TEXT),
        ),
        "rows": (
            FormRow(code="I", kind=RowKind.GROUP, number="I", name="Tại UBND"),
            FormRow(code="1", kind=RowKind.ENTRY, number="1", name="Lĩnh vực ...", shows_placeholders=True),
            FormRow(code="2", kind=RowKind.ENTRY, number="2", name="..."),
            FormRow(code="tong", kind=RowKind.TOTAL, name="Tổng"),
        ),
        "notes": ("Lưu ý: ghi rõ lý do.", "- Gửi kèm hồ sơ."),
    }
    return Form(**{**defaults, **fields})


DECISION = Decision(
    symbol="QĐ-UBND",
    body="ubnd-tinh-a",
    issuer="CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH A",
    legal_bases=(
        LegalBasis(text="", kind="Luật", name="Luật Tổ chức chính quyền địa phương", day=date(2025, 6, 16)),
        LegalBasis(
            text="",
            kind="Quyết định",
            name="Ban hành Kế hoạch cải cách hành chính",
            number="12/QĐ-UBND",
            day=date(2025, 1, 5),
            issuer="Ủy ban nhân dân tỉnh A",
        ),
        LegalBasis(text="Căn cứ Kế hoạch của Ban Chỉ đạo."),
    ),
    submission=Submission(agency="so-noi-vu"),
    replaces=CitedAct(number="3/QĐ-UBND", day=date(2025, 2, 4), issuer="Ủy ban nhân dân tỉnh A", subject="lập Đoàn"),
)


def a_new_plan(**fields: Any) -> Plan:
    """A plan of two batches with everything known but the signatory."""
    defaults: dict[str, Any] = {
        "key": "tinh-a-2025",
        "province": "tinh-a",
        "year": 2025,
        "kind": "Kiểm tra cải cách hành chính",
        "title": "Kế hoạch kiểm tra cải cách hành chính năm 2025",
        "changed_on": date(2025, 3, 1),
        "lead_agencies": ("so-noi-vu", "so-tttt"),
        "period": Period(wording="năm 2025 (đến thời điểm kiểm tra)"),
        "decision": DECISION,
        "teams": (
            a_team(
                Seat(key="thu-ky", role=Role.SECRETARY, person="ong-p"),
                Seat(key="van-phong", office="Đại diện lãnh đạo Văn phòng UBND tỉnh"),
            ),
        ),
        "batches": (
            a_batch("dot-1"),
            a_batch("dot-2", head="ba-n", deputies=("ong-m",), lead_agency="so-tttt", report_deadline=None),
        ),
        "visits": (
            a_visit("so-y-te", window=a_window(date(2025, 8, 4), date(2025, 8, 7))),
            a_visit("so-tu-phap", window=a_window(date(2025, 8, 11), date(2025, 8, 14))),
            a_visit("ubnd-huyen-b", batch="dot-2", window=a_window(date(2025, 9, 8), date(2025, 9, 19))),
        ),
        "draw": DrawRule(at_level="huyen", from_level="xa", least=1, most=3),
        "self_inspection": SelfInspectionRule(
            kinds=("cơ quan chuyên môn",), deadline=before(date(2025, 11, 30)), to="ubnd-tinh-a", via="so-noi-vu"
        ),
        "budget": Budget(
            rate=80000,
            sources=(BudgetSource(agency="so-noi-vu", text="nguồn kinh phí cải cách hành chính năm 2025"),),
            appraised_by="so-tai-chinh",
        ),
        "mandates": (
            Mandate(field="chi-dao", name="Công tác chỉ đạo, điều hành", agency="so-noi-vu"),
            Mandate(field="the-che", name="Cải cách thể chế", agency="so-tu-phap"),
        ),
        "seals": ("so-noi-vu", "so-tttt"),
        "outline": "de-cuong",
        "forms": ("bieu-1", "bieu-2"),
    }
    return Plan(**{**defaults, **fields})


def a_new_dossier(**fields: Any) -> PlanDossier:
    """The dossier of a plan drawn up new; `fields` are the plan's."""
    finance = Unit(
        key="so-tai-chinh", name="Sở Tài chính", kind="cơ quan chuyên môn", level="tinh", parent="ubnd-tinh-a"
    )
    return PlanDossier(
        province=PROVINCE,
        units=(*UNITS, finance),
        people=PEOPLE,
        outlines=(OUTLINE,),
        forms=(some_indicators(), a_grid()),
        plan=a_new_plan(**fields),
    )


def a_plan_alone(**fields: Any) -> PlanDossier:
    """A plan issued alone, numbered and dated, of which little else is known."""
    decision = replace(
        DECISION, symbol="KH-UBND", number="6", day=date(2025, 1, 30), issuer="", submission=None, replaces=None
    )
    little: dict[str, Any] = {
        "act": ActForm.PLAN_ALONE,
        "decision": decision,
        "budget": None,
        "self_inspection": None,
        "draw": None,
        "seals": (),
        "mandates": (),
        "period": None,
        "outline": None,
        "forms": (),
        "batches": (a_batch("dot-1", head=None, deputies=(), lead_agency=None, report_deadline=None),),
        "lead_agencies": (),
        "visits": (a_visit("so-y-te", window=None), a_visit("so-tu-phap", window=None)),
    }
    return a_new_dossier(**{**little, **fields})
