"""Phần cuối văn bản: người ký và nơi nhận.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, II.7 (chức vụ, họ tên, chữ ký) and II.9 (nơi nhận); form M1.9
for a biên bản.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.documents.layout import PORTRAIT_MM, styled
from app.documents.letterhead import columns
from app.documents.page import Block
from app.documents.text import runs
from app.domain.marks import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

RECIPIENTS_HEAD = "Nơi nhận:"
_RECIPIENTS_SHARE = 0.46
_LEVEL_WITH_RECIPIENTS = '<w:spacing w:before="120"/>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Người ký: the lines of quyền hạn and chức vụ in capitals ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH") and the name (II.7).

    `note` stands under the chức vụ, as "(Ký, ghi rõ họ tên)" where nobody is named yet; `name` is then empty.
    """

    capacity: tuple[str, ...]
    name: str = ""
    note: str = ""


def signature(signer: Signer, recipients: Sequence[str], *, room_mm: float = PORTRAIT_MM) -> Block:
    """Nơi nhận at the left, the signer at the right, level with each other (II.7, II.9.d).

    `recipients`: "Như Điều 3;" … "Lưu: VT, NV.", without the dash, with its ";" or ".". The paragraph before the block
    goes with it to its page.
    """
    left = _RECIPIENTS_SHARE * room_mm
    xml = columns((left, room_mm - left), [(_recipients(recipients), _signer(signer))])
    return Block(xml + styled("Spacer", ""), width_mm=room_mm, holds_previous=True)


def signatures(signers: Sequence[Signer], *, room_mm: float = PORTRAIT_MM) -> Block:
    """Người ký biên bản: two or more side by side, thư ký at the left, chủ tọa at the right (form M1.9).

    Their names stand level with each other, whatever room their titles take.
    """
    width = room_mm / len(signers)
    rows = [tuple(map(_capacity, signers)), tuple(map(_name, signers))]
    xml = columns((width,) * len(signers), rows)
    return Block(xml + styled("AfterTable", ""), width_mm=room_mm, holds_previous=True)


def recipient_list(recipients: Sequence[str]) -> Block:
    """Nơi nhận alone, as below the signatures of a biên bản (form M1.9)."""
    return Block(_recipients(recipients))


def _recipients(recipients: Sequence[str]) -> str:
    lines = "".join(styled("Recipient", runs(plain(f"- {line}"))) for line in recipients)
    return styled("RecipientsHead", runs(RECIPIENTS_HEAD)) + lines


def _signer(signer: Signer) -> str:
    return _capacity(signer) + _name(signer)


def _capacity(signer: Signer) -> str:
    xml = "".join(
        styled("Capacity", runs(plain(line)), properties="" if place else _LEVEL_WITH_RECIPIENTS)
        for place, line in enumerate(signer.capacity)
    )
    return xml + (styled("SignNote", runs(plain(signer.note))) if signer.note else "")


def _name(signer: Signer) -> str:
    return styled("Signer", runs(plain(signer.name)))
