"""Các kế hoạch đã lưu: databases that hold one, ten, a hundred, a thousand plans, made through the services.

The founding plan is issued and stands in each of them. The next plans of its province are drafts, as many as a page of
the list shows, so that nobody but its planners is concerned; all others belong to other provinces and years, every
second one issued. Each has an account that may read it and the address of its calendar.
"""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from app.db.engine import create_engine
from app.db.store import open_reader, open_store
from app.domain.accounts import AccountRole, RoleGrant
from app.domain.naming import carried
from app.domain.plans import PlanState
from app.domain.problems import Severity
from app.domain.releases import leading_people
from app.planfiles.writing import WRITERS
from app.services.feeds import issue_feed
from app.services.plan_exchange import import_plan
from app.services.releases import problems_of_plan, release_plan
from app.services.seeing import PLANS_A_PAGE
from app.settings import Settings
from bench.setting import PLAN, WRITTEN_BY, fill
from bench.visitors import cookies, planner_of, signed_in

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from app.domain.dossiers import PlanDossier
    from bench.setting import Setting

TODAY = date(2023, 7, 10)
"""What the servers of the run call today: the founding plan is under way."""
_NOW = Settings(today=TODAY).now()
_DECISION_NUMBER, _DECISION_DAY = "1234", date(2023, 7, 5)
_OTHER_PROVINCES = 33


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """Cơ sở dữ liệu có chừng ấy kế hoạch: its address, the secrets of sessions by role, and of feeds in order of plans.

    The founding plan is the first.
    """

    plans: int
    database: str
    sessions: dict[str, str]
    feeds: tuple[str, ...]

    def cookies(self, who: str | None) -> dict[str, str]:
        """Return the headers with which somebody of that role asks; None is nobody who signed in."""
        return cookies(self.sessions[who] if who is not None else None)


class StoredPlans:
    """Các cơ sở dữ liệu của một lần đo, made once, the larger ones from the smaller."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._address = f"sqlite:///{setting.folder / 'plans.db'}"

    @property
    def unit(self) -> str:
        """The unit that the session `unit` speaks for: the first that is inspected."""
        return self._setting.dossier.plan.firm_visits()[0].unit

    @cached_property
    def made(self) -> tuple[Stored, ...]:
        """One database for each number of plans of the setting, in that order."""
        fill(self._address)
        engine = create_engine(self._address)
        feeds: list[str] = []
        stored: list[Stored] = []
        try:
            _issue_founding_plan(engine)
            with open_reader(engine) as store:
                dossier = store.plans.dossier(PLAN)
            feeds.append(_feed_of(engine, PLAN))
            sessions = _sessions(engine, dossier, self.unit)
            for count in self._setting.plans:
                feeds += [_store_copy(engine, dossier, number) for number in range(len(feeds), count)]
                engine.dispose()
                stored.append(self._copied(count, sessions, tuple(feeds)))
        finally:
            engine.dispose()
        return tuple(stored)

    def _copied(self, count: int, sessions: dict[str, str], feeds: tuple[str, ...]) -> Stored:
        path: Path = self._setting.folder / f"plans-{count}.db"
        shutil.copyfile(self._setting.folder / "plans.db", path)
        return Stored(plans=count, database=f"sqlite:///{path}", sessions=sessions, feeds=feeds)


def _issue_founding_plan(engine: Engine) -> None:
    with open_store(engine) as store:
        dossier = store.plans.dossier(PLAN)
        problems = [each.problem for each in problems_of_plan(store, PLAN, TODAY)]
        release_plan(
            store,
            PLAN,
            number=_DECISION_NUMBER,
            day=_DECISION_DAY,
            by_person=leading_people(dossier)[0],
            reasons={each.code: "bench" for each in problems if each.severity != Severity.INFO},
            **WRITTEN_BY,
        )


def _sessions(engine: Engine, dossier: PlanDossier, unit: str) -> dict[str, str]:
    """Open an account of each role in the founding plan, sign it in, and return the secrets of the sessions."""
    plan = dossier.plan
    person = dossier.person(next(seat.person for team in plan.teams for seat in team.seats if seat.person is not None))
    roles = {
        "planner": planner_of(plan),
        "unit": RoleGrant(
            role=AccountRole.UNIT,
            province=plan.province,
            unit=unit,
            unit_since=dossier.directory.unit(unit).since,
        ),
        "member": RoleGrant(role=AccountRole.MEMBER, province=plan.province, person=person.key, agency=person.agency),
    }
    with open_store(engine) as store:
        return {login: signed_in(store, login, grant, _NOW) for login, grant in roles.items()}


def _store_copy(engine: Engine, dossier: PlanDossier, number: int) -> str:
    """Take in a copy of the plan with an account that reads it; return the secret of its calendar."""
    copy = _copied_plan(dossier, number)
    file = WRITERS["json"](carried(copy))
    with open_store(engine) as store:
        import_plan(store, file, "copy.json", **WRITTEN_BY)
        viewer = RoleGrant(role=AccountRole.VIEWER, province=copy.plan.province)
        signed_in(store, f"nguoi-xem-{number}", viewer, _NOW)
    return _feed_of(engine, copy.plan.key)


def _copied_plan(dossier: PlanDossier, number: int) -> PlanDossier:
    plan = dossier.plan
    draft = replace(
        plan,
        key=f"{plan.key}-{number}",
        state=PlanState.DRAFT,
        decision=replace(plan.decision, number=None, day=None),
    )
    if number < PLANS_A_PAGE + 5:
        return replace(dossier, plan=draft)
    province = f"tinh-{number % _OTHER_PROVINCES}"
    elsewhere = replace(plan if number % 2 else draft, key=draft.key, province=province)
    return replace(dossier, plan=elsewhere, province=replace(dossier.province, key=province))


def _feed_of(engine: Engine, plan: str) -> str:
    with open_store(engine) as store:
        return issue_feed(store, plan, name="bench", random_bytes=secrets.token_bytes, **WRITTEN_BY)
