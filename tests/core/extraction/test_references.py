"""Whom pronouns and bare names mean in whole lives and histories: nobody wrong, and nine of ten told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml

from quizapp.core.extraction.actors import References
from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.text import make_text
from quizapp.core.extraction.values import Analysis

TABLES = sorted((Path(__file__).parent / "references").glob("*.yaml"))
MARK = re.compile(r"(?P<word>[\w’'-]+)@(?P<who>\w+)")
LEAST_TOLD = 0.9


@dataclass(frozen=True)
class Told:
    """A marked word of a text, whom it means (None: nobody can tell) and whom the engine takes it for."""

    text: str
    around: str
    wanted: str | None
    found: str | None


def told_in(one: dict[str, str], people: dict[str, str]) -> list[Told]:
    marked = "\n\n".join(part for part in (one["title"], one["text"]) if part)
    analysis = analyse(make_text(MARK.sub(lambda mark: mark["word"], marked)))
    references = References(analysis.text, analysis.sentences, analysis.cast, analysis.marks)
    found = []
    for at, line in enumerate(line for line in marked.splitlines() if line.strip()):
        for mark in MARK.finditer(line):
            before = MARK.sub(lambda mark: mark["word"], line[: mark.start()])
            start = analysis.text.lines[at] + len(before)
            assert analysis.text.text.startswith(mark["word"], start)
            name = name_at(analysis, references, start, start + len(mark["word"]))
            found.append(Told(one["id"], before[-40:] + mark["word"], people.get(mark["who"]), name))
    return found


def name_at(analysis: Analysis, references: References, start: int, end: int) -> str | None:
    actor, _ = references.resolve(start, end)
    if actor is None:
        actor = next((one.actor for one in analysis.cast.mentions if one.start <= start < one.end), None)
    return None if actor is None else analysis.cast.actors[actor].canonical


@cache
def told() -> tuple[Told, ...]:
    texts = [one for table in TABLES for one in yaml.safe_load(table.read_text("utf-8"))]
    return tuple(word for one in texts for word in told_in(one, one["people"]))


def test_there_are_lives_enough() -> None:
    assert len({one.text for one in told()}) >= 15
    assert len(told()) >= 230


@pytest.mark.parametrize("text", sorted({one.text for one in told()}))
def test_nobody_is_taken_for_another(text: str) -> None:
    assert [one for one in told() if one.text == text and one.found not in (None, one.wanted)] == []


def test_nine_of_ten_are_told() -> None:
    known = [one for one in told() if one.wanted is not None]
    assert sum(one.found == one.wanted for one in known) >= LEAST_TOLD * len(known)
