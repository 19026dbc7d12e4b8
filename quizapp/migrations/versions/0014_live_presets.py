"""What of games enters the study of a classroom's students when they begin to study a bank.

Revision: 0014, after 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the column: in classrooms that are there all answers count, as before."""
    op.add_column("classroom", sa.Column("live_responses", sa.String(length=6), nullable=False, server_default="on"))


def downgrade() -> None:
    """Take it away again; learners keep what they were given."""
    op.drop_column("classroom", "live_responses")
