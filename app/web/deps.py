"""Những gì một đường dẫn cần: the store of the request's transaction, who asks, what they see, the hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Path, Request
from starlette.datastructures import FormData

from app.db.store import Store, open_reader, open_store
from app.domain.dates import TIME_ZONE, WorkCalendar
from app.domain.draws.result_marks import results_mark
from app.services.seeing import SeenPlan
from app.settings import Settings
from app.web.admission import KEY, admit
from app.web.problem_json import is_json
from app.web.route_table import OWN_WRITERS, READ
from app.web.set_files import MadeFiles, PlanFiles
from app.web.uploads import MOST_UPLOAD, takes_file
from app.web.visitors import Visitor

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

FilesOf = Callable[[SeenPlan, WorkCalendar, int], PlanFiles]
Key = Annotated[str, Path(pattern=f"^{KEY}$")]
"""Khóa trên đường dẫn: whatever is not an ASCII slug names nothing, and the database is not asked for it."""
MOST_FIELDS = 1_200
"""Fields of one form: more than any page has, also of a plan with some hundreds of units."""


def get_store(request: Request) -> Iterator[Store]:
    """Open the one transaction of a request: for a page one moment of the data and no write, else one that writes."""
    only_reads = request.method in READ or (request.method, request.scope["route"].path) in OWN_WRITERS
    opened = open_reader if only_reads else open_store
    with opened(request.app.state.engine) as store:
        yield store


def get_settings(request: Request) -> Settings:
    """Return the settings that the app was made with."""
    settings: Settings = request.app.state.settings
    return settings


def get_now(request: Request) -> datetime:
    """Return the present moment in UTC."""
    now: datetime = request.app.state.clock()
    return now


def get_today(now: NowDep) -> date:
    """Return today in Vietnam."""
    return now.astimezone(TIME_ZONE).date()


async def get_form(request: Request) -> AsyncIterator[FormData]:
    """Return the fields of a form that was sent, none for a page; a file that came with it is closed at the end."""
    if request.method in READ or is_json(request.headers):
        yield FormData()
        return
    takes_one = takes_file(request.url.path)
    most = {"max_part_size": MOST_UPLOAD} if takes_one else {}
    form = await request.form(max_files=int(takes_one), max_fields=MOST_FIELDS, **most)
    try:
        yield form
    finally:
        await form.close()


def get_visitor(request: Request, store: StoreDep, form: FormDep, settings: SettingsDep, now: NowDep) -> Visitor:
    """Return who the request comes from, when the table of routes admits them; as `admit` raises."""
    return admit(request, store, form, settings, now)


def get_seen(request: Request, plan_key: Key, _visitor: VisitorDep) -> SeenPlan:  # noqa: ARG001 — it is described so
    """Return the plan of the path as the visitor sees it: what was found when they were admitted."""
    seen: SeenPlan = request.state.seen
    return seen


def get_files(request: Request, store: StoreDep) -> FilesOf:
    """Return what gives the files of a plan as it is seen, its version telling one state of its data from another.

    They are those that `kiemtra emit` writes: of a release by the days off of then.
    """
    made: MadeFiles = request.app.state.made_files
    base_url: str = request.app.state.settings.base_url

    def files_of(seen: SeenPlan, calendar: WorkCalendar, version: int) -> PlanFiles:
        from app.services.emission import file_set_of_plan  # noqa: PLC0415 — Word and Excel are loaded for a file alone

        key = seen.dossier.plan.key
        # What was drawn or opened changes no version of the plan, and yet its files.
        drawn = results_mark(seen.dossier)
        state = f"{key} {seen.release or 'draft'} {version} {hash(calendar.table)} {drawn}"
        return PlanFiles(made, state, lambda: file_set_of_plan(store, key, release=seen.release, base_url=base_url))

    return files_of


StoreDep = Annotated[Store, Depends(get_store, scope="function")]
"""Đóng trước khi trả lời: with the default scope FastAPI would close the transaction after the answer is sent."""
SettingsDep = Annotated[Settings, Depends(get_settings)]
NowDep = Annotated[datetime, Depends(get_now)]
TodayDep = Annotated[date, Depends(get_today)]
FormDep = Annotated[FormData, Depends(get_form, scope="function")]
VisitorDep = Annotated[Visitor, Depends(get_visitor)]
SeenDep = Annotated[SeenPlan, Depends(get_seen)]
FilesDep = Annotated[FilesOf, Depends(get_files)]
