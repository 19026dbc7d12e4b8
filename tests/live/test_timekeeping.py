"""Time goes on and ends rounds whatever fails meanwhile: database, Redis, phones, the machine itself."""

from __future__ import annotations

import asyncio
import signal

import pytest
from sqlalchemy import text, update

from quizapp.core.game import Extend, GameMovedOn, Lock, Next, Outage, Pause, Reopen, Resume, Rules, Void
from quizapp.live import service
from quizapp.live.models import GameEvent, Player, ResponseRow
from quizapp.live.service import MOVED, TOPIC
from quizapp.live.streams import channel as channels
from quizapp.live.streams import others as live_others
from quizapp.live.streams import timekeeper
from quizapp.plumbing.db import Database
from quizapp.plumbing.db_errors import Busy
from tests.live.line import play_on, run
from tests.live.match import Match

SETTLED = timekeeper.SETTLE_SECONDS + 3 * timekeeper.TICK_SECONDS


async def begun(line, *names):
    """Let players in and open the first round; gives cookies and streams."""
    cookies = [await line.join(name) for name in names]
    streams = [await line.play(cookie) for cookie in cookies]
    await line.do(Next())
    await streams[0].until(lambda: "open" in streams[0].phases)
    return cookies, streams


def test_time_in_which_the_machine_slept_is_given_back(line):
    async def scenario(line):
        _, (stream,) = await begun(line, "Ann")
        before = line.desk.standing.game
        await asyncio.sleep(2 * timekeeper.TICK_SECONDS)
        line.desk.clock.move(seconds=60)
        await stream.until(lambda: stream.frames[-1]["event_no"] == before.event_no + 1)
        after = line.desk.standing.game
        assert (after.phase, after.deadline_ms - before.deadline_ms) == ("open", 60_000)

    run(line, scenario)


@pytest.mark.parametrize("is_timed", [True, False])
def test_a_clock_that_is_set_back_gives_nobody_time(line, is_timed):
    line.desk.make("form-2", rules=Rules(has_reading_time=False, is_timed=is_timed))
    line.link = line.desk.standing.link_token

    async def scenario(line):
        (ann, _), (stream, _) = await begun(line, "Ann", "Bob")
        line.desk.clock.move(seconds=2)
        await asyncio.sleep(2 * timekeeper.TICK_SECONDS)
        before = line.desk.standing.game
        line.desk.clock.move(hours=-1)
        await stream.until(lambda: line.desk.standing.game.event_no > before.event_no)
        after = line.desk.standing.game
        assert -3_600_000 <= after.opened_ms - before.opened_ms <= -3_597_000
        line.desk.clock.move(seconds=2)
        assert (await line.answer(ann, "Beethoven")).json["accepted"]
        (row,) = line.desk.rows(ResponseRow)
        assert 2_000 <= row.elapsed_ms <= 5_000
        assert not is_timed or after.deadline_ms - after.opened_ms == after.round.limit_ms
        # It goes on being looked after.
        async with asyncio.timeout(20):
            while line.desk.standing.heartbeat_ms != line.desk.now_ms:
                await asyncio.sleep(timekeeper.TICK_SECONDS)

    run(line, scenario)


def test_who_answers_before_a_clock_that_was_set_back_is_noticed_sends_again(line, monkeypatch):
    monkeypatch.setattr(timekeeper.Timekeeper, "begin", lambda _self: None)

    async def scenario(line):
        (ann,), (stream,) = await begun(line, "Ann")
        line.desk.clock.move(hours=-1)
        assert (await line.answer(ann, "Beethoven")).status == 503
        await asyncio.to_thread(lead, line.desk, Lock())
        assert line.desk.standing.game.deadline_ms <= line.desk.now_ms
        await stream.close()

    run(line, scenario)


