"""The live part: snapshot first, then events; what each audience may have, and nothing of another game's."""

from __future__ import annotations

import asyncio

import pytest

from quizapp.core.game import Cancel, Lock, Next, Pause, Resume, Rules
from quizapp.live import service
from quizapp.live.models import Player, ResponseRow
from quizapp.live.streams import channel as channels
from quizapp.live.streams import doors, posts, timekeeper
from quizapp.live.streams import games as live_games
from quizapp.live.streams import recorder as gathering
from quizapp.plumbing.db_errors import Busy
from tests.live.line import run


def test_an_answer_that_is_held_while_the_host_reveals_counts_and_is_told(line, monkeypatch):
    monkeypatch.setattr(gathering, "GATHER_SECONDS", 0.5)

    async def scenario(line):
        ann, bob = await line.join("Ann"), await line.join("Bob")
        first, second = await line.play(ann), await line.play(bob)
        screen = await line.listen(f"/screens/{line.desk.standing.screen_token}/events")
        await line.do(Next())
        await first.until(lambda: "open" in first.phases)
        held = asyncio.create_task(line.answer(bob, "Beethoven"))
        await asyncio.sleep(0.1)
        line.desk.clock.move(seconds=1)
        await line.do(Lock())
        await line.do(Next())
        await second.until(lambda: bool(second.of("own")))
        shown = len(screen.frames)
        assert (await held).json["accepted"]
        await second.until(lambda: len(second.of("own")) == 2)
        await first.until(lambda: len(first.of("own")) == 2)
        assert [own["rank"] for own in first.of("own")] == [1, 2]
        assert [own["total"] for own in second.of("own")] == [0, 1000]
        await screen.until(lambda: any("phase" in frame for frame in screen.frames[shown:]))
        assert next(frame["phase"] for frame in screen.frames[shown:] if "phase" in frame) == "reveal", "its shares"

    run(line, scenario)


def test_who_comes_back_while_a_question_is_asked_has_the_points_of_those_before(line):
    async def scenario(line):
        ann, bob = await line.join("Ann"), await line.join("Bob")
        state = f"/play/{line.link}/state"
        totals = []
        while line.desk.standing.game.round_no < 3:
            before = line.desk.standing.game
            if before.phase == "open":
                await line.answer(ann, "Beethoven" if before.round_no == 1 else "Danube", before.round_no, "c9")
            replies = [(await line.call("GET", state, cookie=cookie)).json for cookie in (ann, bob)]
            totals.append((before.phase, before.round_no, [each.get("total") for each in replies]))
            await line.do(Next())
        assert [each for each in totals if each[0] in ("lobby", "open", "locked")] == [
            ("lobby", 0, [None, None]),
            ("open", 1, [None, None]),
            ("locked", 1, [None, None]),
            ("open", 2, [1000, 0]),
            ("locked", 2, [1000, 0]),
        ], "the points of the present round are told with what is right in it"

    run(line, scenario)


def test_points_are_counted_for_no_page_that_does_not_show_them(line, monkeypatch):
    counted = []
    count = service.count_points_before

    def noted(*given):
        game = line.desk.standing.game
        counted.append((game.phase, game.round_no))
        return count(*given)

    monkeypatch.setattr(service, "count_points_before", noted)

    async def scenario(line):
        ann = await line.join("Ann")
        while line.desk.standing.game.round_no < 3:
            assert (await line.call("GET", f"/play/{line.link}/state", cookie=ann)).status == 200
            await line.do(Next())
        assert counted == [("open", 2), ("locked", 2)]

    run(line, scenario)


