"""The switch by which a teacher lets passages of a document be sent to a model.

Revision: 0005, after 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "model_switch",
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("host", sa.String(300), nullable=False),
        sa.Column("model", sa.String(100), nullable=False),
        sa.Column("turned_on_at", _MOMENT, nullable=False),
        sa.Column("turned_on_by", sa.Integer(), nullable=True),
        sa.Column("turned_off_at", _MOMENT, nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.JSON(), nullable=False),
        _key("upload_id", "upload", "CASCADE"),
        _key("turned_on_by", "user", "SET NULL"),
        _key("job_id", "job", "SET NULL"),
        sa.PrimaryKeyConstraint("upload_id", name="pk_model_switch"),
    )
    op.create_index("ix_model_switch_turned_on_by", "model_switch", ["turned_on_by"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("model_switch")


def _key(column: str, table: str, on_delete: str) -> sa.ForeignKeyConstraint:
    name = f"fk_model_switch_{column}_{table}"
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name, ondelete=on_delete)
