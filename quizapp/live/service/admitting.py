"""How a host minds the door of a game: lets in or refuses who waits, asks for the entry word, sees how many come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from quizapp.core.errors import Conflict
from quizapp.live.models import GameRow, Player
from quizapp.live.service.joining import check_player, first_round_of
from quizapp.live.service.leading import get_game_to_host
from quizapp.live.service.standing import Standing, get_standing
from quizapp.people.viewer import Viewer

LATELY = timedelta(minutes=1)
#: A class of thirty is in within a minute; so many in the lobby, or once the game has begun, are worth a question.
RUSH_IN_LOBBY, RUSH_LATER = 60, 15


@dataclass(frozen=True, slots=True)
class Rush:
    """How many have come within the last minute, and whether that is unusual."""

    count: int
    is_unusual: bool


def let_in_each(session: Session, viewer: Viewer, game_id: int, *, is_on: bool) -> None:
    """Let who comes wait for the host from now on, or let all in again: those too who wait already.

    Raises:
        NotFound: there is no such game, or it is somebody else's.
    """
    standing = get_game_to_host(session, viewer, game_id)
    session.execute(update(GameRow).where(GameRow.id == standing.id).values(admits_each=is_on))
    if not is_on:
        # As it stands now that its row is held: nobody moves the round on before this has ended.
        _admit(session, get_standing(session, standing.id))


def ask_for_word(session: Session, viewer: Viewer, game_id: int, *, is_on: bool) -> None:
    """Ask who comes for the entry word, or not any more.

    Raises:
        NotFound: there is no such game, or it is somebody else's.
    """
    standing = get_game_to_host(session, viewer, game_id)
    session.execute(update(GameRow).where(GameRow.id == standing.id).values(asks_word=is_on))


def admit_player(session: Session, viewer: Viewer, game_id: int, player_id: int) -> None:
    """Let somebody in who waits; twice is once, and who was refused stays out.

    Raises:
        NotFound: it is no game of the viewer's, or has no such player.
    """
    # Held, since whoever comes in is asked from the round that is on.
    standing = get_game_to_host(session, viewer, game_id, is_held=True)
    check_player(session, standing.id, player_id)
    _admit(session, standing, Player.id == player_id)


def admit_all(session: Session, viewer: Viewer, game_id: int, last_id: int) -> None:
    """Let in who waits, up to the last of them that the host has seen.

    Raises:
        NotFound: there is no such game, or it is somebody else's.
    """
    standing = get_game_to_host(session, viewer, game_id, is_held=True)
    _admit(session, standing, Player.id <= last_id)


def refuse_player(session: Session, viewer: Viewer, game_id: int, player_id: int, now: datetime) -> None:
    """Keep somebody out who waits: their token opens nothing, and their nickname stays taken; twice is once.

    Raises:
        NotFound: it is no game of the viewer's, or has no such player.
        Conflict: they are in already, as another window of the host's let them in.
    """
    standing = get_game_to_host(session, viewer, game_id)
    check_player(session, standing.id, player_id)
    mine = (Player.id == player_id, Player.waiting_since.is_not(None))
    if session.scalar(select(Player.id).where(*mine)) is None:
        raise Conflict("They were let in meanwhile. Take them out of the game in the list of players, if you want.")
    session.execute(update(Player).where(*mine, Player.removed_at.is_(None)).values(removed_at=now))


def refuse_all(session: Session, viewer: Viewer, game_id: int, last_id: int, now: datetime) -> None:
    """Keep out who waits, up to the last of them that the host has seen: a flood leaves no other way.

    Raises:
        NotFound: there is no such game, or it is somebody else's.
    """
    standing = get_game_to_host(session, viewer, game_id)
    waits = (Player.game_id == standing.id, Player.removed_at.is_(None), Player.waiting_since.is_not(None))
    session.execute(update(Player).where(*waits, Player.id <= last_id).values(removed_at=now))


def count_waiting(session: Session, game_id: int) -> int:
    """Count who waits to be let in."""
    waits = (Player.game_id == game_id, Player.removed_at.is_(None), Player.waiting_since.is_not(None))
    return session.scalar(select(func.count()).select_from(Player).where(*waits)) or 0


def rush_of(session: Session, standing: Standing, now: datetime) -> Rush:
    """Tell how many came lately, whoever they are; of a classroom none is a stranger."""
    came = (Player.game_id == standing.id, Player.joined_at > now - LATELY)
    count = session.scalar(select(func.count()).select_from(Player).where(*came)) or 0
    usual = RUSH_IN_LOBBY if standing.game.phase == "lobby" else RUSH_LATER
    return Rush(count, count > usual and standing.classroom_id is None)


def _admit(session: Session, standing: Standing, *which: Any) -> None:
    """Let in who waits: the rounds before now were not asked of them."""
    waits = (Player.game_id == standing.id, Player.removed_at.is_(None), Player.waiting_since.is_not(None))
    values = {"waiting_since": None, "joined_in_round": first_round_of(standing)}
    session.execute(update(Player).where(*waits, *which).values(values))
