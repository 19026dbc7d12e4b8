"""Who is on their way back is waited for: after a reload, and when another process serves the game from now on."""

from __future__ import annotations

import asyncio
import re

import pytest
from sqlalchemy import update

from quizapp.core.game import Extend, Lock, Next, Reopen, Rules
from quizapp.live.models import Player
from quizapp.live.streams import channel as channels
from quizapp.live.streams import others as live_others
from quizapp.live.streams import timekeeper
from quizapp.plumbing.runtime import Runtime
from tests.live.line import Line, run
from tests.live.test_timekeeping import SETTLED, begun


@pytest.fixture
def afterwards(line):
    """Give a line of the process that serves after the first one has ended."""
    before = line.runtime
    after = Runtime(before.settings, before.database, clock=before.clock, assets=before.assets)
    return lambda: Line(after, line.desk)


def test_a_round_waits_after_a_restart_for_who_is_still_coming_back(line, afterwards, monkeypatch):
    async def first(line):
        (cookies[:], _) = await begun(line, "Ann", "Bob")
        assert (await line.answer(cookies[0], "Beethoven")).json["accepted"]

    async def second(line):
        monkeypatch.setattr(live_others, "KNOWN_SECONDS", 2 * SETTLED)
        await line.play(cookies[0])
        await asyncio.sleep(SETTLED)
        assert line.desk.standing.game.phase == "open"
        stream = await line.play(cookies[1])
        assert (await line.answer(cookies[1], "Haydn")).json["accepted"]
        # And when all must have come back, it ends by itself.
        await stream.until(lambda: "locked" in stream.phases)

    cookies: list[str] = []
    run(line, first)
    run(afterwards(), second)


@pytest.mark.parametrize("is_reload", [True, False])
def test_whose_stream_has_ended_is_waited_for(line, monkeypatch, is_reload):
    async def scenario(line):
        (ann, bob), (of_ann, of_bob) = await begun(line, "Ann", "Bob")
        channel = await line.app.app.doors._games.open(line.desk.game_id)
        # They have only listened for long.
        channel.seen = dict.fromkeys(channel.seen, -channels.PRESENT_SECONDS)
        await of_bob.close()
        assert (await line.answer(ann, "Beethoven")).json["accepted"]
        await asyncio.sleep(SETTLED)
        assert line.desk.standing.game.phase == "open"
        if is_reload:
            await line.play(bob)
            assert (await line.answer(bob, "Haydn")).json["accepted"]
        else:
            monkeypatch.setattr(channels, "PRESENT_SECONDS", SETTLED)
        await of_ann.until(lambda: "locked" in of_ann.phases)

    run(line, scenario)


def test_a_phone_that_died_holds_up_nobody(line, monkeypatch):
    monkeypatch.setattr(channels, "PRESENT_SECONDS", 1.0)

    async def scenario(line):
        (ann, _), (stream, dead) = await begun(line, "Ann", "Bob")
        assert (await line.answer(ann, "Haydn")).json["accepted"]
        await asyncio.sleep(SETTLED)
        assert line.desk.standing.game.phase == "open"
        await dead.close()
        await stream.until(lambda: "locked" in stream.phases)

    run(line, scenario)


def test_a_round_that_opens_after_a_restart_waits_for_the_slowest_of_all(line, afterwards, jumps):
    line.desk.make("with reading", rules=Rules())
    line.link = line.desk.standing.link_token

    async def first(line):
        cookies[:] = [await line.join("Ann"), await line.join("Bob")]
        with line.runtime.database.transaction() as session:
            session.execute(update(Player).where(Player.nickname == "Bob").values(time_factor=2.0))
        stream = await line.play(cookies[0])
        await line.do(Next())
        await stream.until(lambda: "ready" in stream.phases)

    async def second(line):
        stream = await line.play(cookies[0])
        line.desk.clock.move(seconds=12)
        await stream.until(lambda: "open" in stream.phases)
        game = line.desk.standing.game
        assert game.deadline_ms - game.opened_ms == 2 * game.round.limit_ms

    cookies: list[str] = []
    run(line, first)
    run(afterwards(), second)


@pytest.mark.parametrize("command", [Reopen(), Extend(30_000)])
def test_a_round_that_its_host_opened_again_stays_open_over_a_restart(line, afterwards, command):
    async def first(line):
        (cookies[:], (stream, _)) = await begun(line, "Ann", "Bob")
        assert (await line.answer(cookies[0], "Haydn")).json["accepted"]
        if isinstance(command, Reopen):
            await line.do(Lock())
            await stream.until(lambda: "locked" in stream.phases)
        await line.do(command)

    async def second(line):
        await line.play(cookies[0])
        await asyncio.sleep(SETTLED + timekeeper.RECOUNT_SECONDS)
        assert line.desk.standing.game.phase == "open"

    cookies: list[str] = []
    run(line, first)
    run(afterwards(), second)


def test_after_a_cut_not_all_come_back_at_once(line):
    def waits(streams):
        return [int(ms) for stream in streams for ms in re.findall(rb"^retry: (\d+)$", stream.raw, re.MULTILINE)]

    async def scenario(line):
        ann = await line.join("Ann")
        played = waits([await line.play(ann) for _ in range(12)])
        shown = waits([await line.listen(f"/screens/{line.desk.standing.screen_token}/events") for _ in range(12)])
        for told in (played, shown):
            assert len(told) == 12, "each is told once"
            assert 200 <= min(told) <= max(told) <= 2_000
            assert max(told) - min(told) > 200, "spread, and not all alike"

    run(line, scenario)
