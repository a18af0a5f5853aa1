"""How bodies, teams, heads and acts are named on paper."""

from dataclasses import replace
from datetime import date

import pytest
from builders_small import DECISION, NAM, PROVINCE, TEAM, a_committee, a_department, a_dossier, a_plan

from app.documents.acts import act_facts, issuer_words
from app.documents.agencies import (
    full_name,
    head_of_team,
    head_of_unit,
    short_name,
    team_letterhead,
    unit_letterhead,
    unit_symbol,
)
from app.domain.acts import ActForm
from app.domain.people import Person


def head_of(unit, **changes):
    return unit_letterhead(a_dossier(), replace(unit, **changes), "BC")


DOSSIER = a_dossier()
TRADE = DOSSIER.directory.unit("so-cong-thuong")
DISTRICT = DOSSIER.directory.unit("ubnd-huyen-phu-rieng")


def test_a_department_stands_under_the_committee_it_belongs_to():
    head = head_of(TRADE)
    assert (head.governing_body, head.issuing_body) == ("UBND TỈNH BÌNH PHƯỚC", "SỞ CÔNG THƯƠNG")


def test_the_body_printed_above_is_the_one_the_directory_gives():
    head = head_of(TRADE, superior="Ủy ban nhân dân tỉnh Khác")
    assert head.governing_body == "UBND TỈNH KHÁC"


def test_a_vertical_agency_carries_the_name_of_its_province():
    head = head_of(DOSSIER.directory.unit("bhxh-tinh"))
    assert (head.governing_body, head.issuing_body) == (
        "BẢO HIỂM XÃ HỘI VIỆT NAM",
        "BẢO HIỂM XÃ HỘI\nTỈNH BÌNH PHƯỚC",
    )


def test_a_committee_has_nothing_above_it_and_its_territory_below():
    head = head_of(DISTRICT)
    assert (head.governing_body, head.issuing_body) == ("", "ỦY BAN NHÂN DÂN\nHUYỆN PHÚ RIỀNG")


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Sở Tài nguyên và Môi trường", "SỞ TÀI NGUYÊN\nVÀ MÔI TRƯỜNG"),
        ("Sở Lao động - Thương binh và Xã hội", "SỞ LAO ĐỘNG -\nTHƯƠNG BINH VÀ XÃ HỘI"),
        ("Sở Văn hóa, Thể thao và Du lịch", "SỞ VĂN HÓA,\nTHỂ THAO VÀ DU LỊCH"),
        ("Văn phòng UBND tỉnh", "VĂN PHÒNG\nỦY BAN NHÂN DÂN\nTỈNH BÌNH PHƯỚC"),
        ("Trung tâm Kỹ thuật đo lường chất lượng sản phẩm", "TRUNG TÂM KỸ THUẬT ĐO LƯỜNG CHẤT LƯỢNG SẢN PHẨM"),
    ],
)
def test_a_long_name_breaks_where_its_words_allow(name, lines):
    assert head_of(TRADE, name=name).issuing_body == lines


def test_a_short_name_keeps_its_place_on_the_line():
    province = replace(PROVINCE, name="A", full_name="Tỉnh A")
    head = unit_letterhead(a_dossier(province=province), DOSSIER.directory.unit("thanh-tra-tinh"), "BC")
    assert head.issuing_body == "THANH TRA TỈNH A"


def test_the_symbol_joins_the_kind_of_paper_and_the_bodys_abbreviation():
    assert unit_symbol(TRADE, "BC") == "BC-SCT"


def test_a_committee_without_an_abbreviation_is_ubnd_and_another_body_is_left_open():
    assert unit_symbol(replace(DISTRICT, symbol=None), "BC") == "BC-UBND"
    assert unit_symbol(replace(TRADE, symbol=None), "BC") == "BC-…"


def test_a_number_with_its_symbol_is_kept_and_a_bare_one_is_completed():
    assert unit_letterhead(DOSSIER, TRADE, "TTr", number="1319/TTr-SNV").number_line == "Số: 1319/TTr-SNV"
    assert unit_letterhead(DOSSIER, TRADE, "TTr", number="7").number_line == "Số: 07/TTr-SCT"
    assert unit_letterhead(DOSSIER, TRADE, "TTr").number_line.replace(" ", "") == "Số:/TTr-SCT"


def test_the_place_is_the_provinces_or_the_territorys_without_its_kind():
    assert head_of(TRADE).date_line.startswith("Bình Phước, ngày")
    assert head_of(DISTRICT).date_line.startswith("Phú Riềng, ngày")


def test_a_territory_named_after_a_number_keeps_its_kind():
    assert head_of(a_committee("p1", "phường", "1")).date_line.startswith("Phường 1, ngày")


def test_a_territory_whose_kind_the_directory_calls_otherwise_keeps_its_whole_name():
    assert head_of(DISTRICT, kind="đơn vị hành chính").date_line.startswith("Huyện Phú Riềng, ngày")


def test_names_are_written_in_full_and_short():
    assert full_name(DISTRICT, PROVINCE) == "Ủy ban nhân dân huyện Phú Riềng"
    assert full_name(a_department("x", "Thanh tra tỉnh", "TTT"), PROVINCE) == "Thanh tra tỉnh Bình Phước"
    assert short_name(replace(DISTRICT, name="Ủy ban nhân dân huyện Phú Riềng"), PROVINCE) == "UBND huyện Phú Riềng"


