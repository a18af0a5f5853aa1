"""Trang đoàn kiểm tra: heads, deputies, members; for those who draw up a draft also its teams, members and people."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from app.domain.assignments import proposed_assignments
from app.domain.dossiers import PlanDossier
from app.domain.leadership import leadership_of_batch
from app.domain.plans import PlanState
from app.domain.team_edits import seat_of
from app.domain.teams import Team
from app.domain.vietnamese import listed
from app.domain.visits import Visit
from app.services.releases import problems_to_accept
from app.web.deps import FormDep, Key, NowDep, SeenDep, StoreDep, TodayDep, VisitorDep
from app.web.edit_forms import TypedForm
from app.web.route_table import READ
from app.web.team_forms import (
    PERSON_FIELDS,
    ROLES,
    SEAT_FIELDS,
    TEAM_FIELDS,
    filled_person,
    filled_seat,
    filled_team,
    mandate_options,
    people_options,
    person_lines,
    read_person,
    read_seat,
    seat_lines,
    target_options,
    team_lines,
    unit_groups,
)
from app.web.team_pages import STEPS, PartForm, TeamDesk
from app.web.views import SeatView

router = APIRouter()

_TEAM = "/ke-hoach/{plan_key}/doan"
_OF_TEAM = _TEAM + "/to/{team_key}"
_SEAT = _OF_TEAM + "/thanh-vien/{seat_key}"
_PERSON = _TEAM + "/nguoi/{person_key}"


def get_desk(
    request: Request, store: StoreDep, seen: SeenDep, visitor: VisitorDep, form: FormDep, now: NowDep
) -> TeamDesk:
    """Return what makes the pages of the team for this request."""
    return TeamDesk(request, store, seen, visitor, form, now)


DeskDep = Annotated[TeamDesk, Depends(get_desk)]


@router.api_route(_TEAM, methods=READ)
def team(seen: SeenDep, store: StoreDep, desk: DeskDep, today: TodayDep) -> HTMLResponse:
    """Show heads, deputies, members and the fields proposed for them; who draws up a draft may change them there."""
    dossier = seen.dossier
    if seen.standing.is_planner and dossier.plan.state == PlanState.DRAFT:
        return desk.team_page()
    batches = [
        (
            batch,
            leadership_of_batch(dossier, batch),
            dossier.unit_name(batch.lead_agency) if batch.lead_agency else None,
            listed(_unit_in_batch(dossier, visit) for visit in dossier.plan.visits if visit.batch == batch.key),
        )
        for batch in dossier.plan.batches
    ]
    return desk.page(
        "pages/team/team.html",
        problems=problems_to_accept(store, dossier, store.days_off.calendar(), today),
        batches=batches,
        teams=[(each, _seats(dossier, each), proposed_assignments(dossier, each)) for each in dossier.plan.teams],
        seat_line=dossier.seat_line,
    )


def _unit_in_batch(dossier: PlanDossier, visit: Visit) -> str:
    return f"{dossier.unit_name(visit.unit)} (dự phòng)" if visit.is_reserve else dossier.unit_name(visit.unit)


def _seats(dossier: PlanDossier, team: Team) -> list[SeatView]:
    lines = {seat.key: dossier.seat_line(seat) for seat in team.seats}
    return [
        SeatView(
            line=lines[seat.key],
            role=seat.role,
            is_named=seat.person is not None,
            instead_of=lines.get(seat.substitutes) if seat.substitutes else None,
            units=listed(dossier.unit_name(unit) for unit in seat.units),
            since=seat.since,
            until=seat.until,
        )
        for seat in team.seats
    ]


@router.post(_TEAM + "/hoan-tac")
def undo(plan_key: Key, desk: DeskDep) -> Response:  # noqa: ARG001 — the desk has the plan
    """Undo the last change of the draft."""
    return desk.undo()


# Đoàn, tổ


def _team_part(plan_key: str, key: str | None) -> PartForm:
    base = f"/ke-hoach/{plan_key}/doan/to"
    return PartForm(
        template="pages/team/team_name.html",
        path=f"{base}/{key}/ten" if key is not None else f"{base}/moi",
        new_path=f"{base}/moi",
        kind="team",
        key=key,
        name="đoàn, tổ",
        fields=TEAM_FIELDS,
        filled=lambda dossier: filled_team(dossier.plan.team(key) if key is not None else None),
        lines=lambda _, form: team_lines(form),
        choices=lambda *_: {},
    )


@router.api_route(_TEAM + "/to/moi", methods=READ)
def new_team_form(plan_key: Key, desk: DeskDep) -> HTMLResponse:
    """Show the form of a new team."""
    return desk.form_page(_team_part(plan_key, None))


@router.post(_TEAM + "/to/moi")
def add_team(plan_key: Key, desk: DeskDep) -> Response:
    """Add a team."""
    made = desk.save(_team_part(plan_key, None), lambda editing, form: editing.save_team(None, form.one("ten")))
    key = made.plan.teams[-1].key
    return desk.back("doan", "them-to", key, f"to-{key}")


@router.api_route(_OF_TEAM + "/ten", methods=READ)
def team_form(plan_key: Key, team_key: Key, desk: DeskDep) -> HTMLResponse:
    """Show the form with the name of a team."""
    return desk.form_page(_team_part(plan_key, team_key))


@router.post(_OF_TEAM + "/ten")
def rename_team(plan_key: Key, team_key: Key, desk: DeskDep) -> Response:
    """Keep the name of a team as typed."""
    desk.save(_team_part(plan_key, team_key), lambda editing, form: editing.save_team(team_key, form.one("ten")))
    return desk.back("doan", "luu-to", team_key, f"to-{team_key}")


@router.post(_OF_TEAM + "/xoa")
def remove_team(plan_key: Key, team_key: Key, desk: DeskDep) -> Response:  # noqa: ARG001 — the desk has the plan
    """Take out a team without batches."""
    desk.act(lambda editing: editing.remove_team(team_key))
    return desk.back("doan", "xoa-to", anchor="h-doan")


@router.post(_OF_TEAM + "/thu-tu")
def move_team(plan_key: Key, team_key: Key, desk: DeskDep) -> Response:  # noqa: ARG001 — the desk has the plan
    """Move a team up or down."""
    desk.act(lambda editing: editing.move_team(team_key, STEPS.get(desk.way, 0)))
    return desk.back("doan", "dua-to", team_key)


# Thành viên


def _seat_part(plan_key: str, team_key: str, key: str | None, instead_of: str = "") -> PartForm:
    base = f"/ke-hoach/{plan_key}/doan/to/{team_key}/thanh-vien"

    def filled(dossier: PlanDossier) -> TypedForm:
        team = dossier.plan.team(team_key)
        return filled_seat(seat_of(team, key) if key is not None else None, instead_of)

    def choices(dossier: PlanDossier, form: TypedForm) -> dict[str, Any]:
        team = dossier.plan.team(team_key)
        instead = next((dossier.seat_line(seat) for seat in team.seats if seat.key == form.one("thay")), "")
        return {
            "team": team,
            "instead": instead,
            "roles": [(role.value, words) for role, words in ROLES.items()],
            "people": [("", "Chưa có người"), *people_options(dossier)],
            "agencies": unit_groups(dossier, form.one("co-quan")),
            "mandates": mandate_options(dossier, form.many("linh-vuc")),
            "targets": target_options(dossier, form.many("don-vi")),
        }

    return PartForm(
        template="pages/team/seat.html",
        path=f"{base}/{key or 'moi'}",
        new_path=f"{base}/moi",
        kind="seat",
        key=f"{team_key}/{key}" if key is not None else None,
        name="thành viên",
        fields=SEAT_FIELDS,
        filled=filled,
        lines=lambda dossier, form: seat_lines(dossier, dossier.plan.team(team_key), form),
        choices=choices,
    )


@router.api_route(_OF_TEAM + "/thanh-vien/moi", methods=READ)
def new_seat_form(request: Request, plan_key: Key, team_key: Key, desk: DeskDep) -> HTMLResponse:
    """Show the form of a new member; with `thay` of somebody who stands in for that one."""
    return desk.form_page(_seat_part(plan_key, team_key, None, request.query_params.get("thay", "")))


@router.post(_OF_TEAM + "/thanh-vien/moi")
def add_seat(plan_key: Key, team_key: Key, desk: DeskDep) -> Response:
    """Add a member."""
    before = {seat.key for each in desk.dossier.plan.teams for seat in each.seats}
    made = desk.save(
        _seat_part(plan_key, team_key, None),
        lambda editing, form: editing.save_seat(team_key, None, read_seat(form)),
    )
    key = next(seat.key for seat in made.plan.team(team_key).seats if seat.key not in before)
    return desk.back("doan", "them-thanh-vien", key, f"tv-{team_key}-{key}")


@router.api_route(_SEAT, methods=READ)
def seat_form(plan_key: Key, team_key: Key, seat_key: Key, desk: DeskDep) -> HTMLResponse:
    """Show the form of a member."""
    return desk.form_page(_seat_part(plan_key, team_key, seat_key))


@router.post(_SEAT)
def save_seat(plan_key: Key, team_key: Key, seat_key: Key, desk: DeskDep) -> Response:
    """Keep a member as typed."""
    desk.save(
        _seat_part(plan_key, team_key, seat_key),
        lambda editing, form: editing.save_seat(team_key, seat_key, read_seat(form)),
    )
    return desk.back("doan", "luu-thanh-vien", seat_key, f"tv-{team_key}-{seat_key}")


@router.post(_SEAT + "/xoa")
def remove_seat(plan_key: Key, team_key: Key, seat_key: Key, desk: DeskDep) -> Response:  # noqa: ARG001 — the desk has the plan
    """Take out a member."""
    desk.act(lambda editing: editing.remove_seat(team_key, seat_key))
    return desk.back("doan", "bo-thanh-vien", anchor=f"to-{team_key}")


@router.post(_SEAT + "/thu-tu")
def move_seat(plan_key: Key, team_key: Key, seat_key: Key, desk: DeskDep) -> Response:  # noqa: ARG001 — the desk has the plan
    """Move a member up or down."""
    desk.act(lambda editing: editing.move_seat(team_key, seat_key, STEPS.get(desk.way, 0)))
    return desk.back("doan", "dua-thanh-vien", seat_key)


# Người


def _person_part(plan_key: str, key: str | None) -> PartForm:
    base = f"/ke-hoach/{plan_key}/doan/nguoi"
    return PartForm(
        template="pages/team/person.html",
        path=f"{base}/{key or 'moi'}",
        new_path=f"{base}/moi",
        kind="person",
        key=key,
        name="người",
        fields=PERSON_FIELDS,
        filled=lambda dossier: filled_person(dossier.person(key) if key is not None else None),
        lines=person_lines,
        choices=lambda dossier, form: {
            "agencies": unit_groups(dossier, form.one("co-quan")),
            "printed": dossier.person(key).printed if key is not None else None,
        },
    )


@router.api_route(_TEAM + "/nguoi/moi", methods=READ)
def new_person_form(plan_key: Key, desk: DeskDep) -> HTMLResponse:
    """Show the form of somebody new."""
    return desk.form_page(_person_part(plan_key, None))


@router.post(_TEAM + "/nguoi/moi")
def add_person(plan_key: Key, desk: DeskDep) -> Response:
    """Add somebody to the people of the plan."""
    made = desk.save(_person_part(plan_key, None), lambda editing, form: editing.save_person(None, read_person(form)))
    key = made.people[-1].key
    return desk.back("doan", "them-nguoi", key, f"nguoi-{key}")


@router.api_route(_PERSON, methods=READ)
def person_form(plan_key: Key, person_key: Key, desk: DeskDep) -> HTMLResponse:
    """Show the form of a person."""
    return desk.form_page(_person_part(plan_key, person_key))


@router.post(_PERSON)
def save_person(plan_key: Key, person_key: Key, desk: DeskDep) -> Response:
    """Keep a person as typed."""
    desk.save(
        _person_part(plan_key, person_key),
        lambda editing, form: editing.save_person(person_key, read_person(form)),
    )
    return desk.back("doan", "luu-nguoi", person_key, f"nguoi-{person_key}")


@router.post(_PERSON + "/xoa")
def remove_person(plan_key: Key, person_key: Key, desk: DeskDep) -> Response:  # noqa: ARG001 — the desk has the plan
    """Take out a person whom nothing names."""
    desk.act(lambda editing: editing.remove_person(person_key))
    return desk.back("doan", "bo-nguoi", anchor="h-nguoi")
