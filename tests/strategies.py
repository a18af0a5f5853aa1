"""Whole small plans for property tests: any value of `plan_dossiers()` is one that a plan file could hold.

Every key that the plan names exists, texts are in NFC and clean, dates lie in one year, and `outlines` and `forms` are
exactly those that the plan names, in its order. Windows may overlap and people may be away: that is for the rules.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import strategies as st

from app.domain.acts import (
    ActForm,
    Article,
    CitedAct,
    Clause,
    ClauseKind,
    Decision,
    Erratum,
    ErratumKind,
    LegalBasis,
    PlanText,
    Remark,
    Signatory,
    Submission,
)
from app.domain.dates import DayOff, DayOffKind, Half, LooseTime, Window
from app.domain.deadlines import CountedIn, Deadline, Event, Relation
from app.domain.dossiers import PlanDossier
from app.domain.errata import texts
from app.domain.forms import (
    BranchRows,
    Choice,
    ColumnKind,
    Form,
    FormCheck,
    FormColumn,
    FormKind,
    FormRow,
    HeaderCell,
    RowKind,
)
from app.domain.outlines import Outline, OutlineItem, OutlineKind
from app.domain.people import Absence, Person
from app.domain.plans import (
    Budget,
    BudgetSource,
    DrawRule,
    Mandate,
    Period,
    Plan,
    PlanState,
    SelfInspectionRule,
    Standards,
)
from app.domain.teams import Alternation, AlternationBasis, Batch, Role, Seat, Team
from app.domain.units import Level, Province, Succession, Unit
from app.domain.visits import Manner, Mode, Quota, Visit

if TYPE_CHECKING:
    from collections.abc import Sequence

Thing = TypeVar("Thing")

_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳấầểễịọộớờựỹĐÂÔƯ0123456789 .,;:()/-–“”\"'\\%&<>#=[]"


def words(most: int = 24) -> st.SearchStrategy[str]:
    """Return texts of one line, never empty, such as cleaning leaves as they are."""
    text = st.text(_LETTERS, min_size=1, max_size=most)
    return text.map(lambda t: unicodedata.normalize("NFC", " ".join(t.split()))).filter(bool)


def maybe_words() -> st.SearchStrategy[str]:
    """Return texts of one line that may be empty."""
    return st.just("") | words()


def passages() -> st.SearchStrategy[str]:
    """Return texts that may be empty or run over several lines."""
    return st.lists(words(), max_size=3).map("\n".join)


def lines(most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    """Return a few lines."""
    return st.lists(words(), max_size=most).map(tuple)


def slugs(prefix: str = "") -> st.SearchStrategy[str]:
    """Return keys as they stand in addresses."""
    return st.from_regex(r"[a-z]{1,5}(-[a-z0-9]{1,4}){0,2}", fullmatch=True).map(lambda slug: f"{prefix}{slug}")


def days(year: int) -> st.SearchStrategy[date]:
    """Return days of a year."""
    return st.dates(date(year, 1, 1), date(year, 12, 31))


def maybe(strategy: st.SearchStrategy[Thing]) -> st.SearchStrategy[Thing | None]:
    """Return nothing or what the strategy gives."""
    return st.none() | strategy


def some_of(things: Sequence[Thing], most: int = 3) -> st.SearchStrategy[tuple[Thing, ...]]:
    """Return a few of the things, each once, in any order."""
    if not things:
        return st.just(())
    return st.lists(st.sampled_from(things), max_size=most, unique=True).map(tuple)


@st.composite
def windows(draw: st.DrawFn, year: int) -> Window:
    """Draw a window of up to two weeks inside a year, whole days or half ones."""
    first = draw(st.dates(date(year, 1, 1), date(year, 12, 17)))
    last = first + timedelta(days=draw(st.integers(0, 13)))
    if draw(st.booleans()):
        return Window(first=first, last=last)
    opens = draw(st.sampled_from(Half))
    closes = draw(st.sampled_from(Half)) if last > first else max(Half.AFTERNOON, opens, key=list(Half).index)
    return Window(first=first, last=last, opens=opens, closes=closes)


@st.composite
def loose_times(draw: st.DrawFn, year: int) -> LooseTime:
    """Draw a time that is not firm yet."""
    bounds = sorted(draw(st.lists(days(year), min_size=2, max_size=2)))
    return LooseTime(
        wording=draw(words()),
        earliest=draw(maybe(st.just(bounds[0]))),
        latest=draw(maybe(st.just(bounds[1]))),
        working_days=draw(maybe(st.integers(1, 60))),
    )


def deadlines(year: int) -> st.SearchStrategy[Deadline]:
    """Return deadlines of every form: by a date, or counted from an event."""
    fixed = st.sampled_from([Relation.BEFORE, Relation.NO_LATER_THAN])
    by_day = st.builds(Deadline, relation=fixed, day=days(year))
    by_event = st.builds(Deadline, relation=fixed, event=st.sampled_from(Event))
    counted = st.builds(
        Deadline,
        relation=st.sampled_from([Relation.WITHIN, Relation.AFTER, Relation.AHEAD_OF]),
        event=st.sampled_from(Event),
        count=st.integers(0, 90),
        counted_in=st.sampled_from(CountedIn),
    )
    return by_day | by_event | counted


def days_off(year: int) -> st.SearchStrategy[tuple[DayOff, ...]]:
    """Return a few days off of a year, at most one entry for a day, by day."""
    entry = st.builds(
        DayOff,
        day=days(year),
        name=words(),
        kind=st.sampled_from(DayOffKind),
        swapped_with=maybe(days(year)),
        note=maybe_words(),
    )
    found = st.lists(entry, max_size=5, unique_by=lambda e: e.day)
    return found.map(lambda entries: tuple(sorted(entries, key=lambda e: e.day)))


@st.composite
def provinces(draw: st.DrawFn) -> Province:
    """Draw a province with one to three levels."""
    keys = draw(st.lists(slugs("cap-"), min_size=1, max_size=3, unique=True))
    return Province(
        key=draw(slugs("tinh-")),
        name=draw(words()),
        full_name=draw(words()),
        committee="uy-ban",
        place=draw(words()),
        levels=tuple(
            Level(key=key, rank=rank, name=draw(words()), bodies=draw(words())) for rank, key in enumerate(keys, 1)
        ),
    )


@st.composite
def directories(draw: st.DrawFn, province: Province, year: int) -> tuple[Unit, ...]:
    """Draw the committee, a few bodies that exist all year, and some that went before or come after it."""
    levels = [level.key for level in province.levels]
    committee = Unit(key=province.committee, name=draw(words()), kind="tỉnh", level=levels[0], symbol="UBND")
    keys = draw(st.lists(slugs("dv-") | st.from_regex(r"\d{5}", fullmatch=True), min_size=1, max_size=5, unique=True))
    units = [committee]
    for key in keys:
        unit = Unit(
            key=key,
            name=draw(words()),
            kind=draw(st.sampled_from(["sở", "huyện", "xã"])),
            level=draw(st.sampled_from(levels)),
            code=draw(maybe(st.just(key))),
            area=draw(maybe(words())),
            parent=draw(maybe(st.sampled_from([u.key for u in units if u.until is None]))),
            superior=draw(maybe(words())),
            symbol=draw(maybe(words(6))),
            aliases=draw(lines(2)),
            since=draw(maybe(st.dates(date(year - 30, 1, 1), date(year - 1, 12, 31)))),
            formed_from=draw(st.lists(successions(keys), max_size=2).map(tuple)),
            certainty=draw(st.sampled_from(["source", "probable"])),
            source=draw(maybe_words()),
            note=draw(maybe_words()),
        )
        units.append(unit)
        if unit.since is not None and draw(st.booleans()):
            gone = replace(unit, name=draw(words()), since=None, until=unit.since - timedelta(days=1), formed_from=())
            units.append(gone)
    return tuple(units)


def successions(keys: Sequence[str]) -> st.SearchStrategy[Succession]:
    """Return what a unit may have come from."""
    return st.builds(
        Succession,
        name=words(),
        code=maybe(st.from_regex(r"\d{5}", fullmatch=True)),
        unit=maybe(st.sampled_from(keys)),
        extent=st.sampled_from(["whole", "part"]),
    )


@st.composite
def people_of(draw: st.DrawFn, units: Sequence[str], year: int) -> tuple[Person, ...]:
    """Draw a few officials of these units."""
    keys = draw(st.lists(slugs("ng-"), min_size=1, max_size=5, unique=True))
    return tuple(
        Person(
            key=key,
            name=draw(words()),
            honorific=draw(st.sampled_from(["Ông", "Bà"])),
            position=draw(words()),
            agency=draw(st.sampled_from(units)),
            division=draw(maybe(words())),
            printed=draw(maybe(words())),
            since=draw(maybe(st.dates(date(year - 9, 1, 1), date(year - 1, 12, 31)))),
            until=draw(maybe(days(year))),
            source=draw(maybe_words()),
        )
        for key in keys
    )


@st.composite
def forms(draw: st.DrawFn, key: str, units: Sequence[Unit], levels: Sequence[str]) -> Form:
    """Draw a form whose sums, formulas and checks name rows and columns that it has."""
    kind = draw(st.sampled_from(FormKind))
    columns: list[FormColumn] = []
    for index in range(draw(st.integers(1, 3))):
        column = FormColumn(
            key=f"c{index}",
            label=draw(words()),
            kind=draw(st.sampled_from(ColumnKind)),
            sum_of=draw(some_of([c.key for c in columns], 2)),
            placeholder=draw(maybe_words()),
        )
        columns.append(column)
    rows: list[FormRow] = []
    for index in range(draw(st.integers(1, 4))):
        row = FormRow(
            code=f"I.{index + 1}",
            kind=draw(st.sampled_from(RowKind)),
            name=draw(words()),
            number=draw(maybe_words()),
            unit=draw(maybe_words()),
            choices=tuple(Choice(value=v, label=draw(words())) for v in range(draw(st.integers(0, 2)))),
            formula=draw(maybe(st.just(f"[{rows[0].code}] / [{rows[-1].code}] * 100"))) if rows else None,
            inputs=draw(lines(1)),
            note=draw(maybe_words()),
            filled_by=draw(maybe_words()),
            if_any=draw(st.booleans()),
            is_cumulative=draw(st.booleans()),
            level=draw(maybe(st.sampled_from(levels))),
            levels=draw(some_of(levels, 1)),
            not_for_kinds=draw(some_of(["sở", "xã"], 1)),
            shows_placeholders=draw(st.booleans()),
        )
        rows.append(row)
    named = columns[0].key if kind == FormKind.GRID else rows[0].code
    check = st.builds(FormCheck, expression=st.just(f"[{named}] >= 0"), text=words(), is_hard=st.booleans())
    branch = st.builds(
        BranchRows,
        unit=st.sampled_from([unit.key for unit in units]),
        level=st.sampled_from(levels),
        label=words().map(lambda text: f"{text} {{area}}"),
        text=maybe_words(),
    )
    cell = st.builds(HeaderCell, text=words(), rowspan=st.integers(1, 2), colspan=st.integers(1, 2))
    return Form(
        key=key,
        version=draw(words(8)),
        number=draw(words(8)),
        heading=draw(words()),
        title=draw(lines()),
        kind=kind,
        header=draw(st.lists(st.lists(cell, max_size=2).map(tuple), max_size=2).map(tuple)),
        columns=tuple(columns),
        rows=tuple(rows),
        notes=draw(lines(2)),
        checks=draw(st.lists(check, max_size=2).map(tuple)),
        branch_rows=draw(st.lists(branch, max_size=1).map(tuple)),
        levels=draw(some_of(levels, 1)),
        kinds=draw(some_of(["sở", "huyện"], 1)),
        source=draw(maybe_words()),
    )


@st.composite
def outlines(draw: st.DrawFn, key: str, levels: Sequence[str], indicators: Sequence[str]) -> Outline:
    """Draw an outline of a part or two with sections and items below them."""
    items = []
    for part in range(1, draw(st.integers(1, 3))):
        shapes = [(f"{part}", OutlineKind.PART), (f"{part}.1", OutlineKind.SECTION), (f"{part}.1.a", OutlineKind.ITEM)]
        for code, kind in shapes[: draw(st.integers(1, 3))]:
            item = OutlineItem(
                code=code,
                kind=kind,
                number=draw(words(4)),
                text=draw(words()),
                guidance=draw(lines(1)),
                paragraphs=draw(lines(2)),
                if_any=draw(st.booleans()),
                field=draw(maybe(st.sampled_from(["the-che", "thu-tuc"]))),
                indicators=draw(some_of(indicators, 2)),
                levels=draw(some_of(levels, 1)),
                kinds=draw(some_of(["sở", "huyện"], 1)),
                not_for_kinds=draw(some_of(["xã"], 1)),
            )
            items.append(item)
    return Outline(
        key=key,
        version=draw(words(8)),
        title=draw(lines()),
        items=tuple(items),
        heading=draw(words()),
        reference=draw(lines(2)),
        exemption=draw(maybe_words()),
        source=draw(maybe_words()),
    )


def decisions(units: Sequence[str], year: int) -> st.SearchStrategy[Decision]:
    """Return decisions, from a bare one to one with everything."""
    basis = st.builds(
        LegalBasis,
        text=words(),
        kind=maybe_words(),
        name=maybe_words(),
        number=maybe(words()),
        day=maybe(days(year)),
        issuer=maybe(words()),
    )
    submission = st.builds(
        Submission, agency=st.sampled_from(units), number=maybe(words()), day=maybe(days(year)), text=maybe_words()
    )
    cited = st.builds(CitedAct, number=words(), day=maybe(days(year)), issuer=maybe_words(), subject=maybe_words())
    return st.builds(
        Decision,
        symbol=words(8),
        body=st.sampled_from(units),
        issuer=maybe_words(),
        number=maybe(words(6)),
        day=maybe(days(year)),
        title=maybe_words(),
        legal_bases=st.lists(basis, max_size=2).map(tuple),
        submission=maybe(submission),
        articles=st.lists(st.builds(Article, number=words(8), text=words()), max_size=2).map(tuple),
        replaces=maybe(cited),
        recipients=lines(),
        signatory=maybe(st.builds(Signatory, title=words(), capacity=maybe_words(), name=maybe_words())),
    )


@st.composite
def plan_texts(draw: st.DrawFn) -> PlanText:
    """Draw the plan's own text."""
    kinds = draw(st.lists(st.sampled_from(ClauseKind), max_size=4))
    return PlanText(
        title=draw(lines(2)),
        reference=draw(lines(1)),
        preamble=draw(lines(1)),
        clauses=tuple(
            Clause(code=f"I.{index}", kind=kind, text=draw(words()), number=draw(maybe(words(4))))
            for index, kind in enumerate(kinds, 1)
        ),
        closing=draw(maybe_words()),
        annex_title=draw(maybe_words()),
        annex_note=draw(maybe_words()),
    )


