"""Which rounds of games were judged again by a corrected key.

Revision: 0011, after 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the column; no round that is there was judged again."""
    op.add_column("round", sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take it away again; points stay as they were counted last."""
    op.drop_column("round", "corrected_at")
