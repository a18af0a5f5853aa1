"""The four plans that are emitted as a whole: the founding one of the seed, and three of other provinces and kinds."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from app import ROOT, SEED
from app.domain.dates import WorkCalendar
from app.planfiles.reading import dossier_of, open_plan_file
from app.planfiles.references import Holdings
from app.services.seeding import read_seed

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier
    from app.services.seeding import Seed

FOUNDING = "binh-phuoc-2023"
TWO_TEAMS = "dong-nai-2025-hai-to"
NAMED_UNITS = "tra-vinh-2023-cong-vu"
NUMBERS_ONLY = "tien-giang-2020-phan-cap"
PLAN_FILES = ROOT / "tests" / "plans"


@cache
def _seed() -> Seed:
    return read_seed(SEED)


@cache
def calendar() -> WorkCalendar:
    return WorkCalendar(_seed().days_off)


@cache
def dossier(key: str) -> PlanDossier:
    """Return the plan of that key, from the seed or from its file."""
    if key == FOUNDING:
        return next(dossier for dossier in _seed().plans if dossier.plan.key == key)
    path = PLAN_FILES / f"{key}.toml"
    return dossier_of(open_plan_file(path.read_bytes(), path.name), Holdings())
