"""Loại thay đổi: what each part of a plan, and each thing that may change of it, is called.

A kind of thing stands at a pattern of a path (`app.domain.plan_differences`), "*" for each thing of a list. Every field
of every class that is compared field by field belongs to an aspect of its kind, to a kind of its own, or to `SILENT`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.change_text_kinds import TEXT_KINDS
from app.domain.change_words import (
    SOURCE,
    TEXT,
    Aspect,
    ChangePart,
    Kind,
    cited_words,
    levels_named,
    named,
    named_by_key,
    person_words,
    plain_words,
    plainly,
    unit_named,
    unit_names,
    unit_words,
    units_named,
)
from app.domain.schedules import time_words, window_words
from app.domain.vietnamese import grouped, lower_first, short_date

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from app.domain.dossiers import PlanDossier
    from app.domain.people import Absence
    from app.domain.plans import DrawCluster
    from app.domain.teams import Batch, Seat
    from app.domain.visits import Visit


def _holder(seat: Seat, dossier: PlanDossier) -> str:
    words = person_words(dossier, seat.person) or seat.office or ""
    return f"{words} (thay {seat.substitutes})" if seat.substitutes else words


def _serving(seat: Seat, dossier: PlanDossier) -> str:
    since = f"từ ngày {short_date(seat.since)}" if seat.since else ""
    until = f"đến hết ngày {short_date(seat.until)}" if seat.until else ""
    places = f"tại {unit_names(seat.units, dossier)}" if seat.units else ""
    return " ".join(part for part in (since, until, places) if part)


def _visit_name(_key: Hashable, visit: Visit, dossier: PlanDossier) -> str:
    again = f", lần {visit.number}" if visit.number > 1 else ""
    return f"{unit_words(visit.unit, dossier)}{again}"


def _batch_of(visit: Visit, dossier: PlanDossier) -> str:
    return next((batch.name for batch in dossier.plan.batches if batch.key == visit.batch), visit.batch)


def _team_of(batch: Batch, dossier: PlanDossier) -> str:
    return next((team.name for team in dossier.plan.teams if team.key == batch.team), batch.team)


def _deputies(batch: Batch, dossier: PlanDossier) -> str:
    lines = [
        f"{person_words(dossier, key)} (thường trực)" if key == batch.standing_deputy else person_words(dossier, key)
        for key in batch.deputies
    ]
    return "; ".join(lines)


def _time(visit: Visit, _dossier: PlanDossier) -> str:
    wording = f" ({visit.loose.wording})" if visit.window is not None and visit.loose is not None else ""
    return f"{lower_first(time_words(visit))}{wording}"


def _absence_name(_key: Hashable, absence: Absence, dossier: PlanDossier) -> str:
    who = person_words(dossier, absence.person) if absence.person else unit_words(absence.unit or "", dossier)
    return f"Lịch bận của {who}"


def _absence_words(absence: Absence, _dossier: PlanDossier) -> str:
    return f"{window_words(absence.window)}{f' ({absence.reason})' if absence.reason else ''}"


def _outline_words(key: str | None, dossier: PlanDossier) -> str:
    found = next((outline for outline in dossier.outlines if outline.key == key), None)
    return f"bản {found.version}" if found is not None else key or ""


def _forms_words(keys: tuple[str, ...], dossier: PlanDossier) -> str:
    by_key = {form.key: f"số {form.number} (bản {form.version})" for form in dossier.forms}
    return "; ".join(by_key.get(key, key) for key in keys)


def _clusters(clusters: Iterable[DrawCluster], dossier: PlanDossier) -> str:
    return "; ".join(f"{cluster.name}: {unit_names(cluster.units, dossier)}" for cluster in clusters)


KINDS: dict[tuple[str, ...], Kind] = {
    ("plan",): Kind(
        part=ChangePart.STANDING,
        name=named(""),
        aspects=(
            plainly("Tình trạng", "state"),
            Aspect(
                "Kết thúc",
                ("ending",),
                lambda plan, _: (
                    f"ngày {short_date(plan.ending.day)}, {cited_words(plan.ending.paper)}" if plan.ending else ""
                ),
            ),
            plainly("Tên kế hoạch", "title"),
            plainly("Loại kế hoạch", "kind"),
            plainly("Năm", "year"),
            plainly("Mã kế hoạch", "key"),
            plainly("Tỉnh", "province"),
            plainly("Lĩnh vực kiểm tra", "subjects"),
            plainly("Hình thức ban hành", "act"),
            units_named("Cơ quan chủ trì", "lead_agencies"),
            Aspect("Thời kỳ kiểm tra", ("period",), lambda plan, dossier: plain_words(plan.period, dossier)),
            Aspect(
                "Luân phiên",
                ("alternation",),
                lambda plan, dossier: (
                    f"{plain_words(plan.alternation.basis, dossier)}: {unit_names(plan.alternation.agencies, dossier)}"
                    if plan.alternation
                    else ""
                ),
            ),
            units_named("Cơ quan đóng dấu văn bản của đoàn", "seals"),
            plainly("Giải thể đoàn", "dissolution"),
            Aspect("Đề cương", ("outline",), lambda plan, dossier: _outline_words(plan.outline, dossier)),
            Aspect("Phụ lục biểu mẫu", ("forms",), lambda plan, dossier: _forms_words(plan.forms, dossier)),
            Aspect("Nguồn dữ liệu", ("source",), lambda plan, _: plan.source),
        ),
    ),
    ("people", "*"): Kind(
        part=ChangePart.TEAM,
        name=lambda _key, person, _dossier: f"{person.honorific} {person.name}".strip(),
        aspects=(
            Aspect(
                "",
                ("position", "agency", "printed", "division"),
                lambda person, dossier: (
                    person.printed
                    or ", ".join(filter(None, (person.position, person.division, unit_words(person.agency, dossier))))
                ),
            ),
            Aspect("họ tên", ("name", "honorific"), lambda person, _: f"{person.honorific} {person.name}".strip()),
            plainly("giữ chức vụ từ ngày", "since"),
            plainly("giữ chức vụ đến hết ngày", "until"),
            SOURCE,
        ),
    ),
    ("plan", "teams", "*"): Kind(
        part=ChangePart.TEAM,
        name=lambda _key, team, _dossier: team.name,
        aspects=(
            Aspect(
                "",
                (),
                lambda team, dossier: "; ".join(filter(None, (_holder(seat, dossier) for seat in team.seats))),
            ),
            plainly("tên", "name"),
        ),
    ),
    ("plan", "teams", "*", "seats", "*"): Kind(
        part=ChangePart.TEAM,
        name=named_by_key("Thành viên {}"),
        aspects=(
            Aspect("", ("person", "office", "substitutes"), _holder),
            plainly("vai trò", "role"),
            unit_named("cơ quan cử", "agency"),
            Aspect("lĩnh vực", ("fields",), lambda seat, _: ", ".join(seat.fields)),
            Aspect("thời gian, nơi tham gia", ("since", "until", "units"), _serving),
        ),
    ),
    ("plan", "batches", "*"): Kind(
        part=ChangePart.BATCHES,
        name=lambda _key, batch, _dossier: str(batch.name),
        aspects=(
            Aspect("Trưởng đoàn", ("head",), lambda batch, dossier: person_words(dossier, batch.head)),
            Aspect("Phó Trưởng đoàn", ("deputies", "standing_deputy"), _deputies),
            unit_named("cơ quan chủ trì", "lead_agency"),
            plainly("hạn báo cáo", "report_deadline"),
            plainly("tên", "name"),
            Aspect("đoàn, tổ", ("team",), _team_of),
        ),
    ),
    ("plan", "visits", "*"): Kind(
        part=ChangePart.VISITS,
        name=_visit_name,
        aspects=(
            Aspect("thời gian", ("window", "loose"), _time),
            Aspect("đợt", ("batch",), _batch_of),
            Aspect("Trưởng đoàn", ("head",), lambda visit, dossier: person_words(dossier, visit.head)),
            unit_named("cơ quan chủ trì", "lead_agency"),
            plainly("hạn báo cáo", "report_deadline"),
            plainly("địa điểm", "place"),
            plainly("hình thức", "manner"),
            plainly("cách kiểm tra", "mode"),
            Aspect("nội dung", ("scope",), lambda visit, _: ", ".join(visit.scope)),
            plainly("tên in ở phụ lục", "printed_name"),
            plainly("dự phòng", "is_reserve"),
            units_named("đơn vị cấp dưới được chọn", "communes"),
        ),
    ),
    ("plan", "quotas", "*"): Kind(
        part=ChangePart.VISITS,
        name=named("Đối tượng theo số lượng"),
        aspects=(
            plainly("", "wording"),
            Aspect("đợt", ("batch",), _batch_of),
            plainly("số lượng", "count"),
            plainly("tỷ lệ ít nhất (%)", "share_percent"),
            levels_named("cấp", "level"),
            plainly("loại đơn vị", "kinds"),
            plainly("thời gian", "loose"),
        ),
    ),
    ("plan", "draw"): Kind(
        part=ChangePart.RULES,
        name=named("Chọn ngẫu nhiên"),
        aspects=(
            Aspect("số đơn vị", ("least", "most"), lambda rule, _: f"từ {rule.least} đến {rule.most}"),
            levels_named("tại đơn vị", "at_level"),
            levels_named("chọn trong", "from_level"),
            Aspect("các cụm", ("clusters",), lambda rule, dossier: _clusters(rule.clusters, dossier)),
            Aspect("lời văn", ("text",), lambda rule, _: rule.text),
        ),
    ),
    ("plan", "draw", "clusters", "*"): Kind(
        part=ChangePart.RULES,
        name=lambda _key, cluster, _dossier: f"Chọn ngẫu nhiên, {lower_first(cluster.name)}",
        aspects=(units_named("", "units"), plainly("tên", "name")),
    ),
    ("plan", "self_inspection"): Kind(
        part=ChangePart.RULES,
        name=named("Tự kiểm tra"),
        aspects=(
            plainly("hạn báo cáo", "deadline"),
            plainly("loại đơn vị", "kinds"),
            levels_named("cấp", "levels"),
            unit_named("nơi nhận báo cáo", "to"),
            unit_named("gửi qua", "via"),
            Aspect("lời văn", ("text",), lambda rule, _: rule.text),
        ),
    ),
    ("plan", "budget"): Kind(
        part=ChangePart.RULES,
        name=named("Kinh phí"),
        aspects=(
            Aspect("mức hỗ trợ", ("rate",), lambda budget, _: f"{grouped(budget.rate)} đồng/người/ngày"),
            unit_named("cơ quan thẩm định", "appraised_by"),
            plainly("tính cho lãnh đạo đoàn", "counts_leaders"),
            plainly("chỉ tính ngày làm việc", "counts_working_days_only"),
            Aspect(
                "nguồn",
                ("sources",),
                lambda budget, dossier: "; ".join(
                    f"{unit_words(source.agency, dossier)}: {source.text}" for source in budget.sources
                ),
            ),
            Aspect("lời văn", ("text",), lambda budget, _: budget.text),
        ),
    ),
    ("plan", "budget", "sources", "*"): Kind(
        part=ChangePart.RULES,
        name=lambda _key, source, dossier: f"Kinh phí, nguồn của {unit_words(source.agency, dossier)}",
        aspects=(TEXT,),
    ),
    ("plan", "mandates", "*"): Kind(
        part=ChangePart.TEAM,
        name=lambda _key, mandate, _dossier: f"Lĩnh vực {mandate.name}",
        aspects=(unit_named("cơ quan phụ trách", "agency"), plainly("tên", "name")),
    ),
    ("plan", "standards"): Kind(
        part=ChangePart.RULES,
        name=named("Mức tối thiểu"),
        aspects=(
            plainly("ngày làm việc để nghiên cứu báo cáo", "reading_days"),
            plainly("ngày làm việc báo trước khi đổi lịch", "notice_days"),
            plainly("ngày làm việc của một cuộc", "working_days"),
        ),
    ),
    ("plan", "absences", "*"): Kind(
        part=ChangePart.RULES,
        name=_absence_name,
        aspects=(Aspect("", ("window", "reason", "person", "unit"), _absence_words),),
    ),
    **TEXT_KINDS,
}
"""What is told of a plan, by where it stands."""

SILENT = frozenset({("province",), ("units",), ("sealed",), ("drawn",), ("plan", "changed_on")})
"""What is not told: directory, draws and sealed checks are not the plan's; the day of the last change is its own."""

