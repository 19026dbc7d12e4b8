"""A copy of a whole bank: its questions in use with tags, its reading, its pictures and sounds; nobody's memory."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, count
from typing import Any

from sqlalchemy import ColumnElement, and_, func, insert, literal, select
from sqlalchemy.orm import Session, aliased

from quizapp.banks.models import BANK_OF_FOUND, Bank, Document, DocumentParagraph, Media, QuestionRow, Revision, Tag
from quizapp.banks.service.access import check_teacher, get_bank
from quizapp.banks.service.importing.pieces import adopt
from quizapp.banks.service.importing.planning import outline_now
from quizapp.banks.service.importing.staging import filing_slug, get_aside, make_aside
from quizapp.banks.service.indexing import indexed_at_once
from quizapp.banks.service.loading import TITLE_AT_MOST
from quizapp.banks.service.making import find_made, mark_of_form
from quizapp.banks.service.publishing import make_own_bank
from quizapp.people.viewer import Viewer

_PIECE = 2_000
_COPIED = re.compile(r" \(copy(?: [0-9]+)?\)\Z")
_SAID = ("language", "description", "licence", "authors", "tags", "extra")
_ASKED = (
    "slug", "kind", "body", "rendered", "about", "position", "sibling_key", "words", "marks",
)  # fmt: skip


@dataclass(slots=True)
class BankCopy:
    """A copy of a bank on its way: its questions are written piece by piece where nobody sees them, then let in.

    Each step is one turn of the writers, for which learners' answers wait: `begin`, `copy_piece` while `is_left`, and
    `finish`. Where it ends before, what was written is swept (`importing.staging`).
    """

    viewer: Viewer
    slug: str
    client_id: str
    now: datetime
    _aside: str = ""
    _mark: str = ""
    _source_id: int = 0
    _outline: dict[str, Any] = field(default_factory=dict)
    _left: list[int] = field(default_factory=list)

    def begin(self, session: Session) -> None:
        """Look at the bank, and make the place where its copy is written.

        Raises:
            NotFound: there is no such bank for them.
            NotAllowed: they are no teacher.
        """
        check_teacher(self.viewer, "Copies of banks are for teachers.")
        source = session.get_one(Bank, get_bank(session, self.viewer, self.slug).id)
        self._source_id, self._outline = source.id, dict(source.outline)
        self._mark = mark_of_form(self.viewer, self.client_id, "copy", str(source.id))
        if find_made(session, self.viewer, self._mark) is not None:
            return
        self._aside = filing_slug(secrets.token_hex(8))
        _copy_reading(session, source.id, make_aside(session, self._aside, self.now).id)
        in_use = select(QuestionRow.id).where(QuestionRow.bank_id == source.id, QuestionRow.deleted_at.is_(None))
        self._left = list(session.scalars(in_use.order_by(QuestionRow.position)))

    @property
    def is_left(self) -> bool:
        """Whether there are questions that were not copied yet."""
        return bool(self._left)

    def copy_piece(self, session: Session) -> None:
        """Copy the next questions with their tags."""
        some, self._left = self._left[:_PIECE], self._left[_PIECE:]
        aside = get_aside(session, self._aside)
        last = session.scalar(select(func.max(QuestionRow.id))) or 0
        is_new = and_(BANK_OF_FOUND.in_((aside.id,)), QuestionRow.id > last)
        new = select(QuestionRow.id).where(is_new)
        with indexed_at_once(session, made=lambda: session.scalars(new).all()):
            _copy_rows(session, QuestionRow, _questions(self._source_id, aside.id, some))
        _copy_rows(session, Revision, _revisions(is_new, self.viewer, self.now))
        _copy_rows(session, Tag, _tags(is_new, self._source_id))

    def finish(self, session: Session) -> Bank:
        """Let the copy be a bank of the viewer's own; private, whoever may see the other.

        The same form sent twice makes one.

        Raises:
            NotFound: the bank is not for them any more.
        """
        known = find_made(session, self.viewer, self._mark)
        if known is not None:
            return known
        # Once more: they may have lost it meanwhile.
        source = session.get_one(Bank, get_bank(session, self.viewer, self.slug).id)
        aside = get_aside(session, self._aside)
        title = _title_of_copy(session, self.viewer, source.title)
        made = make_own_bank(session, self.viewer, title, visibility="private", now=self.now)
        for name in _SAID:
            setattr(made, name, getattr(source, name))
        copy = adopt(session, aside, made)
        copy.form_mark = self._mark
        # Where the bank was changed meanwhile, the copy may have some of it.
        copy.outline = self._outline if source.outline == self._outline else outline_now(session, copy.id)
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


def _questions(source_id: int, copy_id: int, ids: Sequence[int]) -> Any:
    columns = [getattr(QuestionRow, name) for name in _ASKED]
    return (
        select(literal(copy_id).label("bank_id"), literal(1).label("revision"), *columns)
        .where(BANK_OF_FOUND.in_((source_id,)), QuestionRow.id.in_(ids), QuestionRow.deleted_at.is_(None))
        .order_by(QuestionRow.position)
    )


def _revisions(is_new: ColumnElement[bool], viewer: Viewer, now: datetime) -> Any:
    return select(
        QuestionRow.id.label("question_id"),
        literal(1).label("number"),
        QuestionRow.body,
        literal("created").label("change"),
        literal(viewer.id).label("author_id"),
        literal(now, Revision.created_at.type).label("created_at"),
    ).where(is_new)


def _tags(is_new: ColumnElement[bool], source_id: int) -> Any:
    """Give the tags of the copies by the names that both banks have for their questions."""
    theirs = aliased(QuestionRow)
    return (
        select(QuestionRow.id.label("question_id"), Tag.path)
        .join(theirs, theirs.slug == QuestionRow.slug)
        .join(Tag, Tag.question_id == theirs.id)
        .where(is_new, theirs.bank_id == source_id)
    )
