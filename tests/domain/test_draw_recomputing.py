"""The three lines of shell of a draw give its hashes and its tickets, however they are broken."""

from __future__ import annotations

import subprocess
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from programs import require_program

from app.domain.draws.draws import CommuneDraw, FrameUnit, PoolKind, Randomness
from app.domain.draws.recomputing import lines_on_paper
from app.domain.draws.steps import committed, drawn, seeded

AT = datetime(2023, 8, 16, 1, 30, tzinfo=UTC)
LEAST_ROOM = 40


def a_draw(names, randomness="Gieo xúc xắc", seed="407129368850"):
    frame = tuple(FrameUnit(code=f"{25000 + n}", name=name) for n, name in enumerate(names))
    draw = CommuneDraw(
        code="tinh-a-2023.huyen-b.1",
        plan="tinh-a-2023",
        plan_title="Kế hoạch",
        unit="huyen-b",
        unit_name="UBND huyện B",
        kind=PoolKind.UNIT,
        attempt=1,
        previous=None,
        day=date(2023, 8, 1),
        least=1,
        most=3,
        count=1,
        frame=frame,
        randomness=Randomness(text=randomness),
    )
    draw = seeded(committed(draw, AT), seed, source="Phiên chọn", witnesses=("Trưởng đoàn",), at=AT)
    return drawn(draw, AT)


def told_by_shell(lines):
    """What a shell says of the lines: the hash of the list, the commitment, and the tickets in order."""
    script = "\n".join((*lines[:2], 'echo "$f"', 'echo "$c"', *lines[2:]))
    shell = require_program("sh")
    out = subprocess.run([shell, "-c", script], check=True, capture_output=True, text=True, timeout=60).stdout
    frame, commitment, *tickets = out.splitlines()
    return frame, commitment, tuple(tuple(reversed(line.split())) for line in tickets)


def fits_in(room):
    return lambda line: len(line) <= room


def test_the_lines_give_the_hashes_and_the_order_of_the_tickets():
    draw = a_draw(("Xã Bình Sơn", "Xã Ia H'Drai", 'Xã "Bình" $HOME', "Xã Long Hà"))
    assert told_by_shell(lines_on_paper(draw)) == (draw.frame_sha256, draw.commitment, draw.tickets)


def test_there_are_three_lines_and_two_before_the_seed_is_there():
    draw = a_draw(("Xã Bình Sơn", "Xã Long Hà"))
    assert [line.count("\n") for line in lines_on_paper(draw)] == [0, 0, 0]
    assert len(lines_on_paper(draw)) == 3
    before = CommuneDraw(**{name: getattr(draw, name) for name in draw.__dataclass_fields__} | {"ledger": ()})
    assert lines_on_paper(before) == lines_on_paper(draw)[:2]


PRINTED = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=60)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(PRINTED, min_size=1, max_size=6),
    st.lists(PRINTED, min_size=1, max_size=4).map(" ".join),
    st.text(st.characters(codec="ascii", categories=("L", "N", "P", "S")), min_size=6, max_size=120),
    st.integers(LEAST_ROOM, 120),
)
def test_lines_broken_for_any_paper_give_the_same(names, randomness, seed, room):
    draw = a_draw(tuple(names), randomness, seed)
    lines = lines_on_paper(draw, fits_in(room))
    assert told_by_shell(lines) == (draw.frame_sha256, draw.commitment, draw.tickets)


@pytest.mark.parametrize("room", [50, 70, 90])
def test_no_line_is_longer_than_the_paper(room):
    draw = a_draw(tuple(f"Xã Bình Sơn {n}" for n in range(30)), "Mỗi bên ghi kín bốn chữ số, " * 20, "7" * 300)
    lines = [part for line in lines_on_paper(draw, fits_in(room)) for part in line.split("\n")]
    assert max(map(len, lines)) <= room
    assert all(line.endswith("\\") for line in lines_on_paper(draw, fits_in(room))[0].split("\n")[:-1])
