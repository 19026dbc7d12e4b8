"""Coming into a game: by code or link, under a nickname that nobody has, once for each account."""

from __future__ import annotations

import pytest

from quizapp.core.errors import NotFound
from quizapp.core.game import Cancel, Next
from quizapp.core.nicknames import NotThatNickname
from quizapp.live import service
from quizapp.live.models import Player
from quizapp.live.service import joining


def find(desk, code):
    with desk.database.reading() as session:
        return service.find_link(session, code)


def test_a_game_is_found_by_its_code_however_it_is_typed(desk):
    code = desk.standing.code
    for typed in (code, f" {code} ", f"{code[:3]} {code[3:]}", f"{code[:3]}-{code[3:]}"):
        assert find(desk, typed) == desk.standing.link_token
    for wrong in ("", "12345", f"{code}1", code[:5], "x" * 10_000, "\0", "１２３４５６"):
        assert find(desk, wrong) is None


def test_a_code_is_no_link(desk):
    with desk.database.reading() as session:
        assert service.find_game(session, desk.standing.code) is None
        assert service.find_game(session, desk.standing.link_token) == desk.game_id


def test_nicknames_that_look_alike_are_one(desk):
    desk.player("Zoé")
    for name in ("zoe", "Z0E", "Zooé", "z o e", "Zoe\u3164", "\u115fZ\u1160oe", "\N{GREEK CAPITAL LETTER ZETA}oë"):
        assert desk.join(name) == joining.TAKEN
    assert desk.player("Zara").nickname == "Zara"


@pytest.mark.parametrize("name", ["", "   ", "x" * 10_000, "\u202e\u200b", "\u3164\u115f", "\uffa0", "f u c k", "!!!"])
def test_what_is_no_nickname_is_said(desk, name):
    assert isinstance(desk.join(name), str)
    assert desk.rows(Player) == []


def test_a_token_sent_again_is_the_same_player(desk):
    first = desk.join("Zoe", token="t1")
    assert desk.join("Zoe", token="t1") == first
    assert len(desk.rows(Player)) == 1
    assert "t1" not in repr([vars(row) for row in desk.rows(Player)])


def test_an_account_plays_once_and_its_newest_browser_is_it(desk):
    first = desk.join("Ada", token="t1", user_id=desk.host.id)
    second = desk.join("Somebody else", token="t2", user_id=desk.host.id)
    assert second == first
    with desk.database.reading() as session:
        assert service.find_player(session, "t1") is None
        assert service.find_player(session, "t2").id == first.id


def test_who_was_removed_stays_out_and_the_nickname_stays_taken(desk):
    zoe = desk.join("Zoe", token="t1")
    with desk.database.transaction() as session:
        service.remove_player(session, desk.host, desk.game_id, zoe.id, desk.clock())
        service.remove_player(session, desk.host, desk.game_id, zoe.id, desk.clock())
    assert desk.join("Other", token="t1") == "You were taken out of this game by its host."
    assert desk.join("Zoe") == joining.TAKEN
    desk.do(Next())
    assert desk.give(zoe, "Beethoven").status == 403


def test_a_closed_door_and_an_ended_game_let_nobody_new_in(desk):
    with desk.database.transaction() as session:
        service.close_door(session, desk.host, desk.game_id, is_locked=True)
    assert "closed the door" in desk.join("Zoe")
    with desk.database.transaction() as session:
        service.close_door(session, desk.host, desk.game_id, is_locked=False)
    desk.do(Cancel())
    assert desk.join("Zoe") == "This game is over."


def test_a_closed_door_lets_an_account_back_in(desk):
    ada = desk.join("Ada", token="t1", user_id=desk.host.id)
    with desk.database.transaction() as session:
        service.close_door(session, desk.host, desk.game_id, is_locked=True)
    assert desk.join("", token="t2", user_id=desk.host.id) == ada
    assert "closed the door" in desk.join("Zoe")


def test_a_full_game_is_said(desk, monkeypatch):
    monkeypatch.setattr(joining, "PLAYERS_AT_MOST", 2)
    desk.player("Ann")
    desk.player("Bob")
    assert "takes no more" in desk.join("Cid")


def test_whoever_comes_late_is_asked_from_then_on(desk):
    desk.do(Next())
    assert desk.player().joined_in_round == 1


def test_a_host_knows_what_a_player_is_called(desk):
    assert "everybody may see it" in desk.join("Jan de Cock")
    jan = desk.player("Jan")
    with desk.database.transaction() as session:
        service.rename_player(session, desk.host, desk.game_id, jan.id, "Jan de Cock")
    assert [row.nickname for row in desk.rows(Player)] == ["Jan de Cock"]


def test_a_host_may_rename(desk):
    zoe, bob = desk.player("Zoe"), desk.player("Bob")
    with desk.database.transaction() as session:
        service.rename_player(session, desk.host, desk.game_id, zoe.id, "Zora")
    assert isinstance(desk.join("Zoe"), service.PlayerCard)
    for name, error in (("Bob", joining.CannotJoin), ("", NotThatNickname)):
        with pytest.raises(error), desk.database.transaction() as session:
            service.rename_player(session, desk.host, desk.game_id, zoe.id, name)
    other = desk.make("form-2")
    assert other != bob.game_id
    with pytest.raises(NotFound), desk.database.transaction() as session:
        service.rename_player(session, desk.host, desk.game_id, bob.id, "Robert")
