"""LibreOffice on a machine set to Vietnamese: files as it reads, recalculates and prints them."""

from __future__ import annotations

import re
import subprocess
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
from programs import require_program

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from openpyxl.workbook import Workbook

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>vi-VN</value></prop></item>
</oor:items>
"""
AS_SHOWN = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,false,true"
"""Filter of the first sheet as text: fields divided by ";", each as the screen shows it."""


class Office:
    """LibreOffice with a profile of its own, in a folder for its files."""

    def __init__(self, folder: Path) -> None:
        self._program = require_program("soffice")
        self._folder = folder
        self._profile = folder / "profile"
        (self._profile / "user").mkdir(parents=True)
        (self._profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")

    def converted(self, data: bytes, name: str, kind: str) -> bytes:
        """Return a file after LibreOffice has opened it and saved it as another kind ("pdf", "xlsx", AS_SHOWN)."""
        source = self._folder / f"{name}.xlsx"
        source.write_bytes(data)
        out = self._folder / f"{name}-out"
        command = [self._program, f"-env:UserInstallation={self._profile.as_uri()}", "--headless"]
        subprocess.run(
            [*command, "--convert-to", kind, "--outdir", str(out), str(source)],
            check=True,
            capture_output=True,
            timeout=180,
        )
        return (out / f"{name}.{kind.partition(':')[0]}").read_bytes()

    def recalculated(self, data: bytes, name: str) -> Workbook:
        """Return the values of a workbook after LibreOffice has computed its formulas."""
        return openpyxl.load_workbook(BytesIO(self.converted(data, name, "xlsx")), data_only=True)


def page_sizes(pdf: Path) -> list[tuple[int, int]]:
    """Return the width and height of every page in millimetres."""
    listed = subprocess.run(
        [require_program("pdfinfo"), "-f", "1", "-l", "-1", str(pdf)], check=True, capture_output=True, text=True
    ).stdout
    sizes = re.findall(r"^Page +\d+ size: +([\d.]+) x ([\d.]+)", listed, re.MULTILINE)
    return [(round(float(width) / 72 * 25.4), round(float(height) / 72 * 25.4)) for width, height in sizes]


def page_texts(pdf: Path) -> list[str]:
    """Return the text of every page, lines and runs of blanks folded."""
    text = subprocess.run(
        [require_program("pdftotext"), "-raw", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout
    return [" ".join(page.split()) for page in text.removesuffix("\f").split("\f")]


def typed(data: bytes, values: Mapping[tuple[str, str], object]) -> bytes:
    """Return the workbook with values typed into cells (sheet, address); raise AssertionError for a locked one."""
    book = openpyxl.load_workbook(BytesIO(data), rich_text=True)
    for (sheet, address), value in values.items():
        cell = book[sheet][address]
        assert cell.protection.locked is False, f"{sheet} {address} is locked"
        cell.value = value
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
