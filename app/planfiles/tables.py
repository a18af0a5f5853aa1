"""Bảng CSV của dữ liệu gốc: rows that officials check in a spreadsheet, each cell with its line and column."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.domain.errors import Fault, InvalidInput
from app.domain.vietnamese import clean
from app.planfiles.trees import Place, decoded

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class TableRow:
    """Dòng của bảng: the line it begins on and its cells by column, cleaned; empty cells are left out."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Giá trị gom từ nhiều bảng: `origins` gives for a place of `root` the file and the line that it comes from."""

    name: str
    root: dict[str, object]
    origins: dict[Place, tuple[str, int]] = field(default_factory=dict)

    def shown(self, place: Place) -> str:
        """Return "binh-phuoc/agencies.csv (dòng 12, cột parent)", the folder's name for what comes from no row."""
        for depth in range(len(place), 0, -1):
            if origin := self.origins.get(place[:depth]):
                column = f", cột {place[depth]}" if len(place) > depth else ""
                return f"{origin[0]} (dòng {origin[1]}{column})"
        return self.name


def read_table(data: bytes, name: str, columns: Sequence[str]) -> list[TableRow]:
    """Return the rows of a CSV table with exactly these columns; raise InvalidInput with every fault of its writing."""
    lines = csv.reader(decoded(data, name).splitlines(keepends=True), strict=True)
    rows: list[TableRow] = []
    faults: list[Fault] = []
    begins = 1
    try:
        for cells in lines:
            place, line = f"{name} (dòng {begins})", begins
            begins = lines.line_num + 1
            if line == 1:
                if cells != list(columns):
                    fault = Fault(place=place, code="csv.header", found=", ".join(cells), wanted=", ".join(columns))
                    raise InvalidInput((fault,))
            elif len(cells) != len(columns):
                faults.append(Fault(place=place, code="csv.columns", found=f"{len(cells)}", wanted=f"{len(columns)}"))
            else:
                cleaned = {column: clean(cell) for column, cell in zip(columns, cells, strict=True)}
                rows.append(TableRow(line=line, cells={column: cell for column, cell in cleaned.items() if cell}))
    except csv.Error:
        faults.append(Fault(place=f"{name} (dòng {begins})", code="csv.unreadable"))
    if faults:
        raise InvalidInput(tuple(faults))
    return rows
