"""Sửa các đoạn của kế hoạch: parts, sections and items added, taken out and put elsewhere, their numbers kept right.

Numbers are those of Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, II.6.đ and V.6.b: "I.", "1.", "a)", and dashes below.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.acts import Clause, ClauseKind
from app.domain.errors import Fault, InvalidInput, NotFound
from app.domain.vietnamese import POINT_LETTERS, clean, roman

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

DASHES = frozenset({"-", "+"})
_PART, _KHOAN, _POINT = 1, 2, 3


class Placing(StrEnum):
    """Chỗ đặt đoạn mới so với một đoạn đã có."""

    BESIDE = "beside"
    """Ngay sau, cùng cấp."""
    BELOW = "below"
    """Cấp dưới, sau các đoạn đã có ở đó."""


@dataclass(slots=True)
class _Node:
    clause: Clause
    below: list[_Node] = field(default_factory=list)


def clause_of(clauses: Iterable[Clause], code: str) -> Clause:
    """Return the clause of that code; raise NotFound."""
    for clause in clauses:
        if clause.code == code:
            return clause
    raise NotFound("clause", code)


def depth_of(code: str) -> int:
    """Return how deep a clause stands: 1 for a part, 2 for what stands right below it."""
    return code.count(".") + 1


def kinds_at(depth: int) -> tuple[ClauseKind, ...]:
    """Return which kinds of clause may stand at that depth."""
    if depth == _PART:
        return (ClauseKind.PART,)
    if depth == _KHOAN:
        return (ClauseKind.SECTION, ClauseKind.ITEM, ClauseKind.PARAGRAPH)
    return (ClauseKind.ITEM, ClauseKind.PARAGRAPH)


def with_clause(clauses: Sequence[Clause], code: str, *, kind: ClauseKind, text: str) -> tuple[Clause, ...]:
    """Return the clauses with one of them of that kind and wording; its number changes only where its kind asks for it.

    Raise NotFound, InvalidInput at `kind` and `text`.
    """
    present = clause_of(clauses, code)
    wording = _checked(kind, depth_of(code), text)
    changed = replace(present, kind=kind, text=wording)
    edited = tuple(changed if clause.code == code else clause for clause in clauses)
    if (present.kind == ClauseKind.PARAGRAPH) == (kind == ClauseKind.PARAGRAPH):
        return edited
    return _renumbered_below(edited, _parent(code))


def with_new_clause(
    clauses: Sequence[Clause], *, at: str | None, placing: Placing, kind: ClauseKind, text: str
) -> tuple[Clause, ...]:
    """Return the clauses with a new one beside or below that of the code `at`, None for a new part at the end.

    Those that stand with it are numbered anew. Raise NotFound, InvalidInput at `kind` and `text`.
    """
    tree = _tree(clauses)
    if at is None:
        wording = _checked(kind, _PART, text)
        tree.append(_Node(Clause(code="", kind=kind, text=wording)))
        return _flat(tree, parent="", anew={""})
    clause_of(clauses, at)
    depth = depth_of(at) + (placing == Placing.BELOW)
    new = _Node(Clause(code="", kind=kind, text=_checked(kind, depth, text)))
    if placing == Placing.BELOW:
        _node(tree, at).below.append(new)
        return _flat(tree, parent="", anew={at})
    siblings, place = _siblings(tree, at)
    siblings.insert(place + 1, new)
    return _flat(tree, parent="", anew={_parent(at)})


def without_clause(clauses: Sequence[Clause], code: str) -> tuple[Clause, ...]:
    """Return the clauses without one and all below it, those that stood with it numbered anew; raise NotFound."""
    clause_of(clauses, code)
    tree = _tree(clauses)
    siblings, place = _siblings(tree, code)
    del siblings[place]
    return _flat(tree, parent="", anew={_parent(code)})


def moved_clause(clauses: Sequence[Clause], code: str, *, earlier: bool) -> tuple[Clause, ...]:
    """Return the clauses with one, and all below it, one place earlier or later among those that stand with it.

    At the end of its way nothing changes. Raise NotFound.
    """
    clause_of(clauses, code)
    tree = _tree(clauses)
    siblings, place = _siblings(tree, code)
    to = place - 1 if earlier else place + 1
    if not 0 <= to < len(siblings):
        return tuple(clauses)
    siblings[place], siblings[to] = siblings[to], siblings[place]
    return _flat(tree, parent="", anew={_parent(code)})


def renumbered(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """Return the clauses with all their numbers and codes as the decree counts them."""
    return _flat(_tree(clauses), parent="", anew=None)


def is_numbered_right(clauses: Sequence[Clause]) -> bool:
    """Say whether every clause bears the number that the decree's count gives it."""
    return [clause.number for clause in clauses] == [clause.number for clause in renumbered(clauses)]


