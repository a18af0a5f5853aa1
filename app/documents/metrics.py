"""Bề rộng chữ Times New Roman: how wide a line of text is, for the rules drawn under names and titles.

The decree gives the length of those rules as a part of the text above (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.1.b,
II.2.b, II.5.b). Widths are thousandths of the type size; a Vietnamese letter is as wide as its base letter.
"""

from __future__ import annotations

import unicodedata
from enum import Enum

MM_PER_POINT = 25.4 / 72

_DEFAULT_WIDTH = 500

_REGULAR = {
    180: "'", 200: "|", 250: " ,.", 278: "/:;\\ijlt", 333: "!()-I[]`fr‘’·", 389: "Js",
    408: '"', 444: "?acez“”", 469: "^", 480: "{}", 500: "#$*0123456789_bdghknopquvxyđ–", 541: "~",
    556: "FPS", 564: "+<=>", 611: "ELTZ", 667: "BCR", 722: "ADGHKNOQUVXYwĐ",
    778: "&m", 833: "%", 889: "M", 921: "@", 944: "W", 1000: "—…",
}  # fmt: skip
_BOLD = {
    220: "|", 250: " ,.", 278: "'/\\il", 333: "!()-:;[]`fjt‘’·", 389: "Is", 394: "{}", 444: "cerz",
    500: "#$*0123456789?J_agovxy–“”", 520: "~", 555: '"', 556: "Sbdhknpquđ", 570: "+<=>", 581: "^",
    611: "FP", 667: "BELTZ", 722: "ACDNRUVXYwĐ", 778: "GHKOQ", 833: "&m", 930: "@", 944: "M", 1000: "%W—…",
}  # fmt: skip
_ITALIC = {
    214: "'", 250: " ,.·", 275: "|", 278: "/\\fijlt", 333: "!()-:;I`‘’", 389: "[]rsz", 400: "{}", 420: '"', 422: "^",
    444: "Jcekvxy", 500: "#$*0123456789?S_abdghnopquđ–", 541: "~", 556: "LTYZ“”", 611: "ABEFPRVX",
    667: "CKNw", 675: "+<=>", 722: "DGHOQUmĐ", 778: "&", 833: "%MW", 889: "—…", 920: "@",
}  # fmt: skip


class Face(Enum):
    """Kiểu chữ: the cut of Times New Roman."""

    REGULAR = "regular"
    BOLD = "bold"
    ITALIC = "italic"


class _Widths(dict[str, int]):
    """Bề rộng theo chữ: a letter that the face does not list gets the width of its base letter when it first occurs."""

    def __missing__(self, letter: str) -> int:
        width = self[letter] = self.get(unicodedata.normalize("NFD", letter)[0], _DEFAULT_WIDTH)
        return width


def _by_letter(widths: dict[int, str]) -> _Widths:
    return _Widths({letter: width for width, letters in widths.items() for letter in letters})


_WIDTHS = {Face.REGULAR: _by_letter(_REGULAR), Face.BOLD: _by_letter(_BOLD), Face.ITALIC: _by_letter(_ITALIC)}


def _width(text: str, face: Face) -> int:
    """Return the width of a text in thousandths of the type size."""
    return sum(map(_WIDTHS[face].__getitem__, text))


def _mm(width: int, size: float) -> float:
    return width / 1000 * size * MM_PER_POINT


def width_mm(text: str, size: float, face: Face) -> float:
    """Return the width in millimetres of one line of text set in `size` points."""
    return _mm(_width(text, face), size)


def wrapped_widths_mm(text: str, size: float, face: Face, room_mm: float) -> list[float]:
    """Return the widths of the lines that the text takes in a column of `room_mm`, broken at blanks and line breaks."""
    blank = _width(" ", face)
    widths = []
    for paragraph in text.split("\n"):
        words = paragraph.split()
        line = _width(" ".join(words), face)
        if _mm(line, size) <= room_mm:
            widths.append(line)
            continue
        line = 0
        for word in words:
            width = _width(word, face)
            longer = line + blank + width if line else width
            if line and _mm(longer, size) > room_mm:
                widths.append(line)
                line = width
            else:
                line = longer
        widths.append(line)
    return [_mm(width, size) for width in widths]
