"""Văn bản Word (D1 đến D4): the decision beside the deflating of its own text, and beside docxtpl; tables; the zip."""

from __future__ import annotations

import random
import zlib
from datetime import date
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING

from app.documents.page import Orientation, Paper
from app.documents.tables import Column, table
from app.web.downloads import stored_zip
from bench.measuring import Line, in_turn, milliseconds, ratio
from bench.word_content import content, document_xml

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.setting import Setting

DECISION = "van-ban/quyet-dinh.docx"
_COLUMNS = (Column(12, "center"), *[Column(40)] * 6)
_WORDS_OF_A_CELL = 4


def decision_of(setting: Setting) -> Callable[[], bytes]:
    """Return what makes the decision with all that it promulgates."""
    return next(planned.make for planned in setting.whole_set.files if planned.path == DECISION)


def d1(setting: Setting) -> list[Line]:
    """Measure the whole decision document beside zlib, level 6, of its own document.xml."""
    make = decision_of(setting)
    text = document_xml(make())
    taken = in_turn({"ours": make, "zlib": lambda: zlib.compress(text, 6)}, setting.rounds)
    return [
        Line(
            row="D1",
            what="decision with all that it promulgates / zlib level 6 of its document.xml",
            measured=ratio(taken["ours"], taken["zlib"]),
            target=3.5,
            absolute=milliseconds(taken["ours"], taken["zlib"]),
        )
    ]


def d2(setting: Setting) -> list[Line]:
    """Measure docxtpl rendering the same decision from a slim template beside ours."""
    what = "docxtpl, slim template, the same content / ours"
    if find_spec("docxtpl") is None:
        return [Line(row="D2", what=what, measured=None, target=4, at_least=True)]
    make = decision_of(setting)
    theirs = rendering_with_docxtpl(make())
    if content(theirs()) != content(make()):
        raise RuntimeError("docxtpl: other content")
    taken = in_turn({"ours": make, "theirs": theirs}, setting.rounds)
    return [
        Line(
            row="D2",
            what=what,
            measured=ratio(taken["theirs"], taken["ours"]),
            target=4,
            at_least=True,
            absolute=milliseconds(taken["theirs"], taken["ours"]),
        )
    ]


def rendering_with_docxtpl(document: bytes) -> Callable[[], bytes]:
    """Return what makes a document of the same content with docxtpl, its template and values at hand."""
    from docxtpl import DocxTemplate  # noqa: PLC0415 — the row goes without when it is not installed

    from bench.word_template import template_of  # noqa: PLC0415 — only for docxtpl

    template, values = template_of(document)

    def render() -> bytes:
        rendered = DocxTemplate(BytesIO(template))
        rendered.render(values, autoescape=True)
        stream = BytesIO()
        rendered.save(stream)
        return stream.getvalue()

    return render


def d3(setting: Setting) -> list[Line]:
    """Measure the time per row of a long table beside that of a short one, each a document of its own."""
    short, long = setting.table_rows
    words = " ".join(row.name for form in setting.dossier.forms for row in form.rows).split()
    chance = random.Random(1)  # noqa: S311 — varied words, the same in every run
    drawn = [
        [str(place), *(" ".join(chance.choices(words, k=_WORDS_OF_A_CELL)) for _ in _COLUMNS[1:])]
        for place in range(1, long + 1)
    ]

    def document(rows: int) -> bytes:
        paper = Paper().start_part(Orientation.LANDSCAPE).add(table(_COLUMNS, rows=drawn[:rows]))
        return paper.to_bytes(changed_on=date(2026, 1, 1), title="")

    taken = in_turn({"long": lambda: document(long), "short": lambda: document(short)}, setting.rounds)
    per_row = {name: [one / rows for one in taken[name]] for name, rows in (("long", long), ("short", short))}
    return [
        Line(
            row="D3",
            what=f"time per table row at {long} rows / at {short} rows",
            measured=ratio(per_row["long"], per_row["short"]),
            target=1.2,
            absolute=milliseconds(per_row["long"], per_row["short"]),
        )
    ]


def d4(setting: Setting) -> list[Line]:
    """Measure the zip of a whole set beside the making of its documents."""
    files = setting.files.files
    made = [(planned.path, planned.make()) for planned in files]

    def make_all() -> None:
        for planned in files:
            planned.make()

    taken = in_turn({"zip": lambda: stored_zip(made), "making": make_all}, setting.rounds)
    return [
        Line(
            row="D4",
            what=f"zip of the set ({len(files)} files) / making them",
            measured=ratio(taken["zip"], taken["making"]),
            target=0.05,
            absolute=milliseconds(taken["zip"], taken["making"]),
        )
    ]
