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
from app.domain.amending import act_in_force, amending_acts
from app.domain.marks import unmarked
from app.domain.vietnamese import listed, long_date, lower_first

if TYPE_CHECKING:
    from app.domain.acts import CitedAct
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


def registered(dossier: PlanDossier) -> dict[str, str]:
    """Return `number`, `symbol` and `day` of the act that carries the plan, blanks where it has none yet.

    An act that was amended keeps its own.
    """
    act = act_in_force(dossier.plan.decision)
    if act is None:
        return {"number": BLANK, "symbol": dossier.plan.decision.symbol, "day": day_words(dossier, None)}
    number, _, symbol = act.number.partition("/")
    return {"number": number, "symbol": symbol, "day": day_words(dossier, act)}


def day_words(dossier: PlanDossier, act: CitedAct | None) -> str:
    """Return "ngày 05 tháng 7 năm 2023", with blanks in it where the act has no day yet."""
    if act is not None and act.day is not None:
        return long_date(act.day)
    return f"ngày{BLANK}tháng{BLANK}năm {dossier.plan.year}"


def amended_by(dossier: PlanDossier) -> str:
    """Return the acts by which the act that carries the plan was amended: "Quyết định số … ngày …"; "" for none."""
    kind = unmarked(Wording("agencies/act", {"is_plan_alone": dossier.plan.act == ActForm.PLAN_ALONE}).text("kind"))
    return listed(
        f"{kind} số {BLANK if act.number.startswith('/') else ''}{act.number} {day_words(dossier, act)}"
        for act in amending_acts(dossier.plan.decision)
    )


def act_facts(dossier: PlanDossier) -> dict[str, str]:
    """Return the words by which papers name the act and its subject.

    `act` cites it in full ("Quyết định số … ngày … của … phê duyệt …"), with the acts that amended it; `act_kind` is
    its kind, `issuer` and `issuer_short` who issues it, `body` the issuing body; `inspection` and `subject` say what is
    inspected ("kiểm tra công vụ", "công vụ"); then `year` and `plan_title`.
    """
    plan, decision = dossier.plan, dossier.plan.decision
    kind = lower_first(plan.kind)
    subject = unmarked(Wording("agencies/act", {"kind": kind}).text("subject"))
    issuer = issuer_words(dossier)
    wording = Wording(
        "agencies/act",
        {
            "is_plan_alone": plan.act == ActForm.PLAN_ALONE,
            "is_setting_up_team": plan.act == ActForm.DECISION_SETTING_UP_TEAM,
            **registered(dossier),
            "issuer": issuer,
            "amended_by": amended_by(dossier),
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
