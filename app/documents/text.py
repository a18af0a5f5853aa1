"""Chữ trong văn bản: marked text (`app.domain.marks`) turned into WordprocessingML runs, line feeds into breaks."""

from __future__ import annotations

import re
import unicodedata

from app.domain.marks import spans

BLANK = "      "
"""A place left blank for the pen, as in "Số:      /QĐ-UBND"."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NOT_LEGAL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NOT_SIMPLE = re.compile("[\x00-\x1f\x7f-\x9f&<>*\\\\\ud800-\udfff\ufffe\uffff]")


def legal(text: str) -> str:
    """Return the text in NFC without control characters; every line ending is a line feed, a tab a blank."""
    if _NOT_LEGAL.search(text):
        text = _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return unicodedata.normalize("NFC", text)


def escaped(text: str) -> str:
    """Return the text as XML character data or as the value of an attribute in double quotes."""
    return legal(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


_PROPERTIES = {
    (False, False): "<w:r>",
    (True, False): "<w:r><w:rPr><w:b/></w:rPr>",
    (False, True): "<w:r><w:rPr><w:i/></w:rPr>",
    (True, True): "<w:r><w:rPr><w:b/><w:i/></w:rPr>",
}


def _line(text: str) -> str:
    if not text:
        return ""
    if text[0] == " " or text[-1] == " " or "  " in text:
        return f'<w:t xml:space="preserve">{text}</w:t>'
    return f"<w:t>{text}</w:t>"


def runs(text: str, *, bold: bool = False, italic: bool = False) -> str:
    """Return the ``w:r`` elements of a marked text; `bold` and `italic` hold for all of it."""
    if not text:
        return ""
    if not _NOT_SIMPLE.search(text) and text[0] != " " and text[-1] != " " and "  " not in text:
        opening = _PROPERTIES[bold, italic] if bold or italic else "<w:r>"
        return f"{opening}<w:t>{unicodedata.normalize('NFC', text)}</w:t></w:r>"
    drawn = []
    for span in spans(legal(text)):
        seen = span.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        lines = "<w:br/>".join(map(_line, seen.split("\n")))
        drawn.append(f"{_PROPERTIES[bold or span.bold, italic or span.italic]}{lines}</w:r>")
    return "".join(drawn)
