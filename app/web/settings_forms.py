"""Biểu mẫu thiết lập: a section of the plan as its form shows it, and as it was sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.acts import ActForm, Signatory
from app.domain.dossiers import PlanDossier
from app.domain.errors import InvalidInput
from app.domain.plan_facts import ClosingFacts, Facts, GeneralFacts, PaperFacts, Section, facts_of
from app.domain.plan_steps import mark_of
from app.domain.plans import Budget, BudgetSource, SelfInspectionRule, Standards
from app.domain.teams import Alternation, AlternationBasis
from app.domain.vietnamese import grouped, short_date
from app.web.draw_rule_form import DRAW_FIELDS, draw_rule_values, read_draw_rule, without_empty_clusters
from app.web.form_faults import Field
from app.web.section_reading import APPLIES, NOT, SectionReading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.datastructures import FormData

    from app.domain.plans import Plan
    from app.domain.units import Province


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionForm:
    """Biểu mẫu của một phần: what stands in its fields, by their names without the section's own prefix, and its mark.

    `lists` are those of fields of which several values may be marked.
    """

    section: Section
    values: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    mark: str


def section_form(dossier: PlanDossier, section: Section) -> SectionForm:
    """Return the form of a section over what the plan states now."""
    values, lists = _SECTIONS[section].shown(dossier)
    return SectionForm(section=section, values=values, lists=lists, mark=section_mark(dossier.plan, section))


def section_mark(plan: Plan, section: Section) -> str:
    """Return the mark of what the plan states in a section."""
    return mark_of((facts_of(plan, section),))


def sent_form(section: Section, form: FormData, mark: str) -> SectionForm:
    """Return the form of a section as it was sent."""
    prefix = f"{section.value}-"
    sent = [(name, value) for name, value in form.multi_items() if name.startswith(prefix) and isinstance(value, str)]
    own = [(name.removeprefix(prefix), value) for name, value in sent]
    lists: dict[str, list[str]] = {}
    for name, value in without_empty_clusters(own) if section == Section.DRAW else own:
        lists.setdefault(name, []).append(value)
    return SectionForm(
        section=section,
        values={name: found[0] for name, found in lists.items()},
        lists={name: tuple(found) for name, found in lists.items()},
        mark=mark,
    )


def stated(dossier: PlanDossier, sent: SectionForm) -> Facts | None:
    """Return what the sent form states; raise InvalidInput with what cannot be read of it."""
    reading = SectionReading(sent.values, sent.lists)
    facts = _SECTIONS[sent.section].read(reading, dossier)
    if reading.faults:
        raise InvalidInput(reading.faults)
    return facts


def fields_of(section: Section, province: Province) -> dict[str, Field]:
    """Return the fields of a section by the place that a fault names; their names carry the section's prefix."""
    named = list(_SECTIONS[section].fields)
    if section == Section.STANDARDS:
        named += [
            (f"working_days.{level.key}", f"toi-thieu-{level.key}", f"Số ngày tối thiểu, {level.name}")
            for level in province.levels
        ]
    return {place: Field(name=f"{section.value}-{name}", label=label) for place, name, label in named}


# Each section: how it is shown, how it is read

_Shown = tuple[dict[str, str], dict[str, tuple[str, ...]]]


def _slots(name: str, keys: Iterable[str]) -> dict[str, str]:
    return {f"{name}-{number}": key for number, key in enumerate(keys, 1)}


def _general(dossier: PlanDossier) -> _Shown:
    plan = dossier.plan
    period = plan.period
    return {
        "ten": plan.title,
        "loai": plan.kind,
        "noi-dung": "\n".join(plan.subjects),
        "hinh-thuc": plan.act.value,
        "thoi-ky": period.wording if period else "",
        "thoi-ky-tu": short_date(period.first) if period and period.first else "",
        "thoi-ky-den": short_date(period.last) if period and period.last else "",
        **_slots("co-quan", plan.lead_agencies),
    }, {}


def _read_general(form: SectionReading, dossier: PlanDossier) -> Facts:
    act = next((each for each in ActForm if each.value == form.text("hinh-thuc")), dossier.plan.act)
    return GeneralFacts(
        title=form.line("ten"),
        kind=form.line("loai"),
        subjects=form.lines("noi-dung"),
        act=act,
        lead_agencies=form.chosen("co-quan"),
        period=form.period(),
    )


