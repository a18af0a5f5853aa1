"""Nội dung bản ban hành: a plan file as JSON with one part more, the days off by which it was reckoned.

A release says the same for ever: its papers count working days, so that they would change with the table of days off.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from app.domain.dates import DayOff, DayOffKind, WorkCalendar
from app.domain.dossiers import PlanDossier
from app.domain.naming import carried
from app.planfiles.reading import dossier_of, open_plan_file
from app.planfiles.references import Holdings
from app.planfiles.writing import write_json

_DAYS_OFF = "days_off"


@dataclass(frozen=True, slots=True)
class ReleaseContent:
    """Nội dung đã ban hành: the plan with all that it names, and the calendar that it was issued by."""

    dossier: PlanDossier
    calendar: WorkCalendar


def write_release(dossier: PlanDossier, calendar: WorkCalendar) -> str:
    """Return the content of a release; of the units, those that the plan names or may come to need."""
    parts = json.loads(write_json(carried(dossier)))
    parts[_DAYS_OFF] = [_plain(entry) for entry in calendar.table]
    return json.dumps(parts, ensure_ascii=False, indent=1) + "\n"


def read_release(content: str, name: str) -> ReleaseContent:
    """Return what a release says; raise InvalidInput where the content is not one that `write_release` wrote."""
    parts = json.loads(content)
    days_off = parts.pop(_DAYS_OFF)
    dossier = dossier_of(open_plan_file(json.dumps(parts).encode(), f"{name}.json"), Holdings())
    return ReleaseContent(dossier=dossier, calendar=WorkCalendar(tuple(_day_off(entry) for entry in days_off)))


def _plain(entry: DayOff) -> dict[str, str | None]:
    return {
        "day": entry.day.isoformat(),
        "name": entry.name,
        "kind": entry.kind.value,
        "swapped_with": entry.swapped_with.isoformat() if entry.swapped_with is not None else None,
        "certainty": entry.certainty,
        "note": entry.note,
    }


def _day_off(entry: dict[str, str]) -> DayOff:
    swapped = entry["swapped_with"]
    return DayOff(
        day=date.fromisoformat(entry["day"]),
        name=entry["name"],
        kind=DayOffKind(entry["kind"]),
        swapped_with=date.fromisoformat(swapped) if swapped is not None else None,
        certainty=entry["certainty"],
        note=entry["note"],
    )
