"""Cơ quan trên văn bản: how a body, a team and their heads are named at the head, in the text and at the foot.

Names come from the directory, abbreviations and titles of heads from templates/documents/agencies/names.toml. Source of
the forms: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, II.2 (tên cơ quan), II.3 (ký hiệu), II.4 (địa danh), II.7 (chức
vụ).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from app.documents.layout import PORTRAIT_MM
from app.documents.letterhead import NATION_COLUMN_MM, Letterhead, date_line, number_line
from app.documents.metrics import Face, width_mm
from app.documents.signatures import Signer
from app.documents.styles import BODY_NAME_SIZE
from app.documents.wording import Wording
from app.domain.marks import unmarked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from app.domain.dossiers import PlanDossier
    from app.domain.teams import Team
    from app.domain.units import Province, Unit

_COMMITTEE, _SHORT_COMMITTEE = "Ủy ban nhân dân", "UBND"
_SHORT = re.compile(rf"\b{_SHORT_COMMITTEE}\b")
_LONG = re.compile(rf"\b{_COMMITTEE}\b")
_BREAKS = re.compile(r"(?<=,) | (?=VÀ )|(?<= -) ")
"""Where a long name may break: after a comma or a dash, before "và"."""


def full_name(unit: Unit, province: Province) -> str:
    """Return the body's name in full: "Ủy ban nhân dân huyện B" for "UBND huyện B".

    A name that stops at the province's kind gets its name: "Thanh tra tỉnh" gives "Thanh tra tỉnh A".
    """
    name, place = _name_and_place(unit, province)
    return _SHORT.sub(_COMMITTEE, f"{name} {place}".strip())


def short_name(unit: Unit, province: Province) -> str:
    """Return the body's name with the common words shortened: "UBND tỉnh A"."""
    return shortened(full_name(unit, province))


def shortened(name: str) -> str:
    """Return a name with its common words shortened, as the decree allows for a governing body (II.2.b)."""
    return _LONG.sub(_SHORT_COMMITTEE, name)


def unit_letterhead(
    dossier: PlanDossier, unit: Unit, paper: str, *, number: str | None = None, day: date | None = None
) -> Letterhead:
    """Return the head of a paper of the unit's own: the body over it, its name, symbol and place.

    `paper` abbreviates the kind ("BC"); `number` may hold its symbol ("1319/TTr-SNV"). Without number and day, blanks.
    """
    province = dossier.province
    return Letterhead(
        governing_body=_governing_body(dossier, unit),
        issuing_body=_issuing_body(unit, province),
        number_line=_number_line(number, unit_symbol(unit, paper)),
        date_line=date_line(_place_of(unit, province), dossier.plan.year, day),
    )


def team_letterhead(dossier: PlanDossier, teams: Iterable[Team], paper: str) -> Letterhead:
    """Return the head of a paper of a team, under the body that set it up; several teams share the common name."""
    names = {team.name for team in teams}
    name = min(names) if len(names) == 1 else team_words(min(names))["team"]
    body = dossier.directory.unit(dossier.plan.decision.body)
    return Letterhead(
        governing_body=short_name(body, dossier.province).upper(),
        issuing_body=_broken(name.upper()),
        number_line=number_line(f"{paper}-{team_mark(name)}"),
        date_line=date_line(dossier.province.place, dossier.plan.year),
    )


def unit_symbol(unit: Unit, paper: str) -> str:
    """Return the symbol of the unit's papers of a kind: "BC-SCT", "BC-UBND"; "…" stands for an unknown abbreviation."""
    return _said("symbol", paper=paper, symbol=unit.symbol or "", is_committee=is_committee(unit))


def is_committee(unit: Unit) -> bool:
    """Say whether the unit governs a territory, so that its head signs on its behalf (TM.)."""
    return unit.area is not None


def head_of_unit(unit: Unit) -> Signer:
    """Return the signer of the unit's papers: the head's title, the name left to be written."""
    blocks = Wording("agencies/names", {"name": unit.name, "is_committee": is_committee(unit)}).text_blocks(
        "head_title"
    )
    return Signer(capacity=tuple(unmarked(blocks[0].text).split("\n")), note=_said("unsigned"))


