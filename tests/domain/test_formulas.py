from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.formulas import Expression, Number, Operation, Operator, Reference, codes, evaluate, parse, without

_CODES = ("I.2", "I.2.1", "gq_tong", "phu-rieng.4")
_LEAVES: st.SearchStrategy[Expression] = st.one_of(
    st.sampled_from(_CODES).map(Reference),
    st.decimals(min_value=0, max_value=1000, places=2).map(lambda value: Number(abs(value))),
)
_ARITHMETIC = [Operator.ADD, Operator.SUBTRACT, Operator.MULTIPLY, Operator.DIVIDE]


def _operations(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    return st.builds(Operation, st.sampled_from(_ARITHMETIC), inner, inner)


_EXPRESSIONS = st.recursive(_LEAVES, _operations, max_leaves=12)
_VALUES = st.dictionaries(
    st.sampled_from(_CODES), st.none() | st.decimals(min_value=-1000, max_value=1000, places=2), max_size=len(_CODES)
)


def _written(expression: Expression) -> str:
    """The same expression with every operation in parentheses."""
    if isinstance(expression, Number):
        return str(expression.value)
    if isinstance(expression, Reference):
        return f"[{expression.code}]"
    return f"({_written(expression.left)} {expression.operator} {_written(expression.right)})"


def _by_python(expression: Expression, values: dict[str, Decimal | None]) -> Fraction | None:
    """The value of the written text by Python's own parser, over fractions."""
    if any(values.get(code) is None for code in codes(expression)):
        return None
    source = re.sub(r"\d+\.\d\d", r"Fraction('\g<0>')", _written(expression))
    source = re.sub(r"\[([^]]+)\]", r"Fraction(values['\1'])", source)
    try:
        return Fraction(eval(source, {"Fraction": Fraction, "values": values}))  # noqa: S307 (the text is made above)
    except ZeroDivisionError:
        return None


def test_a_ratio_is_computed_from_the_rows_it_names():
    ratio = parse("[I.2.2] / [I.2.1] * 100")
    assert codes(ratio) == ("I.2.2", "I.2.1")
    assert evaluate(ratio, {"I.2.2": Decimal(9), "I.2.1": Decimal(14)}) == Decimal(900) / Decimal(14)


def test_an_empty_figure_or_a_zero_divisor_gives_nothing():
    ratio = parse("[a] / [b] * 100")
    assert evaluate(ratio, {"a": Decimal(0), "b": Decimal(0)}) is None
    assert evaluate(ratio, {"a": Decimal(5), "b": Decimal(0)}) is None
    assert evaluate(ratio, {"a": None, "b": Decimal(2)}) is None
    assert evaluate(ratio, {"b": Decimal(2)}) is None
    assert evaluate(parse("[a] + [b]"), {"a": Decimal(1), "b": None}) is None
    assert evaluate(parse("[a] <= [b]"), {"a": Decimal(1)}) is None


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("[a] + [b] <= [c]", True),
        ("[a] + [b] = [c]", True),
        ("[c] >= [a] * [b]", True),
        ("[a] - [b] >= 0", False),
        ("[c] = 2.9", False),
    ],
)
def test_a_comparison_says_whether_it_holds(text, holds):
    assert evaluate(parse(text), {"a": Decimal(1), "b": Decimal(2), "c": Decimal(3)}) is holds


def test_thirds_are_compared_exactly():
    assert evaluate(parse("[a] / 3 * 3 = [a]"), {"a": Decimal(1)}) is True


def test_multiplication_binds_before_addition_and_equal_ranks_run_left_to_right():
    assert evaluate(parse("1 + 2 * 3"), {}) == 7
    assert evaluate(parse("(1 + 2) * 3"), {}) == 9
    assert evaluate(parse("10 - 3 - 2"), {}) == 5
    assert evaluate(parse("100 / 5 / 2"), {}) == 10


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "[a", "a]", "[]", "[a] +", "+ [a]", "-1", "[a] [b]", "()", "([a]", "[a])", "1,5 + 2", "[a] < [b]",
        "[a] <= [b] <= [c]", "([a] <= [b]) + 1", "[a] == [b]", "=SUM(A1)", "[[a]]", "1.", "[a] ^ 2",
        "(" * 40 + "1" + ")" * 40, "+".join(["1"] * 201),
    ],
)  # fmt: skip
def test_anything_else_is_unreadable(text):
    with pytest.raises(ValueError, match=r"^formula\.unreadable$"):
        parse(text)


def test_blanks_around_codes_and_signs_do_not_count():
    assert parse(" [ I.2 ]*100 ") == parse("[I.2] * 100")


@given(_EXPRESSIONS)
def test_what_is_written_is_read_back_equal(expression):
    assert parse(_written(expression)) == expression


@given(_EXPRESSIONS, _VALUES)
def test_values_agree_with_exact_fractions(expression, values):
    expected = _by_python(expression, values)
    found = evaluate(expression, values)
    assert found == (None if expected is None else Decimal(expected.numerator) / Decimal(expected.denominator))


@given(_EXPRESSIONS, _EXPRESSIONS, _VALUES)
def test_a_comparison_agrees_with_the_values_of_its_sides(left, right, values):
    first, second = _by_python(left, values), _by_python(right, values)
    expected = None if first is None or second is None else first <= second
    assert evaluate(Operation(Operator.AT_MOST, left, right), values) is expected


@given(st.text(alphabet="[]abI.2 0159+-*/()=<>,", max_size=40))
def test_a_text_is_either_read_whole_or_refused(text):
    try:
        expression = parse(text)
    except ValueError:
        return
    assert parse(_written(expression).removeprefix("(").removesuffix(")")) == expression


def test_a_row_that_does_not_apply_adds_nothing_to_a_sum():
    assert without(parse("[a] + [b] + [c]"), {"b"}) == parse("[a] + [c]")
    assert without(parse("[a] + [b] <= [c]"), {"a"}) == parse("[b] <= [c]")
    assert without(parse("[c] - [b]"), {"b"}) == parse("[c]")


@pytest.mark.parametrize("text", ["[b]", "[b] / [a] * 100", "[a] / [b]", "[b] - [a]", "[a] <= [b]", "[b] + [b]"])
def test_what_needs_a_row_that_does_not_apply_has_no_meaning(text):
    assert without(parse(text), {"b"}) is None


@given(_EXPRESSIONS)
def test_an_expression_is_whole_when_every_row_applies(expression):
    assert without(expression, set()) == expression
