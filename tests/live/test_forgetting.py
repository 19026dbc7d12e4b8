"""Names of players are forgotten in time, with an account too; who asks gets all that is kept of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from quizapp.core.game import Cancel, Next
from quizapp.joining import learner_history, live_study
from quizapp.live import service
from quizapp.live.chores import look_after_games
from quizapp.live.models import Round
from quizapp.people import service as people
from quizapp.people.service import erase_person, export_person
from tests.live.match import Match
from tests.study.databases import BOTH

pytestmark = BOTH


@pytest.fixture
def over(match, cast):
    match.join("bob")
    match.join("sam", cast.sam.id)
    match.join("gil", cast.gil.id)
    match.round(bob=True, sam=False, gil=True)
    for _ in range(3):
        match.move(Next())
        match.move(Next())
        match.move(Next()) if match.standing.game.phase == "locked" else None
    while match.standing.game.phase != "closed":
        match.move(Next())
    return match


def forget(runtime, days: int) -> None:
    moment = runtime.clock() + timedelta(days=days)
    look_after_games(runtime.database, lambda: moment, runtime.hub, live_study())


def names(match) -> dict[str, str]:
    return {name: match.player(name).nickname for name in match.players}


def test_guests_are_forgotten_after_thirty_days_and_accounts_are_not(runtime, over):
    forget(runtime, 29)
    assert names(over) == {"bob": "bob", "sam": "sam", "gil": "gil"}
    forget(runtime, 31)
    forget(runtime, 40)
    assert names(over) == {"bob": "Player 1", "sam": "sam", "gil": "Player 3"}
    assert over.player("bob").erased_at is not None
    assert len(over.responses()) == 3, "the report keeps its figures"
    with over.database.reading() as session:
        assert service.find_player(session, over.tokens["bob"]) is None


def test_a_name_that_is_free_again_collides_with_nobody(runtime, match):
    match.join("Player 2")
    match.join("bob")
    with match.database.transaction() as session:
        service.erase_players(session, 10**6, match.clock())
    match.move(Next())
    while match.standing.game.phase != "closed":
        match.move(Next())
    forget(runtime, 31)
    assert names(match) == {"Player 2": "Player 1", "bob": "Player 2"}


def test_an_erased_account_leaves_a_player_without_a_name(over, cast):
    with over.database.transaction() as session:
        erase_person(session, learner_history(), cast.sam.id)
    player = over.player("sam")
    assert (player.user_id, player.nickname) == (None, "Player 2")
    with over.database.reading() as session:
        told = str(service.export_player(session, cast.sam.id))
    assert "sam" not in told


def test_who_asks_gets_the_games_played_and_led(over, cast):
    with over.database.reading() as session:
        sam = export_person(session, learner_history(), cast.sam.id, over.clock())["history"]
        ada = export_person(session, learner_history(), cast.ada.id, over.clock())["history"]
    (game,) = sam["games_played"]
    assert (game["title"], game["nickname"]) == ("Bridges", "sam")
    (given,) = game["responses"]
    assert (given["round"], given["score"], given["points"], given["is_late"]) == (1, 0.0, 0, False)
    assert "games_led" not in sam
    assert [led["title"] for led in ada["games_led"]] == ["Bridges"]


def test_a_guest_who_gets_an_account_keeps_what_they_played(runtime, over, cast):
    with over.database.transaction() as session:
        assert people.take_over_guest(session, learner_history(), cast.gil.id, cast.tess.id, over.clock())
    assert over.player("gil").user_id == cast.tess.id
    forget(runtime, 31)
    assert names(over)["gil"] == "gil"


def test_a_student_erased_in_mid_game_is_told_to_whoever_watches_it(runtime, match, over, cast, sign_in_as):
    running = Match(match.database, cast.ada, match.clock, client_id="running").make()
    running.join("sam", cast.sam.id)
    sam, told = sign_in_as("sam"), []
    runtime.hub.subscribe(lambda topic, words: told.append((topic, words, running.player("sam").nickname)))
    assert sam.post("/settings/erasure", {"sure": "y"}).status_code == 303
    assert told == [
        (f"moved/{running.game_id}", str(running.players["sam"].id), "Player 1"),
        (f"game/{running.game_id}", "", "Player 1"),
    ], "after the commit, and of the running game alone"


def test_guests_of_one_game_are_forgotten_though_another_fails(runtime, over, cast, clock, monkeypatch, caplog):
    other = Match(over.database, cast.ada, clock, client_id="other").make()
    other.join("tom")
    other.move(Cancel())
    forget_guests = service.forget_guests

    def fails(session, game_id, now):
        if game_id == over.game_id:
            raise RuntimeError("this one is broken")
        forget_guests(session, game_id, now)

    monkeypatch.setattr("quizapp.live.service.forget_guests", fails)
    forget(runtime, 31)
    assert names(other) == {"tom": "Player 1"}
    assert names(over)["bob"] == "bob"
    assert f"game {over.game_id} could not be looked after" in caplog.text


def test_guests_of_a_game_that_nobody_ended_are_forgotten_thirty_days_after_what_happened_last(runtime, match, clock):
    match.join("bob")
    match.round(bob=True)
    forget(runtime, 29)
    assert match.standing.game.phase == "closed"
    assert names(match) == {"bob": "bob"}
    forget(runtime, 31)
    assert names(match) == {"bob": "Player 1"}


def test_what_was_typed_is_forgotten_after_four_hundred_days_and_its_score_is_not(runtime, match):
    match.join("bob")
    match.round(bob=True)
    match.round(bob=True)
    with match.database.transaction() as session:
        session.execute(update(Round).where(Round.game_id == match.game_id, Round.no == 2).values(way="recall"))
    forget(runtime, 399)
    assert all(row.response for row in match.responses())
    for _ in range(2):
        forget(runtime, 401)
        chosen, typed = sorted(match.responses(), key=lambda row: row.round_no)
        assert chosen.response
        assert (typed.response, typed.picks, typed.score, typed.points) == (None, [], 1.0, chosen.points)
    with runtime.database.reading() as session:
        assert service.list_typed_long_ago(session, runtime.clock() + timedelta(days=401)) == []
        assert service.get_report(session, match.host, match.game_id).rounds[1].right == 1
