"""A bank from a file: made, or brought up to date by the ids of its questions, so that learning history survives."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, Document, DocumentParagraph, QuestionRow, Revision, Tag
from quizapp.banks.service.outline import outline_of
from quizapp.core import document as reading
from quizapp.core.errors import Conflict
from quizapp.core.formats.parcel import BankFields, Parcel
from quizapp.core.kinds import parse_question
from quizapp.core.question import Json, Question
from quizapp.core.searching import marks_of, words_of
from quizapp.plumbing.markup import render_inline, render_markdown

#: Longer titles are cut, and so are the other words for which a table has no room.
TITLE_AT_MOST = 200
_KEY_FIELDS = ("kind", "key", "from", "to", "pairs", "items", "gaps")
_ASKED_FIELDS = ("stem", "context", "options", "distractors", "accept", "tolerance", "unit", "scoring", "compare")
_SENTENCE_END = re.compile(r"[.!?][”’\"')\]]*\s+(?=[“‘\"'(\[]?[A-Z0-9])")


@dataclass(slots=True)
class LoadReport:
    """What loading changed: ids of questions (in the file's words), and row ids where learners' cards are concerned."""

    slug: str
    bank_id: int = 0
    is_new: bool = False
    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    #: Rows whose key is another now: due today for whoever has met them.
    key_changed_ids: list[int] = field(default_factory=list)
    #: The lowest position at which the order changed; None when it did not.
    first_moved_position: int | None = None


def is_loaded(session: Session, file_hash: str) -> bool:
    """Whether the bank of a file stands as this very file left it, closed or not."""
    known = select(Bank.id).where(Bank.file_hash == file_hash).limit(1)
    return session.scalar(known) is not None


def load_bank(
    session: Session,
    parcel: Parcel,
    document: reading.Document | None,
    *,
    slug: str,
    file_hash: str | None,
    now: datetime,
    document_name: str = "",
    opens: bool = False,
) -> LoadReport:
    """Make the bank, or bring it up to date; what is missing from the file stays, and a closed bank stays closed.

    `opens` is for who brings this very file by hand: the bank is in use again.

    Raises:
        Conflict: the name belongs to somebody's own bank.
    """
    report = LoadReport(slug)
    bank = _bank(session, parcel.bank, report, now)
    report.bank_id = bank.id
    if opens:
        bank.deleted_at = None
    if document is not None:
        _load_document(session, bank.id, document, document_name)
    _load_questions(session, bank.id, parcel.questions, document, report, now)
    bank.outline = outline_of(questions_in_use(session, bank.id))
    bank.file_hash = file_hash
    return report


def _bank(session: Session, fields: BankFields, report: LoadReport, now: datetime) -> Bank:
    bank = session.scalar(_locked(report.slug))
    if bank is None:
        report.is_new = _make(session, report.slug, now)
        bank = session.scalars(_locked(report.slug)).one()
    if bank.owner_id is not None:
        raise Conflict(f"The bank “{report.slug}” belongs to a teacher here. Give the file’s bank another slug.")
    bank.title = (fields.title or report.slug)[:TITLE_AT_MOST]
    bank.language = (fields.language or "en")[:35]
    bank.description = fields.description
    bank.licence = fields.licence[:TITLE_AT_MOST]
    bank.authors = list(fields.authors)
    bank.tags = list(fields.tags)
    bank.extra = dict(fields.extra)
    session.flush()
    return bank


def _locked(slug: str) -> Select[Bank]:
    # Of two loads of one bank on a server the second finds what the first has made; answers go on meanwhile.
    return select(Bank).where(Bank.slug == slug).with_for_update(key_share=True)


def _make(session: Session, slug: str, now: datetime) -> bool:
    """Make an empty bank; False when another load made it meanwhile."""
    try:
        with session.begin_nested():
            session.add(Bank(slug=slug, title=slug, language="en", visibility="public", created_at=now))
    except IntegrityError:
        return False
    return True


def _load_document(session: Session, bank_id: int, document: reading.Document, name: str) -> None:
    row = session.scalar(select(Document).where(Document.bank_id == bank_id)) or Document(bank_id=bank_id)
    row.name = name[:TITLE_AT_MOST]
    row.title = document.title[:TITLE_AT_MOST]
    row.word_count = sum(len(paragraph.text.split()) for paragraph in document.paragraphs)
    session.add(row)
    session.flush()
    session.execute(delete(DocumentParagraph).where(DocumentParagraph.document_id == row.id))
    paragraphs = [
        {
            "document_id": row.id,
            "number": paragraph.number,
            "kind": paragraph.kind,
            "level": paragraph.level,
            "text": paragraph.text,
            "html": render_inline(paragraph.markdown),
        }
        for paragraph in document.paragraphs
    ]
    if paragraphs:
        session.execute(insert(DocumentParagraph), paragraphs)


def _load_questions(
    session: Session,
    bank_id: int,
    questions: Sequence[Question],
    document: reading.Document | None,
    report: LoadReport,
    now: datetime,
) -> None:
    rows = {row.slug: row for row in session.scalars(select(QuestionRow).where(QuestionRow.bank_id == bank_id))}
    listed = {question.id for question in questions}
    for position, question in enumerate(questions, start=1):
        row = rows.get(question.id)
        if row is None:
            row = QuestionRow(bank_id=bank_id, slug=question.id, revision=0)
            session.add(row)
        _load_question(session, row, question, position, document, report, now)
    beyond = len(questions)
    for row in sorted((row for slug, row in rows.items() if slug not in listed), key=lambda row: row.position):
        beyond += 1
        row.position = beyond
    session.flush()


def _load_question(
    session: Session,
    row: QuestionRow,
    question: Question,
    position: int,
    document: reading.Document | None,
    report: LoadReport,
    now: datetime,
) -> None:
    # One that comes back after it was taken out stands where learners may have passed already.
    if row.position != position or row.deleted_at is not None:
        report.first_moved_position = min(report.first_moved_position or position, position)
        row.position = position
    store_question(session, row, question, document, report, author_id=None, now=now)


def store_question(
    session: Session,
    row: QuestionRow,
    question: Question,
    document: reading.Document | None,
    report: LoadReport,
    *,
    author_id: int | None,
    now: datetime,
) -> None:
    """Bring a question's row up to date and tell the report; one that says the same gets no revision."""
    body = question.dump()
    row.sibling_key = sibling_key(question, document)
    is_kept = row.deleted_at is None or row.suspended_at is not None
    if row.revision and is_kept and row.body == body:
        report.unchanged.append(question.id)
        return
    change = change_of(row.body, body) if row.revision else "created"
    (report.changed if row.revision else report.created).append(question.id)
    save_body(session, row, question, change=change, author_id=author_id, now=now)
    if change == "key_changed" and row.deleted_at is None:
        report.key_changed_ids.append(row.id)


def save_body(
    session: Session, row: QuestionRow, question: Question, *, change: str, author_id: int | None, now: datetime
) -> None:
    """Make a question's value the row's next revision, with its HTML and tags."""
    row.kind = question.kind
    row.body = question.dump()
    row.about = question.about
    row.rendered = rendered(question)
    row.words, row.marks = words_of(row.body), marks_of(question.tags)
    row.revision += 1
    row.suspended_at = now if rests(question) else None
    row.deleted_at = row.suspended_at
    session.flush()
    session.add(
        Revision(
            question_id=row.id, number=row.revision, body=row.body, change=change, author_id=author_id, created_at=now
        )
    )
    session.execute(delete(Tag).where(Tag.question_id == row.id))
    if question.tags:
        session.execute(insert(Tag), [{"question_id": row.id, "path": path} for path in dict.fromkeys(question.tags)])


def rests(question: Question) -> bool:
    """Whether a question says of itself that it waits for its teacher; a file of YAML says it in letters."""
    return question.draft.get("suspended") in (True, "true")


def rendered(question: Question) -> dict[str, Any]:
    """Give the sanitised HTML of a question's words, made once when it is saved."""
    return {
        "stem": render_markdown(question.stem),
        "context": render_markdown(question.context),
        "explanation": render_markdown(question.explanation),
        "hints": [render_markdown(hint) for hint in question.hints],
    }


def change_of(before: Mapping[str, Json], after: Mapping[str, Json]) -> str:
    """Name the kind of change between two bodies: key_changed, clarified or cosmetic."""
    if any(before.get(name) != after.get(name) for name in _KEY_FIELDS):
        return "key_changed"
    if any(before.get(name) != after.get(name) for name in _ASKED_FIELDS):
        return "clarified"
    return "cosmetic"


def sibling_key(question: Question, document: reading.Document | None) -> str | None:
    """Name the sentence of a question's first evidence; questions on one sentence give each other away."""
    if document is None or not question.evidence:
        return None
    return sentence_key(document, question.evidence[0].paragraph, question.evidence[0].quote)


def sentence_key(document: reading.Document, number: int, quote: str) -> str | None:
    """Name the sentence of a paragraph in which a quote begins; None where it does not stand there."""
    paragraph = document.find_paragraph(number)
    span = reading.find_evidence(paragraph, quote) if paragraph else None
    if paragraph is None or span is None:
        return None
    ends = [match.end() for match in _SENTENCE_END.finditer(paragraph.text)]
    return f"{paragraph.number}.{sum(end <= span[0] for end in ends)}"


def questions_in_use(session: Session, bank_id: int) -> list[Question]:
    """Give the questions that a bank asks, in its order."""
    bodies = session.scalars(
        select(QuestionRow.body)
        .where(QuestionRow.bank_id == bank_id, QuestionRow.deleted_at.is_(None))
        .order_by(QuestionRow.position)
        # Many are written past the session, which would give them as they were.
        .execution_options(populate_existing=True)
    )
    return [parse_question(body) for body in bodies]
