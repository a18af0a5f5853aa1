"""Kho bản ban hành: what was issued, as it was issued; rows are added and never changed or taken out."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app.db import rows
from app.db.tables.plans import PlanRow
from app.db.tables.releases import ReleaseFileRow, ReleaseRow, WaiverRow
from app.domain.errors import NotFound
from app.domain.problems import Severity
from app.domain.releases import FrozenFile, Release, Waiver
from app.domain.vietnamese import short_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from typing import Any

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from app.db.audit import AuditLog
    from app.domain.people import Actor

_RELEASE = rows.table_of(ReleaseRow)
_WAIVER = rows.table_of(WaiverRow)
_FILE = rows.table_of(ReleaseFileRow)
_PLAN = rows.table_of(PlanRow)
_ABOUT = [column for column in _RELEASE.columns if column.key != "content"]
"""All of a release but its content, which is a hundred times as long as the rest."""


class ReleaseStore:
    """Các bản ban hành của các kế hoạch, numbered from 1 for each plan."""

    def __init__(self, session: Session, audit: AuditLog) -> None:
        self._session, self._audit = session, audit

    def latest(self, plan: str) -> Release | None:
        """Return what was issued last of the plan; None while nothing was, and for an unknown plan."""
        found = self._session.execute(_of(plan).order_by(_RELEASE.c.number.desc()).limit(1)).first()
        return None if found is None else self._releases(plan, [found])[0]

    def get(self, plan: str, number: int) -> Release:
        """Return the plan's release of that number; raise NotFound."""
        found = self._session.execute(_of(plan).where(_RELEASE.c.number == number)).first()
        if found is None:
            raise NotFound("release", str(number))
        return self._releases(plan, [found])[0]

    def list(self, plan: str) -> tuple[Release, ...]:
        """Return everything that was issued of the plan, in order."""
        found = self._session.execute(_of(plan).order_by(_RELEASE.c.number)).all()
        return self._releases(plan, found)

    def content(self, plan: str, number: int) -> str:
        """Return the content of a release, as it was issued; raise NotFound."""
        found = self._session.execute(_of(plan, _RELEASE.c.content).where(_RELEASE.c.number == number)).scalar()
        if found is None:
            raise NotFound("release", str(number))
        return str(found)

    def latest_numbers(self) -> dict[str, int]:
        """Return the number of the last release of every plan that was issued, by the plan's key."""
        found = self._session.execute(
            select(_PLAN.c.key, func.max(_RELEASE.c.number).label("number"))
            .join(_PLAN, _PLAN.c.id == _RELEASE.c.plan_id)
            .group_by(_PLAN.c.key)
        )
        return {row.key: row.number for row in found}

    def latest_of_each(self) -> tuple[Release, ...]:
        """Return what was issued last of every plan, without the reasons for it, by when the plans came in."""
        of_same = select(func.max(_RELEASE.c.number)).where(_RELEASE.c.plan_id == _PLAN.c.id).correlate(_PLAN)
        query = select(_PLAN.c.key.label("plan"), *_ABOUT).join(_PLAN, _PLAN.c.id == _RELEASE.c.plan_id)
        found = self._session.execute(query.where(_RELEASE.c.number == of_same.scalar_subquery()).order_by(_PLAN.c.id))
        return tuple(_release(row.plan, row, ()) for row in found)

    def add(
        self,
        plan: str,
        *,
        decision_number: str,
        decision_day: date,
        issued_by: str | None,
        content: str,
        waivers: Iterable[Waiver] = (),
        by: Actor,
        at: datetime,
    ) -> Release:
        """Add the plan's next release, and return it; raise NotFound for an unknown plan."""
        plan_id = self._session.execute(select(_PLAN.c.id).where(_PLAN.c.key == plan)).scalar()
        if plan_id is None:
            raise NotFound("plan", plan)
        latest = self.latest(plan)
        release = Release(
            plan=plan,
            number=1 if latest is None else latest.number + 1,
            decision_number=decision_number,
            decision_day=decision_day,
            issued_by=issued_by,
            issued_at=at,
            actor=by.name,
            sha256=hashlib.sha256(content.encode()).hexdigest(),
            waivers=tuple(waivers),
        )
        row = ReleaseRow(
            plan_id=plan_id,
            number=release.number,
            decision_number=decision_number,
            decision_day=decision_day,
            issued_by=issued_by,
            issued_at=at,
            actor=by.name,
            content=content,
            sha256=release.sha256,
        )
        release_id = rows.add_one(self._session, row)
        rows.add(
            self._session,
            [
                WaiverRow(
                    release_id=release_id,
                    position=position,
                    code=waiver.code,
                    severity=waiver.severity,
                    statement=waiver.statement,
                    reason=waiver.reason,
                    person=waiver.person,
                )
                for position, waiver in enumerate(release.waivers)
            ],
        )
        act = f"văn bản số {decision_number}" if decision_number else "văn bản chưa rõ số"
        told = f"Bản ban hành số {release.number}: {act} ngày {short_date(decision_day)}, sha256 {release.sha256}"
        self._audit.note("release.add", plan, after=told, by=by, at=at)
        return release

    def files(self, plan: str, number: int) -> tuple[FrozenFile, ...]:
        """Return the files that were frozen with a release, in the order of publication; none for one that came in."""
        query = select(_FILE).join(_RELEASE, _RELEASE.c.id == _FILE.c.release_id)
        query = query.join(_PLAN, _PLAN.c.id == _RELEASE.c.plan_id)
        query = query.where(_PLAN.c.key == plan, _RELEASE.c.number == number).order_by(_FILE.c.position)
        return tuple(
            FrozenFile(
                path=row.path,
                kind=row.kind,
                sha256=row.sha256,
                content=row.content,
                unit=row.unit,
                person=row.person,
                is_announced=row.is_announced,
            )
            for row in rows.chosen(self._session, ReleaseFileRow, query, {})
        )

    def add_files(self, plan: str, number: int, files: Sequence[FrozenFile], *, by: Actor, at: datetime) -> None:
        """Freeze the files of a release with it; raise NotFound for an unknown release."""
        query = select(_RELEASE.c.id).join(_PLAN, _PLAN.c.id == _RELEASE.c.plan_id)
        release_id = self._session.execute(query.where(_PLAN.c.key == plan, _RELEASE.c.number == number)).scalar()
        if release_id is None:
            raise NotFound("release", str(number))
        rows.add(
            self._session,
            [
                ReleaseFileRow(
                    release_id=release_id,
                    path=file.path,
                    position=position,
                    kind=file.kind,
                    unit=file.unit,
                    person=file.person,
                    is_announced=file.is_announced,
                    sha256=file.sha256,
                    content=file.content,
                )
                for position, file in enumerate(files)
            ],
        )
        together = hashlib.sha256("".join(f"{file.sha256}  {file.path}\n" for file in files).encode()).hexdigest()
        told = f"Bản ban hành số {number}: {len(files)} tệp, sha256 của danh sách {together}"
        self._audit.note("release.freeze", plan, after=told, by=by, at=at)

    def _releases(self, plan: str, found: Sequence[Row[Any]]) -> tuple[Release, ...]:
        waivers: dict[int, tuple[Waiver, ...]] = {}
        of_these = _WAIVER.c.release_id.in_([row.id for row in found])
        order = [_WAIVER.c.release_id, _WAIVER.c.position]
        for row in rows.read(self._session, WaiverRow, of_these, order_by=order):
            waivers[row.release_id] = (*waivers.get(row.release_id, ()), _waiver(row))
        return tuple(_release(plan, row, waivers.get(row.id, ())) for row in found)


def _release(plan: str, row: Row[Any], waivers: tuple[Waiver, ...]) -> Release:
    return Release(
        plan=plan,
        number=row.number,
        decision_number=row.decision_number,
        decision_day=row.decision_day,
        issued_by=row.issued_by,
        issued_at=row.issued_at,
        actor=row.actor,
        sha256=row.sha256,
        waivers=waivers,
    )


def _waiver(row: WaiverRow) -> Waiver:
    return Waiver(
        code=row.code,
        severity=Severity(row.severity),
        statement=row.statement,
        reason=row.reason,
        person=row.person,
    )


def _of(plan: str, *columns: Any) -> Select[Any]:
    """Return the query of a plan's releases."""
    return select(*(columns or _ABOUT)).join(_PLAN, _PLAN.c.id == _RELEASE.c.plan_id).where(_PLAN.c.key == plan)
