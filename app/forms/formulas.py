"""Công thức Excel: the expressions of `app.domain.formulas` as formulas over cells, with the same meaning.

An empty figure or a zero divisor leaves the result empty, as `evaluate` says, so no cell ever shows an error value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.formulas import Expression, Number, Operation, Operator, Reference, codes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_RANK = {Operator.ADD: 1, Operator.SUBTRACT: 1, Operator.MULTIPLY: 2, Operator.DIVIDE: 2}
_DIGITS_COMPARED = 6
"""Figures are typed with a few decimals at most; beyond these digits only binary rounding would differ."""


def computed(expression: Expression, cell: Callable[[str], str]) -> str:
    """Return the formula of a figure: empty until all its figures are there. `cell` gives the term of a code."""
    return f'=IF({_filled(expression, cell)},IFERROR({arithmetic(expression, cell)},""),"")'


def broken(check: Expression, cell: Callable[[str], str]) -> str:
    """Return, without "=", the condition that a comparison does not hold; false while one of its figures is empty."""
    return f"IFERROR(AND({_filled(check, cell)},NOT({arithmetic(check, cell)})),FALSE)"


def total(cells: Sequence[str]) -> str:
    """Return the formula that adds up what is there of these cells and ranges; empty while none holds a number."""
    listed = ",".join(cells)
    return f'=IF(COUNT({listed})=0,"",SUM({listed}))'


def share(part: str, parts: Sequence[str]) -> str:
    """Return the formula of a part's share in the sum of all parts, in per cent; empty while there is no such sum."""
    return f'=IF(COUNT({part})=0,"",IFERROR({part}/SUM({",".join(parts)})*100,""))'


def arithmetic(expression: Expression, cell: Callable[[str], str]) -> str:
    """Return the expression in the language of a spreadsheet, with as few parentheses as its meaning allows."""
    if isinstance(expression, Number):
        return f"{expression.value:f}"
    if isinstance(expression, Reference):
        return cell(expression.code)
    operator = expression.operator
    if operator.compares:
        difference = Operation(Operator.SUBTRACT, expression.left, expression.right)
        return f"ROUND({arithmetic(difference, cell)},{_DIGITS_COMPARED}){operator}0"
    left = _side(expression.left, cell, _RANK[operator])
    # What follows "-" or "/" keeps its own parentheses at equal rank: a - (b - c) is not a - b - c.
    return f"{left}{operator}{_side(expression.right, cell, _RANK[operator] + 1)}"


def _side(expression: Expression, cell: Callable[[str], str], least: int) -> str:
    text = arithmetic(expression, cell)
    ranked = isinstance(expression, Operation) and _RANK[expression.operator] < least
    return f"({text})" if ranked else text


def _filled(expression: Expression, cell: Callable[[str], str]) -> str:
    terms = [cell(code) for code in codes(expression)]
    return f"COUNT({','.join(terms)})={len(terms)}" if terms else "TRUE"
