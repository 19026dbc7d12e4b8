"""The live part for who waits at the door, and the entry word as it is shown and asked for there."""

from __future__ import annotations

import asyncio

import pytest

from quizapp.core.game import Cancel, Next
from quizapp.live import service
from quizapp.live.models import Player, ResponseRow
from quizapp.live.streams.games import TOPIC
from quizapp.plumbing.limits import Rule
from tests.conftest import make_cast
from tests.live.desk import QUESTIONS, make_desk
from tests.live.line import Line, run


@pytest.fixture
def line(runtime, clock, password_hash):
    desk = make_desk(runtime.database, clock, make_cast(runtime.database, password_hash).ada, QUESTIONS)
    desk.make(admits_each=True)
    return Line(runtime, desk)


@pytest.fixture
def word_line(runtime, clock, password_hash):
    desk = make_desk(runtime.database, clock, make_cast(runtime.database, password_hash).ada, QUESTIONS)
    desk.make(asks_word=True)
    return Line(runtime, desk)


def do(line, call, *inputs, **more):
    with line.desk.database.transaction() as session:
        call(session, line.desk.host, line.desk.game_id, *inputs, **more)
    line.runtime.hub.publish(f"{TOPIC}{line.desk.game_id}")


def ids(line):
    return {row.nickname: row.id for row in line.desk.rows(Player)}


def state(line, cookie):
    return line.call("GET", f"/play/{line.link}/state", cookie=cookie)


def test_who_waits_has_nothing_of_the_game_and_cannot_answer(line):
    async def scenario(line):
        ann = await line.join("Ann")
        stream = await line.play(ann)
        await line.do(Next())
        await asyncio.sleep(0.6)
        expected = {"event_no": 0, "phase": "waiting", "round_no": 0, "server_now": 0, "nickname": "Ann"}
        assert [frame | {"server_now": 0} for frame in stream.frames] == [expected]
        assert (await state(line, ann)).json | {"server_now": 0} == expected
        assert (await line.answer(ann, "Beethoven")).status == 403
        assert line.desk.rows(ResponseRow) == []

    run(line, scenario)


def test_who_is_let_in_comes_back_to_the_game(line):
    async def scenario(line):
        ann = await line.join("Ann")
        stream = await line.play(ann)
        await line.do(Next())
        do(line, service.admit_player, ids(line)["Ann"])
        await stream.until(lambda: stream.is_over)
        again = await line.play(ann)
        assert (again.frames[0]["phase"], again.frames[0]["nickname"]) == ("open", "Ann")
        assert (await line.answer(ann, "Beethoven")).json["accepted"]

    run(line, scenario)


def test_who_asks_again_and_again_sees_that_they_were_let_in(line):
    async def scenario(line):
        ann = await line.join("Ann")
        assert (await state(line, ann)).json["phase"] == "waiting"
        # Another process did it: this one was not even woken.
        with line.desk.database.transaction() as session:
            service.admit_player(session, line.desk.host, line.desk.game_id, ids(line)["Ann"])
        assert (await state(line, ann)).json["phase"] == "lobby"

    run(line, scenario)


def test_who_is_refused_is_sent_away(line):
    async def scenario(line):
        ann = await line.join("Ann")
        stream = await line.play(ann)
        do(line, service.refuse_player, ids(line)["Ann"], line.desk.clock())
        await stream.until(lambda: stream.is_over)
        assert (await line.call("GET", f"/play/{line.link}/events", cookie=ann)).status == 403
        assert (await state(line, ann)).status == 403
        again = await line.post(f"/play/{line.link}/players", {"nickname": "Ann"}, ann)
        assert (again.status, again.json["message"]) == (409, "The host has not let you into this game.")

    run(line, scenario)


def test_who_waits_when_the_game_ends_is_told(line):
    async def scenario(line):
        ann = await line.join("Ann")
        stream = await line.play(ann)
        await line.do(Cancel())
        await stream.until(lambda: stream.is_over)
        assert (await line.call("GET", f"/play/{line.link}/events", cookie=ann)).status == 403

    run(line, scenario)


def test_who_waits_is_not_present_and_holds_up_nobody(line):
    async def scenario(line):
        ann, bob = await line.join("Ann"), await line.join("Bob")
        await line.play(ann)
        do(line, service.admit_player, ids(line)["Bob"])
        stream = await line.play(bob)
        screen = await line.listen(f"/screens/{line.desk.standing.screen_token}/events")
        await line.do(Next())
        assert (await line.answer(bob, "Beethoven")).status == 200
        # Everybody who plays has answered.
        await stream.until(lambda: "locked" in stream.phases)
        assert screen.of("counts")[-1] == {"players": 1, "present": 1, "answered": 1}
        assert b"Ann" not in screen.raw

    run(line, scenario)


def test_the_newest_window_of_who_waits_closes_the_older(line):
    async def scenario(line):
        ann = await line.join("Ann")
        first, second = await line.play(ann), await line.play(ann)
        await first.until(lambda: first.is_over)
        assert not second.is_over
        do(line, service.admit_player, ids(line)["Ann"])
        await second.until(lambda: second.is_over)

    run(line, scenario)


def words(line, at_ms=None):
    return service.entry_word(line.desk.standing, at_ms or line.desk.now_ms)


def join(line, nickname, **more):
    return line.post(f"/play/{line.link}/players", {"nickname": nickname, **more})


