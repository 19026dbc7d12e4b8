"""The server: one uvicorn process that says where it is once it answers, and ends with exit code 0 when told to."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from quizapp.asgi import CleanHeaders
from quizapp.live.streams.bounds import handles_of_process, raise_handles
from quizapp.plumbing import logs
from quizapp.plumbing.head_guard import HeadGuard
from quizapp.settings import Settings

#: Requests under way get this long to finish after SIGTERM or Ctrl+C.
GRACE_SECONDS = 5
#: So often the date in the headers is made anew.
DATE_SECONDS = 1.0
#: A connection on which nothing is asked is kept for so long: a class answers over those of the question before, and a
#: proxy, which gives its own up sooner (Caddy after 120 s, nginx after 60), sends nothing into one that ends just then.
KEPT_SECONDS = 130
#: The same where a process may hold fewer handles than these: 2,000 phones may keep six connections each.
FEW_HANDLES, KEPT_OF_FEW_SECONDS = 20_000, 5


class AnnouncingServer(uvicorn.Server):
    """Calls `announce` as soon as the first request would be answered, and `close` before it waits for open streams."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None], close: Callable[[], None]) -> None:
        super().__init__(config)
        self.announce = announce
        self.close = close
        self._ending = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve, then say so."""
        await super().startup(sockets)
        if self.started:
            self.announce()

    async def main_loop(self) -> None:
        """Wait for the end; uvicorn looks for it ten times a second, which costs an idle server more than all else."""
        self._loop = asyncio.get_running_loop()
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(DATE_SECONDS):
                    await self._ending.wait()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End at once on a signal."""
        super().handle_exit(sig, frame)
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._ending.set)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what would be open for ever, then stop serving."""
        self.close()
        await super().shutdown(sockets)


def run(app: CleanHeaders, listener: socket.socket, settings: Settings, announce: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT."""
    _join_logs()
    raise_handles()
    # What start-up made stays: without this every full collection walks through all of it, a stall of some 60 ms.
    gc.collect()
    gc.freeze()
    # Young ones are looked at as often as much is made; a full one with thousands of streams open is a stall of 100 ms.
    gc.set_threshold(20_000, 10, 10)
    server = AnnouncingServer(configured(app, settings), announce, app.close)
    # uvicorn raises the signal again when it has ended; these handlers turn that into a plain return.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: setattr(server, "should_exit", True))
    server.run(sockets=[listener])


def configured(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    """Give the server's settings; what a proxy says of its visitors counts only from an address that is listed."""
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        http=HeadGuard,
        ws="none",
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_keep_alive=KEPT_SECONDS if handles_of_process() >= FEW_HANDLES else KEPT_OF_FEW_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def _join_logs() -> None:
    logs.configure()
    served = logging.getLogger("uvicorn")
    served.handlers = list(logging.getLogger("quizapp").handlers)
    served.setLevel(logging.WARNING)
    served.propagate = False
