"""Những gì một đường dẫn cần: the store of the request's transaction, the settings, the hour."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Request

from app.db.store import Store, open_store
from app.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

TIME_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def get_store(request: Request) -> Iterator[Store]:
    """Open the store for one request: committed before the answer is sent, rolled back on any exception."""
    with open_store(request.app.state.engine) as store:
        yield store


def get_settings(request: Request) -> Settings:
    """Return the settings that the app was made with."""
    settings: Settings = request.app.state.settings
    return settings


def get_today(settings: SettingsDep) -> date:
    """Return today in Vietnam, or the day that the settings call today."""
    return settings.today or datetime.now(UTC).astimezone(TIME_ZONE).date()


StoreDep = Annotated[Store, Depends(get_store, scope="function")]
SettingsDep = Annotated[Settings, Depends(get_settings)]
TodayDep = Annotated[date, Depends(get_today)]
