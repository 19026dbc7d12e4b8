"""How many words a second each stage of extraction reads, and the whole, on one core; peak memory; a cold start.

python -m tests.bench.extraction [DOCUMENT …]

Without documents: the readings that come along and the invented documents of the tests, one after another, eight times.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

from quizapp.core.extraction.actors import References, find_actors
from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.dates import find_dates
from quizapp.core.extraction.facts import find_facts
from quizapp.core.extraction.marks import pair_marks
from quizapp.core.extraction.quotes import find_quotes
from quizapp.core.extraction.readers import read
from quizapp.core.extraction.sentences import split_sentences
from quizapp.resources import QUESTIONS
from tests.bench.figures import machine

_TIMES = 8
_RUNS = 5
_COLD_WORDS = 1300
_DOCUMENTS = Path(__file__).parents[1] / "core" / "extraction" / "documents"
Value = TypeVar("Value")


def measure(content: bytes) -> dict[str, Any]:
    """Read and analyse one text several times; seconds are of processor time, medians of all runs."""
    words = len(content.decode("utf-8").split())
    seconds: dict[str, list[float]] = {}
    for _ in range(_RUNS):
        _run(content, seconds)
    medians = {stage: median(times) for stage, times in seconds.items()}
    return {
        "words": words,
        "words_per_second": {stage: round(words / max(one, 1e-6)) for stage, one in medians.items()},
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _run(content: bytes, seconds: dict[str, list[float]]) -> None:
    def timed(stage: str, work: Callable[[], Value]) -> Value:
        began = time.process_time()
        result = work()
        seconds.setdefault(stage, []).append(time.process_time() - began)
        return result

    text = timed("read", lambda: read(content, "bench.txt"))
    sentences = timed("sentences", lambda: split_sentences(text))
    marks = timed("marks", lambda: pair_marks(text))
    dates = timed("dates", lambda: find_dates(text, sentences))
    cast = timed("actors", lambda: find_actors(text, sentences, marks, dates))
    quotes = timed("quotes", lambda: find_quotes(text, sentences, marks, cast))
    resolve = References(text, sentences, cast).resolve
    timed("facts", lambda: find_facts(text, sentences, marks, dates, cast, quotes, resolve))
    timed("whole", lambda: analyse(read(content, "bench.txt")))


def cold_start(content: bytes) -> dict[str, float]:
    """Time `quizapp extract --json` on a text of some 1,300 words, from the command to its end."""
    words = content.decode("utf-8").split(" ")[:_COLD_WORDS]
    times = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        path.write_text(" ".join(words), "utf-8")
        for _ in range(_RUNS):
            began = time.perf_counter()
            command = [sys.executable, "-m", "quizapp", "extract", str(path), "--json"]
            subprocess.run(command, check=True, capture_output=True)
            times.append(time.perf_counter() - began)
    return {"median_ms": round(median(times) * 1000, 1), "least_ms": round(min(times) * 1000, 1)}


def _standard_text() -> bytes:
    paths = [*sorted(QUESTIONS.glob("*/reading.md")), *sorted(_DOCUMENTS.glob("*.txt"))]
    return b"\n\n".join([path.read_bytes() for path in paths] * _TIMES)


def main() -> None:
    """Measure and print the figures as JSON."""
    parser = argparse.ArgumentParser(description="Measure extraction.")
    parser.add_argument("documents", nargs="*", type=Path, help="texts in UTF-8 to read instead")
    given = parser.parse_args()
    content = b"\n\n".join(path.read_bytes() for path in given.documents) or _standard_text()
    figures = measure(content) | {"cold_start_of_the_command": cold_start(content)}
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps({"machine": machine(Path(folder))} | figures, indent=1))


if __name__ == "__main__":
    main()
