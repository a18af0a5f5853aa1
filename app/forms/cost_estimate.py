"""Tệp dự toán kinh phí: an agency's estimate as a workbook whose amounts all follow from cells that may be changed.

The rate, whether heads and deputies count, whether only working days count, and each visit's days and people are typed;
what is counted, every amount and the total are formulas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.domain.estimates import Assumption
from app.domain.schedules import UNDETERMINED, window_words
from app.forms.books import (
    COUNT_FORMAT,
    HEAD_SIZE,
    INPUT_FILL,
    PORTRAIT_MM,
    SIZE,
    Book,
    letters,
    protect,
    set_up_page,
    set_widths,
    write_across,
    write_joined,
)
from app.forms.measures import lines_needed, row_height
from app.forms.wording import Wording

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier
    from app.domain.estimates import CostEstimate, CostLine
    from app.forms.xlsx import Sheet

_WIDTHS_MM = (9, 31, 36, 10.5, 10.5, 11.5, 12.5, 13.5, 11.5, 15, 22)
_NUMBER, _UNIT, _TIME, _WORKING, _CALENDAR, _DAYS, _LEADERS, _MEMBERS, _PEOPLE, _RATE, _AMOUNT = range(11)
_LAST = _AMOUNT
_LABELS, _INPUTS = (_NUMBER, _WORKING), (_CALENDAR, _DAYS)
"""Columns of the three choices above the table."""
_LEFT_BLOCK, _RIGHT_BLOCK = (_NUMBER, _TIME), (_WORKING, _AMOUNT)
_LEFT_SIGNER, _RIGHT_SIGNER = (_NUMBER, _TIME), (_LEADERS, _AMOUNT)
_PAGE_POINTS = 728
_MOST_PAGES_ON_ONE = 1.15
"""An estimate a little longer than its page is drawn smaller, so that the signatures stay with the table."""
_TITLE_SIZE = 14
_SWITCHED = {
    Assumption.LEADERS_COUNTED,
    Assumption.LEADERS_NOT_COUNTED,
    Assumption.WORKING_DAYS_ONLY,
    Assumption.CALENDAR_DAYS,
}
"""Assumptions that a cell of the sheet switches, so their sentence follows the cell."""


def render_cost_estimate(estimate: CostEstimate, dossier: PlanDossier, draft_line: str | None) -> bytes:
    """Return the .xlsx of an agency's estimate. Equal values give equal bytes.

    `draft_line` stands at the foot of a draft; None for a plan that is issued.
    """
    plan = dossier.plan
    appraiser = dossier.directory.get(estimate.appraised_by)
    wording = Wording(
        "cost-estimate/sheet",
        {
            "agency_name": estimate.agency_name,
            "plan_title": plan.title,
            "place": dossier.province.place,
            "year": plan.year,
            "source": estimate.source,
            "appraised_by": appraiser.name if appraiser is not None else estimate.appraised_by,
            "not_firm": estimate.not_firm,
            "undetermined": UNDETERMINED,
        },
    )
    book = Book(
        title=wording.text("file_title"),
        changed_on=plan.changed_on,
        facts={
            "kiemtra.plan": plan.key,
            "kiemtra.agency": estimate.agency,
            "kiemtra.changed_on": plan.changed_on.isoformat(),
        },
    )
    sheet = book.sheet(wording.text("sheet_name"))
    superior = dossier.directory.unit(estimate.agency).superior or ""
    set_up_page(sheet, upright=True, draft_line=draft_line)
    _EstimateSheet(book, sheet, wording, estimate).write(superior.upper())
    protect(sheet)
    return book.to_bytes()


class _EstimateSheet:
    """Trang dự toán, written from above to below; `_at` is the next row."""

    def __init__(self, book: Book, sheet: Sheet, wording: Wording, estimate: CostEstimate) -> None:
        self._book, self._sheet, self._wording, self._estimate = book, sheet, wording, estimate
        self._at = 0
        self._heights: list[float] = []
        self._rate = self._counts_leaders = self._counts_working_days = ""

    def write(self, superior: str) -> None:
        set_widths(self._sheet, _WIDTHS_MM)
        self._write_letterhead(superior)
        self._write_title()
        self._write_choices()
        head = self._at
        self._write_header()
        first = self._at
        for number, line in enumerate(self._estimate.lines, 1):
            self._write_line(number, line)
        self._write_total(first)
        self._write_notes()
        self._write_signers()
        self._guard(first, first + len(self._estimate.lines) - 1)
        self._sheet.repeat_rows(head, first - 1)
        self._sheet.print_area(0, 0, self._at - 1, _LAST)
        scale = min(PORTRAIT_MM / sum(_WIDTHS_MM), 1)
        if sum(self._heights) * scale <= _PAGE_POINTS * _MOST_PAGES_ON_ONE:
            self._sheet.fit_to_pages(1, 1)

    def _text(self, name: str) -> str:
        return self._wording.text(name)

    def _across(self, columns: tuple[int, int], text: str, *, size: int = SIZE, **properties: Any) -> float:
        """Write a text over columns of the current row, made as high as the text needs; return that height."""
        style = self._book.style(
            **{"align": "center", "valign": "vcenter", "text_wrap": True, "font_size": size} | properties
        )
        room = sum(_WIDTHS_MM[columns[0] : columns[1] + 1])
        return write_across(self._sheet, self._at, columns, text, style, room_mm=room, size=size)

    def _end_row(self, height: float) -> None:
        """Give the current row its height and go to the next."""
        self._sheet.set_row(self._at, height)
        self._heights.append(height)
        self._at += 1

    def _line(self, text: str, **properties: Any) -> None:
        """Write a text over the whole width as a row of its own."""
        self._end_row(self._across((0, _LAST), text, **properties))

    def _write_letterhead(self, superior: str) -> None:
        left: list[tuple[str, dict[str, Any]]] = [(superior, {})] if superior else []
        left += [(self._estimate.agency_name.upper(), {"bold": True}), (self._text("rule"), {})]
        right: list[tuple[str, dict[str, Any]]] = [
            (self._text("nation"), {"bold": True}),
            (self._text("motto"), {"bold": True, "underline": 1}),
            (self._text("date_line"), {"italic": True}),
        ]
        for place in range(max(len(left), len(right))):
            height = 0.0
            for columns, lines in ((_LEFT_BLOCK, left), (_RIGHT_BLOCK, right)):
                if place < len(lines):
                    text, properties = lines[place]
                    height = max(height, self._across(columns, text, size=HEAD_SIZE, valign="top", **properties))
            self._end_row(height)

    def _write_title(self) -> None:
        self._line(self._text("title"), size=_TITLE_SIZE, bold=True)
        self._line(self._text("subject"), size=_TITLE_SIZE, bold=True)
        for name in ("source_line", "appraisal_line"):
            self._line(self._text(name), align="left")

    def _write_choices(self) -> None:
        self._rate = self._write_choice("rate", self._estimate.rate)
        self._counts_leaders = self._write_choice("leaders", self._on_or_off(self._estimate.counts_leaders))
        self._counts_working_days = self._write_choice(
            "working_days", self._on_or_off(self._estimate.counts_working_days_only)
        )

    def _on_or_off(self, chosen: bool) -> str:
        return self._text("is_on" if chosen else "is_off")

    def _write_choice(self, name: str, value: int | str) -> str:
        """Write a choice above the table; return the address of its cell."""
        height = self._across(_LABELS, self._text(f"{name}_label"), align="left")
        style = self._style(locked=False, bg_color=INPUT_FILL, num_format=COUNT_FORMAT, align="center")
        first, last = _INPUTS
        self._sheet.merge_range(self._at, first, self._at, last, "", style)
        if isinstance(value, int):
            self._sheet.write_number(self._at, first, value, style)
            rule: dict[str, Any] = {"validate": "decimal", "criteria": ">=", "value": 0} | self._message("rate")
        else:
            self._sheet.write_string(self._at, first, value, style)
            rule = {"validate": "list", "source": [self._text("is_on"), self._text("is_off")]}
            rule |= self._message("choice")
        self._sheet.data_validation(self._at, first, self._at, first, rule)
        self._end_row(height)
        return f"${letters(first)}${self._at}"

    def _write_header(self) -> None:
        spans = (
            ("number_head", _NUMBER, _NUMBER), ("unit_head", _UNIT, _UNIT), ("time_head", _TIME, _TIME),
            ("days_head", _WORKING, _DAYS), ("people_head", _LEADERS, _PEOPLE), ("rate_head", _RATE, _RATE),
            ("amount_head", _AMOUNT, _AMOUNT),
        )  # fmt: skip
        below = (
            ("working_days_head", _WORKING), ("calendar_days_head", _CALENDAR), ("counted_head", _DAYS),
            ("leaders_head", _LEADERS), ("members_head", _MEMBERS), ("counted_head", _PEOPLE),
        )  # fmt: skip
        style = self._style(bold=True, align="center")
        for name, first, last in spans:
            end = self._at + 1 if first == last else self._at
            write_joined(self._sheet, (self._at, first, end, last), self._text(name), style)
        for name, column in below:
            self._sheet.write_string(self._at + 1, column, self._text(name), style)
        whole = max(self._lines_of(name, first) for name, first, last in spans if first == last)
        parts = max(self._lines_of(name, column) for name, column in below)
        self._end_row(row_height(1, size=SIZE))
        self._end_row(row_height(max(whole - 1, parts), size=SIZE))

    def _lines_of(self, name: str, column: int) -> int:
        return lines_needed(self._text(name), _WIDTHS_MM[column], size=SIZE, bold=True)

    def _write_line(self, number: int, line: CostLine) -> None:
        sheet, at = self._sheet, self._at
        row = at + 1
        typed = {"locked": False, "bg_color": INPUT_FILL, "align": "center"}
        words = window_words(line.window)
        words = words[:1].upper() + words[1:]
        sheet.write_string(at, _NUMBER, str(number), self._style(align="center"))
        sheet.write_string(at, _UNIT, line.unit_name, self._style(align="left"))
        sheet.write_string(at, _TIME, words, self._style(align="left"))
        sheet.write_number(at, _WORKING, float(line.working_days), self._style(**typed))
        sheet.write_number(at, _CALENDAR, float(line.calendar_days), self._style(**typed))
        sheet.write_number(at, _LEADERS, line.leaders, self._style(**typed))
        sheet.write_number(at, _MEMBERS, line.members, self._style(**typed))
        is_on = f'"{self._text("is_on")}"'
        working, calendar, days = (f"{letters(column)}{row}" for column in (_WORKING, _CALENDAR, _DAYS))
        leaders, members, people = (f"{letters(column)}{row}" for column in (_LEADERS, _MEMBERS, _PEOPLE))
        formulas = (
            (_DAYS, f"=IF({self._counts_working_days}={is_on},{working},{calendar})", float(line.days), ""),
            (_PEOPLE, f"={members}+IF({self._counts_leaders}={is_on},{leaders},0)", line.people, ""),
            (_RATE, f"={self._rate}", line.rate, COUNT_FORMAT),
            (_AMOUNT, f"=ROUND({days}*{people}*{letters(_RATE)}{row},0)", line.amount, COUNT_FORMAT),
        )
        for column, formula, value, number_format in formulas:
            align = "right" if number_format else "center"
            style = self._style(align=align, num_format=number_format or "General")
            sheet.write_formula(at, column, formula, style, value)
        texts = ((line.unit_name, _UNIT), (words, _TIME))
        height = row_height(max(lines_needed(text, _WIDTHS_MM[column], size=SIZE) for text, column in texts), size=SIZE)
        self._end_row(height)
        sheet.fit_row(at, height)

    def _write_total(self, first: int) -> None:
        label = self._style(bold=True, align="center")
        amounts = f"{letters(_AMOUNT)}{first + 1}:{letters(_AMOUNT)}{self._at}"
        write_joined(self._sheet, (self._at, _NUMBER, self._at, _RATE), self._text("total_label"), label)
        style = self._style(bold=True, align="right", num_format=COUNT_FORMAT)
        self._sheet.write_formula(self._at, _AMOUNT, f"=SUM({amounts})", style, self._estimate.total)
        self._end_row(row_height(1, size=SIZE))

    def _write_notes(self) -> None:
        self._line(self._text("notes_head"), align="left", italic=True)
        self._write_switched(self._counts_leaders, Assumption.LEADERS_COUNTED, Assumption.LEADERS_NOT_COUNTED)
        self._write_switched(self._counts_working_days, Assumption.WORKING_DAYS_ONLY, Assumption.CALENDAR_DAYS)
        for assumption in self._estimate.assumptions:
            if assumption not in _SWITCHED:
                self._line(self._text(assumption), align="left")

    def _write_switched(self, switch: str, when_on: Assumption, when_off: Assumption) -> None:
        """Write the sentence of an assumption that follows a cell, in a row that has room for either."""
        at, on, off = self._at, self._text(when_on), self._text(when_off)
        self._line(max(on, off, key=len), align="left")
        quoted_on, quoted_off = (text.replace('"', '""') for text in (on, off))
        formula = f'=IF({switch}="{self._text("is_on")}","{quoted_on}","{quoted_off}")'
        style = self._book.style(align="left", valign="vcenter", text_wrap=True, font_size=SIZE)
        self._sheet.write_formula(at, 0, formula, style, on if when_on in self._estimate.assumptions else off)

    def _write_signers(self) -> None:
        self._end_row(row_height(1, size=SIZE))
        for name, properties in (("", {"bold": True}), ("_note", {"italic": True})):
            left = self._across(_LEFT_SIGNER, self._text(f"maker{name}"), size=HEAD_SIZE, **properties)
            right = self._across(_RIGHT_SIGNER, self._text(f"approver{name}"), size=HEAD_SIZE, **properties)
            self._end_row(max(left, right))

    def _guard(self, first: int, last: int) -> None:
        number = {"criteria": ">=", "value": 0}
        days = {"validate": "decimal"} | number | self._message("days")
        people = {"validate": "integer"} | number | self._message("people")
        self._sheet.data_validation(first, _WORKING, last, _CALENDAR, days)
        self._sheet.data_validation(first, _LEADERS, last, _MEMBERS, people)

    def _style(self, **properties: Any) -> Any:
        return self._book.cell_style(**properties)

    def _message(self, name: str) -> dict[str, str]:
        return {"error_title": self._text(f"{name}_title"), "error_message": self._text(f"{name}_message")}
