"""A learner who has not chosen what of games enters a study has what the classroom has for which a game is played.

Revision: 0015, after 0014
"""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take all answers, which everybody had who chose nothing, as not chosen."""
    op.execute("UPDATE enrolment SET live_responses = 'class' WHERE live_responses = 'on'")


def downgrade() -> None:
    """Take what was not chosen as all answers."""
    op.execute("UPDATE enrolment SET live_responses = 'on' WHERE live_responses = 'class'")
