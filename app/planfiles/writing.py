"""Ghi tệp kế hoạch: a dossier as TOML or JSON, the keys those of the dataclasses, defaults left out, order fixed."""

from __future__ import annotations

import json
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any

import tomli_w

from app.planfiles.limits import CURRENT_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.dossiers import PlanDossier

_PARTS = ("plan", "people", "outlines", "forms", "province", "units")
"""The parts of a file in their order: what an officer reads first comes first."""


def write_toml(dossier: PlanDossier) -> bytes:
    """Return the dossier as a TOML file, with all units it holds."""
    return tomli_w.dumps(_plain_file(dossier), multiline_strings=True).encode()


def write_json(dossier: PlanDossier) -> bytes:
    """Return the dossier as a JSON file, with all units it holds; dates read "2023-08-01"."""
    return (json.dumps(_plain_file(dossier), ensure_ascii=False, indent=2, default=date.isoformat) + "\n").encode()


WRITERS: dict[str, Callable[[PlanDossier], bytes]] = {"toml": write_toml, "json": write_json}


def _plain_file(dossier: PlanDossier) -> dict[str, object]:
    parts = {name: _plain(getattr(dossier, name)) for name in _PARTS}
    return {"schema": CURRENT_SCHEMA, **{name: part for name, part in parts.items() if part != []}}


def _plain(value: Any) -> Any:
    """Return a value of the domain as dicts, lists, texts, numbers and dates."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {
            field.name: _plain(getattr(value, field.name))
            for field in fields(value)
            if getattr(value, field.name) != _default(field)
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _default(field: Field[Any]) -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default
