"""What a browser holds of a game, and for whom: whose page it shows, and whose its tokens are."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from quizapp.live import cookie
from quizapp.live.cookie import Held
from quizapp.live.models import GameRow, Player
from quizapp.live.service.creating import is_running
from quizapp.live.service.doubles import keeps_own
from quizapp.live.service.joining import PlayerCard, draw_token, find_elsewhere, find_player, is_token
from quizapp.people.service import is_account


def find_own(session: Session, game_id: int, token: str, user_id: int | None) -> PlayerCard | None:
    """Find who holds a token in a game, unless that is somebody else than who is here now, or they play by another.

    On a shared computer the cookie of the one before outlives their sign-in: an account has a seat of its own.
    """
    found = find_player(session, token) if token else None
    if found is None or found.game_id != game_id:
        return None
    if found.is_removed and find_elsewhere(session, game_id, user_id) is not None:
        return None
    is_nobodys = found.user_id is None and not is_account(session, user_id)
    return found if is_nobodys or found.user_id == user_id else None


def find_left(session: Session, game_id: int, token: str, user_id: int | None) -> PlayerCard | None:
    """Find who holds a token and has no account, for an account that keeps no seat of its own."""
    found = find_player(session, token) if token and is_account(session, user_id) else None
    if found is None or found.game_id != game_id or found.user_id is not None or found.is_removed:
        return None
    doubled = select(Player.id).where(Player.id == found.id, keeps_own(user_id))
    return found if session.scalar(doubled) is None else None


def find_beside(session: Session, game_id: int, token: str, user_id: int | None) -> PlayerCard | None:
    """Find whose token it is without an account, where an account looks: that seat stays theirs, also taken out."""
    found = find_player(session, token) if token and is_account(session, user_id) else None
    return None if found is None or found.game_id != game_id or is_account(session, found.user_id) else found


def find_token(session: Session, game_id: int, held: Held, user_id: int | None) -> str:
    """Find the one of the tokens that a browser holds that counts for who is here now.

    Theirs before that of a seat which may be theirs, and that before the one of somebody beside them; else the first.
    """
    token, left = held
    for find in (find_own, find_left, find_beside) if left else ():
        for one in (token, left):
            if find(session, game_id, one, user_id) is not None:
                return one
    return token


def find_tokens(session: Session, game_id: int, held: Held, user_id: int | None) -> Held:
    """Find what a browser will hold once who uses it has joined; a token that is not theirs gives way to a new one.

    One that is nobody's yet is theirs: so a join whose reply was lost is done again as the same player.
    """
    token, left = find_token(session, game_id, held, user_id), held[1]
    if find_beside(session, game_id, token, user_id) is not None:
        left = token
    is_free = is_token(token) and find_player(session, token) is None
    if not is_free and find_own(session, game_id, token, user_id) is None:
        token = draw_token()
    return token, left if left != token and is_token(left) else ""


def adopt_seat(session: Session, guest_id: int | None, cookies: Mapping[str, str]) -> int | None:
    """Let a guest be who has joined a game that runs in their browser, taken out or not, and was nobody so far.

    Returns the id of that player; None where there is none.
    """
    marked = cookie.read_mark(cookies)
    if marked is None:
        return None
    player_id, start = marked
    is_theirs = (Player.id == player_id, Player.token_hash.startswith(start), Player.user_id.is_(None))
    runs = exists().where(GameRow.id == Player.game_id, is_running()).correlate(Player)
    return session.scalar(update(Player).where(*is_theirs, runs).values(user_id=guest_id).returning(Player.id))


def is_made_for(session: Session, person: str, user_id: int | None) -> bool:
    """Whether a page is made for who is here now: one that was made for nobody is also that of a guest made since."""
    return person == str(user_id or "") or (not person and not is_account(session, user_id))
