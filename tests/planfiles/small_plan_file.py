"""A small plan file with one of everything, as a tree that a test spoils in one place."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

from app.domain.errors import Fault, InvalidInput
from app.planfiles.reading import dossier_of, open_plan_file
from app.planfiles.references import Holdings

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier

NOTHING = Holdings()

SMALL = """
schema = 1

[plan]
key = "tinh-a-2023"
province = "tinh-a"
year = 2023
kind = "Kiểm tra cải cách hành chính"
title = "Kế hoạch kiểm tra năm 2023"
changed_on = 2023-06-29
lead_agencies = ["so-noi-vu"]
outline = "de-cuong-2023"
forms = ["phu-luc-1", "phu-luc-2"]

[plan.decision]
symbol = "QĐ-UBND"
body = "ubnd-tinh-a"

[plan.standards]
working_days = { huyen = 3 }

[plan.draw]
at_level = "huyen"
from_level = "xa"
least = 1
most = 3

[[plan.text.clauses]]
code = "I"
kind = "part"
text = "MỤC ĐÍCH"

[[plan.teams]]
key = "doan"
name = "Đoàn kiểm tra"
seats = [{ key = "ong-m", person = "ong-m" }, { key = "so-tu-phap", office = "Đại diện Sở Tư pháp" }]

[[plan.batches]]
key = "dot-1"
name = "Đợt 1"
team = "doan"
head = "ba-n"
deputies = ["ong-m"]
report_deadline = { relation = "before", day = 2023-07-30 }

[[plan.visits]]
unit = "ubnd-huyen-b"
batch = "dot-1"
window = { first = 2023-08-01, last = 2023-08-08 }

[[plan.quotas]]
key = "cap-tinh"
wording = "03 đơn vị cấp tỉnh"
batch = "dot-1"
count = 3
level = "tinh"

[[plan.mandates]]
field = "the-che"
name = "Cải cách thể chế"
agency = "so-noi-vu"

[[plan.errata]]
key = "A1"
kind = "misprint"
where = "Tên"
printed = "cải cách chính"

[[plan.remarks]]
key = "C1"
where = "Đầu văn bản"
text = "Số để trống."

[[people]]
key = "ong-m"
name = "M"
honorific = "Ông"
position = "Chuyên viên"
agency = "so-noi-vu"

[[people]]
key = "ba-n"
name = "N"
honorific = "Bà"
position = "Giám đốc"
agency = "so-noi-vu"

[[outlines]]
key = "de-cuong-2023"
version = "2023"
title = ["Báo cáo"]
items = [{ code = "I", kind = "part", number = "I.", text = "CHỈ ĐẠO", indicators = ["phu-luc-1:I.2"] }]

[[forms]]
key = "phu-luc-1"
version = "2023"
number = "1"
heading = "Phụ lục 1"
title = ["SỐ LIỆU"]
kind = "indicators"
header = [[{ text = "STT" }, { text = "Số liệu" }]]
columns = [{ key = "stt", label = "STT", kind = "text" }, { key = "so_lieu", label = "Số liệu" }]
checks = [{ expression = "[I.2] <= [I.1]", text = "Không quá tổng" }]

[[forms.rows]]
code = "I.1"
kind = "count"
name = "Tổng số"

[[forms.rows]]
code = "I.2"
kind = "percent"
name = "Tỷ lệ"
formula = "[I.1] / [I.1] * 100"

[[forms]]
key = "phu-luc-2"
version = "2023"
number = "2"
heading = "Phụ lục 2"
title = ["HỒ SƠ"]
kind = "grid"
header = [[{ text = "Tổng" }, { text = "Trực tuyến" }]]
columns = [{ key = "tong", label = "Tổng", sum_of = ["truc_tuyen"] }, { key = "truc_tuyen", label = "Trực tuyến" }]
rows = [{ code = "1", kind = "entry", name = "Lĩnh vực ..." }]
checks = [{ expression = "[tong] >= [truc_tuyen]", text = "Tổng không nhỏ hơn" }]
branch_rows = [{ unit = "so-noi-vu", level = "huyen", label = "Chi nhánh {area}" }]

[province]
key = "tinh-a"
name = "A"
full_name = "Tỉnh A"
committee = "ubnd-tinh-a"
place = "A"
levels = [
    { key = "tinh", rank = 1, name = "cấp tỉnh", bodies = "các sở" },
    { key = "huyen", rank = 2, name = "cấp huyện", bodies = "UBND các huyện" },
    { key = "xa", rank = 3, name = "cấp xã", bodies = "UBND các xã" },
]

[[units]]
key = "ubnd-tinh-a"
name = "Ủy ban nhân dân tỉnh A"
kind = "tỉnh"
level = "tinh"

[[units]]
key = "so-noi-vu"
name = "Sở Nội vụ"
kind = "cơ quan chuyên môn"
level = "tinh"
parent = "ubnd-tinh-a"

[[units]]
key = "ubnd-huyen-b"
name = "UBND huyện B"
kind = "huyện"
level = "huyen"
parent = "ubnd-tinh-a"
"""


def small_tree() -> dict[str, Any]:
    return tomllib.loads(SMALL)


def as_json(tree: dict[str, Any]) -> bytes:
    return json.dumps(tree, ensure_ascii=False, default=str).encode()


def read(data: bytes | str, name: str = "ke-hoach.toml", held: Holdings = NOTHING) -> PlanDossier:
    return dossier_of(open_plan_file(data if isinstance(data, bytes) else data.encode(), name), held)


def faults_in(data: bytes | str, name: str = "ke-hoach.toml", held: Holdings = NOTHING) -> tuple[Fault, ...]:
    """Return the faults for which the file is refused, none when it is taken."""
    try:
        read(data, name, held)
    except InvalidInput as error:
        return error.faults
    return ()
