"""Biểu mẫu về đoàn: a batch, a team, a member, a person, as forms hold them and as the domain takes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.batch_edits import BatchDetails
from app.domain.errors import Fault, InvalidInput
from app.domain.people import Person
from app.domain.plan_orders import index_of
from app.domain.teams import Role, Seat
from app.domain.typed_dates import typed_span
from app.domain.typed_deadlines import typed_deadline
from app.domain.vietnamese import listed
from app.web.edit_forms import UNDETERMINED, TypedForm, day_text, fields_by_place, filled_form

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.dossiers import PlanDossier
    from app.domain.teams import Batch, Team
    from app.domain.units import Unit

Options = list[tuple[str, str]]
"""Lựa chọn, as the component `choice_field` takes them: value and words."""

BATCH_FIELDS = fields_by_place(
    name=("ten", "Tên đợt"),
    team=("doan", "Đoàn, tổ thực hiện"),
    head=("truong-doan", "Trưởng đoàn"),
    deputies=("pho", "Phó Trưởng đoàn"),
    standing_deputy=("thuong-truc", "Phó Trưởng đoàn thường trực"),
    lead_agency=("co-quan", "Cơ quan chủ trì"),
    deadline=("han", "Hạn gửi báo cáo"),
)
TEAM_FIELDS = fields_by_place(name=("ten", "Tên đoàn, tổ"))
PERSON_FIELDS = fields_by_place(
    honorific=("danh-xung", "Ông/Bà"),
    name=("ho-ten", "Họ và tên"),
    position=("chuc-vu", "Chức vụ"),
    division=("phong", "Phòng, đơn vị thuộc cơ quan"),
    agency=("co-quan", "Cơ quan"),
    since=("tu-ngay", "Giữ chức từ ngày"),
    until=("den-ngay", "Giữ chức đến hết ngày"),
)
SEAT_FIELDS = fields_by_place(
    role=("vai-tro", "Vai trò"),
    person=("nguoi", "Người"),
    office=("chuc-danh", "Chức danh, cơ quan cử"),
    agency=("co-quan", "Cơ quan cử"),
    fields=("linh-vuc", "Lĩnh vực được giao"),
    units=("don-vi", "Chỉ tham gia tại"),
    since=("tu-ngay", "Từ ngày"),
    until=("den-ngay", "Đến hết ngày"),
    substitutes=("thay", "Thay cho"),
)
ROLES = {
    Role.MEMBER: "Thành viên",
    Role.SECRETARY: "Thư ký",
    Role.EXPERT: "Chuyên gia mời",
    Role.HEAD: "Trưởng đoàn (ghi theo chức danh)",
    Role.STANDING_DEPUTY: "Phó Trưởng đoàn thường trực (ghi theo chức danh)",
    Role.DEPUTY: "Phó Trưởng đoàn (ghi theo chức danh)",
}


# Lựa chọn


def people_options(dossier: PlanDossier) -> Options:
    """Return the people whom the plan names."""
    return [(person.key, dossier.person_line(person.key)) for person in dossier.people]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitGroup:
    """Nhóm đơn vị trong một ô chọn: the units of one level under its name."""

    name: str
    options: tuple[tuple[str, str], ...]


def unit_groups(dossier: PlanDossier, chosen: str = "", prefix: str = "") -> list[UnitGroup]:
    """Return the units of the directory by level, the one that is chosen among them though it be of another day."""
    units = list(dossier.directory.units)
    named = dossier.directory.get(chosen.removeprefix(prefix)) if chosen else None
    if named is not None and all(unit.key != named.key for unit in units):
        units.append(named)
    groups = []
    for level in dossier.province.levels:
        own = tuple((prefix + unit.key, unit_words(dossier, unit)) for unit in units if unit.level == level.key)
        if own:
            groups.append(UnitGroup(name=level.name, options=own))
    return groups


def unit_words(dossier: PlanDossier, unit: Unit) -> str:
    """Return a unit's name, with that of the unit above it where another of its level has the same."""
    above = dossier.directory.get(unit.parent)
    repeats = len(dossier.directory.named(unit.name)) > 1
    return f"{unit.name}, {above.name}" if repeats and above is not None else unit.name


