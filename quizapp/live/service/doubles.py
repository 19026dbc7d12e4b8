"""An account plays a game once: which of two seats it keeps, and when two seats are two people's."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from quizapp.live.models import GameRow, Player, ResponseRow
from quizapp.live.service.creating import is_running


def keeps_own(user_id: int | None) -> ColumnElement[bool]:
    """Give the condition for players whose game an account plays itself, so that their seat is not to be its too.

    A seat of its own that was taken out gives way; of a game that is over one that gave nothing does to one that did.
    """
    own = aliased(Player)
    runs = exists().where(GameRow.id == Player.game_id, is_running()).correlate(Player)
    stays = and_(own.removed_at.is_(None), or_(runs, has_given(own), ~has_given(Player)))
    is_own = (own.game_id == Player.game_id, own.user_id == user_id, own.id != Player.id)
    return exists().where(*is_own, or_(Player.removed_at.is_not(None), stays)).correlate(Player)


def play_side_by_side(session: Session, guest_id: int, user_id: int) -> bool:
    """Tell whether a guest and an account hold a seat each in a game that runs: they are two people."""
    own = aliased(Player)
    is_beside = exists().where(own.game_id == Player.game_id, own.user_id == user_id, own.removed_at.is_(None))
    seat = select(Player.id).join(GameRow, GameRow.id == Player.game_id).where(Player.user_id == guest_id, is_beside)
    return session.scalar(seat.where(Player.removed_at.is_(None), is_running()).limit(1)) is not None


def both_gave(session: Session, guest_id: int, user_id: int) -> bool:
    """Tell whether a guest and an account each gave something in time in one game, over or not, taken out or not."""
    own = aliased(Player)
    is_beside = exists().where(own.game_id == Player.game_id, own.user_id == user_id, has_given(own)).correlate(Player)
    seat = select(Player.id).where(Player.user_id == guest_id, has_given(Player), is_beside)
    return session.scalar(seat.limit(1)) is not None


def find_nickname(session: Session, user_id: int) -> str | None:
    """Find the nickname under which somebody has joined a game that runs, taken out or not; None without one."""
    seat = select(Player.nickname).join(GameRow, GameRow.id == Player.game_id).where(Player.user_id == user_id)
    return session.scalar(seat.where(is_running()).order_by(Player.removed_at.is_not(None), Player.id.desc()).limit(1))


def has_given(player: Any) -> ColumnElement[bool]:
    """Give the condition for players who gave anything in time."""
    is_theirs = (ResponseRow.player_id == player.id, ResponseRow.game_id == player.game_id)
    return exists().where(*is_theirs, ResponseRow.is_late.is_(False)).correlate(player)