def test_a_whole_game(line):
    async def scenario(line):
        ann, bob = await line.join("Ann"), await line.join("Bob")
        first, second = await line.play(ann), await line.play(bob)
        assert first.frames[0] | {"server_now": 0} == {
            "event_no": 0, "phase": "lobby", "round_no": 0, "server_now": 0, "rounds": 3, "nickname": "Ann",
        }  # fmt: skip
        await line.do(Next())
        await first.until(lambda: "open" in first.phases)
        opened = first.frames[-1]
        assert "Who wrote Fidelio?" in opened["stem"]
        assert opened["ask"].count("<button") == 4
        assert (await line.answer(ann, "Beethoven")).json == {"accepted": True, "event_no": 1}
        assert (await line.answer(bob, "Haydn")).json == {"accepted": True, "event_no": 1}
        # Everybody has answered: it is locked by itself.
        await first.until(lambda: "locked" in first.phases)
        await line.do(Next())
        await first.until(lambda: bool(first.of("own")))
        await second.until(lambda: bool(second.of("own")))
        assert first.frames[-2]["key"] == "Beethoven"
        assert first.of("own") == [{"score": 1.0, "points": 1000, "total": 1000, "rank": 1}]
        assert second.of("own") == [{"score": 0.0, "points": 0, "total": 0, "rank": 2}]
        for _ in range(20):
            if line.desk.standing.is_over:
                break
            await line.do(Next())
        await first.until(lambda: "closed" in first.phases)

    run(line, scenario)


def test_no_byte_tells_the_key_before_the_reveal(line):
    async def scenario(line):
        ann, bob = await line.join("Ann"), await line.join("Bob")
        streams = [await line.play(ann), await line.play(bob)]
        streams.append(await line.listen(f"/screens/{line.desk.standing.screen_token}/events"))
        await line.do(Next())
        await line.do(Lock())
        await line.do(Next())
        await line.do(Next())
        await line.do(Next())
        await streams[0].until(lambda: "open" in streams[0].phases[-1:])
        # The second question is typed: its key stands nowhere until it is told.
        replies = [await line.answer(ann, "Danube", 2), await line.answer(bob, "Rhine", 2)]
        assert replies[0].body == replies[1].body
        await streams[0].until(lambda: "locked" in streams[0].phases[-1:])
        assert all(b"Danube" not in stream.raw for stream in streams[1:])
        assert all(b"own" not in stream.raw.partition(b'"round_no":2')[2] for stream in streams)
        state = await line.call("GET", f"/play/{line.link}/state", cookie=bob)
        assert b"Danube" not in state.body
        await line.do(Next())
        await streams[1].until(lambda: "reveal" in streams[1].phases[-1:])
        assert b"Danube" in streams[1].raw

    run(line, scenario)


@pytest.mark.parametrize("steps", range(12))
def test_a_reload_in_any_phase_shows_all_of_it(line, steps):
    async def scenario(line):
        ann = await line.join("Ann")
        for _ in range(steps):
            await line.do(Next())
            if line.desk.standing.game.phase == "open":
                assert (await line.answer(ann, "Beethoven", line.desk.standing.game.round_no)).status in (200, 422)
        stream = await line.play(ann)
        shown, game = stream.frames[0], line.desk.standing.game
        assert (shown["phase"], shown["event_no"]) == (game.phase, game.event_no)
        assert ("stem" in shown) == (game.phase in ("open", "locked", "reveal", "standings"))
        assert ("ask" in shown) == (game.phase in ("open", "locked", "reveal", "standings"))
        assert ("key" in shown) == (game.phase in ("reveal", "standings"))
        assert ("own" in shown) == (game.phase in ("reveal", "standings", "podium"))
        if game.round_no == 1:
            assert shown["response"] == "Beethoven"

    run(line, scenario)


def test_a_pause_hides_the_options(line):
    async def scenario(line):
        ann = await line.join("Ann")
        stream = await line.play(ann)
        await line.do(Next())
        await line.do(Pause())
        await stream.until(lambda: stream.phases[-1] == "paused")
        assert "ask" not in (await line.call("GET", f"/play/{line.link}/state", cookie=ann)).json
        await line.do(Resume())
        await stream.until(lambda: stream.phases[-1] == "open")
        assert stream.frames[-1]["ask"]

    run(line, scenario)


