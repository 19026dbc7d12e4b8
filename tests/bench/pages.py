"""How long whole requests take: library, bank page, next question, answer, progress; of one learner at one size.

    python -m tests.bench.pages [--large]

Whole times are the client's, through `quizapp serve`; server times come from the same app with a clock around it
(`served`). Routes take turns, so that what the neighbours do meets all of them alike. Answers keep a pace under the
limit that the app sets to one learner.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from collections.abc import Callable
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
    """Measure all routes over copies of a home: whole requests, then the server's own time."""
    return {
        "whole": _measured(home, is_timed=False),
        "server": _measured(home, is_timed=True),
    }


def _measured(home: Path, *, is_timed: bool) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(dir=home.parent) as folder:
        copy = Path(folder) / "home"
        shutil.copytree(home, copy)
        with serving(copy, is_timed=is_timed) as server:
            learner = Learner(server.port, Random(SEED))
            learner.sign_in(LEARNER, PASSWORD)
            before = load_average()
            cpu_before = server.cpu_seconds()
            figures, answers = _rounds(learner, (lambda reply: reply.server_seconds or 0.0) if is_timed else _whole)
            learner.connection.close()
            return figures | {
                "answers": answers,
                "server_cpu_seconds": round(server.cpu_seconds() - cpu_before, 2),
                "load_average": [before, load_average()],
            }


def _whole(reply: Reply) -> float:
    return reply.seconds


def _rounds(learner: Learner, time_of: Callable[[Reply], float]) -> tuple[dict[str, Any], int]:
    times: dict[str, list[float]] = {name: [] for name in [*GETS, "answer"]}
    learner.open_sitting(SLUG)
    stored = 0
    for number in range(WARM_ROUNDS + ROUNDS):
        for name, path in GETS.items():
            reply = learner.get(path)
            _expect(reply, name)
            if number >= WARM_ROUNDS:
                times[name].append(time_of(reply))
        if not learner.form:
            learner.open_sitting(SLUG)
        if learner.form:
            client_id, reply = learner.answer()
            _expect(reply, "answer")
            # A close answer is offered a second try and stores nothing: another path, so no figure here.
            if is_acknowledged(client_id, reply):
                stored += 1
                if number >= WARM_ROUNDS:
                    times["answer"].append(time_of(reply))
        time.sleep(PACE_SECONDS)
    return {name: summary(taken) for name, taken in times.items()}, stored


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
