"""Tệp Word: the parts that every document shares, and the archive that holds them.

The package (parts, relationships, content types) is made by python-docx once, from our own small parts, and kept in
memory, compressed; a document adds its properties, its body, its pictures and, for a draft, its footer. The archive
carries fixed times and a fixed order, so equal input gives equal bytes.
"""

from __future__ import annotations

import zipfile
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from app.documents.styles import styles_xml
from app.documents.text import escaped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SETTINGS = (
    f'{_XML}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="vi-VN"/></w:settings>'
)
_PAGE_NUMBER = (
    f'{_XML}<w:hdr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="PageNumber"/></w:pPr>'
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple></w:p></w:hdr>'
)
_NO_NUMBER = f'{_XML}<w:hdr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="PageNumber"/></w:pPr></w:p></w:hdr>'
_DOCUMENT_OPEN = f'{_XML}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>'
_DOCUMENT_CLOSE = "</w:body></w:document>"
_MAIN, _CORE, _FOOTER = "word/document.xml", "docProps/core.xml", "word/footer1.xml"
_OWN = frozenset((_MAIN, _CORE, _FOOTER))
_PICTURES = "word/media/image"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READ_WRITE = 0o600 << 16


class Skeleton(NamedTuple):
    """Khung tệp: the archive of the parts that never change, and the ids by which a section names its head and foot."""

    archive: bytes
    numbered_header: str
    first_header: str
    draft_footer: str
    """Empty in an issued document, which has no footer."""
    pictures: tuple[str, ...] = ()


@cache
def skeleton(*, draft: bool, pictures: int = 0) -> Skeleton:
    """Return the package of a draft (with a footer) or of an issued document, made on first use.

    `pictures`: how many images it carries, as PNG.
    """
    # The service starts without python-docx: it is a large part of the time and memory of a start.
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE  # noqa: PLC0415 - with the first document
    from docx.opc.packuri import PackURI  # noqa: PLC0415 - with the first document
    from docx.opc.part import Part  # noqa: PLC0415 - with the first document
    from docx.package import Package  # noqa: PLC0415 - with the first document

    package = Package()

    def part(name: str, content_type: str, blob: bytes = b"") -> Part:
        return Part(PackURI(f"/{name}"), content_type, blob, package)

    main = part(_MAIN, CONTENT_TYPE.WML_DOCUMENT_MAIN)
    package.relate_to(main, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
    package.relate_to(part(_CORE, CONTENT_TYPE.OPC_CORE_PROPERTIES), RELATIONSHIP_TYPE.CORE_PROPERTIES)
    main.relate_to(part("word/styles.xml", CONTENT_TYPE.WML_STYLES, styles_xml()), RELATIONSHIP_TYPE.STYLES)
    main.relate_to(part("word/settings.xml", CONTENT_TYPE.WML_SETTINGS, _SETTINGS.encode()), RELATIONSHIP_TYPE.SETTINGS)
    numbered = part("word/header1.xml", CONTENT_TYPE.WML_HEADER, _PAGE_NUMBER.encode())
    first = part("word/header2.xml", CONTENT_TYPE.WML_HEADER, _NO_NUMBER.encode())
    numbered_id, first_id = (main.relate_to(header, RELATIONSHIP_TYPE.HEADER) for header in (numbered, first))
    footer = main.relate_to(part(_FOOTER, CONTENT_TYPE.WML_FOOTER), RELATIONSHIP_TYPE.FOOTER) if draft else ""
    images = [part(_picture(place), CONTENT_TYPE.PNG) for place in range(pictures)]
    image_ids = tuple(main.relate_to(image, RELATIONSHIP_TYPE.IMAGE) for image in images)
    stream = BytesIO()
    package.save(stream)
    constant = BytesIO()
    with zipfile.ZipFile(stream) as made, zipfile.ZipFile(constant, "w") as kept:
        for name in made.namelist():
            if name not in _OWN and not name.startswith(_PICTURES):
                _store(kept, name, made.read(name))
    return Skeleton(constant.getvalue(), numbered_id, first_id, footer, image_ids)


def _picture(place: int) -> str:
    return f"{_PICTURES}{place + 1}.png"


def _store(archive: zipfile.ZipFile, name: str, content: str | bytes) -> None:
    """Put a member into the archive with nothing in it that depends on the day or the machine."""
    member = zipfile.ZipInfo(name, _EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.create_system = _UNIX
    member.external_attr = _READ_WRITE
    archive.writestr(member, content)


def core_properties(title: str, changed_on: date) -> str:
    """Return docProps/core.xml: the document's title and the day its data last changed, as both its times."""
    day = f"{changed_on.isoformat()}T00:00:00Z"
    return (
        f"{_XML}<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(title)}</dc:title><dc:language>vi-VN</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{day}</dcterms:modified></cp:coreProperties>'
    )


def packed(
    body: Sequence[str], *, title: str, changed_on: date, draft_line: str, pictures: Sequence[bytes] = ()
) -> bytes:
    """Return the .docx of a body (the children of ``w:body``); `draft_line` is empty in an issued document."""
    own: dict[str, str | bytes] = {
        _CORE: core_properties(title, changed_on),
        _MAIN: b"".join([piece.encode() for piece in (_DOCUMENT_OPEN, *body, _DOCUMENT_CLOSE)]),
    }
    if draft_line:
        own[_FOOTER] = (
            f'{_XML}<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="DraftLine"/></w:pPr>'
            f"<w:r><w:t>{escaped(draft_line)}</w:t></w:r></w:p></w:ftr>"
        )
    own |= {_picture(place): picture for place, picture in enumerate(pictures)}
    stream = BytesIO(skeleton(draft=bool(draft_line), pictures=len(pictures)).archive)
    with zipfile.ZipFile(stream, "a") as archive:
        for name, content in own.items():
            _store(archive, name, content)
    return stream.getvalue()
