"""Banks within what a viewer may see: what is not theirs looks like what does not exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, false, or_, select, true
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank, Document, DocumentParagraph, QuestionRow, Share
from quizapp.core.errors import NotAllowed, NotFound
from quizapp.core.plain_stem import stem_in_line
from quizapp.people.models import User
from quizapp.people.viewer import Viewer
from quizapp.plumbing.hot import Hot
from quizapp.plumbing.markup import SafeHtml

#: No row has a number beyond this one, and SQLite cannot be asked for one of more than 64 bits.
HIGHEST_ID = 2**31 - 1
NOT_TO_READ = "The answers of this bank are for teachers. Study it to meet its questions."

#: Study it; look at its questions and copy them; change them; open and close the bank itself.
Access: TypeAlias = Literal["study", "read", "edit", "rule"]
BANK_COLUMNS = (
    Bank.id,
    Bank.slug,
    Bank.title,
    Bank.language,
    Bank.description,
    Bank.owner_id,
    Bank.licence,
    Bank.outline,
)
_IN_USE = Bank.deleted_at.is_(None)
_PUBLIC = Bank.visibility == "public"
_OWN = Bank.owner_id == bindparam("viewer_id")
#: Given by name; or by a link, as long as that is the bank's.
_SHARED = exists().where(
    Share.bank_id == Bank.id,
    Share.user_id == bindparam("viewer_id"),
    or_(Share.token.is_(None), Share.token == Bank.link_token),
)
_CONDITIONS: dict[str, ColumnElement[bool]] = {
    "passer-by": and_(_IN_USE, _PUBLIC),
    "learner": and_(_IN_USE, or_(_PUBLIC, _OWN, _SHARED)),
    "admin": _IN_USE,
}
_ALL = select(*BANK_COLUMNS).order_by(Bank.title, Bank.id)


@dataclass(frozen=True, slots=True)
class BankCard:
    """A bank as its page and the library show it; `outline` is what `service.outline` made of its questions."""

    id: int
    slug: str
    title: str
    language: str
    description: str
    owner_id: int | None
    licence: str
    outline: dict[str, Any]

    @property
    def question_count(self) -> int:
        """The number of questions in use."""
        return int(self.outline.get("questions", 0))


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph that supports a question."""

    number: int
    html: SafeHtml
    text: str


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Give the condition for banks in use that a viewer may read; the caller binds the parameter `viewer_id`."""
    return _CONDITIONS[_sort_of(viewer)]


class HotByViewer:
    """A statement that finds banks, made once for each sort of viewer; the caller binds `viewer_id`."""

    def __init__(self, statement: Select[Any]) -> None:
        self._statements = {sort: Hot(statement.where(condition)) for sort, condition in _CONDITIONS.items()}

    def of(self, viewer: Viewer) -> Hot:
        """Give the statement that finds no more than this viewer may see."""
        return self._statements[_sort_of(viewer)]


def _sort_of(viewer: Viewer) -> str:
    return "admin" if viewer.is_admin else "passer-by" if viewer.id is None else "learner"


_BY_SLUG = HotByViewer(select(*BANK_COLUMNS).where(Bank.slug == bindparam("slug")))
_BY_ID = HotByViewer(select(*BANK_COLUMNS).where(Bank.id == bindparam("bank_id")))


def get_bank(session: Session, viewer: Viewer, slug: str) -> BankCard:
    """Give the bank of that name.

    Raises:
        NotFound: there is none, or it is not for this viewer.
    """
    # PostgreSQL refuses a text with NUL, even to look for it.
    bound = {"slug": slug.replace("\0", "/"), "viewer_id": viewer.id}
    row = _BY_SLUG.of(viewer).first(session, bound)
    if row is None:
        raise NotFound("There is no such bank here. The library lists those there are.")
    return BankCard(*row)


def get_bank_by_id(session: Session, viewer: Viewer, bank_id: int) -> BankCard:
    """Give the bank of that number.

    Raises:
        NotFound: there is none, or it is not for this viewer.
    """
    row = _BY_ID.of(viewer).first(session, {"bank_id": bank_id, "viewer_id": viewer.id})
    if row is None:
        raise NotFound("This bank is not here any more. The library lists those there are.")
    return BankCard(*row)


def check_teacher(viewer: Viewer, why: str = "This is for teachers.") -> None:
    """Check that this is a teacher or an admin, whatever page or job asks for it.

    Raises:
        NotAllowed: it is not, or not any more.
    """
    if not viewer.is_teacher:
        raise NotAllowed(why)


def get_bank_to_read(session: Session, viewer: Viewer, slug: str) -> BankCard:
    """Give a bank at whose questions, with all that is right of them, a viewer may look.

    Raises:
        NotFound: there is none, or it is not for this viewer.
        NotAllowed: it is theirs to study alone.
    """
    bank = get_bank(session, viewer, slug)
    check_teacher(viewer, NOT_TO_READ)
    return bank


def get_bank_to_edit(session: Session, viewer: Viewer, slug: str, *, is_locked: bool = True) -> Bank:
    """Give a bank that a viewer may change: theirs or shared so, for an admin any; locked until the transaction ends.

    A snapshot cannot lock. Who may read a bank without changing it is told so; to others it does not exist.

    Raises:
        NotFound: there is none, or it is not for this viewer.
        NotAllowed: it is theirs to read alone.
    """
    seen = get_bank(session, viewer, slug)
    statement = select(Bank).where(Bank.id == seen.id, Bank.deleted_at.is_(None), editable_by(viewer))
    bank = session.scalar(statement.with_for_update(key_share=True) if is_locked else statement)
    if bank is None:
        raise NotAllowed("This bank is somebody else’s. Whoever it belongs to can change it, or you can copy it.")
    return bank


def editable_by(viewer: Viewer) -> ColumnElement[bool]:
    """Give the condition for banks whose questions a viewer may change."""
    if viewer.is_admin:
        return true()
    if not viewer.is_teacher:
        return false()
    may_edit = Share.access == "edit"
    return or_(
        Bank.owner_id == viewer.id,
        exists().where(Share.bank_id == Bank.id, Share.user_id == viewer.id, may_edit).correlate(Bank),
    )


def rules(viewer: Viewer, owner_id: int | None) -> bool:
    """Whether the doors of a bank with this owner are a viewer's to open and close."""
    return viewer.is_admin or (viewer.is_teacher and owner_id == viewer.id)


