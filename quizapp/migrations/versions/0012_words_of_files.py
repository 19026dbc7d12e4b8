"""What a file said of a question that was edited here, beside what its import made of it.

Revision: 0012, after 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the column; of earlier imports what they left counts as what their files said."""
    said = sa.Column("said", sa.JSON(), nullable=True)
    op.add_column("revision", said)
    is_said = sa.text("said IS NOT NULL")
    op.create_index("ix_revision_said", "revision", ["question_id"], sqlite_where=is_said, postgresql_where=is_said)


def downgrade() -> None:
    """Take it away again."""
    op.drop_index("ix_revision_said", "revision")
    op.drop_column("revision", "said")