def test_who_answers_before_an_outage_is_mended_is_not_late(line, monkeypatch):
    monkeypatch.setattr(timekeeper.Timekeeper, "begin", lambda _self: None)

    async def scenario(line):
        (ann,), (stream,) = await begun(line, "Ann")
        line.desk.clock.move(seconds=60)
        refused = await line.answer(ann, "Beethoven")
        assert refused.status == 503
        assert line.desk.rows(ResponseRow) == []
        with line.desk.database.transaction() as session:
            service.move(session, line.desk.standing, Outage(60_000), line.desk.now_ms)
        assert (await line.answer(ann, "Beethoven")).json["accepted"]
        (row,) = line.desk.rows(ResponseRow)
        assert (row.is_late, row.elapsed_ms < 1_000, row.points) == (False, True, 1_000)
        await stream.close()

    run(line, scenario)


def lead(desk, command, expected=None):
    """Command as the host's page does."""
    with desk.database.transaction() as session:
        expected = desk.standing.game.event_no if expected is None else expected
        service.lead(session, desk.host, desk.game_id, command, expected, desk.now_ms)


@pytest.mark.parametrize("is_host_first", [True, False])
def test_an_outage_is_given_back_whether_the_host_or_time_comes_first(line, is_host_first, monkeypatch):
    look, begin = timekeeper.Timekeeper._look, asyncio.Event()

    async def waits(keeper, channel, *, is_ping):
        if begin.is_set():
            await look(keeper, channel, is_ping=is_ping)

    async def scenario(line):
        begin.set()
        (ann,), (stream,) = await begun(line, "Ann")
        monkeypatch.setattr(timekeeper.Timekeeper, "_look", waits)
        begin.clear()
        before = line.desk.standing.game
        line.desk.clock.move(seconds=60)
        if not is_host_first:
            begin.set()
            await stream.until(lambda: line.desk.standing.game.event_no > before.event_no)
        await asyncio.to_thread(lead, line.desk, Extend(30_000))
        begin.set()
        await asyncio.sleep(3 * timekeeper.TICK_SECONDS)
        after = line.desk.standing.game
        assert (after.phase, after.deadline_ms - before.deadline_ms) == ("open", 90_000)
        assert after.opened_ms - before.opened_ms == 60_000
        assert [row.command for row in line.desk.rows(GameEvent)] == ["next", "outage", "extend"]
        assert (await line.answer(ann, "Beethoven")).json["accepted"]

    run(line, scenario)


@pytest.mark.parametrize("command", [Lock(), Pause(), Next(), Void(1)])
def test_whatever_a_host_commands_after_an_outage_the_time_is_as_if_there_had_been_none(desk, command):
    desk.do(Next())
    desk.clock.move(seconds=2)
    before = desk.standing.game
    desk.clock.move(seconds=60)
    lead(desk, command)
    after = desk.standing.game
    assert after.event_no == before.event_no + 2
    # The heartbeat was two seconds old when the outage began.
    assert after.opened_ms - before.opened_ms == 62_000
    if command == Pause():
        assert after.remaining_ms == before.round.limit_ms
        lead(desk, Resume())
        assert desk.standing.game.deadline_ms - desk.now_ms == before.round.limit_ms


def test_time_in_which_somebody_was_answered_was_not_lost(desk):
    player, before = desk.player(), desk.do(Next()).game
    desk.clock.move(seconds=2)
    assert desk.give(player, "Beethoven").is_accepted
    desk.clock.move(seconds=60)
    lead(desk, Lock())
    assert desk.standing.game.opened_ms - before.opened_ms == 60_000


def test_a_page_that_saw_an_older_game_still_commands_nothing_after_an_outage(desk):
    desk.do(Next())
    desk.clock.move(seconds=60)
    with pytest.raises(GameMovedOn):
        lead(desk, Lock(), expected=0)
    assert [row.command for row in desk.rows(GameEvent)] == ["next"]


def test_time_ends_no_round_before_its_outage_is_given_back(line, monkeypatch):
    mended, failed = service.mend_outage, []

    def fails(*given):
        failed.append(True)
        if len(failed) < 3:
            raise Busy("The database is busy.")
        return mended(*given)

    monkeypatch.setattr(service, "mend_outage", fails)

    async def scenario(line):
        _, (stream,) = await begun(line, "Ann")
        before = line.desk.standing.game
        line.desk.clock.move(seconds=60)
        await stream.until(lambda: line.desk.standing.game.event_no > before.event_no)
        assert (line.desk.standing.game.phase, len(failed)) == ("open", 3)

    run(line, scenario)


