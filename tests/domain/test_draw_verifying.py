"""A public record is recomputed part by part: a true one fits, and whatever is changed in it is found and named."""

from __future__ import annotations

import json
import unicodedata
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from domain.draw_records import (
    WHOLE,
    Record,
    at,
    branches,
    found,
    leaves,
    proposed_draw,
    rechained,
    steps_of,
    with_value,
)
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.draws.draws import FrameUnit, Randomness
from app.domain.draws.records import record_of
from app.domain.draws.verifying import chosen_of

if TYPE_CHECKING:
    from collections.abc import Iterator


HASH = "c" * 64
NOT_BOUND = {
    "draw after step 1": ("without", "with", "id"),
    "sealed": ("from", "to", "id"),
    "called off": ("from", "to", "id"),
}
"""What nothing is committed to yet, or what only the opening proves: one text there is as good as another."""


# True records


@pytest.mark.parametrize("name", WHOLE)
def test_a_true_record_fits_at_every_step(name: str):
    assert found(WHOLE[name]) == []


@pytest.mark.parametrize("name", WHOLE)
def test_a_true_record_fits_after_it_was_written_and_read(name: str):
    assert found(json.loads(json.dumps(WHOLE[name], sort_keys=True))) == []


WORDS = st.text(st.characters(categories=("L", "N", "P", "Zs"), codec="utf-8"), min_size=1, max_size=12).map(
    lambda text: " ".join(unicodedata.normalize("NFC", text).split())
)


@given(
    names=st.dictionaries(st.text("0123456789", min_size=1, max_size=5), WORDS.filter(bool), min_size=1, max_size=9),
    typed=st.text("0123456789 ", min_size=6, max_size=30).filter(lambda text: len("".join(text.split())) >= 6),
    data=st.data(),
)
def test_whatever_is_drawn_fits_at_every_step(names: dict[str, str], typed: str, data: st.DataObject):
    frame = tuple(FrameUnit(code=code, name=names[code]) for code in sorted(names))
    assume(all(unit.name.isprintable() for unit in frame))
    count = data.draw(st.integers(1, len(frame)))
    randomness = Randomness(text=data.draw(WORDS.filter(bool)))
    fields = {"frame": frame, "count": count, "randomness": randomness, "without": (), "included": ()}
    for draw in steps_of(proposed_draw(**fields, attempt=data.draw(st.integers(1, 3))), typed):
        record: Record = record_of(draw)
        assert found(record) == []
        assert chosen_of(record) == draw.chosen


# Every part


def others(value: Any) -> Iterator[Any]:
    """Yield values that differ from a leaf."""
    if isinstance(value, str):
        yield from (f"{value}x", f"{value} ", value[:-1], value.swapcase() + "0", "", None, 7)
    elif isinstance(value, bool) or value is None:
        yield from ("x", HASH, 0)
    elif isinstance(value, int):
        yield from (value + 1, value - 1, -value, float(value), f"{value}", True, None)
    else:
        yield from (["x"], [{}], None, "")


@pytest.mark.parametrize("name", WHOLE)
def test_every_single_value_that_is_changed_is_found(name: str):
    record = WHOLE[name]
    spared = NOT_BOUND.get(name, ())
    tried = [
        (path, other, found(with_value(record, path, other)))
        for path, value in leaves(record)
        for other in others(value)
        if path[0] not in spared and (type(other) is not type(value) or other != value)
    ]
    assert len(tried) > 40
    assert [(path, other) for path, other, faults in tried if not faults] == []


@pytest.mark.parametrize("name", WHOLE)
def test_every_part_that_is_taken_out_put_in_or_moved_is_found(name: str):
    record = WHOLE[name]
    passed = []
    for path, value in branches(record):
        for what, other in rearranged(value):
            changed = with_value(record, path, other) if path else other
            if not found(changed):
                passed.append((path, what))
    spared = {(part,) for part in NOT_BOUND.get(name, ())}
    is_whole_before = name in {"draw after step 2", "draw after step 5", "draw after step 6", "called off"}
    cut = [(("ledger",), "without the last")] if is_whole_before else []
    assert [(path, what) for path, what in passed if path not in spared] == cut


def rearranged(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key in value:
            yield f"without {key}", {name: item for name, item in value.items() if name != key}
        yield "with one more", {**value, "note": "Xã Long Hà"}
        return
    for position in range(len(value)):
        what = "without the last" if position == len(value) - 1 else f"without {position}"
        yield what, [*value[:position], *value[position + 1 :]]
        yield f"{position} twice", [*value[: position + 1], *deepcopy(value[position:])]
        if position and value[position] != value[position - 1]:
            moved = [*value[: position - 1], value[position], value[position - 1], *value[position + 1 :]]
            yield f"{position} moved", moved


FREE = ("at", "previous", "reason", "signatory", "hash", "prev")
"""What stands in the ledger alone: only its hashes hold it, and these a forger makes anew."""


@pytest.mark.parametrize("name", WHOLE)
def test_what_is_changed_in_the_ledger_is_found_though_its_hashes_are_made_anew(name: str):
    record = WHOLE[name]
    passed = [
        (path, other)
        for path, value in leaves(record["ledger"], ("ledger",))
        if path[-1] not in FREE
        for other in others(value)
        if (type(other) is not type(value) or other != value) and not found(rechained(with_value(record, path, other)))
    ]
    assert passed == []


@given(data=st.data())
def test_a_record_with_several_values_changed_at_random_is_found_and_never_breaks_the_check(data: st.DataObject):
    name = data.draw(st.sampled_from(sorted(WHOLE)))
    record = WHOLE[name]
    values = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=5),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
        max_leaves=4,
    )
    spots = [
        path for path, _ in (*leaves(record), *branches(record)) if path and path[0] not in NOT_BOUND.get(name, ())
    ]
    path, value = data.draw(st.sampled_from(spots)), data.draw(values)
    before = at(record, path)
    assume(json.dumps(before) != json.dumps(value))
    is_cut = isinstance(before, list) and isinstance(value, list) and path == ("ledger",)
    assume(not (is_cut and value == before[: len(value)]))
    assert found(with_value(record, path, value)) != []