def lead_options(dossier: PlanDossier, chosen: str) -> Options:
    """Return the agencies that may prepare a batch: the lead agencies, and those that the plan's leaders come from."""
    leaders = (key for batch in dossier.plan.batches for key in (batch.head, *batch.deputies) if key)
    keys = [*dossier.plan.planning_agencies, *(dossier.person(key).agency for key in leaders), chosen]
    return [(key, dossier.unit_name(key)) for key in dict.fromkeys(keys) if dossier.directory.get(key) is not None]


def mandate_options(dossier: PlanDossier, chosen: Iterable[str] = ()) -> Options:
    """Return the fields of the outline that may be assigned."""
    named = {mandate.field: mandate.name for mandate in dossier.plan.mandates}
    return [(field, named.get(field, field)) for field in dict.fromkeys((*named, *chosen))]


def target_options(dossier: PlanDossier, chosen: Iterable[str] = ()) -> Options:
    """Return the units that the plan inspects."""
    keys = dict.fromkeys((*(visit.unit for visit in dossier.plan.visits), *chosen))
    return [(key, dossier.unit_name(key)) for key in keys if dossier.directory.get(key) is not None]


# Đợt


def filled_batch(dossier: PlanDossier, batch: Batch | None) -> TypedForm:
    """Return the form of a batch as it stands, an empty one with the next name for a new one."""
    if batch is None:
        teams = dossier.plan.teams
        return filled_form(ten=f"Đợt {len(dossier.plan.batches) + 1}", doan=teams[0].key if teams else "", pho=())
    deadline = batch.report_deadline
    return filled_form(
        ten=batch.name,
        doan=batch.team,
        truong_doan=batch.head,
        pho=batch.deputies,
        thuong_truc=batch.standing_deputy,
        co_quan=batch.lead_agency,
        han=deadline.words() if deadline is not None else "",
    )


def read_batch(dossier: PlanDossier, form: TypedForm, key: str | None) -> BatchDetails:
    """Return what the form says of a batch; raise InvalidInput where its deadline cannot be read.

    Deputies keep the order that they have; new ones follow.
    """
    before = index_of(dossier.plan.batches, lambda batch: batch.key == key)
    present = dossier.plan.batches[before].deputies if before is not None else ()
    chosen = dict.fromkeys(form.many("pho"))
    deputies = (*(each for each in present if each in chosen), *(each for each in chosen if each not in present))
    return BatchDetails(
        name=form.one("ten"),
        team=form.one("doan"),
        head=form.one("truong-doan") or None,
        deputies=deputies,
        standing_deputy=form.one("thuong-truc") or None,
        lead_agency=form.one("co-quan") or None,
        deadline=typed_deadline(form.one("han"), "deadline"),
    )


def batch_lines(dossier: PlanDossier, form: TypedForm) -> list[tuple[str, str]]:
    """Return the form of a batch in words, line by line."""
    people = dict(people_options(dossier))
    teams = {team.key: team.name for team in dossier.plan.teams}
    lead = dossier.directory.get(form.one("co-quan"))
    return [
        ("Tên đợt", form.one("ten")),
        ("Đoàn, tổ thực hiện", teams.get(form.one("doan"), form.one("doan"))),
        ("Trưởng đoàn", people.get(form.one("truong-doan"), UNDETERMINED)),
        ("Phó Trưởng đoàn", listed(people.get(key, key) for key in form.many("pho")) or UNDETERMINED),
        ("Phó Trưởng đoàn thường trực", people.get(form.one("thuong-truc"), UNDETERMINED)),
        ("Cơ quan chủ trì", lead.name if lead is not None else UNDETERMINED),
        ("Hạn gửi báo cáo", form.one("han") or UNDETERMINED),
    ]


# Đoàn, tổ


def filled_team(team: Team | None) -> TypedForm:
    """Return the form of a team as it stands."""
    return filled_form(ten=team.name if team is not None else "")


def team_lines(form: TypedForm) -> list[tuple[str, str]]:
    """Return the form of a team in words."""
    return [("Tên đoàn, tổ", form.one("ten"))]


# Người


