"""Live games and classrooms: the game, its rounds, who plays, what they gave, what happened; who is in a class.

Revision: 0009, after 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_RUNS = sa.text("phase NOT IN ('closed', 'cancelled')")


def upgrade() -> None:
    """Make their tables."""
    op.create_table(
        "classroom",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("folded_name", sa.String(length=80), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("link_token", sa.String(length=32), nullable=False),
        sa.Column("closes_at", _MOMENT, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["user.id"], name=op.f("fk_classroom_teacher_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classroom")),
        sa.UniqueConstraint("code", name=op.f("uq_classroom_code")),
        sa.UniqueConstraint("link_token", name=op.f("uq_classroom_link_token")),
        sa.UniqueConstraint("teacher_id", "folded_name", name=op.f("uq_classroom_teacher_id_folded_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "membership",
        sa.Column("classroom_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("roster_name", sa.String(length=80), nullable=False),
        sa.Column("folded_name", sa.String(length=80), nullable=False),
        sa.Column("time_factor", sa.Float(), nullable=False),
        sa.Column("joined_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"], ["classroom.id"], name=op.f("fk_membership_classroom_id_classroom"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_membership_user_id_user"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("classroom_id", "user_id", name=op.f("pk_membership")),
        sa.UniqueConstraint("classroom_id", "folded_name", name=op.f("uq_membership_classroom_id_folded_name")),
    )
    op.create_index("ix_membership_user", "membership", ["user_id"], unique=False)
    op.create_table(
        "game",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("link_token", sa.String(length=32), nullable=False),
        sa.Column("screen_token", sa.String(length=32), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("bank_id", sa.Integer(), nullable=False),
        sa.Column("classroom_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("phase", sa.String(length=10), nullable=False),
        sa.Column("event_no", sa.Integer(), nullable=False),
        sa.Column("round_no", sa.Integer(), nullable=False),
        sa.Column("opened_ms", sa.BigInteger(), nullable=True),
        sa.Column("deadline_ms", sa.BigInteger(), nullable=True),
        sa.Column("remaining_ms", sa.Integer(), nullable=True),
        sa.Column("heartbeat_ms", sa.BigInteger(), nullable=True),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("is_locked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("shows_names", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("erase_guests_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_game_bank_id_bank")),
        sa.ForeignKeyConstraint(
            ["classroom_id"], ["classroom.id"], name=op.f("fk_game_classroom_id_classroom"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["host_id"], ["user.id"], name=op.f("fk_game_host_id_user"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_game")),
        sa.UniqueConstraint("host_id", "client_id", name=op.f("uq_game_host_id_client_id")),
        sa.UniqueConstraint("link_token", name=op.f("uq_game_link_token")),
        sa.UniqueConstraint("screen_token", name=op.f("uq_game_screen_token")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_game_classroom_id", "game", ["classroom_id"], unique=False)
    op.create_index("ix_game_bank_id", "game", ["bank_id"], unique=False)
    op.create_index("ix_game_erase_guests_at", "game", ["erase_guests_at"], unique=False)
    op.create_index("ix_game_host", "game", ["host_id", "id"], unique=False)
    op.create_index("uq_game_code", "game", ["code"], unique=True, sqlite_where=_RUNS, postgresql_where=_RUNS)

    op.create_table(
        "game_event",
        sa.Column("game_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("command", sa.String(length=12), nullable=False),
        sa.Column("phase", sa.String(length=10), nullable=False),
        sa.Column("round_no", sa.SmallInteger(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["game_id"], ["game.id"], name=op.f("fk_game_event_game_id_game"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_game_event_user_id_user"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("game_id", "event_no", name=op.f("pk_game_event")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "player",
        sa.Column("id", _BIG_ID, nullable=False),
        sa.Column("game_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("nickname", sa.String(length=40), nullable=False),
        sa.Column("folded", sa.String(length=80), nullable=False),
        sa.Column("time_factor", sa.Float(), nullable=False),
        sa.Column("joined_in_round", sa.SmallInteger(), nullable=False),
        sa.Column("joined_at", _MOMENT, nullable=False),
        sa.Column("removed_at", _MOMENT, nullable=True),
        sa.Column("erased_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["game_id"], ["game.id"], name=op.f("fk_player_game_id_game"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_player_user_id_user"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_player")),
        sa.UniqueConstraint("game_id", "folded", name=op.f("uq_player_game_id_folded")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_player_token_hash")),
    )
    op.create_index("ix_player_user", "player", ["user_id", "game_id"], unique=False)

    op.create_table(
        "round",
        sa.Column("game_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("question_revision", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("option_seed", sa.BigInteger(), nullable=False),
        sa.Column("base_points", sa.Integer(), nullable=False),
        sa.Column("limit_ms", sa.Integer(), nullable=False),
        sa.Column("stem_words", sa.SmallInteger(), nullable=False),
        sa.Column("opened_ms", sa.BigInteger(), nullable=True),
        sa.Column("locked_ms", sa.BigInteger(), nullable=True),
        sa.Column("is_voided", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("studied_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["game_id"], ["game.id"], name=op.f("fk_round_game_id_game"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_round_question_id_question")),
        sa.PrimaryKeyConstraint("game_id", "no", name=op.f("pk_round")),
    )
    op.create_index("ix_round_question_id", "round", ["question_id"], unique=False)

    op.create_table(
        "response",
        sa.Column("game_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("round_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("player_id", _BIG_ID, autoincrement=False, nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("response", sa.JSON(), nullable=False),
        sa.Column("received_ms", sa.BigInteger(), nullable=False),
        sa.Column("client_ms", sa.BigInteger(), nullable=True),
        sa.Column("elapsed_ms", sa.Integer(), nullable=False),
        sa.Column("is_late", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("picks", sa.JSON(), nullable=False),
        sa.Column("changes", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["game_id"], ["game.id"], name=op.f("fk_response_game_id_game"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["player_id"], ["player.id"], name=op.f("fk_response_player_id_player"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("game_id", "round_no", "player_id", name=op.f("pk_response")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_response_player_id", "response", ["player_id"], unique=False)

    op.add_column("enrolment", sa.Column("live_responses", sa.String(length=6), server_default="on", nullable=False))


def downgrade() -> None:
    """Take them away again, with the games that were played."""
    op.drop_column("enrolment", "live_responses")
    for table in ("response", "round", "player", "game_event", "game", "membership", "classroom"):
        op.drop_table(table)
