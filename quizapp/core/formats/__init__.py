"""File formats, one module each, and the tuple that lists them."""

from __future__ import annotations

import io
import zipfile

from quizapp.core.encoding import decode_head
from quizapp.core.errors import FormatError
from quizapp.core.formats.aiken import AIKEN
from quizapp.core.formats.cloze_text import CLOZE_TEXT
from quizapp.core.formats.csv_table import CSV
from quizapp.core.formats.gift import GIFT
from quizapp.core.formats.moodle_xml import MOODLE_XML
from quizapp.core.formats.native import NATIVE_JSON, NATIVE_YAML
from quizapp.core.formats.parcel import (
    DEFAULT_OPTIONS,
    BankFields,
    Entry,
    FileProblem,
    Format,
    Loss,
    Outgoing,
    Parcel,
    ReadOptions,
    Report,
    Sample,
    Skipped,
    TableChoices,
    Written,
)
from quizapp.core.formats.quizlet import QUIZLET

__all__ = [
    "DEFAULT_OPTIONS",
    "FORMATS",
    "HEAD_BYTES",
    "BankFields",
    "Entry",
    "FileProblem",
    "Format",
    "Loss",
    "Outgoing",
    "Parcel",
    "ReadOptions",
    "Report",
    "Sample",
    "Skipped",
    "TableChoices",
    "Written",
    "format_named",
    "guesses",
    "recognise",
    "sample_of",
]

FORMATS: tuple[Format, ...] = (NATIVE_YAML, NATIVE_JSON, CSV, QUIZLET, GIFT, MOODLE_XML, AIKEN, CLOZE_TEXT)

HEAD_BYTES = 8192
"""How much of a file's beginning `sniff` gets."""

_MEMBERS_AT_MOST = 20_000


def format_named(name: str) -> Format:
    """Give the format of that name.

    Raises:
        FormatError: when there is none, with the names there are.
    """
    for known in FORMATS:
        if known.name == name:
            return known
    raise FormatError(f"There is no format “{name}”; choose one of: {', '.join(known.name for known in FORMATS)}.")


def sample_of(data: bytes) -> Sample:
    """Take what formats are recognised by; bytes that only look like an archive have no members."""
    head = data[:HEAD_BYTES]
    members: tuple[str, ...] = ()
    if head.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as file:
                members = tuple(info.filename for info in file.infolist()[:_MEMBERS_AT_MOST])
        except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError):
            members = ()
    return Sample(head, decode_head(head), members)


def guesses(data: bytes) -> tuple[Format, ...]:
    """List the formats that a file may be, the likeliest first; the first listed format wins a tie."""
    sample = sample_of(data)
    scored = [(known.sniff(sample), -place) for place, known in enumerate(FORMATS) if known.read is not None]
    return tuple(FORMATS[-place] for score, place in sorted(scored, reverse=True) if score > 0)


def recognise(data: bytes) -> Format:
    """Recognise a file by its content.

    Raises:
        FormatError: when no format knows it.
    """
    found = guesses(data)
    if not found:
        raise FormatError("This file looks like none of the known formats; choose its format by hand.", 1)
    return found[0]
