"""Giá trị cho các trang chọn ngẫu nhiên: where each draw stands, its ledger in words, its table of tickets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.draws.draws import CommuneDraw, DrawPhase, PoolKind, as_json
from app.domain.draws.frames import pools_of
from app.domain.draws.public_addresses import draw_path
from app.domain.draws.shell_lines import shell_lines
from app.domain.draws.tickets import digest
from app.domain.public_ledgers import LedgerEvent, PublicEntry, last_hash, told_moment
from app.domain.schedules import time_words
from app.domain.vietnamese import listed, lower_first
from app.services.sentences import draw_sentence
from app.web.route_table import ROUTES
from app.web.views import Link, Tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier
    from app.domain.plans import Plan

BASE = "/ke-hoach/{plan_key}/chon-xa"
_TAGS = {
    DrawPhase.PROPOSED: "draft",
    DrawPhase.COMMITTED: "waiting",
    DrawPhase.SEEDED: "waiting",
    DrawPhase.DRAWN: "done",
    DrawPhase.ANNULLED: "error",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """Nơi chọn trong danh sách: how many the plan allows, the last draw there, how far it went and what came of it."""

    key: str
    name: str
    href: str
    members: int
    least: int
    most: int
    draw: CommuneDraw | None
    tag: Tag
    result: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """Dòng của sổ công khai bằng lời: when, what, with its facts as pairs of term and value."""

    moment: str
    event: str
    facts: tuple[tuple[str, str], ...]
    prev: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketLine:
    """Dòng của bảng tính.

    `result` is "drawn", "replaced" (drawn and given up), "moved_up" (an alternate that came in) or "alternate".
    """

    code: str
    name: str
    ticket: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawSheet:
    """Một lần chọn trên trang: `level` reads "xã" or "đơn vị", `time` when the units are visited ("" unknown).

    `fitting` says of how many units the recorded place is the one that is recomputed; `parts` are who wrote which part
    of the seed.
    """

    draw: CommuneDraw
    tag: Tag
    chosen: tuple[str, ...]
    tickets: tuple[TicketLine, ...]
    fitting: int
    parts: tuple[tuple[str, str], ...]
    ledger: tuple[LedgerLine, ...]
    shell: tuple[str, ...]
    public: str
    papers: tuple[Link, ...]
    time: str
    committed_at: str
    drawn_at: str


def place_lines(store: Store, dossier: PlanDossier) -> list[PlaceLine]:
    """Return all places of a plan at which units are drawn, those at which they only were in the end."""
    last = {draw.unit: draw for draw in store.draws.of_plan(dossier.plan.key)}
    pools = pools_of(dossier)
    base = BASE.format(plan_key=dossier.plan.key)
    lines = [
        PlaceLine(
            key=pool.key,
            name=pool.name,
            href=f"{base}/{pool.key}",
            members=len(pool.members),
            least=pool.least,
            most=pool.most,
            draw=last.get(pool.key),
            tag=phase_tag(last.get(pool.key)),
            result=_result(last.get(pool.key)),
            mark=seen_mark(last.get(pool.key)),
        )
        for pool in pools
    ]
    here = {pool.key for pool in pools}
    gone = [draw for draw in last.values() if draw.unit not in here and draw.ledger]
    lines += [
        PlaceLine(
            key=draw.unit,
            name=draw.unit_name,
            href=f"{base}/{draw.unit}",
            members=len(draw.frame),
            least=draw.least,
            most=draw.most,
            draw=draw,
            tag=phase_tag(draw),
            result=_result(draw),
            mark=seen_mark(draw),
        )
        for draw in gone
    ]
    return lines


def seen_mark(draw: CommuneDraw | None) -> str:
    """Return the mark by which a form says over what it was filled: the ledger, or a proposal as it stood; "" none."""
    if draw is None:
        return ""
    outside = "".join(f"{as_json(unit)}\n" for unit in (*draw.without, *draw.included))
    return last_hash(draw.ledger) if draw.ledger else digest(f"{draw.code}\n{draw.commitment_text}{outside}")


def draws_anything(plan: Plan) -> bool:
    """Say whether the plan has something to draw, for whoever shows the way to these pages."""
    return plan.draw is not None or any(quota.count is not None for quota in plan.quotas)


def is_over(dossier: PlanDossier) -> bool:
    """Say whether the plan draws no more."""
    return dossier.plan.state.is_over


def phase_tag(draw: CommuneDraw | None) -> Tag:
    """Return how far a draw went, as a tag."""
    if draw is None:
        return Tag(level="waiting", text=draw_sentence("phase.none"))
    return Tag(level=_TAGS[draw.phase], text=draw_sentence(f"phase.{draw.phase.value}"))


def level_words(dossier: PlanDossier, kind: PoolKind) -> str:
    """Return of what units are drawn, as it stands in headings: "đơn vị cấp xã", or "đơn vị" for a class."""
    rule = dossier.plan.draw
    if rule is None or kind == PoolKind.QUOTA:
        return "đơn vị"
    return f"đơn vị {dossier.province.level(rule.from_level).name}"


def draw_sheet(dossier: PlanDossier, draw: CommuneDraw) -> DrawSheet:
    """Return what a page shows of a draw."""
    commit, drawn = draw.entry(LedgerEvent.COMMIT), draw.entry(LedgerEvent.DRAW)
    visit = next((each for each in dossier.plan.visits if each.unit == draw.unit and not each.is_reserve), None)
    return DrawSheet(
        draw=draw,
        tag=phase_tag(draw),
        chosen=tuple(draw.name_of(code) for code in draw.chosen),
        tickets=ticket_lines(draw),
        fitting=_fitting(draw),
        parts=_parts(draw),
        ledger=tuple(_ledger_line(draw, entry) for entry in draw.ledger),
        shell=shell_lines(draw),
        public=draw_path(draw.code),
        papers=_papers(draw),
        time=time_words(visit) if visit is not None else "",
        committed_at=told_moment(commit.at) if commit else "",
        drawn_at=told_moment(drawn.at) if drawn else "",
    )


def ticket_lines(draw: CommuneDraw) -> tuple[TicketLine, ...]:
    """Return every unit of the list with its ticket, the smallest first; empty before the draw."""
    drawn, standing = set(draw.drawn), set(draw.standing)
    results = {(True, True): "drawn", (True, False): "replaced", (False, True): "moved_up", (False, False): "alternate"}
    return tuple(
        TicketLine(code=code, name=draw.name_of(code), ticket=ticket, result=results[code in drawn, code in standing])
        for code, ticket in draw.tickets
    )


def _fitting(draw: CommuneDraw) -> int:
    entry = draw.entry(LedgerEvent.DRAW)
    if entry is None:
        return 0
    recorded = [*_texts(entry.data["drawn"]), *_texts(entry.data["alternates"])]
    return sum(1 for code, (found, _) in zip(recorded, draw.tickets, strict=False) if code == found)


def _parts(draw: CommuneDraw) -> tuple[tuple[str, str], ...]:
    parts = (draw.seed_typed or "").split()
    parties = draw.randomness.parties
    return tuple(zip(parties, parts, strict=True)) if len(parts) == len(parties) > 1 else ()


def _papers(draw: CommuneDraw) -> tuple[Link, ...]:
    """Return the papers of a draw that there are routes for."""
    if draw.phase not in {DrawPhase.DRAWN, DrawPhase.ANNULLED} or not draw.tickets:
        return ()
    route = f"{BASE}/{{unit_key}}/{{attempt}}"
    base = f"{BASE.format(plan_key=draw.plan)}/{draw.unit}/{draw.attempt}"
    named = (("bien-ban.docx", "Tải biên bản (.docx)"), ("thong-bao-ket-qua.docx", "Tải thông báo kết quả (.docx)"))
    return tuple(
        Link(href=f"{base}/{name}", label=label) for name, label in named if ("GET", f"{route}/{name}") in ROUTES
    )


def _ledger_line(draw: CommuneDraw, entry: PublicEntry) -> LedgerLine:
    return LedgerLine(
        moment=told_moment(entry.at),
        event=draw_sentence(f"event.{entry.event.value}"),
        facts=tuple(_entry_facts(draw, entry)),
        prev=entry.prev,
        hash=entry.hash,
    )


def _entry_facts(draw: CommuneDraw, entry: PublicEntry) -> Iterable[tuple[str, str]]:
    data = entry.data
    match entry.event:
        case LedgerEvent.COMMIT:
            yield "Mã cam kết", str(data["commitment"])
            if data["previous"]:
                yield f"Lần chọn thứ {data['attempt']}, dòng cuối của lần trước", str(data["previous"])
        case LedgerEvent.SEED:
            yield "Dãy số", str(data["seed"])
            yield "Như đã gõ", str(data["typed"])
            yield "Nguồn", str(data["source"])
            yield "Người có mặt", listed(_texts(data["witnesses"])) or draw_sentence("show.nobody")
        case LedgerEvent.DRAW:
            yield "Được chọn", listed(draw.name_of(code) for code in _texts(data["drawn"]))
        case LedgerEvent.REPLACE:
            yield "Thay", f"{draw.name_of(str(data['out']))} bằng {lower_first(draw.name_of(str(data['in'])))}"
            yield "Lý do", str(data["reason"])
        case LedgerEvent.ANNUL:
            yield "Lý do", str(data["reason"])
            yield "Người ký", str(data["signatory"])
        case LedgerEvent.REVEAL:
            pass


def _texts(value: object) -> Sequence[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


def _result(draw: CommuneDraw | None) -> str:
    return listed(draw.name_of(code) for code in draw.chosen) if draw is not None else ""
