"""Tables of banks: the bank, its document as numbered paragraphs, questions, their revisions, tags, media and reports.

Those of imports say what was brought in, and hold it together until it is undone. Beside them stands the search index
of questions, which the databases keep themselves: see `service.searching`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnClause,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    literal_column,
)
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.plumbing.db import Base, Moment
from quizapp.plumbing.markup import SafeHtml


class Bank(Base):
    """A named set of questions."""

    __tablename__ = "bank"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Its name in addresses.
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    #: BCP 47.
    language: Mapped[str] = mapped_column(String(35), default="en")
    description: Mapped[str] = mapped_column(Text, default="")
    licence: Mapped[str] = mapped_column(String(200), default="")
    authors: Mapped[list[str]] = mapped_column(JSON, default=list)
    tags: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: Unknown fields of the bank file, kept for the way out.
    extra: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: NULL = the installation's own, edited by admins only.
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    #: public, private or unlisted: for whoever comes by its link.
    visibility: Mapped[str] = mapped_column(String(10), default="private")
    #: End of its link's address while it is unlisted; NULL otherwise. A new one closes it to who came by the old.
    link_token: Mapped[str | None] = mapped_column(String(40))
    #: Of the form that made it, so that one sent twice makes one bank; NULL = no form did.
    form_mark: Mapped[str | None] = mapped_column(String(40))
    #: What it covers, made when it was loaded: number of questions by about, its dates and actors (`service.outline`).
    outline: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: SHA-256 of the bank file and its document as last loaded; NULL = never loaded from a file.
    file_hash: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Moment)
    #: NULL = in use; else out of every list, its history kept.
    deleted_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (
        Index("uq_bank_link_token", "link_token", unique=True),
        Index("uq_bank_form_mark", "form_mark", unique=True),
    )


class Document(Base):
    """The reading of a bank; its words are in `DocumentParagraph`."""

    __tablename__ = "document"

    id: Mapped[int] = mapped_column(primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id", ondelete="CASCADE"), unique=True)
    #: Plain file name beside the bank file.
    name: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(300))
    word_count: Mapped[int]


class DocumentParagraph(Base):
    """One numbered paragraph of a document."""

    __tablename__ = "document_paragraph"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    #: Counts from 1, headings too.
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: heading, paragraph, list or quote.
    kind: Mapped[str] = mapped_column(String(12))
    #: 1 to 6 for headings, else 0.
    level: Mapped[int] = mapped_column(default=0)
    #: Plain words, against which evidence is checked.
    text: Mapped[str] = mapped_column(Text)
    #: Sanitised HTML of the same words.
    html: Mapped[SafeHtml] = mapped_column(Text)


class QuestionRow(Base):
    """A question in its present revision; core owns the value, `body` is what its kind dumps."""

    __tablename__ = "question"

    id: Mapped[int] = mapped_column(primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id"))
    #: Its id in the bank file, unique in the bank; carries cards and history over reloads.
    slug: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(20))
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: Sanitised HTML made when the question was saved: stem, context, explanation, hints.
    rendered: Mapped[dict[str, Any]] = mapped_column(JSON)
    about: Mapped[str] = mapped_column(String(10))
    #: Order in the bank, from 1.
    position: Mapped[int]
    #: Questions of one key wait for each other (same evidence sentence); NULL = alone.
    sibling_key: Mapped[str | None] = mapped_column(String(40))
    #: Number of the present revision, from 1.
    revision: Mapped[int] = mapped_column(default=1)
    #: What it is found by, made of its body when it was saved (`service.searching`): its words, and marks of its tags.
    words: Mapped[str] = mapped_column(Text, default="", server_default="")
    marks: Mapped[str] = mapped_column(Text, default="", server_default="")
    #: NULL = in use; else archived: asked no more until it is restored, its events kept.
    deleted_at: Mapped[datetime | None] = mapped_column(Moment)
    #: NULL = not suspended; else out of use (with `deleted_at`) until its teacher has looked at a changed document.
    suspended_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (
        UniqueConstraint("bank_id", "slug"),
        Index("ix_question_bank_position", "bank_id", "position", sqlite_where=deleted_at.is_(None)),
        Index("ix_question_sibling", "bank_id", "sibling_key"),
        Index(
            "ix_question_out",
            "bank_id",
            sqlite_where=deleted_at.is_not(None),
            postgresql_where=deleted_at.is_not(None),
        ),
        Index(
            "ix_question_rests",
            "bank_id",
            sqlite_where=suspended_at.is_not(None),
            postgresql_where=suspended_at.is_not(None),
        ),
    )


#: The bank of questions that are found otherwise, by their ids or by reports. By the column itself SQLite, which counts
#: nothing beforehand, would walk through all of a bank for the few.
BANK_OF_FOUND: ColumnClause[int] = literal_column("+question.bank_id", Integer)


class Revision(Base):
    """One saved state of a question."""

    __tablename__ = "revision"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: created, cosmetic, clarified or key_changed.
    change: Mapped[str] = mapped_column(String(12))
    #: NULL = a file.
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    #: The import that made it; NULL = none. No key: the number stays, and is never given again, when the import goes.
    import_id: Mapped[int | None] = mapped_column()
    #: What was said, where `body` is another: it has other tags since, or keeps what was edited here; NULL = `body`.
    said: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    __table_args__ = (
        Index(
            "ix_revision_import",
            "import_id",
            sqlite_where=import_id.is_not(None),
            postgresql_where=import_id.is_not(None),
        ),
        Index(
            "ix_revision_said",
            "question_id",
            sqlite_where=said.is_not(None),
            postgresql_where=said.is_not(None),
        ),
    )


class Tag(Base):
    """A tag path on a question."""

    __tablename__ = "tag"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), primary_key=True)
    path: Mapped[str] = mapped_column(String(200), primary_key=True)


class QuestionReport(Base):
    """What a learner found wrong with a question, kept for the bank's teacher."""

    __tablename__ = "question_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made by the client, so that a doubled form is one report.
    client_id: Mapped[str] = mapped_column(String(36))
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), index=True)
    revision: Mapped[int]
    #: NULL once the learner was erased.
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    #: NULL = it waits for the bank's teacher.
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    #: wrong_key, another_right, unclear, typo or other; spelling = typed, and counted as right by its learner.
    reason: Mapped[str] = mapped_column(String(14))
    note: Mapped[str] = mapped_column(String(1000), default="")
    created_at: Mapped[datetime] = mapped_column(Moment)

    __table_args__ = (
        UniqueConstraint("learner_id", "client_id"),
        Index(
            "ix_question_report_open",
            "question_id",
            sqlite_where=closed_at.is_(None),
            postgresql_where=closed_at.is_(None),
        ),
    )


