"""Sealed checks with calm defaults: closed, opened, called off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from app.domain.dates import Window
from app.domain.draws.sealed import SealedCheck, SealedChoice, called_off, revealed, sealed, sealed_code

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier

SEALED_AT = datetime(2023, 6, 28, 3, tzinfo=UTC)
OPENS_AT = datetime(2023, 8, 16, 0, 30, tzinfo=UTC)
"""Half past seven in Vietnam."""
CHOICE = SealedChoice(unit="so-y-te", unit_name="Sở Y tế", nonce="5f" * 32)


def a_sealed_check(number: int = 1, *, choice: SealedChoice = CHOICE, **fields: Any) -> SealedCheck:
    """Return a check that is committed to."""
    plan = fields.setdefault("plan", "tinh-a-2023")
    defaults: dict[str, Any] = {
        "code": sealed_code(plan, number),
        "plan_title": "Kế hoạch",
        "number": number,
        "batch": "dot-1",
        "window": Window(first=date(2023, 8, 16), last=date(2023, 8, 17)),
        "opens_at": OPENS_AT,
        "commitment": "",
    }
    return sealed(SealedCheck(**{**defaults, **fields}), choice, SEALED_AT)


def opened(check: SealedCheck, choice: SealedChoice = CHOICE) -> SealedCheck:
    """Return the check opened at its hour."""
    return revealed(check, choice, check.opens_at)


def off(check: SealedCheck, at: datetime = datetime(2023, 7, 3, 2, tzinfo=UTC)) -> SealedCheck:
    """Return the check called off."""
    return called_off(check, reason="Mưa lũ", signatory="Giám đốc Sở Nội vụ", at=at)


def with_checks(dossier: PlanDossier, *checks: SealedCheck) -> PlanDossier:
    """Return the plan with these checks."""
    return replace(dossier, sealed=checks)
