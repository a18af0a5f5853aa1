"""Trang tính của XlsxWriter: the one place where the library's own sheet is not enough."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet


class Sheet(Worksheet):  # type: ignore[misc]  # the library has no type marker
    """Trang tính whose rows may be given a height that the reading program still fits to what is typed later.

    XlsxWriter marks every height as set by hand, which stops Excel from making a row higher; without a height, programs
    that trust the file (LibreOffice) cut wrapped text off.
    """

    def __init__(self) -> None:
        super().__init__()
        self._fitted_rows: set[int] = set()

    def fit_row(self, row: int, height: float) -> None:
        """Give a row, from 0, the height in points that its text takes now."""
        self.set_row(row, height)
        self._fitted_rows.add(row + 1)

    def _prepare_formula(self, formula: str, *_options: bool) -> str:
        # The library looks for some thirty newer functions in each formula; none of them is written here.
        return formula.removeprefix("=")

    def _xml_start_tag_unencoded(self, tag: str, attributes: list[tuple[str, Any]] | None = None) -> None:
        attributes = attributes or []
        if tag == "row" and attributes[0][1] in self._fitted_rows:
            attributes = [pair for pair in attributes if pair[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)
