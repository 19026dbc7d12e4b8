"""What a bank's own file changes beside its questions: noted with its import, so that edits made here are kept.

It is also what the way back needs: the words that the bank said of itself, its reading and the order of its questions.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, exists, insert, select
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, Document, DocumentParagraph, Import, QuestionRow, Revision
from quizapp.banks.service.loading import TITLE_AT_MOST, LoadReport, sibling_key
from quizapp.banks.service.publishing import get_document, make_paragraphs
from quizapp.banks.service.storing import SLUGS_AT_ONCE
from quizapp.banks.verdicts import OWN_IDS
from quizapp.core.document import Document as Reading
from quizapp.core.formats.parcel import BankFields
from quizapp.core.kinds import parse_question

Words = dict[str, Any]

#: What a bank says of itself, by its columns, and how that is called.
NAMES = {
    "title": "title",
    "description": "description",
    "language": "language",
    "licence": "licence",
    "authors": "authors",
    "tags": "tags of the bank",
    "extra": "further fields",
}
READING = "reading"


def words_of_file(fields: BankFields, slug: str) -> Words:
    """Give what a bank file says of its bank, as the columns hold it."""
    return {
        "title": (fields.title or slug)[:TITLE_AT_MOST],
        "description": fields.description,
        "language": (fields.language or "en")[:35],
        "licence": fields.licence[:TITLE_AT_MOST],
        "authors": list(fields.authors),
        "tags": list(fields.tags),
        "extra": dict(fields.extra),
    }


def words_of_bank(bank: Bank) -> Words:
    """Give what a bank says of itself."""
    return {name: getattr(bank, name) for name in NAMES}


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a bank says once its file was heard, what counts as the file's word, and names of what was not taken."""

    words: Words
    said: Words
    kept: Sequence[str]
    #: Whether the file's reading takes the place of the bank's, and the mark of what counts as the file's then.
    takes_reading: bool
    reading_mark: str


def agree(session: Session, bank: Bank, fields: BankFields, reading: Words) -> Agreed:
    """Keep what was edited here since the file spoke last, or before it ever did; all else is as the file says.

    `reading` is what the file brings as the bank's reading; empty = none.
    """
    now, new = words_of_bank(bank), words_of_file(fields, bank.slug)
    before, last_mark = _said_last(session, bank)
    edited = {
        name
        for name in NAMES
        if now[name] != new[name] and (now[name] != before[name] if name in before else bool(now[name]))
    }
    said = {name: before.get(name) if name in edited else new[name] for name in NAMES}
    kept = [called for name, called in NAMES.items() if name in edited and new[name] and new[name] != before.get(name)]
    words = {name: (now if name in edited else new)[name] for name in NAMES}
    if not reading:
        return Agreed(words, said, kept, False, last_mark or "")
    mark, there = mark_of_reading(reading), get_reading(session, bank.id)
    if not there or last_mark is None or mark_of_reading(there) in (last_mark, mark):
        return Agreed(words, said, kept, True, mark)
    return Agreed(words, said, [*kept, READING] if mark != last_mark else kept, False, last_mark)


def name_beside(session: Session, bank: Bank, fields: BankFields, reading: Words) -> list[str]:
    """Name what of a bank, beside its questions and their order, its file will make another than it is."""
    agreed, now = agree(session, bank, fields, reading), words_of_bank(bank)
    named = [called for name, called in NAMES.items() if agreed.words[name] != now[name]]
    is_read_anew = agreed.takes_reading and agreed.reading_mark != mark_of_reading(get_reading(session, bank.id))
    return [*named, READING] if is_read_anew else named


def name_not_taken(bank: Bank, fields: BankFields, document: Reading | None) -> list[str]:
    """Name what a file says that a bank keeps as it is: its reading, and what it says otherwise of itself."""
    said = {
        "title": (fields.title, bank.title),
        "description": (fields.description, bank.description),
        "licence": (fields.licence, bank.licence),
        "authors": (list(fields.authors), bank.authors),
        "tags of the bank": (list(fields.tags), bank.tags),
        "further fields": (dict(fields.extra), bank.extra),
    }
    named = [name for name, (of_file, of_bank) in said.items() if of_file and of_file != of_bank]
    return named + (["reading"] if document is not None else [])


def reading_of_file(document: Reading | None, name: str) -> Words:
    """Give the rows of a reading, with their HTML made; empty where the file has none."""
    if document is None:
        return {}
    made = make_paragraphs(document, 1)
    return {
        "name": name[:TITLE_AT_MOST],
        "title": made.title[:TITLE_AT_MOST],
        "word_count": made.word_count,
        "paragraphs": made.rows,
    }


