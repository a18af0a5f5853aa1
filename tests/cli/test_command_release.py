"""`kiemtra release` and `kiemtra adjust`: issued by those who may, for ever; changed by a draft on top."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from cli.running import PLAN, CommandLine, contents, on_copy_of, rows
from docx import Document

from app import ROOT

if TYPE_CHECKING:
    from pathlib import Path

TODAY = {"KIEMTRA_TODAY": "2023-07-10"}
ISSUED_ELSEWHERE = ROOT / "tests" / "plans" / "tra-vinh-2023-cong-vu.toml"
REASONS = {
    "window.starts_on_day_off": "Thủ trưởng đơn vị đồng ý làm việc ngày 01/9",
    "deadline.last_day_off": "Nhận báo cáo đến hết thứ Sáu",
    "deadline.too_few_reading_days": "Đoàn đọc báo cáo trước",
    "member.unnamed": "Cử người trước ngày 20/7",
    "appendix.number_missing": "Giữ số như bản in",
}
WAIVED = [word for code, reason in REASONS.items() for word in ("--waive", f"{code}={reason}")]
RELEASE = ["release", PLAN, "--number", "1234", "--date", "2023-07-05", "--by", "huynh-thi-be-nam"]
DRAFT_FOOT = "Dự thảo · "
MOVE = """
reason = "Sở Công Thương đề nghị"

[[moves]]
unit = "so-cong-thuong"
window = { first = 2023-08-03, last = 2023-08-08 }

[[deadlines]]
batch = "dot-2"
deadline = { relation = "before", day = 2023-08-28 }
"""


@pytest.fixture(scope="session")
def _issued_once(_seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    command = on_copy_of(_seeded, tmp_path_factory.mktemp("issued"))
    command.must(*RELEASE, *WAIVED, **TODAY)
    return tmp_path_factory.getbasetemp() / command.database_url.removeprefix("sqlite:///")


@pytest.fixture
def issued(_issued_once: Path, tmp_path: Path) -> CommandLine:
    """The command line over a database in which the founding plan is issued."""
    return on_copy_of(_issued_once, tmp_path)


def put(folder: Path, text: str, name: str = "yeu-cau.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def standing(command: CommandLine) -> tuple[str, int | None, int | None]:
    """Return the plan's state and release as `plans` gives them, and its release as `check` does."""
    (plan,) = json.loads(command.must("plans", "--json").out)["plans"]
    return plan["state"], plan["release"], json.loads(command("check", PLAN, "--json").out)["release"]


# Issued


def test_a_plan_is_issued_and_its_number_stands_alone_on_the_output(kiemtra: CommandLine):
    assert standing(kiemtra) == ("draft", None, None)
    done = kiemtra.must(*RELEASE, *WAIVED, **TODAY)
    assert done.out == "1\n"
    assert done.err == (
        "Đã ban hành kế hoạch “binh-phuoc-2023”: bản ban hành số 1, văn bản số 1234/QĐ-UBND; 6 vấn đề được chấp nhận "
        "bằng lý do.\n"
    )
    assert standing(kiemtra) == ("issued", 1, 1)
    assert kiemtra.refused(*RELEASE, *WAIVED, **TODAY) == (
        "Kế hoạch “binh-phuoc-2023” đã ban hành và không có thay đổi nào chờ ban hành. Muốn thay đổi thì mở một điều "
        "chỉnh: kiemtra adjust binh-phuoc-2023 --request TỆP.toml."
    )


def test_without_reasons_every_error_and_warning_is_named_with_the_option_that_accepts_it(kiemtra: CommandLine):
    before = rows(kiemtra)
    done = kiemtra(*RELEASE, **TODAY)
    first, *problems, last = done.err.splitlines()
    assert (done.status, done.out) == (2, "")
    assert first == (
        "Chưa ban hành kế hoạch “binh-phuoc-2023” và chưa ghi gì: còn 6 vấn đề cần sửa, hoặc cần lý do bằng văn bản để "
        "chấp nhận."
    )
    assert last == "Một lý do dùng cho mọi vấn đề cùng mã."
    assert problems[0] == (
        "- Phải sửa: Sở Kế hoạch và Đầu tư: thời gian kiểm tra bắt đầu ngày 01/9/2023 (Thứ Sáu) là ngày nghỉ: "
        "Quốc khánh (ngày liền kề). Sửa dự thảo; hoặc lãnh đạo đoàn thuộc cơ quan chủ trì (--by một trong: "
        'huynh-thi-be-nam, nguyen-minh-quang) chấp nhận bằng cách thêm --waive window.starts_on_day_off="lý do".'
    )
    assert [line.split()[3] for line in problems[1:]] == ["Hạn", "Hạn", "UBND", "Thành", "Phụ"]
    assert [line.rpartition("--waive ")[2] for line in problems[1:]] == [
        f'{code}="lý do".'
        for code in (
            "deadline.last_day_off",
            "deadline.last_day_off",
            "deadline.too_few_reading_days",
            "member.unnamed",
            "appendix.number_missing",
        )
    ]
    assert rows(kiemtra) == before


