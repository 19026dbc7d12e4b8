"""A bank on its way out: who may take it, which of its questions, and all that is to be written of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, Document, DocumentParagraph, QuestionRow
from quizapp.banks.packing import Contents
from quizapp.banks.service.access import BankCard, check_teacher, get_bank, get_bank_by_id
from quizapp.banks.service.media import list_media
from quizapp.banks.service.searching import Wanted, found_in
from quizapp.core.errors import Conflict, NotFound
from quizapp.core.formats.parcel import BankFields, Loss
from quizapp.core.searching import Query, tag_mark
from quizapp.people.viewer import Viewer
from quizapp.plumbing.files import MediaStore

#: The formats that are ours: they alone take along questions that rest, which come back at rest.
OWN_FORMATS = ("bank", "bank-json", "bank-zip")
_ARCHIVED = "It is archived, and archived ones were not asked for."
_RESTS = "It rests until its changed text was looked at; our own formats alone keep it at rest."
_FOR_TEACHERS = "Taking a bank away shows all its keys, so it is for teachers."
_STEM_AT_MOST = 60
_ROWS_AT_ONCE = 1_000
#: What one statement may name, in whatever database.
_IDS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Choice:
    """Which questions of a bank are taken: those of these row ids and with this tag or one below it; empty = all.

    Archived ones are where they were named by their ids, or with `with_archived`. `backwards` asks for cards that also
    ask from the answer to the question, where the format has cards.
    """

    ids: tuple[int, ...] = ()
    tag: str = ""
    with_archived: bool = False
    backwards: bool = False

    @property
    def is_all(self) -> bool:
        """Whether nothing was chosen, and so the whole bank is meant."""
        return not self.ids and not self.tag


def get_bank_to_export(session: Session, viewer: Viewer, slug: str) -> BankCard:
    """Give a bank that a viewer may take away whole, with its keys: teachers may, of banks that they may see.

    Learners may not, also of a public bank: it may be somebody's test tomorrow.

    Raises:
        NotFound: there is none, or it is not for this viewer.
        NotAllowed: it is theirs to study alone.
    """
    bank = get_bank(session, viewer, slug)
    check_teacher(viewer, _FOR_TEACHERS)
    return bank


def check_export(session: Session, viewer: Viewer, bank_id: int) -> None:
    """Check the same of a bank by its number, as often as something of it is written.

    Raises:
        NotFound, NotAllowed: as above.
    """
    get_bank_by_id(session, viewer, bank_id)
    check_teacher(viewer, _FOR_TEACHERS)


def get_any_bank(session: Session, slug: str) -> Bank:
    """Give the bank of that name, whoever it belongs to: for who runs the server.

    Raises:
        NotFound: there is none.
    """
    bank = session.scalar(select(Bank).where(Bank.slug == slug, Bank.deleted_at.is_(None)))
    if bank is None:
        names = session.scalars(select(Bank.slug).where(Bank.deleted_at.is_(None)).order_by(Bank.slug).limit(20))
        raise NotFound(f"There is no bank “{slug}”. There are: {', '.join(names) or 'none at all'}.")
    return bank


def media_paths(session: Session, bank_id: int, store: MediaStore) -> dict[str, Path]:
    """Tell where the pictures and sounds of a bank lie, by their names in texts."""
    return {card.name: store.path(card.sha256) for card in list_media(session, bank_id)}


def count_chosen(session: Session, bank_id: int, choice: Choice, format_name: str = "") -> int:
    """Count the questions that an export in a format takes."""
    if choice.ids:
        return len(ids_of(session, bank_id, choice, format_name))
    return session.scalar(select(func.count()).where(_taken(session, bank_id, choice, format_name))) or 0


def count_archived(session: Session, bank_id: int, choice: Choice) -> int:
    """Count the archived questions that could be taken along with those chosen."""
    if choice.ids:
        return 0
    is_archived = and_(QuestionRow.deleted_at.is_not(None), QuestionRow.suspended_at.is_(None))
    return session.scalar(select(func.count()).where(_meant(session, bank_id, choice), is_archived)) or 0


def contents_of(
    session: Session, bank_id: int, choice: Choice, format_name: str, media: Mapping[str, Path], now: datetime
) -> Contents:
    """Give all that is to be written; its questions are read from the database as they are gone through.

    Raises:
        Conflict: none of the chosen questions is in the bank any more.
    """
    bank = session.get_one(Bank, bank_id)
    count = count_chosen(session, bank_id, choice, format_name)
    if not count and not choice.is_all:
        raise Conflict("None of the chosen questions is in this bank any more. Choose others, or the whole bank.")
    document = session.scalar(select(Document).where(Document.bank_id == bank_id))
    # A few questions of a bank are no bank: whoever brings them in again makes one of them, or adds them to one.
    name = document.name if document is not None and choice.is_all else ""
    return Contents(
        bank=_fields(bank, name, is_whole=choice.is_all),
        bodies=bodies_of(session, bank_id, choice, format_name),
        count=count,
        document=_reading(session, document.id) if document is not None and choice.is_all else "",
        moment=int(now.timestamp()),
        media=media,
        left_out=_left_out(session, bank_id, choice, format_name),
        backwards=choice.backwards,
    )


def _left_out(session: Session, bank_id: int, choice: Choice, format_name: str) -> tuple[Loss, ...]:
    """Name the questions that are meant but stay where they are, and say why."""
    kept = (
        select(QuestionRow.id, QuestionRow.kind, QuestionRow.body["stem"].as_string(), QuestionRow.suspended_at)
        .where(_meant(session, bank_id, choice), QuestionRow.deleted_at.is_not(None), ~_is_taken(choice, format_name))
        .order_by(QuestionRow.position)
    )
    wanted = frozenset(choice.ids)
    return tuple(
        Loss(f"{kind} “{stem[:_STEM_AT_MOST]}”", _ARCHIVED if suspended_at is None else _RESTS, questions=1)
        for row_id, kind, stem, suspended_at in session.execute(kept)
        if not wanted or row_id in wanted
    )


def bodies_of(session: Session, bank_id: int, choice: Choice, format_name: str = "") -> Iterator[dict[str, Any]]:
    """Give the bodies of the chosen questions in the order of the bank, read as they are asked for."""
    columns = select(QuestionRow.slug, QuestionRow.body)
    if not choice.ids:
        rows = columns.where(_taken(session, bank_id, choice, format_name)).order_by(QuestionRow.position)
        for slug, body in session.execute(rows.execution_options(yield_per=_ROWS_AT_ONCE)):
            yield {**body, "id": slug}
        return
    wanted = [row_id for row_id, _ in ids_of(session, bank_id, choice, format_name)]
    for start in range(0, len(wanted), _IDS_AT_ONCE):
        some = columns.where(QuestionRow.id.in_(wanted[start : start + _IDS_AT_ONCE])).order_by(QuestionRow.position)
        for slug, body in session.execute(some):
            yield {**body, "id": slug}


def ids_of(session: Session, bank_id: int, choice: Choice, format_name: str = "") -> list[tuple[int, str]]:
    """Give the row ids and ids of the chosen questions in the order of the bank."""
    rows = session.execute(
        select(QuestionRow.id, QuestionRow.slug)
        .where(_taken(session, bank_id, choice, format_name))
        .order_by(QuestionRow.position)
    )
    wanted = frozenset(choice.ids)
    return [(row_id, slug) for row_id, slug in rows if not wanted or row_id in wanted]


def _fields(bank: Bank, document: str, *, is_whole: bool) -> BankFields:
    return BankFields(
        slug=bank.slug if is_whole else "",
        title=bank.title,
        language=bank.language,
        description=bank.description,
        document=document,
        licence=bank.licence,
        authors=tuple(bank.authors),
        tags=tuple(bank.tags),
        extra=dict(bank.extra),
    )


def _reading(session: Session, document_id: int) -> str:
    from quizapp.core.formats.native_reading import written_reading  # start-up cost: it loads lxml

    columns = select(DocumentParagraph.kind, DocumentParagraph.level, DocumentParagraph.html)
    rows = session.execute(
        columns.where(DocumentParagraph.document_id == document_id).order_by(DocumentParagraph.number)
    )
    return written_reading((kind, level, html) for kind, level, html in rows)


def _taken(session: Session, bank_id: int, choice: Choice, format_name: str) -> ColumnElement[bool]:
    return and_(_meant(session, bank_id, choice), _is_taken(choice, format_name))


def _is_taken(choice: Choice, format_name: str) -> ColumnElement[bool]:
    """Give the condition for the states in which a question is taken."""
    is_taken: ColumnElement[bool] = QuestionRow.deleted_at.is_(None)
    if choice.ids or choice.with_archived:
        is_taken = or_(is_taken, QuestionRow.suspended_at.is_(None))
    if format_name in OWN_FORMATS:
        is_taken = or_(is_taken, QuestionRow.suspended_at.is_not(None))
    return is_taken


def _meant(session: Session, bank_id: int, choice: Choice) -> ColumnElement[bool]:
    """Give the condition for questions of a bank with the chosen tag, in use or not, as the list of them finds it."""
    found = QuestionRow.bank_id == bank_id
    if not choice.tag:
        return found
    tagged = Wanted((bank_id,), Query(marks=(tag_mark(choice.tag),)), "any")
    return and_(found, QuestionRow.id.in_(found_in(session, tagged)))
