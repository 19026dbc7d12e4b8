"""How much more time than others a player has: as their teacher has set it, for nobody else to see."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quizapp.live.models import Player
from quizapp.live.service.standing import Standing
from quizapp.people.service import list_time_factors


def find_time_factor(session: Session, standing: Standing, user_id: int | None) -> float:
    """Give the most time that a classroom of the host's, or the one that a game is for, gives somebody."""
    if user_id is None:
        return 1.0
    return list_time_factors(session, standing.host_id, standing.classroom_id, user_id).get(user_id, 1.0)


def renew_time_factors(session: Session, standing: Standing) -> None:
    """Give who plays with an account the time that their teacher has set since they came."""
    factors = list_time_factors(session, standing.host_id, standing.classroom_id)
    own = select(Player.id, Player.user_id, Player.time_factor).where(
        Player.game_id == standing.id, Player.user_id.is_not(None)
    )
    for row in session.execute(own.order_by(Player.id)).all():
        factor = factors.get(row.user_id, 1.0)
        if factor != row.time_factor:
            session.execute(update(Player).where(Player.id == row.id).values(time_factor=factor))


def longest_factor(session: Session, player_ids: Sequence[int]) -> float:
    """Give the largest time factor among these players."""
    if not player_ids:
        return 1.0
    slow = select(Player.id, Player.time_factor).where(Player.id.in_(player_ids), Player.time_factor > 1.0)
    return max((factor for _, factor in session.execute(slow)), default=1.0)
