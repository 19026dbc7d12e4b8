"""File formats, one module each, and the tuple that lists them."""

from __future__ import annotations

from quizapp.core.errors import FormatError
from quizapp.core.formats.native import NATIVE_JSON, NATIVE_YAML
from quizapp.core.formats.parcel import BankFields, Entry, FileProblem, Format, Parcel, Report, Skipped

__all__ = [
    "FORMATS",
    "HEAD_BYTES",
    "BankFields",
    "Entry",
    "FileProblem",
    "Format",
    "Parcel",
    "Report",
    "Skipped",
    "format_named",
    "recognise",
]

FORMATS: tuple[Format, ...] = (NATIVE_YAML, NATIVE_JSON)

HEAD_BYTES = 8192
"""How much of a file's beginning `sniff` gets."""


def format_named(name: str) -> Format:
    """Give the format of that name.

    Raises:
        FormatError: when there is none, with the names there are.
    """
    for known in FORMATS:
        if known.name == name:
            return known
    raise FormatError(f"There is no format “{name}”; choose one of: {', '.join(known.name for known in FORMATS)}.")


def recognise(data: bytes) -> Format:
    """Recognise a file by its content; the first listed format wins a tie.

    Raises:
        FormatError: when no format knows it.
    """
    head = data[:HEAD_BYTES]
    best = max(FORMATS, key=lambda known: known.sniff(head))
    if best.sniff(head) <= 0:
        raise FormatError("This file looks like none of the known formats; choose its format by hand.", 1)
    return best
