"""A server that is killed in mid-round while a class answers: what it had acknowledged, what is stored, who is back."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from random import Random

from tests.live.phone import Player, let_each, nickname
from tests.live.server import Served, until

DOWN_SECONDS = 4.0
#: One player comes back only so long after the others: the last who is promised to be in time.
LATE_SECONDS = 3.0
_STORED = "SELECT player.nickname, response.response FROM response JOIN player ON player.id = response.player_id"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it, by nickname.

    `later_ms` is how much later the deadline was for each, in the end; `gone_ms` how long nobody could answer.
    """

    acknowledged_before: dict[str, str]
    acknowledged: dict[str, str]
    stored: list[tuple[str, str]]
    later_ms: list[int]
    gone_ms: int
    back_seconds: float
    #: Whether who came back last was in time.
    was_last_in_time: bool

    @property
    def lost(self) -> int:
        """Count what was acknowledged, before the end of the server or in all, and is not stored as it was."""
        stored = dict(self.stored)
        told = [*self.acknowledged_before.items(), *self.acknowledged.items()]
        return sum(stored.get(name) != words for name, words in told)

    @property
    def doubled(self) -> int:
        """Count who has more than one response."""
        return len(self.stored) - len(dict(self.stored))


class Straggler(Player):
    """A player who answers only when told, and comes back only then."""

    words = ""

    async def _answer(self, round_no: int, words: str, shown: float) -> None:
        self.words = words

    async def come_back(self) -> bool:
        """Open the stream again and answer; tells whether that was in time."""
        self.first_frame, self._up = 0.0, None
        await self.listen()
        given = {"response": {"response": self.words}, "client_ms": 8_000, "client_id": self.name, "trip": self.trip}
        status, body = await self._send("rounds/1/response", given)
        is_in_time = status == 200 and json.loads(body)["accepted"]
        if is_in_time:
            self.acknowledged[1] = self.words
        return is_in_time


async def kill_in_mid_round(served: Served, count: int) -> Outcome:
    """Let so many players answer, kill the server when a third of them have, start it again and play on."""
    players = [Player(served.port, served.link, nickname(n), Random(n), persists=True) for n in range(count - 1)]
    last = Straggler(served.port, served.link, nickname(count - 1), Random(count))
    everybody = [*players, last]
    await let_each(everybody, Player.join)
    await let_each(everybody, Player.listen)
    assert await asyncio.to_thread(served.next) == "open"
    await until(lambda: sum(player.accepted for player in players) >= count // 3)
    killed = time.monotonic()
    await asyncio.to_thread(served.kill)
    before = {player.name: player.acknowledged[1] for player in players if player.acknowledged}
    for player in players:
        player.first_frame = 0.0
    await asyncio.sleep(DOWN_SECONDS)
    await asyncio.to_thread(served.start)
    began = time.monotonic()
    await until(lambda: all(player.first_frame for player in players))
    back_seconds = time.monotonic() - began
    await until(lambda: all(1 in player.acknowledged for player in players))
    await asyncio.sleep(began + LATE_SECONDS - time.monotonic())
    was_last_in_time = await last.come_back()
    later_ms = [player.deadlines[-1] - player.deadlines[0] for player in players]
    assert all(player.deadlines == sorted(player.deadlines) for player in players)
    mended_no = max(no for no, phase in players[0].phases.items() if phase == "open")
    gone_ms = int(1_000 * (min(player.frames[mended_no] for player in players) - killed))
    await until(lambda: served.rows("SELECT phase FROM game") == [("locked",)])
    assert await asyncio.to_thread(served.next) == "reveal"
    for player in everybody:
        await player.leave()
    stored = [(name, json.loads(response)) for name, response in served.rows(_STORED)]
    given = {player.name: player.acknowledged[1] for player in everybody if player.acknowledged}
    return Outcome(before, given, stored, later_ms, gone_ms, back_seconds, was_last_in_time)
