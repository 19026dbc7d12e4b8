"""What the child that reads an import is given of a bank: its questions and the paragraphs of its reading."""

from __future__ import annotations

from pathlib import Path

from quizapp.banks.parcels import KeptParcel
from quizapp.banks.verdicts import StoredBodies
from quizapp.core.document import Document, Paragraph
from quizapp.core.evidence import KeptReading


def read_rows(path: str | None, state: str) -> StoredBodies:
    """Read the questions of a bank in use (+), archived (-), or in use as a file left them (=), by slug.

    So are the paragraphs of its reading (r), by their numbers. One stands on a line, behind its sign, slug and a tab.
    """
    if path is None:
        return StoredBodies(())
    with Path(path).open(encoding="utf-8", newline="\n") as file:
        parts = (line[1:].partition("\t") for line in file if line[0] == state)
        return StoredBodies((slug, text) for slug, _, text in parts)


def read_kept(parcel: KeptParcel, bank_rows: str | None) -> KeptReading | None:
    """Give the reading of the chosen bank, in which what the files prove is looked for; None = nothing is."""
    rows = read_rows(bank_rows, "r")
    if bank_rows is None or not (rows or parcel.reading_name):
        return None
    paragraphs = (Paragraph(int(n), row["kind"], row["text"], row["text"], row["level"]) for n, row in rows.items())
    return KeptReading(Document("", tuple(paragraphs)))
