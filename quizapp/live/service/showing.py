"""What is known of a game while it is played: how many have answered, how it was divided, who has what points."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from quizapp.core.game import FINAL
from quizapp.core.points import ranks_of
from quizapp.core.question import Json
from quizapp.live.models import GameRow, Player, ResponseRow, Round
from quizapp.live.service.asking import RoundQuestion
from quizapp.live.service.dividing import Share, for_all_to_see, shares_of
from quizapp.live.service.standing import PLAYS, Standing, totals
from quizapp.plumbing.hot import Hot

_IDS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Own:
    """What a player has: in the round, and of the whole; `score` is None where they gave nothing."""

    score: float | None
    points: int
    total: int
    rank: int
    is_late: bool = False
    #: Right answers in a row up to this one, at the reveal; 0 where that is no row. It is shown and counts for nothing.
    streak: int = 0
    #: Whether there is something to read on what they gave, though nothing is written about the question.
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a round went: of so many asked, how many gave something, their mean score 0..1, and what they chose."""

    asked: int
    given: int
    right: int
    in_part: int
    share: float
    shares: tuple[Share, ...]
    #: Answers that are not among the shares.
    others: int = 0

    @property
    def for_all(self) -> Outcome:
        """The same for the eyes of a class: wrong words that only one typed are counted, not shown."""
        shares, others = for_all_to_see(self.shares)
        return replace(self, shares=shares, others=others)


@dataclass(frozen=True, slots=True)
class Held:
    """What a player has of the rounds whose answer was shown; `met` were right, if only in part.

    `score_now` is of the last of them.
    """

    points: int
    met: int
    score_now: float


def list_held(session: Session, standing: Standing, told_no: int) -> dict[int, Held]:
    """Give points and answers of whoever has given any, up to the round whose answer was shown last."""
    is_met = (ResponseRow.score > 0) & ResponseRow.is_late.is_(False) & (Player.joined_in_round <= Round.no)
    met = func.sum(case((is_met & (Round.no <= told_no), 1), else_=0))
    score_now = func.sum(case((is_met & (Round.no == told_no), ResponseRow.score), else_=0.0))
    rows = session.execute(
        select(Player.id, func.sum(ResponseRow.points), met, score_now)
        .select_from(ResponseRow)
        .join(Round, (Round.game_id == ResponseRow.game_id) & (Round.no == ResponseRow.round_no))
        .join(Player, Player.id == ResponseRow.player_id)
        .where(ResponseRow.game_id == standing.id, Round.is_voided.is_(False), PLAYS)
        .group_by(Player.id)
    )
    return {player_id: Held(int(points), int(met), float(score_now)) for player_id, points, met, score_now in rows}


def count_players(session: Session, game_id: int) -> int:
    """Count who plays."""
    return int(_PLAYING.first(session, {"game_id": game_id})[0])


_PLAYING = Hot(
    select(func.count().label("playing")).select_from(Player).where(Player.game_id == bindparam("game_id"), PLAYS)
)


def list_played(session: Session, question_ids: Sequence[int], since_ms: int) -> set[int]:
    """List those of some questions that were asked in a game since a moment, or are still to be in one that runs."""
    is_to_come = and_(Round.opened_ms.is_(None), GameRow.phase.not_in(FINAL))
    played = select(Round.question_id).join(GameRow, GameRow.id == Round.game_id).distinct()
    played = played.where(or_(Round.opened_ms >= since_ms, is_to_come))
    parts = (question_ids[start : start + _IDS_AT_ONCE] for start in range(0, len(question_ids), _IDS_AT_ONCE))
    return {each for ids in parts for each in session.scalars(played.where(Round.question_id.in_(ids)))}


def count_responses(session: Session, game_id: int, round_no: int) -> int:
    """Count who has answered a round in time and was not removed."""
    return int(_ANSWERED.first(session, {"game_id": game_id, "round_no": round_no})[0])