@st.composite
def teams_of(draw: st.DrawFn, people: Sequence[str], units: Sequence[str], year: int) -> tuple[Team, ...]:
    """Draw one to three teams; a person has one seat in a team, and another may sit there for somebody."""
    teams = []
    for number in range(1, draw(st.integers(2, 4))):
        seats: list[Seat] = []
        for index, person in enumerate(draw(some_of(people, 3))):
            seat = Seat(
                key=f"ghe-{number}-{index}",
                role=draw(st.sampled_from(Role)),
                person=person,
                fields=draw(some_of(["the-che"], 1)),
                substitutes=draw(maybe(st.sampled_from([s.key for s in seats]))) if seats else None,
                since=draw(maybe(st.just(date(year, 2, 1)))),
                until=draw(maybe(st.just(date(year, 11, 1)))),
                units=draw(some_of(units, 2)),
            )
            seats.append(seat)
        if draw(st.booleans()):
            seats.append(Seat(key=f"phong-{number}", office=draw(words()), agency=draw(maybe(st.sampled_from(units)))))
        teams.append(Team(key=f"doan-{number}", name=draw(words()), seats=tuple(seats)))
    return tuple(teams)


@st.composite
def batches_of(
    draw: st.DrawFn, teams: Sequence[Team], people: Sequence[str], units: Sequence[str], year: int
) -> tuple[Batch, ...]:
    """Draw one to three batches."""
    batches = []
    for number in range(1, draw(st.integers(2, 4))):
        leaders = list(draw(some_of(people, 3)))
        head = leaders.pop() if leaders and draw(st.booleans()) else None
        batch = Batch(
            key=f"dot-{number}",
            name=draw(words()),
            team=draw(st.sampled_from([team.key for team in teams])),
            head=head,
            deputies=tuple(leaders),
            standing_deputy=draw(maybe(st.sampled_from(leaders))) if leaders else None,
            lead_agency=draw(maybe(st.sampled_from(units))),
            report_deadline=draw(maybe(deadlines(year))),
        )
        batches.append(batch)
    return tuple(batches)


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


def rules(units: Sequence[str], levels: Sequence[str], year: int) -> st.SearchStrategy[dict[str, Any]]:
    """Return the general rules of a plan by the names of their fields."""
    source = st.builds(BudgetSource, agency=st.sampled_from(units), text=words())
    return st.fixed_dictionaries(
        {
            "draw": maybe(
                st.builds(
                    DrawRule,
                    at_level=st.sampled_from(levels),
                    from_level=st.sampled_from(levels),
                    least=st.integers(0, 2),
                    most=st.integers(2, 3),
                    text=maybe_words(),
                )
            ),
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
            "standards": st.builds(
                Standards,
                reading_days=st.integers(0, 5),
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
        **draw(rules(units, levels, year)),
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
