"""An account has one seat in a game, of those that were not taken out.

Revision: 0017, after 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_IN = sa.text("user_id IS NOT NULL AND removed_at IS NULL")


def upgrade() -> None:
    """Let what an account has over be nobody's, in no browser; its name goes with those of guests. Then hold to it.

    It keeps the seat that gave most in time, of such the oldest.
    """
    op.execute(
        "UPDATE player SET user_id = NULL, token_hash = 'of nobody ' || id "
        "WHERE player.user_id IS NOT NULL AND player.removed_at IS NULL AND player.id <> ("
        "SELECT other.id FROM player AS other WHERE other.game_id = player.game_id "
        "AND other.user_id = player.user_id AND other.removed_at IS NULL "
        "ORDER BY (SELECT count(*) FROM response WHERE response.player_id = other.id AND NOT response.is_late) DESC, "
        "other.id LIMIT 1)"
    )
    op.execute(
        "UPDATE game SET erase_guests_at = ended_at WHERE ended_at IS NOT NULL AND erase_guests_at IS NULL "
        "AND EXISTS (SELECT 1 FROM player WHERE player.game_id = game.id AND token_hash LIKE 'of nobody %')"
    )
    op.create_index(
        "uq_player_account", "player", ["game_id", "user_id"], unique=True, sqlite_where=_IN, postgresql_where=_IN
    )


def downgrade() -> None:
    """Let an account have more again."""
    op.drop_index("uq_player_account", "player")
