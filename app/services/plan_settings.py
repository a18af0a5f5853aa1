"""Thiết lập kế hoạch: a section of what the draft states, changed by whoever draws it up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.access import can_draw_up
from app.domain.errors import Fault, InvalidInput
from app.domain.plan_facts import Facts, Section, facts_of, with_facts, without_remark
from app.domain.plan_steps import SeenItem
from app.services.editing import ItemGuard, edit_plan

if TYPE_CHECKING:
    from datetime import datetime

    from app.db.store import Store
    from app.domain.accounts import Account
    from app.domain.dossiers import PlanDossier
    from app.domain.people import Actor

SECTION_NAMES = {
    Section.GENERAL: "Thông tin chung",
    Section.PAPER: "Văn bản và người ký",
    Section.STANDARDS: "Mức tối thiểu",
    Section.ALTERNATION: "Luân phiên",
    Section.DRAW: "Chọn ngẫu nhiên",
    Section.SELF_INSPECTION: "Tự kiểm tra",
    Section.BUDGET: "Kinh phí",
    Section.CLOSING: "Con dấu và giải thể đoàn",
}
"""Tên các phần, as the page and the steps of the draft call them."""


def change_section(
    store: Store,
    account: Account,
    plan_key: str,
    section: Section,
    facts: Facts | None,
    *,
    mark: str | None = None,
    by: Actor,
    at: datetime,
) -> PlanDossier:
    """Make a section of the draft state this; None takes a rule away. With a `mark` only over what was seen.

    Raise as `edit_plan` and `with_facts`; InvalidInput `agency.not_own` at `lead_agencies` where the plan would no
    longer be the account's to draw up.
    """

    def change(dossier: PlanDossier) -> PlanDossier:
        changed = with_facts(dossier, section, facts)
        if not can_draw_up(account, changed.plan):
            raise InvalidInput([Fault(place="lead_agencies", code="agency.not_own", found="Danh sách")])
        return changed

    guard = None
    if mark is not None:
        seen = SeenItem(kind="section", key=section.value, mark=mark)
        guard = ItemGuard(seen=seen, now=lambda dossier: (facts_of(dossier.plan, section),))
    words = f"Sửa phần {SECTION_NAMES[section]}"
    return edit_plan(store, plan_key, change, words=words, guard=guard, by=by, at=at)


def settle_remark(store: Store, plan_key: str, key: str, *, by: Actor, at: datetime) -> PlanDossier:
    """Take a remark off the draft that was dealt with; raise as `edit_plan`, NotFound where there is none such."""
    words = "Đánh dấu đã xem lại một chỗ"
    return edit_plan(store, plan_key, lambda dossier: without_remark(dossier, key), words=words, by=by, at=at)
