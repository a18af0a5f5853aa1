from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.formulas import Expression, Number, Operation, Operator, Reference, codes, evaluate, parse
from app.forms.formulas import arithmetic, broken, computed, share, total

_CELLS = {"I.1": "D8", "I.2": "D9", "gq": "$E10"}
_LEAVES: st.SearchStrategy[Expression] = st.one_of(
    st.sampled_from(tuple(_CELLS)).map(Reference),
    st.decimals(min_value=0, max_value=1000, places=2).map(lambda value: Number(abs(value))),
)
_EXPRESSIONS = st.recursive(
    _LEAVES,
    lambda inner: st.builds(Operation, st.sampled_from(list(Operator)[:4]), inner, inner),
    max_leaves=10,
)
_FIGURES = st.fixed_dictionaries({code: st.integers(-50, 50).map(Decimal) for code in _CELLS})


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("[I.2] / [I.1] * 100", "D9/D8*100"),
        ("[I.1] - ([I.2] - [gq])", "D8-(D9-$E10)"),
        ("[I.1] - [I.2] - [gq]", "D8-D9-$E10"),
        ("[I.1] / ([I.2] * [gq])", "D8/(D9*$E10)"),
        ("([I.1] + [I.2]) * 1.5", "(D8+D9)*1.5"),
        ("[I.1] + [I.2] <= [gq]", "ROUND(D8+D9-$E10,6)<=0"),
        ("[I.1] = [I.2] + [gq]", "ROUND(D8-(D9+$E10),6)=0"),
    ],
)
def test_an_expression_is_written_with_as_few_parentheses_as_it_needs(text, formula):
    assert arithmetic(parse(text), _CELLS.__getitem__) == formula


def test_a_figure_stays_empty_until_all_its_figures_are_there():
    assert computed(parse("[I.2] / [I.1] * 100"), _CELLS.__getitem__) == (
        '=IF(COUNT(D9,D8)=2,IFERROR(D9/D8*100,""),"")'
    )


def test_a_rule_is_broken_only_when_all_its_figures_are_there():
    assert broken(parse("[I.2] <= [I.1]"), _CELLS.__getitem__) == (
        "IFERROR(AND(COUNT(D9,D8)=2,NOT(ROUND(D9-D8,6)<=0)),FALSE)"
    )


def test_totals_and_shares_are_empty_while_nothing_is_typed():
    assert total(["D8:D20", "D23:D30"]) == '=IF(COUNT(D8:D20,D23:D30)=0,"",SUM(D8:D20,D23:D30))'
    assert share("E8", ["E8", "G8"]) == '=IF(COUNT(E8)=0,"",IFERROR(E8/SUM(E8,G8)*100,""))'


@given(_EXPRESSIONS, _FIGURES)
def test_what_excel_computes_is_what_the_domain_computes(expression, figures):
    formula = arithmetic(expression, lambda code: f"F('{figures[code]}')")
    source = re.sub(r"(?<!')\b\d+\.\d\d\b(?!')", r"F('\g<0>')", formula)
    try:
        found = Fraction(eval(source, {"F": Fraction}))  # noqa: S307 (the text is made above)
    except ZeroDivisionError:
        found = None
    expected = evaluate(expression, figures)
    assert expected == (None if found is None else Decimal(found.numerator) / Decimal(found.denominator))


@given(_EXPRESSIONS)
def test_every_figure_of_a_formula_is_counted_once(expression):
    terms = [_CELLS[code] for code in codes(expression)]
    counted = f"COUNT({','.join(terms)})={len(terms)}" if terms else "TRUE"
    assert computed(expression, _CELLS.__getitem__).startswith(f"=IF({counted},IFERROR(")
