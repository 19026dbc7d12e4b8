"""Figures and the machine that they were measured on."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

_PROBES = 200


def summary(seconds: Sequence[float]) -> dict[str, float]:
    """Give number, median, p95, p99 and maximum, in ms."""
    ordered = sorted(seconds)
    if not ordered:
        return {"n": 0}
    return {
        "n": len(ordered),
        "median_ms": _ms(median(ordered)),
        "p95_ms": _ms(at_share(ordered, 0.95)),
        "p99_ms": _ms(at_share(ordered, 0.99)),
        "max_ms": _ms(ordered[-1]),
    }


def at_share(ordered: Sequence[float], share: float) -> float:
    """Give the smallest value that so large a share (0..1) of the ascending values does not exceed."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def medians(runs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Give the median of each figure over some runs, of a list place by place; what is no number is left out."""
    found: dict[str, Any] = {}
    for name in runs[0]:
        values = [run[name] for run in runs]
        rows = [each if isinstance(each, list) else [each] for each in values]
        is_told = all(rows) and all(isinstance(one, int | float) for row in rows for one in row)
        if is_told and len({len(row) for row in rows}) == 1:
            middle = [round(median(column), 3) for column in zip(*rows, strict=True)]
            found[name] = middle if isinstance(values[0], list) else middle[0]
    return found


def load_average() -> float:
    """Give the load of the last minute."""
    return round(os.getloadavg()[0], 1)


def machine(folder: Path) -> dict[str, Any]:
    """Tell where and when this is measured; `folder` is where the databases lie."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _first_line("git", "rev-parse", "--short", "HEAD"),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "kernel": platform.release(),
        "file_system": _first_line("stat", "-f", "-c", "%T", str(folder)),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "durability": "WAL, synchronous=FULL",
        "fsync_median_ms": fsync_probe(folder),
        "load_average": load_average(),
    }


def fsync_probe(folder: Path) -> float:
    """Give the median time to append 4 KiB and bring it to the disk, in ms."""
    times = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(_PROBES):
            began = time.perf_counter()
            file.write(b"\1" * 4096)
            file.flush()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - began)
    return _ms(median(times))


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _first_line(*command: str) -> str:
    try:
        made = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parent)
    except OSError:
        return "unknown"
    return made.stdout.strip().partition("\n")[0] or "unknown"
