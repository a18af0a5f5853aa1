"""Which files a plan gives, which it leaves out and why, and the mark of a draft."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest
from emitted.plans import FOUNDING, NAMED_UNITS, NUMBERS_ONLY, TWO_TEAMS, calendar, dossier

from app.domain.errata import corrected
from app.domain.errors import NotFound
from app.domain.plans import PlanState
from app.services.emission import draft_mark, file_set, manifest, manifest_entry, omission_entry

DEPARTMENTS = (
    "so-cong-thuong", "so-tai-nguyen-va-moi-truong", "so-ke-hoach-va-dau-tu", "so-lao-dong-thuong-binh-va-xa-hoi",
    "bao-hiem-xa-hoi-tinh",
)  # fmt: skip
DISTRICTS = (
    "ubnd-huyen-phu-rieng", "ubnd-huyen-bu-dang", "ubnd-thi-xa-binh-long", "ubnd-thanh-pho-dong-xoai",
    "ubnd-huyen-loc-ninh",
)  # fmt: skip
SELF_INSPECTING = {
    # cơ quan chuyên môn, less the four inspected; the two lead agencies are among them
    "van-phong-uy-ban-nhan-dan-tinh", "thanh-tra-tinh", "so-noi-vu", "so-tu-phap", "so-tai-chinh",
    "so-nong-nghiep-va-phat-trien-nong-thon", "so-giao-thong-van-tai", "so-xay-dung", "so-thong-tin-va-truyen-thong",
    "so-van-hoa-the-thao-va-du-lich", "so-khoa-hoc-va-cong-nghe", "so-giao-duc-va-dao-tao", "so-y-te", "so-ngoai-vu",
    "ban-dan-toc",
    # cơ quan thuộc UBND tỉnh
    "ban-quan-ly-khu-kinh-te",
    # the six of the eleven district-level committees that are not inspected
    "ubnd-thi-xa-phuoc-long", "ubnd-huyen-bu-gia-map", "ubnd-huyen-bu-dop", "ubnd-huyen-hon-quan",
    "ubnd-huyen-dong-phu", "ubnd-thi-xa-chon-thanh",
}  # fmt: skip
"""As read from the tables of the province's bodies and areas."""
PEOPLE = {
    "huynh-thi-be-nam", "nguyen-minh-quang", "trinh-quang-hanh", "nguyen-huy-hoang", "ngo-quoc-huy", "ngo-quang-thanh",
    "le-thi-lan-anh", "vu-thi-phuong", "le-tien-thanh", "ha-thi-hong-cam", "nguyen-thi-phi-yen", "than-van-hao",
}  # fmt: skip
"""Head and deputy in turn, and the ten members with a name."""


def emitted(key: str) -> dict[str, tuple[str, str | None]]:
    """Return kind and unit of every file of that plan's set, by its path."""
    return {file.path: (file.kind, file.unit) for file in file_set(dossier(key), calendar()).files}


def left_out(key: str) -> dict[str, str]:
    return {omission.path: omission.reason for omission in file_set(dossier(key), calendar()).omitted}


def of_unit(unit: str) -> dict[str, tuple[str, str]]:
    return {
        f"don-vi/{unit}/thong-bao.docx": ("unit-notice", unit),
        f"don-vi/{unit}/bao-cao.docx": ("report-template", unit),
        f"don-vi/{unit}/phu-luc.xlsx": ("forms", unit),
        f"don-vi/{unit}/lich.ics": ("calendar", unit),
    }


def test_the_founding_plan_gives_these_files_and_leaves_none_out():
    expected: dict[str, tuple[str, str | None]] = {
        "van-ban/quyet-dinh.docx": ("decision", None),
        "van-ban/to-trinh.docx": ("submission", None),
        "van-ban/phan-cong.docx": ("assignment-notice", None),
        "van-ban/du-toan-so-noi-vu.xlsx": ("cost-estimate", None),
        "van-ban/du-toan-so-thong-tin-va-truyen-thong.xlsx": ("cost-estimate", None),
        "lich/ke-hoach.ics": ("calendar", None),
    }
    for unit in (*DEPARTMENTS, *DISTRICTS):
        expected |= of_unit(unit)
    expected |= {f"tu-kiem-tra/{unit}/bao-cao.docx": ("self-inspection", unit) for unit in SELF_INSPECTING}
    expected |= {f"lich/thanh-vien/{person}.ics": ("calendar", None) for person in PEOPLE}
    assert emitted(FOUNDING) == expected
    assert left_out(FOUNDING) == {}


def test_departments_fill_forms_1_and_2_and_districts_1_3_and_5():
    founding = dossier(FOUNDING)
    numbers = {
        visit.unit: tuple(fitted.form.number for fitted in founding.fitted_forms(visit))
        for visit in founding.plan.visits
    }
    assert numbers == dict.fromkeys(DEPARTMENTS, ("1", "2")) | dict.fromkeys(DISTRICTS, ("1", "3", "5"))


