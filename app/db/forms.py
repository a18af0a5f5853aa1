"""Biểu mẫu giữa dòng và giá trị."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db import rows
from app.db.tables.forms import FormColumnRow, FormLineRow, FormRow
from app.domain import forms as domain
from app.domain.errors import Refused
from app.domain.own_versions import VersionLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

_FORM = rows.table_of(FormRow)
_COLUMN = rows.table_of(FormColumnRow)
_LINE = rows.table_of(FormLineRow)


def forms_of(session: Session, keys: Sequence[str]) -> tuple[domain.Form, ...]:
    """Return the forms of these keys in their order; a key that the store lacks gives none."""
    if not keys:
        return ()
    columns: dict[str, list[FormColumnRow]] = {}
    for column in rows.read(session, FormColumnRow, _COLUMN.c.form.in_(keys), order_by=[_COLUMN.c.position]):
        columns.setdefault(column.form, []).append(column)
    lines: dict[str, list[FormLineRow]] = {}
    for line in rows.read(session, FormLineRow, _LINE.c.form.in_(keys), order_by=[_LINE.c.position]):
        lines.setdefault(line.form, []).append(line)
    found = {
        row.key: _form(row, columns.get(row.key, ()), lines.get(row.key, ()))
        for row in rows.read(session, FormRow, _FORM.c.key.in_(keys))
    }
    return tuple(found[key] for key in dict.fromkeys(keys) if key in found)


def form_versions(session: Session) -> tuple[VersionLine, ...]:
    """Return every form that there is, as a list shows it, by its key."""
    columns = (_FORM.c.key, _FORM.c.version, _FORM.c.heading, _FORM.c.title)
    return tuple(
        VersionLine(key=row.key, version=row.version, title=" ".join((row.heading, *row.title)))
        for row in session.execute(select(*columns).order_by(_FORM.c.key))
    )


def add_forms(session: Session, forms: Iterable[domain.Form]) -> tuple[domain.Form, ...]:
    """Add the forms that the store lacks and return them.

    Raise Refused `form.differs` where it has one of the same key and other content.
    """
    wanted = {form.key: form for form in forms}
    known = {form.key: form for form in forms_of(session, list(wanted))}
    for key, form in known.items():
        if form != wanted[key]:
            raise Refused("form.differs", key=key)
    new = tuple(form for key, form in wanted.items() if key not in known)
    rows.add(session, [_form_row(form) for form in new])
    rows.add(
        session,
        [_column_row(form.key, position, column) for form in new for position, column in enumerate(form.columns)],
    )
    rows.add(session, [_line_row(form.key, position, row) for form in new for position, row in enumerate(form.rows)])
    return new


def _form(row: FormRow, columns: Iterable[FormColumnRow], lines: Iterable[FormLineRow]) -> domain.Form:
    return domain.Form(
        key=row.key,
        version=row.version,
        number=row.number,
        heading=row.heading,
        title=row.title,
        kind=domain.FormKind(row.kind),
        header=tuple(tuple(domain.HeaderCell(**cell) for cell in line) for line in row.header),
        columns=tuple(_column(column) for column in columns),
        rows=tuple(_line(line) for line in lines),
        notes=row.notes,
        checks=tuple(domain.FormCheck(**check) for check in row.checks),
        branch_rows=tuple(domain.BranchRows(**branch) for branch in row.branch_rows),
        levels=row.levels,
        kinds=row.kinds,
        source=row.source,
    )


def _form_row(form: domain.Form) -> FormRow:
    return FormRow(
        key=form.key,
        version=form.version,
        number=form.number,
        heading=form.heading,
        title=form.title,
        kind=form.kind,
        header=[
            [{"text": cell.text, "rowspan": cell.rowspan, "colspan": cell.colspan} for cell in line]
            for line in form.header
        ],
        notes=form.notes,
        checks=[
            {"expression": check.expression, "text": check.text, "is_hard": check.is_hard} for check in form.checks
        ],
        branch_rows=[
            {"unit": branch.unit, "level": branch.level, "label": branch.label, "text": branch.text}
            for branch in form.branch_rows
        ],
        levels=form.levels,
        kinds=form.kinds,
        source=form.source,
    )


def _column(row: FormColumnRow) -> domain.FormColumn:
    return domain.FormColumn(
        key=row.key,
        label=row.label,
        kind=domain.ColumnKind(row.kind),
        sum_of=row.sum_of,
        placeholder=row.placeholder,
    )


def _column_row(form: str, position: int, column: domain.FormColumn) -> FormColumnRow:
    return FormColumnRow(
        form=form,
        key=column.key,
        position=position,
        label=column.label,
        kind=column.kind,
        sum_of=column.sum_of,
        placeholder=column.placeholder,
    )


def _line(row: FormLineRow) -> domain.FormRow:
    return domain.FormRow(
        code=row.code,
        kind=domain.RowKind(row.kind),
        name=row.name,
        number=row.number,
        unit=row.unit,
        choices=tuple(domain.Choice(**choice) for choice in row.choices),
        formula=row.formula,
        inputs=row.inputs,
        note=row.note,
        filled_by=row.filled_by,
        if_any=row.if_any,
        is_cumulative=row.is_cumulative,
        level=row.level,
        levels=row.levels,
        not_for_kinds=row.not_for_kinds,
        shows_placeholders=row.shows_placeholders,
    )


def _line_row(form: str, position: int, row: domain.FormRow) -> FormLineRow:
    return FormLineRow(
        form=form,
        code=row.code,
        position=position,
        kind=row.kind,
        name=row.name,
        number=row.number,
        unit=row.unit,
        choices=[{"value": choice.value, "label": choice.label} for choice in row.choices],
        formula=row.formula,
        inputs=row.inputs,
        note=row.note,
        filled_by=row.filled_by,
        if_any=row.if_any,
        is_cumulative=row.is_cumulative,
        level=row.level,
        levels=row.levels,
        not_for_kinds=row.not_for_kinds,
        shows_placeholders=row.shows_placeholders,
    )