def _said_last(session: Session, bank: Bank) -> tuple[Words, str | None]:
    """Give what the file of a bank said of it last, and the mark of its reading then (None = not known).

    Where that is undone or was not noted it is what the bank says now; of a bank that had no file it is nothing.
    """
    loads = own_files("done", "undoing", "undone").where(Import.bank_id == bank.id).order_by(Import.id.desc())
    own = [held for held in session.scalars(loads) if not held.files[0].get("joins")]
    for held in own:
        if held.state == "done":
            filed = session.scalars(select(Import.report).where(Import.id == held.id)).one()["filed"]
            return dict(filed["said"]), str(filed["reading_mark"])
    return (words_of_bank(bank), None) if own or bank.file_hash else ({}, "")


def own_files(*states: str) -> Select[Import]:
    """Select the imports of banks' own files by the command line, in these states."""
    is_own = Import.files[(0, "format")].as_string().in_(sorted(OWN_IDS))
    return select(Import).where(Import.owner_id.is_(None), Import.state.in_(states), is_own)


def note_begun(session: Session, name: str, form: str, sha256: str | None, now: datetime) -> int:
    """Note that a bank file is on its way, and give its number."""
    held = Import(
        client_id=str(uuid.uuid4()),
        state="storing",
        files=[{"name": name, "sha256": sha256 or "", "stored": "", "table": {}, "size_bytes": 0, "format": form}],
        created_at=now,
    )
    session.add(held)
    session.flush()
    return held.id


@dataclass(slots=True)
class Filed:
    """What a load changes of a bank beside its questions."""

    #: What the bank said of itself before; None = it was made for the load, or keeps all that it says.
    before: Words | None = None
    words: Words = field(default_factory=dict)
    said: Words = field(default_factory=dict)
    was_closed: bool = False
    #: The earlier reading, empty where there was none; None = the load left the reading as it was.
    reading: Words | None = None
    #: Sums up what counts as the file's reading from then on.
    reading_mark: str = ""
    #: Rows of questions with their places before and after.
    moved: list[tuple[int, int, int]] = field(default_factory=list)

    def to_json(self) -> Words:
        """Give it as the report of an import holds it."""
        return {
            "before": self.before, "words": self.words, "said": self.said, "was_closed": self.was_closed,
            "reading": self.reading, "reading_mark": self.reading_mark, "moved": self.moved,
        }  # fmt: skip


def get_reading(session: Session, bank_id: int) -> Words:
    """Give the rows of a bank's reading as plain values; empty when it has none."""
    row = session.scalar(select(Document).where(Document.bank_id == bank_id))
    if row is None:
        return {}
    columns = ("number", "kind", "level", "text", "html")
    found = select(*(getattr(DocumentParagraph, name) for name in columns)).order_by(DocumentParagraph.number)
    rows = session.execute(found.where(DocumentParagraph.document_id == row.id))
    paragraphs = [dict(zip(columns, map(_plain, each), strict=True)) for each in rows]
    return {"name": row.name, "title": row.title, "word_count": row.word_count, "paragraphs": paragraphs}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value


def mark_of_reading(said: Words) -> str:
    """Sum up a reading, to be compared later."""
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def write_reading(session: Session, bank_id: int, said: Words) -> None:
    """Let this be the reading of a bank; an empty one takes it away."""
    row = session.scalar(select(Document).where(Document.bank_id == bank_id))
    if not said:
        if row is not None:
            session.execute(delete(Document).where(Document.id == row.id))
        return
    row = row or Document(bank_id=bank_id)
    row.name, row.title, row.word_count = said["name"], said["title"], said["word_count"]
    session.add(row)
    session.flush()
    session.execute(delete(DocumentParagraph).where(DocumentParagraph.document_id == row.id))
    if said["paragraphs"]:
        session.execute(insert(DocumentParagraph), [{**each, "document_id": row.id} for each in said["paragraphs"]])


#: What of an import and its report tells whether it has brought anything.
OF_BROUGHT = (
    Import.id,
    Import.is_new_bank,
    *(Import.report[name].label(name) for name in ("filed", "history", "was_closed")),
)


def has_brought(session: Session, told: Any) -> bool:
    """Whether an import that is in its bank has changed anything there, or for its learner.

    `told` has `OF_BROUGHT`. What has brought nothing holds no earlier import, and has no way back itself.
    """
    filed = told.filed or {}
    if told.is_new_bank or filed.get("was_closed") or told.was_closed or _changes_bank(filed):
        return True
    # While its answers come along, or where some could not, it is not known how many do; acts are cards put away.
    if told.history is not None and (told.history.get("answers") != 0 or told.history.get("acts")):
        return True
    return bool(session.scalar(select(exists().where(Revision.import_id == told.id))))


