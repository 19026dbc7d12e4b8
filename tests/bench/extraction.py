"""How many words a second extraction reads, on one core: each stage, and the whole from bytes to questions.

With it: the memory it takes, texts made to take long, and a cold start of the command.

python -m tests.bench.extraction [DOCUMENT …]

Without documents: the readings that come along and the invented documents of the tests, one after another, twice.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
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
from quizapp.documents.engine import found_in
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
    "letters": "The letter is short: “The barn is gone, and so is the cow.” ",
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
    drafts = timed("drafting", lambda: draft_questions(analysis))
    timed("bytes to questions", lambda: draft_questions(analyse(read(content, "bench.txt"))))
    timed("what a job keeps", lambda: found_in(analysis, drafts))


def hostile_seconds() -> dict[str, float]:
    """Time texts of 100 kB that repeat one piece, or one form of words, once each, from bytes to questions."""
    seconds: dict[str, float] = {}
    texts = {name: piece * (_HOSTILE_LETTERS // len(piece)) for name, piece in _HOSTILE.items()}
    texts["one verb, other people"] = "".join(_meetings())
    texts["one deed, other people (300)"] = "".join(
        f"On {place % 28 + 1} May 19{place % 90 + 10} the council of Varna gave {_name(place)} the medal of the city. "
        for place in range(300)
    )
    for name, letters in texts.items():
        content = letters.encode()
        began = time.process_time()
        draft_questions(analyse(read(content, "hostile.txt")))
        seconds[name] = round(time.process_time() - began, 2)
    return seconds


def _meetings() -> Iterator[str]:
    """Give 100 kB of sentences that tell other people and years each, in one form of words."""
    for place in range(_HOSTILE_LETTERS // 40):
        yield f"{_name(2 * place)} met {_name(2 * place + 1)} in 19{place % 90 + 10}. "


def _name(number: int) -> str:
    first = ("Anna", "Peter", "Maja", "Karl", "Nora", "Ivan", "Ruth")[number % 7]
    parts = (
        "Bal",
        "Dor",
        "Kes",
        "Mar",
        "Tol",
        "Ver",
        "Lin",
        "Han",
        "Ros",
        "Pet",
        "Gar",
        "Fen",
        "Wil",
        "Sto",
        "Bru",
        "Ka",
    )
    return f"{first} {parts[number // 256 % 16]}{parts[number // 16 % 16].lower()}{parts[number % 16].lower()}son"


def cold_start(content: bytes) -> dict[str, float]:
    """Time `quizapp extract --json` on a text of some 1,300 words, from the command to its end.

    Its bytecode stands on the disk, as that of an installed package does: a first run that writes it is not counted.
    """
    words = content.decode("utf-8").split(" ")[:_COLD_WORDS]
    times = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        path.write_text(" ".join(words), "utf-8")
        command = [sys.executable, "-m", "quizapp", "extract", str(path), "--json"]
        surroundings = os.environ | {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": f"{folder}/bytecode"}
        for _ in range(1 + _RUNS):
            began = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, env=surroundings)
            times.append(time.perf_counter() - began)
    return {"median_ms": round(median(times[1:]) * 1000, 1), "least_ms": round(min(times[1:]) * 1000, 1)}


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
