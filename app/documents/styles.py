"""Kiểu trình bày: the paragraph and table styles of every document, as the decree sets them.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I (phông chữ Times New Roman, màu đen; cỡ chữ: Mục V; the point of
each group of styles stands beside it). Spacing is in twentieths of a point, sizes in points. Where the decree leaves a
range, one value is used throughout.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

FONT = "Times New Roman"
FIRST_LINE = 720
"""Lùi đầu dòng 1,27 cm (II.6.e), in twentieths of a point."""

BODY_SIZE = 14
NATION_SIZE = 13
MOTTO_SIZE = 14
BODY_NAME_SIZE = 13
SMALLEST_CELL, LARGEST_CELL = 8, 14
"""Sizes, in points, that a table's text may take; 12 and 13 are the usual ones."""

_BODY_LINE = 264
_BETWEEN_PARAGRAPHS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    key: str
    name: str
    based_on: str = "Normal"
    size: int = 0
    bold: bool = False
    italic: bool = False
    align: str = ""
    before: int = 0
    after: int = 0
    line: int = 0
    exact: bool = False
    first_line: int | None = None
    keep_next: bool = False
    outline: int | None = None

    def xml(self) -> str:
        spacing = "".join(
            f' w:{name}="{value}"'
            for name, value in (("before", self.before), ("after", self.after), ("line", self.line))
            if value
        )
        if self.line:
            spacing += f' w:lineRule="{"exact" if self.exact else "auto"}"'
        paragraph = (
            ("<w:keepNext/>" if self.keep_next else "")
            + (f"<w:spacing{spacing}/>" if spacing else "")
            + (f'<w:ind w:firstLine="{self.first_line}"/>' if self.first_line is not None else "")
            + (f'<w:jc w:val="{self.align}"/>' if self.align else "")
            + (f'<w:outlineLvl w:val="{self.outline}"/>' if self.outline is not None else "")
        )
        run = (
            ("<w:b/>" if self.bold else "")
            + ("<w:i/>" if self.italic else "")
            + (f'<w:sz w:val="{2 * self.size}"/><w:szCs w:val="{2 * self.size}"/>' if self.size else "")
        )
        return (
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{self.key}"><w:name w:val="{self.name}"/>'
            f'<w:basedOn w:val="{self.based_on}"/><w:qFormat/>'
            + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
            + (f"<w:rPr>{run}</w:rPr>" if run else "")
            + "</w:style>"
        )


_STYLES = (
    # The running text (II.6.e) and what is built on it.
    _Style(
        key="Body", name="Đoạn văn", align="both", first_line=FIRST_LINE, after=_BETWEEN_PARAGRAPHS, line=_BODY_LINE
    ),
    _Style(key="LegalBasis", name="Căn cứ", based_on="Body", italic=True),
    _Style(key="Article", name="Điều", based_on="Body", outline=1),
    _Style(key="Section", name="Mục I", based_on="Body", bold=True, keep_next=True, outline=1),
    _Style(key="Clause", name="Mục 1", based_on="Body", bold=True, keep_next=True, outline=2),
    _Style(key="Guidance", name="Hướng dẫn viết", based_on="Body", italic=True),
    _Style(key="FillIn", name="Dòng để viết", align="left", after=_BETWEEN_PARAGRAPHS, line=_BODY_LINE),
    _Style(key="EndMark", name="Dấu kết thúc", align="right", after=_BETWEEN_PARAGRAPHS),
    # The head (II.1 to II.4).
    _Style(key="Nation", name="Quốc hiệu", size=NATION_SIZE, bold=True, align="center"),
    _Style(key="Motto", name="Tiêu ngữ", size=MOTTO_SIZE, bold=True, align="center"),
    _Style(key="GoverningBody", name="Cơ quan chủ quản", size=BODY_NAME_SIZE, align="center"),
    _Style(key="IssuingBody", name="Cơ quan ban hành", size=BODY_NAME_SIZE, bold=True, align="center"),
    _Style(key="Number", name="Số, ký hiệu", size=13, align="center", before=138),
    _Style(key="PlaceDate", name="Địa danh, ngày", size=14, italic=True, align="center", before=120),
    # The title block (II.5, II.9.b, III.1).
    _Style(key="Kind", name="Tên loại", bold=True, align="center", before=240, keep_next=True, outline=0),
    _Style(key="Subject", name="Trích yếu", bold=True, align="center", keep_next=True),
    _Style(key="Reference", name="Kèm theo", italic=True, align="center", keep_next=True),
    _Style(key="Appendix", name="Phụ lục", bold=True, align="center", keep_next=True, outline=0),
    _Style(key="Addressee", name="Kính gửi", align="center", before=120, after=200),
    _Style(key="AddresseeList", name="Kính gửi nhiều nơi", align="left"),
    _Style(key="Issuer", name="Thẩm quyền ban hành", bold=True, align="center", after=_BETWEEN_PARAGRAPHS),
    _Style(
        key="Operative",
        name="Quyết định",
        bold=True,
        align="center",
        before=120,
        after=_BETWEEN_PARAGRAPHS,
        keep_next=True,
    ),
    _Style(key="Caption", name="Dòng giữa", align="center", after=_BETWEEN_PARAGRAPHS, keep_next=True),
    # The end (II.7, II.9.d).
    _Style(key="RecipientsHead", name="Nơi nhận", size=12, bold=True, italic=True, before=120),
    _Style(key="Recipient", name="Nơi nhận, danh sách", size=11),
    _Style(key="Capacity", name="Chức vụ người ký", bold=True, align="center", keep_next=True),
    _Style(key="SignNote", name="Ghi chú chữ ký", size=13, italic=True, align="center", keep_next=True),
    _Style(key="Signer", name="Họ tên người ký", bold=True, align="center", before=1400),
    _Style(key="Picture", name="Hình", align="left"),
    _Style(key="PublicAddress", name="Địa chỉ công khai", align="left", after=_BETWEEN_PARAGRAPHS, line=_BODY_LINE),
    # The margins of the page (I.7) and what the eye does not see.
    _Style(key="PageNumber", name="Số trang", size=14, align="center"),
    _Style(key="DraftLine", name="Dự thảo", size=10, align="center"),
    _Style(key="Rule", name="Đường kẻ", size=2, line=60, exact=True),
    _Style(key="Spacer", name="Khoảng cách", size=2, line=20, exact=True),
    _Style(key="AfterTable", name="Sau bảng", size=2, line=120, exact=True),
    *(
        _Style(key=f"{key}{size}", name=f"{name} {size}", size=size, bold=bold, align=align)
        for size in range(SMALLEST_CELL, LARGEST_CELL + 1)
        for key, name, bold, align in (("Cell", "Ô bảng", False, ""), ("Head", "Đầu bảng", True, "center"))
    ),
)

_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def _margins(side: int, upright: int) -> str:
    return (
        f'<w:tblCellMar><w:top w:w="{upright}" w:type="dxa"/><w:left w:w="{side}" w:type="dxa"/>'
        f'<w:bottom w:w="{upright}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar>'
    )


@cache
def styles_xml() -> bytes:
    """Return word/styles.xml."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr>'
        f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/><w:color w:val="000000"/>'
        f'<w:sz w:val="{2 * BODY_SIZE}"/><w:szCs w:val="{2 * BODY_SIZE}"/>'
        '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault><w:pPr><w:widowControl/></w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{_margins(0, 0)}</w:tblPr></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="Frame"><w:name w:val="Bảng kẻ"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders>{_margins(68, 28)}</w:tblPr>'
        "</w:style>" + "".join(style.xml() for style in _STYLES) + "</w:styles>"
    ).encode()
