"""The time factor by which each response was counted.

Revision: 0013, after 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the column; of earlier games what their players have now is the best that is known."""
    op.add_column("response", sa.Column("time_factor", sa.Float(), nullable=False, server_default=sa.text("1")))
    op.execute(
        "UPDATE response SET time_factor = (SELECT time_factor FROM player WHERE player.id = response.player_id) "
        "WHERE player_id IN (SELECT id FROM player WHERE time_factor <> 1)"
    )


def downgrade() -> None:
    """Take it away again; points stay as they were counted last."""
    op.drop_column("response", "time_factor")
