"""Who comes into a game: let in one by one, and by a word of the big screen.

Revision: 0010, after 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the columns; games that are there let everybody in, and whoever joined them is in."""
    op.add_column("game", sa.Column("admits_each", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("game", sa.Column("asks_word", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("player", sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take them away again; whoever waited is taken out, since the host has not let them in."""
    op.execute("UPDATE player SET removed_at = waiting_since WHERE waiting_since IS NOT NULL AND removed_at IS NULL")
    op.drop_column("player", "waiting_since")
    op.drop_column("game", "asks_word")
    op.drop_column("game", "admits_each")
