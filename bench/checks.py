"""Kiểm tra quy tắc (K1): the check of a whole plan, of one row of the editor, and the command, by size of the plan."""

from __future__ import annotations

from itertools import cycle
from statistics import median
from typing import TYPE_CHECKING

from app.db.store import open_store
from app.domain.naming import carried
from app.domain.rules import check_plan, problems_of_visit
from app.planfiles.writing import WRITERS
from app.services.plan_exchange import import_plan
from bench.measuring import Line, figure, in_turn
from bench.setting import WRITTEN_BY
from bench.sized_plans import sized_plan

if TYPE_CHECKING:
    from bench.setting import Setting

_CHECK = "from app.cli import main; raise SystemExit(main())"


def k1(setting: Setting) -> list[Line]:
    """Measure the checks of plans with conflicts; the command reads its plan from the database."""
    lines = []
    for units in setting.units:
        dossier = sized_plan(units, 1, setting.calendar).disturbed
        visits = cycle(dossier.plan.visits)
        taken = in_turn(
            {
                "plan": lambda dossier=dossier: check_plan(dossier, setting.calendar),
                "row": lambda dossier=dossier, visits=visits: problems_of_visit(
                    dossier, setting.calendar, next(visits)
                ),
            },
            setting.rounds,
        )
        whole, row = (median(taken[case]) * 1000 for case in ("plan", "row"))
        command = _command(setting, units)
        found = len(check_plan(dossier, setting.calendar))
        lines += [
            Line(
                row="K1",
                what=f"check of a plan of {units} units",
                measured=figure(whole),
                target=None,
                unit=" ms",
                absolute=f"{found} problems; the command from start to end {command:.2f} s",
            ),
            Line(row="K1", what=f"check of one row of {units}", measured=figure(row), target=None, unit=" ms"),
        ]
    return lines


def _command(setting: Setting, units: int) -> float:
    """Store the plan as issued, which has no errors, and return the seconds of `kiemtra check`."""
    dossier = sized_plan(units, 1, setting.calendar).issued
    with open_store(setting.engine) as store:
        import_plan(store, WRITERS["json"](carried(dossier)), "plan.json", **WRITTEN_BY)
    runs = [setting.run("-c", _CHECK, "check", dossier.plan.key) for _ in range(min(3, setting.process_rounds))]
    return median(run.seconds for run in runs)
