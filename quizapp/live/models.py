"""Tables of live games: the game as it stands, its rounds, who plays, what they gave, and what happened.

Rows are the truth: what a process holds of a game in memory is made from them. Moments are milliseconds since 1970
(UTC), durations milliseconds, as the rules in `core.game` count them.
"""

from __future__ import annotations

from datetime import datetime
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
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.plumbing.db import Base, Moment

_BIG_ID = BigInteger().with_variant(Integer, "sqlite")
_HAS_ACCOUNT = text("user_id IS NOT NULL AND removed_at IS NULL")
_RUNS = text("phase NOT IN ('closed', 'cancelled')")


class GameRow(Base):
    """One live game; `core.game.Game` is the value of it and its rounds."""

    __tablename__ = "game"
    __table_args__ = (
        UniqueConstraint("host_id", "client_id"),
        # A number that is typed names one game at a time.
        Index("uq_game_code", "code", unique=True, sqlite_where=_RUNS, postgresql_where=_RUNS),
        Index("ix_game_host", "host_id", "id"),
        # A page left open over an erasure must not show another game.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Six digits, typed to join.
    code: Mapped[str] = mapped_column(String(6))
    #: End of the address that its QR code and short link carry.
    link_token: Mapped[str] = mapped_column(String(32), unique=True)
    #: End of the projector's address, which shows and can do nothing.
    screen_token: Mapped[str] = mapped_column(String(32), unique=True)
    host_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    #: Made by the form, so that one sent twice is one game.
    client_id: Mapped[str] = mapped_column(String(36))
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id"), index=True)
    #: Whose members alone can join, under the names of their roster; NULL = anybody.
    classroom_id: Mapped[int | None] = mapped_column(ForeignKey("classroom.id", ondelete="SET NULL"), index=True)
    #: What enters the study of who has not chosen, as its classroom had it when it was made: on (all), misses or off.
    live_responses: Mapped[str] = mapped_column(String(6), default="on", server_default="on")
    title: Mapped[str] = mapped_column(String(200))
    #: A phase of `core.game`.
    phase: Mapped[str] = mapped_column(String(10), default="lobby")
    #: Counts up with each change: optimistic lock, id of events and ETag.
    event_no: Mapped[int] = mapped_column(default=0)
    #: 0 in the lobby.
    round_no: Mapped[int] = mapped_column(default=0)
    #: As `core.game.Game` has them; NULL where its are None.
    opened_ms: Mapped[int | None] = mapped_column(BigInteger)
    deadline_ms: Mapped[int | None] = mapped_column(BigInteger)
    remaining_ms: Mapped[int | None]
    #: When a server last looked after the game while time ran; a gap is an outage. NULL before the first round.
    heartbeat_ms: Mapped[int | None] = mapped_column(BigInteger)
    #: Fields of `core.game.Rules` that are not its defaults.
    rules: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: Whether nobody new may join.
    is_locked: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Whether the host lets each player in who comes.
    admits_each: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Whether who comes has to type the entry word that the projector shows.
    asks_word: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Whether nicknames may stand on the projector.
    shows_names: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime] = mapped_column(Moment)
    #: NULL until it is closed or cancelled.
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    #: When the nicknames of guests are forgotten; NULL once that is done.
    erase_guests_at: Mapped[datetime | None] = mapped_column(Moment, index=True)


