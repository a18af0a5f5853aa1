"""Decisions, texts, outlines and forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from app.domain.acts import Article, CitedAct, Clause, ClauseKind, Decision, LegalBasis, PlanText, Signatory, Submission
from app.domain.forms import (
    BranchRows,
    Choice,
    ColumnKind,
    Form,
    FormCheck,
    FormColumn,
    FormKind,
    FormRow,
    HeaderCell,
    RowKind,
)
from app.domain.outlines import Outline, OutlineItem, OutlineKind
from strategies.texts import lines, maybe, maybe_words, some_of, words
from strategies.times import days

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.units import Unit


@st.composite
def forms(draw: st.DrawFn, key: str, units: Sequence[Unit], levels: Sequence[str]) -> Form:
    """Draw a form whose sums, formulas and checks name rows and columns that it has."""
    kind = draw(st.sampled_from(FormKind))
    columns: list[FormColumn] = []
    for index in range(draw(st.integers(1, 3))):
        column = FormColumn(
            key=f"c{index}",
            label=draw(words()),
            kind=draw(st.sampled_from(ColumnKind)),
            sum_of=draw(some_of([c.key for c in columns], 2)),
            placeholder=draw(maybe_words()),
        )
        columns.append(column)
    rows: list[FormRow] = []
    for index in range(draw(st.integers(1, 4))):
        row = FormRow(
            code=f"I.{index + 1}",
            kind=draw(st.sampled_from(RowKind)),
            name=draw(words()),
            number=draw(maybe_words()),
            unit=draw(maybe_words()),
            choices=tuple(Choice(value=v, label=draw(words())) for v in range(draw(st.integers(0, 2)))),
            formula=draw(maybe(st.just(f"[{rows[0].code}] / [{rows[-1].code}] * 100"))) if rows else None,
            inputs=draw(lines(1)),
            note=draw(maybe_words()),
            filled_by=draw(maybe_words()),
            if_any=draw(st.booleans()),
            is_cumulative=draw(st.booleans()),
            level=draw(maybe(st.sampled_from(levels))),
            levels=draw(some_of(levels, 1)),
            not_for_kinds=draw(some_of(["sở", "xã"], 1)),
            shows_placeholders=draw(st.booleans()),
        )
        rows.append(row)
    named = columns[0].key if kind == FormKind.GRID else rows[0].code
    check = st.builds(FormCheck, expression=st.just(f"[{named}] >= 0"), text=words(), is_hard=st.booleans())
    branch = st.builds(
        BranchRows,
        unit=st.sampled_from([unit.key for unit in units]),
        level=st.sampled_from(levels),
        label=words().map(lambda text: f"{text} {{area}}"),
        text=maybe_words(),
    )
    cell = st.builds(HeaderCell, text=words(), rowspan=st.integers(1, 2), colspan=st.integers(1, 2))
    return Form(
        key=key,
        version=draw(words(8)),
        number=draw(words(8)),
        heading=draw(words()),
        title=draw(lines()),
        kind=kind,
        header=draw(st.lists(st.lists(cell, max_size=2).map(tuple), max_size=2).map(tuple)),
        columns=tuple(columns),
        rows=tuple(rows),
        notes=draw(lines(2)),
        checks=draw(st.lists(check, max_size=2).map(tuple)),
        branch_rows=draw(st.lists(branch, max_size=1).map(tuple)),
        levels=draw(some_of(levels, 1)),
        kinds=draw(some_of(["sở", "huyện"], 1)),
        source=draw(maybe_words()),
    )


@st.composite
def outlines(draw: st.DrawFn, key: str, levels: Sequence[str], indicators: Sequence[str]) -> Outline:
    """Draw an outline of a part or two with sections and items below them."""
    items = []
    for part in range(1, draw(st.integers(1, 3))):
        shapes = [(f"{part}", OutlineKind.PART), (f"{part}.1", OutlineKind.SECTION), (f"{part}.1.a", OutlineKind.ITEM)]
        for code, kind in shapes[: draw(st.integers(1, 3))]:
            item = OutlineItem(
                code=code,
                kind=kind,
                number=draw(words(4)),
                text=draw(words()),
                guidance=draw(lines(1)),
                paragraphs=draw(lines(2)),
                if_any=draw(st.booleans()),
                field=draw(maybe(st.sampled_from(["the-che", "thu-tuc"]))),
                indicators=draw(some_of(indicators, 2)),
                levels=draw(some_of(levels, 1)),
                kinds=draw(some_of(["sở", "huyện"], 1)),
                not_for_kinds=draw(some_of(["xã"], 1)),
            )
            items.append(item)
    return Outline(
        key=key,
        version=draw(words(8)),
        title=draw(lines()),
        items=tuple(items),
        heading=draw(words()),
        reference=draw(lines(2)),
        exemption=draw(maybe_words()),
        source=draw(maybe_words()),
    )


def decisions(units: Sequence[str], year: int) -> st.SearchStrategy[Decision]:
    """Return decisions, from a bare one to one with everything."""
    basis = st.builds(
        LegalBasis,
        text=words(),
        kind=maybe_words(),
        name=maybe_words(),
        number=maybe(words()),
        day=maybe(days(year)),
        issuer=maybe(words()),
    )
    submission = st.builds(
        Submission, agency=st.sampled_from(units), number=maybe(words()), day=maybe(days(year)), text=maybe_words()
    )
    cited = st.builds(CitedAct, number=words(), day=maybe(days(year)), issuer=maybe_words(), subject=maybe_words())
    return st.builds(
        Decision,
        symbol=words(8),
        body=st.sampled_from(units),
        issuer=maybe_words(),
        number=maybe(words(6)),
        day=maybe(days(year)),
        title=maybe_words(),
        legal_bases=st.lists(basis, max_size=2).map(tuple),
        submission=maybe(submission),
        articles=st.lists(st.builds(Article, number=words(8), text=words()), max_size=2).map(tuple),
        replaces=maybe(cited),
        amends=st.lists(cited, max_size=2).map(tuple),
        recipients=lines(),
        signatory=maybe(st.builds(Signatory, title=words(), capacity=maybe_words(), name=maybe_words())),
    )


@st.composite
def plan_texts(draw: st.DrawFn) -> PlanText:
    """Draw the plan's own text."""
    kinds = draw(st.lists(st.sampled_from(ClauseKind), max_size=4))
    return PlanText(
        title=draw(lines(2)),
        reference=draw(lines(1)),
        preamble=draw(lines(1)),
        clauses=tuple(
            Clause(code=f"I.{index}", kind=kind, text=draw(words()), number=draw(maybe(words(4))))
            for index, kind in enumerate(kinds, 1)
        ),
        closing=draw(maybe_words()),
        annex_title=draw(maybe_words()),
        annex_note=draw(maybe_words()),
    )
