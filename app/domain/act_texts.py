"""Sửa lời văn của quyết định và kế hoạch: legal bases, articles and the plan's own text, the errata kept in step."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from app.domain.acts import Article, LegalBasis
from app.domain.errata import texts
from app.domain.errors import Fault, InvalidInput, NotFound
from app.domain.vietnamese import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from app.domain.acts import Decision, PlanText
    from app.domain.dossiers import PlanDossier
    from app.domain.plans import Plan

Thing = TypeVar("Thing")

_CITED = re.compile(
    r"^Căn cứ (?:vào )?(?P<kind>Hiến pháp|Bộ luật|Luật|Pháp lệnh|Nghị quyết|Nghị định|Quyết định|Thông tư liên tịch"
    r"|Thông tư|Chỉ thị|Kế hoạch|Công văn)\b"
)
_NUMBER = re.compile(r"\bsố (?P<number>\d[^\s,;]*)")
_DAY = re.compile(r"\bngày (?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})")
_ISSUER = re.compile(r"\bcủa (?P<issuer>(?!.*\bcủa\b).+?)(?: về | quy định | ban hành | phê duyệt |[;.,]|$)")


def with_texts_of(
    dossier: PlanDossier, *, decision: Decision | None = None, text: PlanText | None = None
) -> PlanDossier:
    """Return the dossier with another decision or text of the plan, its errata kept in step."""
    plan = dossier.plan
    edited = replace(plan, decision=decision or plan.decision, text=text or plan.text)
    return errata_in_step(dossier, replace(dossier, plan=edited))


def errata_in_step(before: PlanDossier, after: PlanDossier) -> PlanDossier:
    """Return the dossier as it is after an edit of its texts, its errata following the texts that they are about.

    One whose printed words stand nowhere any more is mended and goes; one without a place of its own stays.
    """
    moved = _moved_addresses(before.plan, after.plan)
    was, standing = texts(before), texts(after)
    errata = []
    for erratum in after.plan.errata:
        places = tuple(moved.get(place, place) for place in erratum.places)
        stands = any(erratum.printed in standing.get(place, "") for place in places)
        if stands or not any(erratum.printed in was.get(place, "") for place in erratum.places):
            errata.append(replace(erratum, places=places))
    return replace(after, plan=replace(after.plan, errata=tuple(errata)))


def legal_basis_of(line: str) -> LegalBasis:
    """Return a căn cứ read from its line: kind, number, day and issuer of the act, as far as they are told.

    It ends with a semicolon (Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, II.6.a). Raise InvalidInput at `text` for one
    that is empty, or names no act by "Căn cứ".
    """
    words = " ".join(clean(line).split()).rstrip(".;, ")
    if not words:
        raise InvalidInput([Fault(place="text", code="text.empty")])
    if not words.startswith("Căn cứ "):
        raise InvalidInput([Fault(place="text", code="legal_basis.no_can_cu", found=words[:40])])
    cited = _CITED.match(words)
    number, day = _NUMBER.search(words), _DAY.search(words)
    told = day or number
    issuer = _ISSUER.search(words, told.end()) if told else None
    name = words.removeprefix("Căn cứ ")
    return LegalBasis(
        text=f"{words};",
        kind=cited["kind"] if cited else "",
        name=name[: day.start() - len("Căn cứ ")].rstrip() if day else name,
        number=number["number"] if number else None,
        day=_day(day) if day else None,
        issuer=issuer["issuer"].strip() if issuer else None,
    )


def with_basis(decision: Decision, place: int | None, line: str) -> Decision:
    """Return the decision with that căn cứ (from 1) written anew, None for a new one at the end; raise NotFound."""
    return replace(decision, legal_bases=_with(decision.legal_bases, place, legal_basis_of(line)))


def with_article(decision: Decision, place: int | None, line: str) -> Decision:
    """Return the decision with the text of that article (from 1), None for a new one at the end; raise NotFound.

    Articles are numbered as they stand. Raise InvalidInput at `text` for one that is empty.
    """
    words = " ".join(clean(line).split())
    if not words:
        raise InvalidInput([Fault(place="text", code="text.empty")])
    return replace(decision, articles=_counted(_with(decision.articles, place, Article(number="", text=words))))


def without_basis(decision: Decision, place: int) -> Decision:
    """Return the decision without that căn cứ (from 1); raise NotFound."""
    return replace(decision, legal_bases=_without(decision.legal_bases, place))


def without_article(decision: Decision, place: int) -> Decision:
    """Return the decision without that article (from 1), the others numbered anew; raise NotFound."""
    return replace(decision, articles=_counted(_without(decision.articles, place)))


def moved_basis(decision: Decision, place: int, *, earlier: bool) -> Decision:
    """Return the decision with that căn cứ (from 1) one place earlier or later; raise NotFound."""
    return replace(decision, legal_bases=_moved(decision.legal_bases, place, earlier=earlier))


def moved_article(decision: Decision, place: int, *, earlier: bool) -> Decision:
    """Return the decision with that article (from 1) one place earlier or later, all numbered anew; raise NotFound."""
    return replace(decision, articles=_counted(_moved(decision.articles, place, earlier=earlier)))


def lines_of(typed: str) -> tuple[str, ...]:
    """Return the lines of a text typed into one field, the empty ones left out."""
    return tuple(line for line in clean(typed).split("\n") if line)


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def _with(things: Sequence[Thing], place: int | None, thing: Thing) -> tuple[Thing, ...]:
    if place is None:
        return (*things, thing)
    _check_place(things, place)
    return (*things[: place - 1], thing, *things[place:])


def _without(things: Sequence[Thing], place: int) -> tuple[Thing, ...]:
    _check_place(things, place)
    return (*things[: place - 1], *things[place:])


def _moved(things: Sequence[Thing], place: int, *, earlier: bool) -> tuple[Thing, ...]:
    _check_place(things, place)
    found, to = list(things), place - 2 if earlier else place
    if 0 <= to < len(found):
        found[place - 1], found[to] = found[to], found[place - 1]
    return tuple(found)


def _check_place(things: Sequence[object], place: int) -> None:
    if not 1 <= place <= len(things):
        raise NotFound("text", f"{place}")


def _counted(articles: Iterable[Article]) -> tuple[Article, ...]:
    return tuple(replace(article, number=f"Điều {n}.") for n, article in enumerate(articles, 1))


def _moved_addresses(plan: Plan, edited: Plan) -> dict[str, str]:
    """Return where each text that stands elsewhere now stood, by its address then."""
    moved: dict[str, str] = {}
    one, other = plan.decision, edited.decision
    for was, now in _followed(one.legal_bases, other.legal_bases, lambda basis: basis.text).items():
        moved[f"decision.legal_basis.{was + 1}"] = f"decision.legal_basis.{now + 1}"
    for was, now in _followed(one.articles, other.articles, lambda article: article.text).items():
        moved[f"decision.article.{was + 1}"] = f"decision.article.{now + 1}"
    clauses, others = plan.text.clauses, edited.text.clauses
    for was, now in _followed(clauses, others, lambda clause: (clause.kind, clause.text)).items():
        for part in ("", ".number"):
            moved[f"plan.clause.{clauses[was].code}{part}"] = f"plan.clause.{others[now].code}{part}"
    return moved


def _followed(before: Sequence[Thing], after: Sequence[Thing], words: Callable[[Thing], Hashable]) -> dict[int, int]:
    """Return where each thing of a list stands in the other: the first with the same words the first, and so on."""
    waiting: dict[Hashable, list[int]] = {}
    for place, thing in enumerate(after):
        waiting.setdefault(words(thing), []).append(place)
    found: dict[int, int] = {}
    for place, thing in enumerate(before):
        same = waiting.get(words(thing))
        if same:
            found[place] = same.pop(0)
    return found