def test_the_newest_stream_of_a_player_closes_the_older(line):
    async def scenario(line):
        ann = await line.join("Ann")
        first = await line.play(ann)
        second = await line.play(ann)
        await first.until(lambda: first.is_over)
        await line.do(Next())
        await second.until(lambda: "open" in second.phases)
        assert "open" not in first.phases

    run(line, scenario)


def test_two_games_side_by_side_share_no_byte(line):
    async def scenario(line):
        ann = await line.join("Same name")
        here = await line.play(ann)
        other_id = line.desk.make("form-2")
        other_link = line.desk.standing.link_token
        bob = await line.join("Same name", other_link)
        there = await line.play(bob, other_link)
        assert (await line.call("GET", f"/play/{other_link}/state", cookie=ann)).status == 403
        assert (await line.answer(ann, "Beethoven", link=other_link)).status == 403
        before = here.raw
        await line.do(Next())
        await there.until(lambda: "open" in there.phases)
        assert (await line.answer(bob, "Beethoven", link=other_link)).status == 200
        await there.until(lambda: "locked" in there.phases)
        assert here.raw == before
        assert [row.game_id for row in line.desk.rows(ResponseRow)] == [other_id]

    run(line, scenario)


def test_who_never_reads_slows_nobody(line, monkeypatch):
    monkeypatch.setattr(channels, "QUEUE_AT_MOST", 4)

    async def scenario(line):
        slow, quick = await line.join("Ann"), await line.join("Bob")
        stuck = await line.listen(f"/play/{line.link}/events", slow, is_slow=True)
        stream = await line.play(quick)
        for no in range(1, 11):
            await line.do(Next())
            await stream.until(lambda: any(frame.get("event_no") == no for frame in stream.frames))  # noqa: B023
        stuck.hold.set()
        await stuck.until(lambda: stuck.is_over)
        # It comes back and has what is now.
        again = await line.play(slow)
        assert again.frames[0]["event_no"] == line.desk.standing.game.event_no

    run(line, scenario)


def test_host_and_projector_are_told_counts_and_players_are_not(line):
    async def scenario(line):
        ann = await line.join("Ann")
        player = await line.play(ann)
        screen = await line.listen(f"/screens/{line.desk.standing.screen_token}/events")
        await line.do(Next())
        await line.answer(ann, "Beethoven")
        await screen.until(lambda: any(each["answered"] == 1 for each in screen.of("counts")))
        assert screen.of("counts")[-1]["players"] == 1
        assert b"counts" not in player.raw
        assert b"Ann" not in screen.raw

    run(line, scenario)


def test_who_was_removed_is_sent_away(line):
    async def scenario(line):
        ann = await line.join("Ann")
        stream = await line.play(ann)
        (row,) = line.desk.rows(Player)
        with line.desk.database.transaction() as session:
            service.remove_player(session, line.desk.host, line.desk.game_id, row.id, line.desk.clock())
        line.runtime.hub.publish(f"{live_games.TOPIC}{line.desk.game_id}")
        await stream.until(lambda: stream.is_over)
        assert (await line.call("GET", f"/play/{line.link}/events", cookie=ann)).status == 403

    run(line, scenario)


def test_a_reading_that_failed_is_made_again(line, monkeypatch):
    monkeypatch.setattr(timekeeper, "LOOK_SECONDS", 0.0)
    load, failed = live_games.load, []

    def fails_once(*given, **named):
        if not failed:
            failed.append(True)
            raise Busy("The database is busy.")
        return load(*given, **named)

    async def scenario(line):
        stream = await line.play(await line.join("Ann"))
        monkeypatch.setattr(live_games, "load", fails_once)
        await line.do(Next())
        await stream.until(lambda: "open" in stream.phases)
        assert failed

    run(line, scenario)


