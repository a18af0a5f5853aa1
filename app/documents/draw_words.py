"""Lời về một lần chọn ngẫu nhiên: what its papers have in common, and who signs them.

Wording: templates/documents/draw-minutes/words.toml.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.documents.acts import act_facts
from app.documents.agencies import (
    full_name,
    head_of_team,
    head_of_unit,
    team_letterhead,
    team_mark,
    team_words,
    unit_letterhead,
)
from app.documents.layout import PORTRAIT_MM, styled
from app.documents.letterhead import columns
from app.documents.metrics import Face, width_mm
from app.documents.numbering import with_stops
from app.documents.page import Block
from app.documents.styles import BODY_SIZE
from app.documents.text import runs
from app.documents.wording import Wording
from app.domain.dates import TIME_ZONE
from app.domain.dossiers import PlanDossier
from app.domain.draws.draws import CommuneDraw, PoolKind
from app.domain.errors import Refused
from app.domain.marks import plain, unmarked
from app.domain.public_ledgers import LedgerEvent, told_moment
from app.domain.vietnamese import listed, lower_first

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from app.documents.letterhead import Letterhead
    from app.documents.page import Paper
    from app.documents.signatures import Signer
    from app.domain.draws.draws import ReasonedUnit
    from app.domain.public_ledgers import PublicEntry
    from app.domain.teams import Team
    from app.domain.visits import Visit

_PICTURE_MM = 32
_BESIDE_MM = PORTRAIT_MM - _PICTURE_MM - 4


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawPaper:
    """Giấy tờ của một lần chọn: the draw, the plan that it belongs to, and the address of its public page in full."""

    draw: CommuneDraw
    dossier: PlanDossier
    address: str

    @property
    def result(self) -> PublicEntry:
        """The entry of the result; raise Refused `draw.no_result` before there is one."""
        entry = self.draw.entry(LedgerEvent.DRAW)
        if entry is None:
            raise Refused("draw.no_result", key=self.draw.code)
        return entry

    @property
    def visit(self) -> Visit | None:
        """The visit at which the units are drawn; None for a cluster or a class of targets."""
        if self.draw.kind != PoolKind.UNIT:
            return None
        return next((visit for visit in self.dossier.plan.visits if visit.unit == self.draw.unit), None)

    @property
    def team(self) -> Team | None:
        """The team whose paper it is: that of the visit, else of the first batch; None in a plan without teams."""
        plan = self.dossier.plan
        if self.visit is not None:
            return plan.team_of(self.visit)
        return plan.team(plan.batches[0].team) if plan.batches else next(iter(plan.teams), None)

    def letterhead(self, paper: str) -> Letterhead:
        """Return the head of a paper of that kind ("BB"): the team's, else that of the agency that plans."""
        team, plan = self.team, self.dossier.plan
        if team is not None:
            return team_letterhead(self.dossier, (team,), paper)
        return unit_letterhead(self.dossier, self.dossier.directory.unit(plan.planning_agencies[0]), paper)

    def signer(self) -> Signer:
        """Return who signs for the team, else for the agency that plans."""
        team, plan = self.team, self.dossier.plan
        if team is None:
            return head_of_unit(self.dossier.directory.unit(plan.planning_agencies[0]))
        batch = next(iter(plan.batches), None)
        head = plan.head_of(self.visit) if self.visit is not None else (batch.head if batch is not None else None)
        return head_of_team(self.dossier, team, head)

    def team_name(self) -> str:
        """Return by what name the paper speaks of who sends it: "Đoàn kiểm tra", else the agency that plans."""
        if self.team is not None:
            return team_words(self.team.name)["team"]
        return full_name(self.dossier.directory.unit(self.dossier.plan.planning_agencies[0]), self.dossier.province)

    def body_of(self, code: str) -> str:
        """Return the name of the body that a code of the list stands for: "UBND xã A" for "Xã A"."""
        found = next((unit for unit in self.dossier.directory.units if code in {unit.code, unit.key}), None)
        return found.name if found is not None else self.draw.name_of(code)

    def code_of(self, key: str) -> str:
        """Return the code by which a list names a unit."""
        found = self.dossier.directory.get(key)
        return (found.code or found.key) if found is not None else key

    def mark(self) -> str:
        """Return under what the paper is filed: "ĐKT"; "" in a plan without teams."""
        return team_mark(self.team.name) if self.team is not None else ""


