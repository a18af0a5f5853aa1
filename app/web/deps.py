"""Những gì một đường dẫn cần: the store of the request's transaction, the settings, the hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Path, Request

from app.db.store import Store, open_reader
from app.domain.dates import TIME_ZONE, WorkCalendar
from app.domain.dossiers import PlanDossier
from app.settings import Settings
from app.web.set_files import MadeFiles, PlanFiles

if TYPE_CHECKING:
    from collections.abc import Iterator

FilesOf = Callable[[PlanDossier, WorkCalendar, int], PlanFiles]


def get_reader(request: Request) -> Iterator[Store]:
    """Open the store for one request that shows something: one moment of the data, no write."""
    with open_reader(request.app.state.engine) as store:
        yield store


def get_settings(request: Request) -> Settings:
    """Return the settings that the app was made with."""
    settings: Settings = request.app.state.settings
    return settings


def get_today(settings: SettingsDep) -> date:
    """Return today in Vietnam, or the day that the settings call today."""
    return settings.today or datetime.now(UTC).astimezone(TIME_ZONE).date()


def get_files(request: Request) -> FilesOf:
    """Return what gives the files of a plan in a state of its data."""
    made: MadeFiles = request.app.state.made_files
    base_url: str = request.app.state.settings.base_url

    def files_of(dossier: PlanDossier, calendar: WorkCalendar, revision: int) -> PlanFiles:
        return PlanFiles(made, dossier, calendar, revision, base_url)

    return files_of


Key = Annotated[str, Path(pattern="^[a-z0-9-]+$")]
"""Khóa trên đường dẫn: whatever is not an ASCII slug names nothing, and the database is not asked for it."""
ReaderDep = Annotated[Store, Depends(get_reader, scope="function")]
"""Đóng trước khi trả lời: with the default scope FastAPI would close the transaction after the answer is sent."""
SettingsDep = Annotated[Settings, Depends(get_settings)]
FilesDep = Annotated[FilesOf, Depends(get_files)]
TodayDep = Annotated[date, Depends(get_today)]
