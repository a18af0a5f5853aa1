"""Sheets: size, margins, page numbers, drafts, and that equal input gives equal bytes."""

import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from lxml import etree

from app.documents.layout import LANDSCAPE_MM, PORTRAIT_MM, page_break, paragraph
from app.documents.page import Block, Orientation, Paper
from app.documents.tables import Column, table

DAY = date(2023, 6, 29)
DRAFT = "Dự thảo · Kế hoạch kiểm tra <2023> · 1a2b3c4d"


def made(paper, title="Văn bản"):
    return Document(io.BytesIO(paper.to_bytes(changed_on=DAY, title=title)))


def three_parts(**options):
    paper = Paper(**options).add(paragraph("Một."))
    paper.start_part(Orientation.LANDSCAPE).add(table([Column(LANDSCAPE_MM)], rows=[["Hai"]]))
    return paper.start_part(restart=False).add(paragraph("Ba."), page_break(), paragraph("Bốn."))


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def header_text(header):
    return "".join(header.part.element.itertext())


def test_every_sheet_is_a4_with_the_decrees_margins_as_seen():
    upright, across, again = made(three_parts()).sections
    assert [(round(s.page_width.mm), round(s.page_height.mm)) for s in (upright, across, again)] == [
        (210, 297),
        (297, 210),
        (210, 297),
    ]
    assert [s.orientation for s in (upright, across)] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    for section in (upright, across, again):
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]


def test_the_room_is_what_the_margins_leave():
    assert (PORTRAIT_MM, LANDSCAPE_MM) == (165, 252)
    assert Paper().width_mm == 165
    assert Paper().start_part(Orientation.LANDSCAPE).width_mm == 252


def test_each_part_counts_its_pages_from_one_unless_it_goes_on():
    starts = [section._sectPr.find(qn("w:pgNumType")) for section in made(three_parts()).sections]
    assert [None if start is None else start.get(qn("w:start")) for start in starts] == ["1", "1", None]


def test_the_first_page_of_a_series_shows_no_number():
    first, second, third = made(three_parts()).sections
    assert [s.different_first_page_header_footer for s in (first, second, third)] == [True, True, False]
    for section in (first, second, third):
        fields = section.header.part.element.findall(f".//{qn('w:fldSimple')}")
        assert [field.get(qn("w:instr")).strip() for field in fields] == ["PAGE"]
    assert header_text(first.first_page_header) == ""


def test_the_page_number_stands_centred_in_the_header_in_14_points():
    document = made(three_parts())
    assert [p.style.name for p in document.sections[0].header.paragraphs] == ["Số trang"]
    style = document.styles["Số trang"]
    assert (style.font.size.pt, str(style.paragraph_format.alignment)) == (14, "CENTER (1)")


def test_a_draft_names_itself_at_the_foot_of_every_page():
    for section in made(three_parts(draft_line=DRAFT)).sections:
        for footer in (section.footer, section.first_page_footer):
            assert [(p.text, p.style.font.size.pt) for p in footer.paragraphs] == [(DRAFT, 10)]


def test_an_issued_document_has_no_footer():
    assert "word/footer1.xml" not in parts_of(three_parts().to_bytes(changed_on=DAY, title="x"))


def test_equal_input_gives_equal_bytes():
    first = three_parts(draft_line=DRAFT).to_bytes(changed_on=DAY, title="Kế hoạch")
    again = three_parts(draft_line=DRAFT)
    assert again.to_bytes(changed_on=DAY, title="Kế hoạch") == first
    assert again.to_bytes(changed_on=DAY, title="Kế hoạch") == first


def test_times_come_from_the_data():
    content = three_parts().to_bytes(changed_on=DAY, title="Kế hoạch <1>")
    properties = Document(io.BytesIO(content)).core_properties
    assert properties.title == "Kế hoạch <1>"
    assert {properties.created, properties.modified} == {datetime(2023, 6, 29, tzinfo=UTC)}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_part_is_well_formed_and_named_once():
    content = three_parts(draft_line=DRAFT).to_bytes(changed_on=DAY, title="x")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
    assert len(set(names)) == len(names)
    assert names[0] == "[Content_Types].xml"
    for xml in parts_of(content).values():
        etree.fromstring(xml)


