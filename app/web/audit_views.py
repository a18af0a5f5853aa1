"""Nhật ký trên trang: its rows and its filters in the shape that the template takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from app.domain.accounts import AccountRole
from app.services.sentences import action_groups, action_names, role_words

if TYPE_CHECKING:
    from app.services.audit import LogPage, WordedEntry

AUDIT = "/quan-tri/nhat-ky"
ACTOR, ACTION, SUBJECT, FIRST, LAST, BEFORE = "nguoi", "viec", "doi-tuong", "tu-ngay", "den-ngay", "truoc"

_ROLES = frozenset(AccountRole)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedFilter:
    """Điều kiện lọc như đã ghi."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    first: str = ""
    last: str = ""

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is filtered."""
        return self == TypedFilter()

    def path(self, before: int | None = None) -> str:
        """Return the path of the log so filtered, from the row before that one on."""
        fields = {ACTOR: self.actor, ACTION: self.action, SUBJECT: self.subject, FIRST: self.first, LAST: self.last}
        query = urlencode({**{name: value for name, value in fields.items() if value}, **_before(before)})
        return f"{AUDIT}?{query}" if query else AUDIT


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionGroup:
    """Nhóm việc: its code, which stands for all of them, its name, and the codes and names of its actions."""

    code: str
    name: str
    actions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """Dòng nhật ký: `before` and `after` are "" where there is nothing to tell."""

    id: int
    moment: str
    actor: str
    action: str
    subject: str
    before: str
    after: str


def action_choices() -> list[ActionGroup]:
    """Return every action of the log under its group, in the order of the wording."""
    names, groups = action_names(), action_groups()
    codes = dict.fromkeys(code.partition(".")[0] for code in names)
    return [
        ActionGroup(
            code=group,
            name=groups.get(group, group),
            actions=tuple((code, name) for code, name in names.items() if code.partition(".")[0] == group),
        )
        for group in codes
    ]


def is_action(code: str) -> bool:
    """Say whether a code is that of an action or of a group."""
    return code in action_names() or any(name.startswith(f"{code}.") for name in action_names())


def log_lines(found: LogPage) -> list[LogLine]:
    """Return the rows of a page of the log in words."""
    return [_line(row) for row in found.rows]


def _line(row: WordedEntry) -> LogLine:
    entry = row.entry
    return LogLine(
        id=entry.id,
        moment=row.moment,
        actor=row.actor,
        action=row.action,
        subject=entry.subject,
        before=_value(entry.action, entry.before),
        after=_value(entry.action, entry.after),
    )


def _value(action: str, text: str) -> str:
    """Return what was, or became: of a role its name in the stead of its code, all else as it was written."""
    code, _, rest = text.partition(" ")
    if action.startswith("role.") and code in _ROLES:
        return f"{role_words(code)}: {rest}" if rest else role_words(code)
    return text


def _before(before: int | None) -> dict[str, str]:
    return {} if before is None else {BEFORE: str(before)}