def test_an_outage_that_is_given_back_keeps_no_round_open_that_all_have_answered(line):
    async def scenario(line):
        (ann,), (stream,) = await begun(line, "Ann")
        line.desk.clock.move(seconds=60)
        await stream.until(lambda: [row.command for row in line.desk.rows(GameEvent)][-1] == "outage")
        assert (await line.answer(ann, "Beethoven")).json["accepted"]
        await stream.until(lambda: "locked" in stream.phases)

    run(line, scenario)


def test_a_heartbeat_that_fails_stops_no_clock(line, monkeypatch):
    failed = []

    def fails(*_given):
        failed.append(True)
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr(service, "beat", fails)

    async def scenario(line):
        (ann,), (stream,) = await begun(line, "Ann")
        line.desk.clock.move(seconds=2.5)
        await stream.until(lambda: bool(failed))
        assert (await line.answer(ann, "Haydn")).json["accepted"]
        await stream.until(lambda: "locked" in stream.phases)

    run(line, scenario)


def test_a_count_that_failed_is_made_again(line, monkeypatch):
    listed, failed = service.list_answered, []

    def fails_once(*given):
        if not failed:
            failed.append(True)
            raise Busy("The database is busy.")
        return listed(*given)

    async def scenario(line):
        monkeypatch.setattr(service, "list_answered", fails_once)
        (ann,), (stream,) = await begun(line, "Ann")
        assert (await line.answer(ann, "Haydn")).json["accepted"]
        await stream.until(lambda: "locked" in stream.phases)
        assert failed

    run(line, scenario)


def test_who_was_taken_out_is_counted_among_those_who_answered_no_more(line):
    async def scenario(line):
        (ann, _, _), _ = await begun(line, "Ann", "Bob", "Cat")
        host = await line.listen(f"/screens/{line.desk.standing.screen_token}/events")
        assert (await line.answer(ann, "Haydn")).json["accepted"]
        await host.until(lambda: bool(host.of("counts")) and host.of("counts")[-1]["answered"] == 1)
        (row, *_) = line.desk.rows(Player)
        with line.desk.database.transaction() as session:
            service.remove_player(session, line.desk.host, line.desk.game_id, row.id, line.desk.clock())
        line.runtime.hub.publish(f"{TOPIC}{line.desk.game_id}")
        await host.until(lambda: host.of("counts")[-1]["players"] == 2)
        assert host.of("counts")[-1]["answered"] == 0

    run(line, scenario)


@pytest.mark.parametrize("command", [Reopen(), Extend(30_000)])
def test_a_round_that_its_host_opened_again_is_ended_by_nobody_else(line, command):
    line.desk.make("form-2", rules=Rules(has_reading_time=False, may_change=True))
    line.link = line.desk.standing.link_token

    async def scenario(line):
        (ann, _), (stream, _) = await begun(line, "Ann", "Bob")
        assert (await line.answer(ann, "Haydn")).json["accepted"]
        if isinstance(command, Reopen):
            await line.do(Lock())
            await stream.until(lambda: "locked" in stream.phases)
        await line.do(command)
        await stream.until(lambda: stream.phases[-1] == "open")
        assert (await line.answer(ann, "Beethoven", client_id="c2")).json["accepted"]
        await stream.close()
        await asyncio.sleep(SETTLED)
        assert line.desk.standing.game.phase == "open"

    run(line, scenario)


def test_who_is_renamed_reads_it(line):
    async def scenario(line):
        (ann,), (stream,) = await begun(line, "Ann")
        (row,) = line.desk.rows(Player)
        with line.desk.database.transaction() as session:
            service.rename_player(session, line.desk.host, line.desk.game_id, row.id, "Clara")
        line.runtime.hub.publish(f"{MOVED}{line.desk.game_id}", str(row.id))
        await stream.until(lambda: stream.is_over)
        assert (await line.play(ann)).frames[0]["nickname"] == "Clara"

    run(line, scenario)


