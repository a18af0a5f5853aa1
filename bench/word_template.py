"""Khuôn mẫu docxtpl: a slim template with the loops that a writer of templates would draw, and the values that fill it.

It is made with python-docx from a document of ours, whose few styles it keeps. Paragraphs that stand together, and the
rows of a table, become one loop each; those that differ only in their texts share one pattern of it, in which every
text is a placeholder. The values hand the peer its content ready made: nothing is worked out while it is timed.
"""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Sequence

_TEXT, _TABLE, _ROW = qn("w:t"), qn("w:tbl"), qn("w:tr")


def template_of(document: bytes) -> tuple[bytes, dict[str, Any]]:
    """Return a template and the values with which it renders the document again."""
    made = docx.Document(BytesIO(document))
    body = made.element.body
    last_section = body[-1]
    values: dict[str, Any] = {}
    children: list[Any] = []
    for is_table, together in groupby(list(body)[:-1], lambda child: child.tag == _TABLE):
        for group in ([table] for table in together) if is_table else [list(together)]:
            name = f"b{len(values)}"
            if is_table:
                rows = group[0].findall(_ROW)
                looped, values[name] = _loop(name, rows, "tr")
                for row in rows:
                    group[0].remove(row)
                group[0].extend(looped)
                children.append(group[0])
            else:
                looped, values[name] = _loop(name, group, "p")
                children += looped
    for child in list(body):
        body.remove(child)
    body.extend([*children, last_section])
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue(), values


def _loop(name: str, elements: Sequence[Any], tag: str) -> tuple[list[Any], list[dict[str, Any]]]:
    """Return the elements as a loop over their patterns, and what each turn of it is given."""
    patterns: dict[bytes, tuple[int, Any]] = {}
    turns: list[dict[str, Any]] = []
    for element in elements:
        texts = [piece.text or "" for piece in element.iter(_TEXT)]
        pattern = deepcopy(element)
        for place, piece in enumerate(pattern.iter(_TEXT)):
            piece.text = f"{{{{ one.t[{place}] }}}}"
        key = etree.tostring(pattern)
        number, _ = patterns.setdefault(key, (len(patterns), pattern))
        turns.append({"k": number, "t": texts})
    looped = [_mark(tag, f"for one in {name}")]
    if len(patterns) == 1:
        looped += [pattern for _, pattern in patterns.values()]
    else:
        for number, pattern in patterns.values():
            looped += [_mark(tag, f"{'elif' if number else 'if'} one.k == {number}"), pattern]
        looped.append(_mark(tag, "endif"))
    return [*looped, _mark(tag, "endfor")], turns


def _mark(tag: str, statement: str) -> Any:
    """Return a paragraph or row that holds a statement; docxtpl takes it out and leaves the statement."""
    paragraph = f"<w:p><w:r><w:t>{{%{tag} {statement} %}}</w:t></w:r></w:p>"
    if tag == "tr":
        return parse_xml(f"<w:tr {nsdecls('w')}><w:tc>{paragraph}</w:tc></w:tr>")
    return parse_xml(paragraph.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1))
