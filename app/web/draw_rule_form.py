"""Biểu mẫu quy định chọn ngẫu nhiên: the levels and numbers, and the clusters, each a name and a list of units by name.

A unit is typed as officials write it ("Phường Trấn Biên", "UBND phường Trấn Biên") or by its official code; a name that
two units bear takes the code behind it, in brackets.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from app.domain.draws.clusters import MOST_CLUSTERS, free_cluster_key
from app.domain.errors import Fault
from app.domain.plans import DrawCluster, DrawRule
from app.domain.vietnamese import clean, folded_name
from app.web.section_reading import APPLIES, NOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.domain.dossiers import PlanDossier
    from app.domain.units import Unit
    from app.web.section_reading import SectionReading

_SPARE_PLACES = 2
_PART = re.compile(r"cum-(?P<number>\d{1,3})-(?P<part>khoa|ten|don-vi)", re.ASCII)
_CODE_BEHIND = re.compile(r"(?P<name>.*?)\s*\((?P<code>[\w-]+)\)")

DRAW_FIELDS: tuple[tuple[str, str, str], ...] = (
    ("at_level", "cap-kiem-tra", "Cấp được kiểm tra"),
    ("from_level", "cap-chon", "Cấp được chọn"),
    ("least", "it-nhat", "Số đơn vị ít nhất"),
    ("most", "nhieu-nhat", "Số đơn vị nhiều nhất"),
    *(
        (f"clusters.{number - 1}.{place}", f"cum-{number}-{part}", f"Cụm thứ {number}, {label}")
        for number in range(1, MOST_CLUSTERS + 2)
        for place, part, label in (("name", "ten", "tên"), ("units", "don-vi", "các đơn vị"))
    ),
    ("text", "loi-van", "Lời văn"),
)
"""The fields of the section: place of the fault, name of the field, label."""


def draw_rule_values(dossier: PlanDossier) -> dict[str, str]:
    """Return what stands in the fields for the rule that the plan has, or for none."""
    rule = dossier.plan.draw
    if rule is None:
        return {"ap-dung": NOT, "it-nhat": "1", "nhieu-nhat": "3"}
    names = _Names(dossier, rule.from_level)
    values = {
        "ap-dung": APPLIES,
        "cap-kiem-tra": rule.at_level or "",
        "cap-chon": rule.from_level,
        "it-nhat": f"{rule.least}",
        "nhieu-nhat": f"{rule.most}",
        "loi-van": rule.text,
    }
    for number, cluster in enumerate(rule.clusters, 1):
        values |= {
            f"cum-{number}-khoa": cluster.key,
            f"cum-{number}-ten": cluster.name,
            f"cum-{number}-don-vi": "\n".join(map(names.line, cluster.units)),
        }
    return values


def cluster_places(values: Iterable[str]) -> range:
    """Return the numbers of the places for clusters that a form with these fields offers: some stay free."""
    numbers = [int(found["number"]) for name in values if (found := _PART.fullmatch(name))]
    return range(1, min(max(numbers, default=0) + _SPARE_PLACES, MOST_CLUSTERS) + 1)


def without_empty_clusters(sent: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the fields as sent with the clusters numbered anew: those without name and units are left out."""
    pairs = list(sent)
    filled = {
        int(found["number"])
        for name, value in pairs
        if (found := _PART.fullmatch(name)) and found["part"] != "khoa" and value.strip()
    }
    anew = {number: place for place, number in enumerate(sorted(filled), 1)}
    renamed = []
    for name, value in pairs:
        found = _PART.fullmatch(name)
        if found is None:
            renamed.append((name, value))
        elif int(found["number"]) in anew:
            renamed.append((f"cum-{anew[int(found['number'])]}-{found['part']}", value))
    return renamed


