"""A server that is killed in mid-round with a thousand players: what was lost, and how soon all are back.

    python -m tests.bench.killed [players …] [--runs 1]

Loopback alone; the driver and the server share the machine. The same as `tests/live/test_kill.py` does with a hundred.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.figures import load_average, machine
from tests.live.killing import kill_in_mid_round
from tests.live.server import Served

PLAYERS = (1_000,)


def measure(players: int) -> dict[str, Any]:
    """Kill a server once."""
    with tempfile.TemporaryDirectory(dir=".") as folder:
        served = Served(Path(folder).resolve())
        try:
            outcome = asyncio.run(kill_in_mid_round(served, players))
        finally:
            served.process.kill()
            served.process.wait(20)
    return {
        "players": players,
        "acknowledged_before": len(outcome.acknowledged_before),
        "stored": len(outcome.stored),
        "lost": outcome.lost,
        "doubled": outcome.doubled,
        "deadline_later_ms": [min(outcome.later_ms), max(outcome.later_ms)],
        "gone_ms": outcome.gone_ms,
        "last_was_in_time": outcome.was_last_in_time,
        "all_back_seconds": round(outcome.back_seconds, 2),
    }


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description="Kill a server in mid-round.")
    parser.add_argument("players", type=int, nargs="*", default=PLAYERS)
    parser.add_argument("--runs", type=int, default=1)
    given = parser.parse_args()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    print(json.dumps({"machine": machine(Path())}))
    for players in list(given.players) * given.runs:
        print(json.dumps(measure(players) | {"load": load_average()}), flush=True)


if __name__ == "__main__":
    main()
