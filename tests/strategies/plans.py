"""Visits, rules and whole plans."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from app.domain.acts import ActForm, CitedAct, Erratum, ErratumKind, Remark
from app.domain.dossiers import PlanDossier
from app.domain.errata import texts
from app.domain.people import Absence
from app.domain.plans import (
    Budget,
    BudgetSource,
    DrawCluster,
    DrawRule,
    Ending,
    Mandate,
    Period,
    Plan,
    PlanState,
    SelfInspectionRule,
    Standards,
)
from app.domain.teams import Alternation, AlternationBasis, Batch
from app.domain.visits import Manner, Mode, Quota, Visit
from strategies.bodies import batches_of, directories, people_of, provinces, teams_of
from strategies.papers import decisions, forms, outlines, plan_texts
from strategies.texts import lines, maybe, maybe_words, passages, slugs, some_of, words
from strategies.times import days, deadlines, loose_times, windows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.units import Unit


@st.composite
def visits_of(
    draw: st.DrawFn, batches: Sequence[Batch], people: Sequence[str], units: Sequence[str], codes: Sequence[str],
    year: int,
) -> tuple[Visit, ...]:  # fmt: skip
    """Draw visits with windows, loose times or no time, a second visit to some units among them."""
    visits = []
    for unit in draw(some_of(units, 4)):
        for number in range(1, draw(st.integers(2, 3))):
            visit = Visit(
                unit=unit,
                batch=draw(st.sampled_from([batch.key for batch in batches])),
                number=number,
                window=draw(maybe(windows(year))),
                loose=draw(maybe(loose_times(year))),
                printed_name=draw(maybe(words())),
                place=draw(maybe(words())),
                manner=draw(st.sampled_from(Manner)),
                mode=draw(st.sampled_from(Mode)),
                scope=draw(some_of(codes, 2)),
                lead_agency=draw(maybe(st.sampled_from(units))),
                head=draw(maybe(st.sampled_from(people))),
                report_deadline=draw(maybe(deadlines(year))),
                is_reserve=draw(st.booleans()),
                communes=draw(some_of(units, 2)),
            )
            visits.append(visit)
    return tuple(draw(st.permutations(visits)))


@st.composite
def quotas_of(draw: st.DrawFn, batches: Sequence[Batch], levels: Sequence[str], year: int) -> tuple[Quota, ...]:
    """Draw targets by number and class."""
    return tuple(
        Quota(
            key=f"nhom-{index}",
            wording=draw(words()),
            batch=draw(st.sampled_from([batch.key for batch in batches])),
            count=draw(maybe(st.integers(1, 9))),
            share_percent=draw(maybe(st.integers(1, 100))),
            level=draw(maybe(st.sampled_from(levels))),
            kinds=draw(some_of(["sở", "huyện"], 1)),
            loose=draw(maybe(loose_times(year))),
        )
        for index in range(draw(st.integers(0, 2)))
    )


@st.composite
def draw_rules(draw: st.DrawFn, bodies: Sequence[Unit], levels: Sequence[str]) -> DrawRule:
    """Draw a rule for visited units of a level, for clusters of units that lie below none, or for both."""
    from_level = draw(st.sampled_from(levels))
    candidates = dict.fromkeys(body.key for body in bodies if body.level == from_level)
    left = draw(st.permutations(list(candidates)))
    clusters: list[DrawCluster] = []
    while left and draw(st.booleans()):
        size = draw(st.integers(1, len(left)))
        number = len(clusters) + 1
        clusters.append(DrawCluster(key=f"cum-{number}", name=f"Cụm {number}", units=tuple(left[:size])))
        left = left[size:]
    at_level = st.sampled_from(levels)
    return DrawRule(
        at_level=draw(maybe(at_level) if clusters else at_level),
        from_level=from_level,
        least=draw(st.integers(0, 2)),
        most=draw(st.integers(2, 3)),
        text=draw(maybe_words()),
        clusters=tuple(clusters),
    )


def rules(bodies: Sequence[Unit], levels: Sequence[str], year: int) -> st.SearchStrategy[dict[str, Any]]:
    """Return the general rules of a plan by the names of their fields."""
    units = [body.key for body in bodies]
    source = st.builds(BudgetSource, agency=st.sampled_from(units), text=words())
    return st.fixed_dictionaries(
        {
            "draw": maybe(draw_rules(bodies, levels)),
            "self_inspection": maybe(
                st.builds(
                    SelfInspectionRule,
                    kinds=some_of(["sở", "huyện"], 2),
                    levels=some_of(levels, 1),
                    deadline=maybe(deadlines(year)),
                    to=maybe(st.sampled_from(units)),
                    via=maybe(st.sampled_from(units)),
                    text=maybe_words(),
                )
            ),
            "budget": maybe(
                st.builds(
                    Budget,
                    rate=st.integers(0, 1_000_000),
                    sources=st.lists(source, max_size=2).map(tuple),
                    appraised_by=maybe(st.sampled_from(units)),
                    counts_leaders=st.booleans(),
                    counts_working_days_only=st.booleans(),
                    text=passages(),
                )
            ),
            "mandates": st.lists(
                st.builds(
                    Mandate, field=st.sampled_from(["the-che", "thu-tuc"]), name=words(), agency=st.sampled_from(units)
                ),
                max_size=2,
                unique_by=lambda mandate: mandate.field,
            ).map(tuple),
            "seals": some_of(units, 2),
            "dissolution": maybe_words(),
            "ending": maybe(
                st.builds(
                    Ending,
                    day=days(year),
                    paper=st.builds(
                        CitedAct, number=words(), day=maybe(days(year)), issuer=maybe_words(), subject=maybe_words()
                    ),
                )
            ),
            "standards": st.builds(
                Standards,
                reading_days=st.integers(0, 5),
                notice_days=st.integers(0, 20),
                working_days=st.dictionaries(st.sampled_from(levels), st.integers(0, 10), max_size=2),
            ),
            "alternation": maybe(
                st.builds(Alternation, basis=st.sampled_from(AlternationBasis), agencies=some_of(units, 2))
            ),
            "period": maybe(
                st.builds(
                    Period,
                    wording=maybe_words(),
                    first=maybe(st.just(date(year - 1, 12, 15))),
                    last=maybe(st.just(date(year, 6, 30))),
                )
            ),
        }
    )


def absences_of(people: Sequence[str], units: Sequence[str], year: int) -> st.SearchStrategy[tuple[Absence, ...]]:
    """Return times at which a person or a unit cannot take part."""
    of_person = st.builds(Absence, window=windows(year), reason=maybe_words(), person=st.sampled_from(people))
    of_unit = st.builds(Absence, window=windows(year), reason=maybe_words(), unit=st.sampled_from(units))
    return st.lists(of_person | of_unit, max_size=2).map(tuple)


@st.composite
def errata_of(draw: st.DrawFn, dossier: PlanDossier) -> tuple[Erratum, ...]:
    """Draw misprints at places that the dossier has, of words that stand there."""
    found = texts(dossier)
    places = [place for place, text in found.items() if text]
    errata = []
    for index, place in enumerate(draw(some_of(places, 2)), 1):
        line = found[place].split("\n")[0]
        printed = draw(st.sampled_from(line.split()))
        erratum = Erratum(
            key=f"loi-{index}",
            kind=draw(st.sampled_from(ErratumKind)),
            where=draw(words()),
            printed=printed,
            reading=draw(maybe(words())),
            places=(place,),
            certainty=draw(st.sampled_from(["probable", "certain"])),
            note=draw(passages()),
        )
        errata.append(erratum)
    return tuple(errata)


@st.composite
def plan_dossiers(draw: st.DrawFn) -> PlanDossier:
    """Draw a whole small plan with everything that it names."""
    year = draw(st.integers(2015, 2035))
    province = draw(provinces())
    levels = [level.key for level in province.levels]
    directory = draw(directories(province, year))
    present = [unit for unit in directory if unit.until is None]
    units = [unit.key for unit in present]
    people = draw(people_of(units, year))
    names = [person.key for person in people]
    form_keys = draw(st.lists(slugs("phu-luc-"), max_size=2, unique=True))
    own_forms = tuple(draw(forms(key, present, levels)) for key in form_keys)
    indicators = [f"{form.key}:{row.code}" for form in own_forms for row in form.rows]
    outline = draw(maybe(slugs("de-cuong-").flatmap(lambda key: outlines(key, levels, indicators))))
    codes = [item.code for item in outline.items] if outline else []
    teams = draw(teams_of(names, units, year))
    batches = draw(batches_of(teams, names, units, year))
    remarks = st.builds(Remark, key=slugs("hoi-"), where=words(), text=passages())
    plan = Plan(
        key=draw(slugs("kh-")),
        province=province.key,
        year=year,
        kind=draw(words()),
        title=draw(words()),
        changed_on=draw(days(year)),
        subjects=draw(lines(2)),
        act=draw(st.sampled_from(ActForm)),
        state=draw(st.sampled_from(PlanState)),
        lead_agencies=draw(some_of(units, 2)),
        decision=draw(decisions(units, year)),
        text=draw(plan_texts()),
        teams=teams,
        batches=batches,
        visits=draw(visits_of(batches, names, units, codes, year)),
        quotas=draw(quotas_of(batches, levels, year)),
        outline=outline.key if outline else None,
        forms=tuple(form_keys),
        absences=draw(absences_of(names, units, year)),
        remarks=draw(st.lists(remarks, max_size=2, unique_by=lambda remark: remark.key).map(tuple)),
        source=draw(maybe_words()),
        **draw(rules(present, levels, year)),
    )
    dossier = PlanDossier(
        province=province,
        units=directory,
        people=people,
        outlines=(outline,) if outline else (),
        forms=own_forms,
        plan=plan,
    )
    return replace(dossier, plan=replace(plan, errata=draw(errata_of(dossier))))