def test_somebody_of_a_lead_agency_who_leads_nothing_does_not_accept_an_error(kiemtra: CommandLine):
    words = [*RELEASE[:-1], "trinh-quang-hanh", *WAIVED]
    done = kiemtra(*words, **TODAY)
    assert (done.status, len(done.err.splitlines())) == (2, 3)
    assert "chỉ lãnh đạo đoàn thuộc cơ quan chủ trì chấp nhận được: ghi --by một trong: huynh-thi-be-nam" in done.err


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--number", "abc", "“abc” không phải số của văn bản. Ghi số từ 1, có hoặc không có ký hiệu, ví dụ 1234 hoặc"),
        ("--number", "12/KH-UBND", "Ký hiệu “KH-UBND” không đúng: văn bản ban hành kế hoạch này có ký hiệu QĐ-UBND."),
        ("--date", "2023-06-28", "Ngày ký 28/6/2023 trước ngày của tờ trình 1319/TTr-SNV (29/6/2023)."),
        ("--date", "2023-07-11", "Ngày ký 11/7/2023 sau ngày hôm nay (10/7/2023)."),
        (
            "--by",
            "ngo-quoc-huy",
            "Ông Ngô Quốc Huy không thuộc cơ quan chủ trì của kế hoạch (Sở Nội vụ và Sở Thông tin",
        ),
        ("--by", "khong-co", "Không có người “khong-co” trong kế hoạch."),
        ("--waive", "window.overlap=x", "Kế hoạch không có vấn đề nào mang mã window.overlap cần lý do."),
        ("--waive", "member.unnamed=x", "Mã member.unnamed có hai lý do. Giữ lại một"),
    ],
)
def test_what_an_office_would_not_sign_is_refused_in_one_sentence(
    kiemtra: CommandLine, option: str, value: str, told: str
):
    words = [*RELEASE, *WAIVED]
    if option == "--waive":
        words += [option, value]
    else:
        words[words.index(option) + 1] = value
    assert kiemtra.refused(*words, **TODAY).startswith(told)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--date", "2023-02-30"], "'2023-02-30' không phải một ngày có thật"),
        (["--date", "5/7/2023"], "'5/7/2023' không phải một ngày có thật"),
        (["--waive", "member.unnamed"], "'member.unnamed' chưa đủ; viết dạng MÃ=\"lý do\""),
        (["--waive", "member.unnamed= "], "'member.unnamed= ' chưa đủ; viết dạng MÃ=\"lý do\""),
    ],
)
def test_a_wrong_use_is_told_with_the_way_to_write_it(kiemtra: CommandLine, words: list[str], told: str):
    done = kiemtra(*RELEASE, *words)
    assert (done.status, told in done.err) == (2, True), done.err


# What is emitted


def parts(files: dict[str, bytes]) -> dict[str, str]:
    """Return the text of every part of every Word and Excel file."""
    found = {}
    for path, data in files.items():
        if path.endswith((".docx", ".xlsx")):
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                for name in package.namelist():
                    found[f"{path}/{name}"] = package.read(name).decode("utf-8", "replace")
    return found


