"""Các lệnh về kế hoạch: plans, check, emit, export, import."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from app.cli.session import actor, now, show_progress, store_of
from app.domain.errata import corrected
from app.domain.errors import Refused
from app.domain.problems import Severity
from app.services.checking import problems_of_plan
from app.services.emission import file_set
from app.services.output_folder import write_file_set
from app.services.plan_exchange import export_plan, import_plan

if TYPE_CHECKING:
    from argparse import Namespace

    from app.services.checking import WordedProblem
    from app.settings import Settings

_LEVEL_NAMES = {Severity.ERROR: "Phải sửa", Severity.WARNING: "Cảnh báo", Severity.INFO: "Lưu ý"}
_FOUND = 1


def list_plans(arguments: Namespace, settings: Settings) -> int:
    """Print every plan: key, kind, year, state, release."""
    with store_of(settings) as store:
        summaries = store.plans.summaries()
    if arguments.json:
        rows = [{"key": s.key, "kind": s.kind, "year": s.year, "state": s.state, "release": None} for s in summaries]
        print(json.dumps({"plans": rows}, ensure_ascii=False, indent=2))
        return 0
    for summary in summaries:
        print(f"{summary.key}\t{summary.year}\t{summary.state}\t{summary.kind}")
    return 0


def check(arguments: Namespace, settings: Settings) -> int:
    """Print every problem of a plan by level; 1 when there is an error or a warning."""
    with store_of(settings) as store:
        problems = problems_of_plan(store, arguments.plan)
    if arguments.json:
        print(json.dumps(_as_json(arguments.plan, problems), ensure_ascii=False, indent=2))
    else:
        _print_problems(problems)
    return _FOUND if any(p.problem.severity != Severity.INFO for p in problems) else 0


def emit(arguments: Namespace, settings: Settings) -> int:
    """Write a plan's set of files into a folder and print the paths that are new or changed."""
    if arguments.release is not None:
        raise Refused("release.not_yet")
    with store_of(settings) as store:
        dossier, calendar = store.plans.dossier(arguments.plan), store.days_off.calendar()
    if arguments.corrected:
        dossier = corrected(dossier)
    files = file_set(dossier, calendar, settings.base_url)
    if arguments.unit is not None:
        dossier.directory.unit(arguments.unit)
        files = files.for_unit(arguments.unit)
    written = write_file_set(files, arguments.out, only_unit=arguments.unit, progress=show_progress)
    for path in written:
        print(path)
    for omission in files.omitted:
        sys.stderr.write(f"Không có {omission.path}: {omission.reason}\n")
    sys.stderr.write(f"{len(files.files)} tệp trong {arguments.out}, {len(written)} tệp mới hoặc thay đổi.\n")
    return 0


def export(arguments: Namespace, settings: Settings) -> int:
    """Print a plan as a file that `import` reads back."""
    with store_of(settings) as store:
        content = export_plan(store, arguments.plan, "json" if arguments.json else "toml")
    sys.stdout.buffer.write(content)
    return 0


def import_file(arguments: Namespace, settings: Settings) -> int:
    """Take in a plan from a file, whole or not at all, and print its key last."""
    try:
        data = arguments.file.read_bytes()
    except OSError as error:
        raise Refused("file.unreadable", path=str(arguments.file), found=error.strerror or str(error)) from error
    with store_of(settings) as store:
        result = import_plan(store, data, arguments.file.name, by=actor(), at=now(settings), dry_run=arguments.dry_run)
    sys.stderr.write(f"{result.sentence}\n")
    print(result.plan)
    return 0


def _as_json(plan: str, problems: tuple[WordedProblem, ...]) -> dict[str, object]:
    return {
        "plan": plan,
        "release": None,
        "problems": [
            {
                "code": worded.problem.code,
                "level": worded.problem.severity,
                "subjects": list(worded.problem.subjects),
                "dates": [day.isoformat() for day in worded.problem.dates],
                "message": worded.message,
            }
            for worded in problems
        ],
    }


def _print_problems(problems: tuple[WordedProblem, ...]) -> None:
    if not problems:
        print("Không có vấn đề nào.")
    for severity in Severity:
        of_level = [worded for worded in problems if worded.problem.severity == severity]
        if of_level:
            print(f"{_LEVEL_NAMES[severity]}: {len(of_level)}")
        for worded in of_level:
            print(f"- {worded.statement}\n  {worded.remedy} [{worded.problem.code}]")
