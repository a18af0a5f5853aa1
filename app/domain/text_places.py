"""Vị trí trong văn bản: where a text of the act stands, as an official text cites it.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, II.6.đ (phần, mục, khoản, điểm).
"""

from __future__ import annotations

_WHOLE = {
    "decision.title": "trích yếu của Quyết định",
    "decision.submission": "đề nghị tại phần căn cứ",
    "plan.title": "tên Kế hoạch",
    "plan.closing": "đoạn cuối Kế hoạch",
    "plan.annex_title": "tên Phụ lục đối tượng",
    "plan.annex_note": "lưu ý cuối Phụ lục đối tượng",
}
_NUMBERED = {
    "decision.legal_basis": "căn cứ thứ {}",
    "decision.article": "Điều {} của Quyết định",
    "decision.recipient": "nơi nhận thứ {}",
    "plan.reference": "dòng kèm theo thứ {} của Kế hoạch",
    "plan.preamble": "đoạn mở đầu thứ {} của Kế hoạch",
}
_CLAUSE = "plan.clause."
_NUMBER = ".number"
_RANKS = ("Phần {}", "khoản {}", "điểm {}", "đoạn {}")


def text_place_words(place: str) -> str:
    """Return the place of a text of the act in words: "điểm a khoản 3 Phần VII của Kế hoạch".

    `place` is an address of `app.domain.errata`; one that is none of the act's own is returned as it is.
    """
    if place in _WHOLE:
        return _WHOLE[place]
    if place.startswith(_CLAUSE):
        is_number = place.endswith(_NUMBER)
        words = _clause_words(place.removeprefix(_CLAUSE).removesuffix(_NUMBER if is_number else ""))
        return f"số thứ tự của {words}" if is_number else words
    head, _, number = place.rpartition(".")
    return _NUMBERED[head].format(number) if head in _NUMBERED else place


def _clause_words(code: str) -> str:
    parts = code.split(".")
    named = [words.format(part) for words, part in zip(_RANKS, parts, strict=False)]
    below = [f"đoạn {part}" for part in parts[len(_RANKS) :]]
    return " ".join([*reversed(below), *reversed(named), "của Kế hoạch"])
