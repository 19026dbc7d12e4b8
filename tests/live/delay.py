"""A way to a server that takes its time: a small proxy on this machine, by which every byte comes later."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.live.phone import HOST


@asynccontextmanager
async def delayed(port: int, round_trip_seconds: float) -> AsyncIterator[int]:
    """Give a port by which a server is so far away, there and back."""
    tasks: set[asyncio.Task[None]] = set()

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        up_reader, up_writer = await asyncio.open_connection(HOST, port)
        for pair in ((reader, up_writer), (up_reader, writer)):
            task = asyncio.create_task(_carry(*pair, round_trip_seconds / 2))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(meet, HOST, 0)
    yield server.sockets[0].getsockname()[1]
    server.close()
    for task in list(tasks):
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float) -> None:
    """Hand on what comes in one direction, each piece so much later, to the end."""
    now = asyncio.get_running_loop().time
    on_its_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def take() -> None:
        piece = b"-"
        while piece:
            piece = await reader.read(65_536)
            on_its_way.put_nowait((now() + seconds, piece))

    taking = asyncio.create_task(take())
    try:
        while True:
            due, piece = await on_its_way.get()
            await asyncio.sleep(max(0.0, due - now()))
            if not piece:
                return
            writer.write(piece)
    finally:
        taking.cancel()
        writer.close()