@pytest.mark.parametrize(
    ("name", "capacity"),
    [
        ("Sở Nội vụ", ("GIÁM ĐỐC",)),
        ("Văn phòng Ủy ban nhân dân tỉnh", ("CHÁNH VĂN PHÒNG",)),
        ("Thanh tra tỉnh", ("CHÁNH THANH TRA",)),
        ("Ban Dân tộc", ("TRƯỞNG BAN",)),
        ("Ban Quản lý dự án đầu tư xây dựng tỉnh", ("GIÁM ĐỐC",)),
        ("Cục Thuế tỉnh", ("CỤC TRƯỞNG",)),
        ("Trường Cao đẳng Bình Phước", ("HIỆU TRƯỞNG",)),
    ],
)
def test_the_head_of_a_body_signs_with_the_title_of_its_kind(name, capacity):
    signer = head_of_unit(replace(TRADE, name=name))
    assert (signer.capacity, signer.name, signer.note) == (capacity, "", "(Ký, ghi rõ họ tên)")


def test_the_chairman_signs_on_behalf_of_a_committee():
    assert head_of_unit(DISTRICT).capacity == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")


def test_the_head_of_a_team_signs_with_the_own_office_below():
    signer = head_of_team(DOSSIER, TEAM, NAM)
    assert (signer.capacity, signer.name, signer.note) == (
        ("TRƯỞNG ĐOÀN", "PHÓ GIÁM ĐỐC SỞ NỘI VỤ"),
        "Huỳnh Thị Bé Năm",
        "",
    )


def test_an_office_names_its_division_once():
    signer = head_of_team(DOSSIER, TEAM, "than-van-hao")
    assert signer.capacity[1] == "CHUYÊN VIÊN PHÒNG XÂY DỰNG CHÍNH QUYỀN, SỞ NỘI VỤ"
    whole = Person(key="a", name="A", honorific="Ông", position="Giám đốc Sở Nội vụ", agency="so-noi-vu")
    signer = head_of_team(a_dossier(people=(whole,)), TEAM, "a")
    assert signer.capacity[1] == "GIÁM ĐỐC SỞ NỘI VỤ"


def test_an_unknown_head_leaves_the_name_to_be_written():
    signer = head_of_team(DOSSIER, replace(TEAM, name="Tổ kiểm tra số 1"), None)
    assert (signer.capacity, signer.name, signer.note) == (("TỔ TRƯỞNG",), "", "(Ký, ghi rõ họ tên)")


def test_several_teams_share_the_common_name_at_the_head_of_their_paper():
    one, two = replace(TEAM, name="Tổ kiểm tra số 1"), replace(TEAM, key="b", name="Tổ kiểm tra số 2")
    assert team_letterhead(DOSSIER, (one,), "TB").issuing_body == "TỔ KIỂM TRA SỐ 1"
    both = team_letterhead(DOSSIER, (one, two), "TB")
    assert (both.governing_body, both.issuing_body) == ("UBND TỈNH BÌNH PHƯỚC", "TỔ KIỂM TRA")
    assert both.number_line.endswith("/TB-TKT")


@pytest.mark.parametrize(
    ("issuer", "words"),
    [
        ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH", "Chủ tịch Ủy ban nhân dân tỉnh Bình Phước"),
        ("CHỦ TỊCH UBND TỈNH BÌNH PHƯỚC", "Chủ tịch Ủy ban nhân dân tỉnh Bình Phước"),
        ("ỦY BAN NHÂN DÂN TỈNH", "Ủy ban nhân dân tỉnh Bình Phước"),
        ("", "Ủy ban nhân dân tỉnh Bình Phước"),
    ],
)
def test_the_issuer_is_named_in_full(issuer, words):
    assert issuer_words(a_dossier(a_plan(decision=replace(DECISION, issuer=issuer)))) == words


def cited(**fields):
    act = fields.pop("act", ActForm.DECISION_APPROVING_PLAN)
    return act_facts(a_dossier(a_plan(act=act, decision=replace(DECISION, **fields))))["act"]


def test_an_issued_act_is_cited_with_number_day_issuer_and_subject():
    assert cited(number="5", day=date(2023, 7, 4)) == (
        "Quyết định số 05/QĐ-UBND ngày 04 tháng 7 năm 2023 của Chủ tịch Ủy ban nhân dân tỉnh Bình Phước "
        "phê duyệt Kế hoạch kiểm tra công tác cải cách hành chính và công tác chuyển đổi số năm 2023"
    )


def test_an_act_not_yet_issued_is_cited_with_blanks():
    assert " ".join(cited().split())[:47] == "Quyết định số /QĐ-UBND ngày tháng năm 2023 của "


def test_an_act_without_a_subject_is_cited_by_what_it_does():
    assert cited(title="").endswith(" phê duyệt " + a_plan().title)
    team = cited(title="", act=ActForm.DECISION_SETTING_UP_TEAM)
    assert team.endswith(" thành lập đoàn kiểm tra cải cách hành chính, chuyển đổi số năm 2023")


@pytest.mark.parametrize("title", ["Kiểm tra công vụ năm 2023", "Về kiểm tra công vụ năm 2023"])
def test_a_plan_alone_is_cited_as_being_about_its_subject(title):
    plan = cited(title=title, act=ActForm.PLAN_ALONE, symbol="KH-UBND", number="06", day=date(2023, 1, 30))
    assert plan == (
        "Kế hoạch số 06/KH-UBND ngày 30 tháng 01 năm 2023 của Chủ tịch Ủy ban nhân dân tỉnh Bình Phước "
        "về kiểm tra công vụ năm 2023"
    )


def test_what_is_inspected_is_named_with_and_without_the_word_for_it():
    facts = act_facts(a_dossier(a_plan(kind="Kiểm tra công vụ")))
    assert (facts["inspection"], facts["subject"]) == ("kiểm tra công vụ", "công vụ")
    facts = act_facts(a_dossier(a_plan(kind="công vụ")))
    assert (facts["inspection"], facts["subject"]) == ("kiểm tra công vụ", "công vụ")
