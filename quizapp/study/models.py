"""Tables of study: events are the truth, append-only; card states and totals can be rebuilt from them.

All learner tables lead with `learner_id`. Times are milliseconds since 1970 (UTC), days are study days since 1970.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Float,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.plumbing.db import Base

_BIG_ID = BigInteger().with_variant(Integer, "sqlite")


def _learner() -> Mapped[int]:
    return mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)


class CardState(Base):
    """One learner's memory of one question; a row exists only once the card was introduced."""

    __tablename__ = "card_state"

    learner_id: Mapped[int] = _learner()
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True, autoincrement=False)
    #: The bank in which it was met, in which it is counted.
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id"))
    about: Mapped[str] = mapped_column(String(10))
    #: new (set aside before it was met), learning, review or relearning.
    state: Mapped[str] = mapped_column(String(10))
    #: Learning step; 0 in review.
    step: Mapped[int] = mapped_column(SmallInteger)
    #: Study day from which it is due; NULL while new.
    due_day: Mapped[int | None]
    #: Moment at which a step ends within the day, ms; NULL otherwise.
    due_at: Mapped[int | None] = mapped_column(BigInteger)
    #: Days until recall falls to nine in ten; 0 while new.
    stability: Mapped[float] = mapped_column(Float)
    #: 1 to 10; 0 while new.
    difficulty: Mapped[float] = mapped_column(Float)
    #: Study day on which it was introduced, study day and moment (ms) of the last counted answer; NULL while new.
    first_day: Mapped[int | None]
    last_day: Mapped[int | None]
    last_at: Mapped[int | None] = mapped_column(BigInteger)
    reps: Mapped[int]
    lapses: Mapped[int]
    #: Different study days on which it was passed since it was introduced or last lapsed, and the latest of them.
    pass_days: Mapped[int]
    last_pass_day: Mapped[int | None]
    #: Moment (ms) of the latest event that holds and is neither undo nor correction.
    acted_at: Mapped[int | None] = mapped_column(BigInteger)
    #: Names the options under which it was folded.
    options_key: Mapped[int | None] = mapped_column(BigInteger)
    is_suspended: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Out of the queue on this study day; NULL = not.
    buried_day: Mapped[int | None]
    #: recognise, recall or self; NULL = by memory.
    fixed_way: Mapped[str | None] = mapped_column(String(10))
    #: Revision of the question last answered; NULL while new.
    seen_revision: Mapped[int | None]
    #: The newest event stored.
    head_event_id: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (
        # Counts are read from these alone: a column less, and each card counted costs a look into the table.
        Index("ix_card_state_due", "learner_id", "state", "is_suspended", "due_day"),
        Index("ix_card_state_bank", "learner_id", "bank_id", "is_suspended", "due_day", "buried_day", "due_at"),
        Index(
            "ix_card_state_learning", "learner_id", "due_at", "bank_id", "is_suspended", "buried_day",
            sqlite_where=text("due_at IS NOT NULL"), postgresql_where=text("due_at IS NOT NULL"),
        ),
        {"sqlite_with_rowid": False},
    )  # fmt: skip


