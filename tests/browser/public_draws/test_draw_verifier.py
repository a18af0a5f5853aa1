"""The verifier in a browser: it recomputes a record by itself and finds whatever was changed in it."""

import copy
import hashlib
import json

import pytest
from browser.public_draws.public_pages import CHECKS, DRAWN, DRAWS, record
from web.made_draws import CALLED_OFF, MADE, OPENED, SEALED

VERIFY = """async ([kind, texts, former]) => {
  const { readJson } = await import("/static/draw-hashing.js");
  const { verifyDraw, verifySealed } = await import("/static/draw-verifier.js");
  const verify = kind === "draw" ? verifyDraw : verifySealed;
  return texts.map((text) => {
    try {
      const found = verify(readJson(text), former ? readJson(former) : undefined);
      return Object.fromEntries(found.checks.filter(([, faults]) => faults.length));
    } catch (error) {
      return { unreadable: error.word ?? String(error) };
    }
  });
}"""


def verified(page, kind, records, former=None):
    """What the verifier finds amiss in each record, by check; each may be given as text."""
    texts = [each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in records]
    return page.evaluate(VERIFY, [kind, texts, former and json.dumps(former, ensure_ascii=False)])


# Every change of a record


def changed(value):
    """Other values in the stead of one, of the same kind and of another."""
    if isinstance(value, str):
        flipped = ("1" if value[:1] != "1" else "2") + value[1:]
        return [value + "x", flipped, "", 7, None]
    if isinstance(value, bool) or value is None:
        return ["x", 0]
    if isinstance(value, int):
        return [value + 1, 0, str(value), None]
    if isinstance(value, list):
        return [value[:-1], value[::-1], [*value, *value[:1]], None] if value else [["x"], None]
    return [{**value, "la": "x"}, None]


def places(value, path=()):
    """Every place of a record, from the outside in."""
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in inner:
        yield from places(below, (*path, key))


def tampered(whole):
    """The record with one thing changed, left out, or added, for every place in it: pairs of what and the record."""
    for path in places(whole):
        *above, last = path
        value = whole
        for key in path:
            value = value[key]
        wanted = [other for other in changed(value) if other != value]
        for other in [*wanted, None] if isinstance(last, str) else wanted:
            made = copy.deepcopy(whole)
            holder = made
            for key in above:
                holder = holder[key]
            if other is None and isinstance(last, str):
                del holder[last]
            else:
                holder[last] = other
            if made != whole and not is_older(made, whole):
                yield f"{'.'.join(map(str, path))} = {other!r}"[:120], made


def is_older(made, whole):
    """Say whether it is the record as it was one step before: true then, and found out by the page of today."""
    *before, last = whole["ledger"]
    return last["event"] in {"replace", "annul"} and made == {**whole, "ledger": before}


@pytest.mark.parametrize("step", ["annulled", "drawn", "committed", "seeded"])
def test_whatever_is_changed_in_the_record_of_a_draw_is_found(public, window, step):
    page = window()
    page.goto(public.address + DRAWN)
    whole = record(public, f"{DRAWS}/{MADE[step]}")
    former = record(public, f"{DRAWS}/{MADE['annulled']}") if step == "drawn" else None
    assert verified(page, "draw", [whole], former) == [{}]
    cases = list(tampered(whole))
    found = verified(page, "draw", [made for _, made in cases], former)
    assert len(cases) > 200
    assert [what for (what, _), wrong in zip(cases, found, strict=True) if not wrong] == []


HIDDEN_YET = {"id", "plan", "from", "to"}
"""What of a sealed check only its opening binds: the hash that holds it cannot be recomputed before."""


@pytest.mark.parametrize("code", [OPENED, SEALED, CALLED_OFF])
def test_whatever_is_changed_in_the_record_of_a_sealed_check_is_found(public, window, code):
    page = window()
    page.goto(public.address + DRAWN)
    whole = record(public, f"{CHECKS}/{code}")
    assert verified(page, "sealed", [whole]) == [{}]
    cases = [
        (what, made)
        for what, made in tampered(whole)
        if code == OPENED or what.split(" ")[0] not in HIDDEN_YET or "None" in what
    ]
    found = verified(page, "sealed", [made for _, made in cases])
    assert [what for (what, _), wrong in zip(cases, found, strict=True) if not wrong] == []


# Whoever changes a record cleverly


def canonical(entry):
    content = {name: entry[name] for name in ("at", "data", "event")}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def rehashed(whole):
    """The record with every hash of its ledger made anew, as somebody would who has changed an entry."""
    prev = "0" * 64
    for entry in whole["ledger"]:
        entry["prev"] = prev
        prev = entry["hash"] = hashlib.sha256(f"{prev}\n{canonical(entry)}".encode()).hexdigest()
    return whole


def swap_result(whole):
    draw = whole["ledger"][2]["data"]
    whole["drawn"][0], whole["alternates"][1] = whole["alternates"][1], whole["drawn"][0]
    draw["drawn"], draw["alternates"] = whole["drawn"], whole["alternates"]


def other_seed(whole):
    whole["seed"] = whole["ledger"][1]["data"]["seed"] = "000000"


