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