def coded(pieces: Iterable[tuple[ClauseKind, str, str]]) -> tuple[Clause, ...]:
    """Return clauses made of pieces of text in order: kind, number as written ("I.", "1.", "a)", "-", "") and text."""
    top: list[_Node] = []
    path: list[_Node] = []
    for kind, number, text in pieces:
        depth = _depth_written(kind, number, len(path))
        del path[depth - 1 :]
        node = _Node(Clause(code="", kind=kind, text=text, number=number or None))
        (path[-1].below if path else top).append(node)
        if kind != ClauseKind.PARAGRAPH:
            path.append(node)
    return _flat(top, parent="", anew=None)


def _depth_written(kind: ClauseKind, number: str, open_now: int) -> int:
    """Return how deep a piece of text stands by its number, under what is open: a paragraph goes below the last."""
    if kind == ClauseKind.PART:
        return _PART
    if kind == ClauseKind.SECTION or number.removesuffix(".").isdigit():
        return _KHOAN
    if number.endswith(")"):
        return _POINT
    return open_now + 1


def _checked(kind: ClauseKind, depth: int, text: str) -> str:
    """Return the wording of a clause on one line; raise InvalidInput where it is empty, or of a kind out of place."""
    wording = " ".join(clean(text).split())
    faults = [] if wording else [Fault(place="text", code="text.empty")]
    if kind not in kinds_at(depth):
        faults.append(Fault(place="kind", code="clause.kind_out_of_place"))
    if faults:
        raise InvalidInput(faults)
    return wording


def _parent(code: str) -> str:
    return code.rpartition(".")[0]


def _tree(clauses: Iterable[Clause]) -> list[_Node]:
    top: list[_Node] = []
    path: list[_Node] = []
    for clause in clauses:
        while path and not clause.code.startswith(f"{path[-1].clause.code}."):
            path.pop()
        node = _Node(clause)
        (path[-1].below if path else top).append(node)
        path.append(node)
    return top


def _nodes(tree: Iterable[_Node]) -> Iterator[_Node]:
    for node in tree:
        yield node
        yield from _nodes(node.below)


def _node(tree: Iterable[_Node], code: str) -> _Node:
    return next(node for node in _nodes(tree) if node.clause.code == code)


def _siblings(tree: list[_Node], code: str) -> tuple[list[_Node], int]:
    """Return those among which a clause stands, and its place there."""
    for group in (tree, *(node.below for node in _nodes(tree))):
        for place, node in enumerate(group):
            if node.clause.code == code:
                return group, place
    raise NotFound("clause", code)


def _renumbered_below(clauses: Sequence[Clause], parent: str) -> tuple[Clause, ...]:
    return _flat(_tree(clauses), parent="", anew={parent})


def _flat(tree: Iterable[_Node], *, parent: str, anew: set[str] | None, before: str = "") -> tuple[Clause, ...]:
    """Return the clauses of a tree in order.

    Groups below the codes of `anew` (None: all) are numbered anew, `before` being the code that the parent had until
    now; what stands below one whose code changes follows it.
    """
    found: list[Clause] = []
    counted = _Count(depth_of(f"{parent}.") if parent else _PART)
    is_anew = anew is None or before in anew
    for node in tree:
        clause = node.clause
        label, number = counted.next(clause)
        if not is_anew:
            label, number = clause.code.rpartition(".")[2], clause.number
        code = f"{parent}.{label}" if parent else label
        found.append(replace(clause, code=code, number=number))
        found += _flat(node.below, parent=code, anew=anew, before=clause.code)
    return tuple(found)


class _Count:
    """Đếm trong một nhóm cùng cấp: the label in the code, and the number, of one clause after another."""

    def __init__(self, depth: int) -> None:
        self._depth = depth
        self._numbered = self._dashed = self._plain = 0

    def next(self, clause: Clause) -> tuple[str, str | None]:
        if clause.kind == ClauseKind.PARAGRAPH:
            self._plain += 1
            return f"0{self._plain if self._plain > 1 else ''}", None
        if clause.number in DASHES or self._depth > _POINT:
            self._dashed += 1
            label = f"{self._dashed}" if self._depth >= _POINT else f"g{self._dashed}"
            return label, clause.number if clause.number in DASHES else "-"
        self._numbered += 1
        if self._depth == _PART:
            return roman(self._numbered), f"{roman(self._numbered)}."
        if self._depth == _KHOAN:
            return f"{self._numbered}", f"{self._numbered}."
        letter = _letter(self._numbered)
        return letter, f"{letter})"


def _letter(count: int) -> str:
    """Return the letter of a điểm; after the last one they are doubled."""
    times, place = divmod(count - 1, len(POINT_LETTERS))
    return POINT_LETTERS[place] * (times + 1)
