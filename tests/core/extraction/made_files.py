"""Small files made in memory for the readers' tests: archives, Word documents, e-books and PDFs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

import pypdf
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

WORD_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
WORD_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
WORD_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTAINER = (
    '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """Pack members into a zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word_members(body: str) -> dict[str, str | bytes]:
    """Give the members of a Word document with this body."""
    document = f'<?xml version="1.0"?><w:document xmlns:w="{WORD_SPACE}"><w:body>{body}</w:body></w:document>'
    return {
        "[Content_Types].xml": WORD_TYPES,
        "_rels/.rels": WORD_RELATIONS,
        "word/document.xml": document,
        "word/styles.xml": (
            f'<?xml version="1.0"?><w:styles xmlns:w="{WORD_SPACE}"><w:style w:type="paragraph" w:styleId="Heading1">'
            '<w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="Caption">'
            '<w:name w:val="caption"/></w:style></w:styles>'
        ),
        "word/_rels/document.xml.rels": (
            '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r1" Target="styles.xml" Type='
            '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/></Relationships>'
        ),
    }


def word_paragraph(words: str, style: str = "") -> str:
    """Give one paragraph of a Word document."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def book_members(chapters: Sequence[str], **extra: str) -> dict[str, str | bytes]:
    """Give the members of an e-book whose spine runs against the order of its names."""
    items = "".join(
        f'<item id="c{number}" href="text/z{len(chapters) - number}.xhtml" media-type="application/xhtml+xml"/>'
        for number in range(len(chapters))
    )
    spine = "".join(f'<itemref idref="c{number}"/>' for number in range(len(chapters)))
    members: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": (
            '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Harbour</dc:title></metadata><manifest>'
            f'<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>{items}</manifest>'
            f'<spine><itemref idref="nav"/>{spine}</spine></package>'
        ),
        "OEBPS/nav.xhtml": "<html><body><p>Contents of the book</p></body></html>",
    }
    for number, chapter in enumerate(chapters):
        members[f"OEBPS/text/z{len(chapters) - number}.xhtml"] = (
            '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head>'
            f"<title>x</title></head><body>{chapter}</body></html>"
        )
    return {**members, **extra}


def pdf(pages: Sequence[Sequence[str]], password: str = "", title: str = "") -> bytes:
    """Make a PDF whose pages hold these lines, top to bottom."""
    writer = pypdf.PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    for lines in pages:
        page = writer.add_blank_page(width=595, height=842)
        shown = "".join(f"({_escaped(line)}) Tj 0 -14 Td " for line in lines)
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 11 Tf 60 780 Td {shown}ET".encode("cp1252"))
        page[NameObject("/Contents")] = writer._add_object(stream)
        fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    if title:
        writer.add_metadata({"/Title": title})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
