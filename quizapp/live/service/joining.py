"""Who plays: found by code or link, let in under a nickname, known again by a token, renamed, removed."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from quizapp.core.entry_word import EntryWord, is_word, word_at
from quizapp.core.errors import Conflict, NotFound
from quizapp.core.nicknames import NotThatNickname, fold_nickname, read_nickname
from quizapp.live.models import GameRow, Player
from quizapp.live.service.creating import is_running
from quizapp.live.service.factors import find_time_factor
from quizapp.live.service.leading import get_game_to_host
from quizapp.live.service.standing import PLAYS, Standing
from quizapp.people.service import find_member
from quizapp.people.viewer import Viewer
from quizapp.plumbing.clock import epoch_ms
from quizapp.plumbing.hot import Hot

PLAYERS_AT_MOST = 2_500
CODE_DIGITS = 6
#: With what stands between and around them.
CODE_TYPED_AT_MOST = 12
NOT_ON_ROSTER = "This game is for one classroom. Join that classroom first, or sign in as its student."
#: So long a name has a place in the list of players.
NAME_AT_MOST = 40
_ROUND_CLOSED = ("locked", "reveal", "standings", "podium")
TAKEN_OUT = "You were taken out of this game by its host."
REFUSED = "The host has not let you into this game."
DOOR_CLOSED = "The host has closed the door: nobody new can come in now."
WORD_WANTED = "Type the entry word: the four digits on the big screen."
WORD_WRONG = "That is not the entry word now. Type the four digits that stand on the big screen."
OUT = "They were taken out of the game meanwhile, so they keep their nickname. Let them in again to change it."
TAKEN = "Somebody here has that nickname, or one that looks like it. Choose another."


class CannotJoin(Conflict):
    """Nobody new comes into this game; the message says why."""


@dataclass(frozen=True, slots=True)
class PlayerCard:
    """A player as the live part knows them."""

    id: int
    game_id: int
    nickname: str
    user_id: int | None
    time_factor: float
    joined_in_round: int
    is_removed: bool
    #: Not let in by the host so far; stays so for who was refused.
    is_waiting: bool = False

    @property
    def is_in(self) -> bool:
        """Whether they play."""
        return not self.is_removed and not self.is_waiting

    @property
    def why_out(self) -> str:
        """Why who is removed does not play."""
        return REFUSED if self.is_waiting else TAKEN_OUT


@dataclass(frozen=True, slots=True)
class JoinWish:
    """Somebody who wants to play; `token` was drawn by `draw_token` and is in their browser, `word` was typed."""

    game_id: int
    nickname: str
    token: str
    user_id: int | None
    word: str = ""


#: 128 bits, or more: 22 letters of six each, as `draw_token` and a player's page draw them.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22,43}")
_COLUMNS = (
    Player.id,
    Player.game_id,
    Player.nickname,
    Player.user_id,
    Player.time_factor,
    Player.joined_in_round,
    Player.removed_at.is_not(None).label("is_removed"),
    Player.waiting_since.is_not(None).label("is_waiting"),
)
_BY_IDS = Hot(select(*_COLUMNS).where(Player.id.in_(bindparam("ids", expanding=True))))
_BY_TOKEN = Hot(select(*_COLUMNS).where(Player.token_hash == bindparam("token_hash")))


def _card(row: Any) -> PlayerCard:
    values = {name: getattr(row, name) for name in PlayerCard.__slots__}
    return PlayerCard(**values | {name: bool(values[name]) for name in ("is_removed", "is_waiting")})


def draw_token() -> str:
    """Draw a player's secret of 128 bits."""
    return secrets.token_urlsafe(16)


def is_token(text: str) -> bool:
    """Whether a text may be a player's secret: as long as those that are drawn, of letters of theirs."""
    return _TOKEN.fullmatch(text) is not None


def hash_token(token: str) -> str:
    """Give what is kept of a player's secret."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def find_player(session: Session, token: str) -> PlayerCard | None:
    """Find who holds a token, removed ones too."""
    row = _BY_TOKEN.first(session, {"token_hash": hash_token(token)})
    return None if row is None else _card(row)


def find_why_out(session: Session, game_id: int, token: str) -> str:
    """Tell why who holds a token does not play a game; empty where it is nobody's there, or they do."""
    found = find_player(session, token) if token else None
    return found.why_out if found is not None and found.game_id == game_id and found.is_removed else ""


def find_game(session: Session, link: str) -> int | None:
    """Find a game, over or not, by the end of its link."""
    return session.scalar(select(GameRow.id).where(GameRow.link_token == link[:40].replace("\0", "/")))


