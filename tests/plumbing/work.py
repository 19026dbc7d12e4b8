"""What children of the tests do, by the name in their arguments."""

from __future__ import annotations

import atexit
import os
import resource
import signal
import socket
import sys
import time
from pathlib import Path

from quizapp.core.errors import FormatError


def work(arguments, tell):
    tell(0.5, "Half of it")
    return globals()[f"do_{arguments['do']}"](arguments)


def do_echo(arguments):
    print("a library talks")
    return {"given": arguments["given"]}


def do_linger(_):
    # It closes its output once the answer is written, and lives on.
    atexit.register(time.sleep, 60)
    atexit.register(os.close, 1)
    return {"said": True}


def do_refuse(_):
    raise FormatError("This is no document. Choose another one.")


def do_die(_):
    os.kill(os.getpid(), signal.SIGKILL)


def do_break(_):
    raise RuntimeError("a slip of ours")


def do_sleep(_):
    time.sleep(60)


def do_spin(_):
    while True:
        pass


def do_hoard(_):
    kept = []
    while True:
        kept.append(bytearray(32 * 1024 * 1024))


def do_flood(_):
    return "x" * 3_000_000


def do_look(_):
    return {
        "environment": sorted(set(os.environ) - {"LC_CTYPE"}),
        "isolated": bool(sys.flags.isolated),
        "folder": os.getcwd(),
        "entries": os.listdir("."),
        "memory": resource.getrlimit(resource.RLIMIT_AS)[1],
        "processes": resource.getrlimit(resource.RLIMIT_NPROC)[1],
        "core": resource.getrlimit(resource.RLIMIT_CORE)[1],
        "nice": os.nice(0),
        "loaded": sorted({name.split(".")[0] for name in sys.modules} & {"flask", "sqlalchemy"}),
    }


def do_write(arguments):
    Path("large").write_bytes(b"x" * arguments["bytes"])


def do_open(_):
    return len([socket.socket() for _ in range(200)])
