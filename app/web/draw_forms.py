"""Biểu mẫu chọn ngẫu nhiên: what was typed of a list, a seed, a replacement or an annulment, and what it makes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.draws.draws import Randomness, RandomnessKind, one_line
from app.domain.errors import Fault, InvalidInput
from app.domain.vietnamese import listed, short_date
from app.services.draws import WantedDraw
from app.services.sentences import draw_sentence
from app.web.edit_forms import day_text, optional_day
from app.web.form_faults import Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from starlette.datastructures import FormData

    from app.domain.draws.draws import CommuneDraw
    from app.domain.draws.frames import DrawPool
    from app.domain.draws.suggestions import Suggestion

COUNT, LIST_DAY, WAY, DAY, PARTIES, WORDS, UNTIL = (
    "so-luong", "ngay-danh-ba", "cach", "ngay-lay", "ben", "cach-lay", "y-kien",
)  # fmt: skip
OUT, IN = "ngoai", "san"
"""What becomes of a unit of the list, and the fields of long lists in which such units are written line by line."""
PART, SEED, SOURCE, WITNESSES = "phan", "day-so", "nguon", "co-mat"
UNIT, REASON, SIGNATORY = "don-vi", "ly-do", "nguoi-ky"
DRAWS = "lan-chon"
MOST_ROWS = 300
"""So long is a list of which each unit has a row of its own in the form: a form has only so many fields."""
_PLACE, _WHY = "cho", "vi"

WAYS = {
    RandomnessKind.DICE: ("Gieo xúc xắc tại phiên chọn", "Mọi người có mặt nhìn thấy từng lần gieo."),
    RandomnessKind.LOTTERY: ("Kết quả xổ số", "Kỳ mở thưởng vào một ngày sau ngày chốt; ai cũng tra lại được."),
    RandomnessKind.PARTS: ("Ghép phần của các bên", "Mỗi bên ghi kín một phần, mở cùng lúc, ghép theo thứ tự."),
    RandomnessKind.STATED: ("Cách khác", "Ghi rõ ở ô mô tả."),
}
"""The ways to a public seed, each with what is to be known of it."""
_COUNT, _DAY, _WORDS = Field(name=COUNT, label="Số đơn vị chọn"), Field(name=DAY, label="Ngày"), "Cách lấy dãy số"
FIELDS = {
    "count": _COUNT,
    "without": Field(name=OUT, label="Để ngoài danh sách"),
    "with": Field(name=IN, label="Chọn sẵn"),
    "clusters": Field(name=LIST_DAY, label="Danh bạ"),
    LIST_DAY: Field(name=LIST_DAY, label="Ngày của danh bạ"),
    DAY: _DAY,
    "parties": Field(name=PARTIES, label="Các bên"),
    "randomness": Field(name=WORDS, label=_WORDS),
    UNTIL: Field(name=UNTIL, label="Nhận ý kiến đến hết ngày"),
    "draws": Field(name=DRAWS, label="Nơi chọn"),
    "seed": Field(name=SEED, label="Dãy số công khai"),
    "source": Field(name=SOURCE, label="Nguồn của dãy số"),
    "unit": Field(name=UNIT, label="Đơn vị được thay"),
    "reason": Field(name=REASON, label="Lý do"),
    "signatory": Field(name=SIGNATORY, label="Người ký"),
}
"""The fields of all forms of a draw by the place that a fault names, in the order of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameRow:
    """Dòng của danh sách trong biểu mẫu: a unit, what becomes of it ("" for in the list), and why."""

    code: str
    name: str
    place: str
    reason: str

    @property
    def place_field(self) -> str:
        """The name of the field that says what becomes of the unit."""
        return f"{_PLACE}-{self.code}"

    @property
    def reason_field(self) -> str:
        """The name of the field that says why."""
        return f"{_WHY}-{self.code}"


def texts_of(form: FormData) -> dict[str, str]:
    """Return every text of a form by its name."""
    return {name: value for name, value in form.items() if isinstance(value, str)}


def filled_frame(pool: DrawPool, draw: CommuneDraw | None) -> dict[str, str]:
    """Return the form of a list as it is first shown: as it was proposed, else all units in."""
    outside = [] if draw is None else [*((OUT, u) for u in draw.without), *((IN, u) for u in draw.included)]
    rows = {f"{_PLACE}-{unit.code}": place for place, unit in outside}
    rows |= {f"{_WHY}-{unit.code}": unit.reason for _, unit in outside}
    for place in (OUT, IN):
        rows[place] = "\n".join(f"{unit.code}; {unit.reason}" for where, unit in outside if where == place)
    if draw is None:
        return rows | {COUNT: f"{pool.least}", WAY: RandomnessKind.DICE.value, LIST_DAY: short_date(pool.day)}
    chosen = draw.randomness
    return rows | {
        COUNT: f"{draw.count}",
        WAY: chosen.kind.value,
        LIST_DAY: short_date(pool.day),
        DAY: day_text(chosen.day),
        PARTIES: "\n".join(chosen.parties),
        WORDS: chosen.text,
        UNTIL: day_text(draw.challenge_until),
    }


