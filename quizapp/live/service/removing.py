"""A host takes players out of a game, and lets them in again as if they had never been out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, exists, func, select, union_all, update
from sqlalchemy.orm import Session

from quizapp.core.errors import Conflict, NotFound
from quizapp.live.models import GameEvent, Player, ResponseRow
from quizapp.live.service.joining import PlayerCard, check_player, find_elsewhere, first_round_of, list_players_by_id
from quizapp.live.service.leading import get_game_to_host
from quizapp.live.service.standing import PLAYS
from quizapp.live.service.studying import Study, hand_over_player
from quizapp.people.viewer import Viewer
from quizapp.plumbing.clock import epoch_ms
from quizapp.plumbing.hot import Hot

OVER = "This game is over: who was taken out of it stays out."
PLAYS_ON = "They play on already, as %s: there is nobody to let in again."


def remove_player(session: Session, viewer: Viewer, game_id: int, player_id: int, now: datetime) -> None:
    """Take a player out: their token opens nothing any more, and their nickname stays taken; twice is once.

    Raises:
        NotFound: it is no game of the viewer's, or has no such player.
    """
    standing = get_game_to_host(session, viewer, game_id)
    check_player(session, standing.id, player_id)
    session.execute(update(Player).where(Player.id == player_id, Player.removed_at.is_(None)).values(removed_at=now))


def restore_player(session: Session, viewer: Viewer, game_id: int, player_id: int, study: Study, now: datetime) -> None:
    """Let somebody in again who was taken out or refused; what they gave counts, also in their study. Twice is once.

    Raises:
        NotFound: it is no game of the viewer's, or has no such player.
        Conflict: the game is over, or their account plays by another seat since.
    """
    # Held, since whoever was refused is asked from the round that is on.
    standing = get_game_to_host(session, viewer, game_id, is_held=True)
    player = list_players_by_id(session, [player_id]).get(player_id)
    if player is None or player.game_id != standing.id:
        raise NotFound("There is no such player in this game.")
    if standing.is_over:
        raise Conflict(OVER)
    if not player.is_removed:
        return
    other = find_elsewhere(session, standing.id, player.user_id)
    if other is not None:
        raise Conflict(PLAYS_ON % other.nickname)
    begins = {"waiting_since": None, "joined_in_round": first_round_of(standing)} if player.is_waiting else {}
    session.execute(update(Player).where(Player.id == player_id).values(removed_at=None, **begins))
    hand_over_player(session, standing.id, player_id, study, now)


def list_taken_out(session: Session, game_id: int) -> list[PlayerCard]:
    """List who was taken out of a game or refused, the last first; who was refused is still waiting."""
    out = select(Player.id).where(Player.game_id == game_id, Player.removed_at.is_not(None))
    ids = session.scalars(out.order_by(Player.removed_at.desc(), Player.id.desc())).all()
    cards = list_players_by_id(session, ids)
    return [cards[player_id] for player_id in ids]


def waits_for_host(session: Session, game_id: int, round_no: int) -> bool:
    """Whether somebody was taken out of a round before they answered, and nobody has given a first answer since.

    All who are left may have answered then by mistake: the round ends by its host, its time or the next answer.
    """
    values = {"game_id": game_id, "round_no": round_no}
    out = _TAKEN_OUT_OPEN.first(session, values)
    since = None if out is None else _SINCE.first(session, values).at_ms
    return since is not None and epoch_ms(out.removed_at) >= since


_OF_ROUND = (ResponseRow.game_id == bindparam("game_id")) & (ResponseRow.round_no == bindparam("round_no"))
_IN_TIME = _OF_ROUND & ResponseRow.is_late.is_(False)
#: Of who plays; a changed answer is no next one.
_ANSWERS = (
    select(ResponseRow.received_ms.label("at_ms"))
    .join(Player, Player.id == ResponseRow.player_id)
    .where(_IN_TIME, ResponseRow.changes == 0, PLAYS)
)
#: Not the round's own `opened_ms`, which moves when time is given back.
_OPENING = select(func.min(GameEvent.at_ms).label("at_ms")).where(
    GameEvent.game_id == bindparam("game_id"),
    GameEvent.round_no == bindparam("round_no"),
    GameEvent.phase == "open",
)
_SINCE = Hot(select(func.max(union_all(_OPENING, _ANSWERS).subquery().c.at_ms).label("at_ms")))
_TAKEN_OUT_OPEN = Hot(
    select(Player.removed_at)
    .where(
        Player.game_id == bindparam("game_id"),
        Player.removed_at.is_not(None),
        Player.waiting_since.is_(None),
        ~exists().where(_IN_TIME, ResponseRow.player_id == Player.id).correlate(Player),
    )
    .order_by(Player.removed_at.desc())
    .limit(1)
)
