"""Names of players are forgotten in time, with an account too; who asks gets all that is kept of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quizapp.app import learner_history
from quizapp.core.game import Next
from quizapp.live import service
from quizapp.people import service as people
from quizapp.people.service import erase_person, export_person
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


def forget(match, days: int) -> None:
    with match.database.transaction() as session:
        service.forget_guests(session, match.clock() + timedelta(days=days))


def names(match) -> dict[str, str]:
    return {name: match.player(name).nickname for name in match.players}


def test_guests_are_forgotten_after_thirty_days_and_accounts_are_not(over):
    forget(over, 29)
    assert names(over) == {"bob": "bob", "sam": "sam", "gil": "gil"}
    forget(over, 31)
    forget(over, 40)
    assert names(over) == {"bob": "Player 1", "sam": "sam", "gil": "Player 3"}
    assert over.player("bob").erased_at is not None
    assert len(over.responses()) == 3, "the report keeps its figures"
    with over.database.reading() as session:
        assert service.find_player(session, over.tokens["bob"]) is None


def test_a_name_that_is_free_again_collides_with_nobody(match):
    match.join("Player 2")
    match.join("bob")
    with match.database.transaction() as session:
        service.erase_players(session, 10**6, match.clock())
    match.move(Next())
    while match.standing.game.phase != "closed":
        match.move(Next())
    forget(match, 31)
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


def test_a_guest_who_gets_an_account_keeps_what_they_played(over, cast):
    with over.database.transaction() as session:
        assert people.take_over_guest(session, learner_history(), cast.gil.id, cast.tess.id, over.clock())
    assert over.player("gil").user_id == cast.tess.id
    forget(over, 31)
    assert names(over)["gil"] == "gil"
