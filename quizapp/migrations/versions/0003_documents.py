"""Jobs; documents of teachers, their drafts, decisions on them, and where they were published.

Revision: 0003, after 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make them."""
    _create_job()
    _create_upload()
    _create_draft()
    _create_decisions()
    op.create_table(
        "publication",
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("bank_id", sa.Integer(), nullable=False),
        sa.Column("first_number", sa.Integer(), nullable=False),
        sa.Column("paragraph_count", sa.Integer(), nullable=False),
        sa.Column("published_at", _MOMENT, nullable=False),
        _key("publication", "upload_id", "upload"),
        _key("publication", "bank_id", "bank"),
        sa.PrimaryKeyConstraint("upload_id", "bank_id", name="pk_publication"),
    )
    op.create_index("ix_publication_bank_id", "publication", ["bank_id"])


def downgrade() -> None:
    """Take them away again."""
    for table in ("publication", "rule_choice", "draft_decision", "draft", "upload", "job"):
        op.drop_table(table)


def _key(table: str, column: str, parent: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=f"fk_{table}_{column}_{parent}", ondelete=ondelete)


def _create_job() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column("words", sa.String(200), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("runner", sa.String(32), nullable=True),
        sa.Column("alive_at", _MOMENT, nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        _key("job", "owner_id", "user"),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_job_state", "job", ["state", "id"])
    op.create_index("ix_job_owner_id", "job", ["owner_id"])


def _create_upload() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("published", sa.String(10), nullable=True),
        sa.Column("source", sa.String(500), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("language", sa.String(8), nullable=True),
        sa.Column("word_count", sa.Integer(), nullable=False),
        sa.Column("notices", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        _key("upload", "owner_id", "user"),
        _key("upload", "job_id", "job", "SET NULL"),
        _key("upload", "earlier_id", "upload", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_upload"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_upload_owner_id", "upload", ["owner_id"])
    op.create_index("ix_upload_earlier_id", "upload", ["earlier_id"])


def _create_draft() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("about", sa.String(10), nullable=False),
        sa.Column("template", sa.String(10), nullable=False),
        sa.Column("raw", sa.JSON(), nullable=False),
        sa.Column("edited", sa.JSON(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("worth", sa.Float(), nullable=False),
        sa.Column("rank", sa.Float(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("grounds", sa.JSON(), nullable=False),
        sa.Column("rejections", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(1), nullable=True),
        sa.Column("decided_at", _MOMENT, nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        _key("draft", "upload_id", "upload"),
        _key("draft", "decided_by", "user", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
    )
    op.create_index("ix_draft_upload", "draft", ["upload_id", "state", "rank"])
    op.create_index("ix_draft_decided_by", "draft", ["decided_by"])


def _create_decisions() -> None:
    op.create_table(
        "draft_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("template", sa.String(10), nullable=False),
        sa.Column("features", sa.JSON(), nullable=False),
        sa.Column("is_accepted", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(1), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("decided_at", _MOMENT, nullable=False),
        _key("draft_decision", "teacher_id", "user"),
        _key("draft_decision", "draft_id", "draft", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_draft_decision"),
    )
    op.create_index("ix_draft_decision_teacher", "draft_decision", ["teacher_id", "id"])
    op.create_index("ix_draft_decision_draft_id", "draft_decision", ["draft_id"])
    op.create_table(
        "rule_choice",
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(20), nullable=False),
        sa.Column("is_kept", sa.Boolean(), nullable=False),
        sa.Column("last_decision_id", sa.Integer(), nullable=True),
        _key("rule_choice", "teacher_id", "user"),
        sa.PrimaryKeyConstraint("teacher_id", "rule", name="pk_rule_choice"),
    )
