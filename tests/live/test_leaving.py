"""A game that nobody ended ends by itself when it was quiet for long, and its host is told so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quizapp.core.game import Next
from quizapp.joining import live_study
from quizapp.live import service
from quizapp.live.chores import look_after_games
from quizapp.live.service.creating import OPEN_AT_MOST
from tests.live.match import Match
from tests.study.databases import BOTH


def sweep(runtime, **after: float) -> None:
    moment = runtime.clock() + timedelta(**after)
    look_after_games(runtime.database, lambda: moment, runtime.hub, live_study())


@BOTH
def test_a_game_that_has_begun_ends_after_a_quiet_day(runtime, match):
    match.join("bob")
    match.round(bob=True)
    match.move(Next())
    match.give("bob", right=True)
    sweep(runtime, hours=23)
    assert match.standing.game.phase == "open"
    sweep(runtime, hours=25)
    game = match.standing.game
    assert (game.phase, [each.is_voided for each in game.rounds]) == ("closed", [False, True, False, False])
    with runtime.database.reading() as session:
        assert service.get_report(session, match.host, match.game_id).share == 1.0


def test_what_happens_in_a_game_keeps_it_open(runtime, match, clock):
    match.move(Next())
    for _ in range(3):
        clock.move(hours=20)
        match.join(f"player {clock():%H %j}")
        sweep(runtime, hours=20)
    assert match.standing.game.phase == "open"


def test_a_lobby_that_was_prepared_for_a_later_lesson_waits_two_weeks(runtime, match):
    sweep(runtime, days=13)
    assert match.standing.game.phase == "lobby"
    sweep(runtime, days=15)
    assert match.standing.game.phase == "cancelled"


def test_games_left_open_are_not_in_the_way_of_a_new_one(runtime, cast, clock, bank_id):
    for n in range(OPEN_AT_MOST):
        Match(runtime.database, cast.ada, clock, client_id=f"game {n}").make().move(Next())
    with pytest.raises(service.CannotPlay):
        Match(runtime.database, cast.ada, clock, client_id="one more").make()
    clock.move(days=2)
    sweep(runtime)
    Match(runtime.database, cast.ada, clock, client_id="one more").make()


def test_the_host_reads_that_it_ended_by_itself_and_open_pages_are_told(runtime, match, sign_in_as):
    told = []
    runtime.hub.subscribe(lambda topic, _told: told.append(topic))
    match.move(Next())
    ada = sign_in_as("ada")
    assert "ended by itself" not in ada.get("/games").text
    sweep(runtime, days=2)
    assert told == [f"game/{match.game_id}"]
    assert "ended by itself, since nobody was there" in ada.get("/games").text