class ReviewEvent(Base):
    """One event of a card: an answer, a manual act, a correction or an undo; never changed, gone by erasure alone."""

    __tablename__ = "review_event"

    id: Mapped[int] = mapped_column(_BIG_ID, primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    #: UUID made by the client: the same answer sent twice is one event.
    client_id: Mapped[str] = mapped_column(String(36))
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    #: The bank in which it was met.
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id"))
    #: review, live, anki (answered there, and brought along with an import), manual, correction or undo.
    kind: Mapped[str] = mapped_column(String(10))
    #: 1 again, 2 hard, 3 good, 4 easy; 0 = none.
    rating: Mapped[int] = mapped_column(SmallInteger)
    #: recognise, recall or self: how it was asked, or the way that fix_way fixes; NULL otherwise. A correction that
    #: names its target's judges that anew: whether it counts, its shift and its interval.
    way: Mapped[str | None] = mapped_column(String(10))
    answered_at: Mapped[int] = mapped_column(BigInteger)
    received_at: Mapped[int] = mapped_column(BigInteger)
    study_day: Mapped[int]
    utc_offset_minutes: Mapped[int] = mapped_column(SmallInteger)
    #: Study days since the card's last counted answer; NULL for the first.
    elapsed_days: Mapped[int | None]
    #: From question shown to answer sent, ms; 0 = unknown.
    taken_ms: Mapped[int] = mapped_column(default=0)
    question_revision: Mapped[int]
    #: Memory after the event as computed then; NULL where it moves none.
    stability_after: Mapped[float | None] = mapped_column(Float)
    difficulty_after: Mapped[float | None] = mapped_column(Float)
    #: Days to the next due day; NULL below one day.
    interval_days: Mapped[int | None]
    #: Chosen minus base interval.
    shift_days: Mapped[int] = mapped_column(default=0)
    #: Study day beyond which the due day may not lie; NULL = none.
    latest_day: Mapped[int | None]
    desired_retention: Mapped[float] = mapped_column(Float, default=0.9)
    #: Whether memory, limits and retention count it.
    counts: Mapped[bool] = mapped_column(default=True, server_default=true())
    #: Event undone or corrected; NULL for others.
    target_id: Mapped[int | None] = mapped_column(BigInteger)
    #: suspend, resume, bury, due_today, fix_way or reset for manual events, suspend or reset for acts in Anki; NULL for
    #: others.
    action: Mapped[str | None] = mapped_column(String(12))

    __table_args__ = (
        UniqueConstraint("learner_id", "client_id"),
        # The latest answer of a bank, in the order of storing: a device's clock may be ahead.
        Index("ix_review_event_bank", "learner_id", "bank_id", "id"),
        Index("ix_review_event_card", "learner_id", "question_id", "answered_at", "study_day", "rating"),
        Index(
            "uq_review_event_undone", "target_id", unique=True,
            sqlite_where=text("kind = 'undo'"), postgresql_where=text("kind = 'undo'"),
        ),
    )  # fmt: skip


class ReviewResponse(Base):
    """What was typed or chosen in an event; can be erased apart."""

    __tablename__ = "review_response"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("review_event.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    learner_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    #: As the kind's `read` gives it; NULL = "I don't know".
    response: Mapped[Any] = mapped_column(JSON)
    #: 0 to 1; NULL for self-rated ones.
    score: Mapped[float | None] = mapped_column(Float)
    picks: Mapped[list[str]] = mapped_column(JSON, default=list)
    remark: Mapped[str] = mapped_column(Text, default="")
    #: Options shown; 0 = none.
    option_count: Mapped[int] = mapped_column(SmallInteger, default=0)
    #: Seed of the options' order, so that the feedback shows them as they were asked.
    option_seed: Mapped[int] = mapped_column(BigInteger, default=0)
    #: After a hint, Show options or the one retry.
    is_helped: Mapped[bool] = mapped_column(default=False, server_default=false())


class Preset(Base):
    """How a learner wants to study; no row = the defaults."""

    __tablename__ = "preset"

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), unique=True)
    #: 2 (pass or fail) or 4.
    buttons: Mapped[int] = mapped_column(SmallInteger, default=2)
    desired_retention: Mapped[float] = mapped_column(Float, default=0.9)
    #: Minutes of each step.
    learning_steps: Mapped[list[int]] = mapped_column(JSON, default=lambda: [10])
    relearning_steps: Mapped[list[int]] = mapped_column(JSON, default=lambda: [10])
    new_per_day: Mapped[int] = mapped_column(default=10)
    reviews_per_day: Mapped[int] = mapped_column(default=200)
    #: mixed, reviews_first or new_first.
    new_order: Mapped[str] = mapped_column(String(14), default="mixed")
    bury_siblings: Mapped[bool] = mapped_column(default=True, server_default=true())
    #: recognise, recall or NULL = options first, typing later.
    fixed_way: Mapped[str | None] = mapped_column(String(10))


class Enrolment(Base):
    """A learner studies a bank."""

    __tablename__ = "enrolment"

    learner_id: Mapped[int] = _learner()
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id"), primary_key=True, autoincrement=False)
    #: Questions at or before this position were met, or have been passed over.
    new_cursor: Mapped[int] = mapped_column(default=0)
    #: Way fixed for this bank; NULL = as the preset says.
    fixed_way: Mapped[str | None] = mapped_column(String(10))
    #: Which responses in live games enter the schedule: on (all), misses, off, or class: the learner has not chosen.
    live_responses: Mapped[str] = mapped_column(String(6), default="class", server_default="on")
    #: Study day on which the limits were lifted, and by how many cards; NULL = never.
    lifted_day: Mapped[int | None]
    lifted_new: Mapped[int] = mapped_column(default=0)
    lifted_reviews: Mapped[int] = mapped_column(default=0)


class DayTotal(Base):
    """Counted events of a learner's study day, kept in the answer's own transaction."""

    __tablename__ = "day_total"

    learner_id: Mapped[int] = _learner()
    study_day: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id"), primary_key=True, autoincrement=False)
    about: Mapped[str] = mapped_column(String(10), primary_key=True)
    #: Of the events: review, live or anki.
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    #: The card's before the event: new, learning, review or relearning.
    state: Mapped[str] = mapped_column(String(10), primary_key=True)
    way: Mapped[str] = mapped_column(String(10), primary_key=True)
    #: Interval of 21 days or more before the event.
    is_mature: Mapped[bool] = mapped_column(primary_key=True)
    rating: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    n: Mapped[int]
    taken_ms: Mapped[int] = mapped_column(BigInteger)
    #: Events that were the card's first of the day while in review, and those of them passed: true retention.
    first_n: Mapped[int]
    first_passes: Mapped[int]

    __table_args__ = ({"sqlite_with_rowid": False},)


class MemoryTotal(Base):
    """Histograms of a learner's cards: stability in steps of √2 from a quarter day, difficulty by one."""

    __tablename__ = "memory_total"

    learner_id: Mapped[int] = _learner()
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id"), primary_key=True, autoincrement=False)
    about: Mapped[str] = mapped_column(String(10), primary_key=True)
    #: stability or difficulty.
    measure: Mapped[str] = mapped_column(String(10), primary_key=True)
    bin: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    n: Mapped[int]

    __table_args__ = ({"sqlite_with_rowid": False},)
