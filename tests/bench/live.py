"""What a live game costs: processor time of the server for each player and round, how long frames and replies take.

    python -m tests.bench.live [players …]

Loopback alone. Players join, measure their way, open a stream, and answer once a round within three seconds, each over
sockets of their own. `storm` cuts all streams at once. Figures are medians of runs.
"""

from __future__ import annotations

import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from tests.bench.figures import at_share, load_average, machine
from tests.bench.server import Server, free_port
from tests.live.phone import Player

#: The first warms the server up: its templates and statements are compiled then.
ROUNDS, WARMING = 6, 1
RUNS = 3
ANSWERED_AT_MOST = 15.0
PLAYERS = (50, 200, 500, 1_000, 2_000)
#: So many connections are opened at once.
AT_ONCE = 200


@dataclass
class Game:
    """A server with games, led by this process."""

    process: subprocess.Popen[str]
    server: Server
    links: list[str]

    def next(self, games: int) -> list[dict[str, Any]]:
        """Move all games on, and give when each was stored."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("next\n")
        self.process.stdin.flush()
        return [json.loads(self.process.stdout.readline()) for _ in range(games)]


def start(home: Path, games: int) -> Game:
    """Start the server."""
    port = free_port()
    command = [sys.executable, "-m", "tests.live.served", str(home), str(port), str(games), str(ROUNDS)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).resolve().parents[2]
    )
    assert process.stdout is not None
    links = json.loads(process.stdout.readline())["links"]
    return Game(process, Server(port, process, 0.0), links)  # type: ignore[arg-type]


async def measure(players: int, games: int = 1) -> dict[str, Any]:
    """Play a whole game with so many players in each of so many games."""
    with tempfile.TemporaryDirectory(dir=".") as folder:
        game = start(Path(folder), games)
        try:
            return await _play(game, players, games)
        finally:
            game.process.terminate()
            game.process.wait(20)


async def _play(game: Game, count: int, games: int) -> dict[str, Any]:
    port = game.server.port
    everybody = [
        Player(port, link, _name(n), Random(n * 1_000 + g)) for g, link in enumerate(game.links) for n in range(count)
    ]
    figures: dict[str, Any] = {"players": len(everybody), "rss_before_mb": _rss(game)}
    figures["join_seconds"] = await _timed(_all([player.join for player in everybody]))
    await _all([player.measure_way for player in everybody])
    figures["streams_seconds"] = await _timed(_all([player.listen for player in everybody]))
    figures["rss_mb"] = _rss(game)
    await _round(game, everybody, games, is_last=False)
    for player in everybody:
        player.received_bytes, player.replies = 0, []
    cpu, wall, own = game.server.cpu_seconds(), time.monotonic(), time.process_time()
    fan_out: list[float] = []
    for round_no in range(WARMING + 1, ROUNDS + 1):
        fan_out += await _round(game, everybody, games, is_last=round_no == ROUNDS)
    counted = len(everybody) * (ROUNDS - WARMING)
    figures["cpu_ms_per_player_round"] = (game.server.cpu_seconds() - cpu) * 1000 / counted
    figures["driver_share"] = (time.process_time() - own) / (time.monotonic() - wall)
    figures["fan_out_ms"] = _spread(fan_out)
    figures["reply_ms"] = _spread([each for player in everybody for each in player.replies])
    figures["kib_per_player"] = median(player.received_bytes for player in everybody) / 1024
    figures["accepted"] = sum(player.accepted for player in everybody)
    figures["asked"] = len(everybody) * ROUNDS
    figures["refused"] = [words for player in everybody for words in player.refused][:5]
    figures["storm_seconds"] = await _storm(everybody)
    for player in everybody:
        await player.leave()
    return figures


def _name(number: int) -> str:
    """Give a nickname that looks like no other."""
    return "u".join("bcdfghjkmn"[int(digit)] for digit in f"{number:04d}").capitalize()


async def _round(game: Game, everybody: Sequence[Player], games: int, *, is_last: bool) -> list[float]:
    """Play one round to the end of its standings; give how long each frame of it took to each player."""
    took: list[float] = []
    told = [await asyncio.to_thread(game.next, games)]
    expected = sum(player.accepted + len(player.refused) for player in everybody) + len(everybody)
    for _ in range(int(ANSWERED_AT_MOST / 0.1)):
        await asyncio.sleep(0.1)
        if sum(player.accepted + len(player.refused) for player in everybody) >= expected:
            break
    await asyncio.sleep(2.0)
    # By itself it is locked when all have answered; then the reveal and, but for the last, the standings.
    while told[-1][0]["phase"] != ("reveal" if is_last else "standings"):
        told.append(await asyncio.to_thread(game.next, games))
        await asyncio.sleep(1.0)
    for moves in told:
        for link, move in zip(game.links, moves, strict=True):
            mine = [player for player in everybody if player.link == link]
            took += [
                player.frames[move["event_no"]] - move["stored"] for player in mine if move["event_no"] in player.frames
            ]
            lost = sum(move["event_no"] not in player.frames for player in mine)
            if lost:
                print(f"{lost} players did not get event {move}", file=sys.stderr)
    return took


async def _storm(everybody: Sequence[Player]) -> float:
    """Cut all streams at once; give the seconds until all have the right screen again."""
    for player in everybody:
        player.cut()
    began = time.monotonic()
    await _all([player.listen for player in everybody])
    return time.monotonic() - began


async def _all(calls: Sequence[Any]) -> None:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(call: Any) -> None:
        async with gate:
            await call()

    await asyncio.gather(*(one(call) for call in calls))


async def _timed(work: Awaitable[None]) -> float:
    began = time.monotonic()
    await work
    return time.monotonic() - began


def _rss(game: Game) -> float:
    pages = int(Path(f"/proc/{game.process.pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def _spread(seconds: list[float]) -> list[float]:
    ordered = sorted(seconds)
    return [round(1000 * at_share(ordered, share), 1) for share in (0.5, 0.99)] if ordered else []


def main() -> None:
    """Print the figures as JSON."""
    wanted = [int(word) for word in sys.argv[1:]] or PLAYERS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    print(json.dumps({"machine": machine(Path()), "nofile": [soft, hard]}))
    for players in wanted:
        runs = [asyncio.run(measure(players)) for _ in range(RUNS if len(sys.argv) == 1 else 1)]
        for run in runs:
            print(json.dumps(run | {"load": load_average()}))


if __name__ == "__main__":
    main()