class Media(Base):
    """A picture or a sound that questions of a bank name as `media/<sha256>.<suffix>`; its bytes are in the store."""

    __tablename__ = "media"

    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id", ondelete="CASCADE"), primary_key=True)
    #: Of its bytes.
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    #: Of `service.media.CONTENT_TYPES`, by what the bytes are.
    suffix: Mapped[str] = mapped_column(String(4))
    size_bytes: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(Moment)

    __table_args__ = (Index("ix_media_sha256", "sha256"),)


class Import(Base):
    """Files brought in together: from their reading over the preview to what became of them, and back."""

    __tablename__ = "import"
    # A page left open over an erasure must not show another teacher's import, and revisions keep their number.
    __table_args__ = (UniqueConstraint("owner_id", "client_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    #: NULL = the command line.
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    #: Made by the form, so that one sent twice is one import.
    client_id: Mapped[str] = mapped_column(String(36))
    #: reading, ready, storing, done, undone or failed.
    state: Mapped[str] = mapped_column(String(10), default="reading")
    #: Why it failed, for people; NULL otherwise.
    error: Mapped[str | None] = mapped_column(Text)
    #: The job at work on it; NULL when none is.
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    #: Each file's name, sha256, size_bytes, stored (its name in the file store), format and table (the choices made).
    files: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    #: Where the parcel waits for the ticks; NULL once it is gone.
    parcel: Mapped[str | None] = mapped_column(String(32))
    #: Numbers of entries whose tick is not the proposed one, and the bank chosen last.
    choices: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: Where it went; NULL before, or when the bank is gone.
    bank_id: Mapped[int | None] = mapped_column(ForeignKey("bank.id", ondelete="SET NULL"), index=True)
    #: Whether the bank was made for it.
    is_new_bank: Mapped[bool] = mapped_column(default=False)
    #: What came of it, as `service.importing` tells; empty before.
    report: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, deferred=True, nullable=False)
    created_at: Mapped[datetime] = mapped_column(Moment)
    #: NULL until it is in the bank.
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    #: NULL unless it was undone.
    undone_at: Mapped[datetime | None] = mapped_column(Moment)


class TableMapping(Base):
    """How a teacher had a table with these headings read, for the next one like it."""

    __tablename__ = "table_mapping"

    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    #: SHA-256 of the headings.
    headings: Mapped[str] = mapped_column(String(64), primary_key=True)
    #: separator, columns, has_header and pairs of `core.formats.parcel.TableChoices`.
    choices: Mapped[dict[str, Any]] = mapped_column(JSON)
    used_at: Mapped[datetime] = mapped_column(Moment)


class QuestionTally(Base):
    """How a question went when it was met first, of all learners together and nobody's by name."""

    __tablename__ = "question_tally"

    question_id: Mapped[int] = mapped_column(
        ForeignKey("question.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    #: The question's, so that a bank's hard questions are found by seeking.
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id", ondelete="CASCADE"))
    #: First answers, and those of them that were passed.
    answers: Mapped[int] = mapped_column(default=0)
    passes: Mapped[int] = mapped_column(default=0)
    #: 1 hard, 2 middling, 3 easy; 0 = too few answers to say.
    ease: Mapped[int] = mapped_column(SmallInteger, default=0)

    __table_args__ = (Index("ix_question_tally_ease", "bank_id", "ease", "question_id"),)


class Share(Base):
    """Somebody whom a bank is open to besides its owner."""

    __tablename__ = "share"

    bank_id: Mapped[int] = mapped_column(
        ForeignKey("bank.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    #: read or edit: given by name; link: came by the bank's link, and may study.
    access: Mapped[str] = mapped_column(String(4))
    #: Of a link: the token by which they came; NULL for the others. It holds only while it is still the bank's.
    token: Mapped[str | None] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(Moment)


class BulkChange(Base):
    """What was done to many questions of a bank at once, so that it can be undone."""

    __tablename__ = "bulk_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made by the client, so that a doubled form is one change.
    client_id: Mapped[str] = mapped_column(String(36))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id", ondelete="CASCADE"), index=True)
    #: archive, restore, tag, untag, move or copy.
    act: Mapped[str] = mapped_column(String(8))
    #: What it needs to be undone: ids of the questions that it changed, and the tag or the other bank. Of a large one
    #: the ids of the rows of its pieces; of a piece that waits, which questions were asked for (`kept_changes`).
    undo: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(Moment)
    #: NULL = it stands.
    undone_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (UniqueConstraint("author_id", "client_id"),)
