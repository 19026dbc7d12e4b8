"""What of a game enters the study of who has not chosen is kept with the game.

Revision: 0016, after 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the column: a game that is there has what its classroom has now; one for none has all answers."""
    op.add_column("game", sa.Column("live_responses", sa.String(length=6), nullable=False, server_default="on"))
    op.execute(
        "UPDATE game SET live_responses = "
        "(SELECT classroom.live_responses FROM classroom WHERE classroom.id = game.classroom_id) "
        "WHERE classroom_id IS NOT NULL"
    )


def downgrade() -> None:
    """Take it away again; a game has what its classroom has."""
    op.drop_column("game", "live_responses")
