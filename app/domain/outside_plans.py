"""Kế hoạch của cơ quan khác: lines that name a unit and days, judged one by one before any of them is taken.

What an inspectorate or an audit office plans must not overlap with the own visits. Its file names units as its author
wrote them and dates in every habit, so that each line is judged and told, and only good lines are taken, on
confirmation, as days on which the unit cannot receive the team.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.absences import LONGEST_ABSENCE, LONGEST_REASON
from app.domain.dates import Window
from app.domain.errors import Fault, InvalidInput
from app.domain.people import Absence
from app.domain.typed_dates import typed_day
from app.domain.vietnamese import clean, folded_name, short_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from app.domain.dossiers import PlanDossier
    from app.domain.units import Directory, Unit

MOST_LINES = 250
"""Lines of one file: more than a province's inspectorate plans in a year, and a page that can still be read."""
LONGEST_LINE = 500
"""Characters of one cell that are kept."""
_MOST_CANDIDATES = 5
_ALIKE = 0.72
_SHORTEST_NAME = 4
_NUMBERING = re.compile(r"^(?:[-+•*]|[0-9]{1,3}[.)]|[a-zđ]\))\s+")
_TO = re.compile(r"\s+(?:đến|tới)(?:\s+hết)?\s+", re.IGNORECASE)
_DASH = re.compile(r"\s+[-–—]\s+|[–—]")
_TIGHT_DASH = re.compile(r"-")
_OPENING = re.compile(r"^(?:thời gian:?\s+)?(?:từ\s+)?(?:ngày\s+)?", re.IGNORECASE)
_YEAR = re.compile(r"(?:[/.-]|năm )\s*([0-9]{4})\.?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideLine:
    """Một dòng của kế hoạch cơ quan khác, as written: where it stands, the unit, the days.

    A date that the file holds as such is written "2023-09-01". `last` is "" where one cell or event tells both ends.
    """

    place: str
    unit: str
    first: str
    last: str = ""


class Verdict(StrEnum):
    """Kết luận về một dòng."""

    GOOD = "good"
    """Lấy được."""
    CHOOSE = "choose"
    """Phải chọn đơn vị; all else is in order."""
    SKIPPED = "skipped"
    """Đã có: in the file or among the plan's days off before."""
    WRONG = "wrong"
    """Không lấy được."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedLine:
    """Dòng đã xét: what is wrong with it as `faults`; `candidates` are unit keys to choose from, nearest first."""

    line: OutsideLine
    verdict: Verdict
    unit: str | None = None
    window: Window | None = None
    candidates: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def outside_reason(body: str, kind: str) -> str:
    """Return why a unit is busy: "Thanh tra chuyên đề của Thanh tra tỉnh"; raise InvalidInput at `body` and `kind`."""
    body, kind = clean(body), clean(kind)
    faults = []
    if not body:
        faults.append(Fault(place="body", code="field.empty", wanted="tên cơ quan, ví dụ Thanh tra tỉnh"))
    if not kind:
        faults.append(Fault(place="kind", code="field.empty", wanted="loại việc, ví dụ Thanh tra chuyên đề"))
    reason = f"{kind} của {body}"
    if len(reason) > LONGEST_REASON:
        faults.append(Fault(place="kind", code="field.too_long", found=f"{len(reason)}", wanted=f"{LONGEST_REASON}"))
    if faults:
        raise InvalidInput(faults)
    return reason


def judged_lines(
    dossier: PlanDossier, lines: Sequence[OutsideLine], reason: str, chosen: Mapping[int, str] | None = None
) -> tuple[JudgedLine, ...]:
    """Return the verdict on each line; `chosen` are unit keys that somebody chose, by the place of the line from 0."""
    names = UnitNames(dossier.directory)
    found: list[JudgedLine] = []
    seen: set[Absence] = set()
    present = set(dossier.plan.absences)
    for index, line in enumerate(lines):
        judged = _judged(dossier, names, line, (chosen or {}).get(index))
        if judged.verdict == Verdict.GOOD:
            absence = _absence(judged, reason)
            for known, code in ((seen, "line.twice"), (present, "line.already")):
                if absence in known:
                    fault = Fault(place=line.place, code=code, found=dossier.unit_name(judged.unit or ""))
                    judged = replace(judged, verdict=Verdict.SKIPPED, faults=(fault,))
                    break
            seen.add(absence)
        found.append(judged)
    return tuple(found)


def absences_of(judged: Sequence[JudgedLine], reason: str, wanted: set[int] | None = None) -> tuple[Absence, ...]:
    """Return the days off that the good lines make, those of the wanted places alone where these are given."""
    return tuple(
        _absence(each, reason)
        for index, each in enumerate(judged)
        if each.verdict == Verdict.GOOD and (wanted is None or index in wanted)
    )


def _absence(judged: JudgedLine, reason: str) -> Absence:
    if judged.window is None:
        raise ValueError("line.undated")
    return Absence(unit=judged.unit, window=judged.window, reason=reason)


def _judged(dossier: PlanDossier, names: UnitNames, line: OutsideLine, chosen: str | None) -> JudgedLine:
    faults: list[Fault] = []
    window: Window | None = None
    try:
        window = typed_window(line.first, line.last, line.place)
    except InvalidInput as error:
        faults += error.faults
    if window is not None:
        faults += _window_faults(dossier, line, window)
    if chosen is not None and dossier.directory.get(chosen) is not None:
        units: tuple[str, ...] = (chosen,)
        candidates: tuple[str, ...] = (chosen,)
    else:
        units = names.meant(line.unit)
        candidates = units if len(units) > 1 else names.nearest(line.unit)
    if len(units) == 1:
        verdict = Verdict.WRONG if faults else Verdict.GOOD
        candidates = units if chosen is None else tuple(dict.fromkeys((*units, *names.nearest(line.unit))))
        return JudgedLine(
            line=line, verdict=verdict, unit=units[0], window=window, candidates=candidates, faults=tuple(faults)
        )
    code = "line.unit_several" if units else ("line.unit_unknown" if line.unit else "line.unit_missing")
    found = line.unit[:LONGEST_LINE]
    told = (Fault(place=line.place, code=code, found=found), *faults)
    return JudgedLine(
        line=line,
        verdict=Verdict.WRONG if faults else Verdict.CHOOSE,
        window=window,
        candidates=candidates,
        faults=told,
    )


def _window_faults(dossier: PlanDossier, line: OutsideLine, window: Window) -> list[Fault]:
    days = (window.last - window.first).days + 1
    words = f"{short_date(window.first)} - {short_date(window.last)}"
    if window.last.year < dossier.plan.year or window.first.year > dossier.plan.year:
        return [Fault(place=line.place, code="line.outside_year", found=words, wanted=f"{dossier.plan.year}")]
    if days > LONGEST_ABSENCE:
        return [Fault(place=line.place, code="absence.too_long", found=f"{days}", wanted=f"{LONGEST_ABSENCE}")]
    return []


# Thời gian


def typed_window(first: str, last: str, place: str) -> Window:
    """Return the days that two texts, or one that tells both ends, name; raise InvalidInput at that place.

    "từ ngày 01/8 đến hết ngày 08/8/2023" takes the year of its last day for both. Code `line.turned` where the last day
    comes first, else those of `typed_day`.
    """
    if not last.strip():
        first, last = _two_ends(first)
    year = _YEAR.search(last.strip())
    try:
        begins = typed_day(_OPENING.sub("", first.strip()), place)
    except InvalidInput as error:
        if error.faults[0].code != "day.no_year" or year is None:
            raise
        begins = typed_day(f"{_OPENING.sub('', first.strip())}/{year[1]}", place)
    ends = typed_day(re.sub(r"^(?:đến\s+)?(?:hết\s+)?(?:ngày\s+)?", "", last.strip(), flags=re.IGNORECASE), place)
    if ends < begins:
        raise InvalidInput([Fault(place=place, code="line.turned", found=short_date(ends), wanted=short_date(begins))])
    return Window(first=begins, last=ends)


def _two_ends(text: str) -> tuple[str, str]:
    """Return both ends of a text that tells one day or two."""
    text = clean(text).replace("\n", " ")
    for pattern in (_TO, _DASH):
        ends = [part for part in pattern.split(text, maxsplit=1) if part.strip()]
        if len(ends) == 2:  # noqa: PLR2004 — both ends
            return ends[0], ends[1]
    dashes = [match.start() for match in _TIGHT_DASH.finditer(text)]
    if len(dashes) % 2 and "/" in text:  # "01/8-08/8/2023"; in "01-8-2023" they stand between day, month and year
        middle = dashes[len(dashes) // 2]
        return text[:middle], text[middle + 1 :]
    return text, text


# Đơn vị


class UnitNames:
    """Tên gọi của các đơn vị: finds which unit of a directory a line of somebody else's plan means."""

    def __init__(self, directory: Directory) -> None:
        self._by_name: dict[str, list[str]] = {}
        self._by_area: dict[str, list[str]] = {}
        for unit in directory.units:
            for name in {_folded(text) for text in (unit.name, *unit.aliases)}:
                self._note(self._by_name, name, unit)
            if unit.area and unit.parent is not None:
                self._note(self._by_area, _folded(unit.area), unit)

    def meant(self, text: str) -> tuple[str, ...]:
        """Return the keys of the units that a text names in full, by themselves or within other words.

        Several where a name repeats, or the text names more than one.
        """
        folded = _folded(text)
        if folded in self._by_name:
            return tuple(self._by_name[folded])
        return self._within(folded, self._by_name)

    def nearest(self, text: str) -> tuple[str, ...]:
        """Return the keys of the units whose names are most like the text, nearest first."""
        folded = _folded(text)
        found = list(self._within(folded, self._by_area))
        for name in get_close_matches(folded, self._by_name, n=_MOST_CANDIDATES, cutoff=_ALIKE):
            found += self._by_name[name]
        return tuple(dict.fromkeys(found))[:_MOST_CANDIDATES]

    @staticmethod
    def _note(names: dict[str, list[str]], name: str, unit: Unit) -> None:
        if len(name) >= _SHORTEST_NAME and unit.key not in names.setdefault(name, []):
            names[name].append(unit.key)

    @staticmethod
    def _within(folded: str, names: Mapping[str, list[str]]) -> tuple[str, ...]:
        inside = [name for name in names if f"-{name}-" in f"-{folded}-"]
        longest = [name for name in inside if not any(f"-{name}-" in f"-{other}-" for other in inside if other != name)]
        return tuple(dict.fromkeys(key for name in longest for key in names[name]))


def _folded(text: str) -> str:
    """Return a unit's name as compared: without numbering, "Ủy ban nhân dân" and "UBND" alike."""
    plain = _NUMBERING.sub("", clean(text[:LONGEST_LINE]).replace("\n", " "))
    return folded_name(plain).replace("uy-ban-nhan-dan", "ubnd").replace("thanh-pho", "tp")


def day_written(day: date) -> str:
    """Return a day that a file holds as such in the way in which a line holds it."""
    return day.isoformat()
