"""A player's place in a game, and what is told to them alone: the passage of a round, what came of the game."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.banks.service import ShownPassage, list_passages
from quizapp.core.errors import NotAllowed, NotFound
from quizapp.core.game import FINAL, UNREVEALED, ranks_of
from quizapp.core.plain_stem import stem_in_line
from quizapp.live.models import ResponseRow
from quizapp.live.service.asking import Questions
from quizapp.live.service.joining import PlayerCard, find_game, find_player
from quizapp.live.service.standing import Standing, get_standing, totals
from quizapp.plumbing.markup import trusted_parts


@dataclass(frozen=True, slots=True)
class Seat:
    """A game as somebody's browser comes to it; `player` is None where it has not joined."""

    standing: Standing
    player: PlayerCard | None


@dataclass(frozen=True, slots=True)
class Told:
    """What a round leaves to read: its explanation as trusted HTML, its passages."""

    explanation: Any
    passages: tuple[ShownPassage, ...]


@dataclass(frozen=True, slots=True)
class Missed:
    """A round that a player did not get right: its number, its question, the right answer."""

    no: int
    stem: str
    answer: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What a player has in the end; rounds before their coming were not asked of them."""

    points: int
    rank: int
    players: int
    right: int
    asked: int
    missed: tuple[Missed, ...]


def get_seat(session: Session, link: str, token_of: Any) -> Seat:
    """Give the game of a link and who came to it; `token_of` gives the player's secret by the number of the game.

    Raises:
        NotFound: there is no such game.
    """
    game_id = find_game(session, link)
    if game_id is None:
        raise NotFound("There is no such game. Check the code on the big screen.")
    token = token_of(game_id)
    player = find_player(session, token) if token else None
    is_theirs = player is not None and player.game_id == game_id
    return Seat(get_standing(session, game_id), player if is_theirs else None)


def get_told(session: Session, seat: Seat, no: int) -> Told:
    """Give what a round leaves to read.

    Raises:
        NotAllowed: whoever asks does not play, waits, or was taken out.
        NotFound: there is no such round, or what was right in it has not been shown.
    """
    _check_plays(seat)
    game = seat.standing.game
    if not 1 <= no <= game.round_no or (no == game.round_no and game.phase in UNREVEALED):
        raise NotFound("This question has not been answered yet.")
    asked = Questions().of(session, seat.standing, seat.standing.cards[no - 1])
    passages = list_passages(session, seat.standing.bank_id, asked.question)
    return Told(trusted_parts(asked.html).get("explanation"), tuple(passages))


def get_summary(session: Session, seat: Seat) -> Summary:
    """Give what a player has when the last round is over.

    Raises:
        NotAllowed: whoever asks does not play, waits, or was taken out.
        NotFound: the game is not over.
    """
    player = _check_plays(seat)
    standing = seat.standing
    if standing.game.phase not in ("podium", *FINAL):
        raise NotFound("The game is not over yet.")
    points = totals(session, standing.id)
    scores = _scores(session, standing.id, player.id)
    rounds = list(enumerate(standing.game.rounds, start=1))
    counted = [no for no, each in rounds if not each.is_voided and max(1, player.joined_in_round) <= no]
    counted = [no for no in counted if no <= standing.game.round_no]
    missed = [no for no in counted if scores.get(no, 0.0) < 1]
    return Summary(
        points.get(player.id, 0),
        ranks_of(points).get(player.id, len(points)),
        len(points),
        len(counted) - len(missed),
        len(counted),
        tuple(_missed(session, standing, no) for no in missed),
    )


def _check_plays(seat: Seat) -> PlayerCard:
    if seat.player is None or not seat.player.is_in:
        raise NotAllowed("Join this game first.")
    return seat.player


def _scores(session: Session, game_id: int, player_id: int) -> dict[int, float]:
    rows = session.execute(
        select(ResponseRow.round_no, ResponseRow.score).where(
            ResponseRow.game_id == game_id, ResponseRow.player_id == player_id, ResponseRow.is_late.is_(False)
        )
    )
    return {no: score for no, score in rows}


def _missed(session: Session, standing: Standing, no: int) -> Missed:
    question = Questions().of(session, standing, standing.cards[no - 1]).question
    return Missed(no, stem_in_line(question.stem), question.answer())
