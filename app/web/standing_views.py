"""Giá trị cho các trang về đường đi của kế hoạch: problems with their reasons, faults of what was typed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.errors import InvalidInput, NotFound, Refused
from app.domain.plan_steps import mark_of
from app.domain.problems import Severity
from app.domain.reasons import Fact, WrittenReason, fact_of
from app.domain.releases import Approver
from app.services.sentences import fault_sentence, refusal_sentence
from app.web.form_faults import FormFaults

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier
    from app.domain.errors import DomainError
    from app.domain.people import Person
    from app.services.plan_standing import ReasonBook

PAPER_NUMBER, PAPER_DAY, APPROVER = "so", "ngay", "nguoi"
"""The fields of a paper's number and day, and of who approves."""
PROBLEMS = "van-de"
"""Where on the page the problems stand."""
MOST_LINES = 120
"""Reasons of one form: each has two fields, and a form has only so many."""

_LABELS = {PAPER_NUMBER: "Số", PAPER_DAY: "Ngày"}
_FIELD_OF_CODE = {
    "release.number_unreadable": PAPER_NUMBER,
    "release.other_symbol": PAPER_NUMBER,
    "release.number_used": PAPER_NUMBER,
    "release.day_to_come": PAPER_DAY,
    "release.day_before_submission": PAPER_DAY,
    "release.day_before_last": PAPER_DAY,
    "release.not_of_lead_agency": APPROVER,
    "release.nobody_approves": APPROVER,
    "release.reasons_missing": PROBLEMS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonLine:
    """Dòng lý do: a problem with the reason written for it; `level` "" is one whose problem is there no more."""

    name: str
    fact: Fact
    level: str
    statement: str
    remedy: str
    written: WrittenReason | None


def reason_lines(book: ReasonBook) -> list[ReasonLine]:
    """Return what the page of reasons lists: what is open, what has a reason, what needs none any more."""
    asked = [
        ReasonLine(
            name=_name(fact_of(each.worded.problem)),
            fact=fact_of(each.worded.problem),
            level=each.worded.problem.severity.value,
            statement=each.worded.statement,
            remedy=each.worded.remedy,
            written=each.reason,
        )
        for each in book.problems
    ]
    gone = [
        ReasonLine(name=_name(each.fact), fact=each.fact, level="", statement=each.reason, remedy="", written=each)
        for each in book.unneeded
    ]
    open_first = sorted(asked, key=lambda line: line.written is not None)
    return [*open_first, *gone][:MOST_LINES]


def issue_lines(book: ReasonBook) -> list[ReasonLine]:
    """Return what the page of issuing lists: the problems that go along, errors first."""
    return sorted(
        (line for line in reason_lines(book) if line.level),
        key=lambda line: list(Severity).index(Severity(line.level)),
    )


def approver_words(dossier: PlanDossier, person: Person, may: Approver) -> str:
    """Return who may issue the plan, and whether they may accept its errors too."""
    line = dossier.person_line(person.key)
    return f"{line} (lãnh đạo đoàn)" if may == Approver.LEADER else line


def seen_name(name: str) -> str:
    """Return the field that says which reason the form was filled over."""
    return f"{name}-truoc"


def dropped_name(name: str) -> str:
    """Return the field that says that a reason which is not needed any more is to go."""
    return f"{name}-bo"


def issue_faults(error: DomainError, typed: dict[str, str]) -> FormFaults | None:
    """Return what is wrong with a form that is to issue a plan, at its fields; None for what no field can mend."""
    if isinstance(error, InvalidInput):
        found = {PAPER_DAY: fault_sentence(replace(error.faults[0], place=_LABELS[PAPER_DAY]))}
        if not typed[PAPER_NUMBER].strip():
            found = {PAPER_NUMBER: refusal_sentence(Refused("release.number_missing")), **found}
        return FormFaults(found)
    if isinstance(error, NotFound):
        return FormFaults({APPROVER: refusal_sentence(error)}) if error.kind == "person" else None
    field = _FIELD_OF_CODE.get(error.code)
    if field is None:
        return None
    if field == PROBLEMS:
        return FormFaults({PROBLEMS: refusal_sentence(Refused("release.still_open"))})
    return FormFaults({field: refusal_sentence(error)})


def _name(fact: Fact) -> str:
    return f"ly-do-{mark_of(*fact)}"
