r"""Dấu in nghiêng, in đậm: the inline marks that texts kept as printed carry, for paper, sheet and screen alike.

``*nghiêng*`` is italic, ``**đậm**`` bold. A mark opens where no blank follows it and closes where no blank precedes it,
as in "(*nếu có*)"; one without its partner, as in "2 * 3", stands for itself. ``\*`` is always an asterisk and ``\\`` a
backslash.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_PIECE = re.compile(r"\\[*\\]|\*\*|\*|[^*\\]+|\\")
_MARKS = re.compile(r"[*\\]")
_BOLD, _ITALIC = "**", "*"


class Span(NamedTuple):
    """Đoạn chữ cùng kiểu: a stretch of text in one style; `text` may hold line breaks."""

    text: str
    bold: bool = False
    italic: bool = False


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
