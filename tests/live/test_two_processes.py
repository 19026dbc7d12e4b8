"""Two processes that serve one game over one Redis: any player on either, and what happens while Redis is away."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
import time

import pytest
from sqlalchemy import func, select

from quizapp.core.game import Lock, Next
from quizapp.live import service
from quizapp.live.models import Player, ResponseRow
from quizapp.live.service import joining
from quizapp.live.streams import others as live_others
from quizapp.live.streams import recorder as gathering
from quizapp.live.streams import timekeeper
from quizapp.plumbing.redis_hub import RedisHub
from tests.live.line import play_on

pytestmark = pytest.mark.postgres


async def until(is_so, seconds=15):
    async with asyncio.timeout(seconds):
        while not is_so():
            await asyncio.sleep(0.02)


def test_any_player_plays_on_either(lines, monkeypatch):
    # Everybody is known from the start, so that the round may end by itself.
    monkeypatch.setattr(live_others, "KNOWN_SECONDS", 0.0)

    async def scenario(first, second):
        ann, bob = await first.join("Ann"), await second.join("Bob")
        # Who joined by one process listens and answers by the other.
        of_ann, of_bob = await second.play(ann), await first.play(bob)
        screen = await first.listen(f"/screens/{first.desk.standing.screen_token}/events")
        await until(lambda: screen.of("counts") and screen.of("counts")[-1] == counts(2, 2, 0))
        await first.do(Next())
        await of_ann.until(lambda: "open" in of_ann.phases)
        await of_bob.until(lambda: "open" in of_bob.phases)
        assert (await first.answer(ann, "Beethoven")).json["accepted"]
        await until(lambda: screen.of("counts")[-1] == counts(2, 2, 1))
        assert (await second.answer(bob, "Haydn")).json["accepted"]
        # All of both have answered, and that locks the round.
        await of_ann.until(lambda: "locked" in of_ann.phases)
        await of_bob.until(lambda: "locked" in of_bob.phases)
        await second.do(Next())
        await of_bob.until(lambda: bool(of_bob.of("own")))
        assert of_bob.of("own") == [{"score": 0.0, "points": 0, "total": 0, "rank": 2}]
        await of_ann.until(lambda: bool(of_ann.of("own")))
        assert of_ann.of("own") == [{"score": 1.0, "points": 1000, "total": 1000, "rank": 1}]

    play_on(lines, scenario)


def counts(players, present, answered):
    return {"players": players, "present": present, "answered": answered}


def test_a_round_waits_for_players_of_the_other_process(lines):
    async def scenario(first, second):
        ann, bob = await first.join("Ann"), await second.join("Bob")
        of_ann = await first.play(ann)
        await second.play(bob)
        await first.do(Next())
        await of_ann.until(lambda: "open" in of_ann.phases)
        assert (await first.answer(ann, "Beethoven")).json["accepted"]
        await asyncio.sleep(timekeeper.SETTLE_SECONDS + 3 * timekeeper.TICK_SECONDS)
        assert first.desk.standing.game.phase == "open"

    play_on(lines, scenario)


def test_the_newest_stream_wins_over_one_elsewhere(lines):
    async def scenario(first, second):
        ann = await first.join("Ann")
        older = await first.play(ann)
        newer = await second.play(ann)
        await older.until(lambda: older.is_over)
        assert b"event:replaced" in older.raw
        await second.do(Next())
        await newer.until(lambda: "open" in newer.phases)
        assert not newer.is_over

    play_on(lines, scenario)


def test_an_account_that_moves_to_another_browser_leaves_its_token_everywhere(lines, password_hash):
    async def scenario(first, second):
        ann = await first.join("Ann")
        stream = await second.play(ann)
        with first.runtime.database.transaction() as session:
            player = session.scalar(select(Player).where(Player.nickname == "Ann"))
            # As when the account joins by another browser: the row has another token from then on.
            player.token_hash = "0" * 64
            player_id = player.id
        assert (await second.call("GET", f"/play/{second.link}/state", cookie=ann)).status == 200
        channel = await first.app.app.doors._games.open(first.desk.game_id)
        first.app.app.doors._games.others.tell_moved(channel, player_id, "0" * 64)
        deadline = time.monotonic() + 15
        while (await second.call("GET", f"/play/{second.link}/state", cookie=ann)).status != 403:
            assert time.monotonic() < deadline
            await asyncio.sleep(0.02)
        await stream.close()

    play_on(lines, scenario)


def test_an_account_that_joins_keeps_the_stream_that_it_opened_elsewhere(lines, monkeypatch):
    told: list[tuple] = []

    async def is_signed_in(_scope, _user_id):
        return True, None

    async def is_host(_scope, _game_id):
        return lines[0].desk.host.id, True

    async def scenario(first, second):
        for line in (first, second):
            monkeypatch.setattr(line.app.app.doors, "_identify", is_host)
            monkeypatch.setattr(line.app.app.doors, "_plays", is_signed_in)
        with monkeypatch.context() as late:
            late.setattr(live_others.Others, "tell_moved", lambda *given: told.append(given))
            ann = await first.join("Ann")
        stream = await second.play(ann)
        ((teller, *given),) = told
        teller.tell_moved(*given)
        await asyncio.sleep(0.5)
        assert not stream.is_over
        # From another browser they are the same player, and the one that they left is sent away.
        older = await first.play(ann)
        assert await second.join("Ann") != ann
        await older.until(lambda: older.is_over)
        assert (await first.call("GET", f"/play/{first.link}/state", cookie=ann)).status == 403

    play_on(lines, scenario)


def test_a_response_sent_to_both_is_stored_once(lines):
    async def scenario(first, second):
        cookies = [await first.join(f"Player {name}") for name in ("Ann", "Bob", "Cid", "Dan", "Eve")]
        streams = [await first.play(cookie) for cookie in cookies]
        await first.do(Next())
        await streams[0].until(lambda: "open" in streams[0].phases)
        replies = await asyncio.gather(
            *(
                line.answer(cookie, "Haydn", client_id=f"c{n}")
                for n, line in enumerate((first, second))
                for cookie in cookies
            )
        )
        assert sorted(reply.status for reply in replies) == [200] * 5 + [409] * 5
        with first.runtime.database.reading() as session:
            assert session.scalar(select(func.count()).select_from(ResponseRow)) == 5

    play_on(lines, scenario)


def test_an_answer_held_by_one_process_while_the_other_reveals_counts_and_is_told_by_both(lines, monkeypatch):
    monkeypatch.setattr(gathering, "GATHER_SECONDS", 0.6)

    async def scenario(here, there):
        ann, bob = await here.join("Ann"), await there.join("Bob")
        first, second = await here.play(ann), await there.play(bob)
        await here.do(Next())
        await first.until(lambda: first.phases[-1:] == ["open"])
        held = asyncio.create_task(there.answer(bob, "Beethoven"))
        await asyncio.sleep(0.2)
        there.desk.clock.move(seconds=1)
        await here.do(Lock())
        await here.do(Next())
        await second.until(lambda: bool(second.of("own")))
        assert second.of("own")[-1]["total"] == 0, "it is not stored yet"
        assert (await held).json["accepted"]
        await second.until(lambda: second.of("own")[-1]["total"] > 0)
        await first.until(lambda: first.of("own")[-1]["rank"] == 2)
        assert [own["rank"] for own in first.of("own")] == [1, 2]

    play_on(lines, scenario)


def test_one_nickname_at_two_processes_is_given_once(lines):
    async def scenario(first, second):
        replies = await asyncio.gather(
            *(line.post(f"/play/{line.link}/players", {"nickname": "Zoe"}) for line in (first, second) * 3)
        )
        assert sorted(reply.status for reply in replies) == [200] + [409] * 5

    play_on(lines, scenario)


def test_an_account_that_joins_at_two_processes_at_once_plays_once(lines, monkeypatch):
    both, find = threading.Barrier(2), joining._find_again

    async def is_host(_scope, _game_id):
        return lines[0].desk.host.id, True

    def find_together(*given):
        found = find(*given)
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(2)
        return found

    async def scenario(first, second):
        for line in (first, second):
            monkeypatch.setattr(line.app.app.doors, "_identify", is_host)
        monkeypatch.setattr(joining, "_find_again", find_together)
        replies = await asyncio.gather(
            first.post(f"/play/{first.link}/players", {"nickname": "Ann"}),
            second.post(f"/play/{second.link}/players", {"nickname": "Ada"}),
        )
        assert [reply.status for reply in replies] == [200, 200]
        assert len({reply.json["player"] for reply in replies}) == 1, "they are told of the same seat"
        assert len(first.desk.rows(Player)) == 1

    play_on(lines, scenario)


def test_without_redis_a_game_goes_on_from_its_rows(lines, redis_server):
    async def scenario(first, second):
        ann, bob = await first.join("Ann"), await second.join("Bob")
        of_ann, of_bob = await first.play(ann), await second.play(bob)
        redis_server.stop()
        await until(lambda: not first.runtime.hub.is_linked and not second.runtime.hub.is_linked)
        began = time.monotonic()
        await first.do(Next())
        await of_ann.until(lambda: "open" in of_ann.phases)
        await until(lambda: "open" in of_bob.phases, 30)
        # Five seconds are promised; a machine may be busy.
        assert time.monotonic() - began < 15
        assert (await second.answer(bob, "Haydn")).json["accepted"]
        assert (await first.answer(ann, "Haydn")).json["accepted"]
        # Nobody knows who is there elsewhere, so the round ends by its time alone.
        await asyncio.sleep(timekeeper.SETTLE_SECONDS + 3 * timekeeper.TICK_SECONDS)
        assert first.desk.standing.game.phase == "open"
        redis_server.start()
        await until(lambda: first.runtime.hub.is_linked and second.runtime.hub.is_linked)
        await first.do(Next())
        await until(lambda: "locked" in of_ann.phases and "locked" in of_bob.phases)

    play_on(lines, scenario)


def test_what_was_moved_while_redis_was_away_is_seen_when_it_is_back(lines, redis_server, monkeypatch):
    monkeypatch.setattr(timekeeper, "LOOK_SECONDS", 3_600.0)
    monkeypatch.setattr(timekeeper, "BEAT_SECONDS", 3_600.0)

    async def scenario(first, second):
        bob = await second.join("Bob")
        of_bob = await second.play(bob)
        redis_server.stop()
        await until(lambda: not first.runtime.hub.is_linked and not second.runtime.hub.is_linked)
        await first.do(Next())
        assert "open" not in of_bob.phases
        redis_server.start()
        await until(lambda: "open" in of_bob.phases)

    play_on(lines, scenario)


def test_no_message_of_another_installation_is_heard(redis_server):
    heard: list[str] = []
    own, other = RedisHub(redis_server.url, "one"), RedisHub(redis_server.url, "two")
    same = RedisHub(redis_server.url, "one")
    try:
        own.subscribe(lambda topic, told: heard.append(f"{topic} {told}"))
        same.subscribe(lambda _topic, _told: None)
        deadline = time.monotonic() + 15
        while not (own.is_linked and same.is_linked):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        other.publish("game/1")
        same.tell_others("there/2", json.dumps([1]))
        while "there/2 [1]" not in heard:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        assert heard == ["resync ", "there/2 [1]"]
    finally:
        for hub in (own, other, same):
            hub.close()


def test_a_job_of_one_process_wakes_the_runners_of_another(lines):
    first, second = (line.runtime for line in lines)
    deadline = time.monotonic() + 15
    while not (first.hub.is_linked and second.hub.is_linked):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    heard = second.job_bell.rings
    first.wake_jobs()
    assert second.job_bell.wait(heard, 15)


def mind(line, call, **more):
    with line.desk.database.transaction() as session:
        call(session, line.desk.host, line.desk.game_id, **more)
    line.runtime.hub.publish(f"{service.TOPIC}{line.desk.game_id}")


def last_id(line):
    with line.runtime.database.reading() as session:
        return max((card.id for card in service.list_waiting(session, line.desk.game_id)), default=0)


def test_who_waits_at_one_process_is_let_in_by_the_other(lines):
    async def scenario(first, second):
        mind(first, service.let_in_each, is_on=True)
        ann = await second.join("Ann")
        of_ann = await second.play(ann)
        assert of_ann.phases == ["waiting"]
        assert (await first.answer(ann, "Beethoven")).status == 403
        mind(first, service.admit_all, last_id=last_id(first))
        await of_ann.until(lambda: of_ann.is_over)
        assert (await first.play(ann)).phases == ["lobby"]
        assert (await second.play(ann)).phases == ["lobby"]

    play_on(lines, scenario)


def test_who_waits_is_let_in_without_redis_too(lines, redis_server):
    async def scenario(first, second):
        mind(first, service.let_in_each, is_on=True)
        ann = await second.join("Ann")
        of_ann = await second.play(ann)
        redis_server.stop()
        await until(lambda: not first.runtime.hub.is_linked and not second.runtime.hub.is_linked)
        mind(first, service.admit_all, last_id=last_id(first))
        await of_ann.until(lambda: of_ann.is_over)
        assert (await second.play(ann)).phases == ["lobby"]

    play_on(lines, scenario)


def test_both_show_one_entry_word_and_take_it(lines):
    async def scenario(first, second):
        mind(first, service.ask_for_word, is_on=True)
        screens = [await line.listen(f"/screens/{line.desk.standing.screen_token}/events") for line in (first, second)]
        await until(lambda: all(screen.of("word") for screen in screens))
        word, other = (screen.of("word")[-1] for screen in screens)
        assert word == other
        for line, name in ((first, "Ann"), (second, "Bob")):
            values = {"nickname": name, "word": word["word"]}
            assert (await line.post(f"/play/{line.link}/players", values)).status == 200
            refused = await line.post(f"/play/{line.link}/players", {"nickname": f"Not {name}"})
            assert refused.json["asks"] == "word"

    play_on(lines, scenario)
