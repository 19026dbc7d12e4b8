"""Streams have bounds: of an address, of the process's file handles, and of the screens of one game."""

from __future__ import annotations

import resource
import subprocess
import sys

from quizapp.live.streams import bounds, doors
from quizapp.live.streams.bounds import Bounds
from tests.app.checkout import ROOT
from tests.live.line import run


def test_an_address_and_the_process_have_room_for_so_many(monkeypatch):
    monkeypatch.setattr(bounds, "OF_ADDRESS", 3)
    counted = Bounds(handles=10)
    assert [counted.enter("school") for _ in range(4)] == [True] * 3 + [False]
    assert [counted.enter(f"home {n}") for n in range(6)] == [True] * 5 + [False]
    counted.leave("school")
    assert counted.enter("school")


def test_who_finds_no_room_is_told_and_gets_in_when_another_has_left(line, monkeypatch):
    monkeypatch.setattr(bounds, "OF_ADDRESS", 1)

    async def scenario(line):
        ann, bob = await line.join("Ann"), await line.join("Bob")
        stream = await line.play(ann)
        refused = await line.call("GET", f"/play/{line.link}/events", cookie=bob)
        assert (refused.status, refused.headers["retry-after"]) == (503, "5")
        assert "no more fit" in refused.json["message"]
        await stream.close()
        assert (await line.play(bob)).status == 200

    run(line, scenario)


def test_one_screen_more_ends_the_oldest(line, monkeypatch):
    monkeypatch.setattr(doors, "OF_GAME", 2)

    async def scenario(line):
        address = f"/screens/{line.desk.standing.screen_token}/events"
        screens = [await line.listen(address) for _ in range(3)]
        await screens[0].until(lambda: screens[0].is_over)
        assert not screens[1].is_over
        assert not screens[2].is_over

    run(line, scenario)


def test_the_server_takes_all_the_handles_that_it_may_have():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    code = (
        "import resource; hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1];"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard));"
        "from quizapp.live.streams.bounds import handles_of_process, raise_handles; raise_handles();"
        "print(handles_of_process())"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert int(told.stdout) == hard if hard != resource.RLIM_INFINITY else int(told.stdout) > 64
