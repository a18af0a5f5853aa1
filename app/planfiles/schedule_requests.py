"""Tệp yêu cầu đề xuất lịch, TOML or JSON, read with every fault at once; and what a search is asked and answers."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from app.domain.errors import Fault, InvalidInput
from app.domain.schedule_options import ScheduleAnswer
from app.domain.schedule_requests import ScheduleRequest
from app.planfiles.limits import CURRENT_SCHEMA, beyond_limits
from app.planfiles.releases import read_release, write_release
from app.planfiles.shapes import shaped
from app.planfiles.trees import READERS, Tree, fault_at, written_value

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from app.domain.dates import WorkCalendar
    from app.domain.dossiers import PlanDossier
    from app.planfiles.trees import Place

_SCHEMA = "schema"
_STEP = re.compile(r"\[(?P<position>\d+)\]|(?P<name>\w+)")


@dataclass(frozen=True, slots=True)
class RequestFile:
    """Tệp yêu cầu đã đọc: the request, and the tree that tells where each of its places stands in the file."""

    request: ScheduleRequest
    tree: Tree

    def located(self, faults: Iterable[Fault]) -> tuple[Fault, ...]:
        """Return faults of the request at the places where a reader of the file finds them."""
        return tuple(replace(fault, place=self.tree.shown(_steps(fault.place))) for fault in faults)


def read_schedule_request(data: bytes, filename: str) -> RequestFile:
    """Return the request in a file, told by the end of its name (.toml, .json); raise InvalidInput with every fault."""
    reader = READERS.get(PurePath(filename).suffix.lower())
    if reader is None:
        raise InvalidInput((Fault(place=filename, code="file.unknown_kind", wanted=", ".join(READERS)),))
    tree = reader(data, filename)
    node = {name: value for name, value in tree.root.items() if name != _SCHEMA}
    request = shaped(tree, ScheduleRequest, node)
    faults = [*tree.faults, *beyond_limits(tree, ScheduleRequest, node)]
    schema = tree.root.get(_SCHEMA, CURRENT_SCHEMA)
    if schema != CURRENT_SCHEMA:
        faults.append(fault_at(tree, (_SCHEMA,), "schema.unsupported", written_value(schema), f"{CURRENT_SCHEMA}"))
    if isinstance(request, list) or faults:
        shapes = request if isinstance(request, list) else []
        raise InvalidInput(tuple(dict.fromkeys((*faults, *shapes))))
    return RequestFile(request, tree)


def write_asked(dossier: PlanDossier, calendar: WorkCalendar, request: ScheduleRequest, today: date) -> str:
    """Return as JSON all that a search needs: the plan with what it names, its days off, the request and the day."""
    asked = {
        "plan": json.loads(write_release(dossier, calendar)),
        "request": _adapter(ScheduleRequest).dump_python(request, mode="json", exclude_defaults=True),
        "today": today.isoformat(),
    }
    return json.dumps(asked, ensure_ascii=False)


def read_asked(asked: str) -> tuple[PlanDossier, WorkCalendar, ScheduleRequest]:
    """Return what `write_asked` wrote."""
    parts = json.loads(asked)
    content = read_release(json.dumps(parts["plan"]), "plan")
    request: ScheduleRequest = _adapter(ScheduleRequest).validate_python(parts["request"])
    return content.dossier, content.calendar, request


def write_answer(answer: ScheduleAnswer) -> str:
    """Return an answer as JSON."""
    return _adapter(ScheduleAnswer).dump_json(answer, exclude_defaults=True).decode()


def read_answer(answer: str) -> ScheduleAnswer:
    """Return what `write_answer` wrote."""
    found: ScheduleAnswer = _adapter(ScheduleAnswer).validate_json(answer)
    return found


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


def _steps(place: str) -> Place:
    """Return the steps of a place such as "lengths[1].level", its positions counted from 0."""
    found = _STEP.finditer(place)
    return tuple(int(step["position"]) - 1 if step["position"] else step["name"] for step in found)
