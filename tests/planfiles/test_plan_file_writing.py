"""A dossier written and read back is the same dossier."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any

import pytest
from builders import a_dossier, a_plan, a_visit
from hypothesis import given, settings
from strategies import plan_dossiers

from app.domain.naming import carried
from app.domain.visits import Manner
from app.planfiles.reading import dossier_of, open_plan_file
from app.planfiles.references import Holdings
from app.planfiles.writing import WRITERS, write_json, write_toml

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier


def in_ascii(value: Any) -> Any:
    """Write the digits of other scripts, which the drawn codes may hold, as those of ours."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return "".join(str(unicodedata.decimal(letter, letter)) for letter in value)
    if isinstance(value, tuple):
        return tuple(in_ascii(item) for item in value)
    if isinstance(value, dict):
        return {in_ascii(key): in_ascii(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: in_ascii(getattr(value, field.name)) for field in fields(value)})
    return value


DOSSIERS = (
    plan_dossiers()
    .map(in_ascii)
    .filter(lambda dossier: len({(u.key, u.until) for u in dossier.units}) == len(dossier.units))
)


def read(data: bytes, form: str) -> PlanDossier:
    return dossier_of(open_plan_file(data, f"ke-hoach.{form}"), Holdings())


@pytest.mark.parametrize("form", WRITERS)
@settings(max_examples=50)
@given(dossier=DOSSIERS)
def test_a_dossier_read_back_equals_the_one_written(form: str, dossier: PlanDossier):
    assert read(WRITERS[form](dossier), form) == dossier


@settings(max_examples=30)
@given(dossier=DOSSIERS)
def test_what_a_plan_carries_along_can_be_read_alone_and_carries_itself(dossier: PlanDossier):
    alone = read(write_toml(carried(dossier)), "toml")
    assert (alone.plan, alone.people, alone.outlines, alone.forms) == (
        dossier.plan,
        dossier.people,
        dossier.outlines,
        dossier.forms,
    )
    assert write_json(carried(alone)) == write_json(carried(dossier))


def test_defaults_are_left_out():
    written = tomllib.loads(write_toml(a_dossier(a_plan(visits=(a_visit(manner=Manner.FULL),)))).decode())
    assert set(written["plan"]["visits"][0]) == {"unit", "batch", "window"}


def test_the_parts_stand_in_the_order_in_which_an_officer_reads_them():
    written = tomllib.loads(write_toml(a_dossier()).decode())
    assert list(written) == ["schema", "plan", "people", "province", "units"]


def test_the_same_dossier_gives_the_same_bytes():
    assert [write(a_dossier()) for write in WRITERS.values()] == [write(a_dossier()) for write in WRITERS.values()]


def test_vietnamese_stands_as_letters_in_both_forms():
    assert all("Sở Nội vụ" in write(a_dossier()).decode() for write in WRITERS.values())