def takes_from(viewer: Viewer, source: BankCard) -> ColumnElement[bool]:
    """Give the condition for banks into which a viewer may move questions of another: the owner's, or all of theirs.

    Who merely may change somebody's bank could take away what is not theirs.
    """
    if rules(viewer, source.owner_id):
        return true()
    return Bank.owner_id == source.owner_id if source.owner_id is not None else false()


def access_of(session: Session, viewer: Viewer, bank: BankCard) -> Access:
    """Tell what a viewer may do with a bank that they see, for pages that offer it."""
    if rules(viewer, bank.owner_id):
        return "rule"
    if not viewer.is_teacher:
        return "study"
    given = select(Share.access).where(Share.bank_id == bank.id, Share.user_id == viewer.id)
    return "edit" if session.scalar(given) == "edit" else "read"


def get_bank_to_rule(
    session: Session, viewer: Viewer, slug: str, *, is_locked: bool = True, is_closed: bool = False
) -> Bank:
    """Give a bank whose doors are a viewer's to open and close: the owner's, for an admin any.

    Who may only read or edit it is told so; to others it does not exist. `is_closed` gives a closed one instead.

    Raises:
        NotFound: there is none, or it is not for this viewer.
        NotAllowed: it is somebody else's, or they are no teacher any more.
    """
    if not is_closed:
        get_bank(session, viewer, slug)
    is_meant = can_be_opened_by(viewer) if is_closed else and_(Bank.deleted_at.is_(None), _ruled_by(viewer))
    statement = select(Bank).where(Bank.slug == slug.replace("\0", "/"), is_meant)
    bank = session.scalar(statement.with_for_update(key_share=True) if is_locked else statement)
    if bank is None and is_closed:
        raise NotFound("There is no such bank here. The library lists those there are.")
    if bank is None or viewer.id is None:
        check_teacher(viewer, "Only teachers can do this with a bank.")
        raise NotAllowed("This bank is somebody else’s. Only whoever it belongs to can do this.")
    return bank


