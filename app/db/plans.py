"""Kho kế hoạch: whole plans in and out; the parts are mapped by the modules beside this one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from app.db import acts, plan_rules, rows, teams, visits
from app.db.failures import inconsistency_told
from app.db.forms import add_forms, form_versions, forms_of
from app.db.outlines import add_outlines, outline_versions, outlines_of
from app.db.plan_rows import alternation_of, ending_of, period_of, plan_row, plan_values
from app.db.tables.plans import PlanFormRow, PlanRow
from app.domain.acts import ActForm
from app.domain.changes import changes_between
from app.domain.dossiers import PlanDossier
from app.domain.draws.applied import with_drawn, with_results
from app.domain.errors import NotFound, Refused, StaleVersion
from app.domain.naming import keys_of_plan
from app.domain.plans import Plan, PlanState, PlanSummary, Standards

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.db.audit import AuditLog
    from app.db.directory import DirectoryStore
    from app.db.provinces import ProvinceStore
    from app.domain.changes import Change
    from app.domain.draws.applied import DrawResults
    from app.domain.forms import Form
    from app.domain.outlines import Outline
    from app.domain.own_versions import VersionLine
    from app.domain.people import Actor

_PLAN = rows.table_of(PlanRow)


class PlanStore:
    """Các kế hoạch: what is being drawn up, or stands as issued; `releases` keeps what was issued.

    A store that only reads `remembers` each dossier that it has read, since it sees one moment; one that writes reads
    anew. Every write on a plan takes the `version` that it was decided on, where there is one: raise StaleVersion when
    the plan has changed since. It notes each change in words, before and after.
    """

    def __init__(
        self,
        session: Session,
        audit: AuditLog,
        provinces: ProvinceStore,
        directory: DirectoryStore,
        results: Callable[[str], DrawResults],
        *,
        remembers: bool = False,
    ) -> None:
        self._session, self._audit, self._provinces, self._directory = session, audit, provinces, directory
        self._results = results
        self._read: dict[str, PlanDossier] | None = {} if remembers else None

    def summaries(self) -> tuple[PlanSummary, ...]:
        """Return the list of plans: the latest year first, within a year as they came in."""
        columns = (
            _PLAN.c.key,
            _PLAN.c.kind,
            _PLAN.c.title,
            _PLAN.c.province,
            _PLAN.c.year,
            _PLAN.c.state,
            _PLAN.c.changed_on,
        )
        found = self._session.execute(select(*columns).order_by(_PLAN.c.year.desc(), _PLAN.c.id))
        return tuple(
            PlanSummary(
                key=row.key,
                kind=row.kind,
                title=row.title,
                province=row.province,
                year=row.year,
                state=PlanState(row.state),
                changed_on=row.changed_on,
            )
            for row in found
        )

    def exists(self, key: str) -> bool:
        """Say whether there is a plan of that key."""
        return self._session.execute(select(_PLAN.c.id).where(_PLAN.c.key == key)).first() is not None

    def version(self, key: str) -> int:
        """Return the number that grows with each change of the plan; raise NotFound."""
        found = self._session.execute(select(_PLAN.c.version).where(_PLAN.c.key == key)).scalar()
        if found is None:
            raise NotFound("plan", key)
        return int(found)

    def state(self, key: str) -> PlanState:
        """Return where the plan stands now; raise NotFound."""
        found = self._session.execute(select(_PLAN.c.state).where(_PLAN.c.key == key)).scalar()
        if found is None:
            raise NotFound("plan", key)
        return PlanState(found)

    def outlines(self, keys: Sequence[str]) -> tuple[Outline, ...]:
        """Return the outlines of these keys in their order; a key that the store lacks gives none."""
        return outlines_of(self._session, keys)

    def forms(self, keys: Sequence[str]) -> tuple[Form, ...]:
        """Return the forms of these keys in their order; a key that the store lacks gives none."""
        return forms_of(self._session, keys)

    def outline_versions(self) -> tuple[VersionLine, ...]:
        """Return every outline that a plan may use, those adapted for some plan among them."""
        return outline_versions(self._session)

    def form_versions(self) -> tuple[VersionLine, ...]:
        """Return every form that a plan may use, those adapted for some plan among them."""
        return form_versions(self._session)

    def dossier(self, key: str) -> PlanDossier:
        """Return the plan with all that it names; raise NotFound.

        Units are all those of the province; the outline and the forms are those that the plan names, in its order.
        What was drawn and sealed so far is in it.
        """
        if self._read is None:
            return self._dossier(key)
        if key not in self._read:
            self._read[key] = self._dossier(key)
        return self._read[key]

    def _dossier(self, key: str) -> PlanDossier:
        row, plan_id = self._row(key)
        plan = self._plan(row, plan_id)
        found = PlanDossier(
            province=self._provinces.get(plan.province),
            units=self._directory.units(plan.province),
            people=teams.read_people(self._session, plan_id),
            outlines=self.outlines([plan.outline] if plan.outline is not None else []),
            forms=self.forms(plan.forms),
            plan=plan,
        )
        return with_results(found, self._results(key))

    def calendar_dossier(self, key: str) -> PlanDossier:
        """Return of the plan what its calendars show, and nothing else; raise NotFound.

        The feeds made from it equal those of the whole dossier, which takes several times as long to read. Units are
        those that the calendars name or count; texts, outline, forms and what only papers state are left out.
        """
        row, plan_id = self._row(key)
        results, people = self._results(key), teams.read_people(self._session, plan_id)
        plan = with_drawn(self._calendar_plan(row, plan_id), results)
        rule = plan.self_inspection
        units = self._directory.units_of(
            plan.province,
            keys={*keys_of_plan(plan), *(person.agency for person in people)},
            kinds=rule.kinds if rule else (),
            levels=rule.levels if rule else (),
        )
        province = self._provinces.get(plan.province)
        return PlanDossier(
            province=province,
            units=units,
            people=people,
            outlines=(),
            forms=(),
            plan=plan,
            sealed=results.sealed,
        )

    def _row(self, key: str) -> tuple[PlanRow, int]:
        """Return the row of a plan and its number; raise NotFound."""
        found = rows.of(self._session, PlanRow, "key", key)
        if not found or found[0].id is None:
            raise NotFound("plan", key)
        return found[0], found[0].id

    def _calendar_plan(self, row: PlanRow, plan_id: int) -> Plan:
        """Return what the calendars show of a plan."""
        session = self._session
        return Plan(
            key=row.key,
            province=row.province,
            year=row.year,
            kind=row.kind,
            title=row.title,
            changed_on=row.changed_on,
            state=PlanState(row.state),
            decision=acts.read_decision(session, plan_id),
            teams=teams.read_teams(session, plan_id),
            batches=teams.read_batches(session, plan_id),
            visits=visits.read_visits(session, plan_id),
            draw=plan_rules.read_draw_rule(session, plan_id),
            self_inspection=plan_rules.read_self_inspection(session, plan_id),
        )

    def _plan(self, row: PlanRow, plan_id: int) -> Plan:
        session = self._session
        plan = self._calendar_plan(row, plan_id)
        return replace(
            plan,
            subjects=row.subjects,
            act=ActForm(row.act),
            lead_agencies=row.lead_agencies,
            period=period_of(row),
            decision=acts.with_texts(session, plan_id, plan.decision),
            text=acts.read_text(session, plan_id),
            alternation=alternation_of(row),
            quotas=visits.read_quotas(session, plan_id),
            budget=plan_rules.read_budget(session, plan_id),
            mandates=plan_rules.read_mandates(session, plan_id),
            seals=row.seals,
            dissolution=row.dissolution,
            outline=row.outline,
            forms=tuple(form.form for form in rows.of_plan(session, PlanFormRow, plan_id)),
            standards=Standards(
                reading_days=row.reading_days,
                notice_days=row.notice_days,
                working_days=row.minimum_working_days,
            ),
            absences=plan_rules.read_absences(session, plan_id),
            errata=acts.read_errata(session, plan_id),
            remarks=acts.read_remarks(session, plan_id),
            ending=ending_of(row),
            source=row.source,
        )

    def add(self, dossier: PlanDossier, *, by: Actor, at: datetime) -> None:
        """Add a plan with its people, and the outlines and forms that the store lacks.

        The province and its units are added first, by their own stores. Raise Refused: `plan.exists`; `outline.differs`
        and `form.differs` where one of the same key has other content; `plan.inconsistent` where the plan names
        something that neither it nor the store holds, or holds one thing twice.
        """
        plan = dossier.plan
        if self.exists(plan.key):
            raise Refused("plan.exists", key=plan.key)
        with inconsistency_told(plan.key), self._session.begin_nested():
            self._add_versions(dossier, by=by, at=at)
            plan_id = rows.add_one(self._session, plan_row(plan))
            self._write_parts(plan_id, dossier)
            self._audit.note("plan.add", plan.key, after=plan.title, by=by, at=at)

    def rewrite(self, after: PlanDossier, *, action: str, version: int | None = None, by: Actor, at: datetime) -> None:
        """Make the plan of the dossier's key what the dossier says, with its people; nothing where all is alike.

        What was drawn and sealed stays as it is, whatever the dossier says of it. Outlines and forms that the store
        lacks are added; one that it has is never changed. `action` names the change in the log, which has a row for
        each difference in words. Raise NotFound, StaleVersion when the plan is not of the version expected, Refused as
        `add`.
        """
        key = after.plan.key
        before, after = self._dossier(key), with_results(after, self._results(key))
        row, plan_id = self._row(key)
        if version is not None and row.version != version:
            raise StaleVersion("plan", key)
        if (before.plan, before.people) == (after.plan, after.people):
            return
        with inconsistency_told(key), self._session.begin_nested():
            self._add_versions(after, by=by, at=at)
            values = {**plan_values(after.plan), "version": row.version + 1}
            self._session.execute(update(_PLAN).where(_PLAN.c.id == plan_id).values(values))
            self._write_parts(plan_id, after)
            for was, now in _told(changes_between(before, after)):
                self._audit.note(action, key, before=was, after=now, by=by, at=at)

    def _add_versions(self, dossier: PlanDossier, *, by: Actor, at: datetime) -> None:
        """Add the outlines and forms that the store lacks."""
        for outline in add_outlines(self._session, dossier.outlines):
            self._audit.note("outline.add", outline.key, after=outline.version, by=by, at=at)
        for form in add_forms(self._session, dossier.forms):
            self._audit.note("form.add", form.key, after=form.version, by=by, at=at)

    def _write_parts(self, plan_id: int, dossier: PlanDossier) -> None:
        """Make all rows of the plan but its own those of the dossier, so that nothing points to what is taken out."""
        plan = dossier.plan
        forms = [PlanFormRow(plan_id=plan_id, form=form, position=position) for position, form in enumerate(plan.forms)]
        rows.make_of_plan(
            self._session,
            plan_id,
            *teams.people_rows(plan_id, dossier.people),
            *teams.team_rows(plan_id, plan.teams),
            *teams.batch_rows(plan_id, plan.batches),
            *visits.visit_rows(plan_id, plan.visits),
            *visits.quota_rows(plan_id, plan.quotas),
            *acts.decision_rows(plan_id, plan.decision),
            *acts.text_rows(plan_id, plan.text),
            *acts.erratum_rows(plan_id, plan.errata),
            *acts.remark_rows(plan_id, plan.remarks),
            *plan_rules.draw_rule_rows(plan_id, plan.draw),
            *plan_rules.self_inspection_rows(plan_id, plan.self_inspection),
            *plan_rules.budget_rows(plan_id, plan.budget),
            *plan_rules.mandate_rows(plan_id, plan.mandates),
            *plan_rules.absence_rows(plan_id, plan.absences),
            (PlanFormRow, forms),
        )


def _told(changes: tuple[Change, ...]) -> list[tuple[str, str]]:
    """Return changes as the record tells them; what is not told, as the order of a list, has one row without words."""
    told = [(_words(change.subject, change.before), _words(change.subject, change.after)) for change in changes]
    return told or [("", "")]


def _words(subject: str, words: str) -> str:
    return f"{subject}: {words}" if words else ""
