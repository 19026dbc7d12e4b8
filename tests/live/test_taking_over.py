"""A guest who comes into another game while their account takes over what they play brings that one along as well."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select

from quizapp.app import learner_history
from quizapp.live.models import Round
from quizapp.people import service as people
from quizapp.plumbing.db_errors import Busy
from tests.live.match import Match

#: Writers of SQLite take turns.
pytestmark = pytest.mark.parametrize("runtime", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)


def in_thread(call, *given):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(call, *given).result(10)


def is_held(match: Match) -> bool:
    """Whether somebody holds the rounds of a game."""
    rounds = select(Round.no).where(Round.game_id == match.game_id)
    try:
        with match.database.transaction() as session:
            session.execute(rounds.with_for_update(nowait=True))
    except Busy:
        return True
    return False


def test_a_game_that_a_guest_joins_meanwhile_is_held_before_it_is_the_accounts(match, cast, clock):
    match.join("gil", cast.gil.id)
    other = Match(match.database, cast.ada, clock, client_id="another").make()
    history = learner_history()
    seen = []

    def hold(session, guest_id):
        has_all = history.hold(session, guest_id)
        if not other.players:
            in_thread(other.join, "gil", cast.gil.id)
        return has_all

    def merge(session, guest_id, learner_id, now):
        seen.extend(in_thread(is_held, game) for game in (match, other))
        return history.merge(session, guest_id, learner_id, now)

    with match.database.transaction() as session:
        people.take_over_guest(session, replace(history, hold=hold, merge=merge), cast.gil.id, cast.tess.id, clock())
    assert seen == [True, True]
    assert [game.player("gil").user_id for game in (match, other)] == [cast.tess.id] * 2