def head_of_team(dossier: PlanDossier, team: Team, head: str | None) -> Signer:
    """Return the signer of the team's papers: "TRƯỞNG ĐOÀN", the head's own office below, and the name.

    The team uses the seal of its head's agency, so the office stands in the signature. An unknown head leaves the name
    to be written.
    """
    title = team_words(team.name)["team_head"].upper()
    if head is None:
        return Signer(capacity=(title,), note=_said("unsigned"))
    person = dossier.person(head)
    agency = short_name(dossier.directory.unit(person.agency), dossier.province)
    division = "" if person.division is None or person.division in person.position else f" {person.division},"
    office = person.position if agency in person.position else f"{person.position}{division} {agency}"
    return Signer(capacity=(title, office.upper()), name=person.name)


@cache
def _team_words(name: str) -> Mapping[str, str]:
    keys = ("team_head", "team_standing_deputy", "team_deputy", "secretary", "member", "expert", "unknown")
    return {"team": _said("team_noun", team=name), **{key: _said(key, team=name) for key in keys}}


def team_words(name: str) -> dict[str, str]:
    """Return the words by which papers speak of a team of that name: `team`, and each role's (`team_head` …)."""
    return dict(_team_words(name))


def team_mark(name: str) -> str:
    """Return the abbreviation of a team of that name in symbols and filing: "ĐKT"."""
    return _said("team_mark", team=name)


def _said(text: str, **values: Any) -> str:
    return unmarked(Wording("agencies/names", values).text(text))


def _name_and_place(unit: Unit, province: Province) -> tuple[str, str]:
    """Return the name without, and then the words that place it: "Bảo hiểm xã hội", "tỉnh A"; no words: no place."""
    kind = province.full_name.removesuffix(province.name).strip().lower()
    if kind and unit.name.endswith(f" {kind}"):
        return unit.name.removesuffix(kind).strip(), f"{kind} {province.name}"
    return unit.name, ""


def _issuing_body(unit: Unit, province: Province) -> str:
    """Return the name in capitals; a committee's breaks before its territory, a long one before committee and place."""
    name = full_name(unit, province).upper()
    committee, place = _COMMITTEE.upper(), _name_and_place(unit, province)[1].upper()
    if name.startswith(committee):
        return f"{committee}\n{name.removeprefix(committee).strip()}"
    breaks = "|".join(rf" (?={re.escape(words)})" for words in (committee, place) if words)
    lines: list[str] = []
    for words in re.split(breaks, name):
        if lines and _fits(f"{lines[-1]} {words}"):
            lines[-1] = f"{lines[-1]} {words}"
        else:
            lines.append(words)
    return "\n".join(map(_broken, lines))


def _broken(line: str) -> str:
    """Return a line too long for the column in two, where its words allow and the halves are most alike."""
    if _fits(line):
        return line
    halves = [(line[: at.start()].strip(), line[at.start() :].strip()) for at in _BREAKS.finditer(line)]
    good = [pair for pair in halves if all(map(_fits, pair))]
    if not good:
        return line
    return "\n".join(min(good, key=lambda pair: max(width_mm(half, BODY_NAME_SIZE, Face.BOLD) for half in pair)))


def _fits(line: str) -> bool:
    return width_mm(line, BODY_NAME_SIZE, Face.BOLD) <= PORTRAIT_MM - NATION_COLUMN_MM


def _governing_body(dossier: PlanDossier, unit: Unit) -> str:
    if unit.superior:
        return shortened(unit.superior).upper()
    parent = None if is_committee(unit) else dossier.directory.get(unit.parent)
    return short_name(parent, dossier.province).upper() if parent is not None else ""


def _number_line(number: str | None, symbol: str) -> str:
    if number is None:
        return number_line(symbol)
    return f"Số: {number}" if "/" in number else f"Số: {number.zfill(2)}/{symbol}"


def _place_of(unit: Unit, province: Province) -> str:
    """Return the place before the date: the province's for its own bodies, else the territory's name without its kind.

    A territory named after a number keeps its kind ("Phường 1"; II.4.a).
    """
    if unit.area is None or unit.key == province.committee:
        return province.place
    name = unit.area[len(unit.kind) :].strip() if unit.area.lower().startswith(f"{unit.kind.lower()} ") else unit.area
    return unit.area if name.isdecimal() else name
