"""Văn bản của kế hoạch trong lời văn: how papers cite the act that carries the plan and name what is inspected.

The words are in templates/documents/agencies/act.toml. Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, II.6.b (a
first citation names kind, number, day, body and subject).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.documents.agencies import full_name, shortened
from app.documents.text import BLANK
from app.documents.wording import Wording
from app.domain.acts import ActForm
from app.domain.marks import unmarked
from app.domain.vietnamese import long_date, lower_first

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier


def issuer_words(dossier: PlanDossier) -> str:
    """Return who issues the act, in full: "Chủ tịch Ủy ban nhân dân tỉnh A" for "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH".

    The printed line may shorten the body's name; what stands before it is the office of the person who decides.
    """
    body = full_name(dossier.directory.unit(dossier.plan.decision.body), dossier.province)
    printed = dossier.plan.decision.issuer.replace("UBND", "ỦY BAN NHÂN DÂN").split()
    for start in range(1, len(printed)):
        if body.upper().startswith(" ".join(printed[start:]).upper()):
            return f"{' '.join(printed[:start]).capitalize()} {body}"
    return body


def act_facts(dossier: PlanDossier) -> dict[str, str]:
    """Return the words by which papers name the act and its subject.

    `act` cites it in full ("Quyết định số … ngày … của … phê duyệt …"), `act_kind` is its kind, `issuer` and
    `issuer_short` who issues it, `body` the issuing body; `inspection` and `subject` say what is inspected ("kiểm tra
    công vụ", "công vụ"); then `year` and `plan_title`.
    """
    plan, decision = dossier.plan, dossier.plan.decision
    day = long_date(decision.day) if decision.day else f"ngày{BLANK}tháng{BLANK}năm {plan.year}"
    kind = lower_first(plan.kind)
    subject = unmarked(Wording("agencies/act", {"kind": kind}).text("subject"))
    issuer = issuer_words(dossier)
    wording = Wording(
        "agencies/act",
        {
            "is_plan_alone": plan.act == ActForm.PLAN_ALONE,
            "is_setting_up_team": plan.act == ActForm.DECISION_SETTING_UP_TEAM,
            "number": BLANK if decision.number is None else decision.number.zfill(2),
            "symbol": decision.symbol,
            "day": day,
            "issuer": issuer,
            "title": lower_first(decision.title),
            "subject": subject,
            "year": plan.year,
            "plan_title": plan.title,
        },
    )
    return {
        "act": unmarked(wording.text("act")),
        "act_kind": unmarked(wording.text("kind")),
        "issuer": issuer,
        "issuer_short": shortened(issuer),
        "body": full_name(dossier.directory.unit(decision.body), dossier.province),
        "inspection": unmarked(wording.text("inspection")),
        "subject": subject,
        "year": str(plan.year),
        "plan_title": plan.title,
    }
