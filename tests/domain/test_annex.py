from datetime import date

from builders import a_batch, a_dossier, a_plan, a_team, a_visit, a_window

from app.domain.annex import AnnexLeaders, annex_teams
from app.domain.dates import LooseTime
from app.domain.teams import Role, Seat
from app.domain.visits import Quota

M, N, P = (
    "Ông M - Giám đốc Sở Nội vụ",
    "Bà N - Phó Giám đốc Sở Thông tin và Truyền thông",
    "Ông P - Chuyên viên Sở Tư pháp",
)


def leaders(plan):
    return [row.leaders for team in annex_teams(a_dossier(plan)) for row in team.rows]


def test_head_and_deputies_are_merged_over_the_targets_that_share_them():
    plan = a_plan(
        batches=(a_batch(), a_batch("dot-2", head="ba-n", deputies=("ong-m",))),
        visits=(a_visit(), a_visit("so-tu-phap"), a_visit("ubnd-huyen-b", batch="dot-2")),
    )
    assert leaders(plan) == [
        AnnexLeaders(head=M, deputies=(N,), rows=2),
        None,
        AnnexLeaders(head=N, deputies=(M,), rows=1),
    ]


def test_a_visit_led_by_somebody_else_stands_apart_and_its_head_is_no_deputy_there():
    plan = a_plan(visits=(a_visit(), a_visit("ubnd-huyen-b", head="ba-n")))
    assert leaders(plan) == [
        AnnexLeaders(head=M, deputies=(N,), rows=1),
        AnnexLeaders(head=N, deputies=("Chưa xác định",), rows=1),
    ]


def test_the_offices_that_a_team_keeps_for_its_leaders_stand_where_a_batch_names_nobody():
    seats = (
        Seat(key="td", role=Role.HEAD, office="Lãnh đạo Sở Nội vụ"),
        Seat(key="pd", role=Role.DEPUTY, office="Lãnh đạo Sở Tư pháp"),
        Seat(key="tk", role=Role.SECRETARY, person="ong-p"),
    )
    plan = a_plan(teams=(a_team(*seats),), batches=(a_batch(head=None, deputies=()),))
    (team,) = annex_teams(a_dossier(plan))
    assert team.rows[0].leaders == AnnexLeaders(head="Lãnh đạo Sở Nội vụ", deputies=("Lãnh đạo Sở Tư pháp",), rows=1)
    assert [(member.line, member.role) for member in team.members] == [(P, Role.SECRETARY)]


def test_nobody_known_is_said_to_be_undetermined():
    plan = a_plan(teams=(a_team(Seat(key="td", role=Role.HEAD)),), batches=(a_batch(head=None, deputies=()),))
    (team,) = annex_teams(a_dossier(plan))
    assert team.members[0].line == "Chưa xác định"
    assert team.rows[0].leaders.deputies == ("Chưa xác định",)


def test_rows_are_numbered_through_teams_and_targets_by_number_come_last():
    plan = a_plan(
        teams=(a_team(), a_team(key="to-2"), a_team(key="to-3")),
        batches=(a_batch(), a_batch("dot-2", team="to-2")),
        visits=(
            a_visit(),
            a_visit("ubnd-huyen-b", batch="dot-2", place="Bộ phận Một cửa", window=a_window(date(2023, 8, 8))),
        ),
        quotas=(Quota(key="q", wording="03 đơn vị cấp tỉnh", batch="dot-1", loose=LooseTime(wording="quý III")),),
    )
    teams = annex_teams(a_dossier(plan))
    assert [(row.number, row.unit, row.target, row.time) for team in teams for row in team.rows] == [
        (1, "so-y-te", "Sở Y tế", "Từ ngày 01/8/2023 đến hết ngày 04/8/2023"),
        (2, None, "03 đơn vị cấp tỉnh", "quý III"),
        (3, "ubnd-huyen-b", "UBND huyện B (Bộ phận Một cửa)", "Ngày 08/8/2023"),
    ]


def test_reserve_targets_are_marked():
    plan = a_plan(visits=(a_visit(), a_visit("ubnd-huyen-b", is_reserve=True)))
    (team,) = annex_teams(a_dossier(plan))
    assert [row.is_reserve for row in team.rows] == [False, True]
