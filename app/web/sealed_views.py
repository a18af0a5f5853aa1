"""Giá trị cho các trang kiểm tra đột xuất: what is shown of a sealed check, its unit once it is open."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.access import can_read_plan
from app.domain.draws.public_addresses import check_path
from app.domain.draws.sealed import sealed_text
from app.domain.draws.sealed_parties import batch_of, can_open_check, party_of, standing_checks
from app.domain.public_ledgers import last_hash
from app.domain.schedules import window_words
from app.domain.teams import Role
from app.domain.vietnamese import capital_first, moment_words
from app.services.my_work import my_checks
from app.web.public_draw_views import LedgerRow, ledger_rows
from app.web.views import Tag, window_label

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from app.domain.access import Standing
    from app.domain.dossiers import PlanDossier
    from app.domain.draws.sealed import SealedCheck
    from app.services.my_work import MyCheck
    from app.services.seeing import SeenPlan

CHECKS = "/ke-hoach/{plan_key}/dot-xuat"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """Một cuộc kiểm tra đột xuất trong danh sách: `unit` is "" until it is open, `href` where it is read.

    `time` is its days in words ("Từ ngày … đến hết ngày …"), `days` the short form of a calendar ("16/8 - 17/8");
    `opens` when the unit may be told.
    """

    number: int
    href: str
    time: str
    days: str
    batch: str
    opens: str
    unit: str
    tag: Tag
    commitment: str
    plan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSheet:
    """Trang của một cuộc kiểm tra đột xuất: `party` are those who go by their role, leaders first.

    `shell` recomputes the hash once it is open; `seen` is the hash of its last entry.
    """

    line: CheckLine
    party: tuple[tuple[Role, tuple[str, ...]], ...]
    public: str
    ledger: tuple[LedgerRow, ...]
    text: str
    shell: str
    seen: str
    is_open: bool
    is_annulled: bool
    is_due: bool
    may_open: bool


def check_lines(dossier: PlanDossier, checks: Iterable[SealedCheck], now: datetime | None = None) -> list[CheckLine]:
    """Return the checks as the list shows them, in the order given; without `now` none is said to be due."""
    base = CHECKS.format(plan_key=dossier.plan.key)
    return [_line(dossier, check, f"{base}/{check.number}", now) for check in checks]


def own_check_lines(plans: Iterable[SeenPlan], now: datetime) -> list[CheckLine]:
    """Return the checks in which whoever looks takes part, by their days."""
    return [_line(mine.seen.dossier, mine.check, own_check_path(mine), now) for mine in my_checks(plans)]


def own_check_path(mine: MyCheck) -> str:
    """Return where whoever takes part reads a check: leaders on the page from which they open it, others in public."""
    if not can_read_plan(mine.seen.standing):
        return check_path(mine.check.code)
    return f"{CHECKS.format(plan_key=mine.check.plan)}/{mine.check.number}"


def unit_check_lines(dossier: PlanDossier, unit: str) -> list[CheckLine]:
    """Return the opened checks of a unit, by their days; they are read at their public pages."""
    return [
        _line(dossier, check, check_path(check.code), None)
        for check in standing_checks(dossier)
        if check.told is not None and check.told.unit == unit
    ]


def check_sheet(dossier: PlanDossier, check: SealedCheck, standing: Standing, now: datetime) -> CheckSheet:
    """Return what the page of a check shows to an account of that standing."""
    told = check.told
    text = sealed_text(check, told) if told is not None else ""
    lines = " ".join(map(shlex.quote, text.removesuffix("\n").split("\n")))
    roles: dict[Role, list[str]] = {}
    for key, role in party_of(dossier, check).items():
        roles.setdefault(role, []).append(key)
    names = {person.key: dossier.person_line(person.key) for person in dossier.named_people()}
    return CheckSheet(
        line=_line(dossier, check, check_path(check.code), now),
        party=tuple((role, tuple(names[key] for key in keys)) for role, keys in roles.items()),
        public=check_path(check.code),
        ledger=ledger_rows(check.ledger, {told.unit: told.unit_name} if told is not None else {}),
        text=text,
        shell=f"printf '%s\\n' {lines} | sha256sum" if text else "",
        seen=last_hash(check.ledger),
        is_open=check.is_open,
        is_annulled=check.is_annulled,
        is_due=now >= check.opens_at,
        may_open=can_open_check(standing, dossier, check),
    )


def _line(dossier: PlanDossier, check: SealedCheck, href: str, now: datetime | None) -> CheckLine:
    batch = batch_of(dossier.plan, check)
    return CheckLine(
        number=check.number,
        href=href,
        time=capital_first(window_words(check.window)),
        days=window_label(check.window),
        batch=batch.name if batch is not None else "",
        opens=moment_words(check.opens_at),
        unit=check.told.unit_name if check.told is not None else "",
        tag=_tag(check, now),
        commitment=check.commitment,
        plan=dossier.plan.title,
    )


def _tag(check: SealedCheck, now: datetime | None) -> Tag:
    if check.is_annulled:
        return Tag(level="error", text="Đã hủy")
    if check.is_open:
        return Tag(level="done", text="Đã mở niêm phong")
    is_due = now is not None and now >= check.opens_at
    return Tag(level="waiting", text="Đến giờ mở" if is_due else "Đang niêm phong")
