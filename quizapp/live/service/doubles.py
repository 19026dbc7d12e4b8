"""An account plays a game once: which of two seats it keeps."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from quizapp.live.models import Player, ResponseRow


def keeps_own(user_id: int | None) -> ColumnElement[bool]:
    """Give the condition for players whose game an account plays itself, so that their seat is not to be its too.

    A seat of its own that was taken out gives way, and one that gave nothing gives way to one that did.
    """
    own = aliased(Player)
    stays = and_(own.removed_at.is_(None), or_(has_given(own), ~has_given(Player)))
    is_own = (own.game_id == Player.game_id, own.user_id == user_id, own.id != Player.id)
    return exists().where(*is_own, or_(Player.removed_at.is_not(None), stays)).correlate(Player)


def has_given(player: Any) -> ColumnElement[bool]:
    """Give the condition for players who gave anything in time."""
    is_theirs = (ResponseRow.player_id == player.id, ResponseRow.game_id == player.game_id)
    return exists().where(*is_theirs, ResponseRow.is_late.is_(False)).correlate(player)
