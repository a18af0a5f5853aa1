"""Loại thay đổi của lời văn: what the papers of a plan, its outline and its forms are called where a change is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.change_words import (
    SOURCE,
    TEXT,
    Aspect,
    ChangePart,
    Kind,
    cited_words,
    levels_named,
    named,
    named_by_key,
    plain_words,
    plainly,
    unit_named,
)
from app.domain.vietnamese import short_date

if TYPE_CHECKING:
    from app.domain.acts import Decision, Submission
    from app.domain.dossiers import PlanDossier


def _decision_words(decision: Decision, _dossier: PlanDossier) -> str:
    number = f"văn bản số {decision.number}/{decision.symbol}" if decision.number else f"chưa có số ({decision.symbol})"
    return f"{number}, {f'ngày {short_date(decision.day)}' if decision.day else 'chưa có ngày'}"


def _submission_words(asked: Submission, _dossier: PlanDossier) -> str:
    day = f"ngày {short_date(asked.day)}" if asked.day else "chưa có ngày"
    return f"{f'văn bản số {asked.number}' if asked.number else 'chưa có số'}, {day}"


TEXT_KINDS: dict[tuple[str, ...], Kind] = {
    ("plan", "decision"): Kind(
        part=ChangePart.STANDING,
        name=named(""),
        aspects=(
            Aspect("Số, ngày ban hành", ("number", "day", "symbol"), _decision_words),
            unit_named("Cơ quan ban hành", "body"),
            plainly("Thẩm quyền ban hành", "issuer"),
            plainly("Lời văn trích yếu", "title"),
            Aspect("Lý do điều chỉnh", ("reason",), lambda decision, _: decision.reason),
            Aspect("Thay thế văn bản", ("replaces",), lambda decision, _: cited_words(decision.replaces)),
            Aspect(
                "Sửa đổi, bổ sung văn bản",
                ("amends",),
                lambda decision, _: "; ".join(cited_words(act) for act in decision.amends),
            ),
            plainly("Lời văn căn cứ", "legal_bases"),
            plainly("Lời văn các điều", "articles"),
            plainly("Nơi nhận", "recipients"),
            plainly("Người ký", "signatory"),
        ),
    ),
    ("plan", "decision", "submission"): Kind(
        part=ChangePart.STANDING,
        name=named("Tờ trình"),
        aspects=(
            Aspect("số, ngày", ("number", "day"), _submission_words),
            unit_named("cơ quan trình", "agency"),
            Aspect("lời dẫn trong văn bản", ("text",), lambda asked, _: asked.text),
        ),
    ),
    ("plan", "decision", "legal_bases", "*"): Kind(
        part=ChangePart.TEXTS,
        name=named("Lời văn căn cứ"),
        aspects=(
            TEXT,
            Aspect(
                "văn bản viện dẫn",
                ("kind", "name", "number", "day", "issuer"),
                lambda basis, dossier: plain_words(
                    (basis.kind, basis.name, basis.number, basis.day, basis.issuer), dossier
                ),
            ),
        ),
    ),
    ("plan", "decision", "articles", "*"): Kind(
        part=ChangePart.TEXTS,
        name=lambda key, _thing, _dossier: f"Lời văn {str(key).rstrip('.')}",
        aspects=(TEXT, plainly("số", "number")),
    ),
    ("plan", "decision", "recipients", "*"): Kind(
        part=ChangePart.TEXTS, name=named("Nơi nhận"), aspects=(Aspect("", (), lambda line, _: line),)
    ),
    ("plan", "decision", "signatory"): Kind(
        part=ChangePart.STANDING,
        name=named("Người ký"),
        aspects=(plainly("chức vụ", "title"), plainly("quyền hạn", "capacity"), plainly("họ tên", "name")),
    ),
    ("plan", "text"): Kind(
        part=ChangePart.TEXTS,
        name=named("Lời văn kế hoạch"),
        aspects=(
            plainly("tên", "title"),
            plainly("dòng dẫn chiếu", "reference"),
            plainly("đoạn mở đầu", "preamble"),
            plainly("các đoạn", "clauses"),
            plainly("đoạn kết", "closing"),
            plainly("tên phụ lục", "annex_title"),
            plainly("ghi chú của phụ lục", "annex_note"),
        ),
    ),
    ("plan", "text", "clauses", "*"): Kind(
        part=ChangePart.TEXTS,
        name=named_by_key("Lời văn kế hoạch, đoạn {}"),
        aspects=(TEXT, plainly("số", "number"), plainly("loại", "kind")),
    ),
    ("plan", "errata", "*"): Kind(
        part=ChangePart.TEXTS,
        name=lambda _key, erratum, _dossier: f"Đính chính {erratum.where}",
        aspects=(
            plainly("", "printed"),
            plainly("đọc là", "reading"),
            plainly("chỗ", "where"),
            plainly("loại", "kind"),
            plainly("địa chỉ", "places"),
            plainly("mức chắc chắn", "certainty"),
            plainly("ghi chú", "note"),
        ),
    ),
    ("plan", "remarks", "*"): Kind(
        part=ChangePart.TEXTS,
        name=lambda _key, remark, _dossier: f"Chỗ chưa rõ {remark.where}",
        aspects=(TEXT, plainly("chỗ", "where")),
    ),
    ("outlines", "*"): Kind(
        part=ChangePart.OUTLINE,
        name=lambda _key, outline, _dossier: f"Đề cương bản {outline.version}",
        aspects=(
            plainly("tên", "title"),
            plainly("bản", "version"),
            plainly("đầu đề", "heading"),
            plainly("dòng dẫn chiếu", "reference"),
            plainly("nội dung không kiểm tra lại", "exemption"),
            plainly("các mục", "items"),
            SOURCE,
        ),
    ),
    ("outlines", "*", "items", "*"): Kind(
        part=ChangePart.OUTLINE,
        name=named_by_key("Đề cương, mục {}"),
        aspects=(
            TEXT,
            plainly("số", "number"),
            plainly("loại", "kind"),
            plainly("hướng dẫn", "guidance"),
            plainly("đoạn kèm theo", "paragraphs"),
            plainly("nếu có", "if_any"),
            plainly("lĩnh vực", "field"),
            plainly("chỉ tiêu liên quan", "indicators"),
            levels_named("dành cho cấp", "levels"),
            plainly("dành cho loại đơn vị", "kinds"),
            plainly("không áp dụng với", "not_for_kinds"),
        ),
    ),
    ("forms", "*"): Kind(
        part=ChangePart.FORMS,
        name=lambda _key, form, _dossier: f"Phụ lục biểu mẫu số {form.number}",
        aspects=(
            plainly("tên", "title"),
            plainly("bản", "version"),
            plainly("số", "number"),
            plainly("đầu đề", "heading"),
            plainly("loại", "kind"),
            plainly("đầu bảng", "header"),
            plainly("các cột", "columns"),
            plainly("các dòng", "rows"),
            plainly("ghi chú", "notes"),
            plainly("quy tắc số liệu", "checks"),
            plainly("dòng chi nhánh", "branch_rows"),
            levels_named("dành cho cấp", "levels"),
            plainly("dành cho loại đơn vị", "kinds"),
            SOURCE,
        ),
    ),
    ("forms", "*", "columns", "*"): Kind(
        part=ChangePart.FORMS,
        name=lambda _key, column, _dossier: f"Biểu mẫu, cột {column.label}",
        aspects=(
            plainly("", "label"),
            plainly("loại", "kind"),
            plainly("tổng của", "sum_of"),
            plainly("chữ in sẵn", "placeholder"),
        ),
    ),
    ("forms", "*", "rows", "*"): Kind(
        part=ChangePart.FORMS,
        name=named_by_key("Biểu mẫu, dòng {}"),
        aspects=(
            plainly("", "name"),
            plainly("số", "number"),
            plainly("đơn vị tính", "unit"),
            plainly("loại", "kind"),
            plainly("giá trị chọn", "choices"),
            plainly("công thức", "formula"),
            plainly("số liệu cần thêm", "inputs"),
            plainly("ghi chú", "note"),
            plainly("đơn vị ghi", "filled_by"),
            plainly("nếu có", "if_any"),
            plainly("lũy kế", "is_cumulative"),
            levels_named("cấp", "level"),
            levels_named("dành cho cấp", "levels"),
            plainly("không áp dụng với", "not_for_kinds"),
            plainly("hiện chữ in sẵn", "shows_placeholders"),
        ),
    ),
}
"""What is told of the papers of a plan, its outline and its forms, by where it stands."""
