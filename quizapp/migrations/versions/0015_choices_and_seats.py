"""Who has not chosen what of games enters a study has what the classroom has; seats that gave way to another.

Revision: 0015, after 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take all answers, which everybody had who chose nothing, as not chosen; no seat is known to have given way."""
    op.execute("UPDATE enrolment SET live_responses = 'class' WHERE live_responses = 'on'")
    op.add_column("player", sa.Column("gave_way_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take what was not chosen as all answers, and let the seats play."""
    op.drop_column("player", "gave_way_at")
    op.execute("UPDATE enrolment SET live_responses = 'on' WHERE live_responses = 'class'")
