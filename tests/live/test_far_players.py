"""Who is far away has as many points as who is near, for the same answer after the same thought; a lie wins nothing."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from random import Random
from typing import Any

from quizapp.core.points import TRIP_AT_MOST_MS
from tests.live.delay import delayed
from tests.live.phone import Player
from tests.live.server import until

#: More than whoever answers at once has all points for.
THOUGHT_SECONDS = 0.6
NEAR_SECONDS, FAR_SECONDS = 0.02, 0.6
RIGHT = "Lisbon"
_ROWS = (
    "SELECT player.nickname, response.client_ms, response.elapsed_ms, response.points, "
    "response.received_ms - round.opened_ms FROM response JOIN player ON player.id = response.player_id "
    "JOIN round ON round.game_id = response.game_id AND round.no = response.round_no"
)


class Steady(Random):
    """Thinks for the same time each time, and knows the answer."""

    def uniform(self, _least: float, _most: float) -> float:
        return THOUGHT_SECONDS

    def choice(self, options: Any) -> Any:
        return next(each for each in options if RIGHT in each)


class Liar(Player):
    """Says that no time has passed."""

    async def post(self, path: str, values: dict[str, Any]) -> tuple[int, str, bytes]:
        return await super().post(path, values | {"client_ms": 0} if "client_ms" in values else values)


@dataclass(frozen=True)
class Row:
    """How a response was judged, in ms; `passed` since the options were opened, by the server's clock."""

    said: int
    elapsed: int
    points: int
    passed: int


def test_who_is_far_away_has_the_points_of_who_is_near(served):
    async def scenario() -> dict[str, Row]:
        async with AsyncExitStack() as ways:
            near, far = [
                await ways.enter_async_context(delayed(served.port, seconds)) for seconds in (NEAR_SECONDS, FAR_SECONDS)
            ]
            players = [
                Player(near, served.link, "Near", Steady()),
                Player(far, served.link, "Far", Steady()),
                Liar(far, served.link, "Lying", Steady()),
            ]
            await asyncio.gather(*(_come(player) for player in players))
            assert await asyncio.to_thread(served.next) == "open"
            await until(lambda: all(player.accepted for player in players))
            for player in players:
                await player.leave()
        return {name: Row(*told) for name, *told in served.rows(_ROWS)}

    rows = asyncio.run(scenario())
    near, far, lying = rows["Near"], rows["Far"], rows["Lying"]
    for row in (far, lying):
        # Of the way all is given back that may be; none of it by the word of the player's clock alone.
        assert row.elapsed == row.passed - TRIP_AT_MOST_MS
    assert far.passed - far.said >= 1_000 * FAR_SECONDS - 5, "the way there and back is that long"
    assert near.said <= near.elapsed <= near.passed
    assert abs(near.points - far.points) <= near.points / 100
    assert lying.points <= near.points + near.points / 100


async def _come(player: Player) -> None:
    await player.join()
    await player.measure_way()
    await player.listen()