def draw_words(paper: DrawPaper) -> dict[str, Any]:
    """Return the words by which both papers speak of a draw that has its result, and those of the plan's act."""
    draw, dossier = paper.draw, paper.dossier
    rule = dossier.plan.draw
    is_below = rule is not None and draw.kind != PoolKind.QUOTA
    values = {
        "kind": draw.kind.value,
        "level": dossier.province.level(rule.from_level).name if rule is not None and is_below else "",
        "area": lower_first(area_of(dossier, draw.unit) or draw.unit_name),
        "name": draw.unit_name if draw.kind == PoolKind.QUOTA else lower_first(draw.unit_name),
    }
    wording = Wording("draw-minutes/words", values)
    return {
        **act_facts(dossier),
        "units": unmarked(wording.text("units")),
        "where": unmarked(wording.text("where")),
        "kind": draw.kind.value,
        "attempt": draw.attempt,
        "count": draw.count,
        "frame_count": len(draw.frame),
        "least": draw.least,
        "most": draw.most,
        "randomness": draw.randomness.text.rstrip("."),
        "challenge_until": draw.challenge_until,
        "committed_at": moment_of(draw, LedgerEvent.COMMIT),
        "seeded_at": moment_of(draw, LedgerEvent.SEED),
        "drawn_at": moment_of(draw, LedgerEvent.DRAW),
        "source": (draw.source or "").rstrip("."),
        "without": _reasoned(draw.without),
        "included": _reasoned(draw.included),
        "included_names": names_in_text(draw, (unit.code for unit in draw.included)),
        "address": paper.address,
        "recipient": draw.unit_name,
        "lead_agencies": [dossier.unit_name(key) for key in dossier.plan.lead_agencies],
    }


def name_in_text(draw: CommuneDraw, code: str) -> str:
    """Return the name of a unit inside a sentence: "xã A"; of a class of targets, which may hold bodies, as listed."""
    name = draw.name_of(code)
    return name if draw.kind == PoolKind.QUOTA else lower_first(name)


def names_in_text(draw: CommuneDraw, codes: Iterable[str]) -> str:
    """Return the names of units inside a sentence: "xã A và xã B"."""
    return listed(name_in_text(draw, code) for code in codes)


def public_page(sheet: Paper, text: Iterable[Block], address: str) -> Block:
    """Return a text and the address of the public page beside its QR code, the first picture of the sheet."""
    picture = sheet.picture(0, _PICTURE_MM, told=address)
    start, slash, last = address.rpartition("/")
    lines = address if width_mm(address, BODY_SIZE, Face.REGULAR) <= _BESIDE_MM else f"{start}{slash}\n{last}"
    words = "".join(block.xml for block in text) + styled("PublicAddress", runs(plain(lines)))
    xml = columns((PORTRAIT_MM - _BESIDE_MM, _BESIDE_MM), [(styled("Picture", picture), words)])
    return Block(xml + styled("AfterTable", ""), width_mm=PORTRAIT_MM)


def area_of(dossier: PlanDossier, key: str) -> str:
    """Return the territory that a unit governs; "" for none, and for a unit that the plan does not know."""
    found = dossier.directory.get(key)
    return (found.area or "") if found is not None else ""


def moment_of(draw: CommuneDraw, event: LedgerEvent) -> str:
    """Return when that was entered in the ledger, in words; "" where it was not."""
    entry = draw.entry(event)
    return told_moment(entry.at) if entry is not None else ""


def day_of(entry: PublicEntry) -> date:
    """Return the day of an entry in Vietnam."""
    return datetime.fromisoformat(entry.at).astimezone(TIME_ZONE).date()


def _reasoned(units: tuple[ReasonedUnit, ...]) -> tuple[str, ...]:
    told = (Wording("draw-minutes/words", {"unit": u.name, "code": u.code, "reason": u.reason}) for u in units)
    return with_stops(unmarked(wording.text("reasoned")) for wording in told)