_OF_ROUND = (ResponseRow.game_id == bindparam("game_id")) & (ResponseRow.round_no == bindparam("round_no"))
_ANSWERED = Hot(
    select(func.count().label("answered"))
    .select_from(ResponseRow)
    .join(Player, Player.id == ResponseRow.player_id)
    .where(_OF_ROUND, ResponseRow.is_late.is_(False), Player.removed_at.is_(None))
)
_GIVEN = Hot(
    select(ResponseRow.player_id, ResponseRow.is_late)
    .join(Player, Player.id == ResponseRow.player_id)
    .where(_OF_ROUND, PLAYS)
)
_SCORE_ROWS = select(ResponseRow.player_id, ResponseRow.score, ResponseRow.points, ResponseRow.is_late).where(_OF_ROUND)
_SCORED = Hot(_SCORE_ROWS)
_SCORED_AND_GIVEN = Hot(_SCORE_ROWS.add_columns(ResponseRow.response))
_ASKED = Hot(
    select(func.count().label("asked"))
    .select_from(Player)
    .where(Player.game_id == bindparam("game_id"), PLAYS, Player.joined_in_round <= bindparam("round_no"))
)
_JUDGED = Hot(
    select(ResponseRow.score, ResponseRow.picks)
    .join(Player, Player.id == ResponseRow.player_id)
    .where(_OF_ROUND, ResponseRow.is_late.is_(False), Player.removed_at.is_(None))
)


_BEFORE = Hot(
    select(func.coalesce(func.sum(ResponseRow.points), 0).label("points"))
    .join(Round, (Round.game_id == ResponseRow.game_id) & (Round.no == ResponseRow.round_no))
    .where(
        ResponseRow.game_id == bindparam("game_id"),
        ResponseRow.player_id == bindparam("player_id"),
        ResponseRow.round_no < bindparam("round_no"),
        Round.is_voided.is_(False),
    )
)


def list_answered(session: Session, game_id: int, round_no: int) -> set[int]:
    """List those who play and have answered a round in time."""
    return {player_id for player_id, is_late in list_given(session, game_id, round_no).items() if not is_late}


def list_given(session: Session, game_id: int, round_no: int) -> dict[int, bool]:
    """Tell of those who play and have answered a round whether they were too late."""
    rows = _GIVEN.all(session, {"game_id": game_id, "round_no": round_no})
    return {row.player_id: bool(row.is_late) for row in rows}


def find_response(session: Session, game_id: int, round_no: int, player_id: int) -> tuple[Json, bool] | None:
    """Find what a player gave in a round, and whether it came late."""
    row = session.execute(
        select(ResponseRow.response, ResponseRow.is_late).where(
            ResponseRow.game_id == game_id, ResponseRow.round_no == round_no, ResponseRow.player_id == player_id
        )
    ).first()
    return None if row is None else (row.response, row.is_late)


def count_points_before(session: Session, game_id: int, round_no: int, player_id: int) -> int:
    """Count the points that a player has of the rounds before one."""
    return int(_BEFORE.first(session, {"game_id": game_id, "round_no": round_no, "player_id": player_id}).points)


def owns(session: Session, standing: Standing, asked: RoundQuestion | None = None) -> dict[int, Own]:
    """Give what each player has when a round is over; `asked` is the question of the round where that is to be read."""
    streaks = _streaks(session, standing) if standing.game.phase == "reveal" else {}
    points = totals(session, standing.id)
    ranks: Mapping[int, int] = ranks_of(points)
    # What was given is read where something may be said about it, and else not: it is as long as it is.
    about = asked if asked is not None and not asked.has_more and standing.game.phase == "reveal" else None
    statement = _SCORED if about is None else _SCORED_AND_GIVEN
    rows = statement.all(session, {"game_id": standing.id, "round_no": standing.game.round_no})
    given = {row.player_id: row for row in rows}
    remarked = frozenset() if about is None else _remarked(about, rows)
    found = {}
    for player_id, total in points.items():
        row = given.get(player_id)
        if row is None:
            found[player_id] = Own(None, 0, total, ranks[player_id])
        else:
            found[player_id] = Own(
                row.score,
                row.points,
                total,
                ranks[player_id],
                bool(row.is_late),
                streaks.get(player_id, 0),
                player_id in remarked,
            )
    return found


def _remarked(asked: RoundQuestion, rows: Sequence[Any]) -> frozenset[int]:
    """Give the players to whom something is said about what they typed, such as how a name is spelt."""
    # A class types few different answers.
    by_text: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows:
        by_text[json.dumps(row.response)].append(row.player_id)
    return frozenset(each for text, players in by_text.items() if asked.explain(json.loads(text)) for each in players)


