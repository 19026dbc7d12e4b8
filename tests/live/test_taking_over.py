"""A guest who comes into another game while their account takes over what they play brings that one along as well."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select

from quizapp.joining import learner_history
from quizapp.live import service
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


def test_an_account_that_joins_a_guests_game_at_another_worker_meanwhile_is_somebody_else(match, cast, clock):
    match.join("gil", cast.gil.id)
    with ThreadPoolExecutor(1) as pool:
        with match.database.transaction() as session:
            standing = service.find_standing(session, match.game_id, is_held=True)
            wish = service.JoinWish(match.game_id, "tess", service.draw_token(), cast.tess.id)
            (joined,) = service.join(session, standing, [wish], clock())
            merged = pool.submit(take_over, match, cast, clock)
            time.sleep(0.5)
            assert not merged.done(), "waits for who is on the way into the game"
        assert merged.result(10) is False
    assert match.player("gil").user_id == cast.gil.id
    assert joined.user_id == cast.tess.id


def take_over(match, cast, clock):
    with match.database.transaction() as session:
        return people.take_over_guest(session, learner_history(), cast.gil.id, cast.tess.id, clock())


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
