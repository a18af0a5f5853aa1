"""What can go wrong, as facts. Sentences and HTTP statuses are given by the layers above."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Lỗi của dữ liệu đưa vào: one thing wrong in something typed or uploaded.

    `place` says where (a path such as `plan.visits[3].window`), `code` names the sentence that says what is wrong and
    how to mend it, `found` is the value met.
    """

    place: str
    code: str
    found: str = ""
    wanted: str = ""


class DomainError(Exception):
    """Lỗi nghiệp vụ: the common parent; `code` names the Vietnamese sentence shown to the user."""

    code = "error"

    def facts(self) -> dict[str, str]:
        """Return the fields that the sentence of this error may name."""
        return {}


class NotFound(DomainError):
    """Không tìm thấy: there is no such thing, or it is not for this user to know of."""

    code = "not_found"

    def __init__(self, kind: str, key: str) -> None:
        super().__init__(f"{kind} {key}")
        self.kind, self.key = kind, key

    def facts(self) -> dict[str, str]:
        """Return the kind and key asked for."""
        return {"kind": self.kind, "key": self.key}


class Gone(DomainError):
    """Đã thu hồi: it existed and was withdrawn for good."""

    code = "gone"


class NotAllowed(DomainError):
    """Không có quyền: signed in, and not one of those for whom this is; `audience` names who they are."""

    code = "not_allowed"

    def __init__(self, audience: str) -> None:
        super().__init__(audience)
        self.audience = audience

    def facts(self) -> dict[str, str]:
        """Return for whom it is."""
        return {"audience": self.audience}


class Refused(DomainError):
    """Bị từ chối: a request that is understood and not carried out; `code` says why, `details` fill the sentence."""

    code = "refused"

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(code)
        self.code, self.details = code, details

    def facts(self) -> dict[str, str]:
        """Return the details of the refusal."""
        return self.details


class InvalidInput(DomainError):
    """Dữ liệu đưa vào có lỗi: everything that is wrong, at once."""

    code = "invalid_input"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults)


class StaleVersion(DomainError):
    """Có người khác vừa sửa: the item changed since it was read."""

    code = "stale_version"

    def __init__(self, kind: str, key: str) -> None:
        super().__init__(f"{kind} {key}")
        self.kind, self.key = kind, key

    def facts(self) -> dict[str, str]:
        """Return the kind and key of the item."""
        return {"kind": self.kind, "key": self.key}
