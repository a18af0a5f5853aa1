"""Tệp biểu mẫu của một đơn vị: its forms as one workbook, a sheet each, from the definitions that paper is made from.

A choice is held as "0 - Trực tuyến": the printed number, then its label, so that the cell reads by itself and a program
takes the digits before " - ". Percentages are held as they are printed, 64,29 and not 0,6429.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.forms.books import Book, protect, set_up_page
from app.forms.form_sheet import FormSheet
from app.forms.register import FormLine, Register
from app.forms.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.forms import FittedForm

_NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_SHEET_NAME = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookFacts:
    """Dữ kiện của tệp: what the heads and properties of a unit's workbook say.

    `period` and `deadline` are wordings ("năm 2023", "trước ngày 30/7/2023"), empty where the plan is silent;
    `changed_on` is the day the data last changed; `draft_line` the foot of a draft, None once issued.
    """

    unit_key: str
    unit_name: str
    plan_key: str
    plan_title: str
    changed_on: date
    period: str = ""
    deadline: str = ""
    lead_agency: str = ""
    draft_line: str | None = None


def render_workbook(forms: Sequence[FittedForm], facts: WorkbookFacts) -> bytes:
    """Return the .xlsx of the unit's forms, in their order. Equal forms and facts give equal bytes.

    Raises ValueError `workbook.no_forms` without a form, `form.header_width` for a form whose head and columns differ.
    """
    if not forms:
        raise ValueError("workbook.no_forms")
    wording = Wording(
        "form-workbook/sheet",
        {
            "unit_name": facts.unit_name,
            "plan_title": facts.plan_title,
            "period": facts.period,
            "deadline": facts.deadline,
            "lead_agency": facts.lead_agency,
        },
    )
    stamp = {"plan": facts.plan_key, "unit": facts.unit_key, "changed_on": facts.changed_on.isoformat()}
    versions = {f"form.{fitted.form.key}": fitted.form.version for fitted in forms}
    book = Book(
        title=wording.text("file_title"),
        changed_on=facts.changed_on,
        facts={f"kiemtra.{name}": value for name, value in (stamp | versions).items()},
    )
    register = Register()
    names: list[str] = []
    for fitted in forms:
        names.append(_sheet_name(fitted.form.heading or fitted.form.key, names))
        register.forms.append(FormLine(fitted.form.key, fitted.form.version, names[-1]))
        sheet = book.sheet(names[-1])
        FormSheet(book, register, wording, fitted, sheet).write()
        set_up_page(sheet, upright=fitted.form.is_upright, draft_line=facts.draft_line)
        protect(sheet)
    register.write(book, stamp)
    return book.to_bytes()


def _sheet_name(heading: str, taken: Sequence[str]) -> str:
    """Return the heading as a sheet may be called, with a number where the name is taken."""
    plain = " ".join(_NOT_IN_A_SHEET_NAME.sub(" ", heading).split()).strip("'") or "Biểu"
    folded = {name.casefold() for name in taken}
    name, number = plain[:_LONGEST_SHEET_NAME].strip(), 2
    while name.casefold() in folded:
        suffix = f" ({number})"
        name, number = plain[: _LONGEST_SHEET_NAME - len(suffix)].strip() + suffix, number + 1
    return name
