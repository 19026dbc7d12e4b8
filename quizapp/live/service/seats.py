"""A player's place in a game, and what is told to them alone: the passage of a round, what came of the game."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from quizapp.banks.models import QuestionRow
from quizapp.banks.service import ShownPassage, list_passages
from quizapp.core.errors import NotAllowed, NotFound
from quizapp.core.game import FINAL, UNREVEALED
from quizapp.core.plain_stem import stem_in_line
from quizapp.core.points import ranks_of
from quizapp.live.cookie import Held
from quizapp.live.models import GameRow, Player, ResponseRow, Round
from quizapp.live.service.asking import Questions, source_of
from quizapp.live.service.creating import is_running
from quizapp.live.service.doubles import keeps_own
from quizapp.live.service.holding import find_beside, find_left, find_own, find_token
from quizapp.live.service.joining import (
    PlayerCard,
    find_elsewhere,
    find_game,
    find_out,
    find_player,
    hash_token,
    is_stranger,
)
from quizapp.live.service.standing import Standing, get_standing, list_revealed, totals
from quizapp.people.models import User
from quizapp.people.service import is_account
from quizapp.plumbing.markup import trusted_parts

#: Whoever is taken out of a game that is over is out of its ranks after so long.
_RANKING_KEPT = timedelta(seconds=2)
_RANKINGS_AT_MOST = 50
#: More games than anybody plays at once.
_SEATS_AT_MOST = 5

#: (game): what the browser holds of it.
HeldOf = Callable[[int], Held]


@dataclass(frozen=True, slots=True)
class Seat:
    """A game as somebody's browser comes to it; `player` is None where it has not joined."""

    standing: Standing
    player: PlayerCard | None
    #: Whether they cannot join, since the game is for a classroom that they are not in.
    is_stranger: bool = False
    #: Who plays in this browser without an account, where an account looks that keeps no seat of its own.
    left: PlayerCard | None = None
    #: The nickname of who plays already, on another device or with a cookie that is gone.
    elsewhere: str | None = None
    #: Whether this browser plays under an account, and whoever looks is not signed in.
    is_signed_out: bool = False
    #: Who plays in this browser without an account, where an account looks that plays as another.
    beside: str | None = None
    #: Whether it is theirs again, since the account has signed out.
    is_back: bool = False
    #: Whether they wait there to be let in.
    waits_elsewhere: bool = False
    #: Whether it is over, and they played it in another browser: nothing of it is live here.
    was_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class HeldSeat:
    """A running game that somebody plays, or waits to be let into; `link` is the end of its address."""

    title: str
    nickname: str
    link: str
    #: Whether it is held in this browser without an account, and somebody with one looks who does not play.
    is_left: bool = False
    #: Whether it is held in this browser under an account, and whoever looks is not signed in.
    is_signed_out: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What a round leaves to read: its explanation as trusted HTML, its passages, words on what this player gave."""

    explanation: Any
    passages: tuple[ShownPassage, ...]
    #: What the passages are from.
    source: str
    #: The explanations of the options that were chosen, or of what was typed, as Markdown.
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Missed:
    """A round that a player did not get right: its number, its question, the right answer."""

    no: int
    stem: str
    answer: str


@dataclass(frozen=True, slots=True)
class Played:
    """The rounds that were asked of a player and count: those they did not get right, those they answered in time.

    `out` are those answered ones whose question is in its bank no more.
    """

    asked: list[int]
    missed: list[int]
    given: list[int]
    out: list[int]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a player has in the end; rounds before their coming were not asked of them."""

    points: int
    rank: int
    players: int
    right: int
    asked: int
    given: int
    missed: tuple[Missed, ...]
    #: How many questions that they answered were taken out of the bank since.
    out: int
    #: Whether it ended without places.
    is_cancelled: bool = False
    #: The rounds asked of them that count for nobody, and those that were judged again after the game.
    voided: tuple[int, ...] = ()
    corrected: tuple[int, ...] = ()


