"""A sign-in that was ended by somebody who told nobody, such as the command line: the rows know, and are asked."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import update

from quizapp.core.game import Next
from quizapp.joining import learner_history
from quizapp.live.models import Player, ResponseRow
from quizapp.live.streams import sign_ins, timekeeper
from quizapp.live.streams.channel import REMOVED
from quizapp.people import service as people
from quizapp.plumbing.hub import RESYNC
from tests.live.desk import QUESTIONS, make_desk
from tests.live.line import Line, run
from tests.live.test_signed_out import named, statuses

NEVER = 10**6


@pytest.fixture
def line(runtime, clock, cast):
    desk = make_desk(runtime.database, clock, cast.ada, QUESTIONS)
    desk.make()
    return Line(runtime, desk)


@pytest.fixture
def soon(monkeypatch):
    """Look four times a second."""
    monkeypatch.setattr(timekeeper, "LOOK_SECONDS", 0.2)


@pytest.fixture
def unasked(monkeypatch):
    """Look only where there is a reason."""
    monkeypatch.setattr(timekeeper, "LOOK_SECONDS", NEVER)


def end(runtime, user_id, how):
    with runtime.database.transaction() as session:
        if how == "password":
            people.change_password(session, user_id, "another hash")
        elif how == "role":
            people.set_role(session, user_id, "teacher", is_admin=False)
        else:
            people.erase_person(session, learner_history(), user_id)


def test_it_is_looked_at_within_a_few_seconds():
    assert sign_ins.LOOK_SECONDS <= 3
    assert sign_ins.UNHEARD_SECONDS <= 1


@pytest.mark.parametrize("how", ["password", "role", "erased"])
def test_who_was_ended_by_another_process_answers_no_more(line, runtime, sign_in_as, cast, soon, how):
    sam, gus = sign_in_as("sam"), sign_in_as("tess")

    async def scenario(line):
        of_sam = f"{named(sam)}; {await line.join('Zoe', cookie=named(sam))}"
        of_gus = f"{named(gus)}; {await line.join('Gus', cookie=named(gus))}"
        stream, other = await line.play(of_sam), await line.play(of_gus)
        await line.do(Next())
        assert (await line.answer(of_sam, "Beethoven")).status == 200
        await asyncio.to_thread(end, runtime, cast.sam.id, how)
        await stream.until(lambda: stream.is_over)
        assert REMOVED in stream.raw
        assert await statuses(line, of_sam) == [403] * 4
        assert not other.is_over
        assert (await line.answer(of_gus, "Haydn")).status == 200

    run(line, scenario)
    assert len(line.desk.rows(ResponseRow)) == 2


def test_who_only_asks_again_and_again_is_found_too(line, runtime, sign_in_as, cast, soon):
    sam = sign_in_as("sam")

    async def scenario(line):
        cookies = f"{named(sam)}; {await line.join('Zoe', cookie=named(sam))}"
        address = f"/play/{line.link}/state"
        assert (await line.call("GET", address, cookie=cookies)).status == 200
        await asyncio.to_thread(end, runtime, cast.sam.id, "password")
        async with asyncio.timeout(5):
            while (await line.call("GET", address, cookie=cookies)).status == 200:
                await asyncio.sleep(0.05)

    run(line, scenario)


def test_a_window_of_a_host_who_is_none_any_more_hears_nothing(line, runtime, sign_in_as, cast, soon):
    ada = sign_in_as("ada")

    async def scenario(line):
        events = f"/games/{line.desk.game_id}/events"
        stream = await line.listen(events, named(ada))
        assert stream.status == 200
        await asyncio.to_thread(end, runtime, cast.ada.id, "role")
        await stream.until(lambda: stream.is_over)
        assert (await line.listen(events, named(ada))).status == 404

    run(line, scenario)


def test_what_is_looked_at_does_not_grow_with_the_answers(line, sign_in_as, unasked, monkeypatch):
    sam = sign_in_as("sam")
    asked = []
    monkeypatch.setattr(sign_ins, "list_ended", lambda session, held: asked.append(len(held)) or set())

    async def scenario(line):
        cookies = f"{named(sam)}; {await line.join('Zoe', cookie=named(sam))}"
        await line.do(Next())
        plays = line.app.app.doors._plays
        looks = []

        async def counted(scope, user_id):
            looks.append(user_id)
            return await plays(scope, user_id)

        line.app.app.doors._plays = counted
        for n in range(5):
            await line.answer(cookies, "Beethoven", client_id=f"c{n}")
        assert len(looks) == 1
        line.runtime.hub.publish(RESYNC)
        async with asyncio.timeout(5):
            while not asked:
                await asyncio.sleep(0.02)
        await line.answer(cookies, "Beethoven")
        assert (len(looks), asked) == (1, [1]), "what was looked at for all is not looked at for each"

    run(line, scenario)


@pytest.mark.parametrize("how", ["password", "moved", "another"])
def test_streams_are_looked_at_when_messages_may_have_been_lost(line, runtime, sign_in_as, cast, unasked, how):
    sam = sign_in_as("sam")

    async def scenario(line):
        cookies = f"{named(sam)}; {await line.join('Zoe', cookie=named(sam))}"
        guest = await line.join("Kim")
        stream, other = await line.play(cookies), await line.play(guest)
        await asyncio.to_thread(change)
        await asyncio.sleep(0.5)
        assert not stream.is_over
        line.runtime.hub.publish(RESYNC)
        await stream.until(lambda: stream.is_over)
        assert REMOVED in stream.raw
        assert (await line.call("GET", f"/play/{line.link}/state", cookie=cookies)).status == 403
        assert not other.is_over
        assert (await line.call("GET", f"/play/{line.link}/state", cookie=guest)).status == 200

    def change():
        if how == "password":
            end(runtime, cast.sam.id, how)
            return
        values = {"token_hash": "0" * 64} if how == "moved" else {"user_id": cast.tess.id}
        with runtime.database.transaction() as session:
            session.execute(update(Player).where(Player.user_id == cast.sam.id).values(**values))

    run(line, scenario)


@pytest.mark.parametrize("is_out", [False, True])
def test_a_sign_out_while_a_stream_is_opened_is_not_missed(line, runtime, sign_in_as, unasked, monkeypatch, is_out):
    sam = sign_in_as("sam")

    async def scenario(line):
        cookies = f"{named(sam)}; {await line.join('Zoe', cookie=named(sam))}"
        games = line.app.app.doors._games
        snapshot, is_at, goes_on = games.snapshot, asyncio.Event(), asyncio.Event()

        async def slow(channel, player):
            found = await snapshot(channel, player)
            is_at.set()
            await goes_on.wait()
            return found

        monkeypatch.setattr(games, "snapshot", slow)
        opening = asyncio.create_task(line.play(cookies))
        await is_at.wait()
        if is_out:
            with runtime.database.transaction() as session:
                session.execute(update(Player).values(removed_at=runtime.clock()))
            line.runtime.hub.publish(f"game/{line.desk.game_id}")
        else:
            await asyncio.to_thread(sam.post, "/sign-outs")
        # What was published has been heard when this has slept.
        await asyncio.sleep(0.3)
        goes_on.set()
        assert (await opening).status == 403

    run(line, scenario)


def test_who_was_read_before_another_came_to_hold_the_seat_is_not_remembered(line, sign_in_as, monkeypatch, runtime):
    sam = sign_in_as("sam")

    async def scenario(line):
        games = line.app.app.doors._games
        channel = await games.open(line.desk.game_id)
        older = f"{named(sam)}; {await line.join('Zoe', cookie=named(sam))}"
        channel.forget_all()
        reading, is_at, goes_on = games.reading, asyncio.Event(), asyncio.Event()

        async def slow(call):
            found = await reading(call)
            is_at.set()
            await goes_on.wait()
            return found

        monkeypatch.setattr(games, "reading", slow)
        asking = asyncio.create_task(line.call("GET", f"/play/{line.link}/state", cookie=older))
        await is_at.wait()
        monkeypatch.setattr(games, "reading", reading)
        # The account comes in another browser.
        assert await line.join("Zoe", cookie=named(sam)) not in older
        goes_on.set()
        await asking
        assert (await line.call("GET", f"/play/{line.link}/state", cookie=older)).status == 403

    run(line, scenario)
