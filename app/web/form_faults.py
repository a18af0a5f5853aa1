"""Lỗi của biểu mẫu: what is wrong with what was typed, in words, at the fields of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.services.sentences import fault_sentence

if TYPE_CHECKING:
    from app.domain.errors import InvalidInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Ô của biểu mẫu: its name, which is its id on the page too, and its label."""

    name: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultLine:
    """Dòng của tóm tắt lỗi, as the component `error_summary` takes it: it leads to the field."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class FormFaults:
    """Các lỗi: one sentence for a field, by the field's name, in the order in which they are told."""

    by_field: Mapping[str, str]

    def at(self, name: str) -> str:
        """Return what is wrong with a field, "" for nothing."""
        return self.by_field.get(name, "")

    @property
    def listed(self) -> list[FaultLine]:
        """The same for the summary at the top of the page."""
        return [FaultLine(href=f"#{name}", text=text) for name, text in self.by_field.items()]


NO_FAULTS = FormFaults({})


def form_faults(error: InvalidInput, fields: Mapping[str, Field]) -> FormFaults:
    """Return the faults at the fields of a form, one each; `fields` are those by the place that a fault names.

    They are told in the order of the fields, which is that of the page.
    """
    found: dict[str, str] = {}
    for fault in sorted(error.faults, key=lambda fault: list(fields).index(fault.place)):
        field = fields[fault.place]
        found.setdefault(field.name, fault_sentence(replace(fault, place=field.label)))
    return FormFaults(found)
