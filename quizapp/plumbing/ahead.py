"""Work of a command that a second process does while the first one uses what came of the work before it."""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import TypeVar

T = TypeVar("T")

_DEAD = "The second process of this command ended early. Nothing more was done."


def begin(work: Callable[[], T]) -> Callable[[], T]:
    """Let a forked process do some work; what is given waits for its result, or raises its error.

    Only for commands: a process with threads must not be forked. The result is pickled. Where there is no fork the
    work is done at once. A fork for each part of a long work keeps memory small: what it touches is copied, and gone
    with it.

    Raises (the wait):
        RuntimeError: the process was ended from outside.
    """
    if "fork" not in multiprocessing.get_all_start_methods():
        result = work()
        return lambda: result
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_do, args=(work, here, there), daemon=True)
    process.start()
    there.close()

    def wait() -> T:
        with here:
            try:
                is_done, value = here.recv()
            except EOFError:
                raise RuntimeError(_DEAD) from None
            finally:
                process.join()
        if not is_done:
            raise value
        made: T = value
        return made

    return wait


def _do(work: Callable[[], T], here: Connection, there: Connection) -> None:
    # Ctrl+C reaches both; the first process says so, and ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A search for cycles would copy all that the first process has made.
    gc.freeze()
    # While anybody can read, sending waits: it must end with the process that waits for it.
    here.close()
    made: tuple[bool, T | Exception]
    try:
        made = True, work()
    except Exception as error:
        made = False, error
    with suppress(BrokenPipeError):
        there.send(made)
