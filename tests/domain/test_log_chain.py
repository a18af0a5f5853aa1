"""The chain of the log: whatever is done to it is found, and told where."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.audit import (
    MOST_BREAKS_NAMED,
    NO_ROW,
    RESTORED,
    AuditEntry,
    AuditFilter,
    Mismatch,
    check_chain,
    entry_hash,
)

START = datetime(2023, 7, 1, 2, 30, tzinfo=UTC)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
CONTENTS = st.fixed_dictionaries(
    {
        "at": st.datetimes(min_value=datetime(2000, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 — Hypothesis adds the zone
        "actor": WORDS,
        "is_command_line": st.booleans(),
        "action": st.sampled_from(["plan.add", "feed.issue", "role.give"]),
        "subject": WORDS,
        "before": WORDS,
        "after": WORDS,
    }
)
LOGS = st.lists(CONTENTS, min_size=1, max_size=8)


def chained(contents: list[dict[str, Any]]) -> list[AuditEntry]:
    entries, prev = [], NO_ROW
    for number, content in enumerate(contents, 1):
        own = entry_hash(prev, **content)
        entries.append(AuditEntry(id=number, prev=prev, hash=own, **content))
        prev = own
    return entries


def a_log(length: int) -> list[AuditEntry]:
    return chained(
        [
            {
                "at": START + timedelta(hours=number), "actor": "an", "is_command_line": False, "action": "plan.add",
                "subject": f"{number}", "before": "", "after": "Kế hoạch",
            }
            for number in range(length)
        ]
    )  # fmt: skip


def found(entries: list[AuditEntry]) -> list[tuple[int, Mismatch]]:
    return [(each.entry.id, each.mismatch) for each in check_chain(entries).breaks]


def test_a_hash_is_the_sha_256_of_the_hash_before_and_the_entry_as_canonical_json():
    text = (
        '{"action":"plan.add","actor":"Ân","after":"“Kế hoạch”","at":"2023-07-01T02:30:00+00:00","before":"",'
        '"is_command_line":false,"subject":"tinh-a"}'
    )
    content: dict[str, Any] = {
        "at": START.astimezone(timezone(timedelta(hours=7))), "actor": "Ân", "is_command_line": False,
        "action": "plan.add", "subject": "tinh-a", "before": "", "after": "“Kế hoạch”",
    }  # fmt: skip
    assert json.loads(text)["after"] == "“Kế hoạch”"
    assert entry_hash(NO_ROW, **content) == hashlib.sha256(f"{'0' * 64}\n{text}".encode()).hexdigest()


def test_a_log_without_rows_is_whole():
    check = check_chain([])
    assert (check.checked, check.last, check.last_hash, check.is_whole) == (0, None, NO_ROW, True)


@given(LOGS)
def test_a_log_as_it_was_written_is_whole(contents: list[dict[str, Any]]):
    entries = chained(contents)
    check = check_chain(entries, entries[0].hash)
    assert (check.checked, check.broken, check.breaks, check.is_whole) == (len(entries), 0, (), True)
    assert (check.last, check.last_hash) == (entries[-1], entries[-1].hash)
    assert (check.stands, check.noted) == (True, entries[0])


@given(
    LOGS,
    CONTENTS,
    st.sampled_from(["at", "actor", "is_command_line", "action", "subject", "before", "after"]),
    st.data(),
)
def test_a_row_that_was_changed_is_named(
    contents: list[dict[str, Any]], other: dict[str, Any], name: str, data: st.DataObject
):
    entries = chained(contents)
    place = data.draw(st.integers(0, len(entries) - 1))
    entries[place] = replace(entries[place], **{name: other[name]})
    is_changed = other[name] != contents[place][name]
    assert found(entries) == ([(place + 1, Mismatch.CONTENT)] if is_changed else [])


@given(LOGS, CONTENTS, st.data())
def test_a_row_that_was_changed_with_its_hash_breaks_the_chain_after_it(
    contents: list[dict[str, Any]], other: dict[str, Any], data: st.DataObject
):
    entries = chained(contents)
    place = data.draw(st.integers(0, len(entries) - 1))
    prev = entries[place].prev
    entries[place] = AuditEntry(id=place + 1, prev=prev, hash=entry_hash(prev, **other), **other)
    is_seen = other != contents[place] and place + 1 < len(entries)
    assert found(entries) == ([(place + 2, Mismatch.LINK)] if is_seen else [])
    assert check_chain(entries, chained(contents)[-1].hash).is_whole == (other == contents[place])


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ([2, 3, 4], [(2, Mismatch.LINK)]),
        ([1, 2, 4], [(4, Mismatch.LINK)]),
        ([1, 3, 2, 4], [(3, Mismatch.LINK), (2, Mismatch.LINK), (4, Mismatch.LINK)]),
        ([1, 2, 2, 3, 4], [(2, Mismatch.LINK)]),
    ],
    ids=["the first taken out", "one taken out", "two exchanged", "one put in twice"],
)
def test_rows_taken_out_moved_or_put_in_are_found(order: list[int], expected: list[tuple[int, Mismatch]]):
    entries = a_log(4)
    assert found([entries[number - 1] for number in order]) == expected


def test_an_end_that_was_cut_off_is_found_by_the_hash_noted_before():
    entries = a_log(5)
    noted = check_chain(entries).last_hash
    assert check_chain(entries[:4]).is_whole
    check = check_chain(entries[:4], noted)
    assert (check.stands, check.noted, check.broken, check.is_whole) == (False, None, 0, False)


def test_a_log_that_was_written_anew_is_found_by_the_hash_noted_before():
    entries = a_log(5)
    anew = chained(
        [
            {
                "at": START,
                "actor": "x",
                "is_command_line": True,
                "action": "plan.add",
                "subject": "",
                "before": "",
                "after": "",
            }
        ]
        * 9
    )
    assert check_chain(anew).is_whole
    assert not check_chain(anew, entries[2].hash).is_whole


def test_the_hash_of_an_empty_log_stands_in_every_log():
    assert check_chain([], NO_ROW).is_whole
    assert check_chain(a_log(2), NO_ROW).stands is True


def test_the_first_rows_that_do_not_fit_are_named_and_all_are_counted():
    entries = [replace(entry, after="khác") for entry in a_log(MOST_BREAKS_NAMED + 5)]
    check = check_chain(entries)
    assert check.broken == MOST_BREAKS_NAMED + 5
    assert [each.entry.id for each in check.breaks] == list(range(1, MOST_BREAKS_NAMED + 1))


def test_the_last_restore_is_told():
    entries = a_log(3)
    prev = entries[-1].hash
    content: dict[str, Any] = {
        "at": START, "actor": "an", "is_command_line": True, "action": RESTORED, "subject": "b.db", "before": "",
        "after": "",
    }  # fmt: skip
    entries.append(AuditEntry(id=9, prev=prev, hash=entry_hash(prev, **content), **content))
    assert check_chain(entries).restored == entries[-1]
    assert check_chain(entries[:3]).restored is None


def test_entries_are_read_once_and_none_is_kept():
    entries = iter(a_log(4))
    assert check_chain(entries).checked == 4
    assert list(entries) == []


def test_days_of_a_filter_begin_and_end_at_midnight_in_vietnam():
    wanted = AuditFilter(first=date(2023, 7, 1), last=date(2023, 7, 2))
    assert wanted.since == datetime(2023, 6, 30, 17, tzinfo=UTC)
    assert wanted.until == datetime(2023, 7, 2, 17, tzinfo=UTC)
    assert (AuditFilter().since, AuditFilter().until) == (None, None)


def test_the_first_and_last_of_all_days_bound_nothing():
    wanted = AuditFilter(first=date.min, last=date.max)
    assert (wanted.since, wanted.until) == (None, None)
