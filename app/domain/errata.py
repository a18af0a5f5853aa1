"""Đính chính: the texts of a dossier by address, and the dossier with chosen errata corrected.

Addresses: `decision.title`, `decision.article.1`, `decision.legal_basis.3`, `decision.recipient.5`, `plan.title`,
`plan.clause.VII.4.a`, `plan.clause.VII.3.number`, `plan.annex_note`, `visit.<unit>`, `person.<key>`, `seat.<key>`,
`outline.<code>`, `outline.<code>.number`, `form.<key>.<row>`, `form.<key>.<row>.number`, `form.<key>.note.<n>`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from app.domain.acts import Clause, Decision, PlanText
    from app.domain.dossiers import PlanDossier
    from app.domain.forms import Form
    from app.domain.outlines import Outline
    from app.domain.plans import Plan
    from app.domain.teams import Team

    Edit = Callable[[str, str], str]
    """Takes an address and the text that stands there, returns the text to stand there."""


def corrected(dossier: PlanDossier, keys: Collection[str] | None = None) -> PlanDossier:
    """Return the dossier with the probable readings of these errata (all when None) in the place of the print.

    The errata applied are no longer listed; those without a reading stay. An address that the text no longer has, or
    whose text no longer holds the printed words, is passed over.
    """
    chosen = [e for e in dossier.plan.errata if e.reading is not None and (keys is None or e.key in keys)]
    changes: dict[str, list[tuple[str, str]]] = {}
    for erratum in chosen:
        for place in erratum.places:
            changes.setdefault(place, []).append((erratum.printed, erratum.reading or ""))

    def edit(place: str, text: str) -> str:
        for printed, reading in changes.get(place, ()):
            text = text.replace(printed, reading)
        return text

    applied = {erratum.key for erratum in chosen}
    edited = with_texts(dossier, edit)
    left = tuple(erratum for erratum in edited.plan.errata if erratum.key not in applied)
    return replace(edited, plan=replace(edited.plan, errata=left))


def texts(dossier: PlanDossier) -> dict[str, str]:
    """Return every addressable text of the dossier by its address; the lines of one place are joined by line breaks."""
    found: dict[str, list[str]] = {}

    def note(place: str, text: str) -> str:
        found.setdefault(place, []).append(text)
        return text

    with_texts(dossier, note)
    return {place: "\n".join(lines) for place, lines in found.items()}


def with_texts(dossier: PlanDossier, edit: Edit) -> PlanDossier:
    """Return the dossier with every addressable text passed through `edit`."""
    return replace(
        dossier,
        plan=_plan(dossier.plan, edit),
        people=tuple(
            replace(person, printed=edit(f"person.{person.key}", person.printed) if person.printed else person.printed)
            for person in dossier.people
        ),
        outlines=tuple(_outline(outline, edit) for outline in dossier.outlines),
        forms=tuple(_form(form, edit) for form in dossier.forms),
    )


def _plan(plan: Plan, edit: Edit) -> Plan:
    return replace(
        plan,
        decision=_decision(plan.decision, edit),
        text=_plan_text(plan.text, edit),
        teams=tuple(_team(team, edit) for team in plan.teams),
        visits=tuple(
            replace(v, printed_name=edit(f"visit.{v.unit}", v.printed_name) if v.printed_name else v.printed_name)
            for v in plan.visits
        ),
    )


def _decision(decision: Decision, edit: Edit) -> Decision:
    submission = decision.submission
    return replace(
        decision,
        title=edit("decision.title", decision.title),
        legal_bases=tuple(
            replace(basis, text=edit(f"decision.legal_basis.{n}", basis.text))
            for n, basis in enumerate(decision.legal_bases, 1)
        ),
        submission=replace(submission, text=edit("decision.submission", submission.text)) if submission else None,
        articles=tuple(
            replace(article, text=edit(f"decision.article.{n}", article.text))
            for n, article in enumerate(decision.articles, 1)
        ),
        recipients=_numbered("decision.recipient", decision.recipients, edit),
    )


def _plan_text(text: PlanText, edit: Edit) -> PlanText:
    return replace(
        text,
        title=_lines("plan.title", text.title, edit),
        reference=_numbered("plan.reference", text.reference, edit),
        preamble=_numbered("plan.preamble", text.preamble, edit),
        clauses=tuple(_clause(clause, edit) for clause in text.clauses),
        closing=edit("plan.closing", text.closing),
        annex_title=edit("plan.annex_title", text.annex_title),
        annex_note=edit("plan.annex_note", text.annex_note),
    )


def _clause(clause: Clause, edit: Edit) -> Clause:
    place = f"plan.clause.{clause.code}"
    number = edit(f"{place}.number", clause.number) if clause.number is not None else None
    return replace(clause, text=edit(place, clause.text), number=number)


def _team(team: Team, edit: Edit) -> Team:
    seats = tuple(
        replace(seat, office=edit(f"seat.{seat.key}", seat.office) if seat.office else seat.office)
        for seat in team.seats
    )
    return replace(team, seats=seats)


def _outline(outline: Outline, edit: Edit) -> Outline:
    items = tuple(
        replace(
            item,
            text=edit(f"outline.{item.code}", item.text),
            number=edit(f"outline.{item.code}.number", item.number),
            paragraphs=_lines(f"outline.{item.code}", item.paragraphs, edit),
        )
        for item in outline.items
    )
    return replace(
        outline,
        title=_lines("outline.title", outline.title, edit),
        items=items,
        exemption=edit("outline.exemption", outline.exemption),
    )


def _form(form: Form, edit: Edit) -> Form:
    place = f"form.{form.key}"
    rows = tuple(
        replace(
            row,
            name=edit(f"{place}.{row.code}", row.name),
            number=edit(f"{place}.{row.code}.number", row.number),
            unit=edit(f"{place}.{row.code}.unit", row.unit),
        )
        for row in form.rows
    )
    return replace(
        form,
        title=_lines(f"{place}.title", form.title, edit),
        rows=rows,
        notes=_numbered(f"{place}.note", form.notes, edit),
    )


def _lines(place: str, lines: Iterable[str], edit: Edit) -> tuple[str, ...]:
    """Edit lines that share one address."""
    return tuple(edit(place, line) for line in lines)


def _numbered(place: str, lines: Iterable[str], edit: Edit) -> tuple[str, ...]:
    """Edit lines that have an address each, counted from 1."""
    return tuple(edit(f"{place}.{n}", line) for n, line in enumerate(lines, 1))