def test_an_issued_plan_is_emitted_with_its_number_and_day_and_without_a_draft_s_foot(
    issued: CommandLine, emitted: Path, tmp_path: Path
):
    issued.must("emit", PLAN, "--out", tmp_path / "ban-hanh")
    files = contents(tmp_path / "ban-hanh")
    assert set(files) == set(contents(emitted))
    assert json.loads(files["MANIFEST.json"])["release"] == 1
    drafts = [path for path, text in parts(contents(emitted)).items() if DRAFT_FOOT in text]
    assert len(drafts) >= 56
    assert [path for path, text in parts(files).items() if DRAFT_FOOT in text] == []
    decision = Document(io.BytesIO(files["van-ban/quyet-dinh.docx"]))
    heads = [cell.text for row in decision.tables[0].rows for cell in row.cells]
    assert [text for text in heads if text.startswith("Số")] == ["Số: 1234/QĐ-UBND"]
    assert [text for text in heads if "tháng" in text] == ["Bình Phước, ngày 05 tháng 7 năm 2023"]
    printed = "\n".join(paragraph.text for paragraph in decision.paragraphs)
    assert "Kèm theo Quyết định số 1234/QĐ-UBND ngày 05 tháng 7 năm 2023" in printed.replace("\n", " ")
    assert "STATUS:TENTATIVE" not in files["lich/ke-hoach.ics"].decode()


def test_an_old_release_is_emitted_byte_for_byte_whatever_came_later(issued: CommandLine, tmp_path: Path):
    issued.must("emit", PLAN, "--out", tmp_path / "mot")
    issued.must("adjust", PLAN, "--request", put(tmp_path, MOVE), **TODAY)
    reasons = [*WAIVED[:-2], "--waive", "appendix.number_missing=Giữ số như bản in"]
    second = ["release", PLAN, "--number", "1300/QĐ-UBND", "--date", "2023-07-10", "--by", "nguyen-minh-quang"]
    assert issued.must(*second, *reasons, **TODAY).lines == ["2"]
    with closing(sqlite3.connect(issued.database_url.removeprefix("sqlite:///"))) as database:
        database.execute("UPDATE unit SET name = name || ' mới'")
        database.execute("DELETE FROM day_off WHERE day > '2023-08-01'")
        database.commit()
    issued.must("emit", PLAN, "--release", "1", "--out", tmp_path / "mot-lai")
    assert contents(tmp_path / "mot-lai") == contents(tmp_path / "mot")
    issued.must("emit", PLAN, "--release", "2", "--out", tmp_path / "hai")
    issued.must("emit", PLAN, "--out", tmp_path / "moi-nhat")
    latest = contents(tmp_path / "hai")
    assert contents(tmp_path / "moi-nhat") == latest
    assert json.loads(latest["MANIFEST.json"])["release"] == 2
    calendars = [files["don-vi/so-cong-thuong/lich.ics"].decode() for files in (contents(tmp_path / "mot"), latest)]
    uids = [sorted(line for line in text.split("\r\n") if line.startswith("UID:")) for text in calendars]
    assert uids[0] == uids[1]
    assert ["DTSTART;VALUE=DATE:20230803" in text for text in calendars] == [False, True]
    assert ["SEQUENCE:2" in text for text in calendars] == [False, True]


def test_a_release_that_is_not_there_is_not_emitted(issued: CommandLine, tmp_path: Path):
    for number in ("2", "0", "-1"):
        assert issued.refused("emit", PLAN, "--release", number, "--out", tmp_path / "out") == (
            f"Kế hoạch không có bản ban hành số {number}. Xem số của bản ban hành mới nhất bằng lệnh kiemtra plans "
            "--json."
        )
    assert not (tmp_path / "out").exists()


def test_a_unit_s_files_of_a_release_do_not_go_into_the_set_of_a_draft(issued: CommandLine, emitted: Path):
    before = contents(emitted)
    assert issued.refused("emit", PLAN, "--unit", "so-cong-thuong", "--out", emitted) == (
        f"Thư mục “{emitted}” đang chứa bộ tệp của dự thảo hoặc của bản ban hành khác. Bỏ tùy chọn --unit để phát lại "
        "cả bộ, hoặc chọn thư mục khác."
    )
    assert contents(emitted) == before
    issued.must("emit", PLAN, "--out", emitted)
    assert json.loads((emitted / "MANIFEST.json").read_bytes())["release"] == 1
    assert issued.must("emit", PLAN, "--unit", "so-cong-thuong", "--out", emitted).lines == []


# Adjusted


