"""The tuple that lists all file formats, and how a file is recognised."""

from __future__ import annotations

import io
import re
import zipfile

from quizapp.core.archive import ZIP_ERRORS, ArchiveLimits, is_plainly_packed, refuse_archive
from quizapp.core.encoding import decode_head
from quizapp.core.errors import FormatError
from quizapp.core.formats.aiken import AIKEN
from quizapp.core.formats.anki_text import ANKI_TEXT
from quizapp.core.formats.apkg import ANKI
from quizapp.core.formats.blackboard import BLACKBOARD
from quizapp.core.formats.cloze_text import CLOZE_TEXT
from quizapp.core.formats.csv_table import CSV
from quizapp.core.formats.gift import GIFT
from quizapp.core.formats.h5p import H5P
from quizapp.core.formats.kahoot import KAHOOT
from quizapp.core.formats.labelled_text import LABELLED
from quizapp.core.formats.markdown_list import MARKDOWN_LIST
from quizapp.core.formats.mnemosyne import MNEMOSYNE
from quizapp.core.formats.moodle_xml import MOODLE_XML
from quizapp.core.formats.native import NATIVE_JSON, NATIVE_YAML
from quizapp.core.formats.native_zip import NATIVE_ZIP
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
from quizapp.core.formats.qti2 import QTI2, QTI3
from quizapp.core.formats.qti12 import QTI12
from quizapp.core.formats.quizizz import QUIZIZZ
from quizapp.core.formats.quizlet import QUIZLET
from quizapp.core.formats.trivia_json import OPENTDB
from quizapp.core.formats.unreadable import advise, find_office
from quizapp.core.formats.xlsx import XLSX

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

FORMATS: tuple[Format, ...] = (
    NATIVE_YAML,
    NATIVE_JSON,
    NATIVE_ZIP,
    CSV,
    QUIZLET,
    XLSX,
    KAHOOT,
    QUIZIZZ,
    GIFT,
    MOODLE_XML,
    ANKI,
    ANKI_TEXT,
    QTI12,
    AIKEN,
    QTI2,
    OPENTDB,
    MARKDOWN_LIST,
    LABELLED,
    QTI3,
    CLOZE_TEXT,
    H5P,
    BLACKBOARD,
    MNEMOSYNE,
)

HEAD_BYTES = 8192
"""How much of a file's beginning `sniff` gets."""

_MEMBERS_AT_MOST = 20_000
_CELL_MEMBERS = ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml")
_CELL_BYTES = 65_536
_MANIFEST_BYTES = 65_536


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
    cells = ""
    inside = ""
    if head.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as file:
                infos = file.infolist()[:_MEMBERS_AT_MOST]
                if not all(is_plainly_packed(info) for info in infos):
                    return Sample(head, "")
                members = tuple(info.filename for info in infos)
                cells = "\n".join(_words_of(file, name) for name in _CELL_MEMBERS if name in members)
                inside = _manifest_head(file, members)
        except ZIP_ERRORS:
            members = ()
    text = decode_head(head)
    tail = decode_head(data[-HEAD_BYTES // 2 :]) if text and len(data) > HEAD_BYTES else ""
    return Sample(head, text, members, cells, inside, tail)


def _manifest_head(file: zipfile.ZipFile, members: tuple[str, ...]) -> str:
    """Give the beginning of a package’s manifest, where there is none of its first XML file."""
    named = [name for name in members if name.lower().endswith(".xml")]
    named.sort(key=lambda name: not name.lower().endswith("imsmanifest.xml"))
    if not named:
        return ""
    with file.open(named[0]) as stream:
        return decode_head(stream.read(_MANIFEST_BYTES))


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
        members = sample_of(data).members
        if data.startswith(b"PK") and not find_office(data, members):
            refuse_archive(data, "This package", ArchiveLimits())
        raise FormatError(advise(data, members))
    return found[0]


def _words_of(file: zipfile.ZipFile, member: str) -> str:
    with file.open(member) as stream:
        text = stream.read(_CELL_BYTES).decode("utf-8", "replace")
    return re.sub(r"(?:<[^>]{0,200}>\s*)+", "\n", text)
