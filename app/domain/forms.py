"""Biểu mẫu: the forms a plan sends its units, as definitions from which paper and workbook are both made."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.outlines import fits

if TYPE_CHECKING:
    from app.domain.units import Directory, Unit


_MOST_COLUMNS_UPRIGHT = 6


class FormKind(StrEnum):
    """Loại biểu: fixed indicators with one figure each, or a grid of rows and columns that the unit extends."""

    INDICATORS = "indicators"
    GRID = "grid"


class RowKind(StrEnum):
    """Loại dòng."""

    SECTION = "section"
    """Mục La Mã."""
    HEADING = "heading"
    """Chỉ tiêu có dòng con, không ghi số."""
    COUNT = "count"
    PERCENT = "percent"
    MONEY = "money"
    CHOICE = "choice"
    TEXT = "text"
    GROUP = "group"
    """Nhóm dòng của biểu ("I. UBND huyện …")."""
    ENTRY = "entry"
    """Dòng để đơn vị ghi, lặp được."""
    TOTAL = "total"
    """Dòng Tổng: the sum of the entries above it, back to the group's head."""


class ColumnKind(StrEnum):
    """Loại cột."""

    TEXT = "text"
    COUNT = "count"
    COUNT_AND_SHARE = "count_and_share"
    """Số phiếu và tỷ lệ %: a count, whose share of the row's total is computed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderCell:
    """Ô tiêu đề: a cell of a multi-level header."""

    text: str
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FormColumn:
    """Cột: `sum_of` are the columns of the same row that it adds up, empty when it is typed.

    `placeholder` is what the printed form shows in a cell to be filled ("... phiếu (đạt ...%)").
    """

    key: str
    label: str
    kind: ColumnKind = ColumnKind.COUNT
    sum_of: tuple[str, ...] = ()
    placeholder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Giá trị chọn: a number with its label ("0": "Trực tuyến")."""

    value: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """Dòng, chỉ tiêu: `code` is unique in the form, `number` and `name` as printed, `unit` the printed measure.

    `formula` computes the row from others of the form, `[code]` standing for a row: "[I.2.2] / [I.2.1] * 100". `inputs`
    names figures a ratio would need and the form has no row for. `note` is the printed Ghi chú, `filled_by` who fills
    it; `level` the level a group of rows is about.
    """

    code: str
    kind: RowKind
    name: str
    number: str = ""
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    formula: str | None = None
    inputs: tuple[str, ...] = ()
    note: str = ""
    filled_by: str = ""
    if_any: bool = False
    is_cumulative: bool = False
    level: str | None = None
    levels: tuple[str, ...] = ()
    not_for_kinds: tuple[str, ...] = ()
    shows_placeholders: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormCheck:
    """Quy tắc số liệu: `expression` over `[code]` of rows, or `[key]` of columns for every entry of a grid.

    A figure that breaks it is an error when `is_hard`, else a warning; `text` says the rule in words.
    """

    expression: str
    text: str
    is_hard: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchRows:
    """Dòng chi nhánh: for one unit the form has a group of rows for each unit of a level of the province.

    `label` holds `{area}`: "Chi nhánh Văn phòng Đăng ký đất đai {area}"; `text` is the printed rule.
    """

    unit: str
    level: str
    label: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Phụ lục biểu mẫu: one version of a form. `number` is its printed number, `heading` its printed head.

    `levels` and `kinds` say which units fill it (empty: all); `notes` are the printed lines under the table.
    """

    key: str
    version: str
    number: str
    heading: str
    title: tuple[str, ...]
    kind: FormKind
    header: tuple[tuple[HeaderCell, ...], ...]
    columns: tuple[FormColumn, ...]
    rows: tuple[FormRow, ...]
    notes: tuple[str, ...] = ()
    checks: tuple[FormCheck, ...] = ()
    branch_rows: tuple[BranchRows, ...] = ()
    levels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    source: str = ""

    @property
    def is_upright(self) -> bool:
        """Say whether the form stands on upright paper; wide grids lie across. A share takes the room of a column."""
        shares = sum(1 for column in self.columns if column.kind == ColumnKind.COUNT_AND_SHARE)
        return self.kind == FormKind.INDICATORS or len(self.columns) + shares <= _MOST_COLUMNS_UPRIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedRow:
    """Dòng của một đơn vị: a row, and whether the unit fills it or only sees it marked as not applying."""

    row: FormRow
    applies: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedForm:
    """Biểu mẫu của một đơn vị: the form with the rows that the unit gets."""

    form: Form
    rows: tuple[FittedRow, ...]


def forms_for(forms: tuple[Form, ...], unit: Unit) -> tuple[Form, ...]:
    """Return the forms that the unit fills, in the plan's order."""
    return tuple(form for form in forms if fits(form.levels, form.kinds, unit))


def fitted_form(form: Form, unit: Unit, directory: Directory) -> FittedForm:
    """Return the form as the unit gets it: its level's rows, and a group for each branch where the form says so."""
    rows = [
        FittedRow(row=row, applies=fits(row.levels, (), unit) and unit.kind not in row.not_for_kinds)
        for row in form.rows
    ]
    for branch in form.branch_rows:
        if branch.unit == unit.key:
            rows.extend(FittedRow(row=row, applies=True) for row in _branch_group(form, branch, directory))
    return FittedForm(form=form, rows=tuple(rows))


def _branch_group(form: Form, branch: BranchRows, directory: Directory) -> list[FormRow]:
    entries = [row for row in form.rows if row.kind == RowKind.ENTRY]
    totals = [row for row in form.rows if row.kind == RowKind.TOTAL][:1]
    rows: list[FormRow] = []
    for place in directory.units:
        if place.level != branch.level or place.area is None:
            continue
        stem = place.key
        area = place.area[:1].lower() + place.area[1:]
        rows.append(FormRow(code=stem, kind=RowKind.GROUP, name=branch.label.format(area=area), level=branch.level))
        rows.extend(
            FormRow(code=f"{stem}.{row.code}", kind=row.kind, name=row.name, number=row.number)
            for row in (*entries, *totals)
        )
    return rows
