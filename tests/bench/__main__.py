"""All benchmarks one after the other: `python -m tests.bench [--large] [--folder FOLDER]`; JSON on standard output.

Small takes some ten minutes, large some four more and half a gigabyte.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench import extraction, importing, inside, learners, library, pages, start, weight
from tests.bench.figures import machine
from tests.bench.generate import LARGE, SMALL
from tests.bench.learners import Plan

PACE_SECONDS = 1.0


def run(folder: Path, *, is_large: bool) -> dict[str, Any]:
    """Run all benchmarks in a folder."""
    found: dict[str, Any] = {"machine": machine(folder)}
    found["weight"] = _told("weight", weight.measure(_made(folder / "weight")))
    found["start"] = _told("start", start.measure(_made(folder / "start")))
    found["extraction"] = _told("extraction", extraction.run())
    found["inside, small"] = _told("inside, small", inside.run(SMALL, folder))
    found["pages, small"] = _told("pages, small", pages.run(SMALL, folder))
    found["learners, closed loop"] = _told("learners, closed loop", learners.run(folder, Plan(learners.SECONDS, 0)))
    found["learners, open loop"] = _told(
        "learners, open loop", learners.run(folder, Plan(learners.SECONDS, PACE_SECONDS))
    )
    found["learners beside an import"] = _told("learners beside an import", importing.run(folder))
    if is_large:
        found["library, large"] = _told("library, large", library.run(folder))
        found["inside, large"] = _told("inside, large", inside.run(LARGE, folder))
        found["pages, large"] = _told("pages, large", pages.run(LARGE, folder))
    return found


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _told(name: str, figures: dict[str, Any]) -> dict[str, Any]:
    print(f"{name}: done", file=sys.stderr)
    return figures


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description="Run all benchmarks.")
    parser.add_argument("--large", action="store_true", help="also with 100,000 cards and 1,000,000 events")
    parser.add_argument("--folder", type=Path, help="where the databases lie; the disk counts, so not in memory")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        print(json.dumps(run(Path(folder), is_large=given.large), indent=1))


if __name__ == "__main__":
    main()
