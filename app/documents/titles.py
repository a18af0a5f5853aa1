"""Ngắt dòng trích yếu: where a centred title too long for one line is broken, so that no word is left alone below.

The decree asks for a short phrase in the middle (Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, II.5.b) and leaves the
breaks to the writer: lines of like length, broken before the small words that join its parts.
"""

from __future__ import annotations

from itertools import accumulate, pairwise

from app.documents.metrics import Face, width_mm
from app.documents.styles import BODY_SIZE

_JOINING = frozenset({"và", "năm", "trên", "tại", "của", "cho", "về", "theo", "kèm"})
_OTHER_BREAK = 0.3
"""What a break elsewhere costs beside a line that falls short, both as shares of the room."""


def in_lines(text: str, room_mm: float) -> str:
    """Return a title with a line break wherever it needs one to fit the room; the fewest lines, evenly filled."""
    return "\n".join(_broken(line, room_mm) for line in text.split("\n"))


def _broken(line: str, room_mm: float) -> str:
    if width_mm(line, BODY_SIZE, Face.BOLD) <= room_mm:
        return line
    words = line.split()
    blank = width_mm(" ", BODY_SIZE, Face.BOLD)
    ends = [0.0, *accumulate(width_mm(word, BODY_SIZE, Face.BOLD) + blank for word in words)]

    penalties = [0.0, *(0.0 if word.casefold() in _JOINING else _OTHER_BREAK**2 for word in words[1:])]

    # The best ways to set the first words in so many lines: for each count of words its cost and where its lines end.
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, (0,))}
    while len(words) not in best and best:
        longer: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (spent, breaks) in best.items():
            for end in range(start + 1, len(words) + 1):
                share = (ends[end] - ends[start] - blank) / room_mm
                if share > 1:
                    break
                total = spent + ((1 - share) ** 2 + penalties[start])
                if end not in longer or total < longer[end][0]:
                    longer[end] = total, (*breaks, end)
        best = longer
    if not best:
        return line
    breaks = best[len(words)][1]
    return "\n".join(" ".join(words[start:end]) for start, end in pairwise(breaks))
