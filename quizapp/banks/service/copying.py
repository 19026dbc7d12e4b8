"""A copy of a whole bank: its questions in use with tags, its reading, its pictures and sounds; nobody's memory."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import chain, count
from typing import Any

from sqlalchemy import insert, literal, select
from sqlalchemy.orm import Session, aliased

from quizapp.banks.models import Bank, Document, DocumentParagraph, Media, QuestionRow, Revision, Tag
from quizapp.banks.service.access import get_bank
from quizapp.banks.service.indexing import indexed_at_once
from quizapp.banks.service.loading import TITLE_AT_MOST
from quizapp.banks.service.making import find_made, mark_of_form
from quizapp.banks.service.publishing import make_own_bank
from quizapp.core.errors import NotAllowed
from quizapp.people.viewer import Viewer

_COPIED = re.compile(r" \(copy(?: [0-9]+)?\)\Z")
_SAID = ("language", "description", "licence", "authors", "tags", "extra")
_ASKED = (
    "slug", "kind", "body", "rendered", "about", "position", "sibling_key", "words", "marks",
)  # fmt: skip


def copy_bank(session: Session, viewer: Viewer, slug: str, client_id: str, now: datetime) -> Bank:
    """Make a bank of the viewer's own that has all that this one asks; private, whoever may see the other.

    The same form sent twice makes one.

    Raises:
        NotFound: there is no such bank for them.
        NotAllowed: they are no teacher.
    """
    if not viewer.is_teacher:
        raise NotAllowed("Copies of banks are for teachers.")
    source = session.get_one(Bank, get_bank(session, viewer, slug).id)
    mark = mark_of_form(viewer, client_id, "copy", str(source.id))
    known = find_made(session, viewer, mark)
    if known is not None:
        return known
    copy = make_own_bank(session, viewer, _title_of_copy(session, viewer, source.title), visibility="private", now=now)
    copy.form_mark = mark
    for name in (*_SAID, "outline"):
        setattr(copy, name, getattr(source, name))
    session.flush()
    _copy_reading(session, source.id, copy.id)
    own_ids = select(QuestionRow.id).where(QuestionRow.bank_id == copy.id)
    with indexed_at_once(session, made=lambda: session.scalars(own_ids).all()):
        _copy_rows(session, QuestionRow, _questions(source.id, copy.id))
    _copy_rows(session, Revision, _revisions(copy.id, viewer, now))
    _copy_rows(session, Tag, _tags(source.id, copy.id))
    held = select(literal(copy.id).label("bank_id"), Media.sha256, Media.suffix, Media.size_bytes, Media.created_at)
    _copy_rows(session, Media, held.where(Media.bank_id == source.id))
    return copy


def _title_of_copy(session: Session, viewer: Viewer, title: str) -> str:
    """Give a title that tells a copy from the other banks of its owner: “… (copy)”, with a number where it is taken."""
    own = set(session.scalars(select(Bank.title).where(Bank.owner_id == viewer.id, Bank.deleted_at.is_(None))))
    endings = chain([" (copy)"], (f" (copy {number})" for number in count(2)))
    stem = _COPIED.sub("", title)
    names = (stem[: TITLE_AT_MOST - len(ending)].rstrip() + ending for ending in endings)
    return next(name for name in names if name not in own)


def _copy_rows(session: Session, table: Any, rows: Any) -> None:
    session.execute(insert(table).from_select([column.name for column in rows.selected_columns], rows))


def _copy_reading(session: Session, source_id: int, copy_id: int) -> None:
    document = session.scalar(select(Document).where(Document.bank_id == source_id))
    if document is None:
        return
    own = Document(bank_id=copy_id, name=document.name, title=document.title, word_count=document.word_count)
    session.add(own)
    session.flush()
    names = ("number", "kind", "level", "text", "html")
    columns = [getattr(DocumentParagraph, name) for name in names]
    rows = select(literal(own.id).label("document_id"), *columns).where(DocumentParagraph.document_id == document.id)
    _copy_rows(session, DocumentParagraph, rows)


def _questions(source_id: int, copy_id: int) -> Any:
    columns = [getattr(QuestionRow, name) for name in _ASKED]
    return (
        select(literal(copy_id).label("bank_id"), literal(1).label("revision"), *columns)
        .where(QuestionRow.bank_id == source_id, QuestionRow.deleted_at.is_(None))
        .order_by(QuestionRow.position)
    )


def _revisions(copy_id: int, viewer: Viewer, now: datetime) -> Any:
    return select(
        QuestionRow.id.label("question_id"),
        literal(1).label("number"),
        QuestionRow.body,
        literal("created").label("change"),
        literal(viewer.id).label("author_id"),
        literal(now, Revision.created_at.type).label("created_at"),
    ).where(QuestionRow.bank_id == copy_id)


def _tags(source_id: int, copy_id: int) -> Any:
    """Give the tags of the copies by the names that both banks have for their questions."""
    theirs = aliased(QuestionRow)
    return (
        select(QuestionRow.id.label("question_id"), Tag.path)
        .join(theirs, theirs.slug == QuestionRow.slug)
        .join(Tag, Tag.question_id == theirs.id)
        .where(QuestionRow.bank_id == copy_id, theirs.bank_id == source_id)
    )
