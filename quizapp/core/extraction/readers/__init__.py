"""From a file's bytes to a `Text`: the reader is chosen by what the bytes are, never by the file's name."""

from __future__ import annotations

from quizapp.core.encoding import UnknownLetters
from quizapp.core.errors import FormatError
from quizapp.core.extraction.readers.limits import DEFAULT_LIMITS, ReadLimits
from quizapp.core.extraction.readers.recognising import find_reader
from quizapp.core.extraction.values import Text

__all__ = ["ReadLimits", "read"]

_ADVICE = "Open it in the program that it was written with and save it as UTF-8, or paste its words."


def read(content: bytes, name: str, limits: ReadLimits = DEFAULT_LIMITS) -> Text:
    """Read a document; `name` is its plain name and stands in messages only.

    Raises:
        FormatError: when it is too large, empty, encrypted, damaged, or of a kind that is not read.
    """
    if len(content) > limits.document_bytes:
        raise FormatError(
            f"{name} has {len(content):,} bytes; at most {limits.document_bytes:,} are read. Split the document."
        )
    if not content.strip():
        raise FormatError(f"{name} is empty: there are no words in it. Check that the right file was chosen.")
    try:
        return find_reader(content, name)(content, name, limits)
    except UnknownLetters as error:
        raise FormatError(f"{name}: {error.what} {_ADVICE}", error.line) from error
