"""The host minds the door: who comes waits, is let in once or refused, and has nothing of the game until then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quizapp.core.errors import Conflict, NotAllowed, NotFound
from quizapp.core.game import Cancel, Lock, Next, Reopen
from quizapp.joining import live_study
from quizapp.live import service
from quizapp.live.models import Player, ResponseRow
from quizapp.live.service import admitting, joining
from tests.conftest import MovableClock


@pytest.fixture
def door(desk):
    """Give the desk with a host who lets each player in."""
    do(desk, service.let_in_each, is_on=True)
    return desk


def do(desk, call, *inputs, **more):
    with desk.database.transaction() as session:
        return call(session, desk.host, desk.game_id, *inputs, **more)


def waiting(desk):
    with desk.database.reading() as session:
        return [card.nickname for card in service.list_waiting(session, desk.game_id)]


def playing(desk):
    with desk.database.reading() as session:
        assert service.count_players(session, desk.game_id) == len(service.list_players(session, desk.game_id))
        return [card.nickname for card in service.list_players(session, desk.game_id)]


def refuse(desk, player):
    do(desk, service.refuse_player, player.id, desk.clock())


def test_who_comes_waits_and_does_not_play(door):
    zoe = door.player("Zoe")
    assert (zoe.is_waiting, zoe.is_in) == (True, False)
    assert (waiting(door), playing(door)) == (["Zoe"], [])
    door.do(Next())
    reply = door.give(zoe, "Beethoven")
    assert (reply.status, reply.words) == (403, "The host has not let you in yet.")
    assert door.rows(ResponseRow) == []
    with door.database.reading() as session:
        assert service.totals(session, door.game_id) == {}
        assert service.get_report(session, door.host, door.game_id).players == ()


@pytest.mark.parametrize("is_waiting", [False, True])
def test_who_came_while_a_round_was_locked_is_asked_it_when_it_is_opened_again(desk, is_waiting):
    desk.player("Ann")
    desk.do(Next())
    desk.do(Lock())
    do(desk, service.let_in_each, is_on=is_waiting)
    zoe = desk.player("Zoe")
    do(desk, service.let_in_each, is_on=False)
    desk.do(Reopen())
    assert desk.give(zoe, "Beethoven").status == 200
    for _ in range(2):
        desk.do(Next())
    late = desk.player("Late")
    with desk.database.reading() as session:
        report = service.get_report(session, desk.host, desk.game_id)
        outcome = service.outcome_of(session, desk.standing, 1, None)
    told = {each.nickname: (each.right, each.asked, each.points > 0) for each in report.players}
    assert told == {"Ann": (0, 1, False), "Zoe": (1, 1, True), late.nickname: (0, 0, False)}
    assert (outcome.right, outcome.given, outcome.asked) == (1, 1, 2)


def test_who_is_let_in_plays_from_the_round_that_runs(door):
    zoe = door.player("Zoe")
    for _ in range(4):
        door.do(Next())
    do(door, service.admit_player, zoe.id)
    assert (waiting(door), playing(door)) == ([], ["Zoe"])
    assert [row.joined_in_round for row in door.rows(Player)] == [2 if door.standing.game.phase == "standings" else 1]
    assert [row.waiting_since for row in door.rows(Player)] == [None]


def test_a_second_press_changes_nothing(door):
    zoe, bob = door.player("Zoe"), door.player("Bob")
    for _ in range(2):
        do(door, service.admit_player, zoe.id)
        refuse(door, bob)
    assert (waiting(door), playing(door)) == ([], ["Zoe"])


def test_of_two_windows_the_first_decides(door):
    zoe, bob = door.player("Zoe"), door.player("Bob")
    do(door, service.admit_player, zoe.id)
    with pytest.raises(Conflict, match="let in meanwhile"):
        refuse(door, zoe)
    refuse(door, bob)
    do(door, service.admit_player, bob.id)
    do(door, service.admit_all, bob.id)
    assert (waiting(door), playing(door)) == ([], ["Zoe"])


def test_all_are_those_whom_the_host_has_seen(door):
    door.player("Zoe")
    seen = door.player("Bob")
    door.player("Late")
    do(door, service.admit_all, seen.id)
    assert (waiting(door), playing(door)) == (["Late"], ["Zoe", "Bob"])


def test_who_was_refused_stays_out(door):
    zoe = door.join("Zoe", token="t1")
    refuse(door, zoe)
    assert door.join("Zoe", token="t1") == joining.REFUSED
    assert door.join("Other", token="t1") == joining.REFUSED
    # The nickname is taken, and the host who lets all in lets in nobody who was refused.
    assert door.join("Zoé", token="t2") == joining.TAKEN
    do(door, service.let_in_each, is_on=False)
    assert playing(door) == []


def test_who_was_refused_by_mistake_is_let_in_and_asked_from_then_on(door):
    zoe = door.player("Zoe")
    refuse(door, zoe)
    door.do(Next())
    door.do(Lock())
    do(door, service.restore_player, zoe.id, live_study(), door.clock())
    (card,) = players(door)
    assert (card.nickname, card.is_in, card.joined_in_round) == ("Zoe", True, 2)
    assert waiting(door) == []


def players(desk):
    with desk.database.reading() as session:
        return service.list_players(session, desk.game_id)


def test_a_flood_is_refused_at_once_and_makes_room(door, monkeypatch):
    monkeypatch.setattr(joining, "PLAYERS_AT_MOST", 3)
    in_already = door.player("Zoe")
    do(door, service.admit_player, in_already.id)
    bot = door.player("Bot a")
    last = door.player("Bot b")
    assert isinstance(door.join("Late"), str)
    do(door, service.refuse_all, last.id - 1, door.clock())
    assert waiting(door) == ["Bot b"]
    do(door, service.refuse_all, last.id, door.clock())
    assert (waiting(door), playing(door)) == ([], ["Zoe"])
    assert door.player("Late").is_waiting
    do(door, service.admit_player, bot.id)
    assert playing(door) == ["Zoe"]


def test_who_waits_and_comes_again_is_the_same(door):
    first = door.join("Zoe", token="t1")
    assert door.join("Zoe", token="t1") == first
    account = door.join("Ada", token="t2", user_id=door.host.id)
    assert door.join("Ada", token="t3", user_id=door.host.id) == account
    assert len(door.rows(Player)) == 2


def test_to_let_everybody_in_again_lets_in_who_waits(door):
    door.player("Zoe")
    do(door, service.let_in_each, is_on=False)
    assert door.player("Bob").is_in
    assert playing(door) == ["Zoe", "Bob"]


def test_who_is_in_stays_in_when_the_door_is_minded(desk):
    zoe = desk.join("Zoe", token="t1")
    do(desk, service.let_in_each, is_on=True)
    assert desk.join("Zoe", token="t1") == zoe
    assert playing(desk) == ["Zoe"]


def test_who_waits_is_told_nothing_and_keeps_nothing(door):
    token = service.draw_token()
    door.join("Zoe", token=token)
    door.do(Next())
    door.do(Cancel())
    with door.database.reading() as session:
        seat = service.get_seat(session, door.standing.link_token, lambda _: (token, ""), None)
        shared = service.Questions(), service.Rankings(), door.clock()
        for ask in (lambda: service.get_summary(session, seat, *shared), lambda: service.get_told(session, seat, 1)):
            with pytest.raises(NotAllowed):
                ask()
        with pytest.raises(NotAllowed):
            service.get_offer(session, door.host, door.standing.link_token, lambda _: (token, ""), None, door.clock())


def test_another_games_players_are_nobody_here(door):
    stranger = door.player("Zoe")
    door.make("form-2")
    do(door, service.let_in_each, is_on=True)
    door.player("Bob")
    with pytest.raises(NotFound):
        do(door, service.admit_player, stranger.id)
    with pytest.raises(NotFound):
        refuse(door, stranger)
    do(door, service.admit_all, 2**31 - 1)
    assert [row.nickname for row in door.rows(Player) if row.waiting_since] == ["Zoe"]


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_waiting_survives_a_restart_on_both_databases(door):
    door.player("Zoe")
    with door.database.reading() as session:
        assert service.count_waiting(session, door.game_id) == 1
        assert service.find_standing(session, door.game_id).door == (False, True, False)


def test_so_many_wait_and_play_as_a_game_holds(door, monkeypatch):
    monkeypatch.setattr(joining, "PLAYERS_AT_MOST", 2)
    door.player("Zoe")
    door.player("Bob")
    assert isinstance(door.join("Kim"), str)


def rush(desk):
    with desk.database.reading() as session:
        found = service.get_remote(session, desk.host, desk.game_id, desk.clock()).rush
        return found.count, found.is_unusual


def test_unusually_many_who_come_are_told(desk, monkeypatch):
    monkeypatch.setattr(admitting, "RUSH_IN_LOBBY", 3)
    monkeypatch.setattr(admitting, "RUSH_LATER", 1)
    for name in ("Zoe", "Bob", "Kim"):
        desk.player(name)
    assert rush(desk) == (3, False)
    desk.player("Ann")
    assert rush(desk) == (4, True)
    clock: MovableClock = desk.clock
    clock.move(seconds=61)
    assert rush(desk) == (0, False)
    desk.do(Next())
    desk.player("Mia")
    assert rush(desk) == (1, False)
    desk.player("Tom")
    assert rush(desk) == (2, True)
    assert timedelta(seconds=60) == admitting.LATELY


def test_the_entry_word_is_asked_of_who_comes_and_of_nobody_else(desk):
    zoe = desk.join("Zoe", token="t1")
    ada = desk.join("Ada", token="t2", user_id=desk.host.id)
    do(desk, service.ask_for_word, is_on=True)
    assert desk.join("Bob") == joining.WORD_WANTED
    assert desk.join("Bob", word="x") == joining.WORD_WRONG
    # Who is in already is not asked again, by token or by account.
    assert desk.join("Zoe", token="t1") == zoe
    assert desk.join("Ada", token="t3", user_id=desk.host.id) == ada
    word = service.entry_word(desk.standing, desk.now_ms).text
    assert desk.join("Bob", word=word).is_in
    desk.clock.move(seconds=60)
    assert desk.join("Kim", word=word) == joining.WORD_WRONG
    do(desk, service.ask_for_word, is_on=False)
    assert desk.player("Kim").is_in


def test_a_word_is_shown_only_while_somebody_can_join(desk):
    assert service.entry_word(desk.standing, desk.now_ms) is None
    do(desk, service.ask_for_word, is_on=True)
    assert service.entry_word(desk.standing, desk.now_ms) is not None
    do(desk, service.close_door, is_locked=True)
    assert service.entry_word(desk.standing, desk.now_ms) is None
    do(desk, service.close_door, is_locked=False)
    desk.do(Cancel())
    assert service.entry_word(desk.standing, desk.now_ms) is None
