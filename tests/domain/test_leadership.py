from builders import a_batch, a_dossier, a_plan, a_team, a_visit

from app.domain.leadership import Leadership, leader_lines, leadership_of_batch, leadership_of_visit
from app.domain.teams import Role, Seat

M, N, P = (
    "Ông M - Giám đốc Sở Nội vụ",
    "Bà N - Phó Giám đốc Sở Thông tin và Truyền thông",
    "Ông P - Chuyên viên Sở Tư pháp",
)
OFFICES = (
    Seat(key="td", role=Role.HEAD, office="Lãnh đạo Sở Nội vụ"),
    Seat(key="pd", role=Role.STANDING_DEPUTY, office="Lãnh đạo Sở Tư pháp"),
    Seat(key="thay", role=Role.DEPUTY, office="Người thay", substitutes="pd"),
    Seat(key="trong", role=Role.DEPUTY),
)


def test_a_batch_is_led_by_the_people_it_names():
    plan = a_plan(teams=(a_team(*OFFICES),))
    assert leadership_of_batch(a_dossier(plan), plan.batches[0]) == Leadership(head=M, deputies=(N,))


def test_where_a_batch_names_nobody_the_offices_that_the_team_keeps_stand():
    plan = a_plan(teams=(a_team(*OFFICES),), batches=(a_batch(head=None, deputies=()),))
    assert leadership_of_batch(a_dossier(plan), plan.batches[0]) == Leadership(
        head="Lãnh đạo Sở Nội vụ", deputies=("Lãnh đạo Sở Tư pháp",)
    )


def test_where_nothing_is_known_nothing_is_said():
    plan = a_plan(batches=(a_batch(head=None, deputies=()),))
    assert leadership_of_batch(a_dossier(plan), plan.batches[0]) == Leadership(head=None, deputies=())


def test_a_deputy_who_leads_one_visit_is_not_its_deputy_too():
    plan = a_plan(visits=(a_visit(head="ba-n"),))
    assert leadership_of_visit(a_dossier(plan), plan.visits[0]) == Leadership(head=N, deputies=())


def test_everybody_who_leads_is_listed_once():
    plan = a_plan(
        batches=(a_batch(), a_batch("dot-2", head="ba-n", deputies=("ong-m",))),
        visits=(a_visit(), a_visit(head="ong-p")),
    )
    assert leader_lines(a_dossier(plan)) == (M, N, P)
