"""Which status each address of the live part gives to whom: what `tests/app/matrix.csv` is for the pages."""

from __future__ import annotations

import re

import pytest

from quizapp.core.game import Next
from quizapp.live import service
from quizapp.live.models import Player
from tests.live.desk import QUESTIONS, make_desk
from tests.live.line import Line, run

#: ada leads the game; nobody here plays it.
ACTORS = ("mallory", "gil", "sam", "tess", "ada", "cora", "eve", "ann")
#: What somebody's browser holds: the token of a player who is in, of one who waits, who was taken out, of another game
#: under the name of this one's, one that nobody has, and none.
HOLDERS = ("in", "waiting", "removed", "other game", "unknown", "none")
BY_ACTOR = {
    "GET /play/{link}/events": (403,) * 8,
    "GET /play/{link}/state": (403,) * 8,
    "POST /play/{link}/pings": (403,) * 8,
    "POST /play/{link}/rounds/1/response": (403,) * 8,
    "POST /play/{link}/players": (200,) * 8,
    "GET /screens/{screen}/events": (200,) * 8,
    "GET /games/{game}/events": (404, 404, 404, 404, 200, 404, 404, 200),
}
BY_HOLDER = {
    "GET /play/{link}/events": (200, 200, 403, 403, 403, 403),
    "GET /play/{link}/state": (200, 200, 403, 403, 403, 403),
    "POST /play/{link}/pings": (200, 200, 403, 403, 403, 403),
    "POST /play/{link}/rounds/1/response": (200, 403, 403, 403, 403, 403),
    "POST /play/{link}/players": (200, 200, 409, 200, 200, 200),
    "GET /screens/{screen}/events": (200,) * 6,
    "GET /games/{game}/events": (404,) * 6,
}


@pytest.fixture
def line(runtime, clock, cast):
    desk = make_desk(runtime.database, clock, cast.ada, QUESTIONS)
    desk.make()
    return Line(runtime, desk)


async def status_of(line, address, cookie, **names):
    method, _, path = address.partition(" ")
    path = path.format(**names)
    if path.endswith("/events"):
        stream = await line.listen(path, cookie)
        await stream.close()
        return stream.status
    if method == "GET":
        return (await line.call(method, path, cookie=cookie)).status
    # Each somebody new, where they may come in.
    values = {"nickname": f"P{len(line.desk.rows(Player))}x", "response": {"response": "Haydn"}, "client_id": "c1"}
    return (await line.post(path, values, cookie)).status


def names_of(line):
    standing = line.desk.standing
    return {"link": standing.link_token, "screen": standing.screen_token, "game": standing.id}


def test_each_address_is_tried(line):
    tried = [address.partition(" ")[2].format(link="l", screen="s", game=1) for address in BY_ACTOR]
    found = [[path for path in tried if re.fullmatch(pattern, path)] for pattern in line.app.app.doors.addresses]
    assert sorted(path for paths in found for path in paths) == sorted(tried)
    assert all(len(paths) == 1 for paths in found)
    assert BY_ACTOR.keys() == BY_HOLDER.keys()


def test_who_does_not_play(line, sign_in_as):
    cookies = {}
    for name in ACTORS:
        held = sign_in_as(name).client.get_cookie("quizapp")
        cookies[name] = "" if held is None else f"quizapp={held.value}"

    async def scenario(line):
        await line.do(Next())
        for address, statuses in BY_ACTOR.items():
            found = [await status_of(line, address, cookies[name], **names_of(line)) for name in ACTORS]
            assert tuple(found) == statuses, address
            wrong = {"link": "x" * 22, "screen": "x" * 22, "game": 2**31 - 1}
            assert {await status_of(line, address, cookie, **wrong) for cookie in cookies.values()} == {404}, address

    run(line, scenario)


def test_who_holds_a_token(line):
    other = line.desk.game_id
    line.desk.make("form-2")
    line.link = line.desk.standing.link_token

    async def tokens(line):
        is_in, gone = await line.join("Ann"), await line.join("Bob")
        with line.desk.database.transaction() as session:
            desk, second = line.desk, line.desk.rows(Player)[1].id
            service.remove_player(session, desk.host, desk.game_id, second, desk.clock())
            service.let_in_each(session, desk.host, desk.game_id, is_on=True)
            link = service.get_standing(session, other).link_token
        line.runtime.hub.publish(f"{service.TOPIC}{line.desk.game_id}")
        await line.do(Next())
        waits = await line.join("Kim")
        elsewhere = (await line.join("Zoe", link)).partition("=")[2]
        own = f"play-{line.desk.game_id}="
        return is_in, waits, gone, own + elsewhere, own + service.draw_token(), ""

    async def scenario(line):
        held = await tokens(line)
        for address, statuses in BY_HOLDER.items():
            found = [await status_of(line, address, cookie, **names_of(line)) for cookie in held]
            assert dict(zip(HOLDERS, found, strict=True)) == dict(zip(HOLDERS, statuses, strict=True)), address

    run(line, scenario)
