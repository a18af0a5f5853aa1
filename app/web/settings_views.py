"""Giá trị cho trang thiết lập: agencies to choose from, and what two planners have typed into one section."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.web.settings_forms import fields_of

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier
    from app.web.settings_forms import SectionForm


_VALUES = {
    "co": "Có",
    "khong": "Không",
    "batch": "Theo đợt",
    "month": "Theo tháng",
    "count": "Theo số cuộc",
    "decision_approving_plan": "Quyết định phê duyệt Kế hoạch",
    "plan_alone": "Kế hoạch, không kèm quyết định",
    "decision_setting_up_team": "Quyết định thành lập Đoàn kiểm tra",
}
"""Lựa chọn bằng lời, by the value that the form sends."""
_KEY_OF_A_THING = "-khoa"
"""How the fields end that carry the key of a thing along, for nobody to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Chỗ khác nhau của một phần: what the field is called, what was typed, what stands now."""

    label: str
    typed: str
    present: str


def agency_options(dossier: PlanDossier) -> list[tuple[str, str]]:
    """Return the bodies of the highest level to choose from, those first that the plan names already elsewhere."""
    levels = sorted(dossier.province.levels, key=lambda level: level.rank)
    highest = levels[0].key if levels else ""
    units = [unit for unit in dossier.directory.units if unit.level == highest]
    plan = dossier.plan
    named = [*plan.lead_agencies, *plan.seals, plan.decision.body]
    named += [source.agency for source in plan.budget.sources] if plan.budget is not None else []
    others = [key for key in dict.fromkeys(named) if all(unit.key != key for unit in units)]
    return [
        ("", "(không)"),
        *((key, dossier.unit_name(key)) for key in others if dossier.directory.get(key) is not None),
        *((unit.key, unit.name) for unit in units),
    ]


def differences(dossier: PlanDossier, sent: SectionForm, present: SectionForm) -> tuple[Difference, ...]:
    """Return where what was typed and what stands now differ, in the order of the form."""
    fields = fields_of(sent.section, dossier.province).values()
    labels = {field.name.removeprefix(f"{sent.section.value}-"): field.label for field in fields}
    names = dict.fromkeys(
        name for name in (*labels, *present.values, *sent.values) if not name.endswith(_KEY_OF_A_THING)
    )
    found = []
    for name in names:
        typed, now = _words(dossier, sent, name), _words(dossier, present, name)
        if typed != now:
            found.append(Difference(label=_label(labels, name), typed=typed, present=now))
    return tuple(found)


def _unit_name(dossier: PlanDossier, value: str) -> str:
    """Return the name of the unit that a value is the key of, else the value."""
    unit = dossier.directory.get(value)
    return unit.name if unit is not None else value


def _label(labels: dict[str, str], name: str) -> str:
    stem = name.rpartition("-")[0]
    return labels.get(name) or labels.get(f"{stem}-1") or labels.get(stem) or "Quy định"


def _words(dossier: PlanDossier, form: SectionForm, name: str) -> str:
    found = form.lists.get(name) or (form.values.get(name, ""),)
    names = [_VALUES.get(value) or _unit_name(dossier, value) for value in found]
    return ", ".join(name for name in names if name)
