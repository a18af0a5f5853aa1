"""Nội dung văn bản: titles, legal bases, articles, numbered text, guidance and lines to write on.

Every function returns a Block for `Paper.add`. Texts may carry the marks of `app.documents.text`; numbers ("Điều 1.",
"a)", "-") are taken as they are, because an official text keeps the numbers it was printed with.
Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II and III, with the forms of Phụ lục III.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.documents.metrics import Face, width_mm, wrapped_widths_mm
from app.documents.page import Block, Orientation, twips
from app.documents.styles import BODY_SIZE
from app.documents.text import runs
from app.domain.marks import unmarked

if TYPE_CHECKING:
    from collections.abc import Sequence

PORTRAIT_MM = Orientation.PORTRAIT.value
LANDSCAPE_MM = Orientation.LANDSCAPE.value

RULE_SHARE = 0.4
"""A rule under a name, a trích yếu or a reference is 1/3 to 1/2 of the line above it (II.2.b, II.5.b)."""

_ADDRESSEES_FROM_MM = 25


def styled(style: str, inner: str, *, properties: str = "") -> str:
    """Return a ``w:p`` in a style; `inner` are its runs, `properties` what follows the style in ``w:pPr``."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{inner}</w:p>'


def drawn_rule(length_mm: float, room_mm: float, *, after: int = 0) -> str:
    """Return a paragraph that is a solid line `length_mm` long in the middle of `room_mm`.

    `after`: the space below it, in twentieths of a point.
    """
    side = twips(max(0.0, (room_mm - length_mm) / 2))
    return styled(
        "Rule",
        "",
        properties='<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
        f'<w:spacing w:before="60" w:after="{after}"/><w:ind w:left="{side}" w:right="{side}"/>',
    )


def rule_under(text: str, size: float, face: Face, room_mm: float, *, after: int = 0) -> str:
    """Return the rule that belongs under a centred text: `RULE_SHARE` of its longest line in a column of `room_mm`."""
    longest = max(wrapped_widths_mm(unmarked(text), size, face, room_mm))
    return drawn_rule(RULE_SHARE * longest, room_mm, after=after)


def title(
    kind: str,
    subject: str = "",
    *,
    reference: str = "",
    room_mm: float = PORTRAIT_MM,
) -> Block:
    """Tên loại và trích yếu: "QUYẾT ĐỊNH", what it is about, and the rule below (II.5.b; 14, bold, centred).

    `reference`: of a document issued with another, "(Kèm theo Quyết định số …)", its parentheses included (14, italic;
    forms M1.3); the rule then stands below it. `room_mm`: the room between the margins (LANDSCAPE_MM across).
    """
    xml = styled("Kind", runs(kind))
    if subject:
        xml += styled("Subject", runs(subject))
    if reference:
        xml += styled("Reference", runs(reference))
    text, face = (reference, Face.ITALIC) if reference else (subject or kind, Face.BOLD)
    return Block(xml + rule_under(text, BODY_SIZE, face, room_mm, after=200))


def appendix_title(label: str, name: str = "", *, reference: str = "", room_mm: float = PORTRAIT_MM) -> Block:
    """Phụ lục: its label ("Phụ lục I") and its name in capitals (III.1; 14, bold, centred).

    `reference` is as in `title`, with the rule under it (forms M2.1, M2.2); without a reference there is no rule.
    """
    xml = styled("Appendix", runs(label))
    if name:
        xml += styled("Subject", runs(name))
    if reference:
        xml += styled("Reference", runs(reference)) + rule_under(reference, BODY_SIZE, Face.ITALIC, room_mm)
    return Block(xml + styled("AfterTable", ""))


def issuer(text: str) -> Block:
    """Thẩm quyền ban hành: "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH …", capitals, bold, centred (forms M1.2, M1.3)."""
    return Block(styled("Issuer", runs(text)))


def legal_basis(text: str) -> Block:
    """Căn cứ ban hành: one căn cứ a line, italic (II.6.a). Its ";" or "." is part of the text."""
    return Block(styled("LegalBasis", runs(text)))