def _ruled_by(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.is_admin:
        return true()
    return Bank.owner_id == viewer.id if viewer.is_teacher else false()


def can_be_opened_by(viewer: Viewer) -> ColumnElement[bool]:
    """Give the condition for closed banks that a viewer may open again: their own, for an admin any."""
    # Nobody's and private: it holds the pieces of an import, or was closed with its owner's account.
    is_anybodys = or_(Bank.owner_id.is_not(None), Bank.visibility != "private")
    return and_(Bank.deleted_at.is_not(None), _ruled_by(viewer), is_anybodys)


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """A question as a report names it."""

    id: int
    revision: int
    stem: str
    bank_id: int
    bank_slug: str
    bank_title: str
    #: NULL = the installation's own.
    bank_owner_id: int | None


def get_question(session: Session, viewer: Viewer, question_id: int) -> QuestionCard:
    """Give a question of a bank that a viewer may study.

    Raises:
        NotFound: there is none, or it is not for this viewer.
    """
    statement = (
        select(QuestionRow.id, QuestionRow.revision, QuestionRow.body)
        .add_columns(Bank.id.label("bank_id"), Bank.slug, Bank.title, Bank.owner_id)
        .join(Bank, Bank.id == QuestionRow.bank_id)
        .where(QuestionRow.id == question_id, QuestionRow.deleted_at.is_(None), visible_to(viewer))
    )
    row = session.execute(statement, {"viewer_id": viewer.id}).first() if question_id <= HIGHEST_ID else None
    if row is None:
        raise NotFound("There is no such question here.")
    stem = stem_in_line(row.body["stem"])
    return QuestionCard(row.id, row.revision, stem, row.bank_id, row.slug, row.title, row.owner_id)


def list_banks(session: Session, viewer: Viewer) -> list[BankCard]:
    """List the banks that a viewer may study, by title."""
    return [BankCard(*row) for row in session.execute(_ALL.where(visible_to(viewer)), {"viewer_id": viewer.id})]


def list_editable_banks(session: Session, viewer: Viewer) -> list[BankCard]:
    """List the banks that a viewer may change, by title."""
    return [BankCard(*row) for row in session.execute(_ALL.where(_IN_USE, editable_by(viewer)))]


def name_owners(session: Session, viewer: Viewer, banks: Sequence[BankCard]) -> dict[int, str]:
    """Name the owners of banks that are other people's, by the banks' numbers."""
    ids = {bank.owner_id for bank in banks if bank.owner_id not in (None, viewer.id)}
    names = {row.id: row.name for row in session.execute(select(User.id, User.name).where(User.id.in_(ids)))}
    return {bank.id: names[bank.owner_id] for bank in banks if bank.owner_id in names}


def list_paragraphs(session: Session, bank_id: int) -> tuple[str, int, list[DocumentParagraph]]:
    """Give the title, number of words and paragraphs of a bank's document; empty when it has none."""
    document = session.scalar(select(Document).where(Document.bank_id == bank_id))
    if document is None:
        return "", 0, []
    paragraphs = session.scalars(
        select(DocumentParagraph).where(DocumentParagraph.document_id == document.id).order_by(DocumentParagraph.number)
    )
    return document.title, document.word_count, list(paragraphs)


_PASSAGE = Hot(
    select(DocumentParagraph.number, DocumentParagraph.html, DocumentParagraph.text)
    .join(Document, Document.id == DocumentParagraph.document_id)
    .where(Document.bank_id == bindparam("bank_id"), DocumentParagraph.number == bindparam("number"))
)


def find_passage(session: Session, bank_id: int, number: int) -> Passage | None:
    """Find one paragraph of a bank's document."""
    row = _PASSAGE.first(session, {"bank_id": bank_id, "number": number})
    return None if row is None else Passage(*row)
