import unicodedata
from datetime import date

import pytest
from builders import PROVINCE, UNITS

from app.domain.errors import NotFound
from app.domain.units import Directory, Unit, directory_on

DIRECTORY = Directory(UNITS)


def a_commune(name, since=None, until=None):
    return Unit(key="25252", code="25252", name=f"UBND xã {name}", kind="xã", level="xa", since=since, until=until)


def test_a_unit_is_found_by_key_name_or_alias_however_spelled():
    for text in ("so-tttt", "Sở Thông tin và Truyền thông", "Sở TT&TT", "sở TT và TT"):
        assert [unit.key for unit in DIRECTORY.named(text)] == ["so-tttt"]
    assert [unit.key for unit in DIRECTORY.named(unicodedata.normalize("NFD", "Sở Y tế"))] == ["so-y-te"]


def test_a_name_that_nobody_bears_finds_nothing():
    assert DIRECTORY.named("Sở Không Có") == ()


def test_names_that_repeat_find_every_bearer():
    twins = (a_commune("Tân Lợi"), Unit(key="2", name="UBND xã Tân Lợi", kind="xã", level="xa"))
    assert [unit.key for unit in Directory(twins).named("UBND xã Tân Lợi")] == ["25252", "2"]


def test_one_code_names_other_units_at_other_times():
    units = (a_commune("Bù Nho", until=date(2025, 6, 30)), a_commune("Phú Riềng", since=date(2025, 7, 1)))
    assert directory_on(units, date(2023, 8, 1)).unit("25252").name == "UBND xã Bù Nho"
    assert directory_on(units, date(2025, 7, 1)).unit("25252").name == "UBND xã Phú Riềng"


def test_an_unknown_key_is_not_found():
    with pytest.raises(NotFound):
        DIRECTORY.unit("khong-co")
    assert DIRECTORY.get("khong-co") is None
    assert DIRECTORY.get(None) is None


def test_children_are_found_at_any_depth():
    assert [unit.key for unit in DIRECTORY.children("ubnd-tinh-a", "xa")] == ["00001"]
    assert [unit.key for unit in DIRECTORY.children("ubnd-huyen-b", "xa")] == ["00001"]
    assert DIRECTORY.children("so-y-te", "xa") == ()


def test_a_target_that_vanished_or_is_not_yet_formed_is_found_as_it_is_nearest_to_the_day():
    gone = Unit(key="ubnd-huyen-x", name="UBND huyện X", kind="huyện", level="huyen", until=date(2025, 6, 30))
    coming = a_commune("Phú Riềng", since=date(2025, 7, 1))
    old = a_commune("Bù Nho", until=date(2025, 6, 30))
    units = (gone, old, coming)
    directory = directory_on(units, date(2025, 5, 5), {"25252": date(2025, 10, 1), "ubnd-huyen-x": date(2025, 10, 1)})
    assert directory.unit("25252") == coming
    assert directory.unit("ubnd-huyen-x") == gone
    assert directory.units == (gone, old)
    assert directory_on((gone,), date(2026, 1, 1), {"ubnd-huyen-x": date(2026, 3, 1)}).unit("ubnd-huyen-x") == gone
    assert directory_on((coming,), date(2024, 1, 1), {"25252": date(2024, 3, 1)}).unit("25252") == coming
    assert directory_on(units, date(2025, 5, 5), {"khong-co": date(2025, 5, 5)}).get("khong-co") is None


def test_levels_are_looked_up_by_key():
    assert PROVINCE.level("xa").rank == 3
    with pytest.raises(NotFound):
        PROVINCE.level("thon")
