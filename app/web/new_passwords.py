"""Mật khẩu mới trên trang: typed twice, since it is not seen and what was mistyped would lock its owner out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.errors import Refused
from app.services.sentences import refusal_sentence
from app.web.form_faults import Field

if TYPE_CHECKING:
    from starlette.datastructures import FormData

NEW = Field(name="mat-khau", label="Mật khẩu mới")
AGAIN = Field(name="mat-khau-lai", label="Ghi lại mật khẩu mới")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPassword:
    """Mật khẩu mới như đã ghi."""

    typed: str
    again: str

    @classmethod
    def of(cls, form: FormData) -> NewPassword:
        """Return what was sent."""
        return cls(typed=str(form.get(NEW.name, "")), again=str(form.get(AGAIN.name, "")))

    @property
    def slip(self) -> dict[str, str]:
        """What is wrong when both are not the same, by the name of the field; empty when they are."""
        return {} if self.typed == self.again else {AGAIN.name: refusal_sentence(Refused("password.differs"))}
