"""Games that were left open: nobody ended them, and they end by themselves when they were quiet for long."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from quizapp.core.game import End
from quizapp.live.models import GameEvent, GameRow, Player, ResponseRow
from quizapp.live.service.creating import is_running
from quizapp.live.service.standing import GUESTS_KEPT, get_standing, move
from quizapp.plumbing.clock import epoch_ms, from_epoch_ms

#: A game that has begun ends when nothing happened in it for so long.
LEFT_AFTER = timedelta(days=1)
#: One that waits in its lobby may have been prepared for a later lesson.
LOBBY_LEFT_AFTER = timedelta(days=14)


def list_left(session: Session, now: datetime) -> list[int]:
    """List the games that nobody ended and that were quiet for so long that nobody is there."""
    old = select(GameRow.id, GameRow.phase).where(is_running(), GameRow.created_at <= now - LEFT_AFTER)
    rows = session.execute(old.order_by(GameRow.id)).all()
    return [row.id for row in rows if _is_left(session, row.id, row.phase, now)]


def end_left(session: Session, game_id: int, now: datetime) -> None:
    """End a game that was left, if it is; its guests are forgotten in time after what happened last."""
    standing = get_standing(session, game_id)
    if standing.is_over or not _is_left(session, game_id, standing.game.phase, now):
        return
    erase_at = last_active_at(session, game_id) + GUESTS_KEPT
    while not standing.is_over:
        standing = move(session, standing, End(), epoch_ms(now))
    session.execute(update(GameRow).where(GameRow.id == game_id).values(erase_guests_at=erase_at))


def _is_left(session: Session, game_id: int, phase: str, now: datetime) -> bool:
    kept = LOBBY_LEFT_AFTER if phase == "lobby" else LEFT_AFTER
    return last_active_at(session, game_id) <= now - kept


def last_active_at(session: Session, game_id: int) -> datetime:
    """Give the moment at which a game was made, moved, joined or answered last."""
    made_at = session.scalars(select(GameRow.created_at).where(GameRow.id == game_id)).one()
    joined_at = session.scalar(select(func.max(Player.joined_at)).where(Player.game_id == game_id))
    moved_ms = session.scalar(select(func.max(GameEvent.at_ms)).where(GameEvent.game_id == game_id))
    given_ms = session.scalar(select(func.max(ResponseRow.received_ms)).where(ResponseRow.game_id == game_id))
    others = [from_epoch_ms(moment) for moment in (moved_ms, given_ms) if moment is not None]
    return max([made_at, *others] + ([joined_at] if joined_at is not None else []))