def _paper(dossier: PlanDossier) -> _Shown:
    plan = dossier.plan
    decision = plan.decision
    signatory = decision.signatory or Signatory(title="")
    return {
        "ky-hieu": decision.symbol,
        "co-quan": decision.body,
        "tham-quyen": decision.issuer,
        "noi-nhan": "\n".join(decision.recipients),
        "tu-cach": signatory.capacity,
        "chuc-vu": signatory.title,
        "ho-ten": signatory.name,
    }, {}


def _read_paper(form: SectionReading, _dossier: PlanDossier) -> Facts:
    capacity, title, name = (form.text(part) for part in ("tu-cach", "chuc-vu", "ho-ten"))
    is_signed = bool(capacity or title or name)
    return PaperFacts(
        symbol=form.text("ky-hieu"),
        body=form.text("co-quan"),
        issuer=form.line("tham-quyen"),
        recipients=form.lines("noi-nhan"),
        signatory=Signatory(title=title, capacity=capacity, name=name) if is_signed else None,
    )


def _standards(dossier: PlanDossier) -> _Shown:
    plan = dossier.plan
    least = {f"toi-thieu-{level}": f"{days}" for level, days in plan.standards.working_days.items()}
    own = {"ngay-doc": f"{plan.standards.reading_days}", "ngay-bao-truoc": f"{plan.standards.notice_days}"}
    return {**own, **least}, {}


def _read_standards(form: SectionReading, dossier: PlanDossier) -> Facts:
    named = {level.key: f"toi-thieu-{level.key}" for level in dossier.province.levels}
    return Standards(
        reading_days=form.number("ngay-doc", "reading_days"),
        notice_days=form.number("ngay-bao-truoc", "notice_days"),
        working_days={
            level: form.number(name, f"working_days.{level}") for level, name in named.items() if form.text(name)
        },
    )


def _alternation(dossier: PlanDossier) -> _Shown:
    plan = dossier.plan
    rule = plan.alternation
    if rule is None:
        return {"can-cu": NOT, **_slots("luan-phien", plan.lead_agencies)}, {}
    return {"can-cu": rule.basis.value, **_slots("luan-phien", rule.agencies)}, {}


def _read_alternation(form: SectionReading, _dossier: PlanDossier) -> Facts | None:
    basis = next((each for each in AlternationBasis if each.value == form.text("can-cu")), None)
    return Alternation(basis=basis, agencies=form.chosen("luan-phien")) if basis is not None else None


def _draw(dossier: PlanDossier) -> _Shown:
    return draw_rule_values(dossier), {}


def _self_inspection(dossier: PlanDossier) -> _Shown:
    plan = dossier.plan
    rule = plan.self_inspection
    if rule is None:
        return {"ap-dung": NOT}, {}
    return {
        "ap-dung": APPLIES,
        "han": rule.deadline.words() if rule.deadline else "",
        "gui-den": rule.to or "",
        "qua": rule.via or "",
        "loi-van": rule.text,
    }, {"loai-don-vi": rule.kinds, "cap": rule.levels}


def _read_self_inspection(form: SectionReading, _dossier: PlanDossier) -> Facts | None:
    if not form.is_on("ap-dung"):
        return None
    return SelfInspectionRule(
        kinds=form.marked("loai-don-vi"),
        levels=form.marked("cap"),
        deadline=form.deadline("han", "deadline"),
        to=form.optional("gui-den"),
        via=form.optional("qua"),
        text=form.text("loi-van"),
    )


def _budget(dossier: PlanDossier) -> _Shown:
    plan = dossier.plan
    budget = plan.budget
    if budget is None:
        return {"ap-dung": NOT, "lanh-dao": APPLIES, "ngay-lam-viec": APPLIES}, {}
    return {
        "ap-dung": APPLIES,
        "muc-chi": grouped(budget.rate),
        "tham-dinh": budget.appraised_by or "",
        "lanh-dao": APPLIES if budget.counts_leaders else "",
        "ngay-lam-viec": APPLIES if budget.counts_working_days_only else "",
        "loi-van": budget.text,
        **{f"nguon-{source.agency}": source.text for source in budget.sources},
    }, {}


