"""Lời của thay đổi: how values of a plan read where a change is told; `app.domain.change_kinds` names the things."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Any

from app.domain.acts import ActForm, ClauseKind, ErratumKind
from app.domain.dates import LooseTime, Window
from app.domain.deadlines import Deadline
from app.domain.dossiers import PlanDossier
from app.domain.errors import NotFound
from app.domain.forms import ColumnKind, FormKind, RowKind
from app.domain.outlines import OutlineKind
from app.domain.releases import STATE_NAMES
from app.domain.schedules import UNDETERMINED, window_words
from app.domain.teams import AlternationBasis, Role
from app.domain.vietnamese import listed, lower_first, short_date
from app.domain.visits import Manner, Mode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.acts import CitedAct


Words = Callable[[Any, PlanDossier], str]

UNSET = lower_first(UNDETERMINED)


class ChangePart(StrEnum):
    """Phần của kế hoạch: under which heading a change is told."""

    STANDING = "standing"
    VISITS = "visits"
    BATCHES = "batches"
    TEAM = "team"
    RULES = "rules"
    TEXTS = "texts"
    OUTLINE = "outline"
    FORMS = "forms"


PART_NAMES = {
    ChangePart.STANDING: "Tình trạng, văn bản ban hành",
    ChangePart.VISITS: "Đối tượng, thời gian kiểm tra",
    ChangePart.BATCHES: "Đợt kiểm tra, lãnh đạo đoàn, hạn báo cáo",
    ChangePart.TEAM: "Thành phần đoàn kiểm tra",
    ChangePart.RULES: "Kinh phí, tự kiểm tra và quy định khác",
    ChangePart.TEXTS: "Lời văn",
    ChangePart.OUTLINE: "Đề cương",
    ChangePart.FORMS: "Biểu mẫu",
}
"""The heading under which the changes of each part are listed."""


@dataclass(frozen=True, slots=True)
class Aspect:
    """Khía cạnh: what may change of a thing: its name, the fields that hold it, and how they read together."""

    label: str
    fields: tuple[str, ...]
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Loại: things that stand at one pattern; the first aspect tells a thing that is new or gone.

    `name` is given the thing's key in its list ("" for a part of its own), the thing and its plan.
    """

    part: ChangePart
    name: Callable[[Hashable, Any, PlanDossier], str]
    aspects: tuple[Aspect, ...]

    def aspect(self, field: str) -> Aspect | None:
        """Return the aspect to which a field belongs."""
        return next((aspect for aspect in self.aspects if field in aspect.fields), None)


_ENUM_WORDS: dict[Enum, str] = {
    **{state: lower_first(name) for state, name in STATE_NAMES.items()},
    Role.HEAD: "Trưởng đoàn",
    Role.DEPUTY: "Phó Trưởng đoàn",
    Role.STANDING_DEPUTY: "Phó Trưởng đoàn thường trực",
    Role.SECRETARY: "thư ký",
    Role.MEMBER: "thành viên",
    Role.EXPERT: "chuyên gia",
    Manner.FULL: "toàn diện",
    Manner.THEMATIC: "chuyên đề",
    Manner.UNANNOUNCED: "đột xuất",
    Mode.ON_THE_SPOT: "tại chỗ",
    Mode.ONLINE: "trực tuyến",
    Mode.ON_REPORTS: "qua báo cáo",
    ActForm.DECISION_APPROVING_PLAN: "quyết định phê duyệt kế hoạch",
    ActForm.PLAN_ALONE: "kế hoạch ban hành riêng",
    ActForm.DECISION_SETTING_UP_TEAM: "quyết định thành lập đoàn",
    AlternationBasis.BATCH: "theo đợt",
    AlternationBasis.MONTH: "theo tháng",
    AlternationBasis.COUNT: "theo số cuộc",
    ClauseKind.PART: "phần",
    ClauseKind.SECTION: "mục có tiêu đề",
    ClauseKind.ITEM: "khoản, điểm",
    ClauseKind.PARAGRAPH: "đoạn không đánh số",
    ErratumKind.MISPRINT: "lỗi in",
    ErratumKind.NUMBERING: "lỗi đánh số",
    OutlineKind.PART: "phần",
    OutlineKind.SECTION: "mục có tiêu đề",
    OutlineKind.ITEM: "khoản, điểm",
    OutlineKind.BULLET: "gạch đầu dòng",
    FormKind.INDICATORS: "chỉ tiêu",
    FormKind.GRID: "bảng kê",
    RowKind.SECTION: "mục",
    RowKind.HEADING: "chỉ tiêu có dòng con",
    RowKind.COUNT: "số lượng",
    RowKind.PERCENT: "tỷ lệ",
    RowKind.MONEY: "số tiền",
    RowKind.CHOICE: "chọn giá trị",
    RowKind.TEXT: "ghi lời",
    RowKind.GROUP: "nhóm dòng",
    RowKind.ENTRY: "dòng để ghi",
    RowKind.TOTAL: "dòng tổng",
    ColumnKind.TEXT: "ghi lời",
    ColumnKind.COUNT: "số lượng",
    ColumnKind.COUNT_AND_SHARE: "số lượng và tỷ lệ",
}