def _streaks(session: Session, standing: Standing) -> dict[int, int]:
    """Count who had two or more right in a row up to the present round; voided ones do not break it."""
    game = standing.game
    counting = [no for no, each in enumerate(game.rounds[: game.round_no], start=1) if not each.is_voided]
    if game.round.is_voided or len(counting) < 2:
        return {}
    rows = _STREAKS.all(session, {"game_id": standing.id, "round_no": game.round_no})
    return {row.player_id: row.streak for row in rows}


def _streaks_of() -> Select[*tuple[Any, ...]]:
    # The place of a round among those that count, and of a right answer among the player's own, the latest first: as
    # long as none is missing between them, both grow together.
    counting = (
        select(Round.no, func.row_number().over(order_by=Round.no.desc()).label("place"))
        .where(Round.game_id == bindparam("game_id"), Round.no <= bindparam("round_no"), Round.is_voided.is_(False))
        .subquery()
    )
    number = func.row_number().over(partition_by=ResponseRow.player_id, order_by=ResponseRow.round_no.desc())
    right = (
        select(ResponseRow.player_id, counting.c.place, number.label("number"))
        .join(counting, counting.c.no == ResponseRow.round_no)
        .where(ResponseRow.game_id == bindparam("game_id"))
        .where(ResponseRow.score >= 1, ResponseRow.is_late.is_(False))
        .subquery()
    )
    return (
        select(right.c.player_id, func.count().label("streak"))
        .where(right.c.place == right.c.number)
        .group_by(right.c.player_id)
        .having(func.count() >= 2)
    )


_STREAKS = Hot(_streaks_of())


def outcome_of(session: Session, standing: Standing, round_no: int, question: RoundQuestion | None) -> Outcome:
    """Tell how a round went for those who were there; late responses are left out."""
    sought = {"game_id": standing.id, "round_no": round_no}
    rows = _JUDGED.all(session, sought)
    shares = shares_of([(row.score, row.picks) for row in rows], question)
    total = sum(row.score for row in rows)
    right = sum(row.score >= 1 for row in rows)
    in_part = sum(0 < row.score < 1 for row in rows)
    return Outcome(
        _ASKED.first(session, sought).asked, len(rows), right, in_part, total / len(rows) if rows else 0.0, shares
    )


def best_players(session: Session, standing: Standing, count: int) -> list[tuple[int, str, int]]:
    """List the first so many of those who have points: rank, nickname, points."""
    points = totals(session, standing.id)
    ranks: Mapping[int, int] = ranks_of(points)
    first = sorted(
        (number for number, own in points.items() if own), key=lambda player_id: (ranks[player_id], player_id)
    )[:count]
    rows = session.execute(select(Player.id, Player.nickname).where(Player.id.in_(first)))
    names = {player_id: nickname for player_id, nickname in rows}
    return [(ranks[player_id], names[player_id], points[player_id]) for player_id in first]


def class_share(session: Session, standing: Standing) -> float | None:
    """Give how much was right of all that was asked in rounds that count, as the report does; None before any answer.

    What nobody gave an answer to was asked all the same, and what was right in part is not right.
    """
    joined = session.execute(
        select(Player.joined_in_round, func.count())
        .where(Player.game_id == standing.id, PLAYS)
        .group_by(Player.joined_in_round)
    )
    asked = sum(len(standing.asked_of(joined_in_round)) * count for joined_in_round, count in joined)
    given, right = session.execute(
        select(func.count(), func.coalesce(func.sum(case((ResponseRow.score >= 1, 1), else_=0)), 0))
        .select_from(ResponseRow)
        .join(Round, (Round.game_id == ResponseRow.game_id) & (Round.no == ResponseRow.round_no))
        .join(Player, Player.id == ResponseRow.player_id)
        .where(ResponseRow.game_id == standing.id, Round.is_voided.is_(False), ResponseRow.is_late.is_(False), PLAYS)
        .where(Player.joined_in_round <= Round.no)
    ).one()
    return int(right) / asked if asked and given else None
