"""Tables of people: users (guests among them), sign-ins that were ended, one-time tokens, classrooms."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import Float, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.plumbing.db import Base, Moment


def first_epoch() -> int:
    """Draw the epoch at which a new person's cookies begin.

    SQLite gives the id of an erased last row to the next one, and a new database counts from 1 again: with epochs that
    begin anywhere, an old cookie that names such an id does not open somebody else's account.
    """
    return secrets.randbelow(2_000_000_000)


class User(Base):
    """A person who signs in, or a guest known by cookie alone; `id` is the `learner_id` of all learner tables."""

    __tablename__ = "user"
    # A number that was erased must not come back: old cookies and kept figures would be somebody else's.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Name shown to others; "Guest" for guests.
    name: Mapped[str] = mapped_column(String(80))
    #: Folded name to sign in with; NULL for guests.
    sign_in_name: Mapped[str | None] = mapped_column(String(80), unique=True)
    #: NULL when not given.
    email: Mapped[str | None] = mapped_column(String(254))
    #: Argon2id; NULL for guests.
    password_hash: Mapped[str | None] = mapped_column(String(200))
    #: student or teacher.
    role: Mapped[str] = mapped_column(String(10), default="student")
    is_admin: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Begins anywhere; counts up on password change, role change, sign out everywhere: every older cookie is dead.
    epoch: Mapped[int] = mapped_column(default=first_epoch)
    #: IANA name of the time zone.
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    #: Minutes after midnight when a study day begins.
    day_start_minutes: Mapped[int] = mapped_column(default=240)
    #: day_first or month_first; NULL = ask when a numeric date could be either.
    date_order: Mapped[str | None] = mapped_column(String(12))
    #: auto, light or dark.
    theme: Mapped[str] = mapped_column(String(8), default="auto")
    #: At most this many minutes of study a day; NULL = no limit.
    minutes_per_day: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(Moment)


class SignedOut(Base):
    """A sign-in that was ended by its owner; the row is kept until its cookie would have expired."""

    __tablename__ = "signed_out"

    sign_in_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)


class Token(Base):
    """A secret that is handed out once; only its SHA-256 is kept."""

    __tablename__ = "token"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    #: first_account.
    purpose: Mapped[str] = mapped_column(String(20))
    expires_at: Mapped[datetime] = mapped_column(Moment)
    #: NULL until it was used.
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    #: Whom it is for; NULL = whoever holds it.
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))

    __table_args__ = (Index("ix_token_purpose", "purpose"),)


class Classroom(Base):
    """A teacher's group of students, who come in by code or link."""

    __tablename__ = "classroom"
    # A page left open over an erasure must not show another classroom.
    __table_args__ = (UniqueConstraint("teacher_id", "folded_name"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(80))
    folded_name: Mapped[str] = mapped_column(String(80))
    #: Eight letters and digits without look-alikes, typed to come in.
    code: Mapped[str] = mapped_column(String(8), unique=True)
    #: End of the address that link and QR code carry.
    link_token: Mapped[str] = mapped_column(String(32), unique=True)
    #: When code and link stop letting anybody in.
    closes_at: Mapped[datetime] = mapped_column(Moment)
    #: Which responses in games for it enter the study of a student who has not chosen: on (all), misses or off.
    live_responses: Mapped[str] = mapped_column(String(6), default="on", server_default="on")
    created_at: Mapped[datetime] = mapped_column(Moment)


class Membership(Base):
    """A student in a classroom, under the name by which the teacher knows them."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("classroom_id", "folded_name"), Index("ix_membership_user", "user_id"))

    classroom_id: Mapped[int] = mapped_column(
        ForeignKey("classroom.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    roster_name: Mapped[str] = mapped_column(String(80))
    folded_name: Mapped[str] = mapped_column(String(80))
    #: 1, 1.25, 1.5 or 2 times the time in games; for the teacher's eyes alone.
    time_factor: Mapped[float] = mapped_column(Float, default=1.0)
    joined_at: Mapped[datetime] = mapped_column(Moment)
