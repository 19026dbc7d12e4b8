"""What a newer version of a document did to questions; questions suspended until their teacher has looked at that.

Revision: 0004, after 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make them."""
    op.add_column("question", sa.Column("suspended_at", _MOMENT, nullable=True))
    op.add_column("upload", sa.Column("comparison", sa.String(10), nullable=True))
    op.create_table(
        "comparison",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("bank_id", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.String(64), nullable=False),
        sa.Column("fate", sa.String(10), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.Column("decision", sa.String(10), nullable=True),
        sa.Column("decided_at", _MOMENT, nullable=True),
        _key("upload_id", "upload", "CASCADE"),
        _key("bank_id", "bank", "CASCADE"),
        _key("draft_id", "draft", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_comparison"),
        sa.UniqueConstraint("upload_id", "bank_id", "question_id", name="uq_comparison_upload_id_bank_id_question_id"),
    )
    op.create_index("ix_comparison_bank_id", "comparison", ["bank_id"])
    op.create_index("ix_comparison_draft_id", "comparison", ["draft_id"])


def downgrade() -> None:
    """Take them away again; what was suspended stays out of use."""
    op.drop_table("comparison")
    # Nothing before this revision knows of documents that were replaced.
    op.execute("UPDATE upload SET state = 'ready' WHERE state = 'replaced'")
    op.drop_column("upload", "comparison")
    op.drop_column("question", "suspended_at")


def _key(column: str, parent: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = f"fk_comparison_{column}_{parent}"
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=name, ondelete=ondelete)