def test_the_word_is_told_to_the_projector_as_it_changes_and_to_no_player(word_line):
    async def scenario(line):
        word = words(line)
        ann = (await join(line, "Ann", word=word.text)).cookie
        player = await line.play(ann)
        screen = await line.listen(f"/screens/{line.desk.standing.screen_token}/events")
        await screen.until(lambda: bool(screen.of("word")))
        assert screen.of("word")[0] == {"word": word.text, "until": word.until_ms, "now": line.desk.now_ms}
        line.desk.clock.move(seconds=30)
        await screen.until(lambda: screen.of("word")[-1]["word"] == words(line).text)
        do(line, service.close_door, is_locked=True)
        await screen.until(lambda: screen.of("word")[-1] == {})
        do(line, service.close_door, is_locked=False)
        await screen.until(lambda: screen.of("word")[-1] != {})
        do(line, service.ask_for_word, is_on=False)
        await screen.until(lambda: screen.of("word")[-1] == {})
        assert b"word" not in player.raw
        assert word.text.encode() not in player.raw.replace(b"server_now", b"")

    run(word_line, scenario)


def test_without_the_word_nobody_joins_and_the_page_is_told_what_to_ask_for(word_line):
    async def scenario(line):
        for given in ({}, {"word": ""}, {"word": 1234}, {"word": None}, {"word": ["1"]}):
            refused = await join(line, "Ann", **given)
            assert (refused.status, refused.json["asks"]) == (409, "word")
            assert refused.json["message"] == service.WORD_WANTED
        wrong = await join(line, "Ann", word="x" * 3_000)
        assert (wrong.status, wrong.json["message"]) == (409, service.WORD_WRONG)
        assert line.desk.rows(Player) == []
        joined = await join(line, "Ann", word=words(line).text)
        assert joined.status == 200
        # Who is in comes in again without it.
        again = await line.post(f"/play/{line.link}/players", {"nickname": "Ann"}, joined.cookie)
        assert (again.status, len(line.desk.rows(Player))) == (200, 1)

    run(word_line, scenario)


def test_wrong_words_are_limited_even_if_they_come_at_once(word_line):
    async def scenario(line):
        right = words(line).text
        wrong = next(
            f"{n:04d}"
            for n in range(10_000)
            if not service.is_entry_word(line.desk.standing, f"{n:04d}", line.desk.now_ms)
        )
        replies = await asyncio.gather(*(join(line, f"Bot {n}", word=wrong) for n in range(70)))
        statuses = [reply.status for reply in replies]
        assert statuses.count(409) == 60
        refused = next(reply for reply in replies if reply.status == 429)
        assert (refused.json["asks"], int(refused.headers["retry-after"]) <= 61) == ("word", True)
        assert (await join(line, "Ann", word=right)).status == 429

    run(word_line, scenario)


async def guess(line, times, cookie=""):
    values = {"nickname": "Bot", "word": "x"}
    return [(await line.post(f"/play/{line.link}/players", values, cookie)).status for _ in range(times)]


def test_who_guesses_in_a_browser_shuts_nobody_else_out(word_line):
    async def scenario(line):
        own = f"play-{line.desk.game_id}={service.draw_token()}"
        statuses = await guess(line, 70, own)
        assert statuses == [409] * 10 + [429] * 60
        values = {"nickname": "Bot", "word": words(line).text}
        assert (await line.post(f"/play/{line.link}/players", values, own)).status == 429
        assert (await join(line, "Ann", word=words(line).text)).status == 200

    run(word_line, scenario)


@pytest.mark.parametrize("seen_by", ["somebody who came in", "the projector", "the host"])
def test_where_the_word_is_seen_the_right_one_is_always_let_in(word_line, monkeypatch, seen_by):
    monkeypatch.setattr(word_line.app.app.doors, "_identify", is_host)
    monkeypatch.setattr(word_line.app.app.doors, "_plays", is_signed_in)

    async def scenario(line):
        if seen_by == "somebody who came in":
            assert (await join(line, "Ann", word=words(line).text)).status == 200
        elif seen_by == "the host":
            await line.listen(f"/games/{line.desk.game_id}/events")
        else:
            await line.listen(f"/screens/{line.desk.standing.screen_token}/events")
        assert 429 in await guess(line, 62)
        assert (await join(line, "Zoe", word=words(line).text)).status == 200
        assert (await guess(line, 1)) == [429]

    run(word_line, scenario)


async def is_host(_scope, _game_id):
    return 1, True


async def is_signed_in(_scope, _user_id):
    return True, None


def test_right_words_and_none_are_not_limited(word_line):
    async def scenario(line):
        right = words(line).text
        for n in range(62):
            assert (await join(line, f"P{n}x", word="")).status == 409
        for n in range(3):
            assert (await join(line, f"Player {'abc'[n]}", word=right)).status == 200

    run(word_line, scenario)


def test_wrong_words_from_many_addresses_are_limited_for_the_game(word_line, monkeypatch):
    monkeypatch.setattr("quizapp.live.streams.words.OF_GAME", Rule("words of one game", "3/minute", "Too many."))
    monkeypatch.setattr("quizapp.live.streams.words.OF_ADDRESS", Rule("word", "1000/minute", "Too many."))

    async def scenario(line):
        assert [(await join(line, "Ann", word="x")).status for _ in range(4)] == [409, 409, 409, 429]

    run(word_line, scenario)


def test_where_no_word_is_asked_for_none_is_counted(line):
    async def scenario(line):
        assert {(await join(line, f"P{n}x", word="9")).status for n in range(65)} <= {200, 409}

    run(line, scenario)