def filled_person(person: Person | None) -> TypedForm:
    """Return the form of a person as they stand, an empty one for somebody new."""
    if person is None:
        return filled_form(danh_xung="Ông")
    return filled_form(
        danh_xung=person.honorific,
        ho_ten=person.name,
        chuc_vu=person.position,
        phong=person.division,
        co_quan=person.agency,
        tu_ngay=day_text(person.since),
        den_ngay=day_text(person.until),
    )


def read_person(form: TypedForm) -> Person:
    """Return what the form says of a person; raise InvalidInput where a day cannot be read."""
    since, until = typed_span(form.one("tu-ngay"), form.one("den-ngay"), ("since", "until"))
    return Person(
        key="",
        name=form.one("ho-ten"),
        honorific=form.one("danh-xung"),
        position=form.one("chuc-vu"),
        agency=form.one("co-quan"),
        division=form.one("phong") or None,
        since=since,
        until=until,
    )


def person_lines(dossier: PlanDossier, form: TypedForm) -> list[tuple[str, str]]:
    """Return the form of a person in words, line by line."""
    agency = dossier.directory.get(form.one("co-quan"))
    words = [(field.label, form.one(field.name)) for field in PERSON_FIELDS.values()]
    return [
        (label, agency.name if label == PERSON_FIELDS["agency"].label and agency is not None else text)
        for label, text in words
    ]


# Thành viên


def filled_seat(seat: Seat | None, substitutes: str = "") -> TypedForm:
    """Return the form of a member as they stand, an empty one for a new one, who may stand in for a seat."""
    if seat is None:
        return filled_form(vai_tro=Role.MEMBER.value, thay=substitutes, linh_vuc=(), don_vi=())
    return filled_form(
        vai_tro=seat.role.value,
        nguoi=seat.person,
        chuc_danh=seat.office,
        co_quan=seat.agency,
        linh_vuc=seat.fields,
        don_vi=seat.units,
        tu_ngay=day_text(seat.since),
        den_ngay=day_text(seat.until),
        thay=seat.substitutes,
    )


def read_seat(form: TypedForm) -> Seat:
    """Return what the form says of a member; raise InvalidInput where a day or the role cannot be read."""
    faults: list[Fault] = []
    since = until = None
    try:
        since, until = typed_span(form.one("tu-ngay"), form.one("den-ngay"), ("since", "until"))
    except InvalidInput as error:
        faults += error.faults
    role = next((role for role in ROLES if role == form.one("vai-tro")), None)
    if role is None:
        faults.append(Fault(place="role", code="choice.unknown", found=form.one("vai-tro")))
    if faults or role is None:
        raise InvalidInput(faults)
    return Seat(
        key="",
        role=role,
        person=form.one("nguoi") or None,
        office=form.one("chuc-danh") or None,
        agency=form.one("co-quan") or None,
        fields=form.many("linh-vuc"),
        units=form.many("don-vi"),
        since=since,
        until=until,
        substitutes=form.one("thay") or None,
    )


def seat_lines(dossier: PlanDossier, team: Team, form: TypedForm) -> list[tuple[str, str]]:
    """Return the form of a member in words, line by line."""
    people = dict(people_options(dossier))
    agency = dossier.directory.get(form.one("co-quan"))
    fields = dict(mandate_options(dossier))
    targets = dict(target_options(dossier))
    instead = next((dossier.seat_line(seat) for seat in team.seats if seat.key == form.one("thay")), "")
    return [
        ("Vai trò", next((words for role, words in ROLES.items() if role == form.one("vai-tro")), "")),
        ("Người", people.get(form.one("nguoi"), "Chưa có người")),
        ("Chức danh, cơ quan cử", form.one("chuc-danh")),
        ("Cơ quan cử", agency.name if agency is not None else ""),
        ("Lĩnh vực được giao", listed(fields.get(key, key) for key in form.many("linh-vuc"))),
        ("Chỉ tham gia tại", listed(targets.get(key, key) for key in form.many("don-vi"))),
        ("Từ ngày", form.one("tu-ngay")),
        ("Đến hết ngày", form.one("den-ngay")),
        ("Thay cho", instead),
    ]
