"""What is said of files that are no questions, and what to do with them."""

from __future__ import annotations

import io
import zipfile

import pytest

from quizapp.core.errors import FormatError
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
