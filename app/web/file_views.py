"""Tên gọi của tệp trên trang: one place for what each file of a set is called, wherever it is listed or downloaded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.dossiers import PlanDossier
    from app.services.emission import Omission, PlannedFile
    from app.web.set_files import PlanFiles

_KINDS = {
    "decision": "Quyết định kèm Kế hoạch, phụ lục, đề cương, biểu mẫu",
    "amending-decision": "Văn bản sửa đổi, bổ sung kèm phụ lục đối chiếu",
    "plan": "Kế hoạch kèm phụ lục, đề cương, biểu mẫu",
    "submission": "Tờ trình",
    "assignment-notice": "Thông báo phân công nhiệm vụ thành viên đoàn",
    "cost-estimate": "Dự toán kinh phí",
    "unit-notice": "Thông báo và chương trình kiểm tra",
    "report-template": "Đề cương báo cáo kèm phụ lục",
    "forms": "Phụ lục biểu mẫu",
    "self-inspection": "Mẫu báo cáo tự kiểm tra",
    "calendar": "Lịch",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """Tài liệu tải về, as the component `download_row` takes it."""

    href: str
    label: str
    kind: str
    size: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileGroup:
    """Nhóm tài liệu: its heading and files; `unit_href` is the page of the inspected unit that they are for."""

    heading: str
    unit_href: str | None
    files: tuple[File, ...]


def file_groups(files: PlanFiles, dossier: PlanDossier) -> list[FileGroup]:
    """Return the files of a plan's set under their headings, in the order of publication."""
    groups: dict[tuple[str, str | None], list[File]] = {}
    for planned in files.set.files:
        path = PurePosixPath(planned.path)
        label, unit_href = file_label(planned, dossier), None
        match path.parts[0]:
            case "van-ban":
                heading = "Văn bản của kế hoạch"
            case "lich":
                heading, label = "Lịch", _owner(planned, dossier) or "Toàn kế hoạch"
            case "tu-kiem-tra":
                heading, label = _KINDS[planned.kind], dossier.unit_name(planned.unit or "")
            case _:
                heading = dossier.unit_name(planned.unit or "")
                unit_href = f"/ke-hoach/{dossier.plan.key}/don-vi/{planned.unit}"
        groups.setdefault((heading, unit_href), []).append(_view(files, planned, dossier, label))
    return [
        FileGroup(heading=heading, unit_href=unit_href, files=tuple(of_group))
        for (heading, unit_href), of_group in groups.items()
    ]


def chosen_files(files: PlanFiles, dossier: PlanDossier, planned: Iterable[PlannedFile]) -> list[File]:
    """Return files of the set to be shown in a list of their own, under what they are called there."""
    return [_view(files, each, dossier, file_label(each, dossier)) for each in planned]


def file_label(planned: PlannedFile, dossier: PlanDossier) -> str:
    """Return what a file is called among the others of its unit or of the plan."""
    label = _KINDS[planned.kind]
    if planned.unit is None:
        owner = _owner(planned, dossier)
        return f"{label} - {owner}" if owner else label
    number = visit_number(planned)
    return f"{label}, lần kiểm tra {number}" if number > 1 else label


def visit_number(planned: PlannedFile | Omission) -> int:
    """Return to which of the unit's visits a file belongs; its calendar and what has no visit belong to the first."""
    _, _, below = planned.path.partition("/")
    again = below.partition("/")[0].removeprefix(planned.unit or "").removeprefix("-")
    return int(again) if again.isdecimal() else 1


def download_name(planned: PlannedFile, dossier: PlanDossier) -> str:
    """Return the name under which a file is saved, with its diacritics and its suffix."""
    owner = dossier.plan.key if planned.unit is None else dossier.unit_name(planned.unit)
    return f"{file_label(planned, dossier)} - {owner}{PurePosixPath(planned.path).suffix}"


def reasons_of(omitted: Iterable[Omission]) -> list[tuple[str, list[str]]]:
    """Return why files are left out: each reason once, with the paths that it keeps out."""
    reasons: dict[str, list[str]] = {}
    for omission in omitted:
        reasons.setdefault(omission.reason, []).append(omission.path)
    return list(reasons.items())


def _owner(planned: PlannedFile, dossier: PlanDossier) -> str | None:
    """Return the person or agency that a file of the plan itself is for, None for the plan as a whole."""
    path = PurePosixPath(planned.path)
    if planned.kind == "cost-estimate":
        return dossier.unit_name(path.stem.removeprefix("du-toan-"))
    return dossier.person(path.stem).name if path.parent.name == "thanh-vien" else None


def _view(files: PlanFiles, planned: PlannedFile, dossier: PlanDossier, label: str) -> File:
    return File(
        href=f"/ke-hoach/{dossier.plan.key}/van-ban/tep/{planned.path}",
        label=label,
        kind=PurePosixPath(planned.path).suffix[1:],
        size=files.size(planned.path),
    )
