"""S41: who sends or reads slowly, and streams that nobody feeds, hold no page and no game."""

from __future__ import annotations

import asyncio
import contextlib
from random import Random

import pytest

from tests.live.phone import HOST, Player, nickname
from tests.live.server import until

pytestmark = pytest.mark.serial
SLOW, STREAMS = 200, 300


def test_slow_clients_hold_nobody(served):
    async def scenario():
        players = [Player(served.port, served.link, nickname(n), Random(n)) for n in range(STREAMS)]
        for player in players:
            await player.join()
            await player.listen()
        held = [await slow(served.port, sent) for sent in (HEAD, BODY, READER) for _ in range(SLOW)]
        # A page comes as if they were not there; its time is the bench's matter.
        async with asyncio.timeout(30):
            for _ in range(20):
                assert b" 200 " in (await page(served.port))[:16]
        assert await asyncio.to_thread(served.next) == "open"
        await until(lambda: all("open" in player.phases.values() for player in players))
        await until(lambda: all(1 in player.acknowledged for player in players))
        for player in players:
            await player.leave()
        for writer in held:
            writer.close()

    asyncio.run(scenario())


HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow:"
BODY = b"POST /play HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\nContent-Type: text/plain\r\n\r\nx"
READER = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 5


async def slow(port, sent):
    """Send a part of a request, or a whole one whose answer is never read."""
    _, writer = await asyncio.open_connection(HOST, port, limit=1)
    writer.write(sent)
    with contextlib.suppress(ConnectionError):
        await writer.drain()
    return writer


async def page(port):
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(b"GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n" % port)
    got = await reader.read()
    writer.close()
    return got
