"""Lời cho người dùng: the one place where codes become Vietnamese sentences, kept in templates/sentences."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from app import TEMPLATES
from app.domain.errors import InvalidInput, NotAllowed, NotFound, StaleVersion
from app.domain.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.errors import DomainError, Fault
    from app.domain.schedule_options import Statement


def fault_sentence(fault: Fault) -> str:
    """Return what is wrong in something put in: where, what, how to mend it."""
    wording = _wording("faults")
    told = wording[fault.code]
    wanted = wording["kinds"][fault.wanted] if fault.code == "type.wrong" else fault.wanted
    facts = {"place": fault.place, "found": fault.found, "wanted": wanted}
    remedy = told.get("remedy_with_wanted", told["remedy"]) if wanted else told["remedy"]
    sentence: str = wording["sentence"]
    return sentence.format(
        place=fault.place, statement=told["statement"].format(**facts), remedy=remedy.format(**facts)
    )


def refusal_sentence(error: DomainError) -> str:
    """Return why something was refused and what to do; for faulty input one line for each fault."""
    if isinstance(error, InvalidInput):
        return "\n".join(fault_sentence(fault) for fault in error.faults)
    if isinstance(error, NotAllowed):
        told: str = _wording("access")["not_allowed"]
        return told.format(audience=audience_sentence(error.audience))
    wording = _wording("refusals")
    code = f"{error.code}.{error.kind}" if isinstance(error, NotFound | StaleVersion) else error.code
    sentence: str = wording[code] if code in wording else wording[error.code]
    return sentence.format(**error.facts())


def problem_statement(problem: Problem) -> str:
    """Return what a rule found."""
    statement: str = _wording("problems")[problem.code]["statement"]
    return statement.format(**problem.facts)


def problem_remedy(problem: Problem) -> str:
    """Return what follows from a problem or how to mend it; "" where there is nothing to say."""
    told = _wording("problems")[problem.code]
    has_reading = bool(problem.facts.get("reading"))
    remedy: str = told["remedy_with_reading"] if has_reading and "remedy_with_reading" in told else told["remedy"]
    return remedy.format(**problem.facts)


def problem_label(problem: Problem) -> str | None:
    """Return the few words that mark a unit of which the problem is known; None for a problem that is not a unit's."""
    label: str | None = _wording("problems")[problem.code].get("short")
    return label


def omission_sentence(code: str, **details: str) -> str:
    """Return why a file is not part of a plan's set."""
    sentence: str = _wording("omissions")[code]
    return sentence.format(**details)


def draft_line(*, plan: str, mark: str) -> str:
    """Return the small line at the foot of a draft's pages."""
    sentence: str = _wording("site")["draft_line"]
    return sentence.format(plan=plan, mark=mark)


def outcome_sentence(code: str, **details: str) -> str:
    """Return what was done."""
    sentence: str = _wording("outcomes")[code]
    return sentence.format(**details)


def site_sentence(code: str, **details: str) -> str:
    """Return a line that pages share."""
    sentence: str = _wording("site")[code]
    return sentence.format(**details)


def schedule_sentence(statement: Statement) -> str:
    """Return what is to be said of a proposed schedule; "problem.CODE" is a rule's problem with what to do about it."""
    kind, _, code = statement.code.partition(".")
    if kind == "problem":
        problem = Problem(code=code, facts=statement.facts)
        return f"{problem_statement(problem)} {problem_remedy(problem)}".strip()
    sentence: str = _wording("proposals")[statement.code]
    return sentence.format(**statement.facts)


def audience_sentence(audience: str) -> str:
    """Return for whom a page is, as it is said to somebody for whom it is not: "cán bộ lập kế hoạch"."""
    words: str = _wording("access")["audience"][audience]
    return words


def role_words(role: str) -> str:
    """Return the role of an account in words."""
    words: str = _wording("access")["role"][role]
    return words


def state_words(state: str) -> str:
    """Return the state of a plan in words."""
    words: str = _wording("site")["state"][state]
    return words


def action_names() -> Mapping[str, str]:
    """Return what each action of the log is called, by its code."""
    names: dict[str, str] = _wording("audit")["action"]
    return names


def action_groups() -> Mapping[str, str]:
    """Return what the actions of one group are called together, by the part of their codes before the dot."""
    groups: dict[str, str] = _wording("audit")["group"]
    return groups


def actor_words(name: str, *, is_command_line: bool) -> str:
    """Return who acted: "dòng lệnh (may-chu)", the name of an account, or that nobody had signed in."""
    wording = _wording("audit")["actor"]
    words: str = wording["command_line"].format(name=name) if is_command_line else name or wording["nobody"]
    return words


def verification_sentence(code: str, **details: str) -> str:
    """Return a line of what checking the log has found."""
    sentence: str = _wording("audit")["verify"][code]
    return sentence.format(**details)


def draw_sentence(code: str, /, **details: str) -> str:
    """Return what is said of a draw or a sealed check, on the command line and wherever a page says the same."""
    sentence: str = _wording("draws")[code]
    return sentence.format(**details)


@cache
def _wording(name: str) -> dict[str, Any]:
    return tomllib.loads((TEMPLATES / "sentences" / f"{name}.toml").read_text(encoding="utf-8"))
