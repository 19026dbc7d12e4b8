"""Tables of documents: what a teacher brought, the drafts made of it, decisions on them, where they were published.

All of it is its owner's alone; what is published becomes a document and questions of a bank.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.plumbing.db import Base, Moment


class Upload(Base):
    """One document as its teacher brought it, and what was found in it."""

    __tablename__ = "upload"
    # A page left open over an erasure must not show another teacher's document under the same number.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    #: Plain file name, or the title given to a pasted text.
    name: Mapped[str] = mapped_column(String(200))
    #: file or pasted.
    kind: Mapped[str] = mapped_column(String(10))
    #: reading, ready, failed, or replaced once a newer version of it was read.
    state: Mapped[str] = mapped_column(String(10), default="reading")
    #: Why it failed, for people; NULL otherwise.
    error: Mapped[str | None] = mapped_column(Text)
    #: The job that reads it; NULL when that was swept away.
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    #: Of the bytes.
    sha256: Mapped[str] = mapped_column(String(64))
    size_bytes: Mapped[int]
    #: As the teacher gave it or the document says; YYYY-MM-DD, NULL = not known.
    published: Mapped[str | None] = mapped_column(String(10))
    #: Where it is from, in the teacher's words; an address is text and never fetched.
    source: Mapped[str] = mapped_column(String(500), default="")
    title: Mapped[str] = mapped_column(String(300), default="")
    #: ISO 639-1; NULL = not known.
    language: Mapped[str | None] = mapped_column(String(8))
    word_count: Mapped[int] = mapped_column(default=0)
    #: Remarks of the reader, for people.
    notices: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: Number of drafts by what became of them, kept so that lists need not count: open, accepted, rejected, proposed.
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    #: The normalised text; spans of everything below are offsets in it.
    text: Mapped[str] = mapped_column(Text, default="", deferred=True, nullable=False)
    #: number, kind, start, end, page, level of each block.
    blocks: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, deferred=True, nullable=False)
    #: Dates, actors, quotes and contradictions with their spans, as `engine` gives them.
    findings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, deferred=True, nullable=False)
    #: The document that this one is a newer version of; NULL = a first one.
    earlier_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id", ondelete="SET NULL"), index=True)
    #: Against the earlier version: compared, or unlike where almost nothing of it is left, so that nothing was carried
    #: over; NULL = there is none, or its reading is not done.
    comparison: Mapped[str | None] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column(Moment)


class DraftRow(Base):
    """One proposed question beside its passage, and what the teacher decided."""

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"))
    #: The question's id, stable over newer versions of the document.
    question_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(20))
    about: Mapped[str] = mapped_column(String(10))
    template: Mapped[str] = mapped_column(String(10))
    #: What `parse` takes, as the engine proposed it.
    raw: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: The same as its teacher edited it; NULL = as proposed.
    edited: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    #: 0 to 1.
    confidence: Mapped[float] = mapped_column(Float)
    worth: Mapped[float] = mapped_column(Float)
    #: The higher the sooner.
    rank: Mapped[float] = mapped_column(Float)
    #: The passage, as offsets in the text.
    start: Mapped[int]
    end: Mapped[int]
    #: reasons, proofs, checks, rules, facts, fact_key, slot, actors: why it is as it is; proposed_by of a model's.
    grounds: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: Rules that spoke against it, with their words; empty for what was proposed.
    rejections: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    #: open, accepted or rejected.
    state: Mapped[str] = mapped_column(String(10), default="open")
    #: The teacher's reason against it: 0 to 7; NULL where none was given.
    reason: Mapped[str | None] = mapped_column(String(1))
    #: NULL while nobody has decided; the rules' own rejections have no decider.
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    #: NULL while nobody has decided, or once the decider was erased.
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)

    __table_args__ = (Index("ix_draft_upload", "upload_id", "state", "rank"),)


class ModelSwitch(Base):
    """A teacher's word that passages of one document may be sent to a model, and what came of it; kept when undone."""

    __tablename__ = "model_switch"

    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"), primary_key=True)
    #: Where to, as the teacher was shown it: for another host or model it counts for nothing.
    host: Mapped[str] = mapped_column(String(300))
    model: Mapped[str] = mapped_column(String(100))
    turned_on_at: Mapped[datetime] = mapped_column(Moment)
    #: NULL once the teacher was erased.
    turned_on_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    #: NULL while it is on.
    turned_off_at: Mapped[datetime | None] = mapped_column(Moment)
    #: The job that asks the model; NULL when that was swept away.
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    #: proposed, rejected, checked, disputed and notices of the last time; empty before it.
    outcome: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class DraftDecision(Base):
    """One decision of a teacher on one draft, kept to learn from; it outlives the document."""

    __tablename__ = "draft_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    #: NULL once the document was deleted.
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id", ondelete="SET NULL"), index=True)
    #: Empty where a decision was taken back: that is kept to be undone, and teaches nothing.
    template: Mapped[str] = mapped_column(String(10))
    #: Names and values of what the ranking looks at (`core.extraction.learning`).
    features: Mapped[dict[str, float]] = mapped_column(JSON)
    is_accepted: Mapped[bool]
    #: 0 to 7; NULL for what was accepted.
    reason: Mapped[str | None] = mapped_column(String(1))
    #: So that it can be undone: state, reason, decided_at and decided_by of the draft before it, the decision that it
    #: took the place of (`earlier`), and what it was made together with (`group`).
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    decided_at: Mapped[datetime] = mapped_column(Moment)

    __table_args__ = (Index("ix_draft_decision_teacher", "teacher_id", "id"),)


