"""The thread that stores: all that waits in one transaction, and nobody pays for another's fault."""

from __future__ import annotations

import asyncio

import pytest

from quizapp.core.errors import Conflict
from quizapp.core.game import Next
from quizapp.live.models import Player, ResponseRow
from quizapp.live.service import JoinWish, PlayerCard, draw_token
from quizapp.live.streams import recorder as gathering
from quizapp.live.streams.recorder import Recorder
from quizapp.plumbing.db_errors import DiskFull


@pytest.fixture
def recorder(desk):
    told, overtaken = [], []

    def stored(game_ids, overtaken_ids):
        told.extend(game_ids)
        overtaken.extend(overtaken_ids)

    made = Recorder(desk.database, desk.questions, desk.clock, stored)
    made.told, made.overtaken = told, overtaken
    yield made
    made.stop()


def wish(desk, nickname):
    return JoinWish(desk.game_id, nickname, draw_token(), None)


def store_all(recorder, *wishes):
    """Store things at once; gives what each was told, or the error."""

    async def whole():
        calls = [recorder.store(game_id, each) for game_id, each in wishes]
        return await asyncio.gather(*calls, return_exceptions=True)

    return asyncio.run(whole())


def test_many_at_once_are_each_told_their_own(desk, recorder):
    joined = store_all(recorder, *((desk.game_id, wish(desk, name)) for name in ("Ann", "Bob", "Ann", "Cid")))
    assert [each.nickname if isinstance(each, PlayerCard) else "taken" for each in joined] == [
        "Ann", "Bob", "taken", "Cid",
    ]  # fmt: skip
    desk.do(Next())
    players = [each for each in joined if isinstance(each, PlayerCard)]
    replies = store_all(recorder, *((desk.game_id, desk.given(player, "Beethoven")) for player in players))
    assert [reply.status for reply in replies] == [200, 200, 200]
    assert len(desk.rows(ResponseRow)) == 3
    assert set(recorder.told) == {desk.game_id}


def test_of_enough_nobody_waits_for_more(desk, recorder, monkeypatch):
    """A lone response waits for others; a class that answers at once is told without."""
    monkeypatch.setattr(gathering, "GATHER_SECONDS", 300.0)
    wishes = [(desk.game_id, wish(desk, f"Player {n}")) for n in range(gathering.ENOUGH)]
    assert len(store_all(recorder, *wishes)) == len(desk.rows(Player)) == gathering.ENOUGH


def test_what_is_held_while_the_host_locks_the_round_counts(desk, recorder, monkeypatch):
    """It is gathered while the command is stored; that its round is shown anew is told."""
    monkeypatch.setattr(gathering, "GATHER_SECONDS", 0.5)
    zoe, bob = desk.player("Zoe"), desk.player("Bob")
    desk.do(Next())
    assert store_all(recorder, (desk.game_id, desk.given(bob, "Haydn")))[0].is_accepted
    assert recorder.overtaken == []
    desk.clock.move(seconds=1)

    async def whole():
        held = asyncio.create_task(recorder.store(desk.game_id, desk.given(zoe, "Beethoven")))
        await asyncio.sleep(0)
        desk.clock.move(seconds=0.1)
        desk.do(Next())
        return await held

    assert asyncio.run(whole()).is_accepted
    recorder.stop()  # who sent it hears first
    assert recorder.overtaken == [desk.game_id]
    # What is sent once more, or once too often, overtakes nothing.
    assert store_all(recorder, (desk.game_id, desk.given(zoe, "Beethoven")))[0].is_accepted
    store_all(recorder, (desk.game_id, desk.given(zoe, "Weber", client_id="c2")))
    recorder.stop()
    assert recorder.overtaken == [desk.game_id]
    assert [row.points for row in desk.rows(ResponseRow)] == [995, 0]


def test_games_share_a_batch_and_an_unknown_one_harms_nobody(desk, recorder):
    first = desk.game_id
    second = desk.make("form-2")
    told = store_all(recorder, (first, wish(desk, "Ann")), (999, wish(desk, "Bob")), (second, wish(desk, "Ann")))
    assert [isinstance(each, PlayerCard) for each in told] == [True, False, True]
    assert [row.game_id for row in desk.rows(Player)] == [first, second]


def test_one_that_cannot_be_stored_harms_nobody(desk, recorder):
    too_long = JoinWish(desk.game_id, "Bob", draw_token(), 10**30)
    told = store_all(recorder, (desk.game_id, wish(desk, "Ann")), (desk.game_id, too_long))
    assert isinstance(told[0], PlayerCard)
    assert isinstance(told[1], Conflict)
    assert [row.nickname for row in desk.rows(Player)] == ["Ann"]


def test_a_full_disk_is_told_to_all(desk, recorder, monkeypatch):
    def full(*_, **__):
        raise DiskFull("There is no room on the disk.")

    monkeypatch.setattr(desk.database, "transaction", full)
    told = store_all(recorder, (desk.game_id, wish(desk, "Ann")), (desk.game_id, wish(desk, "Bob")))
    assert [type(each) for each in told] == [DiskFull, DiskFull]
    monkeypatch.undo()
    assert isinstance(store_all(recorder, (desk.game_id, wish(desk, "Ann")))[0], PlayerCard)