def read_draw_rule(form: SectionReading, dossier: PlanDossier) -> DrawRule | None:
    """Return the rule typed, None where nothing is drawn; what cannot be read is noted in the reading."""
    if not form.is_on("ap-dung"):
        return None
    level = form.text("cap-chon")
    return DrawRule(
        at_level=form.optional("cap-kiem-tra"),
        from_level=level,
        least=form.number("it-nhat", "least"),
        most=form.number("nhieu-nhat", "most"),
        text=form.text("loi-van"),
        clusters=tuple(_clusters(form, dossier, level)),
    )


def _clusters(form: SectionReading, dossier: PlanDossier, level: str) -> Iterator[DrawCluster]:
    held = {cluster.key for cluster in dossier.plan.draw.clusters} if dossier.plan.draw is not None else set()
    taken = {unit.key for unit in dossier.units} | {quota.key for quota in dossier.plan.quotas} | held
    names = _Names(dossier, level)
    for number in range(1, MOST_CLUSTERS + 2):
        name, lines = form.line(f"cum-{number}-ten"), form.lines(f"cum-{number}-don-vi")
        if not (name or lines):
            continue
        key = form.text(f"cum-{number}-khoa")
        if key not in held:
            key = free_cluster_key(name, taken)
            taken.add(key)
        units = []
        for line in lines:
            found = names.read(line, f"clusters.{number - 1}.units")
            if isinstance(found, Fault):
                form.faults.append(found)
            else:
                units.append(found.key)
        yield DrawCluster(key=key, name=name, units=tuple(units))


class _Names:
    """Finds units of the plan's directory by what is typed for them, those of the level drawn from first."""

    def __init__(self, dossier: PlanDossier, level: str) -> None:
        self._directory, self._level = dossier.directory, level
        self._by_spelling: dict[str, list[Unit]] = {}
        self._by_name: dict[str, list[Unit]] = {}
        self._by_code: dict[str, list[Unit]] = {}
        for unit in dossier.directory.units:
            names = [text for text in (unit.name, unit.area or "", *unit.aliases) if text]
            for spelling in {_spelling(text) for text in names}:
                self._by_spelling.setdefault(spelling, []).append(unit)
            for name in {folded_name(text) for text in names}:
                self._by_name.setdefault(name, []).append(unit)
            for code in {unit.key, unit.code or unit.key}:
                self._by_code.setdefault(code, []).append(unit)

    def line(self, key: str) -> str:
        """Return how a unit is typed; its key where the directory of the day does not hold it."""
        unit = self._directory.get(key)
        if unit is None:
            return key
        name = unit.area or unit.name
        return name if self._found(name) == [unit] else f"{name} ({unit.code or unit.key})"

    def read(self, line: str, place: str) -> Unit | Fault:
        """Return the unit that a line means, or what is wrong with the line."""
        behind = _CODE_BEHIND.fullmatch(line)
        found = self._found(line)
        if not found and behind is not None:
            found = self._of_level(self._by_code.get(behind["code"], []))
        if len(found) == 1:
            return found[0]
        if found:
            wanted = ", ".join(f"{unit.area or unit.name} ({unit.code or unit.key})" for unit in found)
            return Fault(place=place, code="cluster.line_ambiguous", found=line, wanted=wanted)
        nearest = get_close_matches(folded_name(line), list(self._by_name), n=1, cutoff=0.75)
        wanted = next((each.area or each.name for name in nearest for each in self._by_name[name]), "")
        return Fault(place=place, code="cluster.line_unknown", found=line, wanted=wanted)

    def _found(self, text: str) -> list[Unit]:
        """Return the units of that code, else of that very name, else of the name without regard to its accents."""
        exactly = self._by_code.get(text) or self._by_spelling.get(_spelling(text))
        return self._of_level(exactly or self._by_name.get(folded_name(text), []))

    def _of_level(self, units: list[Unit]) -> list[Unit]:
        return [unit for unit in units if unit.level == self._level] or units


def _spelling(text: str) -> str:
    return clean(text).casefold()
