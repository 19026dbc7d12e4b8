"""What is said of files that are no questions, and what to do with them."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from quizapp.core.errors import FormatError
from quizapp.core.formats.csv_table import CSV
from quizapp.core.formats.gift import GIFT
from quizapp.core.formats.registry import recognise


def packed(member):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr(member, "<x/>")
    return stream.getvalue()


@pytest.mark.parametrize("data", [packed("word/document.xml"), packed("content.xml"), b"%PDF-1.7\n", b"{\\rtf1 Hello}"])
def test_a_document_is_brought_under_documents(data) -> None:
    with pytest.raises(FormatError, match=r"Bring it under Documents .* save it as plain text"):
        recognise(data)


def of_libreoffice(what):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("mimetype", f"application/vnd.oasis.opendocument.{what}")
        file.writestr("content.xml", "<x/>")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            packed("ppt/presentation.xml"),
            r"PowerPoint file \(\.pptx\), no list of questions\. Save its text, and bring that",
        ),
        (of_libreoffice("spreadsheet"), r"spreadsheet .* Save it in its own program as CSV, as Excel \(\.xlsx\)"),
        (of_libreoffice("text"), "Bring it under Documents"),
        (packed("Index/Tables/Tile.iwa"), r"Apple Numbers.* Save it in its own program as CSV, as Excel \(\.xlsx\)"),
    ],
)
def test_spreadsheets_and_slides_of_other_programs_are_told_apart(data, words) -> None:
    with pytest.raises(FormatError, match=words):
        recognise(data)


PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (PNG, "This is a picture, a sound or a film"),
        (b"ID3\4" + bytes(range(256)) * 4, "This is a picture, a sound or a film"),
        (gzip.compress(b"question,answer\nWhat is iron?,a metal\n", mtime=0), "This file is packed. Unpack it"),
        (packed("rivers.csv"), "Unpack it, and bring what is in it: “[Content_Types].xml”, “rivers.csv”."),
        (bytes(range(256)) * 9, "This file is no text, and none of the packages that are read here. Save it"),
    ],
)
def test_what_is_no_text_is_told_by_what_it_is(data, words) -> None:
    with pytest.raises(FormatError) as caught:
        recognise(data)
    assert words in caught.value.message
    assert "by hand" not in caught.value.message


def test_of_many_files_of_an_archive_the_first_are_named() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name in ("__MACOSX/a", "notes/", "notes/b.txt", "c.png", "d.png", "e.png", "f.png"):
            file.writestr(name, "x")
    with pytest.raises(FormatError, match=r"“notes/b\.txt”, “c\.png”, “d\.png” and 2 more"):
        recognise(stream.getvalue())


@pytest.mark.parametrize("data", [PNG, gzip.compress(bytes(range(200)), mtime=0), bytes(range(256)) * 9])
@pytest.mark.parametrize("known", [CSV, GIFT])
def test_what_is_no_text_has_no_encoding_to_choose(data, known) -> None:
    with pytest.raises(FormatError) as caught:
        known.read(data)
    assert caught.value.message.startswith("This file is no text. Save it in its own program as CSV")


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("WordDocument", "old Word document .* bring that under Documents"),
        ("PowerPoint Document", "old PowerPoint file"),
        ("Workbook", "old .xls or has a password"),
    ],
)
def test_files_of_old_office_are_told_apart(part, words) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + part.encode("utf-16-le") + bytes(400)
    with pytest.raises(FormatError, match=words):
        recognise(data).read(data)


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf \n", " \n".encode("utf-16")])
def test_a_file_of_blanks_is_empty(data) -> None:
    with pytest.raises(FormatError, match="This file is empty"):
        recognise(data)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("csv", "Question,Answer\nCapital of Peru?,Lima\nCapital of Chile?,Santiago\n"),
        ("quizlet", "bonjour\thello\nmerci\tthanks\nau revoir\tgoodbye\n"),
        ("aiken", "Capital of Peru?\nA) Lima\nB) Cusco\nANSWER: A\n\nOf Chile?\nA) Lima\nB) Santiago\nANSWER: B\n"),
        ("markdown", "1. Capital of Peru?\n*a) Lima\nb) Cusco\n\n2. Of Chile?\na) Lima\n*b) Santiago\n"),
    ],
)
def test_the_ends_of_lines_are_all_one(name, text, end) -> None:
    data = text.replace("\n", end).encode()
    known = recognise(data)
    assert (known.name, len(known.read(data).entries)) == (name, len(known.read(text.encode()).entries))


def test_a_text_with_the_line_ends_of_old_macintoshes_is_told_by_its_letters() -> None:
    data = "Frage;Antwort\rWie heißt die Hauptstadt Österreichs?;Wien\r".encode("mac-roman")
    known = recognise(data)
    assert known.name == "csv"
    assert known.read(data).questions[0].stem == "Wie heißt die Hauptstadt Österreichs?"
