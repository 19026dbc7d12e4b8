"""What a classroom got wrong in its games, kept or not: also by those who do not study the bank."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from quizapp.core.scheduler import PARTIAL_PASS_SCORE
from quizapp.live.models import GameRow, Player, ResponseRow, Round
from quizapp.live.service.standing import PLAYS
from quizapp.live.service.studying import is_revealed

NOTHING_STUDIED = (
    "Nobody of this classroom has studied this bank yet, so nothing of it is due. Choose the whole bank or a tag."
)
NOTHING_MISSED = (
    "Nobody of this classroom has studied this bank or missed a question of it in a game yet. "
    "Choose the whole bank or a tag."
)


def misses_of(classroom_id: int | None, member_ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    """Select question, player and moment of what was wrong in a classroom's games, as study would rate it.

    A member is named by their id, as study does; whose account is gone by their player's, below 0. Who has left the
    classroom is left out.
    """
    return (
        select(
            Round.question_id,
            func.coalesce(Player.user_id, -Player.id).label("learner_id"),
            ResponseRow.received_ms.label("answered_at"),
        )
        .join(Player, Player.id == ResponseRow.player_id)
        .join(Round, and_(Round.game_id == ResponseRow.game_id, Round.no == ResponseRow.round_no))
        .join(GameRow, GameRow.id == ResponseRow.game_id)
        .where(
            GameRow.classroom_id == classroom_id,
            ResponseRow.score < PARTIAL_PASS_SCORE - 1e-9,
            ResponseRow.is_late.is_(False),
            Round.is_voided.is_(False),
            is_revealed(),
            PLAYS,
            or_(Player.user_id.in_(member_ids), Player.user_id.is_(None)),
        )
    )