ORDERS: dict[tuple[str, ...], str] = {
    ("people",): "Thứ tự những người được nêu tên",
    ("plan", "visits"): "Thứ tự các cuộc kiểm tra",
    ("plan", "batches"): "Thứ tự các đợt",
    ("plan", "teams"): "Thứ tự các đoàn, tổ",
    ("plan", "teams", "*", "seats"): "Thứ tự thành viên",
    ("plan", "lead_agencies"): "Thứ tự cơ quan chủ trì",
    ("plan", "decision", "recipients"): "Thứ tự nơi nhận",
    ("plan", "decision", "legal_bases"): "Thứ tự căn cứ",
    ("plan", "decision", "articles"): "Thứ tự các điều",
    ("plan", "text", "clauses"): "Thứ tự các đoạn của kế hoạch",
    ("plan", "quotas"): "Thứ tự đối tượng theo số lượng",
    ("plan", "mandates"): "Thứ tự lĩnh vực",
    ("plan", "absences"): "Thứ tự lịch bận",
    ("plan", "errata"): "Thứ tự đính chính",
    ("plan", "remarks"): "Thứ tự chỗ chưa rõ",
    ("plan", "budget", "sources"): "Thứ tự nguồn kinh phí",
    ("plan", "draw", "clusters"): "Thứ tự các cụm chọn ngẫu nhiên",
    ("plan", "draw", "clusters", "*", "units"): "Thứ tự đơn vị của cụm chọn ngẫu nhiên",
    ("outlines",): "Thứ tự đề cương",
    ("outlines", "*", "items"): "Thứ tự các mục của đề cương",
    ("forms",): "Thứ tự biểu mẫu",
    ("forms", "*", "columns"): "Thứ tự các cột của biểu mẫu",
    ("forms", "*", "rows"): "Thứ tự các dòng của biểu mẫu",
}
"""How a list is called whose things stand in another order."""
