"""Thông báo về bản ban hành: who is told what of a release, measured against what they were last told."""

from __future__ import annotations

from enum import StrEnum


class RecipientKind(StrEnum):
    """Nơi nhận: a unit that is or was inspected, or a person of the đoàn."""

    UNIT = "unit"
    PERSON = "person"
