"""The reading that a bank file brings along: made ready before the lock, and given to the bank made for the import."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from quizapp.banks.models import Bank
from quizapp.banks.parcels import KeptParcel
from quizapp.banks.service.publishing import MadeParagraphs, append_document, get_document, make_paragraphs
from quizapp.core.document import Document, read_document
from quizapp.core.evidence import KeptReading


@dataclass(frozen=True, slots=True)
class BroughtReading:
    """A reading on its way into a new bank, as it is counted and as rows."""

    name: str
    document: Document
    made: MadeParagraphs

    def give(self, session: Session, bank: Bank) -> None:
        """Let a bank have it, of whose questions the passages are counted in it."""
        append_document(session, bank, self.made, self.name)


def find_whole(session: Session, parcel: KeptParcel, bank_id: int | None) -> Document | None:
    """Give the reading by which sentences of passages are named: the one that comes along, or the bank's."""
    if bank_id is None:
        return read_document(parcel.read_reading()) if parcel.reading_name else None
    there = get_document(session, bank_id)
    return there if there.paragraphs or parcel.reading_name else None


def kept_reading(whole: Document | None, bank_id: int | None) -> KeptReading | None:
    """Give the reading that a bank keeps, in which what files prove is looked for; None = their own comes along."""
    return KeptReading(whole) if whole is not None and bank_id is not None else None


def find_reading(parcel: KeptParcel, bank_id: int | None) -> BroughtReading | None:
    """Make the reading of a parcel ready; None when there is none, or the bank may have another one already."""
    if bank_id is not None or not parcel.reading_name:
        return None
    document = read_document(parcel.read_reading())
    return BroughtReading(parcel.reading_name, document, make_paragraphs(document, 1))