def get_seat(session: Session, link: str, held_of: HeldOf, user_id: int | None) -> Seat:
    """Give the game of a link and who came to it.

    Raises:
        NotFound: there is no such game.
    """
    game_id = find_game(session, link)
    if game_id is None:
        raise NotFound("There is no such game. Check the code on the big screen.")
    standing = get_standing(session, game_id)
    held = held_of(game_id)
    token = find_token(session, game_id, held, user_id)
    player = find_own(session, game_id, token, user_id)
    if player is not None:
        return Seat(standing, player, is_back=token != held[0])
    left = find_left(session, game_id, token, user_id)
    other = find_elsewhere(session, game_id, user_id)
    if standing.is_over and left is None and other is not None and other.is_in:
        return Seat(standing, other, was_elsewhere=True)
    out = find_out(session, game_id, user_id) if left is None and other is None else None
    if out is not None:
        return Seat(standing, out)
    beside = find_beside(session, game_id, token, user_id) if left is None else None
    seat = Seat(
        standing,
        None,
        is_stranger(session, standing, user_id),
        left,
        beside=None if beside is None or beside.is_removed else beside.nickname,
    )
    if other is not None:
        return replace(seat, elsewhere=other.nickname, waits_elsewhere=other.is_waiting)
    return replace(seat, is_signed_out=_is_signed_out(session, game_id, token, user_id))


def _is_signed_out(session: Session, game_id: int, token: str, user_id: int | None) -> bool:
    """Whether a browser plays under an account, while nobody with an account looks: signing in leads back."""
    found = find_player(session, token) if token and not is_account(session, user_id) else None
    if found is None or found.game_id != game_id or found.is_removed:
        return False
    return is_account(session, found.user_id)


def list_seats(
    session: Session, tokens: Mapping[int, Held], user_id: int | None, *, left_id: int | None = None
) -> list[HeldSeat]:
    """List the running games that somebody plays, the newest first: by their account, or by this browser's secrets.

    Who joined here as a guest and has signed in since finds that seat too, to say whether it is theirs, also where it
    is that of the guest `left_id`, who is set aside while an account is signed in in their browser; and who has
    signed out since finds the one that signing in leads back to, unless the browser is its guest's again.
    """
    newest = sorted(tokens)[-_SEATS_AT_MOST:]
    if user_id is None and not newest:
        return []
    hashes = [hash_token(find_token(session, game_id, tokens[game_id], user_id)) for game_id in newest]
    is_open_here = or_(Player.user_id.is_(None), User.sign_in_name.is_not(None))
    is_theirs: ColumnElement[bool] = false() if user_id is None else Player.user_id == user_id
    has_account = is_account(session, user_id)
    if has_account:
        # Whoever has an account has a seat of their own on a shared computer.
        is_open_here = and_(Player.user_id.is_(None), ~keeps_own(user_id))
    if has_account and left_id is not None:
        is_theirs = or_(is_theirs, and_(Player.user_id == left_id, ~keeps_own(user_id)))
    is_here = and_(Player.token_hash.in_(hashes), is_open_here)
    rows = session.execute(
        select(GameRow.title, Player.nickname, GameRow.link_token, Player.user_id)
        .join(Player, Player.game_id == GameRow.id)
        .outerjoin(User, User.id == Player.user_id)
        .where(or_(is_theirs, is_here), Player.removed_at.is_(None), is_running())
        .order_by(GameRow.id.desc())
        .limit(_SEATS_AT_MOST)
    )
    return [
        HeldSeat(
            title,
            name,
            link,
            has_account and holder in (None, left_id),
            holder is not None and holder not in (user_id, left_id),
        )
        for title, name, link, holder in rows
    ]


def get_told(session: Session, seat: Seat, no: int) -> Told:
    """Give what a round leaves to read.

    Raises:
        NotAllowed: whoever asks does not play, waits, or was taken out.
        NotFound: there is no such round, or what was right in it has not been shown.
    """
    player = _check_plays(seat)
    game = seat.standing.game
    is_asked_again = no == game.round_no and game.phase in UNREVEALED
    if not 1 <= no <= game.round_no or is_asked_again or no not in list_revealed(session, seat.standing.id):
        raise NotFound("This question has not been answered yet.")
    asked = Questions().of(session, seat.standing, seat.standing.cards[no - 1])
    passages = list_passages(session, seat.standing.bank_id, asked.question)
    given = session.scalar(
        select(ResponseRow.response).where(
            ResponseRow.game_id == seat.standing.id, ResponseRow.round_no == no, ResponseRow.player_id == player.id
        )
    )
    source = source_of(session, seat.standing)
    return Told(trusted_parts(asked.html).get("explanation"), tuple(passages), source, asked.explain(given))