def test_polling_gives_the_same_and_nothing_twice(line):
    async def scenario(line):
        ann = await line.join("Ann")
        first = await line.call("GET", f"/play/{line.link}/state", cookie=ann)
        line.desk.clock.move(seconds=1)
        tag = first.headers["etag"]
        again = await line.call("GET", f"/play/{line.link}/state", cookie=ann, if_none_match=tag)
        assert (again.status, again.body) == (304, b"")
        await line.do(Next())
        stream = await line.play(ann)
        moved = await line.call("GET", f"/play/{line.link}/state", cookie=ann, if_none_match=tag)
        assert moved.json == stream.frames[0]
        await line.answer(ann, "Haydn")
        answered = await line.call("GET", f"/play/{line.link}/state", cookie=ann, if_none_match=moved.headers["etag"])
        assert answered.json["response"] == "Haydn"

    run(line, scenario)


def test_time_ends_a_round_by_itself(line, jumps):
    async def scenario(line):
        stream = await line.play(await line.join("Ann"))
        await line.do(Next())
        line.desk.clock.move(seconds=21.5)
        await stream.until(lambda: "locked" in stream.phases)

    run(line, scenario)


def test_reading_time_passes_by_itself(line, jumps):
    line.desk.make("form-2", rules=Rules())
    line.link = line.desk.standing.link_token

    async def scenario(line):
        stream = await line.play(await line.join("Ann"))
        await line.do(Next())
        await stream.until(lambda: "ready" in stream.phases)
        assert "ask" not in stream.frames[-1]
        line.desk.clock.move(seconds=5)
        await stream.until(lambda: "open" in stream.phases)
        assert stream.frames[-1].keys() == {
            "event_no",
            "phase",
            "round_no",
            "server_now",
            "deadline_at",
            "whole",
            "ask",
        }

    run(line, scenario)


def test_an_outage_gives_its_time_back(line):
    line.desk.do(Next())
    before = line.desk.standing.game
    line.desk.clock.move(seconds=60)

    async def scenario(line):
        stream = await line.play(await line.join("Ann"))
        await stream.until(lambda: stream.frames[-1]["event_no"] == before.event_no + 1)
        after = line.desk.standing.game
        assert after.phase == "open"
        assert after.deadline_ms - before.deadline_ms == 60_000

    run(line, scenario)


def test_a_cancelled_game_is_told(line):
    async def scenario(line):
        stream = await line.play(await line.join("Ann"))
        await line.do(Cancel())
        await stream.until(lambda: stream.phases[-1] == "cancelled")
        refused = await line.post(f"/play/{line.link}/players", {"nickname": "Bob"})
        assert (refused.status, refused.json["message"]) == (409, "This game is over.")

    run(line, scenario)


def test_the_doors_are_these_and_each_has_one_method(line):
    """Each is tried above, by whom it is for and by strangers; one more needs its tests too."""

    async def scenario(line):
        for path, method in (
            ("/play/x/rounds/1/response", "POST"),
            ("/play/x/events", "GET"),
            ("/play/x/state", "GET"),
            ("/play/x/pings", "POST"),
            ("/play/x/players", "POST"),
            ("/screens/x/events", "GET"),
            ("/games/1/events", "GET"),
        ):
            for other in {"GET", "POST", "PUT", "DELETE"} - {method}:
                refused = await line.call(other, path)
                assert (refused.status, refused.headers["allow"]) == (405, method)

    run(line, scenario)
    assert len(line.app.app.doors.addresses) == 7


def test_a_body_that_comes_late_is_timed_by_its_end(line, monkeypatch):
    async def slowly(request):
        body = await posts.read_body(request)
        line.desk.clock.move(seconds=2)
        return body

    async def scenario(line):
        ann = await line.join("Ann")
        await line.do(Next())
        monkeypatch.setattr(doors, "read_body", slowly)
        assert (await line.answer(ann, "Danube")).status == 200
        [row] = line.desk.rows(ResponseRow)
        assert row.elapsed_ms >= 1_600

    run(line, scenario)
