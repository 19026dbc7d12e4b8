"""How many words a second extraction reads, on one core: each stage, and the whole from bytes to questions.

With it: the memory it takes, texts made to take long, and a cold start of the command.

python -m tests.bench.extraction [DOCUMENT …]

Without documents: the readings that come along and the invented documents of the tests, one after another, twice.
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
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.facts import find_facts
from quizapp.core.extraction.marks import pair_marks
from quizapp.core.extraction.quotes import find_quotes
from quizapp.core.extraction.readers import read
from quizapp.core.extraction.sentences import split_sentences
from quizapp.resources import QUESTIONS
from tests.bench.figures import machine

_TIMES = 2
_RUNS = 5
_COLD_WORDS = 1300
_HOSTILE_LETTERS = 100_000
#: Pieces that are repeated to texts of 100 kB: nested sayings, lists, one fact or one quotation again and again.
_HOSTILE = {
    "nested sayings": "Kim said that " * 70 + "he left. ",
    "sayings without an end": "Kim said, ",
    "one long sentence": "He said that ",
    "one fact": "Kim met Lee on 12 May 1940. ",
    "lists of names": "Kim and Lee met Park. ",
    "one quotation": "“The river took the mill and the house of old Anders,” said Maja Lind.\n\n",
}
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
    analysis = timed("bytes to facts", lambda: analyse(read(content, "bench.txt")))
    timed("drafting", lambda: draft_questions(analysis))
    timed("bytes to questions", lambda: draft_questions(analyse(read(content, "bench.txt"))))


def hostile_seconds() -> dict[str, float]:
    """Time texts of 100 kB that repeat one piece, once each, from bytes to questions."""
    seconds: dict[str, float] = {}
    for name, piece in _HOSTILE.items():
        content = (piece * (_HOSTILE_LETTERS // len(piece))).encode()
        began = time.process_time()
        draft_questions(analyse(read(content, "hostile.txt")))
        seconds[name] = round(time.process_time() - began, 2)
    return seconds


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


def run() -> dict[str, Any]:
    """Measure the standard text."""
    content = standard_text()
    return measure(content) | {"hostile_seconds": hostile_seconds(), "cold_start_of_the_command": cold_start(content)}


def standard_text() -> bytes:
    paths = [*sorted(QUESTIONS.glob("*/reading.md")), *sorted(_DOCUMENTS.glob("*.txt"))]
    return b"\n\n".join([path.read_bytes() for path in paths] * _TIMES)


def main() -> None:
    """Measure and print the figures as JSON."""
    parser = argparse.ArgumentParser(description="Measure extraction.")
    parser.add_argument("documents", nargs="*", type=Path, help="texts in UTF-8 to read instead")
    given = parser.parse_args()
    content = b"\n\n".join(path.read_bytes() for path in given.documents)
    figures = measure(content) | {"cold_start_of_the_command": cold_start(content)} if content else run()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps({"machine": machine(Path(folder))} | figures, indent=1))


if __name__ == "__main__":
    main()
