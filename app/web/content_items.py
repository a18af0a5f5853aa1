"""Các mục lời văn sửa được từng mục một: clauses of the plan, legal bases and articles of its decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from app.domain.act_texts import (
    moved_article,
    moved_basis,
    with_article,
    with_basis,
    with_texts_of,
    without_article,
    without_basis,
)
from app.domain.acts import Article, Clause, ClauseKind, Decision, LegalBasis
from app.domain.clauses import (
    Placing,
    clause_of,
    depth_of,
    kinds_at,
    moved_clause,
    with_clause,
    with_new_clause,
    without_clause,
)
from app.domain.dossiers import PlanDossier
from app.domain.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

Thing = TypeVar("Thing")
TextItem = Clause | LegalBasis | Article
KIND_WORDS = {
    ClauseKind.PART: "Phần (I., II. …)",
    ClauseKind.SECTION: "Mục có tiêu đề riêng (1., 2. …)",
    ClauseKind.ITEM: "Khoản, điểm hoặc gạch đầu dòng",
    ClauseKind.PARAGRAPH: "Đoạn không đánh số",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedItem:
    """Nội dung đã ghi của một mục; `kind`, `at` and `placing` are those of a clause."""

    text: str
    kind: ClauseKind = ClauseKind.ITEM
    at: str | None = None
    placing: Placing = Placing.BESIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemKind:
    """Loại mục: how one is found, said, written, added, taken out and moved; keys are codes or places from 1."""

    slug: str
    name: str
    find: Callable[[PlanDossier, str], TextItem]
    label: Callable[[TextItem], str]
    write: Callable[[PlanDossier, str, TypedItem], PlanDossier]
    add: Callable[[PlanDossier, TypedItem], PlanDossier]
    remove: Callable[[PlanDossier, str], PlanDossier]
    move: Callable[[PlanDossier, str, bool], PlanDossier]


def kinds_of(dossier: PlanDossier, key: str) -> list[tuple[str, str]]:
    """Return the kinds that a clause of that code may be of, with their words."""
    clause_of(dossier.plan.text.clauses, key)
    return [(kind.value, KIND_WORDS[kind]) for kind in kinds_at(depth_of(key))]


def kinds_beside(at: str | None, placing: Placing) -> list[tuple[str, str]]:
    """Return the kinds that a new clause there may be of, with their words."""
    depth = 1 if at is None else depth_of(at) + (placing == Placing.BELOW)
    return [(kind.value, KIND_WORDS[kind]) for kind in kinds_at(depth)]


def _clauses(dossier: PlanDossier, edit: Callable[[Sequence[Clause]], tuple[Clause, ...]]) -> PlanDossier:
    text = dossier.plan.text
    return with_texts_of(dossier, text=replace(text, clauses=edit(text.clauses)))


def _decision(dossier: PlanDossier, edit: Callable[[Decision], Decision]) -> PlanDossier:
    return with_texts_of(dossier, decision=edit(dossier.plan.decision))


def _place(key: str) -> int:
    if not key.isdecimal() or len(key) > 4:  # noqa: PLR2004 — no act has as many
        raise NotFound("text", key)
    return int(key)


def _at(things: Sequence[Thing], key: str) -> Thing:
    place = _place(key)
    if not 1 <= place <= len(things):
        raise NotFound("text", key)
    return things[place - 1]


CLAUSES = ItemKind(
    slug="doan",
    name="đoạn của kế hoạch",
    find=lambda dossier, key: clause_of(dossier.plan.text.clauses, key),
    label=lambda item: f"{item.number or ''} {item.text}".strip() if isinstance(item, Clause) else "",
    write=lambda dossier, key, typed: _clauses(
        dossier, lambda clauses: with_clause(clauses, key, kind=typed.kind, text=typed.text)
    ),
    add=lambda dossier, typed: _clauses(
        dossier,
        lambda clauses: with_new_clause(clauses, at=typed.at, placing=typed.placing, kind=typed.kind, text=typed.text),
    ),
    remove=lambda dossier, key: _clauses(dossier, lambda clauses: without_clause(clauses, key)),
    move=lambda dossier, key, earlier: _clauses(dossier, lambda clauses: moved_clause(clauses, key, earlier=earlier)),
)
BASES = ItemKind(
    slug="can-cu",
    name="căn cứ",
    find=lambda dossier, key: _at(dossier.plan.decision.legal_bases, key),
    label=lambda item: item.text,
    write=lambda dossier, key, typed: _decision(dossier, lambda act: with_basis(act, _place(key), typed.text)),
    add=lambda dossier, typed: _decision(dossier, lambda act: with_basis(act, None, typed.text)),
    remove=lambda dossier, key: _decision(dossier, lambda act: without_basis(act, _place(key))),
    move=lambda dossier, key, earlier: _decision(dossier, lambda act: moved_basis(act, _place(key), earlier=earlier)),
)
ARTICLES = ItemKind(
    slug="dieu",
    name="điều của quyết định",
    find=lambda dossier, key: _at(dossier.plan.decision.articles, key),
    label=lambda item: f"{item.number} {item.text}" if isinstance(item, Article) else "",
    write=lambda dossier, key, typed: _decision(dossier, lambda act: with_article(act, _place(key), typed.text)),
    add=lambda dossier, typed: _decision(dossier, lambda act: with_article(act, None, typed.text)),
    remove=lambda dossier, key: _decision(dossier, lambda act: without_article(act, _place(key))),
    move=lambda dossier, key, earlier: _decision(dossier, lambda act: moved_article(act, _place(key), earlier=earlier)),
)
ITEM_KINDS = {kind.slug: kind for kind in (CLAUSES, BASES, ARTICLES)}


def item_kind(slug: str) -> ItemKind:
    """Return the kind of that name on the path; raise NotFound."""
    if slug not in ITEM_KINDS:
        raise NotFound("text", slug)
    return ITEM_KINDS[slug]
