"""A public ledger only grows, in a chain that anybody checks; so does that of a sealed check, opened once."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from draws_by_step import (
    CHOICE,
    COMMITTED_AT,
    LATER,
    a_sealed_check,
    sha256sum,
)
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.draws.sealed import called_off, is_as_sealed, revealed, sealed_record, sealed_text
from app.domain.errors import Refused
from app.domain.public_ledgers import NO_ENTRY, LedgerEvent, grown, last_hash, public_hash

VISIBLE = st.characters(codec="utf-8", exclude_categories=["C", "Z"])
WORDS = st.text(VISIBLE, min_size=1, max_size=10)


# Ledgers


@given(data=st.dictionaries(WORDS, st.none() | st.booleans() | st.integers() | WORDS | st.lists(WORDS), max_size=4))
def test_the_hash_of_an_entry_does_not_depend_on_the_order_of_its_keys(data: dict[str, Any]):
    turned = dict(reversed(data.items()))
    assert public_hash(NO_ENTRY, at="t", event="seed", data=data) == public_hash(
        NO_ENTRY, at="t", event="seed", data=turned
    )
    assume(data)
    assert public_hash(NO_ENTRY, at="t", event="seed", data={}) != public_hash(
        NO_ENTRY, at="t", event="seed", data=data
    )


def test_a_ledger_is_written_in_utc_to_the_second_and_never_goes_back():
    hanoi = timezone(timedelta(hours=7))
    first = grown((), LedgerEvent.COMMIT, {}, datetime(2023, 8, 16, 8, 30, 0, 999_999, tzinfo=hanoi))
    assert (first[0].at, first[0].prev) == ("2023-08-16T01:30:00+00:00", NO_ENTRY)
    assert (last_hash(()), last_hash(first)) == (NO_ENTRY, first[0].hash)
    same_second = grown(first, LedgerEvent.SEED, {}, datetime(2023, 8, 16, 1, 30, tzinfo=UTC))
    assert same_second[1].prev == first[0].hash
    with pytest.raises(Refused) as refusal:
        grown(same_second, LedgerEvent.DRAW, {}, datetime(2023, 8, 16, 1, 29, 59, tzinfo=UTC))
    assert refusal.value.code == "ledger.clock_back"


# Sealed checks


def test_a_sealed_check_is_opened_at_its_time_and_verified_with_sha256sum():
    check = a_sealed_check()
    with pytest.raises(Refused) as refusal:
        revealed(check, CHOICE, check.opens_at - timedelta(seconds=1))
    assert refusal.value.code == "sealed.too_early"
    opened = revealed(check, CHOICE, check.opens_at)
    text = (
        "kiemtra-sealed 1\nplan: tinh-a-2023\ncheck: tinh-a-2023.dot-xuat.1\nfrom: 2023-09-05\nto: 2023-09-06\n"
        f"opens: 2023-09-04T01:00:00+00:00\nunit: so-y-te\nname: Sở Y tế\nnonce: {CHOICE.nonce}\n"
    )
    assert (sealed_text(check, CHOICE), check.commitment) == (text, sha256sum(text))
    assert (
        sealed_record(check)["unit"] is sealed_record(check)["nonce"] is sealed_record(check)["commitment_text"] is None
    )
    assert (sealed_record(opened)["unit"], sealed_record(opened)["commitment_text"]) == ("so-y-te", text)


@pytest.mark.parametrize(
    "fields", [{"unit": "so-tu-phap"}, {"unit_name": "Sở Tư pháp"}, {"nonce": "00" * 32}], ids=["unit", "name", "nonce"]
)
def test_another_choice_than_the_sealed_one_is_never_opened(fields: dict[str, str]):
    check, other = a_sealed_check(), replace(CHOICE, **fields)
    with pytest.raises(Refused) as refusal:
        revealed(check, other, check.opens_at)
    assert refusal.value.code == "sealed.damaged"
    assert (is_as_sealed(check, CHOICE), is_as_sealed(check, other)) == (True, False)
    # Neither is one that was sealed anew behind the ledger.
    forged = replace(check, commitment=a_sealed_check(choice=other).commitment)
    with pytest.raises(Refused):
        revealed(forged, other, check.opens_at)


def test_a_check_is_opened_or_called_off_once():
    check = a_sealed_check()
    opened = revealed(check, CHOICE, check.opens_at)
    over = called_off(check, reason="Bão", signatory="Chủ tịch", at=LATER)
    for done in (opened, over):
        with pytest.raises(Refused):
            revealed(done, CHOICE, check.opens_at)
        with pytest.raises(Refused):
            called_off(done, reason="Bão", signatory="Chủ tịch", at=check.opens_at)
    assert CHOICE.unit not in json.dumps(sealed_record(over), ensure_ascii=False)


def test_a_check_opens_after_it_is_sealed():
    with pytest.raises(Refused) as refusal:
        a_sealed_check(opens_at=COMMITTED_AT)
    assert refusal.value.code == "sealed.opens_in_the_past"
