"""The first words of a child process: bound itself, read what is asked from stdin, work, print one JSON line."""

from __future__ import annotations

import gc
import importlib
import json
import logging
import os
import sys
from collections.abc import Mapping
from typing import Any, TextIO

from quizapp.core.errors import QuizError

#: Learners' pages come first.
_NICENESS = 10
_VALUES_A_SEARCH = 50_000
#: Characters of one thing that went wrong, its traceback with it.
LOGGED_AT_MOST = 20_000


def run() -> int:
    """Do what stdin asks for; the exit code is 0 whenever there is an answer in words."""
    out = sys.stdout
    # Whatever a library prints must not stand among the answers.
    sys.stdout = sys.stderr
    asked = json.load(sys.stdin)
    bound(asked["limits"])
    # A text makes many values and hardly a cycle, and the process ends soon: a tenth of its time was this search.
    gc.set_threshold(_VALUES_A_SEARCH, 50, 100)

    def tell(progress: float, words: str) -> None:
        _say(out, {"progress": progress, "words": words})

    logging.getLogger("quizapp").addHandler(_Relay(out))
    try:
        result = importlib.import_module(asked["entry"]).work(asked["arguments"], tell)
        answer = json.dumps({"result": result})
    except QuizError as error:
        answer = json.dumps({"message": error.message})
    except MemoryError:
        answer = '{"ran_out_of": "memory"}'
    out.write(answer + "\n")
    out.flush()
    return 0


class _Relay(logging.Handler):
    """Says what goes wrong to whoever started this process, who writes it down."""

    def __init__(self, out: TextIO) -> None:
        super().__init__(logging.WARNING)
        self._out = out

    def emit(self, record: logging.LogRecord) -> None:
        _say(self._out, {"logged": self.format(record)[:LOGGED_AT_MOST]})


def _say(out: TextIO, value: Mapping[str, Any]) -> None:
    out.write(json.dumps(value) + "\n")
    out.flush()


def bound(limits: Mapping[str, Any]) -> None:
    """Give up everything that the work does not need, for good."""
    if os.name != "posix":
        return
    import resource  # start-up cost: none, but there is no such module elsewhere

    os.nice(_NICENESS)
    wanted = {
        resource.RLIMIT_AS: limits["memory_bytes"],
        resource.RLIMIT_CPU: limits["cpu_seconds"],
        resource.RLIMIT_FSIZE: limits["file_bytes"],
        resource.RLIMIT_NOFILE: limits["handles"],
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_CORE: 0,
    }
    for name, wanted_limit in wanted.items():
        # An operator may have set less.
        highest = resource.getrlimit(name)[1]
        limit = wanted_limit if highest == resource.RLIM_INFINITY else min(wanted_limit, highest)
        # At the lower limit of time the system says so by a signal of its own; at the higher it only kills.
        lower = max(limit - 1, 1) if name == resource.RLIMIT_CPU else limit
        resource.setrlimit(name, (lower, limit))