def find_link(session: Session, code: str) -> str | None:
    """Find the end of a running game's link by its six digits, however they are parted."""
    digits = "".join(char for char in code if char.isascii() and char.isdigit())
    if len(digits) != CODE_DIGITS or len(code.strip()) > CODE_TYPED_AT_MOST:
        return None
    return session.scalar(select(GameRow.link_token).where(GameRow.code == digits, is_running()))


def find_screen(session: Session, token: str) -> int | None:
    """Find the game of a projector's address."""
    return session.scalar(select(GameRow.id).where(GameRow.screen_token == token[:40].replace("\0", "/")))


def join(session: Session, standing: Standing, wishes: Sequence[JoinWish], now: datetime) -> list[str | PlayerCard]:
    """Let players into one game together; for each gives who they are, or why not.

    An account plays once: whoever comes again with it is the player that they were, under the new token.
    """
    if standing.is_over:
        return ["This game is over."] * len(wishes)
    room = PLAYERS_AT_MOST - (session.scalar(_count(standing.id)) or 0)
    taken = _taken(session, standing.id)
    outcomes: list[str | PlayerCard] = []
    for wish in wishes:
        outcomes.append(_join_one(session, standing, wish, now, taken, room > 0))
        room -= isinstance(outcomes[-1], PlayerCard)
    return outcomes


def _count(game_id: int) -> Select[int]:
    return select(func.count()).select_from(Player).where(Player.game_id == game_id, Player.removed_at.is_(None))


def _taken(session: Session, game_id: int) -> set[str]:
    return set(session.scalars(select(Player.folded).where(Player.game_id == game_id)))


def _join_one(
    session: Session, standing: Standing, wish: JoinWish, now: datetime, taken: set[str], has_room: bool
) -> str | PlayerCard:
    again = find_player(session, wish.token) or _find_again(session, standing.id, wish)
    if again is not None:
        return again.why_out if again.is_removed else again
    if standing.is_locked:
        return DOOR_CLOSED
    if not has_room:
        return f"This game has {PLAYERS_AT_MOST} players already, and takes no more."
    student = None if standing.classroom_id is None else _on_roster(session, standing, wish)
    if isinstance(student, str):
        return student
    if standing.asks_word and not is_entry_word(standing, wish.word, epoch_ms(now)):
        return WORD_WRONG if wish.word else WORD_WANTED
    named = student or _named(wish, taken)
    if isinstance(named, str):
        return named
    nickname, folded = named
    factor = find_time_factor(session, standing, wish.user_id)
    taken.add(folded)
    waiting_since = now if standing.admits_each else None
    first_round = first_round_of(standing)
    values = {
        "game_id": standing.id,
        "token_hash": hash_token(wish.token),
        "user_id": wish.user_id,
        "nickname": nickname,
        "folded": folded,
        "time_factor": factor,
        "joined_in_round": first_round,
        "joined_at": now,
        "waiting_since": waiting_since,
    }
    player_id: int = session.execute(_INSERT.returning(Player.id), values).scalar_one()
    return PlayerCard(
        player_id, standing.id, nickname, wish.user_id, factor, first_round, False, waiting_since is not None
    )


_INSERT = insert(Player)


def first_round_of(standing: Standing) -> int:
    """Give the first round that is asked of somebody who comes in now: one that is closed already was not."""
    return standing.game.round_no + (standing.game.phase in _ROUND_CLOSED)


def entry_word(standing: Standing, now_ms: int) -> EntryWord | None:
    """Give the word that whoever joins has to type now; None where none is asked for, or nobody can join."""
    if not standing.asks_word or standing.is_locked or standing.is_over:
        return None
    return word_at(standing.screen_token, now_ms)


def is_entry_word(standing: Standing, typed: str, now_ms: int) -> bool:
    """Whether this is the entry word of a game now, or was just before; asked for or not."""
    # Whoever has the screen's token sees the word.
    return is_word(standing.screen_token, typed, now_ms)


def _named(wish: JoinWish, taken: set[str]) -> tuple[str, str] | str:
    """Give the nickname and its look-alike of somebody who names themselves; else why not."""
    try:
        nickname = read_nickname(wish.nickname)
    except NotThatNickname as error:
        return str(error)
    folded = fold_nickname(nickname)
    return TAKEN if folded in taken else (nickname, folded)


def _on_roster(session: Session, standing: Standing, wish: JoinWish) -> tuple[str, str] | str:
    """Give the same of a student, as their classroom has it; else why not."""
    member = find_member(session, standing.classroom_id or 0, wish.user_id)
    if member is None:
        return NOT_ON_ROSTER
    # Names of one roster may look alike: they are told apart by whose they are.
    return member.roster_name[:NAME_AT_MOST], f"~member{wish.user_id}"


