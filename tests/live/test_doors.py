"""The doors of the live part: what they refuse, in which words, and what they measure."""

from __future__ import annotations

import pytest

from quizapp.core.game import Next
from quizapp.live.models import ResponseRow
from quizapp.live.streams.words import Words
from tests.live.line import run


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/json", "origin": "https://evil.example"}, 403),
        ({"content-type": "application/json", "sec-fetch-site": "cross-site"}, 403),
        ({"content-type": "application/json", "origin": "http://localhost"}, 422),
    ],
)
def test_what_comes_from_elsewhere_is_not_taken(line, headers, status):
    async def scenario(line):
        ann = await line.join("Ann")
        await line.do(Next())
        path = f"/play/{line.link}/rounds/1/response"
        reply = await line.call("POST", path, b"{}", cookie=ann, **headers)
        assert reply.status == status

    run(line, scenario)


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"[1]", 400), (b"[" * 4_000, 400), (b"\xff", 400), (b" " * 5_000, 413), (b'{"client_id": 7}', 422)],
)
def test_bad_bodies_are_refused_with_words(line, body, status):
    async def scenario(line):
        ann = await line.join("Ann")
        await line.do(Next())
        for path in (f"/play/{line.link}/rounds/1/response", f"/play/{line.link}/players"):
            reply = await line.call("POST", path, body, cookie=ann, content_type="application/json")
            assert reply.status == (422 if path.endswith("players") and status == 422 else status)
            assert reply.json["message"]

    run(line, scenario)


@pytest.mark.parametrize("client_id", ["a\0b", "a\n", "\x7f", "é", "", "a" * 37, 7, None])
def test_a_response_without_a_plain_id_is_refused(line, client_id):
    async def scenario(line):
        ann = await line.join("Ann")
        await line.do(Next())
        path, given = f"/play/{line.link}/rounds/1/response", {"response": {"response": "Haydn"}, "client_ms": 5}
        assert (await line.post(path, given | {"client_id": client_id}, ann)).status == 422
        assert (await line.post(path, given | {"client_id": "a ~" * 12}, ann)).status == 200
        assert len(line.desk.rows(ResponseRow)) == 1

    run(line, scenario)


def test_replies_and_streams_carry_what_data_need_of_headers(line):
    async def scenario(line):
        ann = await line.join("Ann")
        stream = await line.play(ann)
        for headers in (stream.headers, (await line.call("GET", f"/play/{line.link}/state", cookie=ann)).headers):
            assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["cross-origin-resource-policy"] == "same-origin"
            assert "permissions-policy" not in headers

    run(line, scenario)


def test_strangers_get_nothing(line):
    async def scenario(line):
        assert (await line.call("GET", f"/play/{line.link}/events")).status == 403
        assert (await line.call("GET", f"/play/{line.link}/state", cookie="play-1=guess")).status == 403
        assert (await line.call("GET", "/play/nothing/events")).status == 404
        assert (await line.call("GET", "/screens/nothing/events")).status == 404
        assert (await line.call("GET", f"/games/{line.desk.game_id}/events")).status == 404
        assert (await line.call("GET", f"/games/{2**70}/events")).status == 404
        ann = await line.join("Ann")
        assert (await line.call("GET", f"/games/{line.desk.game_id}/events", cookie=ann)).status == 404
        assert (await line.call("POST", f"/play/{line.link}/events", cookie=ann)).status == 405

    run(line, scenario)


def test_too_many_responses_in_a_short_time_are_refused(line):
    async def scenario(line):
        ann = await line.join("Ann")
        await line.do(Next())
        statuses = [(await line.answer(ann, "Haydn", client_id=f"c{n}")).status for n in range(25)]
        assert statuses[0] == 200
        assert statuses[-1] == 429
        assert len(line.desk.rows(ResponseRow)) == 1

    run(line, scenario)


def test_the_way_is_measured_in_three_calls(line, jumps):
    async def scenario(line):
        ann, bob = await line.join("Ann"), await line.join("Bob")
        given = {}
        for _ in range(4):
            line.desk.clock.move(seconds=0.2)
            given = (await line.post(f"/play/{line.link}/pings", given, ann)).json
        assert "trip" in given
        await line.do(Next())
        line.desk.clock.move(seconds=10)
        path = f"/play/{line.link}/rounds/1/response"
        values = {"response": {"response": "Beethoven"}, "client_ms": 0, **given}
        assert (await line.post(path, values | {"client_id": "a"}, ann)).json["accepted"]
        # Another player's measure is worth nothing.
        assert (await line.post(path, values | {"client_id": "b"}, bob)).json["accepted"]
        assert [row.elapsed_ms for row in line.desk.rows(ResponseRow)] == [9_800, 10_000]

    run(line, scenario)


def test_a_stranger_at_a_hosts_stream_lets_no_game_be_read(line, monkeypatch):
    async def nobody(_scope, _game_id):
        return None, False

    async def opened(_game_id):
        raise AssertionError("a game was read before it was asked who calls")

    doors = line.app.app.doors

    async def scenario(line):
        monkeypatch.setattr(doors, "_identify", nobody)
        monkeypatch.setattr(doors._games, "open", opened)
        reply = await line.call("GET", f"/games/{line.desk.game_id}/events")
        assert reply.status == 404

    run(line, scenario)


def test_a_game_that_asks_for_no_word_counts_none(line, monkeypatch):
    """Whoever joins waits for no thread that would look at a word which nobody asked for."""
    called = []
    monkeypatch.setattr(Words, "check", lambda *given: called.append(given))

    async def scenario(line):
        await line.join("Ann")
        reply = await line.post(f"/play/{line.link}/players", {"nickname": "Bob", "word": "1234"})
        assert reply.status == 200
        assert called == []

    run(line, scenario)
