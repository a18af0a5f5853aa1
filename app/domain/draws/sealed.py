"""Kiểm tra đột xuất đã niêm phong: the unit is fixed beforehand by a hash and told to nobody until it is opened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from app.domain.dates import Window
from app.domain.draws.tickets import digest
from app.domain.errors import Fault, InvalidInput, Refused
from app.domain.public_ledgers import LedgerEvent, PublicEntry, grown, moment_text
from app.domain.vietnamese import moment_words

if TYPE_CHECKING:
    from app.domain.public_ledgers import Json

METHOD = "kiemtra-sealed 1"
NONCE_BYTES = 32
"""How many random bytes make it impossible to find the unit by trying all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedChoice:
    """Lựa chọn được niêm phong: what nobody is told before it is opened; `nonce` is random, in hexadecimal."""

    unit: str
    unit_name: str
    nonce: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedCheck:
    """Cuộc kiểm tra đột xuất: days and batch are known to the team, the unit to nobody before it is opened.

    `code` names it for ever ("ke-hoach.dot-xuat.1"). `choice` is None until then, here and in everything made of it.
    """

    code: str
    plan: str
    plan_title: str
    number: int
    batch: str
    window: Window
    opens_at: datetime
    commitment: str
    choice: SealedChoice | None = None
    ledger: tuple[PublicEntry, ...] = ()

    @property
    def is_open(self) -> bool:
        """Say whether everybody may know the unit."""
        return any(entry.event == LedgerEvent.REVEAL for entry in self.ledger)

    @property
    def is_annulled(self) -> bool:
        """Say whether it was called off."""
        return any(entry.event == LedgerEvent.ANNUL for entry in self.ledger)

    @property
    def told(self) -> SealedChoice | None:
        """The unit, for everybody once it is open; None until then."""
        return self.choice if self.is_open else None


def sealed_code(plan: str, number: int) -> str:
    """Return what names a sealed check for ever; it stands in the address of its public page."""
    return f"{plan}.dot-xuat.{number}"


def sealed_text(check: SealedCheck, choice: SealedChoice) -> str:
    """Return what is committed to: the plan, the check, its days, when it is opened, the unit, and the nonce."""
    window = check.window
    lines = (
        METHOD,
        f"plan: {check.plan}",
        f"check: {check.code}",
        f"from: {window.first.isoformat()}",
        f"to: {window.last.isoformat()}",
        f"opens: {moment_text(check.opens_at)}",
        f"unit: {choice.unit}",
        f"name: {choice.unit_name}",
        f"nonce: {choice.nonce}",
    )
    return "".join(f"{line}\n" for line in lines)


def is_as_sealed(check: SealedCheck, choice: SealedChoice) -> bool:
    """Say whether check and choice are still those of the first entry of the ledger."""
    own = digest(sealed_text(check, choice))
    return own == check.commitment and any(entry.data.get("commitment") == own for entry in check.ledger[:1])


def sealed(check: SealedCheck, choice: SealedChoice, at: datetime) -> SealedCheck:
    """Return the check committed to that choice, which is not in it; raise Refused `sealed.opens_in_the_past`."""
    if check.opens_at <= at:
        raise Refused("sealed.opens_in_the_past", opens=moment_words(check.opens_at))
    commitment = digest(sealed_text(check, choice))
    data: dict[str, Json] = {"commitment": commitment, "opens": moment_text(check.opens_at)}
    return replace(check, commitment=commitment, ledger=grown((), LedgerEvent.COMMIT, data, at))


def revealed(check: SealedCheck, choice: SealedChoice, at: datetime) -> SealedCheck:
    """Return the check opened, for everybody to see.

    Raise Refused `sealed.is_open`, `sealed.is_annulled`, `sealed.too_early`, and `sealed.damaged` where the choice
    kept is not the one committed to.
    """
    _check_closed(check)
    if at < check.opens_at:
        raise Refused("sealed.too_early", opens=moment_words(check.opens_at))
    if not is_as_sealed(check, choice):
        raise Refused("sealed.damaged", key=check.code)
    data: dict[str, Json] = {"text": sealed_text(check, choice), "unit": choice.unit, "nonce": choice.nonce}
    return replace(check, choice=choice, ledger=grown(check.ledger, LedgerEvent.REVEAL, data, at))


_UNSIGNED = {"reason": "sealed.reason_missing", "signatory": "sealed.signatory_missing"}


def called_off(check: SealedCheck, *, reason: str, signatory: str, at: datetime) -> SealedCheck:
    """Return the check annulled without its unit being told; raise Refused `sealed.is_open`, `sealed.is_annulled`.

    Raise InvalidInput for an empty reason or signatory.
    """
    _check_closed(check)
    given = {"reason": " ".join(reason.split()), "signatory": " ".join(signatory.split())}
    faults = [Fault(place=place, code=_UNSIGNED[place]) for place, text in given.items() if not text]
    if faults:
        raise InvalidInput(faults)
    data: dict[str, Json] = {**given}
    return replace(check, ledger=grown(check.ledger, LedgerEvent.ANNUL, data, at))


def sealed_record(check: SealedCheck) -> dict[str, Json]:
    """Return the public record of a sealed check: its unit and nonce are null until it is opened."""
    choice = check.choice if check.is_open else None
    return {
        "id": check.code,
        "plan": check.plan,
        "from": check.window.first.isoformat(),
        "to": check.window.last.isoformat(),
        "opens": moment_text(check.opens_at),
        "commitment": check.commitment,
        "commitment_text": sealed_text(check, choice) if choice else None,
        "unit": choice.unit if choice else None,
        "name": choice.unit_name if choice else None,
        "nonce": choice.nonce if choice else None,
        "ledger": [entry.as_json() for entry in check.ledger],
    }


def _check_closed(check: SealedCheck) -> None:
    if check.is_open:
        raise Refused("sealed.is_open", key=check.code)
    if check.is_annulled:
        raise Refused("sealed.is_annulled", key=check.code)