def _changes_bank(filed: Mapping[str, Any]) -> bool:
    """Whether a file has changed anything of its bank beside the questions."""
    if not filed:
        return False
    before, words, reading = filed["before"] or {}, filed["words"], filed["reading"]
    is_read_anew = reading is not None and mark_of_reading(reading) != filed["reading_mark"]
    return bool(filed["moved"]) or is_read_anew or any(before[name] != words[name] for name in before)


def take_back(session: Session, bank: Bank, filed: Mapping[str, Any], load: LoadReport, import_id: int) -> list[str]:
    """Let a bank say, read and ask in the order that it did before a load; gives what was changed since, and stays.

    Where its file was loaded again later, and that is not undone, all of it stays.
    """
    kept = name_kept(session, bank, filed, import_id)
    if _is_said_later(session, bank, import_id):
        return kept
    _take_back_words(bank, filed)
    is_read_anew = filed["reading"] is not None and READING not in kept
    if is_read_anew:
        write_reading(session, bank.id, filed["reading"])
    _take_back_places(session, bank, filed["moved"], load)
    if filed["before"] is not None:
        place_siblings(session, bank, None if is_read_anew else load.changed)
    return kept


def name_kept(session: Session, bank: Bank, filed: Mapping[str, Any], import_id: int) -> list[str]:
    """Name what `take_back` leaves as it is, since it was changed after the load; nothing is changed."""
    before, words, is_later = filed["before"] or {}, filed["words"], _is_said_later(session, bank, import_id)
    changed = [name for name in NAMES if before and before[name] != words[name]]
    kept = [NAMES[name] for name in changed if is_later or getattr(bank, name) != words[name]]
    is_read_kept = filed["reading"] is not None and (is_later or not _is_read_as_left(session, bank, filed))
    return [*kept, READING] if is_read_kept else kept


def takes_reading_back(session: Session, bank: Bank, filed: Mapping[str, Any] | None, import_id: int) -> bool:
    """Whether `take_back` will give a bank the reading that it had before the load."""
    if not filed or filed["reading"] is None or _is_said_later(session, bank, import_id):
        return False
    return _is_read_as_left(session, bank, filed)


def _is_read_as_left(session: Session, bank: Bank, filed: Mapping[str, Any]) -> bool:
    return mark_of_reading(get_reading(session, bank.id)) == str(filed["reading_mark"])


def _is_said_later(session: Session, bank: Bank, import_id: int) -> bool:
    later = own_files("done").where(Import.bank_id == bank.id, Import.id > import_id)
    found = session.execute(later.with_only_columns(*OF_BROUGHT, Import.files)).all()
    return any(not told.files[0].get("joins") and has_brought(session, told) for told in found)


def _take_back_words(bank: Bank, filed: Mapping[str, Any]) -> None:
    for name, earlier in (filed["before"] or {}).items():
        if getattr(bank, name) == filed["words"][name]:
            setattr(bank, name, earlier)


def _take_back_places(session: Session, bank: Bank, moved: Sequence[Sequence[int]], load: LoadReport) -> None:
    """Let questions stand where they stood, but for those that were moved again."""
    if not moved:
        return
    table: Any = QuestionRow.__table__
    is_it = (table.c.id == bindparam("row_id")) & (table.c.position == bindparam("after"))
    back = table.update().where(is_it, table.c.bank_id == bank.id).values(position=bindparam("before"))
    rows = [{"row_id": row_id, "before": before, "after": after} for row_id, before, after in moved]
    session.connection().execute(back, rows)
    lowest = min(before for _, before, _ in moved)
    load.first_moved_position = min(load.first_moved_position or lowest, lowest)


def place_siblings(session: Session, bank: Bank, slugs: Sequence[str] | None) -> None:
    """Name the sentence of the evidence of questions (None = all) anew, by the reading that the bank has now."""
    whole = get_document(session, bank.id)
    document: Reading | None = whole if whole.paragraphs else None
    changed = [
        {"row_id": row_id, "sibling": found}
        for row_id, body, sibling in _evidence(session, bank, slugs)
        if (found := sibling_key(parse_question(body), document) if body.get("evidence") else None) != sibling
    ]
    if changed:
        table: Any = QuestionRow.__table__
        placed = table.update().where(table.c.id == bindparam("row_id")).values(sibling_key=bindparam("sibling"))
        session.connection().execute(placed, changed)


def _evidence(session: Session, bank: Bank, slugs: Sequence[str] | None) -> Iterator[Any]:
    rows = select(QuestionRow.id, QuestionRow.body, QuestionRow.sibling_key).where(QuestionRow.bank_id == bank.id)
    if slugs is None:
        yield from session.execute(rows)
        return
    for start in range(0, len(slugs), SLUGS_AT_ONCE):
        yield from session.execute(rows.where(QuestionRow.slug.in_(slugs[start : start + SLUGS_AT_ONCE])))
