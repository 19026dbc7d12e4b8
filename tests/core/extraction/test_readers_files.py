"""PDF, Word and e-book files are read in order; locked, scanned, damaged and hostile ones say so."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.errors import FormatError
from quizapp.core.extraction.readers import ReadLimits, read
from quizapp.core.extraction.readers.entities import without_doctype
from quizapp.core.extraction.values import Text
from tests.core.extraction.made_files import book_members, packed, pdf, word_members, word_paragraph
from tests.timing import processor_limit

LINES = (
    "The ferry left the harbour of Tallvik in the spring of 1911 with four",
    "hundred passengers, most of whom had sold their farms.2 The gov-",
    "ernment had promised land, seed and two oxen to each of the families",
    "that stayed.",
    "Nobody had told them of the winds, nor of the debts, nor of the cold",
    "that came in the second year and never went away again from there.",
)
WORD = word_members(word_paragraph("The Harbour", "Heading1") + word_paragraph("It was closed in 1911.") * 2)
BOOK = book_members(("<h1>One</h1><p>It was closed&nbsp;in 1911.</p>", "<h1>Two</h1><p>It opened in 1912.</p>"))


def reading(text: Text) -> list[tuple[str, str]]:
    return [(text.text[block.start : block.end], block.kind) for block in text.blocks]


def test_a_pdfs_pages_become_paragraphs_without_heads_feet_and_note_marks() -> None:
    winters = enumerate(("It was hard.", "Many died.", "Some left.", "Few stayed."), start=1)
    pages = [("Annals of Oro", *LINES, words, str(number)) for number, words in winters]
    pages[0] = ("Annals of Oro", "The Crossing", *pages[0][1:])
    pages[1] = ("Annals of Oro", "It was the end of the", "crossing.", "2")
    text = read(pdf(pages, title="The great crossing"), "oro.txt")
    first, *_ = (one for one in reading(text) if one[1] == "paragraph")
    assert first[0].startswith("The ferry left")
    assert "their farms. The government had promised" in first[0]
    assert first[0].endswith("that stayed.")
    assert "Annals" not in text.text
    assert reading(text)[0] == ("The Crossing", "heading")
    assert ("It was the end of the crossing.", "paragraph") in reading(text)
    assert {block.page for block in text.blocks} == {1, 2, 3, 4}
    assert text.title == "The great crossing"


def test_a_paragraph_runs_on_over_a_page() -> None:
    text = read(pdf([LINES[:3], LINES[3:]]), "oro.pdf")
    assert [(words[-12:], block.page) for (words, _), block in zip(reading(text), text.blocks, strict=True)] == [
        ("that stayed.", 1),
        ("again from there."[-12:], 2),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (pdf([(), ()]), "scanned, no text"),
        (pdf([("x",), (), ()]), "scanned, no text"),
        (pdf([LINES], password="secret"), "encrypted"),
        (pdf([LINES])[:300], "damaged"),
        (b"%PDF-1.7\n" + b"junk " * 50, "damaged"),
    ],
)
def test_a_pdf_without_words_is_never_an_empty_document(content: bytes, said: str) -> None:
    with pytest.raises(FormatError, match=said):
        read(content, "oro.pdf")


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    with pytest.raises(FormatError, match="3 pages; at most 2"):
        read(pdf([LINES] * 3), "oro.pdf", ReadLimits(pages=2))


@pytest.mark.parametrize(("style", "words"), [("Title", "A canal"), ("Heading1", "A canal"), ("", "A canal")])
def test_a_word_document_has_the_title_that_it_begins_with(style: str, words: str) -> None:
    body = word_paragraph(words, style) + word_paragraph("The canal was dug in 1869. It joins two seas.")
    assert read(packed(word_members(body)), "history.docx").title == words


def test_a_word_document_that_begins_with_a_sentence_has_no_title() -> None:
    body = word_paragraph("The canal was dug in 1869.") + word_paragraph("It joins two seas.")
    assert read(packed(word_members(body)), "history.docx").title == ""


def test_a_word_document_keeps_its_headings_lists_and_tables() -> None:
    table = f"<w:tbl><w:tr><w:tc>{word_paragraph('1911')}</w:tc><w:tc>{word_paragraph('closed')}</w:tc></w:tr></w:tbl>"
    members = word_members(
        word_paragraph("The Harbour", "Heading1")
        + word_paragraph("It was closed in 1911.")
        + word_paragraph("The harbour, drawn by hand", "Caption")
        + table
    )
    text = read(packed(members), "harbour.zip")
    assert reading(text) == [
        ("The Harbour", "heading"),
        ("It was closed in 1911.", "paragraph"),
        ("The harbour, drawn by hand", "caption"),
        ("1911", "list"),
        ("closed", "list"),
    ]
    assert text.title == "The Harbour"


def test_a_book_is_read_along_its_spine() -> None:
    text = read(packed(BOOK), "harbour")
    assert reading(text) == [
        ("One", "heading"),
        ("It was closed in 1911.", "paragraph"),
        ("Two", "heading"),
        ("It opened in 1912.", "paragraph"),
    ]
    assert text.title == "The Harbour"


def test_a_locked_book_says_so() -> None:
    lock = '<encryption><CipherReference URI="OEBPS/text/z1.xhtml"/></encryption>'
    with pytest.raises(FormatError, match="encrypted"):
        read(packed({**BOOK, "META-INF/encryption.xml": lock}), "harbour.epub")


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/etc/passwd", "C:/x.xml", "a/../../b.xml", "..\\evil", "WORD/document.xml", "n" * 2000]
)
def test_unsafe_names_refuse_the_file(name: str) -> None:
    with pytest.raises(FormatError, match="unsafe name"):
        read(packed({**WORD, name: "x"}), "harbour.docx")


def test_a_link_in_an_archive_refuses_the_file() -> None:
    buffer = io.BytesIO(packed(WORD))
    with zipfile.ZipFile(buffer, "a") as archive:
        link = zipfile.ZipInfo("word/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(FormatError, match="unsafe name"):
        read(buffer.getvalue(), "harbour.docx")


@pytest.mark.parametrize("part", ["word/document.xml", "word/footnotes.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_in_a_word_document_refuse_it(part: str, encoding: str) -> None:
    evil = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/passwd">]><x>&a;&b;</x>'.encode(encoding)
    with pytest.raises(FormatError, match="XML entities"):
        read(packed({**WORD, part: evil}), "harbour.docx")


@pytest.mark.parametrize("member", ["META-INF/container.xml", "OEBPS/book.opf"])
def test_entities_in_a_book_refuse_it(member: str) -> None:
    evil = '<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/passwd">]><x>&b;</x>'
    with pytest.raises(FormatError, match="XML entities"):
        read(packed({**BOOK, member: evil}), "harbour.epub")


@pytest.mark.parametrize(("members", "bomb"), [(WORD, "word/document.xml"), (BOOK, "OEBPS/text/z1.xhtml")])
def test_bombs_are_refused_while_they_inflate(members: dict[str, str | bytes], bomb: str) -> None:
    content = packed({**members, bomb: bytes(60_000_000)})
    assert len(content) < 100_000
    with processor_limit(6), pytest.raises(FormatError, match="more than its size promises"):
        read(content, "harbour")


def test_the_whole_of_an_archive_counts() -> None:
    many = {f"word/part{number}.xml": "<x>" + "ab" * 900 + "</x>" for number in range(50)}
    with pytest.raises(FormatError, match="more than its size promises"):
        read(packed({**WORD, **many}), "harbour.docx", ReadLimits(inflated_bytes=50_000))
    with pytest.raises(FormatError, match="members"):
        read(packed({**WORD, **many}), "harbour.docx", ReadLimits(members=40))


def test_archives_of_other_kinds_say_so() -> None:
    with pytest.raises(FormatError, match="no Word document or e-book"):
        read(packed({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}), "figures.docx")
    with pytest.raises(FormatError, match="holds no words"):
        read(packed(word_members(word_paragraph(" "))), "empty.docx")


def test_an_encrypted_archive_says_so() -> None:
    content = bytearray(packed(WORD))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        content[at + place] |= 1
    with pytest.raises(FormatError, match="encrypted"):
        read(bytes(content), "harbour.docx")


FILES = (packed(WORD), packed(BOOK), pdf([LINES]))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(FILES), st.data())
def test_mutilated_files_raise_only_format_errors(content: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(content) - 1))
    length = data.draw(st.integers(0, 40))
    mutilated = content[:at] + data.draw(st.binary(max_size=20)) + content[at + length :]
    try:
        text = read(mutilated, "file")
    except FormatError:
        return
    assert text.blocks


@pytest.mark.parametrize("packing", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_unusual_packings_are_refused(packing: int) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", packing) as file:
        for name, content in word_members(word_paragraph("The Orsk Railway.")).items():
            file.writestr(name, content)
    with pytest.raises(FormatError, match="unusual way"):
        read(packed.getvalue(), "harbour.docx")


def book_with(doctype: str, words: str = "It was&nbsp;closed in 1911 by &who;.") -> bytes:
    page = f'<?xml version="1.0" encoding="utf-8"?>{doctype}<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{words}'
    return packed({**book_members(("<p>x</p>",)), "OEBPS/text/z1.xhtml": f"{page}</p></body></html>"})


@pytest.mark.parametrize(
    ("doctype", "words"),
    [
        ('<!DOCTYPE html [ <!ENTITY nbsp "&#160;"> ]>', "It was closed in 1911 by &who;."),
        ("""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd" [
         <!-- don't ] --> <!ENTITY who 'Ines &amp; Co'> <!ATTLIST a b CDATA #IMPLIED> ]>""",
         "It was closed in 1911 by Ines & Co."),
        ('<!DOCTYPE html [<!ENTITY who "&#60;Tomas&#x3e;"><!ENTITY who "Otto">]>', "It was closed in 1911 by <Tomas>."),
        ('<!DOCTYPE html SYSTEM "x.dtd">', "It was closed in 1911 by &who;."),
    ],
)  # fmt: skip
def test_letters_that_a_chapter_declares_are_read(doctype: str, words: str) -> None:
    assert reading(read(book_with(doctype), "harbour.epub")) == [(words, "paragraph")]


