"""Several processes that answer on one socket: started, started again when one dies, ended together."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
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


@dataclass(slots=True)
class Worker:
    """One process, and whether it has begun to serve."""

    process: BaseProcess
    is_serving: Event
    started_at: float


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
            while not self._ending.wait(LOOK_SECONDS):
                self._replace_dead(is_announced)
                if not is_announced and all(worker.is_serving.is_set() for worker in self._workers):
                    is_announced = True
                    announce()
        finally:
            self._end()

    def _start(self) -> Worker:
        is_serving = self._context.Event()
        process = self._context.Process(target=_serve, args=(*self._arguments, is_serving), name="worker")
        process.start()
        return Worker(process, is_serving, time.monotonic())

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
                self._workers[place] = self._start()

    def _end(self) -> None:
        for worker in self._workers:
            worker.process.terminate()
        end = time.monotonic() + END_SECONDS
        for worker in self._workers:
            worker.process.join(max(0.0, end - time.monotonic()))
            if worker.process.is_alive():
                worker.process.kill()


def _serve(settings: Settings, listener: socket.socket, extra_hosts: tuple[str, ...], is_serving: Event) -> None:
    """Answer pages and games in this process, until told to stop or whoever started it is gone."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    database = Database(settings.url_of_database)
    try:
        runtime = make_runtime(settings, database)
        server.run(create_asgi(runtime, extra_hosts=extra_hosts), listener, settings, is_serving.set)
        runtime.hub.close()
    finally:
        database.close()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