def operative_formula(text: str) -> Block:
    """Lời quyết định: "QUYẾT ĐỊNH:", capitals, bold, centred (forms M1.2, M1.3)."""
    return Block(styled("Operative", runs(text)))


def addressees(names: Sequence[str], *, greeting: str = "Kính gửi:") -> Block:
    """Kính gửi: one addressee on the same line; two or more below it, dashes under the colon (II.9.b, d).

    Each name is taken as it is, its ";" or "." included when there are several. Raises ValueError without a name.
    """
    if not names:
        raise ValueError("Chưa có nơi nhận ở dòng Kính gửi.")
    if len(names) == 1:
        return Block(styled("Addressee", runs(f"{greeting} {names[0]}")))
    colon = _ADDRESSEES_FROM_MM + width_mm(greeting.rstrip(":"), BODY_SIZE, Face.REGULAR)
    dash = width_mm("- ", BODY_SIZE, Face.REGULAR)
    xml = styled(
        "AddresseeList",
        runs(greeting),
        properties=f'<w:keepNext/><w:spacing w:before="120"/><w:ind w:left="{twips(_ADDRESSEES_FROM_MM)}"/>',
    )
    hanging = f'<w:ind w:left="{twips(colon + dash)}" w:hanging="{twips(dash)}"/>'
    for name in names[:-1]:
        xml += styled("AddresseeList", runs(f"- {name}"), properties=hanging)
    xml += styled("AddresseeList", runs(f"- {names[-1]}"), properties=f'<w:spacing w:after="240"/>{hanging}')
    return Block(xml)


def article(number: str, text: str) -> Block:
    """Điều: its number ("Điều 1.") bold, the text in the same paragraph (II.6.đ; form M1.2)."""
    return Block(styled("Article", f"{runs(_literal(number), bold=True)}{runs(f' {text}')}"))


def section_heading(number: str, text: str) -> Block:
    """Mục I: "I." and its title in capitals, bold, on a line of its own (V.6.b)."""
    return Block(styled("Section", runs(_numbered(number, text))))


def clause_heading(number: str, text: str) -> Block:
    """Khoản có tiêu đề: "1." and its title, bold, on a line of its own (II.6.đ)."""
    return Block(styled("Clause", runs(_numbered(number, text))))


def paragraph(text: str, *, number: str = "") -> Block:
    """Đoạn văn: 14 points, justified, first line 1,27 cm in, 6 points after (II.6.e).

    `number`: "1.", "a)" or "-" of a khoản, a điểm or a dash item, upright, before the text.
    """
    return Block(styled("Body", runs(_numbered(number, text))))


def centred(text: str) -> Block:
    """Dòng giữa: one short line in the middle, as the name of a table. Longer texts belong in `paragraph`."""
    return Block(styled("Caption", runs(text)))


def guidance(text: str) -> Block:
    """Hướng dẫn: what the writer is to put there, italic.

    The running text is upright (II.6.e), so write guidance in parentheses: "(Nêu …)".
    """
    return Block(styled("Guidance", runs(text)))


def fill_in(label: str = "", *, lines: int = 1, room_mm: float = PORTRAIT_MM) -> Block:
    """Dòng để viết: dotted lines to the right margin, the first after a label if there is one."""
    stop = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{twips(room_mm)}"/></w:tabs>'
    dots = "<w:r><w:tab/></w:r>"
    first = f'{stop}<w:ind w:firstLine="720"/>' if label else stop
    xml = styled("FillIn", f"{runs(f'{label} ') if label else ''}{dots}", properties=first)
    return Block(xml + styled("FillIn", dots, properties=stop) * (lines - 1))


def end_mark(text: str = "./.") -> Block:
    """Dấu kết thúc: the "./." after a table that ends a document (forms M1.1 to M2.1)."""
    return Block(styled("EndMark", runs(text)))


def page_break() -> Block:
    """Sang trang: what follows begins a new page of the same part."""
    return Block(styled("Spacer", '<w:r><w:br w:type="page"/></w:r>'))


def _literal(text: str) -> str:
    return text.replace("*", "\\*")


def _numbered(number: str, text: str) -> str:
    return f"{_literal(number)} {text}" if number else text
