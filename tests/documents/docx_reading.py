"""Reading a .docx back: its sheets, its texts in order, its tables with their merges."""

import io
import re
import zipfile
from typing import NamedTuple

from docx import Document
from docx.oxml.ns import qn


class DrawnCell(NamedTuple):
    """A cell as it stands in the file: its text, the columns it takes, and "restart", "continue" or "" downwards."""

    text: str
    columns: int = 1
    merge: str = ""


class Sheet(NamedTuple):
    """A part of the document: the elements of its body, and how its sheets lie and count."""

    elements: list
    is_across: bool
    counts_from: str | None
    hides_first: bool

    @property
    def texts(self):
        return [text for element in self.elements for text in texts_of(element) if text]

    @property
    def paragraphs(self):
        """The texts that stand outside tables."""
        return [words(element) for element in self.elements if element.tag == qn("w:p") and words(element)]

    @property
    def tables(self):
        """The tables with borders: heads and signatures have none."""
        found = [element for element in self.elements if element.tag == qn("w:tbl")]
        return [one for one in found if one.find(f".//{qn('w:tblStyle')}").get(qn("w:val")) == "Frame"]


def sheets(content):
    """The parts of a document in order."""
    found, elements = [], []
    for element in Document(io.BytesIO(content)).element.body:
        last = element if element.tag == qn("w:sectPr") else element.find(f"./{qn('w:pPr')}/{qn('w:sectPr')}")
        if element.tag != qn("w:sectPr"):
            elements.append(element)
        if last is not None:
            numbers = last.find(qn("w:pgNumType"))
            found.append(
                Sheet(
                    elements,
                    last.find(qn("w:pgSz")).get(qn("w:orient")) == "landscape",
                    None if numbers is None else numbers.get(qn("w:start")),
                    last.find(qn("w:titlePg")) is not None,
                )
            )
            elements = []
    return found


def words(paragraph):
    """The text of a paragraph, blanks folded."""
    pieces = [
        node.text if node.tag == qn("w:t") else " " for node in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab"))
    ]
    return " ".join("".join(piece or "" for piece in pieces).split())


def texts_of(element):
    """The texts of a paragraph or a table, cell by cell."""
    return [words(paragraph) for paragraph in element.iter(qn("w:p"))]


def all_texts(content):
    return [text for sheet in sheets(content) for text in sheet.texts]


def rows_of(table):
    return [
        [
            DrawnCell(
                " ".join(filter(None, map(words, cell.iter(qn("w:p"))))),
                int(span.get(qn("w:val"))) if (span := cell.find(f".//{qn('w:gridSpan')}")) is not None else 1,
                merge.get(qn("w:val"), "continue") if (merge := cell.find(f".//{qn('w:vMerge')}")) is not None else "",
            )
            for cell in row.findall(qn("w:tc"))
        ]
        for row in table.findall(qn("w:tr"))
    ]


def head_rows(table):
    """How many rows repeat on every page."""
    return len(table.findall(f".//{qn('w:tblHeader')}"))


def widths_mm(table):
    return [round(int(column.get(qn("w:w"))) / 1440 * 25.4, 1) for column in table.iter(qn("w:gridCol"))]


def stretches(content, mark):
    """The stretches of words set apart inside a paragraph by a run's own bold ("b") or italic ("i")."""
    body = Document(io.BytesIO(content)).element.body
    return [
        " ".join("".join(node.text or " " for node in run.iter(qn("w:t"), qn("w:br"))).split())
        for run in body.iter(qn("w:r"))
        if run.find(f"./{qn('w:rPr')}/{qn(f'w:{mark}')}") is not None
    ]


def member(content, name):
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


def footer_line(content):
    """What every page carries at its foot; None where the file has no footer."""
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    if "word/footer1.xml" not in names:
        return None
    return "".join(re.findall(r"<w:t>(.*?)</w:t>", member(content, "word/footer1.xml")))
