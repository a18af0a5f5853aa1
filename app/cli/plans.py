"""Các lệnh về kế hoạch: plans, check, emit, export, import."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from app.cli.console import put, put_bytes, read_input, say, show_progress
from app.cli.problem_lists import plain_problems
from app.cli.session import actor, now, reading_store, writing_store
from app.domain.dates import TIME_ZONE
from app.domain.errors import Refused
from app.domain.problems import Severity
from app.services.emission import file_set_of_plan
from app.services.output_folder import MANIFEST, write_file_set
from app.services.plan_exchange import export_plan, import_plan
from app.services.releases import latest_release, problems_of_plan, release_as_drawn_up
from app.services.sentences import state_words

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from app.services.checking import WordedProblem
    from app.settings import Settings

_LEVEL_NAMES = {Severity.ERROR: "Phải sửa", Severity.WARNING: "Cảnh báo", Severity.INFO: "Lưu ý"}
_FOUND = 1


def list_plans(arguments: Namespace, settings: Settings) -> int:
    """Print every plan: key, year, state, kind; as JSON with its release."""
    with reading_store(settings) as store:
        summaries, releases = store.plans.summaries(), store.releases.latest_numbers()
    if arguments.json:
        rows = [
            {"key": s.key, "kind": s.kind, "year": s.year, "state": s.state, "release": releases.get(s.key)}
            for s in summaries
        ]
        put(json.dumps({"plans": rows}, ensure_ascii=False, indent=2))
        return 0
    for summary in summaries:
        put(f"{summary.key}\t{summary.year}\t{state_words(summary.state)}\t{summary.kind}")
    return 0


def check(arguments: Namespace, settings: Settings) -> int:
    """Print every problem of a plan by level; 1 when there is an error or a warning."""
    with reading_store(settings) as store:
        problems = problems_of_plan(store, arguments.plan, now(settings).astimezone(TIME_ZONE).date())
        release = release_as_drawn_up(store, store.plans.dossier(arguments.plan).plan)
    if arguments.json:
        put(json.dumps(_as_json(arguments.plan, release, problems), ensure_ascii=False, indent=2))
    else:
        put("\n".join(_problem_lines(problems)))
    return _FOUND if any(p.problem.severity != Severity.INFO for p in problems) else 0


def emit(arguments: Namespace, settings: Settings) -> int:
    """Write a plan's set of files into a folder and print the paths that are new or changed."""
    with reading_store(settings) as store:
        plan = store.plans.dossier(arguments.plan)
        if arguments.release is not None and latest_release(store, arguments.plan) is None:
            raise Refused("release.not_yet")
        if arguments.unit is not None:
            plan.directory.unit(arguments.unit)
        files = file_set_of_plan(
            store,
            arguments.plan,
            release=arguments.release,
            is_corrected=arguments.corrected,
            base_url=settings.base_url,
        )
    chosen = files if arguments.unit is None else files.for_unit(arguments.unit)
    if not chosen.files and not chosen.omitted:
        raise Refused("emit.nothing_for_unit", unit=arguments.unit, plan=arguments.plan)
    written = write_file_set(files, arguments.out, only_unit=arguments.unit, progress=show_progress)
    for omission in chosen.omitted:
        say(f"Không có {omission.path}: {omission.reason}")
    say(f"{len(chosen.files)} tệp và {MANIFEST} trong {arguments.out}: {len(written)} tệp mới hoặc thay đổi.")
    for path in written:
        put(str(path))
    return 0


def export(arguments: Namespace, settings: Settings) -> int:
    """Print a plan as a file that `import` reads back."""
    with reading_store(settings) as store:
        content = export_plan(store, arguments.plan, "json" if arguments.json else "toml")
    put_bytes(content)
    return 0


def import_file(arguments: Namespace, settings: Settings) -> int:
    """Take in a plan from a file, whole or not at all, and print its key last."""
    data = read_input(arguments.file)
    with writing_store(settings) as store:
        result = import_plan(store, data, arguments.file.name, by=actor(), at=now(settings), dry_run=arguments.dry_run)
    say(result.sentence)
    put(result.plan)
    return 0


def _as_json(plan: str, release: int | None, problems: tuple[WordedProblem, ...]) -> dict[str, object]:
    return {
        "plan": plan,
        "release": release,
        "problems": plain_problems(problems),
    }


def _problem_lines(problems: tuple[WordedProblem, ...]) -> Iterator[str]:
    if not problems:
        yield "Không có vấn đề nào."
    for severity in Severity:
        of_level = [worded for worded in problems if worded.problem.severity == severity]
        if of_level:
            yield f"{_LEVEL_NAMES[severity]}: {len(of_level)}"
        for worded in of_level:
            yield f"- {worded.statement}"
            yield f"  {worded.remedy} [{worded.problem.code}]"
