"""Biểu mẫu soạn thảo: what was typed in a form as texts, so that it can be shown again, compared and sent anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.typed_dates import typed_day
from app.domain.vietnamese import short_date
from app.web.form_faults import Field

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from starlette.datastructures import FormData

MARK = "dau"
"""The hidden field with the mark of what the form was filled over."""
UNDETERMINED = "Chưa xác định"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedForm:
    """Nội dung đã ghi: the texts of each field by its name; a field of several choices has several."""

    texts: Mapping[str, tuple[str, ...]]

    def one(self, name: str) -> str:
        """Return the text of a field, "" for one that was not sent."""
        texts = self.texts.get(name, ())
        return texts[0] if texts else ""

    def many(self, name: str) -> tuple[str, ...]:
        """Return all that was chosen in a field of several choices."""
        return self.texts.get(name, ())

    def pairs(self) -> list[tuple[str, str]]:
        """Return the fields as the component `hidden_fields` takes them."""
        return [(name, text) for name, texts in self.texts.items() for text in texts]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictLine:
    """Một dòng của bảng hai người cùng sửa: a field as it stands now and as it was typed."""

    label: str
    now: str
    typed: str

    @property
    def differs(self) -> bool:
        """Say whether the two are not alike."""
        return self.now != self.typed


def typed_form(form: FormData, names: Iterable[str]) -> TypedForm:
    """Return what was typed in the fields of these names."""
    return TypedForm(
        texts={name: tuple(text for text in form.getlist(name) if isinstance(text, str)) for name in names}
    )


def filled_form(**texts: str | tuple[str, ...] | None) -> TypedForm:
    """Return a form filled with texts; underscores in the names stand for dashes, None for an empty field."""
    return TypedForm(
        texts={
            name.replace("_", "-"): text if isinstance(text, tuple) else (text or "",) for name, text in texts.items()
        }
    )


def conflict_lines(now: list[tuple[str, str]], typed: list[tuple[str, str]]) -> list[ConflictLine]:
    """Return the lines of a form as it stands now beside those that were typed."""
    return [
        ConflictLine(label=label, now=one, typed=other) for (label, one), (_, other) in zip(now, typed, strict=True)
    ]


def optional_day(text: str, place: str) -> date | None:
    """Return the day that was typed, None for an empty field; raise InvalidInput at that place."""
    return typed_day(text, place) if text.strip() else None


def day_text(day: date | None) -> str:
    """Return a day as a field shows it."""
    return short_date(day) if day is not None else ""


def fields_by_place(**fields: tuple[str, str]) -> dict[str, Field]:
    """Return the fields of a form by the place that a fault names: name and label of each."""
    return {place: Field(name=name, label=label) for place, (name, label) in fields.items()}
