"""An account parts from a browser: its pages of games end, and what the browser holds of them goes."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.live.models import GameRow, Player
from quizapp.live.service.creating import is_running
from quizapp.live.service.joining import hash_token
from quizapp.live.service.standing import MOVED
from quizapp.people.models import User
from quizapp.people.service import is_account


def list_moved(session: Session, user_id: int) -> list[tuple[str, str]]:
    """Give the topics, with what is told after the commit, of running games that look again who plays for somebody."""
    seats = select(Player.game_id, Player.id).join(GameRow, GameRow.id == Player.game_id)
    rows = session.execute(seats.where(Player.user_id == user_id, is_running()).order_by(Player.id))
    return [(f"{MOVED}{game_id}", str(player_id)) for game_id, player_id in rows]


def list_holders(session: Session, game_id: int) -> dict[int, tuple[str, int | None]]:
    """Give the hash of the token by which each player of a game plays, and whose they are."""
    rows = session.execute(select(Player.id, Player.token_hash, Player.user_id).where(Player.game_id == game_id))
    return {row.id: (row.token_hash, row.user_id) for row in rows}


def list_settled(session: Session, held: Mapping[int, tuple[str, str]], user_id: int | None) -> dict[int, str]:
    """Give what a browser holds from now on of the games that it held an account's token of, whoever is here now.

    That is the token of the guest behind the account, or nothing; what is the account's of who is here stays.
    """
    hashes = {hash_token(token): game_id for game_id, (token, _) in held.items() if token}
    accounts = select(Player.token_hash).join(User, User.id == Player.user_id)
    rows = session.scalars(
        accounts.where(Player.token_hash.in_(hashes), User.sign_in_name.is_not(None), User.id.is_distinct_from(user_id))
    )
    return {hashes[token_hash]: held[hashes[token_hash]][1] for token_hash in rows}


def is_accounts(session: Session, game_id: int, player_id: int) -> bool:
    """Whether a player of a game has an account."""
    holder = select(Player.user_id).where(Player.id == player_id, Player.game_id == game_id)
    return is_account(session, session.scalar(holder))