def test_a_plan_of_which_only_units_are_known_gives_its_text_and_a_calendar():
    assert emitted(NAMED_UNITS) == {
        "van-ban/ke-hoach.docx": ("plan", None),
        "lich/ke-hoach.ics": ("calendar", None),
    }
    units = ("29377", "29380", "29470", "29467", "29530", "29431", "so-cong-thuong")
    assert set(left_out(NAMED_UNITS)) == {
        "van-ban/quyet-dinh.docx", "van-ban/to-trinh.docx", "van-ban/phan-cong.docx", "van-ban/du-toan.xlsx",
        *(path for unit in units for path in of_unit(unit)), "tu-kiem-tra/", "lich/thanh-vien/",
    }  # fmt: skip


def test_a_plan_of_which_only_numbers_of_units_are_known_says_so():
    assert emitted(NUMBERS_ONLY) == emitted(NAMED_UNITS)
    reasons = left_out(NUMBERS_ONLY)
    assert [path for path in reasons if path.startswith("don-vi/")] == ["don-vi/cap-tinh/", "don-vi/cap-huyen/"]
    assert reasons["don-vi/cap-tinh/"] == (
        "Chưa nêu tên đơn vị (03 đơn vị cấp tỉnh); tệp có khi kế hoạch đã ghi tên đơn vị."
    )


def test_a_second_visit_to_a_unit_has_a_folder_of_its_own_and_a_reserve_none():
    files, reasons = emitted(TWO_TEAMS), left_out(TWO_TEAMS)
    assert [path for path in files if "25195" in path] == [
        "don-vi/25195/thong-bao.docx", "don-vi/25195/bao-cao.docx", "don-vi/25195/lich.ics",
        "don-vi/25195-2/bao-cao.docx",
    ]  # fmt: skip
    assert {unit for path, (_, unit) in files.items() if path.startswith("don-vi/25195")} == {"25195"}
    assert [path for path in files if "26248" in path] == []
    assert reasons["don-vi/26248/"] == "Đơn vị dự phòng; tệp có khi đơn vị được đưa vào danh sách kiểm tra."
    assert "don-vi/25195-2/thong-bao.docx" in reasons


@pytest.mark.parametrize("key", [FOUNDING, TWO_TEAMS, NAMED_UNITS, NUMBERS_ONLY])
def test_a_path_is_made_once_or_left_out_with_a_reason(key: str):
    files = file_set(dossier(key), calendar())
    paths = [file.path for file in files.files] + [omission.path for omission in files.omitted]
    assert len(paths) == len(set(paths))
    assert [omission.path for omission in files.omitted if not omission.reason.endswith(".")] == []


def test_the_files_of_one_unit_are_those_that_carry_it():
    files = file_set(dossier(FOUNDING), calendar())
    assert [file.path for file in files.for_unit("so-cong-thuong").files] == list(of_unit("so-cong-thuong"))
    assert [file.path for file in files.for_unit("so-y-te").files] == ["tu-kiem-tra/so-y-te/bao-cao.docx"]
    assert files.for_unit("cong-an-tinh").files == ()
    reserve = file_set(dossier(TWO_TEAMS), calendar()).for_unit("26248")
    assert ([file.path for file in reserve.files], [o.path for o in reserve.omitted]) == ([], ["don-vi/26248/"])


def test_a_file_is_found_by_its_path_alone():
    files = file_set(dossier(FOUNDING), calendar())
    assert files.file("lich/ke-hoach.ics").kind == "calendar"
    with pytest.raises(NotFound):
        files.file("lich/khong-co.ics")


def test_the_mark_of_a_draft_follows_its_data():
    founding = dossier(FOUNDING)
    plan = founding.plan
    marks = [
        draft_mark(founding),
        draft_mark(corrected(founding)),
        draft_mark(replace(founding, plan=replace(plan, title=f"{plan.title}."))),
    ]
    assert len(set(marks)) == 3
    assert [mark for mark in marks if mark is None or len(mark) != 8 or int(mark, 16) < 0] == []
    assert draft_mark(replace(founding, people=founding.people)) == marks[0]


def test_units_that_the_plan_does_not_need_leave_its_mark_alone():
    founding = dossier(FOUNDING)
    stranger = next(unit for unit in founding.units if unit.key == "cong-an-tinh")
    renamed = tuple(replace(unit, name="Tên khác") if unit is stranger else unit for unit in founding.units)
    assert draft_mark(replace(founding, units=renamed)) == draft_mark(founding)


def test_an_issued_plan_has_no_mark():
    founding = dossier(FOUNDING)
    assert draft_mark(replace(founding, plan=replace(founding.plan, state=PlanState.ISSUED))) is None


def test_the_manifest_tells_plan_release_files_and_what_was_left_out():
    files = file_set(dossier(NUMBERS_ONLY), calendar())
    (planned,) = [file for file in files.files if file.kind == "plan"]
    content = planned.make()
    text = manifest(files.plan, [manifest_entry(planned, content)], [omission_entry(files.omitted[0])])
    assert text.endswith(b"}\n")
    assert json.loads(text) == {
        "plan": NUMBERS_ONLY,
        "release": None,
        "files": [
            {
                "path": "van-ban/ke-hoach.docx",
                "sha256": hashlib.sha256(content).hexdigest(),
                "kind": "plan",
                "unit": None,
            }
        ],
        "omitted": [{"path": "van-ban/quyet-dinh.docx", "reason": files.omitted[0].reason, "unit": None}],
    }