def test_every_font_and_colour_is_the_decrees():
    styles = etree.fromstring(parts_of(three_parts().to_bytes(changed_on=DAY, title="x"))["word/styles.xml"])
    fonts = [font for element in styles.iter(qn("w:rFonts")) for font in element.attrib.values()]
    assert fonts == ["Times New Roman"] * 4
    assert [element.get(qn("w:val")) for element in styles.iter(qn("w:color"))] == ["000000"]


def test_every_style_that_is_used_exists():
    parts = parts_of(three_parts(draft_line=DRAFT).to_bytes(changed_on=DAY, title="x"))
    known = {style.get(qn("w:styleId")) for style in etree.fromstring(parts["word/styles.xml"]).iter(qn("w:style"))}
    used = {
        element.get(qn("w:val"))
        for name, xml in parts.items()
        if name.startswith("word/") and name.endswith(".xml")
        for tag in ("w:pStyle", "w:tblStyle", "w:basedOn")
        for element in etree.fromstring(xml).iter(qn(tag))
    }
    assert used <= known


def test_an_empty_document_and_an_empty_part_are_refused():
    with pytest.raises(ValueError, match="chưa có nội dung"):
        Paper().to_bytes(changed_on=DAY, title="x")
    paper = Paper().add(paragraph("Một.")).start_part()
    with pytest.raises(ValueError, match="Phần trước chưa có nội dung"):
        paper.start_part()
    with pytest.raises(ValueError, match="chưa có nội dung"):
        paper.to_bytes(changed_on=DAY, title="x")


def test_a_table_wider_than_the_sheet_is_refused():
    with pytest.raises(ValueError, match=r"Bảng rộng 165\.2 mm, trang chỉ có 165 mm"):
        Paper().add(table([Column(100), Column(65.2)], rows=[]))


def test_a_block_that_holds_the_previous_one_keeps_it_on_its_page():
    document = made(Paper().add(paragraph("Một."), paragraph("Hai."), Block(paragraph("Ba.").xml, holds_previous=True)))
    assert [p.paragraph_format.keep_with_next for p in document.paragraphs] == [None, True, None]


def test_a_block_that_opens_a_sheet_holds_nothing():
    paper = Paper().add(paragraph("Một.")).start_part()
    document = made(paper.add(Block(paragraph("Hai.").xml, holds_previous=True)))
    assert [p.paragraph_format.keep_with_next for p in document.paragraphs] == [None, None]


# Pictures

PNG = b"\x89PNG one"


def with_pictures(*pictures):
    paper = Paper(pictures=pictures)
    paper.add(*(Block(f"<w:p>{paper.picture(place, 32, told='Mã <1>')}</w:p>") for place in range(len(pictures))))
    return paper.to_bytes(changed_on=DAY, title="x")


def test_pictures_are_members_of_the_file_that_the_text_names():
    content = with_pictures(PNG, b"two")
    parts = parts_of(content)
    assert [parts[f"word/media/image{n}.png"] for n in (1, 2)] == [PNG, b"two"]
    body = etree.fromstring(parts["word/document.xml"])
    relations = etree.fromstring(parts["word/_rels/document.xml.rels"])
    targets = {relation.get("Id"): relation.get("Target") for relation in relations}
    named = [targets[blip.get(qn("r:embed"))] for blip in body.iter(qn("a:blip"))]
    assert named == ["media/image1.png", "media/image2.png"]
    assert [told.get("descr") for told in body.iter(qn("wp:docPr"))] == ["Mã <1>", "Mã <1>"]
    extent = next(body.iter(qn("wp:extent")))
    assert (extent.get("cx"), extent.get("cy")) == ("1152000", "1152000")


def test_a_document_without_pictures_has_none_and_equal_pictures_give_equal_bytes():
    without = parts_of(three_parts().to_bytes(changed_on=DAY, title="x"))
    assert [name for name in without if "media" in name or b"image" in without[name]] == []
    assert with_pictures(PNG) == with_pictures(PNG)
    assert len(Document(io.BytesIO(with_pictures(PNG))).inline_shapes) == 1