class Round(Base):
    """One question of a game, in the revision that was there when the game was made."""

    __tablename__ = "round"

    game_id: Mapped[int] = mapped_column(
        ForeignKey("game.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    #: From 1.
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    question_revision: Mapped[int]
    #: recognise or recall.
    way: Mapped[str] = mapped_column(String(10))
    #: Options stand in the order that this gives, for all players alike.
    option_seed: Mapped[int] = mapped_column(BigInteger)
    base_points: Mapped[int]
    limit_ms: Mapped[int]
    #: Of the stem; they decide the reading time.
    stem_words: Mapped[int] = mapped_column(SmallInteger)
    #: NULL until it was.
    opened_ms: Mapped[int | None] = mapped_column(BigInteger)
    #: When it was; what came before it counts. NULL while it was not.
    locked_ms: Mapped[int | None] = mapped_column(BigInteger)
    #: Whether it counts for nobody.
    is_voided: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: When it was judged again by a corrected key, which `question_revision` is since; NULL = never.
    corrected_at: Mapped[datetime | None] = mapped_column(Moment)
    #: When study last heard how it stands; NULL = it has to hear it, once the round is revealed.
    studied_at: Mapped[datetime | None] = mapped_column(Moment)


class Player(Base):
    """Somebody who plays a game, known by the token in their browser."""

    __tablename__ = "player"
    __table_args__ = (
        UniqueConstraint("game_id", "folded"),
        Index("ix_player_user", "user_id", "game_id"),
        # An account plays a game once.
        Index(
            "uq_player_account",
            "game_id",
            "user_id",
            unique=True,
            sqlite_where=_HAS_ACCOUNT,
            postgresql_where=_HAS_ACCOUNT,
        ),
    )

    id: Mapped[int] = mapped_column(_BIG_ID, primary_key=True)
    game_id: Mapped[int] = mapped_column(ForeignKey("game.id", ondelete="CASCADE"))
    #: SHA-256 of it.
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    #: NULL = a guest.
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    nickname: Mapped[str] = mapped_column(String(40))
    #: What looks alike is the same; reserved for as long as the game is kept, also by who was removed.
    folded: Mapped[str] = mapped_column(String(80))
    #: 1, 1.25, 1.5 or 2 times the time.
    time_factor: Mapped[float] = mapped_column(Float, default=1.0)
    #: The first round that was asked of them, 0 for who came in the lobby.
    joined_in_round: Mapped[int] = mapped_column(SmallInteger, default=0)
    joined_at: Mapped[datetime] = mapped_column(Moment)
    #: NULL = is in; else the host has not let them in yet, or has refused and removed them.
    waiting_since: Mapped[datetime | None] = mapped_column(Moment)
    #: NULL = was not taken out.
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    #: NULL = the nickname is theirs; else it was forgotten.
    erased_at: Mapped[datetime | None] = mapped_column(Moment)


class ResponseRow(Base):
    """What a player gave in a round: one, by its key."""

    __tablename__ = "response"

    game_id: Mapped[int] = mapped_column(
        ForeignKey("game.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    round_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    player_id: Mapped[int] = mapped_column(
        _BIG_ID, ForeignKey("player.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    #: Made by the browser: the same sent again is answered alike.
    client_id: Mapped[str] = mapped_column(String(36))
    #: As the kind's `read` gives it.
    response: Mapped[Any] = mapped_column(JSON)
    received_ms: Mapped[int] = mapped_column(BigInteger)
    #: From the options seen to the response given, by the browser's clock; NULL = it did not say.
    client_ms: Mapped[int | None] = mapped_column(BigInteger)
    #: What of it the server believes.
    elapsed_ms: Mapped[int]
    #: The player's when they answered; theirs may be another since.
    time_factor: Mapped[float] = mapped_column(Float, default=1.0, server_default=text("1"))
    #: Came after the lock: kept, and worth nothing.
    is_late: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: 0 to 1.
    score: Mapped[float] = mapped_column(Float)
    points: Mapped[int]
    #: What of the options was chosen, for the distribution.
    picks: Mapped[list[str]] = mapped_column(JSON)
    #: How often it was replaced by another.
    changes: Mapped[int] = mapped_column(SmallInteger, default=0)

    __table_args__ = ({"sqlite_with_rowid": False},)


class GameEvent(Base):
    """One change of a game, as it came."""

    __tablename__ = "game_event"

    game_id: Mapped[int] = mapped_column(
        ForeignKey("game.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    event_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at_ms: Mapped[int] = mapped_column(BigInteger)
    #: Name of the command in `core.game`.
    command: Mapped[str] = mapped_column(String(12))
    #: The phase and round that it led to.
    phase: Mapped[str] = mapped_column(String(10))
    round_no: Mapped[int] = mapped_column(SmallInteger)
    #: NULL = time did it, or an account that is gone.
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))

    __table_args__ = ({"sqlite_with_rowid": False},)
