"""What is to be done for games whether anybody plays them or not, each game by itself, in transactions of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from sqlalchemy.orm import Session

from quizapp.live import service
from quizapp.live.service import TOPIC, Mark, Study
from quizapp.plumbing.clock import Clock
from quizapp.plumbing.db import Database
from quizapp.plumbing.hub import Hub

_log = logging.getLogger("quizapp.live")


def hand_over_game(
    database: Database, clock: Clock, study: Study, game_id: int | None, batches_at_most: int | None = None
) -> None:
    """Tell study what was played in a game so far, in many short transactions: responses wait for none of them.

    Without a game, it is told what it does not know of any; one that fails stops no other. With `batches_at_most` what
    is left of a game is found by the next call; None = all of it.
    """
    if game_id is None:
        tell = partial(hand_over_game, database, clock, study, batches_at_most=batches_at_most)
        _for_each(database, service.list_untold, tell)
        return
    mark: Mark | None = Mark()
    batches = 0
    while mark is not None and batches != batches_at_most:
        with database.transaction() as session:
            mark = service.hand_over(session, game_id, study, clock(), mark)
        batches += 1


def look_after_games(database: Database, clock: Clock, hub: Hub, study: Study) -> None:
    """End games that were left, forget guests and typed words in time, tell study what was not told yet.

    A game that fails stops no other, and is tried the next time.
    """
    now = clock()

    def end(game_id: int) -> None:
        with database.transaction() as session:
            service.end_left(session, game_id, now)
        hub.publish(f"{TOPIC}{game_id}")

    def forget(game_id: int) -> None:
        with database.transaction() as session:
            service.forget_guests(session, game_id, now)

    def forget_typed(game_id: int) -> None:
        with database.transaction() as session:
            service.forget_typed(session, game_id, now)

    _for_each(database, lambda session: service.list_left(session, now), end)
    _for_each(database, lambda session: service.list_to_forget(session, now), forget)
    hand_over_game(database, clock, study, None)
    _for_each(database, lambda session: service.list_typed_long_ago(session, now), forget_typed)


def _for_each(database: Database, find: Callable[[Session], list[int]], act: Callable[[int], None]) -> None:
    with database.reading() as session:
        game_ids = find(session)
    for game_id in game_ids:
        try:
            act(game_id)
        except Exception:
            _log.exception("game %d could not be looked after", game_id)