def _read_budget(form: SectionReading, dossier: PlanDossier) -> Facts | None:
    if not form.is_on("ap-dung"):
        return None
    held = dossier.plan.budget.sources if dossier.plan.budget is not None else ()
    agencies = dict.fromkeys((*dossier.plan.lead_agencies, *(source.agency for source in held)))
    return Budget(
        rate=form.number("muc-chi", "rate"),
        sources=tuple(
            BudgetSource(agency=agency, text=text) for agency in agencies if (text := form.text(f"nguon-{agency}"))
        ),
        appraised_by=form.optional("tham-dinh"),
        counts_leaders=form.is_on("lanh-dao"),
        counts_working_days_only=form.is_on("ngay-lam-viec"),
        text=form.text("loi-van"),
    )


def _closing(dossier: PlanDossier) -> _Shown:
    plan = dossier.plan
    return {"giai-the": plan.dissolution, **_slots("con-dau", plan.seals)}, {}


def _read_closing(form: SectionReading, _dossier: PlanDossier) -> Facts:
    return ClosingFacts(dissolution=form.text("giai-the"), seals=form.chosen("con-dau"))


@dataclass(frozen=True, slots=True)
class _SectionKind:
    """How a section is shown and read; `fields` are place of the fault, name of the field, label."""

    shown: Callable[[PlanDossier], _Shown]
    read: Callable[[SectionReading, PlanDossier], Facts | None]
    fields: tuple[tuple[str, str, str], ...]


_SECTIONS: dict[Section, _SectionKind] = {
    Section.GENERAL: _SectionKind(
        _general,
        _read_general,
        (
            ("title", "ten", "Tên kế hoạch"),
            ("kind", "loai", "Loại kiểm tra"),
            ("subjects", "noi-dung", "Nội dung kiểm tra"),
            ("lead_agencies", "co-quan-1", "Cơ quan chủ trì"),
            ("wording", "thoi-ky", "Thời kỳ kiểm tra"),
            ("first", "thoi-ky-tu", "Thời kỳ, từ ngày"),
            ("last", "thoi-ky-den", "Thời kỳ, đến ngày"),
        ),
    ),
    Section.PAPER: _SectionKind(
        _paper,
        _read_paper,
        (
            ("symbol", "ky-hieu", "Ký hiệu văn bản"),
            ("body", "co-quan", "Cơ quan ban hành"),
            ("issuer", "tham-quyen", "Thẩm quyền ban hành"),
            ("capacity", "tu-cach", "Tư cách ký"),
            ("title_of_signatory", "chuc-vu", "Chức vụ người ký"),
            ("name", "ho-ten", "Họ tên người ký"),
            ("recipients", "noi-nhan", "Nơi nhận"),
        ),
    ),
    Section.STANDARDS: _SectionKind(
        _standards,
        _read_standards,
        (
            ("reading_days", "ngay-doc", "Số ngày đọc báo cáo"),
            ("notice_days", "ngay-bao-truoc", "Số ngày báo trước"),
        ),
    ),
    Section.ALTERNATION: _SectionKind(
        _alternation, _read_alternation, (("agencies", "luan-phien-1", "Cơ quan luân phiên"),)
    ),
    Section.DRAW: _SectionKind(_draw, read_draw_rule, DRAW_FIELDS),
    Section.SELF_INSPECTION: _SectionKind(
        _self_inspection,
        _read_self_inspection,
        (
            ("kinds", "loai-don-vi", "Loại đơn vị"),
            ("levels", "cap", "Cấp"),
            ("deadline", "han", "Hạn báo cáo"),
            ("to", "gui-den", "Gửi đến"),
            ("via", "qua", "Gửi qua"),
            ("text", "loi-van", "Lời văn"),
        ),
    ),
    Section.BUDGET: _SectionKind(
        _budget,
        _read_budget,
        (
            ("rate", "muc-chi", "Mức chi"),
            ("sources", "nguon", "Nguồn kinh phí"),
            ("appraised_by", "tham-dinh", "Cơ quan thẩm định"),
            ("text", "loi-van", "Lời văn"),
        ),
    ),
    Section.CLOSING: _SectionKind(
        _closing,
        _read_closing,
        (("dissolution", "giai-the", "Giải thể đoàn"), ("seals", "con-dau-1", "Con dấu")),
    ),
}
