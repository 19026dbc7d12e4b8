"""A full house over real sockets: what each player is sent does not grow with it, and a whole school comes in."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from random import Random
from statistics import mean

import httpx
import pytest

from quizapp.live.streams.bounds import raise_handles
from tests.live.phone import HOST, Player, let_each, nickname
from tests.live.server import Served, until

pytestmark = pytest.mark.serial
FEW, MANY, ROUNDS = 50, 500, 3
#: All of a school behind one address.
SCHOOL = 2_000
BYTES_AT_MOST = 8 * 1024


class Quick(Random):
    """Thinks for a second at most."""

    def uniform(self, _least: float, _most: float) -> float:
        return 0.1 + 0.9 * self.random()


@pytest.mark.parametrize("served", [2], indirect=True)
def test_what_a_player_is_sent_does_not_grow_with_the_class(served: Served) -> None:
    raise_handles()
    few, many = [_players(served, link, count) for link, count in zip(served.links, (FEW, MANY), strict=True)]
    everybody = [*few, *many]

    async def scenario() -> None:
        for call in (Player.join, Player.measure_way, Player.listen):
            await let_each(everybody, call)
        for no in range(1, ROUNDS + 1):
            await asyncio.to_thread(served.next)
            await until(lambda: all(no in player.acknowledged for player in everybody))  # noqa: B023
            # By itself it is locked when all have answered.
            await _until_all(everybody, "locked", no)
            await asyncio.to_thread(served.next)
            await _until_all(everybody, "reveal", no)
            await until(lambda: all(len(player.others) == no for player in everybody))  # noqa: B023
            if no < ROUNDS:
                await asyncio.to_thread(served.next)
                await _until_all(everybody, "standings", no)
        for player in everybody:
            await player.leave()

    asyncio.run(scenario())
    one_of_few, one_of_many = [mean(player.received_bytes for player in each) for each in (few, many)]
    assert abs(one_of_many - one_of_few) <= one_of_few / 10
    assert max(player.received_bytes for player in everybody) <= min(1.1 * one_of_few, BYTES_AT_MOST)


def test_a_school_behind_one_address_comes_in_whole_though_codes_were_guessed_there(served: Served) -> None:
    with httpx.Client(base_url=f"http://{HOST}:{served.port}") as guesser:
        token = re.search(r'name="csrf_token" value="([^"]+)"', guesser.get("/play").text)
        assert token is not None
        wrong = {"csrf_token": token.group(1), "code": "12"}
        found = [guesser.post("/play", data=wrong).status_code for _ in range(61)]
        assert found == [303] * 60 + [429]

    async def scenario() -> None:
        async def come(player: Player) -> None:
            await player.join()
            await player.leave()

        await let_each(_players(served, served.link, SCHOOL), come)

    asyncio.run(scenario())
    assert served.rows("SELECT count(DISTINCT nickname), count(*) FROM player") == [(SCHOOL, SCHOOL)]


def _players(served: Served, link: str, count: int) -> list[Player]:
    return [Player(served.port, link, nickname(n), Quick(n)) for n in range(count)]


async def _until_all(players: Sequence[Player], phase: str, times: int) -> None:
    await until(lambda: all(list(player.phases.values()).count(phase) == times for player in players))
