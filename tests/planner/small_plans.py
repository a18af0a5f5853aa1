"""Small plans with flaws of every kind that dates can mend, drawn by Hypothesis."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from builders import a_batch, a_dossier, a_plan, a_team, a_visit, a_window, before
from hypothesis import strategies as st

from app.domain.people import Absence
from app.domain.teams import Role, Seat

if TYPE_CHECKING:
    from app.domain.dates import Window

UNITS = ("so-y-te", "so-tu-phap", "so-noi-vu", "ubnd-huyen-b")
FIRST = date(2023, 8, 28)
SPAN = a_window(FIRST, date(2023, 9, 15))
"""Three weeks, with the days off around Quốc khánh in the middle."""
_DAYS = (SPAN.last - SPAN.first).days
TEAMS = (a_team(), a_team(Seat(key="ong-p", role=Role.MEMBER, person="ong-p"), key="to-2"))
BATCHES = (
    a_batch(head="ong-m", deputies=(), lead_agency=None, report_deadline=None),
    a_batch("dot-2", head="ba-n", deputies=(), lead_agency=None, report_deadline=None),
    a_batch("dot-3", head="ba-n", deputies=(), lead_agency=None, report_deadline=None, team="to-2"),
)


@st.composite
def windows(draw, *, longest: int = 4) -> Window:
    first = FIRST + timedelta(days=draw(st.integers(0, _DAYS)))
    last = min(SPAN.last, first + timedelta(days=draw(st.integers(0, longest - 1))))
    return a_window(first, last)


@st.composite
def absences(draw, units: tuple[str, ...]) -> Absence:
    window = draw(windows(longest=6))
    if draw(st.booleans()):
        return Absence(window=window, reason="đi công tác", person=draw(st.sampled_from(("ong-m", "ba-n", "ong-p"))))
    return Absence(window=window, reason="đang bị thanh tra", unit=draw(st.sampled_from(units)))


@st.composite
def flawed_plans(draw, *, visits: int = 3):
    """Draw a plan of so many visits in up to three batches of two teams, the third person serving in both."""
    units = UNITS[: draw(st.integers(1, visits))]
    deadline = draw(st.none() | st.integers(0, 10).map(lambda days: before(FIRST + timedelta(days=days))))
    batches = tuple(
        a_batch(
            each.key, name=each.name, team=each.team, head=each.head, deputies=(), lead_agency=None,
            report_deadline=deadline if each.key == "dot-2" else None,
        )
        for each in BATCHES
    )  # fmt: skip
    return a_dossier(
        a_plan(
            teams=TEAMS,
            batches=batches,
            visits=tuple(
                a_visit(unit, batch=draw(st.sampled_from(("dot-1", "dot-2", "dot-3"))), window=draw(windows()))
                for unit in units
            ),
            absences=tuple(draw(st.lists(absences(units), max_size=2))),
        )
    )