def plain_words(value: object, dossier: PlanDossier) -> str:
    """Return any value of a plan as it reads in a table; "" for what is not there."""
    read = next((words for kind, words in _READ if isinstance(value, kind)), None)
    if read is not None:
        return read(value, dossier)
    if dataclasses.is_dataclass(value):
        told = (plain_words(getattr(value, field.name), dossier) for field in dataclasses.fields(value))
        return ", ".join(filter(None, told))
    return "" if value is None else str(value)


_READ: tuple[tuple[type, Words], ...] = (
    (Enum, lambda value, _: _ENUM_WORDS.get(value, str(value.value))),
    (bool, lambda value, _: "có" if value else "không"),
    (date, lambda value, _: short_date(value)),
    (Deadline, lambda value, _: value.words()),
    (Window, lambda value, _: window_words(value)),
    (LooseTime, lambda value, _: value.wording),
    (tuple, lambda value, dossier: "; ".join(filter(None, (plain_words(item, dossier) for item in value)))),
    (
        dict,
        lambda value, dossier: "; ".join(f"{level_words(str(key), dossier)}: {item}" for key, item in value.items()),
    ),
)
"""How values read that are neither texts, numbers nor made of parts."""


def unit_words(key: str, dossier: PlanDossier) -> str:
    """Return the name of a unit, its key where the plan has lost it."""
    found = dossier.directory.get(key)
    return found.name if found is not None else key


def level_words(key: str, dossier: PlanDossier) -> str:
    """Return the name of a level ("cấp tỉnh"), its key where the province has none such."""
    return next((level.name for level in dossier.province.levels if level.key == key), key)


def person_words(dossier: PlanDossier, key: str | None) -> str:
    """Return the line of a person, their key where the plan has lost them."""
    if key is None:
        return ""
    try:
        return dossier.person_line(key)
    except NotFound:
        return key


def unit_names(keys: Iterable[str], dossier: PlanDossier) -> str:
    """Return the names of units in a row."""
    return listed(unit_words(key, dossier) for key in keys)


def plainly(label: str, field: str) -> Aspect:
    """Return the aspect of one field, whose value reads as it is."""
    return Aspect(label, (field,), lambda thing, dossier: plain_words(getattr(thing, field), dossier))


def unit_named(label: str, field: str) -> Aspect:
    """Return the aspect of a field that holds the key of a unit, or nothing."""

    def words(thing: Any, dossier: PlanDossier) -> str:
        key = getattr(thing, field)
        return unit_words(key, dossier) if key else ""

    return Aspect(label, (field,), words)


def units_named(label: str, field: str) -> Aspect:
    """Return the aspect of a field that holds keys of units."""
    return Aspect(label, (field,), lambda thing, dossier: unit_names(getattr(thing, field), dossier))


def levels_named(label: str, field: str) -> Aspect:
    """Return the aspect of a field that holds the key of a level, or keys of levels."""

    def words(thing: Any, dossier: PlanDossier) -> str:
        keys = getattr(thing, field)
        return listed(level_words(key, dossier) for key in ([keys] if isinstance(keys, str) else keys or ()))

    return Aspect(label, (field,), words)


def named(name: str) -> Callable[[Hashable, Any, PlanDossier], str]:
    """Return what names each thing of a kind alike."""
    return lambda _key, _thing, _dossier: name


def named_by_key(name: str) -> Callable[[Hashable, Any, PlanDossier], str]:
    """Return what names a thing by its key in that pattern."""
    return lambda key, _thing, _dossier: name.format(key)


def cited_words(act: CitedAct | None) -> str:
    """Return how an act is cited where a change is told, "" for none."""
    if act is None:
        return ""
    return " ".join(
        part
        for part in (
            f"văn bản số {act.number}",
            f"ngày {short_date(act.day)}" if act.day else "",
            f"của {act.issuer}" if act.issuer else "",
            f"về {act.subject}" if act.subject else "",
        )
        if part
    )


TEXT = Aspect("", ("text",), lambda thing, _dossier: thing.text)
"""Lời văn: the aspect of a thing that is told by its text."""
SOURCE = plainly("nguồn dữ liệu", "source")
