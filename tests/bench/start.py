"""How long from the command to the first whole page: an empty home with the banks that come along, then again.

python -m tests.bench.start
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from quizapp.resources import QUESTIONS
from tests.bench.figures import load_average, machine, summary
from tests.bench.server import serving

ROUNDS = 5


def measure(folder: Path) -> dict[str, Any]:
    """Start in an empty home and twice more in what that left, some rounds of it."""
    first: list[float] = []
    again: list[float] = []
    before = load_average()
    for _ in range(ROUNDS):
        home = folder / "started"
        home.mkdir()
        for times in (first, again, again):
            with serving(home, questions=QUESTIONS) as server:
                times.append(server.start_seconds)
        shutil.rmtree(home)
    return {
        "first_start_with_banks": summary(first),
        "second_start": summary(again),
        "load_average": [before, load_average()],
    }


def main() -> None:
    """Measure and print the figures as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps({"machine": machine(Path(folder))} | measure(Path(folder)), indent=1))


if __name__ == "__main__":
    main()
