"""Đề cương báo cáo: the outline a plan sends its units, and the report template fitted to one of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.units import Unit


class OutlineKind(StrEnum):
    """Loại đề mục."""

    PART = "part"
    """Phần: "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH"."""
    SECTION = "section"
    """Mục có tiêu đề: "1. Cải cách thể chế"."""
    ITEM = "item"
    """Khoản hoặc điểm mà đơn vị báo cáo."""
    BULLET = "bullet"
    """Gạch đầu dòng dưới một điểm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineItem:
    """Đề mục: `code` is unique ("II.2.b"), `number` as printed ("b)"), `text` as printed with `*…*` for italics.

    `guidance` are the hints in italics on what to write, `paragraphs` unnumbered lines under it, `if_any` the printed
    "(nếu có)", `field` the subject it belongs to, `indicators` the form rows that back it ("phu-luc-1:I.1"). Empty
    `levels` and `kinds` mean every unit; `not_for_kinds` are those for whom it is marked as not applying.
    """

    code: str
    kind: OutlineKind
    number: str
    text: str
    guidance: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    if_any: bool = False
    field: str | None = None
    indicators: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    not_for_kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Đề cương: one version of it. `exemption` is the rule on content already inspected, as printed."""

    key: str
    version: str
    title: tuple[str, ...]
    items: tuple[OutlineItem, ...]
    heading: str = "ĐỀ CƯƠNG"
    reference: tuple[str, ...] = ()
    exemption: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedItem:
    """Đề mục của một đơn vị: an item, and whether the unit is to write on it or only sees it marked as not applying."""

    item: OutlineItem
    applies: bool


def fits(levels: tuple[str, ...], kinds: tuple[str, ...], unit: Unit) -> bool:
    """Say whether something meant for these levels and kinds (empty: all) is meant for the unit."""
    return (not levels or unit.level in levels) and (not kinds or unit.kind in kinds)


def fitted_items(outline: Outline, unit: Unit, scope: tuple[str, ...]) -> tuple[FittedItem, ...]:
    """Return the outline as the unit gets it: items of its level and kind, cut to the visit's scope (empty: whole).

    A scope code keeps the item itself, everything below it and the headings above it.
    """
    return tuple(
        FittedItem(item=item, applies=unit.kind not in item.not_for_kinds)
        for item in outline.items
        if fits(item.levels, item.kinds, unit) and in_scope(item.code, scope)
    )


def in_scope(code: str, scope: tuple[str, ...]) -> bool:
    """Say whether an outline code is kept by a scope."""
    if not scope:
        return True
    return any(_is_within(code, wanted) or _is_within(wanted, code) for wanted in scope)


def _is_within(code: str, ancestor: str) -> bool:
    return code == ancestor or code.startswith(f"{ancestor}.")
