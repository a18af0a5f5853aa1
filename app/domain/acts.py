"""Văn bản của kế hoạch: the decision, the plan's own text, and what was found wrong in print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ActForm(StrEnum):
    """Hình thức ban hành: which act carries the plan."""

    DECISION_APPROVING_PLAN = "decision_approving_plan"
    PLAN_ALONE = "plan_alone"
    DECISION_SETTING_UP_TEAM = "decision_setting_up_team"


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """Căn cứ: one line as printed, and the act it names."""

    text: str
    kind: str = ""
    name: str = ""
    number: str | None = None
    day: date | None = None
    issuer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedAct:
    """Văn bản viện dẫn: an act that is replaced or amended."""

    number: str
    day: date | None = None
    issuer: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """Tờ trình: the paper by which the lead agency puts the plan before the signatory. `agency` is a unit key."""

    agency: str
    number: str | None = None
    day: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """Điều: `number` as printed ("Điều 1."), and its text."""

    number: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Người ký: capacity lines ("KT. CHỦ TỊCH"), the signer's own title ("PHÓ CHỦ TỊCH") and name."""

    title: str
    capacity: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Quyết định: the act that approves the plan or sets up its team; for a plan alone, the plan's own head.

    `symbol` is "QĐ-UBND"; `number` and `day` are None until the act is issued; `body` is the key of the issuing body,
    `issuer` its line in capitals ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH"); `recipients` are the lines of Nơi nhận as printed.
    An act that amends (sửa đổi, bổ sung) names in `amends` the act that it amends and, after it, those that amended
    that one before; one that replaces (thay thế) names the act that it does away with in `replaces`. `reason` says why
    an act that was issued is amended or replaced.
    """

    symbol: str
    body: str
    issuer: str = ""
    number: str | None = None
    day: date | None = None
    title: str = ""
    legal_bases: tuple[LegalBasis, ...] = ()
    submission: Submission | None = None
    articles: tuple[Article, ...] = ()
    replaces: CitedAct | None = None
    amends: tuple[CitedAct, ...] = ()
    reason: str = ""
    recipients: tuple[str, ...] = ()
    signatory: Signatory | None = None


class ClauseKind(StrEnum):
    """Loại đoạn: where a piece of the plan's text stands."""

    PART = "part"
    """Phần: "I. MỤC ĐÍCH, YÊU CẦU"."""
    SECTION = "section"
    """Mục có tiêu đề: "1. Mục đích"."""
    ITEM = "item"
    """Khoản, điểm, gạch đầu dòng: number and text."""
    PARAGRAPH = "paragraph"
    """Đoạn không đánh số."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """Đoạn của kế hoạch: `code` addresses it ("VII.4.a.1"), `number` is printed, `*…*` is italic, `**…**` bold."""

    code: str
    kind: ClauseKind
    text: str
    number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanText:
    """Lời văn của kế hoạch: title and reference lines, preamble, numbered clauses, closing paragraph.

    Empty clauses mean that the text is drawn up from the standing wording and the plan's facts.
    """

    title: tuple[str, ...] = ()
    reference: tuple[str, ...] = ()
    preamble: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()
    closing: str = ""
    annex_title: str = ""
    annex_note: str = ""


class ErratumKind(StrEnum):
    """Loại lỗi in: a misprinted word, or a fault of numbering."""

    MISPRINT = "misprint"
    NUMBERING = "numbering"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erratum:
    """Đính chính: something misprinted, beside the text that stays as printed.

    `places` address texts of the plan (see `app.domain.errata`); `reading` is the probable wording, None where the
    print is better kept; `where` says the place in words.
    """

    key: str
    kind: ErratumKind
    where: str
    printed: str
    reading: str | None = None
    places: tuple[str, ...] = ()
    certainty: str = "probable"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Chỗ trống, chỗ không rõ: a question that the printed plan leaves open."""

    key: str
    where: str
    text: str