def test_letters_that_a_package_declares_are_read() -> None:
    package = str(BOOK["OEBPS/book.opf"]).replace("The Harbour", "The Harbour of &town;")
    declared = package.replace(
        '<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE package [<!ENTITY town "Oro">]>'
    )
    book = packed({**BOOK, "OEBPS/book.opf": declared.encode("utf-16")})
    assert read(book, "harbour.epub").title == "The Harbour of Oro"


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "ha"><!ENTITY who "&a;&a;&a;">',
        '<!ENTITY who SYSTEM "file:///etc/passwd">',
        '<!ENTITY who PUBLIC "-//X//EN" "http://example.org/x.ent">',
        '<!ENTITY % who SYSTEM "http://example.org/x.dtd"> %who;',
        '<!ENTITY who "<script>1</script>">',
        f'<!ENTITY who "{"x" * 201}">',
    ],
)
def test_entities_of_a_chapter_that_are_no_letters_refuse_the_book(declared: str) -> None:
    with pytest.raises(FormatError, match="XML entities"):
        read(book_with(f"<!DOCTYPE html [ {declared} ]>"), "harbour.epub")


def test_letters_that_make_a_chapter_far_longer_refuse_the_book() -> None:
    with pytest.raises(FormatError, match="XML entities"):
        read(book_with(f'<!DOCTYPE html [<!ENTITY who "{"x" * 200}">]>', "&who;" * 6_000), "harbour.epub")


@pytest.mark.parametrize(
    "evil",
    [
        "<!DOCTYPE a [" + "<!-" * 60_000,
        "<!DOCTYPE " * 20_000,
        "<!DOCTYPE a [" + "<!--" * 50_000,
        '<!DOCTYPE a "x" ' * 9_000,
    ],
)
def test_a_document_type_without_end_takes_no_time(evil: str) -> None:
    with processor_limit(1.0):
        without_doctype(evil, "harbour.epub")