class Rankings:
    """The points and ranks of games that are over, counted once for all players who ask at the same time."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, int], tuple[datetime, dict[int, int], dict[int, int]]] = OrderedDict()
        self._guard = threading.Lock()

    def of(self, session: Session, standing: Standing, now: datetime) -> tuple[dict[int, int], dict[int, int]]:
        """Give points and ranks by player; one who asks waits for the one who counts."""
        key = (standing.id, standing.game.event_no)
        with self._guard:
            found = self._kept.get(key)
            if found is None or not timedelta() <= now - found[0] < _RANKING_KEPT:
                points = totals(session, standing.id)
                found = self._kept[key] = now, points, ranks_of(points)
                if len(self._kept) > _RANKINGS_AT_MOST:
                    self._kept.popitem(last=False)
        return found[1:]


def get_summary(session: Session, seat: Seat, questions: Questions, rankings: Rankings, now: datetime) -> Summary:
    """Give what a player has when the last round is over; `questions` and `rankings` are shared by all who ask.

    Raises:
        NotAllowed: whoever asks does not play, waits, or was taken out.
        NotFound: the game is not over.
    """
    player = _check_plays(seat)
    standing = seat.standing
    if standing.game.phase not in ("podium", *FINAL):
        raise NotFound("The game is not over yet.")
    points, ranks = rankings.of(session, standing, now)
    played = list_asked(session, standing, player)
    revealed = list_revealed(session, standing.id)
    revealed_of = [no for no in sorted(revealed) if standing.was_asked(no, player.joined_in_round)]
    return Summary(
        points.get(player.id, 0),
        ranks.get(player.id, len(points)),
        len(points),
        len(played.asked) - len(played.missed),
        len(played.asked),
        len(played.given),
        tuple(_missed(session, standing, no, questions) for no in played.missed if no in revealed),
        len(played.out),
        standing.game.phase == "cancelled",
        tuple(no for no in revealed_of if standing.game.rounds[no - 1].is_voided),
        tuple(no for no in revealed_of if standing.cards[no - 1].was_corrected),
    )


def list_asked(session: Session, standing: Standing, player: PlayerCard) -> Played:
    """List the rounds that were asked of a player and count, and how they fared in them."""
    asked = standing.asked_of(player.joined_in_round)
    scores, out = _scores(session, standing.id, player.id)
    given = [no for no in asked if no in scores]
    return Played(asked, [no for no in asked if scores.get(no, 0.0) < 1], given, [no for no in given if no in out])


def _check_plays(seat: Seat) -> PlayerCard:
    if seat.player is None or not seat.player.is_in:
        raise NotAllowed("Join this game first.")
    return seat.player


def _scores(session: Session, game_id: int, player_id: int) -> tuple[dict[int, float], set[int]]:
    """Give what a player's answers in time scored, by round, and the rounds whose question is in its bank no more."""
    is_theirs = (ResponseRow.game_id == game_id, ResponseRow.player_id == player_id, ResponseRow.is_late.is_(False))
    rows = session.execute(
        select(ResponseRow.round_no, ResponseRow.score, QuestionRow.id)
        .join(Round, and_(Round.game_id == ResponseRow.game_id, Round.no == ResponseRow.round_no))
        .outerjoin(QuestionRow, and_(QuestionRow.id == Round.question_id, QuestionRow.deleted_at.is_(None)))
        .where(*is_theirs)
    ).all()
    return {no: score for no, score, _ in rows}, {no for no, _, question_id in rows if question_id is None}


def _missed(session: Session, standing: Standing, no: int, questions: Questions) -> Missed:
    question = questions.of(session, standing, standing.cards[no - 1]).question
    return Missed(no, stem_in_line(question.stem), question.answer())
