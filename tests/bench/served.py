"""The app with a clock around it: every response says in `Server-Timing` how long the server had it.

    python -m tests.bench.served HOME PORT

From the request's arrival in the event loop to the moment before its response is written: middleware, the way to the
thread and back, packing included; reading and writing the socket left out. Also the processor time of the process
meanwhile, which is the request's own as long as requests come one by one.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from quizapp.app import make_runtime
from quizapp.asgi import create_asgi
from quizapp.plumbing import logs, schema
from quizapp.settings import Settings


class Timed:
    """Adds the header to every response of an app."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        began, began_cpu = time.perf_counter(), time.process_time()

        async def send_timed(message: Message) -> None:
            if message["type"] == "http.response.start":
                took, cpu = time.perf_counter() - began, time.process_time() - began_cpu
                told = f"app;dur={took * 1000:.3f}, cpu;dur={cpu * 1000:.3f}".encode()
                message = {**message, "headers": [*message["headers"], (b"server-timing", told)]}
            await send(message)

        await self.app(scope, receive, send_timed)


def main() -> None:
    """Serve a home on a port until told to stop."""
    home, port = Path(sys.argv[1]), int(sys.argv[2])
    logs.configure()
    runtime = make_runtime(Settings(home=home))
    schema.ensure_current(runtime.database)
    uvicorn.run(Timed(create_asgi(runtime)), host="127.0.0.1", port=port, log_config=None, access_log=False)


if __name__ == "__main__":
    main()
