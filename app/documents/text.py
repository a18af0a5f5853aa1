r"""Chữ trong văn bản: plain text and its inline marks turned into WordprocessingML runs.

Marks: ``*nghiêng*`` (italic), ``**đậm**`` (bold), a line feed (line break). A mark opens where no blank follows it and
closes where no blank precedes it, as in "(*nếu có*)"; one without its partner, as in "2 * 3", stands for itself.
``\*`` is always an asterisk and ``\\`` a backslash.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

BLANK = "      "
"""A place left blank for the pen, as in "Số:      /QĐ-UBND"."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NOT_LEGAL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NOT_SIMPLE = re.compile("[\x00-\x1f\x7f-\x9f&<>*\\\\\ud800-\udfff\ufffe\uffff]")
_PIECE = re.compile(r"\\[*\\]|\*\*|\*|[^*\\]+|\\")
_MARKS = re.compile(r"[*\\]")
_BOLD, _ITALIC = "**", "*"


class Span(NamedTuple):
    """Đoạn chữ cùng kiểu: a stretch of text in one style; `text` may hold line breaks."""

    text: str
    bold: bool = False
    italic: bool = False


def legal(text: str) -> str:
    """Return the text in NFC without control characters; every line ending is a line feed, a tab a blank."""
    if _NOT_LEGAL.search(text):
        text = _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return unicodedata.normalize("NFC", text)


def escaped(text: str) -> str:
    """Return the text as XML character data or as the value of an attribute in double quotes."""
    return legal(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def plain(text: str) -> str:
    """Return the text so written that its asterisks and backslashes are read as themselves, not as marks."""
    return text.replace("\\", "\\\\").replace("*", "\\*") if _MARKS.search(text) else text


def unmarked(text: str) -> str:
    """Return what the reader sees of a marked text: the marks gone."""
    return "".join(span.text for span in spans(text))


def _paired(pieces: list[str], mark: str) -> set[int]:
    """Return the places of the pieces equal to `mark` that open or close a stretch."""
    pairs: set[int] = set()
    if mark not in pieces:
        return pairs
    opened: int | None = None
    for at, piece in enumerate(pieces):
        if piece != mark:
            continue
        before = pieces[at - 1][-1:] if at else " "
        after = pieces[at + 1][:1] if at + 1 < len(pieces) else " "
        if opened is None:
            if not after.isspace():
                opened = at
        elif not before.isspace() and at > opened + 1:
            pairs.update((opened, at))
            opened = None
    return pairs


def spans(text: str) -> list[Span]:
    """Return the stretches of a marked text, in order, none of them empty."""
    if not _MARKS.search(text):
        return [Span(text)] if text else []
    pieces = _PIECE.findall(text)
    marks = _paired(pieces, _BOLD) | _paired(pieces, _ITALIC)
    found: list[Span] = []
    bold = italic = False
    held = ""
    for at, piece in enumerate(pieces):
        if at not in marks:
            held += piece[1:] if len(piece) > 1 and piece[0] == "\\" else piece
            continue
        if held:
            found.append(Span(held, bold, italic))
            held = ""
        if piece == _BOLD:
            bold = not bold
        else:
            italic = not italic
    if held:
        found.append(Span(held, bold, italic))
    return found


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
