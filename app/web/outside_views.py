"""Nội dung trang xem thử kế hoạch của cơ quan khác: each row as its file writes it, and what would become of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.outside_plans import MOST_LINES, Verdict
from app.domain.schedules import span_words
from app.domain.vietnamese import capital_first, two_digits
from app.services.sentences import fault_sentence
from app.web.edit_forms import fields_by_place
from app.web.team_forms import Options, unit_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.dossiers import PlanDossier
    from app.domain.outside_plans import JudgedLine
    from app.domain.units import Unit

BODY, KIND, FILE, LINES = "co-quan", "loai", "tep", "dong"
TAKE, CHOICE = "lay-", "chon-"
"""What the fields of a row begin with: the box that takes it, and the unit that was chosen for it."""
OUTSIDE_FIELDS = fields_by_place(body=(BODY, "Cơ quan"), kind=(KIND, "Loại việc"), file=(FILE, "Tệp kế hoạch"))
_WORDS = {
    Verdict.GOOD: ("done", "Lấy được"),
    Verdict.CHOOSE: ("warning", "Chọn đơn vị"),
    Verdict.SKIPPED: ("info", "Đã có"),
    Verdict.WRONG: ("error", "Không lấy được"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialRow:
    """Một dòng xem thử: `index` names its fields; `options` are units to choose from, where one is to be chosen."""

    index: int
    place: str
    written: str
    level: str
    verdict: str
    unit: str
    when: str
    told: tuple[str, ...]
    is_good: bool
    options: Options


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialView:
    """Cả bản xem thử: its rows, and how many there are of each verdict, in words."""

    rows: tuple[TrialRow, ...]
    counts: tuple[tuple[str, str, str], ...]
    can_take: bool


def trial_view(dossier: PlanDossier, judged: Sequence[JudgedLine]) -> TrialView:
    """Return what the trial of a file shows."""
    rows = tuple(_row(dossier, index, each) for index, each in enumerate(judged[:MOST_LINES]))
    found = [each.verdict for each in judged]
    counts = tuple((*_WORDS[verdict], two_digits(found.count(verdict))) for verdict in Verdict if verdict in found)
    can_take = any(row.is_good or row.options for row in rows)
    return TrialView(rows=rows, counts=counts, can_take=can_take)


def _row(dossier: PlanDossier, index: int, judged: JudgedLine) -> TrialRow:
    level, verdict = _WORDS[judged.verdict]
    line = judged.line
    days = " - ".join(part for part in (line.first, line.last) if part)
    options: Options = []
    if judged.verdict == Verdict.CHOOSE:
        known = [dossier.directory.unit(key) for key in judged.candidates]
        options = [("", "Bỏ qua dòng này"), *((unit.key, unit_words(dossier, unit)) for unit in known)]
        if not known:
            options = [("", "Bỏ qua dòng này"), *((unit.key, unit_words(dossier, unit)) for unit in _targets(dossier))]
    return TrialRow(
        index=index,
        place=capital_first(line.place),
        written=f"{line.unit or '(không ghi đơn vị)'}: {days or '(không ghi ngày)'}",
        level=level,
        verdict=verdict,
        unit=dossier.unit_name(judged.unit) if judged.unit is not None else "",
        when=capital_first(span_words(judged.window)) if judged.window is not None else "",
        told=tuple(
            capital_first(fault_sentence(replace(fault, place="")).removeprefix(": ")) for fault in judged.faults
        ),
        is_good=judged.verdict == Verdict.GOOD,
        options=options,
    )


def _targets(dossier: PlanDossier) -> list[Unit]:
    """Return the units that the plan inspects, to choose from where no name is like the one written."""
    return [dossier.directory.unit(key) for key in dict.fromkeys(visit.unit for visit in dossier.plan.visits)]
