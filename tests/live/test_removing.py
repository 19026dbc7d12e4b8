"""Who was taken out of a game and is let in again plays on in the browser that they had."""

from __future__ import annotations

import asyncio

import pytest

from quizapp.core.game import Next
from quizapp.joining import live_study
from quizapp.live import service
from quizapp.live.models import Player
from quizapp.live.streams import games as live_games
from tests.live.line import Line, run
from tests.live.test_timekeeping import SETTLED, begun
from tests.study.databases import BOTH


def test_who_is_let_in_again_plays_on_in_the_same_browser(line):
    async def scenario(line):
        ann = await line.join("Ann")
        await line.do(Next())
        stream = await line.play(ann)
        (row,) = line.desk.rows(Player)
        host, game_id, moment = line.desk.host, line.desk.game_id, line.desk.clock()
        with line.desk.database.transaction() as session:
            service.remove_player(session, host, game_id, row.id, moment)
        line.runtime.hub.publish(f"{live_games.TOPIC}{game_id}")
        await stream.until(lambda: stream.is_over)
        for channel in line.app.app.doors._games._channels.values():
            channel.known.clear()
        assert (await line.call("GET", f"/play/{line.link}/state", cookie=ann)).status == 403
        with line.desk.database.transaction() as session:
            service.restore_player(session, host, game_id, row.id, live_study(), moment)
        again = await line.play(ann)
        assert again.status == 200, "at once, also before what was read of the game is read again"
        line.runtime.hub.publish(f"{live_games.TOPIC}{game_id}")
        assert (await line.call("GET", f"/play/{line.link}/state", cookie=ann)).status == 200
        assert not again.is_over
        assert (await line.answer(ann, "Beethoven")).status == 200

    run(line, scenario)


@pytest.mark.parametrize("is_let_in", [False, True])
def test_a_round_whose_only_open_answer_was_taken_out_waits_for_the_host_or_the_next_answer(line, is_let_in):
    async def scenario(line):
        (ann, bob, cid), (stream, of_bob, _) = await begun(line, "Ann", "Bob", "Cid")
        assert (await line.answer(ann, "Haydn")).json["accepted"]
        if is_let_in:
            assert (await line.answer(cid, "Haydn")).json["accepted"]
        ids = {row.nickname: row.id for row in line.desk.rows(Player)}
        line.desk.clock.move(milliseconds=20)
        host, game_id, moment = line.desk.host, line.desk.game_id, line.desk.clock()
        with line.desk.database.transaction() as session:
            service.remove_player(session, host, game_id, ids["Bob"], moment)
        line.runtime.hub.publish(f"{live_games.TOPIC}{game_id}")
        await of_bob.until(lambda: of_bob.is_over)
        await asyncio.sleep(SETTLED)
        assert line.desk.standing.game.phase == "open"
        if is_let_in:
            with line.desk.database.transaction() as session:
                service.restore_player(session, host, game_id, ids["Bob"], live_study(), moment)
            line.runtime.hub.publish(f"{live_games.TOPIC}{game_id}")
        line.desk.clock.move(milliseconds=20)
        assert (await line.answer(bob if is_let_in else cid, "Beethoven")).json["accepted"]
        await stream.until(lambda: "locked" in stream.phases)

    run(line, scenario)


def test_a_round_waits_after_a_restart_and_by_each_process(line):
    """What it waits for stands in rows: also whoever has not seen that somebody was taken out lets it be."""

    async def scenario(line):
        cookies, _ = await begun(line, "Ann", "Bob", "Cid")
        _, bob, _ = line.desk.rows(Player)
        for cookie in (cookies[0], cookies[2]):
            assert (await line.answer(cookie, "Haydn")).json["accepted"]
        with line.desk.database.transaction() as session:
            service.remove_player(session, line.desk.host, line.desk.game_id, bob.id, line.desk.clock())
        other = Line(line.runtime, line.desk)
        line.app.close()
        try:
            again = [await other.play(cookie) for cookie in (cookies[0], cookies[2])]
            await asyncio.sleep(SETTLED)
            assert line.desk.standing.game.phase == "open"
            line.desk.clock.move(milliseconds=20)
            dan = await other.join("Dan")
            assert (await other.answer(dan, "Haydn")).json["accepted"]
            await again[0].until(lambda: "locked" in again[0].phases)
        finally:
            await other.end()

    run(line, scenario)


@BOTH
def test_the_remote_says_that_a_round_waits_for_its_host(match, sign_in_as):
    words, ada, here = "This question waits for you", sign_in_as("ada"), f"/games/{match.game_id}"
    for name in ("ann", "bob", "cid", "dee"):
        match.join(name)
    match.move(Next())
    match.clock.move(seconds=4)
    for name in ("ann", "bob"):
        match.give(name, right=True)
    assert words not in ada.get(here).text
    match.clock.move(seconds=1)
    ada.post(f"{here}/removals", {"player": str(match.players["dee"].id)})
    assert words not in ada.get(here).text, "Cid has not answered yet"
    ada.post(f"{here}/removals", {"player": str(match.players["cid"].id)})
    assert words in ada.get(here).text
    ada.post(f"{here}/returns", {"player": str(match.players["cid"].id)})
    assert words not in ada.get(here).text
    ada.post(f"{here}/removals", {"player": str(match.players["ann"].id)})
    assert words not in ada.get(here).text, "who had answered keeps nobody waiting"


def test_a_round_waits_also_where_the_others_answers_were_stored_by_another_process(line):
    async def scenario(line):
        _, (_, of_bob, _) = await begun(line, "Ann", "Bob", "Cid")
        ann, bob, cid = line.desk.rows(Player)
        for player in (ann, cid):
            assert line.desk.give(player, "Haydn").status == 200
        with line.desk.database.transaction() as session:
            service.remove_player(session, line.desk.host, line.desk.game_id, bob.id, line.desk.clock())
        line.runtime.hub.publish(f"{live_games.TOPIC}{line.desk.game_id}")
        await of_bob.until(lambda: of_bob.is_over)
        await asyncio.sleep(SETTLED)
        assert line.desk.standing.game.phase == "open"

    run(line, scenario)


@pytest.mark.parametrize("is_refused", [False, True])
def test_who_was_taken_out_is_told_so_on_each_device(match, cast, sign_in_as, is_refused):
    if is_refused:
        with match.database.transaction() as session:
            service.let_in_each(session, match.host, match.game_id, is_on=True)
    match.join("sam", cast.sam.id)
    take_out = service.refuse_player if is_refused else service.remove_player
    with match.database.transaction() as session:
        take_out(session, match.host, match.game_id, match.players["sam"].id, match.clock())
    address = f"/play/{match.standing.link_token}"
    page = sign_in_as("sam").get(address).text
    assert ("has not let you into" if is_refused else "You were taken out of") in page
    assert "data-join-form" not in page
    assert "data-join-form" in sign_in_as("tess").get(address).text
