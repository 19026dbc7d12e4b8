"""`kill -9` in mid-round: what was acknowledged is stored, everybody is back, and the outage costs nobody time."""

from __future__ import annotations

import asyncio
import json
import time
from random import Random

from tests.live.phone import Player
from tests.live.server import until

PLAYERS = 100


def test_a_server_that_is_killed_in_mid_round_loses_nothing(served):
    async def scenario():
        names = ["u".join("bcdfghjkmn"[int(digit)] for digit in f"{n:03d}") for n in range(PLAYERS)]
        players = [Player(served.port, served.link, name, Random(n)) for n, name in enumerate(names)]
        for player in players:
            player.persists = True
            await player.join()
        await asyncio.gather(*(player.listen() for player in players))
        assert await asyncio.to_thread(served.next) == "open"
        await until(lambda: sum(player.accepted for player in players) >= PLAYERS // 3)
        await asyncio.to_thread(served.kill)
        told = {player.name: dict(player.acknowledged) for player in players}
        for player in players:
            player.first_frame = 0.0
        await asyncio.sleep(4)
        await asyncio.to_thread(served.start)
        began = time.monotonic()
        await until(lambda: all(player.first_frame for player in players))
        back_seconds = time.monotonic() - began
        await until(lambda: all(1 in player.acknowledged for player in players))
        # Nobody has lost time: the deadline is later by the outage.
        assert all(player.deadlines[-1] - player.deadlines[0] >= 3_500 for player in players)
        assert all(player.deadlines == sorted(player.deadlines) for player in players)
        await until(lambda: served.rows("SELECT phase FROM game") == [("locked",)])
        assert await asyncio.to_thread(served.next) == "reveal"
        for player in players:
            await player.leave()
        return told, {player.name: player.acknowledged[1] for player in players}, back_seconds

    told, given, back_seconds = asyncio.run(scenario())
    stored = dict(
        (name.casefold(), json.loads(response))
        for name, response in served.rows(
            "SELECT player.nickname, response.response FROM response JOIN player ON player.id = response.player_id"
        )
    )
    assert stored == given
    assert all(stored[name] == acknowledged[1] for name, acknowledged in told.items() if acknowledged)
    # Three seconds on a quiet machine; it may be busy.
    assert back_seconds <= 20
