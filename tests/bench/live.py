"""What a live game costs: processor time of the server for each player and round, how long frames and replies take.

    python -m tests.bench.live [players …] [--games 40] [--runs 3] [--beside] [--idle]

Loopback alone. Players join, measure their way, open a stream, and answer once a round within three seconds, each over
sockets of their own. `storm` cuts all streams at once. With `--games` so many play in each of so many games; with
`--beside` a document of 200 pages is read again and again and pages are asked for meanwhile; `--idle` measures what a
lobby costs in which nothing happens, and a page beside it and beside slow clients. All sizes are measured one after
the other, `--runs` times over, so that what else the machine does falls on all of them; the last lines are the medians,
one a size.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from tests.bench.documents import book
from tests.bench.figures import at_share, load_average, machine, medians, summary
from tests.bench.importing import Desk, Reading, being_read
from tests.bench.server import Server, free_port
from tests.live.phone import HOST, Player

#: The first warms the server up: its templates and statements are compiled then.
ROUNDS, WARMING = 6, 1
RUNS = 3
ANSWERED_AT_MOST = 15.0
PLAYERS = (50, 200, 500, 1_000, 2_000)
#: So many connections are opened at once.
AT_ONCE = 200
#: Of the document that is read beside a game, and how often a page is asked for beside it.
PAGES, PAGES_EVERY_SECONDS = 200, 0.05
IDLE_SECONDS = 30.0
PAGES_ASKED = 400
#: A head, a body and a reader that do not go on.
SLOW = (
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow:",
    b"POST /play HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\nContent-Type: text/plain\r\n\r\nx",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 5,
)
SLOW_EACH = 200


@dataclass
class Game:
    """A server with games, led by this process."""

    process: subprocess.Popen[str]
    server: Server
    links: list[str]
    home: Path

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
    command = [sys.executable, "-m", "tests.live.served", str(home), str(port), str(games), str(ROUNDS), "jobs"]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).resolve().parents[2]
    )
    assert process.stdout is not None
    links = json.loads(process.stdout.readline())["links"]
    return Game(process, Server(port, process, 0.0), links, home)  # type: ignore[arg-type]


@asynccontextmanager
async def started(games: int) -> AsyncIterator[Game]:
    """Start a server, and end it afterwards."""
    with tempfile.TemporaryDirectory(dir=".") as folder:
        game = start(Path(folder), games)
        try:
            yield game
        finally:
            game.process.terminate()
            game.process.wait(20)


async def measure(players: int, games: int = 1, *, is_beside: bool = False) -> dict[str, Any]:
    """Play a whole game with so many players in each of so many games."""
    async with started(games) as game:
        if not is_beside:
            return await _play(game, players, games)
        desk, seen = Desk(game.home), Reading()
        text = "\n\n".join("\n".join(leaf) for leaf in book(PAGES)).encode()
        with being_read(desk, game.server, text, "book.txt", seen):
            asking = asyncio.create_task(_ask_for_pages(game.server.port, PAGES_EVERY_SECONDS))
            try:
                figures = await _play(game, players, games)
            finally:
                asking.cancel()
                if asking.done():
                    asking.result()
        desk.database.close()
        return figures | {"documents_read": len(seen.seconds), "import_failures": seen.failures}


async def measure_idle(players: int) -> dict[str, Any]:
    """Tell what a lobby costs in which nothing happens, and how long a page takes beside it and beside slow clients."""
    async with started(1) as game:
        port = game.server.port
        figures: dict[str, Any] = {"players": players, "page_alone": summary(await _pages(port))}
        rss = _rss(game)
        everybody = [Player(port, game.links[0], _name(n), Random(n)) for n in range(players)]
        await _all([player.join for player in everybody])
        await _all([player.listen for player in everybody])
        figures["kib_of_memory_per_player"] = (_rss(game) - rss) * 1e6 / 1024 / players
        cpu = game.server.cpu_seconds()
        await asyncio.sleep(IDLE_SECONDS)
        figures["share_of_a_core"] = (game.server.cpu_seconds() - cpu) / IDLE_SECONDS
        figures["page_beside_streams"] = summary(await _pages(port))
        held = [await _begun(port, sent) for sent in SLOW for _ in range(SLOW_EACH)]
        figures["page_beside_slow_clients_too"] = summary(await _pages(port))
        for writer in held:
            writer.close()
        for player in everybody:
            await player.leave()
        return figures


async def _pages(port: int) -> list[float]:
    """Ask for a page again and again, and give how long each took."""
    took: list[float] = []
    for _ in range(PAGES_ASKED):
        began = time.perf_counter()
        await _page(port)
        took.append(time.perf_counter() - began)
        await asyncio.sleep(0.05)
    return took


async def _ask_for_pages(port: int, every_seconds: float) -> None:
    while True:
        await asyncio.gather(_page(port), asyncio.sleep(every_seconds))


async def _page(port: int) -> None:
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(f"GET / HTTP/1.1\r\nHost: {HOST}:{port}\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    if b" 200 " not in answer[:16]:
        raise RuntimeError(answer[:200].decode("latin-1"))


async def _begun(port: int, sent: bytes) -> asyncio.StreamWriter:
    _, writer = await asyncio.open_connection(HOST, port, limit=1)
    writer.write(sent)
    with contextlib.suppress(ConnectionError):
        await writer.drain()
    return writer


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
    parser = argparse.ArgumentParser(description="Play live games.")
    parser.add_argument("players", type=int, nargs="*", default=PLAYERS)
    parser.add_argument("--games", type=int, default=1)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--beside", action="store_true", help="while a document is read and pages are asked for")
    parser.add_argument("--idle", action="store_true", help="what a lobby costs in which nothing happens")
    given = parser.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    print(json.dumps({"machine": machine(Path()), "nofile": [soft, hard]}))
    runs: list[list[dict[str, Any]]] = []
    for _ in range(given.runs):
        runs.append([])
        for players in given.players:
            play = measure_idle(players) if given.idle else measure(players, given.games, is_beside=given.beside)
            runs[-1].append(asyncio.run(play) | {"load": load_average()})
            print(json.dumps(runs[-1][-1]), flush=True)
    for of_one_size in zip(*runs, strict=True):
        print(json.dumps({"medians_of": len(of_one_size)} | medians(of_one_size)))


if __name__ == "__main__":
    main()
