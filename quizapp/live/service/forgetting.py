"""Names of players are forgotten: of guests some time after a game, of an account when it is erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Text, bindparam, cast, func, select, update
from sqlalchemy.orm import Session

from quizapp.live.models import GameRow, Player, ResponseRow, Round
from quizapp.live.service.creating import is_running
from quizapp.live.service.standing import MOVED, TOPIC
from quizapp.people.models import User
from quizapp.plumbing.clock import epoch_ms

#: What was typed may say more of somebody than whether it was right.
TYPED_KEPT = timedelta(days=400)


def list_to_forget(session: Session, now: datetime) -> list[int]:
    """List the games whose guests' time is over."""
    return list(session.scalars(select(GameRow.id).where(GameRow.erase_guests_at <= now).order_by(GameRow.id)))


def forget_guests(session: Session, game_id: int, now: datetime) -> None:
    """Make the guests of a game anonymous; what they gave stays in the report."""
    guests = (
        select(Player.id)
        .outerjoin(User, User.id == Player.user_id)
        .where(Player.game_id == game_id, Player.erased_at.is_(None), User.sign_in_name.is_(None))
    )
    _forget(session, list(session.scalars(guests)), now)
    session.execute(update(GameRow).where(GameRow.id == game_id).values(erase_guests_at=None))


def list_typed_long_ago(session: Session, now: datetime) -> list[int]:
    """List the games in which something was typed so long ago that its words are to be forgotten."""
    typed = (
        select(ResponseRow.game_id)
        .join(Round, (Round.game_id == ResponseRow.game_id) & (Round.no == ResponseRow.round_no))
        .where(Round.way == "recall", ResponseRow.received_ms <= epoch_ms(now - TYPED_KEPT))
        # JSON has no equality on PostgreSQL.
        .where(cast(ResponseRow.response, Text) != "null")
    )
    return list(session.scalars(typed.distinct().order_by(ResponseRow.game_id)))


def forget_typed(session: Session, game_id: int, now: datetime) -> None:
    """Forget the words that were typed in a game; score and points stay."""
    typed = select(Round.no).where(Round.game_id == game_id, Round.way == "recall")
    of_game = (ResponseRow.game_id == game_id, ResponseRow.round_no.in_(typed))
    long_ago = ResponseRow.received_ms <= epoch_ms(now - TYPED_KEPT)
    session.execute(update(ResponseRow).where(*of_game, long_ago).values(response=None, picks=[]))


def erase_players(session: Session, user_id: int, now: datetime) -> list[tuple[str, str]]:
    """Make all players of an account anonymous, and part them from it.

    Gives the topics of games that run, with what is told, to be published after the commit: a name stands on screens.
    """
    rows = session.execute(select(Player.id, Player.game_id).where(Player.user_id == user_id))
    game_of = {row.id: row.game_id for row in rows}
    running = set(session.scalars(select(GameRow.id).where(GameRow.id.in_(game_of.values()), is_running())))
    _forget(session, list(game_of), now)
    session.execute(update(Player).where(Player.user_id == user_id).values(user_id=None))
    moved = [(f"{MOVED}{game_id}", str(id_)) for id_, game_id in game_of.items() if game_id in running]
    return moved + [(f"{TOPIC}{game_id}", "") for game_id in sorted(running)]


def _forget(session: Session, player_ids: Sequence[int], now: datetime) -> None:
    """Call players by their number in the game; no browser is theirs any more."""
    if not player_ids:
        return
    number = select(Player.id, func.row_number().over(partition_by=Player.game_id, order_by=Player.id).label("number"))
    games = select(Player.game_id).where(Player.id.in_(player_ids))
    numbers = {row.id: row.number for row in session.execute(number.where(Player.game_id.in_(games)))}
    session.connection().execute(
        update(Player)
        .where(Player.id == bindparam("own_id"))
        .values(
            nickname=bindparam("own_name"),
            folded=bindparam("own_mark"),
            token_hash=bindparam("own_mark"),
            erased_at=now,
        ),
        # No nickname folds to such a mark, so none can be taken already.
        [{"own_id": id_, "own_name": f"Player {numbers[id_]}", "own_mark": f"~{id_}"} for id_ in player_ids],
    )


def export_player(session: Session, user_id: int) -> dict[str, list[dict[str, Any]]]:
    """Give the games that an account has played and led, as JSON values."""
    played = session.execute(
        select(Player.id, Player.nickname, Player.joined_at, Player.removed_at, GameRow.title)
        .join(GameRow, GameRow.id == Player.game_id)
        .where(Player.user_id == user_id)
        .order_by(Player.id)
    ).all()
    given = _responses(session, [row.id for row in played])
    led = session.execute(
        select(GameRow.title, GameRow.created_at, GameRow.ended_at, GameRow.phase)
        .where(GameRow.host_id == user_id)
        .order_by(GameRow.id)
    )
    return {
        "games_played": [
            {
                "title": row.title,
                "nickname": row.nickname,
                "joined_at": row.joined_at.isoformat(),
                "removed_at": row.removed_at and row.removed_at.isoformat(),
                "responses": given.get(row.id, []),
            }
            for row in played
        ],
        "games_led": [
            {
                "title": row.title,
                "created_at": row.created_at.isoformat(),
                "ended_at": row.ended_at and row.ended_at.isoformat(),
                "phase": row.phase,
            }
            for row in led
        ],
    }


def _responses(session: Session, player_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    rows = session.execute(
        select(ResponseRow, Round.question_id, Round.is_voided)
        .join(Round, (Round.game_id == ResponseRow.game_id) & (Round.no == ResponseRow.round_no))
        .where(ResponseRow.player_id.in_(player_ids))
        .order_by(ResponseRow.player_id, ResponseRow.round_no)
    )
    given: dict[int, list[dict[str, Any]]] = {}
    for row, question_id, is_voided in rows:
        given.setdefault(row.player_id, []).append(
            {
                "round": row.round_no,
                "question_id": question_id,
                "response": row.response,
                "received_ms": row.received_ms,
                "elapsed_ms": row.elapsed_ms,
                "is_late": row.is_late,
                "score": row.score,
                "points": row.points,
                "is_voided": is_voided,
            }
        )
    return given
