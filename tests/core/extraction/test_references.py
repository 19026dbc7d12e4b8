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


FAMILY = (
    "Sakari Lind was born in Vaasa. His father, Torkel, built boats. Sakari Lind married Ida Holm. "
    "{}Sakari Lind is survived by a {}, Torkel, a pilot."
)


@pytest.mark.parametrize(("word", "people"), [("son", 2), ("grandson", 2), ("friend", 1)])
def test_a_son_of_his_grandfathers_name_is_another(word: str, people: int) -> None:
    cast = analyse(make_text(FAMILY.format("", word))).cast
    assert sum(actor.canonical == "Torkel" for actor in cast.actors) == people


@pytest.mark.parametrize("words", ["The couple", "The brothers", "The newlyweds"])
def test_several_whom_only_the_text_before_names_give_no_sure_fact(words: str) -> None:
    facts = analyse(make_text(FAMILY.format(f"{words} moved to Turku in 1931. ", "son"))).facts
    assert all(fact.confidence < 0.5 for fact in facts if fact.subject and fact.subject.words.lower() == words.lower())


def test_whom_a_life_is_about_is_noted() -> None:
    life = "Zdravka Pell\n\nZdravka Pell was a diver. She was born in Vis.\n\nIn 1950 she found a wreck."
    life += " She sold her boat. Her son left, and she moved to Split."
    cast = analyse(make_text(life)).cast
    assert cast.topic is not None
    assert (cast.actors[cast.topic].canonical, cast.actors[cast.topic].gender) == ("Zdravka Pell", "female")
    assert analyse(make_text("Ivo Pell met Ana Lind in Split. He left.")).cast.topic is None
