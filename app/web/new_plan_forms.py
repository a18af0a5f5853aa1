"""Biểu mẫu lập kế hoạch: what was chosen and typed for a new plan, and what is proposed for the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from app.domain.acts import ActForm, Decision, Signatory
from app.domain.errors import Fault, InvalidInput
from app.domain.new_plans import (
    SUBJECTS,
    NewPlan,
    agency_faults,
    subject_faults,
    year_faults,
)
from app.domain.plan_copies import CopyRequest, title_in
from app.domain.typed_dates import typed_day
from app.domain.vietnamese import clean
from app.services.new_plans import (
    OutlineVersion,
    PlanningSeat,
    free_key,
    outline_versions,
    planning_seats,
    proposed_plan,
)
from app.web.form_faults import Field, FormFaults, form_faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.datastructures import FormData, QueryParams

    from app.db.store import Store
    from app.domain.accounts import Account
    from app.domain.dossiers import PlanDossier

_FIRST_MONTH_FOR_NEXT_YEAR = 10

PROVINCE = Field(name="tinh", label="Tỉnh")
YEAR = Field(name="nam", label="Năm")
AGENCIES = Field(name="co-quan", label="Cơ quan chủ trì")
SUBJECT = Field(name="linh-vuc", label="Nội dung kiểm tra")
OTHER_SUBJECT = Field(name="linh-vuc-khac", label="Nội dung khác")
ACT = Field(name="hinh-thuc", label="Hình thức văn bản")
TITLE = Field(name="ten", label="Tên kế hoạch")
KIND = Field(name="loai", label="Loại kiểm tra")
KEY = Field(name="khoa", label="Khóa")
SYMBOL = Field(name="ky-hieu", label="Ký hiệu văn bản")
ISSUER = Field(name="tham-quyen", label="Thẩm quyền ban hành")
CAPACITY = Field(name="tu-cach", label="Tư cách ký")
SIGNATORY = Field(name="chuc-vu", label="Chức vụ người ký")
NAME = Field(name="ho-ten", label="Họ tên người ký")
OUTLINE = Field(name="de-cuong", label="Đề cương, biểu mẫu")
SOURCE = Field(name="tu", label="Chép từ kế hoạch")
START = Field(name="bat-dau", label="Ngày bắt đầu cuộc đầu tiên")
WORDING = Field(name="loi-van", label="Lời văn")
KEEPS, DRAWS_UP = "giu", "moi"
STEP = "buoc"
"""The query that says that the first step was sent."""

CHOICE_FIELDS = {"year": YEAR, "lead_agencies": AGENCIES, "subjects": SUBJECT}
NEW_FIELDS = {
    **CHOICE_FIELDS,
    "title": TITLE,
    "kind": KIND,
    "key": KEY,
    "symbol": SYMBOL,
    "body": ISSUER,
    "outline": OUTLINE,
}
COPY_FIELDS = {"source": SOURCE, "year": YEAR, "start": START, "title": TITLE, "key": KEY, "lead_agencies": SOURCE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Bước chọn: where, when and what about, as it was chosen; `year` is what was typed."""

    seats: tuple[PlanningSeat, ...]
    province: str
    year: str
    agencies: tuple[str, ...]
    subjects: tuple[str, ...]
    other: str
    act: ActForm

    @property
    def seat(self) -> PlanningSeat | None:
        """Where the plan is drawn up, None where the account plans nowhere."""
        found = [each for each in self.seats if each.province.key == self.province]
        return found[0] if found else next(iter(self.seats), None)

    @property
    def all_subjects(self) -> tuple[str, ...]:
        """What the plan is about: the subjects chosen, then the others, each typed on a line of its own."""
        return tuple(dict.fromkeys((*self.subjects, *(line for line in clean(self.other).split("\n") if line))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Kế hoạch sắp lập như đã ghi, or as proposed before anything was typed."""

    title: str
    kind: str
    key: str
    symbol: str
    issuer: str
    capacity: str
    signatory: str
    name: str
    outline: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyTyped:
    """Kế hoạch lập từ kế hoạch khác, như đã ghi."""

    source: str
    year: str
    start: str
    wording: str
    title: str
    key: str


def faults_on(error: InvalidInput, fields: Mapping[str, Field]) -> FormFaults:
    """Return the faults at the fields of a form; one that has no field of its own stands at the first."""
    first = next(iter(fields))
    placed = [fault if fault.place in fields else replace(fault, place=first) for fault in error.faults]
    return form_faults(InvalidInput(placed), fields)


def next_year(today: date) -> int:
    """Return the year of the plan that is most likely drawn up now: from October on the next one."""
    return today.year + (today.month >= _FIRST_MONTH_FOR_NEXT_YEAR)


def choice_of(store: Store, account: Account, values: QueryParams | FormData, today: date) -> Choice:
    """Return the first step as it was sent, or as it is shown before it was."""
    year = str(values.get(YEAR.name, next_year(today)))
    day = last_day_of(int(year)) if _is_year(year) else today
    seats = planning_seats(store, account, day)
    chosen = _texts(values.getlist(SUBJECT.name))
    return Choice(
        seats=seats,
        province=str(values.get(PROVINCE.name, "")),
        year=year,
        agencies=_texts(values.getlist(AGENCIES.name)),
        subjects=tuple(subject for subject in SUBJECTS if subject in chosen),
        other=str(values.get(OTHER_SUBJECT.name, "")),
        act=_act(str(values.get(ACT.name, ""))),
    )


def check_choice(choice: Choice) -> int:
    """Return the year of the first step; raise InvalidInput with everything that is wrong in it."""
    faults: list[Fault] = []
    year = 0
    if _is_year(choice.year):
        year = int(choice.year)
        faults += year_faults(year)
    else:
        faults.append(Fault(place="year", code="year.unreadable", found=choice.year))
    units = choice.seat.agencies if choice.seat is not None else ()
    faults += agency_faults("lead_agencies", choice.agencies, units)
    faults += [
        Fault(place="lead_agencies", code="agency.ended", found=unit.name, wanted=f"{year}")
        for unit in units
        if unit.key in choice.agencies and year and not unit.exists_on(last_day_of(year))
    ]
    faults += subject_faults(choice.all_subjects)
    if faults:
        raise InvalidInput(faults)
    return year


def proposed(store: Store, choice: Choice, year: int) -> Typed:
    """Return what is proposed for the second step; raise Refused where the province has no committee in that year."""
    new = _proposed_plan(store, choice, year)
    signatory = new.decision.signatory
    return Typed(
        title=new.title,
        kind=new.kind,
        key=new.key,
        symbol=new.decision.symbol,
        issuer=new.decision.issuer,
        capacity=signatory.capacity if signatory is not None else "",
        signatory=signatory.title if signatory is not None else "",
        name="",
        outline="",
    )


def typed_of(form: FormData) -> Typed:
    """Return the second step as it was sent."""
    fields = {
        "title": TITLE,
        "kind": KIND,
        "key": KEY,
        "symbol": SYMBOL,
        "issuer": ISSUER,
        "capacity": CAPACITY,
        "signatory": SIGNATORY,
        "name": NAME,
        "outline": OUTLINE,
    }
    return Typed(**{part: one_line(str(form.get(field.name, ""))) for part, field in fields.items()})


def one_line(text: str) -> str:
    """Return what was typed into a box of several lines as the one line that it is."""
    return " ".join(text.split())


def versions_for(store: Store, account: Account, choice: Choice) -> tuple[OutlineVersion, ...]:
    """Return the outlines to choose from."""
    return outline_versions(store, account, _seat(choice).province)


def new_plan_of(
    store: Store, choice: Choice, year: int, typed: Typed, versions: Iterable[OutlineVersion]
) -> tuple[NewPlan, str]:
    """Return the plan to begin, and the key of its province."""
    new = _proposed_plan(store, choice, year)
    version = next((each for each in versions if each.outline == typed.outline), None)
    unknown = typed.outline if typed.outline and version is None else None
    typed_plan = replace(
        new,
        key=typed.key.strip(),
        kind=typed.kind,
        title=typed.title,
        decision=_signed(new.decision, typed),
        outline=version.outline if version is not None else unknown,
        forms=version.forms if version is not None else (),
    )
    return typed_plan, _seat(choice).province.key


def _proposed_plan(store: Store, choice: Choice, year: int) -> NewPlan:
    return proposed_plan(
        store,
        _seat(choice).province.key,
        year,
        lead_agencies=choice.agencies,
        subjects=choice.all_subjects,
        act=choice.act,
    )


def copy_typed(values: Mapping[str, object], sources: Iterable[str], today: date) -> CopyTyped:
    """Return the copy as it was sent, or as it is proposed; title and key are left empty until they are proposed."""
    return CopyTyped(
        source=str(values.get(SOURCE.name, next(iter(sources), ""))),
        year=str(values.get(YEAR.name, next_year(today))),
        start=str(values.get(START.name, "")),
        wording=str(values.get(WORDING.name, KEEPS)),
        title=one_line(str(values.get(TITLE.name, ""))),
        key=str(values.get(KEY.name, "")),
    )


def completed(store: Store, source: PlanDossier, typed: CopyTyped) -> CopyTyped:
    """Return the copy with the title and the key proposed where none was typed yet."""
    if not _is_year(typed.year):
        return typed
    year = int(typed.year)
    title = typed.title or title_in(source.plan.title, source.plan.year, year)
    return replace(typed, title=title, key=typed.key or free_key(store, source.province, year))


def copy_request(typed: CopyTyped) -> CopyRequest:
    """Return what is asked for; raise InvalidInput with what cannot be read of it."""
    faults: list[Fault] = []
    if not _is_year(typed.year):
        faults.append(Fault(place="year", code="year.unreadable", found=typed.year))
    start = None
    if typed.start.strip():
        try:
            start = typed_day(typed.start, "start")
        except InvalidInput as error:
            faults += error.faults
    if faults:
        raise InvalidInput(faults)
    return CopyRequest(
        key=typed.key.strip(),
        year=int(typed.year),
        title=typed.title,
        start=start,
        keeps_wording=typed.wording != DRAWS_UP,
    )


def last_day_of(year: int) -> date:
    """Return the last day of a year, on which a plan of that year sees the directory while it has no windows."""
    return date(year, 12, 31)


def _signed(decision: Decision, typed: Typed) -> Decision:
    title = clean(typed.signatory)
    signatory = Signatory(title=title, capacity=clean(typed.capacity), name=clean(typed.name)) if title else None
    return replace(decision, symbol=clean(typed.symbol), issuer=clean(typed.issuer), signatory=signatory)


def _seat(choice: Choice) -> PlanningSeat:
    if choice.seat is None:
        raise LookupError("a choice that was checked has a seat")
    return choice.seat


def _is_year(text: str) -> bool:
    return text.strip().isascii() and text.strip().isdecimal() and len(text.strip()) == len("2026") and int(text) > 0


def _act(text: str) -> ActForm:
    return next((form for form in ActForm if form.value == text), ActForm.DECISION_APPROVING_PLAN)


def _texts(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(value for value in values if isinstance(value, str))
