"""Tệp hồ sơ công khai: from bytes to plain JSON values, exactly as they stand there, or the fault of its writing.

Nothing is cleaned or mended, as in a plan's file: every sign of a record is hashed.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import NoReturn

from app.domain.draws.record_shapes import record_kind, shown
from app.domain.errors import Fault, InvalidInput
from app.domain.vietnamese import grouped
from app.planfiles.trees import MOST_BYTES, decoded

_TABLE = "table"


class _NoNumber(Exception):
    """Giá trị không phải số của JSON."""


def read_public_record(data: bytes, name: str) -> dict[str, object]:
    """Return the values of a record's file; raise InvalidInput for one that two programs could read in two ways.

    That is: too big or too deep, not UTF-8, not JSON, a key twice, NaN or an infinite number; and for a file that is
    no record at all.
    """
    if len(data) > MOST_BYTES:
        _refuse(name, "record.too_big", grouped(len(data)), grouped(MOST_BYTES))
    text = decoded(data, name)
    twice: list[str] = []
    try:
        values = json.loads(text, object_pairs_hook=lambda pairs: _table(pairs, twice), parse_constant=_no_number)
    except json.JSONDecodeError as error:
        written = shown(text.split("\n")[error.lineno - 1])
        _refuse(f"{name} (dòng {error.lineno}, cột {error.colno})", "file.syntax", written, "JSON")
    except RecursionError:
        _refuse(name, "record.too_deep")
    except _NoNumber as error:
        _refuse(name, "record.number_unreadable", str(error))
    except ValueError:
        _refuse(name, "number.too_long")
    if twice:
        raise InvalidInput([Fault(place=name, code="key.twice", found=key) for key in dict.fromkeys(twice)])
    if not isinstance(values, dict):
        _refuse(name, "type.wrong", "[…]" if isinstance(values, list) else shown(values), _TABLE)
    if record_kind(values) is None:
        _refuse(name, "record.not_one")
    return values


def _table(pairs: list[tuple[str, object]], twice: list[str]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        twice.extend(shown(key) for key, count in counts.items() if count > 1)
    return table


def _no_number(text: str) -> NoReturn:
    raise _NoNumber(text)


def _refuse(place: str, code: str, found: str = "", wanted: str = "") -> NoReturn:
    raise InvalidInput([Fault(place=place, code=code, found=found, wanted=wanted)])
