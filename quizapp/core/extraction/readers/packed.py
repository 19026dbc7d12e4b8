"""Archives: Word documents and e-books, told from each other by what is in them."""

from __future__ import annotations

from quizapp.core.archive import open_archive
from quizapp.core.errors import FormatError
from quizapp.core.extraction.readers import book, word
from quizapp.core.extraction.readers.limits import ReadLimits
from quizapp.core.extraction.values import Text


def read(content: bytes, name: str, limits: ReadLimits) -> Text:
    """Read the document that an archive is.

    Raises:
        FormatError: when the archive is damaged, too large, or no document.
    """
    names = set(open_archive(content, name, limits).names())
    if "META-INF/container.xml" in names:
        return book.read(content, name, limits)
    if "[Content_Types].xml" in names and any(member.startswith("word/") for member in names):
        return word.read(content, name, limits)
    raise FormatError(
        f"{name} is an archive, but no Word document or e-book. Choose one document, or save it as .docx, PDF or text."
    )
