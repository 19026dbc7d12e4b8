"""How long whole requests take: library, bank page, next question, answer, progress; of one learner at one size.

    python -m tests.bench.pages [--large]

Whole times are the client's, through `quizapp serve`; the server's time and processor time come from the same app with
a clock around it (`served`). Routes take turns, so that what the neighbours do meets all of them alike. Answers keep a
pace under the limit that the app sets to one learner.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from tests.bench.driver import Learner, Reply, is_acknowledged
from tests.bench.figures import load_average, machine, summary
from tests.bench.generate import LARGE, LEARNER, PASSWORD, SMALL, Size, generate
from tests.bench.server import serving

ROUNDS = 60
WARM_ROUNDS = 5
PACE_SECONDS = 0.12
SLUG = "bench-1"
SEED = 7
GETS = {
    "event loop alone": "/robots.txt",
    "library": "/",
    "bank page": f"/banks/{SLUG}",
    "next question": f"/study/{SLUG}",
    "progress": "/progress",
}


def measure(home: Path) -> dict[str, Any]:
    """Measure all routes over copies of a home: whole requests, then the server's own time and processor time."""
    return {
        "whole": _measured(home, {"whole": lambda reply: reply.seconds}, is_timed=False),
        "server": _measured(home, {name: partial(_told, name) for name in ("app", "cpu")}, is_timed=True),
    }


def _told(name: str, reply: Reply) -> float:
    return reply.told_seconds(name)


def _measured(home: Path, sorts: dict[str, Callable[[Reply], float]], *, is_timed: bool) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(dir=home.parent) as folder:
        copy = Path(folder) / "home"
        shutil.copytree(home, copy)
        with serving(copy, is_timed=is_timed) as server:
            learner = Learner(server.port, Random(SEED))
            learner.sign_in(LEARNER, PASSWORD)
            before = load_average()
            replies = _rounds(learner)
            learner.connection.close()
            return {
                sort: {route: summary([time_of(reply) for reply in each]) for route, each in replies.items()}
                for sort, time_of in sorts.items()
            } | {"load_average": [before, load_average()]}


def _rounds(learner: Learner) -> dict[str, list[Reply]]:
    replies: dict[str, list[Reply]] = {name: [] for name in [*GETS, "answer"]}
    learner.open_sitting(SLUG)
    for number in range(WARM_ROUNDS + ROUNDS):
        is_warm = number >= WARM_ROUNDS
        for name, path in GETS.items():
            reply = learner.get(path)
            _expect(reply, name)
            replies[name] += [reply] if is_warm else []
        if learner.form or (learner.open_sitting(SLUG) and learner.form):
            client_id, reply = learner.answer()
            _expect(reply, "answer")
            # A close answer is offered a second try and stores nothing: another path, so no figure here.
            replies["answer"] += [reply] if is_warm and is_acknowledged(client_id, reply) else []
        time.sleep(PACE_SECONDS)
    return replies


def _expect(reply: Reply, name: str) -> None:
    if reply.status != 200:
        raise RuntimeError(f"{name} gave status {reply.status}: {reply.text[-500:]}")


def run(size: Size, folder: Path) -> dict[str, Any]:
    """Make a home of that size and measure over it."""
    home = folder / size.name
    home.mkdir()
    made = generate(home, size)
    return {"made": made, "machine": machine(folder)} | measure(home)


def main() -> None:
    """Measure at one size and print the figures as JSON."""
    parser = argparse.ArgumentParser(description="Time whole requests.")
    parser.add_argument("--large", action="store_true", help="100,000 cards instead of 100")
    parser.add_argument("--home", type=Path, help="a home that `generate` made, instead of a new one")
    given = parser.parse_args()
    if given.home:
        print(json.dumps({"machine": machine(given.home)} | measure(given.home), indent=1))
        return
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(run(LARGE if given.large else SMALL, Path(folder)), indent=1))


if __name__ == "__main__":
    main()
