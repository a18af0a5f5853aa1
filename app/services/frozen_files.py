"""Văn bản đóng băng: all papers of a release are made once, before it is written, and kept with it for good."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.domain.errors import Refused
from app.domain.feed_ledgers import FeedLedger, fold
from app.domain.releases import FrozenFile
from app.planfiles.releases import read_release, write_release
from app.services import emission
from app.services.releases import (
    planned_release,
    release_calendar,
    release_dossier,
    release_plan,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from datetime import date, datetime

    from app.db.store import Store
    from app.domain.people import Actor
    from app.domain.releases import Release
    from app.services.emission import FileSet, PlannedFile
    from app.services.releases import PlannedRelease

_CALENDAR = "calendar"


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFiles:
    """Bộ tệp đã lập cho một bản sắp ban hành: `sha256` is that of the content of which they were made."""

    sha256: str
    files: tuple[FrozenFile, ...]


def issue_plan(
    store: Store,
    write: Callable[[], AbstractContextManager[Store]],
    plan_key: str,
    *,
    number: str,
    day: date,
    by_person: str,
    reasons: Mapping[str, str],
    by: Actor,
    at: datetime,
    version: int | None = None,
    base_url: str = "",
) -> Release:
    """Issue a plan with all its papers, as `release_plan`, and return the release.

    The papers are made from what `store` reads, so that the transaction which `write` opens lasts as long as the rows
    take. A plan that somebody changed meanwhile, or since `version`, raises StaleVersion.
    """
    asked: dict[str, Any] = {"number": number, "day": day, "by_person": by_person, "reasons": reasons}
    planned = planned_release(store, plan_key, at=at, **asked)
    made = made_files(store, planned, at, base_url)
    with write() as writer:
        expected = planned.version if version is None else version
        release = release_plan(writer, plan_key, by=by, at=at, version=expected, **asked)
        if release.sha256 != made.sha256:
            raise Refused("release.days_off_changed", key=plan_key)
        writer.releases.add_files(plan_key, release.number, made.files, by=by, at=at)
    return release


def made_files(store: Store, planned: PlannedRelease, at: datetime, base_url: str) -> MadeFiles:
    """Return every file of a release that is about to be written at that moment, made of what it will say for ever."""
    key, content = planned.issued.plan.key, write_release(planned.issued, planned.calendar)
    own = read_release(content, key)
    ledger, earlier = FeedLedger(), []
    for each in store.releases.list(key):
        before = release_dossier(store, key, each.number), release_calendar(store, key, each.number)
        ledger = fold(ledger, *before, each.issued_at)
        earlier.append(before[0])
    ledger = fold(ledger, own.dossier, own.calendar, at)
    laid = emission.file_set(
        own.dossier, own.calendar, base_url, release=planned.number, ledger=ledger, earlier=earlier
    )
    return MadeFiles(
        sha256=hashlib.sha256(content.encode()).hexdigest(), files=tuple(_frozen(planned) for planned in laid.files)
    )


def frozen_or_made(store: Store, plan_key: str, release: int, made: FileSet) -> FileSet:
    """Return the set of a release with the papers that were frozen with it, in the place of those that `made` would be.

    A release that came in from a file has none: its set is as it is made. Raise Refused `release.file_damaged` where a
    paper that is kept is not what was frozen.
    """
    frozen = store.releases.files(plan_key, release)
    if not frozen:
        return made
    by_path = {planned.path: planned for planned in made.files}
    kept = {file.path for file in frozen}
    files = [_planned(plan_key, file, by_path.get(file.path)) for file in frozen]
    return replace(
        made,
        files=tuple(file for file in files if file is not None),
        omitted=tuple(omission for omission in made.omitted if omission.path not in kept),
    )


def _frozen(planned: PlannedFile) -> FrozenFile:
    content = planned.make()
    return FrozenFile(
        path=planned.path,
        kind=planned.kind,
        sha256=hashlib.sha256(content).hexdigest(),
        content=None if planned.kind == _CALENDAR else content,
        unit=planned.unit,
        person=planned.person,
        is_announced=planned.is_announced,
    )


def _planned(plan_key: str, file: FrozenFile, made: PlannedFile | None) -> PlannedFile | None:
    """Return a frozen file as one of a set; a calendar, of which the hash alone is kept, is made again."""
    content = file.content
    if content is None:
        return made
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise Refused("release.file_damaged", key=plan_key, path=file.path)
    return emission.PlannedFile(
        path=file.path,
        kind=file.kind,
        make=lambda: content,
        unit=file.unit,
        person=file.person,
        is_announced=file.is_announced,
    )