def find_elsewhere(session: Session, game_id: int, user_id: int | None) -> PlayerCard | None:
    """Find as whom an account plays a game, or waits to, on whatever device."""
    own = (Player.game_id == game_id, Player.user_id == user_id, Player.removed_at.is_(None))
    row = None if user_id is None else session.execute(select(*_COLUMNS).where(*own).limit(1)).first()
    return None if row is None else _card(row)


def find_out(session: Session, game_id: int, user_id: int | None) -> PlayerCard | None:
    """Find as whom somebody was taken out of a game, or refused, on whatever device."""
    own = (Player.game_id == game_id, Player.user_id == user_id, Player.removed_at.is_not(None))
    row = None if user_id is None else session.execute(select(*_COLUMNS).where(*own).order_by(Player.id)).first()
    return None if row is None else _card(row)


def is_stranger(session: Session, standing: Standing, user_id: int | None) -> bool:
    """Whether a game is for a classroom that somebody is not in, nor was when they joined it."""
    if standing.classroom_id is None or find_member(session, standing.classroom_id, user_id) is not None:
        return False
    own = select(Player.id).where(Player.game_id == standing.id, Player.user_id == user_id)
    return user_id is None or session.scalar(own.limit(1)) is None


def _find_again(session: Session, game_id: int, wish: JoinWish) -> PlayerCard | None:
    """Find the player that an account was in this game before, one who plays if there is, and give it the new token."""
    if wish.user_id is None:
        return None
    own = select(*_COLUMNS).where(Player.game_id == game_id, Player.user_id == wish.user_id)
    row = session.execute(own.order_by(Player.removed_at.is_not(None), Player.id).limit(1)).first()
    if row is None:
        return None
    session.execute(update(Player).where(Player.id == row.id).values(token_hash=hash_token(wish.token)))
    return _card(row)


def rename_player(session: Session, viewer: Viewer, game_id: int, player_id: int, nickname: str) -> None:
    """Give a player another nickname; the old one is free again.

    Raises:
        NotFound: it is no game of the viewer's, or has no such player.
        NotThatNickname: it cannot be taken.
        CannotJoin: somebody else has it, or the player was taken out.
    """
    standing = get_game_to_host(session, viewer, game_id)
    check_player(session, standing.id, player_id)
    if session.scalar(select(Player.removed_at).where(Player.id == player_id)) is not None:
        raise CannotJoin(OUT)
    shown = read_nickname(nickname, is_by_host=True)
    folded = fold_nickname(shown)
    # Students of a roster are told apart by whose they are: there the names themselves are compared.
    others = select(Player.nickname, Player.folded).where(Player.game_id == standing.id, Player.id != player_id)
    if any(folded in (row.folded, fold_nickname(row.nickname)) for row in session.execute(others)):
        raise CannotJoin(TAKEN)
    session.execute(update(Player).where(Player.id == player_id).values(nickname=shown, folded=folded))


def check_player(session: Session, game_id: int, player_id: int) -> None:
    """Raise `NotFound` where a game has no such player."""
    if session.scalar(select(Player.id).where(Player.id == player_id, Player.game_id == game_id)) is None:
        raise NotFound("There is no such player in this game.")


def list_players(session: Session, game_id: int) -> list[PlayerCard]:
    """List who plays, in the order of their coming."""
    rows = session.execute(select(*_COLUMNS).where(Player.game_id == game_id, PLAYS).order_by(Player.id))
    return [_card(row) for row in rows]


def list_waiting(session: Session, game_id: int) -> list[PlayerCard]:
    """List who waits to be let in, in the order of their coming."""
    return [_card(row) for row in _WAITING.all(session, {"game_id": game_id})]


def list_players_by_id(session: Session, ids: Sequence[int]) -> dict[int, PlayerCard]:
    """Give players by their ids, removed ones too."""
    return {row.id: _card(row) for row in _BY_IDS.all(session, {"ids": ids})} if ids else {}


def list_removed(session: Session, game_id: int) -> frozenset[int]:
    """List the players who were taken out of a game."""
    return frozenset(row.id for row in _REMOVED.all(session, {"game_id": game_id}))


_OF_GAME = Player.game_id == bindparam("game_id")
_REMOVED = Hot(select(Player.id).where(_OF_GAME, Player.removed_at.is_not(None)))
_WAITING = Hot(
    select(*_COLUMNS)
    .where(_OF_GAME, Player.removed_at.is_(None), Player.waiting_since.is_not(None))
    .order_by(Player.id)
)
