"""Nội dung một sổ Excel: read as plain values with openpyxl, and written again with it.

By the values ours and the peer's are compared; the peer writes from them, so nothing is worked out while it is timed.
Runs of one cell in several faces are read as one text, and what the library does not know (which warnings a sheet
leaves out) is passed over: both are to the peer's advantage.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import MergedCell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation

Book = dict[str, Any]

_FONT = ("name", "size", "bold", "italic", "underline")
_ALIGNMENT = ("horizontal", "vertical", "wrap_text")
_MARGINS = ("left", "right", "top", "bottom", "header", "footer")
_VALIDATION = (
    "type", "operator", "formula1", "formula2", "allowBlank", "showErrorMessage", "showInputMessage", "errorStyle",
    "errorTitle", "error", "promptTitle", "prompt",
)  # fmt: skip
_BLACK = "FF000000"


def content(xlsx: bytes) -> Book:
    """Return what the workbook holds: its properties, the styles of its cells, and its sheets."""
    book = load_workbook(BytesIO(xlsx))
    styles: list[dict[str, Any]] = []
    sheets = [{**_sheet(sheet), "cells": _cells(sheet, styles)} for sheet in book.worksheets]
    properties = {entry.name: entry.value for entry in book.custom_doc_props.props}
    created = book.properties.created.replace(tzinfo=None).isoformat()
    return {
        "title": book.properties.title,
        "created": created,
        "properties": properties,
        "styles": styles,
        "sheets": sheets,
    }


def _cells(sheet: Any, styles: list[dict[str, Any]]) -> list[list[Any]]:
    """Return row, column, value and number of style of each cell with text or border; new styles are added."""
    found = []
    for cell in (cell for row in sheet.iter_rows() for cell in row if not isinstance(cell, MergedCell)):
        style = _style(cell)
        if cell.value is None and style["border"] is None:
            continue
        if style not in styles:
            styles.append(style)
        found.append([cell.row, cell.column, cell.value, styles.index(style)])
    return found


def _style(cell: Any) -> dict[str, Any]:
    colour = cell.font.color.rgb if cell.font.color is not None and cell.font.color.type == "rgb" else _BLACK
    return {
        "font": {**{name: getattr(cell.font, name) for name in _FONT}, "color": colour},
        "fill": cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" else None,
        "border": cell.border.left.style,
        "alignment": {name: getattr(cell.alignment, name) for name in _ALIGNMENT},
        "locked": cell.protection.locked,
        "number_format": cell.number_format,
    }


def _sheet(sheet: Any) -> dict[str, Any]:
    return {
        "title": sheet.title,
        "state": sheet.sheet_state,
        "widths": {letter: column.width for letter, column in sheet.column_dimensions.items()},
        "heights": {str(row): dimension.height for row, dimension in sheet.row_dimensions.items() if dimension.height},
        "merged": sorted(str(merged) for merged in sheet.merged_cells.ranges),
        "validations": [
            {"sqref": str(rule.sqref), **{name: getattr(rule, name) for name in _VALIDATION}}
            for rule in sheet.data_validations.dataValidation
        ],
        "conditions": [
            [str(found.sqref), rule.formula, rule.dxf.fill.bgColor.rgb]
            for found in sheet.conditional_formatting
            for rule in found.rules
        ],
        "freeze": sheet.freeze_panes,
        "rows_on_top": sheet.print_title_rows,
        "print_area": sheet.print_area,
        "gridlines": sheet.sheet_view.showGridLines,
        "protected": sheet.protection.sheet,
        "paper": sheet.page_setup.paperSize,
        "orientation": sheet.page_setup.orientation,
        "fit": [
            sheet.sheet_properties.pageSetUpPr.fitToPage,
            sheet.page_setup.fitToWidth,
            sheet.page_setup.fitToHeight,
        ],
        "margins": [getattr(sheet.page_margins, name) for name in _MARGINS],
        "header": sheet.oddHeader.center.text,
        "footer": sheet.oddFooter.left.text,
    }


def write_with_openpyxl(book: Book) -> bytes:
    """Return the workbook of that content, written cell by cell; styles are made once and shared."""
    made = Workbook()
    made.remove(made.active)
    made.properties.title = book["title"]
    made.properties.created = datetime.fromisoformat(book["created"])
    for name, value in book["properties"].items():
        made.custom_doc_props.append(StringProperty(name=name, value=value))
    styles = [_made_style(style) for style in book["styles"]]
    for sheet in book["sheets"]:
        _write_sheet(made.create_sheet(sheet["title"]), sheet, styles)
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def _made_style(style: dict[str, Any]) -> dict[str, Any]:
    side = Side(style=style["border"], color=_BLACK) if style["border"] else Side()
    made: dict[str, Any] = {
        "font": Font(**style["font"]),
        "alignment": Alignment(**style["alignment"]),
        "number_format": style["number_format"],
        "border": Border(left=side, right=side, top=side, bottom=side),
        "protection": Protection(locked=style["locked"]),
    }
    if style["fill"]:
        made["fill"] = PatternFill(fill_type="solid", fgColor=style["fill"])
    return made


def _write_sheet(made: Any, sheet: dict[str, Any], styles: list[dict[str, Any]]) -> None:
    for row, column, value, style in sheet["cells"]:
        cell = made.cell(row=row, column=column, value=value)
        for name, part in styles[style].items():
            setattr(cell, name, part)
    for letter, width in sheet["widths"].items():
        made.column_dimensions[letter].width = width
    for row, height in sheet["heights"].items():
        made.row_dimensions[int(row)].height = height
    for merged in sheet["merged"]:
        made.merge_cells(merged)
    for rule in sheet["validations"]:
        made.add_data_validation(DataValidation(**rule))
    for place, formula, colour in sheet["conditions"]:
        fill = PatternFill(fill_type="solid", bgColor=colour)
        made.conditional_formatting.add(place, FormulaRule(formula=formula, fill=fill))
    made.sheet_state = sheet["state"]
    made.freeze_panes = sheet["freeze"]
    made.print_title_rows = sheet["rows_on_top"]
    if sheet["print_area"]:
        made.print_area = sheet["print_area"]
    made.sheet_view.showGridLines = sheet["gridlines"]
    made.protection.sheet = sheet["protected"]
    made.page_setup.paperSize, made.page_setup.orientation = sheet["paper"], sheet["orientation"]
    fits, made.page_setup.fitToWidth, made.page_setup.fitToHeight = sheet["fit"]
    made.sheet_properties.pageSetUpPr.fitToPage = fits
    for name, margin in zip(_MARGINS, sheet["margins"], strict=True):
        setattr(made.page_margins, name, margin)
    made.oddHeader.center.text, made.oddFooter.left.text = sheet["header"], sheet["footer"]
