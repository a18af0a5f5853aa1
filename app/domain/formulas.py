"""Công thức chỉ tiêu: the small language in which a form states its ratios, sums and checks.

`[code]` stands for a row of the form, or for a column of the same entry of a grid; numbers are written with a point;
`+ - * /` and parentheses compute, one of `=`, `<=`, `>=` may compare: "[I.2.2] / [I.2.1] * 100", "[a] + [b] <= [c]".
Workbooks, screens and the check of filled forms all ask this module.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from operator import add, mul, sub
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

_TOKEN = re.compile(r"\s*(?:\[(?P<code>[^\[\]]+)\]|(?P<number>\d+(?:\.\d+)?)|(?P<sign><=|>=|[-=+*/()]))")
_MOST_TOKENS = 400
_DEEPEST = 30


class Operator(StrEnum):
    """Phép tính hoặc phép so sánh."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"
    EQUAL = "="
    AT_MOST = "<="
    AT_LEAST = ">="

    @property
    def compares(self) -> bool:
        """Say whether the result is true or false rather than a number."""
        return self in _COMPARISONS


_COMPARISONS = frozenset({Operator.EQUAL, Operator.AT_MOST, Operator.AT_LEAST})
_EXACT: dict[Operator, Callable[[Fraction, Fraction], Fraction]] = {
    Operator.ADD: add,
    Operator.SUBTRACT: sub,
    Operator.MULTIPLY: mul,
}
_SUMS = frozenset({Operator.ADD, Operator.SUBTRACT})
_PRODUCTS = frozenset({Operator.MULTIPLY, Operator.DIVIDE})


@dataclass(frozen=True, slots=True)
class Number:
    """Số viết trong công thức."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Reference:
    """Mã viện dẫn: the figure of the row or column of that code."""

    code: str


@dataclass(frozen=True, slots=True)
class Operation:
    """Phép tính trên hai vế. A comparison stands only at the top of an expression."""

    operator: Operator
    left: Expression
    right: Expression


Expression = Number | Reference | Operation


def parse(text: str) -> Expression:
    """Return the expression that the text states; raise ValueError `formula.unreadable` for anything else."""
    return _Parser(text).whole()


def codes(expression: Expression) -> tuple[str, ...]:
    """Return every code the expression names once, in the order of its text."""
    return tuple(dict.fromkeys(_references(expression)))


def evaluate(expression: Expression, values: Mapping[str, Decimal | None]) -> Decimal | bool | None:
    """Return the number, or for a comparison whether it holds; None when a figure is empty or a divisor is zero.

    A code that `values` lacks is empty. The arithmetic is exact; only the result is rounded, to 28 digits.
    """
    if isinstance(expression, Operation) and expression.operator.compares:
        left, right = _amount(expression.left, values), _amount(expression.right, values)
        return None if left is None or right is None else _holds(expression.operator, left, right)
    amount = _amount(expression, values)
    return None if amount is None else Decimal(amount.numerator) / Decimal(amount.denominator)


def without(expression: Expression, absent: AbstractSet[str]) -> Expression | None:
    """Return the expression for a unit to which the rows of these codes do not apply; None when nothing is left of it.

    A row that does not apply adds nothing to a sum; a product, quotient or comparison that lacks a side, and a
    difference that lacks what is subtracted from, have no meaning.
    """
    if isinstance(expression, Number):
        return expression
    if isinstance(expression, Reference):
        return None if expression.code in absent else expression
    left, right = without(expression.left, absent), without(expression.right, absent)
    if left is not None and right is not None:
        return Operation(expression.operator, left, right)
    if expression.operator == Operator.ADD:
        return right if left is None else left
    return left if expression.operator == Operator.SUBTRACT else None


def _references(expression: Expression) -> Iterator[str]:
    if isinstance(expression, Reference):
        yield expression.code
    elif isinstance(expression, Operation):
        yield from _references(expression.left)
        yield from _references(expression.right)


def _amount(expression: Expression, values: Mapping[str, Decimal | None]) -> Fraction | None:
    if isinstance(expression, Number):
        return Fraction(expression.value)
    if isinstance(expression, Reference):
        value = values.get(expression.code)
        return None if value is None else Fraction(value)
    left, right = _amount(expression.left, values), _amount(expression.right, values)
    if left is None or right is None:
        return None
    if expression.operator == Operator.DIVIDE:
        return left / right if right else None
    return _EXACT[expression.operator](left, right)


def _holds(operator: Operator, left: Fraction, right: Fraction) -> bool:
    if operator == Operator.EQUAL:
        return left == right
    return left <= right if operator == Operator.AT_MOST else left >= right


class _Parser:
    """Reads one text by recursive descent; every fault is the same ValueError."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0
        self._depth = 0
        if len(self._tokens) > _MOST_TOKENS:
            raise ValueError("formula.unreadable")

    def whole(self) -> Expression:
        expression = self._sum()
        operator = self._taken(_COMPARISONS)
        if operator is not None:
            expression = Operation(operator, expression, self._sum())
        if self._at != len(self._tokens):
            raise ValueError("formula.unreadable")
        return expression

    def _sum(self) -> Expression:
        expression = self._product()
        while (operator := self._taken(_SUMS)) is not None:
            expression = Operation(operator, expression, self._product())
        return expression

    def _product(self) -> Expression:
        expression = self._factor()
        while (operator := self._taken(_PRODUCTS)) is not None:
            expression = Operation(operator, expression, self._factor())
        return expression

    def _factor(self) -> Expression:
        found = self._next()
        self._at += 1
        if isinstance(found, Number | Reference):
            return found
        if found != "(" or self._depth == _DEEPEST:
            raise ValueError("formula.unreadable")
        self._depth += 1
        expression = self._sum()
        self._depth -= 1
        if self._next() != ")":
            raise ValueError("formula.unreadable")
        self._at += 1
        return expression

    def _taken(self, operators: AbstractSet[Operator]) -> Operator | None:
        found = self._next()
        if not isinstance(found, Operator) or found not in operators:
            return None
        self._at += 1
        return found

    def _next(self) -> Number | Reference | Operator | str | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None


def _tokens(text: str) -> Iterator[Number | Reference | Operator | str]:
    at, text = 0, text.strip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise ValueError("formula.unreadable")
        at = found.end()
        code, number, sign = found.group("code", "number", "sign")
        if code is not None:
            yield Reference(code.strip())
        elif number is not None:
            yield Number(Decimal(number))
        else:
            yield sign if sign in "()" else Operator(sign)