@pytest.mark.parametrize("runtime", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_a_database_that_is_away_for_a_moment_costs_nothing(line, cluster):
    away = Database(cluster.url("postgres"))
    name = line.runtime.database.url.database

    def let_in(is_on):
        with away.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS {"true" if is_on else "false"}'))
            if not is_on:
                ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
                connection.execute(text(ended), {"name": name})

    async def scenario(line):
        (ann,), (stream,) = await begun(line, "Ann")
        before = line.desk.standing.game
        await asyncio.to_thread(let_in, False)
        refused = await line.answer(ann, "Haydn")
        assert (refused.status, refused.headers["retry-after"]) == (503, "1")
        for where in ("state", "events"):
            refused = await line.call("GET", f"/play/{line.link}/{where}", cookie=ann)
            assert (refused.status, refused.headers["retry-after"]) == (503, "1")
        line.desk.clock.move(seconds=10)
        await asyncio.sleep(5 * timekeeper.TICK_SECONDS)
        await asyncio.to_thread(let_in, True)
        await stream.until(lambda: stream.frames[-1]["event_no"] > before.event_no)
        assert line.desk.standing.game.deadline_ms - before.deadline_ms == 10_000
        assert (await line.answer(ann, "Haydn")).json["accepted"]
        # And what ends a round by itself is at work again.
        await stream.until(lambda: "locked" in stream.phases)

    try:
        run(line, scenario)
    finally:
        let_in(True)
        away.close()


@pytest.mark.postgres
def test_a_redis_that_hangs_is_noticed_and_no_round_ends_early(lines, redis_server, monkeypatch):
    monkeypatch.setattr(live_others, "KNOWN_SECONDS", 0.0)

    async def scenario(first, second):
        ann, bob = await first.join("Ann"), await second.join("Bob")
        of_ann, _ = await first.play(ann), await second.play(bob)
        await first.do(Next())
        await of_ann.until(lambda: "open" in of_ann.phases)
        redis_server.signal(signal.SIGSTOP)
        try:
            async with asyncio.timeout(20):
                while first.runtime.hub.is_linked:
                    await asyncio.sleep(0.1)
            monkeypatch.setattr(channels, "CROWD_SECONDS", 0.0)
            assert (await first.answer(ann, "Haydn")).json["accepted"]
            await asyncio.sleep(SETTLED)
            assert first.desk.standing.game.phase == "open"
        finally:
            redis_server.signal(signal.SIGCONT)
        async with asyncio.timeout(20):
            while not first.runtime.hub.is_linked:
                await asyncio.sleep(0.1)

    play_on(lines, scenario)


@pytest.mark.postgres
def test_where_not_all_are_known_a_round_waits_for_all(lines, redis_server, monkeypatch, jumps):
    monkeypatch.setattr(channels, "CROWD_SECONDS", 0.0)

    async def scenario(first, second):
        first.desk.make("with reading", rules=Rules())
        for line in (first, second):
            line.link = first.desk.standing.link_token
        of_ann = await first.play(await first.join("Ann"))
        await second.play(await second.join("Bob"))
        with first.runtime.database.transaction() as session:
            session.execute(update(Player).where(Player.nickname == "Bob").values(time_factor=2.0))
        redis_server.stop()
        async with asyncio.timeout(20):
            while first.runtime.hub.is_linked or second.runtime.hub.is_linked:
                await asyncio.sleep(0.05)
        await first.do(Next())
        await of_ann.until(lambda: "ready" in of_ann.phases)
        first.desk.clock.move(seconds=6)
        await of_ann.until(lambda: "open" in of_ann.phases)
        game = first.desk.standing.game
        assert game.deadline_ms - game.opened_ms == 2 * game.round.limit_ms

    play_on(lines, scenario)


def test_the_time_of_several_games_is_noted_at_once(match, cast):
    other = Match(match.database, match.host, match.clock, client_id="other").make()
    for each in (match, other):
        each.move(Next())
    now_ms = match.now_ms + 5_000
    with match.database.transaction() as session:
        service.beat(session, [other.game_id, match.game_id], now_ms)
    assert [each.standing.heartbeat_ms for each in (match, other)] == [now_ms, now_ms]
