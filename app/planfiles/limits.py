"""Giới hạn của giá trị: keys that fit an address, texts that may not be empty, numbers and dates within reason."""

from __future__ import annotations

import re
from datetime import date
from string import Formatter
from typing import TYPE_CHECKING

from app.domain.dates import LooseTime, Window
from app.domain.deadlines import Deadline
from app.domain.forms import BranchRows, Form, FormCheck, FormRow, HeaderCell
from app.domain.formulas import parse
from app.domain.outlines import Outline
from app.domain.people import Person
from app.domain.plans import Budget, DrawCluster, DrawRule, Plan, Standards
from app.domain.schedule_requests import MOST_OPTIONS, DeadlineRule, LeadWish, Length, ScheduleRequest
from app.domain.teams import Batch, Seat, Team
from app.domain.units import Level, Province, Unit
from app.domain.vietnamese import short_date, slug
from app.domain.visits import Quota, Visit
from app.planfiles.shapes import nodes
from app.planfiles.trees import ISO_DATE, as_date, fault_at, written_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.errors import Fault
    from app.planfiles.shapes import Node
    from app.planfiles.trees import Described, Place

CURRENT_SCHEMA = 1
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
LONGEST_WINDOW = 366
LONGEST_KEY = 120

_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_KEYED = {Plan, Province, Level, Unit, Person, Team, Seat, Batch, Quota, Outline, Form, DrawCluster}
"""Classes whose `key` stands in addresses and file names, so that it is an ASCII slug."""

_NAMED: set[tuple[type | None, str]] = {
    (Plan, "kind"), (Plan, "title"), (Province, "name"), (Province, "full_name"), (Province, "place"),
    (Level, "name"), (Unit, "name"), (Unit, "kind"), (Person, "name"), (Team, "name"), (Batch, "name"),
    (Quota, "wording"), (LooseTime, "wording"), (DrawCluster, "name"),
}  # fmt: skip
_LARGEST = 1_000_000_000
_BOUNDS: dict[tuple[type | None, str], tuple[int, int]] = {
    (Plan, "year"): (EARLIEST.year, LATEST.year),
    (Level, "rank"): (1, 9),
    (Visit, "number"): (1, 99),
    (Deadline, "count"): (0, 3_650),
    (LooseTime, "working_days"): (1, LONGEST_WINDOW),
    (Quota, "count"): (1, 9_999),
    (Quota, "share_percent"): (1, 100),
    (DrawRule, "least"): (0, 99),
    (DrawRule, "most"): (1, 99),
    (Budget, "rate"): (0, _LARGEST),
    (Standards, "reading_days"): (0, LONGEST_WINDOW),
    (Standards, "working_days"): (0, LONGEST_WINDOW),
    (ScheduleRequest, "options"): (1, MOST_OPTIONS),
    (ScheduleRequest, "reading_days"): (0, LONGEST_WINDOW),
    (ScheduleRequest, "spare_days"): (0, LONGEST_WINDOW),
    (ScheduleRequest, "seed"): (0, 2_147_483_647),
    (Length, "least"): (1, LONGEST_WINDOW),
    (Length, "wanted"): (1, LONGEST_WINDOW),
    (LeadWish, "visits_per_batch"): (1, 99),
    (DeadlineRule, "number"): (1, 99),
    (HeaderCell, "rowspan"): (1, 99),
    (HeaderCell, "colspan"): (1, 99),
}
_SPANS = (("since", "until"), ("first", "last"), ("earliest", "latest"))


def beyond_limits(tree: Described, shape: type, node: object, place: Place = ()) -> list[Fault]:
    """Return a fault for every value below the node that no plan can have, though it is of the right kind."""
    return [fault for found in nodes(shape, node, place) for fault in _faults_of(tree, found)]


def _faults_of(tree: Described, node: Node) -> Iterator[Fault]:
    value = node.value
    if node.meant is date:
        yield from _date_faults(tree, node)
    elif isinstance(value, str) and node.meant is str:
        yield from _text_faults(tree, node, value)
    elif isinstance(value, int) and node.meant is int and not isinstance(value, bool):
        least, most = _BOUNDS.get((node.owner, node.name), (-_LARGEST, _LARGEST))
        if not least <= value <= most:
            yield fault_at(tree, node.place, "number.out_of_range", f"{value}", f"{least}, {most}")
    elif isinstance(value, dict):
        yield from _span_faults(tree, node, value)


def _text_faults(tree: Described, node: Node, text: str) -> Iterator[Fault]:
    if node.owner in _KEYED and node.name == "key" and not (_KEY.fullmatch(text) and len(text) <= LONGEST_KEY):
        yield fault_at(tree, node.place, "key.not_slug", written_value(text), slug(text)[:LONGEST_KEY].strip("-"))
    elif not text and (node.owner, node.name) in _NAMED:
        yield fault_at(tree, node.place, "text.empty")
    elif (node.owner, node.name) in {(FormRow, "formula"), (FormCheck, "expression")}:
        try:
            parse(text)
        except ValueError:
            yield fault_at(tree, node.place, "formula.unreadable", written_value(text))
    elif (node.owner, node.name) == (BranchRows, "label") and not _has_area_alone(text):
        yield fault_at(tree, node.place, "label.unreadable", written_value(text), "{area}")


def _date_faults(tree: Described, node: Node) -> Iterator[Fault]:
    value = node.value
    day = as_date(value)
    if day is not None and not EARLIEST <= day <= LATEST:
        yield fault_at(tree, node.place, "date.out_of_range", short_date(day), f"{EARLIEST.year}, {LATEST.year}")
    elif isinstance(value, str) and not ISO_DATE.fullmatch(value) and _is_number(value):
        # Pydantic would take a number in quotes for the seconds since 1970.
        yield fault_at(tree, node.place, "date.invalid", written_value(value))


def _span_faults(tree: Described, node: Node, value: dict[str, object]) -> Iterator[Fault]:
    for first, last in _SPANS:
        begins, ends = as_date(value.get(first)), as_date(value.get(last))
        if begins is None or ends is None:
            continue
        if node.meant is Window:
            days = (ends - begins).days + 1
            if days > LONGEST_WINDOW:
                yield fault_at(tree, node.place, "window.too_long", f"{days}", f"{LONGEST_WINDOW}")
        elif ends < begins:
            yield fault_at(tree, node.place, "period.ends_before_start", short_date(ends), short_date(begins))
    least, most = value.get("least"), value.get("most")
    if node.meant is DrawRule and isinstance(least, int) and isinstance(most, int) and least > most:
        yield fault_at(tree, node.place, "draw.least_above_most", f"{least}", f"{most}")


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _has_area_alone(label: str) -> bool:
    try:
        fields = [
            (name, spec, conversion) for _, name, spec, conversion in Formatter().parse(label) if name is not None
        ]
    except ValueError:
        return False
    return all(field == ("area", "", None) for field in fields)