def with_suggestions(typed: Mapping[str, str], suggestions: Iterable[Suggestion]) -> dict[str, str]:
    """Return the form with whom a draw may leave out put outside, but for those of whom it says something already."""
    found = dict(typed)
    for each in suggestions:
        if not found.get(f"{_PLACE}-{each.code}"):
            found |= {f"{_PLACE}-{each.code}": OUT, f"{_WHY}-{each.code}": suggestion_words(each)}
            found[OUT] = f"{found.get(OUT, '')}\n{each.code}; {suggestion_words(each)}".strip()
    return found


def suggestion_words(suggestion: Suggestion) -> str:
    """Return why a unit may be left out."""
    inspected = suggestion.inspected
    if inspected is not None:
        code = "inspected.part" if inspected.is_part else "inspected"
        return draw_sentence(code, year=f"{inspected.year}", title=inspected.title, name=inspected.name)
    return draw_sentence("ceases", day=short_date(suggestion.until) if suggestion.until else "")


def frame_rows(pool: DrawPool, typed: Mapping[str, str]) -> list[FrameRow]:
    """Return the rows of a list in the form; none for a long one."""
    if len(pool.members) > MOST_ROWS:
        return []
    return [
        FrameRow(
            code=unit.code,
            name=unit.name,
            place=typed.get(f"{_PLACE}-{unit.code}", ""),
            reason=typed.get(f"{_WHY}-{unit.code}", ""),
        )
        for unit in sorted(pool.members, key=lambda unit: unit.code)
    ]


def wanted_draw(typed: Mapping[str, str], pool: DrawPool | None) -> WantedDraw:
    """Return what was typed of a draw; raise InvalidInput with every fault that shows before it is checked.

    Without a pool it is that of several places: whole lists alone.
    """
    faults: list[Fault] = []
    kind = RandomnessKind(typed[WAY]) if typed.get(WAY) in {*RandomnessKind} else RandomnessKind.STATED
    count = _count(typed.get(COUNT, ""), faults)
    day = _day(typed, DAY, faults)
    if kind == RandomnessKind.LOTTERY and day is None and not faults:
        faults.append(Fault(place=DAY, code="day.empty"))
    until, list_day = _day(typed, UNTIL, faults), _day(typed, LIST_DAY, faults)
    parties = lines_of(typed.get(PARTIES, ""))
    if kind == RandomnessKind.PARTS and len(parties) < 2:  # noqa: PLR2004 — one alone would choose
        faults.append(Fault(place="parties", code="draw.parties_missing"))
    words = one_line(typed.get(WORDS, "")) or usual_words(kind, day, parties)
    if not words:
        faults.append(Fault(place="randomness", code="draw.randomness_missing"))
    faults += [
        Fault(place="without", code="draw.reason_without_place", found=row.name)
        for row in (frame_rows(pool, typed) if pool is not None else ())
        if row.reason.strip() and not row.place
    ]
    if faults:
        raise InvalidInput(faults)
    return WantedDraw(
        count=count,
        randomness=Randomness(text=words, kind=kind, day=day, parties=parties),
        without=_outside(typed, pool, OUT),
        included=_outside(typed, pool, IN),
        day=list_day,
        challenge_until=until,
    )


def usual_words(kind: RandomnessKind, day: date | None, parties: tuple[str, ...]) -> str:
    """Return in what words a way to the seed is committed to where nobody wrote others; "" where none are usual."""
    when = f" ngày {short_date(day)}" if day is not None else ""
    if kind == RandomnessKind.DICE:
        present = listed(parties) or draw_sentence("randomness.those_named")
        return draw_sentence("randomness.dice", when=when, present=present)
    if kind == RandomnessKind.PARTS:
        return draw_sentence("randomness.parts", when=when, parties=listed(parties))
    return ""


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of a field that takes one entry a line, without empty ones."""
    return tuple(line for line in map(one_line, text.splitlines()) if line)


def typed_seed(typed: Mapping[str, str], parties: tuple[str, ...]) -> str:
    """Return the seed that was typed: the parts of the parties in their order where they write one each."""
    parts = [typed.get(f"{PART}-{number}", "") for number in range(1, len(parties) + 1)]
    return " ".join(parts) if parts and all(part.strip() for part in parts) else typed.get(SEED, "")


def _count(text: str, faults: list[Fault]) -> int:
    if re.fullmatch("[0-9]{1,6}", text.strip()) is None:
        faults.append(Fault(place="count", code="draw.count_unreadable", found=text.strip()))
        return 0
    return int(text)


def _day(typed: Mapping[str, str], name: str, faults: list[Fault]) -> date | None:
    try:
        return optional_day(typed.get(name, ""), name)
    except InvalidInput as error:
        faults += error.faults
        return None


def _outside(typed: Mapping[str, str], pool: DrawPool | None, place: str) -> tuple[tuple[str, str], ...]:
    """Return the codes that were put outside the list that way, with the reasons."""
    if pool is None:
        return ()
    rows = frame_rows(pool, typed)
    if rows:
        return tuple((row.code, row.reason) for row in rows if row.place == place)
    split = (line.partition(";") for line in lines_of(typed.get(place, "")))
    return tuple((code.strip(), reason.strip()) for code, _, reason in split)
