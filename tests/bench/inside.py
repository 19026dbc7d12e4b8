"""What the app itself costs: processor time of requests that follow each other, without a server and without a pause.

    python -m tests.bench.inside [--large]

`pages` keeps a pace, as people do, and meets cold caches of the processor; this is the other end. Fsync is in it.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask

from quizapp.app import create_app, make_runtime
from quizapp.plumbing import schema
from quizapp.plumbing.limits import Limits
from quizapp.settings import Settings
from tests.bench.driver import HOST, Learner, Reply, is_acknowledged
from tests.bench.figures import load_average, machine, summary
from tests.bench.generate import LARGE, LEARNER, PASSWORD, SMALL, Size, generate
from tests.bench.pages import GETS, SEED, SLUG, WARM_ROUNDS

ROUNDS = 80


class Direct:
    """A connection that is a call of the app; `seconds` of a reply are processor time of this thread."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def send(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> Reply:
        """Send one request and take its response whole."""
        environ = _environ(method, path, headers, body)
        got: dict[str, Any] = {}

        def start(status: str, lines: list[tuple[str, str]], _error: Any = None) -> None:
            got.update(status=int(status[:3]), headers={name.lower(): value for name, value in lines})

        began = time.thread_time()
        answered = self.app(environ, start)
        content = b"".join(answered)
        answered.close()
        return Reply(got["status"], got["headers"], content, time.thread_time() - began)

    def close(self) -> None:
        """Close nothing."""


def _environ(method: str, path: str, headers: dict[str, str], body: bytes) -> dict[str, Any]:
    address, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": address,
        "QUERY_STRING": query,
        "SERVER_NAME": HOST,
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": HOST,
        "HTTP_HOST": f"{HOST}:8000",
        "CONTENT_TYPE": "application/x-www-form-urlencoded" if body else "",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        **{"HTTP_" + name.upper().replace("-", "_"): value for name, value in headers.items()},
    }


def measure(home: Path) -> dict[str, Any]:
    """Measure over a copy of a home: each route again and again, then answers."""
    with tempfile.TemporaryDirectory(dir=home.parent) as folder:
        copy = Path(folder) / "home"
        shutil.copytree(home, copy)
        runtime = make_runtime(Settings(home=copy))
        schema.ensure_current(runtime.database)
        learner = Learner(0, Random(SEED))
        learner.connection = Direct(create_app(runtime))  # type: ignore[assignment]
        learner.sign_in(LEARNER, PASSWORD)
        gc.freeze()
        before = load_average()
        found = {name: _gets(learner, path) for name, path in GETS.items() if path != "/robots.txt"}
        found["answer"] = _answers(learner, runtime.limits)
        runtime.database.close()
        return found | {"load_average": [before, load_average()]}


def _gets(learner: Learner, path: str) -> dict[str, Any]:
    replies = [learner.get(path) for _ in range(WARM_ROUNDS + ROUNDS)]
    assert all(reply.status == 200 for reply in replies), path
    return summary([reply.seconds for reply in replies[WARM_ROUNDS:]])


def _answers(learner: Learner, limits: Limits) -> dict[str, Any]:
    taken = []
    learner.open_sitting(SLUG)
    while len(taken) < WARM_ROUNDS + ROUNDS:
        # Nobody answers so fast: what the app allows to one learner is not what is measured.
        limits.__init__()  # type: ignore[misc]
        if not learner.form:
            learner.open_sitting(SLUG)
        if not learner.form:
            break
        client_id, reply = learner.answer()
        taken += [reply.seconds] if is_acknowledged(client_id, reply) else []
    return summary(taken[WARM_ROUNDS:])


def run(size: Size, folder: Path) -> dict[str, Any]:
    """Make a home of that size and measure over it."""
    home = folder / f"inside-{size.name}"
    home.mkdir()
    generate(home, size)
    return {"machine": machine(folder)} | measure(home)


def main() -> None:
    """Measure at one size and print the figures as JSON."""
    parser = argparse.ArgumentParser(description="Time the app without its server.")
    parser.add_argument("--large", action="store_true", help="100,000 cards instead of 100")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(run(LARGE if given.large else SMALL, Path(folder)), indent=1))


if __name__ == "__main__":
    main()