def skip_an_alternate(whole):
    whole["ledger"][3]["data"]["in"] = whole["alternates"][1]


def replace_a_stranger(whole):
    whole["ledger"][3]["data"]["out"] = whole["alternates"][3]


def replace_without_reason(whole):
    whole["ledger"][3]["data"]["reason"] = " "


def seed_before_commitment(whole):
    whole["ledger"][0], whole["ledger"][1] = whole["ledger"][1], whole["ledger"][0]


def seed_twice(whole):
    whole["ledger"].insert(2, copy.deepcopy(whole["ledger"][1]))


def draw_twice(whole):
    whole["ledger"].insert(3, copy.deepcopy(whole["ledger"][2]))


def clock_back(whole):
    whole["ledger"][2]["at"] = "2023-07-09T01:00:00+00:00"


def no_such_day(whole):
    whole["ledger"][3]["at"] = "2023-13-45T01:00:00+00:00"


def other_attempt(whole):
    whole["ledger"][0]["data"]["attempt"] = 3


def first_attempt(whole):
    whole["ledger"][0]["data"]["previous"] = None


def other_former(whole):
    whole["ledger"][0]["data"]["previous"] = "a" * 64


def unit_left_out_later(whole):
    whole["without"] = whole["ledger"][0]["data"]["without"] = []


def unit_in_twice(whole):
    again = {"code": whole["frame"][0]["code"], "name": "X", "reason": "Y"}
    whole["with"] = whole["ledger"][0]["data"]["with"] = [again]


def fewer_units(whole):
    whole["frame"] = whole["frame"][1:]
    whole["frame_text"] = "".join(f"{unit['code']}\t{unit['name']}\n" for unit in whole["frame"])
    whole["frame_sha256"] = hashlib.sha256(whole["frame_text"].encode()).hexdigest()


CLEVER = {
    swap_result: "result",
    other_seed: "seed",
    skip_an_alternate: "replacements",
    replace_a_stranger: "replacements",
    replace_without_reason: "replacements",
    seed_before_commitment: "order",
    seed_twice: "order",
    draw_twice: "order",
    clock_back: "order",
    no_such_day: "order",
    other_attempt: "attempt",
    first_attempt: "attempt",
    other_former: "attempt",
    unit_in_twice: "outside",
    fewer_units: "commitment",
}


@pytest.mark.parametrize("forge", CLEVER)
def test_a_ledger_hashed_anew_hides_nothing_that_breaks_the_rules(public, window, forge):
    page = window()
    page.goto(public.address + DRAWN)
    whole = record(public, DRAWN)
    forge(whole)
    (found,) = verified(page, "draw", [rehashed(whole)], record(public, f"{DRAWS}/{MADE['annulled']}"))
    assert CLEVER[forge] in found
    assert "chain" not in found


def test_a_draw_after_one_that_still_stands_is_found(public, window):
    page = window()
    page.goto(public.address + DRAWN)
    former, whole = record(public, f"{DRAWS}/{MADE['annulled']}"), record(public, DRAWN)
    former["ledger"] = former["ledger"][:1]
    whole["ledger"][0]["data"]["previous"] = former["ledger"][0]["hash"]
    (found,) = verified(page, "draw", [rehashed(whole)], former)
    assert found == {"attempt": [["previous-live"]]}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "not-json"),
        ("{", "not-json"),
        ("[1, 2", "not-json"),
        ('{"id": "a"} {}', "not-json"),
        ('{"id": 1.0}', "number"),
        ('{"id": 1e3}', "number"),
        ('{"id": 9007199254740993}', "number"),
        ('{"id": "a", "id": "a"}', "twice"),
        ('{"id": NaN}', "not-json"),
        ("[" * 30 + "]" * 30, "not-json"),
        ('{"id": "a\nb"}', "not-json"),
    ],
)
def test_what_is_no_plain_json_is_refused(public, window, text, word):
    page = window()
    page.goto(public.address + DRAWN)
    assert verified(page, "draw", [text]) == [{"unreadable": word}]


HASHED = ["", "abc", "a" * 55, "a" * 56, "a" * 63, "a" * 64, "a" * 119, "a" * 120, "ặ🎲\u0000é" * 50, "0" * 10_000]


def test_the_verifiers_own_sha_256_and_canonical_json_agree_with_others(public, window):
    page = window()
    page.goto(public.address + DRAWN)
    hashed = page.evaluate(
        """async (texts) => texts.map((await import("/static/draw-hashing.js")).sha256)""",
        HASHED,
    )
    assert hashed == [hashlib.sha256(text.encode()).hexdigest() for text in HASHED]
    value = {
        "\uffff": 1,
        "😀": [True, False, None, -3],
        "é": 'a"\\\n\t\u0001\u007f\u2028/<',
        "a": {"b": {}, "A": []},
        "": 0,
    }
    written = page.evaluate(
        """async (text) => {
          const { canonical, readJson } = await import("/static/draw-hashing.js");
          return canonical(readJson(text));
        }""",
        json.dumps(value),
    )
    assert written == json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