def test_an_adjustment_says_what_it_changed_and_what_is_to_be_looked_at(issued: CommandLine, tmp_path: Path):
    done = issued.must("adjust", PLAN, "--request", put(tmp_path, MOVE), **TODAY)
    assert done.lines == [PLAN]
    assert done.err == (
        "Đổi Sở Công Thương, thời gian: từ ngày 01/8/2023 đến hết ngày 08/8/2023 thành từ ngày 03/8/2023 đến hết ngày "
        "08/8/2023.\n"
        "Đổi Đợt 2, hạn báo cáo: trước ngày 30/8/2023 thành trước ngày 28/8/2023.\n"
        "Cần xem lại lời văn plan.clause.VII.4.a.2: còn ghi “30/8/2023”. Sửa bằng texts trong tệp yêu cầu.\n"
        "Kế hoạch “binh-phuoc-2023” là dự thảo điều chỉnh trên bản ban hành số 1; đơn vị và thành viên vẫn thấy bản "
        "đã ban hành đến khi điều chỉnh được ban hành.\n"
    )
    assert standing(issued) == ("draft", 1, None)


def test_what_comes_and_goes_is_told_and_a_draft_taken_back_is_none(issued: CommandLine, tmp_path: Path):
    one = put(tmp_path, '{"withdrawals": [{"unit": "bao-hiem-xa-hoi-tinh"}]}', "mot.json")
    back = put(tmp_path, '[[returns]]\nunit = "bao-hiem-xa-hoi-tinh"\n', "hai.toml")
    first = issued.must("adjust", PLAN, "--request", one, **TODAY)
    assert first.err.startswith("Bỏ Bảo hiểm xã hội tỉnh: từ ngày 19/9/2023 đến hết ngày 28/9/2023.\n")
    assert issued.must("adjust", PLAN, "--request", back, **TODAY).err.splitlines() == [
        "Thêm Bảo hiểm xã hội tỉnh: từ ngày 19/9/2023 đến hết ngày 28/9/2023.",
        "Mọi thay đổi đã được bỏ: kế hoạch “binh-phuoc-2023” trở lại đúng bản ban hành số 1, không còn dự thảo.",
    ]
    assert standing(issued) == ("issued", 1, 1)


def test_a_plan_that_was_never_issued_is_not_adjusted(kiemtra: CommandLine, tmp_path: Path):
    assert kiemtra.refused("adjust", PLAN, "--request", put(tmp_path, MOVE)).startswith(
        "Kế hoạch “binh-phuoc-2023” chưa ban hành lần nào nên chưa có gì để điều chỉnh."
    )


def test_a_faulty_request_is_refused_line_by_line_and_changes_nothing(issued: CommandLine, tmp_path: Path):
    faulty = (
        MOVE.replace('"dot-2"', '"dot-22"').replace("2023-08-03", "2023-08-09")
        + '\n[[withdrawals]]\nunit = "so-y-te"\n\n[[leaders]]\nbatch = "dot-1"\nhead = "ai-do"\n'
    )
    before = rows(issued)
    done = issued("adjust", PLAN, "--request", put(tmp_path, faulty), **TODAY)
    assert (done.status, done.out) == (2, "")
    assert [line.partition(": ")[0] for line in done.err.splitlines()] == [
        "moves[1].window (dòng 6)",
        "withdrawals[1].unit (dòng 13)",
        "leaders[1].head (dòng 17)",
        "deadlines[1].batch (dòng 9)",
    ]
    assert rows(issued) == before


def test_a_request_that_is_no_file_is_refused(issued: CommandLine, tmp_path: Path):
    assert issued.refused("adjust", PLAN, "--request", tmp_path / "khong-co.toml") == (
        f"Không có tệp “{tmp_path}/khong-co.toml”. Kiểm tra đường dẫn."
    )
    assert "Dùng tệp có tên kết thúc bằng .toml, .json." in issued.refused(
        "adjust", PLAN, "--request", put(tmp_path, "", "a.docx")
    )


# Plans that come in


def test_a_plan_that_comes_in_issued_is_release_1_and_the_same_file_again_changes_nothing(kiemtra: CommandLine):
    kiemtra.must("import", ISSUED_ELSEWHERE)
    before = rows(kiemtra)
    assert kiemtra.must("import", ISSUED_ELSEWHERE).err.endswith("đã có và giống hệt tệp. Không ghi gì.\n")
    assert rows(kiemtra) == before
    releases = {plan["key"]: plan["release"] for plan in json.loads(kiemtra.must("plans", "--json").out)["plans"]}
    assert releases == {PLAN: None, ISSUED_ELSEWHERE.stem: 1}
    assert len(before["release"]) == 1