class RuleChoice(Base):
    """A teacher's word on a rule that would switch itself off, or had done so."""

    __tablename__ = "rule_choice"

    teacher_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    #: A template's id, or a rule's as `choice_name` shortens it.
    rule: Mapped[str] = mapped_column(String(20), primary_key=True)
    #: Whether it is used whatever was decided before.
    is_kept: Mapped[bool]
    #: Decisions up to this one were known when it was said; NULL = none.
    last_decision_id: Mapped[int | None]


class Publication(Base):
    """Where a document's questions went: a bank, and the paragraphs that the document has there."""

    __tablename__ = "publication"

    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"), primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id", ondelete="CASCADE"), primary_key=True, index=True)
    #: The bank's paragraph that is this document's first, and how many there are.
    first_number: Mapped[int]
    paragraph_count: Mapped[int]
    published_at: Mapped[datetime] = mapped_column(Moment)


class Comparison(Base):
    """What a newer version of a document did to one question of a bank, or to one draft, and what was decided."""

    __tablename__ = "comparison"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The newer version.
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"))
    #: NULL = drafts that are in no bank.
    bank_id: Mapped[int | None] = mapped_column(ForeignKey("bank.id", ondelete="CASCADE"), index=True)
    #: The question's id in its bank, or the draft's.
    question_id: Mapped[str] = mapped_column(String(64))
    #: unchanged, moved, changed, gone or new.
    fate: Mapped[str] = mapped_column(String(10))
    #: The draft that takes its place; NULL = none does, or the draft is gone.
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id", ondelete="SET NULL"), index=True)
    #: The question as it was: stem, key (in words), words of its passage, paragraph. Empty for a new one.
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: The same in the newer version; empty for one that is gone.
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: What the rules say of it beside the new text, for people.
    remarks: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: taken, kept or removed; NULL = nobody has decided, or nothing is to be.
    decision: Mapped[str | None] = mapped_column(String(10))
    #: NULL also where it was kept when a version before was brought, which holds for this one.
    decided_at: Mapped[datetime | None] = mapped_column(Moment)

    # A draft in no bank has the bank NULL, which no database counts as equal: those are stored once, with the reading.
    __table_args__ = (UniqueConstraint("upload_id", "bank_id", "question_id"),)
