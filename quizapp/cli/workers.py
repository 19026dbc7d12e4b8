"""Several processes that answer on one socket: started, started again when one dies or hangs, ended together."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event

from quizapp.asgi import create_asgi
from quizapp.cli import server
from quizapp.cli.shared import make_runtime
from quizapp.plumbing.db import Database
from quizapp.settings import Settings, SettingsError

_log = logging.getLogger("quizapp")
LOOK_SECONDS = 0.2
#: Of one that was told to end and does not; longer than a server's own grace.
END_SECONDS = server.GRACE_SECONDS + 5
#: One that dies again and again is started again no faster.
PAUSE_SECONDS = 1.0
#: A process that serves says so often that its event loop turns; one that was silent for so long hangs, and is killed.
BEAT_SECONDS = 2.0
SILENT_SECONDS = 30.0
#: When the parent itself was stopped for so long, its workers may have been too, and get their time again.
AWAY_SECONDS = 5.0


@dataclass(slots=True)
class Worker:
    """One process, whether it has begun to serve, and when it was heard last."""

    process: BaseProcess
    is_serving: Event
    beats: Connection
    started_at: float
    heard_at: float

    def listen(self, now: float) -> None:
        """Take the beats that have come; one that has not begun to serve owes none."""
        try:
            while self.beats.poll():
                self.beats.recv_bytes()
                self.heard_at = now
        except (EOFError, OSError):
            # It ended, which is seen by itself.
            return
        if not self.is_serving.is_set():
            self.heard_at = now


class Workers:
    """`settings.workers` processes that answer pages and games; jobs are done by whoever starts them."""

    def __init__(self, settings: Settings, listener: socket.socket, extra_hosts: tuple[str, ...]) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._arguments = (settings, listener, extra_hosts)
        self._workers: list[Worker] = []
        self._ending = threading.Event()

    def run(self, announce: Callable[[], None]) -> None:
        """Serve until SIGTERM or SIGINT; `announce` is called once all of them answer.

        Raises:
            SettingsError: one of them could not begin.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: self._ending.set())
        settings = self._arguments[0]
        self._workers = [self._start() for _ in range(settings.workers)]
        is_announced = False
        try:
            looked_at = time.monotonic()
            while not self._ending.wait(LOOK_SECONDS):
                now = time.monotonic()
                self._kill_silent(now, was_away=now - looked_at > AWAY_SECONDS)
                looked_at = now
                self._replace_dead(is_announced)
                if not is_announced and all(worker.is_serving.is_set() for worker in self._workers):
                    is_announced = True
                    announce()
        finally:
            self._end()

    def _start(self) -> Worker:
        is_serving = self._context.Event()
        beats, beating = self._context.Pipe(duplex=False)
        process = self._context.Process(target=_serve, args=(*self._arguments, is_serving, beating), name="worker")
        process.start()
        beating.close()
        now = time.monotonic()
        return Worker(process, is_serving, beats, now, now)

    def _kill_silent(self, now: float, *, was_away: bool) -> None:
        for worker in self._workers:
            worker.listen(now)
            if was_away:
                worker.heard_at = now
            elif now - worker.heard_at > SILENT_SECONDS and worker.process.is_alive():
                _log.warning("a process that answers pages said nothing for %d seconds; it is killed", SILENT_SECONDS)
                worker.process.kill()
                # Said once; it may take a moment to go.
                worker.heard_at = now

    def _replace_dead(self, is_announced: bool) -> None:
        for place, worker in enumerate(self._workers):
            if worker.process.is_alive():
                continue
            if not is_announced:
                raise SettingsError(
                    "A process that should answer pages ended before it began; the lines above say why."
                )
            if time.monotonic() - worker.started_at >= PAUSE_SECONDS:
                _log.warning(
                    "a process that answers pages ended (%s); another takes its place", worker.process.exitcode
                )
                worker.beats.close()
                self._workers[place] = self._start()

    def _end(self) -> None:
        for worker in self._workers:
            worker.process.terminate()
        end = time.monotonic() + END_SECONDS
        for worker in self._workers:
            worker.process.join(max(0.0, end - time.monotonic()))
            if worker.process.is_alive():
                worker.process.kill()


def _serve(
    settings: Settings, listener: socket.socket, extra_hosts: tuple[str, ...], is_serving: Event, beating: Connection
) -> None:
    """Answer pages and games in this process, until told to stop or whoever started it is gone."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    database = Database(settings.url_of_database)
    try:
        runtime = make_runtime(settings, database)
        app = create_asgi(runtime, extra_hosts=extra_hosts)

        def begin() -> None:
            is_serving.set()
            if os.name == "posix":
                os.set_blocking(beating.fileno(), False)
            _beat(asyncio.get_running_loop(), beating)

        server.run(app, listener, settings, begin)
        runtime.hub.close()
    finally:
        database.close()


def _beat(loop: asyncio.AbstractEventLoop, beating: Connection) -> None:
    """Tell the parent, from the event loop and so long as it turns, that this process is alive."""
    try:
        beating.send_bytes(b".")
    except BlockingIOError:
        # The parent has read nothing for hours: nobody waits for it.
        pass
    except OSError:
        return
    loop.call_later(BEAT_SECONDS, _beat, loop, beating)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
